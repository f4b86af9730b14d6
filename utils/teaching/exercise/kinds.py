"""The kinds of exercise: how an answer of each is run, compared, and talked about."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from . import formulas
from .compare import Other, compact, describe, differ, freeze, in_any_order
from .exercise import Comparison, Exercise, Unusable
from .explain import named, no_number, off, rounds, rows, sentence, unlike
from .outcomes import Failure, Outcome, Verdict


@dataclass(frozen=True, eq=False)
class Function(Exercise):
    """The learner writes a function; it is compared with `reference` on every input.

    inputs     rng -> list of tuples of arguments, the ends of the stated domain included
    any_order  the values it returns together may come in any order, in any kind of collection
    measure    frozen result -> what is compared instead of it (the moments of a sample, say)

    A reference of several values returns a tuple: messages then speak of "value 2 of 2", and an
    answer that gives them as a list or an array, or in the wrong order, is understood.
    """

    _: KW_ONLY
    inputs: Callable[..., Sequence[tuple]]
    any_order: bool = False
    measure: Callable[[Any], Any] | None = None

    def require_parts(self) -> None:
        self.require(callable(self.reference), "reference", "a function")
        self.require(callable(self.inputs), "inputs", "a function of rng")

    def names(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.reference).parameters)

    @staticmethod
    def call(answer: Any) -> Callable[[tuple], Any]:
        if not callable(answer):
            raise Unusable(f"expected a function, got {describe(freeze(answer))}")
        return lambda one: answer(*one)

    def understood(self, value: Any) -> Any:
        if value is None or value is Ellipsis:
            return value
        if self.any_order:
            value = in_any_order(value)
        if self.measure is not None:
            try:
                value = freeze(self.measure(value))
            except Exception as error:
                raise Unusable(f"returned {describe(value)}, which cannot be compared ({error})") from None
        return value

    def unfinished(self, got: Sequence[Outcome], gap: bool) -> bool:
        failures = [one.failure for one in got if one.failure]
        if failures:
            return all(failure.unwritten for failure in failures)
        values = [one.value for one in got]
        parts = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
        return any(part is Ellipsis for part in parts) or (gap and all(value is None for value in values))

    def verdict(self, found: Comparison) -> Verdict:
        return super().verdict(found) if found.failing else self._harm(found) or super().verdict(found)

    def _harm(self, found: Comparison) -> Verdict | None:
        """A verdict if the values are right but an argument was changed that the reference leaves alone."""
        for one, mine, theirs in zip(found.inputs, found.got, found.expected):
            before = tuple(freeze(argument) for argument in one)
            if differ(mine.arguments, before, 0, 0) and not differ(theirs.arguments, before, 0, 0):
                return Verdict(
                    "wrong",
                    "The values are right, but your function changes its arguments in place, which "
                    "would spoil the caller's data. Make a new array (x = x * c, not x *= c).",
                )
        return None

    def failed(self, one: tuple, failure: Failure) -> Verdict:
        message = f"{failure.type}: {failure.text}" if failure.text else failure.type
        return Verdict("error", message, None, [("input", named(one, self.names()))] if one else [], line=failure.line)

    def beside(self, one: tuple, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
        return rows(named(one, self.names()), got, expected) if one else []

    def explain(self, found: Comparison) -> tuple[str, Sequence[tuple[str, str]]]:
        first = found.failing[0]
        one, got, expected = found.inputs[first], found.got[first], found.expected[first]
        detail = self.beside(one, got, expected)
        if got.value is None:
            reason = "your function returned None: is a `return` missing?"
        else:
            reason = self.differ(got.value, expected.value) or "the values differ"
        if not one and "you give" in reason:
            return self._unsaid(got.value, expected.value), ()
        return unlike(reason, got.value, len(found.failing), len(found.inputs), detail)

    def _unsaid(self, got: Any, expected: Any) -> str:
        """How far off a wrong value is where there is no input, without saying the right one."""
        if isinstance(expected, np.ndarray) and expected.shape == ():
            return no_number(got) or off(got, expected)
        pairs = itertools.product(expected, got) if self.any_order else zip(expected, got)
        right = sum(self.differ(mine, theirs) is None for theirs, mine in pairs)
        return f"Not a mistake I know: {right} of the {len(expected)} values {'is' if right == 1 else 'are'} right."


@dataclass(frozen=True, eq=False)
class Number(Exercise):
    """The learner finds a number; `reference` is the number, or computes it when called."""

    _: KW_ONLY
    rtol: float = 1e-3
    atol: float = 1e-12

    def trusted(self, answer: Any) -> Callable[[tuple], Any]:
        return (lambda one: answer()) if callable(answer) else self.call(answer)

    def understood(self, value: Any) -> Any:
        return one_number(value)

    def explain(self, found: Comparison) -> tuple[str, Sequence[tuple[str, str]]]:
        got, expected = found.got[0].value, found.expected[0].value
        if no_number(expected) is not None:  # several numbers
            reason = self.differ(got, expected) or ""
            return sentence("the values differ" if "give" in reason else reason), ()
        return no_number(got) or off(got, expected), ()


@dataclass(frozen=True, eq=False)
class Formula(Exercise):
    """The learner writes a formula as a string, such as "sqrt(1 - beta_t)" (see `formulas`).

    inputs  rng -> list of dicts from variable name to value
    """

    _: KW_ONLY
    inputs: Callable[..., Sequence[dict]]
    one_input = dict

    def require_parts(self) -> None:
        self.require(isinstance(self.reference, str), "reference", "a formula as a string")
        self.require(callable(self.inputs), "inputs", "a function of rng")

    @staticmethod
    def call(answer: Any) -> Callable[[dict], Any]:
        if not isinstance(answer, str):
            raise Unusable(f'expected a formula in quotes, such as "2 * sqrt(x)"; got {describe(freeze(answer))}')
        return lambda one: formulas.evaluate(answer, one)

    def failed(self, one: dict, failure: Failure) -> Verdict:
        return (
            Verdict("error", sentence(failure.text)) if failure.type == "FormulaError" else super().failed(one, failure)
        )

    def beside(self, one: dict, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
        return rows(named(one), got, expected) if one else []

    def explain(self, found: Comparison) -> tuple[str, Sequence[tuple[str, str]]]:
        first = found.failing[0]
        one, got, expected = found.inputs[first], found.got[first], found.expected[first]
        if not one:
            return no_number(got.value) or off(got.value, expected.value), ()
        reason = self.differ(got.value, expected.value) or "the values differ"
        detail = self.beside(one, got, expected)
        return unlike(reason, got.value, len(found.failing), len(found.inputs), detail, "your formula")


@dataclass(frozen=True, eq=False)
class Choice(Exercise):
    """The learner names one letter of `options` (letter -> text); give one mistake per wrong option."""

    _: KW_ONLY
    options: Mapping[str, str]

    def require_parts(self) -> None:
        require_options(self)

    def understood(self, value: Any) -> str:
        return one_letter(value, self.options)

    def explain(self, found: Comparison) -> tuple[str, Sequence[tuple[str, str]]]:
        return f"{compact(found.got[0].value)} is not the answer.", ()


@dataclass(frozen=True, eq=False)
class Prediction(Exercise):
    """The learner commits to a guess before running: a number, or a letter of `options`.

    Any guess earns the points; then the reveal is shown, and the tempting wrong answer is
    named if it was the one. A number within rtol, atol of the reference counts as close.
    """

    _: KW_ONLY
    rtol: float = 0.1
    atol: float = 0.0
    options: Mapping[str, str] | None = None
    done = "prediction recorded"
    general = False

    def require_parts(self) -> None:
        if self.options is not None:
            require_options(self)

    def trusted(self, answer: Any) -> Callable[[tuple], Any]:
        return (lambda one: answer()) if callable(answer) else self.call(answer)

    def understood(self, value: Any) -> Any:
        return one_number(value) if self.options is None else one_letter(value, self.options)

    def verdict(self, found: Comparison) -> Verdict:
        got, expected = found.got[0].value, found.expected[0].value
        if self.options is None and (reason := no_number(got)):
            return Verdict("error", reason)
        mine, answer = (value if isinstance(value, str) else compact(value) for value in (got, expected))
        right = not found.failing
        exact = mine == answer or (right and self.options is None and rounds(got, expected))
        said = f"The answer is {answer}." if mine == answer else f"You said {mine}; the answer is {answer}."
        hint = found.mistake.hint if found.mistake else ""
        parts = ("Right." if exact else "Close." if right else "Not so.", said, hint, self.reveal)
        return Verdict("passed", " ".join(part for part in parts if part), found.mistake, points=self.points)


def require_options(exercise: Choice | Prediction) -> None:
    """Raise ValueError unless the reference and each mistake are different letters of the options."""
    options = exercise.options
    exercise.require(bool(options), "options", "a dict from letter to text")
    exercise.require(exercise.reference in options, "reference", f"one of {list(options)}")
    for mistake in exercise.mistakes:
        if mistake.wrong not in options or mistake.wrong == exercise.reference:
            raise ValueError(
                f"exercise {exercise.id!r}: mistake {mistake.name!r} has wrong={mistake.wrong!r}, "
                f"expected one of {list(options)} other than {exercise.reference!r}"
            )


def one_letter(value: Any, options: Mapping[str, str]) -> str:
    """The letter that is meant: "b", "B", "(b)", "b." and the option's own text are one. Raises Unusable if none is."""

    def plain(text: str) -> str:
        return text.strip().strip("()[].:,").strip().casefold()

    value = alone(value)
    for letter, text in options.items() if isinstance(value, str) else ():
        if plain(value) in (plain(letter), plain(text)):
            return letter
    raise Unusable(f"expected one of {', '.join(map(repr, options))}, got {compact(value)}")


def one_number(value: Any) -> Any:
    """The value without a trailing comma. Raises Unusable if it is a function that was not called."""
    value = alone(value)
    if isinstance(value, Other) and "function" in value.type:
        raise Unusable("expected a number, got a function: call it, with its arguments in brackets")
    return value


def alone(value: Any) -> Any:
    """What a trailing comma has made a tuple of one: `0.5,` is 0.5."""
    return value[0] if type(value) is tuple and len(value) == 1 else value
