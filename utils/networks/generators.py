"""Random graphs with the degrees, the clustering and the communities you ask for: undirected, of weight 1."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.common.checks import probability, whole_number, within
from utils.networks.graphs import adjacency, edges_of, from_edges, is_directed
from utils.networks.measures import triangles


def erdos_renyi(n: int, mean_degree: float, rng: np.random.Generator) -> sparse.csr_array:
    """Every pair is tied with probability p = mean_degree/(n − 1), independently of all others.

    n: nodes, at least 2. mean_degree: in [0, n − 1]. Source: Gilbert 1959, Random graphs.
    """
    n = whole_number("n", n, least=2)
    mean_degree = within("mean_degree", mean_degree, f"[0, {n - 1}]")
    return block_model([n], [[mean_degree / (n - 1)]], rng)


def block_model(sizes: Any, densities: Any, rng: np.random.Generator) -> sparse.csr_array:
    """A pair of a node of block a and one of block b is tied with probability densities[a, b].

    sizes: (B,), nodes in each block; block 0 comes first, so that np.repeat(np.arange(B), sizes) are the labels.
    densities: (B, B), symmetric, in [0, 1]. Source: Holland, Laskey & Leinhardt 1983, Stochastic blockmodels.
    Pairs are skipped by geometric gaps, not tried one by one: Batagelj & Brandes 2005, algorithm 1.
    """
    sizes = arrays.whole_numbers("sizes", sizes, ("B",))
    p, rng = arrays.points("densities", densities, (len(sizes), len(sizes))), arrays.numpy_generator("rng", rng)
    if not np.all(sizes > 0):
        raise ValueError(f"sizes must be at least 1, got {sizes.min()}")
    if not np.all((p >= 0) & (p <= 1)) or not np.array_equal(p, p.T):
        raise ValueError(f"densities must be symmetric, of numbers in [0, 1], got {p.tolist()}")
    first, ties = np.cumsum(sizes) - sizes, []
    for a in range(len(sizes)):
        k = _chosen(sizes[a] * (sizes[a] - 1) // 2, p[a, a], rng)
        i = ((1 + np.sqrt(1 + 8 * k)) / 2).astype(np.int64)  # pair k = i(i−1)/2 + j of those with j < i
        ties.append(first[a] + np.column_stack([i, k - i * (i - 1) // 2]))
        for b in range(a):
            k = _chosen(sizes[a] * sizes[b], p[a, b], rng)
            ties.append(np.column_stack([first[a] + k // sizes[b], first[b] + k % sizes[b]]))
    return from_edges(int(sizes.sum()), np.concatenate(ties))


def preferential_attachment(n: int, m: int, rng: np.random.Generator) -> sparse.csr_array:
    """Nodes come one by one and tie themselves to m earlier ones, chosen in proportion to their degrees.

    Starts from m + 1 nodes all tied to each other, so that no degree is below m; m < n. For many nodes the share of
    degree k is 2m(m+1)/(k(k+1)(k+2)), a power law of exponent 3.
    Source: Barabási & Albert 1999, Emergence of scaling in random networks; the share: Bollobás et al. 2001.
    """
    m = whole_number("m", m)
    n, rng = whole_number("n", n, least=m + 1), arrays.numpy_generator("rng", rng)
    start = np.argwhere(np.tri(m + 1, k=-1))
    ends, numbers = start.ravel().tolist(), _uniforms(rng)  # each node as often as it has ties
    for new in range(m + 1, n):
        chosen: set[int] = set()
        while len(chosen) < m:
            chosen.add(ends[int(next(numbers) * len(ends))])
        for old in chosen:
            ends += (new, old)
    return from_edges(n, np.array(ends).reshape(-1, 2))


def small_world(n: int, k: int, rewiring: float, rng: np.random.Generator) -> sparse.csr_array:
    """A ring where each is tied to the k/2 nearest on both sides; each tie then gets a random far end at `rewiring`.

    k: even, below n. rewiring: a probability. The new end is uniform over the nodes the near end is not tied to by
    another tie. Source: Watts & Strogatz 1998, Collective dynamics of 'small-world' networks.
    """
    k, rewiring = whole_number("k", k, least=2), probability("rewiring", rewiring)
    n, rng = whole_number("n", n, least=k + 1), arrays.numpy_generator("rng", rng)
    if k % 2:
        raise ValueError(f"k must be even, got {k}")
    near = np.tile(np.arange(n), k // 2)
    far = (near + np.repeat(np.arange(1, k // 2 + 1), n)) % n
    keys, numbers = _keys(near, far, n), _uniforms(rng)
    held = set(keys.tolist())
    for e in np.flatnonzero(rng.random(len(near)) < rewiring).tolist():
        held.remove(int(keys[e]))
        i = new = int(near[e])
        while new == i or (key := min(i, new) * n + max(i, new)) in held:
            new = int(next(numbers) * n)
        held.add(key)
        far[e] = new
    return from_edges(n, np.column_stack([near, far]))


def power_law_degrees(
    n: int, exponent: float, smallest: int, rng: np.random.Generator, largest: int | None = None
) -> np.ndarray:
    """Degrees drawn with P(k) ∝ k^(−exponent), k from smallest to largest; int64 (n,), with an even sum.

    exponent: above 1. largest: None: n − 1, the most a node can have. The last is drawn again until the sum is even.
    """
    n, smallest = whole_number("n", n), whole_number("smallest", smallest)
    exponent, rng = within("exponent", exponent, "(1, inf)"), arrays.numpy_generator("rng", rng)
    largest = n - 1 if largest is None else whole_number("largest", largest)
    if not smallest <= largest < n or (smallest == largest and n * smallest % 2):
        raise ValueError(
            f"largest must lie in [smallest, n − 1] = [{smallest}, {n - 1}] and allow an even sum, got {largest}"
        )
    upto = np.cumsum(np.arange(smallest, largest + 1.0) ** -exponent)

    def draw(size: int) -> np.ndarray:
        return smallest + np.searchsorted(upto, rng.random(size) * upto[-1], side="right")

    degrees = draw(n)
    while degrees.sum() % 2:
        degrees[-1:] = draw(1)
    return degrees


def configuration(degrees: Any, rng: np.random.Generator) -> sparse.csr_array:
    """A random simple graph with exactly these degrees.

    degrees: whole numbers (n,), which a simple graph can have (Erdős & Gallai 1960). Stubs are paired at random; a
    self-loop or a repeated tie is then switched with a random tie (see `rewire`) until none is left. That is nearly
    uniform over the simple graphs, and `rewire` with many swaps takes away what is missing.
    Source: Bollobás 1980; Molloy & Reed 1995; on switching, Fosdick, Larremore, Nishimura & Ugander 2018.
    """
    import networkx

    k, rng = arrays.whole_numbers("degrees", degrees, ("n",)), arrays.numpy_generator("rng", rng)
    if not networkx.is_graphical(k.tolist()):
        raise ValueError(f"degrees must be those of a simple graph, got a sequence with sum {k.sum()} that is of none")
    stubs = rng.permutation(np.repeat(np.arange(len(k)), k))
    return from_edges(len(k), _switched(stubs.reshape(-1, 2), len(k), rng, None, False))


def rewire(A: Any, swaps: int, rng: np.random.Generator) -> sparse.csr_array:
    """Another random graph with the degrees of A: `swaps` times, two random ties a–b, c–d try to become a–d, c–b.

    A swap that would make a self-loop or a repeated tie is not made. About 10 tries for each tie forget the graph.
    Every degree stays, where A is directed both of each node; a weight stays with one end of its tie.
    Source: Maslov & Sneppen 2002; Fosdick et al. 2018, who count a refused swap as a step, as here.
    """
    A, swaps, rng = adjacency(A), whole_number("swaps", swaps, least=0), arrays.numpy_generator("rng", rng)
    directed = is_directed(A)
    weights = A.data if directed else sparse.triu(A, format="csr").data  # in the order of edges_of
    return from_edges(A.shape[0], _switched(edges_of(A), A.shape[0], rng, swaps, directed), weights, directed)


def clustered(A: Any, aim: float, rng: np.random.Generator) -> sparse.csr_array:
    """A graph with the degrees of A whose transitivity (`measures.transitivity`) is `aim`, or just above.

        y–x–z, y–a, z–b   →   y–x–z, y–z, a–b        made where it gains more triangles than it loses

    A: undirected, all weights 1; where its transitivity is above aim already, A itself (`rewire` brings it down).
    Raises ValueError when 10 n + 1 000 tries in a row have gained nothing.
    Source: Bansal, Khandelwal & Meyers 2009, Exploring biological network structure with clustered random networks.
    """
    A, aim, rng = adjacency(A, directed=False), probability("aim", aim), arrays.numpy_generator("rng", rng)
    if np.any(A.data != 1):
        raise ValueError(f"A must have weights of 1, got {A.data[A.data != 1][0]:g}")
    near = [A.indices[i:j].tolist() for i, j in zip(A.indptr, A.indptr[1:])]
    tied = [set(one) for one in near]
    middles = [i for i, one in enumerate(near) if len(one) > 1]
    wedges = sum(len(one) * (len(one) - 1) // 2 for one in near)
    closed, idle, numbers = int(triangles(A).sum()), 0, _uniforms(rng)  # a triangle closes three wedges

    def pick(items: list[int]) -> int:
        return items[int(next(numbers) * len(items))]

    def common(i: int, j: int) -> int:
        return len(tied[i] & tied[j])

    while closed < aim * wedges:
        if (idle := idle + 1) > 10 * len(near) + 1_000:
            raise ValueError(f"aim must be within reach of these degrees, got {aim}: stopped at {closed / wedges:.3f}")
        x = pick(middles)
        y, z = pick(near[x]), pick(near[x])
        a, b = pick(near[y]), pick(near[z])
        if len({x, y, z, a, b}) < 5 or z in tied[y] or b in tied[a]:
            continue
        across = (z in tied[a]) + (y in tied[b])  # neighbours that y and z, and a and b, share only until the switch
        gained = common(y, z) + common(a, b) - 2 * across - common(y, a) - common(z, b)
        if gained > 0:
            for i, old, new in ((y, a, z), (a, y, b), (z, b, y), (b, z, a)):
                near[i][near[i].index(old)] = new
                tied[i] ^= {old, new}
            closed, idle = closed + 3 * gained, 0
    ties = np.array([(i, j) for i, one in enumerate(near) for j in one if i < j], dtype=np.int64).reshape(-1, 2)
    return from_edges(len(near), ties)


def _switched(ties: np.ndarray, n: int, rng: np.random.Generator, swaps: int | None, directed: bool) -> np.ndarray:
    """The ties (m, 2) after `swaps` tries of a swap; None: after as many as it takes until they are simple."""
    (a, b), m, keys = ties.T.tolist(), len(ties), _keys(ties[:, 0], ties[:, 1], n, directed).tolist()
    held = Counter(keys)

    def tries() -> Iterator[tuple[int, int]]:
        """Two ties, by their places."""
        if swaps is not None:
            yield from zip(*(rng.integers(m, size=swaps if m else 0).tolist() for _ in range(2)))
            return
        while wrong := [e for e, key in enumerate(keys) if held[key] > 1 or a[e] == b[e]]:
            yield from zip(wrong, rng.integers(m, size=len(wrong)).tolist())

    def worse(new: tuple[int, int], old: tuple[int, int]) -> bool:
        """Whether there would be more self-loops and repeats than now."""
        change = Counter(new)
        change.subtract(old)
        least = {key: 0 if key // n == key % n else 1 for key in change}  # how many of each are right
        return sum(max(held[key] + more, least[key]) - max(held[key], least[key]) for key, more in change.items()) > 0

    for (e, f), u in zip(tries(), _uniforms(rng)):
        i, j, k, l = a[e], b[e], a[f], b[f]
        if u < 0.5 and not directed:
            k, l = l, k
        new = (i * n + l if directed or i < l else l * n + i, k * n + j if directed or k < j else j * n + k)
        simple = i != l and k != j and new[0] not in held and new[1] not in held
        if e == f or (not simple and (swaps is not None or worse(new, (keys[e], keys[f])))):
            continue
        for old in (keys[e], keys[f]):
            held[old] -= 1
            if not held[old]:
                del held[old]
        held.update(new)
        a[f], b[e], b[f] = k, l, j
        keys[e], keys[f] = new
    return np.column_stack([a, b])


def _chosen(pairs: int, p: float, rng: np.random.Generator) -> np.ndarray:
    """Which of 0 … pairs−1 are chosen, each with probability p: increasing, int64."""
    found, last = [np.zeros(0, dtype=np.int64)], -1
    while p > 0 and last < pairs - 1:
        gaps = np.minimum(rng.geometric(p, size=int(1.1 * p * (pairs - last)) + 10), pairs + 1)
        found.append(last + np.cumsum(gaps))
        last = found[-1][-1]
    chosen = np.concatenate(found)
    return chosen[chosen < pairs]


def _keys(i: np.ndarray, j: np.ndarray, n: int, directed: bool = False) -> np.ndarray:
    """A number for each pair, the same for (i, j) and (j, i) where undirected."""
    return i * n + j if directed else np.minimum(i, j) * n + np.maximum(i, j)


def _uniforms(rng: np.random.Generator) -> Iterator[float]:
    """Random numbers of [0, 1), one by one."""
    while True:
        yield from rng.random(4096).tolist()
