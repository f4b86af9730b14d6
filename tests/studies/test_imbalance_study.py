"""The second study of lecture 17: its thresholds are right by brute force, and it found what the lecture reports."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.imbalance_study import (
    KEPT,
    MODULES,
    RIVALS,
    WAYS,
    calibration,
    factor,
    lowest_threshold,
    undersampled,
    undone,
    with_validation,
)
from studies.stored import ROOT, read
from utils.generative.tabular.arms import WEIGHTS
from utils.generative.tabular.split import Split


def small_split(rng):
    y = np.repeat([0, 1], [400, 20])
    return Split(rng.normal(size=(420, 3)), y, rng.normal(size=(50, 3)), np.repeat([0, 1], [45, 5]), np.ones(50))


@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_the_lowest_threshold_is_that_of_all_thresholds_tried(seed, least):
    rng = np.random.default_rng(seed)
    labels, scores = (rng.random(25) < 0.4).astype(int), rng.integers(0, 9, size=25) / 8
    good = [t for t in scores if labels[scores >= t].mean() >= least]
    assert lowest_threshold(labels, scores, least) == min(good, default=np.inf)


def test_undoing_a_factor_divides_the_odds():
    s = np.array([0.0, 0.02, 0.5, 0.97, 1.0])
    shifted = 8 * s / (8 * s + 1 - s)
    assert undone(shifted, 8) == pytest.approx(s)


def test_the_factor_of_a_way_is_what_it_does_to_the_odds_of_the_training_rows():
    data = small_split(np.random.default_rng(0))
    odds = np.sum(data.y == 1) / np.sum(data.y == 0)
    for way, ratio in KEPT.items():
        part = undersampled(data, ratio, np.random.default_rng(1))
        assert np.sum(part.y == 1) == 20 and np.sum(part.y == 0) == ratio * 20
        assert factor(way, data, 0) == pytest.approx(1 / ratio / odds)
        assert set(map(tuple, part.x)) <= set(map(tuple, data.x))
    assert factor("SMOTE", data, 60) == 4 and factor("none", data, 0) == 1
    assert factor(WEIGHTS, data, 0) == pytest.approx(1 / odds)


def test_validation_rows_are_no_training_rows():
    data = small_split(np.random.default_rng(2))
    whole, own = with_validation(data, 0)
    validation = whole.test_x[: len(own)]
    assert len(own) == 105 and own.sum() == 5 and np.array_equal(whole.test_y[len(own) :], data.test_y)
    assert not set(map(tuple, validation)) & set(map(tuple, whole.x))
    assert len(whole.x) + len(own) == len(data.x)


def test_calibration_of_the_constant_score_is_one():
    labels = np.repeat([0, 1], [90, 10])
    assert calibration(labels, np.full(100, 0.02), 0.02) == pytest.approx((1, 1))
    assert calibration(labels, labels.astype(float), 0.02) == pytest.approx((1, 0))


def test_what_the_lecture_reports_of_the_stored_study():
    kept = read("imbalance_study")
    assert kept["code"]["modules"] == sorted(MODULES) and all((ROOT / name).is_file() for name in MODULES)
    found = {(one["arm"], one["classifier"]): one for one in kept["result"]["thresholds"]}
    assert set(found) == {(way, name) for way in WAYS for name in ("XGBoost", "Random Forest")}
    precision = {key: np.mean(one["validation"], axis=0)[0] for key, one in found.items()}
    recall = {key: np.mean(one["validation"], axis=0)[1] for key, one in found.items()}
    assert sum(value < 0.95 for value in precision.values()) >= len(precision) - 1
    boosted = [recall[way, "XGBoost"] for way in WAYS]
    assert max(boosted) - min(boosted) < 0.01
    assert all(recall[way, "Random Forest"] > recall["none", "Random Forest"] + 0.02 for way in WAYS[1:])
    for name in ("XGBoost", "Random Forest"):
        left, none = (np.mean(found[way, name]["shift undone"], axis=0)[1] for way in ("diffusion", "none"))
        assert abs(left - none) < 0.01
    brier = {key: np.mean([one["as is"], one["corrected"]], axis=1)[:, 1] for key, one in found.items()}
    assert all(brier["diffusion", name][1] < brier["diffusion", name][0] for name in ("XGBoost", "Random Forest"))
    assert brier[WEIGHTS, "Random Forest"][1] > brier[WEIGHTS, "Random Forest"][0]
    assert all(brier["undersampling, 1 to 1", name][0] > 1 for name in ("XGBoost", "Random Forest"))
    rivals = kept["result"]["rivals"]
    at_95 = [
        (low, high)
        for arm, measure, low, high in zip(
            *(rivals[c] for c in ("arm", "measure", "difference_low", "difference_high"))
        )
        if measure == "recall at P .95" and arm != WEIGHTS
    ]
    assert len(at_95) == 2 * len(RIVALS[1:-1]) + 1
    assert sum(high < 0 for _, high in at_95) == 3 and not any(low > 0 for low, _ in at_95)
