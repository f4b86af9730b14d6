"""Which mistake a wrong answer is: one of the exercise's own, two of them at once, or one that every subject shares.

A candidate explains an answer if it gives what the answer gives. The exercise's own mistakes must do so
on every input where the answer is wrong; the general ones of `slips` on every input there is.
"""

from __future__ import annotations

import copy
import functools
import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import sandbox, slips
from .edits import Edit
from .exercise import Exercise
from .explain import in_wrong_order, sentence
from .mistakes import Mistake
from .outcomes import Outcome
from .plain import Other, parts, real, tells
from .run import outcomes

NO_NUMBER = {"ZeroDivisionError", "OverflowError", "ValueError", "FloatingPointError"}  # what plain Python says for NaN
UNWRITTEN = {"NameError", "UnboundLocalError", "SyntaxError", "ImportError", "ModuleNotFoundError"}
PATIENCE = 3.0  # seconds of the processor for trying what is not listed: a busy machine names the same


@dataclass(frozen=True)
class Candidate:
    """A mistake, and what it gives on input number i."""

    mistake: Mistake
    give: Callable[[int], Outcome]


@dataclass(frozen=True, eq=False)
class Key:
    """An answer key: inputs of an exercise, the right outcomes, and the wrong answers that are known.

    Each runs on an input when it is first asked for it, and once, however many answers are judged by the key.
    """

    exercise: Exercise
    inputs: Sequence
    right: Callable[[], Sequence[Outcome]]

    @functools.cached_property
    def own(self) -> list[Candidate]:
        """The exercise's own mistakes."""
        return [self.candidate(one, functools.partial(one.answer, self.exercise)) for one in self.exercise.mistakes]

    @functools.cached_property
    def pairs(self) -> list[Candidate]:
        return list(_pairs(self))

    @functools.cached_property
    def places(self) -> list[Candidate]:
        return [self.candidate(slip, make) for slip, make in slips.places(self.exercise)]

    def candidate(self, mistake: Mistake, make: Callable[[], Any]) -> Candidate:
        """The candidate whose answer `make` gives; it runs on an input when it is first asked for it."""
        call = functools.cache(lambda: self.exercise.trusted(make()))

        @functools.cache
        def give(i: int) -> Outcome:
            (one,) = outcomes(call(), [copy.deepcopy(self.inputs[i])])
            return one if one.failure else Outcome(self.exercise.understood(one.value))

        return Candidate(mistake, give)


@dataclass(frozen=True)
class Case:
    """A wrong answer: its outcomes beside the right ones, and the numbers of the inputs where they differ."""

    key: Key
    got: Sequence[Outcome]
    expected: Sequence[Outcome]
    failing: Sequence[int]

    def explains(self, candidate: Candidate, where: Iterable[int]) -> bool:
        return all(alike(self.key.exercise, self.got[i], candidate.give(i)) for i in where)

    def tells(self, candidate: Candidate) -> bool:
        """Whether it gives a number anywhere where the answer is wrong: not to have one, many slips share."""
        return any(not candidate.give(i).failure and tells(candidate.give(i).value) for i in self.failing)


def recognised(case: Case) -> Mistake | None:
    """The mistake, or the mistakes joined in one, that explain a wrong answer. Runs without warnings: see `still`."""
    found = _best(case)
    if found or not case.key.exercise.general:
        return found
    if in_wrong_order(case.key.exercise.differ, case.got, case.expected):
        return Mistake("the values exchanged", None, "Right values, in the wrong order.")
    if any(_beyond(case.got[i]) for i in case.failing):
        return _formal(case)
    if not sandbox.can_stop():  # and a change of an answer may never end
        return _formal(case)
    return sandbox.run(lambda: _general(case), PATIENCE, time.process_time).result


def _general(case: Case) -> Mistake | None:
    """Two of the exercise's own mistakes at once, or what every subject shares, or one of these for each value."""
    whole, constant, places = _candidates(case, slips.WHOLE), [], []
    if not any(case.key.inputs):  # which step it is would give the one right value away
        whole = [Candidate(slips.ONE_STEP, one.give) for one in whole]
    else:
        constant = _candidates(case, slips.constants(case.got, case.expected))
        places = case.key.places
    for candidate in itertools.chain(case.key.pairs, whole, constant, places):
        if case.explains(candidate, range(len(case.key.inputs))) and case.tells(candidate):
            return candidate.mistake
    if not any(case.key.inputs):
        return case.key.exercise.nearly(case.got[0].value, case.expected[0].value)
    return _by_value(case, [*case.key.own, *whole, *places]) or _formal(case)


def _candidates(case: Case, changes: Iterable[tuple[Mistake, Callable]]) -> list[Candidate]:
    return [Candidate(slip, functools.partial(_changed, case, change)) for slip, change in changes]


