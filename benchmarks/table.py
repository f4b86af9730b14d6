"""One table of measurements, printed and written to build/bench.md.

    python -m benchmarks [--quick] [--suite]        (make bench)

``--quick`` presses fewer keys, ``--suite`` also times the whole test suite.
Ratios are against rivals measured in the same run, so that a slow or busy
machine changes the milliseconds but not the verdict.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import epidemic_replicas
import grading_a_class
import hierarchy_updates
import influence_seeds
import network_epidemics
import samplers
from course_lab import BUILD, REPOSITORY
from in_browser import ROUNDS, Browser, measure
from slow_machine import SLOWER, open_memory

Row = tuple[str, str, str, str]
CONDITIONS = ("kernel near", "50 ms each way", "kernel busy")


def p95(values: list[float]) -> float:
    """The 95th percentile, by the nearest rank."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


def verdict(is_met: bool) -> str:
    return "yes" if is_met else "NO"


def latency_rows(found: Browser) -> list[Row]:
    rows: list[Row] = []
    for condition in CONDITIONS:
        at = {name: found.latency[condition, name] for name in ("ours", "floor", "interact")}
        median = {name: statistics.median(v) if v else float("nan") for name, v in at.items()}
        for name, values in at.items():
            if not values:
                rows.append((f"key to pixels, {condition}: {name}", "no press arrived", "", "NO"))
                continue
            text = f"{median[name]:.1f} / {p95(values):.1f} ms (n = {len(values)})"
            lost = found.lost[condition, name]
            text += f", {lost} never right" if lost else ""
            target = met = ""
            if name == "ours":
                floor, rival = median["ours"] / median["floor"], median["interact"] / median["ours"]
                text += f"; {floor:.2f} × floor; interact {rival:.1f} × slower"
                target, met = "≤ 1.3 × floor, ≥ 5 × faster", verdict(floor <= 1.3 and rival >= 5 and not lost)
            rows.append((f"key to pixels, {condition}: {name}", text, target, met))
    return rows


def other_rows(found: Browser) -> list[Row]:
    rows: list[Row] = []
    best = {name: r[0] for name, r in found.frames.items()}
    for name, (top, middle) in found.frames.items():
        text = f"{top:.1f} (median of three {middle:.1f})"
        target, met = ("", "")
        if name.startswith("ours"):
            enough = best["floor 200"] >= 58
            target = "≥ 55 where the floor reaches 58"
            met = verdict(top >= 55) if enough else "floor too slow to tell"
        rows.append((f"distinct frames a second, dragging: {name}", text, target, met))
    for name, ms in found.first_picture.items():
        rows.append((f"first picture, {name}", f"{ms:.0f} ms", "< 1000 ms", verdict(ms < 1000)))
    for name, kb in found.kilobytes.items():
        target = "≤ 300 kB" if name == "T = 50" else ""
        rows.append((f"in the saved notebook, {name}", f"{kb:.0f} kB", target, verdict(kb <= 300) if target else ""))
    for name, ms in found.build.items():
        rows.append((f"build a scrubber and its output, {name}", f"{ms:.0f} ms", "", ""))
    return rows


def slow_rows(found: Browser) -> list[Row]:
    """The processor slowed: how much slower than the bare slider, under the same brake."""
    floor = statistics.median(found.slowed["floor"])
    rows: list[Row] = []
    for name, values in found.slowed.items():
        ratio = statistics.median(values) / floor
        text = f"{statistics.median(values):.1f} / {p95(values):.1f} ms (n = {len(values)}); {ratio:.2f} × floor"
        target = ("≤ 1.3 × floor", verdict(ratio <= 1.3)) if name != "floor" else ("", "")
        rows.append((f"key to pixels, processor slowed {SLOWER} times: {name}", text, *target))
    return rows


def memory_rows() -> list[Row]:
    """After a collection of garbage, so that it does not depend on when the browser last made one."""
    sizes = open_memory()
    (_, empty), *_, (last, full) = sizes.items()
    text = f"{full:.0f} MB; JupyterLab alone {empty:.0f} MB; {full / empty:.1f} × that"
    return [
        (f"memory of the page, {len(sizes) - 1} lectures run, up to {last}", text, "≤ 400 MB", verdict(full <= 400))
    ]


def import_seconds(module: str, repeats: int = 3) -> float:
    """Smallest time of a few fresh interpreters to import ``module``."""
    code = f"import time; b = time.perf_counter(); import {module}; print(time.perf_counter() - b)"
    return min(
        float(
            subprocess.run(
                [sys.executable, "-c", code], cwd=REPOSITORY, check=True, capture_output=True, encoding="utf-8"
            ).stdout
        )
        for _ in range(repeats)
    )


def import_rows() -> list[Row]:
    torch = import_seconds("torch", 2)
    rows: list[Row] = [("import torch", f"{1000 * torch:.0f} ms", "", "")]
    for module in ("utils", "utils.teaching.scene.scene"):
        seconds = import_seconds(module)
        rows.append((f"import {module}", f"{1000 * seconds:.1f} ms; {seconds / torch:.3f} × torch", "", ""))
    return rows


def suite_row() -> Row:
    begin = time.perf_counter()
    code = subprocess.run(["make", "test"], cwd=REPOSITORY, capture_output=True).returncode
    seconds = time.perf_counter() - begin
    return (
        "make test",
        f"{seconds:.0f} s" + (f" (failed: {code})" if code else ""),
        "< 240 s",
        verdict(seconds < 240 and not code),
    )


def table(rows: list[Row]) -> str:
    head: list[Row] = [("measured", "value (median / 95th percentile)", "target", "met"), ("---",) * 4]
    return "\n".join("| " + " | ".join(row) + " |" for row in head + rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a look")
    parser.add_argument("--suite", action="store_true", help="also time `make test`")
    options = parser.parse_args()
    found = measure(10 if options.quick else ROUNDS)
    rows = latency_rows(found) + slow_rows(found) + other_rows(found) + import_rows()
    rows += epidemic_replicas.rows(rounds=2 if options.quick else 7)
    rows += network_epidemics.rows(rounds=1 if options.quick else 5)
    rows += hierarchy_updates.rows(rounds=2 if options.quick else 5)
    rows += influence_seeds.rows(graphs=2 if options.quick else 5)
    rows += samplers.rows(rounds=1 if options.quick else 3)
    if sys.platform == "linux":
        rows += memory_rows()
        rows += grading_a_class.rows(5, 20) if options.quick else grading_a_class.rows()
    if options.suite:
        rows.append(suite_row())
    text = table(rows)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.md").write_text(text, encoding="utf-8")
    print(text)
