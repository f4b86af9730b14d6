"""Answers as learners write them, right and wrong, and what the check says to each: `answers/a_NN.py`.

    python -m tests.exercises.answers 02          the wrong ones of lecture 02, each with the mistake it was taken for
    python -m tests.exercises.answers 02.3

Each file defines ANSWERS: exercise id -> {"right": [...], "wrong": [...]}. An entry is a text (the source of a
function, the expression of a number, a formula, a letter), an object, or a pair (entry, why it has no name).
"""

from __future__ import annotations

import decimal
import fractions
import importlib
import math
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import torch

from utils.exercises import registry
from utils.teaching.exercise import Exercise, Function, Number, Prediction
from utils.teaching.exercise.evaluate import evaluate
from utils.teaching.exercise.outcomes import Verdict

LECTURES = sorted(path.stem.removeprefix("a_") for path in (Path(__file__).parent / "answers").glob("a_*.py"))


@dataclass(frozen=True)
class Judged:
    """One answer of a set, and its verdict."""

    exercise: Exercise
    entry: Any
    verdict: Verdict

    @property
    def text(self) -> str:
        return self.entry.strip() if isinstance(self.entry, str) else repr(self.entry)

    @property
    def rejected(self) -> bool:
        """Whether it earned nothing; a guess earns its points, and is called wrong all the same."""
        if isinstance(self.exercise, Prediction):
            return self.verdict.status != "passed" or "Not so." in self.verdict.message
        return self.verdict.status in ("mistake", "wrong", "error", "timeout")

    @property
    def named(self) -> bool:
        return self.rejected and self.verdict.mistake is not None


def answers(lecture: str) -> dict[str, dict[str, list]]:
    """The set of one lecture, such as "02"."""
    return importlib.import_module(f"tests.exercises.answers.a_{lecture}").ANSWERS


def judged(lecture: str, side: str, ids: list[str] | None = None) -> list[Judged]:
    """Every "right" or "wrong" answer of a lecture with its verdict, or those to the exercises `ids`."""
    found = []
    for id, sides in answers(lecture).items():
        if ids is not None and id not in ids:
            continue
        exercise = registry.find(id)
        for entry in sides[side]:
            entry = entry[0] if isinstance(entry, tuple) and side == "wrong" else entry
            found.append(Judged(exercise, entry, evaluate(exercise, read(exercise, entry))))
    return found


def read(exercise: Exercise, entry: Any) -> Any:
    """The object that a learner would hand to `check`, in a namespace of its own."""
    if not isinstance(entry, str):
        return entry
    space = {"np": np, "math": math, "torch": torch, "Fraction": fractions.Fraction, "Decimal": decimal.Decimal}
    if isinstance(exercise, Function):
        exec(compile(entry.strip("\n"), f"<answer to {exercise.id}>", "exec"), space)
        defined = [value for value in space.values() if isinstance(value, FunctionType)]
        return space.get(exercise.reference.__name__) or defined[-1]
    if isinstance(exercise, (Number, Prediction)) and exercise.options is None:
        try:
            return eval(entry.strip(), space)
        except (SyntaxError, NameError):
            return entry
    return entry
