"""The teacher's desk: answers come in, verdicts go out, progress is kept.

`Desk` knows no exercise of its own; it is given a function that finds one by its id and one
that lists them all, so that it can be tried with others.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..notebook.html import View, notice, show
from .compare import compact
from .evaluate import evaluate
from .exercise import Exercise
from .explain import named
from .isolation import pristine
from .judge import agree, right_outcomes, trusted_outcomes
from .lending import handed_back, is_lent, lend
from .outcomes import Outcome, Verdict
from .progress import Progress
from .verdicts import folded, hints_view, progress_view, verdict_view

COLUMNS = ("exercise", "title", "status", "points", "of")


@dataclass(frozen=True, repr=False)
class Report(View):
    """The progress table; `rows` as in COLUMNS."""

    rows: tuple[tuple, ...] = ()

    def to_csv(self, path: str | Path) -> None:
        """Write one row per exercise, with a header row. Raises OSError if `path` cannot be written."""
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *self.rows])


class Desk:
    """check, hint, progress and mistakes over the exercises that `find` and `everything` give."""

    def __init__(
        self,
        find: Callable[[str], Exercise],
        everything: Callable[[], dict[str, list[Exercise]]],
        store: Progress | None = None,
    ) -> None:
        self._find, self._everything, self._store = find, everything, store
        self._lecture = ""  # of the last check

    @property
    def store(self) -> Progress:
        if self._store is None:
            self._store = Progress()
        return self._store

    def check(self, id: str, answer: Any = None, limit: float = 10.0) -> Any:
        """Judge `answer` to the exercise `id`, show the verdict, and return something that works.

        id      such as "02.1"
        answer  your function, number, formula (text) or letter
        limit   seconds your code may take

        Returns your answer if it passed (behind a conversion if it gives lists or tensors), else the
        course's own, so that the rest of a notebook runs. Raises nothing (but lets your own interrupt through).
        """
        try:
            exercise = self._find(id)
        except KeyError as error:
            show(notice(str(error.args[0]), "error"))
            return answer
        except Exception as error:
            show(notice(f"Exercise {id!r} could not be loaded: {type(error).__name__}: {error}", "error"))
            return answer
        self._lecture = exercise.lecture
        if is_lent(answer):
            verdict = Verdict(
                "not attempted",
                "This is the course's own answer, lent to you by an earlier check. Run the cell with yours again.",
            )
        else:
            verdict = evaluate(exercise, answer, limit=limit)
        note = "" if verdict.status == "not attempted" else self.store.record(id, verdict.status, verdict.points)
        given, became = handed_back(exercise, answer, limit) if verdict.status == "passed" else (lend(exercise), "")
        show(verdict_view(exercise, verdict, " ".join(line for line in (became, note) if line)))
        return given

    def hint(self, id: str) -> None:
        """Open the next hint of exercise `id`; those already open are shown again."""
        try:
            exercise = self._find(id)
        except KeyError as error:
            return show(notice(str(error.args[0]), "error"))
        opened, note = self.store.open_hint(id, len(exercise.hints))
        show(hints_view(exercise, opened))
        if note:
            show(notice(note))

    def progress(self, lecture: str | None = None) -> Report:
        """Every exercise with its status and points, folded by lecture. Display it, or `.to_csv(path)`.

        lecture  the one to show open, such as "02"; without it, that of the last check
        """
        entries, note = self.store.entries()
        chapters = {
            title: tuple(_row(exercise, entries.get(exercise.id, {})) for exercise in exercises)
            for title, exercises in self._everything().items()
        }
        view = progress_view(chapters, str(lecture or self._lecture), note)
        return Report(view.html, view.text, sum(chapters.values(), ()))

    def mistakes(self, id: str) -> View:
        """What people get wrong in exercise `id`: the mistake, its hint, and what it gives beside
        the right answer, on the first input that tells them apart; among options, the one chosen.
        Raises KeyError for an unknown id.
        """
        exercise = self._find(id)
        caption = f"Mistakes people make in exercise {exercise.id}"
        if exercise.options:
            caption += f"; the answer is {_option(exercise, exercise.reference)}"
            header = ["Mistake", "Chosen", "Hint"]
            rows = [[mistake.name, _option(exercise, mistake.wrong), mistake.hint] for mistake in exercise.mistakes]
            return folded(header, rows, caption)
        with pristine():
            found = _tellings(exercise)
        titles = ("Mistake", "In code", "Hint", "For", "It gives", "Right")
        places = {row[3] for row in found}
        if len(places) == 1:  # one input tells all of them apart: say it once
            caption += f", for {' '.join(found[0][3].split())}" if found[0][3] else ""
        columns = [i for i in range(6) if any(row[i] for row in found) and not (i == 3 and len(places) == 1)]
        header, rows = [titles[i] for i in columns], [[row[i] for i in columns] for row in found]
        return folded(header, rows, caption)


def _tellings(exercise: Exercise) -> list[tuple[str, ...]]:
    """Each mistake, its change, hint, the first input that tells it from the right answer, and both values there."""
    inputs = exercise.draw()
    right = right_outcomes(exercise, inputs)
    found: list[tuple[str, ...]] = []
    for mistake in exercise.mistakes:
        wrong = trusted_outcomes(exercise, mistake.answer(exercise), inputs)
        at = next(i for i, pair in enumerate(zip(wrong, right)) if not agree(exercise, *pair))
        where = named(inputs[at], exercise.names())
        found.append((mistake.name, mistake.change(), mistake.hint, where, _given(wrong[at]), _given(right[at])))
    return found


def _option(exercise: Exercise, letter: str) -> str:
    return f"{letter}: {exercise.options[letter]}"


def _given(outcome: Outcome) -> str:
    if outcome.failure:
        return outcome.failure.type
    value = outcome.value
    if isinstance(value, float | np.ndarray) and np.asarray(value).dtype.kind == "f":
        value = np.where(np.abs(value) < 1e-12, 0.0, value)  # rounding noise differs between machines
    return compact(value).strip("'")


def _row(exercise: Exercise, entry: dict) -> tuple:
    best, last = min(entry.get("best", 0), exercise.points), entry.get("last", "")
    if best:
        status = "passed" if last == "passed" else "passed (latest try: not)"
    else:
        status = "not yet" if last else "not attempted"
    return exercise.id, exercise.title, status, best, exercise.points
