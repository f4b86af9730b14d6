"""Solvers: the reverse process in continuous time, in few steps. Each is one step(x_t, t, s) for `samplers.sample`.

    the flow (ODE)   dx/dt = (dα/dt) x̂_0 + (dσ/dt) ε̂ = f x − ½ g² ∇log p_t(x)
    the SDE          dx = [f x − g² ∇log p_t(x)] dt + g dB,  time running backwards

with x̂_0 = denoiser(x, t), ε̂ = (x − α x̂_0)/σ and ∇log p_t = −ε̂/σ. Both have the law of x_t at every t.

In the coordinates y = x/α, u = σ/α the flow is dy/du = ε̂: a straight line wherever ε̂ stays the same. `euler` and
`heun` can step in t (clock="t") or in u (clock="ratio"); only u exists on a discrete schedule. For `edm`, u = t.
`exponential` and `dpm_solver_2m` step in λ = log(α/σ) = −log u = ½ log SNR, solving the linear part exactly.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from utils.common.checks import (
    an_instance,
    not_negative,
    number,
    one_of,
    positive,
    truth,
    whole_number,
    within,
)
from utils.generative.backend import Points, any_generator, as_points, normal_like
from utils.generative.reverse import step_back
from utils.generative.samplers import Denoise, Step, check_parts
from utils.generative.schedule import Schedule

CLOCKS = ("t", "ratio")


def velocity(denoiser: Denoise, schedule: Schedule) -> Callable[[Points, float], Points]:
    """The flow's velocity v(x_t, t) = (dα/dt) x̂_0 + (dσ/dt) ε̂, shaped like x_t, in units of x per unit of t.

    Continuous schedules only. Raises ValueError at σ(t) = 0, where ε̂ is not defined.
    Source: Song et al. 2021, Score-Based Generative Modeling through SDEs, equation 13.
    """

    check_parts(denoiser, schedule)

    def at(x_t: Points, t: float) -> Points:
        alpha_rate, sigma_rate = (float(rate) for rate in schedule.rates(number("t", t)))
        _, x0, eps = _estimates(denoiser, schedule, x_t, t)
        return alpha_rate * x0 + sigma_rate * eps

    return at


def euler_maruyama(denoiser: Denoise, schedule: Schedule, rng: Any, noise: float = 1.0) -> Step:
    """x_s = x_t − h [f x_t − ½ (1 + noise²) g² ∇log p_t] + noise g √h z, h = t − s, coefficients at t.

    noise = 1: the reverse SDE; noise = 0: Euler on the flow; all have the same law as h → 0 (weak order 1).
    Continuous schedules with σ_t > 0 and α_t > 0 only, else ValueError.
    Source: Song et al. 2021, equation 6; Karras et al. 2022, equation 6.
    """
    check_parts(denoiser, schedule)
    if not_negative("noise", noise) > 0 or rng is not None:
        any_generator("rng", rng)

    def step(x_t: Points, t: float, s: float) -> Points:
        h = step_back(t, s)
        f, g = (float(value) for value in schedule.sde(t))
        if not np.isfinite(f):
            raise ValueError(f"t must have alpha(t) > 0 for the SDE, got alpha = 0 at t = {t}")
        x_t, _, eps = _estimates(denoiser, schedule, x_t, t)
        score = -eps / schedule(t)[1]
        x_s = x_t - h * (f * x_t - 0.5 * (1 + noise**2) * g**2 * score)
        return x_s + noise * g * h**0.5 * normal_like(x_t, rng) if noise > 0 else x_s

    return step


def euler(denoiser: Denoise, schedule: Schedule, clock: str = "t") -> Step:
    """Euler's rule on the flow, first order: one call of the denoiser a step.

        clock="t":      x_s = x_t + (s − t) v(x_t, t)
        clock="ratio":  y_s = y_t + (u_s − u_t) ε̂, which is deterministic DDIM

    Source: Karras et al. 2022, section 3 (their Euler is clock="ratio").
    """
    v = velocity(denoiser, schedule)

    def in_t(x_t: Points, t: float, s: float) -> Points:
        x_t = as_points("x_t", x_t, finite=False)
        return x_t - step_back(t, s) * v(x_t, t)

    def in_ratio(x_t: Points, t: float, s: float) -> Points:
        step_back(t, s)
        _, x0, eps = _estimates(denoiser, schedule, x_t, t)
        return _along_ratio(schedule, s, x0, eps)

    return in_t if one_of("clock", clock, CLOCKS) == "t" else in_ratio


def heun(denoiser: Denoise, schedule: Schedule, clock: str = "t") -> Step:
    """Heun's rule, second order: Euler to a trial point, then again with the mean of the two slopes. Two calls a step.

    Clocks as in `euler`. Arriving at σ_s = 0 it is an Euler step (the slope there is not defined): one call. So is,
    with clock="ratio", leaving α_t = 0. Source: Karras et al. 2022, algorithm 1.
    """
    one_of("clock", clock, CLOCKS)
    v = velocity(denoiser, schedule)

    def step(x_t: Points, t: float, s: float) -> Points:
        h = step_back(t, s)
        x_t = as_points("x_t", x_t, finite=False)
        (alpha_t, sigma_t), (_, sigma_s) = schedule(t), schedule(s)
        last = sigma_s == 0
        if clock == "t":
            slope = v(x_t, t)
            trial = x_t - h * slope
            return trial if last else x_t - 0.5 * h * (slope + v(trial, s))
        _, x0, eps = _estimates(denoiser, schedule, x_t, t)
        trial = _along_ratio(schedule, s, x0, eps)
        if last or alpha_t == 0:
            return trial
        eps = 0.5 * (eps + _estimates(denoiser, schedule, trial, s)[2])
        x0 = (x_t - sigma_t * eps) / alpha_t
        return _along_ratio(schedule, s, x0, eps)

    return step


def exponential(denoiser: Denoise, schedule: Schedule) -> Step:
    """Exponential integrator in λ = log(α/σ), first order: x̂_0 is held still, the rest solved exactly.

        x_s = (σ_s/σ_t) x_t + α_s (1 − e^{−h}) x̂_0,    h = λ_s − λ_t > 0

    The same numbers as deterministic DDIM: that is why DDIM does well with few steps. Exact when arriving at σ_s = 0.
    Source: Lu et al. 2022, DPM-Solver++, equation 9 with first order.
    """

    check_parts(denoiser, schedule)

    def step(x_t: Points, t: float, s: float) -> Points:
        x_t = as_points("x_t", x_t, finite=False)
        sigma_ratio, gain, _ = _exponential_parts(schedule, t, s)
        return sigma_ratio * x_t + gain * denoiser(x_t, t)

    return step


def dpm_solver_2m(denoiser: Denoise, schedule: Schedule) -> Step:
    """DPM-Solver++(2M): `exponential` with x̂_0 extrapolated through the step before. Second order, one call a step.

        x_s = (σ_s/σ_t) x_t + α_s (1 − e^{−h}) D,    D = x̂_0(t) + (h/2h') (x̂_0(t) − x̂_0(t')),    h' = λ_t − λ_t'

    t' is the time before t. The first step, and the last if σ_s = 0 (h = ∞), have D = x̂_0(t).
    The step remembers its last call; `sample` starts each run with an empty memory.
    Source: Lu et al. 2022, DPM-Solver++, algorithm 2 and equation for D_i.
    """
    check_parts(denoiser, schedule)
    return _TwoStep(denoiser, schedule)


class _TwoStep:
    """`dpm_solver_2m`: a `samplers.StepWithMemory`, which remembers (t', t, x̂_0(t'))."""

    def __init__(self, denoiser: Denoise, schedule: Schedule) -> None:
        self.denoiser, self.schedule = denoiser, schedule
        self.memory: tuple[float, float, Points] | None = None

    def fresh(self) -> Step:
        return _TwoStep(self.denoiser, self.schedule)

    def __call__(self, x_t: Points, t: float, s: float) -> Points:
        x_t = as_points("x_t", x_t, finite=False)
        x0 = self.denoiser(x_t, t)
        sigma_ratio, gain, h = _exponential_parts(self.schedule, t, s)
        estimate = x0
        if self.memory is not None and self.memory[1] == t and np.isfinite(h):
            before, _, x0_before = self.memory
            h_before = _exponential_parts(self.schedule, before, t)[2]  # ∞ if it left α = 0: then D = x̂_0
            estimate = x0 + (0.5 * h / h_before) * (x0 - x0_before)
        self.memory = (t, s, x0)
        return sigma_ratio * x_t + gain * estimate


def karras_times(
    n: int, sigma_min: float = 0.002, sigma_max: float = 80.0, rho: float = 7.0, last_zero: bool = True
) -> np.ndarray:
    """EDM's noise levels, which are the times of the schedule `edm`: n of them falling from sigma_max to sigma_min.

        σ_i = (σ_max^{1/ρ} + i/(n−1) (σ_min^{1/ρ} − σ_max^{1/ρ}))^ρ,    i = 0, ..., n−1;    then 0 if last_zero

    Shape (n+1,) with the zero, else (n,). Raises ValueError unless n ≥ 2, 0 < sigma_min < sigma_max, rho > 0.
    Source: Karras et al. 2022, equation 5.
    """
    n, rho, last_zero = whole_number("n", n, least=2), positive("rho", rho), truth("last_zero", last_zero)
    sigma_max = positive("sigma_max", sigma_max)
    sigma_min = within("sigma_min", sigma_min, f"(0, {sigma_max})")
    top, bottom = sigma_max ** (1 / rho), sigma_min ** (1 / rho)
    levels = (top + np.linspace(0, 1, n) * (bottom - top)) ** rho
    levels[[0, -1]] = sigma_max, sigma_min  # the powers may miss the ends by a digit, and so leave the schedule
    return np.append(levels, 0.0) if last_zero else levels


def log_snr_times(schedule: Schedule, n: int, start: float | None = None, end: float = 0.0) -> np.ndarray:
    """n + 1 times of a continuous schedule falling from start (default T) to end, evenly in log-SNR.

    The log-SNR must be finite at both, so end > 0, and start < T where α_T = 0. Times in between are found by
    bisection. Raises ValueError for a discrete schedule or an infinite log-SNR.
    """
    n, schedule = whole_number("n", n), an_instance("schedule", schedule, Schedule)
    if schedule.discrete:
        raise ValueError(f"schedule must be continuous, got {schedule.name!r}: use even_times")
    inside = f"[0, {schedule.T:g}]"
    start, end = within("start", schedule.T if start is None else start, inside), within("end", end, inside)
    ends = [float(schedule.log_snr(time)) for time in (start, end)]
    if not np.all(np.isfinite(ends)) or not end < start:
        raise ValueError(f"start and end must have finite log-SNR and end < start, got {ends} at {start} and {end}")
    wanted = np.linspace(ends[0], ends[1], n + 1)
    low, high = np.full(n + 1, float(end)), np.full(n + 1, float(start))
    for _ in range(200):  # enough to halve any interval down to neighbouring floats
        middle = 0.5 * (low + high)
        too_clean = schedule.log_snr(middle) > wanted
        low, high = np.where(too_clean, middle, low), np.where(too_clean, high, middle)
    times = 0.5 * (low + high)
    times[[0, -1]] = start, end
    return times


def _estimates(denoiser: Denoise, schedule: Schedule, x_t: Points, t: float) -> tuple[Points, Points, Points]:
    """(x_t, x̂_0, ε̂), x_t as floats."""
    x_t = as_points("x_t", x_t, finite=False)
    alpha, sigma = schedule(t)
    if sigma == 0:
        raise ValueError(f"t must have sigma(t) > 0, got sigma = 0 at t = {t}")
    x0 = denoiser(x_t, t)
    return x_t, x0, (x_t - alpha * x0) / sigma


def _along_ratio(schedule: Schedule, s: float, x0: Points, eps: Points) -> Points:
    """y_s = y_t + (u_s − u_t) ε̂ times α_s, written as α_s x̂_0 + σ_s ε̂: the same, and finite at α_t = 0."""
    alpha_s, sigma_s = schedule(s)
    return alpha_s * x0 + sigma_s * eps


def _exponential_parts(schedule: Schedule, t: float, s: float) -> tuple[float, float, float]:
    """(σ_s/σ_t, α_s (1 − e^{−h}), h) with h = λ_s − λ_t; h = ∞ where σ_s = 0 or α_t = 0."""
    step_back(t, s)
    sigma_t, (alpha_s, sigma_s) = schedule(t)[1], schedule(s)
    if sigma_t == 0:
        raise ValueError(f"t must have sigma(t) > 0, got sigma = 0 at t = {t}")
    h = 0.5 * float(schedule.log_snr(s) - schedule.log_snr(t))
    return sigma_s / sigma_t, alpha_s * -float(np.expm1(-h)), h
