"""The line above a row of the filmstrip: the panel's title, a key to its layers, and a note on dots left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from ..notebook.palette import CYCLE, DASHES, MARKERS, OKABE_ITO
from ..notebook.text import mathtext
from .layers import Curve, Line, Points
from .panels import Panel

CROWD = 500  # more dots than this add bytes and no shape
LINE = 0.16  # inches from one line to the next
_SWATCH, _DOT, _GAP = 0.3, 0.12, 0.16  # inches


def coloured(panel: Panel, revealed: Collection[str] = ()) -> list[tuple[Any, str]]:
    """(layer, colour) for every layer that is shown, in the order they are drawn."""
    out, rank = [], 0
    for layer in panel.layers:
        colour = OKABE_ITO[layer.colour] if layer.colour is not None else OKABE_ITO[CYCLE[rank % len(CYCLE)]]
        if layer.kind not in ("heat", "image", "links") and layer.colour is None:
            rank += 1
        if not layer.hidden or layer.name in revealed:
            out.append((layer, colour))
    return out


def dash(layer: Line | Curve, panel: Panel) -> tuple[int, list[float]] | str:
    """Matplotlib's line style of a Line or Curve; in the browser a line is two pixels wide."""
    lines = [other for other in panel.layers if other.kind in ("line", "curve")]
    pattern = DASHES[lines.index(layer) % len(DASHES) if layer.dash is None else int(layer.dash)]
    return (0, [pixels / 2 for pixels in pattern]) if pattern else "-"


def kinds(layer: Points) -> list[tuple[int, dict[str, Any]]]:
    """(class, look) for every class of a Points layer that has classes; large dots differ in shape too."""
    classes = [int(c) for c in np.unique(np.asarray(layer.colour_by))]
    many, out = len(classes) > 1 and layer.radius >= 3, []
    for rank, c in enumerate(classes):
        name = MARKERS[rank % len(MARKERS)] if many else "disc"
        ink, is_open = OKABE_ITO[c], name.startswith("open ")
        shape = {"disc": "o", "square": "s", "triangle": "^", "diamond": "D"}[name.removeprefix("open ")]
        out.append((c, {"marker": shape, "face": "none" if is_open else ink, "edge": ink, "lw": 0.9 if is_open else 0}))
    return out


@dataclass(frozen=True)
class Word:
    """A text of one line, at `x` inches, with its font and, for a layer, how it looks: each kind of dot by itself."""

    text: str
    font: dict[str, Any]
    looks: tuple[dict[str, Any], ...] = ()
    x: float = 0.0

    @property
    def width(self) -> float:
        """Inches."""
        font = FontProperties(**{key: value for key, value in self.font.items() if key != "color"})
        return self.room + TextPath((0, 0), self.text, prop=font).get_extents().x1 / 72

    @property
    def room(self) -> float:
        """Inches for the looks, before the text."""
        return 0.0 if not self.looks else _SWATCH if len(self.looks) == 1 else _DOT * len(self.looks) + 0.08


def lines(panel: Panel, revealed: Collection[str], room: float) -> list[list[Word]]:
    """The words above a panel, in lines at most `room` inches wide."""
    words = [Word(mathtext(panel.title), {"size": 8, "weight": "bold"})] if panel.title else []
    layers = coloured(panel, revealed)
    words += [
        Word(mathtext(layer.label), {"size": 7.5}, _looks(layer, colour, panel))
        for layer, colour in layers
        if layer.label and layer.kind not in ("heat", "image", "links")
    ]
    most = max((layer.count for layer, _ in layers if layer.kind == "points"), default=0)
    if most > CROWD:
        words.append(Word(f"({CROWD} of {most} dots drawn)", {"size": 7, "color": "#666666"}))
    out: list[list[Word]] = []
    x = room
    for word in words:
        if not out or x + word.width > room:
            out.append([])
            x = 0.0
        out[-1].append(Word(word.text, word.font, word.looks, x))
        x += word.width + _GAP
    return out


def _looks(layer: Any, colour: str, panel: Panel) -> tuple[dict[str, Any], ...]:
    if layer.kind == "bars":
        return ({"facecolor": "none" if layer.outline else colour, "edgecolor": colour},)
    if layer.kind == "points" and layer.colour_by is not None:
        return tuple(
            {"marker": k["marker"], "ls": "", "mfc": k["face"], "mec": k["edge"], "mew": k["lw"], "ms": 4.5}
            for _, k in kinds(layer)
        )
    if layer.kind in ("points", "handles", "picks"):
        return ({"marker": "o", "ls": "", "color": colour, "ms": 4.5},)
    return ({"color": colour, "lw": 1.4, "ls": dash(layer, panel) if layer.kind in ("line", "curve") else "-"},)


def draw(figure: Figure, rows: list[list[Word]], left: float, bottom: float) -> None:
    """Put the lines on the figure, the last one at `bottom` inches."""
    wide, high = figure.get_size_inches()
    whole = figure.transFigure
    for up, row in enumerate(reversed(rows)):
        y = bottom + LINE * up
        for word in row:
            for k, look in enumerate(word.looks):
                x = left + word.x + (0 if len(word.looks) == 1 else _DOT * k - 0.06)
                if "facecolor" in look:
                    corner = ((x + 0.06) / wide, (y - 0.035) / high)
                    figure.add_artist(Rectangle(corner, 0.13 / wide, 0.07 / high, transform=whole, **look))
                else:
                    at = [x + 0.12] if "marker" in look else [x, x + 0.24]
                    figure.add_artist(Line2D([v / wide for v in at], [y / high] * len(at), transform=whole, **look))
            figure.text((left + word.x + word.room) / wide, y / high, word.text, va="center", **word.font)
