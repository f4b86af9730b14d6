"""Saved notebooks keep pictures, not dead widgets.

A live widget stands in a saved notebook as a number that means nothing once its
kernel is gone: reopened, it reads "Error displaying widget: model not found". A
scene's output also holds HTML that works alone. So on saving, the widget's number
is removed wherever HTML stands beside it.

It is switched on for every Jupyter server of this environment by
server/keep_stills.json, installed in etc/jupyter/jupyter_server_config.d/.
"""

from __future__ import annotations

from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def strip_views(notebook: dict) -> int:
    """Remove widget views that have text/html beside them, in place; returns how many.

    `notebook` is a dict as in the file (nbformat 4) or an nbformat node.
    """
    removed = 0
    for cell in notebook.get("cells", ()):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if WIDGET_VIEW in data and "text/html" in data:
                del data[WIDGET_VIEW]
                output.get("metadata", {}).pop(WIDGET_VIEW, None)
                removed += 1
    return removed


def keep_stills(model: dict, **kw: Any) -> None:
    """Jupyter Server's pre-save hook: strip_views on every notebook that is saved."""
    if model.get("type") == "notebook" and isinstance(model.get("content"), dict):
        strip_views(model["content"])


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Called by Jupyter Server when it starts; leaves other people's hooks alone."""
    server.contents_manager.register_pre_save_hook(keep_stills)
