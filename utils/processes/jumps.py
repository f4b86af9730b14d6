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

    states (n, C), the start first. sources, targets, events (k,): jump k leads from states[sources[k]] to
    states[targets[k]] by events[k].
    """

    states: np.ndarray
    sources: np.ndarray
    targets: np.ndarray
    events: np.ndarray

    def generator(self, model: JumpModel) -> sparse.csr_array:
        """Q (n, n) of a model with these events, whatever its parameters."""
        rates = np.stack(_a_model(model).rates(self.states.T.astype(float)))
        return from_transitions(len(self.states), self.sources, self.targets, rates[self.events, self.sources])


def reachable(model: JumpModel, start: Any, most: int = 500_000) -> StateSpace:
    """Every state that events can lead to from start (C,), found by walking them.

    Raises ValueError if there are more than `most`: SIR from (S, I) has about S²/2, SEIR about S³/6.
    """
    start, most = starting_counts(model, start), whole_number("most", most)
    changes = np.asarray(model.changes)
    base = (model.N + 1) ** np.arange(len(start))  # a state as one whole number
    found, frontier, jumps = np.array([start @ base]), start[None], []
    while len(frontier):
        rates = np.stack(model.rates(frontier.T.astype(float)))
        event, row = np.nonzero(rates > 0)
        after = frontier[row] + changes[event]
        jumps.append((frontier[row] @ base, after @ base, event))
        keys, first = np.unique(after @ base, return_index=True)
        new = ~np.isin(keys, found)
        found, frontier = np.concatenate([found, keys[new]]), after[first[new]]
        if len(found) > most:
            raise ValueError(f"start must lead to at most {most} states, got more; a larger population needs paths")
    sources, targets, events = (np.concatenate(part) for part in zip(*jumps))
    order = np.argsort(found)
    index = lambda keys: order[np.searchsorted(found, keys, sorter=order)]  # noqa: E731
    return StateSpace(found[:, None] // base % (model.N + 1), index(sources), index(targets), events)


def mean_field(model: JumpModel, start: Any, times: Any) -> np.ndarray:
    """x(t) (k, C) of dx/dt = Σ_k change_k rate_k(x), x(0) = start (C,), at increasing times (k,).

    The limit of the jump process for large N, from which one path departs by √N people.
    Source: Kurtz 1970, Solutions of ordinary differential equations as limits of pure jump Markov processes.
    """
    start, times = starting_counts(model, start, whole=False), increasing_times("times", times)
    towards = np.asarray(model.changes, dtype=float).T
    path, report = odeint(
        lambda x, t: towards @ model.rates(x), start, np.r_[0.0, times], rtol=1e-9, atol=1e-7, full_output=True
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
