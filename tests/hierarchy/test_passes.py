"""Up and down: reconstruction, conservation, the maximum principle, paths; pictures against PyWavelets."""

import numpy as np
import pytest
import pywt
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import signal, ties, trees

from utils.hierarchy.energies import energies
from utils.hierarchy.graph import lazy_steps
from utils.hierarchy.passes import down, path, up
from utils.hierarchy.tree import Hierarchy

SEEDS = st.integers(0, 1000)


@settings(max_examples=50)
@given(trees(), SEEDS, st.sampled_from([None, 1, 3]))
def test_down_returns_what_up_was_given_wherever_there_is_data(h, seed, columns):
    x = signal(h, seed, columns)
    known = h.masses > 0
    np.testing.assert_allclose(down(up(h, x))[known], x[known], atol=1e-12)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_down_returns_it_whatever_the_smoothing_was(h, seed):
    rng = np.random.default_rng(seed)
    anything = [lambda y: np.sort(y)[::-1] * abs(y) ** 0.5 + rng.normal(size=y.shape) for _ in range(h.depth)]
    x = signal(h, seed)
    np.testing.assert_allclose(down(up(h, x, anything))[h.masses > 0], x[h.masses > 0], atol=1e-8)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_every_level_keeps_the_total_and_the_range_with_and_without_ties(h, seed):
    x = signal(h, seed)
    known = x[h.masses > 0]
    for H in (None, lazy_steps(h, ties(h, seed))):
        for values, mass in zip(up(h, x, H).values, h.node_masses):
            np.testing.assert_allclose(mass @ values, h.masses[h.masses > 0] @ known, atol=1e-10)
            assert known.min() - 1e-12 <= values.min() and values.max() <= known.max() + 1e-12


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_an_inner_value_is_the_mean_by_mass_of_its_leaves(h, seed):
    x = signal(h, seed)
    for l, values in enumerate(up(h, x).values):
        for node in range(h.sizes[l]):
            mine = (h.ancestors[l] == node) & (h.masses > 0)
            if mine.any():
                np.testing.assert_allclose(values[node], np.average(x[mine], weights=h.masses[mine]), atol=1e-12)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_details_average_to_zero_within_each_parent_and_vanish_where_data_are_missing(h, seed):
    a = up(h, signal(h, seed))
    for l, d in enumerate(a.details):
        np.testing.assert_allclose(h.averaging[l] @ d, 0, atol=1e-12)
        assert np.all(d[h.node_masses[l] == 0] == 0)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_a_missing_leaf_is_given_its_nearest_known_ancestor(h, seed):
    a = up(h, signal(h, seed))
    for leaf in np.flatnonzero(h.masses == 0):
        nearest = next(l for l in range(h.depth + 1) if h.node_masses[l][h.ancestors[l][leaf]] > 0)
        assert down(a)[leaf] == pytest.approx(a.values[nearest][h.ancestors[nearest][leaf]])


@settings(max_examples=50)
@given(trees(), SEEDS, st.sampled_from([None, 2]))
def test_the_parts_of_a_path_sum_to_the_leaf(h, seed, columns):
    x = signal(h, seed, columns)
    a = up(h, x)
    for leaf in range(h.sizes[0]):
        nodes, parts = path(a, leaf)
        assert nodes.tolist() == [h.ancestors[l][leaf] for l in range(h.depth + 1)]
        np.testing.assert_allclose(parts.sum(axis=0), x[leaf] if h.masses[leaf] > 0 else a.values[0][leaf])


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_level_energies_sum_to_the_variance(h, seed):
    x, m = signal(h, seed), h.masses
    known = m > 0
    mean = np.average(x[known], weights=m[known])
    np.testing.assert_allclose(
        energies(up(h, x)).sum(), np.average((x[known] - mean) ** 2, weights=m[known]), atol=1e-11
    )


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_gains_scale_the_details_level_by_level_or_node_by_node(h, seed):
    a = up(h, signal(h, seed))
    rng = np.random.default_rng(seed)
    g = rng.uniform(0, 2, h.depth)
    by_hand = a.values[-1][h.ancestors[h.depth]]
    for l, d in enumerate(a.details):
        by_hand = by_hand + g[l] * d[h.ancestors[l]]
    np.testing.assert_allclose(down(a, g), by_hand, atol=1e-12)
    np.testing.assert_allclose(down(a, [np.full(n, one) for n, one in zip(h.sizes, g)]), by_hand, atol=1e-12)
    np.testing.assert_allclose(down(a, 0), a.values[-1][0])


def quadtree(n):
    """Blocks of 2 × 2 pixels, by hand."""
    parents = []
    while n > 1:
        row, column = np.divmod(np.arange(n * n), n)
        parents.append(row // 2 * (n // 2) + column // 2)
        n //= 2
    return Hierarchy(tuple(parents), np.ones(len(parents[0])))


def test_a_picture_s_means_and_energies_are_those_of_the_haar_transform():
    picture = np.random.default_rng(0).normal(size=(16, 16))
    a = up(quadtree(16), picture.ravel())
    for level in range(1, 5):
        coarse, *bands = pywt.wavedec2(picture, "haar", level=level)
        np.testing.assert_allclose(a.values[level].reshape(coarse.shape), coarse / 2**level, atol=1e-13)
        haar = sum((band**2).sum() for band in bands[0]) / picture.size  # bands[0]: the coarsest
        np.testing.assert_allclose(energies(a)[level - 1], haar)


def test_values_are_checked_where_they_count():
    h = Hierarchy(([0, 0, 0],), [1.0, 0.0, 2.0])
    assert up(h, [1.0, np.nan, 4.0]).values[1] == [3.0]
    with pytest.raises(ValueError, match="x must be finite where the mass is not 0, got nan for node 2"):
        up(h, [1.0, 2.0, np.nan])
    with pytest.raises(ValueError, match=r"x must have shape \(3,\) or \(3, k\), got \(2,\)"):
        up(h, [1.0, 2.0])
