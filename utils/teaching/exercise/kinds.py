"""The other kinds of exercise: how an answer of each is run, compared, and talked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from . import formulas
from .compare import compact, describe
from .exercise import Comparison, Exercise, Unusable
from .explain import named, no_number, off, rounds, rows, sentence, unlike
from .mistakes import Mistake
from .outcomes import Outcome, Verdict
from .plain import Other, freeze

NEAR = 0.0015  # relative distance at which a number is taken for one that was rounded on the way


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

    def nearly(self, got: Any, expected: Any) -> Mistake | None:
        if no_number(got) or no_number(expected) or abs(got - expected) > 0.01 * abs(expected):
            return None
        if rounds(got, expected):
            return Mistake("rounded too far", None, "Close: right so far, but more decimals are asked.")
        if abs(got - expected) <= NEAR * abs(expected):
            return Mistake("rounded on the way", None, "Almost: off in the last decimals. Did you round on the way?")
        return None

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
    inputs: Callable[..., Sequence[dict]]  # type: ignore[misc]
    one_input = dict

    def require_parts(self) -> None:
        self.require(isinstance(self.reference, str), "reference", "a formula as a string")
        self.require(callable(self.inputs), "inputs", "a function of rng")

    @staticmethod
    def call(answer: Any) -> Callable[[dict], Any]:
        if not isinstance(answer, str):
            raise Unusable(f'expected a formula in quotes, such as "2 * sqrt(x)"; got {describe(freeze(answer))}')
        return lambda one: formulas.evaluate(answer, one)

    def failed(self, found: Comparison, crashed: Sequence[int]) -> Verdict:
        usual, failure = super().failed(found, crashed), found.failure(crashed)
        return Verdict("error", sentence(failure.text)) if failure.type == "FormulaError" else usual

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
    options: Mapping[str, str]  # type: ignore[misc]

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
    options: Mapping[str, str] | None = None  # type: ignore[misc]
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
    options = exercise.options or {}
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
