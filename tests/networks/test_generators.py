"""Random graphs: simple, with the degrees, clustering and blocks asked for, and as likely as their law says."""

from collections import Counter
from itertools import combinations

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from utils.networks.generators import (
    block_model,
    clustered,
    configuration,
    erdos_renyi,
    power_law_degrees,
    preferential_attachment,
    rewire,
    small_world,
)
from utils.networks.graphs import adjacency, edges_of, from_edges, is_directed
from utils.networks.measures import clustering, degrees, transitivity

RNG = np.random.default_rng
MAKE = {
    "erdos_renyi": lambda rng: erdos_renyi(60, 5.0, rng),
    "block_model": lambda rng: block_model([20, 40], [[0.3, 0.05], [0.05, 0.1]], rng),
    "preferential_attachment": lambda rng: preferential_attachment(60, 2, rng),
    "small_world": lambda rng: small_world(60, 4, 0.3, rng),
    "configuration": lambda rng: configuration(power_law_degrees(60, 2.5, 2, rng), rng),
    "clustered": lambda rng: clustered(erdos_renyi(60, 5.0, rng), 0.3, rng),
    "rewire": lambda rng: rewire(small_world(60, 4, 0.1, rng), 200, rng),
}


def ties(A):
    return tuple(map(tuple, edges_of(A).tolist()))


def as_likely(seen, number):
    """All of `number` graphs turn up equally often: p-value of the χ² test."""
    assert len(seen) == number
    return stats.chisquare(list(seen.values())).pvalue


@pytest.mark.parametrize("name", MAKE)
def test_a_graph_is_simple_undirected_and_the_seed_decides_it(name):
    A = MAKE[name](RNG(1))
    assert adjacency(A, directed=False) is A and np.all(A.data == 1) and A.shape == (60, 60) and A.nnz
    assert ties(MAKE[name](RNG(1))) == ties(A) != ties(MAKE[name](RNG(2)))


def test_every_pair_is_tied_with_its_probability_and_independently():
    rng, runs, p = RNG(0), 1500, 0.4
    found = np.array([erdos_renyi(6, 5 * p, rng).toarray()[np.triu_indices(6, 1)] for _ in range(runs)])
    assert np.abs(found.mean(axis=0) - p).max() < 4.5 * np.sqrt(p * (1 - p) / runs)
    together = np.corrcoef(found.T)[np.triu_indices(15, 1)]
    assert np.abs(together).max() < 4.5 / np.sqrt(runs)
    assert erdos_renyi(7, 6.0, rng).nnz == 42 and erdos_renyi(7, 0.0, rng).nnz == 0


def test_blocks_have_their_densities():
    rng, runs, sizes = RNG(0), 800, [2, 3, 4]
    P = np.array([[0.8, 0.1, 0.5], [0.1, 0.0, 0.3], [0.5, 0.3, 1.0]])
    block = np.repeat(np.arange(3), sizes)
    right = P[np.ix_(block, block)] * (1 - np.eye(9))
    mean = sum(block_model(sizes, P, rng).toarray() for _ in range(runs)) / runs
    assert np.all(np.abs(mean - right) <= 4.5 * np.sqrt(right * (1 - right) / runs))


def test_a_large_sparse_graph_has_the_poisson_degrees():
    k = degrees(erdos_renyi(50_000, 4.0, RNG(0)))
    expected = 50_000 * stats.poisson(4.0).pmf(np.arange(11))
    found = np.bincount(k, minlength=11)[:11]
    assert (
        stats.chisquare(np.append(found, (k > 10).sum()), np.append(expected, 50_000 - expected.sum())).pvalue > 0.001
    )


def test_the_rich_get_richer_in_proportion_to_their_ties():
    rng, runs, m = RNG(0), 1000, 1  # 0–1, then 2 ties to one of them; 3 prefers that one two to one to either other
    hub = sum(degrees(preferential_attachment(4, m, rng)).max() == 3 for _ in range(runs))
    assert stats.binomtest(hub, runs, 0.5).pvalue > 0.001


def test_attachment_gives_every_degree_its_share():
    n, m = 30_000, 3
    A = preferential_attachment(n, m, RNG(1))
    assert A.nnz == m * (m + 1) + 2 * m * (n - m - 1)
    k = np.arange(m, 25)
    right = 2 * m * (m + 1) / (k * (k + 1) * (k + 2))
    found = np.bincount(degrees(A), minlength=25)[m:25] / n
    assert degrees(A).min() == m and np.abs(found - right).max() < 4 * np.sqrt(right * (1 - right) / n).max()
    assert np.all(np.abs(found - right) < 4.5 * np.sqrt(right / n))


def test_a_ring_has_its_clustering_and_keeps_its_number_of_ties_when_rewired():
    for k in (2, 4, 6):
        assert transitivity(small_world(50, k, 0.0, RNG(0))) == pytest.approx(3 * (k - 2) / (4 * (k - 1)))
        for rewiring in (0.0, 0.2, 1.0):
            A = small_world(50, k, rewiring, RNG(1))
            assert A.nnz == 50 * k and degrees(A).min() >= k // 2
    assert small_world(5, 4, 1.0, RNG(0)).nnz == 20  # the complete graph has nowhere to go


