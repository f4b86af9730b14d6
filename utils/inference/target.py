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

    def gradients(self, theta: Any) -> np.ndarray:
        """∇ log π at θ (n, d): (n, d). Not finite where a neighbour that it is computed from has π = 0."""
        theta = arrays.points("theta", theta, ("n", len(self.names)))
        if self.gradient is not None:
            return arrays.points("gradient", self._each(self.gradient, theta), theta.shape, finite=False)
        step = 1e-5 * (1 + np.abs(theta))  # near ε^{1/3}: round-off and truncation are then about equal
        moved = step[:, None] * np.eye(theta.shape[1])
        both = np.concatenate([theta[:, None] + moved, theta[:, None] - moved]).reshape(-1, theta.shape[1])
        ahead, behind = self.log_densities(both).reshape(2, *theta.shape)
        with np.errstate(invalid="ignore"):  # −inf − (−inf)
            return (ahead - behind) / (2 * step)

    def _each(self, function: Callable, theta: np.ndarray) -> Any:
        return function(theta) if self.vectorised else [function(one) for one in theta]
