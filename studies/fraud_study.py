"""The whole augmentation study of lecture 17: every way to get further frauds × two classifiers × seeds.

    python -m studies.fraud_study [--source synthetic|openml|PATH] [--seeds 3] [--rows 3000] [--fresh]

Some fifteen minutes on one thread, with a bar and a line for each finished cell. Stop it when you like (Ctrl-C):
finished cells are kept in build/fraud_study/ and read back next time (--fresh throws them away; do so after changing
code). Prints the table and the verdicts. On the synthetic source 24 900 fresh rows, 900 of them frauds, are added to
each test part, and there are genuine further frauds for the oracle; a real file has neither. With the settings above
the tables are stored in studies/results/fraud_study.json, which lecture 17 reads: also precision, recall and F1 on each
split's own test rows alone, the published protocol.
"""

import argparse
import math
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.stored import ROOT, store
from utils.data.transactions import draw_transactions, duplicate_groups, load_transactions
from utils.generative.tabular.arms import WEIGHTS, arms
from utils.generative.tabular.classifiers import CLASSIFIERS
from utils.generative.tabular.scores import measures, verdict
from utils.generative.tabular.split import Split, split
from utils.generative.tabular.study import Cell, run, table
from utils.teaching.notebook.progressbar import clock_time

if TYPE_CHECKING:
    import pandas as pd

# What the numbers depend on. Not here: what only passes them on, checks or prints.
MODULES = (
    "utils/data/fraud_generator.py",
    *(f"utils/generative/{name}.py" for name in ("networks", "training", "solvers")),
    *(
        f"utils/generative/tabular/{name}.py"
        for name in (
            *("arms", "classifiers", "diffusion", "early_stopping", "gan", "layers", "resampling"),
            *("scaling", "scores", "split", "study", "trained", "vae"),
        )
    ),
)
SEEDS, ROWS = 3, 3000
FRESH, FRESH_FRAUDS = 24_000, 900  # legitimate and frauds, added to each test part of the synthetic source
PUBLISHED = ("none", "diffusion", "diffusion per cluster", "SMOTE")  # the ways of the study reproduced
REPLICATES = 200  # of the bootstrap, as in the lecture


def splits(source: str, seeds: int, rows: int) -> dict[int, Split]:
    """seed -> Split, with `rows` further frauds for the oracle if the source is synthetic: it has any number."""
    transactions = load_transactions(source)
    timeless = [name != "Time" for name in transactions.columns]  # rows that differ in Time alone are copies without it
    groups = duplicate_groups(transactions.features[:, timeless])
    found = {}
    for seed in range(seeds):
        rng, fresh, further = np.random.default_rng([17, seed]), None, None
        if source == "synthetic":
            fresh, further = draw_transactions(FRESH, FRESH_FRAUDS, rng), draw_transactions(0, rows, rng)
        found[seed] = split(transactions, seed, groups, fresh=fresh, further=further)
    return found


def progress(done: int, total: int, seconds: float, cell: Cell) -> str:
    """One line: a bar, how many of how many, the time left, and the cell that has just been finished."""
    bar = ("#" * round(20 * done / total)).ljust(20, ".")
    took = "failed" if cell.error else f"{cell.seconds:.1f} s"
    left = clock_time(seconds / done * (total - done))
    return f"[{bar}] {done:2d} of {total}, {left} left: seed {cell.seed}, {cell.arm}, {cell.classifier}: {took}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default="synthetic", help="synthetic, openml, or a .csv or .parquet file")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--rows", type=int, default=ROWS, help="further frauds an arm adds")
    parser.add_argument("--fresh", action="store_true", help="forget the finished cells first")
    options = parser.parse_args()
    torch.set_num_threads(1)
    folder, cells = ROOT / "build" / "fraud_study", []
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    data = splits(options.source, options.seeds, options.rows)
    total, begin = len(data) * len(arms()) * len(CLASSIFIERS), time.monotonic()
    try:
        for cell in run(data, n=options.rows, folder=folder):
            cells.append(cell)
            print(progress(len(cells), total, time.monotonic() - begin, cell), flush=True)
    except KeyboardInterrupt:
        sys.exit(f"{len(cells)} of {total} cells are done and kept in {Path('build', folder.name)}: run this again.")
    found = {baseline: table(cells, data, baseline, REPLICATES) for baseline in ("none", WEIGHTS)}
    report(found["none"], options.source, cells)
    verdicts(found["none"], "none", ("recall", "precision", "recall at P .95"))
    verdicts(found[WEIGHTS], WEIGHTS, ("recall at P .95",))
    if (options.source, options.seeds, options.rows) == ("synthetic", SEEDS, ROWS):
        result = {baseline: stored(frame) for baseline, frame in found.items()}
        path = store(
            "fraud_study",
            command="python -m studies.fraud_study",
            seeds=range(SEEDS),
            modules=MODULES,
            result=dict(
                source=options.source,
                rows=ROWS,
                replicates=REPLICATES,
                difference_from=result,
                own_test=own_test(cells, data),
            ),
        )
        print(f"\nStored in {path.relative_to(ROOT)}.")


