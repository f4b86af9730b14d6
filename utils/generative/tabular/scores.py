"""Judging a classifier of rare events: precision, recall, and what chance in the test rows does to them.

    precision P = TP/(TP + FP)        recall R = TP/(TP + FN)        F1 = 2 TP/(2 TP + FP + FN)

An alarm is a score ≥ threshold; TP: positives with an alarm, FP: negatives with one, FN: positives without one.
labels (n,) of 0 and 1 (positive: a fraud), scores (n,): higher means "rather positive".
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import csr_array

from utils.common.arrays import numpy_generator, points
from utils.common.checks import not_negative, number, positive, probability, whole_number, within

Name = TypeVar("Name")

MEASURES = ("precision", "recall", "F1", "AUPRC", "recall at P .95", "cost")
ALARM_COST = 5.0  # units of money to look into one alarm: an assumption, said wherever it is used
BATCH = 20  # bootstrap replicates at a time: 20 × 60 000 numbers are 10 MB


def measures(
    labels: Any,
    scores: Any,
    amounts: Any,
    threshold: float = 0.5,
    weights: Any = None,
    alarm_cost: float = ALARM_COST,
) -> dict[str, Any]:
    """The MEASURES as a dict of numbers, or of arrays (B,) if weights (B, n) say how often each row counts.

    AUPRC = Σ_k (R_k − R_{k−1}) P_k over the distinct scores from the highest down (average precision).
    recall at P .95: the largest recall among thresholds at which P ≥ 0.95; 0 if there is none.
    cost: of one positive on average, in units of money: what positives without an alarm take (amounts (n,)), plus
        alarm_cost an alarm, over the number of positives. precision is nan where there is no alarm.
    Raises ValueError if shapes do not agree, a score is not finite, or a class is missing.
    """
    labels, scores, amounts = checked_answers(labels, scores, amounts)
    threshold, alarm_cost, n = number("threshold", threshold), not_negative("alarm_cost", alarm_cost), len(labels)
    counts = np.ones((1, n)) if weights is None else points("weights", weights, ("B", n))
    if np.any(counts < 0) or np.any(counts @ labels == 0):
        raise ValueError("weights must be at least 0, and above 0 for a positive row, got others")
    is_positive, alarm = labels == 1, scores >= threshold
    caught, false, every = counts @ (is_positive & alarm), counts @ (~is_positive & alarm), counts @ is_positive
    missed = counts @ np.where(is_positive & ~alarm, amounts, 0)
    tp, fp = (np.cumsum(counts @ part, axis=1) for part in _levels(is_positive, scores))
    with np.errstate(invalid="ignore"):  # 0/0: no alarm yet
        curve_p, curve_r, here_p = tp / (tp + fp), tp / every[:, None], caught / (caught + false)
    auprc = np.sum(np.diff(curve_r, axis=1, prepend=0) * np.nan_to_num(curve_p), axis=1)
    at_95 = np.max(np.where(curve_p >= 0.95, curve_r, 0), axis=1)
    f1, cost = 2 * caught / (caught + false + every), (missed + alarm_cost * (caught + false)) / every
    found = (here_p, caught / every, f1, auprc, at_95, cost)
    return {name: value if weights is not None else float(value[0]) for name, value in zip(MEASURES, found)}


def _levels(is_positive: np.ndarray, scores: np.ndarray) -> list[csr_array]:
    """Two matrices (n, m) of 0 and 1: which positive, and which negative, first raises an alarm at which level.

    The levels are the m distinct scores of positives, falling: in between, recall stays and precision only falls.
    """
    levels = np.unique(scores[is_positive])[::-1]
    place = np.searchsorted(-levels, -scores)  # the first level at or below the score
    rows = [np.flatnonzero(part & (place < len(levels))) for part in (is_positive, ~is_positive)]
    return [csr_array((np.ones(len(r)), (r, place[r])), shape=(len(scores), len(levels))) for r in rows]


def resampled(labels: Any, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Weights (replicates, n) of a bootstrap: each class drawn with replacement as often as it is there.

    The numbers of positives and of negatives stay: a stratified test set fixes them. The same weights for two
    classifiers compare them on the same rows (a paired bootstrap). Source: Efron & Tibshirani 1993, chapters 6 and 8.
    """
    labels, replicates = checked_labels(labels), whole_number("replicates", replicates)
    rng = numpy_generator("rng", rng)
    weights = np.zeros((replicates, len(labels)))
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        weights[:, rows] = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=replicates)
    return weights


def bootstrap(
    labels: Any,
    answers: Mapping[Name, Any],
    amounts: Any,
    rng: np.random.Generator,
    replicates: int = 1000,
    threshold: float = 0.5,
) -> dict[Name, dict[str, np.ndarray]]:
    """name -> measure -> (replicates,), for answers name -> scores (n,): all on the same resampled test rows."""
    found: dict[Name, list[dict[str, np.ndarray]]] = {name: [] for name in answers}
    for first in range(0, whole_number("replicates", replicates), BATCH):
        weights = resampled(labels, min(BATCH, replicates - first), rng)
        for name, scores in answers.items():
            found[name].append(measures(labels, scores, amounts, threshold, weights))
    return {name: {m: np.concatenate([part[m] for part in parts]) for m in MEASURES} for name, parts in found.items()}


def at_prevalence(precision: float, prevalence: float, other: float) -> float:
    """The precision that the same classifier and threshold have where a share `other` of all rows are positive.

    Recall R and false alarm rate F are the classifier's own, so P/(1 − P) = π R / ((1 − π) F) moves with the odds of π:

        P'/(1 − P') = P/(1 − P) · odds(other)/odds(prevalence)
    """
    prevalence, other = within("prevalence", prevalence, "(0, 1)"), within("other", other, "(0, 1)")
    precision = probability("precision", precision)
    right, wrong = precision * other * (1 - prevalence), (1 - precision) * (1 - other) * prevalence
    return right / (right + wrong)  # at most 1, whatever is rounded


def wilson(successes: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    """(low, high): Wilson's interval for a proportion, 95 % for this z.

        (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n),    p̂ = successes/n

    Source: Wilson 1927, Journal of the American Statistical Association 22, 209–212.
    """
    n, z = whole_number("n", n), positive("z", z)
    share = within("successes", successes, f"[0, {n}]") / n
    middle, half = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return float((middle - half) / (1 + z**2 / n)), float((middle + half) / (1 + z**2 / n))


def verdict(name: str, other: str, measure: str, low: float, high: float) -> str:
    """One sentence from an interval of the difference `name` − `other`: higher, lower, or that it cannot be told."""
    if not low <= high:
        raise ValueError(f"low must not exceed high, got {low!r} and {high!r}")
    span = f"{low:+.3f} to {high:+.3f}"
    if low > 0 or high < 0:
        return f"{name}: {measure} {'higher' if low > 0 else 'lower'} than {other} by {span}."
    return f"{name}: no difference in {measure} from {other} can be told ({span})."


def checked_labels(labels: Any) -> np.ndarray:
    """labels (n,) of 0 and 1, both there, or ValueError."""
    labels = points("labels", labels, ("n",), finite=False)
    if set(np.unique(labels)) != {0, 1}:
        raise ValueError(f"labels must be (n,) of 0 and 1, both there, got {np.unique(labels)[:5]}")
    return labels


def checked_answers(labels: Any, scores: Any, amounts: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three as arrays (n,), or ValueError."""
    labels = checked_labels(labels)
    shape = (len(labels),)
    return labels, points("scores", scores, shape), points("amounts", amounts, shape)
