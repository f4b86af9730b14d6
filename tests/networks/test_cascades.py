"""Cascades against closed forms, against enumeration on small graphs, and steps against live edges."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2_contingency

from utils.networks.cascades import (
    cascade_sizes,
    chances,
    complex_contagion,
    independent_cascade,
    linear_threshold,
    live_edges,
    mean_and_error,
    reached,
    spread,
    threshold_edges,
)
from utils.networks.graphs import adjacency, edges_of, from_edges

CHAIN = from_edges(6, [(i, i + 1) for i in range(5)])
STAR = from_edges(8, [(0, i) for i in range(1, 8)])
RNG = np.random.default_rng


def some_graph(seed, n=8, p=0.35, weights=False):
    rng = RNG(seed)
    A = np.triu(rng.random((n, n)) < p, 1) * (rng.uniform(0.5, 2, (n, n)) if weights else 1.0)
    return adjacency(A + A.T)


def enumerated_spread(A, seeds, p):
    """Σ over all sets of live ties of their probability times the number reached: the definition, word for word."""
    ties, total = edges_of(A), 0.0
    for live in product([0, 1], repeat=len(ties)):
        reach = set(seeds)
        while True:
            more = {b for on, (i, j) in zip(live, ties) if on for a, b in ((i, j), (j, i)) if a in reach} - reach
            if not more:
                break
            reach |= more
        total += p ** sum(live) * (1 - p) ** (len(ties) - sum(live)) * len(reach)
    return total


def test_on_a_chain_the_spread_is_a_geometric_sum():
    mean, error = spread(CHAIN, [0], 0.6, RNG(0), 40_000)
    assert abs(mean - sum(0.6**i for i in range(6))) < 4 * error and error < 0.02


def test_on_a_star_the_centre_reaches_a_binomial_number_in_one_step():
    steps = independent_cascade(STAR, [0], 0.3, 40_000, RNG(1))
    sizes = (steps == 1).sum(axis=1)
    np.testing.assert_allclose(np.bincount(sizes, minlength=8) / 40_000, binom.pmf(range(8), 7, 0.3), atol=0.012)
    assert set(np.unique(steps)) == {-1, 0, 1}


def test_a_leaf_of_a_star_reaches_the_others_through_the_centre():
    mean, error = spread(STAR, [3], 0.3, RNG(2), 40_000)
    assert abs(mean - (1 + 0.3 * (1 + 6 * 0.3))) < 4 * error


def test_each_active_node_has_one_chance_only():
    """Two nodes: were the seed to try again each step, the other would surely be reached."""
    assert abs(cascade_sizes(from_edges(2, [(0, 1)]), [0], 0.2, 20_000, RNG(3)).mean() - 1.2) < 0.012


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_steps_and_live_edges_have_the_spread_found_by_enumeration(seed):
    A = some_graph(seed, 6, 0.5)
    exact = enumerated_spread(A, [0, 3], 0.4)
    by_steps = spread(A, [0, 3], 0.4, RNG(seed), 20_000)
    sizes = reached(live_edges(A, 0.4, 20_000, RNG(seed + 10)), [0, 3]).sum(axis=1)
    assert abs(by_steps.mean - exact) < 4 * by_steps.error
    assert abs(sizes.mean() - exact) < 4 * sizes.std() / np.sqrt(20_000)


def same_law(one, other, level=1e-3):
    """Chi-squared test that two samples of whole numbers have one law; rare values pooled."""
    table = np.array([np.bincount(x, minlength=max(one.max(), other.max()) + 1) for x in (one, other)])
    common = table.sum(axis=0) >= 20
    table = np.c_[table[:, common], table[:, ~common].sum(axis=1)]
    return chi2_contingency(table[:, table.sum(axis=0) > 0]).pvalue > level


def test_live_edges_have_the_law_of_the_cascade_s_size():
    A = some_graph(7, 30, 0.12)
    steps = cascade_sizes(A, [0, 1], 0.3, 5_000, RNG(0))
    live = reached(live_edges(A, 0.3, 5_000, RNG(1)), [0, 1]).sum(axis=1)
    assert same_law(steps, live)
    assert not same_law(steps, cascade_sizes(A, [0, 1], 0.35, 5_000, RNG(2)))  # the test can fail


@pytest.mark.parametrize("influence", [1.0, 0.7])
@pytest.mark.parametrize("seed", [0, 1])
def test_threshold_edges_have_the_law_of_the_linear_threshold_model(seed, influence):
    """Kempe, Kleinberg & Tardos 2003, theorem 2.5, with unequal weights."""
    A = some_graph(seed, 12, 0.3, weights=True)
    steps = (linear_threshold(A, [0, 5], 6_000, RNG(seed), influence) >= 0).sum(axis=1)
    live = reached(threshold_edges(A, 6_000, RNG(seed + 5), influence), [0, 5]).sum(axis=1)
    assert same_law(steps, live)
    assert not same_law(steps, reached(threshold_edges(A, 6_000, RNG(9), influence * 0.8), [0, 5]).sum(axis=1))


def test_threshold_edges_keep_at_most_one_tie_into_a_node_and_choose_it_by_weight():
    A = adjacency(np.array([[0, 0, 1.0], [0, 0, 3.0], [0, 0, 0]]))
    live = threshold_edges(A, 20_000, RNG(0), influence=0.8)
    kept = live.toarray().reshape(20_000, 3, 3)
    assert kept.sum(axis=1).max() == 1 and not kept[:, :, :2].any()
    np.testing.assert_allclose(kept[:, :2, 2].mean(axis=0), [0.2, 0.6], atol=0.015)


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_snapshot_keeps_ties_of_the_graph_only(seed, p):
    A, live = some_graph(seed), live_edges(some_graph(seed), p, 3, RNG(seed))
    assert live.shape == (24, 8) and all((live[8 * s : 8 * s + 8] > A).nnz == 0 for s in range(3))
    assert live.nnz == {0.0: 0, 1.0: 3 * A.nnz}.get(p, live.nnz)


@given(st.integers(0, 10_000))
def test_with_certain_ties_a_cascade_is_breadth_first_search(seed):
    from scipy.sparse.csgraph import shortest_path

    A = some_graph(seed)
    distance = shortest_path(A, unweighted=True, indices=[0, 1]).min(axis=0)
    steps = independent_cascade(A, [0, 1], 1.0, 2, RNG(0))
    np.testing.assert_array_equal(steps, np.tile(np.where(np.isinf(distance), -1, distance), (2, 1)))


def test_the_standard_error_is_the_sd_over_the_root_of_the_number():
    assert mean_and_error([1.0, 2, 6]) == (3, pytest.approx(np.sqrt(7 / 3)))
    values = [spread(STAR, [0], 0.3, RNG(i), 400) for i in range(200)]
    np.testing.assert_allclose(np.std([one.mean for one in values]), np.mean([one.error for one in values]), rtol=0.15)


def test_replicas_in_several_portions_have_the_same_mean(monkeypatch):
    A = some_graph(3, 20)
    monkeypatch.setattr("utils.networks.cascades.CELLS", 0)  # portions of 64
    sizes = cascade_sizes(A, [0], 1.0, 200, RNG(0))
    assert len(sizes) == 200 and len(set(sizes)) == 1 and sizes[0] > 1


def test_every_tie_may_have_its_own_chance():
    A = from_edges(3, [(0, 1), (0, 2)], directed=True)
    into = chances(A, np.array([0.9, 0.2]))
    assert into[0, 1] == 0.9 and into[0, 2] == 0.2
    active = independent_cascade(A, [0], [0.9, 0.2], 20_000, RNG(0)) >= 0
    np.testing.assert_allclose(active.mean(axis=0), [1, 0.9, 0.2], atol=0.012)


def test_directed_ties_carry_influence_one_way():
    A = from_edges(3, [(0, 1), (1, 2)], directed=True)
    assert (independent_cascade(A, [1], 1.0, 1, RNG(0)) == [[-1, 0, 1]]).all()
    assert (linear_threshold(A, [1], 1, RNG(0)) == [[-1, 0, 1]]).all()


@pytest.mark.parametrize("seed", range(4))
def test_spread_is_monotone_and_submodular_by_enumeration(seed):
    """Adding a node helps, and helps a smaller set more: over all pairs of sets of a graph of five."""
    A = some_graph(seed, 5, 0.6)
    sets = [frozenset(c) for size in range(1, 5) for c in combinations(range(5), size)]
    sigma = {S: enumerated_spread(A, S, 0.4) for S in [*sets, frozenset(range(5))]}
    for small, large in product(sets, sets):
        if small <= large:
            for v in set(range(5)) - large:
                assert sigma[small | {v}] - sigma[small] >= sigma[large | {v}] - sigma[large] - 1e-12
                assert sigma[large | {v}] >= sigma[large] - 1e-12


def test_complex_contagion_is_not_submodular():
    """With two neighbours needed, a second seed helps more than the first."""
    A = from_edges(3, [(0, 2), (1, 2)])
    reach = {S: (complex_contagion(A, list(S), needed=2) >= 0).sum() for S in ((0,), (1,), (0, 1))}
    assert reach == {(0,): 1, (1,): 1, (0, 1): 3}


def test_complex_contagion_needs_so_many_neighbours_or_such_a_share():
    ladder = from_edges(6, [(0, 1), (2, 3), (4, 5), (0, 2), (2, 4), (1, 3), (3, 5), (0, 3), (2, 5)])
    np.testing.assert_array_equal(complex_contagion(ladder, [0, 1], needed=2), [0, 0, 2, 1, 4, 3])
    np.testing.assert_array_equal(complex_contagion(ladder, [0, 1], needed=3), [0, 0, -1, -1, -1, -1])
    np.testing.assert_array_equal(complex_contagion(STAR, [1, 2, 3], fraction=3 / 7), [1, 0, 0, 0, *[2] * 4])
    np.testing.assert_array_equal(complex_contagion(STAR, [1, 2, 3], fraction=0.43), [-1, 0, 0, 0, *[-1] * 4])
    loud = from_edges(3, [(0, 2), (1, 2)], [3.0, 1.0])  # a share counts by weight, a number does not
    assert complex_contagion(loud, [0], fraction=0.75)[2] == 1 == complex_contagion(loud, [1], needed=1)[2]
    assert complex_contagion(loud, [1], fraction=0.26)[2] == -1 == complex_contagion(loud, [0], needed=2)[2]


def test_a_share_that_rounding_leaves_just_short_is_reached():
    A = from_edges(11, [(0, i) for i in range(1, 11)])
    for active in range(1, 11):
        assert complex_contagion(A, range(1, active + 1), fraction=active / 10)[0] == 1


def test_one_neighbour_needed_is_breadth_first_search():
    assert list(complex_contagion(CHAIN, [2], needed=1)) == [2, 1, 0, 1, 2, 3]


def test_on_a_chain_the_linear_threshold_spread_halves_from_node_to_node():
    """An inner node of a chain has two neighbours of weight 1/2, the last one only one."""
    mean = (linear_threshold(CHAIN, [0], 20_000, RNG(0)) >= 0).mean(axis=0)
    np.testing.assert_allclose(mean, [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 16], atol=0.012)
