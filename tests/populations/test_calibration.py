"""A perfect forecaster is calibrated, and what is wrong shows; checks and coverage by hand and against scipy."""

import numpy as np
import pytest
from scipy import stats

from utils.populations.calibration import central_interval, coverage, pit, predictive_check

MEANS = np.linspace(0.5, 40, 400)


def forecasts(seed, spread=1.0, shift=1.0, draws=99):
    """Counts of Poisson's law, and draws for each: of the same law, or shifted, or too narrow or wide."""
    rng = np.random.default_rng(seed)
    y = rng.poisson(MEANS)
    means = shift * MEANS * rng.gamma(1 / spread, spread, size=(draws, MEANS.size)) if spread else shift * MEANS
    return y, rng.poisson(np.broadcast_to(means, (draws, MEANS.size))), rng


def test_the_pit_of_a_perfect_forecaster_is_uniform():
    # 40 tests of 400 counts: their p-values are uniform themselves, so the least of 40 is above 1e-4 but once in 250
    values = []
    for seed in range(40):
        y, draws, rng = forecasts(seed, spread=0)
        values.append(stats.kstest(pit(y, draws, rng), "uniform").pvalue)
    assert min(values) > 1e-4 and stats.kstest(values, "uniform").pvalue > 1e-4


def test_the_pit_is_exactly_uniform_however_few_the_draws():
    # with one draw of a two-valued count: u in (0, ½) and (½, 1) equally often, and uniform within
    rng = np.random.default_rng(0)
    y, draws = rng.integers(2, size=20_000), rng.integers(2, size=(1, 20_000))
    assert stats.kstest(pit(y, draws, rng), "uniform").pvalue > 1e-3


@pytest.mark.parametrize(("how", "middle"), [(dict(spread=0, shift=0.8), None), (dict(spread=0.3), 0.65)])
def test_a_wrong_forecaster_is_not_uniform(how, middle):
    y, draws, rng = forecasts(1, **how)
    u = pit(y, draws, rng)
    assert stats.kstest(u, "uniform").pvalue < 1e-4
    if middle is not None:  # draws that vary too much: a mound
        assert np.mean((u > 0.25) & (u < 0.75)) > middle


def test_draws_that_vary_too_little_give_a_u():
    rng = np.random.default_rng(2)
    y, draws = rng.negative_binomial(5, 5 / (5 + MEANS)), rng.poisson(MEANS, size=(99, MEANS.size))
    u = pit(y, draws, rng)
    assert np.mean((u < 0.1) | (u > 0.9)) > 0.35


def test_the_pit_by_hand():
    rng = np.random.default_rng(0)
    v = np.random.default_rng(0).random(2)
    u = pit([3, 0], [[1, 0], [3, 0], [5, 1]], rng)
    np.testing.assert_allclose(u, [(1 + v[0] * 2) / 4, (0 + v[1] * 3) / 4])


def test_intervals_of_a_perfect_forecaster_cover_as_often_as_they_say():
    rng = np.random.default_rng(3)
    y, draws = rng.normal(size=2000), rng.normal(size=(999, 2000))
    for level in (0.5, 0.9):
        low, high = central_interval(draws, level)
        share, least, most = coverage(y, low, high, confidence=0.999)
        assert least < level < most and abs(share - level) < 0.04


def test_the_interval_of_a_share_is_clopper_and_pearson_s():
    y, low, high = np.arange(20.0), np.zeros(20), np.full(20, 16.0)
    share, least, most = coverage(y, low, high)
    exact = stats.binomtest(17, 20).proportion_ci(0.95, "exact")
    assert share == 17 / 20 and (least, most) == pytest.approx((exact.low, exact.high))
    assert coverage(y, low - 1, high + 9)[::2] == (1.0, 1.0) and coverage(y, low - 9, low - 1)[:2] == (0.0, 0.0)


def test_a_predictive_check_by_hand_and_its_direction():
    check = predictive_check([5, 5], [[1, 2], [9, 0], [5, 5], [0, 0]], np.max)
    assert (check.observed, check.p) == (5.0, 3 / 5) and check.simulated.tolist() == [2, 9, 5, 0]


def test_the_p_value_is_uniform_when_nothing_was_fitted():
    rng = np.random.default_rng(4)
    p = [predictive_check(rng.normal(size=8), rng.normal(size=(99, 8)), np.var).p for _ in range(400)]
    assert stats.kstest(p, "uniform").pvalue > 1e-3


def test_poisson_draws_fail_the_check_of_dispersed_counts():
    rng = np.random.default_rng(5)
    y = rng.negative_binomial(4, 4 / 24, size=60)
    assert predictive_check(y, rng.poisson(y.mean(), size=(199, 60)), np.var).p == 1 / 200
