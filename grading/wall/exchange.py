"""One job in, its report out: four pipes, of which a clone gets the other ends."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import time
from dataclasses import dataclass
from typing import Any

from .messages import MOST_BYTES, MOST_JSON, PATIENCE

ENOUGH = MOST_JSON + MOST_BYTES + 2**20
GRACE = 60.0  # seconds by the clock that starting, loading and reporting may take on a busy machine


@dataclass(frozen=True)
class Came:
    """What came back.

    given   what the clone gave up before it ran anything, or why it did not
    report  all that it wrote, which its learner's code may have written
    code    how its process ended: 0, an exit code, or minus a signal
    why     why it was ended: "time", "threads", "scratch", "size", or ""
    spent   seconds of the processor
    """

    given: Any
    report: bytes
    code: int
    why: str
    spent: float


def exchange(link: socket.socket, job: bytes, seconds: int, phase: float) -> Came:
    """Have the warm process at the other end of `link` run a job in a clone. Raises OSError if it is gone.

    seconds  of the processor that the clone may use
    phase    of these, for its set-up, a cell, or one batch of inputs
    """
    with contextlib.ExitStack() as stack:
        to_clone, from_clone, status, leash = (_Pipe(stack) for _ in range(4))
        theirs = [to_clone.exit, from_clone.entry, status.entry, leash.exit]
        socket.send_fds(link, [json.dumps({"seconds": seconds, "phase": phase}).encode()], [end.fd for end in theirs])
        for end in theirs:
            end.close()
        with contextlib.suppress(BrokenPipeError):  # it could not even begin: the status says why
            while job:
                job = job[os.write(to_clone.entry.fd, job) :]
        to_clone.entry.close()
        return _listen(from_clone.exit, status.exit, leash.entry, PATIENCE * seconds + GRACE)


def _listen(report: _End, status: _End, leash: _End, patience: float) -> Came:
    """Read until the clone and its watcher have let go; let go of the leash when it takes too long or too much."""
    texts, poll = {report.fd: bytearray(), status.fd: bytearray()}, select.poll()
    for fd in texts:
        poll.register(fd, select.POLLIN)
    unread, end, why = set(texts), time.monotonic() + patience, ""
    while unread:
        for fd, _ in poll.poll(1000):
            data = os.read(fd, 2**20)
            texts[fd] += data
            if not data:
                unread.discard(fd)
                poll.unregister(fd)
        late = time.monotonic() > end
        if late and not leash.open:
            raise TimeoutError("a clone does not end")
        if late or len(texts[report.fd]) > ENOUGH:
            why = why or ("time" if late else "size")
            if leash.open:
                leash.close()
                end = time.monotonic() + GRACE
            del texts[report.fd][ENOUGH:]
    given, _, ended = bytes(texts[status.fd]).partition(b"\n")
    how: dict[str, Any] = json.loads(ended) if ended else {"code": 1, "why": "", "spent": 0.0}
    return Came(json.loads(given or b"null"), bytes(texts[report.fd]), how["code"], why or how["why"], how["spent"])


class _End:
    """One end of a pipe, closed once."""

    def __init__(self, fd: int) -> None:
        self.fd, self.open = fd, True

    def close(self) -> None:
        if self.open:
            self.open = False
            os.close(self.fd)


class _Pipe:
    """What goes in at the entry comes out at the exit."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self.exit, self.entry = map(_End, os.pipe())
        stack.callback(self.exit.close)
        stack.callback(self.entry.close)
