"""SI and SIR on a network, exactly in continuous time: when everybody is reached is a shortest path.

Who is infected at T_i recovers after R_i ~ Exp(γ) and, until then, passes the infection along the tie i → j at rate
β A_ij. The waits can be drawn before anybody is ill, for every tie at once:

    C_ij ~ Exp(β A_ij),    a tie carries the infection iff C_ij < R_i,    T_j = min over i of {T_i + C_ij : C_ij < R_i}

so that T is the length of the shortest path from the seeds. R_i is shared by all ties out of i: the ties that carry
are not independent, and i → j may carry where j → i does not.
Source: Mollison 1977; Kenah & Robins 2007, Second look at the spread of epidemics on networks, Phys. Rev. E 76, 036113.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from utils.common import arrays
from utils.common.checks import an_instance, not_negative, whole_number
from utils.networks.graphs import adjacency, seeds_of
from utils.processes.chains import increasing_times


@dataclass(frozen=True, eq=False)
class Outbreak:
    """One outbreak, arrays (n,), or several, (replicas, n). Made by `first_passage`.

    infected: T_i, when node i is infected, 0 for seeds, np.inf if never. recovered: T_i + R_i, np.inf if never.
    infector: who infected i; −1 for seeds and for those never infected.
    """

    infected: np.ndarray
    recovered: np.ndarray
    infector: np.ndarray


def first_passage(
    A: Any, seeds: Any, beta: float, gamma: float, rng: np.random.Generator, replicas: int | None = None
) -> Outbreak:
    """SIR from `seeds`, infected at time 0 while all others are susceptible; SI for gamma = 0.

    A: graph (n, n), directed or not; β A_ij is the rate of i → j. beta ≥ 0, gamma ≥ 0: per unit of time.
    seeds: different nodes (k,). rng: numpy Generator. replicas: None for one outbreak (n,), else (replicas, n).
    """
    A = adjacency(A)
    seeds, beta, gamma = seeds_of(A, seeds), not_negative("beta", beta), not_negative("gamma", gamma)
    runs = 1 if replicas is None else whole_number("replicas", replicas)
    rng = arrays.numpy_generator("rng", rng)
    drawn = [_one(A, seeds, beta, gamma, rng) for _ in range(runs)]
    return Outbreak(*(drawn[0] if replicas is None else (np.stack(part) for part in zip(*drawn))))


def _one(A: sparse.csr_array, seeds: np.ndarray, beta: float, gamma: float, rng: np.random.Generator) -> tuple:
    ill = rng.exponential(1 / gamma, A.shape[0]) if gamma else np.full(A.shape[0], np.inf)  # R
    effort = rng.standard_exponential(A.nnz)  # β A_ij C_ij
    with np.errstate(invalid="ignore"):  # beta = 0 and gamma = 0: 0 · inf, and no tie carries
        carries = np.flatnonzero(effort < np.repeat(beta * ill, np.diff(A.indptr)) * A.data)
    waits = effort[carries] / (beta * A.data[carries])
    rows = np.searchsorted(carries, A.indptr)  # where each node's ties begin among those that carry
    paths = sparse.csr_array((waits, A.indices[carries], rows), shape=A.shape)
    infected, infector, _ = dijkstra(paths, indices=seeds, min_only=True, return_predecessors=True)
    return infected, infected + ill, np.maximum(infector, -1)


def final_sizes(outbreak: Outbreak) -> np.ndarray:
    """How many were ever infected, seeds included: () or (replicas,)."""
    return np.isfinite(an_instance("outbreak", outbreak, Outbreak).infected).sum(axis=-1)


def curves(outbreak: Outbreak, times: Any) -> np.ndarray:
    """How many are susceptible, infectious and recovered at times (k,): (k, 3) or (replicas, k, 3)."""
    times, n = increasing_times("times", times), an_instance("outbreak", outbreak, Outbreak).infected.shape[-1]
    flat = [part.reshape(-1, n) for part in (outbreak.infected, outbreak.recovered)]
    came, left = (np.array([np.searchsorted(np.sort(one), times, side="right") for one in part]) for part in flat)
    return np.stack([n - came, came - left, left], axis=-1).reshape(*outbreak.infected.shape[:-1], len(times), 3)


def peaks(outbreak: Outbreak) -> tuple[np.ndarray, np.ndarray]:
    """When most were infectious at once, the first such time, and how many: two arrays () or (replicas,)."""
    parts = an_instance("outbreak", outbreak, Outbreak).infected, outbreak.recovered
    moments, n = np.concatenate(parts, axis=-1), parts[0].shape[-1]
    order = np.argsort(moments, axis=-1, kind="stable")
    moments = np.take_along_axis(moments, order, axis=-1)
    infectious = (np.where(order < n, 1, -1) * np.isfinite(moments)).cumsum(axis=-1)  # one comes, or one goes
    highest = infectious.argmax(axis=-1, keepdims=True)
    return np.take_along_axis(moments, highest, axis=-1)[..., 0], infectious.max(axis=-1)
