"""Measures of graphs, held against networkx, published figures and brute force."""

from functools import cache

import networkx
import numpy as np
import pytest
from scipy.special import zeta

from utils.data.karate import load_karate
from utils.networks.generators import erdos_renyi, preferential_attachment, small_world
from utils.networks.graphs import edges_of, from_edges, to_networkx
from utils.networks.measures import (
    assortativity,
    clustering,
    degree_exponent,
    degrees,
    fiedler,
    laplacian,
    largest_component,
    path_lengths,
    spectral_radius,
    transitivity,
    triangles,
)

RNG = np.random.default_rng
CLUB = load_karate().adjacency
GRAPHS = {
    "attachment": preferential_attachment(80, 3, RNG(0)),
    "pairs at random": erdos_renyi(80, 5.0, RNG(0)),
    "ring": small_world(80, 4, 0.1, RNG(0)),
    "star": from_edges(6, [(0, i) for i in range(1, 6)]),
}


def part(A):
    nodes = largest_component(A)
    return A[nodes][:, nodes]


def test_the_published_figures_of_the_karate_club():
    assert clustering(CLUB).mean() == pytest.approx(0.570638, abs=1e-6)
    assert transitivity(CLUB) == pytest.approx(0.255682, abs=1e-6)
    assert spectral_radius(CLUB) == pytest.approx(6.72570, abs=1e-5)
    assert fiedler(CLUB)[0] == pytest.approx(0.468525, abs=1e-6)
    assert assortativity(CLUB) == pytest.approx(-0.475613, abs=1e-6)
    assert path_lengths(CLUB, RNG(0), 34) == (pytest.approx(2.408200, abs=1e-6), 0)


@pytest.mark.parametrize("name", GRAPHS)
def test_it_is_networkx_s_number(name):
    A = GRAPHS[name]
    G = to_networkx(A)
    np.testing.assert_array_equal(degrees(A), [k for _, k in G.degree()])
    np.testing.assert_array_equal(triangles(A), list(networkx.triangles(G).values()))
    np.testing.assert_allclose(clustering(A), list(networkx.clustering(G).values()))
    assert transitivity(A) == pytest.approx(networkx.transitivity(G))
    assert assortativity(A) == pytest.approx(networkx.degree_assortativity_coefficient(G))
    assert set(largest_component(A)) == max(networkx.connected_components(G), key=len)
    B = part(A)
    H = to_networkx(B)
    assert path_lengths(B, RNG(0), 99)[0] == pytest.approx(networkx.average_shortest_path_length(H))
    assert fiedler(B)[0] == pytest.approx(networkx.laplacian_spectrum(H)[1])
    assert fiedler(B, "normalised")[0] == pytest.approx(networkx.normalized_laplacian_spectrum(H)[1])
    np.testing.assert_allclose(laplacian(B).toarray(), networkx.laplacian_matrix(H).toarray())
    theirs = networkx.normalized_laplacian_matrix(H).toarray()
    np.testing.assert_allclose(laplacian(B, "normalised").toarray(), theirs, atol=1e-12)


def test_arrows_have_two_degrees_and_distances_along_them():
    A = from_edges(5, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 0), (4, 0)], directed=True)
    assert degrees(A).tolist() == [1, 1, 2, 1, 1] and degrees(A, "in").tolist() == [3, 1, 1, 1, 0]
    assert largest_component(A).tolist() == [0, 1, 2, 3]
    B = part(A)
    assert path_lengths(B, RNG(0), 4)[0] == pytest.approx(networkx.average_shortest_path_length(to_networkx(B)))
    assert spectral_radius(from_edges(3, [(0, 1), (1, 2)], directed=True)) == 0


def test_a_sample_of_sources_misses_the_mean_by_its_standard_error():
    A = part(erdos_renyi(300, 4.0, RNG(0)))
    right, _ = path_lengths(A, RNG(0), 300)
    found = np.array([path_lengths(A, RNG(seed), 30) for seed in range(200)])
    off = (found[:, 0] - right) / found[:, 1]
    assert abs(off.mean()) < 0.35 and 0.8 < off.std() < 1.25


