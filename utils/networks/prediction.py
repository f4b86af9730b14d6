"""How far something spreads, told early: features of a cascade's first hour and of people, and the mechanism run on.

infected, recovered (n,): when each person was reached, and stopped passing it on, as in outbreaks.first_passage; inf
for never. Nothing after `now` is looked at. A regression learns from these features on networks whose cascades are
known to their end; that it is judged on other networks is the business of whoever uses it.
"""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import not_negative, positive, whole_number, within
from utils.networks.contagion import moments
from utils.networks.graphs import adjacency
from utils.networks.influence import centrality
from utils.networks.measures import clustering, degrees
from utils.networks.outbreaks import final_sizes, first_passage

_COUNTS = ["reached", "reached lately", "infectious", "exposed", "ties to the exposed", "people"]
_TIES = ["of the reached", "of the best tied", "of the exposed", "of a person", "of a friend"]
EARLY = [*_COUNTS, *(f"ties {one}" for one in _TIES), "clustering of the reached"]
PERSON = [*(f"{s} steps" for s in (1, 2, 3, 4)), "ties", "core", "PageRank", "clustering", "p a person", "p a friend"]


def early_features(A: Any, infected: Any, recovered: Any, now: float) -> np.ndarray:
    """What a regression may know of a cascade at time now: (12,), named by EARLY, all but the last as ln(1 + x).

    Lately: in the second half of the time. Exposed: not reached, and with a tie from somebody infectious. Ties: means,
    but of the best tied among the reached; a friend: at the end of a random tie, ⟨k²⟩/⟨k⟩. A: undirected.
    Source: the kinds of feature of Cheng et al. 2014, Can cascades be predicted?
    """
    A, infected, recovered, now = _so_far(A, infected, recovered, now, directed=False)
    k, reached, infectious = degrees(A), infected <= now, (infected <= now) & (now < recovered)
    into = (A != 0).T @ infectious.astype(float) * ~reached
    exposed = into > 0
    lately = reached & (infected > now / 2)
    people = [who.sum() for who in (reached, lately, infectious, exposed, into)] + [len(k)]
    ties = [k[reached].mean(), k[reached].max(), k[exposed].mean() if exposed.any() else 0.0, k.mean(), _friend(k)]
    return np.append(np.log1p(people + ties), clustering(A)[reached].mean())


def forecast(
    A: Any,
    infected: Any,
    recovered: Any,
    now: float,
    gamma: float,
    prior: tuple[float, float],
    rng: np.random.Generator,
    samples: int = 100,
) -> np.ndarray:
    """Samples of the final size of an SIR outbreak given all until now, (samples,): the mechanistic prediction.

        β | until now ~ Gamma(a + D, rate b + X),    X = Σ_{i→j} A_ij max(0, min(now, T_j, R_i) − T_i)

    then the outbreak runs on with this β from those infectious now; waits have no memory, so nothing is lost. D people
    were reached after 0, at exposure X; prior: (a, b) of a Gamma law with mean a/b; gamma: known rate of recovery.
    """
    A, infected, recovered, now = _so_far(A, infected, recovered, now)
    shape, rate = arrays.points("prior", prior, (2,))
    if not (shape > 0 and rate > 0):
        raise ValueError(f"prior must be a shape and a rate above 0, got {prior!r}")
    gamma, rng = not_negative("gamma", gamma), arrays.numpy_generator("rng", rng)
    ties = A.tocoo()
    last = np.minimum(np.minimum(now, infected[ties.col]), recovered[ties.row])
    exposure = ties.data @ np.maximum(0, last - infected[ties.row])
    betas = rng.gamma(shape + np.sum((infected > 0) & (infected <= now)), size=whole_number("samples", samples))
    left = np.flatnonzero(recovered > now)
    infectious = np.flatnonzero(infected[left] <= now)
    if not len(infectious):
        return np.full(samples, len(infected) - len(left))
    rest = adjacency(A[left][:, left])
    runs = [first_passage(rest, infectious, beta / (rate + exposure), gamma, rng) for beta in betas]
    return len(infected) - len(left) + np.array([final_sizes(run) for run in runs])


def person_features(A: Any, p: float) -> np.ndarray:
    """What a regression may know of each person as a seed of independent cascades: (n, 10), named by PERSON.

    The first four: ln(1 + Σ_{s≤S} p^s (A^s 1)_i), expected walks of up to S steps that carry: never less than the
    expected spread within S steps. Then ln(1 + ties), ln(1 + core), ln(n · PageRank), clustering; of the network
    ln(1 + p ⟨k⟩) and ln(1 + p ⟨k²⟩/⟨k⟩). A: undirected, all ties carry with the same p in (0, 1].
    """
    A, p = adjacency(A, directed=False), within("p", p, "(0, 1]")
    k, n = degrees(A), A.shape[0]
    walks, total, steps = np.ones(n), np.zeros(n), []
    for _ in range(4):
        walks = p * ((A != 0) @ walks)
        total = total + walks
        steps.append(np.log1p(total))
    others = [np.log1p(k), np.log1p(centrality(A, "core")), np.log(n * centrality(A, "pagerank")), clustering(A)]
    whole = [np.full(n, np.log1p(p * mean)) for mean in (k.mean(), _friend(k))]
    return np.stack([*steps, *others, *whole], axis=1)


def _friend(k: np.ndarray) -> float:
    """⟨k²⟩/⟨k⟩, mean number of ties at the end of a random tie."""
    return float(k @ k / max(k.sum(), 1))


def _so_far(A: Any, infected: Any, recovered: Any, now: float, directed: bool | None = None) -> tuple:
    A, now = adjacency(A, directed=directed), positive("now", now)
    infected, recovered = (
        moments(name, one, A.shape[0]) for name, one in (("infected", infected), ("recovered", recovered))
    )
    if not np.any(infected <= now):
        raise ValueError(f"infected must hold somebody reached by now = {now:g}, got none")
    if np.any(recovered < infected):
        raise ValueError(f"recovered must not lie before infected, got person {np.argmax(recovered < infected)}")
    return A, infected, recovered, now
