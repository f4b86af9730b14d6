"""What a regression learns from other series: features by hand, a law recovered, and what it has not seen."""

import numpy as np
import pytest

from utils.populations.curves import Bass
from utils.populations.learned import boosted_trees, lagged, learn, ridge

GROWING = [100.0 * a * r ** np.arange(12) - 0.5 for a in (1, 30) for r in (1.1, 1.2, 1.3, 1.4, 1.5)]


def test_the_features_by_hand():
    y = np.array([1.0, 2, 4, 8]) - 0.5
    np.testing.assert_allclose(lagged(y, 3), np.log([4 / 8, 2 / 8, 15 / 8, 4]))
    np.testing.assert_allclose(lagged(y, 1), np.log([15 / 8, 4]))


@pytest.mark.parametrize("make", [ridge, boosted_trees])
def test_the_size_of_a_market_does_not_matter(make):
    model, y = learn(GROWING, make, 3, 2), 100 * 1.3 ** np.arange(6)
    np.testing.assert_allclose((model(1000 * (y + 0.5) - 0.5, 2) + 0.5) / (model(y, 2) + 0.5), 1000, rtol=1e-9)


def test_ridge_finds_steady_growth_and_carries_it_on():
    forecast = learn(GROWING, ridge, 3, 3)(100 * 1.25 ** np.arange(8) - 0.5, 3)
    np.testing.assert_allclose(forecast + 0.5, 100 * 1.25 ** np.arange(8, 11), rtol=0.03)


def test_trees_cannot_grow_faster_than_what_they_saw():
    fast = 100 * 3.0 ** np.arange(8)
    assert learn(GROWING, boosted_trees, 3, 1)(fast, 1)[0] < 1.55 * fast[-1]
    assert learn(GROWING, ridge, 3, 1)(fast, 1)[0] > 2 * fast[-1]


@pytest.mark.parametrize("make", [ridge, boosted_trees])
def test_it_learns_the_turn_of_bass_curves_that_the_last_value_misses(make):
    rng = np.random.default_rng(0)
    curves = [Bass(p, q, 1e5).per_interval(np.arange(19)) for p, q in rng.uniform([0.003, 0.3], [0.02, 0.7], (60, 2))]
    model = learn(curves[:50], make, 4, 3)
    error = last = 0.0
    for y in curves[50:]:
        for o in range(4, 15):
            error += np.abs(model(y[:o], 3) - y[o : o + 3]).sum()
            last += np.abs(y[o - 1] - y[o : o + 3]).sum()
    assert error < 0.35 * last


def test_nothing_falls_below_zero_and_too_far_is_refused():
    falling = learn([np.array([50.0, 20, 8, 3, 1, 0, 0, 0])] * 3, ridge, 2, 2)
    assert falling([9.0, 2, 0], 2).min() >= 0
    with pytest.raises(ValueError, match="horizon must be at most the 2 learned, got 3"):
        falling([9.0, 2, 0], 3)
    with pytest.raises(ValueError, match=r"lags \+ horizon = 9"):
        learn([np.ones(8)], ridge, 4, 5)
    with pytest.raises(ValueError, match="past must have shape"):
        falling([9.0], 1)
