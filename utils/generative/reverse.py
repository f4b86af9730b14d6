"""One step back: from x_t to x_s, for s < t.

If x_0 were known, Bayes' rule gives the step exactly, and it is Gaussian (`posterior`). Not knowing x_0, the
true step q(x_s | x_t) is a mixture; `one_step_kl` measures what is lost by drawing from one Gaussian instead.
"""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import an_instance, not_negative, number, probability
from utils.generative.backend import Points, as_points
from utils.generative.mixtures import GaussianMixture
from utils.generative.schedule import Schedule


def step_back(t: float, s: float) -> float:
    """t − s, the length of a step back, or ValueError unless 0 ≤ s < t."""
    if not not_negative("s", s) < number("t", t):
        raise ValueError(f"s must be below t (a step back), got s = {s} with t = {t}")
    return t - s


def step_coefficients(schedule: Schedule, t: float, s: float, eta: float = 1.0) -> tuple[float, float, float]:
    """(a, b, std) of the step back: x_s = a x_t + b x_0 + std z, z ~ N(0, I).

        std² = η² σ_s² σ²_{t|s}/σ_t²,    a = √(σ_s² − std²)/σ_t,    b = α_s − a α_t

    For every η in [0, 1] the law of x_s given x_0 stays N(α_s x_0, σ_s² I). η = 1: the posterior q(x_s | x_t, x_0)
    of the noising process (DDPM). η = 0: no new noise (deterministic DDIM).
    t > s: numbers within the schedule. Three floats. Raises ValueError unless s < t and 0 ≤ η ≤ 1.
    Source: Song et al. 2021, Denoising Diffusion Implicit Models, equations 7, 12 and 16.
    """
    step_back(t, s)
    eta, schedule = probability("eta", eta), an_instance("schedule", schedule, Schedule)
    (alpha_t, sigma_t), (alpha_s, sigma_s) = schedule(t), schedule(s)
    if sigma_t == 0:  # no noise yet at t: x_s is known exactly from x_0
        return 0.0, alpha_s, 0.0
    sigma_ts = float(schedule.kernel(s, t)[1])
    kept = float(np.exp(schedule.log_snr(t) - schedule.log_snr(s))) if sigma_s > 0 else 0.0  # 1 − σ²_{t|s}/σ_t²
    std = eta * sigma_s * sigma_ts / sigma_t
    a = sigma_s / sigma_t * float(np.sqrt((1 - eta**2) + eta**2 * kept))  # √(σ_s² − std²) without cancellation
    return a, alpha_s - a * alpha_t, std


def posterior(
    x_t: Points, x0: Points, schedule: Schedule, t: float, s: float, eta: float = 1.0
) -> tuple[Points, float]:
    """(mean, std) of q(x_s | x_t, x_0) = N(mean, std² I), s < t, on any schedule.

        η = 1:  mean = α_{t|s} σ_s²/σ_t² x_t + α_s σ²_{t|s}/σ_t² x_0,    std = σ_s σ_{t|s}/σ_t

    x_t, x0: the same shape (n, ...), numpy or torch; mean has that shape, std is a float. At s = 0: x_0 and 0.
    Other η as in `step_coefficients`. Raises ValueError unless s < t and 0 ≤ η ≤ 1.
    Source: Ho et al. 2020, equations 6 and 7.
    """
    a, b, std = step_coefficients(schedule, t, s, eta)
    x_t, x0 = as_points("x_t", x_t), as_points("x0", x0)
    if x_t.shape != x0.shape:
        raise ValueError(f"x0 must have the shape of x_t, {tuple(x_t.shape)}, got {tuple(x0.shape)}")
    return a * x_t + b * x0, std


def true_reverse(mixture: GaussianMixture, schedule: Schedule, t: float, s: float, x_t: Any) -> GaussianMixture:
    """q(x_s | x_t) for ONE point x_t (d,), when x_0 is drawn from the mixture: exactly, as a GaussianMixture.

    The noised mixture at s is the prior, the kernel from s to t the likelihood; component k has
    mean m_k' + α_{t|s} Σ_k' (α²_{t|s} Σ_k' + σ²_{t|s} I)⁻¹ (x_t − α_{t|s} m_k'), where m_k' = α_s m_k and
    Σ_k' = α_s² Σ_k + σ_s² I.
    Raises ValueError unless s < t.
    """
    at_s, kernel = _at_s(mixture, schedule, t, s)
    return GaussianMixture(*at_s.posterior(arrays.points("x_t", x_t, mixture.mean.shape), *kernel))


