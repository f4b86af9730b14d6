"""The reproduction number through time, from daily counts of cases or deaths alone: the renewal equation.

    E[I_t | the past] = R_t Λ_t,    Λ_t = Σ_{s≥1} w_s I_{t−s}

I_t: new on day t. w_s: the share of its infections that a case causes s days after its own (generation interval), so
w_0 = 0. R_t: how many a case would infect in all if everything stayed as it is on day t. Λ_t: infection pressure.
Counts that arrive late have the expectation Σ_s ℓ_s I_{t−s}, ℓ_s the probability of a delay of s days.
Weights are arrays by day from 0 on. Source: Cori et al. 2013, A new framework and software to estimate time-varying
reproduction numbers during epidemics; Wallinga & Lipsitch 2007.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import gamma

from utils.common import arrays
from utils.common.checks import number, positive, truth, whole_number, within


def daily_weights(mean: float, sd: float, days: int, same_day: bool = False) -> np.ndarray:
    """Probabilities of 0, 1, ..., days, (days + 1,), of a gamma time rounded to whole days; same_day=False: 0 is none.

    mean, sd > 0 in days, before rounding. What lies beyond the last day, or at a 0 that is not allowed, is shared out
    over the others, so the sum is 1.
    """
    mean, sd, days = positive("mean", mean), positive("sd", sd), whole_number("days", days)
    edges = np.maximum(np.arange(days + 2) - 0.5, 0.0)
    weights = np.diff(gamma.cdf(edges, (mean / sd) ** 2, scale=sd**2 / mean))
    if not truth("same_day", same_day):
        weights[0] = 0.0
    if weights.sum() < 0.5:
        raise ValueError(f"days must hold most of a time of mean {mean:g} and sd {sd:g}, got {days}")
    return weights / weights.sum()


def delayed(counts: Any, weights: Any) -> np.ndarray:
    """Σ_s weights_s counts_{t−s}, (..., n) for counts (..., n); before the first day nothing happened.

    With the generation interval this is the pressure Λ_t, with a delay what is expected to be reported on day t.
    """
    counts, weights = arrays.points("counts", counts, (..., "n")), _weights("weights", weights)
    later = np.zeros_like(counts)
    for s, weight in enumerate(weights[: counts.shape[-1]]):
        later[..., s:] += weight * counts[..., : counts.shape[-1] - s]
    return later


def growth_to_R(r: float, weights: Any) -> float:
    """R = 1/Σ_s w_s e^{−rs}: of counts that grow like e^{rt}, r per day. Source: Wallinga & Lipsitch 2007."""
    weights = _generation(weights)
    return float(1 / np.sum(weights * np.exp(-number("r", r) * np.arange(len(weights)))))


@dataclass(frozen=True, eq=False)
class Reproduction:
    """R_t of each window: its last day (k,), counted from 0, and mean, low, high (k,) of the posterior."""

    day: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def reproduction(
    counts: Any, weights: Any, window: int = 7, dispersion: float = 1.0, level: float = 0.95, prior: Any = (1.0, 5.0)
) -> Reproduction:
    """R_t from counts (n,), constant over a window of days, its posterior a gamma law.

        I_t ~ Poisson(R Λ_t):    R | counts ~ Gamma(shape a + Σ I/φ, rate 1/b + Σ Λ/φ),    sums over the window

    weights: the generation interval. prior: (a, b), shape and scale, mean a b. dispersion φ ≥ 1: the variance of the
    counts over their mean; 1 is Poisson, and larger makes the interval √φ times as wide (a quasi-likelihood).
    The first window that is used ends on day `window`, so that every day in it has a past; windows without any
    pressure have the prior's interval. Source: Cori et al. 2013, for φ = 1.
    """
    counts, weights, window = (
        arrays.points("counts", counts, ("n",)),
        _generation(weights),
        whole_number("window", window),
    )
    a, b = arrays.points("prior", prior, (2,))
    level, dispersion = within("level", level, "(0, 1)"), within("dispersion", dispersion, "[1, inf)")
    if counts.min() < 0 or len(counts) <= window:
        raise ValueError(
            f"counts must be more than {window} numbers of at least 0, got {len(counts)}, {counts.min():g} the least"
        )
    if min(a, b) <= 0:
        raise ValueError(f"prior must be a shape and a scale above 0, got {prior!r}")
    summed = [np.convolve(x[1:], np.ones(window), "valid") / dispersion for x in (counts, delayed(counts, weights))]
    law = gamma(a + summed[0], scale=1 / (1 / b + summed[1]))
    low, high = law.ppf((1 - level) / 2), law.ppf((1 + level) / 2)
    return Reproduction(np.arange(window, len(counts)), law.mean(), low, high)


def renewed(
    R: Any, weights: Any, first: Any, rng: np.random.Generator | None = None, dispersion: float = 1.0
) -> np.ndarray:
    """Counts (..., m + k): the m days `first` (m,), then k days of the renewal equation under R (..., k) ≥ 0.

    rng None: expectations. Else paths: Poisson, or for dispersion φ > 1 negative binomial of variance φ times the mean.
    """
    R, first, weights = arrays.points("R", R, (..., "k")), arrays.points("first", first, ("m",)), _generation(weights)
    if R.min() < 0 or first.min() < 0:
        raise ValueError(f"R and first must be at least 0, got {R.min():g} and {first.min():g}")
    rng = rng if rng is None else arrays.numpy_generator("rng", rng)
    dispersion, m = within("dispersion", dispersion, "[1, inf)"), len(first)
    counts = np.concatenate([np.broadcast_to(first, (*R.shape[:-1], m)), np.zeros(R.shape)], axis=-1)
    for k in range(R.shape[-1]):
        past = counts[..., max(0, m + k - len(weights) + 1) : m + k][..., ::-1]
        mean = R[..., k] * (past @ weights[1 : past.shape[-1] + 1])
        if rng is not None and dispersion > 1:
            mean = rng.gamma(mean / (dispersion - 1), dispersion - 1)
        counts[..., m + k] = mean if rng is None else rng.poisson(mean)
    return counts


def _weights(name: str, value: Any) -> np.ndarray:
    weights = arrays.points(name, value, ("n",))
    if weights.min() < 0 or abs(weights.sum() - 1) > 1e-8:
        raise ValueError(
            f"{name} must be at least 0 and sum to 1, got lowest {weights.min():g} and sum {weights.sum():g}"
        )
    return weights


def _generation(value: Any) -> np.ndarray:
    weights = _weights("weights", value)
    if weights[0] != 0:
        raise ValueError(
            f"weights must be 0 on day 0: nobody is infected by a case of the same day, got {weights[0]:g}"
        )
    return weights
