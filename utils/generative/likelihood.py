"""The density of the flow's samples at a given point, exactly up to the step size.

In y = x/α and u = log(σ/α) the flow is dy/du = y − x̂_0(α y). Carried along it, a density changes by the divergence:

    log p_0(x) = log p_T(y_T) + ∫ (d − α tr ∂x̂_0/∂x_t) du,    log p_T(y_T) the density of y_T = x_T/α_T

u does not depend on how a schedule counts its time, so no derivative of it is needed. Nats; densities per unit of x^d.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from utils.common.checks import a_function, an_instance, one_of, whole_number, within
from utils.generative.backend import Points, any_generator, as_points, is_tensor, normal_like
from utils.generative.samplers import Denoise
from utils.generative.schedule import Schedule
from utils.generative.solvers import log_snr_times


def log_likelihood(
    x0: Points,
    denoiser: Denoise,
    schedule: Schedule,
    start: float,
    end: float | None = None,
    *,
    steps: int = 100,
    log_prior: Callable[[Points], Points] | None = None,
    trace: str = "exact",
    probes: int = 1,
    rng: Any = None,
) -> tuple[Points, Points]:
    """log p(x_0) under the flow of this denoiser: (log densities (n,), x_T).

    x0 (n, ...): points, taken to lie at time `start`: x_start = α x_0. The answer is the density of x_start/α there,
    the data blurred by σ/α, so choose start > 0 with σ far below any detail of the data.
    end: last time, default T; below T where α_T = 0. Continuous schedules only.
    steps: classical Runge–Kutta steps, even in u: 4 calls each, error ~ steps⁻⁴.
    log_prior: x_end (n, ...) -> log density (n,); default N(0, (α² + σ²) I), right for data of variance 1.
    trace: "exact" uses denoiser.trace(x_t, t) if it has one, otherwise one derivative for each of the d coordinates;
    "hutchinson" averages zᵀJz over `probes` random signs z (unbiased; the same z along a whole path; needs rng).
    Derivatives are automatic for torch tensors, central differences for numpy arrays.
    Raises ValueError for a discrete schedule, an infinite log-SNR at start or end, a bad trace or no rng for it.
    Source: Song et al. 2021, section 4.3 and appendix D.2; Hutchinson 1990; FFJORD, Grathwohl et al. 2019.
    """
    x0, probes, steps = as_points("x0", x0), whole_number("probes", probes), whole_number("steps", steps)
    if x0.ndim < 2 or len(x0) == 0:
        raise ValueError(f"x0 must have shape (n, ...) with n of at least 1, got {tuple(x0.shape)}")
    a_function("denoiser", denoiser), an_instance("schedule", schedule, Schedule)
    for name, time in (("start", start), ("end", schedule.T if end is None else end)):
        within(name, time, f"[0, {schedule.T:g}]")
    if one_of("trace", trace, ("exact", "hutchinson")) == "hutchinson":
        any_generator("rng", rng)
    # Even in u, with the middle of every step: times[0], middle, times[2], middle, ...
    times = log_snr_times(schedule, 2 * steps, end, start)[::-1].tolist()
    alphas, d = schedule(times)[0].tolist(), int(np.prod(x0.shape[1:]))
    du = -0.5 * float(schedule.log_snr(times[-1]) - schedule.log_snr(times[0])) / steps
    if log_prior is None:
        log_prior = _normal_log_density(float(np.hypot(alphas[-1], schedule.sigma(times[-1]))))
    a_function("log_prior", log_prior)
    directions = [_signs(x0, rng) for _ in range(probes)] if trace == "hutchinson" else None

    def slopes(y: Points, i: int) -> tuple[Points, Points]:
        """dy/du and its divergence, at times[i]."""
        x0_hat, jacobian_trace = denoised_and_trace(denoiser, alphas[i] * y, times[i], directions)
        if jacobian_trace.shape != (len(x0),):
            raise ValueError(f"x0 must hold one point a row for this denoiser, got shape {tuple(x0.shape)}")
        return y - x0_hat, d - alphas[i] * jacobian_trace

    y: Points = x0
    gained: Points = 0.0
    for i in range(0, 2 * steps, 2):
        k1, g1 = slopes(y, i)
        k2, g2 = slopes(y + 0.5 * du * k1, i + 1)
        k3, g3 = slopes(y + 0.5 * du * k2, i + 1)
        k4, g4 = slopes(y + du * k3, i + 2)
        y = y + du / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        gained = gained + du / 6 * (g1 + 2 * g2 + 2 * g3 + g4)
    x_end = alphas[-1] * y
    return log_prior(x_end) + d * np.log(alphas[-1]) + gained, x_end


def denoised_and_trace(
    denoiser: Denoise, x_t: Points, t: float, directions: Sequence[Points] | None = None
) -> tuple[Points, Points]:
    """(x̂_0, tr ∂x̂_0/∂x_t) at x_t (n, ...): shapes (n, ...) and (n,).

    directions: arrays z like x_t; the trace is then estimated by the mean of zᵀJz. None: exact.
    """
    x_t = as_points("x_t", x_t)
    a_function("denoiser", denoiser)
    if directions is None and hasattr(denoiser, "trace"):
        return denoiser(x_t, t), denoiser.trace(x_t, t)
    exact = directions is None
    if directions is None:
        directions = [_unit(x_t, i) for i in range(int(np.prod(x_t.shape[1:])))]
    if not is_tensor(x_t):
        h = 1e-5 * max(1.0, float(np.abs(x_t).max()))  # balances truncation h² with round-off 1e-16/h
        terms = [_row_sums(z * (denoiser(x_t + h * z, t) - denoiser(x_t - h * z, t))) / (2 * h) for z in directions]
        x0_hat = denoiser(x_t, t)
    else:
        x0_hat, terms = _by_autograd(denoiser, x_t, t, directions)
    total = sum(terms)
    return x0_hat, total if exact else total / len(terms)


def _by_autograd(denoiser: Denoise, x_t: Points, t: float, directions: Sequence[Points]) -> tuple[Points, list[Points]]:
    """x̂_0 and zᵀJz for each direction z, by backward passes."""
    import torch

    with torch.enable_grad():
        x = x_t.detach().requires_grad_(True)
        x0_hat = denoiser(x, t)
        if not x0_hat.requires_grad:
            raise ValueError("denoiser must be differentiable by torch or have trace(x_t, t), got one without gradient")
        terms = [_row_sums(torch.autograd.grad(x0_hat, x, z, retain_graph=True)[0] * z) for z in directions]
    return x0_hat.detach(), terms


def _row_sums(x: Points) -> Points:
    return x.reshape(len(x), -1).sum(-1)


def _signs(x: Points, rng: Any) -> Points:
    """Random signs ±1 like x: among all z with E zzᵀ = I these give the estimate of least variance."""
    z = normal_like(x, rng)
    return (z > 0) * 2.0 - 1.0 + 0.0 * x


def _unit(x: Points, i: int) -> Points:
    """The i-th unit vector in each row, shaped like x."""
    z = x.new_zeros(x.shape) if is_tensor(x) else np.zeros(x.shape)
    z.reshape(len(z), -1)[:, i] = 1.0
    return z


def _normal_log_density(std: float) -> Callable[[Points], Points]:
    """x (n, ...) -> log N(x; 0, std² I), (n,)."""
    return lambda x: _row_sums(-0.5 * (x / std) ** 2 - 0.5 * np.log(2 * np.pi * std**2))
