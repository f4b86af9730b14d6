"""Log-likelihoods of adoption: sales by interval under an S-curve, and adoption times in a known population."""

from collections.abc import Callable

import numpy as np

from utils.common.checks import one_of, truth
from utils.data.counts import Counts
from utils.populations.curves import Bass, Gompertz, Logistic, SCurve
from utils.populations.estimation import densities
from utils.populations.estimation.likelihood import Likelihood, Parameter
from utils.populations.estimation.noise import noise_model, uneven, usable

CURVES: dict[str, Callable[..., SCurve]] = {"Bass": Bass, "logistic": Logistic, "Gompertz": Gompertz}


def sales_likelihood(series: Counts, curve: str = "Bass", noise: str = "least squares") -> Likelihood:
    """Of new adopters (or sales) by interval: each count around m (F(t_i) − F(t_{i−1})), not around m f(t_i).

    series: kind "new". curve: one of CURVES: parameters p, q, m; or r, middle, m; or r, steepest, m. noise: one of
    noise.NOISES; the negative binomial adds k. Time is counted from series.start, the launch.
    The ceiling m is searched up to 1000 times what was counted, or up to the population.
    """
    kind, series = CURVES[one_of("curve", curve, CURVES)], usable(series, "new")
    edges = series.edges - series.start
    first, T, total = series.before, float(edges[-1]), float(series.counts.sum())
    most = np.inf if series.population is None else series.population
    m = Parameter("m", 0.1 * total, min(1000 * total, most), (min(1.2 * total, most), min(4 * total, most)), most=most)
    parameters = (*_shape(kind, T), m)

    def expected(theta: np.ndarray) -> np.ndarray:
        return kind(*theta[:3]).per_interval(edges)

    def cautions(theta: np.ndarray) -> list[str]:
        found = kind(*theta[:3])
        said = _before_inflection(series, found.peak, T) + uneven(edges)
        if first > 0 and kind is Bass:
            said.append(f"{first:g} had adopted before the series starts: Bass starts from nobody, so p is too large")
        return said

    return noise_model(series, expected, parameters, noise, cautions)


def adoption_likelihood(series: Counts, contagion: bool = True) -> Likelihood:
    """Of the intervals in which each of N people adopted, those who never did included: `interval_censored`.

    With contagion F is Bass': parameters p, q, c. Without, each adopts at a constant hazard, F = 1 − e^{−pt}: p, c; it
    is the same with q = 0. c within (0, 1]: the ceiling, the share that ever will.
    series: kind "new", population known.
    """
    series, contagion = usable(series, "new"), truth("contagion", contagion)
    if series.never is None:
        raise ValueError("series must have a population: without those who never adopted, c cannot be known")
    edges, never = series.edges - series.start, series.never
    T, seen = float(edges[-1]), float(series.counts.sum()) / (series.counts.sum() + never)
    p, q = _shape(Bass, T)
    c = Parameter("c", 0.01 * seen, 1.0, (min(1.0, 1.05 * seen), (1 + seen) / 2), most=1.0)

    def function(theta: np.ndarray) -> float:
        rate, pull = (theta[0], theta[1]) if contagion else (theta[0], 0.0)
        F = Bass(rate, pull).share(edges)
        return densities.interval_censored(series.counts, F, never, min(1.0, theta[-1]))

    def cautions(theta: np.ndarray) -> list[str]:
        peak = Bass(theta[0], theta[1] if contagion else 0.0).peak
        return _before_inflection(series, peak, T, "c") + uneven(edges)

    return Likelihood(function, (p, q, c) if contagion else (p, c), int(series.counts.size) + 1, cautions)


def _shape(kind: Callable[..., SCurve], T: float) -> tuple[Parameter, Parameter]:
    """The two parameters of a curve beside its ceiling, for a series as long as T."""
    if kind is Bass:
        return (
            Parameter("p", 1e-7 / T, 50 / T, (0.1 / T, 1 / T)),
            Parameter("q", 1e-4 / T, 200 / T, (1 / T, 5 / T, 15 / T)),
        )
    middle = "middle" if kind is Logistic else "steepest"
    where = Parameter(middle, -5 * T, 10 * T, (0.5 * T, T), least=-np.inf, linear=True)
    return Parameter("r", 1e-3 / T, 200 / T, (3 / T, 10 / T)), where


def _before_inflection(series: Counts, peak: float, T: float, ceiling: str = "m") -> list[str]:
    last = series.counts.argmax() == series.counts.size - 1
    if peak >= T or last:
        why = (
            f"the fitted peak, {peak:.3g}, is not before its end, {T:.3g}" if peak >= T else "its last count is largest"
        )
        return [f"the series ends before its inflection ({why}): the ceiling {ceiling} cannot be known from it"]
    return []
