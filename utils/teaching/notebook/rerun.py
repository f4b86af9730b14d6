"""Running a cell again should not leave its old widgets behind.

Rule: when a cell that has already shown widgets is run again and shows new
ones, the old ones are closed, in the kernel and in the browser, unless they are
also shown elsewhere. Outside a notebook (no cell to speak of) nothing is closed.
"""

from __future__ import annotations

from typing import Any

_shown: dict[str, tuple[object, list]] = {}  # cell id -> (its last run, widgets it showed)


def displayed(widget: Any, cell: str | None = None, run: object = None) -> None:
    """Note that `widget` is shown by the running cell; close what its last run showed."""
    if cell is None:
        cell, run = _running_cell()
    if cell is None:
        return
    last, widgets = _shown.get(cell, (run, []))
    if last != run:
        _shown[cell] = (run, [widget])
        for old in widgets:
            if old is not widget and not _still_shown(old):
                close(old)
    else:
        _shown[cell] = (run, [*(old for old in widgets if old is not widget), widget])


def close(widget: Any) -> None:
    """Close a widget and everything inside it."""
    for child in getattr(widget, "children", ()):
        close(child)
    parts = [getattr(widget, name, None) for name in ("layout", "style")]
    widget.close()
    for part in parts:
        if part is not None:
            part.close()


def _still_shown(widget: object) -> bool:
    return any(widget is other for _, widgets in _shown.values() for other in widgets)


def _running_cell() -> tuple[str | None, object]:
    """The id the notebook gives the running cell, and the number of this run."""
    try:
        from IPython import get_ipython

        shell = get_ipython()
        parent = shell.get_parent()
        return parent["metadata"]["cellId"], parent["header"]["msg_id"]
    except (ImportError, AttributeError, KeyError, TypeError):
        return None, None
