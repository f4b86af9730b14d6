"""Blocks of nodes: how the ties fall within and between them, and blocks with many ties within, found."""

from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.networks.graphs import adjacency, to_networkx


def mixing(A: Any, blocks: Any) -> np.ndarray:
    """M[a, b] = Σ A_ij over i in block a and j in block b, (B, B): within a block, undirected ties count twice.

    blocks: whole numbers (n,) from 0 to B − 1, each used. Raises ValueError naming a label below 0 or not used.
    """
    A = adjacency(A)
    blocks = arrays.whole_numbers("blocks", blocks, (A.shape[0],))
    if blocks.min() < 0:
        raise ValueError(f"blocks must be labels from 0 on, got {blocks.min()}")
    if (unused := np.flatnonzero(np.bincount(blocks) == 0)).size:
        raise ValueError(f"blocks must use every label up to {blocks.max()}, got no {unused[0]}")
    member = sparse.csr_array((np.ones(len(blocks)), blocks, np.arange(len(blocks) + 1)))
    return (member.T @ A @ member).toarray()


def modularity(A: Any, blocks: Any) -> float:
    """Weight within blocks minus what chance would put there: Q = Σ_a e_aa − (Σ_b e_ab)², e = M/ΣM, M of `mixing`.

    A: undirected, with a tie. Source: Newman & Girvan 2004, Finding and evaluating community structure, equation 5.
    """
    e = mixing(adjacency(A, directed=False), blocks)
    if not e.sum():
        raise ValueError("A must have a tie, got none")
    e /= e.sum()
    return float(np.trace(e) - (e.sum(axis=1) ** 2).sum())


def louvain(A: Any, rng: np.random.Generator) -> np.ndarray:
    """Blocks of high modularity, labels int64 (n,): block 0 is the largest. By networkx: slow above 10 000 nodes.

    Weights count. Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008, Fast unfolding of communities.
    """
    import networkx

    A, rng = adjacency(A, directed=False), arrays.numpy_generator("rng", rng)
    found = networkx.community.louvain_communities(to_networkx(A), seed=int(rng.integers(2**32)))
    blocks = np.empty(A.shape[0], dtype=np.int64)
    for label, members in enumerate(sorted(found, key=lambda one: (-len(one), min(one)))):
        blocks[list(members)] = label
    return blocks
