"""Measures of samples against closed forms for Gaussians, and against their own floors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import energy_distance as scipy_energy
from scipy.stats import wasserstein_distance

from utils.data.digits import load_digits
from utils.generative import metrics
from utils.generative.divergences import gaussian_w2
from utils.generative.judges import FeatureNet, accuracy_on_real
from utils.generative.metrics import (
    energy_distance,
    floor,
    frechet_distance,
    nearest_distance,
    sliced_wasserstein,
    two_sample_auc,
)

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 10**6)
sizes = st.integers(2, 40)


def rng(seed=0):
    return np.random.default_rng(seed)


# Sliced Wasserstein


@few
@given(seeds, sizes, sizes)
def test_in_one_dimension_it_is_wasserstein_2_of_unequal_samples(seed, n, m):
    """By the long way: repeat every x m times and every y n times, sort, compare."""
    x, y = rng(seed).normal(size=n), rng(seed + 1).normal(size=m)
    long_way = np.sqrt(np.mean((np.sort(np.repeat(x, m)) - np.sort(np.repeat(y, n))) ** 2))
    assert sliced_wasserstein(x[:, None], y[:, None], rng(), 3) == pytest.approx(long_way, rel=1e-12)


@few
@given(seeds, st.integers(1, 6))
def test_a_shift_costs_its_length_over_the_root_of_the_dimension(seed, d):
    """Every projection moves by θᵀb, and E (θᵀb)² = |b|²/d. Over 4000 directions: within 5 standard errors."""
    x, b = rng(seed).normal(size=(30, d)), rng(seed + 1).normal(size=d)
    squared = sliced_wasserstein(x, x + b, rng(seed), 4000) ** 2
    length = b @ b
    spread = length * np.sqrt(2 * (d - 1) / (d**2 * (d + 2)) / 4000)  # of the mean of (θᵀb)²
    assert squared == pytest.approx(length / d, abs=5 * spread + 1e-12 * length)


def test_of_two_gaussians_it_is_the_mean_of_their_projections():
    """θᵀx is N(θᵀm, θᵀΣθ), whose W₂ is known; 10 000 draws and an angle for every half degree."""
    cov = np.array([[2.0, 0.6], [0.6, 0.5]])
    x = rng().multivariate_normal([0, 0], np.eye(2), 10_000)
    y = rng(1).multivariate_normal([1, -0.5], cov, 10_000)
    angles = np.deg2rad(np.arange(0, 180, 0.5))
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    exact = np.mean([(v @ [1, -0.5]) ** 2 + (np.sqrt(v @ cov @ v) - 1) ** 2 for v in directions])
    assert sliced_wasserstein(x, y, rng(), 300) == pytest.approx(
        np.sqrt(exact), rel=0.06
    )  # 300 random angles: 2 % is usual


@pytest.mark.parametrize(
    "measure",
    [
        lambda x, y: sliced_wasserstein(x, y, rng()),
        energy_distance,
        frechet_distance,
    ],
    ids=["swd", "energy", "frechet"],
)
@few
@given(seed=seeds)
def test_order_of_rows_and_of_arguments_does_not_matter(measure, seed):
    x, y = rng(seed).normal(size=(12, 3)), 1 + rng(seed + 1).normal(size=(9, 3))
    value = measure(x, y)
    assert measure(y, x) == pytest.approx(value, rel=1e-9)
    assert measure(rng(seed).permutation(x), y) == pytest.approx(value, rel=1e-9)


# Energy distance


@few
@given(seeds, sizes, sizes)
def test_energy_distance_in_one_dimension_is_scipys_up_to_the_diagonal(seed, n, m):
    """scipy takes all pairs, i = j included: E|x − x'| shrinks by (n−1)/n. And it returns the root."""
    x, y = rng(seed).normal(size=n), 0.5 + rng(seed + 1).normal(size=m)
    within = [np.abs(a[:, None] - a).mean() for a in (x, y)]
    bias = sum(mean * (1 / (1 - 1 / len(a)) - 1) for mean, a in zip(within, (x, y)))
    assert energy_distance(x[:, None], y[:, None]) == pytest.approx(scipy_energy(x, y) ** 2 - bias, abs=1e-10)


