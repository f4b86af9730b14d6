"""What the wall promises, one by one, for each kind of it that this machine can put up."""

import os
import re
import shutil
import sys

import pytest
from probes import ran, said, seen
from submissions import ROOT

from grading.wall import NoWall, Wall, course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls are made of Linux")
SETUP = "import numpy as np\nfrom utils.exercises import check"


@pytest.fixture(scope="module", params=["bubblewrap", "namespaces", "landlock"])
def wall(request):
    if request.param == "bubblewrap" and shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")
    try:
        with Wall("02", setup=SETUP, outer=[request.param]) as standing:
            yield standing
    except NoWall as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    path = tmp_path_factory.mktemp("submissions") / "another.ipynb"
    path.write_text("another learner's work", encoding="utf-8")
    return path


def test_the_force_is_said_in_words(wall):
    assert "seccomp" in wall.force and "limits" in wall.force


# reading ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "place",
    [
        "utils/exercises/02_noising/steps.py",
        "utils/exercises/registry.py",
        "solutions/02_noising.ipynb",
        "source/lectures/02_noising.py",
        "lectures/02_noising.ipynb",
        "tests/exercises/answers/a_02.py",
        "grading/judge.py",
        "pyproject.toml",
        ".git",
    ],
)
def test_nothing_of_the_course_can_be_read_but_what_lectures_need(wall, place):
    path = ROOT / place
    assert path.exists()
    look = f"os.listdir({str(path)!r})" if path.is_dir() else f"open({str(path)!r}).read()"
    assert seen(wall, look) in ("FileNotFoundError", "PermissionError", "NotADirectoryError")


def test_other_submissions_and_the_machine_s_files_cannot_be_read(wall, secret):
    for path in (secret, "/etc/passwd", "/proc/1/environ", "/proc/self/environ", "/proc/self/mem", "/proc/1/root/etc"):
        assert seen(wall, f"open({str(path)!r}).read()") in ("FileNotFoundError", "PermissionError"), path


def test_the_wall_s_own_copy_of_the_course_has_no_references(wall):
    for place, there in {
        "": {"grading", "studies", "utils"},
        "grading": {"__init__.py", "wall"},
        "utils/exercises": {"__init__.py"},
    }.items():
        assert eval(seen(wall, f"set(os.listdir({str(wall._place / 'course' / place)!r}))")[5:]) == there


@pytest.mark.parametrize("module", ["utils.exercises.02_noising", "utils.exercises.registry", "grading.judge", "tests"])
def test_references_cannot_be_imported(wall, module):
    assert seen(wall, f"__import__('importlib').import_module({module!r})") == "ModuleNotFoundError"


def test_nothing_of_the_environment_is_seen(wall, monkeypatch):
    names = set(eval(seen(wall, "sorted(os.environ)").removeprefix("did: ")))
    assert names <= {
        *("HOME", "LANG", "LD_LIBRARY_PATH", "MPLBACKEND", "MPLCONFIGDIR", "PATH", "PWD", "PYTHONHASHSEED", "TMPDIR"),
        *(f"{name}_NUM_THREADS" for name in ("MKL", "NUMEXPR", "OMP", "OPENBLAS")),
        *("KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK"),
    }


def test_no_open_file_is_inherited_but_what_the_clone_itself_needs(wall):
    code = """
    open_ = []
    for fd in range(4096):
        try:
            open_.append(f"{fd}:{os.fstat(fd).st_mode >> 12:o}")
        except OSError:
            pass
    found = " ".join(open_)
    """
    ends = ran(wall, code).ran[0].outcomes[0].value.split()
    pipes, files, null = ["1", "1"], ["10"], ["2", "2", "2"]  # its report and its pulse; its memory; in, out, errors
    assert sorted(end.split(":")[1] for end in ends) == [*pipes, *files, *null]


def test_what_is_hidden_is_left_out_of_what_can_be_read(tmp_path):
    for name in ("packages/numpy", "packages/utils/exercises", "packages/utils/data"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "packages" / "one.py").touch()
    found = set(course._without(tmp_path, [tmp_path / "packages" / "utils" / "exercises"]))
    assert found == {str(tmp_path / "packages" / name) for name in ("numpy", "one.py", "utils/data")}
    assert list(course._without(tmp_path, [tmp_path])) == []


# writing ---------------------------------------------------------------------
def test_nothing_can_be_written_outside_its_scratch_folder(wall, tmp_path):
    places = [tmp_path, ROOT, wall._place, wall._place / "course" / "utils", "/tmp", "/dev/shm", "/usr/lib", "/"]
    for place in places:
        assert seen(wall, f"open({str(place)!r} + '/left', 'w').write('x')") != "did: 1", place
        assert seen(wall, f"os.mkdir({str(place)!r} + '/left')") != "did: None", place
    assert not any(os.path.exists(f"{place}/left") for place in places)
    file = wall._place / "course" / "utils" / "__init__.py"
    before = file.stat()
    for change in ("chmod(p, 0)", "remove(p)", "utime(p, (0, 0))", "truncate(p, 0)", "rename(p, p + '2')"):
        assert not seen(wall, f"(lambda p: os.{change})({str(file)!r})").startswith("did"), change
    assert file.stat() == before


def test_the_scratch_folder_is_private_and_forgotten(wall):
    assert seen(wall, "open('mine', 'w').write('x' * 10)") == "did: 10"
    assert seen(wall, "__import__('tempfile').NamedTemporaryFile('w').write('abc')") == "did: 3"
    assert seen(wall, "os.listdir('.')") == "did: []"
    assert os.listdir(wall._place / "scratch") == []


