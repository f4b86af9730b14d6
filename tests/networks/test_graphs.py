"""Graphs as sparse matrices: what comes in comes out, and what is no graph is refused by node, pair or line."""

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from utils.data.karate import load_karate
from utils.networks.graphs import (
    adjacency,
    edges_of,
    from_edges,
    from_networkx,
    is_directed,
    read_edges,
    seeds_of,
    to_networkx,
)

PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), min_size=1)


def is_canonical(A):
    return isinstance(A, sparse.csr_array) and A.dtype == float and A.has_canonical_format and np.all(A.data > 0)


@given(PAIRS, st.booleans())
def test_edges_make_a_graph_and_come_back(pairs, directed):
    edges = np.array(sorted(pairs))
    weights = 1.0 + np.arange(len(edges))
    A = from_edges(8, edges[::-1], weights[::-1], directed)
    assert is_canonical(A) and adjacency(A) is A and is_directed(A) == directed
    np.testing.assert_array_equal(edges_of(A), edges)
    np.testing.assert_array_equal(A[edges[:, 0], edges[:, 1]], weights)
    assert A.nnz == len(edges) * (1 if directed else 2)


@given(PAIRS, st.booleans())
def test_networkx_gets_the_same_graph_and_gives_it_back(pairs, directed):
    edges = np.array(sorted(pairs))
    A = from_edges(8, edges, 1.0 + np.arange(len(edges)), directed)
    G = to_networkx(A)
    assert G.is_directed() == directed and len(G) == 8 and G.number_of_edges() == len(edges)
    back = from_networkx(G)
    assert is_canonical(back) and (back != A).nnz == 0
    assert set(from_networkx(G, weight=None).data) == {1.0}


def test_the_karate_club_is_the_same_from_its_matrix_its_edges_and_networkx():
    club = load_karate()
    A = adjacency(club.adjacency, directed=False, connected=True)
    assert is_canonical(A) and A.nnz == 2 * 78
    np.testing.assert_array_equal(from_edges(34, club.edges).toarray(), club.adjacency)
    np.testing.assert_array_equal(from_networkx(networkx.karate_club_graph(), weight=None).toarray(), club.adjacency)


def test_every_form_of_matrix_gives_the_same_graph_and_is_left_as_it_was():
    dense = np.array([[0, 2, 0], [2, 0, 1], [0, 1, 0]])
    unsorted = sparse.csr_array((np.array([2.0, 1.0, 2.0, 1.0]), [1, 2, 0, 1], [0, 1, 3, 4]), shape=(3, 3))
    with_zero = sparse.csr_array((np.array([2.0, 0, 2, 1, 1]), [1, 2, 0, 2, 1], [0, 2, 4, 5]), shape=(3, 3))
    for A in (
        dense,
        dense.tolist(),
        unsorted,
        with_zero,
        *(sparse.csr_array(dense).asformat(f) for f in ("csc", "coo", "lil")),
    ):
        checked = adjacency(A)
        assert is_canonical(checked) and np.array_equal(checked.toarray(), dense)
    assert unsorted.indices.tolist() == [1, 2, 0, 1] and with_zero.nnz == 5


@pytest.mark.parametrize(
    "change, options, message",
    [
        ([(1, 1, 1.0)], {}, "no self-loop, got one at node 1"),
        ([(0, 2, 3.0)], {"directed": False}, r"symmetric \(undirected\), got A\[0, 2\] = 3 and A\[2, 0\] = 0"),
        ([(0, 1, -2.0), (1, 0, -2.0)], {}, r"weights of at least 0, got A\[0, 1\] = -2"),
        ([(2, 1, np.nan)], {}, r"weights of at least 0, got A\[2, 1\] = nan"),
        ([(2, 1, np.inf)], {}, r"finite weights of at least 0, got A\[2, 1\] = inf"),
        (
            [(1, 2, 0.0), (2, 1, 0.0)],
            {"connected": True},
            "connected, got 2 components: nodes 0 and 2 lie in different",
        ),
        ([(2, 1, 0.0)], {"connected": True}, "connected, got 2 components: nodes 0 and 2 lie in different"),
    ],
)
def test_what_is_no_graph_is_refused_with_the_node_or_pair(change, options, message):
    A = np.array([[0, 1.0, 0], [1, 0, 1], [0, 1, 0]])
    for i, j, weight in change:
        A[i, j] = weight
    with pytest.raises(ValueError, match=message):
        adjacency(A, **options)


