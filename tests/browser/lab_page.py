"""Drive a notebook in JupyterLab, and a scene by its slider, as a learner does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

_SCRIPT = Path(__file__).with_name("lab_page.js").read_text(encoding="utf-8")
TIME = re.compile(r"^Time t\b")
RUN_MS = 600_000  # a lecture that trains may take 120 s on an idle machine


def install(page: Page) -> None:
    """Make ``window.lab`` and ``window.scene`` available in every document of ``page``."""
    page.add_init_script(_SCRIPT)


class NotebookPage:
    """One notebook open in JupyterLab."""

    def __init__(self, page: Page):
        self.page = page
        self.path = ""

    def open(self, url: str, path: str) -> NotebookPage:
        """Open ``path`` and wait until its kernel has said what it is."""
        self.path = path
        self.page.goto(url)
        self._await_open()
        self.page.evaluate("lab.kernelReady()")
        return self

    def open_without_kernel(self, url: str, path: str) -> NotebookPage:
        """Open ``path`` in a JupyterLab already loaded from ``url``, starting no kernel."""
        self.path = path
        self.page.goto(url)
        self.page.wait_for_function("window.jupyterapp && jupyterapp.shell")
        self.page.evaluate(
            """async path => {
                await jupyterapp.restored;
                const kernelPreference = {shouldStart: false, canStart: true, autoStartDefault: false};
                await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook', kernelPreference});
            }""",
            path,
        )
        self._await_open()
        return self

    def _await_open(self) -> None:
        self.page.wait_for_function("path => window.lab && lab.opened(path)", arg=self.path, timeout=60_000)

    @property
    def has_kernel(self) -> bool:
        return self.page.evaluate("!!(lab.panel().context.sessionContext.session || {}).kernel")

    def run_all(self) -> None:
        """Run every cell from cleared outputs; returns when all have run or one failed."""
        self.page.evaluate(
            """async () => {
                await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
                jupyterapp.commands.execute('notebook:run-all-cells');  // settles late: states are polled
            }"""
        )
        self.page.wait_for_function("lab.settled()", timeout=RUN_MS)

    def run_until(self, holding: str) -> int:
        """Run the cells up to the first one whose code holds these words, and that one; its index."""
        index = self.page.evaluate("words => lab.cells().find(c => c.source.includes(words)).index", holding)
        self.page.evaluate(
            """index => {
                lab.panel().content.activeCellIndex = index;
                lab.panel().content.deselectAll();
                jupyterapp.commands.execute('notebook:run-all-above');
                jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )
        self.page.wait_for_function("index => lab.settled(index)", arg=index, timeout=RUN_MS)
        self.page.evaluate("index => lab.panel().content.scrollToItem(index, 'center')", index)
        return index

    def run_rest(self) -> None:
        """Run the cells after the active one."""
        self.page.evaluate(
            """() => {
                lab.panel().content.activeCellIndex += 1;
                jupyterapp.commands.execute('notebook:run-all-below');
            }"""
        )
        self.page.wait_for_function("lab.settled()", timeout=RUN_MS)

    def errors(self) -> list[str]:
        """Error outputs of the cells not tagged ``raises-exception``."""
        cells = self.page.evaluate("lab.cells()")
        return [f"cell {c['index']}: {e}\n{c['source']}" for c in cells for e in c["errors"]]

    def kernel(self, expression: str) -> str:
        """``repr`` of an expression evaluated in the kernel."""
        return self.page.evaluate("e => lab.evaluate(e)", expression)

    def start(self, code: str) -> None:
        """Start code in the kernel; returns when the kernel is busy with it."""
        self.page.evaluate("c => lab.start(c)", code)

    @property
    def busy(self) -> bool:
        return self.page.evaluate("!lab.finished")

    def save(self) -> None:
        self.page.evaluate("lab.panel().context.save()")

    def interrupt(self) -> None:
        """Interrupt the kernel; returns when it is idle again."""
        self.page.evaluate("lab.panel().context.sessionContext.session.kernel.interrupt()")
        self.page.wait_for_function("lab.finished")

    def end_kernel(self) -> None:
        """End the kernel; the page keeps what it shows."""
        self.page.evaluate("window.lab && lab.panel() && lab.panel().context.sessionContext.shutdown()")

    def kernel_t(self, scene: ScenePage) -> str:
        """Python expression for the kernel's own object behind ``scene``."""
        model = scene.slider.evaluate("s => lab.modelId(s)")
        instance = f"__import__('ipywidgets').widgets.widget._instances[{model!r}]"
        return f"next(w.t for w in (lambda i: [i, *getattr(i, 'children', ())])({instance}) if hasattr(w, 't'))"

    def await_kernel(self, expression: str, expected: str) -> None:
        """Wait until the kernel answers ``expected`` (a repr)."""
        self.page.wait_for_function("async ([e, v]) => (await lab.evaluate(e)) === v", arg=[expression, expected])

    def scenes(self, at_least: int = 1) -> list[ScenePage]:
        """Every scene of the notebook, in order, once there are ``at_least`` so many."""
        return scenes(self.page, at_least)

    def hide_sidebar(self) -> None:
        self.page.evaluate("jupyterapp.shell.collapseLeft()")


