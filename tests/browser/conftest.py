"""One browser and one JupyterLab for all browser tests, on a copy of the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import launch
from course_lab import CourseLab, copy_course
from playwright.sync_api import Browser
from tabs import WIDE, Tab


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course: running and saving must not change a built notebook."""
    return copy_course(tmp_path_factory.mktemp("browser") / "course")


@pytest.fixture(scope="session")
def lab(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CourseLab]:
    with CourseLab(course, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launch() as chromium:
        yield chromium


@pytest.fixture
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab for one test; its kernel ends with the test."""
    opened = Tab(browser, getattr(request, "param", WIDE))
    yield opened
    opened.notebook.end_kernel()
    opened.context.close()


@pytest.fixture(scope="session")
def ran(browser: Browser, lab: CourseLab) -> Iterator[Callable[[str], Tab]]:
    """``ran(path)`` is a tab where every cell of the notebook has been run, once a session."""
    tabs: dict[str, Tab] = {}

    def run(path: str) -> Tab:
        if path not in tabs:
            tabs[path] = Tab(browser)
            tabs[path].notebook.open(lab.notebook_url(path), path)
            tabs[path].notebook.run_all()
        tabs[path].page.set_viewport_size(WIDE)
        return tabs[path]

    yield run
    for opened in tabs.values():
        opened.notebook.end_kernel()
        opened.context.close()
