"""What further frauds do for a classifier: ways to get them × classifiers × seeds, as tidy tables.

    splits = {seed: split(transactions, seed) for seed in range(3)}
    cells = list(run(splits, folder=Path("build/fraud_study")))     # finished cells are read back, not made again
    table(cells, splits)                                            # one row for each way, classifier and measure

A cell is one classifier's scores of the test rows. Every measure, threshold and interval is computed from these.
"""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from utils.common.files import replacing
from utils.generative.tabular.scores import MEASURES, bootstrap, measures
from utils.generative.tabular.ways import BASELINE, CLASSIFIERS, WEIGHTS, classify, further_frauds, ways

COLUMNS = (
    "way",
    "classifier",
    "measure",
    "value",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "spread",
    "higher",
    "seeds",
    "error",
)


@dataclass(frozen=True, eq=False)
class Cell:
    """scores (m,) of the test rows, or None with the reason in `error`. added: further rows taught. seconds: it took."""

    seed: int
    way: str
    classifier: str
    scores: np.ndarray | None = field(repr=False)
    added: int = 0
    seconds: float = 0.0
    error: str = ""


def run(splits, chosen=None, classifiers=CLASSIFIERS, n=2000, folder=None):
    """Yields a Cell for each seed of `splits`, each way and each classifier. A cell that fails says why; others go on.

    chosen: names of ways, default all `ways()`. n: further frauds a way adds. folder: where finished cells are kept;
    a cell found there is read back if it was made from the same rows, n and seed. None: nothing is kept.
    Raises ValueError for a way or a classifier that is not known.
    """
    chosen = ways() if chosen is None else tuple(chosen)
    for name, values, known in (("chosen", chosen, ways()), ("classifiers", classifiers, CLASSIFIERS)):
        if not set(values) <= set(known):
            raise ValueError(f"{name} must be among {', '.join(known)}, got {', '.join(map(repr, values))}")
    for seed, data in splits.items():
        mark = fingerprint(data, n, seed)
        for way in chosen:
            rows = None  # made once for all classifiers, and only if one of them needs it
            for classifier in classifiers:
                path = None if folder is None else Path(folder) / f"{seed}-{way}-{classifier}.npz".replace(" ", "_")
                cell = None if path is None else _kept(path, mark, seed, way, classifier)
                if cell is None:
                    begin = time.perf_counter()
                    try:
                        if rows is None:
                            rows = further_frauds(way, data, n, np.random.default_rng([seed, len(way)]))
                        scores = classify(classifier, data, rows, way == WEIGHTS, seed)
                        cell = Cell(seed, way, classifier, scores, len(rows), time.perf_counter() - begin)
                    except Exception as error:  # reported in the cell's row; KeyboardInterrupt still ends the study
                        cell = Cell(seed, way, classifier, None, error=f"{type(error).__name__}: {error}")
                    if path is not None and not cell.error:
                        _keep(path, mark, cell)
                yield cell


def table(cells, splits, baseline=BASELINE, replicates=1000, threshold=0.5):
    """A pandas table with COLUMNS, one row for each way, classifier and measure.

    value: mean over seeds. low, high: 95 % of a bootstrap of the test rows, averaged over seeds. difference: from the
    baseline with the same classifier, on the same resampled rows (paired). spread: standard deviation of the
    difference over seeds, which holds the chance of training and of the split too. higher: in how many of the `seeds`
    the difference is above 0. A way that failed has nan there, and its error; if it failed for some seeds only, the
    means are those of the others, which `seeds` counts. An interval is nan if a replicate has no value (no alarm).
    """
    import pandas as pd  # here, because it takes a second to import

    cells, found = list(cells), {}
    for seed, data in splits.items():
        answers = {(cell.way, cell.classifier): cell.scores for cell in cells if cell.seed == seed and not cell.error}
        draws = bootstrap(data.test_y, answers, data.amounts, np.random.default_rng(seed), replicates, threshold)
        for key, scores in answers.items():
            found.setdefault(key, {})[seed] = measures(data.test_y, scores, data.amounts, threshold), draws[key]
    rows = []
    for way, classifier in dict.fromkeys((cell.way, cell.classifier) for cell in cells):
        error = next((c.error for c in cells if (c.way, c.classifier) == (way, classifier) and c.error), "")
        mine, base = found.get((way, classifier), {}), found.get((baseline, classifier), {})
        for measure in MEASURES:
            row = dict(way=way, classifier=classifier, measure=measure, seeds=len(mine), error=error)
            rows.append(row | _summary(mine, base, measure))
    return pd.DataFrame(rows, columns=COLUMNS)


def _summary(mine, base, measure):
    """value and difference of one row of the table, each with its interval."""
    if not mine:
        return {}
    value, draws = zip(*((point[measure], replicates[measure]) for point, replicates in mine.values()))
    out = dict(value=np.mean(value)) | _ends("", np.mean(draws, axis=0))
    both = [seed for seed in mine if seed in base]
    if both:
        gaps = np.array([mine[seed][0][measure] - base[seed][0][measure] for seed in both])
        draws = np.mean([mine[seed][1][measure] - base[seed][1][measure] for seed in both], axis=0)
        out |= dict(
            difference=gaps.mean(), spread=gaps.std(ddof=1) if len(both) > 1 else np.nan, higher=int(np.sum(gaps > 0))
        )
        out |= _ends("difference_", draws)
    return out


def _ends(name, draws):
    """The middle 95 % of the replicates; nan if one of them has no value (no alarm, no precision)."""
    low, high = np.quantile(draws, [0.025, 0.975]) if np.all(np.isfinite(draws)) else (np.nan, np.nan)
    return {f"{name}low": low, f"{name}high": high}


def fingerprint(data, n, seed):
    """A digest of all that a cell's scores depend on but the code: rows, labels, n and seed."""
    digest = hashlib.sha256(f"{n} {seed}".encode())
    for part in (data.x, data.y, data.test_x, data.test_y, data.further):
        digest.update(b"none" if part is None else np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def _keep(path, mark, cell):
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        np.savez_compressed(file, scores=cell.scores, added=cell.added, seconds=cell.seconds, mark=np.array(mark))


def _kept(path, mark, seed, way, classifier):
    """The cell kept at `path`, or None if there is none, it is damaged, or it was made from other rows."""
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            if str(file["mark"]) != mark:
                return None
            return Cell(seed, way, classifier, file["scores"], int(file["added"]), float(file["seconds"]))
    except Exception:  # what a damaged archive raises depends on which byte is wrong; the cell is made again
        return None
