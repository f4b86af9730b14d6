"""Cells: a py:percent notebook taken apart, each cell with its tags and the line it starts on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jupytext

# picture: code that only draws; reveal: the answer to a prediction. The reader opens them, or runs the latter.
# setup: collapsed too, so that the first picture stands on the first screen.
TAGS = {"setup", "exercise", "witness", "picture", "reveal"}
COLLAPSED = dict.fromkeys(("setup", "picture", "colab"), "source_hidden") | {"reveal": "outputs_hidden"}
# Without magics: jupytext would read a title such as "# Why noise?" as a request for IPython's help.
MARK = re.compile(r"#\s?%%")
PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}


def cell_metadata(tags: Sequence[str]) -> dict:
    """What a built notebook stores with a cell of these tags: the tags, and which half of it is collapsed."""
    halves = {COLLAPSED[tag]: True for tag in tags if tag in COLLAPSED}
    return ({"tags": list(tags)} if tags else {}) | ({"jupyter": halves} if halves else {})


class MasterError(ValueError):
    """A mistake in a master; the message starts with `file:line`."""

    def __init__(self, path: Path, line: int, message: str):
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class Cell:
    """One cell as written: kind "markdown" or "code", source with its markers, tags, first line in the file."""

    kind: str
    source: str
    tags: tuple[str, ...]
    line: int


def _text(path: Path) -> str:
    """The master's text. Raises MasterError if it is not UTF-8, or does not start with a cell."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise MasterError(path, line, f"is not UTF-8: byte 0x{raw[error.start]:02x}") from None
    if text.startswith("\ufeff"):
        raise MasterError(path, 1, "starts with a byte order mark: save it as UTF-8 without one")
    first = re.search(r"\S.*", text)
    if first and not MARK.match(first[0]):
        line = text[: first.start()].count("\n") + 1
        raise MasterError(path, line, "text or a header before the first cell: give every cell its own '# %%' line")
    return text


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a master. Raises MasterError for a file or a cell's line that is not as it should be."""
    text = _text(path)
    lines = text.splitlines()
    marks = [number for number, line in enumerate(lines) if MARK.match(line)]
    for number, line in enumerate(lines):
        if MARK.match(line) and re.search(r"tags=[^\[]", line):
            raise MasterError(path, number + 1, f'tags are a list, as in tags=["setup"], got {line!r}')
    try:
        nodes = jupytext.reads(text, fmt=PERCENT).cells
    except Exception as error:  # whatever it stumbles over, the author needs to know where
        raise MasterError(path, 1, f"jupytext cannot read it: {type(error).__name__}: {error}") from error
    if len(nodes) != len(marks):
        raise MasterError(
            path,
            1,
            f"{len(nodes)} cells but {len(marks)} lines that start with '# %%': "
            "give every cell, the first too, its own '# %%' line",
        )
    cells = []
    for node, mark in zip(nodes, marks):
        if node.cell_type not in ("markdown", "code"):
            raise MasterError(path, mark + 1, f"a cell must be markdown or code, not {node.cell_type!r}")
        extra = sorted(
            set(node.metadata) - {"tags", "cell_marker"} - {key for key in node.metadata if "lines_to" in key}
        )
        if extra:
            raise MasterError(path, mark + 1, f"a cell's line may hold tags only, not {', '.join(extra)}")
        tags = tuple(node.metadata.get("tags", ()))
        for tag in tags:
            if tag not in TAGS:
                raise MasterError(path, mark + 1, f"unknown tag {tag!r}; known tags: {', '.join(sorted(TAGS))}")
        source = node.source.strip("\n")
        cells.append(Cell(node.cell_type, source, tags, _first_line(lines, mark, source)))
    return tuple(cells)


def _first_line(lines: list[str], mark: int, source: str) -> int:
    """The file's line (from 1) on which a cell's source starts: one below its mark, or two in a triple quote."""
    first = source.splitlines()[0].strip() if source else ""
    return next((number + 1 for number in range(mark + 1, len(lines)) if first and first in lines[number]), mark + 1)