def test_pairs_that_come_twice_are_named():
    rows, columns = [0, 1, 3, 3], [1, 0, 2, 2]
    for twice in (
        sparse.coo_array((np.ones(4), (rows, columns)), shape=(4, 4)),
        sparse.csr_array((np.ones(4), [1, 0, 2, 2], [0, 1, 2, 2, 4]), shape=(4, 4)),
        sparse.csc_array((np.ones(4), [1, 0, 3, 3], [0, 1, 2, 4, 4]), shape=(4, 4)),
    ):
        with pytest.raises(ValueError, match=r"each pair once, got \(3, 2\) twice"):
            adjacency(twice)
    with pytest.raises(ValueError, match=r"each tie once, got \(1, 3\) twice"):
        from_edges(4, [(0, 1), (3, 1), (2, 3), (1, 3)])
    assert from_edges(4, [(3, 1), (1, 3)], directed=True).nnz == 2


def read(tmp_path, text, directed=False):
    (tmp_path / "ties.txt").write_text(text, encoding="utf-8")
    return read_edges(tmp_path / "ties.txt", directed)


def test_a_file_of_ties_is_read_with_its_names(tmp_path):
    A, names = read(tmp_path, "# who whom how much\nada grace 2\n\ngrace\talan  .5\n")
    assert names == ("ada", "grace", "alan")
    np.testing.assert_array_equal(A.toarray(), [[0, 2, 0], [2, 0, 0.5], [0, 0.5, 0]])
    A, names = read(tmp_path, "\ufeffAda L., Grace H.\nGrace H.,Ada L.\n", directed=True)
    assert names == ("Ada L.", "Grace H.") and A.toarray().tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    "text, message",
    [
        ("a b\na\n", "line 2 must have 2 columns, got 'a'"),
        ("a b 1\na c\n", "line 2 must have 3 columns, got 'a c'"),
        ("a,b\na,\n", "line 2 must have 2 columns, got 'a,'"),
        ("a b c d\n", "line 1 must have 3 columns, got"),
        ("a b 1\n# one more\nb c x\n", "line 3 must have a weight above 0, got 'x'"),
        ("a b 0\n", "line 1 must have a weight above 0, got '0'"),
        ("a b nan\n", "line 1 must have a weight above 0, got 'nan'"),
        ("a b\nc c\n", "line 2 must join two nodes, got 'c' tied to itself"),
        ("a b\nc a\n\nb a\n", "line 4 must hold a new tie, got 'b' and 'a' as in line 1"),
        ("# nothing\n", "got none in ties.txt"),
    ],
)
def test_a_line_that_is_no_tie_is_named(tmp_path, text, message):
    with pytest.raises(ValueError, match=f"path must list ties, one a line.*{message}"):
        read(tmp_path, text)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "ties.txt").write_bytes("é à\n".encode("cp1252"))
    with pytest.raises(ValueError, match="path must be a text file in UTF-8, got ties.txt"):
        read_edges(tmp_path / "ties.txt")


def test_seeds_are_sorted_and_known():
    A = from_edges(4, [(0, 1)])
    assert seeds_of(A, np.array([3, 0])).tolist() == [0, 3]
    for bad, message in (([], "shape"), ([4], "got 4"), ([-1], "got -1"), ([2, 0, 2], "got 2 twice")):
        with pytest.raises(ValueError, match=f"seeds must .*{message}"):
            seeds_of(A, bad)
