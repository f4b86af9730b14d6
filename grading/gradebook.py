"""The gradebook as a plain table: a line a learner, a column an exercise, and the mistakes by name."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from .feedback import named
from .lecture import Lecture
from .records import GRADED, Record
from .submissions import legible

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what starts so


def gradebook(lecture: Lecture, records: Sequence[Record]) -> bytes:
    """CSV in UTF-8 with its mark, which spreadsheets need to show names as they are written.

    What is not graded has empty cells, never a 0. A text that a spreadsheet would run as a formula gets a ' before it.
    """
    ids = [exercise.id for exercise in lecture.exercises]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["name", "id", "status", "late", "points", "of", *ids, "mistakes", "remarks", "file"])
    for one in records:
        earned = [one.verdicts[id].points if one.status == GRADED else "" for id in ids]
        wrong = [f"{id}: {named(v)}" for id, v in one.verdicts.items() if v.status not in ("passed", "not attempted")]
        points = "" if one.points is None else one.points
        remarks = " ".join(filter(None, [one.reason, *one.remarks]))
        cells = [one.name, one.id, one.status, "late" * one.late, points, lecture.points, *earned]
        writer.writerow([harmless(cell) for cell in (*cells, "; ".join(wrong), remarks, one.file)])
    return out.getvalue().encode("utf-8-sig", "replace")


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula, and that steers no terminal."""
    text = legible(str(cell))
    return f"'{text}" if text.startswith(FORMULA) else text
