"""A scene's traits, its words, and what it says about bad input."""

import ipywidgets
import numpy as np
import pytest
import traitlets
from scenes import clock, cloud, lines

from utils.teaching.notebook import progressbar
from utils.teaching.notebook import rerun as replace
from utils.teaching.scene import Arrows, Bars, Curve, Formula, Handles, Heat, Image, Links, Panel, Points, Scene
from utils.teaching.scene.controls import choose, controlled, slider

A = np.zeros((5, 2))


def test_setting_t_moves_the_scene_and_its_words():
    scene = cloud(20)
    scene.t = 25
    assert scene.value("α") == pytest.approx(np.cos(np.pi / 4))
    assert scene.alt_text().endswith("t = 25 of 50: signal 0.71, noise 0.71.")
    assert scene.alt_text(0).endswith("t = 0 of 50: signal 1.00, noise 0.00.")


@pytest.mark.parametrize("t", [-1, 51, 2.5, True])
def test_a_time_outside_the_slider_is_refused(t):
    scene = cloud(20, t=3)
    with pytest.raises((ValueError, traitlets.TraitError)):
        scene.t = t
    assert scene.t == 3


def test_only_t_handles_picked_and_revealed_come_back_from_the_browser():
    synced = {name for name in Scene.class_traits(sync=True) if not name.startswith("_")}
    assert synced - set(ipywidgets.DOMWidget.class_traits(sync=True)) == {"t", "handles", "picked", "revealed"}


def test_alt_text_names_title_panels_axes_and_formula():
    words = cloud(20).alt_text()
    for part in (
        "Noising",
        "samples x_t",
        "20 points",
        "x_1 from",
        "schedule",
        "signal, noise",
        "x_t = 1.00 x_0 + 0.00 ε",
    ):
        assert part in words


def test_update_keeps_the_place_in_time_and_the_widget():
    scene = cloud(20, t=25)
    widget, sent = scene.model_id, scene._payload["data"]
    scene.update(**clock(100))
    assert (scene.t, scene.model_id) == (50, widget)
    assert scene._payload["data"] != sent
    assert scene.alt_text().startswith("Noising")


def test_a_failed_update_changes_nothing():
    scene = cloud(20, t=25)
    before, words = scene._payload, scene.alt_text()
    with pytest.raises(ValueError, match="values"):
        scene.update(values={"α": [1.0]})
    assert scene._payload is before and scene.alt_text() == words


def test_hidden_layers_wait_for_reveal():
    scene = lines(np.ones((3, 4)), name="truth", hidden=True, label="the truth")
    assert "the truth" not in scene._payload["spec"]["panels"][0]["alt"]
    hidden = scene.film()
    scene.reveal("truth")
    assert scene.revealed == ["truth"]
    assert "the truth" in scene.alt_text()
    assert scene.film() != hidden
    scene.reveal("truth")
    assert scene.revealed == ["truth"]


def test_revealing_an_unknown_layer_names_the_known_ones():
    with pytest.raises(ValueError, match="truth"):
        lines(np.ones(4), name="truth", hidden=True).reveal("lie")


def test_handles_start_where_the_layer_says_and_follow_an_update():
    panel = Panel(Handles([0.0, 1.0], [2.0, 3.0], move="y"), xlim=(0, 1), ylim=(0, 5))
    scene = Scene(panel, times=range(3))
    assert scene.handles == [[0.0, 2.0], [1.0, 3.0]]
    heard = []
    scene.observe(lambda change: heard.append(change.new), "handles")
    scene.update(panels=Panel(Handles([0.0, 1.0], [4.0, 3.0]), xlim=(0, 1), ylim=(0, 5)))
    assert heard == [[[0.0, 4.0], [1.0, 3.0]]]


