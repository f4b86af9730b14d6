"""Norton and Bass: limits of the formula, the fits of two technologies, forecasts that know nothing of the future."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from utils.data.technologies import Generations, load_generations
from utils.populations.curves import Bass
from utils.populations.economics.generations import block_bootstrap, fit_generations, forecast_from, norton_bass

DRAM, IBM = load_generations("dram").take(slice(0, 7)), load_generations("ibm")
AFTER = np.isfinite(DRAM.quantity) | (DRAM.years[:, None] < DRAM.launches)
ZEROS = replace(DRAM, quantity=np.where(AFTER, DRAM.quantity, 0.0))  # as if none were sold once a size left the table
SHARED, OWN = fit_generations(IBM), fit_generations(IBM, shared=False)
T = np.linspace(0, 30, 61)


def test_three_generations_by_hand():
    F1, F2, F3 = (Bass(0.02, 0.5).share(np.maximum(T - launch, 0)) for launch in (0, 5, 12))
    S = norton_bass(T, [0, 5, 12], 0.02, 0.5, [3.0, 2.0, 1.0])
    np.testing.assert_allclose(S[:, 0], 3 * F1 * (1 - F2), atol=1e-12)
    np.testing.assert_allclose(S[:, 1], F2 * (2 + 3 * F1) * (1 - F3), atol=1e-12)
    np.testing.assert_allclose(S[:, 2], F3 * (1 + F2 * (2 + 3 * F1)), atol=1e-12)


@given(st.floats(0.005, 0.1), st.floats(0.2, 1.0), st.lists(st.floats(0, 9), min_size=4, max_size=4))
def test_everybody_ends_with_the_newest_and_nobody_is_lost(p, q, m):
    S = norton_bass([0.0, 500.0], [0, 3, 4, 9], p, q, m)
    np.testing.assert_allclose(S[-1], [0, 0, 0, sum(m)], atol=1e-9)
    assert not S[0].any()


def test_one_generation_is_bass_and_own_rates_stay_with_their_generation():
    np.testing.assert_allclose(norton_bass(T, [0.0], 0.02, 0.5, 7.0)[:, 0], Bass(0.02, 0.5, 7.0).adopted(T), rtol=1e-12)
    S = norton_bass(T, [0, 100], [0.02, 0.3], [0.5, 0.1], [7.0, 1.0])
    np.testing.assert_allclose(S[:, 0], Bass(0.02, 0.5, 7.0).adopted(T), rtol=1e-12)


def test_the_formula_is_a_flow_from_each_generation_to_the_next():
    def flow(t, S):
        F1, F2 = (Bass(*pq).share(max(t - launch, 0.0)) for pq, launch in (((0.03, 0.4), 0.0), ((0.02, 0.6), 4.0)))
        f1, f2 = (0.03 + 0.4 * F1) * (1 - F1), (0.02 + 0.6 * F2) * (1 - F2) * (t > 4)
        return [5 * f1 * (1 - F2) - 5 * F1 * f2, f2 * (3 + 5 * F1) + F2 * 5 * f1]

    ode = solve_ivp(flow, (0, 30), [0.0, 0.0], "LSODA", T, rtol=1e-9, atol=1e-10, max_step=0.05)
    found = norton_bass(T, [0, 4], [0.03, 0.02], [0.4, 0.6], [5.0, 3.0])
    np.testing.assert_allclose(found, ode.y.T, atol=1e-5)


def test_the_fits_of_the_memory_chips():
    shared, own = fit_generations(ZEROS), fit_generations(ZEROS, shared=False)
    assert shared.relative_rmse == pytest.approx(0.1455, rel=0.01) and own.relative_rmse == pytest.approx(
        0.0547, rel=0.01
    )
    assert (round(shared.aic), round(own.aic)) == (-441, -650)
    assert (shared.p[0], shared.q[0]) == (pytest.approx(0.0123, rel=0.01), pytest.approx(0.714, rel=0.01))
    np.testing.assert_allclose(shared.m, [107, 465, 241, 763, 0, 898, 0], rtol=0.01, atol=0.01)
    assert shared.on_bound == ("1M", "16M") and own.on_bound == ("16K", "256K", "1M")
    assert np.isnan(shared.errors["m"][[4, 6]]).all() and np.isfinite(shared.errors["m"][[0, 1, 2, 3, 5]]).all()


def test_years_that_are_not_reported_are_no_zeros():
    found = fit_generations(DRAM)
    assert found.relative_rmse == pytest.approx(0.174, rel=0.01) and found.on_bound == ("1M", "16M")
    assert np.isfinite(found.residuals).sum() == 81 and np.isfinite(fit_generations(ZEROS).residuals).sum() == 119


def test_the_fits_of_the_computers():
    assert SHARED.relative_rmse == pytest.approx(0.0740, rel=0.01) and round(SHARED.aic) == -332
    assert (SHARED.p[0], SHARED.q[0]) == (pytest.approx(0.0653, rel=0.01), pytest.approx(0.535, rel=0.01))
    np.testing.assert_allclose(SHARED.m, [3261, 13552, 13857, 6458], rtol=0.01)
    low, high = SHARED.p[0] * np.exp(1.645 * SHARED.errors["log p"][0] * np.array([-1, 1]))
    assert (low, high) == (pytest.approx(0.0535, abs=2e-4), pytest.approx(0.0798, abs=2e-4))
    assert OWN.relative_rmse < 0.0573 and OWN.on_bound == ("G2", "G3")  # a better fit that empties two markets


def test_the_fitted_numbers_are_those_of_the_formula():
    for found in (SHARED, OWN):
        np.testing.assert_allclose(found.at(IBM.years), found.fitted, atol=1e-9)
        residuals = (IBM.quantity - found.fitted) / np.nanmax(IBM.quantity, axis=0)
        np.testing.assert_allclose(found.residuals, residuals)
        assert found.relative_rmse == pytest.approx(np.sqrt(np.nanmean(residuals**2)))


def made(noise, rng, p=(0.02, 0.02, 0.02), q=(0.5, 0.5, 0.5)):
    """Three generations that follow the formula, with normal errors of `noise` times the largest number of each."""
    years = np.arange(2000, 2020)
    exact = norton_bass(years + 1, [2000, 2005, 2011], p, q, [30.0, 20.0, 50.0])
    noisy = np.maximum(exact + rng.normal(0, noise, exact.shape) * exact.max(axis=0), 0)
    seen = years[:, None] >= [2000, 2005, 2011]
    return Generations(("a", "b", "c"), years, np.where(seen, noisy, np.nan), np.full(exact.shape, np.nan))


def test_what_follows_the_formula_is_found_again():
    exact = made(0.0, np.random.default_rng(0), (0.02, 0.03, 0.01), (0.5, 0.4, 0.7))
    own = fit_generations(exact, shared=False)
    np.testing.assert_allclose(own.p, [0.02, 0.03, 0.01], rtol=1e-3)
    np.testing.assert_allclose(own.q, [0.5, 0.4, 0.7], rtol=1e-3)
    np.testing.assert_allclose(own.m, [30, 20, 50], rtol=1e-3)


def test_standard_errors_are_those_of_repeated_samples_where_errors_are_independent():
    rng = np.random.default_rng(1)
    fits = [fit_generations(made(0.02, rng)) for _ in range(40)]
    for name, of in (("log p", lambda f: np.log(f.p[:1])), ("log q", lambda f: np.log(f.q[:1])), ("m", lambda f: f.m)):
        spread, claimed = (
            np.std([of(f) for f in fits], axis=0, ddof=1),
            np.median([f.errors[name] for f in fits], axis=0),
        )
        assert np.all((spread / claimed > 0.7) & (spread / claimed < 1.4)), (name, spread, claimed)


def test_a_start_near_the_end_leads_to_the_same_fit():
    for shared, found in ((True, SHARED), (False, OWN)):
        again = fit_generations(IBM, shared, start=found)
        assert again.relative_rmse == pytest.approx(found.relative_rmse, rel=1e-6)


def test_a_forecast_sees_nothing_of_the_future():
    spoilt = replace(IBM, quantity=np.where(IBM.years[:, None] > 12, 9e9, IBM.quantity))
    ahead = forecast_from(IBM, 12, 3)
    np.testing.assert_array_equal(ahead, forecast_from(spoilt, 12, 3))
    assert np.isfinite(ahead[:, :3]).all() and np.isnan(ahead[:, 3]).all()  # the fourth begins in year 16
    assert np.isnan(forecast_from(IBM, 16, 1)[0, 3]) and np.isfinite(forecast_from(IBM, 17, 1)[0, 3])
    np.testing.assert_allclose(forecast_from(IBM, 24, 2), SHARED.at([25, 26]))


def test_blocks_are_cut_from_the_residuals_of_the_same_generation():
    rng = np.random.default_rng(2)
    data = made(0.03, rng)
    found = fit_generations(data)
    whole = block_bootstrap(found, data, rng, replicas=3, block=99)  # one block: the residuals where they were
    for name in "pqm":
        np.testing.assert_allclose(whole[name], np.tile(getattr(found, name), (3, 1)), rtol=1e-4)
    drawn = block_bootstrap(found, data, rng, replicas=40, block=4)
    assert drawn["m"].shape == (40, 3) and np.all(drawn["p"] == drawn["p"][:, :1])
    own = block_bootstrap(fit_generations(data, shared=False), data, rng, replicas=2, block=4)
    assert np.all(own["p"].std(axis=1) > 0)  # each generation keeps its own rates
    assert 0.4 < np.log(drawn["q"][:, 0]).std() / found.errors["log q"][0] < 2


def test_where_residuals_correlate_the_delta_method_is_too_narrow():
    drawn = block_bootstrap(SHARED, IBM, np.random.default_rng(0), 200)
    p, q, m = (np.quantile(drawn[name], [0.05, 0.95], axis=0) for name in "pqm")
    np.testing.assert_allclose(p[:, 0], [0.0545, 0.0886], rtol=0.03)
    np.testing.assert_allclose(q[:, 0], [0.43, 0.61], rtol=0.04)
    delta = SHARED.m + 1.645 * np.outer([-1, 1], SHARED.errors["m"])
    assert np.diff(m[:, 3]) > 1.2 * np.diff(delta[:, 3])
    assert np.diff(np.log(p[:, 0])) > 1.1 * 2 * 1.645 * SHARED.errors["log p"]
