"""Samplers: from noise to data one step at a time.

A sampler is one function step(x_t, t, s) -> x_s. It asks the denoiser for x̂_0 = E[x_0 | x_t] and steps back as if
that were x_0:

    x_s = a x_t + b x̂_0 + std z,    z ~ N(0, I)

with a, b, std of the posterior (`reverse.step_coefficients`). `sample` runs a step along a list of times and yields
every state. x may be numpy (rng: numpy Generator) or torch (rng: torch.Generator), of any shape (n, ...).
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import a_function, an_instance, number, one_of, probability, truth, whole_number
from utils.generative.backend import Points, any_generator, as_points, normal_like
from utils.generative.reverse import step_back, step_coefficients
from utils.generative.schedule import Schedule

Denoise: TypeAlias = Callable[[Points, Any], Points]  # (x_t, t) -> E[x_0 | x_t]
Step: TypeAlias = Callable[[Points, float, float], Points]  # (x_t, t, s) -> x_s


@runtime_checkable
class StepWithMemory(Protocol):
    """A step that remembers the steps before it. `sample` starts each run with a fresh one."""

    def __call__(self, x_t: Points, t: float, s: float) -> Points: ...

    def fresh(self) -> Step:
        """The same step with an empty memory."""


def sample(step: Step, times: ArrayLike, x_T: Points) -> Iterator[tuple[float, Points]]:
    """Yield (t, x_t) for each t of `times`, starting with (times[0], x_T) itself.

    times (n+1,): strictly falling (generating) or strictly rising (inverting). x_T (m, ...): drawn at times[0].
    Nothing is computed before the next state is asked for, and no state is changed after it was yielded.
    The last state alone: `*_, (t, x) = sample(...)`. Raises ValueError if times do not fall or rise throughout.
    """
    step = step.fresh() if isinstance(step, StepWithMemory) else a_function("step", step)
    checked = arrays.points("times", times, ("n",))
    if not (np.all(np.diff(checked) < 0) or np.all(np.diff(checked) > 0)):
        raise ValueError(f"times must be a strictly falling or rising list, got {times!r}")
    return _states(step, np.asarray(times).tolist(), as_points("x_T", x_T))


def _states(step: Step, times: list[float], x: Points) -> Iterator[tuple[float, Points]]:
    yield times[0], x
    for t, s in pairwise(times):
        x = step(x, t, s)
        yield s, x


def check_parts(denoiser: Denoise, schedule: Schedule) -> None:
    """ValueError unless they are a denoiser and a schedule."""
    a_function("denoiser", denoiser), an_instance("schedule", schedule, Schedule)


def even_times(schedule: Schedule, n: int, start: float | None = None, end: float = 0) -> np.ndarray:
    """n + 1 times falling evenly from start (default T) to end. Whole numbers if the schedule is discrete.

    On a discrete schedule the even times are rounded to the nearest whole one.
    Raises ValueError if that leaves fewer than n + 1 different times, or unless 0 ≤ end < start ≤ T.
    """
    n, T = whole_number("n", n), an_instance("schedule", schedule, Schedule).T
    start = T if start is None else start
    if not 0 <= number("end", end) < number("start", start) <= T:
        raise ValueError(f"start and end must satisfy 0 <= end < start <= {T}, got {start} and {end}")
    times = np.linspace(start, end, n + 1)
    if schedule.discrete:
        times = np.rint(times).astype(int)
        if np.any(np.diff(times) == 0):
            raise ValueError(f"n must be at most {start - end}, the whole times between, got {n}")
    return times


def ddpm(
    denoiser: Denoise, schedule: Schedule, rng: Any, variance: str = "posterior", last_noise: bool = False
) -> Step:
    """Ancestral sampling: draw x_s from N(a x_t + b x̂_0, std² I), a and b of the posterior.

    variance: "posterior" std = σ_s σ_{t|s}/σ_t (right if the data are one point) or "kernel" std = σ_{t|s}
    (right if the data are N(0, I)). No noise is added on arriving at σ_s = 0, unless last_noise=True, a
    common slip kept here to be shown: then that last step has std = σ_{t|s} too.
    Source: Ho et al. 2020, algorithm 2 and section 3.2.
    """
    check_parts(denoiser, schedule)
    any_generator("rng", rng)
    one_of("variance", variance, ("posterior", "kernel")), truth("last_noise", last_noise)

    def step(x_t: Points, t: float, s: float) -> Points:
        x_t = as_points("x_t", x_t, finite=False)
        a, b, std = step_coefficients(schedule, t, s)
        last = schedule(s)[1] == 0
        if last_noise if last else variance == "kernel":
            std = float(schedule.kernel(s, t)[1])
        x_s = a * x_t + b * denoiser(x_t, t)
        return x_s + std * normal_like(x_t, rng) if std > 0 else x_s

    return step


def ddim(denoiser: Denoise, schedule: Schedule, eta: float = 0.0, rng: Any = None) -> Step:
    """The η family: x_s = α_s x̂_0 + √(σ_s² − std²) ε̂ + std z, std = η σ_s σ_{t|s}/σ_t, ε̂ = (x_t − α_t x̂_0)/σ_t.

    η = 0: deterministic, no rng needed. η = 1: `ddpm` with the posterior's variance.
    Raises ValueError unless 0 ≤ η ≤ 1, and if η > 0 without rng.
    Source: Song et al. 2021, Denoising Diffusion Implicit Models, equation 12.
    """
    check_parts(denoiser, schedule)
    if probability("eta", eta) > 0 or rng is not None:
        any_generator("rng", rng)

    def step(x_t: Points, t: float, s: float) -> Points:
        x_t = as_points("x_t", x_t, finite=False)
        a, b, std = step_coefficients(schedule, t, s, eta)
        x_s = a * x_t + b * denoiser(x_t, t)
        return x_s + std * normal_like(x_t, rng) if std > 0 else x_s

    return step


def ddim_inversion(denoiser: Denoise, schedule: Schedule, iterations: int = 1) -> Step:
    """The deterministic DDIM step run backwards, from s up to t > s: step(x_s, s, t) -> x_t.

    x_t is wanted such that DDIM takes it to x_s, but ε̂ is needed at the unknown x_t. Iterate, starting from x_s:

        x_t ← (α_t/α_s) x_s + (σ_t − σ_s α_t/α_s) ε̂(x_t, t)

    iterations=1 is the usual approximation, ε̂(x_s, t). More iterations converge to the exact inverse if the step is
    small enough. To be run by `sample` with rising times. Raises ValueError unless s < t, or if iterations < 1.
    At α_t = 0 nothing can be inverted; end before (ValueError).
    Source: Dhariwal & Nichol 2021, appendix F, for one iteration; Pan et al. 2023 for the fixed point.
    """
    check_parts(denoiser, schedule)
    iterations = whole_number("iterations", iterations)

    def step(x_s: Points, s: float, t: float) -> Points:
        x_s = as_points("x_s", x_s, finite=False)
        step_back(t, s)
        (alpha_t, sigma_t), (alpha_s, sigma_s) = schedule(t), schedule(s)
        if alpha_t == 0 or sigma_t == 0:
            raise ValueError(f"t must have signal and noise, got alpha = {alpha_t:g}, sigma = {sigma_t:g} at t = {t}")
        ratio = alpha_t / alpha_s
        gain = sigma_t - ratio * sigma_s
        x_t = x_s
        for _ in range(iterations):
            x_t = ratio * x_s + gain * (x_t - alpha_t * denoiser(x_t, t)) / sigma_t
        return x_t

    return step
