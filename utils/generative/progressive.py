"""Progressive distillation: a student whose one step goes where the teacher's two steps go; then again.

DDIM on a path in y = x/α, u = σ/α is y_w = x̂ + (w/u)(y_u − x̂) for x̂ = D(y_u, u). For two steps u → m → w ending
in y_w, the x̂ that gets there in one is

    x~ = (y_w − (w/u) y_u)/(1 − w/u)

Source: Salimans & Ho 2022, Progressive Distillation for Fast Sampling of Diffusion Models, appendix G.
"""

from typing import Any

import numpy as np

from utils.generative.backend import Points, as_points, as_times, column
from utils.generative.samplers import Denoise, check_parts
from utils.generative.schedule import Schedule


def one_step_for_two(denoiser: Denoise, schedule: Schedule, x_t: Points, t: Any, m: Any, s: Any) -> Points:
    """x~, what a student must answer at (x_t, t) so that its DDIM step t → s ends where the teacher's t → m → s ends.

    x_t: (n, ...); t > m > s: numbers or (n,), σ_t > 0. s may be 0.
    """
    check_parts(denoiser, schedule)
    x_t = as_points("x_t", x_t)
    t, m, s = (as_times(name, time, len(x_t)) for name, time in (("t", t), ("m", m), ("s", s)))
    if not (np.all(t > m) and np.all(m > s)):
        raise ValueError(f"m must lie between s and t, got t, m, s = {t}, {m}, {s}")

    def ddim(x: Points, t: Any, s: Any) -> Points:
        (alpha, sigma), (alpha_s, sigma_s) = schedule(t), schedule(s)
        clean = denoiser(x, t)
        return column(alpha_s - alpha * sigma_s / sigma, x) * clean + column(np.divide(sigma_s, sigma), x) * x

    (alpha, sigma), (alpha_s, sigma_s) = schedule(t), schedule(s)
    ratio = np.divide(sigma_s, sigma)
    end = ddim(ddim(x_t, t, m), m, s)
    return (end - column(ratio, x_t) * x_t) / column(alpha_s - alpha * ratio, x_t)
