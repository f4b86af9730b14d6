"""A file that was handed in, as cells: notebooks of every format and editor, scripts, odd encodings.

Nothing is run, and nothing but text is kept: outputs, ids and metadata (tags apart) are not looked at.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

MOST_BYTES, MOST_CELLS, MOST_CODE = 50 * 2**20, 5_000, 2 * 2**20
MARK = re.compile(r"^# ?(?:%%|In\[[\d ]*\]:|<codecell>|<markdowncell>)(.*)$", re.M)  # percent, nbconvert, old ones
FENCE = re.compile(r"^[ \t]*```", re.M)


class Unreadable(ValueError):
    """A submission that cannot be graded; the text says why, for the teacher and the learner."""


@dataclass(frozen=True)
class Cell:
    """One cell: its number, counted from 1 over all cells; whether it is code; its text; its tags."""

    number: int
    code: bool
    source: str
    tags: frozenset[str] = frozenset()


def contents(path: Path) -> bytes:
    """The bytes of a file, no more than can be read as a notebook. Raises Unreadable."""
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{path.name} could not be opened: {error.strerror or error}") from None


def cells_of(raw: bytes, name: str) -> tuple[list[Cell], list[str]]:
    """The cells of a file, and what had to be guessed. Raises Unreadable."""
    if not raw.strip():
        raise Unreadable(f"{name} is empty")
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than {MOST_BYTES // 2**20} MB: clear its outputs and save it again")
    text, remarks = _text(raw, name)
    if name.lower().endswith(".py") or (not text.lstrip().startswith("{") and MARK.search(text)):
        cells = list(_script(text, name))
    else:
        cells = list(_notebook(text, name, remarks))
    _few(len(cells), name)
    if sum(len(cell.source) for cell in cells if cell.code) > MOST_CODE:
        raise Unreadable(f"{name} has more than {MOST_CODE // 2**20} MB of code")
    if not any(cell.code for cell in cells):
        raise Unreadable(f"{name} has no code cell")
    return cells, remarks


def _few(count: int, name: str) -> None:
    if count > MOST_CELLS:
        raise Unreadable(f"{name} has more than {MOST_CELLS} cells; at most {MOST_CELLS} are read")


def fenced(cell: Cell) -> Cell:
    """A text cell read as code: what stands between ``` lines, if there are any, else all of it."""
    inside = FENCE.split(cell.source)[1:-1:2]
    return replace(cell, code=True, source="\n".join(text.partition("\n")[2] for text in inside) or cell.source)


def _text(raw: bytes, name: str) -> tuple[str, list[str]]:
    """The bytes as text with plain line ends, and remarks. Raises Unreadable for what is no text."""
    for start, kind in ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip or Office file"), (b"\x1f\x8b", "a gzip file")):
        if raw.startswith(start):
            raise Unreadable(f"{name} is {kind}, not a notebook")
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not wide and b"\0" in raw[:4]:  # UTF-16 without its mark
        wide, raw = True, (b"\xff\xfe" if raw[1:2] == b"\0" else b"\xfe\xff") + raw
    remarks = []
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        if wide:
            raise Unreadable(f"{name} is damaged: UTF-16 that stops in the middle") from None
        text = raw.decode("cp1252", errors="replace")
        remarks.append("The file was not saved as UTF-8; it was read as Windows-1252.")
    if wide:
        remarks.append("The file was saved as UTF-16.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def _notebook(text: str, name: str, remarks: list[str]) -> Iterator[Cell]:
    """The cells of a notebook in JSON: format 2 and 3 (worksheets, `input`) and 4."""
    text = text.lstrip()
    try:
        book, end = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits[:20])).raw_decode(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        what = "it stops in the middle" if cut else f"line {error.lineno}: {error.msg}"
        raise Unreadable(f"{name} is not a notebook (JSON): {what}") from None
    except (RecursionError, ValueError):
        raise Unreadable(f"{name} is not a notebook: its JSON cannot be read") from None
    if text[end:].strip():
        remarks.append("The file has something after the notebook's end, which was left out.")
    cells = book.get("cells") if isinstance(book, dict) else None
    if cells is None and isinstance(book, dict):
        sheets = book.get("worksheets")
        sheets = sheets if isinstance(sheets, list) else []
        cells = [c for sheet in sheets if isinstance(sheet, dict) for c in _list(sheet.get("cells"))] or None
    if not isinstance(cells, list):
        raise Unreadable(f"{name} is no notebook: it has no cells")
    _few(len(cells), name)
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict):
            source = _joined(cell.get("source", cell.get("input", "")))
            yield Cell(number, cell.get("cell_type") == "code", source, _tags(cell))
        else:
            remarks.append(f"Cell {number} is damaged and was left out.")


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def _joined(source: Any) -> str:
    """A cell's text, which is one string or a list of lines, whose line ends some editors drop."""
    if isinstance(source, str):
        text = source
    else:
        lines = [line for line in _list(source) if isinstance(line, str)]
        ended = any(line.endswith(("\n", "\r")) for line in lines[:-1])
        text = ("" if ended else "\n").join(lines)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").removeprefix("\ufeff")


def _tags(cell: dict) -> frozenset[str]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return frozenset(tag for tag in _list(tags) if isinstance(tag, str))


def _script(text: str, name: str) -> Iterator[Cell]:
    """The cells of a Python file: one for each `# %%` line, or one in all."""
    marks = list(itertools.islice(MARK.finditer(text), MOST_CELLS + 1))
    _few(len(marks), name)
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    heads = ["", *(mark[0] for mark in marks)]
    for number, (head, start, end) in enumerate(zip(heads, starts, ends)):
        source = text[start:end].strip("\n")
        if number or source.strip():
            tags, closed, _ = head.partition("tags=[")[2].partition("]")
            words = re.findall(r"[\w-]+", tags) if closed else ()
            yield Cell(number, not re.search(r"markdown|%% md|\[raw\]", head), source, frozenset(words))
