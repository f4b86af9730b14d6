"""A run: which submissions still need grading, who does it, how far it is. It may be stopped at any moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from utils.teaching.notebook.progressbar import clock_time

from .cells import Unreadable
from .records import UNGRADED, Record, Results
from .submissions import Submission
from .work import Plan, Task, renewed

Grader = Callable[[Plan, Iterable[Task], int], Iterator[Record]]


def grade_all(
    plan: Plan, results: Results, submissions: list[Submission], grader: Grader, out: TextIO | None = None
) -> list[Record]:
    """A record for each submission, in their order; those that still hold are kept, the others are made.

    Each is written before the next begins, so that an interrupt (which is raised on) loses what was under way, no more.
    """
    found: dict[str, Record] = {}
    left = []
    for submission in submissions:
        task = _task(plan, results, submission)
        kept = results.read(submission.key)
        if kept is not None and kept.stamp == task.stamp and kept.status != UNGRADED:
            found[submission.key] = renewed(kept, submission)
        else:
            left.append(submission)
    bar = Bar(len(submissions), len(found), out or sys.stderr)
    for record in grader(plan, (_task(plan, results, one) for one in left), len(left)):
        results.write(record)
        found[record.key] = record
        bar.show(record.name)
    bar.end()
    return [found[one.key] for one in submissions]


def _task(plan: Plan, results: Results, submission: Submission) -> Task:
    try:
        raw, reason = submission.read(), ""
    except Unreadable as error:
        raw, reason = b"", str(error)
    return Task(submission, raw, reason, results.stamp(raw or reason.encode(), plan.digest, plan.limit, plan.trusted))


class Bar:
    """How far a run is: a line that is written over in a terminal, a line now and then elsewhere."""

    def __init__(self, total: int, before: int, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.before, self.done, self.out, self.clock = total, before, before, out, clock
        self.first = self.shown = clock()  # of those that this run graded
        if before:
            print(f"{before} of {total} were graded before and still hold.", file=out, flush=True)

    def show(self, name: str) -> None:
        """One more is graded."""
        self.done += 1
        now, live, made = self.clock(), self.out.isatty(), self.done - self.before
        if made == 1:
            self.first = now  # it took the workers' start along
        elif now - self.shown < (0.1 if live else 10) and self.done < self.total:
            return
        self.shown = now
        pace = (now - self.first) / (made - 1) if made > 1 else 0
        left = f", {clock_time(pace * (self.total - self.done))} left" if pace and self.done < self.total else ""
        text = f"[{'#' * (20 * self.done // self.total):.<20}] {self.done} of {self.total}{left}"
        self.out.write(f"\r{text} · {name:.30}\033[K" if live else f"{text}\n")
        self.out.flush()

    def end(self) -> None:
        """Nothing is left."""
        if self.out.isatty() and self.done > self.before:
            self.out.write("\n")
