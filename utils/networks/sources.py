"""Who was the first? The source of an outbreak from who is a case, when nobody knows in which order they fell ill.

    cases     the nodes (k,) that are ill, the snapshot; the ties among them must connect them
    result    (k,), one number for each case, in the order of `cases`

The process is SI in continuous time: a tie i – j passes the infection at the rate A_ij, the snapshot is taken at the
moment of the k-th case, and every node was the source with the same probability.
Source: Shah & Zaman 2011, Rumors in a network: who's the culprit?, IEEE Trans. Inf. Theory 57, 5163.
"""

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, connected_components, shortest_path
from scipy.special import betainc, gammaln
from scipy.stats import betabinom, binom

from utils.common import arrays
from utils.common.checks import one_of, whole_number
from utils.networks.graphs import adjacency

CENTRES = ("degree", "distance", "jordan", "rumour")
MOST = 18  # cases of an exact posterior: 2^18 subsets


class Verdict(NamedTuple):
    """hit: the chance that the source is named. rank: its place, 1 for the most suspect; equals share the middle."""

    hit: float
    rank: float


class Reliability(NamedTuple):
    """By bin of probability, empty ones left out: the mean forecast, the share that happened, the standard error of
    that share if the forecasts are right, how many forecasts."""

    forecast: np.ndarray
    share: np.ndarray
    error: np.ndarray
    counts: np.ndarray


def exact_posterior(A: Any, cases: Any) -> np.ndarray:
    """P(source = i | these are the first k cases), (k,), by all subsets S of the cases: with f_i({i}) = 1,

        f_i(S) = Σ_{v ∈ S∖i} f_i(S∖v) · e(v, S∖v)/cut(S∖v),        posterior_i = f_i(cases) / Σ_j f_j(cases)

    e(v, S): the rate of all ties from S to v; cut(S): of all ties from S to anybody outside, healthy people included.
    f_i(S) is the probability that the first |S| cases are S if i is the source.
    A: undirected graph (n, n). cases: at most 18 different nodes. Raises ValueError for more, and if no tie leads from
    one part of the cases to the other. 2^k k² operations: 14 cases take .1 s.
    """
    likelihoods = _by_subsets(A, cases)[0][-1]
    return likelihoods / likelihoods.sum()


def histories(A: Any, cases: Any, samples: int, rng: np.random.Generator) -> np.ndarray:
    """How a case may have begun it all: int64 (samples, k, k), [s, i, j] = how many were ill before j if i was first.

    Drawn from the law of the order given the source and the snapshot, from its end to its start:

        P(v was the last of S) = f_i(S∖v) · e(v, S∖v)/cut(S∖v) / f_i(S)

    the time reversal of the outbreak; f as in `exact_posterior`, which says what A and cases must be.
    """
    f, passes = _by_subsets(A, cases)
    samples, rng, k = whole_number("samples", samples), arrays.numpy_generator("rng", rng), f.shape[1]
    order = np.zeros((samples, k, k), dtype=np.int64)
    for one in order:
        for first in range(k):
            left = len(f) - 1
            for before in range(k - 1, 0, -1):
                others = [v for v in range(k) if left >> v & 1 and v != first]
                weights = np.array([f[left ^ 1 << v, first] * passes[left ^ 1 << v, v] for v in others])
                last = others[rng.choice(len(others), p=weights / weights.sum())]
                one[first, last], left = before, left ^ 1 << last
    return order


def centre(A: Any, cases: Any, rule: str) -> np.ndarray:
    """How suspect each case is by its place alone, (k,): the larger, the more. Distances d count ties among the cases.

        "jordan"     −max_j d_ij                  "distance"   −Σ_j d_ij
        "rumour"     log R(i) = log k! − Σ_j log(size of the branch of j, in the tree of shortest paths from i)
        "degree"     the ties of i, to healthy people too

    R(i) is the number of orders in which the cases of a tree can have fallen ill if i was first; on a tree whose nodes
    all have one degree it is proportional to `exact_posterior`. Where there are cycles the tree found first is taken.
    A: undirected; weights do not count. Source: section 2 of Shah & Zaman 2011; Jordan centre: Zhu & Ying 2013.
    """
    A, cases, ties = _snapshot(A, cases)
    if one_of("rule", rule, CENTRES) == "degree":
        return np.diff(A.indptr)[cases].astype(float)
    if rule == "rumour":
        return np.array([_log_orders(ties, i) for i in range(len(cases))])
    d = shortest_path(ties, unweighted=True)
    return -(d.max(axis=1) if rule == "jordan" else d.sum(axis=1))


def named(scores: Any) -> np.ndarray:
    """The chance that each is accused, (k,): the largest score is, and among m equal ones each with probability 1/m.

    scores (k,): posteriors, or those of `centre`; −inf for who cannot have been. Equal: to nine digits.
    """
    scores = arrays.points("scores", scores, ("k",), finite=False)
    if not np.isfinite(scores.max()):
        raise ValueError(f"scores must have a finite largest one, got {scores.max()}")
    top = np.isclose(scores, scores.max(), rtol=1e-9, atol=0.0)
    return top / top.sum()


def verdict(scores: Any, cases: Any, source: int) -> Verdict:
    """Whether the true source is named, and where it stands among the cases. scores (k,) as for `named`."""
    accused, cases = named(scores), arrays.whole_numbers("cases", cases, (len(scores),))
    if not np.any(at := cases == whole_number("source", source, least=0)):
        raise ValueError(f"source must be one of the cases, got {source}")
    own = np.asarray(scores, dtype=float)
    equal = np.isclose(own, own[at], rtol=1e-9, atol=0.0)
    return Verdict(float(accused[at][0]), float(np.sum((own > own[at]) & ~equal) + (equal.sum() + 1) / 2))


