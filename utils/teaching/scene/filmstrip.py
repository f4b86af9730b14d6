"""A filmstrip: the same panels at a few times, for readers without a kernel or a script."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..notebook.palette import to_palette
from ..notebook.text import FIELD, fill, mathtext, number
from . import filmkey
from .base import Moving
from .clock import Context, Limits
from .filmlayers import DRAW
from .panels import Formula, Panel
from .picture_layers import Image

Panels = Sequence[Panel | Formula]


def chosen(panels: Panels, context: Context, count: int = 5) -> list[int]:
    """At most `count` time indices that show change, the first and the last among them.

    They are spread evenly along the path of the first blend's first value that moves (such as α),
    and a little along the time; along the time alone where nothing is blended.
    """
    share = np.linspace(0, 1, context.n)
    blends = [
        layer.blend
        for panel in panels
        if not isinstance(panel, Formula)
        for layer in panel.layers
        if isinstance(layer, Moving) and layer.b is not None
    ]
    for name in blends[0] if blends else ():
        path = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(context.values[name])))])
        if path[-1] > 1e-9:
            share = 0.9 * path / path[-1] + 0.1 * share
            break
    return sorted({int(np.abs(share - place).argmin()) for place in np.linspace(0, 1, min(count, context.n))})


def filmstrip(
    panels: Panels,
    limits: Sequence[Limits | None],
    context: Context,
    indices: Sequence[int],
    revealed: Collection[str] = (),
    title: str = "",
    most: int = 50_000,
) -> bytes:
    """PNG bytes: one column a time index in `indices`, one row a panel, at most `most` bytes if that can be had.

    `limits` holds (x_lo, x_hi, y_lo, y_hi) for every panel, in order. Axis labels stand at the first column,
    the key to a panel's layers behind its title.
    """
    shown = [(panel, limit) for panel, limit in zip(panels, limits) if isinstance(panel, Panel) and limit]
    templates = [panel.template for panel in panels if isinstance(panel, Formula)]
    captions = [[_caption(template, context.at(i)) for template in templates] for i in indices]
    cell = 1.62
    head, left = 0.2 + (0.22 if title else 0), 0.57 if any(panel.ylabel for panel, _ in shown) else 0.42
    wide = left + cell * len(indices) + 0.08 * len(indices)
    keys = [filmkey.lines(panel, revealed, wide - left) for panel, _ in shown]
    # tick labels, label of the axis
    feet = [(0.12 if panel.axes else 0) + (0.14 if panel.xlabel else 0) for panel, _ in shown] or [0]
    heights = [_height(panel, limit, cell) for panel, limit in shown] or [0.2]
    rooms = [0.3 + filmkey.LINE * max(0, len(key) - 1) + foot for key, foot in zip(keys, [0, *feet])]  # above each row
    under = 0.17 * max(sum(line.count("\n") + 1 for line in caption if line) for caption in captions) + feet[-1]
    high = head + sum(heights) + sum(rooms) + 0.14 + under
    figure = Figure(figsize=(wide, high), dpi=110, facecolor="white")
    FigureCanvasAgg(figure)
    if title:
        figure.text(left / wide, 1 - 0.15 / high, mathtext(title), size=9, weight="bold", va="center")
    top = high - head
    for row, (panel, limit) in enumerate(shown):
        top -= rooms[row]
        for column, i in enumerate(indices):
            box = [left + column * (cell + 0.08), top - heights[row], cell, heights[row]]
            axes = figure.add_axes((box[0] / wide, box[1] / high, box[2] / wide, box[3] / high))
            _draw_panel(axes, panel, limit, context, i, revealed, first=column == 0)
            if row == 0:
                y = top + 0.34 + filmkey.LINE * max(0, len(keys[0]) - 1)
                at, words = ((box[0] + cell / 2) / wide, y / high), f"t = {number(context.times[i])}"
                figure.text(*at, words, size=8, ha="center", va="center", color="#444444")
        filmkey.draw(figure, keys[row], left, top + 0.1)
        top -= heights[row]
    for column, lines in enumerate(captions):
        x = (left + column * (cell + 0.08) + cell / 2) / wide
        figure.text(
            x, (top - 0.08 - feet[-1]) / high, "\n".join(line for line in lines if line), size=8, ha="center", va="top"
        )
    raw = io.BytesIO()
    figure.savefig(raw, format="png", metadata={"Software": None})
    return to_palette(raw.getvalue(), most)


def _height(panel: Panel, limit: Limits, cell: float) -> float:
    if not panel.axes:
        h, w = next(layer for layer in panel.layers if isinstance(layer, Image)).mosaic_shape
        return cell * min(1.6, max(0.35, h / w))
    if panel.aspect == "equal":
        return cell * min(1.4, max(0.5, (limit[3] - limit[2]) / (limit[1] - limit[0])))
    return 0.78 * cell


def _caption(template: str, numbers: dict[str, float]) -> str:
    """The numbers of a formula alone: α = 0.95, σ = 0.31."""
    shown = {m[1]: f"{m[1]} = {fill(m[0], numbers)}" for m in FIELD.finditer(template) if m[1] not in ("t", "T", "i")}
    line = ", ".join(shown.values())
    return line if len(line) <= 24 else "\n".join(shown.values())


def _draw_panel(
    axes: Axes, panel: Panel, limit: Limits, context: Context, i: int, revealed: Collection[str], first: bool
) -> None:
    if not panel.axes:
        axes.set_axis_off()
    else:
        axes.set_xlim(limit[0], limit[1])
        axes.set_ylim(limit[2], limit[3])
        if panel.aspect == "equal":
            axes.set_aspect("equal")
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            axes.spines[side].set_color("#999999")
        axes.tick_params(labelsize=6.5, length=2, pad=1.5, color="#999999", labelcolor="#444444")
        if first:
            axes.locator_params(nbins=4)
            axes.set_xlabel(mathtext(panel.xlabel), size=7, labelpad=1)
            axes.set_ylabel(mathtext(panel.ylabel), size=7, labelpad=1)
        else:
            axes.set_xticks([])
            axes.set_yticks([])
    for layer, colour in filmkey.coloured(panel, revealed):
        DRAW[layer.kind](axes, layer, context, i, colour, panel)
