"""What a graph looks like in numbers: degrees, clustering, distances, spectra, and the exponent of its degrees."""

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.linalg import eigh
from scipy.optimize import minimize_scalar
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.sparse.linalg import eigs, eigsh
from scipy.special import zeta

from utils.common import arrays
from utils.common.checks import one_of, whole_number
from utils.networks.graphs import adjacency, edges_of, is_directed

LAPLACIANS = ("combinatorial", "random walk", "normalised")


def degrees(A: Any, ties: str = "out") -> np.ndarray:
    """How many ties each node has, int64 (n,); weights do not count. ties: "out" or "in", the same where undirected."""
    A = adjacency(A)
    one_of("ties", ties, ("out", "in"))
    return np.diff(A.indptr).astype(np.int64) if ties == "out" else np.bincount(A.indices, minlength=A.shape[0])


def triangles(A: Any) -> np.ndarray:
    """In how many triangles each node lies: (A³)_ii / 2 of the undirected graph without weights; int64 (n,).

    Each tie is turned towards the end of higher degree, so that a hub, which comes last, is the start of few:
    Latapy 2008, Main-memory triangle computations.
    """
    A = adjacency(A, directed=False)
    rank = np.empty(A.shape[0], dtype=np.int64)
    rank[np.argsort(np.diff(A.indptr), kind="stable")] = np.arange(A.shape[0])
    i, j = edges_of(A).T
    low, high = np.where(rank[i] < rank[j], (i, j), (j, i))
    up = sparse.csr_array((np.ones(len(i)), (low, high)), shape=A.shape)
    ends, middle = (up @ up).multiply(up), (up.T @ up).multiply(up)  # triangles low < middle < high
    return np.rint(ends.sum(axis=1) + ends.sum(axis=0) + middle.sum(axis=1)).astype(np.int64)


def clustering(A: Any) -> np.ndarray:
    """The share of pairs of i's neighbours that are tied, C_i = triangles_i / (k_i(k_i − 1)/2); 0 where k_i < 2. (n,)

    Undirected, weights do not count. Source: Watts & Strogatz 1998.
    """
    k = degrees(A)
    return triangles(A) / np.maximum(k * (k - 1) / 2, 1)


def transitivity(A: Any) -> float:
    """The share of closed wedges, 3 triangles / Σ k_i(k_i − 1)/2. Raises ValueError where nobody has two ties.

    Undirected, weights do not count. Source: Newman, Strogatz & Watts 2001, Phys. Rev. E 64, 026118.
    """
    found, k = triangles(A).sum(), degrees(A)
    if k.max() < 2:
        raise ValueError("A must have a node with two ties, got none")
    return float(found / (k * (k - 1) / 2).sum())


def largest_component(A: Any) -> np.ndarray:
    """The nodes of the largest part in which each can be reached from each, sorted: A[nodes][:, nodes] is its graph."""
    _, part = connected_components(adjacency(A), connection="strong")
    return np.flatnonzero(part == np.argmax(np.bincount(part)))


def path_lengths(A: Any, rng: np.random.Generator, sources: int = 50) -> tuple[float, float]:
    """The mean number of steps from node to node, and its standard error over randomly chosen sources.

    A: connected (see `largest_component`); weights do not count. sources: at least 2; as many as there are nodes, or
    more: all of them, and the error is 0.
    """
    A, rng = adjacency(A, connected=True), arrays.numpy_generator("rng", rng)
    n, sources = A.shape[0], min(whole_number("sources", sources, least=2), A.shape[0])
    hops = dijkstra(A, unweighted=True, indices=rng.choice(n, sources, replace=False))
    means = hops.sum(axis=1) / max(n - 1, 1)
    return float(means.mean()), float(means.std(ddof=1) / np.sqrt(sources) * np.sqrt(1 - sources / n))


def spectral_radius(A: Any) -> float:
    """The largest eigenvalue λ_max of A, weights included: real and at least 0 (Perron & Frobenius).

    By Lanczos' method (Arnoldi's where directed), from the vector of ones; all eigenvalues for n ≤ 500.
    """
    A = adjacency(A)
    directed, start = is_directed(A), np.ones(A.shape[0])
    if A.shape[0] <= 500 or not A.nnz:
        return (
            float(np.abs((np.linalg.eigvals if directed else np.linalg.eigvalsh)(A.toarray())).max()) if A.nnz else 0.0
        )
    found = eigs(A, k=1, v0=start) if directed else eigsh(A, k=1, which="LA", v0=start)
    return float(np.abs(found[0][0]))


def laplacian(A: Any, kind: str = "combinatorial") -> sparse.csr_array:
    """L = D − A, D the diagonal of strengths Σ_j A_ij; "random walk": D⁻¹L; "normalised": D^(−½) L D^(−½).

    Undirected. Raises ValueError for a node without ties, but where kind is "combinatorial".
    Source: Chung 1997, Spectral graph theory, section 1.2.
    """
    A = adjacency(A, directed=False)
    one_of("kind", kind, LAPLACIANS)
    strength = A.sum(axis=1)
    L = sparse.diags_array(strength, format="csr") - A
    if kind == "combinatorial":
        return L
    if (alone := np.flatnonzero(strength == 0)).size:
        raise ValueError(f"A must have no node without ties where kind is {kind!r}, got node {alone[0]}")
    if kind == "random walk":
        return (sparse.diags_array(1 / strength) @ L).tocsr()
    root = sparse.diags_array(strength**-0.5)
    return (root @ L @ root).tocsr()


