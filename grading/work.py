"""Grading one submission: what is sent to a worker, what a worker does, what comes back. No file is written here."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from dataclasses import dataclass
from pathlib import Path

from . import lecture, notebook
from .cells import Unreadable
from .judge import grade
from .records import GRADED, UNGRADED, UNREADABLE, Record, as_data
from .submissions import Submission
from .wall import NoWall, Wall


@dataclass(frozen=True)
class Plan:
    """What every submission of a run is graded by.

    lecture  its name; folder: the teacher's own exercises, None for the course's
    digest   the exercises' and the code's: a worker that has another refuses
    secret, run  from which the hidden inputs follow
    limit    seconds of the processor an answer may take on each set of inputs
    trusted  whether learners' code may run where there is no wall
    hidden   what must not be readable behind the wall
    """

    lecture: str
    folder: Path | None
    digest: str
    secret: bytes
    run: str
    limit: float = 10.0
    trusted: bool = False
    hidden: tuple[Path, ...] = ()

    @property
    def patience(self) -> float:
        """Seconds after which a worker that has one submission is taken for stuck: far more than the limits allow."""
        return 120.0 + 60.0 * self.limit


@dataclass(frozen=True)
class Task:
    """One submission on its way: its bytes, or why there are none; and the stamp its record will carry."""

    submission: Submission
    raw: bytes
    reason: str
    stamp: str

    def record(self, status: str, **more: object) -> Record:
        """The record of this submission with that status."""
        one = self.submission
        remarks = [text for text in (*one.remarks, *more.pop("remarks", ())) if text != self.reason]  # type: ignore[misc]
        return Record(**one.handed_in(), stamp=self.stamp, status=status, remarks=tuple(remarks), **more)  # type: ignore[arg-type]

    def failed(self, why: str) -> Record:
        """The record of a submission that could not be graded through no fault of its own."""
        return self.record(UNGRADED, reason=why)


class Desk:
    """A worker's desk: the lecture's exercises on this side, the wall beside it."""

    def __init__(self, plan: Plan) -> None:
        """Raises NoWall where there is no wall, ValueError if the exercises here are not the plan's."""
        self.plan, self.lecture = plan, lecture.find(plan.lecture, plan.folder)
        if self.lecture.digest != plan.digest:
            raise ValueError("this worker has another version of the course or of the exercises")
        self.wall = Wall(self.lecture.number, setup=self.lecture.setup, trusted=plan.trusted, hidden=plan.hidden)
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(self.wall)
        self.lock = threading.Lock()  # the wall serves one at a time
        self._try()

    def _try(self) -> None:
        """Raise NoWall if a blank answer does not come back blank: better no grades than wrong ones."""
        exercise = self.lecture.exercises[0]
        blank = notebook.Notebook(self.wall.setup, {exercise.id: notebook.Answer(f'check("{exercise.id}", ...)')})
        verdict = grade(self.wall, blank, [exercise], b"", "", self.plan.limit)[exercise.id]
        if verdict.status != "not attempted" or verdict.note:
            self.close()
            raise NoWall(f"a blank answer came back as {verdict.status}: {verdict.message} {verdict.note}")

    def grade(self, task: Task) -> Record:
        """The record of one submission. Raises NoWall if the wall is no longer what it was."""
        if task.reason:
            return task.record(UNREADABLE, reason=task.reason)
        name = Path(task.submission.file).name
        try:
            read = notebook.understood(task.raw, name, self.lecture.names)
        except Unreadable as error:
            return task.record(UNREADABLE, reason=str(error))
        plan, known = self.plan, {exercise.id for exercise in self.lecture.exercises}
        if not known & read.answers.keys():
            others = ", ".join(sorted(read.answers)[:9])
            answered = f"it answers {others}" if others else "no cell of it checks anything"
            return task.record(UNREADABLE, reason=f"{name} answers none of this lecture's exercises: {answered}")
        with self.lock:
            found = grade(self.wall, read, self.lecture.exercises, plan.secret, plan.run, plan.limit)
        verdicts = {id: as_data(verdict) for id, verdict in found.items()}
        return task.record(GRADED, verdicts=verdicts, remarks=read.remarks, force=self.wall.force)

    def close(self) -> None:
        """Take the wall down."""
        self.stack.close()


def renewed(record: Record, submission: Submission) -> Record:
    """A record that still holds, with the learner's name and files as they are called now."""
    return dataclasses.replace(record, **submission.handed_in())


__all__ = ["Desk", "NoWall", "Plan", "Task", "renewed"]
