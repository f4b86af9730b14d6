"""The Bass chain against its closed form and its limit; Rogers' categories."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from utils.populations.adoption import (
    CATEGORIES,
    CATEGORY_ENDS,
    BassChain,
    category_times,
)
from utils.populations.curves import Bass
from utils.processes.chains import uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable

P, Q = 0.02, 0.4
TIMES = np.array([2.0, 6.0, 12.0])


def law(N, p=P, q=Q):
    """P(t) over n = 0..N, (3, N + 1)."""
    chain = BassChain(p, q, N)
    space = reachable(chain, [0])
    assert np.array_equal(space.states[:, 0], np.arange(N + 1))
    return uniformised(space.generator(chain), np.eye(N + 1)[0], TIMES)


def test_without_imitation_adoption_is_binomial():
    for P_t, t in zip(law(30, q=0.0), TIMES):
        np.testing.assert_allclose(P_t, binom.pmf(np.arange(31), 30, 1 - np.exp(-P * t)), atol=1e-9)


def test_the_mean_of_the_chain_tends_to_bass_at_rate_1_over_n():
    errors = []
    for N in (100, 200, 400, 800):
        mean = law(N) @ np.arange(N + 1) / N
        errors.append(np.abs(mean - Bass(P, Q).share(TIMES)).max())
    order = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < 3e-3
    np.testing.assert_allclose(order, 1.0, atol=0.12)


def test_the_spread_of_the_chain_falls_as_1_over_root_n():
    n = np.arange
    spread = []
    for N in (200, 800):
        P_t = law(N)[1]
        mean = P_t @ n(N + 1)
        spread.append(np.sqrt(P_t @ (n(N + 1) - mean) ** 2) / N)
    assert spread[0] / spread[1] == pytest.approx(2.0, rel=0.05)


def test_its_mean_field_is_the_closed_form():
    found = mean_field(BassChain(P, Q, 5_000), [0], TIMES)[:, 0]
    np.testing.assert_allclose(found, Bass(P, Q, 5_000).adopted(TIMES), rtol=1e-6)


def test_simulated_adoption_has_the_law_of_the_master_equation():
    """Kolmogorov–Smirnov distance of 4 000 replicas, level .001 at each time."""
    paths = simulate(BassChain(P, Q, 60), [0], TIMES, 4_000, np.random.default_rng(0))[..., 0]
    for found, P_t in zip(paths.T, law(60)):
        empirical = np.cumsum(np.bincount(found, minlength=61)) / len(found)
        assert np.abs(empirical - np.cumsum(P_t)).max() < 1.95 / np.sqrt(len(found))


def test_categories_are_rogers_round_shares_of_a_normal_law():
    assert len(CATEGORIES) == len(CATEGORY_ENDS) + 1
    np.testing.assert_allclose(CATEGORY_ENDS, norm.cdf([-2, -1, 0, 1]), atol=0.003)


def test_category_times_cut_the_curve():
    curve = Bass(P, Q, 900)
    np.testing.assert_allclose(curve.share(category_times(curve)), [0.025, 0.16, 0.5, 0.84])
