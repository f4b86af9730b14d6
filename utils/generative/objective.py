"""The evidence lower bound (ELBO), term by term, in nats: what training minimises, and how tight it is.

    −log p(x_0)  ≤  L_T + Σ_t L_t + L_0
    L_T = KL( q(x_T | x_0) ‖ p(x_T) )                                   the prior gap: nothing to learn
    L_t = E KL( q(x_s | x_t, x_0) ‖ p(x_s | x_t) ),  s the time before t    one for each step back
    L_0 = −E log p(x_0 | x_1)                                           the last step, from the first noisy time

with p(x_T) = N(0, prior_std² I) and Gaussian steps back p(x_s | x_t) = N(a x_t + b x̂_0(x_t, t), std² I), whose
a, b, std are those of the posterior. Then L_t = ½ (SNR_s − SNR_t) E|x_0 − x̂_0|². The last step is
p(x_0 | x_1) = N(x̂_0(x_1, 1), (σ_1/α_1)² I). Densities are per unit of x^d.

Two routes: `elbo` draws noise (any denoiser, any dimension), `exact_elbo` integrates (mixtures on a line).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import a_function, an_instance, one_of, positive, whole_number
from utils.generative.mixtures import GaussianMixture
from utils.generative.reverse import on_a_line, quadrature, step_back, step_coefficients, true_reverse
from utils.generative.samplers import Denoise
from utils.generative.schedule import Schedule

LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, eq=False)
class ElboTerms:
    """The terms of the bound, in nats, averaged over the points given.

    times (n+1,): 0 = times[0] < ... < times[n]. prior: L_T. steps (n−1,): L_t at times[2], ..., times[n].
    last: L_0. prior, steps, last have standard errors steps_error (n−1,) and last_error (0 where integrated;
    L_T is always exact).
    """

    times: np.ndarray
    prior: float
    steps: np.ndarray
    last: float
    steps_error: np.ndarray
    last_error: float

    @property
    def total(self) -> float:
        """L_T + Σ L_t + L_0: an upper bound on the mean of −log p(x_0), in nats."""
        return float(self.prior + self.steps.sum() + self.last)


def elbo(
    x0: Any,
    denoiser: Denoise,
    schedule: Schedule,
    rng: np.random.Generator,
    *,
    times: Any = None,
    draws: int = 16,
    prior_std: float | None = None,
) -> ElboTerms:
    """ElboTerms by Monte Carlo: `draws` ≥ 2 noises for each point and each time.

    x0 (n, ...): points, numpy. denoiser(x_t, t) -> E[x_0 | x_t], numpy in and out. rng: numpy Generator.
    times: 0 first, rising, default all times of a discrete schedule. prior_std: default √(α_T² + σ_T²), the spread of
    x_T for data of variance 1 (it is 1 where variance is preserved). Standard errors are for these x0 (noise only).
    Raises ValueError for bad times, draws < 2 or a continuous schedule without times.
    Source: Ho et al. 2020, equation 5; Kingma et al. 2021, equation 14 for L_t in SNR.
    """
    times = _checked_times(schedule, times)
    draws = whole_number("draws", draws, least=2)  # one has no standard error
    a_function("denoiser", denoiser), arrays.numpy_generator("rng", rng)
    x0 = arrays.points("x0", x0)
    if x0.ndim < 2 or x0.size == 0:
        raise ValueError(f"x0 must have shape (n, ...) with n of at least 1, got {x0.shape}")
    many, d = np.repeat(x0[None], draws, axis=0), x0[0].size  # (draws, n, ...)

    def squared_errors(t: float) -> np.ndarray:
        """|x_0 − x̂_0|², (draws, n)."""
        x_t = schedule.noise(many, t, rng.standard_normal(many.shape))
        estimate = denoiser(x_t.reshape(-1, *x0.shape[1:]), _plain(schedule, t)).reshape(many.shape)
        return np.sum((many - estimate).reshape(draws, len(x0), -1) ** 2, axis=-1)

    factors = [half_snr_drop(schedule, s, t) for s, t in pairwise(times[1:])]
    steps = [_mean_and_error(factor * squared_errors(t)) for factor, t in zip(factors, times[2:])]
    variance = _last_variance(schedule, times[1])
    last = _mean_and_error(0.5 * (squared_errors(times[1]) / variance + d * (LOG_2PI + np.log(variance))))
    means, errors = np.array(steps).reshape(-1, 2).T
    return ElboTerms(times, _prior_term(x0, schedule, times[-1], prior_std), means, last[0], errors, last[1])


def exact_elbo(
    x0: Any,
    mixture: GaussianMixture,
    schedule: Schedule,
    *,
    times: Any = None,
    prior_std: float | None = None,
    reverse: str = "gaussian",
    prior: str = "normal",
) -> ElboTerms:
    """ElboTerms by quadrature for a mixture in one dimension, with its exact denoiser. x0 (n,): points.

    reverse="gaussian": the steps back of this module. "true": p(x_s | x_t) is the mixture's own q(x_s | x_t), by its
    definition as a KL between each Gaussian posterior and that mixture.
    prior="normal": p(x_T) = N(0, prior_std²). "true": p(x_T) is the noised mixture itself.
    With both "true" the bound is tight: total = mean of −log p(x_0) (to about 1e-8).
    Raises ValueError for a mixture in more dimensions or with a component of variance 0 (when "true"), or bad times.
    """
    times = _checked_times(schedule, times)
    on_a_line(mixture)
    one_of("reverse", reverse, ("gaussian", "true")), one_of("prior", prior, ("normal", "true"))
    x0 = np.atleast_1d(arrays.points("x0", x0))
    arrays.check_shape("x0", x0.shape, ("n",))

    def noisy(t: float) -> tuple[np.ndarray, np.ndarray]:
        """Nodes x_t and weights for E over q(x_t | x_0): (n, nodes) each."""
        alpha, sigma = schedule(t)
        one = np.ones((len(x0), 1))
        nodes, weights = quadrature(one, alpha * x0[:, None], sigma * one)
        return nodes[:, 0], weights[:, 0]

    def mean_squared_error(t: float) -> float:
        nodes, weights = noisy(t)
        estimate = mixture.posterior_mean(nodes[..., None], *schedule(t))[..., 0]
        return float(np.sum(weights * (x0[:, None] - estimate) ** 2) / len(x0))

    def true_step(s: float, t: float) -> float:
        nodes, weights = noisy(t)
        a, b, std = step_coefficients(schedule, t, s)
        means = a * nodes + b * x0[:, None]  # of the posterior q(x_s | x_t, x_0)
        return np.sum(weights * _kl_from_true(mixture, schedule, t, s, nodes, means, std)) / len(x0)

    first = times[1]
    if reverse == "gaussian":
        steps = [half_snr_drop(schedule, s, t) * mean_squared_error(t) for s, t in pairwise(times[1:])]
        variance = _last_variance(schedule, first)
        last = 0.5 * (mean_squared_error(first) / variance + LOG_2PI + np.log(variance))
    else:
        steps = [true_step(s, t) for s, t in pairwise(times[1:])]
        nodes, weights = noisy(first)
        log_p = [
            [true_reverse(mixture, schedule, first, 0, [node]).log_density([x]) for node in row]
            for x, row in zip(x0, nodes)
        ]
        last = -np.sum(weights * np.array(log_p)) / len(x0)
    if prior == "normal":
        top = _prior_term(x0[:, None], schedule, times[-1], prior_std)
    else:
        nodes, weights = noisy(times[-1])
        alpha, sigma = schedule(times[-1])
        log_q = -0.5 * (((nodes - alpha * x0[:, None]) / sigma) ** 2 + LOG_2PI) - np.log(sigma)
        top = np.sum(weights * (log_q - mixture.noised(alpha, sigma).log_density(nodes[..., None]))) / len(x0)
    return ElboTerms(times, float(top), np.array(steps, dtype=float), float(last), np.zeros(len(steps)), 0.0)


def half_snr_drop(schedule: Schedule, s: float, t: float) -> float:
    """½ (SNR_s − SNR_t): the weight of |x_0 − x̂_0|² in L_t, in nats per unit of x². s < t, both with σ > 0."""
    step_back(t, s)
    an_instance("schedule", schedule, Schedule)
    return 0.5 * float(schedule.snr(s)) * float(-np.expm1(schedule.log_snr(t) - schedule.log_snr(s)))


def _kl_from_true(
    mixture: GaussianMixture, schedule: Schedule, t: float, s: float, x_t: np.ndarray, means: np.ndarray, std: float
) -> np.ndarray:
    """KL( N(means, std²) ‖ q(x_s | x_t) ) at each x_t, by quadrature; q(x_s | x_t) from Bayes' rule, (...) -> (...)."""
    (alpha_s, sigma_s), (alpha_t, sigma_t) = schedule(s), schedule(t)
    alpha_ts, sigma_ts = (float(value) for value in schedule.kernel(s, t))
    nodes, weights = quadrature(np.ones((*x_t.shape, 1)), means[..., None], np.full((*x_t.shape, 1), std))
    nodes, weights = nodes[..., 0, :], weights[..., 0, :]
    log_likelihood = -0.5 * (((x_t[..., None] - alpha_ts * nodes) / sigma_ts) ** 2 + LOG_2PI) - np.log(sigma_ts)
    log_true = (
        log_likelihood
        + mixture.noised(alpha_s, sigma_s).log_density(nodes[..., None])
        - mixture.noised(alpha_t, sigma_t).log_density(x_t[..., None])[..., None]
    )
    return -0.5 * (1 + LOG_2PI) - np.log(std) - np.sum(weights * log_true, axis=-1)


