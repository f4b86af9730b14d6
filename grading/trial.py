"""A teacher's own exercises, tried before a class meets them: do they accept what is right, and name what is wrong?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from utils.teaching.exercise import Exercise, Function, Prediction
from utils.teaching.exercise.evaluate import evaluate

from . import lecture
from .notebook import Answer
from .wall import NoWall, Wall

SEEDS = (None, 1, 2, 3)  # the inputs everybody sees, and some of those that are hidden


def tried(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """(exercise, what is wrong with it: nothing, mostly) for every module NN_name.py of a folder.

    Raises ValueError if there is none, or if one cannot be loaded.
    """
    names = [path.stem for path in sorted(folder.glob("[0-9A-Z]*_*.py"))]
    if not names:
        raise ValueError(f"exercises: {folder} holds no module NN_name.py")
    for name in names:
        found = lecture.find(name, folder)
        try:
            with Wall(found.number, setup=found.setup, trusted=True) as wall:
                for exercise in found.exercises:
                    yield f"{name} {exercise.id}", [*_judged(exercise), *_crossing(exercise, wall)]
        except NoWall as error:
            raise ValueError(f"{name}: {error}") from None


def _judged(exercise: Exercise) -> Iterator[str]:
    """Whether the reference passes, and each mistake is rejected and recognised as itself."""
    for seed in SEEDS if exercise.inputs else SEEDS[:1]:
        where = "the usual inputs" if seed is None else f"inputs from seed {seed}"
        try:
            verdict = evaluate(exercise, _handed_in(exercise, exercise.reference), seed)
            if verdict.status != "passed":
                yield f"the reference does not pass on {where}: {verdict.message}"
                return
            for mistake in exercise.mistakes:
                verdict = evaluate(exercise, _handed_in(exercise, mistake.answer(exercise)), seed)
                if verdict.status == "passed" and not isinstance(exercise, Prediction):
                    yield f"{mistake.name!r} passes on {where}: add an input on which it is wrong"
                elif verdict.mistake is not mistake:
                    seen = verdict.mistake.name if verdict.mistake else verdict.status
                    yield f"{mistake.name!r} is not told as itself on {where}, but as {seen!r}"
        except Exception as error:
            yield f"on {where}: {type(error).__name__}: {error}"
            return


def _crossing(exercise: Exercise, wall: Wall) -> Iterator[str]:
    """Whether its inputs are plain data, which alone crosses the wall."""
    blank = Answer(f'check("{exercise.id}", ...)')
    try:
        report = wall.run(wall.setup, blank, exercise, [exercise.draw(seed) for seed in SEEDS[:2]])
        if report.setup or report.fault:
            yield f"behind the wall: {report.setup or report.fault}"
    except ValueError as error:
        yield f"its inputs cannot cross the wall: {error}"


def _handed_in(exercise: Exercise, answer: Any) -> Any:
    """A reference or a mistake as a learner would hand it in: a number, not a function that computes it."""
    return answer() if callable(answer) and not isinstance(exercise, Function) else answer
