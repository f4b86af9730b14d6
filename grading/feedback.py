"""What a learner gets back: one page with every verdict as the notebook shows it, points, and what was decided.

Formulas in hints stand in Unicode, so that the page needs nothing beside itself. Whatever comes from a learner is text.
"""

from __future__ import annotations

import dataclasses
import re
from html import escape
from types import SimpleNamespace
from typing import Any

from utils.teaching.exercise import Exercise
from utils.teaching.exercise.outcomes import Verdict
from utils.teaching.exercise.verdicts import SHOWN, verdict_view
from utils.teaching.notebook.html import rich
from utils.teaching.notebook.tex import formula, readable

from .lecture import Lecture
from .page import page, rows
from .records import GRADED, UNGRADED, Record

FORMULA = re.compile(r"\$([^$`]+)\$(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)")  # not in `code`
SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|(\w[\u0300-\u036f]?))")
MARKED = {"\ue000": "<sub>", "\ue001": "</sub>", "\ue002": "<sup>", "\ue003": "</sup>"}
TAGS = {"_": ("\ue000", "\ue001"), "^": ("\ue002", "\ue003")}
MARKS = {"passed": "✓", "not attempted": "–"}


def feedback(lecture: Lecture, record: Record) -> str:
    """The page of one submission."""
    parts = [f'<p class="soft">{escape(lecture.title)}</p><h1>{escape(record.name)}</h1>']
    if record.status == GRADED:
        parts.append(_score(lecture, record))
    else:
        what = "could not be read" if record.status != UNGRADED else "has not been graded yet"
        why = escape(record.reason.rstrip("."))
        parts.append(f'<p class="score">This submission {what}.</p><p>{why}. It has no mark.</p>')
    if record.late:
        parts.append("<p><strong>Handed in late.</strong></p>")
    if record.remarks:
        items = "".join(f"<li>{escape(remark)}</li>" for remark in record.remarks)
        parts.append(f"<h2>How your file was read</h2><ul>{items}</ul>")
    if record.status == GRADED:
        views = [_view(exercise, record.verdicts[exercise.id]) for exercise in lecture.exercises]
        parts.append(f'<h2>Exercise by exercise</h2><div class="cards">{"".join(views)}</div>')
    wall = f" Your code ran behind this wall: {escape(record.force)}." if record.force else ""
    parts.append(f"<footer>File: {escape(record.file or 'none')}.{wall}</footer>")
    return page(f"{record.name} · {lecture.title}", "\n".join(parts))


def _score(lecture: Lecture, record: Record) -> str:
    points, of = record.points or 0, lecture.points
    table = []
    for exercise in lecture.exercises:
        verdict = record.verdicts[exercise.id]
        word = exercise.done if verdict.status == "passed" else SHOWN[verdict.status][0]
        link = f'<a href="#e{exercise.id}">{exercise.id}</a> {rich_text(exercise.title)}'
        table.append([link, f"{MARKS.get(verdict.status, '✗')} {word}", f"{verdict.points} of {exercise.points}"])
    meter = f'<meter value="{points}" max="{of}" aria-hidden="true"></meter>'
    total = f'<p class="score">{points} of {of} points</p>{meter}'
    return total + rows(table, ["Exercise", "Result", "Points"], {2})


def _view(exercise: Exercise, verdict: Verdict) -> str:
    plain = {name: _unmarked(getattr(verdict, name)) for name in ("message", "printed", "detail", "line", "note")}
    mistake = verdict.mistake and dataclasses.replace(verdict.mistake, name=_marked(verdict.mistake.name))
    said = dataclasses.replace(verdict, **plain | {"message": _marked(plain["message"]), "mistake": mistake})
    hints, title = [_marked(hint) for hint in exercise.hints], _marked(exercise.title)
    shown: Any = SimpleNamespace(id=exercise.id, title=title, points=exercise.points, hints=hints, done=exercise.done)
    html = verdict_view(shown, said).html.replace('<div role="status"', f'<div id="e{exercise.id}"', 1)
    return _typeset(html)


def rich_text(text: str) -> str:
    """A sentence of the course as HTML: its formulas in Unicode, indices below and powers above the line."""
    return _typeset(rich(_marked(text)))


def _marked(text: str) -> str:
    """Formulas in Unicode, each index and power between two letters that no text uses."""
    parts = FORMULA.split(_unmarked(text))
    for i in range(1, len(parts), 2):
        inner, before = formula(parts[i]), ""
        while inner != before:  # the innermost first
            before, inner = inner, SCRIPT.sub(lambda m: TAGS[m[1]][0] + (m[2] or m[3]) + TAGS[m[1]][1], inner)
        parts[i] = inner
    return "".join(parts)


def _unmarked(value: Any) -> Any:
    """Plain data without those letters, whoever wrote them."""
    if isinstance(value, str):
        return value.translate(dict.fromkeys(map(ord, MARKED), "?"))
    return tuple(map(_unmarked, value)) if isinstance(value, tuple | list) else value


def _typeset(html: str) -> str:
    for mark, tag in MARKED.items():
        html = html.replace(mark, tag)
    return html


def comment(lecture: Lecture, record: Record) -> str:
    """The same in a few lines of text, for the cell of a gradebook: points, and what each lost point was for."""
    if record.status != GRADED:
        return f"Not graded: {record.reason}"
    lines = [f"{record.points} of {lecture.points} points{', handed in late' if record.late else ''}."]
    lost = {id: verdict for id, verdict in record.verdicts.items() if verdict.status != "passed"}
    blank = [id for id, verdict in lost.items() if verdict.status == "not attempted"]
    lines += [f"{id}: {named(verdict)}" for id, verdict in lost.items() if id not in blank]
    lines += [f"Not attempted: {', '.join(blank)}"] if blank else []
    return " ".join(f"{line.rstrip('.')}." for line in lines)


def named(verdict: Verdict) -> str:
    """A verdict in a few words: the mistake if it has a name, else what the check calls it."""
    word = SHOWN[verdict.status][0] if verdict.status != "wrong" else "wrong, not a mistake with a name"
    return readable(verdict.mistake.name) if verdict.mistake is not None else word
