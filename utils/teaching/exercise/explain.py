"""Why an answer is wrong, in words for the learner, where no known mistake explains it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .compare import compact, describe
from .outcomes import Outcome
from .plain import freeze, parts

MOST_EXCHANGED = 4  # values whose orders are all tried: 24


def named(one: tuple | dict, names: Sequence[str] | None = None) -> str:
    """An input with its arguments' names, one a line where they are long; "" if there are none."""
    if not isinstance(one, dict):
        names = names or ()
        one = {names[i] if i < len(names) else f"argument {i + 1}": value for i, value in enumerate(one)}
    pieces = []
    for name, value in one.items():
        pieces.append(f"{name} = " + compact(freeze(value)).replace("\n", "\n" + " " * (len(name) + 3)))
    line = ", ".join(pieces)
    return line if len(line) <= 70 and "\n" not in line else "\n".join(pieces)


def rows(where: str, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
    """The rows input, got, expected of a verdict."""
    mine = got.failure.type if got.failure else compact(got.value)
    return [("input", where), ("got", mine), ("expected", compact(expected.value))]


def unlike(
    reason: str,
    mine: Any,
    failing: int,
    total: int,
    detail: list[tuple[str, str]],
    subject: str = "you",
    case: str = "",
) -> tuple[str, Sequence[tuple[str, str]]]:
    """(message, detail) for values that differ on `failing` of `total` inputs, on the first for `reason`.

    subject  who gives the values: "you", or "your formula"
    case     what sets the failing inputs apart: "kind = 'v'"
    """
    where, values = detail[0][1] if detail else "", "you give" in reason
    if subject != "you":
        reason = reason.replace("you returned", f"{subject} gives").replace("you give", f"{subject} gives")
    one = isinstance(mine, np.ndarray) and mine.shape == ()
    said = where if values and one and detail else ""
    if said:  # one value: said in the message, so no table needs to repeat it
        detail = [] if "\n" not in said else detail[:1]
    at = f" ({said})" if said and "\n" not in said else ""
    if total == 1:
        place = f"For {said}, " if at else ""
    elif case:
        place = f"Wrong wherever {case}, right elsewhere; on the first of these{at}, "
    elif failing < total:
        place = f"Right on {total - failing} of {total} inputs; on the first that fails{at}, "
    else:
        place = f"Wrong on all {total} inputs; on the first{at}, " if values else ""
    return ("Not a mistake I know. " if values else "") + sentence(place + reason), detail


def apart(inputs: Sequence[tuple], failing: Sequence[int], names: Sequence[str], zeros: bool = False) -> str:
    """ "kind = 'v'" if all failing inputs alone have this text or whole number (`zeros`: or 0.0); else ""."""
    for i, name in enumerate(names):
        values = [one[i] for one in inputs if i < len(one)]
        if len(values) < len(inputs) or not all(
            isinstance(value, (str, int, float) if zeros else (str, int)) for value in values
        ):
            continue
        wrong, right = {values[k] for k in failing}, {v for k, v in enumerate(values) if k not in set(failing)}
        if len(wrong) == 1 and right and not wrong & right and (isinstance(one := wrong.pop(), (str, int)) or one == 0):
            return f"{name} = {one!r}" if isinstance(one, str) else f"{name} = {one:g}"
    return ""


def in_wrong_order(
    differ: Callable[[Any, Any], str | None], got: Sequence[Outcome], expected: Sequence[Outcome]
) -> bool:
    """Whether one exchange of the values returned together makes them right on every input."""
    size = len(expected[0].value) if isinstance(expected[0].value, tuple) else 0
    mine = [parts(one.value) for one in got]
    if not 2 <= size <= MOST_EXCHANGED or any(not isinstance(one, tuple) or len(one) != size for one in mine):
        return False
    return any(
        all(differ(tuple(one[i] for i in order), right.value) is None for one, right in zip(mine, expected))
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


def off(got: Any, expected: Any) -> str:
    """Where a wrong number lies, without saying what the right one is."""
    return f"Not a mistake I know: {compact(got)} is too {'large' if got > expected else 'small'}."


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
