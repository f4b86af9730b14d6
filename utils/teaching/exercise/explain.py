"""Why an answer is wrong, in words for the learner, where no known mistake explains it."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .compare import compact, describe, differ, freeze, parts
from .exercise import Exercise
from .runs import Outcome

MOST_EXCHANGED = 4  # values whose orders are all tried: 24


def named(exercise: Exercise, one: tuple | dict) -> str:
    """An input with its arguments' names, one a line where they are long; "" if there are none."""
    if not one:
        return ""
    if not isinstance(one, dict):
        names = list(inspect.signature(exercise.reference).parameters)
        one = {names[i] if i < len(names) else f"argument {i + 1}": value for i, value in enumerate(one)}
    pieces = []
    for name, value in one.items():
        pieces.append(f"{name} = " + compact(freeze(value)).replace("\n", "\n" + " " * (len(name) + 3)))
    line = ", ".join(pieces)
    return line if len(line) <= 70 and "\n" not in line else "\n".join(pieces)


def beside(exercise: Exercise, one: Any, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
    """The rows input, got, expected; none for a single number or letter, whose right value is not given away."""
    if exercise.kind not in ("function", "formula"):
        return []
    mine = got.failure.type if got.failure else compact(got.value)
    return [("input", named(exercise, one)), ("got", mine), ("expected", compact(expected.value))]


def explain(
    exercise: Exercise, inputs: list, failing: list[int], got: list[Outcome], expected: list[Outcome]
) -> tuple[str, Sequence[tuple[str, str]]]:
    """(message, detail) for values that differ on the inputs numbered `failing`."""
    first = failing[0]
    mine, right = got[first].value, expected[first].value
    if exercise.kind == "choice":
        return f"{compact(mine)} is not the answer.", ()
    if exercise.kind == "number" and no_number(right) is None:
        return no_number(mine) or _off(mine, right), ()
    detail = beside(exercise, inputs[first], got[first], expected[first])
    if in_wrong_order(exercise, got, expected):
        return "Right values, in the wrong order.", detail
    reason = differ(mine, right, exercise.rtol, exercise.atol) or "the values differ"
    if mine is None:
        reason = "your function returned None: is a `return` missing?"
    count, values = len(inputs) - len(failing), "you give" in reason
    one = isinstance(mine, np.ndarray) and mine.shape == ()
    where = detail[0][1] if values and one and detail else ""
    if where:  # one value: said in the message, so no table needs to repeat it
        detail = [] if "\n" not in where else detail[:1]
    if exercise.kind == "formula":
        reason = reason.replace("you returned", "your formula gives").replace("you give", "your formula gives")
    at = f" ({where})" if where and "\n" not in where else ""
    if len(inputs) == 1:
        place = f"For {where}, " if at else ""
    elif count:
        place = f"Right on {count} of {len(inputs)} inputs; on the first that fails{at}, "
    else:
        place = f"Wrong on all {len(inputs)} inputs; on the first{at}, " if values else ""
    return ("Not a mistake I know. " if values else "") + sentence(place + reason), detail


def in_wrong_order(exercise: Exercise, got: list[Outcome], expected: list[Outcome]) -> bool:
    """Whether one exchange of the values returned together makes them right on every input."""
    size = len(expected[0].value) if isinstance(expected[0].value, tuple) else 0
    mine = [parts(one.value) for one in got]
    if (
        exercise.measure
        or not 2 <= size <= MOST_EXCHANGED
        or any(not isinstance(one, tuple) or len(one) != size for one in mine)
    ):
        return False
    return any(
        all(
            differ(tuple(one[i] for i in order), right.value, exercise.rtol, exercise.atol) is None
            for one, right in zip(mine, expected)
        )
        for order in itertools.permutations(range(size))
    )


def no_number(value: Any) -> str | None:
    """Why a frozen value is not one finite number, as a sentence, or None if it is."""
    if isinstance(value, str):
        return "Got text: write the number without quotation marks."
    if not isinstance(value, np.ndarray):
        return f"Expected one number, got {describe(value)}."
    if value.shape != ():
        return f"Expected one number, got an array of shape {value.shape}."
    if value.dtype.kind == "b":
        return "Expected a number, not True or False."
    if value.dtype.kind == "c":
        return "Expected a real number, got a complex one."
    return None if np.isfinite(value) else f"Expected a finite number, got {compact(value)}."


def rounds(got: Any, expected: Any) -> bool:
    """Whether `got` is `expected` rounded to fewer decimals, and within 1 % of it."""
    mine, right = float(got), float(expected)
    return abs(mine - right) <= 0.01 * abs(right) and any(
        abs(mine - right) <= 0.5000001 * 10.0**-digits and math.isclose(mine, round(mine, digits), rel_tol=1e-6)
        for digits in range(16)
    )


def _off(got: Any, expected: Any) -> str:
    if rounds(got, expected):
        return "Close: right so far, but more decimals are asked."
    return f"Not a mistake I know: {compact(got)} is too {'large' if got > expected else 'small'}."


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
