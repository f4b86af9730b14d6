"""How far a parameter is known: its profile likelihood, the interval read off it, and tests of nested models."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from utils.common.checks import an_instance, within
from utils.populations.estimation.fitting import Fit, climb, value_at
from utils.populations.estimation.likelihood import Likelihood


@dataclass(frozen=True, eq=False)
class Profile:
    """ℓ_p(v), the highest ℓ with one parameter held at v, at increasing values (k,); the interval [low, high].

    An end that the data do not bound is the parameter's own: 0, 1 or infinity; warnings say so.
    """

    name: str
    level: float
    estimate: float
    low: float
    high: float
    values: np.ndarray
    log_likelihoods: np.ndarray
    warnings: tuple[str, ...]


def profile(likelihood: Likelihood, fitted: Fit, name: str, level: float = 0.9) -> Profile:
    """The values v with ℓ̂ − ℓ_p(v) at most likelihood.allowed_drop(level): a confidence interval for large n.

    fitted: fit(likelihood). Walks out from the estimate with steps that double, then closes in.
    Source: Wilks 1938; Venzon & Moolgavkar 1988, A method for computing profile-likelihood-based confidence intervals.
    """
    likelihood, fitted = an_instance("likelihood", likelihood, Likelihood), an_instance("fitted", fitted, Fit)
    if name not in likelihood.names or fitted.names != likelihood.names:
        raise ValueError(f"name must be one of {', '.join(likelihood.names)}, as fitted has, got {name!r}")
    i, level = likelihood.names.index(name), within("level", level, "(0, 1)")
    walk = _Walk(likelihood, fitted, i, fitted.log_likelihood - likelihood.allowed_drop(level))
    one, said = likelihood.parameters[i], []
    ends = [walk.end(-1), walk.end(+1)]
    for side, end, own in (("below", ends[0], one.least), ("above", ends[1], one.most)):
        if end is None:
            said.append(f"the data do not bound {name} from {side}: the interval ends at {own:g}")
    if max(walk.heights.values()) > fitted.log_likelihood + 0.01:
        said.append("the profile is higher than the fit somewhere: the fit was no maximum")
    values = np.array(sorted(walk.heights))
    back = [likelihood.found(walk.held(walk.peak, v))[i] for v in values]
    low, high = (own if end is None else end for end, own in zip(ends, (one.least, one.most)))
    heights = np.array([walk.heights[v] for v in values])
    return Profile(name, level, fitted[name], low, high, np.array(back), heights, tuple(said))


def likelihood_ratio(larger: Fit, smaller: Fit) -> tuple[float, float]:
    """(LR, p): LR = 2 (ℓ_larger − ℓ_smaller), p the probability of as much under χ² if the smaller model is true.

    smaller: nested in larger, with d fewer parameters; χ² has d degrees of freedom. At a limit such as q = 0 the true p
    is smaller (half, for one parameter).
    """
    larger, smaller = an_instance("larger", larger, Fit), an_instance("smaller", smaller, Fit)
    if (extra := len(larger.names) - len(smaller.names)) < 1:
        raise ValueError(f"smaller must have fewer parameters than the {len(larger.names)} of larger, got {-extra:+d}")
    LR = 2 * (larger.log_likelihood - smaller.log_likelihood)
    return LR, float(chi2.sf(LR, extra))


class _Walk:
    """Out from the estimate along one parameter, the others kept at their best."""

    def __init__(self, likelihood: Likelihood, fitted: Fit, i: int, floor: float) -> None:
        self.likelihood, self.i, self.floor = likelihood, i, floor
        self.peak = likelihood.searched(fitted.estimates)
        self.best = {float(self.peak[i]): self.peak}  # value -> the whole x that is best there
        self.heights = {float(self.peak[i]): fitted.log_likelihood}
        error = fitted.errors[i]
        self.step = float(np.clip(error if np.isfinite(error) else 0.3, 1e-3, 1.0)) * np.sqrt(
            2 * (fitted.log_likelihood - floor)
        )

    def above(self, v: float) -> float:
        """ℓ_p(v) less the floor."""
        if v not in self.heights:
            known = self.best[min(self.best, key=lambda other: abs(other - v))]
            self.best[v], self.heights[v] = self.climbed(known, v)
            if self.heights[v] < self.floor:  # before v is given up: from elsewhere as well
                other = max(self.likelihood.starts, key=lambda x: value_at(self.likelihood, self.held(x, v)))
                self.best[v], self.heights[v] = max(
                    (self.best[v], self.heights[v]), self.climbed(other, v), key=lambda end: end[1]
                )
        return self.heights[v] - self.floor

    def climbed(self, start: np.ndarray, v: float) -> tuple[np.ndarray, float]:
        """Where a climb from `start`, with the parameter at v, ends, and how high."""
        return climb(self.likelihood, self.held(start, v), fixed=self.i)[:2]

    def held(self, x: np.ndarray, v: float) -> np.ndarray:
        """x with the parameter at v."""
        return np.where(np.arange(len(x)) == self.i, v, x)

    def end(self, side: int) -> float | None:
        """Where ℓ_p crosses the floor on one side; None if it does not before the searched range ends."""
        limit = self.likelihood.bounds[self.i][(side + 1) // 2]
        inner, step = float(self.peak[self.i]), self.step
        while (limit - inner) * side > 1e-9:
            outer = float(inner + side * min(step, abs(limit - inner)))
            if self.above(outer) < 0:
                v = brentq(self.above, *sorted((inner, outer)), xtol=1e-4)
                return float(self.likelihood.found(self.held(self.peak, v))[self.i])
            inner, step = outer, 2 * step
        return None
