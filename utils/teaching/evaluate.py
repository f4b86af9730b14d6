"""From an exercise and an answer to a verdict.

The learner's answer runs first, in the sandbox, on deep copies of the inputs; then, with
numpy as it was at import, the reference and the mistakes run on the same inputs and the
results are compared. An answer that matches a mistake on every input is that mistake.
"""
from __future__ import annotations

import copy
import inspect
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import formula, sandbox
from .answers import has_gap, line_of, refuses, untouched
from .exercise import Exercise, Mistake
from .pristine import pristine
from .values import Other, compact, describe, differ, freeze

STATUSES = ("passed", "mistake", "wrong", "error", "timeout", "not attempted")


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    status   one of STATUSES
    mistake  the mistake recognised (predictions pass, and may name one all the same)
    message  one or two sentences
    detail   (label, text) pairs: the first failing input, what was got, what was expected
    points   points earned
    line     (number, text) of the learner's line that raised
    printed  the beginning of what the learner's code printed
    """

    status: str
    message: str = ""
    mistake: Mistake | None = None
    detail: Sequence[tuple[str, str]] = ()
    points: int = 0
    line: tuple[int, str] | None = None
    printed: str = ""


@dataclass
class Outcome:
    """What one call gave: a frozen value, or an exception; and the frozen arguments afterwards."""

    value: Any = None
    error: BaseException | None = None
    after: Any = None


class _Unusable(Exception):
    """The answer is not of a kind that can be checked; the message says what is expected."""


@dataclass
class Given:
    """The inputs of one check, as the exercise made them."""

    exercise: Exercise
    inputs: list = field(default_factory=list)

    @classmethod
    def draw(cls, exercise: Exercise, seed: int | None) -> "Given":
        """Inputs from the seed; by default one fixed by the exercise's id, so checks repeat."""
        if exercise.inputs is None:
            return cls(exercise, [()])
        rng = np.random.default_rng(zlib.crc32(exercise.id.encode()) if seed is None else seed)
        inputs = list(exercise.inputs(rng))
        expected = dict if exercise.kind == "formula" else tuple
        for one in inputs:
            if not isinstance(one, expected):
                raise ValueError(f"inputs of {exercise.id} gave {type(one).__name__}, expected {expected.__name__}")
        if not inputs:
            raise ValueError(f"inputs of {exercise.id} gave nothing")
        return cls(exercise, inputs)

    def copies(self) -> list:
        return copy.deepcopy(self.inputs)

    def outcomes(self, call: Callable, inputs: list) -> list[Outcome]:
        """`call` on each input; an exception in one does not keep the others from running."""
        results = []
        measure = self.exercise.measure or (lambda value: value)
        for one in inputs:
            try:
                value = call(one)
                unfinished = value is None or value is Ellipsis
                results.append(Outcome(freeze(value if unfinished else measure(value)), after=freeze(list(_items(one)))))
            except Exception as error:
                results.append(Outcome(error=error))
        return results

    def trusted(self, answer: Any) -> list[Outcome]:
        """Outcomes of a reference or a mistake."""
        return self.outcomes(caller(self.exercise, answer, trusted=True), self.copies())

    def agrees(self, got: Outcome, expected: Outcome) -> bool:
        if expected.error is not None or got.error is not None:
            return type(expected.error) is type(got.error)
        return differ(got.value, expected.value, self.exercise.rtol, self.exercise.atol) is None


def _items(one: Any):
    return one.values() if isinstance(one, dict) else one


