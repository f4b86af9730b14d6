"""The stored study of guidance on digits holds what lecture 12 concludes from it."""

import numpy as np

from studies import guidance_study as study
from studies.stored import read
from utils.data.digits import load_digits

RESULT = read("guidance_study")["result"]
FOUND = {arm: {name: np.array(values) for name, values in one.items()} for arm, one in RESULT["measures"].items()}


def test_every_arm_has_every_measure_on_every_split():
    assert len(FOUND) == 13 and all(len(one[name]) == study.SPLITS for one in FOUND.values() for name in study.MEASURES)


def test_branches_swapped_teach_a_forest_nothing():
    assert FOUND["swapped, w = 2"]["forest"].mean() <= 0.05


def test_class_0_as_null_does_harm_on_every_split():
    assert np.all(FOUND["class 0 as null, w = 2"]["forest"] < FOUND["w = 2"]["forest"] - 0.03)


def test_no_guidance_beats_the_real_digits():
    assert all(one["forest"].mean() <= FOUND["real"]["forest"].mean() + 0.01 for one in FOUND.values())


def test_the_variance_of_real_digits_is_that_of_the_data_set():
    digits = load_digits()
    assert abs(study.within_classes(digits.images, digits.labels) - FOUND["real"]["variance"].mean()) < 0.2


def test_pictures_are_64_grey_levels_each():
    assert set(RESULT["pictures"]) == set(study.SHOWN)
    assert all(len(text) == 64 for ten in RESULT["pictures"].values() for text in ten)
    assert study.as_text(np.array([[-1.0, 1.0, 0.0]])) == "0f8"
