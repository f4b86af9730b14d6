"""How each type of layer is drawn on the filmstrip, with matplotlib; js/layers.js draws the same in the browser."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from ..notebook.palette import HEAT, OKABE_ITO
from . import filmkey
from .clock import Context, frame_at
from .layers import Bars, Curve, Handles, Line, Points
from .panels import Panel
from .picture_layers import Arrows, Heat, Image, Links

_BLUES = LinearSegmentedColormap.from_list("heat", [np.array(stop) / 255 for stop in HEAT])


def _points(axes: Axes, layer: Points, context: Context, i: int, colour: str, panel: Panel) -> None:
    x, y = layer.at(context, i).T
    keep, size = (
        np.linspace(0, layer.count - 1, min(filmkey.CROWD, layer.count)).astype(int),
        3 * layer.radius**1.5 / 1.5,
    )
    if layer.colour_by is None:
        axes.scatter(x[keep], y[keep], s=size, c=colour, alpha=0.7, lw=0)
    else:
        classes = np.atleast_2d(layer.colour_by).astype(int)
        classes = classes[round(i * (len(classes) - 1) / max(1, context.n - 1))][keep]
        for c, look in filmkey.kinds(layer):
            at = keep[classes == c]
            style = {"marker": look["marker"], "facecolor": look["face"], "edgecolor": look["edge"], "lw": look["lw"]}
            axes.scatter(x[at], y[at], s=size, alpha=0.7, **style)
    if layer.highlight is not None:
        k, ink = layer.highlight, OKABE_ITO[0 if layer.colour_by is not None else 1 if colour == OKABE_ITO[6] else 6]
        if layer.trail and (layer.frames is not None or layer.b is not None):
            steps = np.unique(np.linspace(0, i, 25).round().astype(int))
            axes.plot(*np.array([layer.at(context, j)[k] for j in steps]).T, color=ink, lw=1)
        axes.plot(x[k], y[k], "o", color=ink, ms=4.5, mec="white", mew=0.8)


def _line(axes: Axes, layer: Line, context: Context, i: int, colour: str, panel: Panel) -> None:
    y = frame_at(np.atleast_2d(np.asarray(layer.frames, dtype=float)), i, context.n)
    axes.plot(layer.x, y, color=colour, lw=1.2, ls=filmkey.dash(layer, panel))
    if layer.fill:
        axes.fill_between(layer.x, y, color=colour, alpha=0.18, lw=0)


def _curve(axes: Axes, layer: Curve, context: Context, i: int, colour: str, panel: Panel) -> None:
    x, y = layer.arrays(context)
    axes.plot(x, y, color=colour, lw=1.2, ls=filmkey.dash(layer, panel))
    axes.plot(x[i], y[i], "o", color=colour, ms=4.5, mec="white", mew=0.8, clip_on=False)


def _image(axes: Axes, layer: Image, context: Context, i: int, colour: str, panel: Panel) -> None:
    axes.imshow(
        layer.mosaic(context, i), cmap="gray", vmin=layer.limits[0], vmax=layer.limits[1], interpolation="nearest"
    )


def _heat(axes: Axes, layer: Heat, context: Context, i: int, colour: str, panel: Panel) -> None:
    view = axes.axis()
    axes.imshow(
        frame_at(layer.shades(), i, context.n),
        cmap=_BLUES,
        vmin=0,
        vmax=1,
        extent=layer.extent,
        origin="lower",
        aspect=axes.get_aspect(),
        interpolation="bilinear",
    )
    axes.axis(view)


def _bars(axes: Axes, layer: Bars, context: Context, i: int, colour: str, panel: Panel) -> None:
    heights = frame_at(np.atleast_2d(np.asarray(layer.frames, dtype=float)), i, context.n)
    style = dict(facecolor="none", edgecolor=colour, lw=1.2) if layer.outline else dict(color=colour)
    axes.bar(np.arange(len(heights)), heights, 0.78, **style)
    if len(layer.labels) and len(axes.get_xticks()):
        axes.set_xticks(
            np.arange(len(heights)), layer.labels if sum(map(len, layer.labels)) <= 16 else [""] * len(heights)
        )


def _arrows(axes: Axes, layer: Arrows, context: Context, i: int, colour: str, panel: Panel) -> None:
    vectors = np.asarray(layer.frames, dtype=float)
    vectors = frame_at(vectors.reshape(-1, *vectors.shape[-2:]), i, context.n) * layer.unit()
    axes.quiver(
        *np.asarray(layer.positions, dtype=float).T,
        *vectors.T,
        color=colour,
        angles="xy",
        scale_units="xy",
        scale=1,
        width=0.007,
    )


def _links(axes: Axes, layer: Links, context: Context, i: int, colour: str, panel: Panel) -> None:
    dots = [other for other in panel.layers if isinstance(other, Points)]
    nodes = next((other for other in dots if layer.nodes in ("", other.name)), None)
    if nodes is not None:
        axes.add_collection(
            LineCollection(list(nodes.at(context, i)[np.asarray(layer.edges)]), colors="#bbbbbb", lw=0.6, zorder=0.5),
            autolim=False,
        )


def _handles(axes: Axes, layer: Handles, context: Context, i: int, colour: str, panel: Panel) -> None:
    axes.plot(*np.array(sorted(layer.places())).T, "-o", color=colour, lw=1.2, ms=5, mec="white")


DRAW: dict[str, Callable[..., None]] = {
    "points": _points,
    "line": _line,
    "curve": _curve,
    "image": _image,
    "heat": _heat,
    "bars": _bars,
    "arrows": _arrows,
    "links": _links,
    "handles": _handles,
}
