"""Where a hierarchy comes from: given parents, a picture's blocks, settlements that dominate others, a table's columns.

Every leaf has mass 1; dataclasses.replace(tree, masses=...) gives it another. Graphs are merged in `merging`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from utils.common.arrays import points, whole_numbers
from utils.common.checks import whole_number
from utils.hierarchy.tree import Hierarchy, each


def from_parents(parents: Any) -> tuple[Hierarchy, np.ndarray]:
    """A tree whose nodes are numbered in any order. parents (N,): each node's parent, −1 for the root.

    Nodes without children become leaves; a leaf nearer to the root than others is continued down to level 0 by only
    children. Returns the tree, whose names are the numbers, and the number of each leaf, (n_0,), increasing.
    Raises ValueError, naming the node, for a parent that does not exist, no root or two, and a cycle.
    """
    parents, depth = _rooted("parents", parents)
    level = depth.max() - depth
    leaf = np.bincount(parents[parents >= 0], minlength=len(parents)) == 0
    return _layers(parents, np.where(leaf, 0, level), level), np.flatnonzero(leaf)


def quadtree(shape: Sequence[int]) -> Hierarchy:
    """Blocks of 2 × 2 pixels, blocks of 2 × 2 blocks ..., for a picture of this shape, its pixels row by row.

    Any shape: blocks at the edge are smaller. (n,): pairs along a line; three sizes: octree of a volume.
    """
    if not isinstance(shape, list | tuple) or not shape:
        raise ValueError(f"shape must be a tuple of sizes, got {shape!r}")
    shape = tuple(whole_number("shape", size) for size in shape)
    pixels = prod(shape)
    parents: list[np.ndarray] = []
    while max(shape) > 1 or not parents:
        half = tuple((size + 1) // 2 for size in shape)
        parents.append(np.ravel_multi_index(tuple(axis.ravel() // 2 for axis in np.indices(shape)), half))
        shape = half
    return Hierarchy(tuple(parents), np.ones(pixels))


def dominators(positions: Any, populations: Any) -> np.ndarray:
    """(n,): the nearest settlement that is larger, for each settlement; −1 for the largest.

    positions (n, 2) on a plane, populations (n,) > 0. Of several that are largest the one listed first is the root, and
    dominates the others. O(n²).
    """
    populations = points("populations", populations, ("n",), least=2)
    positions = points("positions", positions, (len(populations), 2))
    each("populations", populations, populations > 0, "be positive")
    root, above = populations.argmax(), np.full(len(populations), -1)
    for one, population in enumerate(populations):
        larger = np.flatnonzero(populations > population) if population < populations[root] else root[None]
        if one != root:
            above[one] = larger[np.hypot(*(positions[larger] - positions[one]).T).argmin()]
    return above


def dominance_tree(dominators: Any) -> Hierarchy:
    """Settlements as leaves, each staying a node as long as it dominates others, then joining its dominator.

        order(s) = 0 if s dominates none, else 1 + the largest order among those it dominates;    level l: order ≥ l

    dominators (n,): each settlement's, as from `dominators`, −1 for one of them. Leaves keep their numbers, which are
    also the names. Raises ValueError as `from_parents`.
    """
    dominators, depth = _rooted("dominators", dominators)
    order = np.zeros(len(depth), int)
    for one in np.argsort(-depth)[:-1]:  # the deepest first, the root apart
        order[dominators[one]] = max(order[dominators[one]], order[one] + 1)
    return _layers(dominators, np.zeros_like(order), order)


def from_columns(columns: Mapping[str, Sequence[str]]) -> tuple[Hierarchy, np.ndarray]:
    """The tree in a table's columns, such as region, county, site: from the top down, one text a row.

    Returns the tree, under a root named "all", names in alphabetic order; and each row's leaf, (n,). Several rows may
    share a leaf. Raises ValueError, with column and row (from 0), for a name that is missing (a level skipped), and for
    one that stands under two parents (write "Orange, Florida" if two counties are meant).
    """
    rows = {len(texts) for texts in columns.values()} if isinstance(columns, Mapping) else {0}
    if len(rows) != 1 or 0 in rows:
        raise ValueError(f"columns must map names to equally many texts each, got {columns!r:.200}")
    levels: list[np.ndarray] = []
    names: list[tuple[str, ...]] = [("all",)]
    above = np.zeros(rows.pop(), int)
    for column, texts in columns.items():
        for row, text in enumerate(texts):
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"columns must name a {column} in each row, got {text!r} in row {row}")
        found, first, code = np.unique(np.array(texts, dtype=str), return_index=True, return_inverse=True)
        strays = np.flatnonzero(above != above[first][code])
        if len(strays):
            i, j = strays[0], first[code[strays[0]]]
            raise ValueError(
                f"columns must give each {column} one place, got {texts[i]!r} under {names[0][above[j]]!r} in row {j} "
                f"and under {names[0][above[i]]!r} in row {i}"
            )
        levels.insert(0, above[first])
        names.insert(0, tuple(found.tolist()))
        above = code
    return Hierarchy(tuple(levels), np.ones(len(names[0])), tuple(names)), above


def _rooted(name: str, parents: Any) -> tuple[np.ndarray, np.ndarray]:
    """Parents (N,) and depths (N,), 0 at the root; ValueError names what keeps them from being a tree."""
    parents = whole_numbers(name, parents, ("n",), least=2)
    n, roots = len(parents), np.flatnonzero(parents == -1)
    each(name, parents, (parents >= -1) & (parents < n), f"lie in 0 to {n - 1}, or be -1")
    if len(roots) != 1:
        raise ValueError(f"{name} must be -1 for one root, got {len(roots)} roots: {roots[:5].tolist()}")
    far, depth = np.where(parents < 0, roots[0], parents), (parents >= 0).astype(int)
    for _ in range(n.bit_length()):  # 1, 2, 4, ... steps up from each node, and how many of them were above the root
        far, depth = far[far], depth + depth[far]
    cycle = far[far != roots[0]]
    if len(cycle):
        raise ValueError(f"{name} must lead to the root from every node, got a cycle through node {cycle[0]}")
    return parents, depth


def _layers(parents: np.ndarray, lowest: np.ndarray, highest: np.ndarray) -> Hierarchy:
    """Each node on the levels from its lowest to its highest, then under its parent."""
    levels = [np.flatnonzero((lowest <= l) & (l <= highest)) for l in range(highest.max() + 1)]
    above = (
        np.searchsorted(up, np.where(highest[nodes] > l, nodes, parents[nodes]))
        for l, (nodes, up) in enumerate(pairwise(levels))
    )
    return Hierarchy(tuple(above), np.ones(len(levels[0])), tuple(tuple(map(str, nodes)) for nodes in levels))
