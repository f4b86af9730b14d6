"""Lecture 02, run in JupyterLab: dragging time with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from course_lab import BUILD
from lab_page import ScenePage
from tabs import NOISING, Tab


@pytest.fixture
def lecture(ran: Callable[[str], Tab]) -> Tab:
    return ran(NOISING)


@pytest.fixture
def scene(lecture: Tab) -> ScenePage:
    """The lecture's first scene at a fifth of its time, whatever earlier tests left; the kernel knows."""
    first = lecture.notebook.scenes()[0].show()
    start = round(first.limits()[1] / 5)
    first.slider.evaluate(
        "(s, v) => { s.value = v; for (const e of ['input', 'change']) s.dispatchEvent(new Event(e)); }", start
    )
    first.await_value(start)
    lecture.notebook.await_kernel(lecture.notebook.kernel_t(first), str(start))
    return first


def test_running_every_cell_shows_no_error(lecture: Tab) -> None:
    assert lecture.notebook.errors() == []


def test_dragging_with_the_mouse_redraws_at_once_and_tells_the_kernel_on_release(
    lecture: Tab, scene: ScenePage
) -> None:
    low, high = scene.limits()
    before, start, kernel_t = scene.pixels(), scene.value(), lecture.notebook.kernel_t(scene)
    scene.drag(start / high, 0.8, release=False)
    after = scene.await_other_pixels(before)
    assert after != before
    assert abs(scene.value() - 0.8 * (high - low)) < 0.05 * (high - low)  # the thumb follows the pointer
    lecture.page.mouse.up()
    lecture.notebook.await_kernel(kernel_t, f"{scene.value():.0f}")
    scene.screenshot(BUILD / "browser" / "lecture-02-dragged.png")


def test_each_key_moves_time_by_its_step(scene: ScenePage) -> None:
    low, high = scene.limits()
    tenth = round((high - low) / 10)
    scene.press("Home")
    shown = {low: scene.await_value(low)}
    t = low
    for key, step in (
        ("PageUp", tenth),
        ("ArrowRight", 1),
        ("ArrowUp", 1),
        ("ArrowLeft", -1),
        ("ArrowDown", -1),
        ("PageDown", -tenth),
    ):
        t += step
        scene.press(key)
        pixels = scene.await_value(t)
        # Scrubbing is reversible: a time seen before looks as it looked before.
        assert shown.setdefault(t, pixels) == pixels, f"t = {t} looks different the second time"
    assert len(set(shown.values())) == len(shown), "two different times look alike"
    scene.press("End")
    assert scene.await_value(high) not in shown.values()
    scene.press("ArrowRight")
    scene.await_value(high)  # the end is an end


def test_the_space_bar_plays_and_pauses(scene: ScenePage) -> None:
    play = scene.page.get_by_role("button", name="Play", exact=True).first
    pause = scene.page.get_by_role("button", name="Pause", exact=True)
    scene.press("Home")
    before = scene.await_value(scene.limits()[0])
    scene.press(" ")
    pause.wait_for()
    scene.await_other_pixels(before)
    scene.press(" ")
    pause.wait_for(state="hidden")
    assert play.is_visible()
    assert 0 < scene.value() < scene.limits()[1]


def test_jupyterlab_keeps_its_hands_off_the_arrow_keys(lecture: Tab, scene: ScenePage) -> None:
    state = "[lab.panel().content.activeCellIndex, lab.panel().content.mode, lab.panel().content.widgets.length]"
    scene.slider.click()
    before = lecture.page.evaluate(state)
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageDown", "End", "Home"):
        scene.press(key)
    scene.await_value(scene.limits()[0])
    assert lecture.page.evaluate(state) == before
    assert scene.slider.evaluate("s => document.activeElement === s")


def test_the_slider_says_in_words_where_it_is(scene: ScenePage) -> None:
    first = scene.text()
    scene.press("ArrowRight")
    scene.await_value(scene.value())
    assert scene.slider.evaluate("s => scene.text(s) !== ''") and scene.text() != first
    assert f"{scene.value():.0f}" in scene.text()


def test_setting_t_in_python_moves_the_picture(lecture: Tab, scene: ScenePage) -> None:
    scene.press("Home")
    before = scene.await_value(0)
    lecture.notebook.await_kernel(lecture.notebook.kernel_t(scene), "0")
    owner = lecture.notebook.kernel_t(scene).replace("next(w.t for", "next(w for")
    lecture.notebook.kernel(f"setattr({owner}, 't', 7)")
    assert scene.await_value(7) != before


def test_the_scene_draws_while_the_kernel_is_busy_and_the_kernel_catches_up(lecture: Tab, scene: ScenePage) -> None:
    notebook, (low, _) = lecture.notebook, scene.limits()
    kernel_t = notebook.kernel_t(scene)
    notebook.start("while True: pass")
    try:
        scene.press("Home")
        seen = {scene.await_value(low)}
        for t in (1, 2, 3):
            scene.press("ArrowRight")
            seen.add(scene.await_value(low + t))
        scene.drag(0.1, 0.9)
        seen.add(scene.settled_pixels())
        assert len(seen) == 5
        assert notebook.busy, "the kernel stopped: this test proved nothing"
    finally:
        notebook.interrupt()
    notebook.await_kernel(kernel_t, f"{scene.value():.0f}")


def test_the_page_reported_no_error(lecture: Tab) -> None:
    assert lecture.console == []
