"""Running an answer on an exercise's inputs: every kind of answer as a function of one input.

The same code runs the learner's answer (in the sandbox), the reference and the mistakes, so
that they can only differ in what they give.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import formulas
from .compare import compact, describe, differ, freeze
from .exercise import Exercise
from .inspection import line_of
from .isolation import pristine
from .sandbox import TimeIsUp, still


class Unusable(Exception):
    """The answer is not of a kind that can be checked; the message says what is expected."""


@dataclass(frozen=True)
class Failure:
    """An exception as plain text: its type's name, its first line, the learner's line that raised."""

    type: str
    text: str
    line: tuple[int, str] | None = None

    @classmethod
    def of(cls, error: BaseException, answer: Any) -> Failure:
        try:
            text = (str(error).strip().splitlines() or [""])[0][:200]
        except Exception:  # a learner's own exception class may fail to print
            text = ""
        return cls(type(error).__name__, text, line_of(answer, error.__traceback__))


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a frozen value, or a failure; and its frozen arguments afterwards."""

    value: Any = None
    failure: Failure | None = None
    arguments: Any = None


def draw(exercise: Exercise, seed: int | None) -> list:
    """The exercise's inputs from `seed`; None is a seed fixed by its id, so that checks repeat.

    Raises ValueError if the exercise makes none, or of the wrong type.
    """
    if exercise.inputs is None:
        return [()]
    rng = np.random.default_rng(zlib.crc32(exercise.id.encode()) if seed is None else seed)
    with still():
        inputs = list(exercise.inputs(rng))
    expected = dict if exercise.kind == "formula" else tuple
    if not inputs or not all(isinstance(one, expected) for one in inputs):
        kinds = sorted({type(one).__name__ for one in inputs}) or "nothing"
        raise ValueError(f"inputs of exercise {exercise.id} gave {kinds}, expected {expected.__name__}s")
    return inputs


def separate(inputs: list) -> list:
    """Deep copies of the inputs that share nothing, so that spoiling one leaves the next whole."""
    return [copy.deepcopy(one) for one in inputs]


def arguments(one: tuple | dict) -> Any:
    """The frozen arguments of an input, to see whether a call changed them."""
    return tuple(freeze(item) for item in (one.values() if isinstance(one, dict) else one))


def run_all(exercise: Exercise, answer: Any, inputs: Iterable, trusted: bool = False) -> list[Outcome]:
    """The answer's outcome on each input. Inputs are used as they are: pass copies.

    Raises Unusable if the answer has the wrong type for the exercise's kind.
    """
    call = caller(exercise, answer, trusted)
    outcomes = []
    for one in inputs:
        try:
            value = call(one)
            if exercise.measure is not None and value is not None and value is not Ellipsis:
                value = _measured(exercise, value)
            outcomes.append(Outcome(freeze(value), None, arguments(one)))
        except TimeIsUp:
            raise
        except BaseException as error:  # exit() too
            outcomes.append(Outcome(failure=Failure.of(error, answer)))
    return outcomes


def reference_outcomes(exercise: Exercise, answer: Any, inputs: list) -> list[Outcome]:
    """Outcomes of a reference or a mistake, on copies of the inputs, without its warnings: a mistake
    may well divide by zero, and where warnings are errors it would raise what the learner's does not."""
    with still():
        return run_all(exercise, answer, separate(inputs), trusted=True)


def agree(exercise: Exercise, got: Outcome, expected: Outcome) -> bool:
    """Whether two outcomes are the same: equal values, or failures of one type."""
    if got.failure or expected.failure:
        return bool(got.failure and expected.failure) and got.failure.type == expected.failure.type
    return differ(got.value, expected.value, exercise.rtol, exercise.atol) is None


def caller(exercise: Exercise, answer: Any, trusted: bool = False) -> Callable[[Any], Any]:
    """The answer as a function of one input. References are trusted: numbers may be computed."""
    kind = exercise.kind
    if kind == "prediction":
        kind = "number" if exercise.options is None else "choice"
    if kind == "function":
        if not callable(answer):
            raise Unusable(f"expected a function, got {describe(freeze(answer))}")
        return lambda one: answer(*one)
    if kind == "formula":
        if not isinstance(answer, str):
            raise Unusable(f'expected a formula in quotes, such as "2 * sqrt(x)"; got {describe(freeze(answer))}')
        return lambda one: formulas.evaluate(answer, one)
    if kind == "choice":
        letter = _letter(exercise, answer)
        return lambda one: letter
    if callable(answer) and not trusted:
        raise Unusable("expected a number, got a function: call it, with its arguments in brackets")
    return lambda one: answer() if callable(answer) else answer


def _measured(exercise: Exercise, value: Any) -> Any:
    try:
        with pristine():
            return exercise.measure(value)
    except Exception as error:
        raise TypeError(f"returned {describe(freeze(value))}, which cannot be compared ({error})") from None


def _letter(exercise: Exercise, answer: Any) -> str:
    def plain(text: str) -> str:
        return text.strip().rstrip(").:").casefold()

    if isinstance(answer, str):
        for letter, text in exercise.options.items():
            if plain(answer) in (plain(letter), plain(text)):
                return letter
    raise Unusable(f"expected one of {', '.join(map(repr, exercise.options))}, got {compact(freeze(answer))}")
