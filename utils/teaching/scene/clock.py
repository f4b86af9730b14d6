"""Times, named values, and arrays that change with them: what all layers share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Context:
    """The scene's clock: times (n,) and, for each name, one value a time."""

    times: np.ndarray
    values: dict[str, np.ndarray]

    @property
    def n(self) -> int:
        return len(self.times)

    def at(self, i: int) -> dict[str, float]:
        """All numbers a template may use at index i: the values, t, T and i."""
        numbers = {name: tidy(value[i]) for name, value in self.values.items()}
        return numbers | {"t": tidy(self.times[i]), "T": tidy(self.times[-1]), "i": i}

    def per_time(self, name: str, value) -> np.ndarray:
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

    def check_moving(self, layer, expected: str, fits) -> None:
        """Check a layer given as frames, as a alone, or as a and b with a blend."""
        if (layer.frames is None) == (layer.a is None):
            raise ValueError("a, frames: got both or neither, expected exactly one of them")
        if layer.frames is not None:
            shaped("frames", layer.frames, "(F, ...) with frames of " + expected, lambda s: len(s) > 1 and fits(s[1:]))
            return
        a = shaped("a", layer.a, expected, fits)
        if layer.b is not None:
            shaped("b", layer.b, f"{a.shape} as a", lambda s: s == a.shape)
            if len(layer.blend) != 2:
                raise ValueError(f"blend: got {layer.blend!r}, expected the names of two values")
            for name in layer.blend:
                self.per_time("blend", name)
                finite(f"values[{name!r}]", self.values[name])

    def moving(self, layer, i: int) -> np.ndarray:
        """The layer's array at time index i."""
        if layer.frames is not None:
            return frame_at(np.asarray(layer.frames, dtype=float), i, self.n)
        a = np.asarray(layer.a, dtype=float)
        if layer.b is None:
            return a
        p, q = (self.values[name][i] for name in layer.blend)
        return p * a + q * np.asarray(layer.b, dtype=float)

    def encode_moving(self, layer, pack, kind: str = "u2") -> dict:
        if layer.frames is not None:
            return {"frames": pack.add(layer.frames, kind)}
        out = {"a": pack.add(layer.a, kind)}
        return out if layer.b is None else out | {"b": pack.add(layer.b, kind), "blend": list(layer.blend)}


def tidy(value) -> float:
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


def finite(name: str, value) -> np.ndarray:
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


def shaped(name: str, value, expected: str, fits) -> np.ndarray:
    """`value` as finite float64 with a shape for which fits(shape) holds."""
    if value is None:
        raise ValueError(f"{name}: got None, expected an array of shape {expected}")
    array = finite(name, value)
    if not fits(array.shape) or not array.size:
        raise ValueError(f"{name}: got shape {array.shape}, expected {expected}")
    return array


def bounds(x, y) -> tuple[float, float, float, float]:
    """(x_lo, x_hi, y_lo, y_hi)."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return float(x.min()), float(x.max()), float(y.min()), float(y.max())


def thinned(n: int, most: int = 33) -> list[int]:
    """At most `most` indices from 0 to n-1, both ends included."""
    return sorted(set(np.linspace(0, n - 1, min(n, most)).round().astype(int).tolist()))