def test_a_share_of_the_ties_is_rewired_and_the_clustering_is_networkx_s():
    n, k, p = 400, 6, 0.15
    ring = set(ties(small_world(n, k, 0.0, RNG(0))))
    ours, theirs, kept = [], [], []
    for seed in range(20):
        A = small_world(n, k, p, RNG(seed))
        kept.append(len(ring & set(ties(A))) / len(ring))
        ours.append(clustering(A).mean())
        theirs.append(networkx.average_clustering(networkx.watts_strogatz_graph(n, k, p, seed=seed)))
    assert np.mean(kept) == pytest.approx(1 - p, abs=4 * np.sqrt(p * (1 - p) / (20 * len(ring))) + 0.001)
    assert stats.ttest_ind(ours, theirs).pvalue > 0.001 and np.std(ours) < 3 * np.std(theirs)


def test_degrees_follow_the_power_law_between_their_bounds():
    n, exponent = 40_000, 2.3
    k = power_law_degrees(n, exponent, 2, RNG(0), largest=9)
    weight = np.arange(2.0, 10) ** -exponent
    assert k.sum() % 2 == 0 and (k.min(), k.max()) == (2, 9)
    assert stats.chisquare(np.bincount(k)[2:], n * weight / weight.sum()).pvalue > 0.001
    assert all(power_law_degrees(3, 1.5, 1, RNG(seed)).sum() % 2 == 0 for seed in range(20))
    with pytest.raises(ValueError, match="largest must lie in .* allow an even sum, got 3"):
        power_law_degrees(5, 2.5, 3, RNG(0), largest=3)


@given(st.integers(2, 12), st.floats(0, 1), st.integers(0, 99))
def test_a_simple_graph_s_degrees_are_met_exactly(n, share, seed):
    k = degrees(erdos_renyi(n, share * (n - 1), RNG(seed)))
    np.testing.assert_array_equal(degrees(configuration(k, RNG(seed))), k)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=8))
def test_degrees_of_no_simple_graph_are_refused(k):
    if networkx.is_graphical(k):
        np.testing.assert_array_equal(degrees(configuration(k, RNG(0))), k)
    else:
        with pytest.raises(ValueError, match="degrees must be those of a simple graph"):
            configuration(k, RNG(0))


def test_a_hub_tied_to_all_and_a_complete_graph_are_found():
    for k in ([9] + [1] * 9, [9, 8, 7, 6, 5, 5, 4, 3, 2, 1], [12] * 13):  # of each there is one graph
        for seed in range(5):
            np.testing.assert_array_equal(degrees(configuration(k, RNG(seed))), k)


def test_switching_makes_every_graph_of_these_degrees_equally_likely():
    rng, start = RNG(0), from_edges(6, [(i, (i + 1) % 6) for i in range(6)])
    seen = Counter(ties(rewire(start, 40, rng)) for _ in range(1400))  # 60 hexagons, 10 pairs of triangles
    assert as_likely(seen, 70) > 0.001


def test_switching_arrows_makes_every_graph_of_these_degrees_equally_likely():
    rng, start = RNG(0), from_edges(4, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)], directed=True)
    into, out = degrees(start, "in"), degrees(start)
    pairs = [(i, j) for i in range(4) for j in range(4) if i != j]
    number = sum(
        np.array_equal(np.bincount([i for i, _ in one], minlength=4), out)
        and np.array_equal(np.bincount([j for _, j in one], minlength=4), into)
        for one in combinations(pairs, 5)
    )
    assert as_likely(Counter(ties(rewire(start, 40, rng)) for _ in range(600)), number) > 0.001


def test_matchings_are_equally_likely():
    rng = RNG(0)
    assert as_likely(Counter(ties(configuration([1] * 6, rng)) for _ in range(600)), 15) > 0.001


def test_rewiring_keeps_degrees_weights_and_strengths():
    rng = RNG(0)
    pairs = np.argwhere(rng.random((30, 30)) < 0.2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    A = from_edges(30, pairs, 1.0 + np.arange(len(pairs)), directed=True)
    B = rewire(A, 2000, rng)
    assert is_directed(B) and len(set(ties(A)) & set(ties(B))) < 0.5 * len(pairs)
    for kind in ("in", "out"):
        np.testing.assert_array_equal(degrees(B, kind), degrees(A, kind))
    np.testing.assert_allclose(B.sum(axis=1), A.sum(axis=1))  # a weight stays with the tie's first end
    np.testing.assert_array_equal(np.sort(B.data), np.sort(A.data))
    C = from_edges(30, pairs[pairs[:, 0] < pairs[:, 1]], 2.0 + np.arange((pairs[:, 0] < pairs[:, 1]).sum()))
    D = rewire(C, 2000, rng)
    np.testing.assert_array_equal(degrees(D), degrees(C))
    assert not is_directed(D) and np.array_equal(np.sort(D.data), np.sort(C.data)) and (D != C).nnz
    assert (rewire(A, 0, rng) != A).nnz == 0 and rewire(from_edges(3, np.zeros((0, 2), int)), 5, rng).nnz == 0


def test_triangles_are_added_at_the_same_degrees():
    A = erdos_renyi(500, 6.0, RNG(0))
    for aim in (0.1, 0.4):
        B = clustered(A, aim, RNG(1))
        np.testing.assert_array_equal(degrees(B), degrees(A))
        assert aim <= transitivity(B) < aim + 0.01
    assert clustered(B, 0.2, RNG(0)) is not A and (clustered(B, 0.2, RNG(0)) != B).nnz == 0
    with pytest.raises(ValueError, match=r"aim must be within reach of these degrees, got 0.99: stopped at 0\.\d+"):
        clustered(erdos_renyi(40, 5.0, RNG(0)), 0.99, RNG(1))
