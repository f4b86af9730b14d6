"""What a learner sees after `check`, `hint` or `progress`: a verdict, the hints, the points."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape

from ..notebook.html import View, box, listing, notice, rich, table, wrap
from ..notebook.tex import readable
from .exercise import Exercise
from .outcomes import Verdict

SHOWN = {  # status -> its words, its colour
    "passed": ("passed", "success"),
    "mistake": ("not yet", "warn"),
    "wrong": ("not yet", "warn"),
    "error": ("error in your code", "error"),
    "timeout": ("out of time", "error"),
    "memory": ("out of memory", "error"),
    "not attempted": ("not attempted", "info"),
}


def verdict_view(exercise: Exercise, verdict: Verdict, note: str = "") -> View:
    """What a learner sees after `check`: status and points, what is wrong and where, the hints."""
    passed = verdict.status == "passed"
    word, colour = SHOWN[verdict.status]
    word = exercise.done if passed else word
    if verdict.status == "error" and verdict.line is None and not verdict.detail:
        word = "cannot be checked"
    head = f"Exercise {exercise.id} · {exercise.title}: {word}"
    points = f"({verdict.points} of {exercise.points} point{'s' * (exercise.points != 1)})"
    html, text = [f"<p><strong>{rich(head)}</strong> {points}</p>"], [readable(f"{head} {points}")]

    def say(line: str, strong: str = "") -> None:
        lead = f"<strong>{rich(strong)}</strong> " if strong else ""
        html.append(f"<p>{lead}{rich(line)}</p>")
        text.append(wrap(f"{strong} {line}" if strong else line))

    if verdict.mistake is not None and not passed:
        say(verdict.message, f"This looks like: {verdict.mistake.name}.")
    elif verdict.message:
        say(verdict.message)
    if verdict.line is not None:
        number, code = verdict.line
        html.append(f"<p>Line {number}" + (f": <code>{escape(code)}</code></p>" if code else "</p>"))
        text.append(f"  line {number}" + (f": {code}" if code else ""))
    if verdict.detail:
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left; vertical-align: top">{escape(label)}</th>'
            '<td style="text-align: left; vertical-align: top">'
            f'<code style="white-space: pre">{escape(value)}</code></td></tr>'
            for label, value in verdict.detail
        )
        html.append(f"<table><tbody>{rows}</tbody></table>")
        width = max(len(label) for label, _ in verdict.detail) + 2
        text += [
            f"  {label:<{width}}" + value.replace("\n", "\n" + " " * (width + 2)) for label, value in verdict.detail
        ]
    if verdict.printed.strip():
        html.append(f"<p>Your code printed:</p><pre>{escape(verdict.printed.rstrip())}</pre>")
        text.append("  Your code printed:\n" + textwrap.indent(verdict.printed.rstrip(), "    "))
    if exercise.hints and not passed:
        html.append(nested(exercise.hints))
        text.append(f'  hint("{exercise.id}") opens a hint ({len(exercise.hints)} in all).')
    for line in (verdict.note, note):
        if line:
            say(line)
    return View(box("".join(html), colour), "\n".join(text))


def nested(hints: Sequence[str]) -> str:
    """Hints as <details>, each inside the one before, so that they open one at a time."""
    html = ""
    for number in range(len(hints), 0, -1):
        html = (
            f"<details><summary>Hint {number} of {len(hints)}</summary><p>{rich(hints[number - 1])}</p>{html}</details>"
        )
    return html


def hints_view(exercise: Exercise, opened: int) -> View:
    """The first `opened` hints."""
    if not exercise.hints:
        return notice(f"Exercise {exercise.id} has no hints.")
    total = len(exercise.hints)
    lines = [(f"Hint {i + 1} of {total}.", exercise.hints[i]) for i in range(min(opened, total))]
    html = "".join(f"<p><strong>{label}</strong> {rich(hint)}</p>" for label, hint in lines)
    return View(box(html, "info"), "\n".join(wrap(f"{label} {hint}") for label, hint in lines))


def progress_view(chapters: Mapping[str, Sequence[tuple]], open_: str = "", note: str = "") -> View:
    """Points by lecture, each lecture folded but the one numbered `open_`.

    chapters  lecture title, such as "02 noising" -> rows (exercise, title, status, points, of)
    """
    html, text = ["<p><strong>Your progress</strong></p>"], ["Your progress"]
    for title, rows in [*chapters.items(), ("All", sum(map(tuple, chapters.values()), ()))]:
        earned, possible = sum(row[3] for row in rows), sum(row[4] for row in rows)
        passed = sum(row[2].startswith("passed") for row in rows)
        name = title if title == "All" else f"Lecture {title}"
        line = f"{name}: {passed} of {len(rows)} passed, {earned} of {possible} points"
        bar = f'<progress value="{earned}" max="{possible}" aria-hidden="true"></progress>'  # the words say it
        text.append(line)
        if title == "All":
            html.append(f"<p>{bar} {rich(line)}</p>")
            continue
        cells = [(id, label, status, f"{best} of {points}") for id, label, status, best, points in rows]
        inner = table(("Exercise", "Title", "Status", "Points"), cells)
        is_open = title.split(" ")[0] == open_
        html.append(f"<details{' open' * is_open}><summary>{bar} {rich(line)}</summary>{inner.html}</details>")
        if is_open:
            text += ["  " + row for row in inner.text.splitlines()]
    if note:
        html.append(notice(note).html)
        text.append(note)
    return View("".join(html), "\n".join(text))


def folded(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str, first: int = 5) -> View:
    """A table whose rows after the first few are folded away; as plain text only their heads are given."""
    html, text = table(header, rows[:first], caption).html, listing(header, rows[:first], caption)
    if rest := rows[first:]:
        html += f"<details><summary>{len(rest)} more</summary>{table(header, rest).html}</details>"
        text += "\n" + wrap(f"{len(rest)} more: {'; '.join(row[0] for row in rest)}")
    return View(html, text)
