"""Frozen values (see `plain`) compared, `describe`d in words, and printed in a few characters."""

from __future__ import annotations

from typing import Any

import numpy as np

from .plain import Other, parts, stacked

_ndarray = np.ndarray


def in_any_order(value: Any) -> Any:
    """A frozen collection as a tuple in rising order, so that collections in any order agree."""
    items = parts(value)
    return tuple(sorted(items, key=_rank)) if type(items) is tuple else value


def _rank(value: Any) -> tuple:
    """Numbers by size (complex ones by their parts), before everything else by how it is printed."""
    if isinstance(value, _ndarray):
        return 0, [(entry.real, entry.imag) for entry in value.ravel().tolist()], ""
    return 1, [], compact(value)


def describe(value: Any) -> str:
    """What kind of thing a frozen value is, in words: "shape (5, 2)", "a number", "None"."""
    match value:
        case None:
            return "None"
        case np.ndarray(shape=()):
            return "a truth value" if value.dtype.kind == "b" else "a number"
        case np.ndarray():
            return f"shape {value.shape}"
        case str():
            return "text"
        case Other():
            return f"an object of type {value.type}" if " " not in value.type else f"an {value.type}"
        case dict():
            return f"named values {', '.join(value)}"
        case tuple():
            return f"{len(value)} values"
    return "..." if value is Ellipsis else type(value).__name__


def differ(got: Any, expected: Any, rtol: float, atol: float) -> str | None:
    """None if two frozen values agree, else the first reason why not, in words.

    Arrays agree if shapes are equal and |got - expected| <= atol + rtol |expected| in every
    entry; infinities and NaN agree only with themselves. Single precision is allowed 1e-4 of
    each entry and 1e-6 of the largest, since it carries 7 digits.
    """
    if isinstance(expected, dict) and isinstance(got, dict):
        if set(got) != set(expected):
            return f"you returned {describe(got)}, expected {describe(expected)}"
        pairs = [(f"`{name}`", got[name], expected[name]) for name in expected]
        return _first(pairs, rtol, atol)
    if isinstance(expected, tuple):
        whole, got = got, parts(got)
        if not isinstance(got, tuple) or isinstance(got, Other) or len(got) != len(expected):
            return _miscounted(whole, expected)
        pairs = [(f"value {i + 1} of {len(expected)}", *pair) for i, pair in enumerate(zip(got, expected))]
        return _first(pairs, rtol, atol)
    if isinstance(expected, np.ndarray):
        got = stacked(got)
    if type(got) is not type(expected):
        return f"you returned {describe(got)}, expected {describe(expected)}"
    if not isinstance(expected, np.ndarray):
        return None if got == expected else "the values differ"
    return _arrays(got, expected, rtol, atol)


def _miscounted(got: Any, expected: tuple) -> str:
    """Why `got` is not as many values as `expected`: "expected two numbers, got one"."""
    noun = "numbers" if all(isinstance(part, np.ndarray) and part.ndim == 0 for part in expected) else "values"
    if isinstance(got, np.ndarray):
        had = f"an array of shape {got.shape}" if got.ndim > 1 else _word(got.size)
    else:
        had = _word(len(got)) if type(got) is tuple else describe(got)
    return f"expected {_word(len(expected))} {noun}, got {had}"


def _word(count: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)


def _first(pairs: list, rtol: float, atol: float) -> str | None:
    for name, got, expected in pairs:
        reason = differ(got, expected, rtol, atol)
        if reason:
            return f"{name}: {reason}"
    return None


def _arrays(got: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> str | None:
    if got.shape != expected.shape:
        return f"you returned {describe(got)}, expected {describe(expected)}"
    if any((got.dtype.kind == kind) != (expected.dtype.kind == kind) for kind in "bc"):
        return f"you returned dtype {got.dtype}, expected {expected.dtype}"
    if got.dtype in (np.float32, np.float16):
        finite = np.abs(expected[np.isfinite(expected)])
        rtol, atol = max(rtol, 1e-4), max(atol, 1e-6 * float(finite.max(initial=0.0)))
    close = _close(got, expected.astype(np.result_type(expected, 1.0)), rtol, atol)
    if close.all():
        return None
    for name, test in (("NaN", np.isnan), ("infinity", np.isinf)):
        bad = test(got) & ~test(expected)
        if bad.any():
            return f"you returned {name}" + (f" in {bad.sum()} of {bad.size} entries" if bad.size > 1 else "")
    if got.ndim == 0:
        return f"you give {_unlike(got, expected)}, expected {_unlike(expected, got)}"
    where = tuple(int(i) for i in np.argwhere(~close)[0])
    mine, right = got[where], expected[where]
    return (
        f"{(~close).sum()} of {close.size} entries differ; in the first of them, "
        f"[{', '.join(map(str, where))}], you give {_unlike(mine, right)}, expected {_unlike(right, mine)}"
    )


def _close(got: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> Any:
    """What np.isclose gives with NaN equal to NaN, eight times faster for the small arrays that are compared here."""
    with np.errstate(all="ignore"):
        near = (np.abs(got - expected) <= atol + rtol * np.abs(expected)) & np.isfinite(expected)
    return near | (got == expected) | (np.isnan(got) & np.isnan(expected))


def _unlike(value: Any, other: Any) -> str:
    """A number with 4 digits, or with as many more as show that it is not the other."""
    if compact(value) != compact(other):
        return compact(value)
    return next(
        (f"{value:.{digits}g}" for digits in range(5, 18) if f"{value:.{digits}g}" != f"{other:.{digits}g}"),
        compact(value),
    )


def compact(value: Any) -> str:
    """A frozen value in a few characters: at most 4 digits, of long arrays the first few."""
    if isinstance(value, (np.ndarray, np.generic, float, int)):
        value = np.asarray(value)
        if value.ndim == 0:
            return str(value.item()) if value.dtype.kind in "bi" else f"{value.item():.4g}"
        if value.ndim > 1 and value.size > 12:  # numpy would print all of a (4, 3, 3)
            return f"[{' '.join(compact(entry) for entry in value.flat[:4])} ...]  shape {value.shape}"
        with np.printoptions(
            precision=4,
            threshold=12,
            edgeitems=2,
            linewidth=76,
            suppress=False,
            formatter={"float_kind": lambda x: f"{x:.4g}"},
        ):
            text = np.array2string(value)
        return text + (f"  shape {value.shape}" if value.size > 12 else "")
    if type(value) is tuple:
        items = [compact(item) for item in value[:4]] + ["..."] * (len(value) > 4)
        return f"({', '.join(items)})"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {compact(item)}" for name, item in list(value.items())[:8])
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "...")
    return f"<{value.type}>" if isinstance(value, Other) else "..." if value is Ellipsis else str(value)
