"""The worlds of the study: one adoption curve in all of them, and simulators that do what their names say."""

import sys
from functools import partial

import numpy as np
import pytest

from studies import network_patterns as study
from studies.network_patterns import KINDS, WORLDS, adopt, apart, history, percolated, single_spread, tally
from studies.stored import read
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


FEW = {
    "coverage": partial(study.coverage, networks=3),
    "faults": partial(study.faults, networks=3),
    "tests": partial(study.contagion_tests, networks=2),
    "power": partial(study.power, networks=2),
    "first hour": partial(study.early, training=1, test=2, runs=2),
}


def test_stopped_in_the_middle_it_goes_on_and_stores_the_same(tmp_path, monkeypatch):
    kept, seen, measure = [], [], study.measure
    few = {part: (FEW[part], cases[:2]) for part, (_, cases) in study.PARTS_OF.items() if part in FEW}
    for name, value in (("PARTS_OF", few), ("SAMPLES", 4), ("SHUFFLES", 9), ("boosting", study.ridge)):
        monkeypatch.setattr(study, name, value)
    monkeypatch.setattr(study, "store", lambda name, **one: kept.append((name, one)))

    def main(file, *more):
        monkeypatch.setattr(sys, "argv", ["study", "--partial", str(tmp_path / file), *more])
        study.main()

    def stops(key, rng):
        seen.append(key)
        if key in ("tests | contagion", "first hour | fading") and seen.count(key) == 1:
            raise KeyboardInterrupt
        return measure(key, rng)

    main("whole")
    monkeypatch.setattr(study, "measure", stops)
    for _ in range(2):
        with pytest.raises(SystemExit, match="run this again"):
            main("stopped")
    main("stopped")
    assert kept[0] == kept[1] and kept[0][0] == "network_patterns"
    assert len(seen) == len(set(seen)) + 2  # but for the two that were stopped, nothing is computed twice


def test_the_stored_study_answers_every_part_and_case():
    found = read("network_patterns")
    assert found["code"]["modules"] == sorted(study.MODULES) and list(found["result"]) == list(study.PARTS_OF)
    for part, (_, cases) in study.PARTS_OF.items():
        assert not cases or tuple(found["result"][part]) == cases
