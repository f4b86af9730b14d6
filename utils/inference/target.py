"""What a sampler needs of a posterior: its logarithm up to a constant, and the gradient of that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import a_function, truth


@dataclass(frozen=True)
class Target:
    """log π(θ) + constant, for θ of d coordinates.

    log_density: θ (d,) -> a number; −inf where π = 0. names: what the d coordinates are called.
    gradient: θ (d,) -> (d,). None: central differences, 2d densities a gradient.
    vectorised: both functions take many points at once, (n, d) -> (n,) and (n, d). One call a step for all chains.
    A gradient that is off costs acceptances, not correctness: Metropolis's ratio does not contain it as a truth.
    """

    log_density: Callable[[np.ndarray], Any]
    names: Sequence[str]
    gradient: Callable[[np.ndarray], Any] | None = None
    vectorised: bool = False

    def __post_init__(self) -> None:
        a_function("log_density", self.log_density), truth("vectorised", self.vectorised)
        if self.gradient is not None:
            a_function("gradient", self.gradient)
        names = self.names
        if not isinstance(names, list | tuple) or not names or not all(isinstance(name, str) for name in names):
            raise ValueError(f"names must be a list of words, one a coordinate, got {names!r}")

    def log_densities(self, theta: Any) -> np.ndarray:
        """log π at θ (n, d), up to a constant: (n,).

        Raises ValueError where it is nan or +inf: outside its support a log density is −inf.
        """
        theta = arrays.points("theta", theta, ("n", len(self.names)))
        values = arrays.points("log_density", self._each(self.log_density, theta), (len(theta),), finite=False)
        wrong = np.isnan(values) | (values == np.inf)
        if wrong.any():
            at = theta[wrong][0]
            raise ValueError(f"log_density must be finite, or −inf where π = 0, got {values[wrong][0]} at θ = {at}")
        return values

    def with_gradients(self, theta: Any) -> tuple[np.ndarray, np.ndarray]:
        """log π (n,) and ∇ log π (n, d) at θ (n, d). The gradient is not finite where a neighbour in use has π = 0."""
        theta = arrays.points("theta", theta, ("n", len(self.names)))
        if self.gradient is None:
            return self._differences(theta)
        values, slopes = self.log_densities(theta), np.zeros_like(theta)
        inside = np.isfinite(values)
        if inside.any():
            found = self._each(self.gradient, theta[inside])
            slopes[inside] = arrays.points("gradient", found, theta[inside].shape, finite=False)
        return values, slopes

    def _differences(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n, d = theta.shape
        step = 1e-5 * (1 + np.abs(theta))  # near ε^{1/3}: round-off and truncation are then about equal
        moves = step * np.concatenate([np.zeros((1, d)), np.eye(d), -np.eye(d)])[:, None]  # (1 + 2d, n, d)
        here, *both = self.log_densities((theta + moves).reshape(-1, d)).reshape(1 + 2 * d, n)
        with np.errstate(invalid="ignore"):  # −inf − (−inf)
            return here, (np.array(both[:d]) - both[d:]).T / (2 * step)

    def _each(self, function: Callable, theta: np.ndarray) -> Any:
        return function(theta) if self.vectorised else [function(one) for one in theta]
