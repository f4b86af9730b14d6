"""Measures against an epidemic on a timeline, what they cost and what they prevent.

Between two changes of the measures an epidemic under them is SIR or SEIR with more events, a model of processes.jumps.
So its ODE and its exact paths go from one change to the next.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from utils.common.checks import an_instance, not_negative, positive, probability, within
from utils.populations.epidemics import SEIR, SIR
from utils.processes.chains import increasing_times
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, starting_counts


@dataclass(frozen=True)
class Measure:
    """What is done from day `start` until day `end` (np.inf: for good).

    distancing within [0, 1]: the share of contacts that no longer take place. isolation ≥ 0: the rate per day at which
    a case is found and isolated. tracing within [0, 1]: the share of those whom a found case infected who are found
    with it, in time to infect nobody. vaccination ≥ 0: the rate per day at which a susceptible person is made immune.
    """

    start: float
    end: float
    distancing: float = 0.0
    isolation: float = 0.0
    tracing: float = 0.0
    vaccination: float = 0.0

    def __post_init__(self) -> None:
        not_negative("start", self.start)
        if within("end", self.end, "(0, inf]") <= self.start:
            raise ValueError(f"end must be after start = {self.start}, got {self.end}")
        probability("distancing", self.distancing), not_negative("isolation", self.isolation)
        probability("tracing", self.tracing), not_negative("vaccination", self.vaccination)


@dataclass(frozen=True)
class Under:
    """SIR or SEIR while measures hold. The state is the epidemic's, then isolated so far, vaccinated so far.

        infection  (1 − d)β(1 − θ) S I/N     and traced at once  (1 − d)β θ S I/N,    θ = ε δ/(γ + δ)
        removal    γ I                       isolation  δ I      vaccination  ν S

    δ/(γ + δ): the probability that a case is found at all; ε of those it infects are then found with it.
    Together R = (1 − d) β (1 − θ)/(γ + δ).
    """

    epidemic: SIR | SEIR
    distancing: float = 0.0
    isolation: float = 0.0
    tracing: float = 0.0
    vaccination: float = 0.0

    def __post_init__(self) -> None:
        _epidemic(self.epidemic)
        probability("distancing", self.distancing), not_negative("isolation", self.isolation)
        probability("tracing", self.tracing), not_negative("vaccination", self.vaccination)

    @property
    def N(self) -> int:
        """People."""
        return self.epidemic.N

    @property
    def compartments(self) -> tuple[str, ...]:
        """Those of the epidemic, and two more."""
        return (*self.epidemic.compartments, "isolated", "vaccinated")

    @property
    def changes(self) -> np.ndarray:
        """The epidemic's events, then: infected and traced, isolated, vaccinated."""
        C = len(self.epidemic.compartments)
        own = np.pad(self.epidemic.changes, ((0, 0), (0, 2)))
        more = np.zeros((3, C + 2), dtype=int)
        more[[0, 2], 0] = more[1, C - 1] = -1  # susceptible, susceptible; infectious
        more[:2, C] = more[2, C + 1] = 1
        return np.concatenate([own, more])

    @property
    def traced(self) -> float:
        """θ, the share of those infected who are found before they infect anyone."""
        return self.tracing * self.isolation / (self.epidemic.gamma + self.isolation)

    @property
    def R(self) -> float:
        """How many one case infects, those traced not counted, where all others are susceptible."""
        return (1 - self.distancing) * self.epidemic.beta * (1 - self.traced) / (self.epidemic.gamma + self.isolation)

    def rates(self, state: Any) -> tuple[Any, ...]:
        """Of every event, for a state (C + 2, ...)."""
        infections, *others = self.epidemic.rates(state[:-2])
        infections = (1 - self.distancing) * infections
        free, traced = (1 - self.traced) * infections, self.traced * infections
        return free, *others, traced, self.isolation * state[-3], self.vaccination * state[0]


def measures_at(epidemic: SIR | SEIR, timeline: Iterable[Measure], day: float) -> Under:
    """The model of a day. Measures that overlap: shares act on what the others left, rates add up."""
    now = [one for one in _measures(timeline) if one.start <= not_negative("day", day) < one.end]
    return Under(
        epidemic,
        distancing=1 - prod(1 - one.distancing for one in now),
        isolation=float(sum(one.isolation for one in now)),
        tracing=1 - prod(1 - one.tracing for one in now),
        vaccination=float(sum(one.vaccination for one in now)),
    )