def _prior_term(x0: np.ndarray, schedule: Schedule, T: float, prior_std: float | None) -> float:
    """KL( N(α_T x_0, σ_T² I) ‖ N(0, prior_std² I) ), averaged over x0 (n, ...)."""
    alpha, sigma = schedule(T)
    prior_std = float(np.hypot(alpha, sigma)) if prior_std is None else positive("prior_std", prior_std)
    ratio = (sigma / prior_std) ** 2
    signal = np.mean(np.sum(x0.reshape(len(x0), -1) ** 2, axis=1)) * (alpha / prior_std) ** 2
    return float(0.5 * (x0[0].size * (ratio - 1 - np.log(ratio)) + signal))


def _last_variance(schedule: Schedule, t: float) -> float:
    """Variance of p(x_0 | x_1): what x_1/α_1 alone would say about x_0."""
    if not schedule(t)[0] > 0:
        raise ValueError(f"times must have signal at the first time after 0, got alpha({t}) = 0")
    return float(1 / schedule.snr(t))


def _mean_and_error(values: np.ndarray) -> tuple[float, float]:
    """Mean of (draws, n) over both, and its standard error over the draws only."""
    draws, n = values.shape
    return float(values.mean()), float(np.sqrt(np.sum(values.var(axis=0, ddof=1)) / draws) / n)


def _checked_times(schedule: Schedule, times: Any) -> np.ndarray:
    an_instance("schedule", schedule, Schedule)
    if times is None:
        times = schedule.times  # says what is wrong if the schedule is continuous
    arrays.points("times", times, ("n",))
    times = np.asarray(times)  # whole numbers stay whole
    if len(times) < 2 or times[0] != 0 or not np.all(np.diff(times) > 0):
        raise ValueError(f"times must rise from 0 and hold at least 2 values, got {times!r}")
    if not schedule(times[1])[1] > 0:
        raise ValueError(f"times must have noise after 0, got sigma({times[1]}) = 0")
    return times


def _plain(schedule: Schedule, t: float) -> float:
    """A time as a Python number: whole where the schedule is discrete."""
    return int(t) if schedule.discrete else float(t)
