"""The first hour of a cascade, and people as seeds: features by hand, and a forecast that is the truth's own law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, ks_2samp

from utils.networks.cascades import spread
from utils.networks.contagion import exposures
from utils.networks.generators import erdos_renyi, preferential_attachment
from utils.networks.graphs import from_edges
from utils.networks.outbreaks import final_sizes, first_passage
from utils.networks.prediction import EARLY, PERSON, early_features, forecast, person_features

# 0 is tied to 1, 2, 3; 1 to 2; 3 to 4; 4 to 5. Reached: 0, 1, 3; 1 has stopped; 2 and 4 are exposed.
KITE = from_edges(6, [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (4, 5)])
INFECTED, RECOVERED = np.array([0.0, 0.4, 1.5, 0.9, np.inf, np.inf]), np.array([2.0, 0.6, 3.0, 1.7, np.inf, np.inf])


def test_the_features_of_a_cascade_by_hand():
    found = dict(zip(EARLY, early_features(KITE, INFECTED, RECOVERED, 1.0), strict=True))
    by_hand = {
        "reached": 3,
        "reached lately": 1,
        "infectious": 2,
        "exposed": 2,
        "ties to the exposed": 2,
        "people": 6,
        "ties of the reached": 7 / 3,
        "ties of the best tied": 3,
        "ties of the exposed": 2,
        "ties of a person": 2,
        "ties of a friend": (9 + 4 + 4 + 4 + 4 + 1) / 12,
    }
    assert {name: np.expm1(found[name]) for name in by_hand} == pytest.approx(by_hand)
    assert found["clustering of the reached"] == pytest.approx((1 / 3 + 1 + 0) / 3)


@given(st.integers(0, 10_000), st.floats(0.2, 1.0))
def test_neither_features_nor_forecast_look_past_now(seed, now):
    rng = np.random.default_rng(seed)
    A = erdos_renyi(40, 5.0, rng)
    run = first_passage(A, [0], 1.0, 1.0, rng)
    later = [np.where(part <= now, part, now + rng.exponential(1, 40)) for part in (run.infected, run.recovered)]
    later[1] = np.maximum(*later)  # another future of the same past
    one, other = ((run.infected, run.recovered), later)
    np.testing.assert_array_equal(early_features(A, *one, now), early_features(A, *other, now))
    args = (now, 1.0, (2.0, 2.0))
    samples = [forecast(A, *part, *args, np.random.default_rng(1), 5) for part in (one, other)]
    np.testing.assert_array_equal(*samples)
    assert np.all(samples[0] >= np.sum(run.infected <= now))


def test_a_forecast_with_a_rate_known_beforehand_has_the_law_of_outbreaks_with_this_past():
    A, beta, gamma, now = preferential_attachment(60, 3, np.random.default_rng(1)), 0.3, 1.0, 0.5
    runs = first_passage(A, [50], beta, gamma, np.random.default_rng(2), 5_000)
    alone = np.all((runs.infected <= now) == (np.arange(60) == 50), axis=1) & (runs.recovered[:, 50] > now)
    infected, recovered = (part[np.flatnonzero(alone)[0]] for part in (runs.infected, runs.recovered))
    sure = (1e9, 1e9 / beta)
    predicted = forecast(A, infected, recovered, now, gamma, sure, np.random.default_rng(3), 1500)
    assert alone.sum() > 500 and ks_2samp(predicted, final_sizes(runs)[alone]).pvalue > 1e-3


def test_the_intervals_of_a_forecast_contain_the_final_size_as_often_as_they_say():
    rng, inside, prior = np.random.default_rng(4), [], (3.0, 8.0)
    A = preferential_attachment(120, 3, rng)
    while len(inside) < 120:
        run = first_passage(A, [int(rng.integers(120))], rng.gamma(prior[0]) / prior[1], 1.0, rng)
        samples = forecast(A, run.infected, run.recovered, 0.6, 1.0, prior, rng, 60)
        rank = np.sum(samples < final_sizes(run)) + rng.random() * (1 + np.sum(samples == final_sizes(run)))
        inside.append(0.1 < rank / 61 < 0.9)  # a uniform rank among samples of its own law
    assert 5e-4 < binom.cdf(sum(inside), 120, 0.8) < 1 - 5e-4


def test_a_forecast_runs_on_among_those_left_with_rates_of_the_posterior():
    A, now, gamma, (a, b) = preferential_attachment(80, 3, np.random.default_rng(6)), 0.7, 1.0, (2.0, 5.0)
    run = first_passage(A, [0], 0.5, gamma, np.random.default_rng(7))
    table, left = exposures(A, run.infected, now, run.recovered), run.recovered > now
    assert 0 < np.sum(~left) < np.sum(run.infected <= now) - 5
    rng = np.random.default_rng(8)
    betas = rng.gamma(a + table.adopted.sum(), size=4) / (b + table.at_risk @ table.exposure)
    seeds = np.flatnonzero(run.infected[left] <= now)
    by_hand = [final_sizes(first_passage(A[left][:, left], seeds, beta, gamma, rng)) + np.sum(~left) for beta in betas]
    found = forecast(A, run.infected, run.recovered, now, gamma, (a, b), np.random.default_rng(8), 4)
    np.testing.assert_array_equal(found, by_hand)


def test_an_outbreak_that_is_over_is_known():
    assert np.all(forecast(KITE, INFECTED, RECOVERED, 5.0, 1.0, (1.0, 1.0), np.random.default_rng(0), 4) == 4)


def test_the_features_of_people_by_hand():
    A, p = from_edges(4, [(0, 1), (1, 2), (1, 3)]), 0.5
    found = dict(zip(PERSON, person_features(A, p).T, strict=True))
    np.testing.assert_allclose(np.expm1(found["1 steps"]), [p, 3 * p, p, p])
    np.testing.assert_allclose(np.expm1(found["2 steps"]), [p + 3 * p**2, 3 * p + 3 * p**2, *2 * [p + 3 * p**2]])
    np.testing.assert_allclose(np.expm1(found["p a friend"]), 4 * [p * 12 / 6])
    np.testing.assert_allclose(np.expm1(found["ties"]), [1, 3, 1, 1])


def test_walks_bound_the_spread_and_rank_people_by_it():
    rng = np.random.default_rng(5)
    A, p = preferential_attachment(150, 3, rng), 0.05
    walks = np.expm1(person_features(A, p)[:, PERSON.index("4 steps")])
    some = [0, 5, 60, 149]
    true = [spread(A, [i], p, rng, 3000) for i in some]
    assert all(one.mean - 4 * one.error <= 1 + walks[i] * 1.1 for i, one in zip(some, true))
    assert np.corrcoef(walks[some], [one.mean for one in true])[0, 1] > 0.9
