"""Some coordinates seen, the others wanted: four ways against the exact law."""

import numpy as np
import pytest

from utils.generative import samplers, schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.inpainting import conditional, dps, pullback, repaint, replacement, twisted
from utils.generative.mixtures import GaussianMixture
from utils.generative.particles import normalised

THREE = GaussianMixture(
    [0.2, 0.5, 0.3],
    [[-0.9, -1.0], [0.3, 0.9], [1.2, -0.6]],
    [0.09 * np.eye(2), [[0.09, 0.03], [0.03, 0.09]], 0.09 * np.eye(2)],
)
SEEN, VALUES = [0], [0.617]
EDM = schedules.edm(20.0)
EXACT, TIMES = MixtureDenoiser(THREE, EDM), np.geomspace(20.0, 0.02, 61)


def start(n: int, rng: np.random.Generator) -> np.ndarray:
    return 20.0 * rng.standard_normal((n, 2))


def test_the_conditional_is_the_joint_density_cut_at_the_values_and_normalised() -> None:
    y = np.linspace(-4, 4, 2001)
    cut = THREE.density(np.stack([np.full_like(y, VALUES[0]), y], axis=1))
    np.testing.assert_allclose(
        conditional(THREE, SEEN, VALUES).density(y[:, None]), cut / (cut.sum() * (y[1] - y[0])), rtol=1e-9
    )


def test_the_conditional_of_a_gaussian_is_the_textbook_one() -> None:
    """y given x = 1 of N(0, [[1, ρ], [ρ, 1]]): N(ρ, 1 − ρ²); by hand."""
    one = conditional(GaussianMixture([1.0], [[0.0, 0.0]], [[[1.0, 0.6], [0.6, 1.0]]]), [0], [1.0])
    np.testing.assert_allclose([one.means[0, 0], one.covs[0, 0, 0]], [0.6, 0.64])


def test_the_pullback_is_the_derivative_of_the_denoiser() -> None:
    x, v, h = np.array([[0.3, -0.5], [1.0, 0.2]]), np.array([[1.0, 0.0], [0.4, -0.7]]), 1e-5
    found = pullback(EXACT)(x, 0.6, v)
    for j in range(2):
        step = np.eye(2)[j] * h
        slope = (EXACT(x + step, 0.6) - EXACT(x - step, 0.6)) / (2 * h)
        np.testing.assert_allclose(found[:, j], np.sum(slope * v, axis=1), atol=1e-8)


def test_only_weighted_particles_have_the_shares_of_the_conditional_law() -> None:
    """Share of the lower mode; standard error of 4000 draws .005, of the particles some .01."""
    rng = np.random.default_rng(0)
    truth = conditional(THREE, SEEN, VALUES).sample(100_000, rng)
    truth = float(np.mean(truth[:, 0] < 0))
    ancestral = samplers.ddpm(EXACT, EDM, rng)
    replaced = replacement(ancestral, EDM, SEEN, VALUES, rng)
    *_, (_, x) = samplers.sample(replaced, TIMES, start(4000, rng))
    assert np.mean(x[:, 1] < 0) > 0.25 and np.abs(x[:, 0] - VALUES[0]).max() < 0.1
    *_, (_, x) = repaint(replaced, EDM, TIMES, start(1000, rng), rng, jump=10, repeats=3)
    assert np.mean(x[:, 1] < 0) > 0.25
    shares = []
    for size in (0.05, 1.0):
        *_, (_, x) = samplers.sample(
            dps(ancestral, EXACT, pullback(EXACT), SEEN, VALUES, size), TIMES, start(1000, rng)
        )
        shares.append(np.mean(x[:, 1] < 0))
    assert shares[0] > truth > shares[1]  # its step size decides
    *_, (_, x, log_weights) = twisted(EXACT, pullback(EXACT), EDM, SEEN, VALUES, TIMES, start(4000, rng), rng)
    assert normalised(log_weights) @ (x[:, 1] < 0) == pytest.approx(truth, abs=0.04)
    assert normalised(log_weights) @ np.abs(x[:, 0] - VALUES[0]) < 0.03
    assert truth == pytest.approx(0.134, abs=0.003)


def test_repaint_with_one_repeat_is_the_step_alone() -> None:
    def step(x: np.ndarray, t: float, s: float) -> np.ndarray:
        return x * s / t

    x_T, times = np.ones((3, 2)), np.array([4.0, 2.0, 1.0])
    states = list(repaint(step, EDM, times, x_T, np.random.default_rng(0), jump=1, repeats=1))
    assert [t for t, _ in states] == [4.0, 2.0, 1.0]
    np.testing.assert_allclose(states[-1][1], 0.25)
    again = [t for t, _ in repaint(step, EDM, times, x_T, np.random.default_rng(0), jump=2, repeats=2)]
    assert again == [4.0, 2.0, 1.0, 4.0, 2.0, 1.0]
