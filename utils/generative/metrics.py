"""How far two samples are from each other, each measure with its floor: what two real samples score.

No measure is 0 for a perfect generator: two samples of the same law differ too. Compare with `floor`, never with 0.
Samples are (n, ...) arrays, one example a row; pictures are flattened. Nothing here knows what was generated.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from utils.common.checks import whole_number
from utils.generative.divergences import gaussian_w2

ROWS = 512  # pairs are taken this many rows at a time: 4000 × 4000 of them stay below 20 MB


@dataclass(frozen=True)
class Floor:
    """mean and standard deviation (std) of a measure over pairs of real samples; values holds them all."""

    mean: float
    std: float
    values: np.ndarray


def floor(metric, real, rng, repeats=10):
    """What `metric(x, y)` gives for two real samples: `real` is shuffled and halved `repeats` times. A Floor.

    Give 2n real examples to get the floor for n generated against n real ones. Halves of one set overlap from
    repeat to repeat, so std is the spread over halvings, not over fresh data.
    """
    real, repeats = np.asarray(real), whole_number("repeats", repeats)
    if real.ndim < 2 or len(real) < 4:
        raise ValueError(f"real must have shape (n, ...) with n of at least 4, got {real.shape}")
    half, values = len(real) // 2, []
    for _ in range(repeats):
        order = rng.permutation(len(real))
        values.append(metric(real[order[:half]], real[order[half : 2 * half]]))
    return Floor(float(np.mean(values)), float(np.std(values)), np.array(values))


def sliced_wasserstein(x, y, rng, projections=500):
    """Sliced Wasserstein-2 distance, in the units of x: √ E_θ W₂²(θᵀx, θᵀy), θ uniform on the sphere.

    In one dimension W₂² = ∫ |F⁻¹(u) − G⁻¹(u)|² du over u in [0, 1]: sort both and compare; sizes may differ.
    The mean over θ is taken over `projections` draws. Source: Bonneel et al. 2015, Sliced and Radon Wasserstein
    Barycenters of Measures, definition 5.
    """
    x, y = _samples(x, y)
    directions = rng.standard_normal((x.shape[1], whole_number("projections", projections)))
    directions /= np.linalg.norm(directions, axis=0)
    x, y = np.sort(x @ directions, axis=0), np.sort(y @ directions, axis=0)
    n, m = len(x), len(y)
    # F⁻¹ jumps at k/n and G⁻¹ at k/m; between two neighbouring jumps both are constant. Whole numbers: no round-off.
    jumps = np.union1d(np.arange(n + 1) * m, np.arange(m + 1) * n)  # in units of 1/(n m)
    lengths, starts = np.diff(jumps) / (n * m), jumps[:-1]
    return float(np.sqrt(np.mean(lengths @ (x[starts // m] - y[starts // n]) ** 2)))


def energy_distance(x, y):
    """Squared energy distance 2 E|x − y| − E|x − x'| − E|y − y'|, in the units of x; unbiased, so it may be below 0.

    Zero in the mean exactly when the laws agree. Source: Székely & Rizzo 2013, Energy statistics, equation 2.
    """
    x, y = _samples(x, y)
    return 2 * _pair_mean(np.asarray, x, y) - _pair_mean(np.asarray, x) - _pair_mean(np.asarray, y)


def mmd_squared(x, y, bandwidth=None):
    """Squared maximum mean discrepancy E k(x,x') + E k(y,y') − 2 E k(x,y), k = exp(−|x − y|²/(2 h²)); no unit.

    Unbiased, so it may be below 0. bandwidth h: default the median distance within y (up to 1000 rows of it): give
    the real sample as y, so that the yardstick does not depend on what was generated.
    Source: Gretton et al. 2012, A Kernel Two-Sample Test, equation 3.
    """
    x, y = _samples(x, y)
    if bandwidth is None:
        few = y[:1000]
        bandwidth = float(np.median(cdist(few, few)[np.triu_indices(len(few), 1)]))
    if not 0 < bandwidth < np.inf:
        raise ValueError(f"bandwidth must be a positive number, got {bandwidth!r}")

    def kernel(distance):
        return np.exp(-0.5 * (distance / bandwidth) ** 2)

    return _pair_mean(kernel, x) + _pair_mean(kernel, y) - 2 * _pair_mean(kernel, x, y)


def frechet_distance(x, y):
    """|m_x − m_y|² + tr(Σ_x + Σ_y − 2 (Σ_x Σ_y)^½): squared Wasserstein-2 distance between the fitted Gaussians.

    x, y: features (n, k), for example from `judges.FeatureNet`; on Inception's features it is the FID.
    It sees means and covariances alone and its floor falls only as 1/n: always compare equal n.
    Source: Heusel et al. 2017, GANs Trained by a Two Time-Scale Update Rule, equation 6.
    """
    x, y = _samples(x, y)
    fits = [(sample.mean(0), np.cov(sample, rowvar=False).reshape(x.shape[1], -1)) for sample in (x, y)]
    return gaussian_w2(*fits[0], *fits[1]) ** 2


def two_sample_auc(x, y, rng, folds=5):
    """How well a random forest tells x from y: the area under its ROC curve on held-out folds. ½: it cannot.

    The chance that a held-out row of x looks more like x than a held-out row of y does.
    Source: Lopez-Paz & Oquab 2017, Revisiting Classifier Two-Sample Tests.
    """
    from sklearn.ensemble import RandomForestClassifier  # here, because it takes a second to import
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    x, y = _samples(x, y)
    if not 2 <= folds <= min(len(x), len(y)):
        raise ValueError(f"folds must be from 2 to the smaller sample's {min(len(x), len(y))}, got {folds!r}")
    seed, both = int(rng.integers(2**31)), np.concatenate([x, y])
    is_x = np.repeat([1, 0], [len(x), len(y)])
    forest = RandomForestClassifier(100, min_samples_leaf=5, random_state=seed)
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    return float(roc_auc_score(is_x, cross_val_predict(forest, both, is_x, cv=split, method="predict_proba")[:, 1]))


def nearest_distance(x, y):
    """Euclidean distance from each row of x to the nearest row of y, (n,), in the units of x."""
    x, y = _samples(x, y)
    return np.concatenate([cdist(x[i : i + ROWS], y).min(axis=1) for i in range(0, len(x), ROWS)])


def _samples(x, y):
    """Both as (n, d) float64, checked."""
    checked = []
    for name, sample in (("x", x), ("y", y)):
        sample = np.asarray(sample, dtype=float)
        if sample.ndim < 2 or len(sample) < 2:
            raise ValueError(f"{name} must have shape (n, ...) with n of at least 2, got {sample.shape}")
        if not np.all(np.isfinite(sample)):
            raise ValueError(f"{name} must be finite, got {sample[~np.isfinite(sample)][0]}")
        checked.append(sample.reshape(len(sample), -1))
    if checked[0].shape[1] != checked[1].shape[1]:
        raise ValueError(f"y must have rows of x's size {checked[0].shape[1]}, got {checked[1].shape[1]}")
    return checked


def _pair_mean(f, x, y=None):
    """Mean of f(|x_i − y_j|) over all pairs, or of f(|x_i − x_j|) over the pairs i ≠ j. f acts on arrays."""
    other = x if y is None else y
    total = sum(f(cdist(x[i : i + ROWS], other)).sum() for i in range(0, len(x), ROWS))
    if y is not None:
        return float(total / (len(x) * len(y)))
    return float((total - len(x) * f(np.zeros(1))[0]) / (len(x) * (len(x) - 1)))
