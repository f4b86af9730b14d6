"""Workers on many machines, by Dask: each has this course with its extra `grade`, and puts up a wall of its own."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from .pool import CannotGrade
from .records import Record
from .work import Desk, NoWall, Plan, Task

AHEAD = 200  # submissions on their way at one time: their bytes stay with the scheduler until they are graded


def graded(plan: Plan, tasks: Iterable[Task], count: int, scheduler: str) -> Iterator[Record]:
    """The record of each task, as they are finished; a task whose worker is lost is given to another one.

    Raises CannotGrade if no worker can begin, OSError if there is no scheduler at that address.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise CannotGrade("--scheduler needs the extra `grade`: pip install 'diffusion-course[grade]'") from None
    left = iter(tasks)
    with Client(scheduler) as client:
        going: dict[Any, Task] = {}

        def send() -> Any:
            task = next(left, None)
            if task is None:
                return None
            future = client.submit(_grade, plan, task, pure=False)
            going[future] = task
            return future

        finished = as_completed([future for _ in range(AHEAD) if (future := send()) is not None])
        for future in finished:
            task = going.pop(future)
            try:
                record = future.result()
            except KilledWorker:
                record = task.failed("the workers that had it were lost")
            except Exception as error:  # such as a scheduler that is gone
                record = task.failed(f"{type(error).__name__}: {error}")
            if isinstance(record, str):
                raise CannotGrade(record)
            yield record
            if (other := send()) is not None:
                finished.add(other)


@functools.lru_cache(maxsize=1)
def _desk(plan: Plan) -> Desk:
    return Desk(plan)


def _grade(plan: Plan, task: Task) -> Record | str:
    """On a worker: its record, or why the worker cannot grade."""
    try:
        desk = _desk(plan)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    try:
        return desk.grade(task)
    except NoWall as error:
        _desk.cache_clear()  # the next one puts up another
        desk.close()
        return task.failed(str(error))
