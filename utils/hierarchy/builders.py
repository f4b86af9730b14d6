"""Where a hierarchy comes from: given parents, a picture's blocks, dominant settlements, a table's columns, a graph.

Every leaf has mass 1, in a graph its degree; dataclasses.replace(tree, masses=...) gives it another.
"""

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.spatial.distance import cdist

from utils.common.arrays import points, whole_numbers
from utils.common.checks import whole_number
from utils.hierarchy.graph import conductances, laplacian, walk
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
    sizes = whole_numbers("shape", shape, ("k",))
    each("shape", sizes, sizes > 0, "be positive")
    shape = tuple(sizes)
    parents: list[np.ndarray] = []
    while max(shape) > 1 or not parents:
        half = tuple((size + 1) // 2 for size in shape)
        parents.append(np.ravel_multi_index(tuple(axis.ravel() // 2 for axis in np.indices(shape)), half))
        shape = half
    return Hierarchy(tuple(parents), np.ones(sizes.prod()))


def dominators(positions: Any, populations: Any) -> np.ndarray:
    """(n,): the nearest settlement that is larger, for each settlement; −1 for the largest.

    positions (n, 2) on a plane, populations (n,) > 0. Of several that are largest the one listed first is the root, and
    dominates the others. O(n²).
    """
    populations = points("populations", populations, ("n",), least=2)
    positions = points("positions", positions, (len(populations), 2))
    each("populations", populations, populations > 0, "be positive")
    root, larger = populations.argmax(), populations > populations[:, None]
    larger[:, root] = True
    above = np.where(larger, cdist(positions, positions), np.inf).argmin(axis=1)
    above[root] = -1
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
            row, other = strays[0], first[code[strays[0]]]
            raise ValueError(f"columns must give {column} {texts[row]!r} one place, got rows {other} and {row} apart")
        levels.insert(0, above[first])
        names.insert(0, tuple(found.tolist()))
        above = code
    return Hierarchy(tuple(levels), np.ones(len(names[0])), tuple(names)), above


def merge_graph(W: Any, steps: int = 4, sizes: Any = None) -> Hierarchy:
    """Communities within communities: who is reached alike by K lazy steps, merged by `ward_tree`.

        c_i = row i of (½ (I + M⁻¹ W))^K M^{−1/2},    m_i = Σ_j w_ij, also the tree's masses

    W (n, n): symmetric weights ≥ 0, the diagonal ignored, every node tied. steps: K ≥ 1. sizes: as in `ward_tree`.
    Memory O(n²), for some thousand nodes.
    Source: Pons & Latapy 2005, Computing communities in large networks using random walks (Walktrap), section 3, whose
    steps are not lazy and whose masses are 1.
    """
    W = conductances(W)
    W = W - diags_array(W.diagonal())
    masses, K = W.sum(axis=1), whole_number("steps", steps)
    each("W", masses, masses > 0, "tie every node to another")
    return ward_tree(W, walk(laplacian(W, masses), K, np.eye(len(masses))) / np.sqrt(masses), masses, sizes)


def ward_tree(W: csr_array, c: np.ndarray, masses: np.ndarray, sizes: Any = None) -> Hierarchy:
    """Ward's merging by mass along ties, cut into levels: again and again the pair of clusters that costs least.

        cost(a, b) = m_a m_b/(m_a + m_b) |c_a − c_b|²,    c_{a∪b} = (m_a c_a + m_b c_b)/(m_a + m_b)

    W (n, n): clusters merge if tied; parts without a tie between them merge last. c (n, d): where each node is. masses
    (n,) > 0. These three are unchecked. sizes: how many nodes levels 1 ... D have, falling to 1; None: halves.
    Costs are rounded to 12 decimals, so that equals merge in the order of their numbers.
    """
    n = len(masses)
    sizes = whole_numbers("sizes", n // 2 ** np.arange(1, n.bit_length()) if sizes is None else sizes, ("D",))
    if np.any(np.diff(sizes, prepend=n) >= 0) or sizes[-1] != 1:
        raise ValueError(f"sizes must fall from below {n} to 1, got {sizes}")
    m, at = dict(enumerate(masses)), dict(enumerate(c))
    tied = {i: set(W.indices[W.indptr[i] : W.indptr[i + 1]].tolist()) - {i} for i in range(n)}

    def pair(a: int, b: int) -> tuple[float, int, int]:
        return round(m[a] * m[b] / (m[a] + m[b]) * float(((at[a] - at[b]) ** 2).sum()), 12), a, b

    heap = [pair(a, b) for a in range(n) for b in tied[a] if a < b]
    heapify(heap)
    cluster, new, levels = np.arange(n), n, [np.arange(n)]
    for size in sizes:
        while len(m) > size:
            if not heap:
                heap = sorted(pair(a, b) for a, b in combinations(sorted(m), 2))
            _, a, b = heappop(heap)
            if a in m and b in m:  # else one of them has merged since
                at[new] = (m[a] * at.pop(a) + m[b] * at.pop(b)) / (m[a] + m[b])
                m[new] = m.pop(a) + m.pop(b)
                tied[new] = (tied.pop(a) | tied.pop(b)) & tied.keys()
                cluster[(cluster == a) | (cluster == b)] = new
                for other in tied[new]:
                    tied[other].add(new)
                    heappush(heap, pair(other, new))
                new += 1
        levels.append(np.unique(cluster, return_inverse=True)[1])
    parents = (upper[np.unique(lower, return_index=True)[1]] for lower, upper in pairwise(levels))
    return Hierarchy(tuple(parents), masses)


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
