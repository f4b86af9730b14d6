"""Words for a scene: the alt text of its pictures, stable from run to run."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..notebook.text import fill, plain
from .clock import Context, Limits
from .panels import Formula, Panel, panel_text


def scene_text(
    title: str,
    panels: Sequence[Panel | Formula],
    limits: Sequence[Limits | None],
    status: str,
    context: Context,
    i: int,
    revealed: Collection[str] = (),
) -> str:
    """The whole scene at time index i, in sentences."""
    numbers = context.at(i)
    parts = [plain(title)] if title else []
    for panel, limit in zip(panels, limits):
        if isinstance(panel, Formula):
            parts.append(plain(fill(panel.template, numbers)))
        elif limit is not None:
            parts.append(panel_text(panel, limit, revealed))
    return ". ".join([*parts, fill(status, numbers)]) + "."
