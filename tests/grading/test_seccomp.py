"""The filter of system calls, read line by line as the kernel would, for both machines."""

import errno
import os
import re
from pathlib import Path

import pytest

from grading.wall import seccomp

ALLOW, KILL, REFUSE, ABSENT = 0x7FFF0000, 0x80000000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
each = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


def answer(machine: str, number: int, *arguments: int, architecture: int = 0) -> int:
    """What the filter of process 77 says to a system call."""
    words = {0: number, 4: architecture or ARCHITECTURE[machine]}
    words |= {16 + 8 * i: value & 0xFFFFFFFF for i, value in enumerate(arguments)}
    steps, at, loaded = seccomp.program(machine, 77), 0, 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            loaded = words.get(value, 0)
        else:
            assert code in (0x15, 0x45) and max(if_true, if_false) < 256
            at += if_true if (loaded == value if code == 0x15 else loaded & value) else if_false


@each
def test_what_computing_needs_is_allowed_and_all_else_refused(machine):
    known = seccomp.numbers(machine)
    special = {"clone", "clone3", "kill", "tgkill", "fcntl", "prctl", "prlimit64", "ioctl", "socketpair"}
    for number in range(600):
        names = [name for name, n in known.items() if n == number and name not in special]
        if names:
            assert answer(machine, number) == ALLOW, names
        elif number not in known.values():
            assert answer(machine, number) == REFUSE, number


@each
def test_calls_are_judged_by_their_arguments(machine):
    n = seccomp.numbers(machine)
    thread, process = 0x3D0F00, 17
    assert (answer(machine, n["clone"], thread), answer(machine, n["clone"], process)) == (ALLOW, REFUSE)
    assert answer(machine, n["clone3"]) == ABSENT
    for name in ("kill", "tgkill"):
        assert [answer(machine, n[name], to, 9) for to in (77, 78, 0, 1, -1)] == [ALLOW, *[REFUSE] * 4]
    assert [answer(machine, n["fcntl"], 3, command) for command in (1, 3, 6, 1030)] == [ALLOW] * 4
    assert [answer(machine, n["fcntl"], 3, command) for command in (8, 10, 15, 1024, 1026)] == [REFUSE] * 5
    assert [answer(machine, n["prlimit64"], to) for to in (0, 1, 78)] == [ALLOW, REFUSE, REFUSE]
    assert [answer(machine, n["prctl"], option) for option in (15, 22, 4)] == [ALLOW, REFUSE, REFUSE]
    assert [answer(machine, n["ioctl"], 0, request) for request in (0x5401, 0x5412)] == [ALLOW, REFUSE]
    pairs = [(1, 1), (1, 0x80001), (1, 0x80801), (1, 2), (1, 5), (2, 1), (30, 1)]
    assert [answer(machine, n["socketpair"], *pair) for pair in pairs] == [ALLOW] * 3 + [REFUSE] * 4


@each
def test_another_machine_s_calls_end_the_process(machine):
    assert answer(machine, 0, architecture=0x40000003) == KILL
    assert answer(machine, 39 | 0x40000000) == REFUSE  # the third way of x86_64


@each
def test_the_table_agrees_with_the_kernel_s_headers(machine):
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text(encoding="utf-8")
    there = {name: int(n) for name, n in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    for name, number in seccomp.numbers(machine).items():
        assert there.get(name, there.get(name.removeprefix("new"))) == number, name


def test_a_machine_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="machine must be x86_64 or aarch64, got 'riscv64'"):
        seccomp.program("riscv64", os.getpid())
