"""Columns go to one scale and come back: exactly where they were seen, never where they were not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from utils.generative.tabular.scaling import checked_rows, fit_scaling

few = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10**6)


def rng(seed=0):
    return np.random.default_rng(seed)


def amounts(n=400, seed=0):
    """(n, 1): log-normal amounts in whole cents, of which 23 % are exactly 1.00 and 5 % exactly 0."""
    found = rng(seed).lognormal(3, 1.5, n).round(2)
    found[: round(0.23 * n)] = 1.0
    found[-round(0.05 * n) :] = 0.0
    return found[:, None]


# Quantile


@few
@given(seeds, st.integers(2, 80), st.integers(1, 4))
def test_quantile_brings_every_training_row_back(seed, n, distinct):
    """Few distinct values make many repeats. Φ⁻¹ and Φ round: 1e-9 of the column's range."""
    rows = np.column_stack([rng(seed).standard_t(2, n), rng(seed).integers(distinct, size=n) / 7])
    scale = fit_scaling(rows)
    gap = np.abs(scale.undo(scale.apply(rows)) - rows)
    assert scale.kind == "quantile" and np.all(gap <= 1e-9 * np.ptp(rows, axis=0))


def test_whole_cents_come_back_exactly():
    rows = amounts()
    scale = fit_scaling(rows)
    assert np.array_equal(scale.undo(scale.apply(rows)), rows)


@few
@given(seeds)
def test_nothing_comes_back_outside_the_range_of_its_column(seed):
    rows = np.column_stack([amounts(seed=seed), rng(seed).standard_t(2, 400)])
    back = fit_scaling(rows).undo(10 * rng(seed + 1).standard_normal((500, 2)))
    assert np.all(back >= rows.min(axis=0)) and np.all(back <= rows.max(axis=0))
    assert np.array_equal(back.min(axis=0), rows.min(axis=0)) and np.array_equal(back.max(axis=0), rows.max(axis=0))


def test_a_value_seen_in_23_percent_of_rows_comes_back_in_23_percent_of_draws_and_exactly():
    """5 standard errors of a share of 20 000 draws, and one step of the distribution function, 1/400."""
    rows, n = amounts(), 20_000
    rows[-1] = 1 / 3  # so that nothing is rounded to cents
    back = fit_scaling(rows).undo(rng(1).standard_normal((n, 1)))
    assert np.mean(back == 1.0) == pytest.approx(0.23, abs=5 * np.sqrt(0.23 * 0.77 / n) + 1 / 400)


def test_quantile_makes_a_column_normal_whatever_it_was():
    """The k-th of n + 1 values goes to Φ⁻¹(k/n); the two ends, which would be infinite, beyond 5 deviations."""
    rows = np.sort(rng().exponential(size=(201, 1)), axis=0)
    z = fit_scaling(rows).apply(rows)[:, 0]
    assert z[1:-1] == pytest.approx(norm.ppf(np.arange(1, 200) / 200), abs=1e-9)
    assert z[0] < -5 and z[-1] > 5


def test_quantile_takes_all_rows_of_a_large_table_and_no_chance():
    """A scale from a random part of the rows would miss their ends and move numpy's global state."""
    rows = rng().standard_normal((20_001, 1))
    before = np.random.get_state()[1].copy()
    scale = fit_scaling(rows)
    assert np.array_equal(np.random.get_state()[1], before)
    low, middle, high = scale.undo([[-10.0], [0.0], [10.0]])[:, 0]
    assert (low, high) == (rows.min(), rows.max()) and np.mean(rows < middle) == pytest.approx(0.5, abs=1e-3)


# Standard


@few
@given(seeds, st.integers(2, 60))
def test_standard_gives_mean_0_and_variance_1_and_keeps_correlations(seed, n):
    rows = rng(seed).standard_t(2, (n, 3)) * [1, 1e3, 1e-3] + [5, -2e3, 0]
    z = fit_scaling(rows, "standard").apply(rows)
    assert z.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-9) and z.var(axis=0) == pytest.approx(np.ones(3))
    assert np.corrcoef(z, rowvar=False) == pytest.approx(np.corrcoef(rows, rowvar=False), abs=1e-6)


def test_standard_is_learned_from_the_training_rows_and_goes_on_outside_their_range():
    rows, others = np.array([[0.0], [2.0], [0.5], [1 / 3]]), np.array([[10.0], [-10.0]])
    scale = fit_scaling(rows, "standard")
    assert scale.apply(others) == pytest.approx((others - rows.mean()) / rows.std(), rel=1e-12)
    assert scale.undo(scale.apply(others)) == pytest.approx(others, rel=1e-12)


# Both


@pytest.mark.parametrize("kind", ["standard", "quantile"])
def test_only_a_column_that_was_in_cents_comes_back_in_cents(kind):
    rows = np.column_stack([amounts(), rng().standard_normal(400)])
    back = fit_scaling(rows, kind).undo(rng(1).standard_normal((300, 2)))
    assert np.array_equal(back[:, 0], back[:, 0].round(2)) and np.mean(back[:, 1] == back[:, 1].round(2)) < 0.05


@pytest.mark.parametrize("kind", ["standard", "quantile"])
def test_a_constant_column_stays_what_it_is(kind):
    rows = np.column_stack([np.full(50, 1 / 3), rng().standard_normal(50)])
    scale = fit_scaling(rows, kind)
    z = scale.apply(rows)
    assert np.all(np.isfinite(z)) and scale.undo(z)[:, 0] == pytest.approx(np.full(50, 1 / 3), rel=1e-12)
    if kind == "standard":
        assert z[:, 0] == pytest.approx(np.zeros(50), abs=1e-12)


# Bad input


@pytest.mark.parametrize(
    ("rows", "kind", "message"),
    [
        ([[1.0, 2.0], [3.0, np.nan]], "standard", "rows must be finite, got nan in row 1, column 1"),
        ([[np.inf], [1.0]], "quantile", "rows must be finite, got inf in row 0, column 0"),
        ([1.0, 2.0], "standard", r"rows must have shape \(n, d\) with n of at least 2, got \(2,\)"),
        ([[1.0, 2.0]], "quantile", r"rows must have shape .* at least 2, got \(1, 2\)"),
        ([[1.0], [2.0]], "robust", "kind must be one of 'standard', 'quantile', got 'robust'"),
    ],
)
def test_bad_rows_and_kinds_are_named(rows, kind, message):
    with pytest.raises(ValueError, match=message):
        fit_scaling(rows, kind)


def test_a_wrong_number_of_columns_is_named():
    with pytest.raises(ValueError, match="others must have 3 columns, got 2"):
        checked_rows("others", np.zeros((4, 2)), columns=3)
    found = checked_rows("rows", [[1, 2]], columns=2)
    assert found.dtype == float and np.array_equal(found, [[1, 2]])
