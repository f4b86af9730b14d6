"""In JupyterLab a handle and a knob do after Run All what they did before it, and a slider is named and long enough."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from course_lab import REPOSITORY, CourseLab
from playwright.sync_api import Browser, Locator
from tabs import Tab


@pytest.fixture
def opened(browser: Browser, lab: CourseLab, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A copy of the lecture asked for, so that no other tab shares its kernel; the kernel ready, no cell run."""
    path = request.param.replace("lectures/", "lectures/tried_")
    shutil.copy(REPOSITORY / request.param, lab.root / path)
    tab = Tab(browser)
    tab.notebook.open(lab.notebook_url(path), path)
    tab.page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs').then(() => {})")
    yield tab
    tab.notebook.end_kernel()
    tab.context.close()


def run(tab: Tab, holding: str) -> Locator:
    """Run everything up to the cell that holds these words, and that cell; its output."""
    index = tab.notebook.run_until(holding)
    return tab.page.locator(".jp-Notebook-cell").nth(index).locator(".jp-Cell-outputArea")


def try_knobs(tab: Tab, output: Locator) -> list[tuple[str, str]]:
    """(setting, formula or pixels) for every option of every choice; then back to the first."""
    seen = []
    scene = next(s for s in tab.notebook.scenes() if output.locator(s.slider).count())
    for choice in output.locator("select").all():
        options = choice.locator("option").all_text_contents()
        for option in [*options, options[0]]:
            choice.select_option(label=option)
            tab.notebook.await_kernel("1 + 1", "2")  # the callback has run
            assert output.get_by_role("alert").count() == 0, output.get_by_role("alert").inner_text()
            tab.page.wait_for_timeout(300)
            seen.append((option, str(scene.show().settled_pixels())))
    return seen


@pytest.mark.parametrize("opened", ["lectures/06_score.ipynb"], indirect=True)
def test_a_choice_shows_after_run_all_what_it_showed_before(opened: Tab) -> None:
    output = run(opened, "controlled(field")
    before = try_knobs(opened, output)
    assert len({pixels for _, pixels in before}) > 1
    opened.notebook.run_rest()
    assert opened.notebook.errors() == []
    assert try_knobs(opened, output) == before


@pytest.mark.parametrize("opened", ["lectures/03_schedules.ipynb"], indirect=True)
def test_a_handle_does_after_run_all_what_it_did_before(opened: Tab) -> None:
    page = opened.page
    opened.notebook.run_until("own.observe")
    point = page.get_by_role("button", name="Control point 2")
    formula = page.locator(".scene").filter(has=point).locator(".scene-formula")
    point.wait_for(state="attached")
    start = formula.inner_text()

    def press(key: str) -> str:
        point.scroll_into_view_if_needed()
        point.press(key)
        opened.notebook.await_kernel("1 + 1", "2")
        page.wait_for_timeout(300)
        return f"{point.get_attribute('aria-label')} {formula.inner_text()}"

    before = press("ArrowUp")
    assert before != start and "L_T" not in before.split("L")[0]
    press("ArrowDown")
    opened.notebook.run_rest()
    assert opened.notebook.errors() == []
    assert press("ArrowUp") == before
    assert opened.console == []


@pytest.mark.parametrize("opened", ["lectures/02_noising.ipynb"], indirect=True)
def test_a_slider_has_a_name_and_a_long_track_and_its_arrow_keys_stay_in_it(opened: Tab) -> None:
    page = opened.page
    run(opened, "controlled(chain")
    knob = page.get_by_role("slider", name="number of steps T")
    knob.scroll_into_view_if_needed()
    knob.focus()
    cell, value = page.evaluate("lab.panel().content.activeCellIndex"), knob.get_attribute("aria-valuenow")
    knob.press("ArrowRight")
    page.wait_for_function("([k, v]) => k.getAttribute('aria-valuenow') !== v", arg=[knob.element_handle(), value])
    assert page.evaluate("lab.panel().content.activeCellIndex") == cell
    box = knob.locator("xpath=ancestor::*[contains(@class, 'slider-container')]").bounding_box()
    assert box is not None and box["width"] >= 180, "a long scale needs a long track"
    readout = knob.locator(
        "xpath=ancestor::*[contains(@class, 'widget-slider')]//*[contains(@class, 'widget-readout')]"
    )
    assert readout.get_attribute("tabindex") == "-1", "the readout is one more stop of the tab key"
    assert opened.console == []