# talking ---------------------------------------------------------------------
def test_no_connection_can_be_made(wall):
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"):
        assert seen(wall, f"socket.socket(socket.{family}, socket.SOCK_DGRAM)") == "PermissionError"
    assert seen(wall, "socket.create_connection(('127.0.0.1', 80), 1)") == "PermissionError"
    assert seen(wall, "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)") == "PermissionError"


def test_an_event_loop_still_runs(wall):
    assert seen(wall, "__import__('asyncio').run(__import__('asyncio').sleep(0, 7))") == "did: 7"


def test_no_other_process_can_be_signalled(wall):
    for process in ("os.getppid()", "1", "-1", "0", str(os.getpid())):
        if process != "1" or "namespaces" not in wall.force:  # there a clone is number 1 itself
            assert not seen(wall, f"os.kill({process}, 0)").startswith("did"), process
    assert seen(wall, "os.kill(os.getpid(), 0)") == "did: None"


def test_nothing_can_be_started(wall):
    assert seen(wall, "os.fork()") == "PermissionError"
    assert seen(wall, "subprocess.run([sys.executable, '-c', '0'])") == "PermissionError"
    assert seen(wall, "os.execv(sys.executable, [sys.executable])") == "PermissionError"
    assert seen(wall, "__import__('multiprocessing').get_context('fork').Process().start()") == "PermissionError"


CALLS = {  # of x86_64; where they are others, they are refused all the same
    "ptrace": 101, "process_vm_readv": 310, "memfd_create": 319, "io_uring_setup": 425, "add_key": 248, "keyctl": 250,
    "unshare": 272, "setns": 308, "mount": 165, "pivot_root": 155, "chroot": 161, "bpf": 321, "perf_event_open": 298,
    "userfaultfd": 323, "open_by_handle_at": 304, "shmget": 29, "msgget": 68, "mq_open": 240, "pidfd_open": 434,
    "pidfd_getfd": 438, "personality": 135, "chmod": 90, "setxattr": 188, "symlink": 88, "link": 86, "mknod": 133,
    "seccomp": 317, "vfork": 58, "execveat": 322, "kcmp": 312, "tkill": 200, "rt_sigqueueinfo": 129, "setpriority": 141,
    "x32 getpid": 39 | 0x40000000, "finit_module": 313, "reboot": 169, "syslog": 103, "inotify_init": 253,
}  # fmt: skip


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of x86_64")
def test_system_calls_that_no_answer_needs_are_refused(wall):
    code = f"""
    libc, calls = ctypes.CDLL(None, use_errno=True), {CALLS!r}
    def number(n):
        ctypes.set_errno(0)
        return libc.syscall(n, 0, 0, 0, 0, 0), ctypes.get_errno()
    found = str([name for name, n in calls.items() if number(n) != (-1, 1)])
    """
    assert ran(wall, code).ran[0].outcomes[0].value == "[]"


def test_no_capability_is_left(wall):
    code = """
    had = (ctypes.c_uint32 * 6)(*[7] * 6)
    asked = ctypes.CDLL(None).capget((ctypes.c_uint32 * 2)(0x20080522, 0), had)
    found = str((asked, list(had)))
    """
    assert ran(wall, code).ran[0].outcomes[0].value == "(0, [0, 0, 0, 0, 0, 0])"


# taking ----------------------------------------------------------------------
def test_time_is_measured_on_the_processor_and_ends(wall):
    slow = """
    class Slow:
        def __float__(self):
            while True:
                pass
    found = Slow()
    """
    assert ran(wall, slow, 0.3).ran[0].stopped == "time"
    assert ran(wall, "while True: pass", 0.3).fault == "Your cell did not reach its check: stopped after 0.3 seconds."


@pytest.mark.parametrize("wall", ["landlock"], indirect=True)
def test_code_that_never_lets_go_and_code_that_never_wakes_are_ended(wall, monkeypatch):
    monkeypatch.setattr("grading.wall.wall.SET_UP", 0.5)
    held = "import itertools\nclass Held:\n    def __float__(self): return sum(itertools.count())\nfound = Held()"
    asleep = "while True:\n    try: time.sleep(1000)\n    except BaseException: pass"
    for code in (held, asleep):
        assert ran(wall, code, 0.2).ran[0].stopped == "time"


def test_memory_threads_and_disk_are_limited(wall):
    assert seen(wall, "len(bytearray(2**33))") == "MemoryError"
    for size, what in ((2**15, "thread"), (2**23, "thread")):
        flood = (
            f"threading.stack_size({size})\nwhile True:\n    threading.Thread(target=time.sleep, args=(60,)).start()"
        )
        assert what in said(ran(wall, flood))
    for flood in (
        "for i in range(100):\n    open(str(i), 'wb').write(bytes(2**24))",
        "for i in range(60):\n    os.mkdir('d'); os.chdir('d')\nopen('x', 'wb').write(bytes(2**27))",
    ):
        assert re.search("OSError|disk", said(ran(wall, flood)))
    ran(wall, "os.umask(0o777); os.mkdir('mine'); open('sealed', 'w')\nfound = 1")
    assert seen(wall, "os.listdir('.')") == "did: []"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("os._exit(0)", "did not finish"),
        ("ctypes.string_at(0)", "did not finish"),
        ("os.abort()", "did not finish"),
        ("sys.exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("x = 1 +", "SyntaxError"),
        ("check = None", "TypeError"),
    ],
)
def test_code_that_ends_early_is_its_learner_s_error(wall, code, says):
    assert says in said(ran(wall, f"found = 1\n{code}"))


def test_the_next_clone_knows_nothing_of_the_last(wall):
    ran(wall, "import numpy\nnumpy.left = sys.left = 'here'\nfound = 1")
    assert seen(wall, "(hasattr(sys, 'left'), hasattr(__import__('numpy'), 'left'))") == "did: (False, False)"