BAD = {
    "b of another shape": (lambda: cloud(panels=Panel(Points(A, A[:3]))), r"b: got shape \(3, 2\), expected \(5, 2\)"),
    "points in space": (
        lambda: cloud(panels=Panel(Points(np.zeros((5, 3))))),
        r"a: got shape \(5, 3\), expected \(n, 2\)",
    ),
    "nan": (lambda: cloud(panels=Panel(Points(A * np.nan))), "a: got 10 entries that are nan"),
    "frames and a": (lambda: cloud(panels=Panel(Points(A, frames=A[None]))), "a, frames: got both or neither"),
    "blend": (lambda: cloud(panels=Panel(Points(A, A, blend=("α", "β")))), "blend: got 'β', expected one of α, σ"),
    "highlight": (
        lambda: cloud(panels=Panel(Points(A, highlight=5))),
        "highlight: got 5, expected an index from 0 to 4",
    ),
    "classes": (lambda: cloud(panels=Panel(Points(A, colour_by=[0.5] * 5))), "colour_by: got float64"),
    "class number": (lambda: cloud(panels=Panel(Points(A, colour_by=[8] * 5))), "colour_by: got values 8 to 8"),
    "line": (lambda: lines(np.ones((2, 3, 4))), "frames: got shape"),
    "curve": (lambda: cloud(panels=Panel(Curve([1.0, 2.0]))), r"y: got shape \(2,\), expected \(51,\)"),
    "heat": (lambda: cloud(panels=Panel(Heat(-np.ones((4, 4)), (0, 1, 0, 1)))), "frames: got values down to -1"),
    "extent": (lambda: cloud(panels=Panel(Heat(np.ones((4, 4)), (1, 0, 0, 1)))), "extent: got"),
    "bars": (lambda: cloud(panels=Panel(Bars([1, 2], labels=["a"]))), "labels: got 1, expected 2"),
    "arrows": (lambda: cloud(panels=Panel(Arrows(A, A[:2]))), "frames: got shape"),
    "links": (lambda: cloud(panels=Panel(Links(A))), "edges: got float64"),
    "image": (lambda: cloud(panels=Panel(Image(A, limits=(1, 0)))), "limits: got"),
    "colour": (lambda: cloud(panels=Panel(Points(A, colour=9))), "colour: got 9"),
    "hidden without name": (lambda: cloud(panels=Panel(Points(A, hidden=True))), "hidden: this Points has no name"),
    "two handles": (lambda: cloud(panels=[Panel(Handles([0], [0])), Panel(Handles([0], [0]))]), "at most one"),
    "formula": (lambda: cloud(panels=Formula("{ω:.2f}")), "Formula: unknown {ω}"),
    "format": (lambda: cloud(status="{α:>10}"), "status: can't read"),
    "values": (lambda: cloud(values={"α": [1, 2]}), r"values\['α'\]: got shape \(2,\)"),
    "reserved": (lambda: cloud(values={"t": np.arange(51)}), "got the name 't'"),
    "times": (lambda: cloud(times=[]), "times: got shape"),
    "panel": (lambda: cloud(panels=[Points(A)]), "panels: got Points"),
    "layer": (lambda: Panel(A), "layers: got"),
    "limits": (lambda: Panel(Points(A), xlim=(1, 0)), "xlim: got"),
    "aspect": (lambda: Panel(Points(A), aspect="round"), "aspect: got 'round'"),
    "start": (lambda: cloud(t=51), "t: got 51, expected an integer from 0 to 50"),
}


@pytest.mark.parametrize("build, message", BAD.values(), ids=BAD)
def test_bad_input_is_named_with_what_was_received(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def knobs():
    def make(T, kind):
        if kind == "broken":
            raise ValueError("T: too odd")
        return {"panels": Panel(Curve(y="α")), "t": T // 2, **clock(T)}

    return controlled(make, T=slider("steps T", 40, low=10, high=80), kind=choose("kind", ["good", "broken"]))


def test_a_control_remakes_the_arrays_of_the_same_scene():
    box = knobs()
    scene, widget = box.scene, box.scene.model_id
    box.controls["T"].value = 80
    assert (scene.model_id, len(scene.times), scene.t) == (widget, 81, 40)


def test_a_control_that_fails_says_so_and_keeps_the_picture():
    box = knobs()
    words = box.scene.alt_text()
    box.controls["kind"].value = "broken"
    assert "T: too odd" in box.message.value and box.scene.alt_text() == words
    box.controls["kind"].value = "good"
    assert box.message.value == ""


def test_a_bar_in_a_controls_callback_is_shown_between_control_and_scene(monkeypatch):
    monkeypatch.setattr(progressbar, "_in_notebook", lambda: True)
    said = []

    def make(T):
        if T != 40:
            progressbar.watch(range(T), T, label="Slow", each=lambda _: said.append(box.message.value))
        return {"panels": Panel(Curve(y="α")), **clock(T)}

    box = controlled(make, T=slider("steps T", 40, low=10, high=80))
    widgets = len(ipywidgets.widgets.widget._instances)
    box.controls["T"].value = 20
    assert "0 of 20 steps" in said[0] and "<progress" in said[0]
    assert box.message.value == "" and box.message.layout.display == "none"
    assert len(ipywidgets.widgets.widget._instances) == widgets  # the bar has gone


def test_a_controlled_bundle_shows_the_box_and_keeps_the_still():
    box = knobs()
    data, _ = box._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == box.model_id
    assert data["text/html"].startswith("<div data-scene=") and data["text/plain"] == box.scene.alt_text()


def test_whole_numbers_give_a_whole_number_slider():
    assert isinstance(slider("T", 5, low=0, high=10), ipywidgets.IntSlider)
    assert isinstance(slider("β", 0.5, low=0, high=1), ipywidgets.FloatSlider)
    with pytest.raises(ValueError, match="value: got 11"):
        slider("T", 11, low=0, high=10)
    with pytest.raises(ValueError, match="T: got 3"):
        controlled(dict, T=3)


def test_a_cell_run_again_closes_what_it_showed_unless_shown_elsewhere():
    first, second, elsewhere = cloud(5), cloud(5), cloud(5)
    replace.displayed(first, "cell a", 1)
    replace.displayed(elsewhere, "cell a", 1)
    replace.displayed(elsewhere, "cell b", 2)
    assert first.comm is not None
    replace.displayed(second, "cell a", 3)
    assert first.comm is None and second.comm is not None and elsewhere.comm is not None


def test_closing_a_controlled_scene_leaves_no_widget_behind():
    from ipywidgets.widgets.widget import _instances

    before = set(_instances)
    replace.close(knobs())
    assert set(_instances) == before


def test_numpy_integers_are_times_too():
    scene = cloud(5, t=np.int64(3))
    scene.t = np.argmin(np.arange(4))
    assert scene.t == 0
