"""One widget under test in a notebook: run its cell, learn its pictures, press a key and time the right one."""

from __future__ import annotations

from dataclasses import dataclass, field

from lab_page import NotebookPage
from playwright.sync_api import Locator, Page

WALK = 8  # presses go to and fro over this many steps, whose pixels are learnt first
LOST_MS = 2000  # a press whose right picture has not come by then is lost


@dataclass
class Variant:
    """One widget under test, and the pixels it shows at each step of the walk."""

    name: str
    slider: Locator
    expected: list[object] = field(default_factory=list)
    position: int = 0
    step: int = 1

    def turn(self) -> str:
        """Move one step to or fro; the key that does it."""
        if not 0 <= self.position + self.step <= WALK:
            self.step = -self.step
        self.position += self.step
        return "ArrowRight" if self.step > 0 else "ArrowLeft"

    @property
    def view(self) -> str:
        return f"probe.views[{self.name!r}]"


def run_cell(notebook: NotebookPage, number: int) -> None:
    """Run one cell and wait until it has run."""
    notebook.page.evaluate(
        """async number => {
            const content = lab.panel().content;
            content.activeCellIndex = number;
            content.deselectAll();
            await jupyterapp.commands.execute('notebook:run-cell');
        }""",
        number,
    )


def run_timed(notebook: NotebookPage, number: int) -> float:
    """Milliseconds from asking for the cell to a frame with something drawn."""
    return notebook.page.evaluate(
        """async number => {
            const content = lab.panel().content;
            content.activeCellIndex = number;
            content.deselectAll();
            const begin = performance.now();
            const ran = jupyterapp.commands.execute('notebook:run-cell');
            const node = content.widgets[number].node;
            const all = tag => [...node.querySelectorAll('.jp-OutputArea ' + tag)];
            const pixels = c => new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
            const drawn = () => all('canvas').some(c => c.width && c.height && new Set(pixels(c)).size > 3);
            const picture = () => all('img').some(i => i.complete && i.naturalWidth);
            let end;
            do { end = await probe.frame(); } while (!drawn() && !picture() && end - begin < 30000);
            await ran;
            return end - begin;
        }""",
        number,
    )


def _slider(notebook: NotebookPage, number: int) -> Locator:
    """The slider in a cell's output, ready to take arrow keys."""
    cell = notebook.page.locator(".jp-Notebook-cell").nth(number)
    slider = cell.get_by_role("slider").first
    slider.wait_for(timeout=30_000)
    # ipywidgets' own slider loses its arrow keys to JupyterLab otherwise.
    slider.evaluate("s => s.setAttribute('data-lm-suppress-shortcuts', 'true')")
    return slider


def register(notebook: NotebookPage, name: str, number: int) -> Variant:
    variant = Variant(name, _slider(notebook, number))
    variant.slider.evaluate(
        """(slider, name) => {
            const root = slider.closest('.jp-OutputArea');
            const canvases = [...root.querySelectorAll('canvas')];
            probe.views[name] = { root, slider, canvases, kind: canvases.length ? 'canvas' : 'image' };
        }""",
        name,
    )
    return variant


def press(page: Page, variant: Variant, key: str) -> float | None:
    """Milliseconds from a real key event to the frame with the right pixels."""
    page.evaluate(
        f"""expected => {{ const v = {variant.view}; v.slider.focus({{preventScroll: true}});
        probe.arm(v, expected, {LOST_MS}); }}""",
        variant.expected[variant.position],
    )
    page.keyboard.press(key)
    return page.evaluate("probe.result")


def learn(page: Page, variant: Variant) -> None:
    """Walk once, keeping the pixels of each step; the same t must give them again."""
    steps = 4 if variant.name != "interact" else 25
    variant.expected = [page.evaluate(f"probe.settled({variant.view}, {steps})")]
    for _ in range(WALK):
        variant.slider.evaluate("s => s.focus({preventScroll: true})")
        page.keyboard.press("ArrowRight")
        variant.expected.append(page.evaluate(f"probe.settled({variant.view}, {steps})"))
    if len(set(variant.expected)) != WALK + 1:
        raise RuntimeError(f"{variant.name}: {WALK} key presses showed {len(set(variant.expected))} different pictures")
    variant.position = WALK
