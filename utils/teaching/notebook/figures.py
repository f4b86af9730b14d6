"""Still figures in one style: colour-blind safe, legible at half width, with words for those who can't see them.

fig, axes = figure(1, 3, sharey=True)
...
show(fig)        # alt text is made from titles, labels, ranges and lines
"""

from __future__ import annotations

import base64
import io
from typing import Any

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.lines import AxLine, Line2D

from .palette import CYCLE, OKABE_ITO, picture, to_palette
from .text import number, unmathed

__all__ = ["OKABE_ITO", "alt_text", "figure", "show", "use_style"]

STYLE: dict[Any, Any] = {
    "figure.dpi": 110,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 11,
    "legend.fontsize": 10,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "axes.prop_cycle": cycler(color=[OKABE_ITO[c] for c in CYCLE]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "image.cmap": "Blues",
    "mathtext.fontset": "dejavusans",
}
MOST = 80_000  # bytes a picture


def use_style() -> None:
    """Set the course's style for every figure made from now on."""
    matplotlib.rcParams.update(STYLE)


def figure(
    nrows: int = 1, ncols: int = 1, width: float | None = None, height: float | None = None, **subplots: Any
) -> tuple[Figure, Any]:
    """(fig, axes) as matplotlib's subplots, at house size in house style.

    width, height in inches; by default at most 8 wide, and 2.9 a row. Further
    arguments go to Figure.subplots (sharey=True, ...). The figure is not
    registered with pyplot, so nothing piles up and nothing is shown twice.
    """
    with matplotlib.rc_context(STYLE):
        width = width or (5.6 if ncols == 1 else 8.0)
        fig = Figure(figsize=(width, height or (3.4 if nrows == ncols == 1 else 2.9 * nrows)), layout="constrained")
        return fig, fig.subplots(nrows, ncols, **subplots)


def show(fig: Figure, alt: str | None = None) -> None:
    """Display `fig` with its alt text (made by `alt_text` unless given), then close it.

    The output holds text/html (the picture with its alt), image/png and text/plain (the words).
    """
    from IPython.display import display

    words = alt if alt is not None else alt_text(fig)
    display(bundle(fig, words), raw=True)
    fig.clear()


def bundle(fig: Figure, words: str) -> dict:
    """What `show` displays: the picture, at most 80 kB, and the words."""
    for dpi in (110, 90, 72):
        raw = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            fig.savefig(raw, format="png", dpi=dpi, metadata={"Software": None})
        png = to_palette(raw.getvalue(), MOST)
        if len(png) <= MOST:
            break
    data = base64.b64encode(png).decode()
    return {"text/html": picture(data, words), "image/png": data, "text/plain": words}


def alt_text(fig: Figure) -> str:
    """A sentence or two for each pair of axes: title, labels, ranges, and each labelled line with its extremes."""
    parts = [unmathed(fig.get_suptitle())] if fig.get_suptitle() else []
    parts += [
        _axes_text(axes) for axes in fig.axes if axes.get_label() != "<colorbar>" and (axes.axison or axes.has_data())
    ]
    return " ".join(part.rstrip(".") + "." for part in parts if part)


def _axes_text(axes: Axes) -> str:
    title = unmathed(axes.get_title("left") or axes.get_title() or axes.get_title("right"))
    drawn = [text for text in (_line_text(line, axes) for line in axes.get_lines()) if text]
    handles, labels = axes.get_legend_handles_labels()
    drawn += [unmathed(label) for handle, label in zip(handles, labels) if handle not in axes.get_lines()]
    arrays = [array for array in (image.get_array() for image in axes.get_images()) if array is not None]
    drawn += [f"a picture of {' by '.join(map(str, array.shape[:2]))} values" for array in arrays]
    if not drawn and axes.collections:
        drawn = [f"{sum(len(np.asarray(c.get_offsets())) for c in axes.collections)} points"]
    if not drawn and axes.patches:
        drawn = [f"{len(axes.patches)} bars"]
    where = [f"{_range(axes.xaxis, 'x')}, {_range(axes.yaxis, 'y')}"] if axes.axison else []
    return ": ".join(part for part in (title, "; ".join([*where, *drawn])) if part)


def _range(axis: Axis, fallback: str) -> str:
    lo, hi = (number(value, "", "3", "g") for value in axis.get_view_interval())
    label = unmathed(axis.get_label_text()) or fallback
    return f"{label} from {lo} to {hi}" + (" (logarithmic)" if axis.get_scale() == "log" else "")


def _line_text(line: Line2D, axes: Axes) -> str:
    """ "closed form runs from 0.1 at 0 to 0.9 at 1, highest 1.2 at 0.5"; unlabelled lines are left out.

    Lines right across the axes (axhline, axvline, axline) have no ends: "guessing: level 0.1".
    """
    label = str(line.get_label())
    y = np.asarray(line.get_ydata(), dtype=float)
    if label.startswith("_") or not np.isfinite(y).any():
        return ""
    x = np.asarray(line.get_xdata(), dtype=float)
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    # Are x and y in data units, or in parts of the axes?
    in_data = line.get_transform().contains_branch_seperately(axes.transData)
    if isinstance(line, AxLine) or not any(in_data):
        return unmathed(label)
    if not all(in_data):
        return f"{unmathed(label)}: " + (
            f"level {number(y[0], '', '3', 'g')}" if in_data[1] else f"upright at {number(x[0], '', '3', 'g')}"
        )
    at = lambda k: f"{number(y[k], '', '3', 'g')} at {number(x[k], '', '3', 'g')}"  # noqa: E731
    text = f"{unmathed(label)} runs from {at(0)} to {at(-1)}"
    top, low = int(y.argmax()), int(y.argmin())
    inside = 1e-3 * (y.max() - y.min())
    if y[top] > max(y[0], y[-1]) + inside:
        text += f", highest {at(top)}"
    if y[low] < min(y[0], y[-1]) - inside:
        text += f", lowest {at(low)}"
    return text
