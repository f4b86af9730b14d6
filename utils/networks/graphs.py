"""A graph is a sparse matrix A (n, n): A[i, j] > 0 is the weight of the tie i → j, and nobody is tied to itself.

A graph is undirected when A is symmetric. Nodes are 0 … n−1. Rows are sorted and no zero is stored, so that the
neighbours of node i are `A.indices[A.indptr[i] : A.indptr[i + 1]]`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from utils.common import arrays
from utils.common.checks import an_instance, truth, whole_number

if TYPE_CHECKING:
    import networkx


def adjacency(A: Any, *, directed: bool | None = None, connected: bool = False) -> sparse.csr_array:
    """A checked: csr_array (n, n), float64, weights above 0, no self-loop, rows sorted; A itself where it is all that.

    A: a sparse matrix or array of scipy, or a dense matrix; a weight of 0 is no tie.
    directed: False demands that A is symmetric; True and None take any.
    connected: True demands a path from every node to every other (along the ties' directions).
    Every function of utils.networks calls this first. Raises ValueError naming the node or the pair that offends.
    """
    if not sparse.issparse(A):
        A = sparse.csr_array(arrays.points("A", A, ("n", "n"), finite=False))
    if A.ndim != 2 or A.shape[0] != A.shape[1] or not A.shape[0] or A.dtype.kind not in "biuf":
        raise ValueError(f"A must be a square matrix of numbers, got {A.dtype} of shape {A.shape}")
    whole = A if isinstance(A, sparse.csr_array) and A.dtype == float else sparse.csr_array(A, dtype=float)
    if not whole.has_canonical_format:  # unsorted, or a pair stored twice
        whole = whole.copy()
        whole.sum_duplicates()
    if whole.nnz < A.nnz:
        i, j = _repeated(np.column_stack(A.tocoo().coords), A.shape[0])
        raise ValueError(f"A must hold each pair once, got ({i}, {j}) twice")
    if not np.all((whole.data > 0) & (whole.data < np.inf)):
        if (bad := np.flatnonzero(~((whole.data >= 0) & (whole.data < np.inf)))).size:  # nan is neither
            i, j = np.searchsorted(whole.indptr, bad[0], side="right") - 1, whole.indices[bad[0]]
            raise ValueError(f"A must hold finite weights of at least 0, got A[{i}, {j}] = {whole.data[bad[0]]:g}")
        whole = whole.copy()
        whole.eliminate_zeros()
    if (loops := np.flatnonzero(whole.diagonal())).size:
        raise ValueError(f"A must have no self-loop, got one at node {loops[0]}")
    if directed is not None and not truth("directed", directed) and (pair := _asymmetry(whole)):
        i, j = pair
        raise ValueError(
            f"A must be symmetric (undirected), got A[{i}, {j}] = {whole[i, j]:g} and A[{j}, {i}] = {whole[j, i]:g}; "
            "A.maximum(A.T) forgets the directions"
        )
    if truth("connected", connected):
        parts, part = connected_components(whole, connection="strong")
        if parts > 1:
            cut_off = np.flatnonzero(part != part[0])[0]
            raise ValueError(
                f"A must be connected, got {parts} components: nodes 0 and {cut_off} lie in different ones"
            )
    return whole


def is_directed(A: Any) -> bool:
    """Whether some tie has no equal tie the other way. Raises ValueError as `adjacency`."""
    return _asymmetry(adjacency(A)) is not None


def from_edges(n: int, edges: Any, weights: Any = None, directed: bool = False) -> sparse.csr_array:
    """The graph of n nodes with these ties.

    edges: whole numbers (m, 2), each tie once, as (i, j) for i → j; where undirected, (i, j) or (j, i), not both.
    weights: (m,) above 0; None: 1 each.
    Raises ValueError naming the first node that is not in 0 … n−1 or tied to itself, the first pair that comes twice,
    the first weight that is not above 0.
    """
    n, directed = whole_number("n", n), truth("directed", directed)
    edges = arrays.whole_numbers("edges", edges, ("m", 2), least=0)
    weights = np.ones(len(edges)) if weights is None else arrays.points("weights", weights, (len(edges),))
    if (bad := edges[(edges < 0) | (edges >= n)]).size:
        raise ValueError(f"edges must join nodes of 0 … {n - 1}, got node {bad[0]}")
    if (loops := edges[edges[:, 0] == edges[:, 1]]).size:
        raise ValueError(f"edges must join two nodes, got node {loops[0, 0]} tied to itself")
    if not np.all(weights > 0):
        raise ValueError(f"weights must be above 0, got {weights[~(weights > 0)][0]:g}")
    i, j = edges.T
    if not directed:
        i, j, weights = np.concatenate([i, j]), np.concatenate([j, i]), np.concatenate([weights, weights])
    A = sparse.csr_array((weights, (i, j)), shape=(n, n))
    A.sum_duplicates()
    if A.nnz < len(i):
        i, j = _repeated(edges if directed else np.sort(edges, axis=1), n)
        raise ValueError(f"edges must hold each tie once, got ({i}, {j}) twice")
    return A


def edges_of(A: Any) -> np.ndarray:
    """The ties of a graph: int64 (m, 2), ordered by row; undirected ones once, lower node first.

    Their weights are A[edges[:, 0], edges[:, 1]]. Raises ValueError as `adjacency`.
    """
    A = adjacency(A)
    stored = (A if _asymmetry(A) else sparse.triu(A, format="csr")).tocoo()
    return np.column_stack([stored.row, stored.col]).astype(np.int64)


def read_edges(path: Path | str, directed: bool = False) -> tuple[sparse.csr_array, tuple[str, ...]]:
    """The graph in a text file of one tie a line, and the names of its nodes in the order of their first appearance.

        # from to weight            a comment; empty lines are skipped
        ada grace 2.5               separated by spaces or tabs, or by commas if there is one in the line

    All lines have two columns (weights 1), or all three. Raises ValueError with the file and the line of a missing or
    further column, a weight that is no number above 0, a self-loop, a tie that comes twice.
    """
    directed = truth("directed", directed)
    if not isinstance(path, str | Path) or not Path(path).is_file():
        raise ValueError(f"path must be an existing text file, got {str(path)!r}")
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"path must be a text file in UTF-8, got {Path(path).name}: {error}") from None
    place: dict[str, int] = {}
    seen: dict[tuple[int, int], int] = {}
    weights, columns = [], 0
    for number, line in enumerate(lines, 1):
        parts = [part.strip() for part in line.split(",")] if "," in line else line.split()
        if not parts or parts[0].startswith("#"):
            continue
        columns = columns or min(max(len(parts), 2), 3)
        here = f"path must list ties, one a line: {Path(path).name}, line {number} must"
        if len(parts) != columns or not all(parts):
            raise ValueError(f"{here} have {columns} columns, got {line.strip()!r}")
        try:
            weights.append(float(parts[2]) if columns == 3 else 1.0)
        except ValueError:
            weights.append(np.nan)
        if not 0 < weights[-1] < np.inf:
            raise ValueError(f"{here} have a weight above 0, got {parts[2]!r}")
        i, j = (place.setdefault(name, len(place)) for name in parts[:2])
        if i == j:
            raise ValueError(f"{here} join two nodes, got {parts[0]!r} tied to itself")
        pair = (i, j) if directed else (min(i, j), max(i, j))
        if seen.setdefault(pair, number) < number:
            raise ValueError(f"{here} hold a new tie, got {parts[0]!r} and {parts[1]!r} as in line {seen[pair]}")
    if not seen:
        raise ValueError(f"path must list ties, one a line, got none in {Path(path).name}")
    return from_edges(len(place), np.array(list(seen)), weights, directed), tuple(place)


def from_networkx(G: networkx.Graph, weight: str | None = "weight") -> sparse.csr_array:
    """The graph of networkx as a matrix; row i is the node `list(G)[i]`, directed if G is.

    weight: the attribute of an edge that holds its weight, 1 where it has none; None: 1 each.
    Raises ValueError as `adjacency`, and for a multigraph.
    """
    import networkx

    if an_instance("G", G, networkx.Graph).is_multigraph() or not len(G):
        raise ValueError(f"G must have a node, and one edge at most between any two, got {G}")
    if weight is not None and not isinstance(weight, str):
        raise ValueError(f"weight must be the name of an attribute or None, got {weight!r}")
    try:
        return adjacency(networkx.to_scipy_sparse_array(G, weight=weight, dtype=float, format="csr"))
    except ValueError as error:
        raise ValueError(f"G must be a graph with weights above 0, nodes counted as in list(G): {error}") from None


def to_networkx(A: Any) -> networkx.Graph:
    """The graph for networkx: a Graph where A is symmetric, else a DiGraph; edges have the attribute "weight".

    Raises ValueError as `adjacency`.
    """
    import networkx

    A = adjacency(A)
    return networkx.from_scipy_sparse_array(A, create_using=networkx.DiGraph if _asymmetry(A) else networkx.Graph)


def seeds_of(A: sparse.csr_array, seeds: Any) -> np.ndarray:
    """Nodes where something starts, int64 (k,), sorted. A: a graph that `adjacency` has checked.

    seeds: one or more different nodes of 0 … n−1. Raises ValueError naming the node that is unknown or comes twice.
    """
    n = an_instance("A", A, sparse.csr_array).shape[0]
    seeds = np.sort(arrays.whole_numbers("seeds", seeds, ("k",)))
    if (unknown := seeds[(seeds < 0) | (seeds >= n)]).size:
        raise ValueError(f"seeds must be nodes of 0 … {n - 1}, got {unknown[0]}")
    if (twice := seeds[1:][np.diff(seeds) == 0]).size:
        raise ValueError(f"seeds must be different nodes, got {twice[0]} twice")
    return seeds


def _asymmetry(A: sparse.csr_array) -> tuple[int, int] | None:
    """A pair with A[i, j] ≠ A[j, i], or None."""
    back = A.T.tocsr()
    same = np.array_equal(A.indptr, back.indptr) and np.array_equal(A.indices, back.indices)
    if same and np.array_equal(A.data, back.data):
        return None
    rows, columns = (A - back).nonzero()
    return int(rows[0]), int(columns[0])


def _repeated(pairs: np.ndarray, n: int) -> tuple[int, int]:
    """The first pair that comes twice, in order of its nodes."""
    keys = np.sort(pairs[:, 0].astype(np.int64) * n + pairs[:, 1])
    return divmod(int(keys[1:][np.diff(keys) == 0][0]), n)
