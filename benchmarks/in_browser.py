"""Measurements in a real JupyterLab: latency, frames, first picture, size."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import rivals
from chromium import launch
from course_lab import CourseLab
from delay_proxy import DelayProxy
from lab_page import NotebookPage, install
from playwright.sync_api import Locator, Page

ROUNDS = 40
REPEATS = 4  # more presses of the quick ones: the screen's frame alone spreads them over 17 ms
WALK = 8  # presses go to and fro over this many steps, whose pixels are learnt first
BUSY = 0.8  # seconds of the cell the kernel is busy with at each round
LOST_MS = 2000  # a press whose right picture has not come by then is lost
VARIANTS = {"ours": rivals.OURS, "floor": rivals.BARE, "interact": rivals.INTERACT}


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


@dataclass
class Browser:
    """Everything measured, in milliseconds, kilobytes and frames a second."""

    latency: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    lost: dict[tuple[str, str], int] = field(default_factory=dict)
    frames: dict[str, tuple[float, float]] = field(default_factory=dict)
    first_picture: dict[str, float] = field(default_factory=dict)
    kilobytes: dict[str, float] = field(default_factory=dict)
    build: dict[str, float] = field(default_factory=dict)


def measure(rounds: int = ROUNDS) -> Browser:
    """Run every browser measurement once, variants interleaved."""
    found = Browser()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        root.mkdir()
        rivals.write(root / "bench.ipynb")
        with CourseLab(root, Path(folder, "private")) as lab, DelayProxy(lab.port) as proxy, launch() as browser:
            page = browser.new_page(viewport={"width": 1100, "height": 2600})
            install(page)
            page.add_init_script(Path(__file__).with_name("probe.js").read_text(encoding="utf-8"))
            notebook = NotebookPage(page).open(lab.notebook_url("bench.ipynb", proxy.port), "bench.ipynb")
            variants = _show(notebook, found)
            for condition, delay in (("kernel near", 0.0), ("50 ms each way", 0.05), ("kernel busy", 0.0)):
                proxy.delay = delay
                _latency(notebook, variants, condition, rounds, found)
            proxy.delay = 0.0
            _frames(notebook, found)
            _build(notebook, found)
            notebook.save()
            _sizes(root / "bench.ipynb", found)
    return found


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


def _run_timed(notebook: NotebookPage, number: int) -> float:
    """Milliseconds from asking for the cell to a frame with something drawn."""
    return notebook.page.evaluate(
        """async number => {
            const content = lab.panel().content;
            content.activeCellIndex = number;
            content.deselectAll();
            const begin = performance.now();
            const ran = jupyterapp.commands.execute('notebook:run-cell');
            const node = content.widgets[number].node;
            const pixels = c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer;
            const drawn = () => [...node.querySelectorAll('.jp-OutputArea canvas')].some(c => c.width && c.height &&
                new Set(new Uint32Array(pixels(c))).size > 3);
            const picture = () => [...node.querySelectorAll('.jp-OutputArea img')].some(
                i => i.complete && i.naturalWidth);
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


def _show(notebook: NotebookPage, found: Browser) -> list[Variant]:
    """Run the cells; the floor and the rival get the size of our canvas."""
    run_cell(notebook, 0)
    found.first_picture["T = 50, first of the page"] = _run_timed(notebook, rivals.OURS)
    ours = register(notebook, "ours", rivals.OURS)
    width, height = notebook.page.evaluate(
        "(() => { const c = probe.views.ours.canvases[0]; return [c.clientWidth, c.clientHeight]; })()"
    )
    notebook.kernel(f"globals().update(width={width}, height={height}, figsize=({width} / 72, {height} / 72))")
    for number in (rivals.BARE, rivals.INTERACT):
        run_cell(notebook, number)
    others = [register(notebook, name, number) for name, number in VARIANTS.items() if name != "ours"]
    return [ours, *others]


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


def _latency(notebook: NotebookPage, variants: list[Variant], condition: str, rounds: int, found: Browser) -> None:
    """Each round presses ours and the floor ``REPEATS`` times, shuffled, and then the rival once."""
    page, random = notebook.page, Random(condition)
    quick, rival = variants[:2], variants[2]
    for variant in variants:
        if not variant.expected:
            learn(page, variant)
        found.latency[condition, variant.name] = []
        found.lost[condition, variant.name] = 0
    for _ in range(rounds):
        if condition == "kernel busy":
            notebook.start(f"busy({BUSY})")
        for variant in [*random.sample(quick * REPEATS, len(quick) * REPEATS), rival]:
            page.wait_for_timeout(random.uniform(0, 17))  # any phase of the screen's frame
            ms = press(page, variant, variant.turn())
            if condition == "kernel busy" and variant is not rival and not notebook.busy:
                continue  # the cell was over: this press proves nothing
            if ms is None:
                found.lost[condition, variant.name] += 1
            else:
                found.latency[condition, variant.name].append(ms)
        if condition == "kernel busy":
            page.wait_for_function("lab.finished")


def _frames(notebook: NotebookPage, found: Browser) -> None:
    """Distinct pictures a second while the mouse drags to and fro over T = 200."""
    found.first_picture["T = 200"] = _run_timed(notebook, rivals.OURS_200)
    run_cell(notebook, rivals.BARE_200)
    pair = [
        register(notebook, name, number)
        for name, number in (("ours 200", rivals.OURS_200), ("floor 200", rivals.BARE_200))
    ]
    rates: dict[str, list[float]] = {v.name: [] for v in pair}
    for _ in range(3):
        for variant in pair:
            rates[variant.name].append(_drag(notebook.page, variant))
    found.frames = {name: (max(r), sorted(r)[1]) for name, r in rates.items()}


def _drag(page: Page, variant: Variant, seconds: float = 2.0) -> float:
    variant.slider.scroll_into_view_if_needed()
    box = variant.slider.bounding_box()
    assert box is not None
    left, width, y = box["x"] + 0.05 * box["width"], 0.9 * box["width"], box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def mouse(kind: str, x: float) -> None:
        session.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": x,
                "y": y,
                "button": "left",
                "buttons": 0 if kind == "mouseReleased" else 1,
                "clickCount": 1,
            },
        )

    mouse("mousePressed", left)
    page.evaluate(f"probe.watch({variant.view})")
    begin = time.perf_counter()
    # 0.8 widths a second is 2.7 steps a frame at T = 200: every frame has news.
    while (passed := time.perf_counter() - begin) < seconds:
        phase = (0.8 * passed) % 2
        mouse("mouseMoved", left + width * min(phase, 2 - phase))
    frames = page.evaluate("probe.stop()")
    mouse("mouseReleased", left)
    session.detach()
    frames = frames[5:]  # the drag has begun
    return 1000 * sum(changed for _, changed in frames[1:]) / (frames[-1][0] - frames[0][0])


def _build(notebook: NotebookPage, found: Browser) -> None:
    """Median of five: the object, and the object with its output."""
    notebook.kernel("globals().update(display_bundle=lambda s: s._repr_mimebundle_())")
    for T in (50, 200):
        once = f"(lambda b: (display_bundle(scrubber({T})), time.perf_counter() - b)[1])(time.perf_counter())"
        code = f"sorted({once} for _ in range(5))[2]"
        found.build[f"T = {T}"] = 1000 * float(notebook.kernel(code))


def _sizes(path: Path, found: Browser) -> None:
    """What the saved notebook holds more because of each scrubber."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for name, number in (("T = 50", rivals.OURS), ("T = 200", rivals.OURS_200)):
        found.kilobytes[name] = len(json.dumps(cells[number]["outputs"]).encode()) / 1000