def fiedler(A: Any, kind: str = "combinatorial") -> tuple[float, np.ndarray]:
    """λ₂, the second smallest eigenvalue of the Laplacian, and its vector (n,) of length 1, whose signs cut the graph.

    A: undirected, connected, of 2 to 5 000 nodes (2 000 take a second). kind: "combinatorial" or "normalised", as in
    `laplacian`. The vector's entry of largest size is positive.
    Source: Fiedler 1973, Algebraic connectivity of graphs.
    """
    A = adjacency(A, directed=False, connected=True)
    L = laplacian(A, one_of("kind", kind, ("combinatorial", "normalised")))
    if not 2 <= A.shape[0] <= 5_000:
        raise ValueError(f"A must have from 2 to 5 000 nodes, got {A.shape[0]}")
    (value,), vector = eigh(L.toarray(), subset_by_index=(1, 1))
    return float(value), vector[:, 0] * np.sign(vector[np.argmax(np.abs(vector)), 0])


def assortativity(A: Any) -> float:
    """The correlation of the degrees at both ends of a tie, each tie taken both ways; in [−1, 1].

    Undirected, weights do not count. Raises ValueError where all ends have the same degree.
    Source: Newman 2002, Assortative mixing in networks.
    """
    A = adjacency(A, directed=False)
    k = degrees(A)
    ends, others = np.repeat(k, k), k[A.indices]
    if not A.nnz or np.all(ends == ends[0]):
        raise ValueError("A must have ties between unequal degrees, got none")
    return float(np.corrcoef(ends, others)[0, 1])


class DegreeExponent(NamedTuple):
    """P(k) ∝ k^(−exponent) for k ≥ smallest: its maximum likelihood, the standard error, the fit.

    degrees: how many of them are at least `smallest`. distance: Kolmogorov and Smirnov's, between their distribution
    and the fitted one.
    """

    exponent: float
    error: float
    smallest: int
    degrees: int
    distance: float


def degree_exponent(degrees: Any, smallest: int | None = None) -> DegreeExponent:
    """The exponent α of a power law's discrete tail, by maximum likelihood.

        P(k) = k^(−α)/ζ(α, k_min),   ℓ(α) = −n ln ζ(α, k_min) − α Σ ln k,   standard error (−ℓ″(α))^(−½)

    degrees: whole numbers (n,), of at least 0. smallest: k_min; None: the one with the smallest `distance`, of those
    that leave 50 degrees. ζ is Hurwitz's, no approximation. A power law is assumed, not tested.
    Raises ValueError if fewer than 2 different degrees are left.
    Source: Clauset, Shalizi & Newman 2009, Power-law distributions in empirical data, eq. 3.4 to 3.6, section 3.3.
    """
    k = np.sort(arrays.whole_numbers("degrees", degrees, ("n",)))
    if k[0] < 0:
        raise ValueError(f"degrees must be at least 0, got {k[0]}")
    if smallest is not None:
        return _tail(k[np.searchsorted(k, whole_number("smallest", smallest)) :], smallest)
    starts = [int(one) for one in np.unique(k[k > 0])[:-1] if np.sum(k >= one) >= 50]
    if not starts:
        raise ValueError(f"degrees must leave 50, two of them different, above 0, got {np.sum(k > 0)}; or say smallest")
    return min((_tail(k[np.searchsorted(k, one) :], one) for one in starts), key=lambda fit: fit.distance)


def _tail(k: np.ndarray, least: int) -> DegreeExponent:
    """The fit to sorted degrees k, all of at least `least`."""
    if len(k) == 0 or k[0] == k[-1]:
        raise ValueError(f"degrees must hold two different ones of at least {least}, got {np.unique(k).tolist()}")
    mean = np.log(k).mean()
    fit = minimize_scalar(
        lambda a: np.log(zeta(a, least)) + a * mean, bounds=(1 + 1e-6, 50), method="bounded", options={"xatol": 1e-8}
    )
    a, h = float(fit.x), 1e-3
    curvature = np.diff(np.log(zeta([a - h, a, a + h], least)), 2)[0] / h**2
    values, first = np.unique(k, return_index=True)
    above, fitted = 1 - first / len(k), zeta(a, values) / zeta(a, least)  # P(at least this)
    beyond = zeta(a, values + 1) / zeta(a, least)  # P(more than this)
    distance = max(np.abs(above - fitted).max(), np.abs(np.append(above[1:], 0) - beyond).max())
    return DegreeExponent(a, float((len(k) * curvature) ** -0.5), least, len(k), float(distance))
