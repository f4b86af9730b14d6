"""How far two samples are from each other, each measure with its floor: what two real samples score.

No measure is 0 for a perfect generator: two samples of the same law differ too. Compare with `floor`, never with 0.
Samples are (n, ...) arrays, one example a row; pictures are flattened. Nothing here knows what was generated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from utils.common import arrays
from utils.common.checks import a_function, whole_number
from utils.generative.divergences import gaussian_w2

ROWS = 512  # pairs are taken this many rows at a time: 4000 × 4000 of them stay below 20 MB


@dataclass(frozen=True)
class Floor:
    """mean and standard deviation (std) of a measure over pairs of real samples; values holds them all."""

    mean: float
    std: float
    values: np.ndarray


def floor(
    metric: Callable[[np.ndarray, np.ndarray], float], real: Any, rng: np.random.Generator, repeats: int = 10
) -> Floor:
    """What `metric(x, y)` gives for two real samples: `real` is shuffled and halved `repeats` times. A Floor.

    Give 2n real examples to get the floor for n generated against n real ones. Halves of one set overlap from
    repeat to repeat, so std is the spread over halvings, not over fresh data.
    """
    a_function("metric", metric), arrays.numpy_generator("rng", rng)
    _rows("real", real, 4)
    real, values = np.asarray(real), []
    half = len(real) // 2
    for _ in range(whole_number("repeats", repeats)):
        order = rng.permutation(len(real))
        values.append(metric(real[order[:half]], real[order[half : 2 * half]]))
    return Floor(float(np.mean(values)), float(np.std(values)), np.array(values))


def sliced_wasserstein(x: Any, y: Any, rng: np.random.Generator, projections: int = 500) -> float:
    """Sliced Wasserstein-2 distance, in the units of x: √ E_θ W₂²(θᵀx, θᵀy), θ uniform on the sphere.

    In one dimension W₂² = ∫ |F⁻¹(u) − G⁻¹(u)|² du over u in [0, 1]: sort both and compare; sizes may differ.
    The mean over θ is taken over `projections` draws. Source: Bonneel et al. 2015, Sliced and Radon Wasserstein
    Barycenters of Measures, definition 5.
    """
    x, y = _samples(x, y)
    rng, projections = arrays.numpy_generator("rng", rng), whole_number("projections", projections)
    directions = rng.standard_normal((x.shape[1], projections))
    directions /= np.linalg.norm(directions, axis=0)
    x, y = np.sort(x @ directions, axis=0), np.sort(y @ directions, axis=0)
    n, m = len(x), len(y)
    # F⁻¹ jumps at k/n and G⁻¹ at k/m; between two neighbouring jumps both are constant. Whole numbers: no round-off.
    jumps = np.union1d(np.arange(n + 1) * m, np.arange(m + 1) * n)  # in units of 1/(n m)
    lengths, starts = np.diff(jumps) / (n * m), jumps[:-1]
    return float(np.sqrt(np.mean(lengths @ (x[starts // m] - y[starts // n]) ** 2)))


def energy_distance(x: Any, y: Any) -> float:
    """Squared energy distance 2 E|x − y| − E|x − x'| − E|y − y'|, in the units of x; unbiased, so it may be below 0.

    Zero in the mean exactly when the laws agree. Source: Székely & Rizzo 2013, Energy statistics, equation 2.
    """
    x, y = _samples(x, y)
    return 2 * _mean_distance(x, y) - _mean_distance(x, x) - _mean_distance(y, y)


def frechet_distance(x: Any, y: Any) -> float:
    """|m_x − m_y|² + tr(Σ_x + Σ_y − 2 (Σ_x Σ_y)^½): squared Wasserstein-2 distance between the fitted Gaussians.

    x, y: features (n, k), for example from `judges.FeatureNet`; on Inception's features it is the FID.
    It sees means and covariances alone and its floor falls only as 1/n: always compare equal n.
    Source: Heusel et al. 2017, GANs Trained by a Two Time-Scale Update Rule, equation 6.
    """
    x, y = _samples(x, y)
    fits = [(sample.mean(0), np.cov(sample, rowvar=False).reshape(x.shape[1], -1)) for sample in (x, y)]
    return gaussian_w2(*fits[0], *fits[1]) ** 2


def two_sample_auc(x: Any, y: Any, rng: np.random.Generator, folds: int = 5) -> float:
    """How well a random forest tells x from y: the area under its ROC curve on held-out folds. ½: it cannot.

    The chance that a held-out row of x looks more like x than a held-out row of y does.
    Source: Lopez-Paz & Oquab 2017, Revisiting Classifier Two-Sample Tests.
    """
    from sklearn.ensemble import RandomForestClassifier  # here, because it takes a second to import
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    x, y = _samples(x, y)
    rng, folds = arrays.numpy_generator("rng", rng), whole_number("folds", folds, least=2)
    if folds > min(len(x), len(y)):
        raise ValueError(f"folds must be from 2 to the smaller sample's {min(len(x), len(y))}, got {folds!r}")
    seed, both = int(rng.integers(2**31)), np.concatenate([x, y])
    is_x = np.repeat([1, 0], [len(x), len(y)])
    forest = RandomForestClassifier(100, min_samples_leaf=5, random_state=seed)
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    return float(roc_auc_score(is_x, cross_val_predict(forest, both, is_x, cv=split, method="predict_proba")[:, 1]))


def nearest_distance(x: Any, y: Any) -> np.ndarray:
    """Euclidean distance from each row of x to the nearest row of y, (n,), in the units of x."""
    return two_nearest(x, y)[0][:, 0]


def two_nearest(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    """(distances (n, 2), index (n,)): from each row of x to the nearest and the second nearest row of y, and which.

    Euclidean, in the units of x. Where a row of x is one of y, it is its own nearest, at distance 0.
    """
    x, y = _samples(x, y)
    parts = (cdist(x[i : i + ROWS], y) for i in range(0, len(x), ROWS))
    distances, index = zip(*((np.partition(part, 1, axis=1)[:, :2], part.argmin(axis=1)) for part in parts))
    return np.concatenate(distances), np.concatenate(index)


def _samples(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    """Both as (n, d) float64, checked."""
    x, y = (_rows(name, sample, 2) for name, sample in (("x", x), ("y", y)))
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"y must have rows of x's size {x.shape[1]}, got {y.shape[1]}")
    return x, y


def _rows(name: str, sample: Any, least: int) -> np.ndarray:
    """A sample as (n, d) float64."""
    rows = arrays.points(name, sample)
    if rows.ndim < 2 or len(rows) < least or rows.size == 0:
        raise ValueError(f"{name} must have shape (n, ...) with n of at least {least}, got {rows.shape}")
    return rows.reshape(len(rows), -1)


def _mean_distance(x: np.ndarray, y: np.ndarray) -> float:
    """Mean of |x_i − y_j| over all pairs; with y the same object as x over the pairs i ≠ j."""
    total = sum(cdist(x[i : i + ROWS], y).sum() for i in range(0, len(x), ROWS))
    return float(total / (len(x) * (len(x) - 1 if y is x else len(y))))
