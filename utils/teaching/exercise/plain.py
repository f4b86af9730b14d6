"""Results as plain data: what a learner's code returned, copied into arrays, texts, tuples and dicts.

A frozen value is a numpy array, a string, None, Ellipsis, a tuple or dict of frozen values,
or `Other` for anything else. numpy's functions are bound here at import, so that they are the
real ones even while a learner's replacements are in place.
"""

from __future__ import annotations

import dataclasses
import itertools
import sys
from collections.abc import Iterator, Mapping, Set, ValuesView
from typing import Any, NamedTuple

import numpy as np

_array, _stack, _ndarray = np.array, np.stack, np.ndarray
LONGEST = 10_000  # items taken from an iterator: it may never end
LARGEST = 2**24  # entries of an array; a larger one is not copied


class Other(NamedTuple):
    """Something that is not data: only the name of its type is kept."""

    type: str


def freeze(value: Any) -> Any:
    """A plain copy of `value`: arrays from anything that is a number or holds equally many of them.

    Raises ValueError for an iterator (or a set) of more than LONGEST items.
    """
    torch = sys.modules.get("torch")
    if value is None or value is Ellipsis:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        value = (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    if isinstance(value, _ndarray) and value.size > LARGEST:
        return Other(f"array of shape {value.shape}")
    if isinstance(value, Mapping):
        return {str(key): freeze(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: freeze(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return tuple(freeze(item) for item in value)
    if isinstance(value, list):
        return _list(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _array(int(value) if abs(value) <= 2**62 else _float(value))
    try:
        result = _array(value, subok=False)
    except Exception:
        result = None
    if result is not None and result.dtype.kind in "biufc":
        return result
    if isinstance(value, (Iterator, range, Set, ValuesView)):
        items = list(itertools.islice(value, LONGEST + 1))
        if len(items) > LONGEST:
            raise ValueError(f"more than {LONGEST} values came out of a {_kind(value)}: return a list or an array")
        return _list(items)
    if result is not None and result.dtype == object and result.ndim:  # of fractions, say
        listed = _list(list(value))
        return listed if isinstance(listed, _ndarray) else Other(_kind(value))
    number = _float(value)
    return Other(_kind(value)) if number is None else _array(number)


def _float(value: Any) -> float | complex | None:
    """Anything that says it is a number (Fraction, Decimal, a symbol's value) as Python's own, else None."""
    for kind, name in ((float, "__float__"), (complex, "__complex__")):
        if hasattr(type(value), name):
            try:
                return kind(value)
            except OverflowError:
                return float("inf") if value > 0 else float("-inf")
            except Exception:
                continue
    return None


def _list(items: list) -> Any:
    """An array if the items are equally shaped numbers, else a tuple of frozen items."""
    try:
        result = _array(items)
        if result.dtype.kind in "biufc":
            return result
    except Exception:  # ragged, or not numbers
        pass
    return stacked(tuple(freeze(item) for item in items))


def _kind(value: Any) -> str:
    dtype = getattr(value, "dtype", None)
    return f"array of dtype {dtype}" if dtype is not None else type(value).__name__


def parts(value: Any) -> Any:
    """An array of one axis or more as the tuple of its entries along the first; anything else as it is."""
    if isinstance(value, np.ndarray) and value.ndim:
        return tuple(np.asarray(part) for part in value)
    return value


def stacked(value: Any) -> Any:
    """A frozen tuple of equally shaped arrays, or of tuples of them, as one array; anything else as it is."""
    if type(value) is not tuple or not value:
        return value
    inner = [stacked(part) for part in value]
    return _stack(inner) if all(isinstance(p, _ndarray) and p.shape == inner[0].shape for p in inner) else value


def real(value: Any) -> Any:
    """A frozen value in which whatever is no real number (complex, infinite) is NaN."""
    if isinstance(value, _ndarray) and value.dtype.kind in "fc":
        return np.where(np.isfinite(value) & (np.imag(value) == 0), np.real(value), np.nan)
    if isinstance(value, dict):
        return {name: real(item) for name, item in value.items()}
    return tuple(real(item) for item in value) if type(value) is tuple else value


def tells(value: Any) -> bool:
    """Whether a frozen value holds anything but NaN, infinities and complex numbers."""
    if isinstance(value, _ndarray):
        return bool((np.isfinite(value) & (np.imag(value) == 0)).any())
    if isinstance(value, dict):
        value = tuple(value.values())
    return any(tells(part) for part in value) if type(value) is tuple else value is not None
