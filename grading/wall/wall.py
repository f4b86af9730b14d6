"""The wall from the judge's side: it is put up once, and runs one exercise after the other."""

from __future__ import annotations

import contextlib
import functools
import json
import math
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from utils.teaching.exercise import Exercise
from utils.teaching.exercise.outcomes import Ran

from . import course, outer
from .exchange import GRACE, Came, exchange
from .messages import KINDS, SET_UP, Job, Malformed, Report, job_message, read_report, split
from .unwalled import unwalled

OUTER = ("bubblewrap", "namespaces", "landlock")  # from the strongest on; the last is the inner wall alone
BOOT = """
import sys
place, control, kind, *readable = sys.argv[1:]
sys.path.insert(0, place + "/course")
if kind == "namespaces":
    from grading.wall import outer
    outer.own_namespaces(readable, place + "/scratch")
from grading.wall import warm
warm.main(int(control))
"""
ENDED = {
    "size": "Your code gave more than can be read: return what is asked for, no more.",
    "threads": "Your code was stopped: it started too many threads.",
    "scratch": "Your code was stopped: it wrote too much to the disk.",
}


class NoWall(RuntimeError):
    """There is no wall to be had here; the message says why."""


class Cells(Protocol):
    """An answer as it is run: the cell that checks it, and cells before it whose names it uses."""

    @property
    def source(self) -> str: ...
    @property
    def before(self) -> Sequence[str]: ...


