"""Moodle's and Canvas's own worksheets, filled: which row is whose, which column is meant, how points become grades.

Moodle  (mod/assign/gradingtable.php, feedback/offline): the first column ends in the number that the download's names
        carry; the grade stands before the column with the maximum; feedback comes last. Headers are in the teacher's
        language, and so are numbers, so neither is looked up.
Canvas  (lib/gradebook_exporter.rb): columns "Title (number)", a row "Points Possible", the learner's number under ID.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from .lecture import Lecture
from .records import Record
from .worksheet import Worksheet

TIME = re.compile(r"-|(?=.*(19|20)\d\d).*\d[:.h]\d\d.*")  # of Moodle's last change, in any language
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Filled:
    """A worksheet that was filled: the file, who was filled in, who was not, and what to know of it.

    called  submission's key -> the learner's name in the worksheet: Canvas's file names have none that one would read
    """

    raw: bytes
    called: Mapping[str, str]
    without_row: Sequence[str]
    without_submission: Sequence[str]
    notes: Sequence[str]


@dataclass(frozen=True)
class _Places:
    """Where things stand: the columns of numbers, names, grades and comments, the first learner's row, the maximum."""

    id: int
    name: int
    grade: int
    comment: int | None
    first: int
    maximum: str


def fill(
    raw: bytes, lecture: Lecture, records: Sequence[Record], comment: Callable[[Record], str], column: str = ""
) -> Filled:
    """The worksheet with grade and comment of every learner who has one; nothing else is changed.

    column: the header of the grade's column, where it is not clear. Raises ValueError, naming the headers, if no column
    can be meant.
    """
    sheet = Worksheet(raw)
    canvas = "ID" in sheet.header and any(cell.strip() == "Points Possible" for cell in _first_cells(sheet))
    places = _canvas(sheet, lecture, column) if canvas else _moodle(sheet, column)
    scale, notes = _scale(places.maximum, lecture.points)
    numbers = [re.sub(r"^.*?(\d+)\s*$", r"\1", row[places.id].text.strip()) for row in sheet.rows]
    rows = {numbers[i]: i for i in range(places.first, len(numbers))}
    called = [_plain(row[places.name].text) for row in sheet.rows]
    names = {called[i]: i for i in range(places.first, len(called)) if called.count(called[i]) == 1}
    missing, seen, called_so = [], set(), {}
    for record in records:
        row = rows.get(record.id) if record.id else names.get(_plain(record.name))
        if row is None:
            missing.append(record.name)
            continue
        seen.add(row)
        called_so[record.key] = sheet.rows[row][places.name].text
        if record.points is not None:
            sheet.put(row, places.grade, scale(record.points))
        if places.comment is not None:
            sheet.put(row, places.comment, escape(comment(record), quote=False))  # Moodle takes it for HTML
    if places.comment is None:
        notes.append("This worksheet has no column for comments: the feedback pages carry them.")
    idle = [sheet.rows[i][places.name].text for i in range(places.first, len(sheet.rows)) if i not in seen]
    return Filled(sheet.to_bytes(), called_so, missing, idle, notes)


def _first_cells(sheet: Worksheet) -> list[str]:
    return [row[0].text for row in sheet.rows[1:4]]


def _canvas(sheet: Worksheet, lecture: Lecture, column: str) -> _Places:
    header = sheet.header
    mine = [i for i, text in enumerate(header) if re.search(r"\(\d+\)\s*$", text)]
    if column:
        mine = [i for i in mine if column in (header[i], re.sub(r"\s*\(\d+\)\s*$", "", header[i]))]
    elif len(mine) > 1:
        words = {lecture.number, *lecture.name.lower().split("_")[1:]}
        mine = [i for i in mine if words & set(re.findall(r"\w+", header[i].lower()))]
    if len(mine) != 1:
        raise _unclear(header)
    first = 1 + next(i for i, row in enumerate(sheet.rows) if row[0].text.strip() == "Points Possible")
    return _Places(header.index("ID"), 0, mine[0], None, first, sheet.rows[first - 1][mine[0]].text)


def _moodle(sheet: Worksheet, column: str) -> _Places:
    header = sheet.header
    if not all(re.search(r"\d\s*$", text) for text in sheet.column(0)):
        raise ValueError("worksheet: its first column must hold Moodle's identifiers, such as 'Participant 123'")
    if column:
        found = [i for i, text in enumerate(header) if text == column]
    else:
        found = [i - 1 for i in range(2, len(header)) if _maximum(sheet.column(i)) and _grades(sheet.column(i - 1))]
    if len(found) != 1:
        raise _unclear(header)
    last = len(header) - 1
    comments = None if last <= found[0] + 1 or all(map(TIME.fullmatch, sheet.column(last))) else last
    at = found[0] + 1
    return _Places(0, 1, found[0], comments, 1, sheet.column(at)[0] if at < len(header) else "")


def _unclear(header: list[str]) -> ValueError:
    return ValueError(
        f"worksheet: which column takes the grade? Say --column with one of {', '.join(map(repr, header))}"
    )


def _maximum(texts: list[str]) -> bool:
    return len(set(texts)) == 1 and NUMBER.fullmatch(texts[0].strip()) is not None


def _grades(texts: list[str]) -> bool:
    return all(not text.strip() or NUMBER.fullmatch(text.strip()) for text in texts)


def _scale(maximum: str, points: int) -> tuple[Callable[[int], str], list[str]]:
    """How points are written: scaled to the platform's maximum, with its decimal sign; and a word on it."""
    comma = "," in maximum
    most = float(maximum.replace(",", ".")) if NUMBER.fullmatch(maximum.strip()) else float(points)

    def text(earned: int) -> str:
        value = f"{earned * most / points:.2f}".rstrip("0").rstrip(".")
        return value.replace(".", ",") if comma else value

    return text, [] if most == points else [f"Grades are scaled: {points} points are the platform's {most:g}."]


def _plain(name: str) -> str:
    """A name as it is compared: "Müller, Zoë" and "zoë müller" are one."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))
