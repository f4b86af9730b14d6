"""A hierarchy found in a graph from the bottom up: who is reached alike after a few steps is merged first."""

from heapq import heapify, heappop, heappush
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from utils.common.arrays import whole_numbers
from utils.common.checks import whole_number
from utils.hierarchy.graph import conductances, laplacian, walk
from utils.hierarchy.tree import Hierarchy, each


def merge_graph(W: Any, steps: int = 4, sizes: Any = None) -> Hierarchy:
    """Communities within communities: lazy steps, then Ward's merging by mass, cut into levels.

        c_i = row i of (½ (I + M⁻¹ W))^K M^{−1/2},    cost(a, b) = m_a m_b/(m_a + m_b) |c_a − c_b|²

    W (n, n): symmetric weights ≥ 0, the diagonal ignored, every node tied; m_i = Σ_j w_ij, the tree's masses. Of the
    clusters that are tied the pair of least cost merges; its c is the mean by mass. Untied parts merge last.
    steps: K ≥ 1. sizes: how many nodes levels 1 ... D have, falling to 1; None: half as many on each level.
    Memory O(n²), for some thousand nodes. Costs are rounded to 12 decimals, so that twins merge by number.
    Source: Pons & Latapy 2005, Computing communities in large networks using random walks (Walktrap), section 3, whose
    steps are not lazy and whose masses are 1.
    """
    W = conductances("W", W)
    W.setdiag(0)
    W.eliminate_zeros()
    n, masses = W.shape[0], W.sum(axis=1)
    each("W", masses, masses > 0, "tie every node to another")
    K, sizes = whole_number("steps", steps), _sizes(sizes, n)
    rows = walk(laplacian(W, masses), K, np.eye(n)) / np.sqrt(masses)
    m, c = dict(enumerate(masses)), dict(enumerate(rows))
    tied = {i: set(W.indices[W.indptr[i] : W.indptr[i + 1]].tolist()) for i in range(n)}

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


def _sizes(sizes: Any, n: int) -> np.ndarray:
    if sizes is None:
        return n // 2 ** np.arange(1, n.bit_length())
    sizes = whole_numbers("sizes", sizes, ("D",))
    if np.any(np.diff(sizes, prepend=n) >= 0) or sizes[-1] != 1:
        raise ValueError(f"sizes must fall from below {n} to 1, got {sizes}")
    return sizes
