"""What guidance is meant to sample: the tilt q_w(x) ∝ p(x | y)^w p(x)^(1−w), exact on a line.

w = 1 is the conditional law, w = 0 the unconditional one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import an_instance, number
from utils.generative.mixtures import GaussianMixture
from utils.generative.schedule import Schedule


@dataclass(frozen=True, eq=False)
class GridDenoiser:
    """E[x_0 | x_t] for a law on a line, given as shares of the points of a grid.

        E[x_0 | x_t] = Σ_i r_i g_i,    r_i ∝ q_i exp(−(x_t − α g_i)²/2σ²)

    grid (n,): points, evenly spaced, finer than the law's detail. shares (n,): q_i ≥ 0 with sum 1.
    denoiser(x_t, t): (m, 1) -> (m, 1), one time t with σ > 0: below σ/α of some grid steps the sum sees single points.
    """

    grid: Any
    shares: Any
    schedule: Schedule

    def __post_init__(self) -> None:
        an_instance("schedule", self.schedule, Schedule)
        grid = arrays.points("grid", self.grid, ("n",))
        shares = arrays.points("shares", self.shares, (len(grid),))
        if shares.min() < 0 or abs(shares.sum() - 1) > 1e-9:
            raise ValueError(f"shares must be at least 0 and sum to 1, got a sum of {shares.sum():.10g}")
        object.__setattr__(self, "grid", grid)
        object.__setattr__(self, "shares", shares)

    def __call__(self, x_t: Any, t: float) -> np.ndarray:
        x_t, (alpha, sigma) = arrays.points("x_t", x_t, ("m", 1), least=0), self.schedule(number("t", t))
        if sigma == 0:
            raise ValueError(f"t must have sigma(t) > 0, got sigma = 0 at t = {t}")
        with np.errstate(divide="ignore"):  # a share of 0 is log q = −∞, which is meant
            logits = np.log(self.shares) - 0.5 * ((x_t - alpha * self.grid) / sigma) ** 2
        r = np.exp(logits - logits.max(axis=1, keepdims=True))
        return (r @ self.grid / r.sum(axis=1))[:, None]


def tilt(conditional: GaussianMixture, unconditional: GaussianMixture, w: float, grid: ArrayLike) -> np.ndarray:
    """q_w(x) ∝ p(x | y)^w p(x)^(1−w) at the points of `grid` (n,), evenly spaced; as shares with sum 1, (n,).

    For mixtures in one dimension. In logarithms, since the power overflows. The grid must reach to where q_w ends:
    ValueError if an end of it has more than 1e-6 of the largest share. `GridDenoiser(grid, shares, schedule)` is
    the denoiser of q_w.
    """
    grid, w = arrays.points("grid", grid, ("n",)), number("w", w)
    for name, mixture in (("conditional", conditional), ("unconditional", unconditional)):
        if len(an_instance(name, mixture, GaussianMixture).mean) != 1:
            raise ValueError(f"{name} must have dimension 1, got {len(mixture.mean)}")
    log_c, log_u = (mixture.log_density(grid[:, None]) for mixture in (conditional, unconditional))
    log_q = w * log_c + (1 - w) * log_u
    shares = np.exp(log_q - log_q.max())
    if max(shares[0], shares[-1]) > 1e-6:
        raise ValueError(f"grid must reach to where the tilt ends, got one from {grid[0]:g} to {grid[-1]:g}")
    return shares / shares.sum()
