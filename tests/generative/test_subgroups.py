"""Small groups: closed forms against quadrature, sampling and the textbook's chain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from utils.generative.mixtures import GaussianMixture
from utils.generative.subgroups import (
    after_shrunk_start,
    extinction,
    group_coverage,
    own_output,
    sharpened,
)

few = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10**6)


def rng(seed=0):
    return np.random.default_rng(seed)


def pair(share=0.05, std=1.0, apart=20.0):
    return GaussianMixture([share, 1 - share], [[0.0], [apart]], [[[std**2]], [[1.0]]])


# Sharpening


def test_sharpening_leaves_of_five_percent_what_the_lecture_shows():
    for std, wanted in ((1, (2.84, 1.19, 0.276, 0.0146)), (2, (2.48, 0.847, 0.138, 0.0036))):
        found = [100 * sharpened(pair(std=std), g).weights[0] for g in (1.2, 1.5, 2, 3)]
        np.testing.assert_allclose(found, wanted, rtol=0.02)


@few
@given(st.floats(0.01, 0.99), st.floats(0.3, 2), st.floats(0.5, 3))
def test_sharpening_is_the_power_of_the_density_made_one_again(share, std, g):
    before, apart = pair(share, std, 60.0), [[-1.0], [0.5], [59.0], [61.0]]
    total = sum(quad(lambda x: before.density([x]) ** g, low, low + 60, points=[low + 30])[0] for low in (-30, 30))
    after = sharpened(before, g)
    np.testing.assert_allclose(after.density(apart), before.density(apart) ** g / total, rtol=1e-5)


def test_sharpening_by_1_changes_nothing_and_a_weight_of_0_stays_0():
    plane = GaussianMixture([0.2, 0.8], [[0, 0], [9, 9]], [np.eye(2), [[2, 0.5], [0.5, 1]]])
    again = sharpened(plane, 1.0)
    np.testing.assert_allclose(again.weights, plane.weights)
    np.testing.assert_allclose(again.covs, plane.covs)
    assert sharpened(GaussianMixture([0, 1], [[0], [9]], [[[1]], [[1]]]), 2).weights[0] == 0


def test_in_the_plane_the_determinant_counts():
    """Minority 4 times as wide in area: p² leaves w²/|Σ|^½: .05²/4 against .95²."""
    plane = GaussianMixture([0.05, 0.95], [[0, 0], [99, 0]], [4 * np.eye(2), np.eye(2)])
    assert sharpened(plane, 2).weights[0] == pytest.approx(0.05**2 / 4 / (0.05**2 / 4 + 0.95**2))


# A cautious start


def test_a_shrunk_start_leaves_of_five_percent_what_the_lecture_shows():
    found = [100 * after_shrunk_start(0.05, tau) for tau in (0.9, 0.8, 0.7, 0.5)]
    np.testing.assert_allclose(found, (3.38, 1.99, 0.939, 0.0501), rtol=0.002)
    assert after_shrunk_start(0.05, 1) == pytest.approx(0.05)
    assert after_shrunk_start(0.5, 0.3) == 0.5


def test_the_flow_of_two_modes_keeps_the_order_that_the_closed_form_counts_on():
    """By the quantile map itself, from 400 000 starts: standard error of a share of 2 % is .0002."""
    z, law = 0.8 * rng().standard_normal(400_000), pair(0.05, 0.1, -20.0)  # the minority above the others
    grid = np.linspace(-24, 4, 40_001)
    levels = (law.weights * norm.cdf((grid[:, None] - law.means[:, 0]) / np.sqrt(law.covs[:, 0, 0]))).sum(axis=1)
    ends = np.interp(norm.cdf(z), levels, grid)
    assert np.mean(ends > -10) == pytest.approx(after_shrunk_start(0.05, 0.8), abs=0.001)


# Coverage


def test_coverage_by_the_long_way():
    real, sample, groups = rng().normal(size=(40, 2)), rng(1).normal(size=(25, 2)), np.arange(40) % 3
    covered = []
    for i, row in enumerate(real):
        others = np.delete(real, i, axis=0)
        radius = np.sort(np.linalg.norm(others - row, axis=1))[3 - 1]
        covered.append(np.linalg.norm(sample - row, axis=1).min() < radius)
    wanted = [np.mean(np.array(covered)[groups == g]) for g in range(3)]
    np.testing.assert_allclose(group_coverage(real, groups, sample, k=3)[:, 0], wanted)


def two_groups(n, draws):
    groups = (draws.random(n) < 0.1).astype(int)
    return draws.normal(size=(n, 2)) + 20 * groups[:, None], groups


def test_a_perfect_sample_covers_all_but_2_to_the_minus_k():
    """Mean of 20 pairs of samples; one pair's deviation is .009 for the majority and .019 for the minority."""
    found = np.mean(
        [group_coverage(*two_groups(1000, rng(s)), two_groups(1000, rng(100 + s))[0]) for s in range(20)], 0
    )
    np.testing.assert_allclose(found[:, 0], 1 - 2.0**-5, atol=3 * 0.019 / 20**0.5)
    assert np.all(found[:, 1] < found[:, 0]) and np.all(found[:, 0] < found[:, 2])


