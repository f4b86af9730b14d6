"""Up, from the leaves to the root, keeping what each step loses; and down again, giving it back, or a part of it.

Heat on the tree is such a part, exactly: leaves forget first what sets them apart, then their parents.

    L_T = Σ_j κ_j (I − A_j),    e^{−t L_T} x = x_D + Σ_l e^{−λ_l t} d_l,    λ_l = Σ_{j>l} κ_j

A_j replaces each leaf by the mean within its ancestor of level j. These means are nested, A_j A_k = A_max(j,k), so that
the details d_l of the up-pass are eigenvectors of L_T, with eigenvalue λ_l: the fastest die first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common.arrays import points
from utils.common.checks import an_instance, not_negative
from utils.hierarchy.tree import Hierarchy, add_children, each, one_or_each


@dataclass(frozen=True, eq=False)
class Analysis:
    """What `up` found. values: x_0 ... x_D, means (n_l,) or (n_l, k) a level; details: d_0 ... d_{D−1}, alike.

    A node without mass has the value of the nearest ancestor with mass, and detail 0.
    """

    tree: Hierarchy
    values: tuple[np.ndarray, ...]
    details: tuple[np.ndarray, ...]


def up(tree: Hierarchy, x: Any, smoothers: Sequence[Callable] | None = None) -> Analysis:
    """The up-pass: smooth a level, average it to the next, keep the difference.

        y = H_l x_l,    x_{l+1} = R_l y,    d_l = x_l − P_l x_{l+1}        l = 0 ... D − 1

    x (n_0,) or (n_0, k): a value, or k of them, for each leaf; finite where the leaf has mass, ignored elsewhere.
    smoothers: D functions H_l, (n_l, ...) → the same shape; None: H_l = I. See graph.lazy_steps.
    With H = I the x_l are means by mass, and Σ_l Σ_i m_l d_l² is the variance (Parseval). O(n_0) where n_l shrinks.
    """
    an_instance("tree", tree, Hierarchy)
    x = points("x", x, finite=False)
    if x.ndim not in (1, 2) or len(x) != tree.sizes[0] or not x.size:
        raise ValueError(f"x must have shape ({tree.sizes[0]},) or ({tree.sizes[0]}, k), got {x.shape}")
    x[tree.masses == 0] = 0
    each("x", x, np.isfinite(x).all(axis=tuple(range(1, x.ndim))), "be finite where the mass is not 0")
    steps = tree.depth * [lambda y: y] if smoothers is None else list(smoothers)
    if len(steps) != tree.depth or not all(map(callable, steps)):
        raise ValueError(f"smoothers must be {tree.depth} functions, one a level below the root, got {smoothers!r}")
    values = [x]
    for above, below, mass, H in zip(tree.parents, tree.node_masses, tree.node_masses[1:], steps):
        y = H(values[-1])
        if np.shape(y) != values[-1].shape:
            raise ValueError(f"smoothers must keep the shape {values[-1].shape}, got {np.shape(y)}")
        total = add_children(above, _by(below, y) * y, len(mass))
        values.append(total / _by(np.where(mass > 0, mass, 1.0), total))
    details: list[np.ndarray] = []
    for l in reversed(range(tree.depth)):
        inherited = values[l + 1][tree.parents[l]]
        missing = tree.node_masses[l] == 0
        values[l][missing] = inherited[missing]  # before it is used one level further down
        details.insert(0, values[l] - inherited)
    return Analysis(tree, tuple(values), tuple(details))


def down(analysis: Analysis, gains: Any = 1.0) -> np.ndarray:
    """The down-pass: from the root, each level's details given back by a gain.

        x_l = P_l x_{l+1} + g_l d_l        l = D − 1 ... 0

    gains: one number, D numbers g_l, or D arrays (n_l,) with one a node. g = 1 returns the x_0 of `up`, whatever its
    H was; g_l = e^{−λ_l t} is the tree's heat, g_l = s_l²/(s_l² + σ_l²) Tweedie's denoiser. Returns (n_0,) or (n_0, k).
    """
    tree = an_instance("analysis", analysis, Analysis).tree
    gains = gains if isinstance(gains, list | tuple) or np.ndim(gains) else tree.depth * [gains]
    if len(gains) != tree.depth:
        raise ValueError(f"gains must be 1 or {tree.depth}, one a level below the root, got {len(gains)}")
    x = analysis.values[-1]
    for l in reversed(range(tree.depth)):
        g = one_or_each("gains", gains[l], tree.sizes[l])
        x = x[tree.parents[l]] + _by(g, x) * analysis.details[l]
    return x


def decay_rates(tree: Hierarchy, kappa: Any = 1.0) -> np.ndarray:
    """λ_l = Σ_{j>l} κ_j, (D,): the rate at which d_l dies; it falls with l, so that the finest go first.

    kappa: κ_1 ... κ_D ≥ 0, how fast a leaf is drawn to the mean of its ancestor of each level; one number: for all.
    """
    kappa = one_or_each("kappa", kappa, an_instance("tree", tree, Hierarchy).depth)
    each("kappa", kappa, kappa >= 0, "be at least 0")
    return np.cumsum(kappa[::-1])[::-1]


def tree_heat(analysis: Analysis, t: float, kappa: Any = 1.0) -> np.ndarray:
    """e^{−t L_T} x, (n_0,) or (n_0, k), from the up-pass of x with H = I. t ≥ 0, in units of 1/κ. O(n_0), exact."""
    rates = decay_rates(an_instance("analysis", analysis, Analysis).tree, kappa)
    return down(analysis, np.exp(-rates * not_negative("t", t)))


def path(analysis: Analysis, leaf: int) -> tuple[np.ndarray, np.ndarray]:
    """Why a leaf has its value:  x_0[i] = x_D + Σ_l d_l[a_l(i)],  a_l(i) its ancestor on level l. O(D).

    Returns its ancestors (D + 1,), from the leaf itself to the root, and what each adds, (D + 1,) or (D + 1, k): the
    details of levels 0 ... D − 1, and last the root's value x_D.
    """
    nodes = an_instance("analysis", analysis, Analysis).tree.line(leaf)
    return nodes, np.array([values[node] for values, node in zip((*analysis.details, analysis.values[-1]), nodes)])


def _by(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Weights (n,) as they multiply x (n,) or (n, k)."""
    return weights[:, None] if x.ndim == 2 else weights
