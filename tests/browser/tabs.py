"""Browser tabs for the tests, and which notebooks they open."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from course_lab import REPOSITORY
from lab_page import NotebookPage, install

WIDE, HALF = {"width": 1200, "height": 900}, {"width": 600, "height": 900}
NOISING = "lectures/02_noising.ipynb"


class Console(list):
    """Errors a page reported: console errors and uncaught exceptions."""

    def follow(self, page: Page) -> None:
        page.on("console", lambda m: self.append(f"{m.text} ({m.location.get('url', '')})") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.append(str(e)))


class Tab:
    """A fresh browser profile with one page, as wide as asked."""

    def __init__(self, browser: Browser, viewport: dict[str, int] = WIDE, **options: object):
        self.context = browser.new_context(viewport=viewport, **options)
        self.page = self.context.new_page()
        self.console = Console()
        self.console.follow(self.page)
        install(self.page)
        self.notebook = NotebookPage(self.page)


def lectures_with_scenes() -> list[str]:
    """Paths of the built lectures that hold at least one scene."""
    found = sorted((REPOSITORY / "lectures").glob("*.ipynb"))
    return [f"lectures/{p.name}" for p in found if "data-scene=" in p.read_text(encoding="utf-8")]
