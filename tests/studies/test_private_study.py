"""The stored study of private training holds what lecture 18 concludes from it."""

import pytest

from studies import private_study as study
from studies.stored import read
from utils.generative.private_training import renyi_epsilon

RESULT = read("private_study")["result"]
ARMS = RESULT["arms"]


def mean(setting, arm, measure="distance"):
    return ARMS[setting][arm][measure][0]


def test_the_model_leaks_without_privacy_and_not_with():
    leak, error = (one for one in ARMS["4"]["plain -"]["tpr"])
    assert leak > 0.2 and leak - 2 * error > 0.1
    for epsilon in study.EPSILONS:
        assert mean("4", f"dp-sgd {epsilon}", "tpr") < 0.05


@pytest.mark.parametrize("epsilon", study.EPSILONS)
def test_with_few_rows_the_histogram_loses_to_private_training(epsilon):
    for setting in ("2", "4"):
        ours, theirs = (ARMS[setting][f"{arm} {epsilon}"]["distance"] for arm in ("dp-sgd", "histogram"))
        assert ours[0] + 2 * ours[1] < theirs[0] - 2 * theirs[1]


def test_with_many_rows_in_the_plane_the_histogram_wins_at_a_large_epsilon():
    assert mean("many", "histogram 8") < mean("many", "dp-sgd 8")


def test_less_epsilon_costs_more_and_even_one_is_better_than_an_untrained_network():
    for setting in ("2", "4"):
        found = [mean(setting, f"dp-sgd {epsilon}") for epsilon in study.EPSILONS]
        assert found == sorted(found) and found[-1] < 0.7 * mean(setting, "untrained -")


def test_the_private_network_loses_the_smallest_group():
    assert mean("4", "dp-sgd 8", "smallest") < 0.01 < mean("4", "rows -", "smallest")


@pytest.mark.parametrize("setting", study.SETTINGS)
def test_the_multipliers_stored_keep_their_epsilon(setting):
    plan = study.SETTINGS[setting]
    for epsilon in study.EPSILONS:
        sigma = mean(setting, f"dp-sgd {epsilon}", "multiplier")
        assert renyi_epsilon(plan["rate"], sigma, plan["steps"], study.DELTA) == pytest.approx(float(epsilon), rel=1e-4)
