"""Whom to convince first: rules by position, and greedy choice by the spread it expects, evaluated lazily (CELF)."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array

from utils.common.checks import one_of, probability, whole_number
from utils.networks.cascades import each_with, snapshots_of, spread, waves
from utils.networks.graphs import adjacency

RULES = ("degree", "core", "pagerank")


@dataclass(frozen=True, eq=False)
class Chosen:
    """seeds (k,), in the order of choice; gains (k,): what each added, by the estimate that chose it.

    evaluations: how often the gain of a node was worked out.
    """

    seeds: np.ndarray
    gains: np.ndarray
    evaluations: int

    @property
    def estimate(self) -> float:
        """The spread, by the numbers that made the choice: too high on average, since luck was chosen with it."""
        return float(self.gains.sum())


def centrality(A: Any, rule: str) -> np.ndarray:
    """How central each node is, (n,).

    "degree": ties that leave it. "core": the largest c such that it belongs to a part of the graph in which everybody
    has c ties or more, directions ignored (Seidman 1983). "pagerank": share of time of a walk that goes against the
    ties, from the influenced to whoever influences them, and starts anew anywhere with probability .15 (Brin & Page
    1998).
    """
    A, rule = adjacency(A), one_of("rule", rule, RULES)
    return {"degree": lambda A: np.diff(A.indptr).astype(float), "core": _core, "pagerank": _pagerank}[rule](A)


def rank_by(A: Any, rule: str) -> np.ndarray:
    """All nodes (n,), the most central first; of equal ones that of the smaller number. rule: as in `centrality`."""
    return np.argsort(-centrality(A, rule), kind="stable")


def discounted_degrees(A: Any, p: float, k: int) -> np.ndarray:
    """k seeds (k,) of an undirected graph by degree, each chosen one taking something from its neighbours' worth:

        d_j − 2 t_j − (d_j − t_j) t_j p    for a node j of d_j ties, t_j of them to seeds

    Expected number of nodes that j adds among itself and its neighbours, to first order in p.
    Source: Chen, Wang & Yang 2009, Efficient influence maximization, theorem 2.
    """
    A, p = adjacency(A, directed=False), probability("p", p)
    degree, tied = np.diff(A.indptr), np.zeros(A.shape[0])
    free, seeds = np.ones(A.shape[0], dtype=bool), []
    for _ in range(at_most("k", k, A.shape[0])):
        worth = degree - 2 * tied - (degree - tied) * tied * p
        best = int(np.argmax(np.where(free, worth, -np.inf)))
        free[best] = False
        seeds.append(best)
        tied[A.indices[A.indptr[best] : A.indptr[best + 1]]] += 1
    return np.array(seeds)


def greedy_by_simulation(A: Any, p: Any, k: int, rng: np.random.Generator, simulations: int = 200) -> Chosen:
    """Greedy choice of k seeds: add the node of the largest gain in spread, found by fresh cascades at each evaluation.

    Exact gains would reach at least 1 − 1/e of the best k seeds (Kempe, Kleinberg & Tardos 2003); those found by few
    simulations are noisy, and the lucky are chosen. p: as in `chances`.
    """
    A, simulations = adjacency(A), whole_number("simulations", simulations, 2)
    k, n = at_most("k", k, A.shape[0]), A.shape[0]
    taken: dict[int, float] = {}

    def gain(node: int) -> float:
        return spread(A, [*taken, node], p, rng, simulations).mean - sum(taken.values())

    return celf(n, gain, taken.__setitem__, np.ones(n), k)


def greedy_on_snapshots(live: csr_array, k: int) -> Chosen:
    """Greedy choice of k seeds, the spread being the mean over snapshots by `live_edges` or `threshold_edges`.

    The same coins judge all nodes: no noise between them, and what is reached already need not be walked again.
    """
    covered = Coverage(live)
    n = live.shape[1]
    return celf(n, covered.gain, covered.take, np.ones(n), at_most("k", k, n))


class Coverage:
    """Whom the seeds taken so far reach in each snapshot: `known` (snapshots n,)."""

    def __init__(self, live: csr_array) -> None:
        self.live, self.snapshots, self.n = live, snapshots_of(live), live.shape[1]
        self.known = np.zeros(live.shape[0], dtype=bool)

    def new(self, node: int) -> np.ndarray:
        """Keys that this node would add: where it is known, so is all that it reaches."""
        first = each_with(np.array([node]), self.n, self.snapshots)
        first = first[~self.known[first]]
        return np.concatenate([first[:0], *waves(self.live, first, self.snapshots, known=self.known.copy())])

    def gain(self, node: int) -> float:
        """Mean number of nodes added, over snapshots."""
        return len(self.new(node)) / self.snapshots

    def take(self, node: int, gained: float = 0.0) -> None:
        self.known[self.new(node)] = True


def celf(
    n: int, gain: Callable[[int], float], take: Callable[[int, float], None], costs: np.ndarray, budget: float
) -> Chosen:
    """Greedy by gain per cost, lazily: a node's gain can only fall as seeds are added (submodularity), so that an old
    gain is an upper bound, and the node on top of the heap is the best once its gain is up to date.

    gain(node), take(node, gain): see above. costs (n,) > 0; whoever costs more than is left of the budget is passed
    over. Source: Minoux 1978; Leskovec et al. 2007, Cost-effective outbreak detection in networks.
    """
    first = [gain(node) for node in range(n)]
    heap = [(-gained / cost, node, gained, 0) for node, (gained, cost) in enumerate(zip(first, costs))]
    heapq.heapify(heap)
    seeds: list[int] = []
    gains: list[float] = []
    evaluations = n
    while heap:
        _, node, gained, known_at = heapq.heappop(heap)
        if costs[node] > budget + 1e-9:
            continue
        if known_at < len(seeds):
            gained, evaluations = gain(node), evaluations + 1
            heapq.heappush(heap, (-gained / costs[node], node, gained, len(seeds)))
            continue
        take(node, gained)
        seeds.append(node)
        gains.append(gained)
        budget -= costs[node]
    return Chosen(np.array(seeds, dtype=int), np.array(gains), evaluations)


def at_most(name: str, value: Any, most: int) -> int:
    """A whole number from 1 to `most`, the number of nodes."""
    if whole_number(name, value) > most:
        raise ValueError(f"{name} must be at most {most}, the number of nodes, got {value!r}")
    return int(value)


def _core(A: csr_array) -> np.ndarray:
    both = A + A.T > 0
    left, core, level = both.sum(axis=1), np.zeros(A.shape[0]), 0
    alive = np.ones(A.shape[0], dtype=bool)
    while alive.any():
        level = max(level, left[alive].min())
        out = alive & (left <= level)
        core[out] = level
        alive &= ~out
        left = left - both.astype(int) @ out
    return core


def _pagerank(A: csr_array, on: float = 0.85) -> np.ndarray:
    total = A.sum(axis=0)
    visits, steps = np.ones(A.shape[0]), A @ diags_array(1 / np.where(total > 0, total, 1))
    for _ in range(200):  # 1 + on M 1 + (on M)² 1 + ...: visits until a walk starts anew; .85^200 is 1e-14
        visits = 1 + on * (steps @ visits)
    return visits / visits.sum()
