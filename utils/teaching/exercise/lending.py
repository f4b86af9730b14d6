"""What a check hands back, so that the rest of a notebook works whatever was answered.

Not passed: the course's own answer, marked as lent. Passed: the answer itself where it can be used like the
course's; behind a conversion where it gives the right values in another form (lists, torch, fractions);
with the course's own behind it where it fails on what later cells may ask, such as an array for a number;
the course's own in its place where it takes too long for that, or keeps 7 digits only.
"""

from __future__ import annotations

import copy
import functools
import numbers
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..notebook.html import notice, show
from . import sandbox
from .exercise import Exercise, Unusable
from .function import Function
from .isolation import pristine
from .kinds import Formula
from .plain import Other, freeze, parts, stacked, tells
from .sandbox import still

MOST = 3  # inputs of the check that are varied
SIZE = 7  # entries of the arrays that stand for a number; no input of a check has as many by chance
CONVERTED = "Your answer is right. Later cells get its values as numpy numbers and arrays."
ENDLESS = "Your answer is right for what was asked, but takes too long for later cells: they get the course's own."
SINGLE = "Your answer is right, in single precision. Later cells get the course's own, in double precision."
STEPS_IN = "Your answer to exercise {} is right, but not for what is asked of it here ({}): the course's own steps in."


class LentNumber(float):
    """The right number, not itself an answer."""


class LentText(str):
    """The right letter or formula, not itself an answer."""


@functools.singledispatch
def lend(exercise: Exercise) -> Any:
    """The reference, in a form that works and earns nothing when it is handed in."""
    value = exercise.reference
    try:
        with still():
            value = value() if callable(value) else value
        return LentText(value) if isinstance(value, str) else LentNumber(value)
    except Exception:  # an array, say, which cannot be marked
        return value


@lend.register
def _(exercise: Function) -> Any:
    @functools.wraps(exercise.reference)
    def lent(*args: Any, **kwargs: Any) -> Any:
        return exercise.reference(*args, **kwargs)

    lent.lent = lent  # type: ignore[attr-defined]  # itself: a function that copies it is not lent
    return lent


def is_lent(answer: Any) -> bool:
    """Whether `lend` made it."""
    return isinstance(answer, (LentNumber, LentText)) or (callable(answer) and getattr(answer, "lent", None) is answer)


@functools.singledispatch
def handed_back(exercise: Exercise, answer: Any, limit: float = 10.0) -> tuple[Any, str]:
    """A passed answer in a form that works, and a line on what became of it or "".

    Numbers become Python's own, letters those of the options; formulas stay as they were typed.
    """
    if isinstance(answer, (int, float)) or isinstance(exercise, Formula):
        return answer, ""
    with pristine():
        value = exercise.understood(freeze(answer))
    return (value if isinstance(value, str) else value[()] if isinstance(value, np.ndarray) else answer), ""


@handed_back.register
def _(exercise: Function, answer: Any, limit: float = 10.0) -> tuple[Any, str]:
    with pristine(), still():
        tried = list(_uses(exercise))
    mine = sandbox.run(lambda: [_tried(answer, one, right) for one, right in copy.deepcopy(tried)], limit).result
    if mine is None:
        return lend(exercise), ENDLESS
    values, alike = zip(*mine)
    if any(_single(value) and not _single(freeze(right)) for (_, right), value in zip(tried, values)):
        return lend(exercise), SINGLE
    with pristine(), still():
        if any(_reason(exercise, value, right) for (_, right), value in zip(tried, values)):
            return _from_outside(answer, _guarded(exercise, answer)), ""
    return (answer, "") if all(alike) else (_from_outside(answer, _converted(exercise, answer)), CONVERTED)


def _uses(exercise: Function) -> Iterator[tuple[tuple, Any]]:
    """(input, right result) for the inputs of the check, and for what later cells may make of them.

    That is arrays for numbers, and a number for arrays, where the reference works entry by entry.
    """
    for number, one in enumerate(exercise.draw()):
        right = _result(exercise.reference, one)
        yield one, right
        if number >= MOST:
            continue
        scalar = [i for i, value in enumerate(one) if isinstance(value, float)]  # whole numbers count something
        array = [i for i, value in enumerate(one) if isinstance(value, np.ndarray) and value.ndim and value.size]
        for chosen in [[i] for i in scalar] + ([scalar] if len(scalar) > 1 else []):
            other = tuple(np.full(SIZE, value) if i in chosen else value for i, value in enumerate(one))
            if _entrywise(many := _result(exercise.reference, other), right, SIZE):
                yield other, many
        other = tuple(value.flat[0] if i in array else value for i, value in enumerate(one))
        if array and _entrywise(right, single := _result(exercise.reference, other), 0):
            yield other, single


