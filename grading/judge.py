"""From a submission to verdicts: its answers run behind the wall, and are judged here, where the references are."""

from __future__ import annotations

import dataclasses
import functools
import hmac
import time
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from utils.teaching.exercise import Exercise, Function, sandbox
from utils.teaching.exercise.evaluate import RESTLESS
from utils.teaching.exercise.judge import agree, judge, right_outcomes
from utils.teaching.exercise.outcomes import Ran, Verdict
from utils.teaching.exercise.recognise import Key

from .wall import Wall
from .wall.messages import LONGEST, Report
from .wall.wall import Cells

SEEDS = 2  # hidden ones, beside the seed that everybody sees
JUDGING = 60.0  # seconds of the processor for comparing one answer with all known ones


class Submission(Protocol):
    """What is graded: see grading.notebook."""

    @property
    def setup(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...


def seed(secret: bytes, id: str, run: str) -> int:
    """The seed of an exercise's hidden inputs in one grading run: nobody knows it without the secret."""
    digest = hmac.digest(secret, f"{id}\n{run}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big")


def grade(
    wall: Wall, notebook: Submission, exercises: Iterable[Exercise], secret: bytes, run: str, limit: float = 10.0
) -> dict[str, Verdict]:
    """Exercise id -> its verdict: the first that is not "passed" on the usual inputs and hidden ones.

    secret, run  from which the hidden inputs follow: see `seed`
    limit        seconds of the processor for each answer on each set of inputs
    """
    desk = _Desk(wall, notebook.setup, secret, run, limit)
    return {
        exercise.id: desk.verdict(exercise, notebook.answers[exercise.id])
        if exercise.id in notebook.answers
        else Verdict("not attempted")
        for exercise in exercises
    }


class _Desk:
    """One submission on the judge's desk: whether its own set-up cell works is found out once."""

    def __init__(self, wall: Wall, setup: str, secret: bytes, run: str, limit: float) -> None:
        self.wall, self.setup, self.secret, self.run, self.limit = wall, setup, secret, run, limit
        self.note = ""
        if not setup.strip():
            self._without("is gone")

    def _without(self, why: str) -> None:
        self.setup = self.wall.setup
        self.note = f"Your set-up cell {why}. The course's own was used in its place."

    def verdict(self, exercise: Exercise, answer: Cells) -> Verdict:
        seeds = [None, *(seed(self.secret, exercise.id, f"{self.run}\n{i}") for i in range(SEEDS))]
        keys = [_key(exercise, one) for one in (seeds if exercise.inputs else seeds[:1])]
        report = self._report(exercise, answer, [key.inputs for key in keys])
        if report.fault:
            return self._noted(Verdict("error", report.fault))
        for number, key in enumerate(keys):
            if number >= len(report.ran):
                return self._noted(Verdict("error", "What your code gave cannot be read: a part is missing."))
            verdict = _judged(key, report.ran[number], self.limit)
            if verdict.status == "wrong" and isinstance(exercise, Function):
                again = [key.inputs for key in keys[: number + 1]] + [[*key.inputs, *key.inputs]]
                if _restless(key, self._report(exercise, answer, again)):
                    verdict = Verdict(
                        "mistake", RESTLESS.hint, RESTLESS, verdict.detail, printed=verdict.printed, note=verdict.note
                    )
            if verdict.status != "passed":
                break
        return self._noted(verdict)

    def _report(self, exercise: Exercise, answer: Cells, batches: list) -> Report:
        report = self.wall.run(self.setup, answer, exercise, batches, self.limit)
        if (report.setup or report.odd) and not self.note:
            other = self.wall.run(self.wall.setup, answer, exercise, batches, self.limit)
            if report.setup or not other.odd:  # else it is the answer that writes over its report
                self._without(f"failed ({report.setup})" if report.setup else "writes where it must not")
                report = other
        return Report(fault=f"The course's own set-up failed: {report.setup}") if report.setup else report

    def _noted(self, verdict: Verdict) -> Verdict:
        if not self.note:
            return verdict
        return Verdict(**vars(verdict) | {"note": f"{verdict.note} {self.note}".strip()})


@functools.lru_cache(maxsize=256)  # the same for every submission of a run
def _key(exercise: Exercise, seed: int | None) -> Key:
    inputs = exercise.draw(seed)
    return Key(exercise, inputs, functools.cache(lambda: right_outcomes(exercise, inputs)))


def _judged(key: Key, ran: Ran, limit: float) -> Verdict:
    """As the notebook's check judges it; what the wall let through and cannot be judged is the learner's error."""
    if ran.outcomes and len(ran.outcomes) != len(key.inputs):
        return Verdict("error", "What your code gave cannot be read: not one result an input.")
    judged = sandbox.run(lambda: judge(key, ran, limit), JUDGING, time.process_time)
    if judged.stopped:
        return Verdict("error", "Your code gives far more than is asked, or something that takes too long to judge.")
    if judged.error is not None:
        why = f"{type(judged.error).__name__}: {judged.error}"
        return Verdict("error", f"The check itself failed, which is not your doing: {why}")
    verdict = judged.result
    detail = verdict.detail
    if any(len(value) > LONGEST for _, value in detail):
        detail = [(label, value[:LONGEST]) for label, value in detail]
    return dataclasses.replace(verdict, message=verdict.message[:LONGEST], detail=detail)


def _restless(key: Key, report: Report) -> bool:
    if not report.ran:
        return False
    found, size = report.ran[-1].outcomes, len(key.inputs)
    if len(found) != 2 * size:
        return False
    pairs = [(one, other) for one, other in zip(found, found[size:]) if agree(key.exercise, one, one)]
    return any(not agree(key.exercise, one, other) for one, other in pairs)
