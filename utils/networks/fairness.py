"""Who pays for a rule: the wrongly accused of a search for the source, the groups that vaccination leaves out."""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import one_of, whole_number
from utils.networks.graphs import adjacency, seeds_of
from utils.networks.influence import at_most, rank_by
from utils.networks.outbreaks import first_passage
from utils.networks.sources import named, nodes_of, verdict

RULES = ("random", "degree", "degree within group")


def wrongly_accused(A: Any, scores: Any, cases: Any, source: int) -> np.ndarray:
    """The chance that each node is named though it is not the source, (n,): of sum 1 − hit.

    A: graph (n, n). scores, cases (k,) and source as for `sources.verdict`. Summed over outbreaks and over all nodes of
    a high degree, it says how much of the blame falls on them.
    """
    A, blame = adjacency(A), np.zeros(np.shape(A)[0])
    verdict(scores, cases, source)  # checks all three
    blame[nodes_of(A, "cases", cases)] = named(scores)
    blame[source] = 0
    return blame


def doses(A: Any, groups: Any, k: int, rule: str, rng: np.random.Generator) -> np.ndarray:
    """The k nodes that are vaccinated, sorted.

    "random": any, "degree": those of the most ties, "degree within group": the same in each group, which gets doses in
    proportion to its size, whole ones by the largest remainder. Of equal degrees those of the smaller number.
    groups (n,): the group of each node, 0, ..., g − 1. k: 1 … n.
    """
    A, rng, rule = adjacency(A), arrays.numpy_generator("rng", rng), one_of("rule", rule, RULES)
    (groups, sizes), k = _groups(groups, A.shape[0]), at_most("k", k, A.shape[0])
    if rule == "random":
        return np.sort(rng.choice(A.shape[0], k, replace=False))
    order = rank_by(A, "degree")
    if rule == "degree":
        return np.sort(order[:k])
    due = k * sizes / sizes.sum()
    whole = np.floor(due + 1e-9).astype(int)
    whole[np.argsort(whole - due, kind="stable")[: k - whole.sum()]] += 1
    return np.sort(np.concatenate([order[groups[order] == g][:share] for g, share in enumerate(whole)]))


def attack_rates(
    A: Any, groups: Any, immune: Any, seeds: Any, beta: float, gamma: float, rng: np.random.Generator, replicas: int
) -> np.ndarray:
    """The share of each group that is ever infected, (replicas, g), seeds included; whoever is immune never is.

    immune (k,): different nodes, as from `doses`; none: []. Seeds among them do not count. The rest as for
    `outbreaks.first_passage`, on the graph without the immune.
    """
    A = adjacency(A)
    (groups, sizes), replicas = _groups(groups, A.shape[0]), whole_number("replicas", replicas)
    left = np.setdiff1d(np.arange(A.shape[0]), nodes_of(A, "immune", immune, least=0))
    start = np.flatnonzero(np.isin(left, seeds_of(A, seeds)))
    if not start.size:
        return np.zeros((replicas, len(sizes)))
    ill = np.isfinite(first_passage(A[left][:, left], start, beta, gamma, rng, replicas).infected)
    return ill @ (groups[left][:, None] == np.arange(len(sizes))).astype(float) / sizes


def _groups(groups: Any, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The group of each node (n,) and how many are in each (g,)."""
    groups = arrays.whole_numbers("groups", groups, (n,))
    if groups.min() < 0:
        raise ValueError(f"groups must be numbered from 0 on, got {groups.min()}")
    if (empty := np.flatnonzero(np.bincount(groups) == 0)).size:
        raise ValueError(f"groups must each have a member, got none in group {empty[0]}")
    return groups, np.bincount(groups)
