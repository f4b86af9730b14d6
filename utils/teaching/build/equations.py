r"""The register of equations: each one with a number is evaluated by a witness or a test, or is a definition.

A witness names it: witness("(2.3), mean", ...). What no cell evaluates is marked by a line of its own in the cell that
displays it; the build takes these lines away:

    <!-- 2.1: definition -->
    <!-- 2.4: tests/generative/test_mixtures.py::test_name -->

`python -m utils.teaching.build --equations` prints the register.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

from .cells import Cell, MasterError
from .master import Master

TAG = re.compile(r"\\tag\{([^}]*)\}")
MARK = re.compile(r"^<!-- (\w+\.\w+): (.+?) -->\n?", re.M)
NAMED = re.compile(r"\(([0-9A-Z]+\.\d+[a-z]?)\)")
DEFINITION = "definition"


@dataclass
class Equation:
    """number "2.3", the master and line that display it, and what vouches for it: "definition", or `file:line`s."""

    number: str
    master: Master
    line: int
    vouched: list[str] = field(default_factory=list)


def unmarked(source: str) -> str:
    """The text of a cell without the lines that mark its equations."""
    return MARK.sub("", source)


def prefix(name: str) -> str:
    """How the numbers of a master's equations begin: "2" for 02_noising, "A" for A_notation."""
    return name.split("_")[0].lstrip("0") or "0"


def register(masters: Sequence[Master], unread: Sequence[str] = ()) -> tuple[list[Equation], list[tuple[Master, str]]]:
    """(every numbered equation in order, [(master, `file:line: message`)] for what does not hold).

    unread: prefixes of masters that could not be read, whose equations nobody can know.
    """
    found: dict[str, Equation] = {}
    errors: list[tuple[Master, str]] = []

    def wrong(master: Master, line: int, message: str) -> None:
        errors.append((master, str(MasterError(master.path, line, message))))

    for master in masters:
        begins = prefix(master.name)
        for number, line in _numbers(master):
            if number in found:
                there = found[number]
                wrong(master, line, f"equation ({number}) stands in {there.master.path.name}:{there.line} already")
            elif number.split(".")[0] != begins:
                wrong(master, line, f"equation ({number}): its number must start with {begins}")
            else:
                found[number] = Equation(number, master, line)
    for master in masters:
        for number, line in _witnesses(master):
            if number in found:
                found[number].vouched.append(f"{master.path.name}:{line}")
            elif number.split(".")[0] not in unread:
                wrong(master, line, f"a witness of equation ({number}), which no text displays")
        for cell in master.cells:
            if "witness" not in cell.tags and cell.kind == "code" and any(map(_is_witness, ast.walk(_parsed(cell)))):
                wrong(master, cell.line, "a cell that calls witness(...) is tagged witness")
            for number, how in MARK.findall(cell.source):
                line = _line(master, f"<!-- {number}: ")
                if number not in TAG.findall(cell.source):
                    wrong(master, line, f"a mark of equation ({number}), which this cell does not display")
                elif how != DEFINITION and not _is_test(master.path.resolve().parents[2], how):
                    wrong(
                        master, line, f"equation ({number}): got {how!r}, expected {DEFINITION!r} or a test that exists"
                    )
                elif number in found:
                    found[number].vouched.append(how)
    for one in found.values():
        if not one.vouched:
            wrong(
                one.master,
                one.line,
                f"equation ({one.number}) has no witness and is no definition: name it in a witness, "
                f"or mark it by a line <!-- {one.number}: definition --> or <!-- {one.number}: tests/…::test_… -->",
            )
    return list(found.values()), errors


def listing(equations: Sequence[Equation]) -> str:
    """The register as a table of text."""
    rows = [(f"({e.number})", f"{e.master.path.name}:{e.line}", ", ".join(e.vouched) or "NOTHING") for e in equations]
    widths = [max(map(len, column)) for column in zip(*rows)] if rows else []
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    none = sum(not one.vouched for one in equations)
    defined = sum(one.vouched == [DEFINITION] for one in equations)
    evaluated = len(equations) - none - defined
    return "\n".join([*lines, f"{len(lines)} equations: {evaluated} evaluated, {defined} definitions, {none} neither"])


def _numbers(master: Master) -> list[tuple[str, int]]:
    """[(number, line in the file)] of the displayed equations."""
    texts = [cell.source for cell in master.cells if cell.kind == "markdown"]
    return [(number, _line(master, rf"\tag{{{number}}}")) for text in texts for number in TAG.findall(text)]


def _witnesses(master: Master) -> list[tuple[str, int]]:
    """[(number, line in the file)] for every equation that a call of `witness` names."""
    found = []
    for cell in (cell for cell in master.cells if cell.kind == "code"):
        tree = _parsed(cell)
        for call in filter(_is_witness, ast.walk(tree)):
            # A name that is put together, from a table that a loop goes through, is looked for in the whole cell.
            where = call.args[0] if isinstance(call.args[0], ast.Constant) else tree
            constants = [node.value for node in ast.walk(where) if isinstance(node, ast.Constant)]
            words = " ".join(value for value in constants if isinstance(value, str))
            found += [(number, cell.line + call.lineno - 1) for number in NAMED.findall(words)]
    return sorted(set(found), key=lambda one: one[1])


def _is_witness(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "witness" and bool(node.args)


def _parsed(cell: Cell) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError:  # a magic; or an error that running the cell shows
        return ast.Module([], [])


def _line(master: Master, words: str) -> int:
    """The first line of the file that holds `words`."""
    lines = master.path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if words in line), 1)


def _is_test(root: Path, name: str) -> bool:
    """Whether `tests/…/test_file.py::test_name` exists."""
    path, _, test = name.partition("::")
    file = root / path
    return path.startswith("tests/") and file.is_file() and f"def {test}(" in file.read_text(encoding="utf-8")
