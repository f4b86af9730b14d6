"""Measures one by one against what they must do; timelines against their pieces; costs against their sum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.populations.epidemics import SEIR, SIR, final_size
from utils.populations.interventions import Costs, Measure, Under, course, measures_at, outcome, simulate_course
from utils.processes.jumps import mean_field

few = settings(max_examples=25, deadline=None)
SCHOOL = SIR(0.6, 0.3, 2_000)
START = SCHOOL.start(20)
DAYS = np.arange(0.0, 121.0, 10.0)
SHARE, RATE = st.floats(0, 0.9), st.floats(0, 0.3)
MEASURE = st.builds(
    lambda a, length, **what: Measure(a, a + length, **what),
    st.integers(0, 500).map(lambda tenths: tenths / 10),
    st.integers(1, 60),
    distancing=SHARE,
    isolation=RATE,
    tracing=SHARE,
    vaccination=st.floats(0, 0.05),
)


def ever(**what):
    return [Measure(0.0, np.inf, **what)]


def test_without_measures_it_is_sir():
    np.testing.assert_allclose(course(SCHOOL, [], START, DAYS)[:, :2], mean_field(SCHOOL, START, DAYS), atol=1e-3)
    assert np.all(course(SCHOOL, [], START, DAYS)[:, 2:] == 0)


@few
@given(st.lists(MEASURE, max_size=3))
def test_people_are_kept_and_measures_never_add_infections(timeline):
    states = course(SCHOOL, timeline, START, DAYS)
    S, _, isolated, vaccinated = states.T
    assert states.min() >= -1e-4 and np.all(states.sum(axis=1) <= SCHOOL.N + 1e-3)
    assert np.all(np.diff(S) <= 1e-4) and np.all(np.diff(isolated) >= -1e-4) and np.all(np.diff(vaccinated) >= -1e-4)
    result = outcome(SCHOOL, timeline, START, 120.0)
    assert result.averted >= -1e-3 and result.total >= result.spent >= 0


@pytest.mark.parametrize(
    ("what", "R"),
    [
        ({"distancing": 0.25}, 2.0 * 0.75),
        ({"isolation": 0.1}, 0.6 / 0.4),
        ({"isolation": 0.1, "tracing": 0.8}, 0.6 / 0.4 * (1 - 0.8 * 0.25)),
        ({"tracing": 0.8}, 2.0),  # nobody is found, so nobody is traced
        ({"vaccination": 0.1}, 2.0),  # at the start all are still susceptible
    ],
)
def test_the_reproduction_number_under_measures(what, R):
    model = measures_at(SCHOOL, ever(**what), 3.0)
    assert pytest.approx(R) == model.R
    grown = course(SIR(0.6, 0.3, 10**9), ever(**what), [10**9 - 10, 10], [0.01])[0, 1]
    removal = 0.3 + what.get("isolation", 0.0)
    assert np.log(grown / 10) / 0.01 == pytest.approx(removal * (R - 1), rel=1e-3)


@pytest.mark.parametrize("what", [{"distancing": 0.2}, {"isolation": 0.05}])
def test_for_good_the_final_size_is_that_of_the_smaller_r(what):
    R = measures_at(SCHOOL, ever(**what), 0.0).R
    infected = START[0] - course(SCHOOL, ever(**what), START, [2_000.0])[0, 0]
    assert infected == pytest.approx(SCHOOL.N * final_size(R, 0.99, 0.01), rel=1e-5)


def test_vaccination_alone_is_exponential():
    states = course(SIR(0.0, 0.3, 2_000), ever(vaccination=0.02), START, [30.0])[0]
    assert states[3] == pytest.approx(START[0] * -np.expm1(-0.6), rel=1e-6)


def test_a_measure_acts_from_its_start_to_its_end():
    shut = course(SCHOOL, [Measure(20.0, 40.0, distancing=1.0)], START, [20.0, 30.0, 40.0, 50.0])
    free = mean_field(SCHOOL, START, [20.0])[0]
    np.testing.assert_allclose(shut[0, :2], free, rtol=1e-5)
    assert shut[1, 0] == pytest.approx(free[0], rel=1e-5) and shut[2, 0] == pytest.approx(free[0], rel=1e-5)
    assert shut[2, 1] == pytest.approx(free[1] * np.exp(-6), rel=1e-4)
    assert shut[3, 0] < shut[2, 0] - 0.5


def test_overlapping_measures_act_together():
    timeline = [
        Measure(0, 10, distancing=0.5, isolation=0.1),
        Measure(5, 20, distancing=0.4, isolation=0.2, tracing=0.5),
    ]
    both, alone = measures_at(SCHOOL, timeline, 7.0), measures_at(SCHOOL, timeline, 10.0)
    assert (both.distancing, both.isolation, both.tracing) == pytest.approx((0.7, 0.3, 0.5))
    assert (alone.distancing, alone.isolation) == pytest.approx((0.4, 0.2))
    assert measures_at(SCHOOL, timeline, 20.0) == Under(SCHOOL)


def test_simulated_courses_scatter_around_the_ode():
    """4 standard errors of 400 paths, and 2 people for what one path's curvature adds."""
    timeline = [Measure(10, 30, distancing=0.6, isolation=0.1, tracing=0.5), Measure(25, 60, vaccination=0.02)]
    times = [5.0, 20.0, 30.0, 45.0, 80.0]
    start = SCHOOL.start(100)
    paths = simulate_course(SCHOOL, timeline, start, times, 400, np.random.default_rng(0))
    assert paths.shape == (400, 5, 4) and paths.dtype.kind == "i"
    error = np.abs(paths.mean(axis=0) - course(SCHOOL, timeline, start, times))
    assert np.all(error <= 4 * paths.std(axis=0) / 20 + 2)
    assert np.all(np.diff(paths[..., 0], axis=1) <= 0)


