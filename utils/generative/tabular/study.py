"""What further positives do for a classifier: arms × classifiers × seeds, as tidy tables.

    splits = {seed: split(transactions, seed) for seed in range(3)}
    cells = list(run(splits, folder=Path("build/fraud_study")))     # finished cells are read back, not made again
    table(cells, splits)                                            # one row for each arm, classifier and measure

A cell is one classifier's scores of the test rows. Every measure, threshold and interval is computed from these.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from utils.common.checks import an_instance, whole_number
from utils.common.files import replacing
from utils.generative.tabular.arms import BASELINE, WEIGHTS, added_rows, arms
from utils.generative.tabular.classifiers import CLASSIFIERS, classify
from utils.generative.tabular.scores import MEASURES, bootstrap, measures
from utils.generative.tabular.split import Split

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("arm", "classifier", "measure", "value", "low", "high"),
    *("difference", "difference_low", "difference_high", "spread", "higher", "seeds", "error"),
)


@dataclass(frozen=True, eq=False)
class Cell:
    """scores (m,) of the test rows, or None with the reason in `error`. added: further rows taught. seconds it took."""

    seed: int
    arm: str
    classifier: str
    scores: np.ndarray | None = field(repr=False)
    added: int = 0
    seconds: float = 0.0
    error: str = ""


def stream(seed: int, arm: str) -> np.random.Generator:
    """The generator of an arm: it depends on the seed and on every letter of the name, and on nothing else."""
    name = hashlib.sha256(an_instance("arm", arm, str).encode()).digest()
    return np.random.default_rng([whole_number("seed", seed, least=0), int.from_bytes(name[:8], "big")])


def run(
    splits: Mapping[int, Split],
    chosen: Iterable[str] | None = None,
    classifiers: Iterable[str] = CLASSIFIERS,
    n: int = 2000,
    folder: Path | str | None = None,
) -> Iterator[Cell]:
    """Yields a Cell for each seed of `splits`, each arm and each classifier. A cell that fails says why; others go on.

    chosen: names of arms, default all `arms()`. n: further positives an arm adds. folder: where finished cells are
    kept; a cell found there is read back if it was made from the same rows, n and seed. None: nothing is kept.
    Raises ValueError for an arm or a classifier that is not known.
    """
    n, chosen, classifiers = whole_number("n", n), tuple(arms() if chosen is None else chosen), tuple(classifiers)
    for name, values, known in (("chosen", chosen, arms()), ("classifiers", classifiers, CLASSIFIERS)):
        if not set(values) <= set(known):
            raise ValueError(f"{name} must be among {', '.join(known)}, got {', '.join(map(repr, values))}")
    return _cells(splits, chosen, classifiers, n, folder)


def _cells(
    splits: Mapping[int, Split],
    chosen: tuple[str, ...],
    classifiers: tuple[str, ...],
    n: int,
    folder: Path | str | None,
) -> Iterator[Cell]:
    for seed, data in splits.items():
        mark = fingerprint(data, n, seed)
        for arm in chosen:
            rows = None  # made once for all classifiers, and only if one of them needs it
            for classifier in classifiers:
                path = None if folder is None else Path(folder) / f"{seed}-{arm}-{classifier}.npz".replace(" ", "_")
                cell = None if path is None else _kept(path, mark, seed, arm, classifier)
                if cell is None:
                    begin = time.perf_counter()
                    try:
                        if rows is None:
                            rows = added_rows(arm, data, n, stream(seed, arm))
                        scores = classify(classifier, data, rows, arm == WEIGHTS, seed)
                        cell = Cell(seed, arm, classifier, scores, len(rows), time.perf_counter() - begin)
                    except Exception as error:  # reported in the cell's row; KeyboardInterrupt still ends the study
                        cell = Cell(seed, arm, classifier, None, error=f"{type(error).__name__}: {error}")
                    if path is not None and not cell.error:
                        _keep(path, mark, cell)
                yield cell


def table(
    cells: Iterable[Cell],
    splits: Mapping[int, Split],
    baseline: str = BASELINE,
    replicates: int = 1000,
    threshold: float = 0.5,
) -> "pd.DataFrame":
    """A pandas table with COLUMNS, one row for each arm, classifier and measure.

    value: mean over seeds. low, high: 95 % of a bootstrap of the test rows, averaged over seeds. difference: from the
    baseline with the same classifier, on the same resampled rows (paired). spread: standard deviation of the
    difference over seeds, which holds the chance of training and of the split too. higher: in how many of the `seeds`
    the difference is above 0. An arm that failed has nan there, and its error; if it failed for some seeds only, the
    means are those of the others, which `seeds` counts. An interval is nan if a replicate has no value (no alarm).
    """
    import pandas as pd  # here, because it takes a second to import

    cells = list(cells)
    found: dict[tuple[str, str], dict[int, Any]] = {}
    for seed, data in splits.items():
        answers = {
            (cell.arm, cell.classifier): cell.scores
            for cell in cells
            if cell.seed == seed and cell.scores is not None and not cell.error
        }
        draws = bootstrap(data.test_y, answers, data.amounts, np.random.default_rng(seed), replicates, threshold)
        for key, scores in answers.items():
            found.setdefault(key, {})[seed] = measures(data.test_y, scores, data.amounts, threshold), draws[key]
    rows = []
    for arm, classifier in dict.fromkeys((cell.arm, cell.classifier) for cell in cells):
        error = next((c.error for c in cells if (c.arm, c.classifier) == (arm, classifier) and c.error), "")
        mine, base = found.get((arm, classifier), {}), found.get((baseline, classifier), {})
        for measure in MEASURES:
            row = dict(arm=arm, classifier=classifier, measure=measure, seeds=len(mine), error=error)
            rows.append(row | _summary(mine, base, measure))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _summary(mine: dict[int, Any], base: dict[int, Any], measure: str) -> dict[str, float]:
    """value and difference of one row of the table, each with its interval."""
    if not mine:
        return {}
    value, draws = zip(*((point[measure], replicates[measure]) for point, replicates in mine.values()))
    out = dict(value=np.mean(value)) | _ends("", np.mean(draws, axis=0))
    both = [seed for seed in mine if seed in base]
    if both:
        gaps = np.array([mine[seed][0][measure] - base[seed][0][measure] for seed in both])
        spread = gaps.std(ddof=1) if len(both) > 1 else np.nan
        out |= dict(difference=gaps.mean(), spread=spread, higher=int(np.sum(gaps > 0)))
        paired = np.mean([mine[seed][1][measure] - base[seed][1][measure] for seed in both], axis=0)
        out |= _ends("difference_", paired)
    return out


def _ends(name: str, draws: np.ndarray) -> dict[str, float]:
    """The middle 95 % of the replicates; nan if one of them has no value (no alarm, no precision)."""
    low, high = np.quantile(draws, [0.025, 0.975]) if np.all(np.isfinite(draws)) else (np.nan, np.nan)
    return {f"{name}low": low, f"{name}high": high}


def fingerprint(data: Split, n: int, seed: int) -> str:
    """A digest of all that a cell's scores depend on but the code: rows, labels, n and seed."""
    digest = hashlib.sha256(f"{n} {seed}".encode())
    for part in (data.x, data.y, data.test_x, data.test_y, data.further):
        digest.update(b"none" if part is None else np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def _keep(path: Path, mark: str, cell: Cell) -> None:
    assert cell.scores is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        np.savez_compressed(file, scores=cell.scores, added=cell.added, seconds=cell.seconds, mark=np.array(mark))


def _kept(path: Path, mark: str, seed: int, arm: str, classifier: str) -> Cell | None:
    """The cell kept at `path`, or None if there is none, it is damaged, or it was made from other rows."""
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            if str(file["mark"]) != mark:
                return None
            return Cell(seed, arm, classifier, file["scores"], int(file["added"]), float(file["seconds"]))
    except Exception:  # what a damaged archive raises depends on which byte is wrong; the cell is made again
        return None
