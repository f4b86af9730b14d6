"""A CSV file that a platform exported, filled in place: every byte outside the cells that are set stays what it was."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Cell:
    """One cell: its text, and where it stands in the file's text, quotes included."""

    text: str
    start: int
    end: int
    quoted: bool


class Worksheet:
    """The rows of a CSV file; `put` sets a cell, `to_bytes` gives the file back. Raises ValueError for what is none."""

    def __init__(self, raw: bytes) -> None:
        for mark, kind in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "")):
            if raw.startswith(mark):
                self.mark, self.encoding = mark, kind.replace("utf-8-sig", "utf-8").replace("utf-16", "utf-16-le")
                self.encoding = self.encoding or "utf-16-be"
                break
        else:
            self.mark, self.encoding = b"", "utf-8"
        try:
            self.text = raw[len(self.mark) :].decode(self.encoding)
        except UnicodeDecodeError:
            self.encoding = "latin-1"  # gives every byte back as it was
            self.text = raw.decode("latin-1")
        head = re.split(r"[\r\n]", re.sub(r'"[^"]*"', "", self.text), maxsplit=1)[0]
        self.delimiter = max(DELIMITERS, key=head.count)
        self.rows = _rows(self.text, self.delimiter)
        if len(self.rows) < 2 or len(self.rows[0]) < 2:
            raise ValueError(
                "worksheet: expected the platform's own CSV, got a file without a header and rows of cells"
            )
        self._new: dict[tuple[int, int], str] = {}

    @property
    def header(self) -> list[str]:
        return [cell.text for cell in self.rows[0]]

    def column(self, index: int) -> list[str]:
        """A column's texts below the header; "" where a row is short."""
        return [row[index].text if index < len(row) else "" for row in self.rows[1:]]

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell; rows are counted from 0, the header. Raises ValueError for a row that is too short."""
        if column >= len(self.rows[row]):
            raise ValueError(f"worksheet: row {row + 1} has {len(self.rows[row])} cells, expected {len(self.header)}")
        self._new[row, column] = text

    def to_bytes(self) -> bytes:
        """The file with the cells that were set."""
        parts, at = [], 0
        for (row, column), text in sorted(self._new.items()):
            cell = self.rows[row][column]
            special = any(sign in text for sign in (self.delimiter, '"', "\n", "\r")) or text != text.strip()
            doubled = text.replace('"', '""')
            parts += [self.text[at : cell.start], f'"{doubled}"' if special or cell.quoted else text]
            at = cell.end
        return self.mark + "".join([*parts, self.text[at:]]).encode(self.encoding, "replace")


def _rows(text: str, delimiter: str) -> list[list[Cell]]:
    """Every row with its cells; blank lines are no rows."""
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(r'"((?:[^"]|"")*)"')
    rows: list[list[Cell]] = [[]]
    at = 0
    while at <= len(text):
        found = quoted.match(text, at)
        rest = plain.match(text, found.end() if found else at)
        assert rest is not None  # it matches nothing too
        value = found[1].replace('""', '"') + rest[0] if found else rest[0]
        rows[-1].append(Cell(value, at, rest.end(), found is not None))
        at = rest.end()
        if text.startswith(delimiter, at):
            at += 1
            continue
        ended = re.compile(r"\r\n|\r|\n").match(text, at)
        if not ended:
            break
        at = ended.end()
        rows.append([])
    return [row for row in rows if len(row) > 1 or (row and row[0].text)]
