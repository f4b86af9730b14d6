"""The stored study of influence holds what lecture 24 says of it, and a task gives what its summary is made of."""

import numpy as np
import pytest

from studies import influence_study as study
from studies.ensemble import draw
from studies.stored import read

RESULT = read("influence_study")["result"]


def mean(question, *path):
    found = RESULT[question]
    for step in path:
        found = found[step]
    return found[0]


def test_every_question_is_answered_for_every_kind():
    assert {q: tuple(RESULT[q]) for q in study.QUESTIONS} == {q: kinds for q, (_, kinds) in study.QUESTIONS.items()}


@pytest.mark.parametrize("kind", study.KINDS)
def test_reverse_reachable_sets_keep_up_with_greedy_and_random_seeds_do_not(kind):
    share = {rule: mean("rules", kind, "of greedy", rule) for rule in RESULT["rules"][kind]["of greedy"]}
    assert share["greedy, snapshots"] == 1 and 0.95 < share["reverse-reachable"] < 1.02 and share["random"] < 0.9


def test_the_top_degrees_lose_where_they_sit_together_and_win_or_draw_among_hubs():
    share = {kind: RESULT["rules"][kind]["of greedy"]["degree"] for kind in study.KINDS}
    for kind, most in (("dense block", 0.8), ("shared friends", 0.92), ("worm", 0.96)):
        value, error = share[kind]
        assert value + 3 * error < most
    assert share["hubs"][0] > 0.97


@pytest.mark.parametrize("kind", RESULT["curse"])
def test_the_own_estimate_is_too_high_by_less_and_less_and_the_corrected_one_is_right(kind):
    own = np.array([one[0] for one in RESULT["curse"][kind].values()])
    fresh = np.array([one[1] for one in RESULT["curse"][kind].values()])
    assert np.all(np.diff(own[:, 0]) < 0) and own[0, 0] > 2 and own[-1, 0] < 1.06
    assert np.all(np.abs(fresh[:, 0] - 1) < 4 * fresh[:, 1])


def test_fair_seeds_reach_the_minority_at_a_small_cost_of_the_whole():
    fair, greedy = (RESULT["fair"]["majority and minority"][rule] for rule in ("fair", "greedy"))
    assert fair[2][0] > 2 * greedy[2][0] and 0.9 * greedy[0][0] < fair[0][0] < greedy[0][0]


def test_greedy_for_each_unit_of_money_beats_the_cheapest_seeds_and_the_top_degrees_do_not():
    for kind in RESULT["money"]:
        rules = RESULT["money"][kind]
        gain, low = (rules["greedy a unit of money"][i][0] for i in (4, 5))
        assert 0 < low < gain and rules["greedy a unit of money"][3][0] == max(one[3][0] for one in rules.values())
        assert all(one[1][0] <= 30 for one in rules.values())
    assert RESULT["money"]["hubs"]["degree"][6][0] < 0


def test_many_needed_neighbours_cross_only_where_blocks_are_neither_apart_nor_mixed():
    by = {float(across): one for across, one in RESULT["blocks"]["two blocks"].items()}
    other = {across: one[1][1][0] for across, one in by.items()}
    assert other[0.005] < 0.05 and other[0.2] > 0.9 and other[0.5] < 0.1
    simple = [one[0][1][0] for _, one in sorted(by.items())]
    assert simple[0] < 0.5 * simple[-1]  # one neighbour is enough: the more ties across, the better


def test_consensus_is_fastest_among_hubs_and_slowest_on_a_ring():
    times = {kind: one["consensus"][0] for kind, one in RESULT["opinions"].items()}
    assert min(times, key=times.get) == "hubs" and max(times, key=times.get) == "ring"


def test_a_task_depends_on_its_key_alone():
    key = "opinions | hubs | 3"
    assert draw(study.measure, key, 1) == draw(study.measure, key, 1) != draw(study.measure, key, 2)


def test_results_of_one_shape_become_means_with_errors():
    found = study.over_networks([{"a": [1.0, 4.0], "b": 1}, {"a": [3.0, 4.0], "b": 2}])
    assert found == {"a": [[2.0, 1.0], [4.0, 0.0]], "b": [1.5, 0.5]}
