"""Weighted samples: particles x⁽ⁱ⁾ with weights W_i stand for the law Σ_i W_i δ(x − x⁽ⁱ⁾)."""

from typing import Any

import numpy as np

from utils.common import arrays


def normalised(log_weights: Any) -> np.ndarray:
    """W_i = exp(l_i)/Σ_j exp(l_j), (n,) -> (n,). −∞ is a weight of 0. ValueError if all are, or one is nan or +∞."""
    log_weights = arrays.points("log_weights", log_weights, ("n",), finite=False)
    largest = log_weights.max()
    if not np.isfinite(largest):
        raise ValueError(f"log_weights must have a finite maximum, got {largest}")
    weights = np.exp(log_weights - largest)
    return weights / weights.sum()


def effective_sample_size(log_weights: Any) -> float:
    """1/Σ_i W_i²: n for equal weights, 1 if one particle has all. Source: Kong, Liu & Wong 1994."""
    return float(1 / np.sum(normalised(log_weights) ** 2))


def resample(log_weights: Any, rng: np.random.Generator) -> np.ndarray:
    """n indices, i about n W_i times: systematic resampling, one uniform number for all. (n,) -> (n,).

    Particle i is taken ⌊n W_i⌋ or ⌈n W_i⌉ times, and n W_i times in the mean.
    Source: Kitagawa 1996, Monte Carlo filter and smoother.
    """
    weights = normalised(log_weights)
    n = len(weights)
    ends = np.cumsum(weights)
    ends[-1] = 1.0  # without it, round-off may leave the last position without a particle
    return np.searchsorted(ends, (np.arange(n) + arrays.numpy_generator("rng", rng).random()) / n)
