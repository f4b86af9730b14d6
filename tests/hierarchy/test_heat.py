"""Heat on a tree against the dense matrix exponential; semigroup, decay, and the same heat one level up."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import signal, trees
from scipy.linalg import expm

from utils.hierarchy.energies import energies
from utils.hierarchy.passes import decay_rates, down, tree_heat, up
from utils.hierarchy.tree import Hierarchy

SEEDS, TIMES = st.integers(0, 1000), st.floats(0, 3)


def tree_laplacian(h, kappa):
    """L_T = Σ_j κ_j (I − A_j) as a matrix, A_j = P_0 ⋯ P_{j−1} R_{j−1} ⋯ R_0."""
    P = R = one = np.eye(h.sizes[0])
    L = 0 * one
    for rate, copying, averaging in zip(kappa, h.copying, h.averaging):
        P, R = P @ copying, averaging @ R
        L += rate * (one - P @ R)
    return L


def kappa_of(h, seed):
    return np.random.default_rng(seed + 1).uniform(0, 2, h.depth)


@settings(max_examples=50)
@given(trees(largest=12), SEEDS, TIMES)
def test_the_tree_s_heat_is_the_matrix_exponential(h, seed, t):
    kappa, a = kappa_of(h, seed), up(h, signal(h, seed))
    np.testing.assert_allclose(
        tree_heat(a, t, kappa)[h.masses > 0],
        (expm(-t * tree_laplacian(h, kappa)) @ down(a))[h.masses > 0],
        atol=1e-10,
    )


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_each_detail_is_an_eigenvector_with_its_decay_rate(h, seed):
    kappa = kappa_of(h, seed)
    L, rates = tree_laplacian(h, kappa), decay_rates(h, kappa)
    known = h.masses > 0
    for l, d in enumerate(up(h, signal(h, seed)).details):
        on_leaves = d[h.ancestors[l]]
        np.testing.assert_allclose((L @ on_leaves)[known], rates[l] * on_leaves[known], atol=1e-11)


@settings(max_examples=50)
@given(trees(), SEEDS, TIMES, TIMES)
def test_heat_for_two_times_is_heat_for_their_sum(h, seed, s, t):
    kappa, a = kappa_of(h, seed), up(h, signal(h, seed))
    once = tree_heat(a, s + t, kappa)
    np.testing.assert_allclose(tree_heat(up(h, tree_heat(a, s, kappa)), t, kappa), once, atol=1e-11)


@settings(max_examples=50)
@given(trees(), SEEDS, TIMES)
def test_energies_decay_each_at_twice_its_rate_and_the_total_stays(h, seed, t):
    kappa, a = kappa_of(h, seed), up(h, signal(h, seed))
    later = up(h, tree_heat(a, t, kappa))
    np.testing.assert_allclose(energies(later), np.exp(-2 * decay_rates(h, kappa) * t) * energies(a), atol=1e-11)
    np.testing.assert_allclose(h.masses @ later.values[0], h.masses @ down(a), atol=1e-10)
    assert np.all(energies(later) <= energies(a) + 1e-12)


@settings(max_examples=50)
@given(trees(), SEEDS, TIMES)
def test_averaging_after_heat_is_the_upper_tree_s_heat_after_averaging(h, seed, t):
    kappa, a = kappa_of(h, seed), up(h, signal(h, seed))
    left = up(h, tree_heat(a, t, kappa)).values[1]
    if h.depth == 1:
        np.testing.assert_allclose(left, a.values[1])
    else:
        top = Hierarchy(h.parents[1:], h.node_masses[1])
        right = tree_heat(up(top, a.values[1]), t, kappa[1:])
        np.testing.assert_allclose(left, right, atol=1e-11)


@settings(max_examples=50)
@given(trees(), SEEDS, TIMES)
def test_no_value_leaves_the_range_of_the_others(h, seed, t):
    a = up(h, signal(h, seed))
    warm, x = tree_heat(a, t), down(a)
    assert x.min() - 1e-12 <= warm.min() and warm.max() <= x.max() + 1e-12


def test_leaves_merge_first_then_their_parents():
    h = Hierarchy(([0, 0, 1, 1, 2, 2, 3, 3], [0, 0, 1, 1], [0, 0]), np.ones(8))
    x = np.random.default_rng(0).normal(size=8)
    E = [energies(up(h, tree_heat(up(h, x), t))) / energies(up(h, x)) for t in (0.2, 1.0, 3.0)]
    assert np.all(np.diff(E, axis=1) > 0)  # of each level less is left than of the one above
    np.testing.assert_allclose(decay_rates(h, [1, 2, 3]), [6, 5, 3])
