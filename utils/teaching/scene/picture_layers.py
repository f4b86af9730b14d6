"""Layers that fill a panel: pictures, heat maps, arrows, and links between points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .base import Layer, Moving
from .clock import Context, Limits, bounds, finite, shaped
from .packing import Pack


@dataclass(frozen=True, eq=False)
class Image(Moving):
    """Grey pictures side by side: a (k, h, w) or (h, w), blended with b, or frames; see Moving.

    frames   (F, k, h, w) or (F, h, w) instead of a and b
    limits   values shown black and white; beyond them a pixel saturates
    columns  pictures a row; by default about square
    """

    limits: tuple[float, float] = (-1.0, 1.0)
    columns: int | None = None
    kind: ClassVar[str] = "image"
    axes: ClassVar[bool] = False

    def check(self, context: Context) -> None:
        super().check(context)
        self.check_arrays(context, "(k, h, w) or (h, w)", lambda s: len(s) in (2, 3))
        if not (len(self.limits) == 2 and self.limits[0] < self.limits[1]):
            raise ValueError(f"limits: got {self.limits!r}, expected (black, white) with black < white")

    @property
    def shape(self) -> tuple[int, int, int]:
        """(k, h, w): how many pictures, and how large."""
        shape = np.asarray(self.a).shape if self.frames is None else np.asarray(self.frames).shape[1:]
        return (1, *shape)[-3:]

    @property
    def grid(self) -> int:
        """Pictures a row."""
        k, h, w = self.shape
        return self.columns or max(1, round(math.sqrt(k * h / w)))

    @property
    def mosaic_shape(self) -> tuple[int, int]:
        """(height, width) in pixels of all pictures with the gaps between them."""
        k, h, w = self.shape
        gap = max(1, w // 12)
        return -(-k // self.grid) * (h + gap) - gap, self.grid * (w + gap) - gap

    def mosaic(self, context: Context, i: int) -> np.ndarray:
        """All pictures at time i in one array with gaps of nan, as drawn."""
        k, h, w = self.shape
        cols, gap = self.grid, max(1, w // 12)
        out = np.full(self.mosaic_shape, np.nan)
        for j, picture in enumerate(self.at(context, i).reshape(k, h, w)):
            top, left = (j // cols) * (h + gap), (j % cols) * (w + gap)
            out[top : top + h, left : left + w] = picture
        return out

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return (
            super().encode(pack, context)
            | self.encode_arrays(pack, "u1")
            | {"shape": list(self.shape), "columns": self.grid, "limits": [float(v) for v in self.limits]}
        )

    def describe(self) -> str:
        k, h, w = self.shape
        return f"{k} {self.label or 'pictures' if k > 1 else self.label or 'picture'} of {h} by {w} pixels"


@dataclass(frozen=True, eq=False)
class Heat(Layer):
    """A map of non-negative values: frames (F, h, w) or (h, w), one hue, darker for more.

    extent   (x_lo, x_hi, y_lo, y_hi); row 0 is the lowest y, as meshgrid gives it
    each     True scales every frame to its own maximum (a density that flattens stays visible)
    """

    frames: Any = None
    extent: Any = None
    each: bool = False
    kind: ClassVar[str] = "heat"

    def check(self, context: Context) -> None:
        super().check(context)
        values = shaped("frames", self.frames, "(F, h, w) or (h, w)", lambda s: len(s) in (2, 3))
        if values.min() < 0:
            raise ValueError(f"frames: got values down to {values.min():.4g}, expected none below 0")
        e = self.extent
        if e is None or len(e) != 4 or not (e[0] < e[1] and e[2] < e[3]):
            raise ValueError(f"extent: got {e!r}, expected (x_lo, x_hi, y_lo, y_hi)")

    def shades(self) -> np.ndarray:
        """(F, h, w) in [0, 1]."""
        values = finite("frames", self.frames)
        values = values.reshape(-1, *values.shape[-2:])
        top = values.max(axis=(1, 2), keepdims=True) if self.each else values.max()
        return values / np.where(top > 0, top, 1)

    def reach(self, context: Context) -> Limits:
        x_lo, x_hi, y_lo, y_hi = map(float, self.extent)
        return x_lo, x_hi, y_lo, y_hi

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return super().encode(pack, context) | {
            "frames": pack.add(self.shades(), "u1", (0.0, 1.0)),
            "extent": list(map(float, self.extent)),
        }

    def describe(self) -> str:
        return self.label or "heat map"


@dataclass(frozen=True, eq=False)
class Arrows(Layer):
    """A vector at each place: positions (m, 2), frames (F, m, 2) or (m, 2).

    scale  axis units an arrow of length 1 covers; by default the longest spans its neighbours' distance.
    """

    positions: Any = None
    frames: Any = None
    scale: float | None = None
    kind: ClassVar[str] = "arrows"

    def check(self, context: Context) -> None:
        super().check(context)
        places = shaped("positions", self.positions, "(m, 2)", lambda s: len(s) == 2 and s[1] == 2)
        shaped("frames", self.frames, f"(F, {len(places)}, 2)", lambda s: len(s) in (2, 3) and s[-2:] == places.shape)

    def unit(self) -> float:
        if self.scale is not None:
            return float(self.scale)
        places, vectors = finite("positions", self.positions), finite("frames", self.frames)
        x_lo, x_hi, y_lo, y_hi = bounds(*places.T)
        spacing = math.sqrt(max((x_hi - x_lo) * (y_hi - y_lo), 1e-12) / len(places))
        return 1.1 * spacing / (float(np.linalg.norm(vectors, axis=-1).max()) or 1.0)

    def reach(self, context: Context) -> Limits:
        return bounds(*finite("positions", self.positions).T)

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        vectors = finite("frames", self.frames)
        return super().encode(pack, context) | {
            "positions": pack.add(finite("positions", self.positions)),
            "scale": self.unit(),
            "frames": pack.add(vectors.reshape(-1, *vectors.shape[-2:])),
        }


@dataclass(frozen=True, eq=False)
class Links(Layer):
    """Edges between the dots of a Points layer of the same panel: edges (e, 2) of indices.

    nodes  name of that layer; by default the panel's first Points. Put Links before it, so that it lies below.
    """

    edges: Any = None
    nodes: str = ""
    kind: ClassVar[str] = "links"

    def check(self, context: Context) -> None:
        super().check(context)
        edges = np.asarray(self.edges)
        if edges.ndim != 2 or edges.shape[1] != 2 or edges.dtype.kind not in "iu":
            raise ValueError(f"edges: got {edges.dtype} of shape {edges.shape}, expected integers of shape (e, 2)")

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return super().encode(pack, context) | {
            "edges": pack.add(np.asarray(self.edges), "u2", (0, 65520)),
            "nodes": self.nodes,
        }
