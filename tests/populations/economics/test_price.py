"""A price turns the clock of Bass' curve: against the ODE, against the ordinary curve, and what data can say of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from utils.data.counts import Counts
from utils.data.technologies import load_generations
from utils.populations.curves import Bass
from utils.populations.economics.price import clock, fit_price, price_likelihood, priced_adopters
from utils.populations.estimation.fitting import fit

DRAM = load_generations("dram")
T = np.arange(13.0)


def sold(name):
    """Shipments of one size of chip by year, and its price at the ends of those years."""
    i = DRAM.names.index(name)
    price = DRAM.price[np.isfinite(DRAM.price[:, i]), i]
    return Counts(
        np.arange(1, len(price) + 1), DRAM.quantity[: len(DRAM.years), i][np.isfinite(DRAM.price[:, i])], "years"
    ), np.append(price[0], price)


def test_the_closed_form_is_the_ode_with_price_and_advertising():
    log_price = lambda t: -0.2 * t + 0.3 * np.sin(t)  # noqa: E731
    log_spent = lambda t: 0.1 * t + 0.2 * np.cos(2 * t)  # noqa: E731
    x = lambda t: 1 - 0.6 * (-0.2 + 0.3 * np.cos(t)) + 0.4 * (0.1 - 0.4 * np.sin(2 * t))  # noqa: E731
    ode = solve_ivp(lambda t, F: (0.02 + 0.5 * F) * (1 - F) * x(t), (0, 12), [0.0], "DOP853", T, rtol=1e-12, atol=1e-13)
    found = priced_adopters(Bass(0.02, 0.5, 90.0), T, 7 * np.exp(log_price(T)), -0.6, 3 * np.exp(log_spent(T)), 0.4)
    np.testing.assert_allclose(found, 90 * ode.y[0], rtol=1e-8)


@given(st.floats(0.001, 0.1), st.floats(0.05, 1.0), st.floats(-0.5, 0.3), st.floats(-1.5, 1.5))
def test_a_constant_rate_of_decline_is_an_ordinary_bass_curve(p, q, r, beta):
    faster = 1 + beta * r
    found = priced_adopters(Bass(p, q, 5.0), T, 40 * np.exp(r * T), beta)
    np.testing.assert_allclose(found, Bass(p * faster, q * faster, 5.0).adopted(T), rtol=1e-12, atol=1e-12)


@given(st.floats(0.01, 100.0))
def test_neither_the_currency_nor_a_constant_price_matters(rate):
    price = np.exp(-0.3 * T) * (2 + np.sin(T))
    np.testing.assert_allclose(clock(T, rate * price, -0.4), clock(T, price, -0.4), atol=1e-12)
    np.testing.assert_array_equal(clock(T + 5, np.full(13, rate), -0.4), T)


def test_a_clock_that_would_run_backwards_is_refused():
    with pytest.raises(
        ValueError, match="beta and beta_advertising must not turn the clock back, got 2 and 0: X falls after t = 3"
    ):
        clock([1.0, 3.0, 4.0], [9.0, 9.0, 3.0], 2.0)
    with pytest.raises(ValueError, match="advertising must be given"):
        clock(T, T + 1, 0.0, beta_advertising=0.3)


def test_the_likelihood_searches_where_the_clock_never_runs_backwards():
    series, price = sold("64K")
    beta = price_likelihood(series, price).parameters[3]
    assert 0 < beta.upper < 1 < 3 < -beta.lower < 4
    for end in (beta.lower, beta.upper):
        assert np.diff(clock(series.edges, price, end)).min() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    "name, beta, gain",
    [
        ("4K", -0.15, 2.9),
        ("16K", 0.36, -0.3),
        ("64K", 0.37, -11.8),
        ("256K", -0.19, 2.8),
        ("1M", -0.43, -0.7),
        ("4M", -0.03, 6.7),
    ],
)
def test_beta_of_the_memory_chips(name, beta, gain):
    found = fit_price(*sold(name))
    assert found.beta == pytest.approx(beta, abs=0.005) and found.delta_aicc == pytest.approx(gain, abs=0.06)
    assert found.interval.low < found.beta < found.interval.high and found.condition < 20


def test_the_fit_is_the_least_sum_of_squares_on_a_grid():
    series, price = sold("4K")
    found = fit_price(series, price)
    least = np.inf
    for beta in np.linspace(-0.6, 0.5, 23):
        for p in np.geomspace(0.003, 0.1, 25):
            for q in np.linspace(0.5, 1.3, 33):
                one = np.diff(priced_adopters(Bass(p, q), series.edges, price, beta))
                least = min(least, np.sum((series.counts - one * (one @ series.counts) / (one @ one)) ** 2))
    curve = Bass(*found.priced.estimates[:3])
    squares = np.sum((series.counts - np.diff(priced_adopters(curve, series.edges, price, found.beta))) ** 2)
    assert 0.97 * least < squares <= least


def test_where_the_truth_is_known_and_the_price_moves_unevenly_beta_is_found():
    _, price = sold("64K")
    t, rng, hits = np.arange(len(price)), np.random.default_rng(3), []
    truth = np.diff(priced_adopters(Bass(0.005, 0.6, 1000.0), t, price, -0.6))
    for _ in range(8):
        y = np.maximum(truth + rng.normal(0, 0.03 * truth.max(), truth.size), 0)
        found = fit_price(Counts(t[1:], y, "years"), price)
        assert abs(found.beta + 0.6) < 0.25 and found.delta_aicc < 0
        hits.append(found.interval.low < -0.6 < found.interval.high)
    assert sum(hits) >= 6


def test_under_constant_decline_the_fit_says_that_beta_is_not_identified():
    t, rng = np.arange(16), np.random.default_rng(5)
    price = 100 * np.exp(-0.25 * t)
    truth = np.diff(priced_adopters(Bass(0.005, 0.6, 1000.0), t, price, -0.6))
    for _ in range(3):
        y = np.maximum(truth + rng.normal(0, 0.03 * truth.max(), truth.size), 0)
        found = fit_price(Counts(t[1:], y, "years"), price)
        assert np.isnan(found.beta) and found.warnings[0].startswith("beta is not identified: ")
        assert found.condition > 1e8 and not np.isfinite([found.interval.low, found.interval.high]).all()
        assert found.delta_aicc > 0
        assert found.priced.log_likelihood == pytest.approx(found.plain.log_likelihood, abs=0.01)


def test_the_cause_is_seen_in_the_prices_even_where_nothing_is_noisy():
    t = np.arange(16)
    price = 100 * np.exp(-0.25 * t)
    found = fit_price(Counts(t[1:], np.diff(priced_adopters(Bass(0.005, 0.6, 1000.0), t, price, -0.6)), "years"), price)
    assert np.isnan(found.beta) and found.warnings[0].startswith("beta is not identified: ")
    a, b = t / np.linalg.norm(t), np.log(sold("64K")[1])
    b = (b - b[0]) / np.linalg.norm(b - b[0])
    c = abs(a @ b)  # of two unit columns: √((1 + |cos|)/(1 − |cos|))
    assert fit_price(*sold("64K")).condition == pytest.approx(np.sqrt((1 + c) / (1 - c)), rel=1e-9)


def test_a_profile_that_is_open_on_one_side_is_enough_for_a_warning():
    t, rng = np.arange(16), np.random.default_rng(0)
    price = 100 * np.exp(-0.25 * np.maximum(t, 1))  # steady but for the first year, so not quite a straight line
    truth = np.diff(priced_adopters(Bass(0.005, 0.6, 1000.0), t, price, -0.6))
    y = np.maximum(truth + 0.05 * truth.max() * rng.normal(size=truth.size), 0)
    found = fit_price(Counts(t[1:], y, "years"), price)
    assert found.condition < 100 and found.interval.low == -np.inf and np.isfinite(found.interval.high)
    assert np.isnan(found.beta) and found.warnings[0].startswith("beta is not identified: ")


def test_with_a_constant_price_nothing_is_known_of_beta():
    series, price = sold("4K")
    found = fit_price(series, np.full_like(price, 3.0))
    assert np.isnan(found.beta) and "beta is not identified" in found.warnings[0]


def test_too_few_counts_are_refused():
    with pytest.raises(ValueError, match="series must have at least 7 counts, got 6"):
        fit_price(Counts(np.arange(1, 7), [1, 3, 6, 6, 4, 2], "years"), np.arange(7, 0, -1))


def test_the_likelihood_is_that_of_the_estimation_chapter():
    series, price = sold("1M")
    assert fit(price_likelihood(series, price)).log_likelihood == fit_price(series, price).priced.log_likelihood
