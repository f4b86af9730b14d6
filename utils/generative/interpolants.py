"""Interpolants: paths from data x_0 at t = 0 to another point x_1 at t = 1, and the velocity of all that pass a place.

    x_t = a(t) x_0 + b(t) x_1 + c(t) z,    z ~ N(0, I) drawn for each pair
    v(x, t) = E[ȧ x_0 + ḃ x_1 + ċ z | x_t = x]

Particles that move with v have the law of x_t at every t, whatever the law of the pairs. With x_1 = ε independent of
x_0 and c = 0 this is a schedule with its probability flow: a = α, b = σ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import an_instance, number, positive
from utils.generative.backend import as_times
from utils.generative.mixtures import GaussianMixture
from utils.generative.schedule import Schedule

Curves = Callable[[np.ndarray], tuple]


@dataclass(frozen=True)
class Interpolant:
    """a(t), b(t), c(t) on 0 ≤ t ≤ 1 with a = 1, b = c = 0 at t = 0. Make one with a function below.

    curves: t -> (a, b, c); rate_curves: t -> (ȧ, ḃ, ċ). Source: Albergo, Boffi & Vanden-Eijnden 2023.
    """

    name: str
    curves: Curves = field(repr=False)
    rate_curves: Curves = field(repr=False)

    def __call__(self, t: ArrayLike) -> tuple[np.ndarray, ...]:
        """(a, b, c), each shaped like t. Raises ValueError for t outside [0, 1]."""
        return _shaped(self.curves, _inside(t))

    def rates(self, t: ArrayLike) -> tuple[np.ndarray, ...]:
        """(ȧ, ḃ, ċ), each shaped like t; ċ of a bridge is infinite at both ends."""
        return _shaped(self.rate_curves, _inside(t))


def bridge(width: float = 1.0) -> Interpolant:
    """x_t = (1 − t) x_0 + t x_1 + width √(t(1 − t)) z: straight, with noise that is gone at both ends."""
    width = positive("width", width)

    def rates(t: np.ndarray) -> tuple:
        with np.errstate(divide="ignore"):
            return -1, 1, width * (1 - 2 * t) / (2 * np.sqrt(t * (1 - t)))

    return Interpolant("bridge", lambda t: (1 - t, t, width * np.sqrt(t * (1 - t))), rates)


def of_schedule(schedule: Schedule) -> Interpolant:
    """a = α, b = σ, c = 0 on the clock of a continuous schedule with T = 1."""
    if an_instance("schedule", schedule, Schedule).T != 1 or schedule.rate_curves is None:
        raise ValueError(f"schedule must be continuous with T = 1, got {schedule.name!r}")
    return Interpolant(
        schedule.name, lambda t: (schedule.alpha(t), schedule.sigma(t), 0), lambda t: (*schedule.rates(t), 0)
    )


def mixture_velocity(
    path: Interpolant, data: GaussianMixture, other: GaussianMixture
) -> Callable[[np.ndarray, float], np.ndarray]:
    """v(x, t) for x_0 ~ data and x_1 ~ other, independent: a function (n, d), t -> (n, d), 0 < t < 1.

        v = Σ_kl p(k, l | x) [ȧ m_k + ḃ n_l + (ȧ a Σ_k + ḃ b S_l + ċ c I) C_kl⁻¹ (x − a m_k − b n_l)]

    with C_kl = a² Σ_k + b² S_l + c² I, the means m_k, n_l and covariances Σ_k, S_l of the components.
    """
    an_instance("path", path, Interpolant), an_instance("data", data, GaussianMixture)
    d = an_instance("other", other, GaussianMixture).means.shape[1]
    if data.means.shape[1] != d:
        raise ValueError(f"other must have as many dimensions as data, {data.means.shape[1]}, got {d}")
    weights = np.outer(data.weights, other.weights).ravel()

    def pairs(p: Any, q: Any) -> np.ndarray:
        """p_k + q_l for all pairs, one axis for both."""
        return (p[:, None] + q[None]).reshape(-1, *p.shape[1:])

    def at(x: np.ndarray, t: float) -> np.ndarray:
        x, time = arrays.points("x", x, ("n", d)), number("t", t)
        (a, b, c), (a_rate, b_rate, c_rate) = path(time), path.rates(time)
        if not 0 < time < 1:
            raise ValueError(f"t must lie between 0 and 1, got {time:g}")
        law = GaussianMixture(
            weights,
            pairs(a * data.means, b * other.means),
            pairs(a**2 * data.covs, b**2 * other.covs) + c**2 * np.eye(d),
        )
        moving = pairs(a_rate * a * data.covs, b_rate * b * other.covs) + c_rate * c * np.eye(d)
        pull = np.linalg.solve(law.covs, np.swapaxes(x - law.means[:, None], 1, 2))  # (K, d, n)
        each = pairs(a_rate * data.means, b_rate * other.means)[:, :, None] + moving @ pull
        return np.einsum("nk,kin->ni", law.responsibilities(x), each)

    return at


def shifted(t: ArrayLike, shift: float) -> Any:
    """The time at which `schedules.flow()` has `shift` times the noise-to-signal ratio of t: t' = s t/(1 + (s − 1) t).

    t in [0, 1], number or array (...). Source: Esser et al. 2024 (Stable Diffusion 3), section 5.3.2.
    """
    t, shift = _inside(t), positive("shift", shift)
    return (shift * t / (shift * t + (1 - t)))[()]  # written so that 1 stays 1


def straightness(times: ArrayLike, states: Any) -> float:
    """S = Σ_k mean |Δx_k|²/|Δt_k| − mean |x_last − x_first|²/|t_last − t_first|: 0 if all paths are straight and even.

    The kinetic energy of the paths less the least with which their ends can be joined. times (K+1,): rising or falling;
    states (K+1, n, d): the same n particles at each. Source: Liu, Gong & Liu 2023, Flow Straight and Fast.
    """
    times = arrays.points("times", times, ("K",), least=2)
    states = arrays.points("states", states, (len(times), "n", "d"))
    steps = np.diff(times)
    if not (np.all(steps > 0) or np.all(steps < 0)):
        raise ValueError(f"times must rise or fall throughout, got {times}")
    squares = np.sum(np.diff(states, axis=0) ** 2, axis=2).mean(axis=1)
    ends = np.sum((states[-1] - states[0]) ** 2, axis=1).mean()
    return float(np.sum(squares / np.abs(steps)) - ends / abs(times[-1] - times[0]))


def _inside(t: ArrayLike) -> np.ndarray:
    times = as_times("t", t)
    if not np.all((times >= 0) & (times <= 1)):
        raise ValueError(f"t must lie in [0, 1], got {times[~((times >= 0) & (times <= 1))][0]:g}")
    return times


def _shaped(curves: Curves, t: np.ndarray) -> tuple[np.ndarray, ...]:
    return tuple(np.broadcast_to(np.asarray(value, float), t.shape).copy()[()] for value in curves(t))
