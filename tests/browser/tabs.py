"""Browser tabs for the tests, and which notebooks they open."""

from __future__ import annotations

import json

from course_lab import REPOSITORY
from lab_page import NotebookPage, install
from playwright.sync_api import Browser, Page

from utils.teaching.build import learners

WIDE, HALF = {"width": 1200, "height": 900}, {"width": 600, "height": 900}
NOISING = "lectures/02_noising.ipynb"


# Without a kernel ipywidgets' own manager stumbles over its absence; nothing shown depends on it.
_NOT_OURS = "@jupyter-widgets/jupyterlab-manager"


class Console(list):
    """Errors a page reported: console errors and uncaught exceptions, ipywidgets' own excepted."""

    def follow(self, page: Page) -> None:
        page.on(
            "console", lambda m: self._note(f"{m.text} ({m.location.get('url', '')})") if m.type == "error" else None
        )
        page.on("pageerror", lambda e: self._note(e.stack or str(e)))

    def _note(self, text: str) -> None:
        if _NOT_OURS not in text:
            self.append(text)


class Tab:
    """A fresh browser profile with one page, as wide as asked."""

    def __init__(self, browser: Browser, viewport: dict[str, int] = WIDE, **options: object):
        self.context = browser.new_context(viewport=viewport, **options)
        self.context.set_default_timeout(120_000)  # a busy machine is slow, not wrong
        self.page = self.context.new_page()
        self.console = Console()
        self.console.follow(self.page)
        install(self.page)
        self.notebook = NotebookPage(self.page)


def scene_outputs(path: str) -> int:
    """How many outputs of a built notebook hold a scene."""
    cells = json.loads((REPOSITORY / path).read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return sum("data-scene=" in "".join(o.get("data", {}).get("text/html", "")) for o in outputs)


def stored_scenes(path: str) -> str:
    """A page of the scenes a built notebook stores, and nothing else."""
    cells = json.loads((REPOSITORY / path).read_text(encoding="utf-8"))["cells"]
    outputs = ["".join(o.get("data", {}).get("text/html", "")) for cell in cells for o in cell.get("outputs", ())]
    scenes = "\n".join(f"<section>{html}</section>" for html in outputs if "data-scene=" in html)
    return f"<!doctype html><meta charset='utf-8'><body style='margin:0'>{scenes}"


def lectures_with_scenes() -> list[str]:
    """Paths of the built lectures that hold at least one scene."""
    paths = [path for path in learners.notebooks(REPOSITORY) if path.parent.name == "lectures"]
    return [name for p in paths if scene_outputs(name := f"lectures/{p.name}")]
