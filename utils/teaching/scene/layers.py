"""What a panel can show: points, lines, curves, bars and handles (pictures are in picture_layers.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .base import Layer, Moving
from .clock import Context, Limits, bounds, finite, shaped, thinned
from .packing import Pack


@dataclass(frozen=True, eq=False)
class Points(Moving):
    """Dots in the plane: blend₀(t) a + blend₁(t) b, computed in the browser, or `frames`; see Moving.

    a, b       (n, 2)
    frames     (F, n, 2) instead of a and b
    colour_by  (n,) classes 0..7, or (F, n) classes that change over time
    highlight  index of one dot drawn large, with its trail back to the first time
    size       radius in pixels; by default smaller for larger crowds
    """

    colour_by: Any = None
    highlight: int | None = None
    trail: bool = True
    size: float | None = None
    kind: ClassVar[str] = "points"

    def check(self, context: Context) -> None:
        super().check(context)
        self.check_arrays(context, "(n, 2)", lambda s: len(s) == 2 and s[1] == 2)
        if self.colour_by is not None:
            classes = np.asarray(self.colour_by)
            if classes.dtype.kind not in "iub" or classes.shape[-1:] != (self.count,) or classes.ndim > 2:
                expected = f"integers of shape ({self.count},) or (frames, {self.count})"
                raise ValueError(f"colour_by: got {classes.dtype} of shape {classes.shape}, expected {expected}")
            if classes.size and not (classes.min() >= 0 and classes.max() <= 7):
                raise ValueError(f"colour_by: got values {classes.min()} to {classes.max()}, expected 0 to 7")
        if self.highlight is not None and not 0 <= self.highlight < self.count:
            raise ValueError(f"highlight: got {self.highlight}, expected an index from 0 to {self.count - 1}")

    @property
    def count(self) -> int:
        """Number of dots."""
        return np.asarray(self.a if self.frames is None else self.frames).shape[-2]

    @property
    def radius(self) -> float:
        return self.size or (1.5 if self.count > 1000 else 2.0 if self.count > 300 else 3.0 if self.count > 40 else 5.0)

    def reach(self, context: Context) -> Limits:
        return bounds(*np.concatenate([self.at(context, i) for i in thinned(context.n)]).T)

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        out = super().encode(pack, context) | self.encode_arrays(pack)
        if self.colour_by is not None:
            out["classes"] = pack.add(np.asarray(self.colour_by), "u1", (0, 240))
        return out | {"highlight": self.highlight, "trail": self.trail, "radius": self.radius}

    def describe(self) -> str:
        text = self.label or "points"
        return f"{self.count} {text}" + (", one of them highlighted" if self.highlight is not None else "")


@dataclass(frozen=True, eq=False)
class Line(Layer):
    """A line whose heights change: x (m,) and frames (F, m), or (m,) for a fixed line.

    fill shades the area down to zero. dash: True broken, False solid; by default a panel's
    first line is solid and the next ones are broken differently, to be told apart without colour.
    """

    x: Any = None
    frames: Any = None
    fill: bool = False
    dash: bool | None = None
    kind: ClassVar[str] = "line"

    def check(self, context: Context) -> None:
        super().check(context)
        x = shaped("x", self.x, "(m,)", lambda s: len(s) == 1 and s[0] > 1)
        shaped("frames", self.frames, f"(F, {len(x)}) or ({len(x)},)", lambda s: len(s) in (1, 2) and s[-1] == len(x))

    def reach(self, context: Context) -> Limits:
        lo, hi = (0.0, 0.0) if self.fill else (np.inf, -np.inf)
        y = finite("frames", self.frames)
        x_lo, x_hi, y_lo, y_hi = bounds(self.x, y)
        return x_lo, x_hi, min(lo, y_lo), max(hi, y_hi)

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return super().encode(pack, context) | {
            "x": pack.add(finite("x", self.x)),
            "frames": pack.add(np.atleast_2d(finite("frames", self.frames))),
            "fill": self.fill,
            "dash": self.dash,
        }


@dataclass(frozen=True, eq=False)
class Curve(Layer):
    """A fixed curve with a dot at the current time: x and y of shape (n,), one entry a time.

    Curve(y) puts the times on the x axis; y may be the name of one of the scene's values.
    dash as in Line.
    """

    x: Any = None
    y: Any = None
    dash: bool | None = None
    kind: ClassVar[str] = "curve"

    def arrays(self, context: Context) -> tuple[np.ndarray, np.ndarray]:
        x, y = (None, self.x) if self.y is None else (self.x, self.y)
        return tuple(context.per_time(name, value) for name, value in (("x", x), ("y", y)))  # type: ignore[return-value]

    def check(self, context: Context) -> None:
        super().check(context)
        if self.x is None and self.y is None:
            raise ValueError("y: got None, expected an array with one entry a time or the name of a value")
        self.arrays(context)

    def reach(self, context: Context) -> Limits | None:
        x, y = self.arrays(context)
        both = np.isfinite(x) & np.isfinite(y)  # e.g. log SNR is infinite at the ends
        return bounds(x[both], y[both]) if both.any() else None

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        x, y = self.arrays(context)
        return super().encode(pack, context) | {"x": pack.add(x, "f4"), "y": pack.add(y, "f4"), "dash": self.dash}


@dataclass(frozen=True, eq=False)
class Bars(Layer):
    """One bar a category: frames (F, m) or (m,), labels m texts; outline draws them unfilled."""

    frames: Any = None
    labels: Sequence[str] = ()
    outline: bool = False
    kind: ClassVar[str] = "bars"

    def check(self, context: Context) -> None:
        super().check(context)
        heights = shaped("frames", self.frames, "(F, m) or (m,)", lambda s: len(s) in (1, 2))
        if self.labels and len(self.labels) != heights.shape[-1]:
            raise ValueError(f"labels: got {len(self.labels)}, expected {heights.shape[-1]}, one a bar")

    def reach(self, context: Context) -> Limits:
        heights = finite("frames", self.frames)
        return -0.5, heights.shape[-1] - 0.5, min(0.0, float(heights.min())), max(0.0, float(heights.max()))

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        heights = np.atleast_2d(finite("frames", self.frames))
        return super().encode(pack, context) | {
            "frames": pack.add(heights),
            "labels": [str(text) for text in self.labels],
            "outline": self.outline,
        }


@dataclass(frozen=True, eq=False)
class Handles(Layer):
    """Control points the learner drags (mouse, touch or arrow keys); read them from scene.handles.

    x, y (m,) are the starting places, joined by a line from left to right.
    move       "xy", "x" or "y": the directions a handle can go. Give the panel xlim and
               ylim, so that the axes stand still under the hand. One Handles layer a scene.
    """

    x: Any = None
    y: Any = None
    move: str = "xy"
    kind: ClassVar[str] = "handles"

    def check(self, context: Context) -> None:
        super().check(context)
        x = shaped("x", self.x, "(m,)", lambda s: len(s) == 1)
        shaped("y", self.y, f"({len(x)},)", lambda s: s == x.shape)
        if self.move not in ("x", "y", "xy"):
            raise ValueError(f'move: got {self.move!r}, expected "x", "y" or "xy"')

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return super().encode(pack, context) | {"move": self.move}

    def reach(self, context: Context) -> Limits:
        return bounds(finite("x", self.x), finite("y", self.y))

    def places(self) -> list[list[float]]:
        """The starting places as [[x, y], ...]."""
        return [[float(x), float(y)] for x, y in zip(self.x, self.y)]
