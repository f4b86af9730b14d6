"""SIS on a network, exactly in continuous time: whoever recovers can be infected again.

Arrows i → j fall at rate β A_ij and crosses on i at rate γ, whoever is infected: an arrow passes the infection on if i
has it, a cross takes it away. In a time Δ there are Poisson(Λ Δ) of both, Λ = β Σ A_ij + γ n, each of them i → j or on
i with probability β A_ij/Λ and γ/Λ, in any order: no clock is needed (uniformisation, as in processes.chains).
Source: Harris 1978, Additive set-valued Markov processes and graphical methods, Annals of Probability 6, 355–378.
"""

from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.common.checks import not_negative, whole_number
from utils.networks.graphs import adjacency, seeds_of
from utils.processes.chains import increasing_times


def sis_paths(
    A: Any, seeds: Any, beta: float, gamma: float, times: Any, rng: np.random.Generator, replicas: int = 1
) -> np.ndarray:
    """Who is infected at times (k,), where `seeds` are at time 0: truth values (replicas, k, n).

        i → j passes it on at rate β A_ij,    i recovers at rate γ

    A: graph (n, n), directed or not. beta, gamma ≥ 0: rates per unit of time. times: from 0 on, never decreasing.
    rng: numpy Generator. Work: Λ · (last time) events a replica, some 3 · 10⁶ a second, until nobody is infected.
    """
    A = adjacency(A)
    seeds, beta, gamma = seeds_of(A, seeds), not_negative("beta", beta), not_negative("gamma", gamma)
    times, replicas = increasing_times("times", times), whole_number("replicas", replicas)
    rng = arrays.numpy_generator("rng", rng)
    events = (beta * A + gamma * sparse.eye_array(A.shape[0])).tocoo()  # a cross on i is an event i → i
    sources, targets, upto = events.row, events.col, np.append(0.0, np.cumsum(events.data))  # at the end Λ
    states = np.zeros((replicas, len(times), A.shape[0]), dtype=bool)
    for path in states:
        infected = np.zeros(A.shape[0], dtype=bool)
        infected[seeds] = True
        for k, step in enumerate(np.diff(times, prepend=0.0)):
            if infected.any():
                drawn = upto[-1] * (1 - rng.random(rng.poisson(upto[-1] * step)))  # in (0, Λ]
                which = np.searchsorted(upto, drawn) - 1
                infected = _after(infected, sources[which], targets[which])
            path[k] = infected
    return states


def _after(infected: np.ndarray, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The state after these events, one after the other."""
    has = infected.tolist()  # plain lists: a third of the time of numpy's elements
    for i, j in zip(sources.tolist(), targets.tolist()):
        if has[i]:
            has[j] = i != j
    return np.array(has)
