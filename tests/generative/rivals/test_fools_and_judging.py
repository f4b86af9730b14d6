"""Each fool is what it is called; precision and recall of cases that can be counted."""

import numpy as np
import pytest

from utils.generative.rivals import fools
from utils.generative.rivals.judging import precision_recall, scores

RNG = np.random.default_rng(0)
LABELS = np.arange(400) % 2
IMAGES = RNG.normal(size=(400, 2, 2)) * [[1.0, 2.0], [0.5, 0.0]] + LABELS[:, None, None]
WANTED = np.array([1, 0, 0, 1, 1] * 4000)


def test_copies_are_training_pictures_of_their_label():
    made = fools.copies(IMAGES, LABELS, WANTED[:50], np.random.default_rng(1))
    for picture, kind in zip(made, WANTED):
        assert LABELS[np.all(picture == IMAGES, axis=(1, 2))] == [kind]
    assert len(np.unique(made.reshape(50, -1), axis=0)) > 40


def test_noisy_copies_are_copies_and_a_tenth():
    a, b = (fool(IMAGES, LABELS, WANTED, np.random.default_rng(1)) for fool in (fools.copies, fools.noisy_copies))
    assert (b - a).std() == pytest.approx(0.1, rel=0.02) and (b - a).mean() == pytest.approx(0, abs=0.002)


def test_class_means_are_two_pictures():
    made = fools.class_means(IMAGES, LABELS, WANTED[:5], np.random.default_rng(1))
    assert np.allclose(made, np.array([IMAGES[kind == LABELS].mean(0) for kind in WANTED[:5]]))


def test_class_gaussians_have_the_mean_and_the_covariance_of_their_label():
    made = fools.class_gaussians(IMAGES, LABELS, WANTED, np.random.default_rng(1))
    for kind in (0, 1):
        rows, real = made[kind == WANTED].reshape(-1, 4), IMAGES[kind == LABELS].reshape(-1, 4)
        assert np.allclose(rows.mean(0), real.mean(0), atol=0.08)
        assert np.allclose(np.cov(rows.T), np.cov(real.T), atol=0.25)


def test_a_label_without_pictures_is_refused():
    with pytest.raises(ValueError, match="wanted"):
        fools.copies(IMAGES, LABELS, [3], np.random.default_rng(0))


def test_precision_and_recall_on_a_line():
    real = np.array([[0.0], [1.0], [2.0], [3.0], [100.0]])  # k = 1: balls of radius 1, the last of 97
    made = np.array([[0.5], [-1.5], [50.0], [2.5]])
    assert precision_recall(made, real, k=1) == (0.75, 0.8)  # −1.5 is outside; 50 is in 100's ball, 100 in nobody's
    assert precision_recall(made[:2], real, k=1) == (0.5, 0.6)  # balls of radius 2: −1.5..2.5 and −3.5..0.5


def test_one_picture_again_and_again_is_precise_and_recalls_nothing():
    real = np.random.default_rng(0).normal(size=(50, 3))
    assert precision_recall(np.tile(real.mean(0), (50, 1)), real) == (1.0, 0.0)


def test_a_sample_of_the_same_law_passes_and_a_copy_is_found():
    rng = np.random.default_rng(0)
    labels = np.arange(120) % 2
    rows = rng.normal(size=(360, 4, 1)) + 3 * np.tile(labels, 3)[:, None, None]
    trained, held, fresh = np.split(rows, 3)
    copied, other = (scores(made, labels, trained, held, labels, np.random.default_rng(1)) for made in (trained, fresh))
    assert copied["copies"] == 1 and copied["to_trained"] == 0 and other["copies"] < 0.2
    assert min(copied["forest"], other["forest"]) > 0.9 and abs(other["auc"] - 0.5) < 0.15
    assert min(other["precision"], other["recall"]) > 0.8
