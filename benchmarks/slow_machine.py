"""A slow machine and a small one: the browser's processor slowed four times, and the memory of open lectures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import rivals
from chromium import launch
from course_lab import CourseLab, copy_course
from lab_page import NotebookPage, install
from variants import learn, press, register, run_cell

SLOWER = 4
OPEN = ("00_start_here", "02_noising", "03_schedules", "06_score")
SLOW = {"floor": rivals.BARE, "2 000 points": rivals.OURS, "10 000 points": rivals.OURS_10K}


def slowed(notebook: NotebookPage, rounds: int) -> dict[str, list[float]]:
    """Milliseconds from key to pixels of the bare slider and of two scenes, the processor slowed `SLOWER` times."""
    page, random = notebook.page, Random(0)
    run_cell(notebook, rivals.OURS_10K)
    variants = [register(notebook, f"slow {name}", number) for name, number in SLOW.items()]
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    found: dict[str, list[float]] = {name: [] for name in SLOW}
    for variant in variants:
        learn(page, variant)
    for _ in range(rounds):
        for variant in random.sample(variants * 2, 2 * len(variants)):
            page.wait_for_timeout(random.uniform(0, 17))
            ms = press(page, variant, variant.turn())
            if ms is not None:
                found[variant.name.removeprefix("slow ")].append(ms)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    return found


def open_memory(names: tuple[str, ...] = OPEN) -> dict[str, float]:
    """Megabytes of the page's process with JupyterLab alone, and with these lectures run one after another."""
    with tempfile.TemporaryDirectory() as folder:
        course = copy_course(Path(folder, "course"))
        with CourseLab(course, Path(folder, "private")) as lab, launch() as browser:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            install(page)
            notebook = NotebookPage(page)
            page.goto(lab.url_of_lab())
            page.wait_for_function("window.jupyterapp && jupyterapp.shell")
            page.wait_for_timeout(3000)
            found = {"JupyterLab alone": _megabytes(browser)}
            for name in names:
                path = f"lectures/{name}.ipynb"
                notebook.path = path
                opening = "jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'})"
                page.evaluate(f"path => {opening}.then(() => {{}})", path)
                page.wait_for_function("path => window.lab && lab.opened(path)", arg=path, timeout=60_000)
                page.evaluate("lab.kernelReady()")
                notebook.run_all()
                _read_through(page)
                found[name] = _megabytes(browser)
            return found


def _read_through(page) -> None:
    """Bring every scene of the open notebook into sight once."""
    for slider in page.locator(".scene input[type=range]").all():
        if slider.is_visible():
            slider.scroll_into_view_if_needed()
            page.wait_for_timeout(150)


def _megabytes(browser) -> float:
    """Memory of the page's own process: the largest renderer of this browser, its share of shared parts (Linux)."""
    page = browser.contexts[0].pages[0]
    heap = page.context.new_cdp_session(page)
    for _ in range(2):
        heap.send("HeapProfiler.collectGarbage")
    heap.detach()
    page.wait_for_timeout(300)
    session = browser.new_browser_cdp_session()
    pids = [p["id"] for p in session.send("SystemInfo.getProcessInfo")["processInfo"] if p["type"] == "renderer"]
    session.detach()
    sizes = []
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        sizes.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000)
    return max(sizes)


if __name__ == "__main__":
    print(open_memory())
