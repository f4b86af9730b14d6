"""Lecture 07: a choice that trains a network says how far it is, and time can be dragged meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from tabs import Tab


def test_a_choice_that_takes_seconds_shows_a_bar_and_then_its_picture(ran: Callable[[str], Tab]) -> None:
    tab = ran("lectures/07_training.ipynb")
    scene = tab.notebook.scenes()[0].show()
    knob = tab.page.get_by_role("combobox", name="training points").first
    bar = tab.page.locator(".jp-OutputArea-output").filter(has=knob).locator("progress")
    scene.press("Home")
    before = scene.await_value(scene.limits()[0])
    assert bar.count() == 0
    knob.select_option(label="100")
    bar.wait_for()
    scene.press("ArrowRight")
    assert scene.settled_pixels() != before and bar.count() == 1  # dragged while the kernel trains
    bar.wait_for(state="detached", timeout=60_000)
    scene.press("Home")
    assert scene.await_value(scene.limits()[0]) != before
    assert tab.console == []
