"""A progress bar around anything that yields states, and a stop button that loses nothing.

    state = watch(train(...), total=4000)

In a notebook it is a widget: a bar, steps, loss and time left. What the notebook stores is one line that
is the same from run to run. Outside, the line is printed when all is done.
"""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets

from utils.common.checks import whole_number

from . import rerun
from .html import notice, show

PAUSE = 0.2  # seconds between two looks at the bar
_places: list[Callable[[Bar], None]] = []  # who shows a bar now, innermost last; nobody: the cell that runs


class Bar(ipywidgets.HTML):
    """One line: label, bar, steps, a detail. Its stored form is `still`, which says only what was asked for."""

    def __init__(self, label: str, total: int) -> None:
        self.label, self.total = label, total
        self.still = f"{label}: {total} steps"
        super().__init__(self.line(0, "starting"))

    def line(self, done: int, detail: str) -> str:
        """The HTML for `done` steps: <progress> is read out by screen readers as a percentage."""
        label, detail = html.escape(self.label), html.escape(detail)
        return (
            f'<label>{label} <progress max="{self.total}" value="{done}" aria-label="{label}"></progress></label> '
            f"{done} of {self.total} steps{', ' if detail else ''}{detail}"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        rerun.displayed(self)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {
            "application/vnd.jupyter.widget-view+json": view,
            "text/html": f"<p>{html.escape(self.still)}</p>",
            "text/plain": self.still,
        }

    _ipython_display_ = None  # ipywidgets 7 (Colab) has one, which would store the live view alone

    def __repr__(self) -> str:
        return self.still


@contextmanager
def placed(show_bar: Callable[[Bar], None]) -> Iterator[None]:
    """Bars made inside are handed to `show_bar`: what a control's callback displays belongs to no cell."""
    _places.append(show_bar)
    try:
        yield
    finally:
        _places.pop()


def watch(states: Iterable[Any], total: int, label: str = "Training", each: Callable[[Any], None] | None = None) -> Any:
    """Run through `states`, show how far it is, and return the last one.

    states: yields objects; their `step` (else the count) is shown out of `total`, their `loss` if they have one.
    each:   called with every state, for what you want to keep on the way.

    The stop button (KeyboardInterrupt) ends it early and returns the last state all the same; only where nothing
    had been yielded yet is KeyboardInterrupt raised. Other errors are raised as they are.
    ValueError if total is no positive whole number, or if nothing was yielded.
    """
    total = whole_number("total", total)
    bar = Bar(label, total) if _in_notebook() else None
    if bar is not None and _places:
        _places[-1](bar)
    elif bar is not None:
        from IPython.display import display

        display(bar)
    pace, state, count, ending = Pace(total), None, 0, ""
    try:
        for state in states:
            count += 1
            if each is not None:
                each(state)
            if pace.due(getattr(state, "step", count), getattr(state, "loss", None)) and bar is not None:
                bar.value = bar.line(pace.step, pace.detail())
    except KeyboardInterrupt:
        if state is None:
            raise
        ending = f"stopped after {getattr(state, 'step', count)} of {total} steps; everything up to there is kept"
    if state is None:
        raise ValueError("states: got nothing at all, expected at least one state")
    done = getattr(state, "step", count)
    if not ending and done < total:
        ending = f"{done} of {total} steps"
    if bar is not None:
        bar.value = bar.line(done, "stopped" if ending else pace.finished())
        if _places:
            rerun.close(bar)  # shown by somebody else, who has its last line
    if bar is None or (ending and not _places):  # in a notebook the bar itself says that all went well
        show(notice(f"{label}: {ending or f'{total} steps'}"))
    return state


class Pace:
    """Counts steps, smooths the loss, and foretells the time left from the steps it has seen."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.clock = total, clock
        self.begin = self.looked = clock()
        self.step = 0
        self.first: tuple[int, float] = (0, self.begin)
        self.loss: float | None = None
        self.moving = False

    def due(self, step: int, loss: float | None) -> bool:
        """Note a step; True if the bar has not been redrawn for a while."""
        self.step, now = step, self.clock()
        if loss is not None:
            self.loss = loss if self.loss is None else 0.98 * self.loss + 0.02 * loss
        if not self.moving:  # a resumed run starts in the middle, and the first step is a slow one
            self.first, self.moving = (step, now), True
        if now - self.looked < PAUSE:
            return False
        self.looked = now
        return True

    def detail(self) -> str:
        """ "loss 0.312, 12 s left": the loss averaged over some 50 steps."""
        steps = self.step - self.first[0]
        pace = (self.looked - self.first[1]) / steps if steps > 0 else None
        return self._with_loss("" if pace is None else f"{clock_time(pace * (self.total - self.step))} left")

    def finished(self) -> str:
        """ "loss 0.312, 48 s in all"."""
        return self._with_loss(f"{clock_time(self.clock() - self.begin)} in all")

    def _with_loss(self, words: str) -> str:
        return ", ".join(filter(None, ["" if self.loss is None else f"loss {self.loss:.3g}", words]))


def clock_time(seconds: float) -> str:
    """ "48 s", "3 min 05 s"."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60:02d} s"


def _in_notebook() -> bool:
    """Whether a notebook kernel is listening; a plain terminal is not."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None
