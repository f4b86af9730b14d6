"""Knobs that change the process itself: ordinary controls above a scene.

Controls of the view live in the browser (the slider). A knob such as the number
of steps changes the arrays, so Python makes them anew and sends them to the same
scene, which keeps its place in time.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets

from ..notebook import progressbar, rerun
from .scene import Scene, bundle


class Controlled(ipywidgets.VBox):
    """A row of controls above a scene; see `controlled`. Attributes: scene, controls, message."""

    def __init__(self, make: Callable[..., dict[str, Any]], controls: dict[str, ipywidgets.Widget]) -> None:
        for name, control in controls.items():
            if not isinstance(control, ipywidgets.Widget) or not control.has_trait("value"):
                raise ValueError(f"{name}: got {control!r}, expected an ipywidgets control with a value")
            if control.has_trait("description") and not control.description:
                control.description = name
        self.make, self.controls = make, controls
        self.scene = Scene(**self._made())
        self.message = ipywidgets.HTML()
        row = ipywidgets.Box(
            list(controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center")
        )
        super().__init__([row, self.message, self.scene])
        self.message.layout.display = "none"
        for control in controls.values():
            control.observe(self._changed, names="value")

    def _made(self) -> dict[str, Any]:
        made = self.make(**{name: control.value for name, control in self.controls.items()})
        if not isinstance(made, dict):
            raise ValueError(f"make: got {type(made).__name__}, expected a dict of Scene's arguments")
        return made

    def _changed(self, change: Any) -> None:
        """New arrays; if they can't be made, say why and leave the last picture standing."""
        try:
            with progressbar.placed(self._follow):
                made = self._made()
            made.pop("t", None)  # the learner's place in time stays
            self.scene.update(**made)
        except Exception as error:  # a control's callback has no cell to report an error in
            self._say(f"<span role='alert'>These settings don't work: {html.escape(str(error))}</span>")
        else:
            self._say("")

    def _say(self, words: str) -> None:
        """Words between the controls and the scene; "" takes the line away."""
        self.message.value = words
        self.message.layout.display = None if words else "none"

    def _follow(self, bar: progressbar.Bar) -> None:
        """Show a progress bar in that line while the arrays are being made."""
        self._say(bar.value)
        bar.observe(lambda change: self._say(change.new), names="value")

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        rerun.displayed(self)
        names = ", ".join(control.description or name for name, control in self.controls.items())
        return bundle(self, self.scene, f"To set here once this cell has run: {names}.")

    _ipython_display_ = None  # as in Scene

    def __repr__(self) -> str:
        return self.scene.alt_text()


def controlled(make: Callable[..., dict[str, Any]], **controls: ipywidgets.Widget) -> Controlled:
    """A scene whose arrays depend on controls.

    make      called with the controls' values by name; returns a dict of Scene's arguments
    controls  ipywidgets controls, e.g. steps=ipywidgets.IntSlider(50, 10, 200)

    Returns a widget; `.scene` is the Scene, `.controls["steps"].value = 20` moves a knob.
    A control without a description gets its name. ValueError if a control has no value.
    """
    return Controlled(make, controls)


def slider(
    label: str, value: float, low: float, high: float, step: float | None = None
) -> ipywidgets.IntSlider | ipywidgets.FloatSlider:
    """A slider with a readable label; for whole numbers if value, low and high are integers.

    step  default 1 for integers, else a hundredth of the range
    """
    if not low <= value <= high:
        raise ValueError(f"value: got {value!r}, expected within [{low!r}, {high!r}]")
    whole = all(isinstance(number, int) for number in (value, low, high))
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    step = step or (1 if whole else (high - low) / 100)
    return kind(value=value, min=low, max=high, step=step, description=label, **_style(480))


def choose(label: str, options: Iterable[Any], value: Any = None) -> ipywidgets.Dropdown:
    """A drop-down list; `options` as in ipywidgets.Dropdown, the first is chosen unless `value` says otherwise."""
    options = list(options)
    return ipywidgets.Dropdown(
        options=options, description=label, **({} if value is None else {"value": value}), **_style(320)
    )


def _style(wide: int) -> dict[str, Any]:
    return {
        "style": {"description_width": "initial"},
        "layout": ipywidgets.Layout(width="auto", min_width=f"min(100%, {wide}px)", margin="2px 12px 2px 2px"),
    }