@few
@given(seeds)
def test_pairs_taken_in_blocks_are_all_pairs_once(seed):
    x, y = rng(seed).normal(size=(11, 2)), rng(seed + 1).normal(size=(7, 2))
    whole = energy_distance(x, y), nearest_distance(x, y)
    before, metrics.ROWS = metrics.ROWS, 4
    try:
        blocks = energy_distance(x, y), nearest_distance(x, y)
    finally:
        metrics.ROWS = before
    assert blocks[0] == pytest.approx(whole[0], abs=1e-12) and np.array_equal(blocks[1], whole[1])


def test_the_energy_distance_is_unbiased():
    """Over 60 pairs of samples of one law: within 4 standard errors of 0, and on both sides of it."""
    values = [energy_distance(rng(k).normal(size=(60, 2)), rng(k + 100).normal(size=(60, 2))) for k in range(60)]
    assert abs(np.mean(values)) < 4 * np.std(values) / np.sqrt(60) and min(values) < 0 < max(values)


# Fréchet distance, two-sample test, nearest neighbours


@few
@given(seeds, st.integers(1, 5))
def test_frechet_distance_is_the_squared_w2_of_the_fitted_gaussians(seed, d):
    x, y = rng(seed).normal(size=(50, d)), 2 * rng(seed + 1).normal(size=(40, d)) + 1
    fits = [(a.mean(0), (a - a.mean(0)).T @ (a - a.mean(0)) / (len(a) - 1)) for a in (x, y)]
    assert frechet_distance(x, y) == pytest.approx(gaussian_w2(*fits[0], *fits[1]) ** 2, rel=1e-9)
    assert frechet_distance(x, x + 3) == pytest.approx(9 * d, rel=1e-9)


def test_two_samples_of_one_law_cannot_be_told_apart_and_two_far_ones_can():
    x, y = rng(0).normal(size=(300, 2)), rng(1).normal(size=(300, 2))
    # under one law the AUC of n against n rows has standard deviation √((2n+1)/(12n²)) = 0.024
    assert two_sample_auc(x, y, rng()) == pytest.approx(0.5, abs=4 * 0.024)
    assert two_sample_auc(x, y + 10, rng()) == 1


def test_the_two_sample_auc_of_shifted_gaussians_stays_below_the_best_possible():
    """No classifier beats the likelihood ratio, whose AUC for N(0,1) and N(1,1) is Φ(1/√2) = 0.760."""
    auc = two_sample_auc(rng(0).normal(size=(400, 1)), rng(1).normal(size=(400, 1)) + 1, rng())
    assert 0.65 < auc < 0.760 + 4 * 0.017  # standard deviation 0.017 at n = 400


def test_nearest_distance_is_the_smallest_of_all():
    x, y = rng(0).normal(size=(9, 2, 2)), rng(1).normal(size=(5, 2, 2))
    assert nearest_distance(x, y) == pytest.approx([min(np.linalg.norm(a - b) for b in y) for a in x])
    assert np.all(nearest_distance(y, y) == 0)


# Floors


def test_a_floor_measures_disjoint_halves_of_everything():
    seen = []

    def metric(x, y):
        seen.append((x, y))
        return float(len(seen))

    found = floor(metric, np.arange(20.0)[:, None], rng(), repeats=4)
    assert (found.mean, found.std) == (2.5, pytest.approx(np.sqrt(1.25))) and list(found.values) == [1, 2, 3, 4]
    assert all(sorted(np.concatenate(pair)[:, 0]) == list(range(20)) and len(pair[0]) == 10 for pair in seen)
    assert not np.array_equal(seen[0][0], seen[1][0])


