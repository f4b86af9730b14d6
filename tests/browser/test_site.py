"""The built site, opened as files: nothing is fetched, every formula is typeset, every slider moves what it draws."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from course_lab import REPOSITORY
from lab_page import scenes
from playwright.sync_api import Browser, Page
from tabs import WIDE, Tab, scene_outputs

from utils.teaching.build import learners

NOTEBOOKS = [path.relative_to(REPOSITORY).with_suffix("").as_posix() for path in learners.notebooks(REPOSITORY)]
PHONE = {"width": 400, "height": 800}
MEAN_BYTES = 800_000
TYPESET = "window.MathJax ? MathJax.startup.promise.then(() => true) : true"
FORMULAS = """() => {
  const all = window.MathJax ? [...MathJax.startup.document.math] : [];
  const whole = m => m.typesetRoot.isConnected && m.typesetRoot.querySelector('svg') &&
    !m.typesetRoot.querySelector('mjx-merror, [data-mml-node=merror]');
  const raw = [], texts = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
  for (let text; text = texts.nextNode();)
    if (!text.parentElement.closest('pre, code, script, style, mjx-container') && /\\$|\\\\[([a-z]/.test(text.data))
      raw.push(text.data.trim());
  const marked = document.querySelectorAll('article .math').length;
  return { marked, typeset: all.length, wrong: all.filter(m => !whole(m)).map(m => m.math), raw };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built anew; a warning of Sphinx is an error."""
    out = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run(
        [sys.executable, "site/make_site.py", str(out)],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """One tab for all pages, offline; `tab.asked` holds what it would have fetched."""
    opened = Tab(browser, WIDE, offline=True, reduced_motion="reduce")
    opened.asked = []
    local = ("file:", "data:", "blob:")
    opened.page.on("request", lambda r: None if r.url.startswith(local) else opened.asked.append(r.url))
    yield opened
    opened.context.close()


def visit(tab: Tab, site: Path, name: str) -> Page:
    tab.console.clear()
    tab.asked.clear()
    tab.page.set_viewport_size(WIDE)
    tab.page.goto((site / f"{name}.html").as_uri())
    tab.page.evaluate(TYPESET)
    return tab.page


@pytest.mark.parametrize("name", ["index", "search", "publishing", "solutions/index", *NOTEBOOKS])
def test_a_page_needs_no_network_and_its_formulas_and_scenes_are_whole(name: str, site: Path, tab: Tab) -> None:
    page = visit(tab, site, name)
    formulas = page.evaluate(FORMULAS)
    assert formulas["wrong"] == formulas["raw"] == []
    assert formulas["typeset"] >= formulas["marked"]
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")  # some answers are scenes
    expected = scene_outputs(f"{name}.ipynb") if name in NOTEBOOKS else 0
    found = scenes(page, expected)
    assert len(found) == expected
    for scene in found:
        scene.show()
        low, high = scene.limits()
        scene.press("Home")
        first = scene.await_value(low)
        scene.press("End")
        assert scene.await_value(high) != first, "both ends of time look alike"
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, "the page is wider than a telephone"
    assert tab.asked == [] and tab.console == []


@pytest.mark.parametrize("name", ["index", "lectures/02_noising", "appendices/B_gaussians", "solutions/02_noising"])
def test_axe_finds_nothing(name: str, site: Path, tab: Tab) -> None:
    page = visit(tab, site, name)
    # The drawings of formulas are hidden from screen readers, which read MathML; axe would walk through each line.
    page.evaluate("document.querySelectorAll('mjx-container > svg').forEach(svg => svg.replaceChildren())")
    found = Axe().run(page, options={"preload": False}).response["violations"]
    page.set_viewport_size(PHONE)  # where most things scroll
    page.wait_for_timeout(100)
    found += (
        Axe().run(page, options={"preload": False, "runOnly": ["scrollable-region-focusable"]}).response["violations"]
    )
    assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found] == []


def test_the_theme_switch_changes_the_scenes_too(site: Path, tab: Tab) -> None:
    page = visit(tab, site, "lectures/02_noising")
    scene = scenes(page)[0].show()
    before, ground = scene.pixels(), "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".theme-toggle:visible").click()
    assert page.evaluate("document.body.dataset.theme") == "dark" and page.evaluate(ground) != light
    scene.await_other_pixels(before)
    page.evaluate("localStorage.clear()")


def test_an_answer_is_folded_on_the_page_and_on_paper_until_it_is_opened(site: Path, tab: Tab) -> None:
    page = visit(tab, site, "lectures/02_noising")
    answer = page.locator("details.below-input .output").first
    opener = page.get_by_text("Show the answer").first
    assert not answer.is_visible()
    page.emulate_media(media="print")
    assert not answer.is_visible() and not opener.is_visible()
    page.emulate_media(media="screen")
    opener.click()
    assert answer.is_visible()
    code = page.get_by_text("import numpy as np").first
    assert not code.is_visible()
    page.get_by_text("Show the imports").first.click()
    assert code.is_visible()


def found_by(page: Page, site: Path, words: str) -> list[str]:
    page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    page.locator(".search-summary", has_text=re.compile("found|did not match")).wait_for()
    return [link.get_attribute("href") for link in page.locator("#search-results li a").all()]


def test_search_works_from_a_file_and_gives_no_answer_away(site: Path, tab: Tab) -> None:
    tab.asked.clear()
    assert any("06_score" in link for link in found_by(tab.page, site, "Tweedie"))
    for words in ("Chapman", "mistakes", "standard"):
        assert not [link for link in found_by(tab.page, site, words) if "solutions/" in link and "index" not in link]
    assert tab.asked == []


def test_next_leads_through_the_course(site: Path) -> None:
    page, seen = site / "index.html", []
    while following := re.search(r'class="next-page" href="([^"#]+)"', page.read_text(encoding="utf-8")):
        page = (page.parent / following[1]).resolve()
        seen.append(page.relative_to(site.resolve()).with_suffix("").as_posix())
    lectures, others, solved = (
        [name for name in NOTEBOOKS if name.startswith(folder)] for folder in ("lectures", "appendices", "solutions")
    )
    assert seen == [*lectures, *others, "solutions/index", *solved, "publishing"]


def test_every_notebook_lies_beside_its_page_and_pages_are_light(site: Path) -> None:
    for name in NOTEBOOKS:
        assert (site / f"{name}.ipynb").read_bytes() == (REPOSITORY / f"{name}.ipynb").read_bytes()
    sizes = [path.stat().st_size for path in site.rglob("*.html")]
    assert sum(sizes) / len(sizes) <= MEAN_BYTES
