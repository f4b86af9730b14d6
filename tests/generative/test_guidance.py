"""Guided denoisers, the laws they sample, and the weights that make the tilt of them."""

import numpy as np
import pytest

from utils.generative import samplers, schedules, solvers
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.guidance import classifier_guided, guided, weighted_guidance
from utils.generative.mixtures import GaussianMixture
from utils.generative.particles import normalised
from utils.generative.reverse import step_coefficients
from utils.generative.tilts import tilt

CLASS = GaussianMixture([0.7, 0.3], [[1.0], [2.2]], np.full((2, 1, 1), 0.0625))
ALL = GaussianMixture([0.35, 0.15, 0.3, 0.2], [[1.0], [2.2], [-1.0], [0.2]], np.full((4, 1, 1), 0.0625))
NOISY = schedules.edm(20.0)
D_C, D_U = MixtureDenoiser(CLASS, NOISY), MixtureDenoiser(ALL, NOISY)


def gaussian(mean: float, variance: float) -> GaussianMixture:
    return GaussianMixture([1.0], [[mean]], [[[variance]]])


def wasserstein(x: np.ndarray, weights: np.ndarray, grid: np.ndarray, shares: np.ndarray) -> float:
    order, u = np.argsort(x), (np.arange(20_000) + 0.5) / 20_000
    quantiles = np.interp(u, np.cumsum(weights[order]), x[order]), np.interp(u, np.cumsum(shares), grid)
    return float(np.sqrt(np.mean((quantiles[0] - quantiles[1]) ** 2)))


def test_w_is_0_without_1_with_the_condition_and_linear_between() -> None:
    x = np.linspace(-3, 3, 7)[:, None]
    for w, expected in ((0, D_U(x, 1.0)), (1, D_C(x, 1.0)), (3, 3 * D_C(x, 1.0) - 2 * D_U(x, 1.0))):
        np.testing.assert_allclose(guided(D_C, D_U, w)(x, 1.0), expected, atol=1e-13)


def test_outside_its_levels_guidance_is_the_conditional_denoiser() -> None:
    x, vp = np.linspace(-3, 3, 7)[:, None], schedules.cosine_vp()
    d_c, d_u = MixtureDenoiser(CLASS, vp), MixtureDenoiser(ALL, vp)
    within = guided(d_c, d_u, 3, vp, (0.5, 2.0))
    for t, inside in ((0.2, False), (0.5, True), (0.9, False)):  # σ/α = .32, 1, 6.3
        np.testing.assert_array_equal(within(x, t), guided(d_c, d_u, 3 if inside else 1)(x, t) if inside else d_c(x, t))


def test_classifier_guidance_equals_classifier_free_where_the_classifier_is_exact() -> None:
    """∇ log p(y | x_t) = ∇ log p(x_t | y) − ∇ log p(x_t)."""
    x, vp = np.linspace(-2, 3, 9)[:, None], schedules.cosine_vp()

    def gradient(x_t: np.ndarray, t: float) -> np.ndarray:
        return CLASS.noised(*vp(t)).score(x_t) - ALL.noised(*vp(t)).score(x_t)

    d_c, d_u = MixtureDenoiser(CLASS, vp), MixtureDenoiser(ALL, vp)
    for t in (0.1, 0.5, 0.9):
        left = classifier_guided(d_u, gradient, vp, 2.5)(x, t)
        np.testing.assert_allclose(left, guided(d_c, d_u, 2.5)(x, t), atol=1e-9)


@pytest.mark.parametrize(("w", "ode", "sde"), [(2, 0.25, 7 / 24), (3, 0.125, 31 / 160)])
def test_on_gaussians_ode_and_sde_have_variances_of_2_to_minus_w_and_of_bradley_and_nakkiran(
    w: float, ode: float, sde: float
) -> None:
    """x_0 ~ N(0, 1), y = x_0 + N(0, 1) = 2; SDE: (1 − 2^(1−2w))/(2w − 1). Standard errors of n draws: √(2/n)."""
    edm = schedules.edm(200.0)
    guide = guided(MixtureDenoiser(gaussian(1.0, 0.5), edm), MixtureDenoiser(gaussian(0.0, 1.0), edm), w)
    times, rng, n = np.geomspace(200.0, 1e-3, 201), np.random.default_rng(0), 10_000
    start = 200.0 * rng.standard_normal((n, 1))
    *_, (_, x) = samplers.sample(solvers.heun(guide, edm), times, start)
    assert x.var() == pytest.approx(ode, rel=4 * np.sqrt(2 / n) + 1e-2)
    *_, (_, x) = samplers.sample(samplers.ddpm(guide, edm, rng), times, start)
    assert x.var() == pytest.approx(sde, rel=4 * np.sqrt(2 / n) + 2e-2)


def test_two_gaussian_steps_raised_and_multiplied_are_the_guided_step_times_the_factor() -> None:
    """log N(x; m_c, v)^w N(x; m_u, v)^(1−w) − log N(x; m_w, v) = ½ w (w − 1) |D_c − D_u|² (SNR_s − SNR_t)."""
    for schedule, t, s in ((NOISY, 3.0, 2.0), (schedules.cosine_vp(), 0.7, 0.5), (schedules.flow(), 0.4, 0.1)):
        a, b, std = step_coefficients(schedule, t, s)
        x_t, x_s, d_c, d_u, w = 0.3, -0.8, 0.9, -0.4, 2.7
        square = [(x_s - a * x_t - b * d) ** 2 for d in (d_c, d_u, d_u + w * (d_c - d_u))]
        left = -0.5 * (w * square[0] + (1 - w) * square[1] - square[2]) / std**2
        right = 0.5 * w * (w - 1) * (d_c - d_u) ** 2 * (schedule.snr(s) - schedule.snr(t))
        assert left == pytest.approx(right, rel=1e-10)


@pytest.mark.parametrize("w", [1.5, 3.0])
def test_weighted_particles_follow_the_tilt_where_unweighted_ones_do_not(w: float) -> None:
    """Wasserstein-2 to the tilt. A mode's share has a standard error of some .008 here, which alone gives up to .09."""
    edm, grid, rng = schedules.edm(100.0), np.linspace(-3, 5, 1001), np.random.default_rng(1)
    d_c, d_u, times = MixtureDenoiser(CLASS, edm), MixtureDenoiser(ALL, edm), np.geomspace(100.0, 2e-3, 101)
    shares, start = tilt(CLASS, ALL, w, grid), 100 * rng.standard_normal((4000, 1))
    for drive in (1.0, 1.5):
        *_, (_, x, log_weights) = weighted_guidance(d_c, d_u, edm, w, times, start, rng, drive)
        assert wasserstein(x[:, 0], normalised(log_weights), grid, shares) < 0.09
    *_, (_, x) = samplers.sample(samplers.ddpm(guided(d_c, d_u, w), edm, rng), times, start)
    assert wasserstein(x[:, 0], np.full(len(x), 1 / len(x)), grid, shares) > 0.13
