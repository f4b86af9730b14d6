"""Masters: read a py:percent notebook of `source/`, and find its exercises and their worked solutions.

An exercise is a markdown cell tagged "exercise" whose first line reads `### Exercise 02.1` (title, points and options
are woven in: see statements.py); then one code cell tagged "exercise" with the stub, the worked answer between
`### BEGIN SOLUTION` and `### END SOLUTION`, and `name = check("02.1", name)`; then, if wanted, a markdown cell wholly
between the markers that says why the answer is right. Anything else is an error that names the file and the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from .cells import Cell, MasterError, read_cells
from .markers import BEGIN, END, checked_name, regions, stub, worked
from .statements import HEADING, Find, woven

REASON = "**Why this is right"


@dataclass(frozen=True)
class Task:
    """An exercise in the text: its id and its cells (why is None where no reason is given)."""

    id: str
    statement: Cell
    work: Cell
    why: Cell | None


@dataclass(frozen=True)
class Master:
    """A parsed master: path, cells in order, exercises in order."""

    path: Path
    cells: tuple[Cell, ...]
    tasks: tuple[Task, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def title(self) -> str:
        """The first heading, without its hashes."""
        found = re.search(r"^#+ (.+)$", self.cells[0].source, re.M)
        return found[1].strip() if found else self.name


def read(path: Path | str, find: Find | None = None) -> Master:
    """Parse and check one master. Raises MasterError, with file and line, for the first mistake found.

    find: gives the exercises whose title, points and options are woven in; without it statements stay as written.
    """
    path = Path(path)
    cells = read_cells(path)
    if not cells or cells[0].kind != "markdown" or not re.search(r"^# \S", cells[0].source, re.M):
        raise MasterError(path, cells[0].line if cells else 1, "the first cell must be markdown with a '# Title'")
    for cell in cells:
        try:
            regions(cell.source)
        except SyntaxError as error:
            raise MasterError(path, cell.line + (error.lineno or 1) - 1, error.msg) from None
    tasks = _tasks(path, cells)
    if find is not None:
        statements = {id(task.statement): _statement(path, task, find) for task in tasks}
        tasks = tuple(replace(task, statement=statements[id(task.statement)]) for task in tasks)
        cells = tuple(statements.get(id(cell), cell) for cell in cells)
    return Master(path, cells, tasks)


def _statement(path: Path, task: Task, find: Find) -> Cell:
    """The exercise's statement with what the registry knows of it."""
    try:
        exercise = find(task.id)
    except KeyError:
        message = f"exercise id {task.id!r} is not in the registry"
        raise MasterError(path, task.statement.line, message) from None
    except Exception as error:
        message = f"the module of exercise {task.id} does not load: {type(error).__name__}: {error}"
        raise MasterError(path, task.statement.line, message) from error
    try:
        return replace(task.statement, source=woven(task.statement.source, exercise))
    except ValueError as error:
        raise MasterError(path, task.statement.line, f"exercise {task.id}: {error}") from None


def _tasks(path: Path, cells: tuple[Cell, ...]) -> tuple[Task, ...]:
    tasks: list[Task] = []
    used: set[int] = set()
    for index, cell in enumerate(cells):
        if cell.kind == "markdown" and "exercise" in cell.tags and not _is_why(cell):
            task = _task(path, cells, index, {known.id for known in tasks})
            tasks.append(task)
            used |= {index, index + 1} | ({index + 2} if task.why else set())
    for index, cell in enumerate(cells):
        if index not in used and cell.kind == "code" and "exercise" in cell.tags:
            raise MasterError(
                path,
                cell.line,
                "missing exercise id: no '### Exercise NN.k' cell tagged exercise stands right before this cell",
            )
        if index not in used and cell.source.startswith(REASON):
            raise MasterError(path, cell.line, f"{REASON!r} without markers around it would show the answer")
        if index not in used and BEGIN in cell.source:
            raise MasterError(path, cell.line, "a solution marker outside an exercise")
    return tuple(tasks)


def _task(path: Path, cells: tuple[Cell, ...], index: int, taken: set[str]) -> Task:
    statement = cells[index]
    heading = HEADING.match(statement.source.splitlines()[0] if statement.source else "")
    if heading is None:
        raise MasterError(
            path,
            statement.line,
            "missing exercise id: the first line of an exercise must read '### Exercise NN.k'",
        )
    number, expected = heading["id"], path.stem.split("_")[0]
    if number.split(".")[0] != expected:
        raise MasterError(path, statement.line, f"exercise id {number!r} must start with {expected!r}")
    if number in taken:
        raise MasterError(path, statement.line, f"duplicate exercise id {number!r}")
    if regions(statement.source):
        raise MasterError(path, statement.line, "a solution marker in the statement of an exercise")
    after = cells[index + 1 : index + 3]
    if not after or after[0].kind != "code" or "exercise" not in after[0].tags:
        raise MasterError(path, statement.line, f"exercise {number} without a code cell tagged exercise after it")
    work = after[0]
    if not regions(work.source):
        raise MasterError(path, work.line, f"exercise {number} without an answer between '{BEGIN}' and '{END}'")
    for version in (worked(work.source), stub(work.source)):
        try:
            name = checked_name(version, number)
        except SyntaxError as error:
            raise MasterError(path, work.line, f"exercise {number} does not parse: {error.msg}") from None
        if name is None:
            raise MasterError(
                path,
                work.line,
                f"exercise {number} without a check: "
                f'its cell must end with  name = check("{number}", name)  outside the markers',
            )
    why = after[1] if len(after) > 1 and _is_why(after[1]) else None
    return Task(number, statement, work, why)


def _is_why(cell: Cell) -> bool:
    lines = cell.source.strip().splitlines()
    return cell.kind == "markdown" and len(lines) > 1 and lines[0] == BEGIN and lines[-1] == END
