"""What is graded: a lecture's exercises, or a teacher's own in the same format from a folder outside the course."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from utils.teaching.exercise import Exercise

from .cells import Unreadable, cells_of, contents
from .names import ID

ROOT = Path(__file__).parents[1]
CODE = ("grading", "utils/teaching/exercise")  # what verdicts depend on besides the exercises
BARE = "import numpy as np\n\nfrom utils.exercises import check, hint"  # where there is no notebook at all
CHECKED = re.compile(rf"""\bcheck\(\s*["']({ID.pattern})["'],\s*(\w+)\s*\)""")


@dataclass(frozen=True)
class Lecture:
    """What a run grades.

    name       "02_noising"; its number is what stands before the _
    exercises  in their order
    names      exercise's id -> what the notebook calls its answer, "" if that is not known
    digest     of the exercises and of the code that judges: another one makes every record stale
    folder     the teacher's own folder, None for the course's exercises
    setup      the notebook's set-up cell where the teacher's folder has a notebook, None for the course's own
    """

    name: str
    exercises: Sequence[Exercise]
    names: dict[str, str]
    digest: str
    folder: Path | None = None
    setup: str | None = None

    @property
    def number(self) -> str:
        return self.name.split("_")[0]

    @property
    def title(self) -> str:
        """ "Lecture 02 · noising"."""
        number, _, rest = self.name.partition("_")
        return f"Lecture {number} · {rest.replace('_', ' ')}" if rest else f"Lecture {number}"

    @property
    def points(self) -> int:
        """Points that can be earned."""
        return sum(exercise.points for exercise in self.exercises)


def find(wanted: str, folder: Path | None = None) -> Lecture:
    """The lecture "02", "02_noising" or lectures/02_noising.ipynb; its exercises from `folder` if there is one.

    Raises ValueError, saying what there is, if none is meant or if the folder's module is not as it should be.
    """
    number = Path(wanted).stem.split("_")[0]
    number = number.zfill(2) if number.isdigit() else number
    registry = importlib.import_module("utils.exercises.registry")
    places = [Path(registry.FOLDER) / name for name in registry.modules()] if folder is None else _modules(folder)
    found = [place for place in places if place.stem.split("_")[0] == number]
    if len(found) != 1:
        known = ", ".join(place.stem for place in places) or "none"
        where = "the course" if folder is None else f"{folder} (modules NN_name.py)"
        raise ValueError(f"lecture: got {wanted!r}, expected one of {known} in {where}")
    [place] = found
    exercises = registry.exercises(place.stem) if folder is None else _loaded(place)
    setup, names = _notebook((ROOT / "lectures" if folder is None else place.parent) / f"{place.stem}.ipynb")
    if folder is None:
        setup = None
    elif setup is None and not list((ROOT / "lectures").glob(f"{number}_*.ipynb")):
        setup = BARE
    digest = _digest([place, place.with_suffix(".py"), *(ROOT / name for name in CODE)], setup, names)
    named = {exercise.id: names.get(exercise.id, "") for exercise in exercises}
    return Lecture(place.stem, exercises, named, digest, folder, setup)


def _modules(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ValueError(f"exercises: {folder} is no folder")
    return sorted(path for path in folder.glob("[0-9A-Z]*_*.py"))


def _loaded(path: Path) -> list[Exercise]:
    """EXERCISES of a teacher's module. Raises ValueError, naming the file, for anything else."""
    name = f"private_exercises_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None  # it ends in .py
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        exercises = list(module.EXERCISES)
    except Exception as error:
        raise ValueError(f"{path.name}: {type(error).__name__}: {error}") from error
    ids = [one.id for one in exercises if isinstance(one, Exercise)]
    if len(ids) < len(exercises) or len(set(ids)) < len(ids) or not ids:
        raise ValueError(f"{path.name}: EXERCISES must be exercises with different ids, got {exercises!r:.200}")
    return exercises


def _notebook(path: Path) -> tuple[str | None, dict[str, str]]:
    """The set-up cell of a lecture's notebook, and what it calls each answer; nothing where there is no notebook."""
    try:
        cells, _ = cells_of(contents(path), path.name)
    except Unreadable:
        return None, {}
    setup = [cell.source for cell in cells if cell.code and "setup" in cell.tags]
    names = dict(pair for cell in cells if cell.code for pair in CHECKED.findall(cell.source))
    return "\n\n".join(setup) or None, names


def _digest(places: Sequence[Path], *more: object) -> str:
    """A hash of the Python files at and below some places, by their names and bytes."""
    found = hashlib.sha256(repr(more).encode())
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place] * place.is_file():
            found.update(f"{path.relative_to(place.parent)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]