def _entrywise(many: Any, single: Any, size: int) -> bool:
    """Whether `many` is the number `single` over and over (`size` times), or begins with it (size 0)."""
    if isinstance(single, tuple):
        return type(many) is tuple and len(many) == len(single) and all(_entrywise(*p, size) for p in zip(many, single))
    if many is None or single is None or np.ndim(single) or not np.ndim(many) or not tells(freeze(single)):
        return False
    entries = np.asarray(many) if size else np.asarray(many).ravel()[:1]
    return (not size or entries.shape == (size,)) and bool(np.allclose(entries, single, rtol=1e-9, atol=1e-12))


def _result(function: Callable, one: tuple) -> Any:
    """What a function gives, or None where it gives nothing or raises."""
    try:
        return function(*copy.deepcopy(one))
    except Exception:
        return None


def _tried(answer: Callable, one: tuple, right: Any) -> tuple[Any, bool]:
    """What an answer gives, frozen, and whether it can be used as the reference's; (None, False) where it raises."""
    try:
        value = answer(*one)
        return freeze(value), _formed_alike(value, right)  # freezing may run a generator
    except Exception:
        return None, False


def _single(value: Any) -> bool:
    """Whether a frozen value holds numbers of 7 digits or fewer; their rounding may grow in later cells."""
    if isinstance(value, tuple):
        return any(map(_single, value))
    return isinstance(value, np.ndarray) and value.dtype in (np.float32, np.float16)


def _reason(exercise: Function, value: Any, right: Any) -> str | None:
    """Why a frozen value cannot stand for the reference's, or None if it can, or if the reference's means nothing."""
    expected = freeze(right)
    if isinstance(expected, Other) or not tells(expected):
        return None
    try:
        return exercise.differ(exercise.understood(value), exercise.understood(expected))
    except Unusable as error:
        return str(error)


def _formed_alike(value: Any, right: Any) -> bool:
    """Whether a result can be used as the reference's: plain arrays, numbers, as many of them."""
    if isinstance(right, (tuple, list)):
        return isinstance(value, (tuple, list)) and all(map(_formed_alike, value, right))
    if isinstance(right, np.ndarray) and right.ndim:
        return type(value) is np.ndarray  # a matrix or a masked array multiplies in another way
    if isinstance(right, numbers.Integral):
        return isinstance(value, (numbers.Integral, np.bool_))
    return isinstance(value, (int, float, np.ndarray)) if isinstance(right, (float, np.ndarray)) else True


def _from_outside(answer: Callable, given: Callable) -> Callable:
    """`given` for later cells, and `answer` for itself, which may call itself by the name that `given` now has."""
    inside: list[bool] = []

    @functools.wraps(answer)
    def called(*args: Any, **kwargs: Any) -> Any:
        if inside:
            return answer(*args, **kwargs)
        inside.append(True)
        try:
            return given(*args, **kwargs)
        finally:
            inside.clear()

    return called


def _converted(exercise: Function, answer: Callable) -> Callable:
    """The answer, its results in the form of the reference's."""
    right = next((value for one in exercise.draw() if (value := _result(exercise.reference, one)) is not None), None)

    def converted(*args: Any, **kwargs: Any) -> Any:
        return _formed(exercise.understood(freeze(answer(*args, **kwargs))), right)

    return converted


def _guarded(exercise: Function, answer: Callable) -> Callable:
    """The answer where it gives what the reference gives; the reference where it does not, which is said once."""
    mine = _converted(exercise, answer)
    told: list[bool] = []

    def guarded(*args: Any, **kwargs: Any) -> Any:
        right = exercise.reference(*args, **kwargs)
        try:
            value = mine(*args, **kwargs)
            reason = _reason(exercise, freeze(value), right)
        except Exception as error:
            reason = type(error).__name__
        if reason is None:
            return value
        if not told:
            told.append(True)
            show(notice(STEPS_IN.format(exercise.id, reason)))
        return right

    return guarded


def _formed(value: Any, right: Any) -> Any:
    """A frozen value in the form of `right`: a tuple of as many, whole numbers where it has them, else float64."""
    if isinstance(right, tuple) and type(values := parts(value)) is tuple and len(values) == len(right):
        return tuple(_formed(part, theirs) for part, theirs in zip(values, right))
    value = value if isinstance(right, tuple) else stacked(value)
    if not isinstance(value, np.ndarray):
        return value
    if isinstance(right, numbers.Integral) and not isinstance(right, bool) and not value.ndim:
        return int(value)
    return (value.astype(float) if value.dtype.kind == "f" else value)[()]
