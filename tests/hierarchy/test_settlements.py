"""Settlements: Christaller's counts, the rank-size rule, distances on a plane and on the earth, dominance."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.hierarchy.builders import dominance_tree, dominators
from utils.hierarchy.settlements import Settlements, christaller, rank_size


@pytest.mark.parametrize(("K", "levels"), [(3, 4), (4, 4), (7, 3)])
def test_places_of_order_k_and_more_form_the_same_lattice_k_times_as_sparse(K, levels):
    system = christaller(K, levels)
    order = np.rint(np.log(system.populations) / np.log(K))
    assert order[0] == levels and (order[1:] < levels).all() and not system.positions[0].any()
    for k in range(levels):
        d = system.distances[np.ix_(order >= k, order >= k)] + np.diag(np.full((order >= k).sum(), np.inf))
        np.testing.assert_allclose(d.min(axis=1), K ** (k / 2), rtol=1e-12)  # each has a neighbour at exactly √K^k
    # a place on the edge of two market areas counts half, at a corner of three a third: K^levels in all
    around = np.exp(1j * np.pi * np.arange(6) / 3) * np.sqrt(float(K)) ** levels
    z = system.positions @ [1, 1j]
    turn = {3: np.exp(-1j * np.pi / 6), 4: 1, 7: (3 + np.exp(2j * np.pi / 3)) / np.sqrt(7)}[K] ** levels
    share = 1 / (1 + (abs(z[:, None] - around * turn) < abs(z)[:, None] + 1e-9).sum(axis=1))
    assert share.sum() == pytest.approx(K**levels)


def test_counts_by_order_fall_by_the_factor_k():
    assert Counter(christaller(7, 3).populations.tolist()) == {1: 294, 7: 42, 49: 6, 343: 1}  # no place on an edge


@given(st.integers(2, 60), st.integers(0, 9))
def test_rank_size_has_slope_minus_one_and_the_largest_first(n, seed):
    system = rank_size(n, np.random.default_rng(seed))
    np.testing.assert_allclose(system.populations * np.arange(1, n + 1), 1000)
    assert system.positions.min() >= 0 and system.positions.max() <= 1


def test_the_largest_places_lie_farther_from_each_other_than_the_next_ones():
    system = rank_size(200, np.random.default_rng(0))
    gaps = [np.min(system.distances[:k, :k] + 9 * np.eye(k)) for k in range(2, 201)]
    assert np.all(np.diff(gaps) <= 0) and gaps[-1] > 0.5 / np.sqrt(200)  # uniform ones: some at .1/√200


def test_great_circles():
    poles = Settlements([[0, 90], [0, -90], [0, 0], [180, 0], [90, 0]], np.ones(5), earth=True)
    quarter = 6371 * np.pi / 2
    np.testing.assert_allclose(poles.distances[0], [0, 2 * quarter, quarter, quarter, quarter], atol=1e-3)
    np.testing.assert_allclose(poles.distances[2], [quarter, quarter, 0, 2 * quarter, quarter], atol=1e-3)
    near = Settlements([[-94.07, 36.34], [-94.07, 36.35]], np.ones(2), earth=True)  # a hundredth of a degree north
    assert near.distances[0, 1] == pytest.approx(6371 * np.radians(0.01), rel=1e-6)


def test_dominance_follows_size_and_distance():
    system = rank_size(60, np.random.default_rng(1))
    above = dominators(system.positions, system.populations)
    assert above[0] == -1 and np.all(above[1:] < np.arange(1, 60))
    assert np.all(
        system.distances[np.arange(1, 60), above[1:]] == [system.distances[i, :i].min() for i in range(1, 60)]
    )
    assert dominance_tree(above).sizes[0] == 60


@pytest.mark.parametrize(
    ("positions", "populations", "earth", "error"),
    [
        ([[0, 0], [0, 91]], [1, 1], True, r"positions must be degrees east .* got \[ 0. 91.\] for node 1"),
        ([[0, 0], [-181, 0]], [1, 1], True, "positions must be degrees east .* for node 1"),
        ([[0, 0], [1, 1], [1, 1]], [1, 1, 1], False, r"positions must differ from place to place, got .* for node 2"),
        ([[0, 0], [1, 1]], [1, 0], False, "populations must be positive, got 0.0 for node 1"),
    ],
)
def test_the_offending_place_is_named(positions, populations, earth, error):
    with pytest.raises(ValueError, match=error):
        Settlements(positions, populations, earth)


def test_the_arrays_are_read_only_copies():
    positions = np.array([[0.0, 0], [1, 1]])
    system = Settlements(positions, [1.0, 2.0])
    positions[0] = 5
    assert not system.positions[0].any()
    with pytest.raises(ValueError, match="read-only"):
        system.populations[0] = 3
