"""Data that keep arriving: three sums a node, and D + 1 nodes brought up to date for each leaf that changes."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from utils.common.arrays import points, whole_numbers
from utils.common.checks import an_instance, not_negative, number, truth
from utils.hierarchy.passes import Analysis, up
from utils.hierarchy.tree import Hierarchy, add_children, each, one_or_each


@dataclass(frozen=True, eq=False)
class Sums:
    """What `gather` keeps and `observe` changes. levels: D + 1 arrays (n_l, 3), Σm, Σmx, Σmx² under a node."""

    tree: Hierarchy
    levels: tuple[np.ndarray, ...]

    @cached_property
    def children(self) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """A level's nodes sorted by parent, and where each parent's begin: one pair a level below the root."""
        levels = zip(self.tree.parents, self.tree.sizes[1:])
        sort = ((np.argsort(above, kind="stable"), above, np.arange(n + 1)) for above, n in levels)
        return tuple((order, np.searchsorted(above[order], nodes)) for order, above, nodes in sort)


def gather(tree: Hierarchy, leaves: Any, values: Any, masses: Any = 1.0) -> Sums:
    """The sums of a batch of observations: (n,) leaves, values, masses ≥ 0. A leaf may have none, one or many.

    The tree's own masses are not used: a leaf without observations is missing.
    """
    leaves, n = whole_numbers("leaves", leaves, ("n",)), an_instance("tree", tree, Hierarchy).sizes[0]
    values = points("values", values, leaves.shape)
    m = one_or_each("masses", masses, len(leaves))
    each("masses", m, m >= 0, "be at least 0")
    each("leaves", leaves, (leaves >= 0) & (leaves < n), f"lie in 0 to {n - 1}")
    levels = [add_children(leaves, m[:, None] * np.stack([np.ones(len(m)), values, values * values], axis=1), n)]
    for above, size in zip(tree.parents, tree.sizes[1:]):
        levels.append(add_children(above, levels[-1], size))
    return Sums(tree, tuple(levels))


def observe(sums: Sums, leaf: int, value: float, mass: float = 1.0, *, anew: bool = False) -> np.ndarray:
    """One more observation of a leaf, in place; returns the D + 1 nodes that were touched, leaf to root.

    anew: it replaces what the leaf had, as a pixel or a sensor's state does. Each ancestor is added up anew from its
    children, in the order of `gather`: the sums are those of the batch to the last bit, however long the stream.
    """
    nodes = an_instance("sums", sums, Sums).tree.line(leaf)
    new = not_negative("mass", mass) * np.array([1, number("value", value), value * value])
    sums.levels[0][leaf] = new if truth("anew", anew) else sums.levels[0][leaf] + new
    for below, level, node, (order, first) in zip(sums.levels, sums.levels[1:], nodes[1:], sums.children):
        children = order[first[node] : first[node + 1]]
        level[node] = add_children(np.zeros(len(children), int), below[children], 1)
    return nodes


def along(sums: Sums, leaf: int) -> np.ndarray:
    """(D + 1, 3): mass, mean and standard deviation of the observations under each node from leaf to root. O(D).

    nan for the mean and the deviation of a node without observations. Of values far from 0 take a centre off first: the
    deviation is the root of a difference, Σmx²/Σm − x̄².
    """
    nodes = an_instance("sums", sums, Sums).tree.line(leaf)
    m, mx, mxx = np.array([level[node] for level, node in zip(sums.levels, nodes)]).T
    mean, square = (np.divide(one, m, out=np.full(len(m), np.nan), where=m > 0) for one in (mx, mxx))
    return np.column_stack([m, mean, np.sqrt(np.maximum(square - mean**2, 0))])  # below 0 by round-off alone


def analysed(sums: Sums) -> Analysis:
    """The up-pass of what has been seen so far: leaves at their means, masses their Σm. O(n_0)."""
    m, mx, _ = an_instance("sums", sums, Sums).levels[0].T
    return up(replace(sums.tree, masses=m), np.divide(mx, m, out=np.zeros(len(m)), where=m > 0))
