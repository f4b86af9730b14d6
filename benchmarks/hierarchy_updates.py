"""A hierarchy of a million leaves analysed and kept up to date, against what one would write instead, in one run.

    python benchmarks/hierarchy_updates.py [--side 1024]

A picture of side × side pixels by blocks of 2 × 2; seconds of processor time on one thread, the best of some rounds.
Analysis: means and details of every level. Rivals: a loop over pandas groupby, level by level, and PyWavelets' Haar
transform (C, and for this one tree only). Update: one new observation of one pixel. Rival: the batch of its sums anew.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pandas as pd
import pywt

from utils.hierarchy.builders import quadtree
from utils.hierarchy.energies import energies
from utils.hierarchy.passes import up
from utils.hierarchy.streaming import gather, observe

UPDATES = 1_000


def by_groupby(parents: tuple[np.ndarray, ...], x: np.ndarray) -> float:
    """The root's mean by pandas, details of every level kept."""
    mean, details = pd.Series(x), []
    for above in parents:
        group = mean.groupby(above)
        details.append(mean - group.transform("mean"))
        mean = group.mean()
    return float(mean.iloc[0])


def fastest(run: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time of the fastest round."""
    found = []
    for _ in range(rounds):
        begin = time.process_time()
        run()
        found.append(time.process_time() - begin)
    return min(found)


def rows(side: int = 1024, rounds: int = 5) -> list[tuple[str, str, str, str]]:
    """(what, value, target, whether met) of each run, as in table.py."""
    picture = np.random.default_rng(0).normal(size=(side, side))
    tree, x = quadtree(picture.shape), picture.ravel()
    leaves = np.random.default_rng(1).integers(x.size, size=UPDATES).tolist()
    sums = gather(tree, np.arange(x.size), x)
    observe(sums, 0, 0.0)  # children are listed once
    assert abs(by_groupby(tree.parents, x) - up(tree, x).values[-1][0]) < 1e-9

    def updates() -> None:
        for leaf in leaves:
            observe(sums, leaf, 1.0)

    analysis = fastest(lambda: energies(up(tree, x)), rounds)
    groupby = fastest(lambda: by_groupby(tree.parents, x), rounds)
    haar = fastest(lambda: pywt.wavedec2(picture, "haar"), rounds)
    update = fastest(updates, rounds) / UPDATES
    batch = fastest(lambda: gather(tree, np.arange(x.size), x), rounds)
    n = f"{x.size:,} leaves, depth {tree.depth}".replace(",", " ")

    def row(what: str, value: str, target: str = "", met: bool | None = None) -> tuple[str, str, str, str]:
        return f"{n}: {what}", value, target, "" if met is None else "yes" if met else "NO"

    return [
        row("analysis", f"{1000 * analysis:.0f} ms", "< 500 ms", analysis < 0.5),
        row("loop over pandas groupby", f"{groupby / analysis:.1f} × ours", "≥ 2 × ours", groupby >= 2 * analysis),
        row("PyWavelets, Haar", f"{haar / analysis:.1f} × ours"),
        row("one update", f"{1e6 * update:.0f} µs", "< 200 µs", update < 2e-4),
        row("the batch anew", f"{batch / update:.0f} × one update", "≥ 500 × ours", batch >= 500 * update),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print("| measured | value | target | met |\n|---|---|---|---|")
    for row in rows(options.side, options.rounds):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
