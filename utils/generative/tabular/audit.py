"""What generated rows are like, and whom they give away: marginals, correlations, closest records, membership.

Everything is compared with rows the generator was not trained on. x: generated, y: real, rows (n, d) each.
"""

from typing import Any

import numpy as np

from utils.common.arrays import points
from utils.common.checks import positive
from utils.generative.metrics import nearest_distance
from utils.generative.tabular.scaling import checked_rows, fit_scaling


def marginal_gaps(x: Any, y: Any) -> np.ndarray:
    """Kolmogorov–Smirnov distance sup |F_x − F_y| of each column, (d,); 0 alike, 1 apart.

    Its floor for n and m rows of one law: below 1.36 √((n + m)/nm) in 95 of 100 columns.
    """
    from scipy.stats import ks_2samp

    x = checked_rows("x", x)
    y = checked_rows("y", y, columns=x.shape[1], like="x")
    return np.array([ks_2samp(a, b).statistic for a, b in zip(x.T, y.T)])


def correlation_gap(x: Any, y: Any) -> float:
    """Mean |corr_x − corr_y| over pairs of columns, by Spearman's rank correlation: no tail can rule it.

    Raises ValueError for fewer than 2 columns, or for a constant one, which correlates with nothing.
    """
    x = checked_rows("x", x, least=3)
    y = checked_rows("y", y, least=3, columns=x.shape[1], like="x")
    if x.shape[1] < 2:
        raise ValueError(f"x must have at least 2 columns, got {x.shape[1]}")
    pairs = np.triu_indices(x.shape[1], 1)
    return float(np.mean(np.abs(_rank_correlations("x", x)[pairs] - _rank_correlations("y", y)[pairs])))


def _rank_correlations(name: str, rows: np.ndarray) -> np.ndarray:
    """Spearman's correlations of the columns, (d, d): those of their ranks."""
    from scipy.stats import rankdata

    constant = np.flatnonzero(np.ptp(rows, axis=0) == 0)
    if len(constant):
        raise ValueError(f"{name} must vary in every column, got a constant column {constant[0]}")
    return np.corrcoef(rankdata(rows, axis=0), rowvar=False)


def closest_records(x: Any, trained: Any, fresh: Any) -> tuple[np.ndarray, np.ndarray]:
    """(to_trained, to_fresh), (n,) each: distance from each row of x to the closest trained row, and fresh row.

    Distances are Euclidean after scaling by the fresh rows' mean and deviation. Give as many fresh rows as trained
    ones: among more rows the closest is closer.
    """
    trained, fresh = checked_rows("trained", trained, least=2), checked_rows("fresh", fresh, least=2)
    if trained.shape != fresh.shape:
        raise ValueError(f"fresh must have the shape of trained {trained.shape}, got {fresh.shape}")
    x = checked_rows("x", x, least=2, columns=trained.shape[1])
    apply = fit_scaling(fresh, "standard").apply
    return nearest_distance(apply(x), apply(trained)), nearest_distance(apply(x), apply(fresh))


def copied_share(x: Any, trained: Any, fresh: Any, ratio: float = 1 / 3) -> float:
    """Share of rows of x closer to a trained row than `ratio` times the distance to any fresh one: near copies."""
    ratio = positive("ratio", ratio)
    to_trained, to_fresh = closest_records(x, trained, fresh)
    return float(np.mean(to_trained < ratio * to_fresh))


def separation(members: Any, others: Any) -> float:
    """The chance that a random member scores above a random other, ties counted half (the area under the ROC curve).

    ½: the scores tell nothing. Mann & Whitney 1947: the rank sum, scaled.
    """
    from scipy.stats import rankdata

    members, others = points("members", members, ("n",)), points("others", others, ("m",))
    n, m = len(members), len(others)
    ranks = rankdata(np.concatenate([members, others]))[:n]
    return float((ranks.sum() - n * (n + 1) / 2) / (n * m))
