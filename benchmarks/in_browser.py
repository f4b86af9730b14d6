"""Measurements in a real JupyterLab: latency, frames, first picture, size."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import rivals
import slow_machine
from chromium import launch
from course_lab import CourseLab
from delay_proxy import DelayProxy
from lab_page import NotebookPage, install
from playwright.sync_api import Page
from variants import Variant, learn, press, register, run_cell, run_timed

ROUNDS = 40
REPEATS = 4  # more presses of the quick ones: the screen's frame alone spreads them over 17 ms
BUSY = 0.8  # seconds of the cell the kernel is busy with at each round
VARIANTS = {"ours": rivals.OURS, "floor": rivals.BARE, "interact": rivals.INTERACT}


@dataclass
class Browser:
    """Everything measured, in milliseconds, kilobytes and frames a second."""

    latency: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    lost: dict[tuple[str, str], int] = field(default_factory=dict)
    frames: dict[str, tuple[float, float]] = field(default_factory=dict)
    first_picture: dict[str, float] = field(default_factory=dict)
    kilobytes: dict[str, float] = field(default_factory=dict)
    build: dict[str, float] = field(default_factory=dict)
    slowed: dict[str, list[float]] = field(default_factory=dict)


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
            found.slowed = slow_machine.slowed(notebook, rounds)
            notebook.save()
            _sizes(root / "bench.ipynb", found)
    return found


def _show(notebook: NotebookPage, found: Browser) -> list[Variant]:
    """Run the cells; the floor and the rival get the size of our canvas."""
    run_cell(notebook, 0)
    found.first_picture["T = 50, first of the page"] = run_timed(notebook, rivals.OURS)
    ours = register(notebook, "ours", rivals.OURS)
    width, height = notebook.page.evaluate(
        "(() => { const c = probe.views.ours.canvases[0]; return [c.clientWidth, c.clientHeight]; })()"
    )
    notebook.kernel(f"globals().update(width={width}, height={height}, figsize=({width} / 72, {height} / 72))")
    for number in (rivals.BARE, rivals.INTERACT):
        run_cell(notebook, number)
    others = [register(notebook, name, number) for name, number in VARIANTS.items() if name != "ours"]
    return [ours, *others]


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
    found.first_picture["T = 200"] = run_timed(notebook, rivals.OURS_200)
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
