"""Bass, logistic, Gompertz: the equations they solve, their peaks and quantiles, and what is counted in an interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from utils.populations.curves import Bass, Gompertz, Logistic

few = settings(max_examples=40, deadline=None)
RATE = st.floats(0.01, 2.0)
BASS = st.builds(Bass, p=st.floats(1e-4, 0.2), q=st.floats(0.0, 1.0), m=st.floats(0.5, 1e5))
CURVES = st.one_of(
    BASS,
    st.builds(Logistic, r=RATE, middle=st.floats(-5, 20), m=st.floats(0.5, 1e5)),
    st.builds(Gompertz, r=RATE, steepest=st.floats(-5, 20), m=st.floats(0.5, 1e5)),
)


@few
@given(CURVES, st.floats(0.0, 60.0))
def test_the_density_is_the_derivative_of_the_share(curve, t):
    h = 1e-5
    slope = (curve.share(t + 2 * h) - curve.share(t)) / (2 * h)
    assert slope == pytest.approx(float(curve.density(t + h)), rel=1e-5, abs=1e-9)


@few
@given(CURVES, st.floats(0.001, 0.999))
def test_the_quantile_inverts_the_share(curve, share):
    assert curve.share(curve.quantile(share)) == pytest.approx(share, rel=1e-8)


@few
@given(CURVES)
def test_the_peak_is_the_highest_point(curve):
    around = curve.peak + np.linspace(-1, 1, 201)
    around = around[around >= 0] if isinstance(curve, Bass) else around
    assert curve.density(around).max() <= curve.density(curve.peak) * (1 + 1e-12)


@few
@given(CURVES, st.lists(st.floats(0, 50), min_size=2, max_size=6, unique=True))
def test_intervals_add_up_and_integrate_the_rate(curve, edges):
    edges = np.sort(edges)
    counts = curve.per_interval(edges)
    assert counts.min() >= 0
    assert counts.sum() == pytest.approx(curve.adopted(edges[-1]) - curve.adopted(edges[0]), rel=1e-9, abs=1e-9)
    area = quad(lambda t: float(curve.m * curve.density(t)), edges[0], edges[1], limit=200)[0]
    assert counts[0] == pytest.approx(area, rel=1e-6, abs=1e-8 * curve.m)


def test_bass_solves_its_equation_from_nobody():
    p, q = 0.01, 0.4
    times = [1, 5, 12, 20]
    solved = solve_ivp(lambda t, F: (p + q * F) * (1 - F), (0, 20), [0.0], t_eval=times, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(Bass(p, q).share(times), solved.y[0], rtol=1e-8)
    assert Bass(p, q).share(0) == 0


def test_the_peak_of_bass_has_its_closed_form():
    p, q = 0.0094, 0.3748
    curve = Bass(p, q, 18_713)
    assert curve.share(curve.peak) == pytest.approx(0.5 - p / (2 * q))
    assert curve.density(curve.peak) == pytest.approx((p + q) ** 2 / (4 * q))
    assert Bass(0.2, 0.1).peak == Bass(0.2, 0.2).peak == Bass(0.2, 0.0).peak == 0.0


def test_without_imitation_bass_is_exponential():
    t = np.linspace(0, 9, 10)
    np.testing.assert_allclose(Bass(0.3, 0.0).share(t), 1 - np.exp(-0.3 * t), rtol=1e-12)


def test_with_few_innovators_bass_is_a_late_logistic():
    p, q = 1e-9, 0.5
    late = Logistic(q, np.log(q / p) / q)
    t = np.linspace(20, 60, 9)
    np.testing.assert_allclose(Bass(p, q).share(t), late.share(t), rtol=1e-4)


def test_rivals_differ_in_where_they_are_steepest():
    assert Logistic(0.7, 4.0).share(4.0) == 0.5 and Logistic(0.7, 4.0).density(4.0) == pytest.approx(0.7 / 4)
    assert Gompertz(0.7, 4.0).share(4.0) == pytest.approx(np.exp(-1))
    assert Gompertz(0.7, 4.0).density(4.0) == pytest.approx(0.7 / np.e)


def test_far_from_the_middle_nothing_overflows():
    for curve in (Logistic(2.0, 0.0), Gompertz(2.0, 0.0)):
        assert curve.share([-1e6, 1e6]).tolist() == [0.0, 1.0]
        assert curve.density([-1e6, 1e6]).tolist() == [0.0, 0.0]


def test_one_interval_at_a_time_is_not_the_rate_at_its_end():
    curve = Bass(0.0094, 0.3748, 18_713)
    sales, slip = curve.per_interval(np.arange(14)), curve.m * curve.density(np.arange(1, 14))
    assert np.max(np.abs(slip / sales - 1)) > 0.15