class Wall:
    """Runs learners' code for one lecture.

        with Wall("02") as wall:
            report = wall.run(setup, answer, exercise, [inputs])

    setup    the lecture's own set-up cell; that of the notebook in lectures/ if it is not given
    trusted  run without any wall, and slowly, where there is none
    outer    the outer walls that are tried, one after the other
    hidden   files and folders that must not be readable, wherever they lie
    force    the wall in force, in words
    spent    seconds of the processor that clones have taken so far

    Raises NoWall where no wall can be put up.
    """

    def __init__(
        self,
        lecture: str,
        *,
        setup: str | None = None,
        trusted: bool = False,
        outer: Sequence[str] = OUTER,
        hidden: Iterable[Path] = (),
    ) -> None:
        self.setup = course.set_up(lecture) if setup is None else setup
        self.trusted, self.outer, self.hidden = trusted, outer, list(hidden)
        self.force, self.spent = "", 0.0
        self._given: list[str] = []
        self._exchange: Callable[[bytes, int, float], Came]
        self._standing = contextlib.ExitStack()

    def __enter__(self) -> Wall:
        with contextlib.ExitStack() as stack:
            self._place = Path(tempfile.mkdtemp(prefix="wall-"))
            stack.callback(shutil.rmtree, self._place, ignore_errors=True)
            course.copied(self._place / "course")
            course.font_list(self._place / "fonts")
            (self._place / "scratch").mkdir()
            self._readable = course.readable(self.hidden) + [str(self._place / name) for name in ("course", "fonts")]
            self._put_up(stack)
            self._standing = stack.pop_all()
        return self

    def __exit__(self, *_: Any) -> None:
        self._standing.close()

    def _put_up(self, stack: contextlib.ExitStack) -> None:
        failed = []
        for kind in self.outer:
            with contextlib.ExitStack() as one:
                try:
                    self._exchange = functools.partial(exchange, self._started(kind, one))
                    self._given = self._tried(kind)
                except (OSError, NoWall) as error:
                    failed.append(f"{kind}: {error}")
                    continue
                self.force = ", ".join(dict.fromkeys([kind, *self._given]))
                stack.push(one.pop_all())
                return
        if not self.trusted:
            raise NoWall("; ".join(["no wall can be put up here", *failed]))
        environment = _environment(str(self._place / "scratch"), str(self._place / "fonts"))
        self._exchange, self._given = functools.partial(unwalled, self._place, environment), []
        self.force = "none: submissions are trusted"

    def _started(self, kind: str, stack: contextlib.ExitStack) -> socket.socket:
        """Start the warm process behind an outer wall; the socket by which it is told what to do."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        scratch, words = str(self._place / "scratch"), self._place / "words"
        command = [sys.executable, "-s", "-B", "-c", BOOT, str(self._place), str(theirs.fileno()), kind]
        if kind == "bubblewrap":
            command = outer.bubblewrap(command, self._readable, scratch)
        elif kind == "namespaces":
            command += self._readable
        with theirs, words.open("w", encoding="utf-8") as said:
            environment = _environment(scratch, str(self._place / "fonts"))
            keep = [theirs.fileno()]
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=environment,
                cwd=scratch,
                pass_fds=keep,
                start_new_session=True,  # the user's Ctrl-C is for the judge
            )
        stack.callback(process.wait)
        stack.callback(ours.close)  # first, for it ends when nobody is there to tell it
        ours.settimeout(5 * GRACE)
        about = {"setup": self.setup, "scratch": scratch, "readable": self._readable, "alone": kind == "landlock"}
        with contextlib.suppress(BrokenPipeError):
            ours.send(json.dumps(about).encode())
        if ours.recv(16) != b"ready":
            raise NoWall(
                words.read_text(errors="replace", encoding="utf-8").strip()[-2000:] or "the process behind it ended"
            )
        return ours

    def _tried(self, kind: str) -> list[str]:
        """What a clone gives up here. Raises NoWall if that is too little."""
        nothing = Job("", (), "", "", "", None, [], 1.0)
        given = self._exchange(job_message(nothing), 10, 10.0).given
        if not isinstance(given, list):
            raise NoWall(str(given))
        if kind == "landlock" and not any("Landlock" in one for one in given):
            raise NoWall("this kernel has no Landlock of version 3 or later")
        return given

    def run(
        self, setup: str, answer: Cells, exercise: Exercise, batches: Sequence[Sequence[Any]], limit: float = 10.0
    ) -> Report:
        """Run an answer on batches of inputs, after the set-up cell, in a clone of its own.

        limit  seconds of the processor for the set-up, for the cell and for each batch

        Raises NoWall if the wall is no longer what it was, ValueError if an input cannot cross it.
        """
        kind = next((name for name, one in KINDS.items() if isinstance(exercise, one)), "")
        if not kind or type(exercise).call is not KINDS[kind].call:
            raise ValueError(f"exercise {exercise.id}: {type(exercise).__name__} must run answers as one of {[*KINDS]}")
        job = Job(setup, answer.before, answer.source, exercise.id, kind, exercise.names(), batches, limit)
        seconds = math.ceil(SET_UP + limit * (len(batches) + 3)) + 5
        came = self._came(job_message(job), seconds, max(limit, SET_UP))
        self.spent += came.spent
        return _understood(came)

    def _came(self, *task: Any) -> Came:
        """What a clone gives; the wall is put up again if its warm process is gone."""
        for _ in range(2):
            with contextlib.suppress(OSError):
                came = self._exchange(*task)
                if came.given == self._given:
                    return came
            force = self.force
            self._standing.close()
            self.__enter__()
            if self.force != force:
                break
        raise NoWall(f"the wall in force was {force!r}, and cannot be had any more")


def _environment(scratch: str, fonts: str) -> dict[str, str]:
    """All that the warm process and its clones know of the world outside."""
    numbers = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    paths = {"PATH": "/usr/bin:/bin", "HOME": scratch, "TMPDIR": scratch, "MPLCONFIGDIR": fonts}
    libraries = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {"LANG": "C.UTF-8", "MPLBACKEND": "agg", "PYTHONHASHSEED": "0", **numbers, **paths, **libraries}


def _understood(came: Came) -> Report:
    """What came back as a report, whatever it is."""
    try:
        reports = [read_report(*one) for one in split(came.report)]
    except Malformed as error:
        return Report([Ran(refusal=f"What your code gave cannot be read: {error}.")], odd=True)
    if len(reports) == 2 or (len(reports) == 1 and reports[0].setup):
        return reports[-1]
    if len(reports) > 2:
        return Report([Ran(refusal="What your code gave cannot be read: it is too much.")], odd=True)
    ended = f"it ended Python (exit code {came.code})" if not came.why else "it was stopped, for it did not end"
    if not reports:
        return Report(setup=ended)
    if came.why == "time":
        return Report([Ran(stopped="time")])
    return Report([Ran(refusal=ENDED.get(came.why, f"Your code did not finish: {ended}."))])
