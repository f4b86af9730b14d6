"""Figures: one style, small files, and words made from what is drawn."""

import base64
import io

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image as Picture

from utils.teaching.notebook import figures

X = np.linspace(-2, 2, 101)


def drawn():
    fig, axes = figures.figure(1, 2, sharey=True)
    axes[0].plot(X, np.exp(-(X**2)), label="closed form $q(x_t)$")
    axes[0].set(title="A bump", xlabel="$x_t$", ylabel="density")
    axes[1].scatter(X, X)
    axes[1].plot(X, X)
    axes[1].set(yscale="linear", xscale="linear", title="A line")
    return fig


def test_alt_text_gives_titles_ranges_lines_and_extremes():
    words = figures.alt_text(drawn())
    for part in (
        "A bump: x_t from −2.2 to 2.2, density from",
        "closed form q(x_t) runs from 0.0183 at −2 to 0.0183 at 2, highest 1 at 0",
        "A line",
    ):
        assert part in words
    assert "_child" not in words


def test_a_logarithmic_axis_is_called_so():
    fig, axes = figures.figure()
    axes.semilogy(X, np.exp(X), label="e")
    assert "(logarithmic)" in figures.alt_text(fig)


@pytest.mark.parametrize(
    "draw, words",
    [
        (lambda a: a.axhline(0.1, label="guessing"), "guessing: level 0.1."),
        (lambda a: a.axvline(3, label="$t^*$"), "t^*: upright at 3."),
        (lambda a: a.axline((0, 0), (1, 1), label="y = x"), "; y = x."),
    ],
)
def test_lines_across_the_axes_have_no_ends(draw, words):
    fig, axes = figures.figure()
    draw(axes)
    assert figures.alt_text(fig).endswith(words)


@pytest.mark.parametrize(
    "draw, words",
    [
        (lambda a: a.scatter(X, X), "101 points"),
        (lambda a: a.bar([0, 1], [1, 2]), "2 bars"),
        (lambda a: a.imshow(np.eye(4)), "a picture of 4 by 4 values"),
    ],
)
def test_unlabelled_drawings_are_counted(draw, words):
    fig, axes = figures.figure()
    draw(axes)
    assert words in figures.alt_text(fig)


def test_show_displays_picture_and_words_and_empties_the_figure(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    fig = drawn()
    figures.show(fig)
    (data,) = shown
    assert list(data) == ["text/html", "image/png", "text/plain"] and not fig.axes
    assert f'alt="{data["text/plain"]}"' in data["text/html"] and data["image/png"] in data["text/html"]
    figures.show(drawn(), alt="a < b")
    assert 'alt="a &lt; b"' in shown[1]["text/html"] and shown[1]["text/plain"] == "a < b"


def test_even_a_noisy_picture_stays_below_80_kB():
    rng = np.random.default_rng(0)
    fig, axes = figures.figure(2, 2)
    for ax in axes.flat:
        ax.scatter(*rng.normal(size=(2, 4000)), c=rng.random(4000), s=4)
    png = base64.b64decode(figures.bundle(fig, "")["image/png"])
    assert len(png) <= 80_000
    assert Picture.open(io.BytesIO(png)).width >= 500


def test_the_same_figure_gives_the_same_bytes():
    assert figures.bundle(drawn(), "a") == figures.bundle(drawn(), "a")


def test_figures_are_not_kept_by_pyplot():
    before = plt.get_fignums()
    drawn()
    assert plt.get_fignums() == before


def test_the_style_uses_colours_that_can_be_told_apart():
    with matplotlib.rc_context():
        figures.use_style()
        cycle = [entry["color"] for entry in matplotlib.rcParams["axes.prop_cycle"]]
    assert set(cycle) <= set(figures.OKABE_ITO) and len(set(cycle)) == len(cycle)
