"""Who adopts when: four reasons to adopt, and the shapes of the curve that they leave.

F(t) is the share that has adopted by t, from F(0) = 0. Rates a per unit of t. Thresholds are spread over people as
G(x) = Φ((x/b − 1)/SPREAD): mean b, standard deviation SPREAD · b; those below 0 move first.

    inertia      each at a rate of their own, gamma distributed, mean a, shape b:   F = 1 − (1 + at/b)^{−b}
    contagion    dF/dt = (a + bF)(1 − F): Bass
    influence    dF/dt = a (G(F) − F): whoever sees more adopters than their threshold
    learning     dF/dt = a (G(∫₀ᵗ F ds) − F): whoever knows of more experience, a share times a time, than theirs

Two parameters each, so that likelihoods compare as they are. Source: Young 2009, Innovation diffusion in heterogeneous
populations, American Economic Review 99: 1899–1924.
"""

from typing import Any

import numpy as np
from scipy.integrate import odeint
from scipy.special import ndtr

from utils.common import arrays
from utils.common.checks import one_of, positive
from utils.data.counts import Counts
from utils.populations.curves import Bass
from utils.populations.estimation.densities import interval_censored
from utils.populations.estimation.likelihood import Likelihood, Parameter
from utils.populations.estimation.noise import usable

SPREAD = 0.5
# Where b is searched and from where; for learning it is a time, in lengths of the series.
SHAPES = {
    "inertia": (0.02, 100.0, (0.3, 3.0)),
    "contagion": (1e-3, 300.0, (2.0, 10.0)),
    "influence": (0.01, 0.6, (0.08, 0.2)),
    "learning": (1e-3, 3.0, (0.03, 0.2)),
}


def share(shape: str, a: float, b: float, t: Any) -> np.ndarray:
    """F at times t (n,) that increase from 0. shape: one of SHAPES."""
    shape, a, b, t = one_of("shape", shape, SHAPES), positive("a", a), positive("b", b), arrays.points("t", t, ("n",))
    if t[0] != 0 or np.any(np.diff(t) <= 0):
        raise ValueError(f"t must increase from 0, got {t}")
    if shape == "inertia":
        return 1 - (1 + a * t / b) ** -b
    if shape == "contagion":
        return Bass(a, b).share(t)
    seen = 0 if shape == "influence" else 1  # F, or its integral

    def slope(y: np.ndarray, _: float) -> tuple[float, float]:
        return a * (ndtr((y[seen] / b - 1) / SPREAD) - y[0]), y[0]

    return np.clip(np.maximum.accumulate(odeint(slope, [0.0, 0.0], t)[:, 0]), 0, 1)


def shape_likelihood(series: Counts, shape: str) -> Likelihood:
    """Of the intervals in which each of N people adopted under this shape: see `densities.interval_censored`.

    series: kind "new", population known. Fit it by `fitting.fit`; the shape with the highest ℓ is the likeliest of the
    four, which does not say that it fits.
    """
    series, (low, high, starts) = usable(series, "new"), SHAPES[one_of("shape", shape, SHAPES)]
    if series.never is None:
        raise ValueError("series must have a population: those who never adopted count as well")
    edges, never = series.edges - series.start, series.never
    T = float(edges[-1])
    unit = {"contagion": 1 / T, "learning": T}.get(shape, 1.0)
    parameters = (
        Parameter("a", 1e-5 / T, 300 / T, (0.1 / T, 1 / T, 10 / T, 50 / T)),
        Parameter("b", low * unit, high * unit, tuple(start * unit for start in starts)),
    )

    def function(theta: np.ndarray) -> float:
        return interval_censored(series.counts, share(shape, theta[0], theta[1], edges), never)

    return Likelihood(function, parameters, int(series.counts.size) + 1)
