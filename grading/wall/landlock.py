"""Landlock: a process says for itself, and for good, which files it may read or write; see landlock(7).

Also, where the kernel can: no TCP, no abstract Unix sockets, no signals to processes outside.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from .linux import syscall

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13 | 1 << 14  # write, remove, new folder or file, move, cut
_OF_FILES = 1 << 0 | 1 << 1 | _READ_FILE | 1 << 14
# The first version knows 13 rights of files; later ones add more, then rights of the network, and scopes.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST = 16


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's Landlock, 0 if it has none."""
    try:
        return syscall(_CREATE, None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """From now on this thread and its children open nothing but what lies at or under these paths.

    Call it after `no new privileges`. Paths that do not exist are left out. Raises OSError.
    """
    known = version()
    handled = (1 << _RIGHTS.get(known, NEWEST)) - 1
    ruleset = _Ruleset(handled, 0b11 if known >= 4 else 0, 0b11 if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    rules = syscall(_CREATE, ruleset, size, 0)
    read = _READ_FILE | _READ_DIR
    try:
        for rights, paths in ((read, readable), (read | _WRITE, writable)):
            for path in paths:
                _allow(rules, path, rights & handled)
        syscall(_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        syscall(_ADD, rules, 1, _Beneath(rights, place), 0)
    finally:
        os.close(place)
