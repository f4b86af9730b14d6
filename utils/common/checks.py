"""Checks of arguments. Each takes the argument's name and value, and returns the value as a plain Python one.

Each raises ValueError with the name, what was expected and what came:

    >>> within("eta", 2, "[0, 1]")
    ValueError: eta must lie in [0, 1], got 2

A truth value is no number here, and nan is in no interval. Arrays have their own checks, in `arrays`.
"""

from collections.abc import Callable, Iterable
from math import inf, isfinite
from numbers import Integral, Real
from typing import Any


def whole_number(name: str, value: Any, least: int = 1) -> int:
    """A whole number of at least `least`: Python's int or numpy's."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    return int(value)


def number(name: str, value: Any) -> float:
    """A finite number."""
    return _real(name, value, "a finite number", isfinite)


def positive(name: str, value: Any) -> float:
    """A finite number above 0."""
    return _real(name, value, "a positive number", lambda x: 0 < x < inf)


def not_negative(name: str, value: Any) -> float:
    """A finite number of at least 0."""
    return _real(name, value, "a finite number of at least 0", lambda x: 0 <= x < inf)


def within(name: str, value: Any, interval: str) -> float:
    """A number within an interval, written as in mathematics: "[0, 1)" holds 0 and not 1; "(0, inf)"."""
    low, high = (float(end) for end in interval[1:-1].split(","))

    def inside(x: float) -> bool:
        return (low <= x if interval[0] == "[" else low < x) and (x <= high if interval[-1] == "]" else x < high)

    return _real(name, value, interval, inside, verb="lie in")


def probability(name: str, value: Any) -> float:
    """A number within [0, 1]."""
    return within(name, value, "[0, 1]")


def truth(name: str, value: Any) -> bool:
    """True or False, and nothing that is merely like one of them."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False, got {value!r}")
    return value


def one_of(name: str, value: Any, known: Iterable[str]) -> str:
    """One of a few words."""
    known = tuple(known)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, known))}, got {value!r}")
    return value


def a_function(name: str, value: Any) -> Callable:
    """Something that can be called."""
    if not callable(value):
        raise ValueError(f"{name} must be a function, got {value!r}")
    return value


def an_instance(name: str, value: Any, kind: type) -> Any:
    """An object of this class."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} must be a {kind.__name__}, got {value!r}")
    return value


def _real(name: str, value: Any, expected: str, holds: Callable[[float], bool], verb: str = "be") -> float:
    plain = value.item() if getattr(value, "shape", None) == () else value  # a number of numpy or torch
    if isinstance(plain, bool) or not isinstance(plain, Real) or not holds(float(plain)):
        raise ValueError(f"{name} must {verb} {expected}, got {value!r}")
    return float(plain)