def one_step_kl(mixture: GaussianMixture, schedule: Schedule, t: float, s: float, x_t: Any = None) -> Any:
    """KL( q(x_s | x_t) ‖ N(its mean, its variance) ) in nats, for a mixture in one dimension.

    How far the true step back is from ONE Gaussian, the best one there is (same mean, same variance).
    x_t: points (...), not (..., 1); then the result is the KL at each, (...).
    Without it: the mean over p(x_t), a float.
    By quadrature, good to about 1e-8 nats.
    Raises ValueError if the mixture is not one-dimensional or not s < t.
    Source: the smallness of this KL for small steps is Sohl-Dickstein et al. 2015 (after Feller 1949).
    """
    at_s, kernel = _at_s(on_a_line(mixture), schedule, t, s)
    if x_t is None:
        at_t = mixture.noised(*schedule(t))
        nodes, weights = quadrature(at_t.weights, at_t.means[:, 0], np.sqrt(at_t.covs[:, 0, 0]))
        return float(np.sum(weights * one_step_kl(mixture, schedule, t, s, nodes)))
    weights, means, covs = at_s.posterior(arrays.points("x_t", x_t)[..., None], *kernel)
    means, variances = means[..., 0], covs[:, 0, 0]
    if np.any(variances == 0):  # a point among points: log q has no density to compare
        raise ValueError("mixture must be noisy at s for the reverse step to have a density, got a variance of 0")
    mean = np.sum(weights * means, axis=-1)
    variance = np.sum(weights * (variances + (means - mean[..., None]) ** 2), axis=-1)
    nodes, shares = quadrature(weights, means, np.broadcast_to(np.sqrt(variances), means.shape))  # (..., K, nodes)
    log_q = _log_mixture(nodes, weights, means, variances)
    log_gaussian = -0.5 * (
        (nodes - mean[..., None, None]) ** 2 / variance[..., None, None] + np.log(2 * np.pi * variance)[..., None, None]
    )
    return np.sum(shares * (log_q - log_gaussian), axis=(-2, -1))


def on_a_line(mixture: GaussianMixture) -> GaussianMixture:
    """The mixture, or ValueError unless it has one dimension."""
    if an_instance("mixture", mixture, GaussianMixture).means.shape[1] != 1:
        raise ValueError(f"mixture must have dimension 1, got {mixture.means.shape[1]}")
    return mixture


def quadrature(weights: Any, means: Any, stds: Any) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights for E[f] under Σ_k w_k N(m_k, s_k²) in one dimension: E[f] ≈ Σ_kj weights_kj f(nodes_kj).

    weights, means, stds: (..., K). Two arrays (..., K, 121): an even grid over m_k ± 7.5 s_k for each component.
    The trapezium rule is the right one here: for smooth f against a Gaussian its error falls faster than any power.
    """
    z = np.linspace(-7.5, 7.5, 121)
    normal = np.exp(-0.5 * z**2)
    normal /= normal.sum()
    pairs = (("weights", weights), ("means", means), ("stds", stds))
    weights, means, stds = (arrays.points(name, value, (..., "K"))[..., None] for name, value in pairs)
    for name, value in (("means", means), ("stds", stds)):
        if value.shape != weights.shape:
            raise ValueError(f"{name} must have the shape of weights, {weights.shape[:-1]}, got {value.shape[:-1]}")
    if np.any(stds < 0):
        raise ValueError(f"stds must be at least 0, got {stds.min():g}")
    return means + stds * z, weights * normal


def _at_s(
    mixture: GaussianMixture, schedule: Schedule, t: float, s: float
) -> tuple[GaussianMixture, tuple[float, float]]:
    """The mixture noised to s, and (α_{t|s}, σ_{t|s}) of the step from there to t."""
    step_back(t, s)
    alpha_ts, sigma_ts = an_instance("schedule", schedule, Schedule).kernel(s, t)
    at_s = an_instance("mixture", mixture, GaussianMixture).noised(*schedule(s))
    return at_s, (float(alpha_ts), float(sigma_ts))


def _log_mixture(x: np.ndarray, weights: np.ndarray, means: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """log Σ_k w_k N(x; m_k, v_k): x (..., K, nodes), weights and means (..., K), variances (K,).

    One component at a time, to spare memory.
    """
    total = np.full(x.shape, -np.inf)
    with np.errstate(divide="ignore"):
        log_weights = np.log(weights)
    for k, variance in enumerate(variances):
        centred = x - means[..., k, None, None]
        term = -0.5 * (centred**2 / variance + np.log(2 * np.pi * variance)) + log_weights[..., k, None, None]
        total = np.logaddexp(total, term)
    return total
