"""Forecasts of leaves and of sums of leaves, made to add up: from below, from above, or by all of them together.

All series stand below one another: N rows, the nodes of level 0 first, the root last. ŷ are forecasts that need not
add up, ỹ = S G ŷ those that do: S (N, n_0) adds leaves to nodes.
"""

from typing import Any

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.sparse import csr_array, vstack

from utils.common.arrays import points
from utils.common.checks import an_instance
from utils.hierarchy.tree import Hierarchy, each


def summing(tree: Hierarchy) -> csr_array:
    """S (N, n_0): row of a node, 1 at each leaf under it. S y are all series of leaves y. Masses play no part."""
    leaves = np.arange(an_instance("tree", tree, Hierarchy).sizes[0])
    ones, levels = np.ones(len(leaves)), zip(tree.ancestors, tree.sizes)
    return csr_array(vstack([csr_array((ones, (nodes, leaves)), (size, len(leaves))) for nodes, size in levels]))


def bottom_up(tree: Hierarchy, forecasts: Any) -> np.ndarray:
    """ỹ = S ŷ_0: the leaves' forecasts added up, all others thrown away. (N,) or (N, h) for h steps ahead → alike."""
    S, forecasts = _given(tree, forecasts)
    return S @ forecasts[: S.shape[1]]


def top_down(tree: Hierarchy, forecasts: Any, shares: Any) -> np.ndarray:
    """ỹ = S p ŷ_D: the root's forecast divided up. shares p (n_0,): of each leaf in the past, sum 1.

    Source: Gross & Sohl 1990, method F (a leaf's mean over the total's mean).
    """
    S, forecasts = _given(tree, forecasts)
    shares = points("shares", shares, (S.shape[1],))
    if shares.min() < 0 or abs(shares.sum() - 1) > 1e-9:
        raise ValueError(f"shares must be at least 0 and sum to 1, got a sum of {shares.sum():g}")
    return S @ np.multiply.outer(shares, forecasts[-1])


def mint(tree: Hierarchy, forecasts: Any, W: Any) -> np.ndarray:
    """ỹ = S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ: of all ways to add up without bias, the one of least error variance in total.

    forecasts ŷ (N,) or (N, h); W (N, N): the covariance of their errors, positive definite, from `shrunk_covariance`.
    The identity gives least squares.
    Source: Wickramasuriya, Athanasopoulos & Hyndman 2019, Optimal forecast reconciliation ..., theorem 1.
    """
    S, forecasts = _given(tree, forecasts)
    W = points("W", W, (len(forecasts), len(forecasts)))
    try:
        V = cho_solve(cho_factor(W), S.toarray())  # W⁻¹ S
    except LinAlgError as error:
        raise ValueError(f"W must be positive definite: {error}") from None
    return S @ cho_solve(cho_factor(S.T @ V), V.T @ forecasts)


def shrunk_covariance(errors: Any) -> tuple[np.ndarray, float]:
    """Ŵ = λ diag(W_1) + (1 − λ) W_1,  W_1 = Σ_t e_t e_tᵀ/T,  and the weight λ in [0, 1], chosen by the data:

        λ = Σ_{i≠j} Var(r_ij) / Σ_{i≠j} r_ij²,    r the correlations,  Var(r_ij) = (Σ_t w_t² − (Σ_t w_t)²/T)/(T (T − 1))

    with w_t = z_ti z_tj of errors divided by their root mean square. errors e (T, N): one-step errors of each series in
    the past, T ≥ 2, not centred. ValueError names a series that was never wrong.
    Source: Schäfer & Strimmer 2005; Wickramasuriya et al. 2019, section 2.4 (MinT-shrink).
    """
    errors = points("errors", errors, ("T", "N"), least=2)
    T, size = len(errors), np.sqrt((errors**2).mean(axis=0))
    each("errors", size, size > 0, "not all be 0 in a series")
    z = errors / size
    r = z.T @ z / T
    variance = ((z**2).T @ z**2 - T * r**2) / (T * (T - 1))
    apart = ~np.eye(len(r), dtype=bool)
    total = (r[apart] ** 2).sum()
    weight = float(np.clip(variance[apart].sum() / total, 0, 1)) if total > 0 else 1.0
    r[apart] *= 1 - weight
    return r * np.outer(size, size), weight


def _given(tree: Hierarchy, forecasts: Any) -> tuple[csr_array, np.ndarray]:
    S, forecasts = summing(tree), points("forecasts", forecasts)
    if forecasts.ndim not in (1, 2) or len(forecasts) != S.shape[0]:
        raise ValueError(f"forecasts must have {S.shape[0]} rows, one a node, got shape {forecasts.shape}")
    return S, forecasts
