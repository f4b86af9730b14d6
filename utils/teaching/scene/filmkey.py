"""The line above a row of the filmstrip: the panel's title, a key to its layers, and a note on dots left out."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from ..notebook.palette import CYCLE, OKABE_ITO
from ..notebook.text import mathtext

CROWD = 500  # more dots than this add bytes and no shape
LINE = 0.16  # inches from one line to the next
_SWATCH, _GAP = 0.3, 0.16  # inches


def coloured(panel, revealed=()) -> list[tuple]:
    """(layer, colour) for every layer that is shown, in the order they are drawn."""
    out, rank = [], 0
    for layer in panel.layers:
        colour = OKABE_ITO[layer.colour] if layer.colour is not None else OKABE_ITO[CYCLE[rank % len(CYCLE)]]
        if layer.kind not in ("heat", "image", "links") and layer.colour is None:
            rank += 1
        if not layer.hidden or layer.name in revealed:
            out.append((layer, colour))
    return out


def dash(layer, panel) -> str:
    """Matplotlib's line style of a Line or Curve."""
    lines = [other for other in panel.layers if other.kind in ("line", "curve")]
    return ("-", "--", ":", "-.")[lines.index(layer) % 4 if layer.dash is None else int(layer.dash)]


@dataclass(frozen=True)
class Word:
    """A text of one line, at `x` inches, with its font and, for a layer, how the layer looks."""

    text: str
    font: dict
    look: dict | None = None
    x: float = 0.0

    @property
    def width(self) -> float:
        """Inches."""
        font = FontProperties(**{key: value for key, value in self.font.items() if key != "color"})
        return (_SWATCH if self.look else 0) + TextPath((0, 0), self.text, prop=font).get_extents().x1 / 72


def lines(panel, revealed, room: float) -> list[list[Word]]:
    """The words above a panel, in lines at most `room` inches wide."""
    words = [Word(mathtext(panel.title), {"size": 8, "weight": "bold"})] if panel.title else []
    layers = coloured(panel, revealed)
    words += [
        Word(mathtext(layer.label), {"size": 7.5}, _look(layer, colour, panel))
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
        out[-1].append(Word(word.text, word.font, word.look, x))
        x += word.width + _GAP
    return out


def _look(layer, colour: str, panel) -> dict:
    if layer.kind == "bars":
        return {"facecolor": "none" if layer.outline else colour, "edgecolor": colour}
    if layer.kind in ("points", "handles"):
        of_classes = layer.kind == "points" and layer.colour_by is not None  # no one colour stands for them
        return {"marker": "o", "ls": "", "color": "#666666" if of_classes else colour, "ms": 4.5}
    return {"color": colour, "lw": 1.4, "ls": dash(layer, panel) if layer.kind in ("line", "curve") else "-"}


def draw(figure, rows: list[list[Word]], left: float, bottom: float) -> None:
    """Put the lines on the figure, the last one at `bottom` inches."""
    wide, high = figure.get_size_inches()
    for up, row in enumerate(reversed(rows)):
        y = bottom + LINE * up
        for word in row:
            x = left + word.x
            if word.look and "facecolor" in word.look:
                figure.add_artist(
                    Rectangle(
                        ((x + 0.06) / wide, (y - 0.035) / high),
                        0.13 / wide,
                        0.07 / high,
                        transform=figure.transFigure,
                        **word.look,
                    )
                )
            elif word.look:
                at = [x + 0.12] if "marker" in word.look else [x, x + 0.24]
                figure.add_artist(
                    Line2D([v / wide for v in at], [y / high] * len(at), transform=figure.transFigure, **word.look)
                )
            figure.text((x + (_SWATCH if word.look else 0)) / wide, y / high, word.text, va="center", **word.font)
