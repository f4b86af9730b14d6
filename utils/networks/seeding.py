"""Seeds that cost money, and seeds that leave no group out: greedy choice on live-edge snapshots, compared in pairs."""

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.stats import t

from utils.common import arrays
from utils.common.checks import positive, within
from utils.networks.cascades import mean_and_error, reached
from utils.networks.influence import Chosen, Coverage, at_most, celf


class Gain(NamedTuple):
    """Mean difference, and its interval."""

    mean: float
    low: float
    high: float


def affordable(order: Any, costs: Any, budget: float) -> np.ndarray:
    """Nodes taken in this order, each that what is left of the budget still pays for.

    order: nodes (m,), such as `rank_by(A, "degree")` or, the cheapest first, `np.argsort(costs, kind="stable")`.
    costs (n,) > 0. Raises ValueError where the budget pays for nobody.
    """
    order = arrays.whole_numbers("order", order, ("m",))
    costs, left = _prices(costs, budget)
    if (unknown := order[(order < 0) | (order >= len(costs))]).size:
        raise ValueError(f"order must list nodes of 0 … {len(costs) - 1}, got {unknown[0]}")
    taken = []
    for node in order.tolist():
        if costs[node] <= left + 1e-9:
            taken.append(node)
            left -= costs[node]
    return np.array(taken, dtype=int)


def budgeted(live: csr_array, costs: Any, budget: float) -> Chosen:
    """Seeds within a budget: greedy by gain in spread per unit of money; or the best single node, if that reaches more.

    The better of the two reaches at least (1 − 1/e)/2 of the best that the budget buys; greedy alone may miss by any
    factor. live: snapshots of `cascades.live_edges`. costs (n,) > 0.
    Source: Khuller, Moss & Naor 1999; Leskovec et al. 2007, section 3.2.
    """
    covered = Coverage(live)
    costs, budget = _prices(costs, budget, covered.n)
    single = {node: covered.gain(node) for node in np.flatnonzero(costs <= budget + 1e-9).tolist()}
    best = max(single, key=single.__getitem__)
    chosen = celf(covered.n, covered.gain, covered.take, costs, budget)
    alone = Chosen(np.array([best]), np.array([single[best]]), chosen.evaluations)
    return max(chosen, alone, key=lambda one: one.estimate)


def gain_over(sizes: Any, rival: Any, level: float = 0.95) -> Gain:
    """How many more nodes one choice of seeds reaches than a rival one, with Student's interval of this level.

    sizes, rival (k,): what each reaches on the same k snapshots, `reached(live, seeds).sum(axis=1)`. Paired: the luck
    they share drops out. Fresh snapshots, on which neither was chosen; else the one that was is favoured.
    """
    sizes, level = arrays.points("sizes", sizes, ("k",), least=2), within("level", level, "(0, 1)")
    mean, error = mean_and_error(sizes - arrays.points("rival", rival, sizes.shape))
    half = float(error * t.ppf((1 + level) / 2, len(sizes) - 1))
    return Gain(mean, mean - half, mean + half)


def coverage(live: csr_array, seeds: Any, groups: Any) -> np.ndarray:
    """Mean share of each group that the seeds reach, (g,). groups (n,): the group of each node, 0, ..., g − 1."""
    per_node = reached(live, seeds).mean(axis=0)
    groups, sizes = _members(groups, len(per_node))
    return np.bincount(groups, weights=per_node) / sizes


def fair_seeds(live: csr_array, groups: Any, k: int) -> Chosen:
    """k seeds by greedy choice of log-welfare, in which a group that is hardly reached counts most:

        W(S) = Σ_g n_g log(1 + σ_g(S)),    σ_g(S) = mean number of group g that is reached, n_g = its size

    W is monotone and submodular, and so greedy keeps its guarantee of 1 − 1/e. The gains are those of W. The 1 keeps W
    finite. Source: Rahmattalabi et al. 2021, Fair influence maximization: a welfare optimization approach.
    """
    covered = Coverage(live)
    groups, sizes = _members(groups, covered.n)
    reach = np.zeros(len(sizes))

    def of_groups(node: int) -> np.ndarray:
        return np.bincount(groups[covered.new(node) % covered.n], minlength=len(sizes)) / covered.snapshots

    def gain(node: int) -> float:
        return float(sizes @ np.log1p(of_groups(node) / (1 + reach)))

    def take(node: int, gained: float) -> None:
        reach[:] += of_groups(node)
        covered.take(node)

    return celf(covered.n, gain, take, np.ones(covered.n), at_most("k", k, covered.n))


def _prices(costs: Any, budget: Any, n: int | None = None) -> tuple[np.ndarray, float]:
    costs, budget = arrays.points("costs", costs, ("n" if n is None else n,)), positive("budget", budget)
    if not np.all(costs > 0):
        raise ValueError(f"costs must be above 0, got {costs[costs <= 0][0]} at node {np.flatnonzero(costs <= 0)[0]}")
    if budget < costs.min():
        raise ValueError(f"budget must pay for the cheapest node, {costs.min()}, got {budget}")
    return costs, budget


def _members(groups: Any, n: int) -> tuple[np.ndarray, np.ndarray]:
    groups = arrays.whole_numbers("groups", groups, (n,))
    if groups.min() < 0 or not np.all(sizes := np.bincount(groups)):
        raise ValueError(f"groups must be numbered 0, 1, ... without a gap, got {np.unique(groups)}")
    return groups, sizes
