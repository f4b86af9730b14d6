"""The graph engine: Galerkin's coarse operator, what a lazy step keeps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import signal, ties, trees
from scipy.sparse import csr_array

from utils.hierarchy.graph import coarse_ties, laplacian, lazy_steps
from utils.hierarchy.passes import up
from utils.hierarchy.tree import Hierarchy

SEEDS = st.integers(0, 1000)
PAIR = Hierarchy(([0, 0],), [1.0, 3.0])


@settings(max_examples=30)
@given(trees(), SEEDS)
def test_the_coarse_laplacian_is_galerkin_s(h, seed):
    W = coarse_ties(h, ties(h, seed))
    L = [laplacian(one, mass) for one, mass in zip(W, h.node_masses)]
    for l in range(h.depth):
        np.testing.assert_allclose((h.averaging[l] @ L[l] @ h.copying[l]).toarray(), L[l + 1].toarray(), atol=1e-11)


@settings(max_examples=30)
@given(trees(missing=False), SEEDS)
def test_lazy_steps_are_powers_of_a_stochastic_matrix_with_at_least_one_half_on_the_diagonal(h, seed):
    one, four = (lazy_steps(h, ties(h, seed), steps) for steps in (1, 4))
    for l, n in enumerate(h.sizes[:-1]):
        H = one[l](np.eye(n))
        assert H.min() >= 0 and np.diag(H).min() >= 0.5 - 1e-12
        np.testing.assert_allclose(H.sum(axis=1), 1)
        np.testing.assert_allclose(h.node_masses[l] @ H, h.node_masses[l])  # Σ m x is kept
        np.testing.assert_allclose(four[l](np.eye(n)), np.linalg.matrix_power(H, 4), atol=1e-12)


@settings(max_examples=30)
@given(trees(), SEEDS)
def test_a_missing_leaf_neither_gives_nor_takes(h, seed):
    x, W = signal(h, seed), ties(h, seed)
    known = h.masses > 0
    W_other = np.where(known[:, None] & known, W, 9 * W)
    for one, other in zip(up(h, x, lazy_steps(h, W)).values, up(h, x, lazy_steps(h, W_other)).values):
        np.testing.assert_allclose(one, other, atol=1e-12)


def test_two_leaves_by_hand():
    L = laplacian(csr_array([[0.0, 2], [2, 0]]), PAIR.masses)
    np.testing.assert_allclose(L.toarray(), [[2, -2], [-2 / 3, 2 / 3]])
    (H,) = lazy_steps(PAIR, [[0, 2], [2, 0]], steps=1)
    np.testing.assert_allclose(H(np.array([1.0, 0.0])), [1 / 2, 1 / 6])  # τ = 1/4


def test_no_ties_and_no_steps_smooth_nothing():
    x = np.array([1.0, 5.0])
    assert lazy_steps(PAIR, csr_array((2, 2)))[0](x).tolist() == x.tolist()
    assert lazy_steps(PAIR, np.ones((2, 2)), 0)[0](x).tolist() == x.tolist()


@pytest.mark.parametrize(
    ("W", "complaint"),
    [
        ([[0, 1], [2, 0]], "W must be symmetric, W_ij − W_ji = 0, got 1.0 for node 0"),
        ([[0, -1], [-1, 0]], "W must hold no negative weight, got 1 for node 0"),
        (np.zeros((3, 3)), r"W must have shape \(2, 2\), got \(3, 3\)"),
        (csr_array([[0, np.inf], [np.inf, 0]]), "W must be finite, got inf"),
    ],
)
def test_what_are_no_ties_is_refused_by_name(W, complaint):
    with pytest.raises(ValueError, match=complaint):
        coarse_ties(PAIR, W)
