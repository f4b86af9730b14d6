"""The terms of the bound against quadrature, a Monte Carlo of whole trajectories, and the exact log-density."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from utils.generative import schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.divergences import gaussian_kl
from utils.generative.mixtures import GaussianMixture
from utils.generative.objective import elbo, exact_elbo, half_snr_drop
from utils.generative.reverse import posterior

LINE = GaussianMixture([0.3, 0.7], [[-1.0], [0.8]], [[[0.09]], [[0.16]]])
# Steps that shrink towards the data: no term dwarfs the others, so none can hide them.
CHAIN = schedules.from_betas(np.geomspace(0.01, 0.5, 20), "geometric")
VP_TIMES = np.concatenate([[0.0], np.linspace(0.05, 1, 12)])
CASES = [
    (CHAIN, None),
    (schedules.linear(T=50, beta_max=0.2), None),
    (schedules.linear_vp(), VP_TIMES),
    (schedules.edm(10.0), np.concatenate([[0.0], np.geomspace(0.1, 10, 15)])),
    (schedules.flow(), np.linspace(0, 1, 16)),
]
cases = pytest.mark.parametrize("schedule, times", CASES, ids=lambda value: getattr(value, "name", ""))
X0 = np.array([-1.1, 0.1, 0.9])


def minus_log_density(x0):
    return -LINE.log_density(x0[:, None]).mean()


# Exact


@cases
def test_with_the_true_steps_back_the_terms_sum_to_the_exact_log_density(schedule, times):
    # Each L_t is computed by its definition, a KL between a Gaussian and a mixture under an expectation.
    terms = exact_elbo(X0, LINE, schedule, times=times, reverse="true", prior="true")
    assert terms.total == pytest.approx(minus_log_density(X0), abs=1e-7)


@cases
def test_a_normal_prior_costs_exactly_the_difference_of_prior_terms(schedule, times):
    true, normal = (exact_elbo(X0, LINE, schedule, times=times, reverse="true", prior=p) for p in ("true", "normal"))
    assert normal.total - minus_log_density(X0) == pytest.approx(normal.prior - true.prior, abs=1e-7)
    # ... and, in the mean over the data, the cost is the prior gap KL(p_T ‖ N): positive
    x0, short = LINE.sample(400, np.random.default_rng(0))[:, 0], [0, schedule.T // 2 or schedule.T / 2, schedule.T]
    true, normal = (exact_elbo(x0, LINE, schedule, times=short, prior=p).prior for p in ("true", "normal"))
    assert normal - true > -1e-9


@cases
def test_gaussian_steps_give_a_bound_and_more_of_them_a_tighter_one(schedule, times):
    terms = exact_elbo(X0, LINE, schedule, times=times)
    assert terms.total > minus_log_density(X0) and np.all(terms.steps >= 0) and terms.prior >= 0
    if not schedule.discrete:
        finer = np.union1d(terms.times[1:], 0.5 * (terms.times[1:-1] + terms.times[2:]))
        halved = exact_elbo(X0, LINE, schedule, times=np.append(0, finer))
        assert halved.steps.sum() < terms.steps.sum() and halved.last == terms.last


def test_prior_term_is_the_kl_of_two_gaussians():
    terms = exact_elbo(X0[:1], LINE, CHAIN)
    alpha, sigma = float(CHAIN.alpha(20)), float(CHAIN.sigma(20))
    assert terms.prior == pytest.approx(gaussian_kl(alpha * X0[0], sigma**2, 0.0, 1.0), rel=1e-12)
    wide = exact_elbo(X0[:1], LINE, CHAIN, prior_std=2.0)
    assert wide.prior == pytest.approx(gaussian_kl(alpha * X0[0], sigma**2, 0.0, 4.0), rel=1e-12)


@given(st.sampled_from(CASES), st.integers(1, 10), st.floats(-2, 2), st.floats(-2, 2))
@settings(max_examples=30, deadline=None)
def test_a_step_term_is_the_kl_of_two_posteriors_with_x0_and_its_estimate(case, i, x0, estimate):
    schedule, times = case
    times = schedule.times if times is None else times
    s, t = times[i], times[i + 1]
    (mean, std), (mean_hat, _) = (posterior(0.3, value, schedule, t, s) for value in (x0, estimate))
    expected = gaussian_kl(mean, std**2, mean_hat, std**2)
    # absolute: the two means are subtracted
    assert half_snr_drop(schedule, s, t) * (x0 - estimate) ** 2 == pytest.approx(expected, rel=1e-7, abs=1e-10)


# Monte Carlo


def total_error(terms):
    """Standard error of the total: the terms use independent draws, so their variances add."""
    return np.sqrt(np.sum(terms.steps_error**2) + terms.last_error**2)


@cases
def test_monte_carlo_agrees_with_the_exact_bound_to_its_stated_error_below_1_percent(schedule, times):
    exact = exact_elbo(X0, LINE, schedule, times=times)
    drawn = elbo(
        X0[:, None], MixtureDenoiser(LINE, schedule), schedule, np.random.default_rng(0), times=times, draws=10_000
    )
    assert total_error(drawn) < 0.01 * exact.total
    assert abs(drawn.total - exact.total) < 4 * total_error(drawn)
    assert np.all(np.abs(drawn.steps - exact.steps) < 5 * drawn.steps_error)  # five: the worst of up to 49 terms
    assert abs(drawn.last - exact.last) < 4 * drawn.last_error
    assert drawn.prior == pytest.approx(exact.prior, rel=1e-12)


@pytest.mark.parametrize("schedule, times", CASES[:1] + CASES[3:], ids=["geometric", "EDM", "flow"])
def test_the_sum_of_terms_is_the_bound_written_as_one_expectation(schedule, times):
    # E [log q(x_1..x_T | x_0) − log p(x_0..x_T)] over whole noised trajectories: no telescoping, no KL.
    x0, rng, n = X0[1], np.random.default_rng(0), 40_000
    terms = exact_elbo(X0[1:2], LINE, schedule, times=times)
    denoiser, cost, x = MixtureDenoiser(LINE, schedule), np.zeros(n), np.full(n, x0)
    for s, t in zip(terms.times[:-1], terms.times[1:]):
        alpha, sigma = (float(v) for v in schedule.kernel(s, t))
        x_t = alpha * x + sigma * rng.standard_normal(n)
        cost += norm.logpdf(x_t, alpha * x, sigma)
        estimate = denoiser(x_t[:, None], t)[:, 0]
        if s == 0:
            mean, std = estimate, float(schedule.snr(t)) ** -0.5
        else:
            mean, std = posterior(x_t, estimate, schedule, t, s)
        cost -= norm.logpdf(x, mean, std)
        x = x_t
    cost -= norm.logpdf(x, 0, np.hypot(float(schedule.alpha(t)), float(schedule.sigma(t))))
    error = cost.std() / n**0.5
    assert error < 0.01 * terms.total and abs(cost.mean() - terms.total) < 4 * error


def test_standard_errors_are_what_repeated_runs_scatter_by():
    run = [
        elbo(X0[:, None], MixtureDenoiser(LINE, CHAIN), CHAIN, np.random.default_rng(seed), draws=20)
        for seed in range(100)
    ]
    scatter = np.std([terms.total for terms in run], ddof=1)
    stated = np.sqrt(np.mean([total_error(terms) ** 2 for terms in run]))
    assert scatter == pytest.approx(stated, rel=0.3)  # a standard deviation from 100 runs is good to 7 %


def test_points_of_any_shape_are_one_long_vector():
    plane = GaussianMixture([1.0], [[0.2, -0.1, 0.5, 0.0]], [0.3 * np.eye(4)])

    def denoiser(x_t, t):
        return MixtureDenoiser(plane, CHAIN)(x_t.reshape(-1, 4), t).reshape(x_t.shape)

    x0 = plane.sample(6, np.random.default_rng(1))
    flat, pictures = (
        elbo(x0.reshape(6, *shape), denoiser, CHAIN, np.random.default_rng(2), draws=4) for shape in ((4,), (2, 2))
    )
    assert pictures.total == pytest.approx(flat.total, rel=1e-12)


def test_a_single_time_has_no_steps_between():
    terms = exact_elbo(X0, LINE, schedules.from_betas([0.5]), reverse="true", prior="true")
    assert terms.steps.shape == (0,) and terms.total == pytest.approx(minus_log_density(X0), abs=1e-9)


POINTS = GaussianMixture([1.0], [[0.0]], [[[0.0]]])
PLANE = GaussianMixture([1.0], [[0.0, 0.0]], [np.eye(2)])
BAD = {
    "times need a discrete schedule": lambda: exact_elbo(X0, LINE, schedules.flow()),
    "times must rise from 0": lambda: exact_elbo(X0, LINE, CHAIN, times=[1, 2]),
    "times must rise": lambda: exact_elbo(X0, LINE, CHAIN, times=[0, 2, 2]),
    "noise after 0": lambda: exact_elbo(X0, LINE, schedules.from_betas([0.0, 0.5])),
    "signal at the first time": lambda: exact_elbo(X0, LINE, schedules.flow(), times=[0, 1]),
    "draws must be a whole number of at least 2": lambda: elbo(X0[:, None], None, CHAIN, None, draws=1),
    "dimension 1": lambda: exact_elbo(X0, PLANE, CHAIN),
    "reverse must be one of": lambda: exact_elbo(X0, LINE, CHAIN, reverse="exact"),
    "prior must be one of": lambda: exact_elbo(X0, LINE, CHAIN, prior="exact"),
    "prior_std must be a positive": lambda: exact_elbo(X0, LINE, CHAIN, prior_std=0.0),
    "x0 must have shape (n,)": lambda: exact_elbo(X0[:, None], LINE, CHAIN),
    "covs must be non-singular": lambda: exact_elbo(X0, POINTS, CHAIN, reverse="true"),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError) as caught:
        BAD[message]()
    assert message in str(caught.value)
