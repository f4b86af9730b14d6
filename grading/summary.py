"""The class on one page: who could not be graded, what was tried and passed, which mistakes were made how often."""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from utils.teaching.notebook.palette import OKABE_ITO, picture
from utils.teaching.notebook.tex import readable

from .feedback import rich_text
from .lecture import Lecture
from .page import page, rows
from .records import GRADED, Record

KINDS = {  # how an exercise ended -> the statuses, the colour, the hatching
    "passed": ({"passed"}, OKABE_ITO[3], ""),
    "a known mistake": ({"mistake"}, OKABE_ITO[1], "//"),
    "wrong otherwise": ({"wrong"}, OKABE_ITO[6], "xx"),
    "error, time or memory": ({"error", "timeout", "memory"}, OKABE_ITO[5], ".."),
    "not attempted": ({"not attempted"}, "#d0d0d0", ""),
}
MOST = 20  # mistakes that are drawn


def summary(lecture: Lecture, records: Sequence[Record], notes: Sequence[str] = ()) -> str:
    """The page. `notes`: what else the teacher should know, such as who has no row in the worksheet."""
    graded = [record for record in records if record.status == GRADED]
    late = sum(record.late for record in records)
    parts = [f'<p class="soft">The class, {len(records)} submissions</p><h1>{escape(lecture.title)}</h1>']
    parts.append(f'<p class="score">{len(graded)} graded, {len(records) - len(graded)} not, {late} late</p>')
    if graded:
        mean = sum(record.points or 0 for record in graded) / len(graded)
        parts.append(f"<p>{mean:.1f} of {lecture.points} points on average.</p>")
    left = [[escape(one.name), one.status, escape(one.reason)] for one in records if one.status != GRADED]
    if left:
        parts.append("<h2>Not graded, and without a mark</h2>" + rows(left, ["Learner", "", "Why"]))
    if notes:
        parts.append("<h2>To look at</h2><ul>" + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>")
    if graded:
        parts += [_exercises(lecture, graded), _mistakes(lecture, graded)]
    walls = sorted({record.force for record in graded})
    parts.append(f"<footer>The wall in force: {escape('; '.join(walls)) or 'none was needed'}.</footer>")
    return page(f"{lecture.title}: the class", "\n".join(parts))


def _exercises(lecture: Lecture, graded: Sequence[Record]) -> str:
    counts = {one.id: Counter(record.verdicts[one.id].status for record in graded) for one in lecture.exercises}
    table = []
    for one in lecture.exercises:
        tried = len(graded) - counts[one.id]["not attempted"]
        passed = counts[one.id]["passed"]
        share = f"{100 * passed / tried:.0f} %" if tried else "–"
        title = f"{one.id} {rich_text(one.title)}"
        table.append([title, str(tried), str(passed), share])
    header = ["Exercise", "Attempted", "Passed", "Of those who tried"]
    figure = _stacked([one.id for one in lecture.exercises], counts)
    return f"<h2>Exercise by exercise</h2>{figure}{rows(table, header, {1, 2, 3})}"


def made(lecture: Lecture, graded: Sequence[Record]) -> list[tuple[str, str, str, int]]:
    """(exercise's id, mistake's name, its hint, how many made it), the most frequent first."""
    found = Counter(
        (one.id, mistake.name, mistake.hint)
        for record in graded
        for one in lecture.exercises
        if (mistake := record.verdicts[one.id].mistake) is not None
    )
    return sorted(((*key, count) for key, count in found.items()), key=lambda row: (-row[3], row))


def _mistakes(lecture: Lecture, graded: Sequence[Record]) -> str:
    found = made(lecture, graded)
    if not found:
        return "<h2>Mistakes by name</h2><p>None was made.</p>"
    labels = [f"{id} · {readable(name)}" for id, name, _, _ in found[:MOST]]
    figure = _bars(labels, [count for *_, count in found[:MOST]])
    table = [[id, rich_text(name), rich_text(hint), str(n)] for id, name, hint, n in found]
    return f"<h2>Mistakes by name</h2>{figure}{rows(table, ['', 'Mistake', 'What they are told', 'Learners'], {3})}"


def _stacked(ids: Sequence[str], counts: dict[str, Counter]) -> str:
    """How each exercise ended, as one bar an exercise with its numbers in it."""
    figure, axes = _figure(len(ids))
    begin = [0] * len(ids)
    for name, (statuses, colour, hatch) in KINDS.items():
        sizes = [sum(counts[id][status] for status in statuses) for id in ids]
        if any(sizes):
            bars = axes.barh(ids, sizes, left=begin, color=colour, hatch=hatch, label=name, edgecolor="white")
            numbers = [str(size) if size else "" for size in sizes]
            patch = dict(boxstyle="round,pad=0.15", facecolor="white", edgecolor="none", alpha=0.85)
            for text in axes.bar_label(bars, numbers, label_type="center", fontsize=8):
                text.set_bbox(patch if text.get_text() else None)
            begin = [a + b for a, b in zip(begin, sizes)]
    figure.legend(loc="outside upper left", ncols=3, fontsize=8, frameon=False)
    axes.set_xlabel("learners")
    return _drawn(figure, "How each exercise ended; the table below has the numbers.")


def _bars(labels: Sequence[str], sizes: Sequence[int]) -> str:
    figure, axes = _figure(len(labels))
    bars = axes.barh(range(len(labels)), sizes, color=OKABE_ITO[1])
    axes.set_yticks(range(len(labels)), [label if len(label) < 60 else label[:57] + "..." for label in labels])
    axes.bar_label(bars, padding=3, fontsize=8)
    axes.set_xlabel("learners")
    return _drawn(figure, "How many learners made each mistake; the table below has the numbers.")


def _figure(lines: int) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # here, because most of the package needs no figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(7.5, 1.2 + 0.32 * lines), layout="constrained")
    axes = figure.add_subplot()
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(labelsize=8)
    return figure, axes


def _drawn(figure: Any, words: str) -> str:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=160, metadata={"Software": None})
    return picture(base64.b64encode(out.getvalue()).decode(), words)
