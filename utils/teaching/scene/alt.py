"""Words for a scene: the alt text of its pictures, stable from run to run."""

from __future__ import annotations

from ..notebook.text import fill, plain
from .clock import Context
from .panels import Formula, panel_text


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
