"""Some lectures run whole in JupyterLab; the scenes of the others live from what is stored. All fit their window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course_lab import BUILD
from lab_page import ScenePage, scenes
from playwright.sync_api import Browser
from tabs import HALF, WIDE, Tab, lectures_with_scenes, scene_outputs, stored_scenes

LECTURES = lectures_with_scenes()
WHOLE = [path for path in LECTURES if path.startswith(("lectures/00", "lectures/02", "lectures/07"))] + LECTURES[-1:]
STORED = [path for path in LECTURES if path not in WHOLE]
PHONE = {"width": 360, "height": 740}


def assert_alive(scene: ScenePage, name: str) -> None:
    """It fits its place and answers the keyboard: the two ends of time look different."""
    scene.show()
    scene.screenshot(BUILD / "browser" / f"{name}-{scene.page.viewport_size['width']}.png")
    assert scene.overflow() <= 1, f"{name} is wider than its place"  # 1: a rounded half pixel
    low, high = scene.limits()
    scene.press("Home")
    first = scene.await_value(low)
    scene.press("End")
    assert scene.await_value(high) != first, f"{name} looks alike at both ends"


def stem(path: str) -> str:
    return path.split("/")[-1].removesuffix(".ipynb")


@pytest.mark.parametrize("path", WHOLE)
def test_a_lecture_runs_through_without_an_error_and_its_scenes_live(path: str, ran: Callable[[str], Tab]) -> None:
    tab = ran(path)
    assert tab.notebook.errors() == []
    for window in WIDE, HALF:
        tab.page.set_viewport_size(window)
        tab.notebook.hide_sidebar()
        for number, scene in enumerate(tab.notebook.scenes(scene_outputs(path))):
            assert_alive(scene, f"{stem(path)}-{number}")
    assert tab.console == []


@pytest.mark.parametrize("path", STORED)
def test_the_stored_scenes_of_a_lecture_live_without_a_kernel(path: str, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "stored.html"
    file.write_text(stored_scenes(path), encoding="utf-8")
    tab = Tab(browser, WIDE, offline=True)
    tab.page.goto(file.as_uri())
    for window in (WIDE, PHONE):
        tab.page.set_viewport_size(window)
        for number, scene in enumerate(scenes(tab.page, scene_outputs(path))):
            assert_alive(scene, f"{stem(path)}-{number}")
            before = scene.settled_pixels()
            scene.drag(0.95, 0.3)
            assert scene.settled_pixels() != before
    assert tab.console == []
    tab.context.close()
