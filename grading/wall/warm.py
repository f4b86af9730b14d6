"""The warm process: it has run a lecture's set-up cell, and makes a clone of itself for each exercise.

It never sees a job or a report: it passes on the ends of pipes, so that a clone inherits nothing of the last one.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from typing import Any

from . import clone, confine

TICK = 50  # milliseconds between looks at a clone
THREADS = 256


def main(control: int) -> None:
    """Serve the judge at the other end of the socket until it hangs up."""
    link = socket.socket(fileno=control)
    about = json.loads(link.recv(2**20))
    sys.path[:] = [place for place in sys.path if any(f"{place}/".startswith(f"{one}/") for one in about["readable"])]
    with contextlib.redirect_stdout(sys.stderr):
        clone.rehearse(about["setup"])
    gc.collect()
    gc.freeze()
    link.send(b"ready")
    while True:
        task, ends, *_ = socket.recv_fds(link, 2**16, 4)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG if task else 0)[0]:  # so that what they took is counted here
                pass
        if not task:
            return
        if not os.fork():
            link.close()
            try:
                _watch(ends, about, **json.loads(task))
            finally:
                os._exit(0)
        for end in ends:
            os.close(end)


def _watch(ends: list[int], about: dict[str, Any], seconds: int) -> None:
    """Make a clone that runs the job, and end it when the judge lets go of the leash, or when it takes too much.

    The judge reads from `status` what the clone gave up before it ran anything, and how it ended.
    """
    job, report, status, leash = ends
    separate, processes = not about["alone"] and confine.namespaces(), os.open("/proc", os.O_PATH)
    child = os.fork()
    if not child:
        try:
            os.close(leash)
            clone.main(job, report, status, about["readable"], about["scratch"], seconds, separate)
        finally:
            os._exit(1)
    os.close(job)
    os.close(report)
    why = _ended(child, leash, processes, "" if separate else about["scratch"])
    _, code, used = os.wait4(child, 0)
    if not separate:
        _empty(about["scratch"])
    spent = used.ru_utime + used.ru_stime
    ended = {
        "code": os.waitstatus_to_exitcode(code),
        "why": why or ("time" if spent > seconds - 1 else ""),
        "spent": spent + time.process_time(),
    }
    os.write(status, json.dumps(ended).encode())


def _ended(child: int, leash: int, processes: int, scratch: str) -> str:
    """Wait until the clone has ended; why it was made to, or ""."""
    poll, alive = select.poll(), os.pidfd_open(child)
    poll.register(alive, select.POLLIN)
    poll.register(leash, 0)  # hung up is always told
    why = ""
    while alive not in (happened := dict(poll.poll(TICK))):
        if leash in happened:
            why = "judge"
        elif _threads(child, processes) > THREADS:
            why = "threads"
        elif scratch and _used(scratch) > confine.SCRATCH_BYTES:
            why = "scratch"
        if why:
            os.kill(child, signal.SIGKILL)
            break
    return why


def _threads(child: int, processes: int) -> int:
    """How many threads it has, as the folder /proc says, which the clone has hidden."""
    try:
        file = os.open(f"{child}/stat", os.O_RDONLY, dir_fd=processes)
    except OSError:
        return 0
    words = os.read(file, 4096).rpartition(b")")[2].split()
    os.close(file)
    return int(words[17])


def _used(folder: str) -> int:
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(place, name)).st_blocks * 512
    return size


def _empty(folder: str) -> None:
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)
