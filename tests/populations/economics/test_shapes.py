"""The four shapes of adoption: their equations, people drawn one by one, and which is found from counts."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import gamma

from utils.data.counts import Counts
from utils.populations.curves import Bass
from utils.populations.economics.shapes import SHAPES, SPREAD, shape_likelihood, share
from utils.populations.estimation.fitting import fit

T = np.linspace(0, 8, 2001)
TRUTHS = {  # a, b, and when 95 % have adopted
    "inertia": [(1.0, 1.0, 19.0), (1.0, 2.0, 6.94)],
    "contagion": [(0.1, 1.0, 4.86), (0.02, 1.0, 6.74)],
    "influence": [(1.0, 0.18, 7.1), (1.0, 0.24, 14.5)],
    "learning": [(1.0, 1.0, 17.4), (1.0, 3.0, 41.4)],
}


def thresholds_below(x, b):
    return ndtr((x / b - 1) / SPREAD)


def counts_of(shape, a, b, end, people, rng, intervals=20):
    edges = np.linspace(0, end, intervals + 1)
    F = share(shape, a, b, edges)
    return Counts(edges[1:], rng.multinomial(people, np.r_[np.diff(F), 1 - F[-1]])[:-1], "years", population=people)


def test_inertia_is_the_mean_over_gamma_rates_and_contagion_is_bass():
    rates = gamma(2.5, scale=0.8 / 2.5)
    for t in (0.5, 3.0):
        expected = quad(lambda x, t=t: (1 - np.exp(-x * t)) * rates.pdf(x), 0, np.inf)[0]
        assert share("inertia", 0.8, 2.5, [0, t])[1] == pytest.approx(expected, abs=1e-9)
    np.testing.assert_allclose(share("contagion", 0.1, 2.0, T), Bass(0.1, 2.0).share(T))


@pytest.mark.parametrize("a, b", [(1.0, 0.1), (2.0, 0.2)])
def test_influence_takes_the_time_that_its_equation_says(a, b):
    F = share("influence", a, b, T)
    for k in (200, 900):
        time = quad(lambda x: 1 / (a * (thresholds_below(x, b) - x)), 0, F[k], limit=200)[0]
        assert time == pytest.approx(T[k], rel=1e-5)


def test_influence_stops_where_nobody_left_has_a_threshold_that_low():
    F = share("influence", 1.0, 0.5, np.array([0, 100.0, 1000.0]))
    assert F[1] == pytest.approx(F[2], abs=1e-6) and F[2] == pytest.approx(thresholds_below(F[2], 0.5), abs=1e-6)
    assert F[2] < 0.05


def test_learning_obeys_its_equation():
    F, a, b = share("learning", 1.5, 1.2, T), 1.5, 1.2
    experience = np.r_[0, np.cumsum((F[1:] + F[:-1]) / 2 * np.diff(T))]
    slope = np.gradient(F, T)
    np.testing.assert_allclose(slope[1:-1], (a * (thresholds_below(experience, b) - F))[1:-1], atol=2e-5)


@pytest.mark.parametrize("shape, b", [("influence", 0.15), ("learning", 0.8)])
def test_people_with_thresholds_of_their_own_adopt_along_the_curve(shape, b):
    rng, people, dt, a = np.random.default_rng(0), 20_000, 0.01, 1.0
    theirs, adopted, total = rng.normal(b, SPREAD * b, people), np.zeros(people, dtype=bool), 0.0
    for _ in range(500):
        seen = adopted.mean() if shape == "influence" else total
        total += adopted.mean() * dt
        adopted |= (theirs <= seen) & (rng.random(people) < a * dt)
    assert adopted.mean() == pytest.approx(share(shape, a, b, [0.0, 5.0])[1], abs=0.02)


def test_the_shape_that_made_the_whole_curve_is_found_nine_times_in_ten_among_100_people():
    rng, right, tried = np.random.default_rng(0), 0, 0
    for shape, truths in TRUTHS.items():
        for a, b, end in truths * 2:
            series = counts_of(shape, a, b, end, 100, rng)
            found = {one: fit(shape_likelihood(series, one)).log_likelihood for one in SHAPES}
            right += max(found, key=found.get) == shape
            tried += 1
    assert right >= 0.9 * tried


@pytest.mark.parametrize("shape", SHAPES)
def test_a_fit_finds_the_parameters_and_is_no_less_likely_than_the_truth(shape):
    a, b, end = TRUTHS[shape][0]
    likelihood = shape_likelihood(counts_of(shape, a, b, end, 20_000, np.random.default_rng(1)), shape)
    found = fit(likelihood)
    assert found.log_likelihood >= likelihood([a, b]) - 1e-6
    np.testing.assert_allclose(found.estimates, [a, b], rtol=0.12)
