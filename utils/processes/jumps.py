"""A population as counts in compartments, and events that move people between them, one at a time.

A model states its events once; three things follow from them:

    the master equation        dP/dt = Qᵀ P over all states that can be reached   (`reachable`, here)
    its limit for many people  dx/dt = Σ_k change_k rate_k(x)                      (`mean_field`, here)
    paths                      drawn exactly, many at once                         (`simulate`, in gillespie)

A model has N (people at most), `compartments` (C names), `changes` (K, C): what event k adds to each compartment,
and `rates(state)`: K rates for a state (C, ...), per unit of time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy import sparse
from scipy.integrate import odeint

from utils.common import arrays
from utils.common.checks import whole_number
from utils.processes.chains import from_transitions, increasing_times


class JumpModel(Protocol):
    """What the functions of this module and of gillespie read of a model."""

    @property
    def N(self) -> int: ...
    @property
    def compartments(self) -> tuple[str, ...]: ...
    @property
    def changes(self) -> np.ndarray: ...
    def rates(self, state: Any) -> Sequence[Any]: ...


@dataclass(frozen=True, eq=False)
class StateSpace:
    """The states that can be reached, and the jumps between them. Made by `reachable`.

    states (n, C), the start first; where `lowest` was given, a last row of −1 stands for all others. sources, targets,
    events (k,): jump k leads from states[sources[k]] to states[targets[k]] by events[k].
    """

    states: np.ndarray
    sources: np.ndarray
    targets: np.ndarray
    events: np.ndarray

    def generator(self, model: JumpModel) -> sparse.csr_array:
        """Q (n, n) of a model with these events, whatever its parameters.

        Raises ValueError if the model makes a jump that the one walked with, at a rate of 0, did not.
        """
        rates = np.stack(_a_model(model).rates(self.states.T.astype(float)))
        rates[:, self.states[:, 0] < 0] = 0
        Q = from_transitions(len(self.states), self.sources, self.targets, rates[self.events, self.sources])
        rates[self.events, self.sources] = 0
        if rates.max() > 0:
            raise ValueError(f"model must make the jumps of the one that was walked with, and no others, got {model!r}")
        return Q


def reachable(model: JumpModel, start: Any, most: int = 500_000, lowest: Any = None) -> StateSpace:
    """Every state that events can lead to from start (C,), found by walking them.

    lowest (C,): states with a lower count are one, the last, from which nothing returns. The others keep their exact
    probabilities if no event adds to a compartment that has such a bound, as with S in an epidemic.
    Raises ValueError if there are more than `most` states: SIR from (S, I) has about S²/2, SEIR about S³/6.
    """
    start, most = starting_counts(model, start), whole_number("most", most)
    changes, base = np.asarray(model.changes), [(model.N + 1) ** c for c in range(len(start) + 1)]
    if base.pop() >= 2**63:  # a state is one whole number
        raise ValueError(f"model must have fewer people or compartments, got N = {model.N} in {len(start)}")
    bound = np.zeros_like(start) if lowest is None else arrays.whole_numbers("lowest", lowest, start.shape)
    if np.any((bound < 0) | (bound > start)) or np.any((bound > 0) & (changes.max(axis=0) > 0)):
        raise ValueError(f"lowest must be at most start, and 0 where an event adds people, got {lowest!r}")
    found, frontier, jumps = np.array([start @ base]), start[None], []
    while len(frontier):
        rates = np.stack(model.rates(frontier.T.astype(float)))
        event, row = np.nonzero(rates > 0)
        after = frontier[row] + changes[event]
        inside = np.all(after >= bound, axis=1)
        jumps.append((frontier[row] @ base, np.where(inside, after @ base, -1), event))
        keys, first = np.unique(after[inside] @ base, return_index=True)
        new = ~np.isin(keys, found)
        found, frontier = np.concatenate([found, keys[new]]), after[inside][first[new]]
        if len(found) > most:
            raise ValueError(f"start must lead to at most {most} states, got more; a larger population needs paths")
    states = found[:, None] // base % (model.N + 1)
    if lowest is not None:
        found, states = np.append(found, -1), np.concatenate([states, np.full((1, len(start)), -1)])
    sources, targets, events = (np.concatenate(part) for part in zip(*jumps))
    order = np.argsort(found)
    index = lambda keys: order[np.searchsorted(found, keys, sorter=order)]  # noqa: E731
    return StateSpace(states, index(sources), index(targets), events)


def mean_field(model: JumpModel, start: Any, times: Any) -> np.ndarray:
    """x(t) (k, C) of dx/dt = Σ_k change_k rate_k(x), x(0) = start (C,), at increasing times (k,).

    The limit of the jump process for large N, from which one path departs by √N people.
    Source: Kurtz 1970, Solutions of ordinary differential equations as limits of pure jump Markov processes.
    """
    start, times = starting_counts(model, start, whole=False), increasing_times("times", times)
    towards = np.asarray(model.changes, dtype=float).T
    path, report = odeint(
        lambda x, t: towards.dot(model.rates(x.tolist())),  # plain numbers: half the time of numpy's
        start,
        np.r_[0.0, times],
        rtol=1e-9,
        atol=1e-7,
        mxstep=5000,
        full_output=True,
    )
    if report["message"] != "Integration successful." or not np.all(np.isfinite(path)):
        raise ValueError(f"times must be such that the equation can be solved, got {times}: {report['message']}")
    return path[1:]


def starting_counts(model: JumpModel, start: Any, *, whole: bool = True, replicas: int = 0) -> np.ndarray:
    """Counts (C,) at the start, or (replicas, C): at least 0, at most N in all. Raises ValueError otherwise."""
    many = replicas and np.ndim(start) == 2 if isinstance(start, list | tuple | np.ndarray) else False
    shape = (*([replicas] if many else []), len(_a_model(model).compartments))
    counts = arrays.whole_numbers("start", start, shape) if whole else arrays.points("start", start, shape)
    if counts.min() < 0 or counts.sum(axis=-1).max() > model.N + (0 if whole else 1e-6 * model.N):
        raise ValueError(f"start must be counts of at least 0, at most N = {model.N} in all, got {start!r}")
    return counts


def _a_model(model: Any) -> JumpModel:
    if not all(hasattr(model, name) for name in ("N", "compartments", "changes", "rates")):
        raise ValueError(f"model must have N, compartments, changes and rates, such as SIR, got {model!r}")
    return model
