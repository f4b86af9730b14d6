"""Baselines by hand, a rolling origin that sees nothing of the future, intervals that keep their promise."""

import numpy as np
import pytest

from utils.populations.forecasts import (
    exponential_smoothing,
    interval_from_errors,
    last_value,
    linear_trend,
    rolling_origin,
)

Y = np.array([2.0, 3, 5, 4, 8, 9, 7])


def test_the_last_value_is_repeated():
    assert last_value(Y, 3).tolist() == [7, 7, 7]


def test_the_line_is_polyfit_s_on_all_or_on_the_last():
    for window in (None, 3, 7, 50):
        used = Y if window is None else Y[-window:]
        t = np.arange(len(used))
        expected = np.polyval(np.polyfit(t, used, 1), len(used) + np.arange(4))
        np.testing.assert_allclose(linear_trend(Y, 4, window), expected)
    np.testing.assert_allclose(linear_trend([3.0, 1.0], 3), [-1, -3, -5])  # it knows no bound


def test_smoothing_by_hand():
    # levels 2, 2.5, 3.75 with α = ½ and no trend
    np.testing.assert_allclose(exponential_smoothing([2.0, 3, 5], 2, 0.5, 0.0), [3.75, 3.75])
    # with β = ½: level 2, 2.5, trend 0, .25; expected 2.75, level 3.875, trend (1.375 + .25)/2 = .8125
    np.testing.assert_allclose(exponential_smoothing([2.0, 3, 5], 2, 0.5, 0.5), [3.875 + 0.8125, 3.875 + 2 * 0.8125])


def test_smoothing_at_its_ends():
    np.testing.assert_allclose(exponential_smoothing(Y, 3, 1.0, 0.0), last_value(Y, 3))
    np.testing.assert_allclose(exponential_smoothing(Y, 3, 0.0, 0.0), [2, 2, 2])
    np.testing.assert_allclose(exponential_smoothing(Y, 2, 1.0, 1.0), [5, 3])  # the last step, repeated


def test_rates_left_out_are_those_of_the_least_squared_one_step_errors():
    def squares(a, b):
        past = [exponential_smoothing(Y[:o], 1, a, b)[0] for o in range(2, len(Y))]
        return (Y[1] - Y[0]) ** 2 + np.sum((Y[2:] - past) ** 2)

    grid = np.linspace(0, 1, 21)
    a, b = min(((a, b) for a in grid for b in grid), key=lambda pair: squares(*pair))
    np.testing.assert_allclose(exponential_smoothing(Y, 4), exponential_smoothing(Y, 4, a, b))
    np.testing.assert_allclose(exponential_smoothing(5 + 3.0 * np.arange(9), 2), [32, 35], atol=0.5)


def test_a_rolling_origin_by_hand():
    rolled = rolling_origin(Y, last_value, 4, 2)
    assert rolled.origins.tolist() == [4, 5, 6]
    np.testing.assert_array_equal(rolled.predicted, [[4, 4], [8, 8], [9, np.nan]])
    np.testing.assert_array_equal(rolled.observed, [[8, 9], [9, 7], [7, np.nan]])
    np.testing.assert_array_equal(rolled.errors, [[4, 5], [1, -1], [-2, np.nan]])


def test_a_method_sees_the_past_alone_and_cannot_spoil_it():
    seen = []

    def nosy(past, horizon):
        seen.append(past.copy())
        past[:] = 99
        return np.zeros(horizon)

    rolling_origin(Y, nosy, 3, 2)
    assert [len(one) for one in seen] == [3, 4, 5, 6] and all((one == Y[: len(one)]).all() for one in seen)


def test_a_method_that_fails_is_named():
    for wrong in (lambda past, horizon: [1.0], lambda past, horizon: np.full(horizon, np.nan)):
        with pytest.raises(ValueError, match="method's forecast"):
            rolling_origin(Y, wrong, 3, 2)


def test_the_interval_by_hand():
    errors = np.array([[1.0, -2], [-3, np.nan], [2, 5], [0, 1]])
    low, high = interval_from_errors([10, 20], errors, 0.6)  # ranks ⌈5 · .6⌉ = 3 of 4 and ⌈4 · .6⌉ = 3 of 3
    assert (low.tolist(), high.tolist()) == ([8, 15], [12, 25])


def test_nine_errors_are_the_least_for_nine_in_ten():
    nine = np.arange(1.0, 10)[:, None]
    assert interval_from_errors([0], nine, 0.9)[1] == 9
    with pytest.raises(ValueError, match=r"errors must be at least 9 .* got 8"):
        interval_from_errors([0], nine[1:], 0.9)


def test_exchangeable_errors_are_covered_at_the_promised_rate():
    # k = 19 at 90 %: rank 18 of 19, so exactly 18/20
    rng, inside = np.random.default_rng(0), 0
    for _ in range(4000):
        errors = rng.standard_t(3, size=20)
        low, high = interval_from_errors([0], errors[:19, None], 0.9)
        inside += low[0] <= errors[19] <= high[0]
    assert inside / 4000 == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / 4000))