def course(epidemic: SIR | SEIR, timeline: Iterable[Measure], start: Any, times: Any) -> np.ndarray:
    """The ODE under the timeline: states of Under at `times`, (k, C + 2). start (C,): as of `epidemic.start`."""
    start = starting_counts(_epidemic(epidemic), start, whole=False)
    return _piece_by_piece(start, epidemic, timeline, times, mean_field)


def simulate_course(
    epidemic: SIR | SEIR, timeline: Iterable[Measure], start: Any, times: Any, replicas: int, rng: np.random.Generator
) -> np.ndarray:
    """Exact paths under the timeline: whole numbers (replicas, k, C + 2). start, times as in `course`; rng: numpy.

    Exact because waiting times are exponential: at a change of the rates one may draw them afresh.
    """
    start = starting_counts(_epidemic(epidemic), start)
    return _piece_by_piece(
        start, epidemic, timeline, times, lambda model, state, now: simulate(model, state, now, replicas, rng)
    )


@dataclass(frozen=True)
class Costs:
    """Prices, all in one unit of your choice, such as days of work lost."""

    dose: float = 0.5
    isolated: float = 10.0  # a person, found or traced
    distancing: float = 0.3  # a person and day without any contact
    infection: float = 5.0

    def __post_init__(self) -> None:
        for name in ("dose", "isolated", "distancing", "infection"):
            not_negative(name, getattr(self, name))


@dataclass(frozen=True)
class Outcome:
    """What a timeline led to by the horizon, in people, days and the unit of the costs."""

    infections: float
    averted: float  # infections, against no measures
    peak: float  # infectious at once, at most
    peak_day: float
    spent: float  # on measures
    total: float  # spent, and the infections' own cost


def outcome(
    epidemic: SIR | SEIR, timeline: Iterable[Measure], start: Any, horizon: float, costs: Costs | None = None
) -> Outcome:
    """Cost and effect by day `horizon`, from the ODE. start: as in `course`.

    What comes after the horizon counts as averted. costs: None for the default prices. The peak is read off at every
    quarter of a day.
    """
    horizon, costs = positive("horizon", horizon), an_instance("costs", Costs() if costs is None else costs, Costs)
    timeline, days = _measures(timeline), np.linspace(0, horizon, max(2, 1 + 4 * round(horizon)))
    with_measures, without = (course(epidemic, those, start, days) for those in (timeline, ()))
    infections, unchecked = (states[0, 0] - states[-1, 0] - states[-1, -1] for states in (with_measures, without))
    isolated, vaccinated = with_measures[-1, -2:]
    pieces = pairwise(_changes(timeline, horizon))
    quiet = sum((b - a) * measures_at(epidemic, timeline, a).distancing for a, b in pieces)  # days without contact
    spent = costs.dose * vaccinated + costs.isolated * isolated + costs.distancing * quiet * epidemic.N
    peak = with_measures[:, -3].argmax()
    return Outcome(
        infections=float(infections),
        averted=float(unchecked - infections),
        peak=float(with_measures[peak, -3]),
        peak_day=float(days[peak]),
        spent=float(spent),
        total=float(spent + costs.infection * infections),
    )


def _epidemic(model: Any) -> SIR | SEIR:
    if not isinstance(model, SIR | SEIR):
        raise ValueError(f"epidemic must be a SIR or a SEIR, got {model!r}")
    return model


def _measures(timeline: Any) -> tuple[Measure, ...]:
    if not isinstance(timeline, list | tuple) or not all(isinstance(one, Measure) for one in timeline):
        raise ValueError(f"timeline must be a list of Measure, got {timeline!r}")
    return tuple(timeline)


def _changes(timeline: tuple[Measure, ...], end: float) -> list[float]:
    """0, every day before the end at which a measure starts or stops, and the end."""
    return [*sorted({0.0, *(day for one in timeline for day in (one.start, one.end) if day < end)}), end]


def _piece_by_piece(
    start: np.ndarray, epidemic: SIR | SEIR, timeline: Any, times: Any, advance: Callable
) -> np.ndarray:
    """advance(model, state, times since the last change) -> states (..., k, C + 2), from change to change."""
    timeline, times = _measures(timeline), increasing_times("times", times, finite=False)
    state, pieces = np.append(start, [0, 0]), []
    for a, b in pairwise(_changes(timeline, times[-1])):
        inside = times[(times >= a) & (times < b)]
        states = advance(measures_at(epidemic, timeline, a), state, np.append(inside, b) - a)
        pieces.append(states[..., :-1, :])
        state = np.maximum(states[..., -1, :], 0)  # the ODE's error may be a millionth of a person below 0
    at_end = np.repeat(state[..., None, :], np.count_nonzero(times == times[-1]), axis=-2)
    return np.concatenate([*pieces, at_end], axis=-2)
