"""How likely counts are where a model expects so many: log-likelihoods, natural logarithm, all constants included.

counts y (n,), expected μ (n,), of the same unit. Independent given μ.
"""

from typing import Any

import numpy as np
from scipy.special import gammaln, xlogy

from utils.common import arrays
from utils.common.checks import not_negative, positive, probability

_EXACT = 1e-6  # a root mean square residual below this share of the largest count is taken for it


def least_squares(counts: Any, expected: Any) -> float:
    """Normal errors of one unknown size, at its best value σ̂² = RSS/n: the maximum is the least sum of squares.

    ℓ = −n/2 (log(2π RSS/n) + 1),    RSS = Σ (y_i − μ_i)²
    """
    y, mu = _pair(counts, expected)
    smallest = (_EXACT * max(float(np.abs(y).max()), 1e-300)) ** 2
    return float(-len(y) / 2 * (np.log(2 * np.pi * max(np.mean((y - mu) ** 2), smallest)) + 1))


def poisson(counts: Any, expected: Any) -> float:
    """Independent events: the variance is the mean.

        ℓ = Σ y_i log μ_i − μ_i − log y_i!

    counts: whole numbers of events, not thousands. −inf where something happened that was not expected at all.
    """
    y, mu = _whole(counts, expected)
    return float(np.sum(xlogy(y, mu) - mu - gammaln(y + 1)))


def negative_binomial(counts: Any, expected: Any, k: float) -> float:
    """Poisson with a rate that varies (gamma distributed, shape k): the variance is μ + μ²/k.

        ℓ = Σ log Γ(y_i + k) − log Γ(k) − log y_i! + k log(k/(k + μ_i)) + y_i log(μ_i/(k + μ_i))

    k > 0; k → ∞ is Poisson. Source: Bliss & Fisher 1953, Fitting the negative binomial distribution to biological data.
    """
    (y, mu), k = _whole(counts, expected), positive("k", k)
    ways = gammaln(y + k) - gammaln(k) - gammaln(y + 1)
    return float(np.sum(ways - k * np.log1p(mu / k) + xlogy(y, mu / (k + mu))))


def interval_censored(counts: Any, shares: Any, never: float, ceiling: float = 1.0) -> float:
    """Times known only to lie within intervals; `never` people had not by the end.

        ℓ = Σ_i y_i log(c (F(t_i) − F(t_{i−1}))) + never · log(1 − c F(t_n))

    counts (n,); shares (n + 1,): F at the ends of the intervals, never falling; ceiling c within [0, 1]: the share that
    ever will. Who will never and who has not yet cannot be told apart: 1 − cF is both.
    """
    y = _counts(counts)
    F = arrays.points("shares", shares, (len(y) + 1,))
    if F[0] < 0 or F[-1] > 1 or np.any(np.diff(F) < 0):
        raise ValueError(f"shares must lie in [0, 1] and never fall, got {F}")
    never, c = not_negative("never", never), probability("ceiling", ceiling)
    return float(np.sum(xlogy(y, c * np.diff(F))) + xlogy(never, 1 - c * F[-1]))


def _counts(counts: Any) -> np.ndarray:
    y = arrays.points("counts", counts, ("n",))
    if y.min() < 0:
        raise ValueError(f"counts must not be negative, got {y.min():g} at place {y.argmin()} (from 0)")
    return y


def _pair(counts: Any, expected: Any) -> tuple[np.ndarray, np.ndarray]:
    y = _counts(counts)
    mu = arrays.points("expected", expected, y.shape)
    if mu.min() < 0:
        raise ValueError(f"expected must not be negative, got {mu.min():g} at place {mu.argmin()} (from 0)")
    return y, mu


def _whole(counts: Any, expected: Any) -> tuple[np.ndarray, np.ndarray]:
    y, mu = _pair(counts, expected)
    if np.any(y != np.round(y)):
        raise ValueError(f"counts must be whole numbers of events here, got {y[y != np.round(y)][0]:g}")
    return y, mu
