"""Counts around what a model expects: the model's parameters, and one more where the noise has one."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from utils.common.checks import an_instance, one_of
from utils.data.counts import Counts
from utils.populations.estimation import densities
from utils.populations.estimation.likelihood import Likelihood, Parameter

NOISES = ("least squares", "poisson", "negative binomial")
K = Parameter("k", 1e-3, 1e7, (10.0,), of_noise=True)


def noise_model(
    series: Counts,
    expected: Callable[[np.ndarray], np.ndarray],
    parameters: tuple[Parameter, ...],
    noise: str,
    cautions: Callable[[np.ndarray], Sequence[str]],
) -> Likelihood:
    """ℓ(θ) = the density called `noise` of series.counts around expected(θ) (n,). Negative binomial: θ ends with k."""
    y = series.counts
    if one_of("noise", noise, NOISES) != "least squares" and np.any(y != np.round(y)):
        raise ValueError(f"noise must be 'least squares' where counts are not whole, got {noise!r}")
    if noise == "negative binomial":
        return Likelihood(
            lambda theta: densities.negative_binomial(y, expected(theta[:-1]), float(theta[-1])),
            (*parameters, K),
            len(y),
            lambda theta: cautions(theta[:-1]),
        )
    normal = noise == "least squares"
    density = densities.least_squares if normal else densities.poisson
    return Likelihood(lambda theta: density(y, expected(theta)), parameters, len(y), cautions, spread_found=normal)


def usable(series: Any, *kinds: str) -> Counts:
    """A series of one of these kinds in which something happened. Raises ValueError otherwise."""
    one = an_instance("series", series, Counts)
    if one.kind not in kinds:
        raise ValueError(f"series must be of kind {' or '.join(map(repr, kinds))}, got {one.kind!r}")
    if one.counts.max() == 0:
        raise ValueError(f"series must have a count above 0, got {one.counts.size} zeros")
    return one


def uneven(edges: np.ndarray) -> list[str]:
    """Words about intervals of different length: a time that is missing makes its interval twice as long."""
    steps = np.diff(edges)
    if steps.max() <= 1.5 * steps.min():  # months are not equally long
        return []
    return [
        f"intervals last from {steps.min():.3g} to {steps.max():.3g}: each count is taken to cover all of its own; "
        "if a time is missing, the fit is wrong"
    ]
