"""Samplers: from noise to data one step at a time.

A sampler is one function step(x_t, t, s) -> x_s. It asks the denoiser for x̂_0 = E[x_0 | x_t] and steps back as if
that were x_0:

    x_s = a x_t + b x̂_0 + std z,    z ~ N(0, I)

with a, b, std of the posterior (`reverse.coefficients`). `sample` runs a step along a list of times and yields
every state. x may be numpy (rng: numpy Generator) or torch (rng: torch.Generator), of any shape (n, ...).
"""

import numpy as np

from utils.common.checks import whole_number
from utils.generative.reverse import coefficients


def sample(step, times, x_T):
    """Yield (t, x_t) for each t of `times`, starting with (times[0], x_T) itself.

    times (n+1,): strictly falling (generating) or strictly rising (inverting). x_T (m, ...): drawn at times[0].
    Nothing is computed before the next state is asked for, and no state is changed after it was yielded.
    The last state alone: `*_, (t, x) = sample(...)`. Raises ValueError if times do not fall or rise throughout.
    """
    times = np.asarray(times)
    if times.ndim != 1 or len(times) == 0 or not (np.all(np.diff(times) < 0) or np.all(np.diff(times) > 0)):
        raise ValueError(f"times must be a strictly falling or rising list, got {times!r}")
    return _states(getattr(step, "fresh", lambda: step)(), times.tolist(), x_T)  # `fresh`: a step without memory


def _states(step, times, x):
    yield times[0], x
    for t, s in zip(times[:-1], times[1:]):
        x = step(x, t, s)
        yield s, x


def even_times(schedule, n, start=None, end=0):
    """n + 1 times falling evenly from start (default T) to end. Whole numbers if the schedule is discrete.

    On a discrete schedule the even times are rounded to the nearest whole one.
    Raises ValueError if that leaves fewer than n + 1 different times, or unless 0 ≤ end < start ≤ T.
    """
    n, start = whole_number("n", n), schedule.T if start is None else start
    if not 0 <= end < start <= schedule.T:
        raise ValueError(f"start and end must satisfy 0 <= end < start <= {schedule.T}, got {start} and {end}")
    times = np.linspace(start, end, n + 1)
    if schedule.discrete:
        times = np.rint(times).astype(int)
        if np.any(np.diff(times) == 0):
            raise ValueError(f"n must be at most {start - end}, the whole times between, got {n}")
    return times


def ddpm(denoiser, schedule, rng, variance="posterior", last_noise=False):
    """Ancestral sampling: draw x_s from N(a x_t + b x̂_0, std² I), a and b of the posterior.

    variance: "posterior" std = σ_s σ_{t|s}/σ_t (right if the data are one point) or "kernel" std = σ_{t|s}
    (right if the data are N(0, I)). No noise is added on arriving at σ_s = 0, unless last_noise=True, a
    common slip kept here to be shown: then that last step has std = σ_{t|s} too.
    Source: Ho et al. 2020, algorithm 2 and section 3.2.
    """
    if variance not in ("posterior", "kernel"):
        raise ValueError(f"variance must be 'posterior' or 'kernel', got {variance!r}")

    def step(x_t, t, s):
        a, b, std = coefficients(schedule, t, s)
        last = float(schedule.sigma(s)) == 0
        if last_noise if last else variance == "kernel":
            std = float(schedule.kernel(s, t)[1])
        x_s = a * x_t + b * denoiser(x_t, t)
        return x_s + std * normal_like(x_t, rng) if std > 0 else x_s

    return step


def ddim(denoiser, schedule, eta=0.0, rng=None):
    """The η family: x_s = α_s x̂_0 + √(σ_s² − std²) ε̂ + std z, std = η σ_s σ_{t|s}/σ_t, ε̂ = (x_t − α_t x̂_0)/σ_t.

    η = 0: deterministic, no rng needed. η = 1: `ddpm` with the posterior's variance.
    Raises ValueError unless 0 ≤ η ≤ 1, and if η > 0 without rng.
    Source: Song et al. 2021, Denoising Diffusion Implicit Models, equation 12.
    """
    if not 0 <= eta <= 1:
        raise ValueError(f"eta must lie in [0, 1], got {eta}")
    if eta > 0 and rng is None:
        raise ValueError(f"rng must be given for eta > 0, got rng = None with eta = {eta}")

    def step(x_t, t, s):
        a, b, std = coefficients(schedule, t, s, eta)
        x_s = a * x_t + b * denoiser(x_t, t)
        return x_s + std * normal_like(x_t, rng) if std > 0 else x_s

    return step


def ddim_inversion(denoiser, schedule, iterations=1):
    """The deterministic DDIM step run backwards, from s up to t > s: step(x_s, s, t) -> x_t.

    x_t is wanted such that DDIM takes it to x_s, but ε̂ is needed at the unknown x_t. Iterate, starting from x_s:

        x_t ← (α_t/α_s) x_s + (σ_t − σ_s α_t/α_s) ε̂(x_t, t)

    iterations=1 is the usual approximation, ε̂(x_s, t). More iterations converge to the exact inverse if the step is
    small enough. To be run by `sample` with rising times. Raises ValueError unless s < t, or if iterations < 1.
    At α_t = 0 nothing can be inverted; end before (ValueError).
    Source: Dhariwal & Nichol 2021, appendix F, for one iteration; Pan et al. 2023 for the fixed point.
    """
    iterations = whole_number("iterations", iterations)

    def step(x_s, s, t):
        if not s < t:
            raise ValueError(f"t must be above s (inversion goes up), got t = {t} from s = {s}")
        alpha_t, sigma_t = float(schedule.alpha(t)), float(schedule.sigma(t))
        if alpha_t == 0 or sigma_t == 0:
            raise ValueError(f"t must have signal and noise, got alpha = {alpha_t:g}, sigma = {sigma_t:g} at t = {t}")
        ratio = alpha_t / float(schedule.alpha(s))
        gain = sigma_t - ratio * float(schedule.sigma(s))
        x_t = x_s
        for _ in range(iterations):
            x_t = ratio * x_s + gain * (x_t - alpha_t * denoiser(x_t, t)) / sigma_t
        return x_t

    return step


def normal_like(x, rng):
    """Standard normal noise of x's shape, kind and dtype. rng: numpy Generator for numpy, torch.Generator for torch."""
    if isinstance(x, np.ndarray):
        return rng.standard_normal(x.shape).astype(x.dtype, copy=False)
    import torch

    return torch.randn(x.shape, generator=rng, dtype=x.dtype, device=x.device)
