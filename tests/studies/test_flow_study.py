"""The stored study of flows holds what lecture 11 says of it, and a task gives what its summary is made of."""

import numpy as np
import pytest

from studies import flow_study as study
from studies.ensemble import draw
from studies.stored import read

RESULT = read("flow_study")["result"]
OFF = {name: np.array(one["off"]) for name, one in RESULT["coupling"].items()}  # seed, number of steps
STRAIGHT = ("blocks of 64", "blocks of 256", "reflow", "reflow twice")


def over(values):
    return np.mean(values, axis=0), np.std(values, axis=0, ddof=1)


def test_every_arm_has_every_seed_and_no_training_takes_longer_than_fifteen_seconds_of_the_processor():
    assert all(len(off) == study.SEEDS for off in OFF.values())
    for name in ("independent", "logit-normal t", "blocks of 16", "blocks of 64", "reflow", "reflow twice"):
        assert max(RESULT["coupling"][name]["seconds"]) <= 15, name


def test_one_step_is_near_the_floor_for_straight_pairs_and_far_from_it_for_independent_ones():
    assert OFF["independent"][:, 0].min() >= 15
    assert all(OFF[name][:, 0].mean() <= 2.5 for name in STRAIGHT)


def test_with_fifty_steps_no_arm_differs_from_independent_pairs_by_more_than_twice_the_spread():
    (mean, spread) = over(OFF["independent"][:, -1])
    for name in ("logit-normal t", "blocks of 16", *STRAIGHT):
        other, wide = over(OFF[name][:, -1])
        assert abs(other - mean) <= 2 * np.hypot(spread, wide), name


def test_straightness_falls_with_the_block_and_reflow_and_the_map_costs_no_more_than_the_pairs():
    S = {name: np.mean(one["straightness"]) for name, one in RESULT["coupling"].items()}
    assert S["independent"] > 10 * S["blocks of 16"] > 20 * S["blocks of 64"] > S["blocks of 256"] > S["reflow"]
    costs = [np.mean(one["cost"]) for one in RESULT["blocks"].values()]
    assert costs == sorted(costs, reverse=True) and costs[0] == pytest.approx(4, abs=0.05)
    assert np.mean(RESULT["coupling"]["independent"]["map_cost"]) < costs[0]


def test_pairs_without_labels_miss_the_class_that_is_asked_for_and_pairs_within_labels_do_not():
    last = {name: np.array(one["off"])[:, -1] for name, one in RESULT["labelled"].items()}
    independent, ignored, within = (last[name] for name in study.LABELLED)
    assert ignored.min() > 10 * max(independent.max(), within.max())
    noise = {name: one["noise_mean"] for name, one in RESULT["labelled"].items()}
    assert min(noise[study.LABELLED[1]]) > 0.9 and max(noise[study.LABELLED[2]]) < 0.1


def test_three_slips_destroy_the_samples_and_leaving_out_the_first_time_does_not():
    right, told, other_way, sign, left_out = np.array(RESULT["coupling"]["independent"]["slips"]).T
    assert min(told.min(), other_way.min(), sign.min()) > 3 * right.max()
    assert np.abs(left_out - right).max() < 0.1
    np.testing.assert_allclose(right, OFF["independent"][:, -1], rtol=0.05)


def test_a_task_gives_the_numbers_that_the_summary_is_made_of():
    found = draw(study.measure, "blocks | 16 | 0", study.SEED)["16"]
    assert found["cost"] == pytest.approx(RESULT["blocks"]["16"]["cost"][0], abs=1e-4)
    found = draw(study.measure, "coupling | blocks of 16 | 0", study.SEED)["blocks of 16"]
    np.testing.assert_allclose(found["off"], OFF["blocks of 16"][0], rtol=0.3)
