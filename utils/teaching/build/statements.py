"""Statements: what the registry knows of an exercise (title, points, options) is woven into its text, said only there.

### Exercise 02.1        ->   ### Exercise 02.1 · One step of noising (2 points)
{options}                ->   - **a** the first option, and so on
"""

from __future__ import annotations

import hashlib
import importlib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HEADING = re.compile(r"### Exercise (?P<id>[0-9A-Z]+\.\d+)(?P<rest>.*)$")
OPTIONS = "{options}"
SHOWN = re.compile(r'\b(?:check|hint|mistakes)\("(\w+)\.\d+"')
Find = Callable[[str], Any]  # id -> the exercise, with .id, .title, .points and .options; KeyError if there is none


def registry(package: str) -> Find | None:
    """find of the package's module `registry`, by its name, since teaching/ knows nothing of subjects; or None."""
    return importlib.import_module(f"{package}.registry").find if package else None


def fingerprint(package: str, code: Sequence[str]) -> str:
    """Twelve hex digits that change with any file of the exercises that `code` shows; "" if it shows none."""
    text = "\n".join(code)
    numbers = {"[0-9A-Z]*"} if "progress()" in text else set(SHOWN.findall(text))  # progress() shows them all
    over_all = re.search(
        rf"{package} import (museum|guide)\b", text
    )  # what shows all exercises; the guide, all lectures
    patterns = ["**/*.py"] if over_all else [number + end for number in numbers for end in ("_*.py", "_*/**/*.py")]
    if not package or not patterns:
        return ""
    folder = Path(str(importlib.import_module(package).__file__)).parent
    files = {path for pattern in patterns for path in folder.glob(pattern)}
    files |= set(folder.parents[1].glob("source/lectures/*.py")) if over_all and over_all[1] == "guide" else set()
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(os.path.relpath(path, folder).replace(os.sep, "/").encode() + b"\0")
        whole.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return whole.hexdigest()[:12]


def heading(exercise: Any) -> str:
    """The first line of the statement."""
    points = f"{exercise.points:g} point{'s' * (exercise.points != 1)}"
    return f"### Exercise {exercise.id} · {exercise.title} ({points})"


def options(exercise: Any) -> str:
    """The options as a list, letter for letter the registry's."""
    return "\n".join(f"- **{letter}** {text}" for letter, text in exercise.options.items())


def woven(source: str, exercise: Any) -> str:
    """The statement with title, points and options in place; ValueError if it says them itself or has no place."""
    first, *rest = source.splitlines()
    if first.rstrip() != f"### Exercise {exercise.id}":
        raise ValueError(
            f"title and points stand in the exercise's module, as {heading(exercise)!r}: "
            f"write '### Exercise {exercise.id}' alone, got {first!r}"
        )
    places = [number for number, line in enumerate(rest) if line.strip() == OPTIONS]
    if exercise.options and len(places) != 1:
        raise ValueError(f"expected one line {OPTIONS} for the options of the exercise's module, got {len(places)}")
    if places and not exercise.options:
        raise ValueError(f"a line {OPTIONS}, but exercise {exercise.id} has no options")
    for place in places:
        rest[place] = options(exercise)
    return "\n".join([heading(exercise), *rest])
