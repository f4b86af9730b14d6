"""What a scene is made of at one moment: everything given, checked, and packed for the browser."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..notebook.text import check_template, fill, plain
from .clock import Context, Limits, finite
from .layers import Handles
from .packing import Pack
from .panels import Formula, Panel, find_limits, nodes_of, panel_spec, panel_text
from .picks import NO_PICKS, Picks


@dataclass(frozen=True, eq=False)
class State:
    """Made by `prepare`. `limits` has one entry a panel, None for a formula; `places` are the handles' first places."""

    given: Mapping[str, Any]
    panels: tuple[Panel | Formula, ...]
    limits: tuple[Limits | None, ...]
    context: Context
    status: str
    places: list[list[float]]
    picks: Picks
    payload: dict[str, Any]

    @property
    def layer_names(self) -> set[str]:
        return {layer.name for panel in axes_of(self.panels) for layer in panel.layers if layer.name}

    def text(self, i: int, revealed: Collection[str] = (), picked: Sequence[int] = ()) -> str:
        """The alt text: the whole scene at time index i, in sentences that are the same from run to run."""
        numbers, title = self.context.at(i), self.given["title"]
        parts = [plain(title)] if title else []
        for panel, limit in zip(self.panels, self.limits):
            if isinstance(panel, Formula):
                parts.append(plain(fill(panel.template, numbers)))
            elif limit is not None:
                parts.append(panel_text(panel, limit, revealed))
        if self.picks is not NO_PICKS:
            parts.append(self.picks.text(picked))
        return ". ".join([*parts, fill(self.status, numbers)]) + "."


def prepare(given: Mapping[str, Any]) -> State:
    """Check Scene's arguments and pack their arrays; ValueError, and nothing kept, if anything is wrong."""
    panels = (given["panels"],) if isinstance(given["panels"], (Panel, Formula)) else tuple(given["panels"])
    for panel in panels:
        if not isinstance(panel, (Panel, Formula)):
            raise ValueError(f"panels: got {type(panel).__name__}, expected Panel(...) or Formula(...)")
    context = _context(given["times"], given["values"])
    known = {*context.values, "t", "T", "i"}
    unit = given["unit"]
    status = given["status"] if given["status"] is not None else "t = {t} of {T}" + (f" {unit}" if unit else "")
    check_template("status", status, known)
    pack, specs = Pack(), []
    limits: list[Limits | None] = []
    for panel in panels:
        if isinstance(panel, Formula):
            check_template("Formula", panel.template, known)
            specs.append({"formula": panel.template})
            limits.append(None)
        else:
            for layer in panel.layers:
                layer.check(context)
            limit = find_limits(panel, context)
            specs.append(panel_spec(panel, limit, pack, context))
            limits.append(limit)
    title = given["title"]
    spec = {
        "title": title,
        "fps": given["fps"],
        "status": status,
        "n": context.n,
        "slider": "Time t" + (f" ({unit})" if unit else "") + (f": {title}" if title else ""),
        "times": pack.add(context.times, "f4"),
        "values": {name: pack.add(value, "f4") for name, value in context.values.items()},
        "panels": specs,
    }
    payload = {"spec": spec, "data": pack.bytes()}
    places = [place for handles, _ in _only(Handles, panels) for place in handles.places()]
    return State(given, panels, tuple(limits), context, status, places, _picks(panels), payload)


def axes_of(panels: tuple[Panel | Formula, ...]) -> list[Panel]:
    """The panels that are no formulas."""
    return [panel for panel in panels if isinstance(panel, Panel)]


def _context(times: Any, values: Mapping[str, Any]) -> Context:
    times = finite("times", list(times) if isinstance(times, range) else times)
    if times.ndim != 1 or not times.size:
        raise ValueError(f"times: got shape {times.shape}, expected (n,) with n of at least 1")
    arrays = {name: np.asarray(value, dtype=float) for name, value in values.items()}
    for name, value in arrays.items():
        if value.shape != times.shape:
            raise ValueError(f"values[{name!r}]: got shape {value.shape}, expected {times.shape}, one entry a time")
        if name in ("t", "T", "i") or any(mark in name for mark in "{}: "):
            expected = "one without spaces, braces or colons that is not t, T or i"
            raise ValueError(f"values: got the name {name!r}, expected {expected}")
    return Context(times, arrays)


def _only(kind: type, panels: tuple[Panel | Formula, ...]) -> list[tuple[Any, Panel]]:
    """Layers of a kind that a scene holds at most once, with their panels: one or none."""
    found = [(layer, panel) for panel in axes_of(panels) for layer in panel.layers if isinstance(layer, kind)]
    if len(found) > 1:
        raise ValueError(f"panels: got {len(found)} {kind.__name__} layers, expected at most one")
    return found


def _picks(panels: tuple[Panel | Formula, ...]) -> Picks:
    for picks, panel in _only(Picks, panels):
        dots = nodes_of(picks, panel)
        if dots is None or dots.count != picks.count:
            got = f"Points of {dots.count} dots" if dots else "no Points"
            raise ValueError(f"arrival: got {picks.count} dots and {got} in the panel, expected as many to pick from")
        return picks
    return NO_PICKS
