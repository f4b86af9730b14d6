"""What rows are like and whom they give away: each measure by the long way, and at the two ends of its scale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from utils.generative.tabular.audit import closest_records, copied_share, correlation_gap, marginal_gaps, separation

few = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10**6)


def rng(seed=0):
    return np.random.default_rng(seed)


def normal(n, seed=0, correlation=0.0):
    """(n, 3), the first two columns correlated."""
    rows = rng(seed).standard_normal((n, 3))
    rows[:, 1] = correlation * rows[:, 0] + np.sqrt(1 - correlation**2) * rows[:, 1]
    return rows


# Columns, one by one and in pairs


def test_marginal_gaps_are_0_for_the_same_rows_and_1_for_disjoint_ones():
    x = normal(50)
    assert marginal_gaps(x, rng(1).permutation(x)).tolist() == [0, 0, 0]
    assert marginal_gaps(x, x + [0, 100, -100]).tolist() == [0, 1, 1]


@few
@given(seeds, st.integers(1, 30), st.integers(1, 30))
def test_a_marginal_gap_is_the_largest_distance_of_two_distribution_functions(seed, n, m):
    x, y = rng(seed).integers(6, size=(n, 2)), rng(seed + 1).integers(6, size=(m, 2))
    exact = [max(abs(np.mean(a <= v) - np.mean(b <= v)) for v in range(6)) for a, b in zip(x.T, y.T)]
    assert marginal_gaps(x, y) == pytest.approx(exact, abs=1e-12)


def test_the_floor_of_a_marginal_gap_holds_in_95_of_100_columns():
    """400 columns of one law: 380 below, within 4 standard deviations, √(400 · .95 · .05) = 4.4."""
    n, m = 300, 200
    gaps = marginal_gaps(rng().standard_normal((n, 400)), rng(1).standard_normal((m, 400)))
    below = np.sum(gaps < 1.36 * np.sqrt((n + m) / (n * m)))
    assert below >= 380 - 4 * 4.4 and below < 400


def test_a_correlation_gap_is_the_mean_over_pairs_and_knows_no_tails():
    x, y = normal(400, 0, 0.9), normal(300, 1)
    pairs = [(0, 1), (0, 2), (1, 2)]
    exact = np.mean([abs(spearmanr(x[:, i], x[:, j])[0] - spearmanr(y[:, i], y[:, j])[0]) for i, j in pairs])
    assert correlation_gap(x, y) == pytest.approx(exact, rel=1e-9) and correlation_gap(x, x) == 0
    assert exact == pytest.approx(0.3, abs=0.08)  # Spearman's is 6/π asin(.9/2) = .89 in one pair of three; errors .05
    assert correlation_gap(np.sinh(5 * x), np.exp(y)) == pytest.approx(exact, rel=1e-9)  # ranks stay what they were


def test_two_columns_have_one_pair():
    x, y = normal(60, 0, 0.9)[:, :2], normal(60, 1)[:, :2]
    assert correlation_gap(x, y) == pytest.approx(abs(spearmanr(*x.T)[0] - spearmanr(*y.T)[0]), rel=1e-9)


# Closest records


def test_distances_are_scaled_by_the_fresh_rows_and_taken_to_the_closest():
    unit = np.array([1, 1000, 0.01])
    x, trained, fresh = normal(7, 0) * unit, normal(20, 1) * unit, normal(20, 2) * unit
    to_trained, to_fresh = closest_records(x, trained, fresh)
    for found, rows in ((to_trained, trained), (to_fresh, fresh)):
        exact = [min(np.linalg.norm((a - b) / fresh.std(axis=0)) for b in rows) for a in x]
        assert found == pytest.approx(exact, rel=1e-9)


def test_copies_are_all_copied_and_fresh_rows_hardly_ever():
    """In 3 dimensions a fresh row is as likely near one set as the other; a third of the distance holds 1/27 of the
    volume, so 1/28 of rows in a uniform law: 10 of 300, and 30 is far beyond chance."""
    trained, fresh = normal(300, 1), normal(300, 2)
    near = trained + 1e-6 * normal(300, 3)
    assert copied_share(trained, trained, fresh) == copied_share(near, trained, fresh) == 1
    assert copied_share(fresh, trained, fresh) == 0 and copied_share(normal(300, 4), trained, fresh) < 0.1


def test_the_ratio_says_how_near_a_copy_is():
    trained, fresh = np.array([[0.0], [10.0]]), np.array([[4.0], [14.0]])
    x = np.array([[1.0], [1.5], [2.5]])  # 1, 1.5, 2.5 from a trained row, 3, 2.5, 1.5 from a fresh one
    assert [copied_share(x, trained, fresh, ratio) for ratio in (0.3, 0.4, 0.7, 2)] == [0, 1 / 3, 2 / 3, 1]


# Membership


@few
@given(seeds, st.integers(1, 20), st.integers(1, 20))
def test_separation_counts_the_pairs_and_half_the_ties(seed, n, m):
    members, others = rng(seed).integers(5, size=n), rng(seed + 1).integers(5, size=m)
    pairs = [(a > b) + 0.5 * (a == b) for a in members for b in others]
    assert separation(members, others) == pytest.approx(np.mean(pairs), rel=1e-12)


def test_separation_is_1_for_all_above_0_for_all_below_and_a_half_for_equal_scores():
    assert (separation([3, 4], [1, 2]), separation([1, 2], [3, 4]), separation([1, 1], [1])) == (1, 0, 0.5)


# Bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: marginal_gaps(normal(5), normal(5)[:, :2]), "y must have 3 columns like x, got 2"),
        (lambda: marginal_gaps(normal(5) * np.nan, normal(5)), "x must be finite, got nan in row 0, column 0"),
        (lambda: correlation_gap(normal(2), normal(5)), r"x must have shape .* at least 3, got \(2, 3\)"),
        (lambda: correlation_gap(normal(5), normal(5)[:, :2]), "y must have 3 columns like x, got 2"),
        (lambda: correlation_gap(normal(5)[:, :1], normal(5)[:, :1]), "x must have at least 2 columns, got 1"),
        (
            lambda: correlation_gap(normal(5), normal(5) * [1, 0, 1]),
            "y must vary in every column, got a constant column 1",
        ),
        (
            lambda: closest_records(normal(5), normal(5), normal(6)),
            r"fresh must have the shape of trained \(5, 3\), got \(6, 3\)",
        ),
        (lambda: closest_records(normal(1), normal(5), normal(5)), r"x must have shape .* at least 2, got \(1, 3\)"),
        (lambda: closest_records(normal(5)[:, :2], normal(5), normal(5)), "x must have 3 columns, got 2"),
        (lambda: separation([], [1.0]), r"members must have shape \(n,\), got \(0,\)"),
        (lambda: separation([1.0], [np.nan]), "others must be finite, got nan"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