def test_paths_can_be_followed_until_the_epidemic_is_over():
    ended = simulate_course(SCHOOL, [Measure(5, 25, distancing=0.5)], START, [np.inf], 50, np.random.default_rng(0))
    assert np.all(ended[:, 0, 1] == 0)


def test_costs_are_the_sum_of_their_parts():
    timeline = [Measure(10, 40, distancing=0.5), Measure(20, 50, isolation=0.1, vaccination=0.01)]
    states = course(SCHOOL, timeline, START, [90.0])[0]
    infections = START[0] - states[0] - states[3]
    prices = {"dose": 1.0, "isolated": 2.0, "distancing": 0.25, "infection": 7.0}
    parts = {"dose": states[3], "isolated": states[2], "distancing": 30 * 0.5 * SCHOOL.N, "infection": infections}
    for name, count in parts.items():
        alone = Costs(**{other: prices[other] * (other == name) for other in prices})
        result = outcome(SCHOOL, timeline, START, 90.0, alone)
        assert result.total == pytest.approx(prices[name] * count, rel=1e-4)
        assert result.spent == pytest.approx(0 if name == "infection" else result.total)


def test_the_peak_is_where_the_ode_has_it():
    """Without measures the peak is at S = N/R_0: I = S_0 + I_0 − N (1 + ln(R_0 S_0/N))/R_0."""
    result = outcome(SCHOOL, [], START, 100.0)
    assert result.averted == pytest.approx(0, abs=1e-6) and result.spent == 0
    assert result.peak == pytest.approx(2_000 - 1_000 * (1 + np.log(2 * 0.99)), rel=1e-3)
    assert course(SCHOOL, [], START, [result.peak_day])[0, 0] == pytest.approx(1_000, rel=0.02)
    assert outcome(SCHOOL, [Measure(0, 60, distancing=0.25)], START, 100.0).peak_day > result.peak_day


def test_seir_under_measures_keeps_people_and_its_threshold():
    model = SEIR(0.6, 0.2, 0.3, 2_000)
    start, what = model.start(20), dict(distancing=0.2, isolation=0.1, tracing=0.5)
    np.testing.assert_allclose(course(model, [], start, DAYS)[:, :3], mean_field(model, start, DAYS), atol=1e-3)
    under = measures_at(model, ever(**what), 0.0)
    assert under.R == measures_at(SCHOOL, ever(**what), 0.0).R and under.compartments[-2:] == ("isolated", "vaccinated")
    infected = start[0] - course(model, ever(distancing=0.2), start, [2_000.0])[0, 0]
    assert infected == pytest.approx(2_000 * final_size(1.6, 0.99, 0.01), rel=1e-5)
    timeline = [Measure(10, 60, vaccination=0.02, **what)]
    paths = simulate_course(model, timeline, start, DAYS[:8], 400, np.random.default_rng(0))
    error = np.abs(paths.mean(axis=0) - course(model, timeline, start, DAYS[:8]))
    assert np.all(error <= 4 * paths.std(axis=0) / 20 + 2)
    assert outcome(model, [], start, 120.0).peak_day > outcome(SCHOOL, [], START, 120.0).peak_day


def test_the_traced_count_as_isolated_and_infect_nobody():
    """Of all whom found cases infect, the share ε is isolated at once: isolated = δ ∫ I + θ × infections."""
    found = course(SCHOOL, ever(isolation=0.1, tracing=0.8), START, [500.0])[0]
    infections = START[0] - found[0]
    free = (1 - 0.8 * 0.25) * infections + START[1]  # ever infectious
    assert found[2] == pytest.approx(0.25 * free + 0.2 * infections, rel=1e-4)
