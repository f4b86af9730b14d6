"""Cascades on a network: independent cascade, linear threshold, complex contagion, each as steps and as live edges.

A tie i → j of the graph A carries influence from i to j. Nodes are numbered 0, ..., n − 1. Many replicas run at once:
replica r of node i has the number r n + i, its key, and each step treats all keys that have just become active.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from utils.common import arrays
from utils.common.checks import whole_number, within
from utils.networks.graphs import adjacency, seeds_of

CELLS = 2**19  # replicas times nodes treated at once: what fits the processor's cache


class Spread(NamedTuple):
    """How many nodes a cascade reaches, seeds included: mean over replicas, and its standard error."""

    mean: float
    error: float


def chances(A: Any, p: Any) -> csr_array:
    """P (n, n): P_ij, the probability that i, once active, activates j. The ties are those of A.

    p: one number for all ties, or one for each, (ties,) in the order of A.indices: 1/(number of ties into j) is
    `1 / np.bincount(A.indices, minlength=n)[A.indices]`. Raises ValueError unless 0 ≤ p ≤ 1.
    """
    A = adjacency(A)
    each = arrays.points("p", p, () if np.ndim(p) == 0 else (A.nnz,))
    if not np.all((each >= 0) & (each <= 1)):
        raise ValueError(f"p must lie in [0, 1], got {p!r}")
    return csr_array((np.broadcast_to(each, A.nnz), A.indices, A.indptr), shape=A.shape)


def independent_cascade(A: Any, seeds: Any, p: Any, replicas: int, rng: np.random.Generator) -> np.ndarray:
    """The step at which each node becomes active, (replicas, n); 0 for the seeds, −1 for never.

    Whoever became active in the last step gets ONE chance at each neighbour: i activates j with probability P_ij.

    seeds: node numbers; p: as in `chances`. Raises ValueError for no, unknown or repeated seeds.
    Source: Goldenberg, Libai & Muller 2001; Kempe, Kleinberg & Tardos 2003, section 2.
    """
    P, rng = chances(A, p), arrays.numpy_generator("rng", rng)
    first = each_with(seeds_of(P, seeds), P.shape[1], whole_number("replicas", replicas))
    return _steps(waves(P, first, replicas, rng), replicas, P.shape[1])


def cascade_sizes(A: Any, seeds: Any, p: Any, replicas: int, rng: np.random.Generator) -> np.ndarray:
    """How many nodes are active in the end, seeds included, (replicas,): as independent_cascade, without the steps."""
    P, rng, n = chances(A, p), arrays.numpy_generator("rng", rng), np.shape(A)[0]
    seeds, sizes = seeds_of(P, seeds), np.zeros(whole_number("replicas", replicas), dtype=int)
    for some in np.split(sizes, range(at_once(n), replicas, at_once(n))):
        for wave in waves(P, each_with(seeds, n, len(some)), len(some), rng):
            some += np.bincount(wave // n, minlength=len(some))
    return sizes


def spread(A: Any, seeds: Any, p: Any, rng: np.random.Generator, replicas: int = 1000) -> Spread:
    """σ(seeds): mean size of an independent cascade over replicas, with its standard error. replicas ≥ 2; the rest as
    above."""
    return mean_and_error(cascade_sizes(A, seeds, p, whole_number("replicas", replicas, 2), rng))


def mean_and_error(values: Any) -> Spread:
    """Mean of independent values (k,), k ≥ 2, and its standard error, sd/√k."""
    values = arrays.points("values", values, ("k",), least=2)
    return Spread(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


def live_edges(A: Any, p: Any, snapshots: int, rng: np.random.Generator) -> csr_array:
    """All coins thrown beforehand: each tie is kept with probability P_ij. (snapshots n, n), one below the other.

    Rows s n to (s + 1) n − 1 are snapshot s, a graph of n nodes. Whom the seeds reach in it is distributed as whom an
    independent cascade activates: whether a coin is thrown now or was thrown before is all the same.
    Source: Kempe, Kleinberg & Tardos 2003, section 2.2.
    """
    P, rng = chances(A, p), arrays.numpy_generator("rng", rng)
    kept = [np.flatnonzero(rng.random(P.nnz) < P.data) for _ in range(whole_number("snapshots", snapshots))]
    source = np.repeat(np.arange(P.shape[0]), np.diff(P.indptr))
    return _stacked([(source[ties], P.indices[ties]) for ties in kept], P.shape[0])


def threshold_edges(A: Any, snapshots: int, rng: np.random.Generator, influence: float = 1.0) -> csr_array:
    """Live edges of the linear threshold model: each node j keeps at most ONE tie into it, i → j with probability b_ij.

    Whom the seeds reach is distributed as whom `linear_threshold` activates. Shape as in `live_edges`, influence as
    there. Source: Kempe, Kleinberg & Tardos 2003, theorem 2.5.
    """
    into, rng = csr_array(adjacency(A).T), arrays.numpy_generator("rng", rng)
    influence, influenced, kept = within("influence", influence, "(0, 1]"), np.flatnonzero(np.diff(into.indptr)), []
    for _ in range(whole_number("snapshots", snapshots)):
        target = influenced[rng.random(len(influenced)) < influence]
        kept.append((into.indices[random_ties(into, target, rng)], target))
    return _stacked(kept, into.shape[0])


def reached(live: csr_array, seeds: Any) -> np.ndarray:
    """Whom the seeds reach in each snapshot, truth values (snapshots, n). live: of `live_edges`, `threshold_edges`."""
    snapshots, n = snapshots_of(live), np.shape(live)[-1]
    first = each_with(seeds_of(live[:n], seeds), n, snapshots)
    return _steps(waves(live, first, snapshots), snapshots, n) >= 0


def linear_threshold(A: Any, seeds: Any, replicas: int, rng: np.random.Generator, influence: float = 1.0) -> np.ndarray:
    """The step at which each node becomes active, (replicas, n); 0 for the seeds, −1 for never.

        j becomes active once Σ_{i active} b_ij ≥ θ_j,    b_ij = influence · A_ij / Σ_i A_ij,    θ_j uniform on [0, 1]

    influence in (0, 1]: what all of j's neighbours do together. One threshold for all: `complex_contagion`.
    Source: Granovetter 1978; Kempe, Kleinberg & Tardos 2003, section 2.
    """
    B, rng = _shares(A, influence), arrays.numpy_generator("rng", rng)
    return _over_threshold(B, seeds_of(B, seeds), rng.random((whole_number("replicas", replicas), B.shape[0])))


def complex_contagion(A: Any, seeds: Any, *, needed: int | None = None, fraction: float | None = None) -> np.ndarray:
    """The step at which each node becomes active, (n,); 0 for the seeds, −1 for never. Nothing is random.

    needed: how many neighbours must be active; or fraction: which share of all neighbours, in (0, 1], by the weight of
    their ties into the node. Exactly one of the two. Source: Centola & Macy 2007; fraction: Watts 2002.
    """
    A = adjacency(A)
    if (needed is None) == (fraction is None):
        raise ValueError(f"either needed or fraction must be given, got {needed!r} and {fraction!r}")
    if fraction is None:
        B, theta = A.sign(), float(whole_number("needed", needed))
    else:
        B, theta = _shares(A, 1.0), within("fraction", fraction, "(0, 1]")
    return _over_threshold(B, seeds_of(A, seeds), np.full((1, A.shape[0]), theta))[0]


def at_once(n: int) -> int:
    """Replicas to run at once on n nodes."""
    return max(64, CELLS // n)


def each_with(seeds: np.ndarray, n: int, replicas: int) -> np.ndarray:
    """The keys of these seeds in every replica."""
    return (np.arange(replicas)[:, None] * n + seeds).ravel()


def waves(
    P: csr_array, fresh: np.ndarray, replicas: int, rng: np.random.Generator | None = None, known: Any = None
) -> Iterator[np.ndarray]:
    """Keys that become active, step by step, each once; `fresh` at step 0.

    P: a graph (n, n) of probabilities, or snapshots one below the other, whose ties are certain (rng None).
    known (replicas n,): truth values, keys that are active already; those of the waves are added.
    """
    n, known = P.shape[1], np.zeros(replicas * P.shape[1], dtype=bool) if known is None else known
    while fresh.size:
        known[fresh] = True
        yield fresh
        at, tie = ties_from(P, fresh % P.shape[0])
        if rng is not None:
            passed = rng.random(tie.size) < P.data[tie]
            at, tie = at[passed], tie[passed]
        target = (fresh - fresh % n)[at] + P.indices[tie]
        fresh = np.unique(target[~known[target]])


def ties_from(A: csr_array, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All ties that leave `nodes`: for each, which of the nodes it leaves, and its place in A.indices."""
    start, count = A.indptr[nodes], A.indptr[nodes + 1] - A.indptr[nodes]
    at = np.repeat(np.arange(len(nodes)), count)
    return at, np.arange(len(at)) + (start - np.cumsum(count) + count)[at]


