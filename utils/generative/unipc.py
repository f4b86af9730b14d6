"""UniPC: DPM-Solver++(2M) whose every state is corrected by the call that the next step makes anyway.

The call at t belongs to the state that 2M predicted there. With its value D₊, the step that led to t is done again,
through the three values D', D, D₊ instead of two: one order more for no further call.
"""

import numpy as np

from utils.generative.backend import Points, as_points
from utils.generative.samplers import Denoise, Step, check_parts
from utils.generative.schedule import Schedule
from utils.generative.solvers import dpm_solver_2m


def unipc(denoiser: Denoise, schedule: Schedule) -> Step:
    """UniPC of second order (UniP-2 with UniC-2, B(h) = e^h − 1, data prediction): third order, one call a step.

        x_t ← (σ_t/σ_r) x_r + α_t (J_0 D + J_1 D[1] + J_2 D[2]),    h = λ_t − λ_r,  λ = log(α/σ)
        J_0 = 1 − e^{−h},  J_1 = h − J_0,  J_2 = h² − 2 J_1

    r is the time before t, D + D[1] τ + D[2] τ² the parabola through the values D' (τ = −h'), D (0) and D₊ (h). Then
    `dpm_solver_2m` goes on from the corrected x_t to s, with D₊ as its value of D. After the first step there is no
    D': D₊ and D have equal weights, J_0/2. The last state is never corrected.
    Source: Zhao et al. 2023, UniPC, algorithms 1 and 2, equation 3; `UniPCMultistepScheduler` of diffusers.
    """
    check_parts(denoiser, schedule)
    return _Corrected(denoiser, schedule)


class _Corrected:
    """`unipc`: a `samplers.StepWithMemory`. path: the last two steps, as (t, s, corrected x_t, x̂_0 at t)."""

    def __init__(self, denoiser: Denoise, schedule: Schedule) -> None:
        self.denoiser, self.schedule = denoiser, schedule
        self.predict = dpm_solver_2m(lambda x_t, t: self.latest, schedule)
        self.latest: Points | None = None
        self.path: list[tuple[float, float, Points, Points]] = []

    def fresh(self) -> Step:
        return _Corrected(self.denoiser, self.schedule)

    def __call__(self, x_t: Points, t: float, s: float) -> Points:
        x_t = as_points("x_t", x_t, finite=False)
        self.latest = self.denoiser(x_t, t)
        self.path = self.path if self.path and self.path[-1][1] == t else []
        if self.path:
            x_t = self._correct(x_t, t)
        x_s = self.predict(x_t, t, s)
        self.path = [*self.path[-1:], (t, s, x_t, self.latest)]
        return x_s

    def _correct(self, predicted: Points, t: float) -> Points:
        r, _, x_r, x0 = self.path[-1]
        before, now, then = (0.5 * float(self.schedule.log_snr(time)) for time in (self.path[0][0], r, t))
        h, sigma_r, (alpha_t, sigma_t) = then - now, self.schedule(r)[1], self.schedule(t)
        if not np.isfinite(h):  # it left α = 0
            return predicted
        j0 = -float(np.expm1(-h))
        j1, rise = h - j0, (self.latest - x0) / h
        if len(self.path) == 1:
            change = 0.5 * h * j0 * rise
        else:
            bend = (rise - (x0 - self.path[0][3]) / (now - before)) / (then - before)
            change = j1 * (rise - h * bend) + (h * h - 2 * j1) * bend
        return sigma_t / sigma_r * x_r + alpha_t * (j0 * x0 + change)
