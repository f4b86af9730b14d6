"""What hostile code would like to reach, with somebody watching: files, sockets, processes, the course itself."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .honest import ROOT

WATCHED = ("utils", "grading", "source", "lectures", "solutions", "appendices", "studies")
SHARED = (
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/run",
    "/etc/cron.d",
)  # only what the corpus would call its own is looked for
OWN = ("planted", "note", "evil", "sitecustomize.py", "usercustomize.py")


@dataclass
class Ground:
    """The names that hostile cells use, and what has happened to what they name."""

    folder: Path
    token: str
    names: dict[str, str]
    sockets: tuple[socket.socket, ...]
    victim: subprocess.Popen
    before: dict[str, tuple[int, int]]

    def filled(self, code: str) -> str:
        """The code with @NAME@ replaced."""
        for name, value in self.names.items():
            code = code.replace(f"@{name}@", value)
        return code

    def harm(self) -> list[str]:
        """What has been done outside."""
        after = listing(self.folder)
        found = [f"changed: {path}" for path in _changed(self.before, after)]
        self.before = after  # said once
        for one in self.sockets:
            with contextlib.suppress(BlockingIOError):
                one.accept() if one.type == socket.SOCK_STREAM else one.recv(100)
                found.append(f"reached: {one.getsockname()!r}")
        state = Path(f"/proc/{self.victim.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        if self.victim.poll() is not None or state in "TtZX":
            found.append(f"victim: {state}")
        return found


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    """A ground of its own, readable and in part writable by anybody."""
    folder = Path(tempfile.mkdtemp(prefix="ground-"))
    token = f"canary-{secrets.token_hex(8)}"
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        folder.chmod(0o755)
        for name, mode in (("outside", 0o777), ("submissions", 0o755)):
            (folder / name).mkdir()
            (folder / name).chmod(mode)
        for path in ("secret.txt", "outside/there", "submissions/another.ipynb"):
            (folder / path).write_text(token, encoding="utf-8")
            (folder / path).chmod(0o666)
        stream = _bound(stack, socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        port = stream.getsockname()[1]
        places = [
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", port)),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{token}"),
            (socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{token}.dgram"),
            (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "socket")),
        ]
        sockets = (stream, *(_bound(stack, *place) for place in places))
        (folder / "socket").chmod(0o777)
        victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        stack.callback(victim.wait)
        stack.callback(victim.kill)
        names = {
            **{"SECRET": str(folder / "secret.txt"), "OUTSIDE": str(folder / "outside"), "ROOT": str(ROOT)},
            **{"SUBMISSIONS": str(folder / "submissions"), "SOCKET": str(folder / "socket"), "ABSTRACT": token},
            **{"PORT": str(port), "VICTIM": str(victim.pid), "ALICE": token[::-1]},
        }
        os.environ["GRADING_CANARY"] = token
        stack.callback(os.environ.pop, "GRADING_CANARY")
        yield Ground(folder, token, names, sockets, victim, listing(folder))


def _bound(stack: contextlib.ExitStack, family: int, kind: int, place: object) -> socket.socket:
    one = stack.enter_context(socket.socket(family, kind))
    one.bind(place)
    if kind == socket.SOCK_STREAM:
        one.listen(1000)
    one.setblocking(False)
    return one


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Path -> its size and time, of all that could be spoiled."""
    found = {}
    for top in (folder, *(ROOT / name for name in WATCHED), Path(np.__file__).parent):
        for place, _, files in os.walk(top):
            for name in files:
                path = os.path.join(place, name)
                if "__pycache__" not in place or name.startswith(OWN):
                    with contextlib.suppress(OSError):
                        about = os.lstat(path)
                        found[path] = about.st_size, about.st_mtime_ns
    for shared in (*SHARED, *sys.path, Path.home(), ROOT, ROOT.parent):
        with contextlib.suppress(OSError):
            found |= {
                os.path.join(shared, name): (0, 0) for name in os.listdir(shared) if name.lstrip(".").startswith(OWN)
            }
    return found


def _changed(before: dict, after: dict) -> list[str]:
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
