"""Each sampler leaves its target unchanged, a step is as likely as the step back, and only the warm-up adapts."""

import numpy as np
import pytest
from scipy import stats

from utils.inference.diagnostics import effective_sample_size, summary
from utils.inference.samplers import hmc, mala, metropolis
from utils.inference.target import Target

SAMPLERS = [metropolis, mala, hmc]
C = np.array([[4.0, 1.8], [1.8, 1.0]])
P = np.linalg.inv(C)
GAUSS = Target(lambda x: -np.einsum("ni,ij,nj->n", x, P, x) / 2, ("a", "b"), lambda x: -x @ P, vectorised=True)
# Skew, one tail thin and one thick: exp of a Gamma(3) variable's logarithm.
GUMBEL = Target(lambda x: np.sum(3 * x - np.exp(x), axis=1), ("log g",), lambda x: 3 - np.exp(x), vectorised=True)
WRONG_SLOPE = Target(GUMBEL.log_density, ("log g",), lambda x: 0.5 * (3 - np.exp(x)) + 0.3, vectorised=True)
HALF = Target(lambda x: np.where(x[:, 0] > 0, -x[:, 0], -np.inf), ("e",), lambda x: -np.ones_like(x), vectorised=True)
ONE = np.eye(1)


def log_gammas(n, rng):
    return np.log(rng.gamma(3.0, size=(n, 1)))


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_stationary_law_is_a_gaussian_with_its_mean_and_covariance(sampler):
    rng = np.random.default_rng(1)
    chains = sampler(GAUSS, 4 * rng.normal(size=(8, 2)), 3_000, rng)
    assert summary(chains).warnings == ()
    error = np.sqrt(np.diag(C) / effective_sample_size(chains.samples, "mean"))
    assert np.all(np.abs(chains.samples.mean(axis=(0, 1))) < 4 * error)
    assert np.cov(chains.samples.reshape(-1, 2).T) == pytest.approx(C, rel=0.1)
    np.testing.assert_allclose(chains.log_density, GAUSS.log_density(chains.samples.reshape(-1, 2)).reshape(8, -1))


@pytest.mark.parametrize("target", [GUMBEL, WRONG_SLOPE], ids=["right slope", "wrong slope"])
@pytest.mark.parametrize(("sampler", "h"), [(metropolis, 2.0), (mala, 0.5), (hmc, 0.6)])
def test_one_step_from_the_target_is_as_likely_as_the_step_back(sampler, h, target):
    """E f(x_0) g(x_1) = E g(x_0) f(x_1), whatever the step and the slope: detailed balance, with g = 1 stationarity."""
    rng = np.random.default_rng(2)
    before = log_gammas(200_000, rng)
    run = sampler(target, before, 1, rng, warm_up=0, step=h, scale=ONE)
    after = run.samples[:, 0]
    assert 0.3 < run.accepted.mean() < 0.999
    one, tests = np.ones_like, [np.exp, np.square, np.tanh, lambda x: x < 0.5, lambda x: x]
    for f in tests:
        for g in (one, *tests):
            if f is not g:
                gap = (f(before) * g(after) - g(before) * f(after))[:, 0]
                assert abs(gap.mean()) < 4.5 * gap.std() / len(gap) ** 0.5


def test_langevin_alone_is_off_at_this_step_so_the_test_above_can_see_it():
    from utils.processes.langevin import langevin_step

    rng = np.random.default_rng(2)
    x = log_gammas(200_000, rng)
    moved = langevin_step(x, GUMBEL.gradient(x), 0.5, rng.normal(size=x.shape))
    gap = (np.exp(x) - np.exp(moved))[:, 0]
    assert abs(gap.mean()) > 20 * gap.std() / len(gap) ** 0.5


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_boundary_of_the_support_is_kept(sampler):
    rng = np.random.default_rng(3)
    chains = sampler(HALF, rng.exponential(size=(400, 1)), 300, rng, warm_up=200)
    assert chains.samples.min() > 0
    assert stats.kstest(chains.samples[:, -1, 0], "expon").pvalue > 1e-3


