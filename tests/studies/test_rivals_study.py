"""The stored study of the rivals holds what lecture 16 says of it."""

import numpy as np
import pytest

from studies import rivals_study as study
from studies.stored import RESULTS, read
from utils.generative.memory import near_copies
from utils.generative.rivals.judging import precision_recall

RESULT = read("rivals_study")["result"]
RIVALS, FOOLS = RESULT["rivals"], RESULT["fools"]
BITS = {name: np.array(row["bits"]) for name, row in RIVALS.items() if row["bits"][0]}


def mean(row, key):
    return np.mean(row[key])


def test_each_rival_has_its_seconds_on_every_split():
    assert set(RIVALS) == set(study.RIVALS) and study.SPLITS >= 3
    for row in RIVALS.values():
        assert len(row["forest"]) == study.SPLITS
        assert np.all(np.abs(np.array(row["seconds"]) / study.SECONDS - 1) < 0.25)


def test_the_autoregressive_network_has_the_fewest_bits_and_at_most_2_1_on_every_split():
    held_out = {name: bits[:, 0] for name, bits in BITS.items()}
    assert set(held_out) == {"VAE", "coupling flow", "MADE"} and held_out["MADE"].max() <= 2.1
    assert np.all(held_out["MADE"] < held_out["coupling flow"]) and np.all(held_out["coupling flow"] < held_out["VAE"])
    assert all(np.all(bits[:, 1] < bits[:, 0]) for bits in BITS.values())  # of the training pictures fewer


def test_even_with_99_percent_noise_it_has_fewer_bits_than_the_flow():
    assert BITS["MADE"][:, 0].max() + np.log(100) / (64 * np.log(2)) < BITS["coupling flow"][:, 0].min()


def test_it_is_told_apart_least_easily_and_the_denoisers_teach_best():
    auc, forest = ({name: mean(row, key) for name, row in RIVALS.items()} for key in ("auc", "forest"))
    assert min(auc, key=auc.get) == "MADE" and auc["MADE"] < min(auc[name] for name in auc if name != "MADE") - 0.05
    assert set(sorted(forest, key=forest.get)[-2:]) == {"diffusion", "flow matching"}
    assert min(RIVALS, key=lambda name: mean(RIVALS[name], "precision")) == "MADE"


@pytest.mark.parametrize(
    ("fool", "passes", "caught"),
    [
        ("copies", ("forest", "precision"), "copies"),
        ("copies + noise", ("forest", "recall"), "auc"),
        ("class means", ("precision", "copies"), "recall"),
        ("class Gaussians", ("precision", "copies"), "auc"),
    ],
)
def test_each_fool_is_passed_by_some_judges_and_caught_by_another(fool, passes, caught):
    real, low = FOOLS["real"], {"auc", "copies"}
    for key in passes:
        worse = (mean(FOOLS[fool], key) - mean(real, key)) * (1 if key in low else -1)
        assert worse <= 0.03, key
    assert abs(mean(FOOLS[fool], caught) - mean(real, caught)) > 0.3


def test_the_pictures_kept_are_those_judged():
    samples = np.load(RESULTS / "rivals_samples.npz")
    images, _, held, _ = study.split_digits(0)
    assert set(samples) == {f"{name} {mark}" for name in RIVALS for mark in study.MARKS}
    for name in ("GAN", "diffusion"):
        made, last = samples[f"{name} {study.MARKS[-1]}"] / 8 - 1, RESULT["marks"][name][-1]
        assert precision_recall(made, held) == pytest.approx((last["precision"], last["recall"]))
        assert near_copies(made, images) == pytest.approx(last["copies"])


def test_the_steps_are_those_that_the_seconds_allow(monkeypatch):
    """By a clock that ticks a hundredth at each look: 16 looks from step 10 to step 25, where it is read off."""
    ticks = iter(range(10_000))
    monkeypatch.setattr(study.time, "thread_time", lambda: next(ticks) / 100)
    images, labels, *_ = study.split_digits(0)
    assert study.steps_in(study.RIVALS["GAN"], images, labels, 1.0) == round(15 / 0.16)


def test_pictures_come_back_from_their_text():
    pictures = np.random.default_rng(0).integers(0, 17, (3, 8, 8))
    assert np.array_equal(study.from_text(study.as_text(pictures / 8 - 1)), pictures)
