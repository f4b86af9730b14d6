"""One schedule a level: the exact denoiser, its limits, and a flow along any path of noises."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from utils.generative import levels
from utils.generative.metrics import sliced_wasserstein
from utils.generative.mixtures import GaussianMixture

RNG = np.random.default_rng(5)
ROOTS = RNG.normal(size=(3, 2, 2))
PLANE = GaussianMixture(
    [0.5, 0.3, 0.2], RNG.normal(size=(3, 2)), ROOTS @ ROOTS.transpose(0, 2, 1) / 4 + 0.05 * np.eye(2)
)
SEEN = RNG.normal(size=(7, 2))


@pytest.mark.parametrize(("alpha", "sigma"), [(1.0, 0.3), (0.6, 0.8), (0.0, 1.0)])
def test_alike_on_all_levels_it_is_the_usual_denoiser(alpha, sigma):
    found = levels.posterior_mean(PLANE, SEEN, [alpha] * 2, [sigma] * 2)
    np.testing.assert_allclose(found, PLANE.posterior_mean(SEEN, alpha, sigma), atol=1e-12)


def test_the_denoiser_is_bayes_rule_summed_over_a_grid():
    axis = np.linspace(-6, 6, 401)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    alphas, sigmas = np.array([0.9, 0.3]), np.array([0.4, 0.7])
    noise = multivariate_normal([0, 0], np.diag(sigmas**2))
    weights = PLANE.density(grid) * np.array([noise.pdf(one - alphas * grid) for one in SEEN])
    wanted = weights @ grid / weights.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(levels.posterior_mean(PLANE, SEEN, alphas, sigmas), wanted, atol=1e-9)


def given_the_first(coarse):
    variance = PLANE.covs[:, 0, 0]
    shares = PLANE.weights * np.exp(-0.5 * (coarse[:, None] - PLANE.means[:, 0]) ** 2 / variance) / np.sqrt(variance)
    lines = PLANE.means[:, 1] + PLANE.covs[:, 0, 1] / variance * (coarse[:, None] - PLANE.means[:, 0])
    return np.sum(shares * lines, axis=1) / shares.sum(axis=1)


def test_separated_schedules_give_the_fine_mean_conditional_on_the_coarse():
    gaps = [
        np.abs(levels.posterior_mean(PLANE, SEEN, [1, 0], [s, 1])[:, 1] - given_the_first(SEEN[:, 0])).max()
        for s in (1e-2, 1e-4, 1e-6)
    ]
    assert gaps[2] < 1e-8 and gaps[0] > 5e3 * gaps[1]


def test_noise_twelve_powers_of_ten_apart_loses_no_digits():
    found = levels.posterior_mean(PLANE, SEEN, [1, 1], [1e-6, 1e6])
    np.testing.assert_allclose(found[:, 0], SEEN[:, 0], atol=1e-9)
    np.testing.assert_allclose(found[:, 1], given_the_first(SEEN[:, 0]), atol=1e-8)


@pytest.mark.parametrize("lag", [(0, 0), (0, 1), (1, 0)])
def test_any_path_of_noises_carries_noise_to_the_data(lag):
    rng, u = np.random.default_rng(0), np.linspace(0, 1, 201)[:, None]
    sigmas = 5 * (0.01 / 5) ** np.clip((1 + max(lag)) * u - lag, 0, 1)
    start = PLANE.mean + rng.multivariate_normal([0, 0], PLANE.cov + 25 * np.eye(2), 2000)
    *_, x = levels.flow(lambda c, s: levels.posterior_mean(PLANE, c, [1, 1], s), sigmas, start)
    real = [PLANE.sample(2000, rng) for _ in range(2)]
    floor = sliced_wasserstein(*real, np.random.default_rng(1), 100)
    assert sliced_wasserstein(x, real[0], np.random.default_rng(1), 100) < 3 * floor


def test_a_coordinate_without_noise_stays():
    *_, x = levels.flow(lambda c, s: 0 * c, [[1.0, 0.0], [0.5, 0.0], [0.0, 0.0]], SEEN)
    np.testing.assert_array_equal(x, SEEN * [0, 1])


def test_block_coordinates_are_orthonormal_sums_and_details():
    basis, picture = levels.block_basis(8), RNG.normal(size=(8, 8))
    np.testing.assert_allclose(basis @ basis.T, np.eye(64), atol=1e-12)
    means = picture.reshape(4, 2, 4, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(basis[:16] @ picture.ravel(), 2 * means.ravel(), atol=1e-12)
