"""Checks of arrays and of generators of random numbers. As in `checks`: the name, what was expected, what came.

A shape is written as in a docstring: a word is a size that is free, "..." stands for any axes in front.

    points("x", x, ("n", 2))       float64 (n, 2), finite, n of at least 1
    points("x", x, (..., "d"))     one point (d,), or many (n, d), (n, m, d)
"""

from types import EllipsisType
from typing import Any

import numpy as np

Shape = tuple[int | str | EllipsisType, ...]


def points(name: str, value: Any, shape: Shape | None = None, *, least: int = 1, finite: bool = True) -> np.ndarray:
    """Numbers as float64: whole numbers, floats of any size or nested lists of them. None: any shape.

    least: how many rows there must be at least, where the shape's first size is free.
    Raises ValueError for text, truth values, complex numbers, another shape, too few rows, or nan and infinity.
    """
    array = _numbers(name, value, "iuf", "numbers").astype(float)
    check_shape(name, array.shape, shape, least)
    if finite and not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite, got {array[~np.isfinite(array)][0]}")
    return array


def whole_numbers(name: str, value: Any, shape: Shape | None = None, *, least: int = 1) -> np.ndarray:
    """Whole numbers (labels, counts) as int64. Raises ValueError as `points`, and for floats."""
    array = _numbers(name, value, "iu", "whole numbers").astype(np.int64)
    check_shape(name, array.shape, shape, least)
    return array


def numpy_generator(name: str, value: Any) -> np.random.Generator:
    """A numpy Generator: np.random.default_rng(seed). No seed, no RandomState, no torch.Generator."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(f"{name} must be a numpy Generator, such as np.random.default_rng(0), got {value!r}")
    return value


def check_shape(name: str, found: tuple[int, ...], shape: Shape | None, least: int = 1) -> None:
    """ValueError unless the sizes found fit the shape; None fits all."""
    if shape is None:
        return
    if shape[:1] == (...,):
        wanted, sizes, at_least = shape[1:], found[max(0, len(found) - len(shape) + 1) :], 1
    else:
        wanted, sizes, at_least = shape, found, least
    rows = f" with {wanted[0]} of at least {at_least}" if at_least > 1 else ""
    lowest = [at_least] + [1] * len(wanted)  # of each size that is free
    if len(sizes) != len(wanted) or any(
        size != want if isinstance(want, int) else size < low for size, want, low in zip(sizes, wanted, lowest)
    ):
        raise ValueError(f"{name} must have shape {written(shape)}{rows}, got {found}")


def written(shape: Shape) -> str:
    """A shape as text: (..., d), (n, 2), (n,)."""
    parts = ["..." if part is ... else str(part) for part in shape]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _numbers(name: str, value: Any, kinds: str, expected: str) -> np.ndarray:
    try:
        array = np.asarray(value.detach().cpu() if hasattr(value, "detach") else value)
    except (TypeError, ValueError, RuntimeError) as error:  # rows of different length, or no array at all
        raise ValueError(f"{name} must be an array of {expected}, got {value!r}: {error}") from None
    if array.dtype.kind not in kinds and array.size:  # np.asarray([]) is float64
        raise ValueError(f"{name} must be an array of {expected}, got {array.dtype} {value!r}")
    return array
