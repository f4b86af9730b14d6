"""Counts from a file of yours, checked line by line before they are used. Nothing is guessed, filled in or dropped."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from utils.common.checks import one_of, truth, whole_number
from utils.data.counts import UNITS, Counts

SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SWAPPED = str.maketrans(",.", ".,")  # a decimal comma for a decimal point
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)


class _Row(NamedTuple):
    """One line of the file: its number (the header is line 1), its time and its count as written."""

    line: int
    time: str
    value: str


def read_counts(
    path: Path | str,
    time: str | None = None,
    count: str | None = None,
    *,
    kind: str = "new",
    unit: str | None = None,
    population: float | None = None,
    uneven: bool = False,
    least: int = 5,
    separator: str | None = None,
    decimal: str = ".",
    encoding: str = "utf-8",
) -> Counts:
    """The Counts in a text file with a header and one line for each time, earliest first.

    time, count: names of the two columns. None: a file of two columns holds the time, then the count.
    kind: "new", what happened since the line before; "present", how many there are; "cumulative", how many so far,
        which gives kind "new" with one count less: the first line is what stood `before`.
    Times are days (2020-03-10), months (2020-03) or numbers. Dates that fall on one day of the month are months apart,
    and whole years apart become years. Counted from the beginning of the first interval ("new": 1, 2, ... steps), from
    the first line ("present", "cumulative"); the file's own words stand in `labels`.
    unit: what to call a step of numbers ("steps" if you do not say); None for dates, which know.
    uneven: times need not be evenly spaced ("present" and "cumulative", where a missing line loses nothing).
    least: how many lines of data there must be. separator: ",", ";" or tab; None: the only one in the header.
    decimal: "." or ",". encoding: as in `open`; a mark at the beginning of UTF-8 is skipped.

    Raises ValueError with file, line (the header is 1), column and value for a count that is negative, text, missing or
    not finite, a cumulative count that falls, a time that is unreadable, repeated, earlier than the one before or more
    than one step (the smallest in the file) after it; with the file for one that is missing, empty, in another
    encoding, too short, or has other columns; with the argument's name for the others.
    """
    one_of("kind", kind, ("new", "present", "cumulative"))
    whole_number("least", least, least=2)
    one_of("decimal", decimal, (".", ","))
    if truth("uneven", uneven) and kind == "new":
        raise ValueError('uneven must be False for counts of kind "new": what happened in a gap is not known, got True')
    if separator is not None:
        one_of("separator", separator, SEPARATORS)
    if unit is not None:
        one_of("unit", unit, UNITS)
    for argument, value in (("time", time), ("count", count)):
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{argument} must be the name of a column, got {value!r}")
    name, text = _text(path, encoding)
    (time_name, count_name), rows = _rows(name, text, separator, time, count)
    if len(rows) < least:
        raise ValueError(f"{name} must hold at least {least} lines of counts (least={least}), got {len(rows)}")
    counts = _counts(name, rows, count_name, decimal, kind)
    times, unit = _times(name, rows, time_name, decimal, unit, uneven)
    labels = tuple(row.time for row in rows)
    if kind == "cumulative":
        start, before = times[0], counts[0]
        return Counts(times[1:], np.diff(counts), unit, "new", start, before, population, labels[1:])
    if kind == "new":
        times = times + times[1]
    return Counts(times, counts, unit, kind, population=population, labels=labels)


def _text(path: Path | str, encoding: str) -> tuple[str, str]:
    """The name of the file and what it holds."""
    if not isinstance(path, str | Path) or not Path(path).is_file():
        raise ValueError(f"path must be an existing text file, got {str(path)!r}")
    name, raw = Path(path).name, Path(path).read_bytes()
    try:
        return name, raw.decode("utf-8-sig" if encoding in ("utf-8", "utf8") else encoding)
    except (LookupError, TypeError):
        raise ValueError(
            f'encoding must be one that Python knows, such as "utf-8" or "cp1252", got {encoding!r}'
        ) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{name} must be text in {encoding}, got byte {raw[error.start]:#04x} in line {line}; another encoding is "
            'named by encoding="cp1252" or "utf-16"'
        ) from None


def _rows(
    name: str, text: str, separator: str | None, time: str | None, count: str | None
) -> tuple[tuple[str, str], list[_Row]]:
    """The names of the two columns, and the lines below the header."""
    header = text.split("\n", 1)[0]
    if not header.strip():
        raise ValueError(f"{name} must begin with a header that names its columns, got an empty line 1")
    if separator is None:
        found = [mark for mark in SEPARATORS if mark in header]
        if len(found) != 1:
            got = " and ".join(SEPARATORS[mark] for mark in found) or "none"
            raise ValueError(f"{name}: line 1 must hold one kind of separator, or separator= must say which, got {got}")
        separator = found[0]
    if separator not in header:
        raise ValueError(f"separator must be one that line 1 of {name} holds, got {separator!r}")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[_Row] = []
    try:
        columns = [column.strip() for column in next(reader)]
        picked = _columns(name, columns, time, count)
        for cells in reader:
            if len(cells) != len(columns):
                raise ValueError(
                    f"{name}: line {reader.line_num} must have {len(columns)} cells as line 1, "
                    f"got {len(cells) or 'a blank line'}"
                )
            rows.append(_Row(reader.line_num, *(cells[columns.index(column)].strip() for column in picked)))
    except csv.Error as error:
        raise ValueError(f"{name}: line {reader.line_num} cannot be read: {error}") from None
    return picked, rows


def _columns(name: str, columns: list[str], time: str | None, count: str | None) -> tuple[str, str]:
    listed = ", ".join(columns)
    if len(set(columns)) < len(columns) or "" in columns:
        raise ValueError(f"{name}: line 1 must name each column, and each otherwise, got {listed}")
    if (time is None or count is None) and len(columns) != 2:
        raise ValueError(f"{name} has {len(columns)} columns: time= and count= must name two of {listed}")
    picked = (columns[0] if time is None else time, columns[1] if count is None else count)
    for argument, column in zip(("time", "count"), picked):
        if column not in columns:
            raise ValueError(f"{argument} must be a column of {name}, one of {listed}, got {column!r}")
    if picked[0] == picked[1]:
        raise ValueError(f"count must be another column than time, got {picked[1]!r} for both")
    return picked


def _number(where: str, cell: str, decimal: str, wanted: str = "a number") -> float:
    plain = cell.translate(_SWAPPED) if decimal == "," else cell
    if not cell:
        raise ValueError(f"{where} must be {wanted}, got an empty cell")
    if not _NUMBER.fullmatch(plain) or not np.isfinite(float(plain)):
        other = "," if decimal == "." else "."
        hint = f' (is {other!r} the decimal point? then decimal="{other}")' if other in cell else ""
        raise ValueError(f"{where} must be {wanted}, got {cell!r}{hint}")
    return float(plain)


def _counts(name: str, rows: list[_Row], column: str, decimal: str, kind: str) -> np.ndarray:
    """(n,): the counts as float64, none negative, and none below the one before where they are cumulative."""
    counts = np.empty(len(rows))
    for i, row in enumerate(rows):
        where = f"{name}: line {row.line}, column {column!r}"
        counts[i] = _number(where, row.value, decimal)
        if counts[i] < 0:
            raise ValueError(f"{where} must not be negative, got {row.value}")
        if kind == "cumulative" and i and counts[i] < counts[i - 1]:
            raise ValueError(f"{where} must not fall, as a total so far, got {row.value} after {rows[i - 1].value}")
    return counts


def _times(
    name: str, rows: list[_Row], column: str, decimal: str, unit: str | None, uneven: bool
) -> tuple[np.ndarray, str]:
    """Times from the first line, (n,), and their unit. One step is the smallest one found."""
    place = [f"{name}: line {row.line}, column {column!r}" for row in rows]
    if _DATE.fullmatch(rows[0].time):
        if unit is not None:
            raise ValueError(f"unit must be None where times are dates, which know their unit, got {unit!r}")
        values, unit = _months([_date(where, row.time, rows[0].time) for where, row in zip(place, rows)])
    else:
        wanted = "a number or, in every line, a date as 2020-03-10"
        values = np.array([_number(where, row.time, decimal, wanted) for where, row in zip(place, rows)])
        unit = unit or "steps"
    steps = np.diff(values)
    for where, row, last, step in zip(place[1:], rows[1:], rows, steps):
        if step <= 0:
            got = "it twice" if step == 0 else row.time
            raise ValueError(f"{where} must be later than {last.time} in the line before, got {got}")
        if not uneven and step > steps.min() > 0 and not np.isclose(step, steps.min(), rtol=1e-6, atol=0):
            raise ValueError(
                f"{where} must be one step, {steps.min():g} {unit}, after {last.time} in the line before, "
                f"got {row.time}, {step:g} {unit} after it"
            )
    return values - values[0], unit


def _date(where: str, cell: str, first: str) -> date:
    """The date in a cell, which must be written as the file's first."""
    match = _DATE.fullmatch(cell) if len(cell) == len(first) else None
    try:
        year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{where} must be a date written as {first} in the first line, got {cell!r}") from None


def _months(days: list[date]) -> tuple[np.ndarray, str]:
    """Dates in days; in months or years where all fall on one day of the month, or of the year."""
    months = np.array([12 * day.year + day.month for day in days])
    if len({day.day for day in days}) > 1:
        return np.array([day.toordinal() for day in days], dtype=float), "days"
    return (months / 12, "years") if not np.any(np.diff(months) % 12) else (months.astype(float), "months")
