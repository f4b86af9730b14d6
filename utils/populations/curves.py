"""Adoption in a large population: the share F(t) of the ceiling m that has adopted by time t.

    adopted by t: m F(t)        between a and b: m (F(b) − F(a))        rate: m f(t), f = dF/dt

Bass starts from nobody, F(0) = 0. Logistic and Gompertz have no start: F(−∞) = 0, and some have adopted before t = 0.
Units: rates per unit of t, m in people (or thousands of units sold).
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import not_negative, number, positive


class SCurve(ABC):
    """A curve with its ceiling m > 0. Times t are of any shape (...), and so are the results."""

    m: float

    @abstractmethod
    def share(self, t: Any) -> Any:
        """F(t), within [0, 1]."""

    @abstractmethod
    def density(self, t: Any) -> Any:
        """f(t) = dF/dt, per unit of t."""

    @abstractmethod
    def quantile(self, share: Any) -> Any:
        """The t at which F(t) = share, for shares within (0, 1)."""

    @property
    @abstractmethod
    def peak(self) -> float:
        """The t at which f is largest."""

    def adopted(self, t: Any) -> Any:
        """m F(t): how many have adopted by t."""
        return self.m * self.share(t)

    def per_interval(self, edges: Any) -> np.ndarray:
        """m (F(t_{k+1}) − F(t_k)), (n,): the adopters of each interval between increasing edges (n + 1,).

        Yearly sales are these, not m f at the year's end.
        """
        edges = arrays.points("edges", edges, ("n",), least=2)
        if np.any(np.diff(edges) <= 0):
            raise ValueError(f"edges must increase, got {edges}")
        return self.m * np.diff(self.share(edges))


@dataclass(frozen=True)
class Bass(SCurve):
    """dF/dt = (p + q F)(1 − F), F(0) = 0: innovators adopt at rate p, imitators at rate q F.

        F(t) = (1 − e^{−(p+q)t}) / (1 + (q/p) e^{−(p+q)t})

    p > 0, q ≥ 0, m > 0; times t ≥ 0. Source: Bass 1969, A new product growth model for consumer durables.
    """

    p: float
    q: float
    m: float = 1.0

    def __post_init__(self) -> None:
        positive("p", self.p), not_negative("q", self.q), positive("m", self.m)

    def share(self, t: Any) -> Any:
        """F(t)."""
        left = np.exp(-(self.p + self.q) * _from_zero(t))
        return (1 - left) / (1 + self.q / self.p * left)

    def density(self, t: Any) -> Any:
        """f(t) = (p + q F)(1 − F)."""
        F = self.share(t)
        return (self.p + self.q * F) * (1 - F)

    def quantile(self, share: Any) -> Any:
        """t = ln((1 + q F/p) / (1 − F)) / (p + q)."""
        F = _inner("share", share)
        return np.log((1 + self.q / self.p * F) / (1 - F)) / (self.p + self.q)

    @property
    def peak(self) -> float:
        """t* = ln(q/p)/(p + q), where F = 1/2 − p/(2q) and f = (p + q)²/(4q); 0 for q ≤ p: sales only fall."""
        return max(0.0, np.log(self.q / self.p) / (self.p + self.q)) if self.q > 0 else 0.0


@dataclass(frozen=True)
class Logistic(SCurve):
    """dF/dt = r F (1 − F): imitation alone. F = 1/(1 + e^{−r(t − middle)}), steepest at the middle, where F = 1/2.

    r > 0, m > 0. Source: Griliches 1957, Hybrid corn: an exploration in the economics of technological change.
    """

    r: float
    middle: float
    m: float = 1.0

    def __post_init__(self) -> None:
        positive("r", self.r), number("middle", self.middle), positive("m", self.m)

    def share(self, t: Any) -> Any:
        """F(t)."""
        return 0.5 * (1 + np.tanh(self.r * (arrays.points("t", t) - self.middle) / 2))  # never overflows

    def density(self, t: Any) -> Any:
        """f(t) = r F (1 − F)."""
        F = self.share(t)
        return self.r * F * (1 - F)

    def quantile(self, share: Any) -> Any:
        """t = middle + ln(F/(1 − F))/r."""
        F = _inner("share", share)
        return self.middle + np.log(F / (1 - F)) / self.r

    @property
    def peak(self) -> float:
        """t* = middle, where f = r/4."""
        return float(self.middle)


@dataclass(frozen=True)
class Gompertz(SCurve):
    """dF/dt = −r F ln F: steepest early, at F = 1/e, with a long tail. F = exp(−e^{−r(t − steepest)}).

    r > 0, m > 0. Source: Gompertz 1825; for new products, Dixon 1980, Hybrid corn revisited.
    """

    r: float
    steepest: float
    m: float = 1.0

    def __post_init__(self) -> None:
        positive("r", self.r), number("steepest", self.steepest), positive("m", self.m)

    def share(self, t: Any) -> Any:
        """F(t)."""
        return np.exp(-self._wait(t))

    def density(self, t: Any) -> Any:
        """f(t) = r e^{−r(t − steepest)} F."""
        wait = self._wait(t)
        return self.r * wait * np.exp(-wait)

    def quantile(self, share: Any) -> Any:
        """t = steepest − ln(−ln F)/r."""
        return self.steepest - np.log(-np.log(_inner("share", share))) / self.r

    @property
    def peak(self) -> float:
        """t* = steepest, where f = r/e."""
        return float(self.steepest)

    def _wait(self, t: Any) -> np.ndarray:
        """−ln F = e^{−r(t − steepest)}; 700 and above is F = 0 to the last digit."""
        return np.exp(np.minimum(-self.r * (arrays.points("t", t) - self.steepest), 700.0))


def _from_zero(t: Any) -> np.ndarray:
    t = arrays.points("t", t)
    if np.any(t < 0):
        raise ValueError(f"t must be at least 0, the launch, got {t.min():g}")
    return t


def _inner(name: str, value: Any) -> np.ndarray:
    shares = arrays.points(name, value)
    if np.any((shares <= 0) | (shares >= 1)):
        raise ValueError(f"{name} must lie in (0, 1), got {value!r}")
    return shares
