"""How each type of layer is drawn on the filmstrip, with matplotlib; js/layers.js draws the same in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from ..notebook.palette import HEAT, OKABE_ITO
from . import filmkey
from .clock import Context, frame_at
from .layers import Bars, Curve, Handles, Line, Points
from .panels import Panel, nodes_of
from .picks import NEVER, Picks
from .picture_layers import Arrows, Heat, Image, Links

_BLUES = LinearSegmentedColormap.from_list("heat", [np.array(stop) / 255 for stop in HEAT])


def _points(axes: Axes, layer: Points, context: Context, i: int, colour: str, panel: Panel) -> None:
    x, y = layer.at(context, i).T
    keep = np.linspace(0, layer.count - 1, min(filmkey.CROWD, layer.count)).astype(int)
    size = 3 * layer.radius**1.5 / 1.5
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
    style: dict[str, Any] = {"cmap": _BLUES, "vmin": 0, "vmax": 1, "origin": "lower", "interpolation": "bilinear"}
    axes.imshow(frame_at(layer.shades(), i, context.n), extent=layer.extent, aspect=axes.get_aspect(), **style)
    axes.axis(view)


def _bars(axes: Axes, layer: Bars, context: Context, i: int, colour: str, panel: Panel) -> None:
    heights = frame_at(np.atleast_2d(np.asarray(layer.frames, dtype=float)), i, context.n)
    style = dict(facecolor="none", edgecolor=colour, lw=1.2) if layer.outline else dict(color=colour)
    axes.bar(np.arange(len(heights)), heights, 0.78, **style)
    if len(layer.labels) and len(axes.get_xticks()):
        short = sum(map(len, layer.labels)) <= 16
        axes.set_xticks(np.arange(len(heights)), layer.labels if short else [""] * len(heights))


def _arrows(axes: Axes, layer: Arrows, context: Context, i: int, colour: str, panel: Panel) -> None:
    vectors = np.asarray(layer.frames, dtype=float)
    vectors = frame_at(vectors.reshape(-1, *vectors.shape[-2:]), i, context.n) * layer.unit()
    style: dict[str, Any] = {"color": colour, "angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.007}
    axes.quiver(*np.asarray(layer.positions, dtype=float).T, *vectors.T, **style)


def _links(axes: Axes, layer: Links, context: Context, i: int, colour: str, panel: Panel) -> None:
    nodes = nodes_of(layer, panel)
    if nodes is not None:
        axes.add_collection(
            LineCollection(list(nodes.at(context, i)[np.asarray(layer.edges)]), colors="#bbbbbb", lw=0.6, zorder=0.5),
            autolim=False,
        )


def _handles(axes: Axes, layer: Handles, context: Context, i: int, colour: str, panel: Panel) -> None:
    axes.plot(*np.array(sorted(layer.places())).T, "-o", color=colour, lw=1.2, ms=5, mec="white")


def _picks(axes: Axes, layer: Picks, context: Context, i: int, colour: str, panel: Panel) -> None:
    places, picked = nodes_of(layer, panel).at(context, i), list(context.picked)
    axes.plot(*places[layer.reached(picked)[0] <= min(i, NEVER - 1)].T, "o", color=colour, ms=5.5, mec="white", mew=0.6)
    axes.plot(*places[picked].T, "o", color=colour, ms=8, mec="black", mew=1.2)


_KINDS = (_points, _line, _curve, _image, _heat, _bars, _arrows, _links, _handles, _picks)
DRAW: dict[str, Callable[..., None]] = {draw.__name__[1:]: draw for draw in _KINDS}
