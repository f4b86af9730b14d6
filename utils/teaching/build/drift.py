"""Drift: which notebooks are not, byte for byte, what a build writes, and whose business that is."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat

from . import execute, learners
from .course import expected, masters, sources, woven
from .timing import Timings

EDITED, SAVED, STRAY = "edited here since the last build", "run or saved here since the last build", "has no master"
STALE, DIFFERS = "its exercises changed since the last build", "differs from its master"
ADVICE = "`make build` brings them up to date, and keeps what you wrote as NAME.mine.ipynb beside each."


def drift(root: Path) -> dict[str, str]:
    """Notebook -> how it differs from what `make build` writes; empty when every notebook on disk is as built.

    The notebooks of a master with an error are left out: `course.masters` names the error.
    """
    timings, wrong = Timings(root / "source" / "timings.json"), {}
    there = {path.relative_to(root).as_posix(): STRAY for path in learners.notebooks(root)}
    for kind, path in sources(root):
        for folder in (kind, "solutions"):
            there.pop(f"{folder}/{path.stem}.ipynb", None)
    for one in (one for kind, master in masters(root)[0] for one in woven(root, kind, master)):
        old = learners.saved(root / one.path)
        book = expected(root, one, timings)
        if not old:
            wrong[one.path] = "not built"
        elif learners.edited(old, book.metadata[learners.KEY]):
            wrong[one.path] = EDITED
        elif learners.exercises(old) != one.exercises:
            wrong[one.path] = STALE
        elif (
            timings.seconds(one) is None
            or not execute.keep_outputs(book, nbformat.reads(old, 4))
            or text_of(book) != old
        ):
            same = learners.digest(json.loads(old)["cells"]) == book.metadata[learners.KEY]
            wrong[one.path] = SAVED if same and not learners.as_left(old, book.metadata) else DIFFERS
    return wrong | there


def owned_by_reader(root: Path) -> dict[str, str]:
    """Notebook -> why it is its reader's and no business of the tests: git knows it otherwise, and no build wrote it.

    Empty on a clean checkout, where a committed notebook must be as built, and without git.
    """
    changed = learners.uncommitted(root)
    found = drift(root) if changed else {}
    return {path: why for path, why in found.items() if path in changed and why in (EDITED, SAVED, STRAY)}


def text_of(notebook: nbformat.NotebookNode) -> str:
    """The file's text."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"
