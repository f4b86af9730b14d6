"""SI, SIS and SIR in steps of time, on one network or on another at every step; networks driven by activity."""

from collections.abc import Iterator
from itertools import islice, repeat
from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.common.checks import probability, truth, whole_number
from utils.networks.graphs import adjacency, from_edges, seeds_of

SUSCEPTIBLE, INFECTIOUS, RECOVERED = 0, 1, 2


def in_steps(
    A: Any, seeds: Any, p: float, recovery: float, steps: int, rng: np.random.Generator, immune: bool = True
) -> np.ndarray:
    """The states at the start and after every step: int8 (steps + 1, n), 0 susceptible, 1 infectious, 2 recovered.

        P(j escapes in a step) = (1 − p)^{Σ_{i infectious} A_ij},    P(i recovers in a step) = recovery

    All at once, from the state before: who is infected in a step neither infects nor recovers in it. SIR; SI for
    recovery = 0; SIS for immune = False. As steps of Δ of the process in continuous time: p = 1 − e^{−β Δ},
    recovery = 1 − e^{−γ Δ}; what they differ by goes to 0 with Δ, and an infection crosses one tie a step at most.
    A: a graph (n, n), or an iterator over those of the steps, such as `activity_driven`, all of n nodes; A_ij: how many
    contacts i → j has in a step. seeds: different nodes, infectious at the start. p, recovery: in [0, 1].
    """
    p, recovery, immune = probability("p", p), probability("recovery", recovery), truth("immune", immune)
    steps, rng = whole_number("steps", steps), arrays.numpy_generator("rng", rng)
    path: list[np.ndarray] = []
    for graph in islice(map(adjacency, A) if isinstance(A, Iterator) else repeat(adjacency(A)), steps):
        if not path:
            path.append(np.zeros(graph.shape[0], dtype=np.int8))
            path[0][seeds_of(graph, seeds)] = INFECTIOUS
        state, infectious = path[-1].copy(), path[-1] == INFECTIOUS
        caught = rng.random(len(state)) >= (1 - p) ** (infectious.astype(float) @ graph)
        recovers = rng.random(len(state)) < recovery
        state[caught & (state == SUSCEPTIBLE)] = INFECTIOUS
        state[infectious & recovers] = RECOVERED if immune else SUSCEPTIBLE
        path.append(state)
    if len(path) <= steps:
        raise ValueError(f"A must hold a graph for each of {steps} steps, got {max(len(path) - 1, 0)}")
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

    It is 1/λ_max of the expected contacts a step, m (a_i + a_j)/n: for many nodes and small p, recovery what matters is
    how often two meet, not that their tie is forgotten in between. np.inf where nobody is active.
    Source: Perra et al. 2012.
    """
    a, m = _activities(activities), whole_number("m", m)
    return float(1 / (m * (a.mean() + np.sqrt(np.mean(a**2))))) if a.any() else np.inf


def _activities(value: Any) -> np.ndarray:
    a = arrays.points("activities", value, ("n",), least=2)
    if a.min() < 0 or a.max() > 1:
        raise ValueError(f"activities must lie in [0, 1], got {a[(a < 0) | (a > 1)][0]:g}")
    return a
