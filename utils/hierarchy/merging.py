"""A hierarchy found in a graph from the bottom up: who is reached alike after a few steps is merged first."""

from heapq import heapify, heappop, heappush
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from scipy.sparse import diags_array

from utils.common.arrays import points, whole_numbers
from utils.common.checks import whole_number
from utils.hierarchy.graph import conductances, laplacian, walk
from utils.hierarchy.tree import Hierarchy, each


def merge_graph(W: Any, steps: int = 4, sizes: Any = None) -> Hierarchy:
    """Communities within communities: who is reached alike by K lazy steps, merged by `ward_tree`.

        c_i = row i of (½ (I + M⁻¹ W))^K M^{−1/2},    m_i = Σ_j w_ij, also the tree's masses

    W (n, n): symmetric weights ≥ 0, the diagonal ignored, every node tied. steps: K ≥ 1. sizes: as in `ward_tree`.
    Memory O(n²), for some thousand nodes.
    Source: Pons & Latapy 2005, Computing communities in large networks using random walks (Walktrap), section 3, whose
    steps are not lazy and whose masses are 1.
    """
    W = conductances("W", W)
    W = W - diags_array(W.diagonal())
    masses, K = W.sum(axis=1), whole_number("steps", steps)
    each("W", masses, masses > 0, "tie every node to another")
    return ward_tree(W, walk(laplacian(W, masses), K, np.eye(len(masses))) / np.sqrt(masses), masses, sizes)


def ward_tree(W: Any, c: Any, masses: Any, sizes: Any = None) -> Hierarchy:
    """Ward's merging by mass along ties, cut into levels: again and again the pair of clusters that costs least.

        cost(a, b) = m_a m_b/(m_a + m_b) |c_a − c_b|²,    c_{a∪b} = (m_a c_a + m_b c_b)/(m_a + m_b)

    W (n, n): clusters merge if tied; parts without a tie between them merge last. c (n, d): where each node is. masses
    (n,) > 0. sizes: how many nodes levels 1 ... D have, falling to 1; None: half as many on each level.
    Costs are rounded to 12 decimals, so that equals merge in the order of their numbers.
    """
    W = conductances("W", W)
    n = W.shape[0]
    c, masses = points("c", c, (n, "d")), points("masses", masses, (n,))
    each("masses", masses, masses > 0, "be positive")
    sizes = n // 2 ** np.arange(1, n.bit_length()) if sizes is None else whole_numbers("sizes", sizes, ("D",))
    if np.any(np.diff(sizes, prepend=n) >= 0) or sizes[-1] != 1:
        raise ValueError(f"sizes must fall from below {n} to 1, got {sizes}")
    m, c = dict(enumerate(masses)), dict(enumerate(c))
    tied = {i: set(W.indices[W.indptr[i] : W.indptr[i + 1]].tolist()) - {i} for i in range(n)}

    def pair(a: int, b: int) -> tuple[float, int, int]:
        return round(m[a] * m[b] / (m[a] + m[b]) * float(((c[a] - c[b]) ** 2).sum()), 12), a, b

    heap = [pair(a, b) for a in range(n) for b in tied[a] if a < b]
    heapify(heap)
    cluster, new, levels = np.arange(n), n, [np.arange(n)]
    for size in sizes:
        while len(m) > size:
            if not heap:
                heap = sorted(pair(a, b) for a, b in combinations(sorted(m), 2))
            _, a, b = heappop(heap)
            if a in m and b in m:  # else one of them has merged since
                c[new] = (m[a] * c.pop(a) + m[b] * c.pop(b)) / (m[a] + m[b])
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