@pytest.mark.parametrize("sampler", [mala, hmc])
def test_places_without_a_slope_are_outside_the_support(sampler):
    blind = Target(
        GAUSS.log_density, ("a", "b"), lambda x: np.where(x[:, [0]] < 1, GAUSS.gradient(x), np.nan), vectorised=True
    )
    chains = sampler(
        blind, np.zeros((20, 2)), 200, np.random.default_rng(10), warm_up=0, step=0.5, scale=np.diag([2.0, 1.0])
    )
    assert 0.8 < chains.samples[..., 0].max() < 1
    with pytest.raises(ValueError, match=r"start must lie where .* its gradient are finite, got \[1.5"):
        sampler(blind, [[0.0, 0.0], [1.5, 0.0]], 5, np.random.default_rng(10))
    assert sampler(blind, np.zeros((20, 2)), 50, np.random.default_rng(10), warm_up=100).samples[..., 0].max() < 1


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_nothing_is_adapted_after_the_warm_up(sampler):
    """The kept samples are those of a run with the final step and scale, started where the warm-up ended."""
    start, rng, again = np.ones((4, 2)), np.random.default_rng(4), np.random.default_rng(4)
    whole = sampler(GAUSS, start, 60, rng, warm_up=40)
    first = sampler(GAUSS, start, 1, again, warm_up=40)
    rest = sampler(GAUSS, first.samples[:, 0], 59, again, warm_up=0, step=first.step, scale=first.scale)
    assert (first.step, first.scale.tolist()) == (whole.step, whole.scale.tolist())
    np.testing.assert_allclose(rest.samples, whole.samples[:, 1:], rtol=1e-9)


@pytest.mark.parametrize(("sampler", "goal"), [(metropolis, 0.35), (mala, 0.574), (hmc, 0.8)])
def test_the_warm_up_finds_scale_and_share_of_acceptances(sampler, goal):
    wide = np.diag([1e-4, 1e3])  # coordinates whose sizes differ by 10^7
    target = Target(lambda x: GAUSS.log_density(x / np.diag(wide)), ("a", "b"), vectorised=True)
    rng = np.random.default_rng(5)
    chains = sampler(target, rng.normal(size=(10, 2)) @ wide * 5, 400, rng, warm_up=600)
    assert chains.accepted.mean() == pytest.approx(goal, abs=0.08)
    found = np.linalg.solve(wide, chains.scale) @ np.linalg.solve(wide, chains.scale).T
    assert found == pytest.approx(C, rel=0.35)


def test_the_step_is_langevin_s_of_lecture_06():
    from importlib import import_module

    from utils.processes.langevin import langevin_step

    answer = import_module("utils.exercises.06_score.langevin").langevin_step
    x, score, z = np.random.default_rng(6).normal(size=(3, 5, 2))
    assert np.array_equal(langevin_step(x, score, 0.3, z), answer(x, score, 0.3, z))


def test_a_hamiltonian_path_of_a_whole_period_returns_to_its_start():
    rng = np.random.default_rng(7)
    normal = Target(lambda x: -(x[:, 0] ** 2) / 2, ("x",), lambda x: -x, vectorised=True)
    start = np.full((500, 1), 2.0)
    far = hmc(normal, start, 1, rng, warm_up=0, step=np.pi / 20, length=np.pi, scale=ONE).samples[:, 0, 0]
    whole = hmc(normal, start, 1, rng, warm_up=0, step=np.pi / 20, length=2 * np.pi, scale=ONE).samples[:, 0, 0]
    assert np.mean(far) < -1.5 and np.mean(whole) > 1.2  # −2 and 2, were all steps equal


def test_differences_give_the_gradient():
    x = np.random.default_rng(8).normal(size=(6, 2)) * [2, 1]
    values, slopes = Target(GAUSS.log_density, ("a", "b"), vectorised=True).with_gradients(x)
    assert np.allclose(values, GAUSS.log_density(x)) and np.allclose(slopes, GAUSS.gradient(x), atol=1e-7)


def test_one_point_at_a_time_is_the_same_target():
    each = Target(lambda x: -x @ P @ x / 2, ["a", "b"], lambda x: -P @ x)
    a, b = (mala(t, np.ones((3, 2)), 30, np.random.default_rng(9), warm_up=20) for t in (each, GAUSS))
    np.testing.assert_allclose(a.samples, b.samples, rtol=1e-8)


def test_chains_in_two_islands_are_found_out():
    two = Target(lambda x: np.logaddexp(-((x[:, 0] - 9) ** 2), -((x[:, 0] + 9) ** 2)), ("x",), vectorised=True)
    chains = metropolis(
        two, [[9.0], [-9.0], [8.0], [-8.0]], 800, np.random.default_rng(1), step=1.0, scale=ONE, warm_up=0
    )
    [first, *_] = summary(chains).warnings
    assert first.startswith("x: R-hat is") and "have not met" in first
