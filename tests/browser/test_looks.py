"""What a scene looks like: no two curves of a panel alike, a legend that shows each kind of dot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from utils.teaching.scene import Line, Panel, Points, Scene


@pytest.fixture
def show(browser: Browser, tmp_path: Path):
    """``show(scene)`` is a page that holds it."""
    context = browser.new_context(viewport={"width": 900, "height": 700})

    def opened(scene: Scene):
        file = tmp_path / "scene.html"
        file.write_text("<!doctype html><meta charset='utf-8'>" + scene.html(), encoding="utf-8")
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_function("document.querySelector('.scene')?.dataset.drawnT === '0'")
        return page

    yield opened
    context.close()


def test_eight_curves_have_eight_dash_patterns(show) -> None:
    x = np.linspace(0, 1, 5)
    page = show(Scene(Panel(*[Line(x, k * x, label=f"line {k}") for k in range(8)]), times=range(2)))
    dashes = page.eval_on_selector_all(".scene-legend path", "all => all.map(p => p.getAttribute('stroke-dasharray'))")
    assert len(dashes) == 8 and len(set(dashes)) == 8


@pytest.mark.parametrize("size, shapes", [(5, 4), (2, 1)])
def test_the_legend_shows_each_kind_of_dot(show, size: float, shapes: int) -> None:
    dots = Points(np.random.default_rng(0).normal(size=(8, 2)), colour_by=[0, 2, 3, 6] * 2, size=size, label="people")
    page = show(Scene(Panel(dots), times=range(2)))
    drawn = page.eval_on_selector_all(
        ".scene-legend svg > *",
        "all => all.map(e => [e.tagName + e.getAttribute('d'), e.getAttribute('fill') === 'none', "
        "e.getAttribute('fill') + e.getAttribute('stroke')])",
    )
    assert len(drawn) == 4
    assert len({(shape, is_open) for shape, is_open, _ in drawn}) == shapes
    assert len({ink.replace("none", "").replace("null", "") for _, _, ink in drawn}) == 4
