"""The watcher of one clone, between it and the warm process: it ends the clone that takes too much, or too long."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from typing import Any

from . import clone, confine
from .messages import PATIENCE

TICK = 50  # milliseconds between looks at the clone
THREADS = 256
DEPTH = 50  # folders in folders
LATE = 2.0  # seconds of the processor beyond its limit that a phase may take, to be ended from inside


def watch(ends: list[int], about: dict[str, Any], seconds: int, phase: float) -> None:
    """Make a clone that runs the job, and wait for its end.

    ends     of the pipes to and from the judge: job, report, status, leash
    seconds  of the processor that the clone may use
    phase    seconds of the processor that its set-up, a cell, or one batch of inputs may use

    The judge reads from `status` what the clone gave up before it ran anything, and how it ended.
    """
    job, report, status, leash = ends
    processes = os.open("/proc", os.O_PATH)  # before it is hidden
    separate = not about["alone"] and confine.namespaces(about["scratch"])
    heard, pulse = os.pipe2(os.O_NONBLOCK)
    child = os.fork()
    if not child:
        try:
            memory = os.open("self/statm", os.O_RDONLY, dir_fd=processes)
            clone.main(job, report, status, pulse, memory, about, seconds, ["namespaces"] * separate)
        finally:
            os._exit(1)
    for end in (job, report, pulse):
        os.close(end)
    scratch = "" if separate else about["scratch"]
    why = ""
    try:
        why = _ended(child, leash, heard, processes, scratch, phase)
    finally:
        os.kill(child, signal.SIGKILL)  # its number is its own until it is waited for
        _, code, used = os.wait4(child, 0)
        if scratch:
            _emptied(scratch)
    spent = used.ru_utime + used.ru_stime
    ended = {
        "code": os.waitstatus_to_exitcode(code),
        "why": why or ("time" if spent > seconds - 1 else ""),
        "spent": spent + time.process_time(),
    }
    os.write(status, json.dumps(ended).encode())


def _ended(child: int, leash: int, heard: int, processes: int, scratch: str, phase: float) -> str:
    """Wait until the clone has ended, or must; why it must, or ""."""
    poll, alive = select.poll(), os.pidfd_open(child)
    poll.register(alive, select.POLLIN)
    poll.register(leash, 0)  # hung up is always told
    began, busy = time.monotonic(), 0.0
    while alive not in (happened := dict(poll.poll(TICK))):
        threads, taken = _usage(child, processes)
        with contextlib.suppress(BlockingIOError):
            if os.read(heard, 2**16):  # another phase begins
                began, busy = time.monotonic(), taken
        if leash in happened:
            return "judge"
        if threads > THREADS:
            return "threads"
        if scratch and _used(scratch) > confine.SCRATCH_BYTES:
            return "scratch"
        used, gone = taken - busy, time.monotonic() - began
        if used > phase + LATE or gone > PATIENCE * (phase + used + LATE):
            return "time"
    return ""


def _usage(child: int, processes: int) -> tuple[int, float]:
    """Threads, and seconds of the processor, as the folder /proc says, which the clone has hidden from itself."""
    try:
        file = os.open(f"{child}/stat", os.O_RDONLY, dir_fd=processes)
    except OSError:
        return 0, 0.0
    words = os.read(file, 4096).rpartition(b")")[2].split()
    os.close(file)
    return int(words[17]), (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _used(folder: str) -> float:
    """Bytes in a folder; infinity where folders are shut, or lie too deep in one another to be counted or named."""
    size, unread = 0.0, [(folder, 0)]
    while unread:
        place, depth = unread.pop()
        if depth > DEPTH:
            return float("inf")
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    size += 4096 + entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        unread.append((entry.path, depth + 1))
        except FileNotFoundError:
            pass
        except PermissionError:
            return float("inf")
    return size


def _emptied(folder: str) -> None:
    """Remove all that lies in a folder, whatever it is called, and folders that are shut."""
    for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
        subprocess.run([*command, folder], check=False)
    os.makedirs(folder, exist_ok=True)  # where it is mounted it is still there
