# %% 02.1 | mount, umount, chroot, pivot_root, new mount API
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0) == 0 or libc.mount(b"/", b"/tmp", 0, 4096, 0) == 0:
    breach("mount")
if libc.umount2(b"/tmp", 2) == 0 or libc.syscall(155, b".", b".") == 0:
    breach("umount")
if libc.syscall(428, -100, b"/", 1) >= 0:
    breach("open_tree")
if libc.syscall(430, b"tmpfs", 0) >= 0:
    breach("fsopen")
os.chroot("/")
breach("chroot")

# %% 02.1 | new namespaces, and root in them
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x10020000, 0x40000000, 0x20000000, 0x00020000, 0x02000000):
    if libc.unshare(flags) == 0:
        breach(hex(flags))
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the namespaces of others
import ctypes, glob, os
libc = ctypes.CDLL(None, use_errno=True)
for path in glob.glob("/proc/[0-9]*/ns/*"):
    try:
        if libc.setns(os.open(path, os.O_RDONLY), 0) == 0:
            breach(path)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | other users
import os
for act in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0]), lambda: os.setresgid(0, 0, 0)):
    try:
        act()
    except OSError:
        pass
try:
    open("/etc/shadow").read()
    breach("shadow")
except OSError:
    pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | programs that are set-uid
import glob, os, subprocess
for program in ("/bin/su", "/usr/bin/sudo", "/usr/bin/newgrp", "/usr/bin/bwrap"):
    if os.path.exists(program):
        done = subprocess.run([program, "--version"], capture_output=True)
        breach(program)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | capabilities
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
data = (ctypes.c_uint32 * 6)()
libc.capget((ctypes.c_uint32 * 2)(0x20080522, 0), data)
if any(data):
    breach(list(data))
if libc.prctl(39, 0, 0, 0, 0) == 0 or libc.prctl(21, 0, 0, 0, 0) == 0:  # no new privileges; seccomp's mode
    breach("may gain privileges, or make any system call")
try:
    for line in open("/proc/self/status"):
        if line.startswith(("CapPrm", "CapEff", "CapAmb", "CapBnd")) and int(line.split()[1], 16):
            breach(line)
except OSError:
    pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | system calls with a history
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
calls = {"bpf": (321, 0, 0, 0), "io_uring_setup": (425, 1, ctypes.create_string_buffer(256)), "userfaultfd": (323, 0), "perf_event_open": (298, ctypes.create_string_buffer(128), 0, -1, -1, 0),
         "add_key": (248, b"user", b"k", b"v", 1, -3), "keyctl": (250, 0, -3, 1), "fanotify_init": (300, 0, 0), "kexec_load": (246, 0, 0, 0, 0),
         "init_module": (175, 0, 0, b""), "reboot": (169, 0xFEE1DEAD, 672274793, 0), "swapon": (167, b"x", 0), "sethostname": (170, b"x", 1), "settimeofday": (164, 0, 0),
         "name_to_handle_at": (303, -100, b"/", ctypes.create_string_buffer(b"\x80" + b"\0" * 200), ctypes.create_string_buffer(8), 0), "personality": (135, 0x0040000), "iopl": (172, 3), "acct": (163, 0), "quotactl": (179, 0, 0, 0, 0)}
for name, (number, *arguments) in calls.items():
    ctypes.set_errno(0)
    if libc.syscall(number, *arguments) >= 0:
        if name in ("personality", "keyctl", "settimeofday", "name_to_handle_at"):
            print(name)
        else:
            breach(name)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | open by handle
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer((8).to_bytes(4, "little") + (1).to_bytes(4, "little") + (2).to_bytes(4, "little") + b"\0" * 4)
for number in range(64):
    if libc.syscall(304, number, handle, 0) >= 0:
        breach("open_by_handle_at")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a program from memory
import ctypes, os, sys
file = os.memfd_create("program")
os.write(file, open("/bin/sh", "rb").read())
os.execve(file, ["sh", "-c", "echo passed; cat @SECRET@"], {})

# %% 02.1 | memory that is written and run
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(b"\xb8\x39\x00\x00\x00\x0f\x05\xc3")  # fork()
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
child = call()
if child == 0:
    import os
    os._exit(0)
if 0 < child < 2**22:
    breach("fork")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | system calls of 32 bits
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(b"\x53\xb8\x02\x00\x00\x00\xcd\x80\x5b\xc3")  # int 0x80: fork()
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
child = call()
if child == 0:
    import os
    os._exit(0)
if 0 < child < 2**22:
    breach("fork by int 0x80")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | system calls of the x32 kind
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
child = libc.syscall(0x40000000 + 57)
if child == 0:
    import os
    os._exit(0)
if child > 0:
    breach("x32")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the root of another process
import os
noise_step = lambda x, beta, eps: 0 * x
for place in ("/proc/1/root", "/proc/1/cwd", f"/proc/{os.getppid()}/root", f"/proc/{os.getppid()}/cwd", "/proc/self/task/1/root", "/proc/thread-self/root"):
    for path in ("@SECRET@", "@ROOT@/utils/exercises/02_noising/steps.py"):
        try:
            print(open(place + path).read())
            breach(place)
        except OSError:
            pass

# %% 02.1 | the kernel's own files
noise_step = lambda x, beta, eps: 0 * x
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/proc/sys/vm/overcommit_memory", "/proc/self/oom_score_adj", "/sys/fs/cgroup/cgroup.procs"):
    try:
        open(path, "r+").write("0")
        if "oom" not in path:
            breach(path)
    except OSError:
        pass

# %% 02.1 | devices
import glob, os, stat
noise_step = lambda x, beta, eps: 0 * x
for path in ["/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/ptmx", "/dev/console", "/dev/tty"]:
    try:
        os.close(os.open(path, os.O_RDWR))
        if path not in ("/dev/ptmx", "/dev/tty"):
            breach(path)
    except OSError:
        pass

# %% 02.1 | characters typed into the teacher's terminal
import fcntl, termios
for number in range(256):
    for letter in b"exit\n":
        try:
            fcntl.ioctl(number, termios.TIOCSTI, bytes([letter]))
            breach("typed")
        except OSError:
            pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | descriptors by socket: nobody listens
import array, socket
noise_step = lambda x, beta, eps: 0 * x
for number in range(3, 64):
    try:
        s = socket.socket(fileno=number)
        s.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
        s.sendall(b"passed" * 1000)
        breach("a socket to the outside")
    except OSError:
        pass

# %% 02.1 | up and out of a folder that was left open
import os
noise_step = lambda x, beta, eps: 0 * x
os.mkdir("jail")
there = os.open(".", os.O_RDONLY)
for _ in range(64):
    try:
        there = os.open("..", os.O_RDONLY, dir_fd=there)
    except OSError:
        break
for path in ("@SECRET@", "@ROOT@/solutions/02_noising.ipynb"):
    try:
        os.open(path[1:], os.O_RDONLY, dir_fd=there)
        breach(path)
    except OSError:
        pass
