"""A lecture as a source notebook of nbgrader, from which `nbgrader generate_assignment` makes what students get.

    python -m grading.nbgrader_source 02 --out COURSE/source/lecture_02

The worked answers stand between nbgrader's own markers, as they do in the course's masters. Each exercise becomes two
cells: the answer, and a locked one that checks it for its points, with other inputs in nbgrader's hidden tests.
"""

from __future__ import annotations

import argparse
import importlib
import secrets
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from utils.teaching.build import master
from utils.teaching.build.equations import unmarked
from utils.teaching.build.markers import BEGIN, STUB, checked_name, stub
from utils.teaching.build.weave import METADATA

ROOT = Path(__file__).resolve().parents[1]
FIND = importlib.import_module("utils.exercises.registry").find  # found by name, as everywhere in grading
TEST = """\
given, {name} = {name}, check("{id}", {name})  # what check gives back works in the cells below, whatever was answered
from utils.exercises import registry
from utils.teaching.exercise.evaluate import evaluate, grade

verdict = evaluate(registry.find("{id}"), given)
assert verdict.points, verdict.message
### BEGIN HIDDEN TESTS
assert grade(registry.find("{id}"), given, seeds={seeds}).points
### END HIDDEN TESTS"""


def notebook(path: Path, seeds: Sequence[int]) -> nbformat.NotebookNode:
    """The master at `path` with nbgrader's metadata; the inputs of the hidden tests are drawn from `seeds`."""
    read = master.read(path, FIND)
    work = {id(task.work): task.id for task in read.tasks}
    reasons = {id(task.why) for task in read.tasks}
    cells = []
    for number, cell in enumerate(read.cells):
        name = f"cell-{number}"
        if id(cell) in work:
            cells += _exercise(cell.source, work[id(cell)], seeds)
        elif cell.kind == "code":
            cells.append(new_code_cell(cell.source, id=name, metadata={"tags": list(cell.tags)}))
        elif id(cell) not in reasons:  # nbgrader would take a text between markers for an essay to be written
            cells.append(new_markdown_cell(unmarked(cell.source), id=name))
    return new_notebook(cells=cells, metadata=METADATA)


def _exercise(source: str, id: str, seeds: Sequence[int]) -> list[nbformat.NotebookNode]:
    name = checked_name(source, id)
    answer = "\n".join(line for line in source.splitlines() if f'check("{id}"' not in line).rstrip()
    if f"{name} = {STUB}" in stub(source).splitlines():  # so that the name is there once the answer is taken out
        answer = answer.replace(BEGIN, f"{name} = ...\n{BEGIN}", 1)
    test = TEST.format(name=name, id=id, seeds=list(seeds))
    return [_cell("answer", id, answer, solution=True), _cell("test", id, test, points=FIND(id).points)]


def _cell(kind: str, id: str, source: str, solution: bool = False, **points: int) -> nbformat.NotebookNode:
    name = f"{kind}-{id.replace('.', '-')}"
    fields = {"grade_id": name, "solution": solution, "grade": not solution, "locked": not solution, "task": False}
    return new_code_cell(source, id=name, metadata={"nbgrader": {"schema_version": 3, **fields, **points}})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lecture", help='its number, such as "02"')
    parser.add_argument("--out", type=Path, required=True, help="folder for the notebook: source/ASSIGNMENT")
    options = parser.parse_args()
    found = sorted((ROOT / "source" / "lectures").glob(f"{options.lecture}_*.py"))
    if len(found) != 1:
        parser.error(f"lecture must be the number of one master in source/lectures, got {options.lecture!r}")
    options.out.mkdir(parents=True, exist_ok=True)
    target = options.out / f"{found[0].stem}.ipynb"
    nbformat.write(notebook(found[0], [secrets.randbelow(2**31) for _ in range(2)]), target)
    print(f"{target}: run nbgrader generate_assignment {options.out.name}")


if __name__ == "__main__":
    main()
