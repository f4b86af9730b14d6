"""Gradual news: autocovariances exact and by simulation, momentum traders' best reply."""

import numpy as np
import pytest

from utils.populations.economics.news import autocovariances, momentum, response


@pytest.mark.parametrize("z", [1, 2, 5, 12])
def test_price_changes_of_newswatchers_correlate_as_z_less_k_over_z(z):
    found = autocovariances(response(z, 3 * z), z + 2)
    np.testing.assert_allclose(found / found[0], np.maximum(z - np.arange(z + 3), 0) / z, atol=1e-12)
    assert autocovariances(response(z, 3 * z), 0, 0.5)[0] == pytest.approx(0.25 / z)


def test_the_response_is_the_recursion_and_momentum_makes_it_overshoot():
    h = response(3, 30, 0.3, 4)
    for t in range(6, 30):
        assert h[t] == pytest.approx(min((t + 1) / 3, 1) + 0.3 * (h[t - 1] - h[t - 5]), abs=1e-12)
    np.testing.assert_allclose(h[:3], [1 / 3, 2 / 3 + 0.1, 1 + 0.3 * (2 / 3 + 0.1)])
    assert h.max() > 1 > h[h.argmax() :].min()


@pytest.mark.parametrize("z, phi", [(3, 0.032), (6, 0.129), (12, 0.2605), (18, 0.379)])
def test_the_published_setting_is_found(z, phi):
    found = momentum(z, 12, 0.5, 1 / 3)
    assert found == pytest.approx(phi, abs=5e-4)
    if z == 12:
        h = response(12, 200, found, 12)
        assert (h.argmax(), h.max()) == (12, pytest.approx(1.342, abs=1e-3))
        assert h[12:].min() == pytest.approx(0.885, abs=1e-3)


def test_the_momentum_traders_coefficient_is_a_best_reply_in_simulated_prices():
    z, j, sigma, gamma, rng = 6, 4, 0.5, 0.05, np.random.default_rng(0)
    phi = momentum(z, j, sigma, gamma)
    news = rng.normal(0, sigma, 400_000)
    P = np.convolve(news, np.diff(response(z, 300, phi, j), prepend=0), "valid").cumsum()
    last, ahead = np.diff(P)[: -j - 1], P[2 + j :] - P[2:-j]  # ΔP_{t−1} and P_{t+j} − P_t
    slope = np.cov(last, ahead)[0, 1] / last.var()
    left = (ahead - slope * last).var()
    assert phi == pytest.approx(gamma * slope / left, rel=0.03)


def test_momentum_traders_find_nothing_where_news_is_known_in_two_periods():
    assert momentum(2, 5, 0.5, 1.0) == pytest.approx(0, abs=1e-9)
