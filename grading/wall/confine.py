"""The inner wall: what a clone gives up before it runs a learner's code, for good."""

from __future__ import annotations

import os
import resource

from . import landlock, linux, seccomp
from .outer import SCRATCH_BYTES

ADDED = 3 * 2**30  # bytes of address space beyond what the warm process has: three times what a check allows
FILES = 256


def namespaces() -> bool:
    """Move this process and its children into namespaces of their own; False where the system refuses."""
    flags = linux.NEWNS | linux.NEWPID | linux.NEWIPC | linux.NEWUTS | linux.NEWNET | linux.NEWCGROUP
    try:
        linux.own_user_namespace(flags)
        return True
    except OSError:
        return False


def confine(readable: list[str], scratch: str, seconds: int, separate: bool, kept: list[int]) -> list[str]:
    """Give up everything that can be given up; the names of what was. Leaves `scratch` as the working folder.

    seconds   of the processor that this process may use
    separate  whether it lives in namespaces of its own
    kept      files that stay open
    """
    done, space = [], _address_space() + ADDED
    os.setsid()
    linux.close_all_but(kept)
    if separate:
        linux.libc("mount", None, b"/", None, linux.REC | linux.PRIVATE, None)
        linux.mount_tmpfs(scratch, f"size={SCRATCH_BYTES},nr_inodes=4096")
        linux.mount_tmpfs("/proc", "size=0,nr_inodes=1")
        done.append("namespaces")
    os.chdir(scratch)
    linux.drop_capabilities()
    if landlock.version() >= 3:
        landlock.restrict(readable, [scratch, os.devnull])
        done.append(f"Landlock {landlock.version()}")
    limits = {"CPU": seconds, "AS": space, "FSIZE": SCRATCH_BYTES, "NOFILE": FILES, "CORE": 0}
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    seccomp.restrict()
    return [*done, "seccomp", "limits"]


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
