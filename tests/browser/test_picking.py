"""Dots are picked by mouse, touch and keyboard; the page answers what Python answers, with a kernel and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from course_lab import REPOSITORY, CourseLab
from lab_page import ScenePage, scenes
from playwright.sync_api import Browser, Locator, Page, expect
from scenes import network
from tabs import Tab

PICKS, SCENE = network(answer="{mean:.3f} ± {error:.5f} of {n} over {runs} runs")


@pytest.fixture
def saved(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """The scene on a page of its own, as a notebook stores it; no kernel, no network."""
    file, scene = tmp_path / "scene.html", getattr(request, "param", SCENE)
    file.write_text("<!doctype html><meta charset='utf-8'>" + scene.html(), encoding="utf-8")
    tab = Tab(browser, {"width": 700, "height": 800}, offline=True, has_touch=True)
    tab.page.goto(file.as_uri())
    yield tab
    assert tab.console == []
    tab.context.close()


def dot(page: Page, k: int) -> Locator:
    return page.get_by_role("button", name=f"member {k}", exact=True)


def pressed(page: Page) -> list[str]:
    return page.locator(".scene-pick[aria-pressed=true]").evaluate_all("all => all.map(b => b.title)")


def test_each_click_changes_the_picture_and_the_line_says_what_python_says(saved: Tab) -> None:
    page, scene, now = saved.page, scenes(saved.page)[0].show(), [0, 11]
    pictures = {scene.settled_pixels()}
    for k in (11, 12, 33, 0, 33, 12):
        now = [v for v in now if v != k] if k in now else [*now, k]
        dot(page, k).click()
        expect(page.get_by_role("status")).to_have_text(PICKS.text(now))
        pictures.add(scene.settled_pixels())
    assert now == [] and len(pictures) == 7
    dot(page, 0).tap()
    dot(page, 11).tap()
    assert scene.settled_pixels() in pictures  # as it was at first
    expect(page.get_by_role("status")).to_have_text(PICKS.text([0, 11]))


def test_keys_walk_over_the_dots_and_pick_them_and_one_stop_of_the_tab_key_is_enough(saved: Tab) -> None:
    page = saved.page
    scenes(page)[0].show()
    page.keyboard.press("Tab")
    expect(dot(page, 0)).to_be_focused()  # at the far right of the ring
    page.keyboard.press("ArrowUp")
    expect(dot(page, 1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text(PICKS.text([0, 11, 1]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(PICKS.text([11, 1]))
    assert pressed(page) == ["member 1", "member 11"]
    for _ in range(34):
        page.keyboard.press("ArrowLeft")
    expect(dot(page, 17)).to_be_focused()  # at the far left, and no further
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Another run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(dot(page, 17)).to_be_focused()


def test_no_more_can_be_picked_than_allowed_and_then_the_answer_can_be_shown(saved: Tab) -> None:
    page, scene = saved.page, scenes(saved.page)[0].show()
    show = page.get_by_role("button", name="Show three far apart")
    assert show.count() == 0
    dot(page, 20).click()
    full = scene.settled_pixels()
    dot(page, 30).click()
    expect(page.get_by_role("status")).to_have_text(PICKS.text([0, 11, 20]))
    assert scene.settled_pixels() == full
    show.click()
    assert scene.settled_pixels() != full
    dot(page, 20).click()
    expect(show).to_have_count(0)


@pytest.mark.parametrize("saved", [network(12, most=1, start=[5])[1]], indirect=True, ids=["one of twelve"])
def test_where_one_can_be_picked_the_next_one_takes_its_place(saved: Tab) -> None:
    scenes(saved.page)[0].show()
    dot(saved.page, 7).click()
    expect(saved.page.get_by_role("status")).to_contain_text("1 of 1 picked: member 7.")


def test_time_and_another_run_show_whom_the_picks_reach(saved: Tab) -> None:
    page, scene = saved.page, scenes(saved.page)[0].show()
    button, reached = page.locator(".scene-answer button"), PICKS.reached([0, 11])
    seen = set()
    for run in range(4):
        for key, t in (("Home", 0), ("End", 6)):
            scene.press(key)
            scene.await_value(t)
            expect(button).to_have_text(f"Another run ({run + 1} of 100: {(reached[run] <= t).sum()} reached)")
        seen.add(scene.settled_pixels())
        button.click()
    assert len(seen) == len({tuple(times) for times in reached[:4]}) >= 3


def test_in_jupyterlab_kernel_and_page_agree_on_who_is_picked(lab: CourseLab, browser: Browser) -> None:
    picks, _ = network()
    cells = ["from scenes import network\npicks, scene = network()\nscene", "scene.picked = [3]"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.cells[0].source = f"import sys\nsys.path.insert(0, {str(REPOSITORY / 'tests/teaching')!r})\n{cells[0]}"
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.root / "picking.ipynb")
    tab = Tab(browser)
    page, asked = tab.page, tab.notebook
    asked.open(lab.notebook_url("picking.ipynb"), "picking.ipynb")
    asked.run_until("picks, scene")
    scene: ScenePage = asked.scenes()[0].show()
    dot(page, 20).click()
    asked.await_kernel("scene.picked", "[0, 11, 20]")
    dot(page, 20).press("Enter")  # JupyterLab would edit the cell, were it not told
    asked.await_kernel("scene.picked", "[0, 11]")
    dot(page, 20).press("Space")
    page.get_by_role("button", name="Show three far apart").click()
    asked.await_kernel("scene.revealed", "['best']")
    before = scene.settled_pixels()
    asked.run_rest()
    expect(page.get_by_role("status").filter(has_text="picked")).to_have_text(picks.text([3]))
    scene.await_other_pixels(before)
    asked.end_kernel()  # and without it
    dot(page, 4).click()
    expect(page.get_by_role("status").filter(has_text="picked")).to_have_text(picks.text([3, 4]))
    assert asked.errors() == [] and tab.console == []
    tab.context.close()
