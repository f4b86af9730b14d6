"""A rumour: ignorants hear it from spreaders, who fall silent on meeting somebody who knows it already."""

import heapq
from bisect import bisect_right
from typing import Any, NamedTuple

import numpy as np
from scipy.special import lambertw

from utils.common import arrays
from utils.common.checks import one_of, within
from utils.networks.graphs import adjacency, seeds_of

RULES = ("Daley-Kendall", "Maki-Thompson")


class Rumour(NamedTuple):
    """heard (n,), stifled (n,): when each heard it and when each stopped telling it; infinity for never."""

    heard: np.ndarray
    stifled: np.ndarray


def rumour(
    A: Any, seeds: Any, rng: np.random.Generator, *, stifling: float = 1.0, rule: str = "Maki-Thompson"
) -> Rumour:
    """One rumour until nobody tells it any more, exact in continuous time.

    A tie i → j carries calls at rate A_ij. When a spreader i calls j:

        j ignorant                    j becomes a spreader
        j a spreader or a stifler     i becomes a stifler with probability `stifling`

    "Daley-Kendall": on an undirected graph, a tie is one meeting at rate A_ij, in which two spreaders may both be
    stifled, each with that probability. Between calls a spreader waits an exponential time; the queue holds the next
    call of each. Source: Daley & Kendall 1965; Maki & Thompson 1973; on networks: Nekovee et al. 2007.
    """
    rule, stifling = one_of("rule", rule, RULES), within("stifling", stifling, "(0, 1]")
    together = rule == "Daley-Kendall"
    A, rng = adjacency(A, directed=False if together else None), arrays.numpy_generator("rng", rng)
    upto, of, rate = np.r_[0.0, np.cumsum(A.data)].tolist(), A.indptr.tolist(), A.sum(axis=1).tolist()
    heard, stifled = np.full((2, A.shape[0]), np.inf).tolist()
    calls: list[tuple[float, int]] = []

    def wait(i: int, now: float) -> None:
        if rate[i]:
            heapq.heappush(calls, (now + rng.standard_exponential() / rate[i], i))

    for i in seeds_of(A, seeds).tolist():
        heard[i] = 0.0
        wait(i, 0.0)
    while calls:
        now, i = heapq.heappop(calls)
        if stifled[i] < np.inf:
            continue  # stifled by another since
        tie = bisect_right(upto, upto[of[i]] + rng.random() * rate[i]) - 1
        j = int(A.indices[min(max(tie, of[i]), of[i + 1] - 1)])  # rounding must not lead elsewhere
        if heard[j] == np.inf:
            heard[j] = now
            wait(j, now)
        elif not (together and stifled[j] == np.inf):
            stifled[i] = now if rng.random() < stifling else np.inf
        elif rng.random() < 0.5:  # both wait for this one meeting: half of what they draw
            for one in (i, j):
                stifled[one] = now if rng.random() < stifling else np.inf
        if stifled[i] == np.inf:
            wait(i, now)
    return Rumour(np.array(heard), np.array(stifled))


def never_hear(stifling: float = 1.0) -> float:
    """Share of a large population in which all meet all that never hears a rumour begun by few.

        x = e^{−(1 + 1/stifling)(1 − x)},    the solution below 1: .203 where a spreader stops at once

    It is the same for both rules. Source: Daley & Kendall 1965; with stifling: Nekovee et al. 2007, section 3.
    """
    r = 1 + 1 / within("stifling", stifling, "(0, 1]")
    return float(-lambertw(-r * np.exp(-r)).real / r)
