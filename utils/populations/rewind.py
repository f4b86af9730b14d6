"""A chain run backwards in time, exactly, by a table of counts or by any other rates; and the loss that learns them.

    q̃_{j,i}(t) = q_{i,j} p_i(t) / p_j(t)      the rate of the reversed chain: lecture 15's ratio, 06's score

Most of this is for chains that go up by one: `births` (N + 1,), births[n] > 0 the rate of n → n + 1, births[N] = 0.
Their reversed chain has one rate in a state, r_n(t) = births[n − 1] p_{n−1}(t) / p_n(t), of n → n − 1. It is kept as
`rates` (k, N + 1), constant within each of k cells, bounded by `times` (k + 1,) from 0 to T; rates[:, 0] is not read.
A path, forward or rewound, is a row of `reached` (paths, N + 1): the time at which it came to n, 0 for all n up to its
start, np.inf for what it never reached.
"""

from typing import Any

import numpy as np
from scipy import sparse
from scipy.special import xlogy

from utils.common import arrays
from utils.processes.chains import generator_matrix, increasing_times


def reverse_generator(Q: Any, p: Any) -> sparse.csr_array:
    """Q̃ (n, n) of the chain with generator Q run backwards from a time at which its law is p (n,).

        Q̃_ji = Q_ij p_i / p_j  for i ≠ j,    Q̃_jj = −Σ_i≠j Q̃_ji,    so that Q̃ᵀ p = −Qᵀ p

    A state of probability 0 is never rewound from: its row is 0. Raises ValueError if the chain is about to enter such
    a state, as a start at one point is: there the rate is infinite.
    Source: Campbell et al. 2022, A continuous time framework for discrete denoising models, arXiv 2205.14987.
    """
    Q = generator_matrix(Q)
    p = arrays.points("p", p, (Q.shape[0],))
    forward = Q - sparse.diags_array(Q.diagonal())
    if p.min() < 0 or np.any((forward.T @ p > 0) & (p == 0)):
        raise ValueError(f"p must be at least 0, and above 0 in each state that it leads to, got {p}")
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 0)
    off = sparse.diags_array(inverse) @ forward.T @ sparse.diags_array(p)
    return sparse.csr_array(off - sparse.diags_array(off.sum(axis=1)))


def birth_paths(births: Any, starts: Any, rng: np.random.Generator) -> np.ndarray:
    """Forward paths, `reached` (paths, N + 1): the waits in n are Exp(births[n]). starts (paths,): counts in 0..N."""
    births, rng = checked_births(births), arrays.numpy_generator("rng", rng)
    starts = _counts("starts", starts, len(births))
    waits = rng.standard_exponential((len(starts), len(births) - 1)) / births[:-1]
    waits[np.arange(len(births) - 1) < starts[:, None]] = 0
    return np.concatenate([np.zeros((len(starts), 1)), np.cumsum(waits, axis=1)], axis=1)


def states_at(reached: Any, times: Any) -> np.ndarray:
    """n(t) of each path (paths, k) at times (k,)."""
    reached = _paths(reached)
    return np.stack([(reached <= t).sum(axis=1) - 1 for t in increasing_times("times", times)], axis=1)


def reverse_rates(births: Any, laws: Any, times: Any) -> np.ndarray:
    """The true rates (k, N + 1), as their mean over each cell from s to t, without any integration:

        ∫_s^t r_n(u) du = log p_n(t)/p_n(s) + births[n] (t − s)

    by the forward equation d/dt log p_n = r_n − births[n]. laws (k + 1, N + 1): p at `times`, from chains.uniformised.
    Where p_n(0) = 0 the integral is infinite: 1e-308 in its place lets one path in e^700 stay.
    """
    births, times = checked_births(births), checked_times(times)
    laws = _not_negative("laws", laws, (len(times), len(births)))
    grown = np.diff(np.log(np.maximum(laws, np.finfo(float).tiny)), axis=0) / np.diff(times)[:, None]
    return np.maximum(grown + births, 0.0)  # below 0 by round-off alone


