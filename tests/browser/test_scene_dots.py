"""Dots are stamped pixel by pixel; they must look like the discs a canvas would draw."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture
from playwright.sync_api import Browser

from utils.teaching.scene import Panel, Points, Scene

PLACES = np.array([[x, y] for x in (-0.9, 0.05, 0.7) for y in (-0.6, 0.13, 0.8)])
Drawn = Callable[..., np.ndarray]


@pytest.fixture(params=[(1, "light"), (2, "dark")], ids=lambda p: f"{p[1]}-{p[0]}x")
def drawn(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Drawn]:
    """``drawn(layer)`` is (h, w, 3): the change of colour that showing the layer makes, background minus ink."""
    scale, theme = request.param
    context = browser.new_context(viewport={"width": 700, "height": 600}, device_scale_factor=scale, color_scheme=theme)

    def draw(**layer) -> np.ndarray:
        scene = Scene(
            Panel(Points(**layer, name="dots", hidden=True), xlim=(-1, 1), ylim=(-1, 1), aspect="equal"), times=range(2)
        )
        file = tmp_path / "scene.html"
        file.write_text("<!doctype html><meta charset='utf-8'>" + scene.html(), encoding="utf-8")
        page = context.new_page()
        page.goto(file.as_uri())
        shots = []
        for _ in range(2):
            page.wait_for_function("document.querySelector('.scene')?.dataset.drawnT === '0'")
            png = page.evaluate("document.querySelector('canvas').toDataURL()").split(",")[1]
            shots.append(np.array(Picture.open(io.BytesIO(base64.b64decode(png))).convert("RGB"), dtype=float))
            page.get_by_role("button", name="Show dots").click()
        page.close()
        return shots[0] - shots[1]

    draw.scale = scale  # type: ignore[attr-defined]
    draw.contrast = 0xFF - 0x21 if theme == "light" else 0x12 - 0xE8  # type: ignore[attr-defined]  # of the text on the background, by style.css
    yield draw
    context.close()


def centre(change: np.ndarray) -> np.ndarray:
    """Where the change is, on average, in pixels (row, column)."""
    weight = np.abs(change).sum(axis=2)
    return np.array([(weight * axis).sum() / weight.sum() for axis in np.indices(weight.shape)])


def test_dots_in_the_colour_of_the_text_cover_the_area_of_discs(drawn) -> None:
    change = drawn(a=PLACES, size=4, colour=0)[..., 0].sum() / drawn.contrast
    # 0.95 is the opacity of few dots; Chromium's own smoothed discs are up to 4 % too large or too small
    assert change == pytest.approx(0.95 * len(PLACES) * np.pi * (4 * drawn.scale) ** 2, rel=0.05)


def test_dots_on_one_another_add_up_to_the_full_colour(drawn) -> None:
    crowd = np.zeros((1200, 2))
    change = drawn(a=crowd, colour=0, size=4)[..., 0] / drawn.contrast
    assert change.max() == pytest.approx(1, abs=0.01)


def test_a_dot_stands_where_the_disc_of_the_highlight_stands(drawn) -> None:
    place = [[0.313, -0.411]]
    dot, disc = drawn(a=place, size=3), drawn(a=place, size=1, highlight=0)
    # quarters of a pixel: at most an eighth off, and the disc is smoothed too
    assert np.abs(centre(dot) - centre(disc)).max() < 0.25


def test_large_dots_of_two_classes_are_a_ring_and_a_disc(drawn) -> None:
    for classes, is_ring in (([1, 3], True), ([3, 1], False)):
        change = drawn(a=[[-0.5, 0], [0.5, 0]], size=5, colour_by=classes)
        left = change[:, : change.shape[1] // 2]
        row, column = centre(left).round().astype(int)
        assert (not left[row, column].any()) == is_ring
