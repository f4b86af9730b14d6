"""A panel: layers on shared axes; and a formula, a panel of text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ..notebook.text import number, plain
from .base import Layer
from .clock import Context, Limits
from .packing import Pack, round_to


class Panel:
    """Layers on shared axes. xlim and ylim are found from the layers when not given.

    aspect "equal" keeps circles round. Titles and labels may hold x_t and R^2.
    """

    def __init__(
        self,
        *layers: Layer,
        title: str = "",
        xlabel: str = "",
        ylabel: str = "",
        xlim: tuple[float, float] | None = None,
        ylim: tuple[float, float] | None = None,
        aspect: str = "auto",
    ) -> None:
        for layer in layers:
            if not isinstance(layer, Layer):
                raise ValueError(f"layers: got {layer!r}, expected layers such as Points(...) or Line(...)")
        if not layers:
            raise ValueError("layers: got none, expected at least one")
        if aspect not in ("auto", "equal"):
            raise ValueError(f'aspect: got {aspect!r}, expected "auto" or "equal"')
        for name, limits in (("xlim", xlim), ("ylim", ylim)):
            if limits is not None and not (len(limits) == 2 and limits[0] < limits[1]):
                raise ValueError(f"{name}: got {limits!r}, expected (low, high) with low < high")
        self.layers, self.xlim, self.ylim, self.aspect = layers, xlim, ylim, aspect
        self.title, self.xlabel, self.ylabel = title, xlabel, ylabel

    @property
    def axes(self) -> bool:
        """False for a panel of pictures only."""
        return any(layer.axes for layer in self.layers)


@dataclass(frozen=True)
class Formula:
    """A line of text with numbers that follow the time: Formula("x_t = {α:.2f} x_0 + {σ:.2f} ε")."""

    template: str


def nodes_of(layer: Any, panel: Panel) -> Any:
    """The dots that Links join or that Picks are picked from."""
    return next((dots for dots in panel.layers if dots.kind == "points" and layer.nodes in ("", dots.name)), None)


def panel_text(panel: Panel, limits: Limits, revealed: Collection[str] = ()) -> str:
    """What one panel shows, without its time: layers and axes with their ranges."""
    shown = [layer.describe() for layer in panel.layers if not layer.hidden or layer.name in revealed]
    shown = [name if shown.count(name) == 1 else f"{shown.count(name)} × {name}" for name in dict.fromkeys(shown)]
    text = (f"{panel.title}: " if panel.title else "") + (", ".join(shown) or "nothing yet")
    if panel.axes:
        x_lo, x_hi, y_lo, y_hi = (number(value, "", "3", "g") for value in limits)
        text += f"; {panel.xlabel or 'x'} from {x_lo} to {x_hi}, {panel.ylabel or 'y'} from {y_lo} to {y_hi}"
    return plain(text)


def panel_spec(panel: Panel, limits: Limits, pack: Pack, context: Context) -> dict[str, Any]:
    """The panel as the browser gets it, its arrays put in `pack`."""
    return {
        "title": panel.title,
        "xlabel": panel.xlabel,
        "ylabel": panel.ylabel,
        "xlim": list(limits[:2]),
        "ylim": list(limits[2:]),
        "equal": panel.aspect == "equal",
        "axes": panel.axes,
        "alt": panel_text(panel, limits),
        "layers": [layer.encode(pack, context) for layer in panel.layers],
    }


def find_limits(panel: Panel, context: Context) -> Limits:
    """Axis limits: as given, else what the layers need over all times and a small margin."""
    if panel.xlim and panel.ylim:
        return tuple(map(float, (*panel.xlim, *panel.ylim)))  # type: ignore[return-value]
    reaches = [reach for reach in (layer.reach(context) for layer in panel.layers) if reach is not None]
    kinds = {layer.kind for layer in panel.layers}
    out: list[float] = []
    for axis, limits in enumerate((panel.xlim, panel.ylim)):
        lo = min((reach[2 * axis] for reach in reaches), default=0.0)
        hi = max((reach[2 * axis + 1] for reach in reaches), default=1.0)
        if hi - lo < 1e-12 * max(1.0, abs(lo)):
            lo, hi = lo - 0.5, hi + 0.5
        snug = "heat" in kinds or (axis == 0 and kinds <= {"line", "curve", "bars"})  # lines run from edge to edge
        margin = 0.0 if snug else 0.04 * (hi - lo)
        floor = 0.0 if lo == 0 else margin  # heights that start at zero keep it at the bottom
        lo, hi = (lo - floor, hi + margin) if limits is None else map(float, limits)
        out += [round_to(lo, 1e-6 * (hi - lo)), round_to(hi, 1e-6 * (hi - lo))]
    return tuple(out)  # type: ignore[return-value]
