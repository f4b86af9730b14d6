"""Who adopted when on a known network: the rate of contagion, its interval, and what else makes neighbours alike.

    hazard_i(t) = α + β k_i(t),    k_i(t) = Σ_j A_ji 1{t_j < t ≤ stop_j}

k_i: how many people with a tie to i (or what weight of them) have adopted before t and still pass it on. In every
function times (n,) says when each adopted: 0 who had it at the start, inf who never did; what comes after `end` is
unknown (right-censored). The same moment is no exposure: a cause comes first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.sparse import csr_array
from scipy.stats import chi2

from utils.common import arrays
from utils.common.checks import an_instance, positive, truth, whole_number, within
from utils.networks.graphs import adjacency, is_directed


@dataclass(frozen=True, eq=False)
class Exposures:
    """All that the likelihood needs to know. exposure (K,): the values k that occurred, increasing.

    adopted (K,): d_k, how many adopted while at k. at_risk (K,): n_k, the time that people who had not adopted spent at
    k; in steps, how many decisions were taken at k. d_k/n_k is the exposure curve. stepwise: time goes in steps.
    """

    exposure: np.ndarray
    adopted: np.ndarray
    at_risk: np.ndarray
    stepwise: bool


@dataclass(frozen=True)
class Contagion:
    """alpha, beta: maximum likelihood. low, high: profile interval of β. p_value: of β = 0 against β > 0.

    log_likelihood: ℓ(α̂, β̂), up to a constant.
    """

    alpha: float
    beta: float
    low: float
    high: float
    p_value: float
    log_likelihood: float

    @property
    def probability(self) -> tuple[float, ...]:
        """1 − e^{−β} for β̂ and the ends of its interval: that one contact passes it on within one step."""
        return tuple(float(-np.expm1(-rate)) for rate in (self.beta, self.low, self.high))


@dataclass(frozen=True, eq=False)
class Randomised:
    """A statistic as observed and with the data randomised (B,); p_value: (1 + #{randomised ≥ observed})/(1 + B)."""

    observed: float
    randomised: np.ndarray

    @property
    def p_value(self) -> float:
        """One-sided: contagion makes the statistic large."""
        return float((1 + np.sum(self.randomised >= self.observed - 1e-9)) / (1 + len(self.randomised)))


def exposures(A: Any, times: Any, end: float, stops: Any = None, stepwise: bool = False) -> Exposures:
    """Count adoptions d_k and time at risk n_k at each exposure k, between 0 and end.

    A (n, n): A_ji > 0 where j can pass it on to i. stops (n,): when each adopter stops passing it on; None: never.
    An independent cascade has stops = times + 1, its only chance. stepwise: times are whole numbers, and a person who
    adopts in step t took decisions 1, ..., t. Who adopted at 0 is not at risk: the likelihood is conditional on them.
    Raises ValueError if nobody adopts after 0 and by end.
    """
    A, times, end = _history(A, times, end)
    stops = np.full(len(times), np.inf) if stops is None else moments("stops", stops, len(times))
    if np.any(stops < times):
        raise ValueError(f"stops must not lie before times, got person {np.argmax(stops < times)}")
    for name, when in dict(times=times, stops=stops, end=np.array(end)).items():
        if truth("stepwise", stepwise) and np.any(when[np.isfinite(when)] % 1 > 0):
            raise ValueError(f"{name} must be whole numbers where stepwise is True, got {when}")
    ties, until = A.tocoo(), np.minimum(times, end)
    # One row for each moment at which somebody's exposure changes, and one for everybody's start.
    who = np.concatenate([np.arange(len(times)), ties.col, ties.col])
    when = np.concatenate([np.zeros(len(times)), times[ties.row], stops[ties.row]])
    change = np.concatenate([np.zeros(len(times)), ties.data, -ties.data])
    counts = when < until[who]
    order = np.lexsort((when[counts], who[counts]))
    who, when, change = who[counts][order], when[counts][order], change[counts][order]
    last = np.append(who[1:] != who[:-1], True)
    length = np.where(last, until[who], np.append(when[1:], 0)) - when
    running = np.cumsum(change)
    first = np.flatnonzero(np.append(True, last[:-1]))
    level = running - np.repeat((running - change)[first], np.diff(np.append(first, len(who))))
    k, row = np.unique(np.round(level[length > 0], 9), return_inverse=True)
    events = (last & (times[who] <= end))[length > 0]
    return Exposures(k, np.bincount(row, events), np.bincount(row, length[length > 0]), stepwise)


def estimate(table: Exposures, level: float = 0.9, spontaneous: bool = True) -> Contagion:
    """The maximum likelihood estimate of α ≥ 0 and β ≥ 0, and the profile interval of β at this level.

        ℓ(α, β) = Σ_k d_k g(α + β k) − n_k (α + β k),    g(h) = ln h,    in steps: g(h) = ln(e^h − 1)

    In steps: the probability of adoption at exposure k is 1 − e^{−(α + βk)} = 1 − (1 − q)(1 − p)^k with q = 1 − e^{−α}
    and p = 1 − e^{−β}. ℓ is concave. spontaneous: False holds α at 0. p_value: half of χ²₁, as β = 0 is a boundary.
    Raises ValueError if the rate is unbounded (in steps: whoever was exposed adopted at once), or if spontaneous is
    False and somebody adopted unexposed.
    Source: Aalen 1978; discrete: Saito, Nakano & Kimura 2008; the boundary: Self & Liang 1987.
    """
    table, level = an_instance("table", table, Exposures), within("level", level, "(0, 1)")
    k, d, n = table.exposure, table.adopted, table.at_risk
    if not truth("spontaneous", spontaneous) and np.any(d[k == 0]):
        raise ValueError(f"spontaneous must be True: {d[k == 0].sum():g} adopted without exposure")
    if not n @ k or (table.stepwise and np.all((d == n)[k > 0])):
        raise ValueError("table must hold somebody who was exposed and did not adopt at once: β is not bounded")
    own, event, D, at_risk = d[k == 0].sum(), d > 0, d.sum(), n.sum()

    def slopes(h: np.ndarray) -> np.ndarray:  # d g'(h) where somebody adopted
        return d[event] / (-np.expm1(-h[event]) if table.stepwise else h[event])

    def alpha(beta: float) -> float:  # the best at this β
        low, high = (-np.log1p(-x / at_risk) if table.stepwise else x / at_risk for x in (own, D))
        if not spontaneous or beta == 0:
            return high * spontaneous
        if not own and slopes(beta * k).sum() <= at_risk:
            return 0.0
        return brentq(lambda a: slopes(a + beta * k).sum() - at_risk, 0.99 * low, 1.01 * high, xtol=1e-12 * high)

    def uphill(beta: float) -> float:  # ∂ℓ/∂β along the best α
        return float(slopes(alpha(beta) + beta * k) @ k[event] - n @ k)

    def height(beta: float) -> float:
        h = alpha(beta) + beta * k
        with np.errstate(divide="ignore"):
            return float(d[event] @ np.log(np.expm1(h[event]) if table.stepwise else h[event]) - n @ h)

    unit, fall = D / (n @ k), chi2.ppf(level, 1) / 2
    tiny = 1e-9 * unit
    best = brentq(uphill, tiny, _past(uphill, unit), xtol=tiny) if uphill(tiny) > 0 else 0.0
    top = height(best)

    def above(beta: float) -> float:
        return height(beta) - top + fall

    low = brentq(above, tiny, best, xtol=tiny) if best and above(tiny) < 0 else 0.0
    high = brentq(above, best, _past(above, best + unit), xtol=tiny)
    p_value = chi2.sf(2 * (top - height(0.0)), 1) / 2 if best else 1.0
    return Contagion(alpha(best), best, low, high, float(p_value), top)


def shuffle_test(
    A: Any, times: Any, end: float, rng: np.random.Generator, shuffles: int = 199, within: Any = None
) -> Randomised:
    """Do adoptions follow those of neighbours more closely than if the adopters had adopted in another order?

        Λ = Σ_i ln(1 + k_i) − D ln(1 + X/N)

    Λ is the largest ℓ(α, β) with β = α (a neighbour doubles the hazard), less that with β = 0. D adopt after 0, i at
    exposure k_i; X and N, the exposure and the time at risk, Σ_k n_k k and Σ_k n_k. Scale A for another multiple.
    The moments of those who adopted between 0 and end are dealt out among them anew. Who adopted at all stays, so that
    neighbours alike in *whether* they adopt give no false alarm; neighbours alike in *when* do, unless what makes them
    alike is known. within (n,): labels; shuffled within each.
    Source: Anagnostopoulos, Kumar & Mahdian 2008, section 4; what no test can do: Shalizi & Thomas 2011.
    """
    A, times, end = _history(A, times, end)
    rng, shuffles = arrays.numpy_generator("rng", rng), whole_number("shuffles", shuffles)
    labels = np.zeros(len(times)) if within is None else arrays.whole_numbers("within", within, (len(times),))
    ties, adopters, other = A.tocoo(), np.flatnonzero((times > 0) & (times <= end)), times.copy()
    who = adopters[np.argsort(labels[adopters], kind="stable")]

    def shuffled() -> float:
        other[who] = times[adopters[np.lexsort((rng.random(len(adopters)), labels[adopters]))]]
        return _evidence(other, end, ties.row, ties.col, ties.data)

    observed = _evidence(times, end, ties.row, ties.col, ties.data)
    return Randomised(observed, np.array([shuffled() for _ in range(shuffles)]))


def reversal_test(A: Any, times: Any, end: float, rng: np.random.Generator, flips: int = 199) -> Randomised:
    """Do adoptions follow those of neighbours more closely than if each tie had pointed the other way as likely as not?

    Λ of `shuffle_test`, where each pair of people keeps its ties or swaps their directions. Likeness has no direction,
    contagion has. It fails where direction goes with what makes people adopt early: where all name those a little
    ahead of themselves.
    Raises ValueError if A is undirected.
    Source: Christakis & Fowler 2007; Anagnostopoulos, Kumar & Mahdian 2008, section 4.
    """
    A, times, end = _history(A, times, end)
    rng, flips = arrays.numpy_generator("rng", rng), whole_number("flips", flips)
    if not is_directed(A):
        raise ValueError("A must be directed: ties as strong both ways look alike when swapped")
    ties = A.tocoo()
    pairs = np.sort([ties.row, ties.col], axis=0)
    _, pair = np.unique(pairs[0] * A.shape[0] + pairs[1], return_inverse=True)

    def flipped() -> float:
        swap = rng.integers(2, size=pair.max() + 1, dtype=bool)[pair]
        return _evidence(times, end, np.where(swap, ties.col, ties.row), np.where(swap, ties.row, ties.col), ties.data)

    return Randomised(_evidence(times, end, ties.row, ties.col, ties.data), np.array([flipped() for _ in range(flips)]))


def moments(name: str, value: Any, n: int) -> np.ndarray:
    """Times (n,) of at least 0, inf for never; checked. ValueError names the argument and the first wrong value."""
    moments = arrays.points(name, value, (n,), finite=False)
    if not np.all(moments >= 0):
        raise ValueError(f"{name} must be at least 0, inf for never, got {moments[~(moments >= 0)][0]}")
    return moments


def _evidence(times: np.ndarray, end: float, j: np.ndarray, i: np.ndarray, weight: np.ndarray) -> float:
    """Λ of `shuffle_test`, for ties j → i."""
    until, adopted = np.minimum(times, end), (times > 0) & (times <= end)
    k = np.bincount(i, weight * (times[j] < times[i]), len(times))[adopted]
    exposed = weight @ np.maximum(0, until[i] - times[j])
    return float(np.sum(np.log1p(k)) - len(k) * np.log1p(exposed / until.sum()))


def _past(f: Callable[[float], float], x: float) -> float:
    """Doubles x until f is negative there."""
    while f(x) >= 0:
        x *= 2
    return x


def _history(A: Any, times: Any, end: float) -> tuple[csr_array, np.ndarray, float]:
    A, end = adjacency(A), positive("end", end)
    times = moments("times", times, A.shape[0])
    if not np.any((times > 0) & (times <= end)):
        raise ValueError(f"times must hold an adoption after 0 and by end = {end:g}, got none")
    return A, times, end
