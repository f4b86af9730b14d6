"""The stored study of memory holds what lecture 18 concludes from it."""

import numpy as np
import pytest

from studies import memory_study as study
from studies.stored import read
from utils.data.digits import load_digits
from utils.generative.memory import tpr_at_fpr
from utils.generative.metrics import two_nearest
from utils.generative.tabular.audit import separation

RESULT = read("memory_study")["result"]
STEPS = {int(n): {mark["step"]: mark for mark in marks} for n, marks in RESULT["digits"]["steps"].items()}


def test_a_network_that_copies_nothing_gives_its_members_away_and_stopped_early_it_does_not():
    last, early = STEPS[600][1500], STEPS[600][400]
    assert last["copies"][0] < 0.01 and last["tpr"][0][0] - 3 * last["tpr"][1][0] > 0.5
    assert early["copies"][0] < 0.01 and early["tpr"][0][0] + 2 * early["tpr"][1][0] < 0.05


def test_a_hundred_digits_are_copied_and_1350_are_not_named_though_their_auc_looks_bad():
    few, many = STEPS[100][1500], STEPS[1350][1500]
    assert few["copies"][0] > 0.5 and few["tpr"][0][0] > 0.99
    assert many["copies"][0] == 0 and many["auc"][0][0] > 0.75 and many["tpr"][0][0] < 0.1


def test_samples_alone_tell_far_less_than_the_network():
    assert STEPS[600][1500]["samples_auc"][0] < 0.7 < 0.98 < STEPS[600][1500]["auc"][0][0]


@pytest.mark.parametrize("width", RESULT["mixture"])
def test_with_more_rows_the_network_crosses_from_the_data_to_the_law(width):
    nearer = {int(n): one["to_data"][0] < one["to_law"][0] for n, one in RESULT["mixture"][width].items()}
    assert nearer[10] and nearer[30] and not nearer[300] and not nearer[1000]


def test_the_scores_kept_are_errors_and_give_the_figures_of_the_table():
    scores = [-np.array(RESULT["digits"]["scores"][name]) for name in ("members", "others")]
    assert [len(one) for one in scores] == [600, study.OUTSIDERS]
    assert separation(*scores) == pytest.approx(STEPS[600][1500]["auc"][0][0], abs=0.01)
    assert tpr_at_fpr(*scores, study.FPR) > 0.7


@pytest.mark.parametrize("n", RESULT["digits"]["pictures"])
def test_the_nearest_digit_named_is_near_the_picture(n):
    images, shown = load_digits().images, RESULT["digits"]["pictures"][n]
    assert len(shown) == len(study.MARKS)
    texts, nearest = shown[-1]
    pictures = np.array([[int(letter, 17) for letter in text] for text in texts]) / 8 - 1
    away = np.linalg.norm(pictures - images[nearest].reshape(-1, 64), axis=1)
    best = two_nearest(pictures, images.reshape(-1, 64))[0][:, 0]
    assert np.all(best <= away) and np.median(away) < 2.6


def test_where_the_points_are_the_field_of_many_is_that_of_the_law():
    """Weighted by the density of x_t: far from all points a network answers what it likes."""
    places = np.stack(np.meshgrid(study.GRID, study.GRID), axis=-1).reshape(-1, 2)
    law = study.MixtureDenoiser(study.ISLANDS, study.VP)(places, study.AT)
    weights = study.ISLANDS.noised(*map(float, study.VP(study.AT))).density(places)
    fields = {int(n): np.array(one["field"]) for n, one in RESULT["plane"].items()}
    apart = {n: np.average(((field - law) ** 2).mean(axis=1), weights=weights) for n, field in fields.items()}
    assert apart[3000] < 0.1 * apart[10]


def test_the_points_of_the_plane_are_the_first_of_one_sequence():
    assert np.array_equal(study.plane_rows(30, 0)[:10], study.plane_rows(10, 0))
    assert not np.array_equal(study.plane_rows(10, 0), study.plane_rows(10, 1))
