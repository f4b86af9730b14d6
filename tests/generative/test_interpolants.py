"""Interpolants: their velocity against the probability flow, closed forms and a finite difference; straightness."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import schedules, solvers
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.interpolants import bridge, mixture_velocity, of_schedule, shifted, straightness
from utils.generative.mixtures import GaussianMixture

some = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**31 - 1)
inner = st.floats(0.01, 0.99)
NOISE = GaussianMixture([1.0], [[0.0, 0.0]], [np.eye(2)])


def mixture(rng, d=2, parts=3):
    roots = rng.normal(size=(parts, d, d))
    covs = roots @ np.swapaxes(roots, 1, 2) + 0.1 * np.eye(d)
    return GaussianMixture(rng.dirichlet(np.ones(parts)), rng.normal(size=(parts, d)), covs)


@some
@given(seeds, inner, st.sampled_from([schedules.flow(), schedules.cosine_vp(), schedules.linear_vp(0.1, 20.0)]))
def test_towards_independent_noise_it_is_the_probability_flow_of_the_schedule(seed, t, schedule):
    rng = np.random.default_rng(seed)
    data, x = mixture(rng), rng.normal(size=(7, 2))
    ours = mixture_velocity(of_schedule(schedule), data, NOISE)(x, t)
    np.testing.assert_allclose(ours, solvers.velocity(MixtureDenoiser(data, schedule), schedule)(x, t), atol=1e-9)


@some
@given(seeds, inner, st.floats(0.2, 2))
def test_between_two_gaussians_the_velocity_is_the_linear_regression_of_the_rate_on_the_place(seed, t, width):
    rng = np.random.default_rng(seed)
    data, other, x = mixture(rng, parts=1), mixture(rng, parts=1), rng.normal(size=(5, 2))
    path = bridge(width)
    (a, b, c), (a_rate, b_rate, c_rate) = path(t), path.rates(t)
    cov = a**2 * data.cov + b**2 * other.cov + c**2 * np.eye(2)
    with_rate = a * a_rate * data.cov + b * b_rate * other.cov + c * c_rate * np.eye(2)
    mean_rate = a_rate * data.mean + b_rate * other.mean
    expected = mean_rate + (x - a * data.mean - b * other.mean) @ np.linalg.inv(cov) @ with_rate.T
    np.testing.assert_allclose(mixture_velocity(path, data, other)(x, t), expected, atol=1e-9)


@some
@given(seeds, st.floats(0.05, 0.95), st.floats(0.2, 2))
def test_the_law_of_a_bridge_moves_with_its_velocity(seed, t, width):
    # d/dt E x_t x_tᵀ = E[x vᵀ + v xᵀ], the left side from the coefficients alone
    rng = np.random.default_rng(seed)
    data, other, path = mixture(rng, d=1), mixture(rng, d=1), bridge(width)
    (a, b, c), (a_rate, b_rate, c_rate) = path(t), path.rates(t)
    place = np.linspace(-40, 40, 20_001)
    means = (a * data.means[:, None] + b * other.means).reshape(-1, 1)
    covs = (a**2 * data.covs[:, None] + b**2 * other.covs + c**2).reshape(-1, 1, 1)
    law = GaussianMixture(np.outer(data.weights, other.weights).ravel(), means, covs)
    density = law.density(place[:, None]) * (place[1] - place[0])
    v = mixture_velocity(path, data, other)(place[:, None], t)[:, 0]
    square = lambda m: m.cov[0, 0] + m.mean[0] ** 2  # noqa: E731
    cross = (a_rate * b + a * b_rate) * data.mean[0] * other.mean[0]
    expected = 2 * (a * a_rate * square(data) + b * b_rate * square(other) + c * c_rate + cross)
    np.testing.assert_allclose(2 * density @ (place * v), expected, atol=1e-6, rtol=1e-6)


@some
@given(st.sampled_from(["bridge", "cosine", "flow"]), inner)
def test_rates_are_the_derivatives_of_the_curves_and_the_ends_are_the_two_points(name, t):
    path = {
        "bridge": bridge(0.7),
        "cosine": of_schedule(schedules.cosine_vp()),
        "flow": of_schedule(schedules.flow()),
    }[name]
    h = 1e-6
    numeric = (np.array(path(t + h)) - np.array(path(t - h))) / (2 * h)
    np.testing.assert_allclose(path.rates(t), numeric, atol=1e-5, rtol=1e-4)
    np.testing.assert_allclose(path(np.array([0.0, 1.0])), [[1, 0], [0, 1], [0, 0]], atol=1e-15)


def test_a_schedule_on_another_clock_or_in_whole_steps_is_refused():
    for schedule in (schedules.edm(), schedules.linear(T=10), schedules.ornstein_uhlenbeck(2.0)):
        with pytest.raises(ValueError, match="schedule must be continuous with T = 1"):
            of_schedule(schedule)
    for t in (0.0, 1.0):
        with pytest.raises(ValueError, match="t must lie between"):
            mixture_velocity(bridge(), NOISE, NOISE)(np.zeros((1, 2)), t)


@some
@given(st.floats(0.1, 20), st.floats(0.1, 20), inner)
def test_a_shift_multiplies_the_ratio_keeps_the_ends_and_two_of_them_are_one(s, r, t):
    moved = shifted(t, s)
    assert moved / (1 - moved) == pytest.approx(s * t / (1 - t))
    assert shifted(shifted(t, s), r) == pytest.approx(shifted(t, s * r))
    assert (shifted(0.0, s), shifted(1.0, s)) == (0.0, 1.0)


@some
@given(seeds, st.floats(0.05, 4))
def test_straightness_of_a_gaussian_s_flow_is_its_closed_form(seed, v):
    # x_t = √((1−t)² v + t²) x_1: S = (2 − π/2) √v E x_1², a coordinate
    x1 = np.random.default_rng(seed).normal(size=(6, 2))
    times = np.linspace(1, 0, 4001)
    states = np.sqrt((1 - times) ** 2 * v + times**2)[:, None, None] * x1
    expected = (2 - np.pi / 2) * np.sqrt(v) * np.sum(x1**2) / 6
    assert straightness(times, states) == pytest.approx(expected, rel=1e-3)
    assert straightness(times[::-1], states[::-1]) == pytest.approx(straightness(times, states))


def test_straightness_is_0_for_straight_even_paths_alone():
    times, rng = np.array([1.0, 0.7, 0.2, 0.0]), np.random.default_rng(0)
    x0, x1 = rng.normal(size=(2, 5, 3))
    straight = x0 + times[:, None, None] * (x1 - x0)
    assert straightness(times, straight) == pytest.approx(0, abs=1e-12)
    assert straightness(3 * times, straight) == pytest.approx(0, abs=1e-12)  # over a longer time, too
    assert straightness(times, x0 + (times**2)[:, None, None] * (x1 - x0)) > 0.01  # straight, at uneven speed
    with pytest.raises(ValueError, match="times must rise or fall"):
        straightness([0.0, 0.5, 0.5, 1.0], straight)
