"""The stored study of adapting holds what lecture 13 concludes from it."""

from itertools import pairwise

import pytest

from studies import adapting_study as study
from studies.stored import read

RESULT = read("adapting_study")["result"]
MEASURES = RESULT["measures"]


def new(way, count, seconds, name):
    return MEASURES[f"new {way} {count} {seconds}"][name]


def test_a_frozen_base_does_not_protect_the_old_digits_and_replay_does():
    for way in ("low rank", "full"):
        for count in study.COUNTS:
            assert new(way, count, 5, "kept")[0] < new(way, count, 1, "kept")[0] < 0.95
    for name, one in MEASURES.items():
        if "low rank + old" in name or "full + old" in name:
            assert one["kept"][0] > 0.95 and RESULT["least"][name] > 0.95
    assert new("label row", 10, 5, "kept")[0] > 0.98 and new("label row", 10, 5, "called")[0] < 0.5


def test_low_rank_copies_and_forgets_less_than_everything_in_the_same_seconds():
    for count, seconds in ((10, 5), (30, 5)):
        low, full = (
            {name: new(way, count, seconds, name)[0] for name in ("copies", "kept")} for way in ("low rank", "full")
        )
        assert low["copies"] < full["copies"] - 0.2 and low["kept"] > full["kept"]
    assert new("low rank", 10, 5, "copies")[0] > 0.3 and new("full", 10, 5, "copies")[0] > 0.8


def test_being_called_a_nine_separates_nothing():
    for count in study.COUNTS:
        assert MEASURES[f"references {count}"]["copied"]["called"][0] > 0.95
        for way in study.FIVE_SECONDS[count]:
            assert way == "label row" or new(way, count, 5, "called")[0] > 0.95
        noise = MEASURES[f"new anew {count} 1"]
        assert (
            noise["called"][0] > 0.75
            and noise["nearest"][0] > 1.3 * MEASURES[f"references {count}"]["real"]["nearest"][0]
        )


def test_from_ten_and_from_thirty_examples_something_learns_keeps_and_does_not_copy():
    for way, count, seconds in (("full + old", 10, 1), ("low rank + old", 30, 5)):
        one = MEASURES[f"new {way} {count} {seconds}"]
        assert one["called"][0] > 0.85 and one["kept"][0] > 0.95 and one["copies"][0] < 0.1


def test_pretraining_helps_for_one_second_and_its_use_is_not_shown_for_five():
    for count in study.COUNTS:
        assert new("low rank + old", count, 1, "kept")[0] > new("anew + old", count, 1, "kept")[0] + 0.2
        gap = new("low rank + old", count, 5, "use")[0] - new("anew + old", count, 5, "use")[0]
        error = sum(new(way, count, 5, "use")[1] ** 2 for way in ("low rank + old", "anew + old")) ** 0.5
        assert gap < 2 * error
        assert abs(new("low rank + old", count, 5, "kept")[0] - new("anew + old", count, 5, "kept")[0]) < 0.05


@pytest.mark.parametrize("way", study.CONTROLS)
def test_control_is_obeyed_beyond_a_wrong_condition_and_best_by_a_new_network(way):
    found, label = MEASURES[f"control {way} 5"], MEASURES["no_control"]["label alone"]
    asked = found["untold"]
    assert asked["overlap"][0] > asked["overlap_another"][0] + 0.15 and asked["agree"][0] > asked["another"][0] + 0.1
    assert asked["overlap"][0] > label["overlap"][0]
    if way == "beside, anew":
        assert found["wrong"]["asked"][0] < 0.2
    else:
        assert asked["overlap"][0] < MEASURES["control beside, anew 5"]["untold"]["overlap"][0] - 0.1
        assert found["wrong"]["asked"][0] > 0.6


def test_sdedit_changes_distance_and_class_with_the_noise():
    for who, change in (("told", "target"), ("untold", "changed")):
        rows = [row[who] for row in MEASURES["sdedit"]]
        for name in (change, "distance"):
            values = [row[name][0] for row in rows]
            assert all(b > a - 0.02 for a, b in pairwise(values)) and values[-1] > values[0] + 0.5
    one = next(row for row in MEASURES["sdedit"] if row["level"][0] == 1)
    assert one["told"]["target"][0] > 0.7 and one["untold"]["changed"][0] < 0.3
    assert one["told"]["distance"][0] > 0.6 * one["other"][0]
