"""A split leaks nothing, loses nothing, and has both classes in both parts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_frauds import SMALL, rng, small_split, with_copies

from utils.data.transactions import Transactions, draw_transactions, duplicate_groups
from utils.generative.tabular.split import split

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 10**6)
PLAIN = SMALL.without("Time").features


def as_set(rows):
    return {tuple(row) for row in rows}


@few
@given(seeds, st.sampled_from([0.1, 0.2, 0.5]))
def test_a_split_is_stratified_and_holds_each_row_once(seed, share):
    data = small_split(seed, test_share=share)
    assert (data.test_y.sum(), len(data.test_y)) == (round(60 * share), round(60 * share) + round(540 * share))
    assert not as_set(data.x) & as_set(data.test_x) and as_set(data.x) | as_set(data.test_x) == as_set(PLAIN)
    assert len(data.x) + len(data.test_x) == 600
    label = dict(zip(map(tuple, PLAIN), SMALL.labels))
    for rows, labels in ((data.x, data.y), (data.test_x, data.test_y)):
        assert [label[tuple(row)] for row in rows] == labels.tolist()


@few
@given(seeds)
def test_copies_stay_together_also_where_they_have_both_labels(seed):
    transactions, groups = with_copies()
    data = split(transactions, seed, groups)
    assert np.array_equal(
        duplicate_groups(transactions.features) == duplicate_groups(transactions.features)[:, None],
        groups == groups[:, None],
    )  # what the groups are
    assert not as_set(data.x) & as_set(data.test_x) and len(data.x) + len(data.test_x) == len(groups)
    # 12 of the 60 groups with a fraud are tested, 108 of the 540 others; 6 hold two frauds, one a legitimate row too
    assert (len(as_set(data.test_x) & as_set(PLAIN[SMALL.labels == 1])), len(as_set(data.test_x))) == (12, 120)
    assert 12 <= data.test_y.sum() <= 18 and data.test_y.sum() + data.y.sum() == 66


def test_without_groups_copies_do_leak():
    """Why there are groups: some of 17 copies fall apart in each of these splits."""
    transactions, _ = with_copies()
    for seed in range(5):
        data = split(transactions, seed)
        assert as_set(data.x) & as_set(data.test_x)


def test_another_seed_is_another_split_and_the_same_seed_the_same():
    assert np.array_equal(small_split(3).test_x, small_split(3).test_x)
    assert as_set(small_split(3).test_x) != as_set(small_split(4).test_x)


def test_time_is_dropped_and_amounts_are_those_of_the_test_rows():
    data, amount = small_split(), dict(zip(map(tuple, PLAIN), SMALL.column("Amount")))
    assert data.x.shape[1] == data.test_x.shape[1] == 29
    assert data.amounts.tolist() == [amount[tuple(row)] for row in data.test_x] == data.test_x[:, -1].tolist()
    without = split(SMALL.without("Time"), 0)
    assert all(
        np.array_equal(getattr(data, name), getattr(without, name))
        for name in ("x", "y", "test_x", "test_y", "amounts")
    )


def test_columns_may_stand_in_any_order():
    order = rng().permutation(30)
    mixed = Transactions(SMALL.features[:, order], SMALL.labels, [SMALL.columns[place] for place in order], "mixed")
    data, plain = split(mixed, 0), small_split()
    assert np.array_equal(data.amounts, plain.amounts) and np.array_equal(np.sort(data.x), np.sort(plain.x))


def test_fresh_rows_join_the_test_part_and_further_frauds_neither():
    fresh, further = draw_transactions(5, 40, rng(1)), draw_transactions(7, 30, rng(2))
    data, plain = small_split(fresh=fresh, further=further), small_split()
    assert np.array_equal(data.x, plain.x) and np.array_equal(data.test_x[:120], plain.test_x)
    assert np.array_equal(data.test_x[120:], fresh.features[:, 1:]) and np.array_equal(data.test_y[120:], fresh.labels)
    assert np.array_equal(data.amounts[120:], fresh.column("Amount"))
    assert np.array_equal(data.further, further.features[further.labels == 1][:, 1:]) and plain.further is None


def test_positives_and_negatives_are_those_of_the_training_part():
    data = small_split()
    assert len(data.positives) == 48 and len(data.negatives) == 432
    assert as_set(data.positives) == as_set(PLAIN[SMALL.labels == 1]) - as_set(data.test_x)
    assert as_set(data.negatives) == as_set(PLAIN[SMALL.labels == 0]) - as_set(data.test_x)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"test_share": 0}, r"test_share must lie in \(0, 1\), got 0"),
        ({"test_share": 1.0}, r"test_share must lie in \(0, 1\), got 1.0"),
        ({"test_share": np.nan}, r"test_share must lie in \(0, 1\), got nan"),
        ({"test_share": 0.005}, "test_share must leave rows of label 1 in both parts, got 0.005, which tests 0 of 60"),
        ({"seed": None}, "seed must be a whole number of at least 0, got None"),
        ({"groups": np.arange(5)}, r"groups must have shape \(600,\), one a row, got \(5,\)"),
    ],
)
def test_a_bad_split_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        split(SMALL, **({"seed": 0} | options))
