"""Exact denoisers: what a perfect network would answer. (x_t, t) -> E[x_0 | x_t].

Everything that samples, scores or measures asks for nothing but this one call, so exact and learned denoisers
are interchangeable. These two are for data known in closed form: a Gaussian mixture, or a finite list of points.
x_t may be a numpy array or a torch tensor; the answer is of the same kind and dtype (computed in float64,
with no gradient). t is one time, or one for each row of x_t.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import an_instance
from utils.generative.backend import Points, as_points, as_times, is_tensor
from utils.generative.mixtures import GaussianMixture
from utils.generative.schedule import Schedule


@dataclass(frozen=True, eq=False)
class MixtureDenoiser:
    """E[x_0 | x_t] for x_0 ~ mixture and x_t = α(t) x_0 + σ(t) ε. Points are (..., d).

    denoiser(x_t, t): (..., d) -> (..., d). t: a number, or (n,) for x_t of shape (n, ..., d).
    Raises ValueError if x_t has another d, or t does not fit or lies outside the schedule.
    """

    mixture: GaussianMixture
    schedule: Schedule

    def __post_init__(self) -> None:
        an_instance("mixture", self.mixture, GaussianMixture), an_instance("schedule", self.schedule, Schedule)

    def __call__(self, x_t: Points, t: Any) -> Points:
        return _row_by_row(self.mixture.posterior_mean, self.schedule, x_t, t)

    def trace(self, x_t: Points, t: Any) -> Points:
        """tr ∂E[x_0 | x_t]/∂x_t = α/σ² tr Cov[x_0 | x_t], (..., d) -> (...). Raises ValueError where σ = 0."""

        def trace(x: np.ndarray, alpha: float, sigma: float) -> np.ndarray:
            variance = np.trace(self.mixture.posterior_cov(x, alpha, sigma), axis1=-2, axis2=-1)
            return _positive_sigma(alpha, sigma) * variance

        return _row_by_row(trace, self.schedule, x_t, t)


@dataclass(frozen=True, eq=False)
class DataDenoiser:
    """E[x_0 | x_t] when x_0 is one of n given points, each equally likely: the best denoiser of a finite data set.

        E[x_0 | x_t] = Σ_i r_i x⁽ⁱ⁾,    r_i ∝ exp(−|x_t − α x⁽ⁱ⁾|² / 2σ²)

    It reproduces the training points: a network that reached the least loss on them would memorise.
    points: (n, ...): rows of any shape (vectors, pictures). denoiser(x_t, t): (m, ...) -> (m, ...).
    t: a number or (m,). Work grows as m·n·d. Raises ValueError if x_t's rows have another shape.
    Source: Karras et al. 2022, appendix B.3.
    """

    points: Any
    schedule: Schedule

    def __post_init__(self) -> None:
        an_instance("schedule", self.schedule, Schedule)
        points = arrays.points("points", self.points)
        if points.ndim < 2 or points.size == 0:
            raise ValueError(f"points must have shape (n, ...) with n of at least 1, got {points.shape}")
        points.flags.writeable = False
        object.__setattr__(self, "points", points)

    def __call__(self, x_t: Points, t: Any) -> Points:
        return _row_by_row(self._mean, self.schedule, self._checked(x_t), t)

    def responsibilities(self, x_t: Points, t: Any) -> Points:
        """r_i = p(x_0 = x⁽ⁱ⁾ | x_t), (m, ...) -> (m, n), rows summing to 1. Raises ValueError where σ = 0."""

        def weights(x: np.ndarray, alpha: float, sigma: float) -> np.ndarray:
            _positive_sigma(alpha, sigma)
            return self._weights(x, alpha, sigma)

        return _row_by_row(weights, self.schedule, self._checked(x_t), t)

    def trace(self, x_t: Points, t: Any) -> Points:
        """tr ∂E[x_0 | x_t]/∂x_t = α/σ² tr Cov[x_0 | x_t], (m, ...) -> (m,). Raises ValueError where σ = 0."""

        def trace(x: np.ndarray, alpha: float, sigma: float) -> np.ndarray:
            factor, r = _positive_sigma(alpha, sigma), self._weights(x, alpha, sigma)
            return factor * np.maximum(r @ self._squares - np.sum((r @ self._rows) ** 2, axis=-1), 0.0)

        return _row_by_row(trace, self.schedule, self._checked(x_t), t)

    @cached_property
    def _rows(self) -> np.ndarray:
        """The points as vectors about their mean: the squares below then lose fewest digits."""
        rows = self.points.reshape(len(self.points), -1)
        return rows - rows.mean(axis=0)

    @cached_property
    def _squares(self) -> np.ndarray:
        return np.sum(self._rows**2, axis=1)

    def _checked(self, x_t: Points) -> Points:
        return as_points("x_t", x_t, ("m", *self.points.shape[1:]), least=0)

    def _weights(self, x: np.ndarray, alpha: float, sigma: float) -> np.ndarray:
        centre = self.points.mean(axis=0).ravel()
        x = x.reshape(len(x), centre.size) - alpha * centre
        # −|x − α p|²/2σ² without the part |x|², which is the same for every point
        logits = (alpha * x @ self._rows.T - 0.5 * alpha**2 * self._squares) / sigma**2
        r = np.exp(logits - logits.max(axis=1, keepdims=True))
        return r / r.sum(axis=1, keepdims=True)

    def _mean(self, x: np.ndarray, alpha: float, sigma: float) -> np.ndarray:
        if sigma == 0:
            return x / alpha
        mean = self._weights(x, alpha, sigma) @ self.points.reshape(len(self.points), -1)
        return mean.reshape(x.shape)


def _positive_sigma(alpha: float, sigma: float) -> float:
    """α/σ², or ValueError at σ = 0."""
    if sigma == 0:
        raise ValueError("t must have sigma(t) > 0 here, got sigma = 0")
    return alpha / sigma**2


def _row_by_row(
    answer: Callable[[np.ndarray, float, float], np.ndarray], schedule: Schedule, x_t: Points, t: Any
) -> Points:
    """answer(x, α, σ) at time t, or row by row at the times t (n,), rows of equal time together; numpy or torch."""
    x_t = as_points("x_t", x_t)
    x = arrays.points("x_t", x_t)
    times = as_times("t", t, len(x) if x.ndim > 1 else None)
    if times.ndim == 0:
        return _like(x_t, answer(x, *schedule(times)))
    if times.ndim != 1 or len(times) != len(x):
        raise ValueError(f"t must be one time or one for each of the {len(x)} rows of x_t, got shape {times.shape}")
    result = answer(x, 1.0, 1.0) if len(x) == 0 else None  # any level tells the shape of an empty answer
    for time in np.unique(times):
        rows = times == time
        part = answer(x[rows], *schedule(time))
        result = np.empty((len(x), *part.shape[1:])) if result is None else result
        result[rows] = part
    return _like(x_t, result)


def _like(x: Points, values: Any) -> Points:
    """float64 values as what x is: numpy or torch, of its dtype, on its device."""
    if not is_tensor(x):
        return np.asarray(values, dtype=x.dtype)
    import torch

    return torch.as_tensor(values).to(x)
