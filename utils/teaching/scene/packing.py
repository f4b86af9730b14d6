"""Arrays as small integers in one buffer, for sending a scene to the browser once.

A number v in [lo, hi] is stored as the integer k nearest to L (v - lo)/(hi - lo)
and read back as lo + k (hi - lo)/L. The number of levels L is 240 for one byte
and 65520 for two, so the error is at most (hi - lo)/(2 L). Both are multiples of
240: halves, thirds, fifths and sixteenths of the range are stored exactly, and a
last-bit difference in v can't tip a value to the next integer.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

LEVELS = {"u1": 240, "u2": 65520}
_DTYPES: dict[str, np.dtype[Any]] = {"u1": np.dtype("u1"), "u2": np.dtype("<u2"), "f4": np.dtype("<f4")}


class Pack:
    """Collects arrays in one buffer; each gets a reference the browser can read.

    A reference is ``{"o": byte offset, "d": type, "s": shape}``, with the range
    ``lo``, ``hi`` for the integer types "u1" and "u2"; "f4" is plain float32.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._known: dict[tuple, dict] = {}

    def add(self, array: ArrayLike, kind: str = "u2", span: tuple[float, float] | None = None) -> dict:
        """Store `array` and return its reference; equal arrays are stored once.

        Values outside `span` (default: the array's own range) raise ValueError.
        """
        array = np.asarray(array)
        reference: dict = {"d": kind, "s": list(array.shape)}
        if kind == "f4":
            data = array.astype(_DTYPES[kind]).tobytes()
        else:
            lo, hi = _tidy_span(array) if span is None else span
            reference |= {"lo": lo, "hi": hi}
            data = quantise(array, kind, lo, hi).tobytes()
        key = (kind, data, reference.get("lo"), reference.get("hi"), array.shape)
        if key not in self._known:
            self._known[key] = reference | {"o": self._size}
            padded = data + bytes(-len(data) % 4)
            self._parts.append(padded)
            self._size += len(padded)
        return dict(self._known[key])

    def bytes(self) -> bytes:
        """The whole buffer; every array starts at a multiple of four bytes."""
        return b"".join(self._parts)


def quantise(array: ArrayLike, kind: str, lo: float, hi: float) -> np.ndarray:
    """Integers nearest to L (v - lo)/(hi - lo), same shape as `array`."""
    array = np.asarray(array, dtype=float)
    slack = 1e-6 * (hi - lo)
    if array.size and not (array.min() >= lo - slack and array.max() <= hi + slack):
        raise ValueError(
            f"array: values from {array.min():.6g} to {array.max():.6g}, expected within [{lo:.6g}, {hi:.6g}]"
        )
    levels = LEVELS[kind]
    return np.clip(np.rint((array - lo) * (levels / (hi - lo))), 0, levels).astype(_DTYPES[kind])


def read(buffer: bytes, reference: dict) -> np.ndarray:
    """The array a reference stands for, as the browser reads it (float64)."""
    kind, shape = reference["d"], reference["s"]
    flat = np.frombuffer(buffer, _DTYPES[kind], math.prod(shape), reference["o"]).astype(float)
    if kind in LEVELS:
        flat = reference["lo"] + flat * ((reference["hi"] - reference["lo"]) / LEVELS[kind])
    return flat.reshape(shape)


def _tidy_span(array: np.ndarray) -> tuple[float, float]:
    """The array's range, rounded far below one level so that it prints alike everywhere."""
    if not array.size:
        return 0.0, 1.0
    lo, hi = float(array.min()), float(array.max())
    if hi - lo <= max(1e-12 * max(abs(lo), abs(hi)), 1e-30):  # all alike
        size = abs(lo) if abs(lo) > 1e-30 else 1.0
        lo = round_to(lo, 1e-7 * size)
        return lo, lo + size
    return round_to(lo, 1e-7 * (hi - lo)), round_to(hi, 1e-7 * (hi - lo))


def round_to(value: float, grain: float) -> float:
    """`value` rounded to as many decimals as `grain` needs."""
    return round(value, max(0, -math.floor(math.log10(grain)))) + 0.0