def test_the_floor_of_w2_falls_with_the_sample_and_a_wrong_law_stands_above_it():
    real = rng(0).normal(size=(4000, 1))

    def metric(x, y):
        return sliced_wasserstein(x, y, rng(), 1)

    small, large = floor(metric, real[:200], rng()), floor(metric, real, rng())
    assert large.mean < small.mean / 2  # √20 = 4.5 times as low, in the mean
    assert metric(1.2 * rng(1).normal(size=(2000, 1)), real[:2000]) > large.mean + 4 * large.std


def test_the_mean_of_w1_between_samples_is_above_zero():
    """Why floors exist at all, by a measure that is not ours."""
    assert wasserstein_distance(rng(0).normal(size=500), rng(1).normal(size=500)) > 0.01


# Judges


@pytest.fixture(scope="module")
def digits():
    data = load_digits()
    return data.images, data.labels


def test_a_forest_taught_by_real_digits_reads_real_digits_and_one_taught_wrong_labels_does_not(digits):
    images, labels = digits
    assert accuracy_on_real(images[:600], labels[:600], images[1400:], labels[1400:]) > 0.85
    wrong = (labels[:600] + 1) % 10
    assert accuracy_on_real(images[:600], wrong, images[1400:], labels[1400:]) < 0.05


def test_features_are_the_hidden_layer_of_the_classifier_that_labels(digits):
    images, labels = digits
    judge = FeatureNet(images[:800], labels[:800])
    features = judge.features(images[800:900])
    logits = features @ judge.classifier.coefs_[1] + judge.classifier.intercepts_[1]
    assert features.shape == (100, 64) and features.min() >= 0
    assert np.array_equal(judge.label(images[800:900]), judge.classifier.classes_[logits.argmax(1)])
    real = judge.features(images[800:1700])
    noise = judge.features(rng().uniform(-1, 1, (450, 8, 8)))
    close = floor(frechet_distance, real, rng(), repeats=5)
    assert frechet_distance(noise, real[:450]) > close.mean + 10 * close.std


# Bad input


@pytest.mark.parametrize(
    "measure",
    [
        lambda x, y: sliced_wasserstein(x, y, rng()),
        energy_distance,
        frechet_distance,
        lambda x, y: two_sample_auc(x, y, rng()),
        nearest_distance,
    ],
)
@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (np.zeros(5), np.zeros((5, 1)), r"x must have shape \(n, ...\) with n of at least 2, got \(5,\)"),
        (np.zeros((5, 1)), np.zeros((1, 1)), r"y must have shape .* got \(1, 1\)"),
        (np.zeros((5, 2)), np.zeros((5, 3)), "y must have rows of x's size 2, got 3"),
        (np.zeros((5, 2)), np.full((5, 2), np.nan), "y must be finite, got nan"),
    ],
)
def test_bad_samples_are_named(measure, x, y, message):
    with pytest.raises(ValueError, match=message):
        measure(x, y)


def test_other_bad_input_is_named():
    x = rng().normal(size=(6, 2))
    for call, message in (
        (lambda: sliced_wasserstein(x, x, rng(), 0), "projections must be a whole number of at least 1, got 0"),
        (lambda: two_sample_auc(x, x, rng(), folds=7), "folds must be from 2 to the smaller sample's 6, got 7"),
        (lambda: floor(energy_distance, x[:3], rng()), r"real must have shape .* n of at least 4, got \(3, 2\)"),
        (lambda: floor(energy_distance, x, rng(), 0), "repeats must be a whole number of at least 1, got 0"),
        (lambda: accuracy_on_real(x, [0, 1], x, [0] * 6), r"labels must have shape \(6,\) to fit images, got \(2,\)"),
        (
            lambda: accuracy_on_real(x, [0] * 6, np.zeros((6, 3)), [0] * 6),
            "real_images must have 2 pixels each, as images have, got 3",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            call()
