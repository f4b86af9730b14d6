"""Solvers: the reverse process in continuous time, in few steps. Each is one step(x_t, t, s) for `samplers.sample`.

    the flow (ODE)   dx/dt = (dα/dt) x̂_0 + (dσ/dt) ε̂ = f x − ½ g² ∇log p_t(x)
    the SDE          dx = [f x − g² ∇log p_t(x)] dt + g dB,  time running backwards

with x̂_0 = denoiser(x, t), ε̂ = (x − α x̂_0)/σ and ∇log p_t = −ε̂/σ. Both have the law of x_t at every t.

In the coordinates y = x/α, ρ = σ/α the flow is dy/dρ = ε̂: a straight line wherever ε̂ stays the same. `euler` and
`heun` can step in t (clock="t") or in ρ (clock="ratio"); only ρ exists on a discrete schedule. For `edm`, ρ = t.
`exponential` and `dpm_solver_2m` step in λ = log(α/σ) = −log ρ = ½ log SNR, solving the linear part exactly.
"""

import numpy as np

from utils.common.checks import whole_number
from utils.generative.samplers import normal_like


def velocity(denoiser, schedule):
    """The flow's velocity v(x_t, t) = (dα/dt) x̂_0 + (dσ/dt) ε̂, shaped like x_t, in units of x per unit of t.

    Continuous schedules only. Raises ValueError at σ(t) = 0, where ε̂ is not defined.
    Source: Song et al. 2021, Score-Based Generative Modeling through SDEs, equation 13.
    """

    def at(x_t, t):
        alpha_rate, sigma_rate = (float(rate) for rate in schedule.rates(t))
        x0, eps = _estimates(denoiser, schedule, x_t, t)
        return alpha_rate * x0 + sigma_rate * eps

    return at


def euler_maruyama(denoiser, schedule, rng, noise=1.0):
    """x_s = x_t − h [f x_t − ½ (1 + noise²) g² ∇log p_t] + noise g √h z, h = t − s, coefficients at t.

    noise = 1: the reverse SDE; noise = 0: Euler on the flow; all have the same law as h → 0 (weak order 1).
    Continuous schedules with σ_t > 0 and α_t > 0 only, else ValueError.
    Source: Song et al. 2021, equation 6; Karras et al. 2022, equation 6.
    """
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise must be a finite number of at least 0, got {noise}")

    def step(x_t, t, s):
        h = _step_back(t, s)
        f, g = (float(value) for value in schedule.sde(t))
        if not np.isfinite(f):
            raise ValueError(f"t must have alpha(t) > 0 for the SDE, got alpha = 0 at t = {t}")
        score = -_estimates(denoiser, schedule, x_t, t)[1] / float(schedule.sigma(t))
        x_s = x_t - h * (f * x_t - 0.5 * (1 + noise**2) * g**2 * score)
        return x_s + noise * g * h**0.5 * normal_like(x_t, rng) if noise > 0 else x_s

    return step


def euler(denoiser, schedule, clock="t"):
    """Euler's rule on the flow, first order: one call of the denoiser a step.

        clock="t":      x_s = x_t + (s − t) v(x_t, t)
        clock="ratio":  y_s = y_t + (ρ_s − ρ_t) ε̂, which is deterministic DDIM

    Source: Karras et al. 2022, section 3 (their Euler is clock="ratio").
    """
    if _clock(clock) == "ratio":
        return lambda x_t, t, s: _along_ratio(schedule, x_t, t, s, *_estimates(denoiser, schedule, x_t, t))
    v = velocity(denoiser, schedule)
    return lambda x_t, t, s: x_t - _step_back(t, s) * v(x_t, t)


