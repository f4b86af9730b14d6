"""seccomp: the system calls that are left to a learner's code; every other one is refused; see seccomp(2).

Left are those that computing, threads and reading files need. Not left, among others: execve, fork, sockets,
ptrace, mount, keyctl, io_uring, memfd_create, chmod, and signals to anybody else. A pair of joined sockets is
left: the event loop of asyncio wakes itself by one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform

from .linux import prctl

# name:number on x86_64:number on aarch64, whose kernel has no old forms
_CALLS = """
read:0:63 write:1:64 open:2: close:3:57 stat:4: fstat:5:80 lstat:6: poll:7: lseek:8:62 mmap:9:222 mprotect:10:226
munmap:11:215 brk:12:214 rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 pread64:17:67 pwrite64:18:68
readv:19:65 writev:20:66 preadv:295:69 pwritev:296:70 access:21: pipe:22: pipe2:293:59 select:23: pselect6:270:72
ppoll:271:73 sched_yield:24:124 mremap:25:216 msync:26:227 mincore:27:232 madvise:28:233 dup:32:23 dup2:33: dup3:292:24
pause:34: nanosleep:35:101 clock_nanosleep:230:115 getitimer:36:102 setitimer:38:103 alarm:37: getpid:39:172
gettid:186:178 getppid:110:173 exit:60:93 exit_group:231:94 uname:63:160 flock:73:32 fsync:74:82 fdatasync:75:83
ftruncate:77:46 fallocate:285:47 getdents:78: getdents64:217:61 getcwd:79:17 chdir:80:49 fchdir:81:50 rename:82:
renameat:264:38 renameat2:316:276 mkdir:83: mkdirat:258:34 rmdir:84: unlink:87: unlinkat:263:35 readlink:89:
readlinkat:267:78 newfstatat:262:79 statx:332:291 statfs:137:43 fstatfs:138:44 faccessat:269:48 faccessat2:439:439
openat:257:56 creat:85: umask:95:166 gettimeofday:96:169 time:201: times:100:153 getrlimit:97:163 getrusage:98:165
sysinfo:99:179 getuid:102:174 getgid:104:176 geteuid:107:175 getegid:108:177 getresuid:118:148 getresgid:120:150
getgroups:115:158 getpgrp:111: getpgid:121:155 getsid:124:156 sigaltstack:131:132 rt_sigpending:127:136
rt_sigsuspend:130:133 rt_sigtimedwait:128:137 arch_prctl:158: futex:202:98 futex_waitv:449:449 sched_getaffinity:204:123
sched_getparam:143:121 sched_getscheduler:145:120 sched_get_priority_max:146:125 sched_get_priority_min:147:126
getcpu:309:168 set_tid_address:218:96 set_robust_list:273:99 get_robust_list:274:100 clock_gettime:228:113
clock_getres:229:114 restart_syscall:219:128 epoll_create:213: epoll_create1:291:20 epoll_ctl:233:21 epoll_wait:232:
epoll_pwait:281:22 eventfd:284: eventfd2:290:19 getrandom:318:278 rseq:334:293 membarrier:324:283
get_mempolicy:239:236 timer_create:222:107 timer_settime:223:110 timer_gettime:224:108 timer_delete:226:111
copy_file_range:326:285 sendfile:40:71 fadvise64:221:223 readahead:187:213 capget:125:90 close_range:436:436
clone:56:220 kill:62:129 tgkill:234:131 fcntl:72:25 prctl:157:167 prlimit64:302:261 ioctl:16:29 clone3:435:435
socketpair:53:199 sendto:44:206 recvfrom:45:207
"""
_MACHINES = {"x86_64": (1, 0xC000003E), "aarch64": (2, 0xC00000B7)}  # column of the table, the kernel's name for it
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_THREAD = 0x00010000  # CLONE_THREAD
_SETOWN, _SETSIG, _SETOWN_EX = 8, 10, 15
_SETLEASE, _NOTIFY = 1024, 1026  # with a lease, whoever opens the file next would wait for up to 45 seconds
_TERMINAL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it one, how wide, what waits, block, close on exec

Step = tuple[int, int, int, int]  # operation, jump if true, jump if false, constant


def numbers(machine: str) -> dict[str, int]:
    """System call -> its number. Raises ValueError for a machine that is not in the table."""
    if machine not in _MACHINES:
        raise ValueError(f"machine must be {' or '.join(_MACHINES)}, got {machine!r}")
    column = _MACHINES[machine][0]
    rows = [row.split(":") for row in _CALLS.split()]
    return {row[0]: int(row[column]) for row in rows if row[column]}


def program(machine: str, pid: int) -> list[Step]:
    """The filter: read for each system call from the top, until one line returns."""
    calls = numbers(machine)
    steps: list[Step] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _MACHINES[machine][1]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
    ]
    special = {
        "clone": _if(0, [(_ANY_BIT, _THREAD)], True),
        "socketpair": [  # of Unix and a stream, which has no other address to send to
            *((_LOAD, 0, 0, 16), (_EQUAL, 1, 0, 1), (_RETURN, 0, 0, _ERROR | errno.EPERM)),
            *_if(1, [(_EQUAL, 1 | blocks | closes) for blocks in (0, 0x800) for closes in (0, 0x80000)], True),
        ],
        "kill": _if(0, [(_EQUAL, pid)], True),
        "tgkill": _if(0, [(_EQUAL, pid)], True),
        "fcntl": _if(1, [(_EQUAL, n) for n in (_SETOWN, _SETSIG, _SETOWN_EX, _SETLEASE, _NOTIFY)], False),
        "prctl": _if(0, [(_EQUAL, n) for n in (15, 16)], True),  # a thread's name
        "prlimit64": _if(0, [(_EQUAL, 0)], True),
        "ioctl": _if(1, [(_EQUAL, n) for n in _TERMINAL], True),
        "clone3": [(_RETURN, 0, 0, _ERROR | errno.ENOSYS)],  # its flags lie in memory; clone is tried next
    }
    for name, number in calls.items():
        body = special.get(name, [(_RETURN, 0, 0, _ALLOW)])
        steps += [(_EQUAL, 0, len(body), number), *body]
    return [*steps, (_RETURN, 0, 0, _ERROR | errno.EPERM)]


def _if(argument: int, tests: list[tuple[int, int]], allowed: bool) -> list[Step]:
    """Allow, or else refuse, where the low half of an argument meets one of the tests."""
    yes, no = (_ALLOW, _ERROR | errno.EPERM) if allowed else (_ERROR | errno.EPERM, _ALLOW)
    jumps = [(test, len(tests) - i, 0, value) for i, (test, value) in enumerate(tests)]
    return [(_LOAD, 0, 0, 16 + 8 * argument), *jumps, (_RETURN, 0, 0, no), (_RETURN, 0, 0, yes)]


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def restrict() -> None:
    """From now on this thread and those it starts have these system calls only. Raises OSError or ValueError."""
    steps = program(platform.machine(), os.getpid())
    array = (_Step * len(steps))(*(_Step(*step) for step in steps))
    prctl(22, 2, _Program(len(steps), array))
