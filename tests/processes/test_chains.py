"""Uniformisation against the matrix exponential and closed forms; its error bound; stationary laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.linalg import expm
from small_chains import random_generator_matrix

from utils.processes.chains import from_transitions, generator_matrix, increasing_times, stationary, uniformised

few = settings(max_examples=30, deadline=None)
SEEDS = st.integers(0, 10_000)


@few
@given(SEEDS, st.integers(2, 8), st.floats(0, 20), st.sampled_from([1e-4, 1e-10, 1e-13]))
def test_uniformisation_is_the_matrix_exponential_within_its_bound(seed, n, t, tolerance):
    rng = np.random.default_rng(seed)
    Q, P0 = random_generator_matrix(n, rng), rng.dirichlet(np.ones(n))
    P = uniformised(sparse.csr_array(Q), P0, t, tolerance)
    assert np.abs(P - expm(Q.T * t) @ P0).sum() <= tolerance + 1e-12
    assert P.min() >= 0 and -1e-12 <= 1 - P.sum() <= tolerance + 1e-12


@few
@given(SEEDS, st.lists(st.floats(0, 5), min_size=1, max_size=5))
def test_many_times_are_the_times_one_by_one(seed, times):
    rng = np.random.default_rng(seed)
    Q, P0, times = random_generator_matrix(5, rng), rng.dirichlet(np.ones(5)), np.sort(times)
    one_by_one = [uniformised(Q, P0, t) for t in times]
    np.testing.assert_allclose(uniformised(Q, P0, times), one_by_one, atol=1e-9, rtol=0)


def test_what_is_missing_from_one_is_the_error():
    Q, P0 = random_generator_matrix(6, np.random.default_rng(1)), np.eye(6)[0]
    P = uniformised(Q, P0, 3.0, tolerance=1e-3)
    error = np.abs(P - expm(3 * Q.T) @ P0).sum()
    assert 1e-6 < error <= 1e-3 and 1 - P.sum() == pytest.approx(error, rel=1e-9)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 3e4])
def test_two_states_have_their_closed_form_however_many_jumps(scale):
    a, b, t = 0.7 * scale, 0.2 * scale, 1.3
    P = uniformised([[-a, a], [b, -b]], [1.0, 0.0], t)
    assert P[1] == pytest.approx(a / (a + b) * (1 - np.exp(-(a + b) * t)), abs=2e-10)


def test_where_nothing_jumps_nothing_changes():
    assert uniformised(np.zeros((2, 2)), [0.3, 0.7], [0.0, 4.0]).tolist() == [[0.3, 0.7], [0.3, 0.7]]


def test_the_rows_of_q_are_where_the_jumps_start():
    Q = from_transitions(3, [0, 0, 1, 0], [1, 2, 2, 1], [1.0, 2.0, 3.0, 0.5])
    assert Q.toarray().tolist() == [[-3.5, 1.5, 2.0], [0, -3.0, 3.0], [0, 0, 0]]


@few
@given(SEEDS, st.integers(2, 8))
def test_the_stationary_law_is_where_the_chain_ends(seed, n):
    rng = np.random.default_rng(seed)
    Q = random_generator_matrix(n, rng) + np.roll(np.eye(n), 1, axis=1) - np.eye(n)  # a ring: one class
    pi = stationary(Q)
    np.testing.assert_allclose(Q.T @ pi, 0, atol=1e-12)
    assert pi.sum() == pytest.approx(1) and pi.min() > 0
    np.testing.assert_allclose(uniformised(Q, np.eye(n)[0], 200.0), pi, atol=1e-9)


def test_birth_and_death_balance():
    n, up, down = 30, 0.6, 1.0
    k = np.arange(n - 1)
    Q = from_transitions(n, np.r_[k, k + 1], np.r_[k + 1, k], np.r_[np.full(n - 1, up), np.full(n - 1, down)])
    powers = (up / down) ** np.arange(n)
    np.testing.assert_allclose(stationary(Q), powers / powers.sum(), rtol=1e-10)


def test_states_that_are_left_for_good_have_no_share():
    Q = from_transitions(4, [0, 1, 2, 1], [1, 2, 1, 2], [1.0, 2.0, 1.0, 1.0])[:3, :3]
    np.testing.assert_allclose(stationary(Q), [0, 0.25, 0.75], atol=1e-12)


@pytest.mark.parametrize(
    ("Q", "message"),
    [
        ([[-1.0, 1.0]], "Q must be square"),
        ([[1.0, -1.0], [0.0, 0.0]], "at least 0 off its diagonal, got -1"),
        ([[-1.0, 1.1], [0.0, 0.0]], "rows that sum to 0, got 0.1 in row 0"),
        (sparse.csr_array([[-np.nan, np.nan], [0.0, 0.0]]), "Q must be finite"),
        (sparse.csr_array([[1j]]), "Q must be a matrix of real numbers"),
    ],
)
def test_what_generates_no_chain_is_refused(Q, message):
    with pytest.raises(ValueError, match=message):
        generator_matrix(Q)


def test_two_closed_classes_have_no_one_stationary_law():
    with pytest.raises(ValueError, match="Q must have one closed class of states for a unique stationary law, got 2"):
        stationary(np.zeros((2, 2)))


def test_a_start_that_is_no_law_and_times_that_decrease_are_refused():
    Q = [[-1.0, 1.0], [1.0, -1.0]]
    for P0 in ([0.5, 0.4], [1.5, -0.5]):
        with pytest.raises(ValueError, match="P0 must be at least 0 and sum to 1"):
            uniformised(Q, P0, 1.0)
    for t in ([1.0, 0.5], -0.1):
        with pytest.raises(ValueError, match="t must be times from 0 on that never decrease"):
            uniformised(Q, [0.5, 0.5], t)
    with pytest.raises(ValueError, match="end must be times from 0 on"):
        increasing_times("end", [0.0, np.nan], finite=False)
    assert increasing_times("end", [0.0, np.inf], finite=False)[1] == np.inf
