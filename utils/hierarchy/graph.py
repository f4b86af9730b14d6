"""Where leaves are tied to one another too: smoothing along the ties of each level before the next one is formed.

    W_{l+1} = P_lᵀ W_l P_l,    L_l = M_l⁻¹ (Deg_l − W_l),    H_l = (I − τ L_l)^K,    τ = 1/(2 max diag L_l)

The coarse operator is Galerkin's, R_l L_l P_l = L_{l+1}. H_l keeps Σ m x, and no value leaves the range of the others.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array, issparse

from utils.common.arrays import points
from utils.common.checks import an_instance, whole_number
from utils.hierarchy.tree import Hierarchy, each


def conductances(W: Any, size: int | None = None) -> csr_array:
    """W as a csr_array (n, n), symmetric, w_ij ≥ 0 the weight of the tie i – j; ValueError names a bad one's node."""
    W = csr_array(W if issparse(W) else points("W", W, ("n", "n")), dtype=float, copy=True)
    W.eliminate_zeros()
    n = size or W.shape[0]
    if W.shape != (n, n):
        raise ValueError(f"W must have shape ({n}, {n}), got {W.shape}")
    total, apart, negative = abs(W).sum(axis=1), abs(W - W.T).sum(axis=1), (W < 0).sum(axis=1)
    each("W", total, np.isfinite(total), "be finite")
    each("W", apart, apart <= 1e-12 * total, "be symmetric, W_ij − W_ji = 0")
    each("W", negative, negative == 0, "hold no negative weight")
    return W


def coarse_ties(tree: Hierarchy, W: Any) -> tuple[csr_array, ...]:
    """W_0 ... W_D: the ties between nodes of each level, the ties within a node on the diagonal.

    W (n_0, n_0): symmetric weights between leaves. Ties of a leaf without mass are left out: nothing is known there.
    """
    known = diags_array((an_instance("tree", tree, Hierarchy).masses > 0).astype(float))
    ties = [csr_array(known @ conductances(W, tree.sizes[0]) @ known)]
    for P in tree.copying:
        ties.append(csr_array(P.T @ ties[-1] @ P))
    return tuple(ties)


def laplacian(W: csr_array, masses: np.ndarray) -> csr_array:
    """L = M⁻¹ (Deg − W), (n, n): −L x is how fast x changes where ties conduct and masses store. Rows sum to 0.

    W and masses of one level of `coarse_ties`, unchecked: a node without mass has no tie, and its row is 0.
    """
    return csr_array(diags_array(1 / np.where(masses > 0, masses, 1)) @ (diags_array(W.sum(axis=1)) - W))


def lazy_steps(tree: Hierarchy, W: Any, steps: int = 4) -> tuple[Callable, ...]:
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
