"""The step back against Bayes' rule on a grid, and the exact cost of making it one Gaussian."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from utils.generative import schedules
from utils.generative.mixtures import GaussianMixture
from utils.generative.reverse import one_step_kl, posterior, quadrature, step_coefficients, true_reverse

few = settings(max_examples=25, deadline=None)
SCHEDULES = [
    schedules.linear(T=50, beta_max=0.2),
    schedules.cosine(T=20),
    schedules.zero_terminal(schedules.linear(T=30)),
    schedules.linear_vp(),
    schedules.cosine_vp(),
    schedules.ornstein_uhlenbeck(3.0),
    schedules.edm(5.0),
    schedules.flow(),
]
LINE = GaussianMixture([0.3, 0.7], [[-1.0], [0.8]], [[[0.09]], [[0.16]]])


@st.composite
def steps(draw):
    """A schedule and two of its times, s < t, neither at 0."""
    schedule = draw(st.sampled_from(SCHEDULES))
    if schedule.discrete:
        s, t = sorted(draw(st.lists(st.integers(1, schedule.T), min_size=2, max_size=2, unique=True)))
    else:
        s, t = sorted(schedule.T * draw(st.floats(0.02, 1)) for _ in range(2))
        assume(t - s > 0.01 * schedule.T)
    return schedule, s, t


def levels(schedule, t):
    return float(schedule.alpha(t)), float(schedule.sigma(t))


@few
@given(steps(), st.floats(-3, 3), st.floats(-3, 3))
def test_posterior_is_bayes_rule_done_by_brute_force(case, x_t, x0):
    schedule, s, t = case
    alpha_s, sigma_s = levels(schedule, s)
    alpha_ts, sigma_ts = (float(v) for v in schedule.kernel(s, t))
    mean, std = posterior(x_t, x0, schedule, t, s)
    x_s = np.linspace(mean - 12 * std, mean + 12 * std, 4001)
    log_weights = norm.logpdf(x_s, alpha_s * x0, sigma_s) + norm.logpdf(x_t, alpha_ts * x_s, sigma_ts)
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    brute = np.sum(weights * x_s)
    assert brute == pytest.approx(mean, abs=1e-8)
    assert np.sqrt(np.sum(weights * (x_s - brute) ** 2)) == pytest.approx(std, rel=1e-7)


@few
@given(steps(), st.floats(0, 1))
def test_every_eta_keeps_the_law_of_x_s_given_x_0(case, eta):
    # x_t = α_t x_0 + σ_t ε put through the step must give α_s x_0 + σ_s ε'.
    schedule, s, t = case
    (alpha_t, sigma_t), (alpha_s, sigma_s) = levels(schedule, t), levels(schedule, s)
    a, b, std = step_coefficients(schedule, t, s, eta)
    assert a * alpha_t + b == pytest.approx(alpha_s, abs=1e-13)
    assert (a * sigma_t) ** 2 + std**2 == pytest.approx(sigma_s**2, rel=1e-11)


@few
@given(steps())
def test_eta_zero_adds_no_noise_and_eta_one_has_hos_coefficients(case):
    schedule, s, t = case
    (_, sigma_t), (alpha_s, sigma_s) = levels(schedule, t), levels(schedule, s)
    alpha_ts, sigma_ts = (float(v) for v in schedule.kernel(s, t))
    assert step_coefficients(schedule, t, s, 0.0)[::2] == (pytest.approx(sigma_s / sigma_t), 0.0)
    expected = alpha_ts * sigma_s**2 / sigma_t**2, alpha_s * sigma_ts**2 / sigma_t**2, sigma_s * sigma_ts / sigma_t
    np.testing.assert_allclose(step_coefficients(schedule, t, s), expected, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name)
@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_the_step_to_time_zero_arrives_at_x_0(schedule, eta):
    mean, std = posterior(np.ones(3), np.array([1.0, 2.0, 3.0]), schedule, schedule.T, 0, eta)
    np.testing.assert_allclose(mean, [1, 2, 3], atol=1e-15)
    assert std == 0


def test_before_any_noise_the_step_knows_x_s_from_x_0():
    schedule = schedules.from_betas([0.0, 0.0, 0.5])
    assert posterior(7.0, 3.0, schedule, 2, 1) == (3.0, 0.0)


@few
@given(steps(), st.floats(-2, 2))
def test_true_reverse_of_a_mixture_is_bayes_rule_on_a_grid(case, x_t):
    schedule, s, t = case
    alpha_ts, sigma_ts = (float(v) for v in schedule.kernel(s, t))
    exact = true_reverse(LINE, schedule, t, s, [x_t])
    spread = np.sqrt(exact.cov.item())
    x_s = np.linspace(exact.mean.item() - 15 * spread, exact.mean.item() + 15 * spread, 20_001)
    log_p = LINE.noised(*levels(schedule, s)).log_density(x_s[:, None]) + norm.logpdf(x_t, alpha_ts * x_s, sigma_ts)
    p = np.exp(log_p - log_p.max())
    p /= p.sum() * (x_s[1] - x_s[0])
    np.testing.assert_allclose(exact.density(x_s[:, None]), p, atol=1e-6 * p.max())


@few
@given(steps())
def test_one_gaussian_step_is_exact_for_gaussian_data(case):
    schedule, s, t = case
    gaussian = GaussianMixture([1.0], [[0.4]], [[[0.3]]])
    assert one_step_kl(gaussian, schedule, t, s) == pytest.approx(0, abs=1e-11)


@few
@given(steps(), st.floats(-2, 2))
def test_one_step_kl_is_the_integral_on_a_fine_grid(case, x_t):
    schedule, s, t = case
    exact = true_reverse(LINE, schedule, t, s, [x_t])
    spread = np.sqrt(exact.cov.item())
    x, dx = np.linspace(exact.mean.item() - 12 * spread, exact.mean.item() + 12 * spread, 40_001, retstep=True)
    log_q = exact.log_density(x[:, None])
    brute = np.sum(np.exp(log_q) * (log_q - norm.logpdf(x, exact.mean.item(), spread))) * dx
    assert one_step_kl(LINE, schedule, t, s, np.array(x_t)) == pytest.approx(brute, abs=1e-8)


def test_mean_one_step_kl_is_the_mean_over_the_law_of_x_t():
    schedule = schedules.linear_vp()
    x, dx = np.linspace(-8, 8, 4001, retstep=True)
    density = LINE.noised(*levels(schedule, 0.4)).density(x[:, None])
    brute = np.sum(density * one_step_kl(LINE, schedule, 0.4, 0.2, x)) * dx
    assert one_step_kl(LINE, schedule, 0.4, 0.2) == pytest.approx(brute, rel=1e-6)


def test_smaller_steps_are_closer_to_gaussian_and_the_whole_way_costs_the_most():
    schedule = schedules.linear_vp()
    costs = [one_step_kl(LINE, schedule, 0.4, 0.4 - h) for h in (0.3, 0.15, 0.05, 0.01)]
    assert np.all(np.diff(costs) < 0) and costs[0] > 0.05 and costs[-1] < 1e-4


@given(st.integers(0, 10**6))
def test_quadrature_gives_the_moments_of_a_mixture(seed):
    rng = np.random.default_rng(seed)
    w, m, s = rng.dirichlet(np.ones(3)), rng.normal(size=3), rng.uniform(0.1, 2, 3)
    nodes, weights = quadrature(w, m, s)
    for power, expected in ((0, 1.0), (1, w @ m), (2, w @ (m**2 + s**2)), (4, w @ (m**4 + 6 * m**2 * s**2 + 3 * s**4))):
        assert np.sum(weights * nodes**power) == pytest.approx(expected, rel=1e-9, abs=1e-9)


POINTS = GaussianMixture([0.5, 0.5], [[-1.0], [1.0]], np.zeros((2, 1, 1)))
PLANE = GaussianMixture([1.0], [[0.0, 0.0]], [np.eye(2)])
BAD = {
    "s must be below t": lambda v: step_coefficients(v, 0.5, 0.5),
    "s must be below t (a": lambda v: true_reverse(LINE, v, 0.2, 0.5, [0.0]),
    "s must be below": lambda v: one_step_kl(LINE, v, 0.2, 0.5),
    "eta": lambda v: posterior(1.0, 1.0, v, 0.5, 0.2, eta=1.1),
    "x_t must have shape (1,), got (2,)": lambda v: true_reverse(LINE, v, 0.5, 0.2, [0.0, 1.0]),
    "dimension 1": lambda v: one_step_kl(PLANE, v, 0.5, 0.2),
    "variance of 0": lambda v: one_step_kl(POINTS, v, 0.5, 0.0, np.array([0.1])),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError) as caught:
        BAD[message](schedules.linear_vp())
    assert message in str(caught.value)
