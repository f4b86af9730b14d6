"""The whole augmentation study of lecture 17: every way to get further frauds × two classifiers × seeds.

    python benchmarks/fraud_study.py [--source synthetic|openml|PATH] [--seeds 3] [--rows 2000] [--fresh]

Some ten minutes on one thread, with a bar and a line for each finished cell. Stop it when you like (Ctrl-C): finished
cells are kept in build/fraud_study/ and read back next time (--fresh throws them away; do so after changing code).
Writes build/fraud_study/table.csv and prints the table and the verdicts. On the synthetic source 24 900 fresh rows,
900 of them frauds, are added to each test part, and there are genuine further frauds for the oracle; a real file has
neither.
"""

import argparse
import math
import os
import shutil
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import torch  # noqa: E402

from utils.data.transactions import draw_transactions, duplicate_groups, load_transactions  # noqa: E402
from utils.generative.tabular.scores import verdict  # noqa: E402
from utils.generative.tabular.study import run, table  # noqa: E402
from utils.generative.tabular.ways import CLASSIFIERS, WEIGHTS, split, ways  # noqa: E402
from utils.teaching.notebook.progressbar import clock_time  # noqa: E402


def splits(source, seeds, rows):
    """seed -> Split, with `rows` further frauds for the oracle if the source is synthetic: it has any number."""
    transactions = load_transactions(source)
    timeless = [
        name != "Time" for name in transactions.columns
    ]  # rows that differ in Time alone are copies once it is gone
    groups = duplicate_groups(transactions.features[:, timeless])
    found = {}
    for seed in range(seeds):
        rng, more = np.random.default_rng([17, seed]), {}
        if source == "synthetic":
            more = dict(fresh=draw_transactions(24_000, 900, rng), further=draw_transactions(0, rows, rng))
        found[seed] = split(transactions, seed, groups, **more)
    return found


def progress(done, total, seconds, cell):
    """One line: a bar, how many of how many, the time left, and the cell that has just been finished."""
    bar = ("#" * round(20 * done / total)).ljust(20, ".")
    took = "failed" if cell.error else f"{cell.seconds:.1f} s"
    left = clock_time(seconds / done * (total - done))
    return f"[{bar}] {done:2d} of {total}, {left} left: seed {cell.seed}, {cell.way}, {cell.classifier}: {took}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default="synthetic", help="synthetic, openml, or a .csv or .parquet file")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2000, help="further frauds a way adds")
    parser.add_argument("--fresh", action="store_true", help="forget the finished cells first")
    options = parser.parse_args()
    torch.set_num_threads(1)
    folder, cells = ROOT / "build" / "fraud_study", []
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    data = splits(options.source, options.seeds, options.rows)
    total = len(data) * len(ways()) * len(CLASSIFIERS)
    begin = time.monotonic()
    try:
        for cell in run(data, n=options.rows, folder=folder):
            cells.append(cell)
            print(progress(len(cells), total, time.monotonic() - begin, cell), flush=True)
    except KeyboardInterrupt:
        sys.exit(
            f"{len(cells)} of {total} cells are done and kept in {folder.relative_to(ROOT)}: run this again to go on."
        )
    found = table(cells, data)
    found.to_csv(folder / "table.csv", index=False)
    report(found, options.source, cells)
    verdicts(found, "none", ("recall", "precision", "recall at P .95"))
    verdicts(table(cells, data, baseline=WEIGHTS), WEIGHTS, ("recall at P .95",))


def report(found, source, cells):
    """Print the table, one line a way and classifier."""
    found = found.sort_values("classifier", key=lambda names: names.map(CLASSIFIERS.index), kind="stable")
    print(
        f"\nSource: {source}. Mean over seeds; seconds of the slowest seed, making the rows included in the first classifier."
    )
    print(
        f"{'classifier':15s}{'way':23s}{'P':>7s}{'R':>7s}{'F1':>7s}{'AUPRC':>7s}{'R|P=.95':>9s}{'cost':>7s}{'seconds':>9s}"
    )
    for (classifier, way), part in found.groupby(["classifier", "way"], sort=False):
        seconds = max(cell.seconds for cell in cells if (cell.way, cell.classifier) == (way, classifier))
        widths = (">7.3f", ">7.3f", ">7.3f", ">7.3f", ">9.3f", ">7.1f")
        line = "".join(f"{value:{width}}" for value, width in zip(part.value, widths)) + f"{seconds:9.1f}"
        print(f"{classifier:15s}{way:23s}{line if part.seeds.iloc[0] else '  failed'}")
    for error, ways_hit in found[found.error != ""].groupby("error", sort=False).way.unique().items():
        print(f"Failed: {', '.join(ways_hit)}: {error}")


def verdicts(found, baseline, measures):
    """For each measure, one line a way and classifier: what can be told of its difference from the baseline."""
    for measure in measures:
        print(f"\n{measure}, difference from {baseline} (95 % over test rows), and in how many seeds it is above 0")
        for row in found[(found.measure == measure) & (found.way != baseline) & (found.seeds > 0)].itertuples():
            print(f"  {compared(row, baseline)}")


def compared(row, baseline):
    """The verdict on one row of the table, where there is an interval to judge by."""
    name = f"{row.classifier}, {row.way}"
    if math.isnan(row.difference_low):
        return f"{name}: no interval (a resampled test set without an alarm has no precision, or there is no baseline)."
    says = verdict(name, baseline, row.measure, row.difference_low, row.difference_high)
    return f"{says} Above 0 in {row.higher:.0f} of {row.seeds}"


if __name__ == "__main__":
    main()
