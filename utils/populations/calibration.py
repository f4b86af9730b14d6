"""Do predictions agree with what was observed? Predictive checks, the PIT of counts, how often intervals cover.

`simulated` (R, n) are R data sets of n counts, each drawn from the prediction of the n observed ones: from a fitted
model (parametric bootstrap) or with new parameters of the posterior each time (posterior predictive).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import beta

from utils.common import arrays
from utils.common.checks import a_function, within


@dataclass(frozen=True, eq=False)
class PredictiveCheck:
    """observed: T(y). simulated (R,): T of each simulated data set. p: the share at least as large, y counted in."""

    observed: float
    simulated: np.ndarray = field(repr=False)
    p: float


def predictive_check(observed: Any, simulated: Any, statistic: Callable[[np.ndarray], float]) -> PredictiveCheck:
    """p = (1 + #{r: T(y_r) ≥ T(y)})/(R + 1) for a statistic T: (n,) → number. Near 0 or 1: the model lacks what T sees.

    Data that were fitted and are then checked are used twice, so p lies nearer to ½ than a uniform number would,
    unless T fits each data set anew.
    Source: Gelman, Meng & Stern 1996, Posterior predictive assessment of model fitness.
    """
    observed, simulated = _pair(observed, simulated)
    T = a_function("statistic", statistic)
    values = arrays.points("statistic of simulated data", [T(one) for one in simulated], ("R",))
    value = float(arrays.points("statistic of the observed data", T(observed), ()))
    return PredictiveCheck(value, values, (1 + int(np.sum(values >= value))) / (len(values) + 1))


def pit(observed: Any, simulated: Any, rng: np.random.Generator) -> np.ndarray:
    """The probability integral transform, randomised for counts, (n,): uniform on (0, 1) if predictions are calibrated.

        u = F(y − 1) + v (F(y) − F(y − 1)),  v uniform;    from R draws:  (#{y_r < y} + v (1 + #{y_r = y}))/(R + 1)

    Exactly uniform if y and the draws come from one law. Draws that vary too little give a U-shaped histogram.
    Source: Czado, Gneiting & Held 2009, Predictive model assessment for count data.
    """
    observed, simulated = _pair(observed, simulated)
    v = arrays.numpy_generator("rng", rng).random(len(observed))
    below, equal = np.sum(simulated < observed, axis=0), np.sum(simulated == observed, axis=0)
    return (below + v * (1 + equal)) / (len(simulated) + 1)


def central_interval(simulated: Any, level: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    """(low, high), each (n,): the quantiles (1 − level)/2 and (1 + level)/2 of each column of simulated (R, n)."""
    simulated, level = arrays.points("simulated", simulated, ("R", "n"), least=2), within("level", level, "(0, 1)")
    low, high = np.quantile(simulated, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def coverage(observed: Any, low: Any, high: Any, confidence: float = 0.95) -> tuple[float, float, float]:
    """(share, least, most): how many of n intervals [low, high] contain what was observed, with its exact interval.

    observed, low, high: (n,). least and most are Clopper & Pearson's limits for n independent intervals: too narrow
    where the n share one fit.
    """
    observed = arrays.points("observed", observed, ("n",))
    low, high = (arrays.points(name, end, observed.shape) for name, end in (("low", low), ("high", high)))
    if np.any(low > high):
        raise ValueError(f"low must be at most high, got {low[low > high][0]:g} > {high[low > high][0]:g}")
    n, inside = len(observed), int(np.sum((low <= observed) & (observed <= high)))
    tail = (1 - within("confidence", confidence, "(0, 1)")) / 2
    least = beta.ppf(tail, inside, n - inside + 1) if inside else 0.0
    most = beta.ppf(1 - tail, inside + 1, n - inside) if inside < n else 1.0
    return inside / n, float(least), float(most)


def _pair(observed: Any, simulated: Any) -> tuple[np.ndarray, np.ndarray]:
    observed = arrays.points("observed", observed, ("n",))
    return observed, arrays.points("simulated", simulated, ("R", len(observed)))
