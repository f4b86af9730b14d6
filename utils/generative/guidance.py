"""Guidance: two denoisers joined into one, what it samples, and what it was meant to sample.

    D_w = D_u + w (D_c − D_u)        w = 0 unconditional, w = 1 conditional, w > 1 guided

The law that is meant is the tilt q_w(x) ∝ p(x | y)^w p(x)^(1−w). D_w is not its denoiser: only at σ = 0 is the guided
score the score of q_w. `weighted_guidance` samples the tilt all the same, by weighting the particles.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import a_function, an_instance, number
from utils.generative.backend import Points, as_points
from utils.generative.particles import effective_sample_size, resample
from utils.generative.reverse import step_coefficients
from utils.generative.samplers import Denoise, check_parts
from utils.generative.schedule import Schedule


def guided(
    conditional: Denoise,
    unconditional: Denoise,
    w: float,
    schedule: Schedule | None = None,
    levels: tuple[float, float] = (0.0, np.inf),
) -> Denoise:
    """D_w = D_u + w (D_c − D_u), a denoiser; where σ/α lies outside `levels` (which needs a schedule) it is D_c.

    With a worse model of the same law for D_u this is autoguidance.
    Source: Ho & Salimans 2022, Classifier-Free Diffusion Guidance, equation 6, whose w is w − 1 here; the interval:
    Kynkäänniemi et al. 2024; autoguidance: Karras et al. 2024.
    """
    a_function("conditional", conditional), a_function("unconditional", unconditional)
    w, (low, high) = number("w", w), levels
    if not 0 <= low < high:
        raise ValueError(f"levels must be two numbers, 0 <= low < high, got {levels}")
    if schedule is not None or (low, high) != (0.0, np.inf):  # levels need a schedule
        an_instance("schedule", schedule, Schedule)

    def denoiser(x_t: Points, t: Any) -> Points:
        alpha, sigma = (1.0, 1.0) if schedule is None else schedule(t)
        if schedule is not None and np.ndim(alpha):
            raise ValueError(f"t must be one time where guidance has levels, got shape {np.shape(alpha)}")
        d_c = conditional(x_t, t)
        if not low * alpha <= sigma <= high * alpha:
            return d_c
        d_u = unconditional(x_t, t)
        return d_u + w * (d_c - d_u)

    return denoiser


def classifier_guided(denoiser: Denoise, gradient: Callable, schedule: Schedule, w: float) -> Denoise:
    """D + w σ²/α ∇ log p(y | x_t): by Tweedie's formula the denoiser whose score is s + w ∇ log p(y | x_t).

    gradient(x_t, t): ∇ log p(y | x_t) of a classifier of *noised* points, shaped like x_t. t is one time.
    Source: Dhariwal & Nichol 2021, Diffusion Models Beat GANs, section 4.
    """
    check_parts(denoiser, schedule), a_function("gradient", gradient)  # type: ignore[func-returns-value]
    w = number("w", w)

    def with_classifier(x_t: Points, t: Any) -> Points:
        alpha, sigma = schedule(t)
        return denoiser(x_t, t) + w * sigma**2 / alpha * gradient(x_t, t)

    return with_classifier


def weighted_guidance(
    conditional: Denoise,
    unconditional: Denoise,
    schedule: Schedule,
    w: float,
    times: ArrayLike,
    x_T: Any,
    rng: np.random.Generator,
    drive: float = 1.0,
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Particles driven by D_drive and weighted so that they follow p_t(x | y)^w p_t(x)^(1−w) at every t.

    Two Gaussian steps of one variance, raised to w and 1 − w and multiplied, are the guided step times a factor:

        N(x; m_c, v)^w N(x; m_u, v)^(1−w) = N(x; m_w, v) exp(½ w (w − 1) |m_c − m_u|²/v)

    With the steps of `reverse.step_coefficients`, |m_c − m_u|²/v = |D_c − D_u|² (SNR_s − SNR_t). The logarithm of that
    factor is added to the particle's, and log N(x_s; m_w, v) − log N(x_s; m_drive, v) where the step was drawn from
    another guidance than w. Particles are resampled when the effective sample size falls below 0.9 n.
    times (k+1,): falling, the last with σ > 0. x_T: (n, d). Yields (t, x (n, d), log weights (n,)) at each time.
    Raises ValueError if the last σ is 0: there the factor is infinite.
    Source: Skreta et al. 2025, Feynman–Kac Correctors in Diffusion, in continuous time and with drive = w.
    """
    a_function("conditional", conditional), a_function("unconditional", unconditional)
    an_instance("schedule", schedule, Schedule)
    w, drive, rng = number("w", w), number("drive", drive), arrays.numpy_generator("rng", rng)
    x, times = as_points("x_T", x_T, ("n", "d")), arrays.points("times", times, ("k",))
    if not np.all(np.diff(times) < 0) or schedule(times[-1])[1] == 0:
        raise ValueError(f"times must fall throughout and end where sigma > 0, got {times}")
    log_weights = np.zeros(len(x))
    yield float(times[0]), x, log_weights
    for t, s in pairwise(times.tolist()):
        a, b, std = step_coefficients(schedule, t, s)
        d_u = unconditional(x, t)
        difference, noise = conditional(x, t) - d_u, std * rng.standard_normal(x.shape)
        factor = 0.5 * w * (w - 1) * difference**2 * (schedule.snr(s) - schedule.snr(t))
        missed = noise - b * (w - drive) * difference  # x_s − m_w
        log_weights = log_weights + np.sum(factor - 0.5 * (missed**2 - noise**2) / std**2, axis=1)
        x = a * x + b * (d_u + drive * difference) + noise
        if effective_sample_size(log_weights) < 0.9 * len(x):
            x, log_weights = x[resample(log_weights, rng)], np.zeros(len(x))
        yield s, x, log_weights