def caller(exercise: Exercise, answer: Any, trusted: bool = False) -> Callable[[Any], Any]:
    """The answer as a function of one input, whatever its kind. Raises _Unusable if it has the wrong type."""
    kind = exercise.kind
    if kind == "prediction":
        kind = "number" if exercise.options is None else "choice"
    if kind == "function":
        if not callable(answer):
            raise _Unusable(f"expected a function, got {describe(freeze(answer))}")
        return lambda arguments: answer(*arguments)
    if kind == "formula":
        if not isinstance(answer, str):
            raise _Unusable(f"expected a formula in quotes, such as \"2 * sqrt(x)\"; got {describe(freeze(answer))}")
        return lambda variables: formula.evaluate(answer, variables)
    if kind == "choice":
        letter = _letter(exercise, answer)
        return lambda _: letter
    if trusted:
        return lambda _: answer() if callable(answer) else answer
    if callable(answer):
        raise _Unusable("expected a number, got a function: call it, with its arguments in brackets")
    return lambda _: answer


def _letter(exercise: Exercise, answer: Any) -> str:
    letters = list(exercise.options)
    if isinstance(answer, str):
        given = answer.strip().rstrip(").:").casefold()
        for letter, text in exercise.options.items():
            if given in (letter.casefold(), text.strip().rstrip(").:").casefold()):
                return letter
    raise _Unusable(f"expected one of {', '.join(map(repr, letters))}, got {compact(freeze(answer))}")


def evaluate(exercise: Exercise, answer: Any, seed: int | None = None, limit: float = 10.0) -> Verdict:
    """Judge `answer`; `limit` in seconds. Raises nothing but the user's KeyboardInterrupt."""
    try:
        return _judge(exercise, answer, seed, limit)
    except _Unusable as error:
        return Verdict("error", _sentence(str(error)))
    except Exception as error:
        return Verdict("error", f"The check itself failed, which is not your doing: {type(error).__name__}: {error}")


def grade(exercise: Exercise, answer: Any, seeds: Sequence[int], limit: float = 10.0) -> Verdict:
    """The first verdict that is not "passed" over the seeds, else the last: for hidden tests."""
    verdict = evaluate(exercise, answer, None, limit)
    for seed in seeds:
        if verdict.status != "passed":
            break
        verdict = evaluate(exercise, answer, seed, limit)
    return verdict


def _judge(exercise: Exercise, answer: Any, seed: int | None, limit: float) -> Verdict:
    if untouched(answer):
        return Verdict("not attempted")
    with pristine():
        given = Given.draw(exercise, seed)
        inputs = given.copies()
    call = caller(exercise, answer)
    if exercise.kind == "function":
        refusal = refuses(answer, exercise.reference, inputs[0])
        if refusal:
            return Verdict("error", _sentence(refusal))
    ran = sandbox.run(lambda: given.outcomes(call, inputs), limit)
    if ran.timed_out:
        return Verdict("timeout", f"Your code was stopped after {limit:g} seconds. Is there a loop that never ends, "
                                  "or far more work than is needed?", printed=ran.printed)
    if ran.error is not None:
        return _error(answer, ran.error, given.inputs[0], ran.printed, exercise)
    with pristine():
        verdict = _compare(given, answer, ran.result)
    return Verdict(**{**verdict.__dict__, "printed": ran.printed})


def _compare(given: Given, answer: Any, got: list[Outcome]) -> Verdict:
    exercise = given.exercise
    values = [one.value for one in got if one.error is None]
    if values and all(_unfinished(value) for value in values) and exercise.kind == "function":
        if any(value is not None for value in values) or has_gap(answer):
            return Verdict("not attempted")
    expected = given.trusted(exercise.reference)
    for one in expected:
        if one.error is not None:
            raise one.error
    failing = [i for i, pair in enumerate(zip(got, expected)) if not given.agrees(*pair)]
    mistake = None
    if failing:
        mistake = next((m for m in exercise.mistakes if all(map(given.agrees, got, given.trusted(m.wrong)))), None)
    if exercise.kind == "prediction":
        return _prediction(exercise, got[0], expected[0], not failing, mistake)
    if not failing:
        return _unharmed(given, got, expected) or Verdict("passed", exercise.reveal, points=exercise.points)
    first = failing[0]
    if mistake is not None:
        return Verdict("mistake", mistake.hint, mistake, _detail(exercise, given.inputs[first], got[first], expected[first]))
    raised = next((i for i in failing if got[i].error is not None), None)
    if raised is not None:
        return _error(answer, got[raised].error, given.inputs[raised], "", exercise)
    reason = differ(got[first].value, expected[first].value, exercise.rtol, exercise.atol)
    if got[first].value is None:
        reason = "returned None: is a `return` missing?"
    if exercise.kind in ("number", "choice"):
        return Verdict("wrong", _hidden(exercise, got[0].value, expected[0].value, reason))
    return Verdict("wrong", _sentence(reason), None, _detail(exercise, given.inputs[first], got[first], expected[first]))


