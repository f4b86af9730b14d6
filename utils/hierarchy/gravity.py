"""What places and distances do to a diffusion, from times of adoption: maximum likelihood of (α, γ, c).

With t_j the time of adoption (∞ if never) and a window of time from a to b, what is seen in the window has the density

    ∏_{j: a < t_j ≤ b} Λ_j(t_j) · exp(− Σ_ij κ_ij E_ij),    Λ_j(t) = Σ_{i: t_i < t} κ_ij,
    κ_ij = k₀ w_ij,   w_ij = P_i^α P_j^γ d_ij^−c,    E_ij = max(0, min(t_j, b) − max(t_i, a)),

rate of each adoption times probability of no other: who adopted by a is given, who has not by b is censored. The pace
k₀ has its best value in closed form, k̂₀ = D / Σ w_ij E_ij for D adoptions. With x_ij = (log P_i, log P_j, −log d_ij),

    ∂ℓ/∂θ = Σ_j ⟨x⟩_j − D ⟨x⟩_E,      −∂²ℓ/∂θ² = D Cov_E(x) − Σ_j Cov_j(x)

where ⟨·⟩_j weighs those who may have passed it on to j by w_ij, ⟨·⟩_E all pairs by w_ij E_ij.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.stats import norm

from utils.common.arrays import points
from utils.common.checks import within
from utils.hierarchy.settlements import Settlements
from utils.hierarchy.telling import adopted
from utils.hierarchy.tree import each

Window = tuple[float, float]


@dataclass(frozen=True, eq=False)
class GravityFit:
    """estimates, errors, low, high: (3,), of α, γ, c; errors from the inverse of the observed information.

    log_likelihood: the largest, with k₀ at its best. adoptions: D, in the window.
    """

    estimates: np.ndarray
    errors: np.ndarray
    low: np.ndarray
    high: np.ndarray
    log_likelihood: float
    adoptions: int


def log_likelihood(system: Settlements, times: Any, theta: Any, window: Window = (0.0, np.inf)) -> float:
    """ℓ(α, γ, c), theta (3,), with the pace k₀ at its best. window: from, to; to = ∞ is the last adoption."""
    return _prepared(system, times, window)[0](points("theta", theta, (3,)))[0]


def fit_gravity(system: Settlements, times: Any, window: Window = (0.0, np.inf), level: float = 0.95) -> GravityFit:
    """The (α, γ, c) of largest likelihood, with intervals: estimate ± z · error at this level.

    times (n,): of adoption, np.inf if never; who adopts at the same time as another has not passed it on to it.
    Raises ValueError for a window without adoptions, for one whose adoptions do not tell the three apart (α, if one
    place alone can have passed it on), and for an adoption before which nobody had adopted.
    """
    at, adoptions = _prepared(system, times, window)
    half = norm.ppf((1 + within("level", level, "(0, 1)")) / 2)
    best = minimize(lambda theta: tuple(-one for one in at(theta)[:2]), np.array([0.0, 0.0, 1.0]), jac=True).x
    height, _, information = at(best)
    if np.linalg.eigvalsh(information)[0] < 1e-8 * adoptions:
        raise ValueError(f"window must hold adoptions that tell α, γ and c apart, got {adoptions} in {window}")
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return GravityFit(best, errors, best - half * errors, best + half * errors, height, adoptions)


def _prepared(system: Settlements, times: Any, window: Window) -> tuple[Callable, int]:
    """θ → (ℓ, gradient, observed information), and D."""
    times, order = adopted(system, times)
    start, end = points("window", window, (2,), finite=False)
    end = min(end, times[order[-1]])
    if not 0 <= start < end:
        raise ValueError(f"window must run from at least 0 to a later time, got {window} with the last at {end:g}")
    had, risk = order[times[order] < end], np.flatnonzero(times > start)
    exposure = np.minimum(times[risk], end) - np.maximum(times[had], start)[:, None]
    adopts = times[risk] <= end
    before = times[had][:, None] < times[risk[adopts]]
    if not adopts.any():
        raise ValueError(f"window must hold an adoption, got {window}")
    each("times", times[risk[adopts]], before.any(axis=0), "hold an adopter before each in the window")
    P, d = np.log(system.populations), system.distances[np.ix_(had, risk)]
    away, D = np.log(np.where(d > 0, d, 1)), int(adopts.sum())
    x = np.array(np.broadcast_arrays(P[had][:, None] - P.mean(), P[risk] - P.mean(), away.mean() - away))
    exposure = np.where(d > 0, np.maximum(exposure, 0), 0)

    def at(theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        w = np.exp(np.tensordot(theta, x, 1))
        q, p = w * exposure, w[:, adopts] * before
        total, rate = q.sum(), p.sum(axis=0)
        height = np.log(rate).sum() - D * np.log(total / D) - D
        by_pair, by_adopter = x * (q / total), x[:, :, adopts] * (p / rate)
        mean, means = by_pair.sum(axis=(1, 2)), by_adopter.sum(axis=1)
        spread = np.tensordot(by_pair, x, ((1, 2), (1, 2))) - np.outer(mean, mean)
        spreads = np.tensordot(by_adopter, x[:, :, adopts], ((1, 2), (1, 2))) - means @ means.T
        return height, means.sum(axis=1) - D * mean, D * spread - spreads

    return at, D
