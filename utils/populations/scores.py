"""The score of a predicted count once it is known: the logarithm of the probability it had."""

from typing import Any

import numpy as np
from scipy.special import betaln, gammaln, xlog1py, xlogy

from utils.common import arrays


def log_score(counts: Any, mean: Any, size: Any = np.inf) -> np.ndarray:
    """log p(y) in nats, larger is better, for y of mean μ and variance μ + μ²/size; size = inf is Poisson's law.

        log p(y) = log Γ(y + k) − log Γ(k) − log y! + k log(k/(k + μ)) + y log(μ/(k + μ)),    k = size

    counts (...): whole numbers of at least 0. mean (...) > 0, size (...) > 0; they broadcast. The mean of the score is
    largest, over all forecasts, for the true law (it is proper): what another loses is the KL divergence.
    Source: Gneiting & Raftery 2007, Strictly proper scoring rules, prediction, and estimation.
    """
    y = arrays.points("counts", counts)
    if np.any((y < 0) | (y != np.floor(y))):
        raise ValueError(f"counts must be whole numbers of at least 0, got {y[(y < 0) | (y != np.floor(y))][0]:g}")
    mu, k = _above_zero("mean", mean), _above_zero("size", size, finite=False)
    try:
        y, mu, k = np.broadcast_arrays(y, mu, k)
    except ValueError:
        raise ValueError(f"counts, mean, size must broadcast, got {y.shape}, {mu.shape}, {k.shape}") from None
    poisson = xlogy(y, mu) - mu - gammaln(y + 1)
    k, known = np.where(np.isfinite(k), k, 1.0), np.isfinite(k)
    choose = -betaln(k, y + 1) - np.log(k + y)  # log Γ(y + k) − log Γ(k) − log y!, exact for large k as well
    return np.where(known, choose - xlog1py(k + y, mu / k) + xlogy(y, mu / k), poisson)


def _above_zero(name: str, value: Any, finite: bool = True) -> np.ndarray:
    array = arrays.points(name, value, finite=finite)
    if not np.all(array > 0):
        raise ValueError(f"{name} must be above 0, got {array[~(array > 0)][0]:g}")
    return array
