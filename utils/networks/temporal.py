"""SI, SIS and SIR in steps of time, on one network or on another at every step; networks driven by activity."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.common.checks import probability, truth, whole_number
from utils.networks.graphs import adjacency, from_edges, seeds_of

SUSCEPTIBLE, INFECTIOUS, RECOVERED = 0, 1, 2


def in_steps(
    networks: Iterable[Any], seeds: Any, p: float, recovery: float, rng: np.random.Generator, immune: bool = True
) -> np.ndarray:
    """The states at the start and after every step: int8 (steps + 1, n), 0 susceptible, 1 infectious, 2 recovered.

        P(j escapes in a step) = (1 − p)^{Σ_{i infectious} A_ij},    P(i recovers in a step) = recovery

    All at once, from the state before: who is infected in a step neither infects nor recovers in it. SIR; SI for
    recovery = 0; SIS for immune = False. As steps of Δ of the process in continuous time: p = 1 − e^{−β Δ},
    recovery = 1 − e^{−γ Δ}; what they differ by goes to 0 with Δ, and an infection crosses one tie a step at most.
    networks: the graph (n, n) of every step, such as [A] * 50; A_ij: how many contacts i → j has in a step.
    seeds: different nodes, infectious at the start. p, recovery: in [0, 1]. rng: numpy Generator.
    """
    p, recovery, immune = probability("p", p), probability("recovery", recovery), truth("immune", immune)
    if sparse.issparse(networks) or not isinstance(networks, Iterable):
        raise ValueError(f"networks must hold a graph for every step, such as [A] * 50, got {networks!r:.80}")
    path: list[np.ndarray] = []
    rng, last = arrays.numpy_generator("rng", rng), None
    for given in networks:
        if given is not last:
            A, last = _network(given, path), given
        if not path:
            path.append(np.zeros(A.shape[0], dtype=np.int8))
            path[0][seeds_of(A, seeds)] = INFECTIOUS
        state, infectious = path[-1].copy(), path[-1] == INFECTIOUS
        caught = rng.random(len(state)) >= (1 - p) ** (infectious.astype(float) @ A)
        recovers = rng.random(len(state)) < recovery
        state[caught & (state == SUSCEPTIBLE)] = INFECTIOUS
        state[infectious & recovers] = RECOVERED if immune else SUSCEPTIBLE
        path.append(state)
    if not path:
        raise ValueError("networks must hold a graph for every step, got none")
    return np.array(path)


def activity_driven(activities: Any, m: int, steps: int, rng: np.random.Generator) -> Iterator[sparse.csr_array]:
    """One undirected graph a step: node i is active with probability a_i and makes m ties; the next step forgets them.

    A tie leads to anybody else with equal probability; the m of a node are different, and two who choose each other
    have one. activities: a (n,), in [0, 1]. m: 1 … n − 1. rng: numpy Generator.
    Source: Perra, Gonçalves, Pastor-Satorras & Vespignani 2012, Activity driven modeling of time varying networks,
    Scientific Reports 2, 469.
    """
    a, m, steps = _activities(activities), whole_number("m", m), whole_number("steps", steps)
    n, rng = len(a), arrays.numpy_generator("rng", rng)
    if m >= n:
        raise ValueError(f"m must be at most the number of others, {n - 1}, got {m}")
    for _ in range(steps):
        active = np.flatnonzero(rng.random(n) < a)
        others = np.array([rng.choice(n - 1, m, replace=False, shuffle=False) for _ in active], dtype=int)
        others = others.reshape(-1, m)
        others += others >= active[:, None]  # a number for each but oneself
        pairs = np.sort(np.stack([np.repeat(active, m), others.ravel()], axis=1), axis=1)
        yield from_edges(n, np.unique(pairs, axis=0))


def activity_threshold(activities: Any, m: int) -> float:
    """p/recovery above which an infection spreads on an activity-driven network: 1/(m (⟨a⟩ + √⟨a²⟩)).

    For many nodes and small p, recovery; SIR and SIS alike. Source: Perra et al. 2012, eq. 6.
    """
    a, m = _activities(activities), whole_number("m", m)
    if not a.any():
        raise ValueError("activities must be above 0 for somebody, got only 0")
    return float(1 / (m * (a.mean() + np.sqrt(np.mean(a**2)))))


def _activities(value: Any) -> np.ndarray:
    a = arrays.points("activities", value, ("n",), least=2)
    if a.min() < 0 or a.max() > 1:
        raise ValueError(f"activities must lie in [0, 1], got {a[(a < 0) | (a > 1)][0]:g}")
    return a


def _network(given: Any, path: list[np.ndarray]) -> sparse.csr_array:
    try:
        A = adjacency(given)
    except ValueError as error:
        raise ValueError(f"networks must hold graphs: {error}") from None
    if path and A.shape[0] != len(path[0]):
        raise ValueError(f"networks must have the same nodes at every step, got {len(path[0])} and then {A.shape[0]}")
    return A
