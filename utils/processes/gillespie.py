"""Paths of a jump process, drawn exactly: Gillespie's algorithm, one event of every replica at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import whole_number
from utils.processes.chains import increasing_times
from utils.processes.jumps import JumpModel, starting_counts


def simulate(model: JumpModel, start: Any, times: Any, replicas: int, rng: np.random.Generator) -> np.ndarray:
    """States at `times` of independent replicas: whole numbers (replicas, k, C).

        wait ~ Exp(Σ_k rate_k),    then event k with probability rate_k / Σ rate

    start: counts (C,), the same for all, or (replicas, C). times: (k,), from 0 on, never decreasing; the last may be
    np.inf, until nothing can happen any more. rng: numpy Generator.
    One step draws the next event of all replicas at once, so that numpy's overhead is shared by them.
    Source: Gillespie 1977, Exact stochastic simulation of coupled chemical reactions.
    """
    times, replicas = increasing_times("times", times, finite=False), whole_number("replicas", replicas)
    rng = arrays.numpy_generator("rng", rng)
    running = _Replicas(starting_counts(model, start, replicas=replicas), replicas, times)
    added = [np.append(column, 0.0) for column in np.asarray(model.changes, dtype=float).T]  # the last event: none
    with np.errstate(divide="ignore", invalid="ignore"):  # a rate of 0 is a wait of infinity
        while running.which.size:
            upto = _running_sums(model.rates(running.counts))
            running.clock += rng.standard_exponential(running.which.size) / upto[-1]
            running.record()  # what was there until the event
            chosen = rng.random(running.which.size) * upto[-1]
            reached = [(chosen >= part).view(np.int8) for part in upto]  # all of them where nothing can happen
            event = sum(reached[1:], start=reached[0]).astype(np.intp)
            for count, change in zip(running.counts, added):
                count += change.take(event)
            running.drop_finished()
    return running.paths


class _Replicas:
    """Replicas on their way: counts, C arrays (n,); clock (n,); due (n,), the next time to record, nan after the last.

    Finished ones are dropped in numbers, not one by one: an array is copied for it.
    """

    def __init__(self, start: np.ndarray, replicas: int, times: np.ndarray) -> None:
        starts = np.broadcast_to(start, (replicas, start.shape[-1]))
        self.counts = [np.array(column, dtype=float) for column in starts.T]
        self.clock, self.due = np.zeros(replicas), np.full(replicas, times[0])
        self.which, self.recorded, self.finished = np.arange(replicas), np.zeros(replicas, dtype=np.intp), 0
        self.times, self.paths = times, np.empty((replicas, len(times), len(self.counts)), dtype=np.int64)

    def record(self) -> None:
        """Write down the counts at every time that the clock has passed."""
        late = self.clock >= self.due
        rows = np.flatnonzero(late) if late.any() else np.empty(0, dtype=np.intp)
        while len(rows):
            self.paths[self.which[rows], self.recorded[rows]] = np.stack([c[rows] for c in self.counts], axis=-1)
            self.recorded[rows] += 1
            done = self.recorded[rows] == len(self.times)
            self.due[rows[done]] = np.nan
            self.finished += int(done.sum())
            rows = rows[~done]
            self.due[rows] = self.times[self.recorded[rows]]
            rows = rows[self.clock[rows] >= self.due[rows]]

    def drop_finished(self) -> None:
        """Go on with the others, once one in eight is finished."""
        if self.finished * 8 > self.which.size:
            on = ~np.isnan(self.due)
            self.counts, self.finished = [count[on] for count in self.counts], 0
            self.clock, self.due = self.clock[on], self.due[on]
            self.which, self.recorded = self.which[on], self.recorded[on]


def _running_sums(rates: Sequence[np.ndarray]) -> list[np.ndarray]:
    sums = [rates[0]]
    for rate in rates[1:]:
        sums.append(sums[-1] + rate)
    return sums
