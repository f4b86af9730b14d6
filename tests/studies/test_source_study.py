"""The stored study of sources holds what lecture 28 says of it, and a task gives what its summary is made of."""

import numpy as np
import pytest

from studies import source_study as study
from studies.ensemble import draw
from studies.stored import read

RESULT = read("source_study")["result"]


def hit(question, kind, rule):
    return RESULT[question][kind]["rules"][rule][0]


def test_every_question_is_answered_for_every_kind():
    assert {q: tuple(RESULT[q]) for q in study.QUESTIONS} == {q: kinds for q, (_, kinds, _) in study.QUESTIONS.items()}


@pytest.mark.parametrize(("kind", "least"), [("BA", 1.3), ("random tree", 1.5)])
def test_message_passing_names_the_source_oftener_than_the_jordan_centre(kind, least):
    ratio, low, _ = RESULT["search"][kind]["ratio"]
    assert RESULT["search"][kind]["snapshots"] >= 600 and low > 1 and low > least and ratio > 1.6


def test_on_a_small_world_the_two_are_level():
    ratio, low, high = RESULT["search"]["WS"]["ratio"]
    assert RESULT["search"]["WS"]["snapshots"] >= 600 and low < 1 < high and 0.8 < ratio < 1.4


def test_degree_is_no_better_than_a_case_at_random_and_ranks_worse():
    for kind in study.KINDS:
        rules = RESULT["search"][kind]["rules"]
        assert rules["degree"][0][0] <= rules["random case"][0][0] + 2 * rules["degree"][0][1]
        assert rules["degree"][1][0] > 0.5


def test_message_passing_is_sure_of_itself_and_wrong_and_the_exact_posterior_is_neither():
    for kind in study.KINDS:
        assert RESULT["search"][kind]["hits less confidence"][0] < -0.3
    for kind in study.SMALL:
        gap, error = RESULT["exact"][kind]["hits less confidence"]
        assert RESULT["exact"][kind]["snapshots"] >= 300 and abs(gap) < 2 * max(error, 0.012)
        assert RESULT["exact"][kind]["ratio"][1] > 1


def test_a_snapshot_of_a_hundred_cases_takes_half_a_second_at_most():
    assert all(RESULT["search"][kind]["seconds"][1] < 0.5 for kind in study.KINDS)


def test_marginals_are_exact_on_trees_alone():
    gap = {kind: RESULT["bias"][kind]["gap"][0] for kind in study.KINDS}
    assert RESULT["bias"]["random tree"]["deviations"][0] < 4
    assert gap["random tree"] < 0.03 < gap["WS"] and gap["random tree"] < gap["BA"]


def test_noise_on_every_record_hides_the_source_late():
    five = {epsilon: RESULT["private"]["WS"][str(epsilon)][1] for epsilon in study.EPSILONS}
    assert RESULT["private"]["WS"]["snapshots"] >= 100
    assert five[1.0][0] - 3 * five[1.0][1] > 20 * 5 / 300  # twenty times chance
    assert five[2.0][0] > five[np.inf][0] - 0.2
    assert five[0.5][0] < five[1.0][0] < five[np.inf][0]


def test_centres_blame_hubs_and_message_passing_hardly_does():
    share = {rule: found[0][0] for rule, found in RESULT["blame"]["BA"].items() if isinstance(found[0], list)}
    assert share["degree"] == 1 and share["distance"] > share["jordan"] > 0.6 > 0.4 > share["message passing"]
    assert RESULT["blame"]["BA"]["source a hub"][0] < 0.25


@pytest.mark.parametrize("across", study.ACROSS)
def test_doses_within_each_group_protect_the_minority_and_cost_the_whole_nothing(across):
    found = RESULT["doses"][across]
    assert found["degree within group"][1][0] < found["degree"][1][0] - 0.1
    assert found["within group less degree"][2][0] < 3 * found["within group less degree"][2][1]
    assert found["degree"][2][0] < found["random"][2][0] < found["none"][2][0]


def test_the_facts_of_one_block_model_come_back_within_three_standard_errors_of_40_runs():
    facts = {
        "none": (0.906, 0.482, 0.821),
        "random": (0.779, 0.331, 0.690),
        "degree": (0.666, 0.400, 0.613),
        "degree within group": (0.735, 0.217, 0.631),
    }
    for rule, values in facts.items():
        for known, (mean, error) in zip(values, RESULT["doses"]["0.1"][rule]):
            of_40_runs = error * np.sqrt(60 * 10 / 40)
            assert abs(mean - known) < 3 * np.hypot(error, of_40_runs)


def test_a_task_depends_on_its_key_alone():
    key = "doses | 0.1 | 3"
    assert draw(study.measure, key, 1) == draw(study.measure, key, 1) != draw(study.measure, key, 2)


def test_the_interval_of_a_ratio_is_paired_and_covers_one_for_equals():
    rng = np.random.default_rng(0)
    one = (rng.random((10, 80)) < 0.3).astype(float)
    assert study.ratio(one, one, rng, 100) == [1, 1, 1]
    assert study.ratio(2 * one, one, rng, 100) == [2, 2, 2]
    other = (rng.random((10, 80)) < 0.3).astype(float)
    _, low, high = study.ratio(one, other, rng, 1_000)
    assert low < 1 < high and high - low < 1