@dataclass(frozen=True)
class ScenePage:
    """One scene, known by its slider."""

    slider: Locator

    @property
    def page(self) -> Page:
        return self.slider.page

    def pixels(self) -> int:
        """Hash of all pixels of the scene's canvases."""
        return self.slider.evaluate("s => scene.pixels(s)")

    def colours(self) -> int:
        """Number of distinct colours drawn."""
        return self.slider.evaluate("s => scene.colours(s)")

    def show(self) -> ScenePage:
        """Scroll to the scene and wait until it has drawn something."""
        self.slider.scroll_into_view_if_needed()
        self._wait("s => scene.canvases(s).length && scene.colours(s) > 1", None)
        self.settled_pixels()
        return self

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.slider.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' scene ')]").screenshot(path=path)

    def value(self) -> float:
        return self.slider.evaluate("s => scene.value(s)")

    def text(self) -> str:
        """What a screen reader says of the slider's value."""
        return self.slider.evaluate("s => scene.text(s)")

    def limits(self) -> tuple[float, float]:
        low, high = (
            self.slider.get_attribute(f"aria-value{end}") or self.slider.get_attribute(end) for end in ("min", "max")
        )
        return float(low), float(high)

    def _wait(self, condition: str, argument: object) -> None:
        handle = self.slider.element_handle()
        self.page.wait_for_function(condition, arg=handle if argument is None else [handle, argument])

    def await_value(self, value: float) -> int:
        """Wait until the slider says ``value`` and the drawing has caught up; its pixels."""
        self._wait("([s, v]) => scene.value(s) === v", value)
        return self.settled_pixels()

    def await_other_pixels(self, than: int) -> int:
        """Wait until the canvases show something else than ``than``; the new pixels."""
        self._wait("([s, p]) => scene.pixels(s) !== p", than)
        return self.pixels()

    def await_pixels(self, expected: int) -> None:
        """Wait until the canvases show exactly ``expected``."""
        self._wait("([s, p]) => scene.pixels(s) === p", expected)

    def settled_pixels(self) -> int:
        """Pixels after three frames without a change (a redraw takes one frame)."""
        return self.slider.evaluate(
            """async s => {
                let last = null, same = 0;
                while (same < 3) {
                    await new Promise(requestAnimationFrame);
                    const now = scene.pixels(s);
                    same = now === last ? same + 1 : 0;
                    last = now;
                }
                return last;
            }"""
        )

    def press(self, key: str) -> None:
        self.slider.press(key)

    def drag(self, start: float, end: float, steps: int = 12, release: bool = True) -> None:
        """Drag with the mouse from one fraction of the slider's width to another."""
        box = self.box(start, end)
        mouse = self.page.mouse
        mouse.move(*box[0])
        mouse.down()
        mouse.move(*box[1], steps=steps)
        if release:
            mouse.up()

    def box(self, *fractions: float) -> list[tuple[float, float]]:
        """Screen positions at these fractions of the slider's width."""
        self.slider.scroll_into_view_if_needed()
        r = self.slider.bounding_box()
        assert r is not None, "the slider is not visible"
        return [(r["x"] + f * r["width"], r["y"] + r["height"] / 2) for f in fractions]

    def overflow(self) -> float:
        """Pixels by which the scene is wider than the output area that holds it."""
        return self.slider.evaluate(
            """s => {
                const root = scene.root(s);
                const area = root.closest('.jp-OutputArea-output') || document.body;
                const right = Math.max(...[...root.querySelectorAll('*')].filter(e => e.offsetParent)
                    .map(e => e.getBoundingClientRect().right));
                return Math.max(right - area.getBoundingClientRect().right, area.scrollWidth - area.clientWidth, 0);
            }"""
        )


def scenes(page: Page, at_least: int = 1) -> list[ScenePage]:
    """The scenes of a page: sliders whose accessible name speaks of the time t.

    Waits until there are ``at_least`` so many: a saved scene mounts a moment after its page.
    """
    sliders = page.get_by_role("slider", name=TIME)
    if at_least:
        sliders.nth(at_least - 1).wait_for(state="attached")
    return [ScenePage(sliders.nth(i)) for i in range(sliders.count())]
