"""What a scene sends and stores: packed data, the saved page, the filmstrip."""

import base64
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image as Picture
from scenes import clock, cloud, lines

from utils.teaching.notebook import progressbar, text
from utils.teaching.scene import (
    Arrows,
    Bars,
    Curve,
    Handles,
    Heat,
    Image,
    Line,
    Links,
    Panel,
    Picks,
    Points,
    Scene,
    filmkey,
)
from utils.teaching.scene.clock import Context, frame_at
from utils.teaching.scene.controls import controlled, slider
from utils.teaching.scene.filmstrip import chosen
from utils.teaching.scene.packing import LEVELS, Pack, quantise, read

numbers = arrays(float, st.integers(1, 60), elements=st.floats(-1e6, 1e6))


@given(numbers, st.sampled_from(["u1", "u2"]))
def test_a_packed_array_is_read_back_within_half_a_level(array, kind):
    pack = Pack()
    reference = pack.add(array, kind)
    span = reference["hi"] - reference["lo"]
    # half a level, and the rounding of the range's ends (at most 1e-7 of it; see packing.py)
    assert np.abs(read(pack.bytes(), reference) - array).max() <= span * (0.5 / LEVELS[kind] + 2e-7)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_a_blend_in_the_browser_errs_by_at_most_its_two_half_levels(p, q, seed):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, 50, 2))
    pack = Pack()
    refs = [pack.add(array) for array in (a, b)]
    shown = p * read(pack.bytes(), refs[0]) + q * read(pack.bytes(), refs[1])
    half = [(0.5 / LEVELS["u2"] + 2e-7) * (ref["hi"] - ref["lo"]) for ref in refs]
    assert np.abs(shown - (p * a + q * b)).max() <= p * half[0] + q * half[1] + 1e-12


@given(st.integers(0, 240), st.sampled_from(["u1", "u2"]))
def test_fractions_of_the_range_are_stored_exactly(k, kind):
    assert int(quantise(np.array([k / 240]), kind, 0, 1)[0]) * 240 == k * LEVELS[kind]


def test_equal_arrays_are_sent_once():
    pack = Pack()
    assert pack.add(np.arange(100.0)) == pack.add(np.arange(100.0))
    assert len(pack.bytes()) == 200


def test_values_outside_a_given_range_are_refused_not_clipped():
    with pytest.raises(ValueError, match="array: values from 0 to 9"):
        Pack().add(np.arange(10.0), "u1", (0, 5))


@given(st.integers(1, 9), st.integers(2, 40), st.data())
def test_frames_are_spread_evenly_and_interpolated(count, n, data):
    i = data.draw(st.integers(0, n - 1))
    frames = np.arange(count, dtype=float)[:, None]
    assert frame_at(frames, i, n)[0] == pytest.approx(i * (count - 1) / (n - 1), abs=1e-9)


def test_points_are_sent_once_however_many_times_there_are():
    few, many = (len(cloud(2000, T)._payload["data"]) for T in (10, 1000))
    values = 3 * 4 * 990 + 2 * 4 * 990 + 8  # times, α and σ as float32, once each and once as curves
    assert many - few <= values
    assert len(cloud(2000, 50)._payload["data"]) <= 64_000


def test_a_scene_of_fifty_steps_and_two_thousand_points_adds_at_most_300_kB():
    data, _ = cloud(2000, 50)._repr_mimebundle_()
    assert len(json.dumps(data)) <= 300_000
    assert len(base64.b64decode(data["image/png"])) <= 50_000


def test_the_bundle_holds_widget_page_picture_and_words():
    scene = cloud(30)
    data, _ = scene._repr_mimebundle_()
    assert list(data) == ["application/vnd.jupyter.widget-view+json", "text/html", "image/png", "text/plain"]
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == scene.model_id
    assert Picture.open(io.BytesIO(base64.b64decode(data["image/png"]))).format == "PNG"
    assert data["text/plain"] == scene.alt_text() == repr(scene)


def knob():
    return controlled(lambda T: {"panels": Panel(Curve(y="α")), **clock(T)}, T=slider("number of steps", 5, 2, 9))


