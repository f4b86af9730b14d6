"""A scene without a kernel: reopened, untrusted, or exported to HTML."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from course_lab import REPOSITORY, CourseLab, private_directories
from lab_page import ScenePage, scenes
from playwright.sync_api import Browser
from tabs import NOISING, Tab, scene_outputs


def assert_scrubs(scene: ScenePage) -> None:
    """Keys and mouse change the pixels, and the same time gives the same pixels."""
    scene.show()
    low, _ = scene.limits()
    scene.press("Home")
    first = scene.await_value(low)
    scene.press("ArrowRight")
    assert scene.await_value(low + 1) != first
    scene.drag(0.05, 0.6)
    assert scene.settled_pixels() != first
    scene.press("Home")
    assert scene.await_value(low) == first


def copy(lab: CourseLab, name: str) -> str:
    """A copy of the built lecture under another name, with a session of its own."""
    path = f"lectures/{name}.ipynb"
    shutil.copy(REPOSITORY / NOISING, lab.root / path)
    return path


def test_a_trusted_lecture_scrubs_before_any_cell_has_run(lab: CourseLab, tab: Tab) -> None:
    path = copy(lab, "trusted")
    lab.trust(path)
    tab.notebook.open_without_kernel(lab.url_of_lab(), path)
    assert not tab.notebook.has_kernel
    for scene in tab.notebook.scenes(scene_outputs(NOISING)):
        assert_scrubs(scene)
    assert tab.console == []


def test_an_untrusted_lecture_shows_the_picture(lab: CourseLab, tab: Tab) -> None:
    path = copy(lab, "untrusted")
    content = json.loads((lab.root / path).read_text(encoding="utf-8"))
    content["metadata"]["received"] = "by mail"  # trust is by content: the course's own copy may be trusted
    (lab.root / path).write_text(json.dumps(content), encoding="utf-8")
    tab.notebook.open_without_kernel(lab.url_of_lab(), path)
    posters = tab.page.locator(".jp-OutputArea-output img[alt]")
    posters.nth(scene_outputs(NOISING) - 1).wait_for(state="attached")
    for k in range(posters.count()):
        posters.nth(k).scroll_into_view_if_needed()
        assert posters.nth(k).evaluate("async i => (await i.decode(), Math.min(i.naturalWidth, i.clientWidth) > 100)")
    assert tab.notebook.scenes(0) == [], "an untrusted script has run"


def test_a_lecture_run_and_saved_still_scrubs_when_reopened_without_a_kernel(
    lab: CourseLab, browser: Browser, ran: Callable[[str], Tab]
) -> None:
    first = ran(NOISING)
    first.notebook.save()
    saved = "lectures/reopened.ipynb"
    shutil.copy(lab.root / NOISING, lab.root / saved)
    text = (lab.root / saved).read_text(encoding="utf-8")
    assert "data-scene=" in text
    assert "widget-view+json" not in text, "the pre-save hook of this environment did not run"
    again = Tab(browser)
    again.notebook.open_without_kernel(lab.url_of_lab(), saved)
    assert not again.notebook.has_kernel
    assert_scrubs(again.notebook.scenes(scene_outputs(NOISING))[0])
    assert again.page.get_by_text("Error displaying widget").count() == 0
    again.context.close()


def test_an_export_to_html_scrubs_from_a_file_without_a_network(
    lab: CourseLab, browser: Browser, tmp_path: Path
) -> None:
    env = dict(os.environ, **private_directories(tmp_path))
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "html",
        "--output-dir",
        str(tmp_path),
        str(lab.root / NOISING),
    ]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)
    tab = Tab(browser, offline=True)
    asked: list[str] = []
    tab.page.on("request", lambda r: asked.append(r.url) if r.url.startswith("http") else None)
    tab.context.route(lambda url: url.startswith("http"), lambda route: route.abort())
    tab.page.goto((tmp_path / "02_noising.html").as_uri(), wait_until="domcontentloaded")
    for scene in scenes(tab.page, scene_outputs(NOISING)):
        assert_scrubs(scene)
    assert [e for e in tab.console if "ERR_" not in e and "require" not in e] == []
    tab.context.close()
