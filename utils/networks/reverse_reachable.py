"""Seeds by reverse-reachable sets: who could have reached a node drawn at random?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from utils.common import arrays
from utils.common.checks import whole_number, within
from utils.networks.cascades import Spread, at_once, chances, spread, waves
from utils.networks.influence import at_most


@dataclass(frozen=True, eq=False)
class Reversed:
    """seeds (k,), in the order of choice; sets: how many were drawn for the choice.

    own: n times the share of those sets that the seeds hit, too high on average (the winner's curse: the seeds were
    chosen because they hit these sets). corrected: mean and standard error over fresh cascades.
    at_least: certified share of the best k seeds' spread, where the number of sets came from the accuracy; else nan.
    """

    seeds: np.ndarray
    sets: int
    own: float
    corrected: Spread
    at_least: float


def reverse_reachable(
    A: Any, p: Any, k: int, rng: np.random.Generator, sets: int | None = None, accuracy: float = 0.05, fresh: int = 1000
) -> Reversed:
    """k seeds that hit the most reverse-reachable sets.

        spread(S) = n P(S hits R),    R: all nodes that reach a uniformly drawn node along live edges

    sets: how many to draw. None: 1 000, doubled until the seeds reach 1 − 1/e − accuracy of what the best k seeds
    reach, but for a probability of .01: a second collection of sets, on which nothing was chosen, bounds the spread
    from below; the first bounds that of the best seeds from above. fresh: cascades for the corrected estimate.
    p: as in `chances`. Source: Borgs et al. 2014; bounds: Tang et al. 2018, Online processing algorithms for influence
    maximization, (5) and (8).
    """
    P, rng, n = chances(A, p), arrays.numpy_generator("rng", rng), np.shape(A)[0]
    k, fresh = at_most("k", k, n), whole_number("fresh", fresh, 2)
    wanted = 1 - np.exp(-1) - within("accuracy", accuracy, "(0, 0.632)")
    back, at_least, failure = csr_array(P.T), np.nan, 0.01
    R = _draw(back, 1000 if sets is None else whole_number("sets", sets), rng)
    seeds, hit, bound = cover(R, k)
    judge = _draw(back, 1000, rng) if sets is None else None
    while judge is not None:
        failure /= 2  # of this round, so that all rounds together stay below .01; half of it for each bound
        hit_anew = int(np.sum(judge[:, seeds].sum(axis=1) > 0))
        at_least = _low(hit_anew, np.log(2 / failure)) / _high(bound, np.log(2 / failure))
        if at_least >= wanted:
            break
        R, judge = (vstack([one, _draw(back, one.shape[0], rng)], format="csr") for one in (R, judge))
        seeds, hit, bound = cover(R, k)
    return Reversed(seeds, R.shape[0], n * hit / R.shape[0], spread(A, seeds, p, rng, fresh), at_least)


def reverse_sets(A: Any, p: Any, sets: int, rng: np.random.Generator) -> csr_array:
    """Reverse-reachable sets as rows (sets, n), 1 for each member. Arguments as in `reverse_reachable`."""
    P, sets = chances(A, p), whole_number("sets", sets)
    return _draw(csr_array(P.T), sets, arrays.numpy_generator("rng", rng))


def cover(R: csr_array, k: int) -> tuple[np.ndarray, int, int]:
    """Greedy choice of k columns of R (sets, n) that hit most rows: columns, rows hit, and a bound on what k can hit.

    Any k columns hit at most what the first i chosen hit, plus the k largest gains after them, for every i.
    """
    k, hit = at_most("k", k, R.shape[1]), np.zeros(R.shape[0], dtype=bool)
    of_node, seeds = csr_array(R.T), []
    gain, bound = np.diff(of_node.indptr), R.shape[0]
    for _ in range(k):
        bound = min(bound, _at_best(hit, gain, k))
        best = int(np.argmax(gain))
        rows = of_node.indices[of_node.indptr[best] : of_node.indptr[best + 1]]
        rows = rows[~hit[rows]]
        hit[rows] = True
        gain = gain - np.bincount(R[rows].indices, minlength=len(gain))
        gain[best] = -1  # chosen: not again, even where nothing is left to gain
        seeds.append(best)
    return np.array(seeds), int(hit.sum()), min(bound, _at_best(hit, gain, k))


def _at_best(hit: np.ndarray, gain: np.ndarray, k: int) -> int:
    return int(hit.sum() + np.maximum(np.partition(gain, -k)[-k:], 0).sum())


def _draw(back: csr_array, sets: int, rng: np.random.Generator) -> csr_array:
    n, found = back.shape[1], []
    portion = 8 * at_once(n)  # most sets are small, and touch little memory
    for begin in range(0, sets, portion):
        some = min(portion, sets - begin)
        roots = np.arange(some) * n + rng.integers(n, size=some)
        found.append(np.concatenate(list(waves(back, roots, some, rng))) + begin * n)
    keys = np.sort(np.concatenate(found))
    indptr = np.searchsorted(keys, np.arange(sets + 1) * n)
    return csr_array((np.ones(len(keys)), keys % n, indptr), shape=(sets, n))


def _low(hit: int, a: float) -> float:
    """Sets that the seeds hit on average, at least, but for a probability e^−a."""
    return max(0.0, (np.sqrt(hit + 2 * a / 9) - np.sqrt(a / 2)) ** 2 - a / 18)


def _high(hit: int, a: float) -> float:
    """Sets that the best seeds hit on average, at most, but for a probability e^−a."""
    return (np.sqrt(hit + a / 2) + np.sqrt(a / 2)) ** 2
