"""What every layer is, and what a layer that moves with the time is.

A layer is a frozen dataclass that can do three things:
    check(context)         arrays of the right shape, else ValueError
    reach(context)         (x_lo, x_hi, y_lo, y_hi) over all times, or None
    encode(pack, context)  a small dict for the browser, its arrays put in `pack`
`context` knows the times and the named values. To add a layer type: write those
three in layers.py, its drawing in filmstrip.py and in js/layers.js, its type in
js/types.d.ts; a test finds what is missing.

Frames: an array whose first axis is time. There may be fewer frames than times;
they are spread evenly over the slider and interpolated in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .clock import Context, Limits, finite, frame_at, shaped
from .packing import Pack


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """Base of all layers. `colour` is an index into OKABE_ITO; a hidden layer waits for reveal(name)."""

    name: str = ""
    hidden: bool = False
    colour: int | None = None
    label: str = ""
    kind: ClassVar[str] = ""
    axes: ClassVar[bool] = True  # does it live on x and y axes?

    def check(self, context: Context) -> None:
        if self.colour is not None and self.colour not in range(8):
            raise ValueError(f"colour: got {self.colour!r}, expected an index 0 to 7 into OKABE_ITO")
        if self.hidden and not self.name:
            raise ValueError(f"hidden: this {type(self).__name__} has no name, expected one for reveal(name)")

    def reach(self, context: Context) -> Limits | None:
        return None

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return {"type": self.kind, "name": self.name, "hidden": self.hidden, "colour": self.colour, "label": self.label}

    def describe(self) -> str:
        """A few words for the alt text."""
        return self.label or type(self).__name__.lower()


@dataclass(frozen=True, eq=False)
class Moving(Layer):
    """A layer whose array is blend₀(t) a + blend₁(t) b, or a alone, or `frames`.

    a, b    arrays of one shape; b may be missing (nothing moves)
    blend   names of two of the scene's values, e.g. ("α", "σ")
    frames  instead of a and b: arrays of that shape, one behind the other
    """

    a: Any = None
    b: Any = None
    blend: tuple[str, str] = ("α", "σ")
    frames: Any = None

    def check_arrays(self, context: Context, expected: str, fits: Callable[[tuple[int, ...]], bool]) -> None:
        """ValueError unless the arrays are given in one of the three ways, with a shape for which fits(shape) holds."""
        if (self.frames is None) == (self.a is None):
            raise ValueError("a, frames: got both or neither, expected exactly one of them")
        if self.frames is not None:
            shaped("frames", self.frames, "(F, ...) with frames of " + expected, lambda s: len(s) > 1 and fits(s[1:]))
            return
        a = shaped("a", self.a, expected, fits)
        if self.b is not None:
            shaped("b", self.b, f"{a.shape} as a", lambda s: s == a.shape)
            if len(self.blend) != 2:
                raise ValueError(f"blend: got {self.blend!r}, expected the names of two values")
            for name in self.blend:
                context.per_time("blend", name)
                finite(f"values[{name!r}]", context.values[name])

    def at(self, context: Context, i: int) -> np.ndarray:
        """The layer's array at time index i."""
        if self.frames is not None:
            return frame_at(np.asarray(self.frames, dtype=float), i, context.n)
        a = np.asarray(self.a, dtype=float)
        if self.b is None:
            return a
        p, q = (context.values[name][i] for name in self.blend)
        return p * a + q * np.asarray(self.b, dtype=float)

    def encode_arrays(self, pack: Pack, kind: str = "u2") -> dict[str, Any]:
        if self.frames is not None:
            return {"frames": pack.add(self.frames, kind)}
        out: dict[str, Any] = {"a": pack.add(self.a, kind)}
        return out if self.b is None else out | {"b": pack.add(self.b, kind), "blend": list(self.blend)}
