"""A verdict, a table or a hint as one bundle of HTML and plain text, the same from run to run.

The HTML says everything in words and takes its colours from JupyterLab's theme; where styles
are removed (GitHub, an untrusted notebook) headings, lists, tables and <details> remain.
"""
from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .evaluate import Verdict
from .exercise import Exercise

WORDS = {"passed": "passed", "mistake": "not yet", "wrong": "not yet", "error": "error in your code",
         "timeout": "out of time", "not attempted": "not attempted"}
COLOURS = {"passed": "success", "mistake": "warn", "wrong": "warn", "error": "error", "timeout": "error",
           "not attempted": "info"}
FALLBACKS = {"success": "#2e7d32", "warn": "#b26a00", "error": "#b71c1c", "info": "#1565c0"}
WIDTH = 88


@dataclass(frozen=True)
class View:
    """Something to show: rich in a notebook, plain when printed."""

    html: str
    text: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
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
    """Plain text as HTML: escaped, with `code` set as code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(text, quote=False))


def box(body: str, tone: str) -> str:
    """A block with a coloured edge; read out by screen readers when it appears."""
    edge = f"var(--jp-{tone}-color1, {FALLBACKS[tone]})"
    return (f'<div role="status" style="border-left: 4px solid {edge}; padding: 2px 12px; margin: 4px 0; '
            f'max-width: 50em; color: var(--jp-content-font-color1, inherit)">{body}</div>')


def table(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> View:
    """A table with a header row; the first cell of each row heads its row."""
    head = "".join(f'<th scope="col" style="text-align: left; vertical-align: top">{rich(cell)}</th>' for cell in header)
    lines = []
    for row in rows:
        cells = "".join(f'<td style="text-align: left; vertical-align: top; white-space: pre-wrap">{rich(str(cell))}</td>' for cell in row[1:])
        lines.append(f'<tr><th scope="row" style="text-align: left; vertical-align: top">{rich(str(row[0]))}</th>{cells}</tr>')
    title = f"<caption>{rich(caption)}</caption>" if caption else ""
    html = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    flat = [[" ".join(str(cell).split()) for cell in row] for row in [header, *rows]]
    widths = [max(map(len, column)) for column in zip(*flat)]
    plain = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in flat]
    plain.insert(1, "  ".join("-" * width for width in widths))
    return View(html, "\n".join(([caption] if caption else []) + plain))


def listing(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """The same rows for plain text when cells are long: one block a row, one line a cell."""
    blocks = []
    for row in rows:
        cells = [f"{label}: {cell}" for label, cell in zip(header, row)]
        blocks.append("\n".join([f"- {cells[0]}", *map(_wrap, cells[1:])]))
    return "\n".join([caption, *blocks])


def verdict_view(exercise: Exercise, verdict: Verdict, note: str = "") -> View:
    """What a learner sees after `check`: status and points, what is wrong and where, the hints."""
    passed = verdict.status == "passed"
    word = WORDS[verdict.status]
    if verdict.status == "error" and verdict.line is None and not verdict.detail:
        word = "cannot be checked"
    if exercise.kind == "prediction" and passed:
        word = "prediction recorded"
    head = f"Exercise {exercise.id} · {exercise.title}: {word}"
    points = f"({verdict.points} of {exercise.points} point{'s' * (exercise.points != 1)})"
    html, text = [f"<p><strong>{rich(head)}</strong> {points}</p>"], [f"{head} {points}"]

    def say(line: str, strong: str = "") -> None:
        lead = f"<strong>{rich(strong)}</strong> " if strong else ""
        html.append(f"<p>{lead}{rich(line)}</p>")
        text.append(_wrap(f"{strong} {line}" if strong else line))

    if verdict.mistake is not None and not passed:
        say(verdict.message, f"This looks like: {verdict.mistake.name}.")
    elif verdict.message:
        say(verdict.message)
    if verdict.line is not None:
        number, code = verdict.line
        html.append(f"<p>Line {number}" + (f": <code>{escape(code)}</code></p>" if code else "</p>"))
        text.append(f"  line {number}" + (f": {code}" if code else ""))
    if verdict.detail:
        rows = "".join(f'<tr><th scope="row" style="text-align: left; vertical-align: top">{escape(label)}</th>'
                       f'<td style="text-align: left; vertical-align: top"><code style="white-space: pre">{escape(value)}</code></td></tr>'
                       for label, value in verdict.detail)
        html.append(f"<table><tbody>{rows}</tbody></table>")
        width = max(len(label) for label, _ in verdict.detail) + 2
        text += [f"  {label:<{width}}" + value.replace("\n", "\n" + " " * (width + 2)) for label, value in verdict.detail]
    if verdict.printed.strip():
        html.append(f"<p>Your code printed:</p><pre>{escape(verdict.printed.rstrip())}</pre>")
        text.append("  Your code printed:\n" + textwrap.indent(verdict.printed.rstrip(), "    "))
    if exercise.hints and not passed:
        html.append(nested(exercise.hints))
        text.append(f'  hint("{exercise.id}") opens a hint ({len(exercise.hints)} in all).')
    if note:
        say(note)
    return View(box("".join(html), COLOURS[verdict.status]), "\n".join(text))


def nested(hints: Sequence[str]) -> str:
    """Hints as <details>, each inside the one before, so that they open one at a time."""
    html = ""
    for number in range(len(hints), 0, -1):
        html = (f"<details><summary>Hint {number} of {len(hints)}</summary>"
                f"<p>{rich(hints[number - 1])}</p>{html}</details>")
    return html


def hints_view(exercise: Exercise, opened: int) -> View:
    """The first `opened` hints."""
    if not exercise.hints:
        return notice(f"Exercise {exercise.id} has no hints.")
    total = len(exercise.hints)
    lines = [(f"Hint {i + 1} of {total}.", exercise.hints[i]) for i in range(min(opened, total))]
    html = "".join(f"<p><strong>{label}</strong> {rich(hint)}</p>" for label, hint in lines)
    return View(box(html, "info"), "\n".join(_wrap(f"{label} {hint}") for label, hint in lines))


def notice(message: str, tone: str = "info") -> View:
    """One line of message."""
    return View(box(f"<p>{rich(message)}</p>", tone), message)


def _wrap(line: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
