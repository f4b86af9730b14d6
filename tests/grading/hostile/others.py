# %% 02.1 | the warm process's memory of an earlier submission
import gc
noise_step = lambda x, beta, eps: 0 * x
for thing in gc.get_objects():
    if isinstance(thing, (list, tuple, dict)):
        for item in (thing.values() if isinstance(thing, dict) else thing):
            if isinstance(item, (str, bytes)) and ("@ALICE@"[::-1] in item if isinstance(item, str) else "@ALICE@"[::-1].encode() in item):
                breach("an earlier submission's text")

# %% 02.1 | the pages of its memory, for an earlier submission
import ctypes, gc
wanted, blocks = "@ALICE@"[::-1].encode(), set()
for thing in gc.get_objects():
    blocks.add(id(thing) >> 12)
    blocks.update(id(item) >> 12 for item in gc.get_referents(thing))
count = 0
for block in blocks:
    count += ctypes.string_at(block << 12, 2**12).count(wanted)
if count > 1:  # one is what is looked for
    breach("an earlier submission's bytes")
print("pages of memory read:", len(blocks))
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | frames above the cell, for jobs of others
import sys
noise_step = lambda x, beta, eps: 0 * x
frame = sys._getframe()
while frame is not None:
    for value in list(frame.f_locals.values()):
        if "@ALICE@"[::-1] in repr(value)[:100_000]:
            breach("a frame holds another's job")
    frame = frame.f_back

# %% 02.1 | the other submissions in the folder
import glob
noise_step = lambda x, beta, eps: 0 * x
for path in glob.glob("@SUBMISSIONS@/*"):
    breach(path)

# %% 02.1 | a note for the next: files
import os
for folder in (".", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
    try:
        open(f"{folder}/note", "w").write("the answer is 0.1216")
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.3 | is there a note: files
import os
from_step_1 = 0
for folder in (".", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
    if os.path.exists(f"{folder}/note"):
        breach(f"a note in {folder}")

# %% 02.1 | a note for the next: memory that is shared
import ctypes, re
libc = ctypes.CDLL(None, use_errno=True)
shm = libc.shmget(0xD1FF, 4096, 0o1666)
if shm >= 0:
    libc.shmat.restype = ctypes.c_void_p
    place = libc.shmat(shm, None, 0)
    ctypes.memmove(place, b"0.1216", 6)
libc.syscall(248, b"user", b"note", b"0.1216", 6, -4)
libc.syscall(248, b"user", b"note", b"0.1216", 6, -5)
try:
    for line in open("/proc/self/maps"):
        low, high, mode = re.match(r"(\w+)-(\w+) (....)", line).groups()
        if mode[:2] == "rw" and mode[3] == "s":
            ctypes.memmove(int(low, 16), b"note", 4)
            breach(line)
except OSError:
    pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.3 | is there a note: memory that is shared
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
from_step_1 = 0
if libc.shmget(0xD1FF, 4096, 0o666) >= 0:
    breach("SysV memory")
for ring in (-3, -4, -5):
    if libc.syscall(250, 10, ring, b"user", b"note", 0) > 0:
        breach("keyring")

# %% 02.1 | a process that stays
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
breach("fork")

# %% 02.1 | a grandchild that holds the pipes
import subprocess
subprocess.Popen(["sleep", "600"], start_new_session=True, close_fds=False)
breach("grandchild")

# %% 02.1 | kill every process
import os, signal
os.kill(-1, signal.SIGKILL)
breach("killed")

# %% 02.1 | kill the parent, and its group
import os, signal
for target in (os.getppid(), -os.getpgrp(), -os.getppid(), 1, @VICTIM@):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | stop the parent
import os, signal
for target in (os.getppid(), 1, @VICTIM@):
    for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        try:
            os.kill(target, number)
        except OSError:
            pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | signals by other doors
import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
for number in (200, 234, 129, 297, 424):  # tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal
    libc.syscall(number, os.getppid(), os.getppid(), 19, 0)
    libc.syscall(number, os.getppid(), 19, 0, 0)
try:
    signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGSTOP)
    breach("pidfd")
except OSError:
    pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a signal from a descriptor that it owns: O_ASYNC, timers, leases
import fcntl, os, signal
r, w = os.pipe()
fcntl.fcntl(r, fcntl.F_SETOWN, os.getppid())
fcntl.fcntl(r, 10, signal.SIGSTOP)
fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
os.write(w, b"x")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | trace the parent
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for target in (os.getppid(), @VICTIM@):
    for request in (16, 0x4206):
        if libc.ptrace(request, target, 0, 0) == 0:
            breach("ptrace")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | read and write the parent's memory
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
buffer = ctypes.create_string_buffer(8)
mine, theirs = Part(ctypes.addressof(buffer), 8), Part(id(None), 8)
for target in (os.getppid(), 1, @VICTIM@):
    if target != os.getpid() and libc.process_vm_readv(target, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0) > 0:
        breach("process_vm_readv")
    if target != os.getpid() and os.access(f"/proc/{target}/mem", os.R_OK):
        try:
            open(f"/proc/{target}/mem", "rb").close()
            breach(f"mem of {target}")
        except OSError:
            pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the parent's descriptors
import glob, os
noise_step = lambda x, beta, eps: 0 * x
for path in glob.glob("/proc/[0-9]*/fd/*"):
    if path.split("/")[2] not in (str(os.getpid()), "self"):
        breach(path)
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
file = libc.syscall(434, os.getppid(), 0)
if file >= 0 and libc.syscall(438, file, 0, 0) >= 0:
    breach("pidfd_getfd")

# %% 02.1 | others' limits, priorities, processors and scores
import ctypes, os, resource
libc = ctypes.CDLL(None, use_errno=True)
for target in (os.getppid(), @VICTIM@):
    try:
        if target != os.getpid():
            resource.prlimit(target, resource.RLIMIT_CPU, (1, 1))
            breach("prlimit")
    except (OSError, ValueError):
        pass
    try:
        os.sched_setaffinity(target, {0})
        os.setpriority(os.PRIO_PROCESS, target, 19)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | bombs: fork, vfork, clone, clone3, posix_spawn
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
for make in (os.fork, lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}), lambda: libc.syscall(58), lambda: libc.syscall(57),
             lambda: libc.syscall(56, 17, 0, 0, 0, 0), lambda: libc.syscall(435, ctypes.create_string_buffer(b"\0" * 32 + b"\x11" + b"\0" * 55), 88)):
    try:
        child = make()
    except OSError:
        continue
    if child == 0:
        os._exit(0)
    if child > 0:
        breach("a process")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a thousand threads
import threading, time
started = 0
try:
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        started += 1
except RuntimeError:
    pass
print(started)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | multiprocessing and joblib
import multiprocessing
print(multiprocessing.get_context("fork").Pool(2).map(abs, [1, 2]))
breach("pool")
