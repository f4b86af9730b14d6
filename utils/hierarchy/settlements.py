"""Towns on a map: Christaller's hexagons, towns placed by rank and size, or towns given by longitude and latitude."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial.distance import cdist

from utils.common.arrays import numpy_generator, points
from utils.common.checks import truth, whole_number
from utils.hierarchy.tree import each

THETA = {3: (1, -1), 4: (2, 0), 7: (3, 1)}  # θ = a + b ω with |θ|² = a² − a b + b² = K


@dataclass(frozen=True, eq=False)
class Settlements:
    """n ≥ 2 places. positions (n, 2), no two alike; populations P (n,) > 0.

    earth: positions are longitude and latitude in degrees, and distances great circles in km; else both are in any one
    unit, and distances Euclidean. Raises ValueError, naming the place. The arrays are read-only.
    """

    positions: np.ndarray
    populations: np.ndarray
    earth: bool = False

    def __post_init__(self) -> None:
        P = points("populations", self.populations, ("n",), least=2)
        z = points("positions", self.positions, (len(P), 2))
        each("populations", P, P > 0, "be positive")
        if truth("earth", self.earth):
            each("positions", z, (abs(z) <= (180, 90)).all(axis=1), "be degrees east within ±180, north within ±90")
        first = np.unique(z, axis=0, return_index=True)[1]
        each("positions", z, np.isin(np.arange(len(z)), first), "differ from place to place")
        z.flags.writeable = P.flags.writeable = False
        object.__setattr__(self, "positions", z)
        object.__setattr__(self, "populations", P)

    @cached_property
    def distances(self) -> np.ndarray:
        """d (n, n), symmetric, 0 on the diagonal."""
        if not self.earth:
            return cdist(self.positions, self.positions)
        east, north = np.radians(self.positions).T
        unit = np.column_stack([np.cos(east) * np.cos(north), np.sin(east) * np.cos(north), np.sin(north)])
        return 2 * 6371 * np.arcsin(np.minimum(cdist(unit, unit) / 2, 1))  # R = 6371 km; sin(d/2R) is half the chord


def rank_size(n: int, rng: np.random.Generator) -> Settlements:
    """P_r = 1000/r, the rank-size rule (slope −1 in logarithms), on the unit square; place 0 is the largest.

    Each next place is the one of 4 n random points that is farthest from all places so far: large ones lie far from
    each other, small ones between them. Source of the rule: Zipf 1949.
    """
    n = whole_number("n", n, least=2)
    free = numpy_generator("rng", rng).random((4 * n, 2))
    chosen, gap = [0], np.full(4 * n, np.inf)
    while len(chosen) < n:
        gap = np.minimum(gap, np.hypot(*(free - free[chosen[-1]]).T))
        chosen.append(int(gap.argmax()))
    return Settlements(free[chosen], 1000 / np.arange(1, n + 1))


def christaller(K: int, levels: int) -> Settlements:
    """The market area of one metropolis, a hexagon of about K^levels places; K = 3 (market), 4 (traffic), 7 (rule).

    Places are Eisenstein integers z = a + b ω, ω = e^{2πi/3}. With θ of norm |θ|² = K, those that θ^k divides form
    the same lattice, turned and √K^k wider:

        order(z) = max {k ≤ levels : θ^k divides z},    P(z) = K^order

    The metropolis, of order `levels`, comes first. Neighbours of order 0 lie at distance 1.
    Source: Christaller 1933; Dacey 1965, The geometry of central place theory.
    """
    if whole_number("K", K) not in THETA:
        raise ValueError(f"K must be 3, 4 or 7, got {K!r}")
    levels = whole_number("levels", levels)
    a, b = THETA[K]
    theta = [np.linalg.matrix_power(np.array([[a, -b], [b, a - b]]), k) for k in range(levels + 1)]  # ω² = −1 − ω
    next_to_it = theta[levels] @ [[1, 1, 0, -1, -1, 0], [0, 1, 1, 0, -1, -1]]  # six more metropolises
    reach = np.abs(next_to_it).max()
    z = np.indices((2 * reach + 1, 2 * reach + 1)).reshape(2, -1) - reach
    z = z[:, (z.T @ [[2, -1], [-1, 2]] @ next_to_it <= K**levels).all(axis=1)]  # no nearer to another than to 0
    order = np.zeros(z.shape[1])
    for k, by in enumerate(theta[1:], start=1):
        order[(by @ np.rint(np.linalg.solve(by, z)) == z).all(axis=0)] = k
    by_order = np.argsort(-order, kind="stable")
    return Settlements((z.T @ [[1, 0], [-0.5, np.sqrt(3) / 2]])[by_order], K ** order[by_order])
