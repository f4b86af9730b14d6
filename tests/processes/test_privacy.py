"""Laplace and Gaussian noise, randomised response: their laws, and their promises, which a false sensitivity breaks."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import kstest, laplace, norm

from utils.processes import privacy
from utils.processes.privacy import laplace_counts


def test_the_noise_has_the_laplace_law_of_scale_sensitivity_over_epsilon():
    noise = laplace_counts(np.full(5_000, 7), 0.5, 3.0, np.random.default_rng(0)) - 7
    assert kstest(noise, laplace(scale=6.0).cdf).pvalue > 0.01
    assert kstest(noise, laplace(scale=0.5 / 3).cdf).pvalue < 1e-6  # upside down


@pytest.mark.parametrize(("sensitivity", "kept"), [(4.0, True), (1.0, False)])
def test_one_person_in_four_tables_is_hidden_only_if_all_four_count(sensitivity, kept):
    """The best guess from four noisy counts, with the person or without: right at most e^ε/(1 + e^ε) of the time."""
    rng, epsilon, n = np.random.default_rng(1), 1.0, 40_000
    inside = rng.random(n) < 0.5
    published = laplace_counts(np.tile(inside[:, None], 4).astype(float), epsilon, sensitivity, rng)
    evidence = np.sum(np.abs(published) - np.abs(published - 1), axis=1)  # log likelihood ratio, up to a factor
    right = np.mean((evidence > 0) == inside)
    assert (right <= np.exp(epsilon) / (1 + np.exp(epsilon)) + 0.01) == kept


@given(st.floats(0.01, 20), st.floats(-12, -0.1), st.floats(0.1, 100))
def test_the_gaussian_sigma_gives_back_delta_and_no_smaller_one_would_do(epsilon, exponent, sensitivity):
    delta = 10**exponent
    sigma = privacy.gaussian_sigma(epsilon, delta, sensitivity)
    assert privacy.gaussian_delta(epsilon, sigma, sensitivity) == pytest.approx(delta, rel=1e-6)
    assert privacy.gaussian_delta(epsilon, 0.999 * sigma, sensitivity) > delta
    assert sigma == pytest.approx(sensitivity * privacy.gaussian_sigma(epsilon, delta), rel=1e-9)


@pytest.mark.parametrize("epsilon", [0.01, 0.5, 1.0, 8.0, 30.0])
@pytest.mark.parametrize("delta", [1e-10, 1e-5, 0.1])
def test_the_gaussian_sigma_is_that_of_fifty_digits_to_a_millionth(epsilon, delta):
    sigma = privacy.gaussian_sigma(epsilon, delta)
    with mpmath.workdps(50):

        def excess(s):
            above, below = mpmath.ncdf(0.5 / s - epsilon * s), mpmath.ncdf(-0.5 / s - epsilon * s)
            return mpmath.log(above - mpmath.exp(epsilon) * below) - mpmath.log(delta)

        exact = mpmath.findroot(excess, (0.99 * sigma, 1.01 * sigma))
        assert abs(float(exact) - sigma) < 1e-6 * sigma


@pytest.mark.parametrize(("epsilon", "exact"), [(0.5, 7.03), (1, 3.73), (2, 1.99), (4, 1.08), (8, 0.60)])
def test_the_gaussian_sigma_is_smaller_than_the_classical_one(epsilon, exact):
    sigma = privacy.gaussian_sigma(epsilon, 1e-5)
    assert sigma == pytest.approx(exact, abs=0.006)
    assert epsilon > 1 or sigma < np.sqrt(2 * np.log(1.25 / 1e-5)) / epsilon


@pytest.mark.parametrize(("epsilon", "sigma"), [(0.0, 2.0), (0.7, 1.5), (3.0, 0.4)])
def test_gaussian_delta_is_what_of_one_law_lies_above_e_to_the_epsilon_times_the_other(epsilon, sigma):
    """δ(ε) = ∫ max(0, p − e^ε p′), with sensitivity 2: two normal laws, 2 apart."""

    def excess(x):
        return max(0.0, norm.pdf(x, 2, 2 * sigma) - np.exp(epsilon) * norm.pdf(x, 0, 2 * sigma))

    edge = 1 + 4 * epsilon * sigma**2 / 2
    assert privacy.gaussian_delta(epsilon, 2 * sigma, 2.0) == pytest.approx(quad(excess, edge, 60)[0], abs=1e-9)


@given(st.floats(0.05, 10), st.floats(1e-9, 0.5), st.lists(st.floats(0, 1), min_size=1))
def test_no_attack_on_gaussian_noise_is_above_the_bound_and_one_touches_it(epsilon, delta, fpr):
    sigma = privacy.gaussian_sigma(epsilon, delta)

    def room(x):
        return privacy.roc_bound(x, epsilon, delta) - privacy.gaussian_tpr(x, sigma)

    assert np.all(room(np.array(fpr)) >= -1e-9)
    touching = norm.sf(epsilon * sigma + 0.5 / sigma)  # the threshold at which p = e^ε p′
    assert abs(room(touching)) < 1e-9


def test_the_bound_is_that_of_randomised_response_where_delta_is_0():
    kept = 1 / (1 + np.exp(-1.3))
    assert privacy.roc_bound(1 - kept, 1.3) == pytest.approx(kept)
    assert privacy.roc_bound(np.array([0.0, 1.0]), 1.3, 0.2) == pytest.approx([0.2, 1.0])


def test_the_best_attack_on_gaussian_noise_finds_what_the_formula_gives():
    rng, sigma, n = np.random.default_rng(0), 1.5, 200_000
    without, within = rng.normal(0, sigma, n), rng.normal(2, sigma, n)
    found = [np.mean(within > np.quantile(without, 1 - fpr)) for fpr in (0.01, 0.1)]
    assert found == pytest.approx(privacy.gaussian_tpr(np.array([0.01, 0.1]), sigma, 2.0), abs=0.006)


def test_randomised_response_keeps_the_truth_731_times_in_1000_at_epsilon_1():
    reports = np.random.default_rng(0).integers(0, 2, (300, 400))
    noisy = privacy.randomised_response(reports, 1.0, np.random.default_rng(1))
    assert set(np.unique(noisy)) == {0, 1} and noisy.shape == reports.shape
    for truth in (0, 1):
        assert np.mean(noisy[reports == truth] == truth) == pytest.approx(0.7311, abs=4 * 0.002)


@pytest.mark.parametrize(("epsilon", "sd"), [(1.0, 26.5), (2.0, 11.75)])
def test_a_count_of_763_by_randomised_response_is_unbiased_with_the_stated_sd(epsilon, sd):
    reports = np.tile(np.arange(763) < 200, (4_000, 1)).astype(int)
    totals = privacy.randomised_response(reports, epsilon, np.random.default_rng(2)).sum(axis=1)
    estimates = privacy.response_total(totals, 763, epsilon)
    assert estimates.mean() == pytest.approx(200, abs=4 * sd / np.sqrt(4_000))
    assert estimates.std() == pytest.approx(sd, rel=0.05)


@given(st.lists(st.tuples(st.integers(-5, 12), st.integers(0, 20)), min_size=2), st.integers(1, 9), st.data())
def test_leaving_out_anybody_changes_capped_counts_by_at_most_the_cap(people, cap, data):
    arrived, stay = np.array(people).T
    who = data.draw(st.integers(0, len(people) - 1))
    change = privacy.capped_presence(arrived, stay, 12, cap) - privacy.capped_presence(
        np.delete(arrived, who), np.delete(stay, who), 12, cap
    )
    assert np.all(change >= 0) and change.sum() <= cap
    assert change.sum() == sum(0 <= arrived[who] + i < 12 for i in range(min(cap, stay[who])))
