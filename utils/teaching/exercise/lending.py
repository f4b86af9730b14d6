"""What a check hands back in place of an answer that is missing or wrong: the course's own, marked as lent."""

from __future__ import annotations

import functools
from typing import Any

from .exercise import Exercise
from .kinds import Function
from .sandbox import still


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
    def lent(*args, **kwargs):
        return exercise.reference(*args, **kwargs)

    lent.lent = lent  # itself, so that a function that copies its attributes is not taken for it
    return lent


def is_lent(answer: Any) -> bool:
    """Whether `lend` made it."""
    return isinstance(answer, (LentNumber, LentText)) or (getattr(answer, "lent", None) is answer and callable(answer))
