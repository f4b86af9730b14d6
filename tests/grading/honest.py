"""Submissions made from the built notebooks: a lecture with its worked answers in place, and changes to it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path

from utils.exercises import registry
from utils.teaching.build.markers import checked_name

ROOT = Path(__file__).parents[2]
LECTURES = sorted(path.stem for path in (ROOT / "lectures").glob("[0-9]*.ipynb") if ".mine" not in path.name)


def lecture(number: str) -> str:
    """The full name of a lecture: "02" -> "02_noising"."""
    return next(name for name in LECTURES if name.startswith(number))


def exercises(number: str) -> list:
    """The exercises of a lecture, from the registry."""
    return registry.exercises(lecture(number))


@functools.cache
def _text(folder: str, number: str) -> str:
    return (ROOT / folder / f"{lecture(number)}.ipynb").read_text(encoding="utf-8")


def built(number: str, folder: str = "lectures") -> dict:
    """A built notebook, a new copy each time."""
    return json.loads(_text(folder, number))


def code(cell: dict) -> str:
    return "".join(cell["source"])


def exercise_cells(book: dict) -> Iterator[tuple[str, dict]]:
    """(id, code cell) of each exercise in a built notebook."""
    ids = [exercise.id for exercise in exercises(book["number"])]
    for cell in book["cells"]:
        if cell["cell_type"] == "code" and "exercise" in cell["metadata"].get("tags", ()):
            yield next(id for id in ids if checked_name(code(cell), id)), cell


def setup_cell(book: dict) -> dict:
    return next(cell for cell in book["cells"] if "setup" in cell["metadata"].get("tags", ()))


def solved(number: str) -> dict:
    """The lecture as a learner hands it in who solved everything; `number` is kept for the functions above."""
    book, worked = built(number), built(number, "solutions")
    book["number"] = worked["number"] = number
    answers = {id: code(cell) for id, cell in exercise_cells(worked)}
    for id, cell in exercise_cells(book):
        cell["source"] = answers[id].splitlines(keepends=True)
    return book


def short(number: str) -> dict:
    """The same without the cells that are neither set-up nor exercise: quicker to read."""
    book = solved(number)
    book["cells"] = [c for c in book["cells"] if {"setup", "exercise"} & set(c["metadata"].get("tags", ()))]
    return book


def dumped(book: dict) -> bytes:
    """The file."""
    return json.dumps({key: value for key, value in book.items() if key != "number"}, ensure_ascii=False).encode()