def rewind(rates: Any, times: Any, ends: Any, rng: np.random.Generator) -> np.ndarray:
    """Paths run backwards from `ends` (paths,) at T under any rates: `reached` (paths, N + 1), exactly.

    In n since u the path steps down at s with ∫_s^u r_n = E, E ~ Exp(1); if that is more than all of ∫_0^u, it stays.
    """
    times, rng = checked_times(times), arrays.numpy_generator("rng", rng)
    rates = _not_negative("rates", rates, (len(times) - 1, "N + 1"))
    ends = _counts("ends", ends, rates.shape[1])
    integral, clock = _integrals(rates, times), np.full(len(ends), times[-1])
    reached = np.full((len(ends), rates.shape[1]), np.inf)
    reached[:, 0] = 0
    for n in range(rates.shape[1] - 1, 0, -1):
        here = np.flatnonzero(ends >= n)
        left = np.interp(clock[here], times, integral[:, n]) - rng.standard_exponential(len(here))
        clock[here] = reached[here, n] = np.interp(left, integral[:, n], times)  # 0 where left is below 0
    return reached


def jumps_and_occupancy(reached: Any, times: Any) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays (k, N + 1), means a path: how often it came to n within each cell, and how long it was there."""
    times, reached = checked_times(times), _paths(reached)
    came = np.pad(reached, ((0, 0), (0, 1)), constant_values=np.inf)
    jumps = np.diff([(reached <= t).mean(axis=0) for t in times], axis=0)
    clocks = np.array([np.minimum(came, t).mean(axis=0) for t in times])
    return jumps, np.maximum(np.diff(np.diff(clocks, axis=0), axis=1), 0.0)


def expected_jumps_and_occupancy(births: Any, laws: Any, times: Any) -> tuple[np.ndarray, np.ndarray]:
    """What `jumps_and_occupancy` tends to with ever more paths, from the law alone.

    Jumps into n within a cell: the growth of P(n(t) ≥ n). Time in n: jumps into n + 1 / births[n]; in N: what is left.
    """
    births, times = checked_births(births), checked_times(times)
    laws = _not_negative("laws", laws, (len(times), len(births)))
    jumps = np.maximum(np.diff(np.cumsum(laws[:, ::-1], axis=1)[:, ::-1], axis=0), 0.0)
    jumps[:, 0] = 0
    occupancy = jumps[:, 1:] / births[:-1]
    last = np.diff(times) * laws.sum(axis=1)[:-1] - occupancy.sum(axis=1)
    return jumps, np.column_stack([occupancy, np.maximum(last, 0.0)])


def table_of_rates(jumps: Any, occupancy: Any) -> np.ndarray:
    """jumps/occupancy (k, N + 1): the rates that are best for the implicit score entropy. 0 where nothing was seen."""
    jumps = _not_negative("jumps", jumps, ("k", "N + 1"))
    occupancy = _not_negative("occupancy", occupancy, jumps.shape)
    return np.divide(jumps, occupancy, out=np.zeros_like(jumps), where=occupancy > 0)


def implicit_score_entropy(rates: Any, jumps: Any, occupancy: Any) -> float:
    """E ∫ r(n_t, t) dt − E Σ_jumps log r(n after the jump, t): a loss for rates that needs no truth, only paths.

    All three (k, N + 1); jumps and occupancy of sampled paths, or expected. np.inf if a jump seen has rate 0.
    Source: Lou, Meng & Ermon 2024, Discrete diffusion modeling by estimating the ratios of the data distribution,
    arXiv 2310.16834, the implicit score entropy, here with the ratio times the forward rate.
    """
    rates = _not_negative("rates", rates, ("k", "N + 1"))
    jumps, occupancy = _not_negative("jumps", jumps, rates.shape), _not_negative("occupancy", occupancy, rates.shape)
    return float(np.sum((occupancy * rates - xlogy(jumps, rates))[:, 1:]))


def score_entropy(rates: Any, truth: Any, occupancy: Any) -> float:
    """E ∫ (r − r* + r* log(r*/r)) dt ≥ 0, and 0 only where r = r*, the truth: all three (k, N + 1).

    Where the expected jumps are truth · occupancy it is the implicit one of r less that of r*, which is a constant.
    Source: as above, the score entropy.
    """
    truth = _not_negative("truth", truth, ("k", "N + 1"))
    rates, occupancy = _not_negative("rates", rates, truth.shape), _not_negative("occupancy", occupancy, truth.shape)
    weight = occupancy * truth
    return float(np.sum((occupancy * (rates - truth) + xlogy(weight, truth) - xlogy(weight, rates))[:, 1:]))


def reversed_log_likelihood(rates: Any, times: Any, reached: Any) -> np.ndarray:
    """log density of each path (paths,), walked from T back to 0 by a chain with these rates, given where it is at T:

    Σ_jumps log r_n(s) − ∫ r(n_u, u) du

    """
    times, reached = checked_times(times), _paths(reached)
    rates = _not_negative("rates", rates, (len(times) - 1, reached.shape[1]))
    integral, T, total = _integrals(rates, times), times[-1], np.zeros(len(reached))
    with np.errstate(divide="ignore"):
        logs = np.log(rates)
    left = np.full(len(reached), T)  # when the path, forward, went on from n
    for n in range(reached.shape[1] - 1, 0, -1):
        came = np.minimum(reached[:, n], T)
        total -= np.interp(left, times, integral[:, n]) - np.interp(came, times, integral[:, n])
        jumped = (reached[:, n] > 0) & (reached[:, n] <= T)
        total[jumped] += logs[np.searchsorted(times, came[jumped]) - 1, n]
        left = came
    return total


def _integrals(rates: np.ndarray, times: np.ndarray) -> np.ndarray:
    """∫_0^t r_n at each of `times` (k + 1, N + 1)."""
    return np.pad(np.cumsum(rates * np.diff(times)[:, None], axis=0), ((1, 0), (0, 0)))


def checked_births(value: Any) -> np.ndarray:
    """births (N + 1,), above 0 but for the last. Raises ValueError otherwise."""
    births = arrays.points("births", value, ("N + 1",), least=2)
    if births[:-1].min() <= 0 or births[-1] != 0:
        raise ValueError(f"births must be above 0 but for the last, which is 0, got {births}")
    return births


def checked_times(value: Any) -> np.ndarray:
    """times (k + 1,) that increase from 0 on. Raises ValueError otherwise."""
    times = increasing_times("times", value)
    if len(times) < 2 or times[0] != 0 or np.diff(times).min() <= 0:
        raise ValueError(f"times must increase from 0 to T, got {value!r}")
    return times


def _paths(value: Any) -> np.ndarray:
    reached = arrays.points("reached", value, ("paths", "N + 1"), finite=False)
    if np.any(reached[:, 0] != 0) or not np.all(reached[:, 1:] >= reached[:, :-1]):
        raise ValueError(f"reached must have rows of times that begin with 0 and never decrease, got {value!r}")
    return reached


def _counts(name: str, value: Any, states: int) -> np.ndarray:
    counts = arrays.whole_numbers(name, value, ("paths",))
    if not np.all((counts >= 0) & (counts < states)):
        raise ValueError(f"{name} must be counts in 0..{states - 1}, got {value!r}")
    return counts


def _not_negative(name: str, value: Any, shape: arrays.Shape) -> np.ndarray:
    numbers = arrays.points(name, value, shape)
    if numbers.min() < 0:
        raise ValueError(f"{name} must be at least 0, got {numbers.min():g}")
    return numbers
