"""Ways against imbalance that generate nothing, and thresholds: the second study of lecture 17.

    python -m studies.imbalance_study

Some five minutes on one thread. The three splits of `fraud_study`, two questions:

- rivals: class weights, undersampling and balanced forests, trained on all training rows, compared with class weights
  on the test rows (paired bootstrap, as in `fraud_study`).
- thresholds: a quarter of the training rows is kept for validation, the generators see only the rest. Recall and
  precision of the test rows at ½, at the threshold that undoes the prior shift, and at the lowest threshold that has
  precision .95 on the validation rows; and two figures of calibration, before and after the shift is undone. The test's
  legitimate rows are weighted so that frauds are as rare in it as among the training rows.
"""

import os
from dataclasses import replace

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.fraud_study import MODULES as OF_FRAUDS
from studies.fraud_study import REPLICATES, SEEDS, splits, stored
from studies.stored import ROOT, store
from utils.generative.tabular.arms import WEIGHTS, added_rows
from utils.generative.tabular.classifiers import CLASSIFIERS, classify
from utils.generative.tabular.scores import at_prevalence, measures
from utils.generative.tabular.split import Split
from utils.generative.tabular.study import Cell, stream, table

ROWS, LEAST = 3000, 0.95
KEPT = {"undersampling, 10 to 1": 10, "undersampling, 1 to 1": 1}  # legitimate rows kept for each fraud
BALANCED = "balanced forest"
RIVALS = (WEIGHTS, *KEPT, BALANCED)
WAYS = ("none", WEIGHTS, "undersampling, 1 to 1", "SMOTE", "diffusion")
MODULES = ("studies/imbalance_study.py", *OF_FRAUDS)


def undersampled(data: Split, ratio: int, rng: np.random.Generator) -> Split:
    """All training frauds, and `ratio` legitimate rows for each, drawn without replacement."""
    many, few = np.flatnonzero(data.y == 0), np.flatnonzero(data.y == 1)
    kept = np.sort(np.r_[few, rng.choice(many, ratio * len(few), replace=False)])
    return replace(data, x=data.x[kept], y=data.y[kept])


def answered(way: str, classifier: str, data: Split, seed: int, rows: np.ndarray) -> np.ndarray:
    """Scores of the test rows by one way and classifier; rows: further frauds of the ways that add some."""
    if way in KEPT:
        data = undersampled(data, KEPT[way], stream(seed, way))
    if way != BALANCED:
        return classify(classifier, data, rows, way == WEIGHTS, seed)
    from imblearn.ensemble import BalancedRandomForestClassifier  # here, because it takes a second to import

    forest = BalancedRandomForestClassifier(50, random_state=seed, n_jobs=1)
    return forest.fit(data.x, data.y).predict_proba(data.test_x)[:, 1]


def factor(way: str, data: Split, added: int) -> float:
    """By how much a way multiplies the odds of a fraud among the training rows."""
    frauds, others = len(data.positives), len(data.negatives)
    if way == WEIGHTS:
        return others / frauds
    return others / (KEPT[way] * frauds) if way in KEPT else 1 + added / frauds


def with_validation(data: Split, seed: int, share: float = 0.25) -> tuple[Split, np.ndarray]:
    """(Split with the rest as training rows and the validation rows put before the test rows, their labels)."""
    rng, out = np.random.default_rng([1717, seed]), np.zeros(len(data.y), dtype=bool)
    for label in (0, 1):
        there = rng.permutation(np.flatnonzero(data.y == label))
        out[there[: round(share * len(there))]] = True
    test_x, test_y = np.concatenate([data.x[out], data.test_x]), np.r_[data.y[out], data.test_y]
    whole = Split(data.x[~out], data.y[~out], test_x, test_y, test_x[:, -1], data.further)
    return whole, data.y[out]


def lowest_threshold(labels: np.ndarray, scores: np.ndarray, least: float) -> float:
    """The lowest score that, taken as threshold, has precision of at least `least`; infinite if none has."""
    order = np.argsort(-scores, kind="stable")
    caught, alarms = np.cumsum(labels[order]), np.arange(1, len(labels) + 1)
    enough = (caught / alarms >= least) & np.append(np.diff(scores[order]) < 0, True)
    return float(scores[order][enough].min(initial=np.inf))


def at(threshold: float, labels: np.ndarray, scores: np.ndarray, prevalence: float) -> tuple[float, float]:
    """(precision where frauds have this share, recall) at a threshold."""
    found = measures(labels, scores, np.zeros(len(labels)), threshold)
    return at_prevalence(found["precision"], float(np.mean(labels)), prevalence), found["recall"]


def undone(scores: np.ndarray, by: float) -> np.ndarray:
    """Scores with their odds divided by a factor."""
    return scores / (scores + by * (1 - scores))


def calibration(labels: np.ndarray, scores: np.ndarray, prevalence: float) -> tuple[float, float]:
    """(mean score over the share of frauds, Brier score over that of the constant score π), frauds having share π."""
    weight = np.where(labels == 1, prevalence / np.sum(labels == 1), (1 - prevalence) / np.sum(labels == 0))
    return weight @ scores / prevalence, weight @ (scores - labels) ** 2 / (prevalence * (1 - prevalence))


def thresholds(seed: int, data: Split) -> list[dict]:
    """A row for each way and classifier of one split."""
    whole, own = with_validation(data, seed)
    prevalence, labels, found = float(np.mean(whole.y)), whole.test_y[len(own) :], []
    for way in WAYS:
        adds = way not in (WEIGHTS, *KEPT)
        rows = added_rows(way, whole, ROWS, stream(seed, way)) if adds else whole.x[:0]
        by = factor(way, whole, len(rows))
        for classifier in CLASSIFIERS:
            scores = answered(way, classifier, whole, seed, rows)
            validation, scores = scores[: len(own)], scores[len(own) :]
            chosen = lowest_threshold(own, validation, LEAST)
            places = {"at ½": 0.5, "shift undone": by / (1 + by), "validation": chosen}
            row = dict(arm=way, classifier=classifier, factor=by, threshold=chosen)
            row |= {name: at(place, labels, scores, prevalence) for name, place in places.items()}
            row |= {"as is": calibration(labels, scores, prevalence)}
            row |= {"corrected": calibration(labels, undone(scores, by), prevalence)}
            found.append(row)
            print(seed, row, flush=True)
    return found


def together(found: list[list[dict]]) -> list[dict]:
    """One row for each way and classifier, its values as lists over the splits."""
    rounded = [
        [{k: v if isinstance(v, str) else np.round(v, 4).tolist() for k, v in row.items()} for row in one]
        for one in found
    ]
    return [
        {key: rows[0][key] if isinstance(rows[0][key], str) else [row[key] for row in rows] for key in rows[0]}
        for rows in zip(*rounded)
    ]


def main() -> None:
    torch.set_num_threads(1)
    data, cells, found = splits("synthetic", SEEDS, ROWS), [], []
    for seed, one in data.items():
        for classifier in CLASSIFIERS:
            for way in RIVALS:
                if way != BALANCED or classifier == "Random Forest":
                    cells.append(Cell(seed, way, classifier, answered(way, classifier, one, seed, one.x[:0])))
        found.append(thresholds(seed, one))
    rivals = table(cells, data, WEIGHTS, REPLICATES)
    print(rivals.to_string())
    result = dict(rows=ROWS, least=LEAST, rivals=stored(rivals), thresholds=together(found))
    command = "python -m studies.imbalance_study"
    path = store("imbalance_study", command=command, seeds=range(SEEDS), modules=MODULES, result=result)
    print(f"\nStored in {path.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