@pytest.mark.parametrize("widgets", [7, 8])
def test_every_front_end_gets_the_still_and_colabs_widget_manager(widgets, monkeypatch):
    import anywidget._util
    import ipywidgets
    from IPython.core.formatters import DisplayFormatter, IPythonDisplayFormatter

    manager = {"application/vnd.jupyter.widget-view+json": {"colab": {"custom_widget_manager": {"url": "manager.js"}}}}
    monkeypatch.setattr(anywidget._util, "get_repr_metadata", lambda: manager)
    if widgets == 7:  # there displaying a widget shows its live view and nothing else
        monkeypatch.setattr(ipywidgets.DOMWidget, "_ipython_display_", lambda self: None, raising=False)
    bar = progressbar.Bar("Training", 3)
    for widget in (
        cloud(20),
        controlled(lambda T: {"panels": Panel(Curve(y="α")), **clock(T)}, T=slider("T", 5, 2, 9)),
        bar,
    ):
        assert IPythonDisplayFormatter()(widget) is None  # IPython then asks for the bundle
        data, metadata = DisplayFormatter().format(widget)
        assert {"text/html", "text/plain", *manager} <= set(data)
        if widget is not bar:
            assert metadata == manager and "image/png" in data


def test_a_saved_scene_says_what_needs_a_kernel():
    def note(widget):
        page = widget._repr_mimebundle_()[0]["text/html"]
        return json.loads(re.search(r"(\{[^{}]*\})\);\n</script>", page)[1]).get("note")

    assert note(cloud(20)) is None
    assert note(knob()) == "To set here once this cell has run: number of steps."
    handles = Scene(Panel(Handles([0, 1], [0, 1])), times=range(3))
    assert note(handles) == "The control points can be dragged once this cell has run."


def test_the_page_needs_no_network_and_escapes_what_it_holds():
    page = cloud(30, title='</script><b>"a" & b').html(b"poster")
    assert page.count("</script>") == 1 and page.endswith("</script>")
    assert not re.search(r"https?://|import\s*\(|src=\"(?!data:)", page.replace("http://www.w3.org/2000/svg", ""))
    assert 'alt="&lt;/script&gt;' in page


def test_the_page_carries_the_module_and_the_data():
    scene = cloud(30, t=9)
    page = scene.html(b"poster")
    name, spec, packed, state = re.search(
        r'mountStill\("(\w+)", (\{.*\}), "([A-Za-z0-9+/=]*)", (\{.*\})\);', page
    ).groups()
    assert f'data-scene="{name}"' in page
    assert json.loads(spec) == json.loads(json.dumps(scene._payload["spec"]))
    assert base64.b64decode(packed) == scene._payload["data"]
    assert json.loads(state)["t"] == 9


def test_page_and_words_are_the_same_in_another_process():
    program = "from scenes import cloud; s = cloud(200); print(s.html(b'poster')); print(s.alt_text())"
    command = [sys.executable, "-X", "utf8", "-c", program]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[1])
    scene = cloud(200)
    assert told.stdout == f"{scene.html(b'poster')}\n{scene.alt_text()}\n" and "mountStill" in told.stdout


def test_another_scene_gets_another_id():
    names = {
        re.search(r'data-scene="(\w+)"', scene.html(b"poster")).group(1)
        for scene in (cloud(30), cloud(30, seed=1), cloud(30, t=4))
    }
    assert len(names) == 3


def everything() -> Scene:
    rng = np.random.default_rng(0)
    x, places = np.linspace(0, 1, 8), rng.normal(size=(9, 2))
    return Scene(
        [
            Panel(
                Links([[0, 1], [2, 3]], nodes="people"),
                Points(places, name="people", colour_by=rng.integers(0, 8, (4, 9)), label="people"),
            ),
            Panel(
                Heat(rng.random((3, 5, 6)), (-1, 1, -1, 1), each=True),
                Points(frames=rng.normal(size=(4, 9, 2)), highlight=2),
                aspect="equal",
            ),
            Panel(Line(x, rng.random((4, 8)), fill=True, label="q"), Line(x, x, dash=True)),
            Panel(Bars(rng.random((3, 4)), labels=list("abcd")), Bars([0.1, 0.2, 0.3, 0.4], outline=True)),
            Panel(Arrows(places, rng.normal(size=(3, 9, 2)))),
            Panel(Handles([0, 1], [1, 0]), Curve(y="α")),
            Panel(Points(places), Picks(np.full((2, 9, 9), 4), start=[3])),
            Panel(Image(rng.random((5, 4, 6)), rng.normal(size=(5, 4, 6)))),
            Panel(Image(frames=rng.random((3, 4, 6)))),
        ],
        **clock(20),
        t=7,
    )


def test_every_layer_type_is_encoded_and_drawn_on_film():
    scene = everything()
    types = {layer["type"] for panel in scene._payload["spec"]["panels"] for layer in panel["layers"]}
    assert types == {"points", "line", "curve", "image", "heat", "bars", "arrows", "links", "handles", "picks"}
    film = Picture.open(io.BytesIO(scene.film()))
    assert film.width > 500 and len(film.convert("RGB").getcolors(1 << 20)) > 20