def stored(found: "pd.DataFrame") -> dict[str, list]:
    """A table as columns for JSON: four decimals, None where there is no value."""
    rounded = found.round(4).astype(object)
    return {name: [None if value != value else value for value in rounded[name]] for name in found.columns}


def own_test(cells: list[Cell], data: dict[int, Split]) -> list[dict]:
    """The published protocol: a row for each way of PUBLISHED, classifier and measure, with its value in each split.

    Threshold ½, on the test rows of the split itself: they come first, the fresh ones after them.
    """
    rows = []
    for arm in PUBLISHED:
        for classifier in CLASSIFIERS:
            found = []
            for cell in cells:
                if (cell.arm, cell.classifier) == (arm, classifier) and cell.scores is not None:
                    one, own = data[cell.seed], slice(len(cell.scores) - FRESH - FRESH_FRAUDS)
                    found.append(measures(one.test_y[own], cell.scores[own], one.amounts[own]))
            for measure in ("precision", "recall", "F1"):
                values = [round(one[measure], 4) for one in found]
                rows.append(dict(arm=arm, classifier=classifier, measure=measure, values=values))
    return rows


def report(found: "pd.DataFrame", source: str, cells: list[Cell]) -> None:
    """Print the table, one line an arm and classifier."""
    found = found.sort_values("classifier", key=lambda names: names.map(CLASSIFIERS.index), kind="stable")
    print(f"\nSource: {source}. Mean over seeds; seconds of the slowest, making the rows in the first classifier's.")
    columns = ("P", 7, 3), ("R", 7, 3), ("F1", 7, 3), ("AUPRC", 7, 3), ("R|P=.95", 9, 3), ("cost", 7, 1)
    print(f"{'classifier':15s}{'arm':23s}" + "".join(f"{name:>{wide}s}" for name, wide, _ in columns) + "  seconds")
    for (classifier, arm), part in found.groupby(["classifier", "arm"], sort=False):
        seconds = max(cell.seconds for cell in cells if (cell.arm, cell.classifier) == (arm, classifier))
        line = "".join(f"{value:{wide}.{digits}f}" for value, (_, wide, digits) in zip(part.value, columns))
        print(f"{classifier:15s}{arm:23s}{line + f'{seconds:9.1f}' if part.seeds.iloc[0] else '  failed'}")
    for error, hit in found[found.error != ""].groupby("error", sort=False).arm.unique().items():
        print(f"Failed: {', '.join(hit)}: {error}")


def verdicts(found: "pd.DataFrame", baseline: str, measures: tuple[str, ...]) -> None:
    """For each measure, one line an arm and classifier: what can be told of its difference from the baseline."""
    for measure in measures:
        print(f"\n{measure}, difference from {baseline} (95 % over test rows), and in how many seeds it is above 0")
        for row in found[(found.measure == measure) & (found.arm != baseline) & (found.seeds > 0)].itertuples():
            name = f"{row.classifier}, {row.arm}"
            if math.isnan(row.difference_low):
                print(f"  {name}: no interval (a resampled test set without an alarm, or there is no baseline).")
            else:
                says = verdict(name, baseline, row.measure, row.difference_low, row.difference_high)
                print(f"  {says} Above 0 in {row.higher:.0f} of {row.seeds}")


if __name__ == "__main__":
    main()
