"""Running a learner's code: on a thread, for a limited time and memory, quietly, its prints kept.

A thread and not a signal, so that it works the same on Windows and macOS and inside a
notebook kernel. When time or memory is up an exception is raised inside the thread (between two
bytecodes). Code asleep or busy in one long C call is left behind on its daemon thread and ends
when the call returns. Only a C call that never lets other threads run (sum(itertools.count()),
7**(10**8), a pattern that backtracks for ever) can be stopped by nothing inside the process, neither by
the limit nor by the user's interrupt: the kernel must be restarted. Where threads cannot start
(Python in a browser) the code runs directly, without limits, and the run says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import random
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

_errstate = np.errstate  # bound here: the learner may have replaced numpy's own
_states: list[tuple[Callable, Callable, Callable]] = [
    (random.getstate, random.setstate, random.seed),
    (np.random.get_state, np.random.set_state, np.random.seed),
]
STACK = 2**24  # bytes; threads get 0.5 MB on macOS, too little for torch and deep recursion
SLICE = 0.02  # seconds between looks at the clock, so that the user's interrupt is seen
GROWTH = 2**30  # bytes by which the process may grow: Binder stops a kernel that has 2 GB


class TimeIsUp(SystemExit):
    """Raised inside the learner's thread. `except Exception` lets it through."""


def _hook(args: Any, shown: Callable[[Any], Any] = threading.excepthook) -> None:
    """Threads end on TimeIsUp without a word: threading is silent for SystemExit itself, but not for its kind."""
    if not issubclass(args.exc_type, TimeIsUp):
        shown(args)


threading.excepthook = _hook


@dataclass
class Run:
    """How a run ended: the result, or the exception, or neither because "time" or "memory" was up (`stopped`).

    limited  whether it could have been stopped
    """

    result: Any = None
    error: BaseException | None = None
    stopped: str = ""
    printed: str = ""
    limited: bool = True


class Printed(io.TextIOBase):
    """Keeps the first `limit` characters written to it and counts the rest."""

    def __init__(self, limit: int = 1000) -> None:
        self.kept, self.limit, self.dropped = "", limit, 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = self.limit - len(self.kept)
        self.kept += text[:room] if room > 0 else ""
        self.dropped += max(len(text) - max(room, 0), 0)
        return len(text)

    def text(self) -> str:
        """What was kept, at most 8 lines of it, with a word if there was more."""
        lines = self.kept.splitlines()
        more = self.dropped or len(lines) > 8
        return "\n".join(lines[:8] + ["... (more was printed)"] * bool(more))


def run(work: Callable[[], Any], limit: float, clock: Callable[[], float] = time.monotonic) -> Run:
    """Call `work()` on a thread: at most `limit` seconds of `clock` and GROWTH bytes; raises only KeyboardInterrupt."""
    outcome, sink, done = Run(), Printed(), threading.Event()

    def target() -> None:
        try:
            with _errstate(all="ignore"):
                outcome.result = work()
        except TimeIsUp:
            pass
        except BaseException as error:  # SystemExit and KeyboardInterrupt of the learner's code too
            outcome.error = error
        finally:
            done.set()

    with still(), contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
        thread = _started(target)
        if thread is None:
            outcome.limited = False
            target()
        elif stopped := _wait(thread, done, limit, clock):
            outcome = Run(stopped=stopped)  # a new one: the old may yet be written to
    outcome.printed = sink.text()
    return outcome


def can_stop() -> bool:
    """Whether code that runs here can be stopped: whether threads can start."""
    return _started(lambda: None) is not None


def _started(target: Callable[[], Any]) -> threading.Thread | None:
    """A thread that runs `target`, or None where threads cannot start."""
    try:
        size = threading.stack_size(STACK)
    except (RuntimeError, ValueError):
        size = None
    try:
        thread = threading.Thread(target=target, daemon=True, name="learner")
        thread.start()
        return thread
    except RuntimeError:
        return None
    finally:
        if size is not None:
            threading.stack_size(size)


def _wait(thread: threading.Thread, done: threading.Event, limit: float, clock: Callable[[], float]) -> str:
    """Which of "time" and "memory" ran out before the work was done, or ""; it is stopped then, and on the
    user's interrupt.

    Waits on an event: until Python 3.12, interrupting `Thread.join` marks a live thread as ended.
    """
    end, most, up = clock() + limit, memory() + GROWTH, ""
    try:
        while not up and not done.wait(min(SLICE, limit)):  # short waits, so that Windows sees interrupts too
            up = "time" if clock() > end else "memory" if memory() > most else ""
    except BaseException:
        _stop(thread, done)
        raise
    if up:
        _stop(thread, done)
    return up


def memory() -> int:
    """Bytes of memory this process has in use (on macOS: the most it ever had); 0 where that is not known."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        pass
    try:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    except ImportError:  # Windows
        return 0


def _stop(thread: threading.Thread, done: threading.Event) -> None:
    """Raise TimeIsUp in the thread until it ends: here for a moment, then from a second thread."""

    def nag(seconds: float) -> None:
        end = time.monotonic() + seconds
        while not done.is_set() and thread.is_alive() and time.monotonic() < end:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(TimeIsUp))
            done.wait(SLICE)

    nag(0.3)
    if not done.is_set():  # asleep in C, or catching everything
        threading.Thread(target=nag, args=(3600.0,), daemon=True, name="learner-stop").start()


@contextlib.contextmanager
def still() -> Iterator[None]:
    """No warnings, and the global random states afterwards as they were before.

    Inside they start from a fixed seed, so that what a check shows is the same in every run.
    """
    torch = sys.modules.get("torch")
    states = list(_states)
    if torch is not None:
        states.append((torch.get_rng_state, torch.set_rng_state, torch.default_generator.manual_seed))
    before = [get() for get, _, _ in states]
    with warnings.catch_warnings(), _errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for _, _, seed in states:
            seed(0)
        try:
            yield
        finally:
            for (_, put, _), state in zip(states, before):
                put(state)
