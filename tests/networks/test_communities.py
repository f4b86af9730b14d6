"""Blocks of nodes: ties within and between them, their modularity by networkx, planted blocks found."""

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.data.karate import load_karate
from utils.networks.communities import louvain, mixing, modularity
from utils.networks.generators import block_model
from utils.networks.graphs import from_edges, to_networkx

RNG = np.random.default_rng
CLUB = load_karate()


@given(st.lists(st.integers(0, 2), min_size=34, max_size=34), st.booleans())
def test_mixing_and_modularity_are_sums_over_pairs(labels, weighted):
    blocks = np.unique(labels, return_inverse=True)[1]
    weights = 1.0 + np.arange(78) % 3 if weighted else None
    A = from_edges(34, CLUB.edges, weights)
    M = mixing(A, blocks)
    dense = A.toarray()
    right = [[dense[np.ix_(blocks == a, blocks == b)].sum() for b in range(len(M))] for a in range(len(M))]
    np.testing.assert_allclose(M, right)
    members = [set(np.flatnonzero(blocks == a).tolist()) for a in range(len(M))]
    assert modularity(A, blocks) == pytest.approx(networkx.community.modularity(to_networkx(A), members))


def test_mixing_keeps_the_direction():
    A = from_edges(3, [(0, 1), (0, 2), (1, 2)], directed=True)
    assert mixing(A, [0, 1, 1]).tolist() == [[0, 2], [0, 1]]


def test_the_split_of_the_karate_club_and_what_louvain_finds():
    assert modularity(CLUB.adjacency, CLUB.club) == pytest.approx(0.358235, abs=1e-6)
    for seed in range(5):
        blocks = louvain(CLUB.adjacency, RNG(seed))
        assert modularity(CLUB.adjacency, blocks) > 0.40 and len(np.unique(blocks)) in (3, 4, 5)
        assert np.all(np.diff(np.bincount(blocks)) <= 0)


def test_planted_blocks_are_found():
    truth = np.repeat([0, 1, 2], [60, 50, 40])
    A = block_model([60, 50, 40], 0.02 + 0.28 * np.eye(3), RNG(0))
    np.testing.assert_array_equal(louvain(A, RNG(0)), truth)
    assert modularity(A, np.zeros(150, int)) == pytest.approx(0)
