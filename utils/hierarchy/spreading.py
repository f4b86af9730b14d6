"""Five kinds of diffusion on a settlement system, each exact in continuous time; and a walk that climbs a hierarchy.

Expansion: who has the idea keeps it and passes it on. Place i, once it has adopted, makes j adopt at rate

    κ_ij ∝ P_i^α P_j^γ d_ij^−c

α says how infectious large places are, γ how receptive, c how distance deters. The waits can be drawn before anybody
adopts, C_ij ~ Exp(κ_ij) for each pair. Then T_j = min_i {T_i + C_ij} is the length of the shortest path to j.
Relocation: carriers take the idea along when they move, and their number stays the same.
Sources: Hägerstrand 1967, Innovation Diffusion as a Spatial Process; Brown 1981, Innovation Diffusion: A New
Perspective; shortest paths as in Hammersley & Welsh 1965.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from utils.common.arrays import numpy_generator
from utils.common.checks import an_instance, one_of, positive, probability, whole_number, within
from utils.hierarchy.settlements import Settlements


@dataclass(frozen=True)
class Mode:
    """Exponents α, γ, c of the rates, each within ±9; and where it starts.

    start: "top", the largest place; "village", one of the smaller half; "any". retention: probability that a hop
    leaves the idea's form as it is. carriers: how many there are who move; 0: expansion, which needs none.
    """

    alpha: float
    gamma: float
    c: float
    start: str = "any"
    retention: float = 1.0
    carriers: int = 0

    def __post_init__(self) -> None:
        for name in ("alpha", "gamma", "c"):
            within(name, getattr(self, name), "[-9, 9]")
        one_of("start", self.start, ("top", "village", "any"))
        probability("retention", self.retention)
        whole_number("carriers", self.carriers, least=0)


MODES = {
    "relocation": Mode(0, 1, 1, carriers=60),
    "contagious": Mode(0, 0, 3),
    "hierarchical": Mode(1, 1, 1, "top"),
    "reverse hierarchical": Mode(-1, -1, 1, "village"),
    "stimulus": Mode(0.5, 0.5, 2, retention=0.85),
}


@dataclass(frozen=True, eq=False)
class Diffusion:
    """What came of one diffusion, arrays (n,). times: T, when each place adopts, 0 at the source, np.inf if never.

    origins: who passed it on, −1 for the source and where it never came. forms: 0 is the idea as it began, any other
    number a mutant, −1 where it never came. present: whether the place still has it at the end.
    """

    times: np.ndarray
    origins: np.ndarray
    forms: np.ndarray
    present: np.ndarray

    @property
    def abandoned(self) -> float:
        """Of the places that adopted, the share that has it no longer. 0 under expansion."""
        return 1 - float(self.present[np.isfinite(self.times)].mean())

    @property
    def fidelity(self) -> float:
        """Of the places that have it, the share that has it in its first form."""
        return float((self.forms[self.present] == 0).mean())


def rates(system: Settlements, mode: Mode) -> np.ndarray:
    """κ (n, n): κ_ij ∝ P_i^α P_j^γ d_ij^−c, 0 on the diagonal. Scaled so that Σ_j κ_ij is 1 in the mean over i."""
    d, P = an_instance("system", system, Settlements).distances, system.populations / system.populations.max()
    alpha, gamma, c = an_instance("mode", mode, Mode).alpha, mode.gamma, mode.c
    kappa = np.outer(P**alpha, P**gamma) * np.where(d > 0, d / d.max(), 1) ** -c
    np.fill_diagonal(kappa, 0)
    return kappa * (len(P) / kappa.sum())


def diffuse(
    mode: str | Mode, system: Settlements, rng: np.random.Generator, source: int | None = None, until: float = 30.0
) -> Diffusion:
    """One diffusion, by the name of one of MODES or by a Mode; from `source`, or from where the mode starts.

    Expansion goes on until all have adopted, by one Dijkstra over n² pairs. Each hop makes a new form with probability
    1 − retention: after h hops the idea has its first form with probability retention^h.
    Carriers all begin at the source and move i → j at rate κ_ij, α playing no part, until the time `until`. A place
    adopts when the first one comes. Since P_i^γ κ_ij is symmetric, in the long run the share P_i^γ/Σ_j P_j^γ is at i.
    """
    mode = mode if isinstance(mode, Mode) else MODES[one_of("mode", mode, MODES)]
    by_size = np.argsort(an_instance("system", system, Settlements).populations, kind="stable")
    rng, until, n = numpy_generator("rng", rng), positive("until", until), len(by_size)
    if source is None:
        source = by_size[-1 if mode.start == "top" else rng.integers(n // 2 if mode.start == "village" else n)]
    elif whole_number("source", source, least=0) >= n:
        raise ValueError(f"source must be a place, 0 to {n - 1}, got {source}")
    if mode.carriers:
        return _relocation(mode, system, rng, source, until)
    with np.errstate(divide="ignore"):
        waits = rng.standard_exponential((n, n)) / rates(system, mode)
    times, origins = dijkstra(waits, indices=source, return_predecessors=True)
    forms, kept, origins[source] = np.zeros(n, int), rng.random(n) < mode.retention, -1
    for place in np.argsort(times, kind="stable")[1:]:  # after who passed it on
        forms[place] = forms[origins[place]] if kept[place] else place + 1
    return Diffusion(times, origins, forms, np.ones(n, bool))


def _relocation(mode: Mode, system: Settlements, rng: np.random.Generator, source: int, until: float) -> Diffusion:
    kappa = rates(system, Mode(0, mode.gamma, mode.c))
    leaving, steps, n = kappa.sum(axis=1), kappa.cumsum(axis=1), len(kappa)
    steps /= steps[:, -1:]
    times, origins, present = np.full(n, np.inf), np.full(n, -1), np.zeros(n, bool)
    times[source] = 0
    for _ in range(mode.carriers):
        place, now = source, rng.exponential(1 / leaving[source])
        while now <= until:
            to = steps[place].searchsorted(rng.random(), side="right")
            if now < times[to]:
                times[to], origins[to] = now, place
            place, now = to, now + rng.exponential(1 / leaving[to])
        present[place] = True
    return Diffusion(times, origins, np.where(np.isfinite(times), 0, -1), present)


def climbing_time(depth: int, up: float) -> float:
    """Mean number of steps of a walk from a leaf to the root, which lies `depth` levels higher.

    It goes up with probability p, else down to any child; from a leaf always up. h_k: steps from height k to k + 1.

        h_0 = 1,   h_k = 1/p + (1 − p)/p h_{k−1},      time = Σ_{k < depth} h_k

    However many children a node has.
    """
    depth, up = whole_number("depth", depth), within("up", up, "(0, 1]")
    time = h = 1.0
    for _ in range(depth - 1):
        h = (1 + (1 - up) * h) / up
        time += h
    return time
