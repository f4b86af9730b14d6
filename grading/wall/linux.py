"""System calls of Linux that Python has no function for."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from typing import Any

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
NOSUID, NODEV, NOEXEC, BIND, REC, PRIVATE = 0x2, 0x4, 0x8, 0x1000, 0x4000, 0x40000
DETACH = 2


def libc(name: str, *arguments: int | bytes | ctypes.Array | ctypes.Structure | None) -> int:
    """Call a function of the C library. Raises OSError if it says -1, and where there is no Linux."""
    if _libc is None:
        raise OSError("this system is not Linux")
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    structures = [ctypes.byref(one) if isinstance(one, ctypes.Structure) else one for one in given]
    result = getattr(_libc, name)(*structures)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def syscall(number: int, *arguments: int | bytes | ctypes.Array | ctypes.Structure | None) -> int:
    """Make the system call with this number. Raises OSError if it fails."""
    return libc("syscall", number, *arguments)


def prctl(option: int, *arguments: int | ctypes.Structure) -> int:
    return libc("prctl", option, *arguments, *[0] * (4 - len(arguments)))


def own_user_namespace(flags: int) -> None:
    """Move this process, which must have one thread, into a user namespace of its own and others by `flags`.

    It keeps its user and group by name; a process namespace begins with its next child. Raises OSError.
    """
    user, group = os.getuid(), os.getgid()
    libc("unshare", NEWUSER | flags)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def mount_tmpfs(place: str, options: str) -> None:
    libc("mount", b"tmpfs", place.encode(), b"tmpfs", NOSUID | NODEV | NOEXEC, options.encode())


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_capabilities() -> None:
    """Give up every right that makes a process more than its user, for good."""
    prctl(38, 1)  # no new privileges, by whatever is executed
    prctl(4, 0)  # no core dump, whoever collects them, and nobody looks into this process
    for capability in range(64):
        with contextlib.suppress(OSError):
            prctl(24, capability)  # out of the bounding set
    libc("capset", _Header(0x20080522, 0), (ctypes.c_uint32 * 6)())


def close_all_but(kept: list[int]) -> None:
    """Close every open file of this process except those numbered in `kept`."""
    start = 0
    for fd in [*sorted(kept), os.sysconf("SC_OPEN_MAX")]:
        if fd > start:
            os.closerange(start, fd)
        start = fd + 1
