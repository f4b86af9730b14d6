"""Markov chains in continuous time: a generator matrix Q and its forward equation.

    dP/dt = Qᵀ P,    Q_ij ≥ 0 the rate of jumps from i to j ≠ i,    Q_ii = −Σ_j≠i Q_ij

P(t) is the law of the state at t. In lecture 01 the state is a point and the same equation is Fokker–Planck's.
Q is a scipy sparse matrix (n, n) or anything numpy reads as one; rates are per unit of t.
"""

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve
from scipy.stats import poisson

from utils.common import arrays
from utils.common.checks import whole_number, within


def generator_matrix(Q: Any) -> sparse.csr_array:
    """Q as a sparse float matrix, checked.

    Raises ValueError unless Q is square and finite, its off-diagonal entries are at least 0 and its rows sum to 0
    (up to round-off).
    """
    if not sparse.issparse(Q):
        Q = arrays.points("Q", Q, ("n", "m"))
    elif Q.dtype.kind not in "iuf" or Q.ndim != 2:
        raise ValueError(f"Q must be a matrix of real numbers, got {Q.dtype} of shape {Q.shape}")
    Q = sparse.csr_array(Q).astype(float)
    if Q.shape[0] != Q.shape[1]:
        raise ValueError(f"Q must be square, got {Q.shape}")
    if not np.all(np.isfinite(Q.data)):
        raise ValueError("Q must be finite, got nan or infinity")
    diagonal = Q.diagonal()
    lowest = (Q - sparse.diags_array(diagonal)).min()
    if lowest < 0:
        raise ValueError(f"Q must have rates of at least 0 off its diagonal, got {lowest:g}")
    sums = np.abs(Q.sum(axis=1))
    if np.any(sums > 1e-9 * np.abs(diagonal).max()):
        raise ValueError(f"Q must have rows that sum to 0, got {sums.max():g} in row {sums.argmax()}")
    return Q


def from_transitions(n: int, sources: Any, targets: Any, rates: Any) -> sparse.csr_array:
    """Q (n, n) of jumps sources[k] → targets[k] at rates[k]; jumps named twice add up. Three arrays (k,)."""
    n = whole_number("n", n)
    sources, targets = _states("sources", sources, n), _states("targets", targets, n)
    rates = arrays.points("rates", rates, ("k",), least=0)
    if not len(sources) == len(targets) == len(rates):
        counts = f"{len(sources)}, {len(targets)} and {len(rates)}"
        raise ValueError(f"sources, targets and rates must be equally many, got {counts}")
    if rates.min(initial=0) < 0:
        raise ValueError(f"rates must be at least 0, got {rates.min():g}")
    off = (rates, (sources, targets))
    out = (rates, (sources, sources))  # what leaves a state leaves its diagonal
    return sparse.csr_array(off, shape=(n, n)) - sparse.csr_array(out, shape=(n, n))


def uniformised(Q: Any, P0: Any, t: Any, tolerance: float = 1e-10) -> np.ndarray:
    """P(t) = exp(Qᵀ t) P0 with an error known in advance.

        P(t) = Σ_k Poisson(k; Λt) (I + Qᵀ/Λ)^k P0,    Λ = max_i |Q_ii|

    Jumps happen at rate Λ in every state, those that lead nowhere included: k of them are one matrix power, and their
    number is Poisson. Every term is at least 0; the sum leaves out Poisson terms of probability `tolerance` in all, so
    Σ_i |error_i| ≤ tolerance, and what P(t) lacks to a sum of 1 is that error.
    P0: (n,), at least 0, sum 1. t: a number ≥ 0 -> (n,), or an increasing array (k,) -> (k, n).
    Work: Λt products with Q. Source: Jensen 1953, Markoff chains as an aid in the study of Markoff processes.
    """
    Q, tolerance = generator_matrix(Q), within("tolerance", tolerance, "(0, 1)")
    P = _a_law("P0", P0, Q.shape[0])
    times = increasing_times("t", t if isinstance(t, list | tuple | np.ndarray) and np.ndim(t) else [t])
    fastest = -Q.diagonal().min()
    one_jump = (sparse.eye_array(len(P)) + Q / fastest).T.tocsr() if fastest > 0 else None
    laws = np.empty((len(times), len(P)))
    for k, step in enumerate(np.diff(times, prepend=0.0)):
        if one_jump is not None and step > 0:
            P = _after(one_jump, P, fastest * step, tolerance / len(times))
        laws[k] = P
    return laws if np.ndim(t) else laws[0]


def stationary(Q: Any) -> np.ndarray:
    """π (n,) with Qᵀ π = 0 and sum 1: where P(t) ends, whatever P0.

    Raises ValueError unless there is exactly one closed class of states; states outside it get 0.
    """
    Q = generator_matrix(Q)
    count, label = connected_components(Q > 0, connection="strong")
    rows, columns = (Q > 0).nonzero()
    leaks = np.unique(label[rows][label[rows] != label[columns]])
    closed = np.setdiff1d(np.arange(count), leaks)
    if len(closed) != 1:
        raise ValueError(f"Q must have one closed class of states for a unique stationary law, got {len(closed)}")
    (inside,) = np.nonzero(label == closed[0])
    pi = np.zeros(Q.shape[0])
    pi[inside[0]] = 1.0  # up to a factor; the others follow from Qᵀ π = 0
    if len(inside) > 1:
        within_class = Q[inside][:, inside].T.tocsc()
        pi[inside[1:]] = np.atleast_1d(spsolve(within_class[1:, 1:], -within_class[1:, [0]].toarray()[:, 0]))
    return pi / pi.sum()


def increasing_times(name: str, value: Any, finite: bool = True) -> np.ndarray:
    """Times (k,) from 0 on, each at least the one before. Raises ValueError otherwise."""
    times = arrays.points(name, value, ("k",), finite=finite)
    if np.isnan(times).any() or times[0] < 0 or np.any(times[1:] < times[:-1]):
        raise ValueError(f"{name} must be times from 0 on that never decrease, got {value!r}")
    return times


def _states(name: str, value: Any, n: int) -> np.ndarray:
    states = arrays.whole_numbers(name, value, ("k",), least=0)
    if np.any((states < 0) | (states >= n)):
        raise ValueError(f"{name} must be states 0..{n - 1}, got {value!r}")
    return states


def _a_law(name: str, value: Any, n: int) -> np.ndarray:
    P = arrays.points(name, value, (n,))
    if P.min() < 0 or abs(P.sum() - 1) > 1e-8:
        raise ValueError(f"{name} must be at least 0 and sum to 1, got lowest {P.min():g} and sum {P.sum():.10g}")
    return P


def _after(one_jump: sparse.csr_array, P: np.ndarray, mean: float, tolerance: float) -> np.ndarray:
    """Σ_k Poisson(k; mean) one_jump^k P over all k but those of the two tails, `tolerance` in all."""
    first, last = int(poisson.ppf(tolerance / 2, mean)), int(poisson.isf(tolerance / 2, mean))
    weights = poisson.pmf(np.arange(first, last + 1), mean)
    total = np.zeros_like(P)
    for k in range(last + 1):
        if k:
            P = one_jump @ P
        if k >= first:
            total += weights[k - first] * P
    return total
