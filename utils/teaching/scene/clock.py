"""Times and named values, what all layers share; and checks of arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Limits = tuple[float, float, float, float]  # x_lo, x_hi, y_lo, y_hi


@dataclass(frozen=True, eq=False)
class Context:
    """The scene's clock: times (n,) and, for each name, one value a time; and the dots picked (see Picks)."""

    times: np.ndarray
    values: dict[str, np.ndarray]
    picked: Sequence[int] = ()

    @property
    def n(self) -> int:
        return len(self.times)

    def at(self, i: int) -> dict[str, float]:
        """All numbers a template may use at index i: the values, t, T and i."""
        numbers = {name: tidy(value[i]) for name, value in self.values.items()}
        return numbers | {"t": tidy(self.times[i]), "T": tidy(self.times[-1]), "i": i}

    def per_time(self, name: str, value: ArrayLike | str | None) -> np.ndarray:
        """One number a time: an array (n,), the name of a value, or None for the times."""
        if value is None:
            return self.times
        if isinstance(value, str):
            if value not in self.values:
                raise ValueError(
                    f"{name}: got {value!r}, expected one of {', '.join(self.values) or 'no values given'}"
                )
            return self.values[value]
        array = np.asarray(value, dtype=float)
        if array.shape != (self.n,):
            raise ValueError(f"{name}: got shape {array.shape}, expected ({self.n},), one entry a time")
        return array


def tidy(value: float) -> float:
    """A number as the browser shows it: sent as float32, read as a decimal of seven digits (text.js, tidy)."""
    sent = float(np.float32(value))
    return sent if not np.isfinite(sent) or sent.is_integer() else float(f"{sent:.7g}")


def frame_at(frames: np.ndarray, i: int, n: int) -> np.ndarray:
    """Frame at time index i of n, interpolated between the nearest two key frames."""
    last = len(frames) - 1
    place = i * last / (n - 1) if n > 1 else 0.0
    k = min(int(place), max(last - 1, 0))
    weight = place - k
    return frames[k] if weight == 0 else (1 - weight) * frames[k] + weight * frames[k + 1]


def finite(name: str, value: ArrayLike) -> np.ndarray:
    """`value` as float64; ValueError unless every entry is finite."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: got {type(value).__name__}, expected numbers") from None
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name}: got {int((~np.isfinite(array)).sum())} entries that are nan or infinite, expected finite numbers"
        )
    return array


def shaped(name: str, value: ArrayLike | None, expected: str, fits: Callable[[tuple[int, ...]], bool]) -> np.ndarray:
    """`value` as finite float64 with a shape for which fits(shape) holds."""
    if value is None:
        raise ValueError(f"{name}: got None, expected an array of shape {expected}")
    array = finite(name, value)
    if not fits(array.shape) or not array.size:
        raise ValueError(f"{name}: got shape {array.shape}, expected {expected}")
    return array


def bounds(x: ArrayLike, y: ArrayLike) -> Limits:
    """(x_lo, x_hi, y_lo, y_hi)."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return float(x.min()), float(x.max()), float(y.min()), float(y.max())


def thinned(n: int, most: int = 33) -> list[int]:
    """At most `most` indices from 0 to n-1, both ends included."""
    return sorted(set(np.linspace(0, n - 1, min(n, most)).round().astype(int).tolist()))
