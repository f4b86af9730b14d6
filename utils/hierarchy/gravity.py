"""What places and distances do to a diffusion, from times of adoption: maximum likelihood of (α, γ, c).

With t_j the time of adoption (∞ if never) and a window of time from a to b, what is seen in the window has the density

    ∏_{j: a < t_j ≤ b} Λ_j(t_j) · exp(− Σ_ij κ_ij E_ij),    Λ_j(t) = Σ_{i: t_i < t} κ_ij,
    κ_ij = k₀ w_ij,   w_ij = P_i^α P_j^γ d_ij^−c,    E_ij = max(0, min(t_j, b) − max(t_i, a)),

rate of each adoption times probability of no other: who adopted by a is given, who has not by b is censored. The pace
k₀ has its best value in closed form, k̂₀ = D / Σ w_ij E_ij for D adoptions. With x_ij = (log P_i, log P_j, −log d_ij),

    ∂ℓ/∂θ = Σ_j ⟨x⟩_j − D ⟨x⟩_E,      −∂²ℓ/∂θ² = D Cov_E(x) − Σ_j Cov_j(x)

where ⟨·⟩_j weighs those who may have passed it on to j by w_ij, ⟨·⟩_E all pairs by w_ij E_ij.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from utils.common.arrays import points
from utils.common.checks import within
from utils.hierarchy.settlements import Settlements
from utils.hierarchy.telling import adopted
from utils.hierarchy.tree import each


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


def log_likelihood(system: Settlements, times: Any, theta: Any, window: Any = (0.0, np.inf)) -> float:
    """ℓ(α, γ, c), theta (3,), with the pace k₀ at its best. window: from, to; to = ∞ is the last adoption."""
    return _prepared(system, times, window)[0](points("theta", theta, (3,)))[0]


def fit_gravity(system: Settlements, times: Any, window: Any = (0.0, np.inf), alpha: float | None = None) -> GravityFit:
    """The (α, γ, c) of largest likelihood, with 95 % intervals: estimate ± 1.96 · error.

    times (n,): of adoption, np.inf if never; who adopts at the same time as another has not passed it on to it.
    alpha: None, or the value it is held at, which then has error 0: where large places adopt late, few times depend on
    how infectious they are, and α may be anything.
    Raises ValueError for a window without adoptions, for one whose adoptions do not tell the three apart (α, if one
    place alone can have passed it on), and for an adoption before which nobody had adopted.
    """
    at, adoptions = _prepared(system, times, window)
    best = np.array([0.0 if alpha is None else within("alpha", alpha, "[-9, 9]"), 0.0, 1.0])
    free, errors = slice(0 if alpha is None else 1, 3), np.zeros(3)

    def off(part: np.ndarray) -> tuple[float, np.ndarray]:
        height, slope, _ = at(np.append(best[: free.start], part))
        return -height, -slope[free]

    best[free] = minimize(off, best[free], jac=True).x
    height, _, information = at(best)
    if np.linalg.eigvalsh(information[free, free])[0] < 1e-8 * adoptions:
        raise ValueError(f"window must hold adoptions that tell α, γ and c apart, got {adoptions} in {window}")
    errors[free] = np.sqrt(np.diag(np.linalg.inv(information[free, free])))
    return GravityFit(best, errors, best - 1.96 * errors, best + 1.96 * errors, height, adoptions)


def _prepared(system: Settlements, times: Any, window: Any) -> tuple[Any, int]:
    """θ → (ℓ, gradient, observed information), and D."""
    times, order = adopted(system, times)
    start, end = points("window", window, (2,), finite=False)
    end, risk = min(end, times[order[-1]]), np.flatnonzero(times > start)
    had, adopts = order[times[order] < end], times[risk] <= end
    if not (0 <= start < end and adopts.any()):
        raise ValueError(f"window must run from at least 0 to later and hold an adoption, got {window}")
    before = times[had][:, None] < times[risk[adopts]]
    each("times", times[risk[adopts]], before.any(axis=0), "hold an adopter before each in the window")
    exposure = np.maximum(np.minimum(times[risk], end) - np.maximum(times[had], start)[:, None], 0)
    P, d, D = np.log(system.populations), system.distances[np.ix_(had, risk)], int(adopts.sum())
    away = np.log(np.where(d > 0, d, 1))
    x = np.array(np.broadcast_arrays(P[had][:, None] - P.mean(), P[risk] - P.mean(), away.mean() - away))

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
