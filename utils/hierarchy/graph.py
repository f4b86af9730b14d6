"""Where leaves are tied to one another too: smoothing along the ties of each level before the next one is formed.

    W_{l+1} = P_lᵀ W_l P_l,    L_l = M_l⁻¹ (Deg_l − W_l),    H_l = (I − τ L_l)^K,    τ = 1/(2 max diag L_l)

The coarse operator is Galerkin's, R_l L_l P_l = L_{l+1}. H_l keeps Σ m x, and no value leaves the range of the others.
"""

from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array, issparse

from utils.common.arrays import points
from utils.common.checks import an_instance, whole_number
from utils.hierarchy.passes import Smoother
from utils.hierarchy.tree import Hierarchy


def conductances(name: str, W: Any, size: int | None = None) -> csr_array:
    """W as a csr_array (n, n), symmetric, w_ij ≥ 0 the weight of the tie i – j; ValueError names an offending pair."""
    if not issparse(W):
        W = points(name, W, ("n", "n"))
    W = csr_array(W, dtype=float, copy=True)
    W.eliminate_zeros()
    if W.shape[0] != W.shape[1] or size not in (None, W.shape[0]):
        raise ValueError(f"{name} must have shape ({size or 'n'}, {size or 'n'}), got {W.shape}")
    for what, wrong in (("be symmetric", abs(W - W.T) > 1e-12 * abs(W)), ("hold no negative weight", W < 0)):
        if wrong.nnz:
            i, j = (int(k[0]) for k in wrong.nonzero())
            raise ValueError(f"{name} must {what}, got {W[i, j]:g} for ({i}, {j}) and {W[j, i]:g} for ({j}, {i})")
    if not np.isfinite(W.data).all():
        raise ValueError(f"{name} must be finite, got {W.data[~np.isfinite(W.data)][0]}")
    return W


def coarse_ties(tree: Hierarchy, W: Any) -> tuple[csr_array, ...]:
    """W_0 ... W_D: the ties between nodes of each level, the ties within a node on the diagonal.

    W (n_0, n_0): symmetric weights between leaves. Ties of a leaf without mass are left out: nothing is known there.
    """
    an_instance("tree", tree, Hierarchy)
    known = diags_array((tree.masses > 0).astype(float))
    ties = [csr_array(known @ conductances("W", W, tree.sizes[0]) @ known)]
    for P in tree.copying:
        ties.append(csr_array(P.T @ ties[-1] @ P))
    return tuple(ties)


def laplacian(W: Any, masses: Any) -> csr_array:
    """L = M⁻¹ (Deg − W), (n, n): −L x is how fast x changes where ties conduct and masses store. Rows sum to 0.

    A node without mass must have no tie, and its row is 0.
    """
    W = conductances("W", W)
    masses = points("masses", masses, (W.shape[0],))
    degrees = W.sum(axis=1)
    if masses.min() < 0 or np.any(degrees[masses == 0] > 0):
        raise ValueError(f"masses must be positive at each node that has a tie, got {masses.min():g}")
    inverse = np.divide(1, masses, out=np.zeros(len(masses)), where=masses > 0)
    return csr_array(diags_array(inverse) @ (diags_array(degrees) - W))


def lazy_steps(tree: Hierarchy, W: Any, steps: int = 4) -> tuple[Smoother, ...]:
    """H_0 ... H_{D−1} for `up`: K = steps lazy steps along the ties of each level, at least half of each value staying.

    W (n_0, n_0): symmetric weights between leaves.
    """
    K = whole_number("steps", steps, least=0)
    levels = zip(coarse_ties(tree, W)[: tree.depth], tree.node_masses)
    return tuple(partial(walk, laplacian(ties, masses), K) for ties, masses in levels)


def walk(L: csr_array, steps: int, x: np.ndarray) -> np.ndarray:
    """H x = (I − τ L)^K x, τ = 1/(2 max diag L), K = steps; x itself where L is 0. Inner loop: arguments unchecked."""
    fastest = L.diagonal().max()
    for _ in range(steps if fastest > 0 else 0):
        x = x - L @ x / (2 * fastest)
    return x
