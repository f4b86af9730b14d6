"""The renewal equation against closed forms, and R_t against counts simulated with a known one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from utils.populations.epidemics import SEIR
from utils.populations.renewal import daily_weights, delayed, growth_to_R, renewed, reproduction

W = daily_weights(6.5, 4.0, 30)


@settings(max_examples=40, deadline=None)
@given(st.floats(3, 20), st.floats(0.3, 0.9))
def test_weights_have_the_mean_and_spread_asked_for(mean, cv):
    weights, days = daily_weights(mean, mean * cv, 200, same_day=True), np.arange(201)
    assert weights @ days == pytest.approx(mean, abs=0.02)
    assert weights @ (days - mean) ** 2 == pytest.approx((mean * cv) ** 2 + 1 / 12, rel=0.02, abs=0.05)
    assert daily_weights(mean, mean * cv, 200)[0] == 0


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.15, 0.4))
def test_under_a_constant_r_counts_grow_at_the_rate_of_wallinga_and_lipsitch(r):
    counts = renewed(np.full(150, growth_to_R(r, W)), W, np.exp(r * np.arange(31.0)))
    np.testing.assert_allclose(np.log(counts[1:] / counts[:-1]), r, atol=1e-9)


def test_r_of_growth_agrees_with_seir_s():
    """The generation interval of SEIR: latent time plus a length-biased wait, of density ∝ the sum of two waits."""
    model = SEIR(0.8, 0.3, 0.25, 1000)
    fine = 0.02  # days; one step of the weights
    t = fine * np.arange(8_000)
    density = (np.exp(-model.gamma * t) - np.exp(-model.sigma * t)) * model.sigma * model.gamma
    weights = np.abs(density) / np.abs(density).sum()
    weights[0] = 0
    assert growth_to_R(model.growth * fine, weights / weights.sum()) == pytest.approx(model.R0, rel=1e-3)


def test_a_delay_is_a_convolution_that_leaves_a_growth_rate_alone():
    delay = gamma.pdf(np.arange(40.0), 4, scale=4)
    delay /= delay.sum()
    counts = np.random.default_rng(0).integers(0, 50, size=90).astype(float)
    np.testing.assert_allclose(delayed(counts, delay), np.convolve(counts, delay)[:90])
    np.testing.assert_allclose(delayed(np.stack([counts, counts]), delay)[1], delayed(counts, delay))
    growing = delayed(np.exp(0.2 * np.arange(90.0)), delay)
    np.testing.assert_allclose(np.diff(np.log(growing[45:])), 0.2, atol=1e-12)


def test_known_r_is_within_the_interval_as_often_as_stated():
    """300 series of Poisson counts under R = 2, then .8: the 90 % interval of windows within one of the two."""
    R, rng = np.repeat([1.6, 0.8], [25, 25]), np.random.default_rng(1)
    paths = renewed(np.tile(R, (300, 1)), W, np.full(20, 40.0), rng)
    ends = [35, 44, 55, 65]  # days on which a window of seven that holds one R ends
    inside = []
    for path in paths:
        found = reproduction(path, W, level=0.9)
        at = np.searchsorted(found.day, ends)
        inside.append((found.low[at] <= R[np.array(ends) - 20]) & (R[np.array(ends) - 20] <= found.high[at]))
    assert 0.87 < np.mean(inside) < 0.93  # 1 200 windows: a standard error of .009
    assert found.mean[at[0]] == pytest.approx(1.6, rel=0.2)


def test_poisson_intervals_are_too_narrow_for_counts_that_vary_more_and_the_dispersion_mends_it():
    rng = np.random.default_rng(2)
    paths = renewed(np.full((300, 30), 1.2), W, np.full(20, 200.0), rng, dispersion=9.0)
    assert np.var(paths[:, 20]) == pytest.approx(9 * np.mean(paths[:, 20]), rel=0.3)
    cover = {}
    for phi in (1.0, 9.0):
        found = [reproduction(path, W, dispersion=phi, level=0.9) for path in paths]
        cover[phi] = np.mean([one.low[-1] <= 1.2 <= one.high[-1] for one in found])
    assert cover[1.0] < 0.6 and 0.85 < cover[9.0] < 0.95


def test_the_posterior_is_the_gamma_of_cori():
    counts = np.arange(1.0, 13.0)
    found = reproduction(counts, W, window=3, prior=(2.0, 4.0))
    pressure = delayed(counts, W)
    law = gamma(2 + counts[9:12].sum(), scale=1 / (1 / 4 + pressure[9:12].sum()))
    assert (found.day[0], found.day[-1], len(found.day)) == (3, 11, 9)
    assert found.mean[-1] == pytest.approx(law.mean()) and found.low[-1] == pytest.approx(law.ppf(0.025))
    assert found.high[-1] == pytest.approx(law.ppf(0.975))
