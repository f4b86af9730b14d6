"""Scene: linked panels over one time that the learner drags, drawn in the browser.

    scene = Scene([Panel(Points(x0, eps), title="samples")], times=range(51),
                  values={"α": alpha, "σ": sigma}, status="t = {t} of {T}: signal {α:.2f}, noise {σ:.2f}")
    scene          # shows it
    scene.t = 7    # moves it

The data goes to the browser once. Dragging needs no kernel; Python hears of the
new `t` when the learner lets go or pauses.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import anywidget
import numpy as np
import traitlets

from ..notebook import rerun
from ..notebook.text import check_template
from . import alt, page
from .clock import Context, finite
from .filmstrip import chosen, filmstrip
from .layers import Bars, Curve, Handles, Line, Points
from .packing import Pack
from .panels import Formula, Panel, find_limits, panel_spec
from .picture_layers import Arrows, Heat, Image, Links

__all__ = [
    "Arrows",
    "Bars",
    "Curve",
    "Formula",
    "Handles",
    "Heat",
    "Image",
    "Line",
    "Links",
    "Panel",
    "Points",
    "Scene",
]

_GIVEN: Any = object()


class Index(traitlets.Int):
    """A whole number; numpy's count as well."""

    def validate(self, obj, value):
        return super().validate(obj, int(value) if isinstance(value, np.integer) else value)


