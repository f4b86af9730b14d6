"""Forecasts that add up: the published formulas worked out independently on a fixed case, and what must hold always."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import trees

from utils.hierarchy.reconcile import bottom_up, mint, shrunk_covariance, summing, top_down
from utils.hierarchy.tree import Hierarchy

TREE = Hierarchy(([0, 0, 1, 1, 1], [0, 0]), np.ones(5))
S = np.vstack([np.eye(5), [1, 1, 0, 0, 0], [0, 0, 1, 1, 1], np.ones(5)])


def errors(T=12, N=8, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(T, N)) @ rng.normal(size=(N, N)) + 0.3


def shrunk_by_hand(e):
    """Wickramasuriya et al. 2019, section 2.4, entry by entry."""
    T, N = e.shape
    W1 = [[sum(e[t, i] * e[t, j] for t in range(T)) / T for j in range(N)] for i in range(N)]
    above = below = 0.0
    for i, j in permutations(range(N), 2):
        w = [e[t, i] * e[t, j] / (W1[i][i] * W1[j][j]) ** 0.5 for t in range(T)]
        mean = sum(w) / T
        above += T / (T - 1) ** 3 * sum((one - mean) ** 2 for one in w) * (T - 1) ** 2 / T**2
        below += mean**2
    weight = min(1.0, max(0.0, above / below))
    return np.array([[W1[i][j] * (1 if i == j else 1 - weight) for j in range(N)] for i in range(N)]), weight


def test_the_shrunk_covariance_is_the_published_one():
    e = errors()
    (W, weight), (expected, by_hand) = shrunk_covariance(e), shrunk_by_hand(e)
    assert 0.1 < weight < 0.9 and weight == pytest.approx(by_hand)
    np.testing.assert_allclose(W, expected)


def test_mint_is_the_published_projection_worked_out_by_constraints():
    """ỹ = ŷ − W C (Cᵀ W C)⁻¹ Cᵀ ŷ, the same paper's equation for series that meet Cᵀ y = 0."""
    W, _ = shrunk_covariance(errors())
    y = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 6.0, 9.0, 17.0])
    C = np.array([[-1, -1, 0, 0, 0, 1, 0, 0], [0, 0, -1, -1, -1, 0, 1, 0], [-1, -1, -1, -1, -1, 0, 0, 1.0]]).T
    expected = y - W @ C @ np.linalg.inv(C.T @ W @ C) @ C.T @ y
    np.testing.assert_allclose(mint(TREE, y, W), expected)
    two = np.column_stack([y, 2 * y])
    np.testing.assert_allclose(mint(TREE, two, W), np.column_stack([expected, 2 * expected]))


def test_mint_shrink_is_that_of_hierarchicalforecast_on_a_fixed_case():
    """Their numbers: MinTrace("mint_shrink") of version 1.5.3, which takes the means of the errors off first."""
    e = errors()
    y = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 6.0, 9.0, 17.0])
    leaves = [3.41198193, 2.51166213, 3.74430111, 1.31585374, 5.25696591]
    ours = mint(TREE, y, shrunk_covariance(e - e.mean(axis=0))[0])
    np.testing.assert_allclose(ours, [*leaves, 5.92364406, 10.31712076, 16.24076481], atol=2e-8)
    identity = mint(TREE, y, np.eye(8))
    np.testing.assert_allclose(identity, [4, 2, 4, 1, 5, 6, 10, 16])  # their MinTrace("ols")


def test_summing_adds_leaves_to_nodes():
    assert np.array_equal(summing(TREE).toarray(), S)
    np.testing.assert_allclose(bottom_up(TREE, np.arange(8.0)), S @ np.arange(5.0))
    shares = np.array([0.1, 0.2, 0.3, 0.4, 0.0])
    np.testing.assert_allclose(top_down(TREE, np.arange(8.0), shares), S @ shares * 7)


@settings(max_examples=50)
@given(trees(largest=9), st.integers(0, 1000))
def test_what_adds_up_is_left_alone_and_everything_adds_up_afterwards(h, seed):
    rng = np.random.default_rng(seed)
    S, N = summing(h), sum(h.sizes)
    W, _ = shrunk_covariance(rng.normal(size=(20, N)))
    coherent = S @ rng.normal(size=h.sizes[0])
    np.testing.assert_allclose(mint(h, coherent, W), coherent, atol=1e-9)
    np.testing.assert_allclose(bottom_up(h, coherent), coherent, atol=1e-12)
    one = mint(h, rng.normal(size=N), W)
    np.testing.assert_allclose(S @ one[: h.sizes[0]], one, atol=1e-9)


def test_with_the_true_covariance_no_other_way_to_add_up_has_less_error():
    rng = np.random.default_rng(1)
    root = rng.normal(size=(8, 8))
    W, n = root @ root.T, 40_000
    truth = S @ rng.normal(size=5)
    y = truth[:, None] + root @ rng.normal(size=(8, n))
    best = ((mint(TREE, y, W) - truth[:, None]) ** 2).mean(axis=1)
    for other in (bottom_up(TREE, y), mint(TREE, y, np.eye(8)), mint(TREE, y, np.diag(np.diag(W)))):
        assert np.all(best <= ((other - truth[:, None]) ** 2).mean(axis=1) * 1.02)


def test_shrinkage_is_full_for_what_is_uncorrelated_and_vanishes_for_long_records():
    rng = np.random.default_rng(2)
    independent = rng.normal(size=(10, 6))
    assert shrunk_covariance(independent)[1] > 0.5
    assert shrunk_covariance(errors(T=20_000))[1] < 0.01
    assert shrunk_covariance(np.ones((5, 1))) == (1.0, 1.0)


def test_a_series_that_was_never_wrong_is_named():
    e = errors()
    e[:, 3] = 0
    with pytest.raises(ValueError, match="errors must not all be 0 in a series, got 0.0 for node 3"):
        shrunk_covariance(e)
    with pytest.raises(ValueError, match="W must be positive definite"):
        mint(TREE, np.ones(8), np.ones((8, 8)))
