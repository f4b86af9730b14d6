"""Workers on this machine: processes with a wall each. One that dies or hangs loses nothing but its own try."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from .records import Record
from .work import Desk, NoWall, Plan, Task

TRIES = 2  # how often a submission may take its worker down before it is left ungraded


class CannotGrade(RuntimeError):
    """No worker can begin; the text says why."""


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    task: Task | None = None
    since: float = field(default_factory=time.monotonic)


class _Queue:
    """Tasks still to be given out: `count` that come from `tasks` as they are needed, and those to be tried again."""

    def __init__(self, tasks: Iterable[Task], count: int) -> None:
        self.fresh, self.count, self.again, self.tries = iter(tasks), count, deque[Task](), Counter[str]()

    def __len__(self) -> int:
        return self.count + len(self.again)

    def pop(self) -> Task:
        if self.again:
            return self.again.popleft()
        self.count -= 1
        return next(self.fresh)

    def lost(self, task: Task) -> bool:
        """Whether a task whose worker is gone has been tried often enough; else it is tried again."""
        self.tries[task.submission.key] += 1
        over = self.tries[task.submission.key] >= TRIES
        if not over:
            self.again.append(task)
        return over


def graded(plan: Plan, tasks: Iterable[Task], count: int, workers: int) -> Iterator[Record]:
    """The record of each of `count` tasks, as they are finished. Raises CannotGrade if a worker cannot even begin."""
    queue, standing = _Queue(tasks, count), list[_Worker]()
    place = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)  # of walls whose worker died too
    try:
        while len(queue) or any(worker.task for worker in standing):
            busy = sum(worker.task is not None for worker in standing)
            while len(standing) < min(workers, busy + len(queue)):
                standing.append(_started(plan, place.name))
            for worker in _heard(standing, plan.patience):
                answer = _answer(worker)
                if isinstance(answer, str):
                    raise CannotGrade(answer)
                if answer is None:  # it is gone, and its task with it
                    standing.remove(worker)
                    _end(worker)
                    if worker.task is None:
                        raise CannotGrade("a worker ended before it had begun")
                    if queue.lost(worker.task):
                        yield worker.task.failed(f"its worker ended or hung {TRIES} times")
                    continue
                worker.task = None
                if isinstance(answer, Record):
                    yield answer
                if len(queue):
                    worker.task, worker.since = queue.pop(), time.monotonic()
                    with contextlib.suppress(OSError):  # gone meanwhile: the next round hears of it
                        worker.pipe.send(worker.task)
    finally:
        for worker in standing:
            _end(worker)
        place.cleanup()


def _started(plan: Plan, place: str) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(plan, theirs, place), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _heard(standing: list[_Worker], patience: float) -> list[_Worker]:
    """The workers that have said something, have ended, or have said nothing for too long."""
    pipes = {worker.pipe: worker for worker in standing}
    ready = [pipes[pipe] for pipe in wait(list(pipes), timeout=5)]  # type: ignore[index]
    late = [w for w in standing if w not in ready and time.monotonic() - w.since > patience]
    for worker in late:
        worker.process.kill()
    return ready + late


def _answer(worker: _Worker) -> Record | str | bool | None:
    """What a worker says: it is ready (True), it cannot begin (a text), a record; None if it is gone."""
    try:
        return worker.pipe.recv() if worker.pipe.poll() else None
    except (EOFError, OSError):
        return None


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(1)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _serve(plan: Plan, pipe: Connection, place: str) -> None:
    """A worker's life: it ends when nobody is there to tell it."""
    tempfile.tempdir = place
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started the run
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    try:
        desk = Desk(plan)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    try:
        pipe.send(True)
        while True:
            pipe.send(_tried(desk, pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        desk.close()


def _tried(desk: Desk, task: Task) -> Record:
    """The record; one that says what failed, where the grading itself did. Without its wall a worker ends."""
    try:
        return desk.grade(task)
    except NoWall:
        raise
    except Exception as error:
        return task.failed(f"the grading failed, {type(error).__name__}: {error}")
