"""Opinions: copied from a neighbour at random (the voter model), or averaged over those one trusts (DeGroot)."""

from collections import Counter
from collections.abc import Iterator
from math import gcd
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csgraph, csr_array, diags_array, eye_array, issparse

from utils.common import arrays
from utils.common.checks import whole_number, within
from utils.networks.cascades import random_ties
from utils.networks.graphs import adjacency
from utils.processes.chains import stationary


class Consensus(NamedTuple):
    """times (replicas,), at which all first agreed; winners (replicas,): on which opinion."""

    times: np.ndarray
    winners: np.ndarray


def consensus(A: Any, opinions: Any, replicas: int, rng: np.random.Generator) -> Consensus:
    """When all agree, and on what, in independent voter models.

    At rate 1 each person j copies the opinion of a neighbour, i with probability A_ij / Σ_i A_ij.
    A: undirected, connected. opinions: whole numbers (n,), at the start.

    An opinion wins with probability Σ_{j holds it} d_j / Σ_j d_j, d_j = Σ_i A_ij: that sum, over the nodes that hold it
    at a time, is a martingale. Where degrees are uncorrelated the mean time, from half and half, is about
    n ⟨k⟩²/⟨k²⟩ ln 2. Source: Clifford & Sudbury 1973; Holley & Liggett 1975; on networks: Sood & Redner 2005.
    """
    A = adjacency(A, directed=False, connected=True)
    start = arrays.whole_numbers("opinions", opinions, (A.shape[0],)).tolist()
    copies, n = _copies(A, arrays.numpy_generator("rng", rng)), A.shape[0]
    times, winners = [], []
    for _ in range(whole_number("replicas", replicas)):
        held, events, holders = start.copy(), 0, Counter(start)
        while holders[held[0]] < n:
            j, i = next(copies)
            events += 1
            if held[j] != held[i]:
                holders[held[j]] -= 1
                holders[held[i]] += 1
                held[j] = held[i]
        times.append(rng.standard_gamma(events) / n)  # so many events at rate n
        winners.append(held[0])
    return Consensus(np.array(times), np.array(winners))


def trust(A: Any, own: float = 0.0) -> csr_array:
    """T (n, n), rows of sum 1: person j gives her own opinion the weight `own`, in [0, 1), and the rest to those with
    a tie to her, T_ji = (1 − own) A_ij / Σ_i A_ij. Whom nobody influences keeps her opinion."""
    A, own = adjacency(A), within("own", own, "[0, 1)")
    total = A.sum(axis=0)
    kept = np.where(total > 0, own, 1.0)
    return csr_array(diags_array(kept) + diags_array((1 - kept) / np.where(total > 0, total, 1)) @ A.T)


def degroot(T: Any, x: Any, steps: int) -> np.ndarray:
    """x_0, ..., x_steps, (steps + 1, n):    x_{t+1} = T x_t.

    T (n, n): trust, at least 0, rows of sum 1; sparse or dense. x (n,): opinions, numbers. Source: DeGroot 1974.
    """
    T = _stochastic(T)
    path = [arrays.points("x", x, (T.shape[0],))]
    for _ in range(whole_number("steps", steps, 0)):
        path.append(T @ path[-1])
    return np.array(path)


def social_influence(T: Any) -> np.ndarray:
    """π (n,) with πᵀ T = πᵀ, Σ π = 1: everybody's opinion tends to Σ_i π_i x_i(0). Where T = trust(A) of an undirected
    graph, π_i = d_i / Σ d.

    If x_i(0) = truth + independent errors of variance s², the limit has variance s² Σ π_i²: a crowd of n is as wise as
    1/Σ π_i² independent people, and in the limit of large n wise only if no π_i stays large (Golub & Jackson 2010).
    Raises ValueError where the limit depends on the group one is in, or does not exist: several closed groups, or a
    group whose opinions go round in a circle. Source: DeGroot 1974; eigenvector: Golub & Jackson 2010, section II.
    """
    T = _stochastic(T)
    try:
        pi = stationary(T - eye_array(T.shape[0]))
    except ValueError:
        raise ValueError(f"T must hold one closed group, people who trust nobody else, got several in {T!r}") from None
    closed = T[pi > 0][:, pi > 0]
    level = csgraph.shortest_path(closed, unweighted=True, indices=0).astype(int)
    i, j = closed.nonzero()
    if (period := gcd(*(level[i] + 1 - level[j]).tolist())) > 1:
        raise ValueError(f"T must settle, got opinions that return every {period} steps: let people trust themselves")
    return pi


def _copies(A: csr_array, rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    """(who copies, from whom), without end; drawn in thousands."""
    while True:
        j = rng.integers(A.shape[0], size=4096)
        yield from zip(j.tolist(), A.indices[random_ties(A, j, rng)].tolist())


def _stochastic(T: Any) -> csr_array:
    T = csr_array(T if issparse(T) else arrays.points("T", T, ("n", "n")))
    if T.shape[0] != T.shape[1] or not np.all(T.data >= 0) or np.any(np.abs(T.sum(axis=1) - 1) > 1e-9):
        raise ValueError(f"T must be square, at least 0, with rows of sum 1, got {T!r} of row sums {T.sum(axis=1)}")
    T.eliminate_zeros()
    return T
