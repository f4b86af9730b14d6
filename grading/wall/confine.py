"""The inner wall: what a clone gives up before it runs a learner's code, for good."""

from __future__ import annotations

import os
import resource

from . import landlock, linux, seccomp
from .outer import SCRATCH_BYTES

ADDED = 3 * 2**30  # bytes of address space beyond what the warm process has: three times what a check allows
FILES = 256


def namespaces(scratch: str) -> bool:
    """Move this process and its children into namespaces of their own, where `scratch` is empty and no /proc is seen.

    False where the system refuses.
    """
    flags = linux.NEWNS | linux.NEWPID | linux.NEWIPC | linux.NEWUTS | linux.NEWNET | linux.NEWCGROUP
    try:
        linux.own_user_namespace(flags)
        linux.libc("mount", None, b"/", None, linux.REC | linux.PRIVATE, None)
        linux.mount_tmpfs(scratch, f"size={SCRATCH_BYTES},nr_inodes=4096")
        linux.mount_tmpfs("/proc", "size=0,nr_inodes=1")
        return True
    except OSError:
        return False


def confine(readable: list[str], scratch: str, seconds: int, space: int, kept: list[int]) -> list[str]:
    """Give up everything else that can be given up; the names of what was. Leaves `scratch` as the working folder.

    seconds  of the processor that this process may use
    space    bytes of addresses that it has
    kept     files that stay open
    """
    done = []
    os.setsid()
    linux.close_all_but(kept)
    os.chdir(scratch)
    linux.drop_capabilities()
    if landlock.version() >= 3:
        landlock.restrict(readable, [scratch, os.devnull])
        done.append(f"Landlock {landlock.version()}")
    limits = {"CPU": seconds, "AS": space + ADDED, "FSIZE": SCRATCH_BYTES, "NOFILE": FILES, "CORE": 0}
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    seccomp.restrict()
    return [*done, "seccomp", "limits"]
