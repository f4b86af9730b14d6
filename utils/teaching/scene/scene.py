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
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import anywidget
import ipywidgets
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from ..notebook import rerun
from . import page
from .filmstrip import chosen, filmstrip
from .panels import Formula, Panel
from .state import prepare


class Index(traitlets.Int):
    """A whole number; numpy's count as well."""

    def validate(self, obj: Any, value: Any) -> int:
        return super().validate(obj, int(value) if isinstance(value, np.integer) else value)


class Scene(anywidget.AnyWidget):
    """Panels over shared times; see layers.py and picture_layers.py for what a panel can hold.

    panels   Panel(...) and Formula(...), or a single one
    times    (n,) shown values of time, in the slider's order
    values   name -> (n,) numbers, for blends, formulas, curves and the status line
    t        index of the current time, 0..n-1 (for times 0, 1, ..., T it is the time)
    status   template read out by screen readers and shown beside the slider
    fps      steps a second when playing (faster if the film would exceed ten seconds)

    Traits: `t`; `handles`, a list of [x, y], when a Handles layer is present; `picked`, indices of dots, when a Picks
    layer is; `revealed`.
    ValueError on arrays of the wrong shape, unknown names, or values that are not finite.
    """

    _esm = page.script()
    _payload = traitlets.Dict().tag(sync=True)
    t = Index(0).tag(sync=True)
    revealed = traitlets.List(traitlets.Unicode()).tag(sync=True)
    handles: traitlets.List = traitlets.List().tag(sync=True)
    picked: traitlets.List = traitlets.List(Index()).tag(sync=True)

    def __init__(
        self,
        panels: Panel | Formula | Iterable[Panel | Formula],
        times: ArrayLike | range,
        values: Mapping[str, ArrayLike] | None = None,
        t: int = 0,
        title: str = "",
        unit: str = "",
        fps: float = 20,
        status: str | None = None,
    ) -> None:
        given = {"panels": panels, "times": times, "values": values or {}, "title": title}
        state = prepare(given | {"unit": unit, "fps": fps, "status": status})
        self._check_t(t, state.context.n)
        self._state = state
        super().__init__(t=t, handles=state.places, picked=list(state.picks.start), _payload=state.payload)

    @staticmethod
    def _check_t(t: int, n: int) -> None:
        if isinstance(t, bool) or not isinstance(t, (int, np.integer)) or not 0 <= t < n:
            raise ValueError(f"t: got {t!r}, expected an integer from 0 to {n - 1}")

    @traitlets.validate("t")
    def _valid_t(self, proposal: dict[str, Any]) -> int:
        self._check_t(proposal["value"], self._state.context.n)
        return int(proposal["value"])

    @traitlets.validate("picked")
    def _valid_picked(self, proposal: dict[str, Any]) -> list[int]:
        return self._state.picks.allowed("picked", proposal["value"])

    # ------------------------------------------------------------ using it

    @property
    def times(self) -> np.ndarray:
        """Shown values of time, (n,)."""
        return self._state.context.times

    def value(self, name: str) -> float:
        """The number called `name` at the current time."""
        return float(self._state.context.per_time("name", name)[self.t])

    def reveal(self, *names: str) -> None:
        """Show hidden layers by name; ValueError if there is no layer of that name."""
        known = self._state.layer_names
        for name in names:
            if name not in known:
                raise ValueError(f"name: got {name!r}, expected one of {', '.join(sorted(known)) or 'no named layers'}")
        self.revealed = [*self.revealed, *(name for name in names if name not in self.revealed)]

    def update(self, *, t: int | None = None, **changed: Any) -> None:
        """Others of Scene's arguments for the same widget. Without `t`, the slider keeps its relative place."""
        before = self._state
        if unknown := changed.keys() - before.given.keys():
            raise TypeError(f"update: got {', '.join(sorted(unknown))}, expected {', '.join(before.given)} or t")
        state = prepare({**before.given, **changed})
        n = state.context.n
        if t is None:
            t = self.t if n == before.context.n else round(self.t * (n - 1) / max(1, before.context.n - 1))
        self._check_t(t, n)
        moved = "panels" in changed and state.places != before.places
        self._state = state
        with self.hold_sync():
            self._payload = state.payload
            self.t = t
            if moved:
                self.handles = state.places
            if (state.picks.count, state.picks.most) != (before.picks.count, before.picks.most):
                self.picked = list(state.picks.start)

    # ------------------------------------------------------------ showing it

    def alt_text(self, t: int | None = None) -> str:
        """The scene in words at index t (default: the current one)."""
        return self._state.text(self.t if t is None else t, self.revealed, self.picked)

    def film(self, ts: Iterable[int] | None = None) -> bytes:
        """PNG bytes of the panels at the indices `ts` (default: five that show change; see filmstrip.chosen)."""
        state = self._state
        indices = chosen(state.panels, state.context) if ts is None else list(ts)
        for index in indices:
            self._check_t(index, state.context.n)
        context = replace(state.context, picked=self.picked)
        return filmstrip(state.panels, state.limits, context, indices, self.revealed, state.given["title"])

    def html(self, poster: bytes | None = None, note: str = "") -> str:
        """The scene as a fragment of HTML that works alone; `note` says there what needs a kernel."""
        payload = self._payload
        options = {"t": self.t, "revealed": list(self.revealed), "handles": self.handles, "picked": self.picked}
        notes = [note, "The control points can be dragged once this cell has run." if self.handles else ""]
        if any(notes):
            options["note"] = " ".join(filter(None, notes))
        return page.fragment(payload["spec"], payload["data"], options, poster or self.film(), self.alt_text())

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        rerun.displayed(self)
        return bundle(self, self)

    _ipython_display_ = None  # ipywidgets 7 (Colab) has one, which would store the live view alone

    def __repr__(self) -> str:
        return self.alt_text()


def bundle(view: ipywidgets.DOMWidget, scene: Scene, note: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """(data, metadata) that a notebook stores for `scene`, shown live through the widget `view`.

    The metadata is AnyWidget's own: on Colab it names the widget manager that can show it.
    """
    poster = scene.film()
    live = {"version_major": 2, "version_minor": 0, "model_id": view.model_id}
    data = {
        "application/vnd.jupyter.widget-view+json": live,
        "text/html": scene.html(poster, note),
        "image/png": base64.b64encode(poster).decode(),
        "text/plain": scene.alt_text(),
    }
    return data, (anywidget.AnyWidget._repr_mimebundle_(scene) or ({}, {}))[1]
