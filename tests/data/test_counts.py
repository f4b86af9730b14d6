"""Counts: what a series says of itself, and what it cannot be made of."""

import numpy as np
import pytest

from utils.data.counts import Counts

SOLD = Counts([1, 2, 4], [3, 0, 5], "years", before=2, population=12, labels=("a", "b", "c"))


def test_edges_cumulative_and_never_follow_from_the_counts():
    np.testing.assert_array_equal(SOLD.edges, [0, 1, 2, 4])
    np.testing.assert_array_equal(SOLD.cumulative, [5, 5, 10])
    assert SOLD.never == 2 and Counts([1], [1]).never is None
    np.testing.assert_array_equal(Counts([2, 3], [1, 1], start=1.5).edges, [1.5, 2, 3])


@pytest.mark.parametrize("name", ["edges", "cumulative", "never"])
def test_those_in_a_state_are_never_added_up(name):
    with pytest.raises(ValueError, match="kind \"new\", got kind 'present'"):
        getattr(Counts([0, 1], [3, 8], kind="present", population=763), name)


def test_the_arrays_are_copies_and_read_only():
    mine = np.array([1.0, 2.0])
    made = Counts([1, 2], mine)
    mine[0] = 7
    assert made.counts[0] == 1 and made.counts.dtype == made.times.dtype == float
    for array in (made.times, made.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(counts=[3, -1, 5]), "counts must not be negative, got -1 at time 2"),
        (dict(counts=[3, 0]), r"counts must be as many as times \(3\), got 2"),
        (dict(counts=[3, np.nan, 5]), "counts must be finite"),
        (dict(times=[1, 1, 4]), "times must increase, got 1 after 1"),
        (dict(times=[1, 3, 2]), "times must increase, got 2 after 3"),
        (dict(start=1), "start must lie before the first of the times, 1, got 1"),
        (dict(before=-1), "before must be a finite number of at least 0"),
        (dict(before=5), "population must be at least the 13 counted, got 12"),
        (dict(population=0), "population must be a positive number"),
        (dict(kind="prevalence"), "kind must be one of"),
        (dict(labels=("a",)), r"labels must be as many as times \(3\), got 1"),
    ],
)
def test_what_is_no_series_of_counts_is_refused(change, message):
    valid = dict(times=[1, 2, 4], counts=[3, 0, 5], before=2, population=12)
    with pytest.raises(ValueError, match=message):
        Counts(**valid | change)


def test_more_present_than_people_are_refused_though_sums_may_exceed_them():
    assert Counts([0, 1], [8, 9], kind="present", population=10).population == 10
    with pytest.raises(ValueError, match="at least the 9 counted"):
        Counts([0, 1], [8, 9], kind="present", population=8.5)
