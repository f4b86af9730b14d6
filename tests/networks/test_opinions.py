"""The voter model against its martingale and its exact times, DeGroot's averages against their limit."""

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from utils.networks.graphs import adjacency, from_edges, from_networkx
from utils.networks.opinions import consensus, degroot, social_influence, trust

RNG = np.random.default_rng
STAR = from_networkx(networkx.star_graph(8))
CLUB = from_networkx(networkx.karate_club_graph(), weight=None)


def exact_times(A):
    """Mean time to consensus from every state of two opinions, 2^n equations: −1 = Σ rates (T(after) − T)."""
    n, share = A.shape[0], A.toarray() / A.sum(axis=0)  # column j: whom j copies
    Q = np.zeros((2**n, 2**n))
    for state in range(2**n):
        for i, j in zip(*A.nonzero()):
            after = state & ~(1 << j) | ((state >> i & 1) << j)
            Q[state, after] += share[i, j]
            Q[state, state] -= share[i, j]
    T = np.zeros(2**n)
    T[1:-1] = np.linalg.solve(Q[1:-1, 1:-1], -np.ones(2**n - 2))
    return T


@pytest.mark.parametrize("seed", range(3))
def test_the_mean_time_to_consensus_is_that_of_the_chain(seed):
    rng = RNG(seed)
    A = from_edges(5, [(0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (1, 4)], rng.uniform(0.5, 2, 6))
    opinions = rng.permutation([0, 0, 1, 1, 1])
    times = consensus(A, opinions, 6_000, rng).times
    exact = exact_times(A)[int(sum(opinions << np.arange(5)))]
    assert abs(times.mean() - exact) < 4 * times.std() / np.sqrt(6_000)


def test_two_who_differ_agree_after_an_exponential_time_of_mean_one_half():
    times = consensus(from_edges(2, [(0, 1)]), [0, 1], 4_000, RNG(0)).times
    assert kstest(times, "expon", args=(0, 0.5)).pvalue > 1e-3


def test_where_all_know_all_the_time_is_n_times_the_entropy_of_the_start():
    n, x = 60, 0.3
    times = consensus(from_networkx(networkx.complete_graph(n)), [1] * 18 + [0] * 42, 500, RNG(0)).times
    expected = -n * (x * np.log(x) + (1 - x) * np.log(1 - x))  # for large n, time unit: one copy a person
    assert abs(times.mean() - expected) < 4 * times.std() / np.sqrt(500) + 1.5


@pytest.mark.parametrize("A, ones", [(STAR, [0]), (STAR, [1, 2]), (CLUB, [0, 1, 2]), (CLUB, range(20, 32))])
def test_an_opinion_wins_as_often_as_its_holders_share_of_all_ties(A, ones):
    degrees, ones = A.sum(axis=0), list(ones)
    opinions = np.isin(np.arange(A.shape[0]), ones).astype(int)
    p = degrees[ones].sum() / degrees.sum()
    won = consensus(A, opinions, 1500, RNG(3)).winners.mean()
    assert abs(won - p) < 4 * np.sqrt(p * (1 - p) / 1500)
    assert abs(p - len(ones) / len(degrees)) > 0.05  # and not their share of people


def test_agreement_takes_no_time_and_names_need_not_be_0_and_1():
    found = consensus(CLUB, np.full(34, 7), 3, RNG(0))
    assert np.array_equal(found.times, [0, 0, 0]) and np.array_equal(found.winners, [7, 7, 7])
    assert set(consensus(STAR, range(-3, 6), 50, RNG(0)).winners) <= set(range(-3, 6))


@given(st.integers(0, 10_000), st.floats(0.05, 0.9))
def test_averaging_ends_at_the_opinions_weighted_by_social_influence(seed, own):
    rng = RNG(seed)
    A = rng.random((7, 7)) * (rng.random((7, 7)) < 0.3)
    A[np.arange(7), (np.arange(7) + 1) % 7] = 1.0  # a ring, so that all are connected
    np.fill_diagonal(A, 0)
    T, x = trust(adjacency(A), own), rng.normal(size=7)
    pi = social_influence(T)
    assert np.all(pi > 0) and np.isclose(pi.sum(), 1)
    np.testing.assert_allclose(pi @ T, pi, atol=1e-12)
    far = np.linalg.matrix_power(T.toarray(), 20_000) @ x
    np.testing.assert_allclose(far, pi @ x, atol=1e-6)


def test_each_step_is_a_product_with_the_trust_matrix():
    T = np.array([[0.5, 0.5, 0], [0.25, 0.5, 0.25], [0, 0, 1]])
    path = degroot(T, [1, 0, 3], 2)
    np.testing.assert_allclose(path, [[1, 0, 3], [0.5, 1, 3], [0.75, 1.375, 3]])
    assert degroot(T, [1, 0, 3], 0).shape == (1, 3)
    np.testing.assert_allclose(social_influence(T), [0, 0, 1], atol=1e-12)  # all follow the one who follows nobody


def test_on_an_undirected_graph_influence_is_the_share_of_ties():
    np.testing.assert_allclose(social_influence(trust(CLUB)), CLUB.sum(axis=0) / CLUB.sum())


def test_trust_is_placed_in_those_with_a_tie_to_one():
    A = from_edges(3, [(0, 2), (1, 2)], [1.0, 3.0], directed=True)
    np.testing.assert_allclose(trust(A, 0.2).toarray(), [[1, 0, 0], [0, 1, 0], [0.2, 0.6, 0.2]])


def test_the_error_of_a_crowd_is_that_of_so_many_independent_people():
    """30 000 crowds of eight errors of variance 1: the variance of the limit is Σ π²."""
    pi = social_influence(trust(STAR, 0.1))
    limits = degroot(trust(STAR, 0.1), RNG(0).normal(size=9), 300)[-1]
    assert np.ptp(limits) < 1e-6
    assert abs((RNG(1).normal(size=(30_000, 9)) @ pi).var() / np.sum(pi**2) - 1) < 0.04
    assert np.isclose(1 / np.sum(pi**2), 1 / (1 / 4 + 8 / 256))  # the centre weighs 1/2, each leaf 1/16


@pytest.mark.parametrize(
    "T, said",
    [
        (np.eye(3), "one closed group"),
        (np.array([[0, 1.0], [1, 0]]), "every 2 steps"),
        (np.roll(np.eye(5), 1, axis=1), "every 5 steps"),
        (np.array([[0, 0.5, 0.5], [0, 0, 1.0], [0, 1, 0]]), "every 2 steps"),
    ],
)
def test_where_there_is_no_one_limit_it_says_why(T, said):
    with pytest.raises(ValueError, match=said):
        social_influence(T)
