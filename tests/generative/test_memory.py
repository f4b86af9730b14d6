"""Copies, membership, data against law: by the long way, at the ends of each scale, and where the answer is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import roc_curve

from utils.generative import schedules
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.memory import collapse_level, denoising_error, distances_to_both, near_copies, roc, tpr_at_fpr
from utils.generative.metrics import nearest_distance, two_nearest
from utils.generative.mixtures import GaussianMixture
from utils.generative.tabular.audit import separation

few = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 10**6)
EDM = schedules.edm()
LAW = GaussianMixture([1.0], [np.zeros(3)], [np.diag([1.0, 0.5, 2.0])])


def rng(seed=0):
    return np.random.default_rng(seed)


# Copies


@few
@given(seeds, st.integers(2, 30), st.integers(2, 30))
def test_two_nearest_by_the_long_way(seed, n, m):
    x, y = rng(seed).normal(size=(n, 2)), rng(seed + 1).normal(size=(m, 2))
    distances, index = two_nearest(x, y)
    for row, found, place in zip(x, distances, index):
        every = np.sqrt(((row - y) ** 2).sum(axis=1))
        assert place == every.argmin()
        np.testing.assert_allclose(found, np.sort(every)[:2], atol=1e-12)
    np.testing.assert_array_equal(nearest_distance(x, y), distances[:, 0])


def test_two_nearest_takes_more_rows_than_it_holds_at_a_time():
    x, y = rng().normal(size=(1300, 2)), rng(1).normal(size=(40, 2))
    distances, index = two_nearest(x, y)
    again = [two_nearest(part, y) for part in np.array_split(x, 4)]
    np.testing.assert_array_equal(distances, np.concatenate([one[0] for one in again]))
    np.testing.assert_array_equal(index, np.concatenate([one[1] for one in again]))


def test_training_rows_are_copies_and_half_way_between_two_is_none():
    trained = rng().normal(size=(30, 5))
    assert near_copies(trained, trained) == 1
    nearest = two_nearest(trained, trained)[0][:, 1]
    away = trained + (nearest / 2)[:, None] * np.eye(5)[0]
    assert near_copies(away, trained) < 0.5
    assert near_copies(np.array([[0.0], [1.0]]), np.array([[0.49], [-0.51], [5.0]])) == 0


def test_the_ratio_is_where_a_copy_begins():
    trained, x = np.array([[0.0], [4.0]]), np.array([[0.9], [1.1]])  # .9/3.1 < 1/3 < 1.1/2.9
    assert near_copies(x, trained) == 0.5
    assert near_copies(x, trained, ratio=0.25) == 0
    assert near_copies(x, trained, ratio=0.4) == 1


# The attack


def test_the_error_of_a_gaussian_s_own_denoiser_is_the_one_in_closed_form():
    """D(x_t) = λ x_t/(λ + σ²), so E_ε |D − x_0|²/d = mean of (σ⁴ x_0² + λ² σ²)/(λ + σ²)²."""
    x0, sigma, variances = LAW.sample(40, rng()), 0.8, np.diag(LAW.covs[0])
    found = denoising_error(MixtureDenoiser(LAW, EDM), EDM, x0, sigma, rng(1), noises=4000)
    wanted = ((sigma**4 * x0**2 + variances**2 * sigma**2) / (variances + sigma**2) ** 2).mean(axis=1)
    np.testing.assert_allclose(found, wanted, atol=5 * 0.4 / np.sqrt(4000))  # one draw's deviation is below .4


def test_the_error_of_a_denoiser_that_answers_0_is_the_row_s_own_square_however_many_noises():
    x0 = LAW.sample(10, rng())
    for noises in (1, 3):
        found = denoising_error(lambda x_t, t: 0 * x_t, EDM, x0, 0.8, rng(1), noises)
        np.testing.assert_allclose(found, (x0**2).mean(axis=1))


def test_against_the_denoiser_of_the_data_the_attack_is_perfect_and_against_the_law_s_blind():
    members, others = LAW.sample(60, rng(2)), LAW.sample(3000, rng(3))
    for denoiser, low, high in ((DataDenoiser(members, EDM), 0.999, 1), (MixtureDenoiser(LAW, EDM), 0.35, 0.65)):
        scores = [-denoising_error(denoiser, EDM, rows, 0.05, rng(4), noises=4) for rows in (members, others)]
        assert low <= separation(*scores) <= high
    assert tpr_at_fpr(*scores, 0.01) < 0.1  # the last, the law's


@few
@given(seeds, st.integers(1, 30), st.integers(1, 30), st.booleans())
def test_the_roc_agrees_with_scikit_learn_and_its_area_with_the_rank_sum(seed, n, m, ties):
    members, others = rng(seed).normal(0.5, 1, n), rng(seed + 1).normal(size=m)
    if ties:
        members, others = members.round(), others.round()
    fpr, tpr = roc(members, others)
    labels, scores = np.repeat([1, 0], [n, m]), np.concatenate([members, others])
    wanted = roc_curve(labels, scores, drop_intermediate=False)
    np.testing.assert_allclose(fpr, wanted[0], atol=1e-12)
    np.testing.assert_allclose(tpr, wanted[1], atol=1e-12)
    area = np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1])) / 2
    assert area == pytest.approx(separation(members, others))


@few
@given(seeds, st.integers(1, 40), st.integers(1, 40), st.booleans(), st.integers(0, 100))
def test_the_threshold_keeps_its_promise_and_none_lower_would(seed, n, m, ties, percent):
    members, others = rng(seed).normal(0.5, 1, n), rng(seed + 1).normal(size=m)
    if ties:
        members, others = members.round(), others.round()
    fprs, tprs = roc(members, others)
    wanted = max(tpr for fpr, tpr in zip(fprs, tprs) if fpr <= percent / 100 + 1e-9)
    # Between two scores of others the threshold may go down to just above the next: those members count too.
    found = tpr_at_fpr(members, others, percent / 100)
    assert found == pytest.approx(wanted)


def test_the_threshold_of_1_percent_among_100_lets_one_of_the_others_through():
    others = np.arange(100.0)
    assert tpr_at_fpr([98.5, 97.5, 99.5, 98.0], others, 0.01) == 0.5
    assert tpr_at_fpr([98.5, 99.5, 99.0], others, 0.0) == pytest.approx(1 / 3)
    assert tpr_at_fpr([-5.0], others, 1.0) == 1
    assert tpr_at_fpr([70.5], others, 0.29) == 1  # 29 of 100, though .29 · 100 is below 29 in floats


def test_two_normals_have_the_gaussian_mechanism_s_roc():
    """TPR = Φ(Φ⁻¹(FPR) + μ): 200 000 scores each, the standard error is below .003."""
    mu, scores = 1.5, rng(5).normal(size=(2, 200_000))
    for fpr in (0.01, 0.1, 0.5):
        assert tpr_at_fpr(scores[0] + mu, scores[1], fpr) == pytest.approx(norm.cdf(norm.ppf(fpr) + mu), abs=0.01)


# Data against law


def test_each_exact_denoiser_is_at_distance_0_from_itself():
    rows = LAW.sample(50, rng(6))
    data, law = DataDenoiser(rows, EDM), MixtureDenoiser(LAW, EDM)
    to_data, to_law = distances_to_both(data, data, law, rows, [0.1, 0.5], rng())
    assert to_data == 0 < to_law
    to_data_again, none = distances_to_both(law, data, law, rows, [0.1, 0.5], rng())
    assert none == 0 and to_data_again == pytest.approx(to_law)


def test_the_denoiser_of_more_rows_is_nearer_to_the_law_s():
    fresh, law = LAW.sample(500, rng(7)), MixtureDenoiser(LAW, EDM)
    apart = [
        distances_to_both(law, DataDenoiser(LAW.sample(n, rng(8)), EDM), law, fresh, [0.5, 1.0], rng())[0]
        for n in (10, 100, 1000)
    ]
    assert apart[0] > 2 * apart[1] > 4 * apart[2]


@few
@given(st.floats(0.01, 100), st.integers(1, 60), st.integers(2, 10**6))
def test_equal_variances_collapse_at_the_level_in_closed_form(variance, d, n):
    wanted = np.sqrt(variance / np.expm1(2 * np.log(n) / d))
    assert collapse_level(np.full(d, variance), n) == pytest.approx(wanted, rel=1e-9)


@few
@given(seeds, st.integers(1, 20), st.integers(2, 10**6))
def test_at_the_collapse_the_noise_leaves_log_n_nats(seed, d, n):
    variances = 10 ** rng(seed).uniform(-6, 3, d)
    sigma = collapse_level(variances, n)
    assert 0.5 * np.sum(np.log1p(variances / sigma**2)) == pytest.approx(np.log(n), rel=1e-8)


def test_at_the_collapse_a_row_s_own_responsibility_passes_one_half():
    """In 8 dimensions, 1000 rows: at half the level the median row is named for certain, at twice it is forgotten."""
    n = 1000
    rows, level = rng(9).normal(size=(n, 8)), collapse_level(np.ones(8), n)
    data, own = DataDenoiser(rows, EDM), []
    for t in np.array([0.5, 1, 2]) * level:
        own.append(np.median(np.diag(data.responsibilities(rows + t * rng(10).normal(size=rows.shape), t))))
    assert own[0] > 0.99 and 0.3 < own[1] < 0.9 and own[2] < 0.1
