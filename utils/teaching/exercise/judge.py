"""From an exercise and what its answer gave to a verdict; the learner's own objects are not needed.

The reference and the mistakes run on the inputs that the answer was given. An answer that agrees
with a mistake on every input where the answer is wrong is that mistake.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from typing import Any

from .compare import describe
from .exercise import Comparison, Exercise, Unusable
from .explain import sentence
from .outcomes import Outcome, Ran, Verdict
from .plain import Other
from .recognise import Case, Key, recognised
from .run import outcomes
from .sandbox import GROWTH, still


def judge(key: Key, ran: Ran, limit: float = 10.0) -> Verdict:
    """The verdict on what running an answer on the key's inputs for `limit` seconds gave."""
    exercise = key.exercise
    if ran.untouched:
        return Verdict("not attempted")
    if ran.refusal:
        return Verdict("error", sentence(ran.refusal))
    if ran.stopped == "time":
        verdict = Verdict(
            "timeout",
            f"Your code was stopped after {limit:g} second{'s' * (limit != 1)}. Is there a loop that never ends, "
            "or far more work than is needed?",
        )
    elif ran.stopped:
        verdict = Verdict(
            "memory",
            f"Your code was stopped when it had taken {GROWTH / 2**30:g} GB of memory. Is there a loop that never "
            "ends and fills a list, or an array far larger than is needed?",
        )
    elif exercise.unfinished(ran.outcomes, ran.gap):
        verdict = Verdict("not attempted")
    else:
        try:
            verdict = exercise.verdict(_compared(key, ran.outcomes))
        except Unusable as error:
            verdict = Verdict("error", sentence(str(error)))
    return dataclasses.replace(verdict, printed=ran.printed, note=ran.note)


def trusted_outcomes(exercise: Exercise, answer: Any, inputs: Sequence) -> list[Outcome]:
    """Outcomes of a reference or a mistake, on copies of the inputs, without its warnings: a mistake
    may well divide by zero, and where warnings are errors it would raise what the learner's does not."""
    with still():
        found = outcomes(exercise.trusted(answer), [copy.deepcopy(one) for one in inputs])
    return _understood(exercise, found)


def right_outcomes(exercise: Exercise, inputs: Sequence) -> list[Outcome]:
    """Outcomes of the reference. Raises ValueError if it fails: that is no learner's doing."""
    expected = trusted_outcomes(exercise, exercise.reference, inputs)
    for one in expected:
        if one.failure or isinstance(one.value, Other):
            raise ValueError(f"the reference of exercise {exercise.id} gave {one.failure or describe(one.value)}")
    return expected


def agree(exercise: Exercise, got: Outcome, expected: Outcome) -> bool:
    """Whether two outcomes are the same: equal values, or failures of one type."""
    if got.failure or expected.failure:
        return got.failure is not None and expected.failure is not None and got.failure.type == expected.failure.type
    return exercise.differ(got.value, expected.value) is None


def _compared(key: Key, ran: Sequence[Outcome]) -> Comparison:
    got, expected = _understood(key.exercise, ran), key.right()
    failing = [i for i in range(len(expected)) if not agree(key.exercise, got[i], expected[i])]
    mistake = recognised(Case(key, got, expected, failing)) if failing else None
    return Comparison(key.inputs, got, expected, failing, mistake)


def _understood(exercise: Exercise, found: Sequence[Outcome]) -> list[Outcome]:
    return [one if one.failure else dataclasses.replace(one, value=exercise.understood(one.value)) for one in found]