def random_ties(A: csr_array, nodes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """For each of the nodes one tie that leaves it, as its place in A.indices, drawn by weight."""
    upto, first, last = np.r_[0.0, np.cumsum(A.data)], A.indptr[nodes], A.indptr[nodes + 1]
    mark = upto[first] + rng.random(len(nodes)) * (upto[last] - upto[first])
    return np.clip(np.searchsorted(upto, mark, side="right") - 1, first, last - 1)  # rounding must not lead elsewhere


def snapshots_of(live: Any) -> int:
    """How many snapshots stand one below the other."""
    if not isinstance(live, csr_array) or live.shape[1] == 0 or live.shape[0] % live.shape[1] or not live.shape[0]:
        raise ValueError(f"live must be snapshots made by live_edges or threshold_edges, got {live!r}")
    return live.shape[0] // live.shape[1]


def _steps(steps: Iterator[np.ndarray], replicas: int, n: int) -> np.ndarray:
    when = np.full(replicas * n, -1)
    for step, keys in enumerate(steps):
        when[keys] = step
    return when.reshape(replicas, n)


def _shares(A: Any, influence: float) -> csr_array:
    A = adjacency(A)
    influence, total = within("influence", influence, "(0, 1]"), A.sum(axis=0)
    return csr_array((influence * A.data / total[A.indices], A.indices, A.indptr), shape=A.shape)


def _over_threshold(B: csr_array, seeds: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Steps (replicas, n). A sum that falls short of its threshold by rounding only has reached it."""
    (replicas, n), step = theta.shape, 0
    theta, pressure, when = theta.ravel() - 1e-12, np.zeros(theta.size), np.full(theta.size, -1)
    fresh = each_with(seeds, n, replicas)
    while fresh.size:
        when[fresh] = step
        at, tie = ties_from(B, fresh % n)
        target = (fresh - fresh % n)[at] + B.indices[tie]
        np.add.at(pressure, target, B.data[tie])
        target = np.unique(target[when[target] < 0])
        fresh, step = target[pressure[target] >= theta[target]], step + 1
    return when.reshape(replicas, n)


def _stacked(ties: list[tuple[np.ndarray, np.ndarray]], n: int) -> csr_array:
    """Snapshots, given by the sources and the targets of their ties, one below the other."""
    rows = np.concatenate([s * n + source for s, (source, _) in enumerate(ties)])
    columns = np.concatenate([target for _, target in ties])
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(ties) * n, n))
