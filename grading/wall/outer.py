"""The outer wall: from which file system, without which network, the warm process runs."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Sequence

from . import linux

SCRATCH_BYTES = 2**26


def bubblewrap(command: Sequence[str], readable: Sequence[str], scratch: str) -> list[str]:
    """The command behind bubblewrap's wall: the readable paths and an empty scratch folder are all there is.

    Raises FileNotFoundError without bubblewrap.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise FileNotFoundError("bwrap is not installed")
    walls = [program, "--unshare-all", "--new-session", "--proc", "/proc"]
    for path in readable:
        walls += ["--symlink", os.readlink(path), path] if _top_link(path) else [_bind(path), path, path]
    return [*walls, "--tmpfs", scratch, "--remount-ro", "/", "--chdir", scratch, "--", *command]


def _top_link(path: str) -> bool:
    """Whether it is one of the links /lib -> usr/lib at the top."""
    return os.path.islink(path) and os.path.dirname(path) == "/" and not os.readlink(path).startswith("/")


def _bind(path: str) -> str:
    return "--dev-bind" if path.startswith("/dev/") else "--ro-bind"


def own_namespaces(readable: Sequence[str], scratch: str) -> None:
    """The same without bubblewrap, for this process: what follows runs in a child, behind the wall. Raises OSError."""
    flags = linux.NEWNS | linux.NEWPID | linux.NEWNET | linux.NEWIPC | linux.NEWUTS | linux.NEWCGROUP
    linux.own_user_namespace(flags)
    child = os.fork()
    if child:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    linux.libc("mount", None, b"/", None, linux.REC | linux.PRIVATE, None)
    linux.mount_tmpfs(scratch, f"size={SCRATCH_BYTES}")  # the new root is made here, and moved over the old one
    os.mkdir(f"{scratch}/proc")
    linux.libc("mount", b"proc", f"{scratch}/proc".encode(), b"proc", linux.NOSUID | linux.NODEV | linux.NOEXEC, None)
    for path in readable:
        _show(path, scratch + path)
    os.makedirs(scratch + scratch)
    linux.mount_tmpfs(scratch + scratch, f"size={SCRATCH_BYTES}")
    os.chdir(scratch)
    linux.syscall({"x86_64": 155, "aarch64": 41}[os.uname().machine], b".", b".")  # pivot_root
    linux.libc("umount2", b".", linux.DETACH)
    os.chdir(scratch)


def _show(path: str, place: str) -> None:
    """Mount a path of the old file system in the new one, to be read only."""
    if _top_link(path):
        return os.symlink(os.readlink(path), place)
    if os.path.isdir(path):
        os.makedirs(place, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        open(place, "w", encoding="utf-8").close()
    linux.libc("mount", path.encode(), place.encode(), None, linux.BIND | linux.REC, None)
    attributes = (ctypes.c_uint64 * 4)(0 if path.startswith("/dev/") else 1 | 2, 0, 0, 0)  # read only, no set-user-id
    linux.syscall(442, -100, place.encode(), 0x8000, attributes, 32)  # mount_setattr, of all that is mounted in it
