"""Which uncertain input moves the output? Sobol's shares of the variance, and Morris' screening.

A model is a function (n, d) → (n,): one output for each row of inputs. The inputs are independent, input i uniform
on bounds[i] = (low, high); another law is reached by its quantile function inside the model.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import qmc

from utils.common import arrays
from utils.common.checks import a_function, whole_number


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """first, total (d,): S_i and T_i. first_error, total_error (d,): their standard errors, by bootstrap."""

    first: np.ndarray
    total: np.ndarray
    first_error: np.ndarray
    total_error: np.ndarray
    evaluations: int


@dataclass(frozen=True, eq=False)
class MorrisEffects:
    """mean, absolute, spread (d,): μ, μ* and σ of the elementary effects, in the output's unit over a whole range."""

    mean: np.ndarray
    absolute: np.ndarray
    spread: np.ndarray
    evaluations: int


def sobol_indices(
    model: Callable[[np.ndarray], Any], bounds: Any, n: int, rng: np.random.Generator, resamples: int = 200
) -> SobolIndices:
    """S_i = Var(E[f | x_i])/Var f, what x_i does alone; T_i = 1 − Var(E[f | all but x_i])/Var f, with its interactions.

        S_i ≈ mean(f(B)(f(A_B^i) − f(A)))/Var f        T_i ≈ ½ mean((f(A) − f(A_B^i))²)/Var f

    A, B (n, d): independent points, A_B^i: A with column i of B. n: a power of 2, so that the scrambled Sobol points
    are balanced; n (d + 2) evaluations. S_i ≤ T_i but for the error; equal for all i if nothing interacts.
    Source: Saltelli and others 2010, Variance based sensitivity analysis of model output (first order);
    Jansen 1999 (total).
    """
    low, high = _bounds(bounds)
    n, rng = whole_number("n", n, least=2), arrays.numpy_generator("rng", rng)
    if n & (n - 1):
        raise ValueError(f"n must be a power of 2, got {n}")
    d, resamples = len(low), whole_number("resamples", resamples, least=2)
    base = qmc.Sobol(2 * d, rng=rng).random(n)
    A, B = base[:, :d], base[:, d:]
    mixed = np.repeat(A[None], d, axis=0)
    mixed[np.arange(d), :, np.arange(d)] = B.T
    points = low + (high - low) * np.concatenate([A[None], B[None], mixed])
    values = _evaluated(model, points.reshape(-1, d)).reshape(d + 2, n)
    first, total = _shares(values)
    again = np.array([_shares(values[:, rng.integers(n, size=n)]) for _ in range(resamples)])
    errors = again.std(axis=0)
    return SobolIndices(first, total, errors[0], errors[1], n * (d + 2))


def morris_effects(
    model: Callable[[np.ndarray], Any], bounds: Any, paths: int, rng: np.random.Generator, levels: int = 4
) -> MorrisEffects:
    """Elementary effects (f(x + Δ e_i) − f(x))/Δ on a grid of `levels` (even), along paths that move each input once.

    x within [0, 1]^d before it is stretched onto the bounds, Δ = levels/(2 (levels − 1)). paths (d + 1) evaluations.
    μ* ranks; a spread σ near or above μ* says that the effect depends on where one stands: bent or interacting.
    Source: Morris 1991, Factorial sampling plans; μ*: Campolongo, Cariboni & Saltelli 2007.
    """
    low, high = _bounds(bounds)
    paths, levels, rng = (
        whole_number("paths", paths, 2),
        whole_number("levels", levels, 2),
        arrays.numpy_generator("rng", rng),
    )
    if levels % 2:
        raise ValueError(f"levels must be even, got {levels}")
    d, delta, each = len(low), levels / (2 * (levels - 1)), np.arange(paths)
    sign = rng.choice([-1, 1], size=(paths, d))
    lowest = rng.integers(levels // 2, size=(paths, d)) / (levels - 1)  # in the lower half: + Δ is on the grid too
    order = rng.permuted(np.tile(np.arange(d), (paths, 1)), axis=1)
    points = np.repeat((lowest + delta * (sign < 0))[:, None], d + 1, axis=1)  # (path, step, input)
    for step in range(d):
        moved = order[:, step]
        points[each, step + 1 :, moved] += (delta * sign[each, moved])[:, None]
    values = _evaluated(model, (low + (high - low) * points).reshape(-1, d)).reshape(paths, d + 1)
    effects = np.empty((paths, d))
    np.put_along_axis(effects, order, np.diff(values) / delta, axis=1)
    effects *= sign
    return MorrisEffects(
        effects.mean(axis=0), np.abs(effects).mean(axis=0), effects.std(axis=0, ddof=1), paths * (d + 1)
    )


def _shares(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(S, T) from f(A), f(B), f(A_B^1), ... in rows. Var f from A and B."""
    a, b, mixed = values[0], values[1], values[2:]
    variance = np.var(values[:2])
    centre = values[:2].mean()  # makes the error of S smaller, and leaves what it estimates
    return np.mean((b - centre) * (mixed - a), axis=1) / variance, np.mean((a - mixed) ** 2, axis=1) / (2 * variance)


def _evaluated(model: Callable[[np.ndarray], Any], points: np.ndarray) -> np.ndarray:
    values = arrays.points("model's output", a_function("model", model)(points), (len(points),))
    if np.ptp(values) == 0:
        raise ValueError(f"model must vary over the bounds, got {values[0]:g} everywhere")
    return values


def _bounds(bounds: Any) -> tuple[np.ndarray, np.ndarray]:
    low, high = arrays.points("bounds", bounds, ("d", 2)).T
    if np.any(low >= high):
        raise ValueError(f"bounds must be (low, high) with low < high, got {np.asarray(bounds)[low >= high][0]}")
    return low, high
