"""Telling kinds of diffusion apart by what is seen: four observables of the times of adoption."""

from itertools import pairwise
from typing import Any

import numpy as np
from scipy.stats import kendalltau, rankdata, spearmanr

from utils.common.arrays import points
from utils.common.checks import an_instance
from utils.hierarchy.settlements import Settlements
from utils.hierarchy.tree import each

OBSERVABLES = ("tau", "rho", "neighbour", "moran")
NEIGHBOURS = 6  # of each place, in Moran's I


def adopted(system: Settlements, times: Any) -> tuple[np.ndarray, np.ndarray]:
    """Times (n,) ≥ 0, np.inf if never, as an array; and the places that adopted, the first first."""
    an_instance("system", system, Settlements)
    times = points("times", times, system.populations.shape, finite=False)
    each("times", times, times >= 0, "be at least 0")
    order = np.argsort(times, kind="stable")[: np.isfinite(times).sum()]
    if len(order) < 3 or times[order[-1]] == times[order[1]]:
        raise ValueError(f"times must hold three adoptions, not all at once, got {len(order)} adoptions")
    return times, order


def observables(system: Settlements, times: Any) -> np.ndarray:
    """(4,), named OBSERVABLES, of times of adoption (n,); np.inf if never: such places count as not yet adopted.

    tau         Kendall's τ_b of rank (1 = the largest) and time: > 0, large ones first
    rho         Spearman's ρ of the distance from the first adopter and time: > 0, near ones first
    neighbour   mean over adoptions of u, the share of the other places still without that lie nearer to one that has it
                (ties count half): 0, always the nearest next; ½, distance does not matter
    moran       Moran's I of the rank r of the times: mean of (r_i − r̄)(r_j − r̄) over the 6 nearest j of each i, over
                the variance: > 0, neighbours adopt at about the same time

    All four use the order of adoption alone: any other clock gives the same. Source of I: Moran 1950.
    """
    (times, order), d = adopted(system, times), system.distances
    tau = kendalltau(-system.populations[order], times[order]).statistic
    rho = spearmanr(d[order[0], order[1:]], times[order[1:]]).statistic
    gap, left, shares = np.full(len(d), np.inf), np.ones(len(d), bool), []
    for old, new in pairwise(order):
        gap, left[old] = np.minimum(gap, d[old]), False  # gap: to the nearest that has it
        if (others := left.sum() - 1) > 0:
            nearer, level = (gap[left] < gap[new]).sum(), (gap[left] == gap[new]).sum() - 1
            shares.append((nearer + level / 2) / others)
    r = rankdata(times[order])
    r = (r - r.mean()) / r.std()
    near = np.argsort(d[np.ix_(order, order)], axis=1, kind="stable")[:, 1 : NEIGHBOURS + 1]
    return np.array([tau, rho, np.mean(shares), np.mean(r[:, None] * r[near])])
