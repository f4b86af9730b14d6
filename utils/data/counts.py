"""A series of counts: what every fit to a spreading thing starts from, checked once when it is made."""

from dataclasses import dataclass, field

import numpy as np

from utils.common.arrays import points
from utils.common.checks import not_negative, number, one_of, positive

KINDS = ("new", "present")
UNITS = ("hours", "days", "weeks", "months", "years", "steps")


@dataclass(frozen=True, eq=False)
class Counts:
    """n counts y_1..y_n at times t_1 < ... < t_n.

    times (n,): in `unit` (one of UNITS), since a beginning that the series' own docstring names: no calendar years.
    counts (n,): kind "new": y_i happened in (t_{i−1}, t_i], the first interval beginning at `start` (an incidence,
        sales); kind "present": y_i are in the state at t_i, however long already (a prevalence). Not always whole:
        thousands sold, per cent.
    before: how many had happened by `start` (kind "new").
    population: out of how many, where this is known: in the unit of the counts. None: unknown.
    labels (n,): what the source calls each time: a date, a year. Empty: nothing but `times`.

    The arrays are read-only. Raises ValueError naming the field if times do not increase, a count is negative or not
    finite, lengths differ, or there are more counts than people.
    """

    times: np.ndarray
    counts: np.ndarray
    unit: str = "days"
    kind: str = "new"
    start: float = 0.0
    before: float = 0.0
    population: float | None = None
    labels: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        times, counts = points("times", self.times, ("n",)).copy(), points("counts", self.counts, ("n",)).copy()
        one_of("unit", self.unit, UNITS)
        new = one_of("kind", self.kind, KINDS) == "new"
        if len(counts) != len(times):
            raise ValueError(f"counts must be as many as times ({len(times)}), got {len(counts)}")
        if (falls := np.flatnonzero(np.diff(times) <= 0)).size:
            i = falls[0]
            raise ValueError(f"times must increase, got {times[i + 1]:g} after {times[i]:g} (counted from 0: {i + 1})")
        if (low := np.flatnonzero(counts < 0)).size:
            raise ValueError(f"counts must not be negative, got {counts[low[0]]:g} at time {times[low[0]]:g}")
        if number("start", self.start) >= times[0] and new:
            raise ValueError(f"start must lie before the first of the times, {times[0]:g}, got {self.start!r}")
        before = not_negative("before", self.before)
        most = before + counts.sum() if new else counts.max()
        if self.population is not None and positive("population", self.population) < most:
            raise ValueError(f"population must be at least the {most:g} counted, got {self.population!r}")
        if not isinstance(self.labels, tuple) or not all(isinstance(label, str) for label in self.labels):
            raise ValueError(f"labels must be a tuple of text, got {self.labels!r}")
        if self.labels and len(self.labels) != len(times):
            raise ValueError(f"labels must be as many as times ({len(times)}), got {len(self.labels)}")
        times.flags.writeable = counts.flags.writeable = False
        object.__setattr__(self, "times", times)
        object.__setattr__(self, "counts", counts)

    @property
    def edges(self) -> np.ndarray:
        """(n + 1,): the ends of the intervals, `start` first. Only for kind "new"."""
        self._only_new("edges")
        return np.concatenate([[self.start], self.times])

    @property
    def cumulative(self) -> np.ndarray:
        """(n,): how many had happened by each time, those `before` included. Only for kind "new"."""
        self._only_new("cumulative")
        return self.before + np.cumsum(self.counts)

    @property
    def never(self) -> float | None:
        """How many of the population had not by the last time; None where the population is unknown."""
        return None if self.population is None else self.population - float(self.cumulative[-1])

    def _only_new(self, what: str) -> None:
        if self.kind != "new":
            raise ValueError(
                f'{what} needs counts of kind "new", got kind {self.kind!r}: the same person is counted often'
            )
