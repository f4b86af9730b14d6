"""Fits to the real series give what facts and publications say; what they cannot know, they say."""

import numpy as np
import pytest
from scipy.interpolate import RectBivariateSpline

from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.data.outbreaks import load_boarding_school, load_eyam
from utils.populations.estimation.adoption import adoption_likelihood, sales_likelihood
from utils.populations.estimation.epidemics import exact_sir_likelihood, outbreak_likelihood
from utils.populations.estimation.fitting import fit
from utils.populations.estimation.profiles import likelihood_ratio


def first(series, n):
    return Counts(series.times[:n], series.counts[:n], series.unit, series.kind, population=series.population)


def test_negative_binomial_on_the_school_s_copy_a():
    found = fit(outbreak_likelihood(load_boarding_school("A"), "negative binomial"))
    assert [found["beta"], found["gamma"]] == pytest.approx([1.727, 0.541], rel=0.01)
    assert found["beta"] / found["gamma"] == pytest.approx(3.19, rel=0.01)
    assert found.converged


@pytest.mark.parametrize(
    ("copy", "infectious", "begin", "beta", "R0"),
    [("A", 1, -1, None, 3.76), ("B", 1, -1, 1.665, 3.72), ("B", 3, 0, 1.693, None), ("B", 1, 0, None, 4.11)],
)
def test_least_squares_moves_with_the_start_more_than_with_the_copy(copy, infectious, begin, beta, R0):
    likelihood = outbreak_likelihood(
        load_boarding_school(copy), "least squares", float(infectious), float(begin), ratio=True
    )
    found = fit(likelihood)
    assert beta is None or found["R0"] * found["gamma"] == pytest.approx(beta, rel=0.002)
    assert R0 is None or found["R0"] == pytest.approx(R0, rel=0.002)


def test_eyam_s_exact_posterior():
    eyam = load_eyam("A")
    likelihood = exact_sir_likelihood(eyam.times, eyam.susceptible, eyam.infected, eyam.population)
    assert likelihood([0.0196 * 261, 3.204]) == pytest.approx(-40.518, abs=1e-3)
    # flat in log α and log β: nine by nine points within four standard errors, a spline between them
    alpha, beta = (np.log(mode) + np.linspace(-0.38, 0.38, 9) for mode in (3.204, 0.0196 * 261))
    heights = np.array([[likelihood(np.exp([b, a])) for b in beta] for a in alpha])
    fine = [np.linspace(axis[0], axis[-1], 400) for axis in (alpha, beta)]
    posterior = np.exp(RectBivariateSpline(alpha, beta, heights)(*fine) - heights.max())
    for axis, other, scale, (mean, low, high) in (
        (0, 1, 1, (3.22, 2.68, 3.82)),
        (1, 0, 261, (0.0197, 0.0164, 0.0234)),
    ):
        values, weights = np.exp(fine[axis]) / scale, posterior.sum(axis=other)
        weights /= weights.sum()
        limits = np.interp([0.025, 0.975], np.cumsum(weights) - weights / 2, values)
        assert [values @ weights, *limits] == pytest.approx([mean, low, high], rel=0.02)


@pytest.mark.parametrize(
    ("name", "p", "q", "m"),
    [
        ("room air conditioners", 0.00944, 0.3748, 18_713),
        ("colour television", 0.01847, 0.6159, 39_659),
        ("clothes dryers", 0.01360, 0.3267, 16_497),
    ],
)
def test_bass_on_the_three_durables(name, p, q, m):
    found = fit(sales_likelihood(load_adoption(name)))
    assert [found["p"], found["q"], found["m"]] == pytest.approx([p, q, m], rel=0.001)
    assert found.converged and not found.at_bound.any()


@pytest.mark.parametrize(("years", "m"), [(6, 4_754), (7, 6_103), (8, 13_508), (10, 13_660)])
def test_the_ceiling_of_the_first_years_and_what_is_said_of_it(years, m):
    found = fit(sales_likelihood(first(load_adoption("room air conditioners"), years)))
    assert found["m"] == pytest.approx(m, rel=0.001)
    assert any("before its inflection" in one for one in found.warnings) == (years < 10)


def test_the_ceiling_of_five_years_is_unbounded_and_says_so():
    found = fit(sales_likelihood(first(load_adoption("room air conditioners"), 5)))
    assert found.at_bound.tolist() == [False, False, True]
    assert any(one.startswith("m = ") and "do not identify it" in one for one in found.warnings)
    assert "too few" in repr(found)


@pytest.mark.parametrize(
    ("name", "p", "q", "c", "LR"),
    [("medical innovation", 0.0884, 0.140, 0.92, 3.12), ("family planning", 0.0847, 0.099, 0.91, 10.4)],
)
def test_contagion_against_a_constant_hazard(name, p, q, c, LR):
    series = load_adoption(name)
    larger, smaller = (fit(adoption_likelihood(series, contagion)) for contagion in (True, False))
    assert [larger["p"], larger["q"], larger["c"]] == pytest.approx([p, q, c], rel=0.006)
    found, probability = likelihood_ratio(larger, smaller)
    assert found == pytest.approx(LR, rel=0.003)
    assert probability == pytest.approx({"medical innovation": 0.077, "family planning": 0.00126}[name], rel=0.02)


def test_the_corn_s_ceiling_is_on_its_bound():
    found = fit(adoption_likelihood(load_adoption("hybrid corn")))
    assert [found["p"], found["q"], found["c"]] == pytest.approx([0.00368, 0.289, 1.0], rel=0.003)
    assert found.at_bound.tolist() == [False, False, True] and any("c = 1 " in one for one in found.warnings)


def test_those_who_never_adopted_read_as_adopters_of_the_last_year_spoil_the_fit():
    corn = load_adoption("hybrid corn")
    spoilt = Counts(np.arange(1, 21), [*corn.counts, corn.never], "years", population=corn.population)
    found = fit(adoption_likelihood(spoilt))
    assert [found["p"], found["q"]] == pytest.approx([0.0017, 0.363], rel=0.02)
