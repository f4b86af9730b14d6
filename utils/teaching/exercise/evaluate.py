"""From an exercise and an answer to a verdict.

The learner's answer runs first, in the sandbox, on deep copies of the inputs; then, with
numpy as it was at import, the reference and the mistakes run on the same inputs and the
results are compared. An answer that agrees with a mistake on every input is that mistake.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import sandbox
from .compare import Other, compact, describe, differ
from .exercise import Exercise, Mistake
from .explain import beside, explain, named, no_number, rounds, sentence
from .inspection import has_gap, refuses, untouched
from .isolation import pristine
from .runs import Failure, Outcome, Unusable, agree, arguments, draw, reference_outcomes, run_all, separate
from .sandbox import still

STATUSES = ("passed", "mistake", "wrong", "error", "timeout", "not attempted")


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    status   one of STATUSES
    message  one or two sentences
    mistake  the mistake recognised (predictions pass, and may name one all the same)
    detail   (label, text) pairs: the first failing input, what was got, what was expected
    points   points earned
    line     (number in its cell, text) of the learner's line that raised
    printed  the beginning of what the learner's code printed
    """

    status: str
    message: str = ""
    mistake: Mistake | None = None
    detail: Sequence[tuple[str, str]] = ()
    points: int = 0
    line: tuple[int, str] | None = None
    printed: str = ""


def evaluate(exercise: Exercise, answer: Any, seed: int | None = None, limit: float = 10.0) -> Verdict:
    """Judge `answer`, which may run for `limit` seconds. Raises nothing but the user's KeyboardInterrupt."""
    try:
        return _judge(exercise, answer, seed, limit)
    except Unusable as error:
        return Verdict("error", sentence(str(error)))
    except Exception as error:
        return Verdict("error", f"The check itself failed, which is not your doing: {type(error).__name__}: {error}")


def grade(exercise: Exercise, answer: Any, seeds: Sequence[int], limit: float = 10.0) -> Verdict:
    """For hidden tests: the first verdict that is not "passed" over the usual seed and `seeds`, else the last."""
    for seed in (None, *seeds):
        verdict = evaluate(exercise, answer, seed, limit)
        if verdict.status != "passed":
            break
    return verdict


def _judge(exercise: Exercise, answer: Any, seed: int | None, limit: float) -> Verdict:
    if untouched(answer):
        return Verdict("not attempted")
    with pristine():
        inputs = draw(exercise, seed)
        copies = separate(inputs)
    if exercise.kind == "function" and callable(answer):
        refusal = refuses(answer, exercise.reference, inputs[0])
        if refusal:
            return Verdict("error", sentence(refusal))
    ran = sandbox.run(lambda: run_all(exercise, answer, copies), limit)
    if ran.timed_out:
        return Verdict(
            "timeout",
            f"Your code was stopped after {limit:g} seconds. Is there a loop that never ends, "
            "or far more work than is needed?",
            printed=ran.printed,
        )
    if ran.error is not None:
        raise ran.error
    with pristine(), still():
        verdict = _compare(exercise, answer, inputs, ran.result)
    return dataclasses.replace(verdict, printed=ran.printed)


def _compare(exercise: Exercise, answer: Any, inputs: list, got: list[Outcome]) -> Verdict:
    if _unfinished(exercise, answer, got):
        return Verdict("not attempted")
    expected = reference_outcomes(exercise, exercise.reference, inputs)
    for one in expected:
        if one.failure or isinstance(one.value, Other):
            raise ValueError(f"the reference of exercise {exercise.id} gave {one.failure or describe(one.value)}")
    failing = [i for i in range(len(inputs)) if not agree(exercise, got[i], expected[i])]
    mistake = _recognised(exercise, inputs, got) if failing else None
    if exercise.kind == "prediction":
        return _prediction(exercise, got[0].value, expected[0].value, not failing, mistake)
    if not failing:
        return _harm(inputs, got, expected) or Verdict("passed", exercise.reveal, points=exercise.points)
    first = failing[0]
    if mistake is None and any(got[i].failure for i in failing):
        raised = next(i for i in failing if got[i].failure)
        return _failed(exercise, inputs[raised], got[raised].failure)
    if mistake is not None:
        return Verdict("mistake", mistake.hint, mistake, beside(exercise, inputs[first], got[first], expected[first]))
    message, detail = explain(exercise, inputs, failing, got, expected)
    return Verdict("wrong", message, None, detail)


def _unfinished(exercise: Exercise, answer: Any, got: list[Outcome]) -> bool:
    """Whether a function whose lines are partly given has a gap still: it gives ..., stumbles over
    one, raises NotImplementedError, or gives None where a line `...` is left."""
    if exercise.kind != "function":
        return False
    failures = [one.failure for one in got if one.failure]
    if failures:
        return all(one.type == "NotImplementedError" or "'ellipsis'" in one.text.lower() for one in failures)
    values = [one.value for one in got]
    parts = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    return any(part is Ellipsis for part in parts) or (all(value is None for value in values) and has_gap(answer))


def _recognised(exercise: Exercise, inputs: list, got: list[Outcome]) -> Mistake | None:
    """The first mistake that gives what the learner's answer gave, on every input."""
    for mistake in exercise.mistakes:
        wrong = reference_outcomes(exercise, mistake.wrong, inputs)
        if any(not one.failure for one in wrong) and all(agree(exercise, *pair) for pair in zip(got, wrong)):
            return mistake
    return None


def _harm(inputs: list, got: list[Outcome], expected: list[Outcome]) -> Verdict | None:
    """A verdict if the values are right but an argument was changed that the reference leaves alone."""
    for one, mine, theirs in zip(inputs, got, expected):
        before = arguments(one)
        if differ(mine.arguments, before, 0, 0) and not differ(theirs.arguments, before, 0, 0):
            return Verdict(
                "wrong",
                "The values are right, but your function changes its arguments in place, which "
                "would spoil the caller's data. Make a new array (x = x * c, not x *= c).",
            )
    return None


def _prediction(exercise: Exercise, got: Any, expected: Any, right: bool, mistake: Mistake | None) -> Verdict:
    if exercise.options is None and (reason := no_number(got)):
        return Verdict("error", reason)
    mine, answer = _plain(got), _plain(expected)
    exact = mine == answer or (right and exercise.options is None and rounds(got, expected))
    said = f"The answer is {answer}." if mine == answer else f"You said {mine}; the answer is {answer}."
    parts = (
        "Right." if exact else "Close." if right else "Not so.",
        said,
        mistake.hint if mistake else "",
        exercise.reveal,
    )
    return Verdict("passed", " ".join(part for part in parts if part), mistake, points=exercise.points)


def _failed(exercise: Exercise, one: Any, failure: Failure) -> Verdict:
    if failure.type == "FormulaError":
        return Verdict("error", sentence(failure.text))
    detail = [("input", named(exercise, one))] if exercise.kind == "function" else []
    message = f"{failure.type}: {failure.text}" if failure.text else failure.type
    return Verdict("error", message, None, detail, line=failure.line)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)