def detection(d: int, n: int | None = None) -> float:
    """P(the rumour centre is the source) on the tree in which everybody has d ties, after n cases; α_d for n = None.

    The d branches around the source grow as the colours of a Pólya urn: n − 1 further cases, the branch of each in
    proportion to its ties to the healthy. The size X of one is beta-binomial with a = 1/(d − 2), b = (d − 1)/(d − 2),
    binomial(n − 1, ½) on the line; the centre is elsewhere if a branch holds over half (half: one of two centres):

        P = 1 − d (P(X > n/2) + ½ P(X = n/2))   →   α_d = d I_½(a, b) − (d − 1),    d = 3:  1/4 + 3/(4(2⌊n/2⌋ + 1))

    d ≥ 2 (the line: α_2 = 0). Source: α_d: Shah & Zaman 2016, Finding rumor sources on random trees, Oper. Research
    64, 736; finite n: Dong, Zhang & Tan 2013, Rooting out the rumor culprit from suspects, arXiv 1301.6312.
    """
    d = whole_number("d", d, least=2)
    urn = (1 / (d - 2), (d - 1) / (d - 2)) if d > 2 else None
    if n is None:
        return float(d * betainc(*urn, 0.5) - (d - 1)) if urn else 0.0
    sizes = np.arange(whole_number("n", n))
    chance = betabinom.pmf(sizes, n - 1, *urn) if urn else binom.pmf(sizes, n - 1, 0.5)
    return float(1 - d * (chance[2 * sizes > n].sum() + chance[2 * sizes == n].sum() / 2))


def reliability(probabilities: Any, happened: Any, bins: int = 10) -> Reliability:
    """Do forecasts of p come true in a share p of all times? By bins of equal width on [0, 1].

    probabilities (m,): of yes-or-no events, such as "case i was the source", all snapshots after each other; happened
    (m,): whether. The error is √Σp(1 − p)/count, of independent events; of one snapshot only one case was the source,
    which makes it a little smaller.
    """
    p, bins = arrays.points("probabilities", probabilities, ("m",)), whole_number("bins", bins)
    if p.min() < 0 or p.max() > 1 + 1e-12:
        raise ValueError(f"probabilities must lie in [0, 1], got {p[(p < 0) | (p > 1)][0]:g}")
    if (yes := np.asarray(happened)).shape != p.shape or yes.dtype != bool:
        raise ValueError(f"happened must be truth values of shape {p.shape}, got {happened!r:.60}")
    place = np.minimum((p * bins).astype(int), bins - 1)
    used, counts = np.unique(place, return_counts=True)
    forecast, share, spread = (np.bincount(place, one, bins)[used] / counts for one in (p, yes, np.abs(p * (1 - p))))
    return Reliability(forecast, share, np.sqrt(spread / counts), counts)


def nodes_of(A: sparse.csr_array, name: str, value: Any, least: int = 1) -> np.ndarray:
    """Different nodes int64 (k,) of a checked graph, in the order given, `least` of them or more."""
    nodes, n = arrays.whole_numbers(name, value, ("k",), least=least), A.shape[0]
    if (unknown := nodes[(nodes < 0) | (nodes >= n)]).size:
        raise ValueError(f"{name} must be nodes of 0 … {n - 1}, got {unknown[0]}")
    if len(np.unique(nodes)) < len(nodes):
        raise ValueError(f"{name} must be different nodes, got {nodes.tolist()}")
    return nodes


def _snapshot(A: Any, cases: Any) -> tuple[sparse.csr_array, np.ndarray, sparse.csr_array]:
    """The graph, the cases, and the graph of the cases alone (k, k), all checked."""
    A = adjacency(A, directed=False)
    cases = nodes_of(A, "cases", cases)
    ties = A[cases][:, cases]
    parts, part = connected_components(ties)
    if parts > 1:
        apart = cases[part != part[0]][0]
        raise ValueError(
            f"cases must be connected by ties among them, got {parts} parts: {cases[0]} and {apart} in different ones"
        )
    return A, cases, ties


def _by_subsets(A: Any, cases: Any) -> tuple[np.ndarray, np.ndarray]:
    """f_i(S) and e(v, S)/cut(S), both (2^k, k): v is in S if bit v of the number of the row is 1."""
    A, cases, ties = _snapshot(A, cases)
    k = len(cases)
    if k > MOST:
        raise ValueError(f"cases must be at most {MOST}, got {k}")
    subsets = np.arange(2**k)
    member = subsets[:, None] >> np.arange(k) & 1
    e = member @ ties.toarray()
    cut = member @ A.sum(axis=1)[cases] - (e * member).sum(axis=1)
    passes = e / np.where(cut > 0, cut, 1)[:, None]  # a subset without ties to others: e is 0 for them
    f = np.zeros((2**k, k))
    f[1 << np.arange(k), np.arange(k)] = 1
    size = member.sum(axis=1)
    for cases_so_far in range(2, k + 1):
        these = subsets[size == cases_so_far]
        for v in range(k):
            having = these[member[these, v] == 1]
            f[having] += f[having ^ 1 << v] * passes[having ^ 1 << v, v, None]
    return f, passes


def _log_orders(ties: sparse.csr_array, root: int) -> float:
    """log k!/Π sizes of branches, in the tree of a breadth-first search from the root."""
    order, parent = breadth_first_order(ties, root, directed=False)
    size = np.ones(len(order))
    for node in order[:0:-1]:
        size[parent[node]] += size[node]
    return float(gammaln(len(order) + 1) - np.log(size).sum())
