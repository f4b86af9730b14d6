"""The stored study of latents holds what lecture 13 says of it, and its tasks are those it names."""

import numpy as np
import pytest

from studies import latent_study as study
from studies.stored import read

RESULT = read("latent_study")["result"]
ALL = RESULT["components 64"]["plain"]


def less(arm, judge, part="plain"):
    """Mean and standard error of the difference from all 64 numbers, split by split."""
    values = np.subtract(RESULT[arm][part][judge], ALL[judge])
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))


def test_every_arm_has_every_split_and_trains_for_less_than_twenty_seconds():
    assert set(RESULT) == set(study.ARMS)
    for arm, found in RESULT.items():
        assert len(found["plain"]["SW"]) == study.SPLITS == 3
        assert arm == "real" or max(found["seconds"]) < 20


def test_a_forest_learns_as_much_from_32_numbers_as_from_64():
    assert min(np.mean(RESULT["components 32"][part]["forest"]) for part in ("plain", "with rest")) >= 0.96
    mean, error = less("components 32", "forest")
    assert abs(mean) < 4.3 * error


def test_the_cascade_is_better_than_all_numbers_at_once_by_no_judge_and_by_the_forest_no_worse():
    assert less("cascade", "SW")[0] > 0 and less("cascade", "AUC")[0] > 0 and less("cascade", "forest")[0] < 0
    mean, error = less("cascade", "forest")
    assert abs(mean) < 4.3 * error


@pytest.mark.parametrize("arm", ["components 64", "whitened 16"])
def test_a_forgotten_scale_passes_the_forest_and_is_seen_on_every_split_by_the_others(arm):
    right, slipped = RESULT[arm]["plain"], RESULT[arm]["unscaled"]
    assert abs(np.mean(right["forest"]) - np.mean(slipped["forest"])) < 0.01
    assert all(np.all(np.greater(slipped[judge], right[judge])) for judge in ("SW", "AUC"))


def test_diffusion_repairs_the_codes_of_the_small_beta_and_its_rate_buys_distortion():
    for arm in ("vae 1", "vae 0.01"):
        assert max(RESULT[arm]["plain"]["AUC"]) < min(RESULT[arm]["prior"]["AUC"])
    assert min(RESULT["vae 0.01"]["rate"]) > max(RESULT["vae 1"]["rate"])
    assert max(RESULT["vae 0.01"]["error"]) < min(RESULT["components 16"]["error"])


def test_pictures_are_judged_on_the_grey_levels_that_real_digits_have():
    rows, _, held, held_labels = study.split(0)
    slightly_off = np.clip(rows[:450] + 0.01, -1, 1)
    found = study.judged(slightly_off, held, held_labels, np.random.default_rng(0), None)
    assert found["AUC"] < 0.6 and set(found) == {"SW", "AUC"}