def heun(denoiser, schedule, clock="t"):
    """Heun's rule, second order: Euler to a trial point, then again with the mean of the two slopes. Two calls a step.

    Clocks as in `euler`. Arriving at σ_s = 0 it is an Euler step (the slope there is not defined): one call. So is,
    with clock="ratio", leaving α_t = 0. Source: Karras et al. 2022, algorithm 1.
    """
    _clock(clock)
    v = velocity(denoiser, schedule)

    def step(x_t, t, s):
        h = _step_back(t, s)
        last = float(schedule.sigma(s)) == 0
        if clock == "t":
            slope = v(x_t, t)
            trial = x_t - h * slope
            return trial if last else x_t - 0.5 * h * (slope + v(trial, s))
        x0, eps = _estimates(denoiser, schedule, x_t, t)
        trial = _along_ratio(schedule, x_t, t, s, x0, eps)
        if last or float(schedule.alpha(t)) == 0:
            return trial
        eps = 0.5 * (eps + _estimates(denoiser, schedule, trial, s)[1])
        x0 = (x_t - float(schedule.sigma(t)) * eps) / float(schedule.alpha(t))
        return _along_ratio(schedule, x_t, t, s, x0, eps)

    return step


def exponential(denoiser, schedule):
    """Exponential integrator in λ = log(α/σ), first order: x̂_0 is held still, the rest solved exactly.

        x_s = (σ_s/σ_t) x_t + α_s (1 − e^{−h}) x̂_0,    h = λ_s − λ_t > 0

    The same numbers as deterministic DDIM: that is why DDIM does well with few steps. Exact when arriving at σ_s = 0.
    Source: Lu et al. 2022, DPM-Solver++, equation 9 with first order.
    """

    def step(x_t, t, s):
        _step_back(t, s)
        sigma_ratio, gain, _ = _exponential_parts(schedule, t, s)
        return sigma_ratio * x_t + gain * denoiser(x_t, t)

    return step


def dpm_solver_2m(denoiser, schedule):
    """DPM-Solver++(2M): `exponential` with x̂_0 extrapolated through the step before. Second order, one call a step.

        x_s = (σ_s/σ_t) x_t + α_s (1 − e^{−h}) D,    D = x̂_0(t) + (h/2h') (x̂_0(t) − x̂_0(t')),    h' = λ_t − λ_t'

    t' is the time before t. The first step, and the last if σ_s = 0 (h = ∞), have D = x̂_0(t).
    The step remembers its last call; `sample` starts each run with an empty memory.
    Source: Lu et al. 2022, DPM-Solver++, algorithm 2 and equation for D_i.
    """
    return _TwoStep(denoiser, schedule)


class _TwoStep:
    """`dpm_solver_2m`: a step with a memory of (t', t, x̂_0(t'))."""

    def __init__(self, denoiser, schedule):
        self.denoiser, self.schedule, self.memory = denoiser, schedule, None

    def fresh(self):
        return _TwoStep(self.denoiser, self.schedule)

    def __call__(self, x_t, t, s):
        _step_back(t, s)
        x0 = self.denoiser(x_t, t)
        sigma_ratio, gain, h = _exponential_parts(self.schedule, t, s)
        estimate = x0
        if self.memory is not None and self.memory[1] == t and np.isfinite(h):
            before, _, x0_before = self.memory
            h_before = _exponential_parts(self.schedule, before, t)[2]  # ∞ if it left α = 0: then D = x̂_0
            estimate = x0 + (0.5 * h / h_before) * (x0 - x0_before)
        self.memory = (t, s, x0)
        return sigma_ratio * x_t + gain * estimate


