"""The stored study of digits, names and penguins holds what lecture 15 concludes from it."""

import numpy as np
import pytest
import torch

from studies import discrete_study as study
from studies.stored import read
from utils.generative.discrete.masked import bound

RESULT = read("discrete_study")["result"]
DIGITS, NAMES, TABLES = RESULT["digits"], RESULT["names"], RESULT["penguins"]


@pytest.mark.parametrize("weight", study.WEIGHTS)
def test_digits_cost_fewer_nats_than_independent_pixels_after_half_a_minute(weight):
    one, plain = DIGITS[weight], DIGITS["1/t"]
    assert one["seconds"][0] < 30
    assert one["bound"][0] + one["bound"][1] < 14.5 < plain["given_label"][0] - 3 < plain["independent"][0]


def test_more_steps_bring_digits_nearer_to_the_data_and_surest_first_does_not():
    auc = {name: DIGITS["1"][name][0][1] for name in (*(f"random {T}" for T in study.STEPS), "surest 16")}
    assert auc["random 1"] > auc["random 2"] > auc["random 4"] > auc["random 16"]
    assert auc["surest 16"] > auc["random 16"] + 0.2


def test_names_cost_fewer_nats_than_independent_words_and_than_pairs():
    for rival in ("independent", "pairs"):
        gain, spread = NAMES[f"{rival} less bound"]
        assert gain > 2 * spread


def test_diffusion_is_nearer_to_the_penguins_than_smote_nc_which_makes_no_impossible_row():
    gap = RESULT["diffusion_less_smote"]
    assert gap["auc"][0] + 2 * gap["auc"][1] / np.sqrt(study.TABLE_SPLITS) < 0
    assert TABLES["SMOTE-NC"]["unseen"] == [0, 0] and TABLES["diffusion"]["unseen"][0] > 0
    assert TABLES["independent columns"]["auc"][0] > 0.9


def test_the_networks_kept_are_those_of_the_first_split():
    *_, held, _, labels = study.split_digits(0)
    network = study.kept("digits", study.digit_denoiser())
    first = bound(network, held, torch.Generator().manual_seed(1), labels).mean()
    assert first == pytest.approx(DIGITS["1"]["bound"][0], abs=3 * DIGITS["1"]["bound"][1])
    words, rows = study.names()
    namer = study.kept("names", study.name_denoiser(len(words), 0))
    order = np.random.default_rng([study.SEED, 0]).permutation(len(rows))
    second = bound(namer, rows[order[:80]], torch.Generator().manual_seed(1), repeats=8).mean()
    assert second == pytest.approx(NAMES["bound"][0], abs=3 * NAMES["bound"][1])
