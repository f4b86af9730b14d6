"""Words and tables as one bundle of HTML and plain text, the same from run to run.

The HTML says everything in words and takes its colours from JupyterLab's theme; where styles
are removed (GitHub, an untrusted notebook) headings, lists, tables and <details> remain.
"""

from __future__ import annotations

import re
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from .tex import readable

FALLBACKS = {"success": "#2e7d32", "warn": "#b26a00", "error": "#b71c1c", "info": "#1565c0"}
WIDTH = 88
EDGES = {False: "text-align: left; vertical-align: top", True: "text-align: right; vertical-align: top"}


@dataclass(frozen=True)
class View:
    """Something to show: rich in a notebook, plain when printed."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def show(view: View) -> None:
    """Display in IPython, print elsewhere."""
    if "IPython" in sys.modules:
        from IPython import display, get_ipython

        if get_ipython() is not None:
            display.display(view._repr_mimebundle_(), raw=True)
            return
    try:
        print(view.text)
    except UnicodeEncodeError:  # a console without Greek letters
        print(view.text.encode("ascii", "replace").decode())


def rich(text: str) -> str:
    """Plain text as HTML: escaped, with `code` set as code; JupyterLab typesets the `$formulas$` in it."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(text, quote=False))


def box(body: str, tone: str) -> str:
    """A block with a coloured edge; read out by screen readers when it appears."""
    edge = f"var(--jp-{tone}-color1, {FALLBACKS[tone]})"
    return (
        f'<div role="status" style="border-left: 4px solid {edge}; padding: 2px 12px; margin: 4px 0; '
        f'max-width: 50em; color: var(--jp-content-font-color1, inherit)">{body}</div>'
    )


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    caption: str = "",
    numeric: Sequence[bool] | None = None,
) -> View:
    """A table with a header row; the first cell of each row heads its row.

    numeric: for each column, whether it holds numbers: set to the right, in figures of one width, never broken.
    """
    numeric = [False] * len(header) if numeric is None else list(numeric)
    styles = [
        "text-align: right; vertical-align: top; white-space: nowrap; font-variant-numeric: tabular-nums"
        if right
        else "text-align: left; vertical-align: top; white-space: pre-wrap"
        for right in numeric
    ]
    head = "".join(f'<th scope="col" style="{EDGES[right]}">{rich(cell)}</th>' for cell, right in zip(header, numeric))
    lines = []
    for row in rows:
        first = f'<th scope="row" style="{EDGES[numeric[0]]}">{rich(str(row[0]))}</th>'
        rest = "".join(f'<td style="{style}">{rich(str(cell))}</td>' for cell, style in zip(row[1:], styles[1:]))
        lines.append(f"<tr>{first}{rest}</tr>")
    title = f"<caption>{rich(caption)}</caption>" if caption else ""
    html = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    flat = [[" ".join(readable(str(cell)).split()) for cell in row] for row in [header, *rows]]
    widths = [max(map(columns, cells)) for cells in zip(*flat)]
    plain = ["  ".join(map(_padded, row, widths, numeric)).rstrip() for row in flat]
    plain.insert(1, "  ".join("-" * width for width in widths))
    return View(html, "\n".join(([readable(caption)] if caption else []) + plain))


def columns(text: str) -> int:
    """The width of `text` in a fixed-width font: accents that combine with the letter before take no room."""
    return sum(not unicodedata.combining(letter) for letter in text)


def _padded(text: str, width: int, right: bool) -> str:
    room = " " * (width - columns(text))
    return room + text if right else text + room


def listing(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """The same rows for plain text when cells are long: one block a row, one line a cell."""
    blocks = []
    for row in rows:
        filled = [(label, cell) for label, cell in zip(header, row) if cell]
        cells = [f"{label}: {cell}" if "\n" not in cell else f"{label}:\n{cell}" for label, cell in filled]
        lines = [wrap(line) for cell in cells[1:] for line in cell.splitlines()]
        blocks.append("\n".join([f"- {readable(cells[0])}", *lines]))
    return "\n".join([readable(caption), *blocks])


def notice(message: str, tone: str = "info") -> View:
    """One line of message."""
    return View(box(f"<p>{rich(message)}</p>", tone), readable(message))


def wrap(line: str) -> str:
    """A line for plain text, indented: formulas in Unicode."""
    return textwrap.fill(readable(line), WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
