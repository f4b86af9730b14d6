"""The karate club: the published graph, held against figures nobody here computed."""

import numpy as np
import pytest

from utils.data import CATALOGUE, karate
from utils.data.provenance import checksum

CLUB = karate.load_karate()
LAPLACIAN = np.diag(CLUB.adjacency.sum(axis=1)) - CLUB.adjacency


def test_it_is_the_graph_that_networkx_ships():
    networkx = pytest.importorskip("networkx")  # comes with torch
    graph = networkx.karate_club_graph()
    assert {tuple(edge) for edge in CLUB.edges.tolist()} == {tuple(sorted(edge)) for edge in graph.edges}
    theirs = [0 if graph.nodes[member]["club"] == "Mr. Hi" else 1 for member in range(34)]
    assert CLUB.club.tolist() == theirs


def test_its_published_spectrum_clustering_and_degrees():
    assert np.linalg.eigvalsh(LAPLACIAN)[1] == pytest.approx(0.468525, abs=1e-6)  # algebraic connectivity, KONECT
    assert np.linalg.eigvalsh(CLUB.adjacency)[-1] == pytest.approx(6.72570, abs=1e-5)  # spectral norm, KONECT
    wedges = (CLUB.adjacency.sum(axis=1) * (CLUB.adjacency.sum(axis=1) - 1)).sum()
    triangles = np.trace(np.linalg.matrix_power(CLUB.adjacency, 3))
    assert triangles == 6 * 45 and triangles / wedges == pytest.approx(0.255682, abs=1e-6)
    degrees = CLUB.adjacency.sum(axis=1)
    assert degrees[karate.PRESIDENT] == degrees.max() == 17 and degrees[karate.INSTRUCTOR] == 16
    assert np.bincount(CLUB.club).tolist() == [17, 17]


def test_its_arrays_agree_with_each_other():
    assert CLUB.edges.shape == (78, 2) and np.all(CLUB.edges[:, 0] < CLUB.edges[:, 1])
    np.testing.assert_array_equal(CLUB.adjacency, CLUB.adjacency.T)
    assert CLUB.adjacency.sum() == 2 * 78 and not np.diag(CLUB.adjacency).any()
    apart = np.linalg.norm(CLUB.positions[:, None] - CLUB.positions, axis=-1) + 9 * np.eye(34)
    assert CLUB.positions.shape == (34, 2) and apart.min() > 0.08  # no dot hides another


def test_its_record_is_in_the_catalogue_and_its_checksum_holds():
    assert karate.PROVENANCE in CATALOGUE and karate.PROVENANCE.rows == len(CLUB.edges)
    assert karate.PROVENANCE.checksum == checksum(CLUB.edges, CLUB.club)


@pytest.mark.parametrize("name", ["edges", "adjacency", "club", "positions"])
def test_its_arrays_are_read_only(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(CLUB, name)[:] = 0
