"""The warm process: it has run a lecture's set-up cell, and makes a clone of itself for each exercise.

It never sees a job or a report: it passes on the ends of pipes, so that a clone inherits nothing of the last one.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import sys

from . import clone, watcher


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
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not task:
            return
        if not os.fork():
            link.close()
            try:
                watcher.watch(ends, about, **json.loads(task))
            finally:
                os._exit(0)
        for end in ends:
            os.close(end)
