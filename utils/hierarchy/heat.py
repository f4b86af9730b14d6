"""Heat on a tree, exactly: leaves forget first what sets them apart, then their parents, and the root nothing.

    L_T = Σ_j κ_j (I − A_j),    e^{−t L_T} x = x_D + Σ_l e^{−λ_l t} d_l,    λ_l = Σ_{j>l} κ_j

A_j replaces each leaf by the mean within its ancestor of level j. These means are nested, A_j A_k = A_max(j,k), so that
the details d_l of the up-pass are eigenvectors of L_T, with eigenvalue λ_l: the fastest die first.
"""

from typing import Any

import numpy as np

from utils.common.arrays import points
from utils.common.checks import an_instance, not_negative
from utils.hierarchy.passes import Analysis, down
from utils.hierarchy.tree import Hierarchy


def decay_rates(tree: Hierarchy, kappa: Any = 1.0) -> np.ndarray:
    """λ_l = Σ_{j>l} κ_j, (D,): the rate at which d_l dies; it falls with l, so that the finest go first.

    kappa: κ_1 ... κ_D ≥ 0, how fast a leaf is drawn to the mean of its ancestor of each level; one number: for all.
    """
    an_instance("tree", tree, Hierarchy)
    kappa = points("kappa", kappa)
    if kappa.shape not in ((), (tree.depth,)) or kappa.min() < 0:
        raise ValueError(f"kappa must be 1 or {tree.depth} numbers of at least 0, got {kappa}")
    return np.cumsum(np.broadcast_to(kappa, tree.depth)[::-1])[::-1]


def tree_heat(analysis: Analysis, t: float, kappa: Any = 1.0) -> np.ndarray:
    """e^{−t L_T} x, (n_0,) or (n_0, k), from the up-pass of x with H = I. t ≥ 0, in units of 1/κ. O(n_0), exact."""
    an_instance("analysis", analysis, Analysis)
    return down(analysis, np.exp(-decay_rates(analysis.tree, kappa) * not_negative("t", t)))
