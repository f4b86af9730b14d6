"""The course as its source says: the masters that hold together, and the notebooks that each of them gives."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import nbformat

from . import callbacks, equations, links
from .cells import MasterError
from .master import Master, read
from .statements import fingerprint, registry
from .timing import Timings, reading_minutes
from .weave import Woven, lecture, solutions

KINDS = ("lectures", "appendices")


def masters(root: Path) -> tuple[list[tuple[str, Master]], list[str]]:
    """([(kind, master)], errors): every master that holds together, and a `file:line: message` for each slip."""
    found, errors, unread = readable(root)
    listed = None
    try:
        listed = contents(root)
    except MasterError as error:
        errors.append(str(error))
    wrong = {master.path: _slips(kind, master, listed) + callbacks.late(master) for kind, master in found}
    for master, message in equations.register([master for _, master in found], unread)[1]:
        wrong[master.path].append(message)
    errors += [message for messages in wrong.values() for message in messages]
    return [(kind, master) for kind, master in found if not wrong[master.path]], errors


def readable(root: Path) -> tuple[list[tuple[str, Master]], list[str], list[str]]:
    """([(kind, master)], errors, how the equations of the masters that cannot be read begin)."""
    found, errors, unread = [], [], []
    find = registry(links.settings(root)["exercises"])
    for kind, path in sources(root):
        try:
            found.append((kind, read(path, find)))
        except MasterError as error:
            errors.append(str(error))
            unread.append(equations.prefix(path.stem))
    return found, errors, unread


def sources(root: Path) -> list[tuple[str, Path]]:
    """[(kind, path)] of every master, good or bad."""
    return [(kind, path) for kind in KINDS for path in sorted((root / "source" / kind).glob("*.py"))]


def contents(root: Path) -> dict | None:
    """source/course.toml, or None without one. Raises MasterError with file and line if it cannot be read."""
    path = root / "source" / "course.toml"
    if not path.exists():
        return None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise MasterError(path, int(line[1]) if line else 1, f"cannot be read: {error}") from None


def woven(root: Path, kind: str, master: Master) -> list[Woven]:
    """The notebooks of one master."""
    known = links.settings(root)
    address, package = known["repository"] if links.published(root) else "", known["exercises"]
    made = [lecture(master, kind, address), solutions(master, address, package)]
    return [replace(one, exercises=fingerprint(package, one.code)) for one in made if one is not None]


def expected(root: Path, one: Woven, timings: Timings) -> nbformat.NotebookNode:
    """The notebook as it must stand on disk, without outputs."""
    seconds = timings.seconds(one)
    return one.notebook(
        {
            "badges": links.launch_line(root, one.path),
            "minutes": str(reading_minutes(one)),
            "seconds": "?" if seconds is None else str(seconds),
        }
    )


def _slips(kind: str, master: Master, listed: dict | None) -> list[str]:
    """A `file:line: message` for whatever a master of this kind lacks."""
    first, number, slips = master.cells[0], master.name.split("_")[0], []

    def wrong(line: int, message: str) -> None:
        slips.append(str(MasterError(master.path, line, message)))

    if kind == "appendices" and master.tasks:
        wrong(master.tasks[0].statement.line, "an appendix can hold no exercise")
    if master.tasks and not any("setup" in cell.tags for cell in master.cells):
        wrong(master.tasks[0].statement.line, "exercises, but no cell tagged setup: the solutions open with it")
    if not re.search(rf"^# {re.escape(number)} · \S", first.source, re.M):
        wrong(first.line, f"the title must read '# {number} · …'")
    for token in ("{badges}", "{minutes}", "{seconds}")[: 3 if any(c.kind == "code" for c in master.cells) else 1]:
        if token not in first.source:
            wrong(first.line, f"the first cell lacks {token}, which the build fills in")
    if listed is not None:
        names = [name for part in listed["part"] for name in part["lectures"]] if kind == "lectures" else listed[kind]
        if master.name not in names:
            wrong(1, f"{master.name} is not among the {kind} of source/course.toml, so no map would show it")
    return slips