def test_a_sample_without_the_minority_covers_none_of_it():
    real, groups = two_groups(500, rng(3))
    sample, theirs = two_groups(500, rng(4))
    found = group_coverage(real, groups, sample[theirs == 0])
    assert found[0, 0] > 0.9 and found[1, 0] == 0


# Its own output


def test_a_group_of_5_in_100_is_gone_as_often_as_the_lecture_shows():
    np.testing.assert_allclose(extinction(0.05, 100, 100)[[4, 9, 19, 99]], [0.2009, 0.4094, 0.6168, 0.8884], atol=1e-4)
    np.testing.assert_allclose(extinction(0.05, 100, 100, fresh=0.1)[[9, 99]], [0.1195, 0.1298], atol=1e-4)
    assert extinction(0.05, 100, 1)[0] == pytest.approx(0.95**100)
    assert extinction(0.05, 100, 3, fresh=1.0) == pytest.approx(0.95**100)
    assert np.all(extinction(0.0, 10, 2) == 1) and np.all(extinction(1.0, 10, 2) == 0)


@pytest.mark.parametrize("fresh", [0.0, 0.1])
def test_the_exact_chain_agrees_with_runs_of_own_output(fresh):
    """4000 runs: three binomial standard errors of a share of .4 are .023."""
    share = lambda rows: lambda n, draws: (draws.random((n, rows.shape[1])) < rows.mean(axis=0)).astype(float)  # noqa: E731
    truth = lambda n, draws: (draws.random((n, 4000)) < 0.05).astype(float)  # noqa: E731
    start = np.repeat((np.arange(100) < 5).astype(float)[:, None], 4000, axis=1)
    made = own_output(share, start, 10, rng(6), truth, fresh)
    gone = (made.sum(axis=1) == 0).mean(axis=1)
    # own_output takes exactly a tenth afresh, the chain each row with chance a tenth: at most .002 apart
    np.testing.assert_allclose(gone, extinction(0.05, 100, 10, fresh), atol=0.023 + 0.002)
    assert made.mean() == pytest.approx(0.05, abs=0.003)


def test_a_refitted_gaussian_loses_variance_as_1_minus_1_over_n():
    """2000 runs of n = 20: after r rounds the mean of products of χ²_{19}/20; four standard errors."""
    n, runs, rounds = 20, 2000, 10
    fit = lambda rows: lambda m, draws: rows.mean(0) + rows.std(0) * draws.standard_normal((m, runs))  # noqa: E731
    made = own_output(fit, rng(7).standard_normal((n, runs)), rounds, rng(8))
    assert made.shape == (rounds, n, runs)
    factor = 1 - 1 / n
    variances = made.var(axis=1)  # of n draws from the r-th refit: r + 1 times the factor
    wanted = factor ** np.arange(2, rounds + 2)
    np.testing.assert_allclose(variances.mean(axis=1), wanted, atol=4 * (0.12 * rounds) ** 0.5 / runs**0.5)
    assert np.all(np.median(variances[4:], axis=1) < variances[4:].mean(axis=1))


def test_fresh_rows_come_last_and_are_as_many_as_asked():
    nothing = lambda rows: lambda n, draws: np.zeros((n, 1))  # noqa: E731
    made = own_output(nothing, np.ones((10, 1)), 3, rng(), lambda n, draws: np.full((n, 1), 7.0), 0.3)
    assert np.all(made[:, :7] == 0) and np.all(made[:, 7:] == 7)