class Scene(anywidget.AnyWidget):
    """Panels over shared times; see layers.py and picture_layers.py for what a panel can hold.

    panels   Panel(...) and Formula(...), or a single one
    times    (n,) shown values of time, in the slider's order
    values   name -> (n,) numbers, for blends, formulas, curves and the status line
    t        index of the current time, 0..n-1 (for times 0, 1, ..., T it is the time)
    status   template read out by screen readers and shown beside the slider
    fps      steps a second when playing (faster if the film would exceed ten seconds)

    Traits: `t`; `handles`, a list of [x, y], when a Handles layer is present; `revealed`.
    ValueError on arrays of the wrong shape, unknown names, or values that are not finite.
    """

    _esm = page.script()
    _payload = traitlets.Dict().tag(sync=True)
    t = Index(0).tag(sync=True)
    revealed = traitlets.List(traitlets.Unicode()).tag(sync=True)
    handles = traitlets.List().tag(sync=True)

    def __init__(
        self,
        panels,
        times,
        values: Mapping[str, Sequence[float]] | None = None,
        t: int = 0,
        title: str = "",
        unit: str = "",
        fps: float = 20,
        status: str | None = None,
    ) -> None:
        state = self._prepare(
            dict(panels=panels, times=times, values=values or {}, title=title, unit=unit, fps=fps, status=status)
        )
        self._check_t(t, state["context"].n)
        self._state = state
        super().__init__(t=t, handles=state["places"], _payload=state["payload"])

    # ------------------------------------------------------------ describing the scene

    @staticmethod
    def _prepare(given: dict) -> dict:
        """Check everything and pack the arrays; nothing is kept if anything is wrong."""
        panels = [given["panels"]] if isinstance(given["panels"], (Panel, Formula)) else list(given["panels"])
        times = finite("times", list(given["times"]) if isinstance(given["times"], range) else given["times"])
        if times.ndim != 1 or not times.size:
            raise ValueError(f"times: got shape {times.shape}, expected (n,) with n of at least 1")
        values = {}
        for name, value in given["values"].items():
            values[name] = np.asarray(value, dtype=float)
            if values[name].shape != times.shape:
                raise ValueError(
                    f"values[{name!r}]: got shape {values[name].shape}, expected {times.shape}, one entry a time"
                )
            if name in ("t", "T", "i") or any(mark in name for mark in "{}: "):
                raise ValueError(
                    f"values: got the name {name!r}, expected one without spaces, braces or colons that is not t, T or i"
                )
        context = Context(times, values)
        known = {*values, "t", "T", "i"}
        status = (
            given["status"]
            if given["status"] is not None
            else "t = {t} of {T}" + (f" {given['unit']}" if given["unit"] else "")
        )
        check_template("status", status, known)
        pack, specs, limits = Pack(), [], []
        for panel in panels:
            if isinstance(panel, Formula):
                check_template("Formula", panel.template, known)
                specs.append({"formula": panel.template})
                limits.append(None)
            elif isinstance(panel, Panel):
                for layer in panel.layers:
                    layer.check(context)
                limits.append(find_limits(panel, context))
                specs.append(panel_spec(panel, limits[-1], pack, context))
            else:
                raise ValueError(f"panels: got {type(panel).__name__}, expected Panel(...) or Formula(...)")
        spec = {
            "title": given["title"],
            "fps": given["fps"],
            "status": status,
            "n": context.n,
            "slider": "Time t"
            + (f" ({given['unit']})" if given["unit"] else "")
            + (f": {given['title']}" if given["title"] else ""),
            "times": pack.add(times, "f4"),
            "values": {name: pack.add(value, "f4") for name, value in values.items()},
            "panels": specs,
        }
        places = [
            layer.places()
            for panel in panels
            if isinstance(panel, Panel)
            for layer in panel.layers
            if isinstance(layer, Handles)
        ]
        if len(places) > 1:
            raise ValueError(f"panels: got {len(places)} Handles layers, expected at most one")
        return {
            "given": given,
            "places": places[0] if places else [],
            "panels": panels,
            "limits": limits,
            "context": context,
            "status": status,
            "payload": {"spec": spec, "data": pack.bytes()},
        }

    @staticmethod
    def _check_t(t: int, n: int) -> None:
        if isinstance(t, bool) or not isinstance(t, (int, np.integer)) or not 0 <= t < n:
            raise ValueError(f"t: got {t!r}, expected an integer from 0 to {n - 1}")

    @traitlets.validate("t")
    def _valid_t(self, proposal) -> int:
        self._check_t(proposal["value"], self._state["context"].n)
        return int(proposal["value"])

    # ------------------------------------------------------------ using it

    @property
    def times(self) -> np.ndarray:
        """Shown values of time, (n,)."""
        return self._state["context"].times

    def value(self, name: str) -> float:
        """The number called `name` at the current time."""
        return float(self._state["context"].per_time("name", name)[self.t])

    def reveal(self, *names: str) -> None:
        """Show hidden layers by name; ValueError if there is no layer of that name."""
        known = {
            layer.name
            for panel in self._state["panels"]
            if isinstance(panel, Panel)
            for layer in panel.layers
            if layer.name
        }
        for name in names:
            if name not in known:
                raise ValueError(f"name: got {name!r}, expected one of {', '.join(sorted(known)) or 'no named layers'}")
        self.revealed = [*self.revealed, *(name for name in names if name not in self.revealed)]

    def update(
        self,
        *,
        panels=_GIVEN,
        times=_GIVEN,
        values=_GIVEN,
        t: int | None = None,
        title=_GIVEN,
        status=_GIVEN,
        unit=_GIVEN,
        fps=_GIVEN,
    ) -> None:
        """New arrays for the same widget. Without `t`, the slider keeps its relative place."""
        changed = dict(panels=panels, times=times, values=values, title=title, status=status, unit=unit, fps=fps)
        state = self._prepare(
            self._state["given"] | {key: value for key, value in changed.items() if value is not _GIVEN}
        )
        n, before = state["context"].n, self._state["context"].n
        if t is None:
            t = self.t if n == before else round(self.t * (n - 1) / max(1, before - 1))
        self._check_t(t, n)
        moved = panels is not _GIVEN and state["places"] != self._state["places"]
        self._state = state
        with self.hold_sync():
            self._payload = state["payload"]
            self.t = t
            if moved:
                self.handles = state["places"]

    # ------------------------------------------------------------ showing it

    def alt_text(self, t: int | None = None) -> str:
        """The scene in words at index t (default: the current one)."""
        state = self._state
        return alt.scene_text(
            state["given"]["title"],
            state["panels"],
            state["limits"],
            state["status"],
            state["context"],
            self.t if t is None else t,
            self.revealed,
        )

    def film(self, ts: Iterable[int] | None = None) -> bytes:
        """PNG bytes of the panels at the indices `ts` (default: five that show change; see filmstrip.chosen)."""
        state = self._state
        indices = chosen(state["panels"], state["context"]) if ts is None else list(ts)
        for index in indices:
            self._check_t(index, state["context"].n)
        return filmstrip(
            state["panels"], state["limits"], state["context"], indices, self.revealed, state["given"]["title"]
        )

    def html(self, poster: bytes | None = None) -> str:
        """The scene as a fragment of HTML that works alone."""
        payload = self._payload
        options = {"t": self.t, "revealed": list(self.revealed), "handles": self.handles}
        return page.fragment(payload["spec"], payload["data"], options, poster or self.film(), self.alt_text())

    def _repr_mimebundle_(self, **kwargs) -> dict:
        rerun.displayed(self)
        return bundle(self, self)

    def __repr__(self) -> str:
        return self.alt_text()


def bundle(view, scene: Scene) -> dict:
    """What a notebook stores for `scene`, shown live through the widget `view`."""
    poster = scene.film()
    return {
        "application/vnd.jupyter.widget-view+json": {"version_major": 2, "version_minor": 0, "model_id": view.model_id},
        "text/html": scene.html(poster),
        "image/png": base64.b64encode(poster).decode(),
        "text/plain": scene.alt_text(),
    }
