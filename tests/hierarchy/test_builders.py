"""Trees from parents in any order, pictures, settlements, tables and graphs; what is no tree is named."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array

from utils.data.karate import load_karate
from utils.hierarchy.builders import (
    dominance_tree,
    dominators,
    from_columns,
    from_parents,
    merge_graph,
    quadtree,
    ward_tree,
)


@settings(max_examples=60)
@given(st.integers(2, 30), st.integers(0, 1000))
def test_every_leaf_keeps_its_line_of_ancestors(n, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(n)
    parents = np.full(n, -1)
    for k in range(1, n):
        parents[order[k]] = order[rng.integers(k)]
    h, leaves = from_parents(parents)
    assert sorted(set(range(n)) - set(parents.tolist())) == leaves.tolist()
    for i, leaf in enumerate(leaves):
        line = [int(h.names[l][h.ancestors[l][i]]) for l in range(h.depth + 1)]
        node, mine = leaf, []
        while node != -1:
            mine.append(node)
            node = parents[node]
        repeated = len(line) - len(mine)
        assert line == [leaf] * repeated + mine


@pytest.mark.parametrize(
    ("parents", "complaint"),
    [
        ([-1, 0, 3, 4, 2, 2], "parents must lead to the root from every node, got a cycle through node [234]$"),
        ([-1, 1], "a cycle through node 1"),
        ([-1, 0, -1, 2], r"parents must be -1 for one root, got 2 roots: \[0, 2\]"),
        ([1, 0], "got 0 roots"),
        ([-1, 0, 7], "parents must lie in 0 to 2, or be -1, got 7 for node 2"),
        ([-1], r"parents must have shape \(n,\) with n of at least 2"),
    ],
)
def test_what_is_no_tree_is_refused_and_the_offender_named(parents, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_parents(parents)


@pytest.mark.parametrize("shape", [(8,), (8, 8), (5, 7), (1, 1), (4, 4, 4), (1, 9)])
def test_a_block_holds_the_pixels_whose_halved_places_agree(shape):
    h = quadtree(shape)
    places = np.indices(shape).reshape(len(shape), -1)
    assert h.sizes[0] == np.prod(shape) and h.depth == max(1, np.ceil(np.log2(max(shape))))
    for l in range(h.depth + 1):
        blocks = (places // 2**l).T
        same = (blocks[:, None] == blocks).all(axis=2)
        assert np.array_equal(same, h.ancestors[l][:, None] == h.ancestors[l])


def test_settlements_join_the_nearest_that_is_larger():
    rng = np.random.default_rng(0)
    positions, populations = rng.uniform(size=(60, 2)), 1000 / (1 + rng.permutation(60) // 2)  # pairs of equals
    above = dominators(positions, populations)
    for i, j in enumerate(above):
        larger = [k for k in range(60) if populations[k] > populations[i]] or [populations.argmax()]
        nearest = min(larger, key=lambda k: np.hypot(*(positions[k] - positions[i])))
        assert j == (-1 if i == populations.argmax() else nearest)
    h = dominance_tree(above)
    assert h.sizes[0] == 60 and np.all(np.diff(h.sizes) < 0)
    for leaf in range(60):
        line = [int(h.names[l][h.ancestors[l][leaf]]) for l in range(h.depth + 1)]
        for here, there in pairwise(line):
            assert there in (here, above[here])
        assert line[-1] == populations.argmax()

    def order(i):
        return max((1 + order(k) for k in np.flatnonzero(above == i)), default=0)

    for l, names in enumerate(h.names):
        assert names == tuple(str(i) for i in range(60) if order(i) >= l)


def test_a_table_s_columns_are_levels_from_the_top():
    table = {
        "region": ["north", "south", "north", "north"],
        "county": ["york", "kent", "york", "durham"],
        "site": ["b", "c", "a", "d"],
    }
    h, rows = from_columns(table)
    assert h.sizes == (4, 3, 2, 1) and rows.tolist() == [1, 2, 0, 3]
    for row, leaf in enumerate(rows):
        line = [h.names[l][h.ancestors[l][leaf]] for l in range(4)]
        assert line == [table["site"][row], table["county"][row], table["region"][row], "all"]
    _, rows = from_columns({"group": ["x", "x", "y"], "user": ["a", "a", "b"]})
    assert rows.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("county", "complaint"),
    [
        (["york", "", "kent"], "columns must name a county in each row, got '' in row 1"),
        (["york", "kent", None], "columns must name a county in each row, got None in row 2"),
        (
            ["york", "york", "kent"],
            "columns must give county 'york' one place, got rows 0 and 1 apart",
        ),
    ],
)
def test_a_level_skipped_or_a_name_in_two_places_is_named_by_row_and_column(county, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_columns({"region": ["north", "south", "south"], "county": county})


def nested(rng, ratio=0.2, n=64):
    """Four blocks in two halves: ties ever scarcer outwards."""
    block = np.arange(n) * 4 // n
    apart = (block[:, None] != block).astype(int) + (block[:, None] // 2 != block // 2)
    A = np.triu(rng.random((n, n)) < 0.8 * ratio**apart, 1).astype(float)
    return A + A.T, block


def test_planted_blocks_and_their_halves_are_found():
    A, block = nested(np.random.default_rng(1))
    h = merge_graph(A, sizes=[4, 2, 1])
    for level, planted in ((1, block), (2, block // 2)):
        found = h.ancestors[level]
        assert len(set(zip(found, planted))) == len(set(planted))  # one to one
    np.testing.assert_allclose(h.masses, A.sum(axis=1))
    given = csr_array(A + 9 * np.eye(64))
    to_themselves = merge_graph(given, sizes=[4, 2, 1])
    assert np.array_equal(given.toarray(), A + 9 * np.eye(64))
    assert np.array_equal(to_themselves.ancestors[1], h.ancestors[1]) and np.array_equal(to_themselves.masses, h.masses)


def test_default_levels_halve_and_merges_nest():
    A, _ = nested(np.random.default_rng(2))
    h, coarser = merge_graph(A), merge_graph(A, sizes=[16, 4, 1])
    assert h.sizes == (64, 32, 16, 8, 4, 2, 1)
    for fine, coarse in ((2, 1), (4, 2)):  # the same merges, cut at the same places
        assert len(set(zip(h.ancestors[fine], coarser.ancestors[coarse]))) == coarser.sizes[coarse]


def test_the_order_in_which_nodes_are_listed_does_not_matter():
    A, _ = nested(np.random.default_rng(3))
    order = np.random.default_rng(4).permutation(64)
    h, other = merge_graph(A), merge_graph(A[np.ix_(order, order)])
    for l in range(h.depth):
        mine = h.ancestors[l][order]
        assert len(set(zip(mine, other.ancestors[l]))) == h.sizes[l]


def test_the_first_merge_is_the_cheapest_tied_pair_by_ward_s_cost():
    A = load_karate().adjacency
    masses = A.sum(axis=1)
    step = (np.eye(34) + A / masses[:, None]) / 2
    rows = np.linalg.matrix_power(step, 3) / np.sqrt(masses)
    cost = {
        (i, j): masses[i] * masses[j] / (masses[i] + masses[j]) * ((rows[i] - rows[j]) ** 2).sum()
        for i, j in zip(*np.triu(A).nonzero())
    }
    h = merge_graph(A, steps=3, sizes=[33, 1])
    (pair,) = [np.flatnonzero(h.parents[0] == k) for k in range(33) if np.sum(h.parents[0] == k) == 2]
    assert cost[tuple(pair)] <= min(cost.values()) + 1e-12


def test_ward_s_merges_are_those_of_scipy_where_everybody_is_tied_and_masses_are_equal():
    rng = np.random.default_rng(5)
    c = rng.normal(size=(25, 3))
    h = ward_tree(csr_array(np.ones((25, 25)) - np.eye(25)), c, np.ones(25), sizes=[12, 5, 2, 1])
    merges = linkage(c, "ward")
    for l in range(1, 4):
        theirs = fcluster(merges, h.sizes[l], "maxclust")
        assert len(set(zip(h.ancestors[l], theirs))) == h.sizes[l] == len(set(theirs))


def test_the_karate_club_splits_as_it_did():
    club = load_karate()
    found = merge_graph(club.adjacency, sizes=[2, 1]).ancestors[1]
    assert max(np.mean(found == club.club), np.mean(found != club.club)) >= 0.94


def test_parts_without_a_tie_between_them_merge_last():
    A = nx.to_scipy_sparse_array(nx.disjoint_union_all([nx.cycle_graph(5)] * 3), dtype=float)
    h = merge_graph(A, sizes=[3, 1])
    assert len(set(zip(h.ancestors[1], np.arange(15) // 5))) == 3


def test_a_node_without_a_tie_is_named():
    A = np.ones((4, 4))
    A[2] = A[:, 2] = 0
    with pytest.raises(ValueError, match="W must tie every node to another, got 0.0 for node 2"):
        merge_graph(A)
    with pytest.raises(ValueError, match=r"sizes must fall from below 4 to 1, got \[4 1\]"):
        merge_graph(np.ones((4, 4)), sizes=[4, 1])
