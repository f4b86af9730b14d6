"""SIS against its master equation; and steps of time against SIS, SIR and what one step must do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from utils.data.karate import load_karate
from utils.networks.graphs import from_edges
from utils.networks.outbreaks import first_passage
from utils.networks.reinfection import sis_paths
from utils.networks.temporal import activity_driven, activity_threshold, in_steps
from utils.networks.thresholds import epidemic_threshold
from utils.processes.chains import from_transitions, uniformised

LEVEL = 0.01
SMALL = from_edges(4, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 1)], [1.0, 2.0, 1.0, 0.5, 1.5], directed=True)
KARATE = from_edges(34, load_karate().edges)


def sis_generator(A, beta, gamma):
    """Q of the 2^n states of SIS; bit i of a state says whether i is infected."""
    n, jumps = A.shape[0], []
    for state in range(2**n):
        has = np.array([state >> i & 1 for i in range(n)], dtype=float)
        rate = np.where(has == 1, gamma, beta * (has @ A))
        jumps += [(state, state ^ (1 << i), rate[i]) for i in range(n)]
    return from_transitions(2**n, *(np.array(part) for part in zip(*jumps)))


def test_sis_has_the_law_of_its_master_equation_at_every_time():
    beta, gamma, times, runs = 0.9, 0.6, [0.5, 1.5, 4.0], 8000
    law = uniformised(sis_generator(SMALL, beta, gamma), np.eye(16)[0b0101], times)
    paths = sis_paths(SMALL, [0, 2], beta, gamma, times, np.random.default_rng(1), runs)
    for k in range(len(times)):
        seen = np.bincount(paths[:, k] @ [1, 2, 4, 8], minlength=16)
        assert stats.chisquare(seen, runs * law[k] / law[k].sum()).pvalue > LEVEL / 3


def test_two_times_of_one_sis_path_have_their_joint_law():
    beta, gamma, runs = 0.9, 0.6, 8000
    Q = sis_generator(SMALL, beta, gamma)
    first = uniformised(Q, np.eye(16)[0b0001], 1.0)
    both = np.array([p * uniformised(Q, np.eye(16)[k], 0.7) for k, p in enumerate(first)])
    paths = sis_paths(SMALL, [0], beta, gamma, [1.0, 1.7], np.random.default_rng(2), runs) @ [1, 2, 4, 8]
    seen = np.bincount(16 * paths[:, 0] + paths[:, 1], minlength=256)
    often = runs * both.ravel() > 5
    table = [np.r_[part[often], part[~often].sum()] for part in (seen, runs * both.ravel() / both.sum())]
    assert stats.chisquare(*table).pvalue > LEVEL


def test_sis_without_recovery_is_si_and_without_infection_decays():
    times = np.array([0.0, 0.5, 2.0])
    si = sis_paths(KARATE, [0], 0.4, 0.0, times, np.random.default_rng(3), 500).sum(axis=2)
    assert np.all(np.diff(si, axis=1) >= 0) and np.all(si[:, 0] == 1)
    exact = first_passage(KARATE, [0], 0.4, 0.0, np.random.default_rng(4), 500).infected
    for k, t in enumerate(times[1:], 1):
        assert stats.ks_2samp(si[:, k], (exact <= t).sum(axis=1)).pvalue > LEVEL / 2
    left = sis_paths(KARATE, np.arange(34), 0.0, 1.0, times, np.random.default_rng(5), 500).sum(axis=2)
    for k, t in enumerate(times[1:], 1):
        z = (left[:, k].sum() - 17000 * np.exp(-t)) / np.sqrt(17000 * np.exp(-t) * (1 - np.exp(-t)))
        assert abs(z) < 2.8
    assert not sis_paths(KARATE, [0], 0.0, 0.0, [5.0], np.random.default_rng(6))[0, 0, 1:].any()


@pytest.mark.parametrize("immune", [True, False])
def test_small_steps_have_the_law_of_continuous_time(immune):
    beta, gamma, step, end, runs = 0.15, 0.5, 0.04, 2.0, 300
    p, recovery = -np.expm1(-beta * step), -np.expm1(-gamma * step)
    rng, count = np.random.default_rng(7), round(end / step)
    last = np.array([in_steps(KARATE, [0, 5], p, recovery, count, rng, immune)[-1] for _ in range(runs)])
    if immune:
        found = first_passage(KARATE, [0, 5], beta, gamma, rng, runs)
        assert stats.ks_2samp((last > 0).sum(axis=1), (found.infected <= end).sum(axis=1)).pvalue > LEVEL / 2
    else:
        found = sis_paths(KARATE, [0, 5], beta, gamma, [end], rng, runs)[:, 0]
    ill = found.sum(axis=1) if not immune else ((found.infected <= end) & (found.recovered > end)).sum(axis=1)
    assert stats.ks_2samp((last == 1).sum(axis=1), ill).pvalue > LEVEL / 2


def test_one_step_infects_with_one_minus_the_product_of_escapes_and_never_over_two_ties():
    A = from_edges(5, [(0, 2), (1, 2), (2, 3), (4, 0)], [1.0, 2.0, 1.0, 1.0], directed=True)
    p, runs = 0.3, 4000
    rng = np.random.default_rng(8)
    after = np.array([in_steps(A, [0, 1], p, 0.4, 1, rng)[1] for _ in range(runs)])
    assert stats.binomtest(int((after[:, 2] == 1).sum()), runs, 1 - (1 - p) ** 3).pvalue > LEVEL
    assert stats.binomtest(int((after[:, :2] == 2).sum()), 2 * runs, 0.4).pvalue > LEVEL
    assert np.all(after[:, 3:] == 0) and np.all(after[:, 2] < 2)


@given(st.integers(0, 2**31), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_states_of_steps_only_move_on(seed, p, recovery, immune):
    path = in_steps(KARATE, [0, 9], p, recovery, 8, np.random.default_rng(seed), immune)
    assert path.shape == (9, 34) and np.array_equal(np.flatnonzero(path[0]), [0, 9])
    if immune:
        assert np.all(np.diff(path, axis=0) >= 0) and np.all(np.diff(path, axis=0) <= 1)
    else:
        assert path.max() <= 1
    if p == 1 and recovery == 0:
        assert np.all(path[-1] == 1)  # the club's diameter is 5


def test_each_step_has_its_own_graph_and_there_must_be_one_for_every_step_of_the_same_nodes():
    first, second = from_edges(3, [(0, 1)]), from_edges(3, [(1, 2)])
    rng = np.random.default_rng(0)
    assert np.array_equal(in_steps(iter([first, second]), [0], 1, 0, 2, rng), [[1, 0, 0], [1, 1, 0], [1, 1, 1]])
    assert np.array_equal(in_steps(iter([second, first]), [0], 1, 0, 2, rng)[2], [1, 1, 0])
    for few in ([], [first]):
        with pytest.raises(ValueError, match=f"A must hold a graph for each of 2 steps, got {len(few)}"):
            in_steps(iter(few), [0], 1, 0, 2, rng)
    with pytest.raises(ValueError):
        in_steps(iter([first, KARATE]), [0], 1, 0, 2, rng)


def test_an_active_node_has_m_different_others_and_the_next_step_forgets_them():
    a = np.r_[1.0, np.zeros(9)]
    graphs = list(activity_driven(a, 3, 400, np.random.default_rng(9)))
    ties = np.array([A.toarray()[0] for A in graphs])
    assert np.all(ties.sum(axis=1) == 3) and ties.max() == 1 and all(A.nnz == 6 for A in graphs)
    assert stats.chisquare(ties[:, 1:].sum(axis=0)).pvalue > LEVEL
    busy = np.full(40, 0.25)
    degrees = np.mean([A.sum() / 40 for A in activity_driven(busy, 2, 400, np.random.default_rng(10))])
    twice = 0.25**2 * (2 / 39) ** 2  # both are active and choose each other: one tie
    assert degrees == pytest.approx(2 * 2 * 0.25 - 39 * twice, rel=0.02)
    assert len({tuple(A.indices) for A in activity_driven(busy, 2, 20, np.random.default_rng(11))}) == 20


def test_the_threshold_of_fleeting_ties_is_that_of_the_expected_network():
    a = np.random.default_rng(13).random(400) ** 3
    expected = 2 * (a[:, None] + a) / 400
    np.fill_diagonal(expected, 0)
    assert activity_threshold(a, 2) == pytest.approx(epidemic_threshold(expected), rel=0.01)
    assert activity_threshold(np.zeros(4), 2) == np.inf


def test_an_infection_on_fleeting_ties_lives_on_above_the_threshold_and_dies_out_below():
    rng = np.random.default_rng(12)
    a = np.minimum(0.02 * rng.random(1500) ** (-1 / 1.2), 0.5)  # few are very active
    left = {}
    for factor in (0.6, 1.8):
        recovery = 0.02
        p = factor * recovery * activity_threshold(a, 2)
        networks = activity_driven(a, 2, 500, rng)
        left[factor] = (in_steps(networks, np.arange(150), p, recovery, 500, rng, immune=False)[-1] == 1).mean()
    assert left[0.6] < 0.01 and left[1.8] > 0.1
