"""Words for a scene: the alt text of its pictures, stable from run to run."""

from __future__ import annotations

from .frames import Context
from .layers import Formula, Panel
from .text import fill, number, plain


def panel_text(panel: Panel, limits, revealed=()) -> str:
    """What one panel shows, without its time: layers and axes with their ranges."""
    shown = [layer.describe() for layer in panel.layers if not layer.hidden or layer.name in revealed]
    text = (f"{panel.title}: " if panel.title else "") + (", ".join(shown) or "nothing yet")
    if panel.axes:
        x_lo, x_hi, y_lo, y_hi = (number(value, "", "3", "g") for value in limits)
        text += f"; {panel.xlabel or 'x'} from {x_lo} to {x_hi}, {panel.ylabel or 'y'} from {y_lo} to {y_hi}"
    return plain(text)


def scene_text(title: str, panels, limits, status: str, context: Context, i: int, revealed=()) -> str:
    """The whole scene at time index i, in sentences."""
    numbers = context.at(i)
    parts = [plain(title)] if title else []
    for panel, limit in zip(panels, limits):
        if isinstance(panel, Formula):
            parts.append(plain(fill(panel.template, numbers)))
        else:
            parts.append(panel_text(panel, limit, revealed))
    return ". ".join([*parts, fill(status, numbers)]) + "."
