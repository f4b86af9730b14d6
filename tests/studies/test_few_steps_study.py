"""The stored study of few steps holds what lecture 14 says of it; its file holds its networks; a task repeats."""

import numpy as np
import pytest
import torch

from studies import few_steps_study as study
from studies.ensemble import draw
from studies.stored import read
from utils.generative.networks import Net

RESULT = read("few_steps_study")["result"]
OFF = {name: {n: np.array(off) for n, off in one["off"].items()} for name, one in RESULT["methods"].items()}
SLIPS = {name: {n: np.array(off) for n, off in one["off"].items()} for name, one in RESULT["slips"].items()}
STUDENTS = ("regression on pairs", "progressive distillation", "consistency distillation", "consistency training")


def test_every_method_has_every_seed_and_at_most_45_seconds_of_the_processor_beside_its_teachers():
    assert study.SEEDS >= 3
    teacher = max(RESULT["methods"]["teacher"]["seconds"])
    for name, one in (RESULT["methods"] | RESULT["slips"]).items():
        most = 45 + teacher * name.startswith("MeanFlow")  # which has no teacher, and its seconds for itself
        assert len(one["seconds"]) == study.SEEDS and max(one["seconds"]) <= most, name
        assert all(len(off) == study.SEEDS for off in (OFF | SLIPS)[name].values())


def test_two_methods_are_near_the_floor_with_one_call_and_one_step_of_the_teacher_is_not():
    assert OFF["teacher"]["DDIM 1"].min() >= 15
    for name in ("regression on pairs", "consistency distillation"):
        one, best = OFF[name]["1"], OFF["teacher"]["2M 18"]
        assert one.max() <= 1.5, name
        assert abs(one.mean() - best.mean()) <= 2 * np.hypot(one.std(ddof=1), best.std(ddof=1)), name


def test_regression_is_best_with_one_call_and_more_calls_need_not_help():
    for name in STUDENTS[1:]:
        assert np.all(OFF[STUDENTS[0]]["1"] < OFF[name]["1"]), name
    gain = {name: OFF[name]["1"] - OFF[name]["4"] for name in STUDENTS[1:]}
    assert gain["consistency training"].min() > 0.1 and np.abs(gain["progressive distillation"]).max() < 0.1
    assert sorted(np.sign(gain["consistency distillation"])) == [-1, 1, 1]


def test_a_slip_is_a_method_with_one_thing_wrong_and_does_what_the_lecture_says():
    for name in SLIPS:
        method = name.split(", ")[0]
        assert method in OFF and study.SLIPS[name][1] == study.METHODS[method][1]  # the same random stream
    right, fresh, published, high = (SLIPS | OFF)["consistency training"], *list(SLIPS.values())[:3]
    assert min(off.min() for off in fresh.values()) >= 15
    assert np.all(published["1"] > right["1"])
    spread = np.hypot(published["4"].std(ddof=1), right["4"].std(ddof=1))
    assert abs(published["4"].mean() - right["4"].mean()) <= 2 * spread
    ratio = np.sort(high["1"] / right["1"])
    assert ratio[1] < 1.15 and ratio[2] > 1.7 and high["4"].max() > 3
    fixed, total = SLIPS["MeanFlow, derivative at a fixed place"], OFF["MeanFlow"]
    assert np.sum(fixed["1"] > total["1"]) == 2 and np.all(fixed["4"] < total["4"])


def test_the_file_holds_the_networks_of_the_study_as_numbers_alone():
    assert study.NETWORKS.stat().st_size <= 500_000 and study.checksum() == RESULT["networks"]
    size = sum(weights.numel() for weights in Net(2, 128, 3, generator=torch.Generator()).parameters())
    with np.load(study.NETWORKS, allow_pickle=False) as kept:
        assert {name: (one.dtype, one.shape) for name, one in kept.items()} == dict.fromkeys(
            ("teacher", "distilled"), (np.dtype("uint8"), (2, size))
        )


def test_a_task_gives_the_numbers_that_the_summary_is_made_of():
    floor = draw(study.measure, "floor", study.SEED)
    assert np.mean(floor) == pytest.approx(RESULT["floor"][0])


def test_points_are_kept_in_hundredths():
    assert study.in_hundredths([[0.126, -1.0], [2.0, 0.0]]) == "13 -100 200 0"
    x = np.array(RESULT["methods"]["regression on pairs"]["points"]["1"].split(), dtype=float).reshape(-1, 2) / 100
    assert x.shape == (study.SHOWN, 2) and np.abs(x).max() < 3
