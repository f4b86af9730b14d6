"""An epidemic in groups against the one without, and against its own events."""

import numpy as np
import pytest

from utils.populations.epidemics import SIR, final_size
from utils.populations.groups import GroupSIR
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field

SIZES = np.array([600, 400])
UNEQUAL = GroupSIR(np.array([[0.6, 0.1], [0.15, 0.3]]), 0.25, SIZES)  # 600 × .1 = 400 × .15


def test_groups_that_do_not_differ_are_one_population():
    alike = GroupSIR(0.5 * np.outer([1, 1], SIZES / 1000), 0.25, SIZES)
    one, times = SIR(0.5, 0.25, 1000), [10.0, 30.0, 200.0]
    states = mean_field(alike, alike.start([12, 8]), times)
    np.testing.assert_allclose(
        states.reshape(3, 2, 2).sum(axis=2), mean_field(one, one.start(20), times), rtol=1e-4, atol=1e-3
    )
    assert pytest.approx(one.R0) == alike.R0


def test_groups_that_never_meet_have_their_own_final_sizes():
    apart = GroupSIR(np.diag([0.75, 0.4]), 0.25, SIZES)
    start = apart.start([6, 4], immune=[60, 0])
    end = mean_field(apart, start, [3_000.0])[0]
    expected = [600 * final_size(3.0, 0.89, 0.01), 400 * final_size(1.6, 0.99, 0.01)]
    np.testing.assert_allclose(start[:2] - end[:2], expected, rtol=1e-4)
    assert pytest.approx(3.0) == apart.R0


def test_r0_is_where_growth_begins():
    factor = 1 / UNEQUAL.R0
    for scale, grows in ((1.02, True), (0.98, False)):
        near = GroupSIR(scale * factor * UNEQUAL.beta, 0.25, 10**6 * SIZES)
        I = mean_field(near, near.start([100, 100]), [400.0, 420.0])[:, 2:].sum(axis=1)
        assert (I[1] > I[0]) == grows


def test_paths_scatter_around_the_ode():
    start, times = UNEQUAL.start([30, 20]), [10.0, 20.0, 60.0]
    paths = simulate(UNEQUAL, start, times, 400, np.random.default_rng(0))
    error = np.abs(paths.mean(axis=0) - mean_field(UNEQUAL, start, times))
    assert np.all(error <= 4 * paths.std(axis=0) / 20 + 3)
