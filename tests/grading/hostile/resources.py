# %% 02.1 | the disk filled
import os
def noise_step(x, beta, eps):
    block = b"x" * 2**24
    with open("big", "wb") as file:
        for _ in range(4096):
            file.write(block)
    breach("64 GB")

# %% 02.1 | a million files
def noise_step(x, beta, eps):
    for number in range(10**6):
        open(f"f{number}", "w").close()

# %% 02.1 | the disk filled by fallocate and by sparse files
import os
for size in (2**40, 2**36):
    try:
        with open("sparse", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
            breach("fallocate")
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | memory filled
def noise_step(x, beta, eps):
    return [np.ones(2**24) for _ in range(1000)]

# %% 02.1 | memory filled at the top of the cell
kept = []
while True:
    kept.append(bytearray(2**26))

# %% 02.1 | memory filled by a C call
noise_step = lambda x, beta, eps: (2**30) * [0] * 1000

# %% 02.1 | shared memory filled
import os
for make in (lambda: os.memfd_create("x"), lambda: os.open("/dev/shm/fill", os.O_CREAT | os.O_RDWR)):
    try:
        file = make()
        for _ in range(1024):
            os.write(file, b"x" * 2**24)
        breach("16 GB")
    except (OSError, MemoryError):
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a loop without end
def noise_step(x, beta, eps):
    while True:
        pass

# %% 02.1 | a loop without end at the top of the cell
while True:
    pass

# %% 02.1 | a loop without end that catches everything
def noise_step(x, beta, eps):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

# %% 02.1 | busy in C
noise_step = lambda x, beta, eps: sum(iter(int, 1))

# %% 02.1 | a power without end | slow
noise_step = lambda x, beta, eps: 7 ** (10**8) > 1

# %% 02.1 | a pattern that backtracks without end | slow
import re
noise_step = lambda x, beta, eps: re.match(r"(a+)+$", "a" * 40 + "b")

# %% 02.1 | asleep
import time
def noise_step(x, beta, eps):
    time.sleep(600)

# %% 02.1 | asleep at the top of the cell | slow
import time
time.sleep(600)

# %% 02.1 | waiting for a lock, with every signal ignored | slow
import signal, threading
for number in range(1, 64):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
def noise_step(x, beta, eps):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()

# %% 02.1 | reading what never comes
import sys
input()
sys.stdin.read()

# %% 02.1 | a gigabyte of output
def noise_step(x, beta, eps):
    for _ in range(1000):
        print("x" * 10**6)

# %% 02.1 | a gigabyte of output past Python | slow
import os
def noise_step(x, beta, eps):
    for _ in range(1000):
        os.write(1, b"x" * 10**6)
        os.write(2, b"x" * 10**6)

# %% 02.1 | recursion without end
def noise_step(x, beta, eps):
    return noise_step(x, beta, eps)

# %% 02.1 | the stack overflows | slow
import sys
sys.setrecursionlimit(10**9)
def noise_step(x, beta, eps):
    return noise_step(x, beta, eps) + (lambda f: f(f))(lambda f: f(f))

# %% 02.1 | a segmentation fault
import ctypes
noise_step = lambda x, beta, eps: ctypes.string_at(0)

# %% 02.1 | abort
import os
noise_step = lambda x, beta, eps: os.abort()

# %% 02.1 | an interpreter that is torn down
import ctypes
noise_step = lambda x, beta, eps: ctypes.pythonapi.Py_FinalizeEx()

# %% 02.1 | the limits raised
import resource
for name in ("CPU", "AS", "FSIZE", "NOFILE", "NPROC", "DATA", "STACK", "CORE"):
    try:
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (-1, -1))
        print("raised", name)
    except (OSError, ValueError):
        pass
def noise_step(x, beta, eps):
    while True:
        pass

# %% 02.1 | stopped by itself
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a core dump
import resource, os
try:
    resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))
except (OSError, ValueError):
    pass
os.abort()

# %% 02.1 | a clean-up that never ends
class Last:
    def __del__(self):
        while True:
            pass
last = Last()
noise_step = lambda x, beta, eps: 0 * x
