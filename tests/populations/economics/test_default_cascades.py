"""Default cascades: by hand, in any order, and against the branching process."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.populations.economics.default_cascades import contagion_chance, default_cascade, random_exposures


def test_a_chain_of_lenders_falls_one_a_round():
    X = np.eye(5, k=-1, dtype=bool)  # bank i lends to i − 1
    assert default_cascade(X, [1]).tolist() == [-1, 0, 1, 2, 3]


@pytest.mark.parametrize("k, falls", [(1, True), (4, True), (5, False), (6, False)])
def test_a_bank_is_brought_down_by_one_borrower_in_four_and_not_by_one_in_five(k, falls):
    X = np.zeros((k + 1, k + 1), dtype=bool)
    X[0, 1:] = True
    assert (default_cascade(X, [1])[0] == 1) == falls
    assert default_cascade(X, [1, 2][:k])[0] == (1 if k < 10 and min(k, 2) * 0.2 / k > 0.04 + 1e-12 else -1)


@given(st.integers(0, 2**32 - 1), st.floats(0.5, 8))
def test_those_who_failed_are_just_those_whose_losses_exceed_their_capital(seed, degree):
    rng = np.random.default_rng(seed)
    X = random_exposures(40, degree, rng)
    when = default_cascade(X, rng.choice(40, 3, replace=False))
    k = np.maximum(X.sum(axis=1), 1)
    exceeded = 5 * (X & (when >= 0)).sum(axis=1) > k
    np.testing.assert_array_equal((when >= 0) | exceeded, when >= 0)
    assert np.all(exceeded[when > 0])
    for step in range(1, when.max() + 1):
        known = (X & (when < step) & (when >= 0)).sum(axis=1)
        assert np.all(5 * known[when == step] > k[when == step])
        earlier = (X & (when < step - 1) & (when >= 0)).sum(axis=1)
        assert np.all(5 * earlier[when == step] <= k[when == step])


def test_exposures_have_the_degree_asked_for_and_none_to_itself():
    X = random_exposures(600, 4.0, np.random.default_rng(0))
    assert X.sum() / 600 == pytest.approx(4, abs=4 * np.sqrt(4 / 600)) and not X.diagonal().any()
    assert random_exposures(3, 2.0, np.random.default_rng(0)).sum() == 6


def test_contagion_is_as_likely_as_in_the_branching_process_and_only_within_the_window():
    assert [contagion_chance(degree) for degree in (0.9, 1.0, 6.0, 9.0)] == [0] * 4
    assert contagion_chance(3.0) == pytest.approx(0.780, abs=1e-3)
    rng, runs = np.random.default_rng(0), 150
    large = [(default_cascade(random_exposures(1000, 3.0, rng), [0]) >= 0).mean() > 0.05 for _ in range(runs)]
    assert np.mean(large) == pytest.approx(contagion_chance(3.0), abs=3 * np.sqrt(0.78 * 0.22 / runs))


def test_a_large_capital_leaves_nobody_vulnerable_and_a_small_one_everybody():
    assert contagion_chance(3.0, capital=0.2) == contagion_chance(3.0, capital=0.3) == 0
    S = contagion_chance(3.0, capital=1e-4)
    assert abs(1 - np.exp(-3 * S) - S) < 1e-9 and S > 0.9