@pytest.mark.parametrize(
    "alpha", [np.exp(-(np.linspace(0, 6, 201) ** 2)), np.cos(np.linspace(0, np.pi / 2, 201)), np.linspace(1, 0, 201)]
)
def test_film_takes_its_times_where_the_blend_changes(alpha):
    sigma, A = np.sqrt(1 - alpha**2), np.ones((3, 2))
    moving = {"values": {"α": alpha, "σ": sigma}, "times": range(201)}
    blend = Scene(Panel(Points(A, A)), **moving)
    times = chosen(blend._state.panels, blend._state.context)
    assert (times[0], times[-1], len(times)) == (0, 200, 5)
    assert np.abs(np.diff(alpha[times])).max() < 0.35  # evenly: 0.25, and a tenth of the way is along the time
    still_alpha = Scene(Panel(Points(A, A)), **moving | {"values": {"α": np.ones(201), "σ": sigma}})
    assert np.abs(np.diff(sigma[chosen(still_alpha._state.panels, still_alpha._state.context)])).max() < 0.35
    frames = Scene(Panel(Points(frames=np.ones((2, 3, 2)))), **moving)
    assert chosen(frames._state.panels, frames._state.context) == [0, 50, 100, 150, 200]


def test_film_names_its_layers_and_says_how_many_dots_it_draws():
    x, dots = np.linspace(0, 1, 4), np.zeros((501, 2))
    panel = Panel(
        Line(x, x, label="truth x_t"),
        Line(x, 1 - x, label="guess", dash=True),
        Line(x, x, label="secret", name="s", hidden=True),
        title="Lines",
    )
    words = [word.text for line in filmkey.lines(panel, (), 8.0) for word in line]
    assert words == ["Lines", r"truth x$_\mathrm{t}$", "guess"]
    assert [word.text for word in filmkey.lines(Panel(Points(dots)), (), 8.0)[0]] == ["(500 of 501 dots drawn)"]
    assert filmkey.lines(Panel(Points(dots[:500])), (), 8.0) == []
    narrow = filmkey.lines(panel, ("s",), 1.7)
    assert len(narrow) > 1 and all(word.x + word.width <= 1.7 for line in narrow for word in line)


def test_film_shows_the_times_asked_for():
    scene = cloud(40)
    widths = [Picture.open(io.BytesIO(scene.film(ts))).width for ts in ([0], [0, 20], [0, 20, 50])]
    assert widths[2] - widths[1] == pytest.approx(widths[1] - widths[0], abs=1)
    assert scene.film([3]) != scene.film([4])
    with pytest.raises(ValueError, match="t: got 51"):
        scene.film([51])


def test_film_leaves_no_figure_behind():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    cloud(20).film()
    assert plt.get_fignums() == before


@settings(max_examples=60)
@given(st.floats(-1e7, 1e7), st.integers(0, 5))
def test_numbers_read_as_python_writes_them_with_a_true_minus(value, digits):
    written = text.fill(f"{{v:.{digits}f}}", {"v": value})
    assert float(written.replace("−", "-")) == float(f"{value:.{digits}f}")
    assert "-" not in written


def test_templates_know_infinity_groups_and_values():
    assert text.fill("{a:.1f} {a} {b} e^{−{b:d}} {c:.0%}", {"a": np.inf, "b": 3, "c": 0.25}) == "∞ ∞ 3 e^{−3} 25%"
    assert text.mathtext("x_t") == r"x$_\mathrm{t}$"


def test_infinite_values_may_be_shown_but_not_drawn_as_points():
    values = {"λ": np.linspace(-1, 1, 11) * np.r_[np.inf, np.ones(10)]}
    scene = Scene(Panel(Curve(y="λ")), times=range(11), values=values, status="λ = {λ:.1f}")
    assert scene.alt_text().endswith("λ = −∞.")
    assert all(np.isfinite(scene._payload["spec"]["panels"][0]["ylim"]))
    with pytest.raises(ValueError, match="λ"):
        scene.update(panels=Panel(Points(np.ones((2, 2)), np.ones((2, 2)), blend=("λ", "λ"))))


def test_limits_cover_all_times_and_bars_start_at_zero():
    xl, xh, yl, yh = lines(np.array([[0.0, 1.0], [0.0, 9.0]]))._state.limits[0]
    assert yl == 0 and yh > 9 and (xl, xh) == (0, 1)
    context = Context(np.arange(3.0), {})
    assert Bars([1.0, 2.0]).reach(context) == (-0.5, 1.5, 0.0, 2.0)


@pytest.mark.parametrize("n", [1, 2])
def test_a_single_time_is_enough(n):
    scene = Scene(Panel(Points(np.zeros((1, 2)))), times=range(n))
    assert scene.film() and scene.html()