def karras_times(n, sigma_min=0.002, sigma_max=80.0, rho=7.0, last_zero=True):
    """EDM's noise levels, which are the times of the schedule `edm`: n of them falling from sigma_max to sigma_min.

        σ_i = (σ_max^{1/ρ} + i/(n−1) (σ_min^{1/ρ} − σ_max^{1/ρ}))^ρ,    i = 0, ..., n−1;    then 0 if last_zero

    Shape (n+1,) with the zero, else (n,). Raises ValueError unless n ≥ 2, 0 < sigma_min < sigma_max, rho > 0.
    Source: Karras et al. 2022, equation 5.
    """
    n = whole_number("n", n, least=2)
    if not 0 < sigma_min < sigma_max < np.inf:
        raise ValueError(
            f"sigma_min and sigma_max must satisfy 0 < sigma_min < sigma_max, got {sigma_min} and {sigma_max}"
        )
    if not 0 < rho < np.inf:
        raise ValueError(f"rho must be a positive number, got {rho}")
    top, bottom = sigma_max ** (1 / rho), sigma_min ** (1 / rho)
    levels = (top + np.linspace(0, 1, n) * (bottom - top)) ** rho
    levels[[0, -1]] = sigma_max, sigma_min  # the powers may miss the ends by a digit, and so leave the schedule
    return np.append(levels, 0.0) if last_zero else levels


def log_snr_times(schedule, n, start=None, end=0.0):
    """n + 1 times of a continuous schedule falling from start (default T) to end, evenly in log-SNR.

    The log-SNR must be finite at both, so end > 0, and start < T where α_T = 0. Times in between are found by
    bisection. Raises ValueError for a discrete schedule or an infinite log-SNR.
    """
    n, start = whole_number("n", n), schedule.T if start is None else start
    if schedule.discrete:
        raise ValueError(f"schedule must be continuous, got {schedule.name!r}: use even_times")
    ends = [float(schedule.log_snr(time)) for time in (start, end)]
    if not np.all(np.isfinite(ends)) or not end < start:
        raise ValueError(f"start and end must have finite log-SNR and end < start, got {ends} at {start} and {end}")
    wanted = np.linspace(*ends, n + 1)
    low, high = np.full(n + 1, float(end)), np.full(n + 1, float(start))
    for _ in range(200):  # enough to halve any interval down to neighbouring floats
        middle = 0.5 * (low + high)
        too_clean = schedule.log_snr(middle) > wanted
        low, high = np.where(too_clean, middle, low), np.where(too_clean, high, middle)
    times = 0.5 * (low + high)
    times[[0, -1]] = start, end
    return times


def _estimates(denoiser, schedule, x_t, t):
    """(x̂_0, ε̂) at x_t."""
    alpha, sigma = float(schedule.alpha(t)), float(schedule.sigma(t))
    if sigma == 0:
        raise ValueError(f"t must have sigma(t) > 0, got sigma = 0 at t = {t}")
    x0 = denoiser(x_t, t)
    return x0, (x_t - alpha * x0) / sigma


def _along_ratio(schedule, x_t, t, s, x0, eps):
    """y_s = y_t + (ρ_s − ρ_t) ε̂ times α_s, written as α_s x̂_0 + σ_s ε̂: the same, and finite at α_t = 0."""
    _step_back(t, s)
    return float(schedule.alpha(s)) * x0 + float(schedule.sigma(s)) * eps


def _exponential_parts(schedule, t, s):
    """(σ_s/σ_t, α_s (1 − e^{−h}), h) with h = λ_s − λ_t; h = ∞ where σ_s = 0 or α_t = 0."""
    sigma_t = float(schedule.sigma(t))
    if sigma_t == 0:
        raise ValueError(f"t must have sigma(t) > 0, got sigma = 0 at t = {t}")
    h = 0.5 * float(schedule.log_snr(s) - schedule.log_snr(t))
    return float(schedule.sigma(s)) / sigma_t, float(schedule.alpha(s)) * -float(np.expm1(-h)), h


def _step_back(t, s):
    """h = t − s, or ValueError unless positive."""
    if not s < t:
        raise ValueError(f"s must be below t (a step back), got s = {s} with t = {t}")
    return t - s


def _clock(clock):
    if clock not in ("t", "ratio"):
        raise ValueError(f"clock must be 't' or 'ratio', got {clock!r}")
    return clock
