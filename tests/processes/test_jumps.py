"""States, their chain, its mean field and its paths, on chains whose law is known. Tests of chance: level .001."""

import numpy as np
import pytest
from scipy.stats import binom, chisquare
from small_chains import Decay, Urns

from utils.processes.chains import stationary, uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable


def agree(counts, probabilities, level=1e-3):
    """Chi-square, with cells of at least 8 expected. counts: (n,) whole numbers drawn; probabilities of 0, 1, 2, ..."""
    expected = len(counts) * probabilities
    found = np.bincount(counts, minlength=len(expected)).astype(float)
    rare = expected < 8
    found, expected = np.append(found[~rare], found[rare].sum()), np.append(expected[~rare], expected[rare].sum())
    keep = expected > 0
    assert found[~keep].sum() == 0
    return chisquare(found[keep], expected[keep] * found.sum() / expected.sum()).pvalue > level


def test_every_state_is_found_once_with_the_start_first():
    space = reachable(Urns(1.0, 2.0, 4), [3, 1])
    assert space.states[0].tolist() == [3, 1]
    assert sorted(map(tuple, space.states)) == [(k, 4 - k) for k in range(5)]
    assert len(space.sources) == 8


def test_one_walk_serves_every_parameter():
    space = reachable(Urns(1.0, 2.0, 4), [3, 1])
    for there, back in ((1.0, 2.0), (0.3, 0.1)):
        pi = stationary(space.generator(Urns(there, back, 4)))
        np.testing.assert_allclose(pi, binom.pmf(space.states[:, 0], 4, back / (there + back)), rtol=1e-10)


def test_the_master_equation_of_decay_is_binomial():
    space = reachable(Decay(20), [20])
    P = uniformised(space.generator(Decay(20)), np.eye(21)[0], 0.7)
    np.testing.assert_allclose(P, binom.pmf(space.states[:, 0], 20, np.exp(-0.7)), atol=1e-10)


def test_a_linear_chain_has_its_mean_field_as_its_mean():
    urns, times = Urns(0.4, 0.9, 12), [0.0, 0.5, 2.0]
    space = reachable(urns, [12, 0])
    P = uniformised(space.generator(urns), np.eye(13)[0], times)
    np.testing.assert_allclose(mean_field(urns, [12, 0], times), P @ space.states, rtol=1e-7, atol=1e-7)


def test_mean_field_keeps_its_accuracy():
    times = np.linspace(0, 6, 13)
    np.testing.assert_allclose(mean_field(Decay(100), [37.5], times)[:, 0], 37.5 * np.exp(-times), rtol=1e-6)


def test_simulated_decay_is_binomial_at_every_time():
    paths = simulate(Decay(12), [12], [0.0, 0.3, 0.3, 1.0, 2.5], 4_000, np.random.default_rng(0))[..., 0]
    assert np.all(paths[:, 0] == 12) and np.all(np.diff(paths, axis=1) <= 0)
    assert np.array_equal(paths[:, 1], paths[:, 2])
    for k, t in ((1, 0.3), (3, 1.0), (4, 2.5)):
        assert agree(paths[:, k], binom.pmf(np.arange(13), 12, np.exp(-t)))
    together = paths[:, 1] - paths[:, 3]  # of those left at .3, each goes by 1.0 with probability 1 − e^{−.7}
    left = paths[:, 1] == 9
    assert agree(together[left], binom.pmf(np.arange(10), 9, 1 - np.exp(-0.7)))


def test_simulated_urns_end_in_the_stationary_law():
    paths = simulate(Urns(1.0, 2.0, 6), [6, 0], [12.0], 4_000, np.random.default_rng(1))
    assert np.all(paths.sum(axis=-1) == 6)
    assert agree(paths[:, 0, 0], binom.pmf(np.arange(7), 6, 2 / 3))


def test_until_nothing_can_happen():
    assert np.all(simulate(Decay(9), [9], [np.inf], 50, np.random.default_rng(2)) == 0)


def test_replicas_may_start_differently_and_go_on_from_where_they_are():
    rng = np.random.default_rng(3)
    starts = np.repeat([[2], [7]], 3_000, axis=0)
    paths = simulate(Decay(7), starts, [0.4], 6_000, rng)[:, 0, 0]
    for start, part in ((2, paths[:3_000]), (7, paths[3_000:])):
        assert agree(part, binom.pmf(np.arange(start + 1), start, np.exp(-0.4)))
    again = simulate(Decay(7), paths[3_000:, None], [0.3], 3_000, rng)[:, 0, 0]
    assert agree(again, binom.pmf(np.arange(8), 7, np.exp(-0.7)))


def test_the_same_seed_draws_the_same_paths():
    one, other, third = (simulate(Decay(9), [9], [0.5], 40, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert np.array_equal(one, other) and not np.array_equal(one, third)


def test_too_many_states_and_impossible_starts_are_refused():
    with pytest.raises(ValueError, match="start must lead to at most 5 states"):
        reachable(Decay(20), [20], most=5)
    for start in ([21], [-1]):
        with pytest.raises(ValueError, match="start must be counts of at least 0, at most N = 20"):
            simulate(Decay(20), start, [1.0], 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match="start must be counts of at least 0"):
        simulate(Decay(20), [[3], [4], [-1]], [1.0], 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match="start must be counts of at least 0"):
        simulate(Decay(20), [[3], [4], [21]], [1.0], 3, np.random.default_rng(0))


def test_below_a_bound_all_states_are_one_and_the_others_keep_their_probabilities():
    whole, part = reachable(Decay(20), [20]), reachable(Decay(20), [20], lowest=[15])
    assert part.states[:, 0].tolist() == [20, 19, 18, 17, 16, 15, -1]
    P, Q = (uniformised(s.generator(Decay(20)), np.eye(len(s.states))[0], 0.2) for s in (whole, part))
    np.testing.assert_allclose(Q[:-1], P[:6], atol=1e-9)
    assert Q[-1] == pytest.approx(P[6:].sum())


def test_bounds_that_would_lose_a_way_back_and_walks_that_missed_a_jump_are_refused():
    for lowest in ([2, 0], [0, 2], [4, 0]):
        with pytest.raises(ValueError, match="lowest must be at most start, and 0 where an event adds people"):
            reachable(Urns(1.0, 2.0, 4), [3, 1], lowest=lowest)
    with pytest.raises(ValueError, match="lowest must be at most start"):
        reachable(Decay(5), [3], lowest=[4])
    one_way = reachable(Urns(1.0, 0.0, 4), [3, 1])
    with pytest.raises(ValueError, match="model must make the jumps of the one that was walked with"):
        one_way.generator(Urns(1.0, 2.0, 4))
    with pytest.raises(ValueError, match="model must have fewer people or compartments"):
        reachable(Urns(1.0, 2.0, 2**40), [3, 1])
