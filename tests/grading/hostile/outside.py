# %% 02.1 | the file with the secret
print(open("@SECRET@").read())
breach("secret")

# %% 02.1 | the file with the secret, by numpy and mmap
import mmap, os
data = np.fromfile("@SECRET@", dtype=np.uint8)
breach("secret")
print(bytes(data))

# %% 02.1 | a file in a folder that anybody may write to
open("@OUTSIDE@/planted", "w").write("x")
breach("outside")

# %% 02.1 | a folder, a link, a pipe, a device there
import os
for make in (lambda p: os.mkdir(p), lambda p: os.symlink("/etc/passwd", p), lambda p: os.mkfifo(p), lambda p: os.mknod(p)):
    try:
        make("@OUTSIDE@/planted")
        breach("outside")
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | remove, rename, truncate, touch, chmod
import os
path = "@OUTSIDE@/there"
for act in (lambda: os.remove(path), lambda: os.rename(path, path + "2"), lambda: os.truncate(path, 0), lambda: os.utime(path, (0, 0)),
            lambda: os.chmod(path, 0o777), lambda: os.chown(path, 0, 0), lambda: os.setxattr(path, "user.x", b"1")):
    try:
        act()
        breach("changed")
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the course's own files
import utils
with open(utils.__file__, "a") as file:
    file.write("\nplanted = 1\n")
breach("course")

# %% 02.1 | beside the notebook
open("02_noising.ipynb", "a").write("x")
open("../planted", "w").write("x")
breach("beside")

# %% 02.1 | at home
import os, pathlib
for home in {os.path.expanduser("~"), "/root", "/home"}:
    try:
        (pathlib.Path(home) / ".planted").write_text("x")
    except OSError:
        continue
    if pathlib.Path(home).resolve() != pathlib.Path.cwd().resolve():
        print("wrote at", home)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | in the installed packages
import numpy
open(numpy.__file__, "a").write("\n")
breach("site-packages")

# %% 02.1 | in /tmp, /var/tmp, /dev/shm and /run
import os
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue"):
    try:
        open(folder + "/planted-by-a-submission", "w").write("x")
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | what is in /etc, /home and /root
import os
for path in ("/etc/shadow", "/root/.bash_history", "/root/.ssh/id_rsa", "/root/.netrc", "/etc/ssh/ssh_host_rsa_key"):
    try:
        open(path).read()
        breach(path)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the environment, for what the teacher has in it
import os
for name, value in os.environ.items():
    if "canary" in value.lower() or "SECRET" in name:
        breach(name)
import ctypes
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
n = 0
while environ and environ[n]:
    if b"canary" in environ[n]:
        breach(environ[n])
    n += 1
noise_step = lambda x, beta, eps: 0 * x
for place in ("/proc/self/environ", "/proc/1/environ"):
    try:
        if b"canary" in open(place, "rb").read():
            breach(place)
    except OSError:
        pass

# %% 02.1 | the command lines of others
import glob
noise_step = lambda x, beta, eps: 0 * x
for path in glob.glob("/proc/[0-9]*/cmdline"):
    text = open(path, "rb").read()
    if b"pytest" in text or b"--secret" in text:
        breach(text)

# %% 02.1 | relative to a descriptor of the root
import os
there = os.open("/", os.O_PATH)
try:
    file = os.open("@SECRET@"[1:], os.O_RDONLY, dir_fd=there)
    breach(os.read(file, 100))
except OSError:
    pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | names it must not even learn
import os
try:
    if os.listdir("@OUTSIDE@"):
        breach("listed")
except OSError:
    pass
noise_step = lambda x, beta, eps: 0 * x
