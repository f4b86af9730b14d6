"""Inpainting: some coordinates of x_0 are seen, the others are wanted. Four ways, of which one is right.

The law that is meant is p(hidden | seen = values): `conditional` for a mixture. All four use an unconditional
denoiser. Points are numpy arrays (n, d); seen: (j,) indices; values: (j,) numbers.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import a_function, an_instance, positive, whole_number
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.particles import effective_sample_size, resample
from utils.generative.reverse import step_coefficients
from utils.generative.samplers import Denoise, Step, check_parts
from utils.generative.schedule import Schedule

Pullback = Callable[[np.ndarray, Any, np.ndarray], np.ndarray]  # (x_t, t, v) -> (∂D/∂x_t)ᵀ v


def conditional(mixture: GaussianMixture, seen: Any, values: Any) -> GaussianMixture:
    """p(hidden | seen = values), a mixture in the hidden coordinates, in their order.

    Component k gets the weight w_k N(values; m_s, Σ_ss), the mean m_h + Σ_hs Σ_ss⁻¹ (values − m_s) and the covariance
    Σ_hh − Σ_hs Σ_ss⁻¹ Σ_sh, each m and Σ with index k.
    Raises ValueError unless seen are different coordinates, at least one and not all.
    """
    d, (seen, values) = len(an_instance("mixture", mixture, GaussianMixture).mean), _given(seen, values)
    hidden = np.setdiff1d(np.arange(d), seen)
    if not 0 < len(hidden) == d - len(seen):
        raise ValueError(f"seen must be different indices below {d}, at least one and not all, got {seen}")
    part = GaussianMixture(mixture.weights, mixture.means[:, seen], mixture.covs[:, seen[:, None], seen])
    gain = mixture.covs[:, hidden[:, None], seen] @ np.linalg.inv(part.covs)
    means = mixture.means[:, hidden] + np.einsum("khs,ks->kh", gain, values - part.means)
    covs = mixture.covs[:, hidden[:, None], hidden] - gain @ mixture.covs[:, seen[:, None], hidden]
    return GaussianMixture(part.responsibilities(values), means, 0.5 * (covs + np.swapaxes(covs, 1, 2)))


def pullback(denoiser: MixtureDenoiser) -> Pullback:
    """(x_t, t, v) -> (∂D/∂x_t)ᵀ v = α/σ² Cov[x_0 | x_t] v, (n, d), for one time t: what a network gets by autograd."""
    an_instance("denoiser", denoiser, MixtureDenoiser)

    def product(x_t: np.ndarray, t: float, v: np.ndarray) -> np.ndarray:
        alpha, sigma = denoiser.schedule(t)
        return alpha / sigma**2 * np.einsum("nij,nj->ni", denoiser.mixture.posterior_cov(x_t, alpha, sigma), v)

    return product


def replacement(step: Step, schedule: Schedule, seen: Any, values: Any, rng: np.random.Generator) -> Step:
    """After each step, the seen coordinates are replaced by α_s values + σ_s z, fresh noise of the level reached.

    The hidden ones are so drawn given *noised* values at every level, never given the values themselves.
    Source: Song et al. 2021, Score-Based Generative Modeling, section 5 and appendix I.2.
    """
    a_function("step", step), an_instance("schedule", schedule, Schedule), arrays.numpy_generator("rng", rng)
    seen, values = _given(seen, values)

    def replaced(x_t: np.ndarray, t: float, s: float) -> np.ndarray:
        x_s = np.array(step(x_t, t, s))
        alpha, sigma = schedule(s)
        x_s[:, seen] = alpha * values + sigma * rng.standard_normal((len(x_s), len(seen)))
        return x_s

    return replaced


def repaint(
    step: Step, schedule: Schedule, times: ArrayLike, x_T: Any, rng: np.random.Generator, jump: int, repeats: int
) -> Iterator[tuple[float, np.ndarray]]:
    """Each stretch of `jump` steps is run `repeats` times, with noise added back between. Yields (t, x_t), as `sample`.

    step: `replacement`'s. Noise is added by the kernel from s up to t: x_t = α_{t|s} x_s + σ_{t|s} z.
    times (k+1,): falling. Source: Lugmayr et al. 2022, RePaint, algorithm 1.
    """
    a_function("step", step), an_instance("schedule", schedule, Schedule), arrays.numpy_generator("rng", rng)
    jump, repeats, x = whole_number("jump", jump), whole_number("repeats", repeats), arrays.points("x_T", x_T)
    levels: list[float] = arrays.points("times", times, ("k",)).tolist()
    yield levels[0], x
    for first in range(0, len(levels) - 1, jump):
        stretch = levels[first : first + jump + 1]
        for again in range(repeats):
            if again:
                alpha, sigma = schedule.kernel(stretch[-1], stretch[0])
                x = alpha * x + sigma * rng.standard_normal(x.shape)
                yield stretch[0], x
            for t, s in pairwise(stretch):
                x = step(x, t, s)
                yield s, x


def dps(step: Step, denoiser: Denoise, pull: Pullback, seen: Any, values: Any, size: float) -> Step:
    """A step, then down the gradient of the misfit of x̂_0: x_s − ζ/|r| ∇|r|², r = values − D(x_t)_seen, ζ = size.

    pull(x_t, t, v): (∂D/∂x_t)ᵀ v, see `pullback`.
    Source: Chung et al. 2023, Diffusion Posterior Sampling, algorithm 1, with the step size of its section 4.
    """
    a_function("step", step), a_function("denoiser", denoiser), a_function("pull", pull)
    size, (seen, values) = positive("size", size), _given(seen, values)

    def corrected(x_t: np.ndarray, t: float, s: float) -> np.ndarray:
        misfit = np.zeros_like(x_t)
        misfit[:, seen] = values - denoiser(x_t, t)[:, seen]
        length = np.linalg.norm(misfit, axis=1, keepdims=True)
        return step(x_t, t, s) + 2 * size * pull(x_t, t, misfit) / np.maximum(length, np.finfo(float).tiny)

    return corrected


def twisted(
    denoiser: Denoise,
    pull: Pullback,
    schedule: Schedule,
    seen: Any,
    values: Any,
    times: ArrayLike,
    x_T: Any,
    rng: np.random.Generator,
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Twisted particles: steps drawn towards the values, and weighted for it. Yields (t, x (n, d), log weights (n,)).

    The twist h_t(x) = N(values; D(x)_seen, r_t² I), r_t² = σ²/(α² + σ²), guesses p(values | x_t); it becomes sharp as
    σ → 0. A step draws from N(a x + b (D + σ²/α ∇ log h_t), v), and multiplies the weight by

        N(x_s; a x + b D, v) / N(x_s; the mean drawn from, v) · h_s(x_s)/h_t(x_t)

    so that the weighted particles at s follow p_s(x) h_s(x), whatever the guess. times: falling, the last with σ > 0,
    whose r is the tolerance with which the values are met.
    Source: Wu et al. 2023, Practical and Asymptotically Exact Conditional Sampling in Diffusion Models, algorithm 1.
    """
    check_parts(denoiser, schedule)
    a_function("pull", pull), arrays.numpy_generator("rng", rng)
    seen, values = _given(seen, values)
    x, times = arrays.points("x_T", x_T, ("n", "d")), arrays.points("times", times, ("k",))
    if not np.all(np.diff(times) < 0) or schedule(times[-1])[1] == 0:
        raise ValueError(f"times must fall throughout and end where sigma > 0, got {times}")

    def twist(x: np.ndarray, t: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """D(x), log h_t(x) and its gradient."""
        alpha, sigma = schedule(t)
        clean, r2 = denoiser(x, t), sigma**2 / (alpha**2 + sigma**2)
        misfit = np.zeros_like(x)
        misfit[:, seen] = values - clean[:, seen]
        log_h = -0.5 * np.sum(misfit**2, axis=1) / r2 - 0.5 * len(seen) * np.log(r2)
        return clean, log_h, pull(x, t, misfit) / r2

    clean, log_h, gradient = twist(x, times[0])
    log_weights = log_h
    yield float(times[0]), x, log_weights
    for t, s in pairwise(times.tolist()):
        if effective_sample_size(log_weights) < len(x) / 2:
            kept = resample(log_weights, rng)
            x, clean, log_h, gradient = x[kept], clean[kept], log_h[kept], gradient[kept]
            log_weights = np.zeros(len(x))
        alpha, sigma = schedule(t)
        a, b, std = step_coefficients(schedule, t, s)
        shift, z = b * sigma**2 / alpha * gradient, rng.standard_normal(x.shape)
        x = a * x + b * clean + shift + std * z
        before = log_h
        clean, log_h, gradient = twist(x, s)
        ratio = -0.5 * np.sum((shift + std * z) ** 2 - (std * z) ** 2, axis=1) / std**2
        log_weights = log_weights + ratio + log_h - before
        yield s, x, log_weights


def _given(seen: Any, values: Any) -> tuple[np.ndarray, np.ndarray]:
    seen = arrays.whole_numbers("seen", seen, ("j",))
    return seen, arrays.points("values", values, (len(seen),))
