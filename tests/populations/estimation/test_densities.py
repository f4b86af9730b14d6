"""Log-likelihoods of counts against scipy's laws, their limits, and the multinomial."""

import numpy as np
import pytest
from scipy import stats

from utils.populations.estimation import densities

Y, MU = np.array([0, 3, 11, 4]), np.array([0.5, 2.0, 9.0, 6.0])


def test_least_squares_is_a_normal_law_whose_variance_is_the_mean_squared_residual():
    sigma = np.sqrt(np.mean((Y - MU) ** 2))
    assert densities.least_squares(Y, MU) == pytest.approx(stats.norm.logpdf(Y, MU, sigma).sum(), rel=1e-12)


def test_no_other_variance_makes_the_counts_likelier():
    best = densities.least_squares(Y, MU)
    assert all(stats.norm.logpdf(Y, MU, sigma).sum() <= best for sigma in np.linspace(0.5, 4, 50))


def test_poisson_and_negative_binomial_are_scipy_s():
    assert densities.poisson(Y, MU) == pytest.approx(stats.poisson.logpmf(Y, MU).sum(), rel=1e-12)
    for k in (0.3, 2.5, 40.0):
        expected = stats.nbinom.logpmf(Y, k, k / (k + MU)).sum()
        assert densities.negative_binomial(Y, MU, k) == pytest.approx(expected, rel=1e-10)
        assert stats.nbinom.var(k, k / (k + MU)) == pytest.approx(MU + MU**2 / k)


def test_a_large_k_is_poisson():
    assert densities.negative_binomial(Y, MU, 1e6) == pytest.approx(densities.poisson(Y, MU), abs=1e-4)


def test_what_was_not_expected_at_all_is_impossible():
    assert densities.poisson([1, 2], [0.0, 2.0]) == -np.inf
    assert densities.poisson([0, 2], [0.0, 2.0]) == pytest.approx(stats.poisson.logpmf(2, 2))


def test_interval_censored_times_are_a_multinomial_but_for_the_number_of_orders():
    F, c = np.array([0.0, 0.2, 0.5, 0.8]), 0.9
    y, never = np.array([5, 9, 4]), 7
    cells = np.append(c * np.diff(F), 1 - c * F[-1])
    whole = stats.multinomial.logpmf([*y, never], 25, cells)
    orders = stats.multinomial.logpmf([*y, never], 25, [0.25] * 4) - 25 * np.log(0.25)
    assert densities.interval_censored(y, F, never, c) == pytest.approx(whole - orders)