@pytest.mark.parametrize("directed", [False, True])
def test_the_largest_eigenvalue_of_a_large_graph_is_the_dense_one(directed):
    A = preferential_attachment(700, 3, RNG(0)).multiply(1.7).tocsr()
    if directed:
        edges = edges_of(A)
        A = from_edges(700, np.concatenate([edges, edges[::3, ::-1]]), directed=True)
    assert spectral_radius(A) == pytest.approx(np.abs(np.linalg.eigvals(A.toarray())).max())
    assert spectral_radius(from_edges(600, np.zeros((0, 2), int))) == 0


@pytest.mark.parametrize("kind", ["combinatorial", "normalised"])
def test_the_vector_of_lambda_2_is_an_eigenvector(kind):
    A = GRAPHS["attachment"]
    L = laplacian(A, kind)
    value, vector = fiedler(A, kind)
    np.testing.assert_allclose(L @ vector, value * vector, atol=1e-12)
    assert np.linalg.norm(vector) == pytest.approx(1) and vector[np.argmax(np.abs(vector))] > 0
    with pytest.raises(ValueError, match="A must have from 2 to 5 000 nodes, got 5001"):
        fiedler(small_world(5_001, 2, 0.0, RNG(0)))


def test_the_laplacian_of_a_random_walk_has_rows_that_sum_to_0_and_the_normalised_spectrum():
    L = laplacian(CLUB, "random walk").toarray()
    np.testing.assert_allclose(L.sum(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(np.diag(L), 1)
    symmetric = np.linalg.eigvalsh(laplacian(CLUB, "normalised").toarray())
    np.testing.assert_allclose(np.sort(np.linalg.eigvals(L).real), symmetric, atol=1e-10)


@cache
def below(exponent, least):
    """P(k ≤ 0, 1, 2 …) of a pure power law from `least` on."""
    k = np.arange(50_000)
    return np.where(k < least, 0, 1 - zeta(exponent, np.maximum(k + 1, least)) / zeta(exponent, least))


def zipf(exponent, least, n, seed):
    return np.searchsorted(below(exponent, least), RNG(seed).random(n))


def test_the_exponent_is_the_top_of_the_likelihood():
    k = zipf(2.5, 3, 500, 0)
    grid = np.linspace(2, 3.5, 3001)
    loglik = -len(k) * np.log(zeta(grid, 3)) - grid * np.log(k).sum()
    fit = degree_exponent(k, 3)
    assert fit.exponent == pytest.approx(grid[np.argmax(loglik)], abs=5e-4) and fit.degrees == 500
    curvature = np.diff(loglik, 2)[np.argmax(loglik) - 1] / (grid[1] - grid[0]) ** 2
    assert fit.error == pytest.approx((-curvature) ** -0.5, rel=1e-3)


def test_the_exponent_is_found_and_its_error_is_the_spread():
    fits = [degree_exponent(zipf(2.5, 2, 400, seed), 2) for seed in range(150)]
    found, error = np.array([fit.exponent for fit in fits]), np.mean([fit.error for fit in fits])
    assert abs(found.mean() - 2.5) < 3 * error / np.sqrt(150) + 0.01 and found.std() == pytest.approx(error, rel=0.2)


def test_where_the_power_law_starts_is_found():
    for seed in range(3):
        low = RNG(seed).integers(1, 10, 3000)
        fit = degree_exponent(np.concatenate([low, zipf(2.5, 10, 3000, seed)]))
        assert 9 <= fit.smallest <= 14 and abs(fit.exponent - 2.5) < 4 * fit.error and fit.distance < 0.03


def test_the_distance_is_the_largest_difference_of_the_two_distributions():
    k = zipf(2.2, 2, 60, 1)
    fit = degree_exponent(k, 2)
    values = np.arange(2, k.max() + 2)
    empirical = np.array([(k >= one).mean() for one in values])
    assert fit.distance == pytest.approx(np.abs(empirical - zeta(fit.exponent, values) / zeta(fit.exponent, 2)).max())


def test_a_line_through_the_histogram_is_far_below_the_likelihood_on_attachment():
    for seed in range(5):
        k = degrees(preferential_attachment(10_000, 5, RNG(seed)))
        count = np.bincount(k)
        values = np.flatnonzero(count)
        slope = -np.polyfit(np.log(values), np.log(count[values]), 1)[0]
        assert 1.9 < slope < 2.2 and 2.75 < degree_exponent(k).exponent < 3.05
