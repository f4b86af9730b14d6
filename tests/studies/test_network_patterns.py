"""The worlds of the study: one adoption curve in all of them, and simulators that do what their names say."""

import numpy as np
import pytest

from studies.network_patterns import KINDS, WORLDS, adopt, apart, history, percolated, single_spread, tally
from utils.networks.cascades import spread
from utils.networks.contagion import exposures
from utils.networks.graphs import adjacency, from_edges, is_directed


def test_all_worlds_on_the_same_network_have_the_same_adoption_curve_to_the_last_person():
    made = {world: history(world, np.random.default_rng(1)) for world in WORLDS}
    curves = [np.sort(times) for world, (_, _, times) in made.items() if "ahead" not in world]
    assert all(np.array_equal(curve, curves[0]) for curve in curves) and 50 < np.isfinite(curves[0]).sum() < 200
    assert all(is_directed(A) and adjacency(A) is A for A, _, _ in made.values())
    ahead, trait, _ = made[WORLDS[-1]]
    j, i = ahead.nonzero()
    assert 0.8 < np.mean(trait[j] > trait[i]) < 0.9


def test_people_adopt_at_the_rates_stated():
    A = from_edges(3, [(0, 1), (1, 2)])  # the first to adopt is each of three as often; then its neighbours are faster
    times = np.array([adopt(A, 1.0, 2.0, 1e6, np.random.default_rng(run)) for run in range(3000)])
    first = times.min(axis=1)
    assert first.mean() == pytest.approx(1 / 3, abs=4 / 3 / np.sqrt(3000))
    second = np.sort(times, axis=1)[:, 1] - first
    middle = times.argmin(axis=1) == 1
    assert second[middle].mean() == pytest.approx(1 / 6, abs=0.03)  # two at rate 1 + 2
    assert second[~middle].mean() == pytest.approx(1 / 4, abs=0.03)  # one at 1 + 2, one at 1


def test_the_tally_by_definition_is_that_of_exposures():
    rng = np.random.default_rng(2)
    A, times = KINDS["random"](60, rng), np.append([0.0, 0.0], rng.integers(1, 9, 58))
    found, by_hand = exposures(A, times, 5, stepwise=True), tally(A, times, 5, same_step=False)
    for one, other in zip(
        (found.exposure, found.adopted, found.at_risk), (by_hand.exposure, by_hand.adopted, by_hand.at_risk)
    ):
        np.testing.assert_array_equal(one, other)


def test_the_part_of_a_seed_is_the_cascade_from_it():
    rng = np.random.default_rng(3)
    A = KINDS["communities"](200, rng)
    mean = single_spread(A, 0.1, 2000, rng)
    for seed in (0, 50, 199):
        one = spread(A, [seed], 0.1, rng, 4000)
        assert mean[seed] == pytest.approx(one.mean, abs=6 * one.error)
    label, sizes = next(iter(percolated(A, 1.0, 1, rng)))
    assert sizes.sum() == 200 and len(label) == 200


def test_seeds_apart_are_not_tied():
    A = KINDS["random"](60, np.random.default_rng(4))
    seeds = apart(np.arange(60), A, 8)
    assert len(seeds) == 8 and A[seeds][:, seeds].nnz == 0 and seeds[0] == 0