def alike(exercise: Exercise, got: Outcome, other: Outcome) -> bool:
    """Whether two wrong outcomes are the same slip: equal values, or no real number in either.

    What is NaN with numpy is infinite, complex or an exception with plain numbers.
    """
    if got.failure and other.failure:
        same = got.failure.type == other.failure.type or {got.failure.type, other.failure.type} <= NO_NUMBER
        return same and other.failure.type not in UNWRITTEN
    if got.failure or other.failure:
        failure, value = got.failure or other.failure, other.value if got.failure else got.value
        return failure is not None and failure.type in NO_NUMBER and not tells(value)
    return exercise.differ(real(got.value), real(other.value)) is None


def _best(case: Case) -> Mistake | None:
    """Of the exercise's own mistakes that explain every wrong value, the first that agrees with most of the rest.

    The answer must be wrong on at least half of the inputs where the mistake is: a guard that is left out is one
    slip, what it guards against another. Where all it shares with the answer is that there is no number, it must
    agree with all of the rest.
    """
    others = [i for i in range(len(case.key.inputs)) if i not in set(case.failing)]
    best, most = None, -1
    for candidate in case.key.own:
        if case.explains(candidate, case.failing):
            count = sum(alike(case.key.exercise, case.got[i], candidate.give(i)) for i in others)
            clear = sum(not alike(case.key.exercise, case.expected[i], candidate.give(i)) for i in others)
            known = clear <= len(case.failing) and (count == len(others) or case.tells(candidate))
            if count > most and known:
                best, most = candidate.mistake, count
    return best


def _formal(case: Case) -> Mistake | None:
    """What is wrong with the form of the result, whatever its values: none, too few or too many."""
    got, expected = ([one[i] for i in case.failing] for one in (case.got, case.expected))
    if all(one.value is None and one.failure is None for one in case.got):
        return Mistake("no result", None, "Your function returned None: is a `return` missing?")
    if any(one.failure or one.value is None for one in got) or not isinstance(expected[0].value, tuple):
        return None
    sizes = [len(values) if type(values := parts(one.value)) is tuple else 1 for one in got]
    reason = case.key.exercise.differ(got[0].value, expected[0].value) or ""
    flat = all(tells(one.value) and np.ndim(one.value) < 2 for one in got if isinstance(one.value, np.ndarray))
    data = all(isinstance(one.value, (np.ndarray, tuple)) and not isinstance(one.value, Other) for one in got)
    if flat and data and all(size != len(one.value) for size, one in zip(sizes, expected)):
        return Mistake("another number of values", None, sentence(reason))
    return None


def _pairs(key: Key) -> Iterable[Candidate]:
    """Two of the exercise's edits at once, wherever their places do not overlap."""
    edited = [mistake for mistake in key.exercise.mistakes if isinstance(mistake.wrong, Edit)]
    for one, other in itertools.combinations(edited, 2):
        both = one.wrong.joined(other.wrong, key.exercise.reference)
        if both is not None:
            slip = slips.joined([one, other])
            yield key.candidate(slip, functools.partial(Mistake(slip.name, both, slip.hint).answer, key.exercise))


def _by_value(case: Case, candidates: Sequence[Candidate]) -> Mistake | None:
    """Where several values are returned together: each wrong one explained by a candidate of its own."""
    got, right = ([parts(one[i].value) for i in case.failing] for one in (case.got, case.expected))
    size = len(right[0]) if isinstance(case.expected[0].value, tuple) else 0
    if size < 2 or any(type(one) is not tuple or len(one) != size for one in got):
        return None
    differ = case.key.exercise.differ
    wrong = [j for j in range(size) if any(differ(mine[j], theirs[j]) for mine, theirs in zip(got, right))]
    found: dict[int, Mistake] = {}
    for candidate in candidates:
        values = (parts(candidate.give(i).value) for i in case.failing)  # one at a time: most differ on the first
        open_ = {j for j in wrong if j not in found}
        for mine, theirs in zip(got, values):
            if type(theirs) is not tuple or len(theirs) != size:
                open_ = set()
            open_ = {j for j in open_ if differ(real(mine[j]), real(theirs[j])) is None and tells(theirs[j])}
            if not open_:
                break
        found.update(dict.fromkeys(open_, candidate.mistake))
        if len(found) == len(wrong):
            break
    return slips.joined(list(dict.fromkeys(found[j] for j in wrong))) if len(found) == len(wrong) else None


def _changed(case: Case, change: Callable[[np.ndarray], Any], i: int) -> Outcome:
    """The right outcome, changed as a whole, or each of its values."""
    value = case.expected[i].value
    return Outcome(tuple(map(change, value)) if type(value) is tuple else change(value))


def _beyond(one: Outcome) -> bool:
    """Whether an outcome is no wrong value at all: nothing, or an exception that says what is wrong by itself."""
    return one.value is None if one.failure is None else one.failure.type not in NO_NUMBER
