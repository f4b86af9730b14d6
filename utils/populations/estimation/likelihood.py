"""A log-likelihood as a function of parameters, with what a fit must know of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import chi2
from scipy.stats import f as f_law

from utils.common import arrays


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, the range that is searched, where to start, and the ends it has by itself.

    least, most: reported where the range's end is reached: a rate has the ends 0 and infinity, a share 0 and 1.
    linear: searched as it is; else by its logarithm. of_noise: how counts vary; often known badly.
    """

    name: str
    lower: float
    upper: float
    starts: tuple[float, ...]
    least: float = 0.0
    most: float = np.inf
    linear: bool = False
    of_noise: bool = False


@dataclass(frozen=True, eq=False)
class Likelihood:
    """ℓ(θ) for θ (d,). Call it: likelihood([1.7, .5]) -> a number, −inf outside of the searched range.

    function: ℓ. parameters: d of them. observations: n, how many numbers ℓ explains. cautions(θ): what these data
    cannot tell if θ is the estimate, in words. spread_found: ℓ is at its best over the unknown size of normal errors.
    """

    function: Callable[[np.ndarray], float]
    parameters: tuple[Parameter, ...]
    observations: int
    cautions: Callable[[np.ndarray], Sequence[str]] = lambda theta: ()
    spread_found: bool = False

    def __call__(self, theta: Any) -> float:
        theta = arrays.points("theta", theta, (len(self.parameters),))
        low, high = self.bounds.T
        x = self.searched(theta) if np.all((theta > 0) | self.linear) else np.full(len(theta), -np.inf)
        return self.function(theta) if np.all((x >= low) & (x <= high)) else -np.inf

    @property
    def names(self) -> tuple[str, ...]:
        """(d,) words."""
        return tuple(one.name for one in self.parameters)

    @property
    def linear(self) -> np.ndarray:
        """(d,) True where a parameter is searched as it is."""
        return np.array([one.linear for one in self.parameters])

    @property
    def bounds(self) -> np.ndarray:
        """(d, 2): the searched range, in the coordinates of the search."""
        ends = np.array([(one.lower, one.upper) for one in self.parameters])
        return np.where(self.linear[:, None], ends, np.log(np.where(self.linear[:, None], 1.0, ends)))

    @property
    def starts(self) -> list[np.ndarray]:
        """Every combination of the parameters' starting points, (d,) each, in the coordinates of the search."""
        return [self.searched(np.array(start)) for start in product(*(one.starts for one in self.parameters))]

    def allowed_drop(self, level: float) -> float:
        """How far ℓ may fall within a confidence interval: half of the `level` quantile of χ²₁.

        For least squares, whose error size is estimated from n − d residuals: n/2 log(1 + t²/(n − d)), t² the quantile
        of F(1, n − d), which is exact where μ is linear in θ.
        """
        n, d = self.observations, len(self.parameters)
        if self.spread_found:
            return float(n / 2 * np.log1p(f_law.ppf(level, 1, n - d) / (n - d)))
        return float(chi2.ppf(level, 1) / 2)

    def searched(self, theta: np.ndarray) -> np.ndarray:
        """θ in the coordinates of the search: logarithms, but of what is linear."""
        return np.where(self.linear, theta, np.log(np.where(self.linear, 1.0, theta)))

    def found(self, x: np.ndarray) -> np.ndarray:
        """The way back: θ of the coordinates x."""
        return np.where(self.linear, x, np.exp(np.where(self.linear, 0.0, x)))
