"""What a clone does: read its job, confine itself, run the learner's cells, report."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import json
import linecache
import os
import signal
import sys
import time
import types
from collections.abc import Callable, Iterator
from typing import Any

from utils.teaching.exercise import sandbox
from utils.teaching.exercise.run import run
from utils.teaching.exercise.sandbox import TimeIsUp

from .messages import KINDS, PATIENCE, SET_UP, Job, Report, read_job, report_message


def main(
    job: int, report: int, status: int, pulse: int, memory: int, about: dict[str, Any], seconds: int, given: list[str]
) -> None:
    """Run the job that is read from one pipe, and write the report to another.

    status, pulse  where it says what it gave up (`given` already), and that another phase begins
    memory         a file from which it reads how much it has
    """
    import resource  # Linux alone has these

    from .confine import confine

    try:
        with open(job, "rb") as file:
            task = read_job(file.read())
        nothing, kept = os.open(os.devnull, os.O_RDWR), [0, 1, 2, report, status, pulse, memory]
        for fd in (0, 1, 2):
            os.dup2(nothing, fd)
        space = _pages(memory)[0] * resource.getpagesize()
        given = given + confine(about["readable"], about["scratch"], seconds, space, kept)
    except Exception as error:
        os.write(status, json.dumps(f"{type(error).__name__}: {error}").encode() + b"\n")
        return
    os.write(status, json.dumps(given).encode() + b"\n")
    os.close(status)  # from here on nothing that is said can be trusted
    sandbox.memory = lambda: _pages(memory)[1] * resource.getpagesize()
    _beat.append(pulse)
    serve(task, report)
    os._exit(0)


def _pages(memory: int) -> list[int]:
    """Pages of memory that this process has: of addresses, and in use."""
    return [int(word) for word in os.pread(memory, 100, 0).split()]


_beat: list[int] = []  # the pipe to whoever wants to hear of phases
_ready: dict[str, types.ModuleType] = {}


def rehearse(setup: str) -> None:
    """Run the lecture's own set-up cell once, for every clone whose learner has left it as it was."""
    notebook, why = _set_up(setup, 10 * SET_UP)
    if not why:
        _ready[setup.strip()] = notebook


def _set_up(setup: str, limit: float) -> tuple[types.ModuleType, str]:
    """The notebook after its set-up cell, and why that failed, or ""."""
    notebook = _ready.get(setup.strip()) or types.ModuleType("__main__")
    sys.modules["__main__"] = notebook
    builtins.display = builtins.get_ipython = lambda *_, **__: None  # type: ignore[attr-defined]
    why = "" if setup.strip() in _ready else _cell(setup, "set-up", notebook, limit)
    return notebook, why


def serve(task: Job, report: int) -> None:
    """Run the job and write its reports: one when the set-up is done, one at the end."""
    notebook, why = _set_up(task.setup, max(task.limit, SET_UP))
    _say(report, Report(setup=why))
    if why:
        return
    for number, source in enumerate(task.before, 1):  # as in a notebook, one that fails does not stop the next
        _cell(source, f"cell {number} before", notebook, task.limit)
    found: list[Report] = []

    def judged(answer: Any) -> None:
        with _timer(0):
            found[:] = [_ran(task, answer)]

    desk = importlib.import_module("utils.exercises")  # the wall's own: see stand_in
    desk._run[task.id] = judged
    vars(notebook)["check"] = desk.check  # whatever the cells before have made of the name
    why = _cell(task.answer, "answer", notebook, task.limit)
    missed = f"did not reach its check: {why}" if why else f"never calls check({task.id!r}, ...)"
    _say(report, found[0] if found else Report(fault=f"Your cell {missed}."))


def _ran(task: Job, answer: Any) -> Report:
    ran = []
    try:
        for batch in task.batches:
            _begin()
            sandbox.run.__defaults__ = (_clock(),)
            ran.append(run(KINDS[task.kind], answer, batch, task.names, task.limit))
            if ran[-1].stopped or not ran[-1].outcomes:
                break
    except Exception as error:
        return Report(fault=f"The check itself failed, which is not your doing: {_told(error)}")
    return Report(ran)


def _begin() -> None:
    """Say that another phase begins: a cell, or a batch of inputs."""
    for pipe in _beat:
        with contextlib.suppress(OSError):
            os.write(pipe, b".")


def _clock() -> Callable[[], float]:
    """Seconds of the processor, or fewer by the clock on the wall for code that sleeps."""
    busy, began = time.process_time(), time.monotonic()
    return lambda: max(time.process_time() - busy, (time.monotonic() - began) / PATIENCE)


def _cell(source: str, name: str, notebook: types.ModuleType, limit: float) -> str:
    """Run a cell; why it stopped, or ""."""
    _begin()
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        with _timer(limit):
            exec(compile(source, name, "exec", dont_inherit=True), vars(notebook))
    except TimeIsUp:
        return f"stopped after {limit:g} seconds"
    except BaseException as error:
        return _told(error, name)
    return ""


def _told(error: BaseException, name: str = "") -> str:
    """An exception in a line: its type, its text, the line of the cell."""
    line, trace = None, error.__traceback__
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == name else line
        trace = trace.tb_next
    try:
        words = (str(error).strip().splitlines() or [""])[0][:200]
    except Exception:
        words = ""
    return f"{type(error).__name__}: {words}" + (f" (line {line})" if line else "")


@contextlib.contextmanager
def _timer(seconds: float) -> Iterator[None]:
    """Raise TimeIsUp when so many seconds of the processor are gone; 0 is for ever. The timer before goes on after."""

    def stop(*_: Any) -> None:
        raise TimeIsUp

    if sys.platform == "win32":  # without timers: the judge ends the process
        yield
        return
    signal.signal(signal.SIGPROF, stop)
    before, _ = signal.setitimer(signal.ITIMER_PROF, seconds, 0.1 if seconds else 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, before, 0.1 if before else 0)


def _say(report: int, what: Report) -> None:
    data = report_message(what)
    while data:
        data = data[os.write(report, data) :]
