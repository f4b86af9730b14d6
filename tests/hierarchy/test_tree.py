"""What a tree refuses, by name; its matrices against the definition."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from random_trees import trees

from utils.hierarchy.tree import Hierarchy

GOOD = ([0, 0, 1, 1, 1], [0, 0])


def tree(*parents, masses=None):
    return Hierarchy(parents, np.ones(len(parents[0])) if masses is None else masses)


@pytest.mark.parametrize(
    ("parents", "masses", "complaint"),
    [
        (([0, 0, 1, -1, 1], [0, 0]), None, r"parents\[0\] must give each node a parent, got -1 for node 3"),
        (([0, 0, 1, 2, 1], [0, 0]), None, r"parents\[0\] must be one of the 2 nodes of level 1, got 2 for node 3"),
        (([0, 0, 1, 1, 1], [0, 1]), None, r"parents\[1\] must be 0, the only root, got 1 for node 1"),
        (([0, 0, 0, 0, 0], [0, 0]), None, r"parents\[0\] must give each node of level 1 a child, got 0 for node 1"),
        (GOOD, [1, 1, 1, 1, -2], "masses must be at least 0, got -2.0 for node 4"),
        (GOOD, [0, 0, 0, 0, 0], "masses must leave a leaf with data, got 0 for all 5"),
        (GOOD, [1, 1, 1, 1], r"masses must have shape \(5,\), got \(4,\)"),
        (GOOD, [1, 1, np.nan, 1, 1], "masses must be finite, got nan"),
        (([0.0, 1.0], [0, 0]), None, r"parents\[0\] must be an array of whole numbers"),
        ((), None, "parents must hold an array for each level"),
    ],
)
def test_what_is_no_tree_is_refused_and_the_offender_named(parents, masses, complaint):
    with pytest.raises(ValueError, match=complaint):
        Hierarchy(parents, np.ones(5 if parents and len(parents[0]) == 5 else 2) if masses is None else masses)


@settings(max_examples=50)
@given(trees())
def test_averaging_undoes_copying_where_there_is_mass_and_is_its_adjoint(h):
    for l in range(h.depth):
        P, R = h.copying[l].toarray(), h.averaging[l].toarray()
        m, M = h.node_masses[l], h.node_masses[l + 1]
        np.testing.assert_allclose(R @ P, np.diag((M > 0).astype(float)), atol=1e-12)
        np.testing.assert_allclose(M[:, None] * R, (m[:, None] * P).T, atol=1e-12)  # ⟨R x, z⟩_M = ⟨x, P z⟩_m


@settings(max_examples=50)
@given(trees())
def test_ancestors_are_parents_of_parents_and_masses_add_up(h):
    for l in range(h.depth + 1):
        above = h.ancestors[l]
        expected = [h.masses[above == node].sum() for node in range(h.sizes[l])]
        np.testing.assert_allclose(h.node_masses[l], expected)
        assert set(above) == set(range(h.sizes[l]))


def test_arrays_are_read_only_copies_and_other_masses_make_another_tree():
    above = np.array([0, 0])
    h = Hierarchy((above,), [1.0, 2.0])
    above[0] = 7
    assert h.parents[0].tolist() == [0, 0] and not h.parents[0].flags.writeable and not h.masses.flags.writeable
    assert replace(h, masses=[0.0, 5.0]).node_masses[-1][0] == 5


def test_a_single_leaf_under_a_root_is_the_smallest_tree():
    assert tree([0]).sizes == (1, 1)


def test_names_go_with_the_tree_and_there_is_one_for_each_node():
    named = Hierarchy(([0, 0],), [1, 1], (("York", "Leeds"), ("Yorkshire",)))
    assert named.line(1).tolist() == [1, 0]
    with pytest.raises(ValueError, match=r"names must hold \(2, 1\) texts, got \(\('York'"):
        replace(named, names=(("York",), ("Yorkshire",)))
