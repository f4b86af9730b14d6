"""Each arm adds what it says; the oracle says why it cannot."""

import numpy as np
import pytest
from small_frauds import rng, small_split

from utils.data.transactions import draw_transactions
from utils.generative.tabular.arms import BASELINE, ORACLE, WEIGHTS, added_rows, arms, generators


def test_the_arms_are_in_the_order_of_the_table():
    assert arms() == (
        "none",
        "class weights",
        "random oversampling",
        "jitter",
        "SMOTE",
        "ADASYN",
        "VAE",
        "GAN",
        "diffusion",
        "diffusion per cluster",
        "oracle",
    )
    assert (BASELINE, WEIGHTS, ORACLE) == ("none", "class weights", "oracle") and list(generators()) == list(
        arms()[2:-1]
    )


@pytest.mark.parametrize("arm", [BASELINE, WEIGHTS])
def test_two_arms_add_no_rows(arm):
    assert added_rows(arm, small_split(), 50, rng()).shape == (0, 29)


@pytest.mark.parametrize("arm", ["random oversampling", "jitter", "SMOTE"])
def test_an_arm_is_its_generator_fitted_on_the_training_positives(arm):
    data = small_split()
    chance = rng(5)
    expected = generators()[arm].fit(data.positives, chance, data.negatives).sample(50, chance)
    assert np.array_equal(added_rows(arm, data, 50, rng(5)), expected) and len(expected) == 50


def test_the_oracle_gives_genuine_positives_and_says_why_it_cannot():
    further = draw_transactions(0, 30, rng(2))
    data = small_split(further=further)
    assert np.array_equal(added_rows(ORACLE, data, 20, rng()), further.features[:20, 1:])
    with pytest.raises(
        ValueError, match="the oracle needs genuine further positives; this source has none beyond its training"
    ):
        added_rows(ORACLE, small_split(), 20, rng())
    with pytest.raises(ValueError, match="the oracle needs 31 genuine further positives, got 30"):
        added_rows(ORACLE, data, 31, rng())


def test_an_unknown_arm_is_named():
    with pytest.raises(ValueError, match="arm must be one of 'none', 'class weights', .*, 'oracle', got 'smote'"):
        added_rows("smote", small_split(), 5, rng())
