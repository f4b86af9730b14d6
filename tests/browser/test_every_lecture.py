"""Every lecture with a scene runs through, and its scenes fit wide and narrow windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from course_lab import BUILD
from tabs import HALF, WIDE, Tab, lectures_with_scenes, scene_outputs

LECTURES = lectures_with_scenes()


@pytest.mark.parametrize("path", LECTURES)
def test_a_lecture_runs_through_without_an_error(path: str, ran: Callable[[str], Tab]) -> None:
    tab = ran(path)
    assert tab.notebook.errors() == []
    assert tab.console == []


@pytest.mark.parametrize("window", [WIDE, HALF], ids=["wide", "half"])
@pytest.mark.parametrize("path", LECTURES)
def test_every_scene_fits_the_window_and_answers_the_keyboard(
    path: str, window: dict[str, int], ran: Callable[[str], Tab]
) -> None:
    tab = ran(path)
    tab.page.set_viewport_size(window)
    tab.notebook.hide_sidebar()
    scenes = tab.notebook.scenes(scene_outputs(path))
    name = path.split("/")[-1].removesuffix(".ipynb")
    for number, scene in enumerate(scenes):
        scene.show()
        scene.screenshot(BUILD / "browser" / f"{name}-{number}-{window['width']}.png")
        assert scene.overflow() <= 1, f"scene {number} is wider than its place"  # 1: a rounded half pixel
        low, high = scene.limits()
        scene.press("Home")
        first = scene.await_value(low)
        scene.press("End")
        assert scene.await_value(high) != first, f"scene {number} looks alike at both ends"