def _unfinished(value: Any) -> bool:
    return value is None or value is Ellipsis or isinstance(value, tuple) and Ellipsis in [v for v in value if v is Ellipsis]


def _unharmed(given: Given, got: list[Outcome], expected: list[Outcome]) -> Verdict | None:
    """A verdict if the values are right but an argument was changed that the reference leaves alone."""
    for one, mine, theirs in zip(given.inputs, got, expected):
        before = freeze(list(_items(one)))
        changed = differ(mine.after, before, 0, 0)
        if changed and not differ(theirs.after, before, 0, 0):
            return Verdict("wrong", "The values are right, but your function changes its arguments in place, which "
                                    "would spoil the caller's data. Make a new array (x = x * c, not x *= c).")
    return None


def _prediction(exercise: Exercise, got: Outcome, expected: Outcome, right: bool, mistake: Mistake | None) -> Verdict:
    if not isinstance(got.value, str) and (not isinstance(got.value, np.ndarray) or got.value.size != 1 or not np.isfinite(got.value).all()):
        return Verdict("error", f"Expected one number as your guess, got {describe(got.value)}.")
    close = "as you predicted" if exercise.options is not None else "close to your guess"
    message = f"{'Right' if right else 'Not so'}: the answer is {compact(expected.value).strip(chr(39))}{', ' + close if right else ''}."
    parts = [message, mistake.hint if mistake else "", exercise.reveal]
    return Verdict("passed", " ".join(part for part in parts if part), mistake, points=exercise.points)


def _hidden(exercise: Exercise, got: Any, expected: Any, reason: str) -> str:
    """What is wrong with a number or a letter, without giving the right one away."""
    if not (isinstance(got, np.ndarray) and isinstance(expected, np.ndarray) and got.shape == expected.shape == () and np.isfinite(got)):
        return _sentence(reason)
    return f"{compact(got)} is too {'large' if got > expected else 'small'}."


def _detail(exercise: Exercise, one: Any, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
    if exercise.kind not in ("function", "formula"):
        return []
    mine = compact(got.value) if got.error is None else f"{type(got.error).__name__}"
    return [("input", _named(exercise, one)), ("got", mine), ("expected", compact(expected.value))]


def _named(exercise: Exercise, one: Any) -> str:
    """An input with its arguments' names."""
    if not isinstance(one, dict):
        names = list(inspect.signature(exercise.reference).parameters)
        one = {names[i] if i < len(names) else f"argument {i + 1}": value for i, value in enumerate(one)}
    return ", ".join(f"{name} = {compact(freeze(value))}" for name, value in one.items())


def _error(answer: Any, error: BaseException, one: Any, printed: str, exercise: Exercise) -> Verdict:
    if isinstance(error, formula.FormulaError):
        return Verdict("error", _sentence(str(error)))
    try:
        text = str(error).strip().splitlines()[0][:200] if str(error).strip() else ""
    except Exception:  # a learner's own exception class may fail to print
        text = ""
    message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    detail = [("input", _named(exercise, one))] if exercise.kind == "function" else []
    return Verdict("error", message, None, detail, line=line_of(answer, error.__traceback__), printed=printed)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
