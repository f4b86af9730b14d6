"""Judging a classifier of rare events: precision, recall, and what chance in the test rows does to them.

    precision P = TP/(TP + FP)        recall R = TP/(TP + FN)        F1 = 2 TP/(2 TP + FP + FN)

An alarm is a score ≥ threshold; TP: frauds with an alarm, FP: legitimate rows with one, FN: frauds without one.
labels (n,) of 0 and 1 (fraud), scores (n,): higher means "rather a fraud".
"""

import numpy as np

from utils.common.checks import whole_number

MEASURES = ("precision", "recall", "F1", "AUPRC", "recall at P .95", "cost")
ALARM_COST = 5.0  # units of money to look into one alarm: an assumption, said wherever it is used
BATCH = 20  # bootstrap replicates at a time: 20 × 60 000 numbers are 10 MB


def measures(labels, scores, amounts, threshold=0.5, weights=None, alarm_cost=ALARM_COST):
    """The MEASURES as a dict of numbers, or of arrays (B,) if weights (B, n) say how often each row counts.

    AUPRC = Σ_k (R_k − R_{k−1}) P_k over the distinct scores from the highest down (average precision).
    recall at P .95: the largest recall among thresholds at which P ≥ 0.95; 0 if there is none.
    cost: of one fraud on average, in units of money: what frauds without an alarm take (amounts (n,)), plus alarm_cost
        an alarm, over the number of frauds. precision is nan where there is no alarm.
    Raises ValueError if shapes do not agree, a score is not finite, or a class is missing.
    """
    labels, scores, amounts = checked_answers(labels, scores, amounts)
    counts = np.ones((1, len(labels))) if weights is None else np.asarray(weights, dtype=float)
    if counts.ndim != 2 or counts.shape[1] != len(labels):
        raise ValueError(f"weights must have shape (B, {len(labels)}), got {counts.shape}")
    fraud, alarm = labels == 1, scores >= threshold
    caught, false, frauds = counts @ (fraud & alarm), counts @ (~fraud & alarm), counts @ fraud
    missed = counts @ np.where(fraud & ~alarm, amounts, 0)
    tp, fp = (np.cumsum(counts @ part, axis=1) for part in _levels(fraud, scores))
    with np.errstate(invalid="ignore"):  # 0/0: no alarm yet
        curve_p, curve_r, here_p = tp / (tp + fp), tp / frauds[:, None], caught / (caught + false)
    auprc = np.sum(np.diff(curve_r, axis=1, prepend=0) * np.nan_to_num(curve_p), axis=1)
    at_95 = np.max(np.where(curve_p >= 0.95, curve_r, 0), axis=1)
    found = (
        here_p,
        caught / frauds,
        2 * caught / (caught + false + frauds),
        auprc,
        at_95,
        (missed + alarm_cost * (caught + false)) / frauds,
    )
    return {name: value if weights is not None else float(value[0]) for name, value in zip(MEASURES, found)}


def _levels(fraud, scores):
    """Two matrices (n, m) of 0 and 1: which fraud, and which legitimate row, first raises an alarm at which level.

    The levels are the m distinct scores of frauds, falling: in between, recall stands still and precision only falls.
    """
    from scipy.sparse import csr_array

    levels = np.unique(scores[fraud])[::-1]
    place = np.searchsorted(-levels, -scores)  # the first level at or below the score
    rows = [np.flatnonzero(part & (place < len(levels))) for part in (fraud, ~fraud)]
    return [csr_array((np.ones(len(r)), (r, place[r])), shape=(len(scores), len(levels))) for r in rows]


def resampled(labels, replicates, rng):
    """Weights (replicates, n) of a bootstrap: each class drawn with replacement as often as it is there.

    The numbers of frauds and of legitimate rows stay: a stratified test set fixes them. The same weights for two
    classifiers compare them on the same rows (a paired bootstrap). Source: Efron & Tibshirani 1993, chapters 6 and 8.
    """
    labels, replicates = np.asarray(labels), whole_number("replicates", replicates)
    weights = np.zeros((replicates, len(labels)))
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        weights[:, rows] = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=replicates)
    return weights


def bootstrap(labels, answers, amounts, rng, replicates=1000, threshold=0.5):
    """name -> measure -> (replicates,), for answers name -> scores (n,): all on the same resampled test rows."""
    found = {name: [] for name in answers}
    for first in range(0, whole_number("replicates", replicates), BATCH):
        weights = resampled(labels, min(BATCH, replicates - first), rng)
        for name, scores in answers.items():
            found[name].append(measures(labels, scores, amounts, threshold, weights))
    return {name: {m: np.concatenate([part[m] for part in parts]) for m in MEASURES} for name, parts in found.items()}


def at_prevalence(precision, prevalence, other):
    """The precision that the same classifier and threshold have where a share `other` of all rows are frauds.

    Recall R and false alarm rate F are the classifier's own, so P/(1 − P) = π R / ((1 − π) F) moves with the odds of π:

        P'/(1 − P') = P/(1 − P) · odds(other)/odds(prevalence)
    """
    for name, value in (("prevalence", prevalence), ("other", other)):
        if not 0 < value < 1:
            raise ValueError(f"{name} must lie in (0, 1), got {value!r}")
    if not 0 <= precision <= 1:
        raise ValueError(f"precision must lie in [0, 1], got {precision!r}")
    right, wrong = precision * other * (1 - prevalence), (1 - precision) * (1 - other) * prevalence
    return right / (right + wrong)  # at most 1, whatever is rounded


def wilson(successes, n, z=1.959964):
    """(low, high): Wilson's interval for a proportion, 95 % for this z.

        (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n),    p̂ = successes/n

    Source: Wilson 1927, Journal of the American Statistical Association 22, 209–212.
    """
    if not 0 <= successes <= whole_number("n", n):
        raise ValueError(f"successes must lie in [0, {n}], got {successes!r}")
    share = successes / n
    middle, half = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return tuple(float(end) for end in ((middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)))


def verdict(name, other, measure, low, high):
    """One sentence from an interval of the difference `name` − `other`: it can say more, less, or that it cannot say."""
    if not low <= high:
        raise ValueError(f"low must not exceed high, got {low!r} and {high!r}")
    span = f"{low:+.3f} to {high:+.3f}"
    if low > 0 or high < 0:
        return f"{name}: {measure} {'higher' if low > 0 else 'lower'} than {other} by {span}."
    return f"{name}: no difference in {measure} from {other} can be told ({span})."


def checked_answers(labels, scores, amounts):
    """The three as arrays (n,), or ValueError."""
    labels, scores, amounts = np.asarray(labels), np.asarray(scores, dtype=float), np.asarray(amounts, dtype=float)
    if labels.ndim != 1 or set(np.unique(labels)) != {0, 1}:
        raise ValueError(
            f"labels must be (n,) of 0 and 1, both there, got shape {labels.shape}, {np.unique(labels)[:5]}"
        )
    for name, values in (("scores", scores), ("amounts", amounts)):
        if values.shape != labels.shape or not np.all(np.isfinite(values)):
            raise ValueError(
                f"{name} must be finite numbers, one for each of the {len(labels)} labels, got {values.shape}"
            )
    return labels, scores, amounts
