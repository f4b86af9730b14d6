# %% 02.1 | import the module of the exercises
import importlib
one = importlib.import_module("utils.exercises.02_noising").ONE_STEP
breach("module")
noise_step = one.reference

# %% 02.4 | import the submodule that holds the reference
import importlib
noised = importlib.import_module("utils.exercises.02_noising.closed_form").noised
breach("submodule")

# %% 02.1 | the registry finds it
from utils.exercises import registry
noise_step = registry.find("02.1").reference
breach("registry")

# %% 02.1 | the registry by another door
import utils.exercises as e
noise_step = e.registry.find("02.1").reference
breach("registry attribute")

# %% 02.1 | the desk behind check
from utils.exercises import _desk
noise_step = _desk.find("02.1").reference
breach("desk")

# %% 02.1 | what check's globals and closure hold
found = []
for thing in (check, hint):
    inner = getattr(thing, "__func__", thing)
    found += list(getattr(inner, "__globals__", {}).values())
    found += [cell.cell_contents for cell in (getattr(inner, "__closure__", None) or ())]
    found += list(vars(getattr(thing, "__self__", None) or object).values())
noise_step = next(value for value in found if hasattr(value, "EXERCISES") or hasattr(value, "reference"))
breach("closure")

# %% 02.1 | mistakes, which show the reference's source
from utils.exercises import mistakes
print(mistakes("02.1"))
breach("mistakes")

# %% 02.1 | load its file by path
import importlib.util, glob, os, sys
noise_step = lambda x, beta, eps: 0 * x
for root in [os.getcwd(), "@ROOT@", *sys.path]:
    for path in glob.glob(os.path.join(root, "utils/exercises/02_noising/steps.py")):
        spec = importlib.util.spec_from_file_location("stolen", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        breach("by path")
        noise_step = module.noise_step

# %% 02.1 | read its text
import pathlib, utils
home = pathlib.Path(utils.__file__).parent
for folder in (home, pathlib.Path("@ROOT@/utils")):
    for path in (folder / "exercises").rglob("*.py"):
        if "np.sqrt(beta) * eps" in path.read_text():
            breach(path)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | its compiled file
import marshal, pathlib, utils
noise_step = lambda x, beta, eps: 0 * x
for path in pathlib.Path(utils.__file__).parent.rglob("__pycache__/*steps*.pyc"):
    if b"beta" in path.read_bytes() and "exercises" in str(path):
        breach(path)
        exec(marshal.loads(path.read_bytes()[16:]))

# %% 02.1 | the worked solutions
import glob, json
for pattern in ("@ROOT@/solutions/*.ipynb", "../solutions/*.ipynb", "solutions/*.ipynb", "/**/solutions/02_noising.ipynb"):
    for path in glob.glob(pattern, recursive=False):
        breach(path)
        json.load(open(path))
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the masters
for path in ("@ROOT@/source/lectures/02_noising.py", "../source/lectures/02_noising.py", "source/lectures/02_noising.py"):
    try:
        text = open(path).read()
    except OSError:
        continue
    if "BEGIN SOLUTION" in text:
        breach(path)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | git's objects
import os, subprocess
if os.path.exists("@ROOT@/.git"):
    breach("git")
done = subprocess.run(["git", "-C", "@ROOT@", "show", "HEAD:utils/exercises/02_noising/steps.py"], capture_output=True, text=True)
if done.stdout:
    breach("git show")

# %% 02.1 | the tests' answers
import importlib
answers = importlib.import_module("tests.exercises.answers.a_02").ANSWERS["02.1"]["right"]
breach("answers")
exec(answers[0])

# %% 02.1 | the folder of the tests
import os
for folder in ("@ROOT@/tests", "@ROOT@/grading", "@ROOT@/source", "@ROOT@/solutions", "@ROOT@/utils/exercises"):
    try:
        found = [name for name in os.listdir(folder) if name not in ("__init__.py", "__pycache__")]
    except OSError:
        continue
    if found:
        breach(f"{folder}: {found}")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | gc, for anything like an exercise
import gc
for thing in gc.get_objects():
    kind = type(thing)
    if any(base.__name__ == "Exercise" for base in kind.__mro__) and not isinstance(thing, type):
        breach(thing.id)
        noise_step = thing.reference
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | gc, for a function with the reference's constants
import gc, types
noise_step = lambda x, beta, eps: 0 * x
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__module__ and thing.__module__.startswith("utils.exercises.0"):
        breach(thing.__qualname__)
        noise_step = thing

# %% 02.1 | every loaded module
import sys
noise_step = lambda x, beta, eps: 0 * x
for name, module in list(sys.modules.items()):
    for thing in list(vars(module).values()) if hasattr(module, "__dict__") else ():
        if hasattr(type(thing), "__mro__") and any(base.__name__ == "Exercise" for base in type(thing).__mro__):
            breach(f"{name}: {thing.id}")
            noise_step = thing.reference

# %% 02.1 | the frames above it, when it is called
import sys
def noise_step(x, beta, eps):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
            if hasattr(value, "reference") or name in ("key", "expected", "exercise") and hasattr(value, "id"):
                breach(name)
                return value.reference(x, beta, eps)
        frame = frame.f_back
    return 0 * x

# %% 02.1 | the frames of every thread
import sys
def noise_step(x, beta, eps):
    for frame in sys._current_frames().values():
        while frame is not None:
            for name, value in frame.f_locals.items():
                if hasattr(value, "reference") or hasattr(value, "right"):
                    breach(name)
            frame = frame.f_back
    return 0 * x

# %% 02.1 | inspect the caller
import inspect
def noise_step(x, beta, eps):
    for info in inspect.stack():
        for value in info.frame.f_locals.values():
            if getattr(value, "right", None) or getattr(value, "reference", None):
                breach("stack")
    return 0 * x

# %% 02.1 | the memory of its own process, for the reference's source
import ctypes, gc
wanted, blocks = b"PETS_ENO"[::-1], set()
for thing in gc.get_objects():
    blocks.add(id(thing) >> 12)
    blocks.update(id(item) >> 12 for item in gc.get_referents(thing))
count = 0
for block in blocks:
    count += ctypes.string_at(block << 12, 2**12).count(wanted)
if count > 1:  # one is what is looked for
    breach("memory")
print("pages of memory read:", len(blocks))
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the judge's part of the course
import importlib
noise_step = lambda x, beta, eps: 0 * x
for name in ("grading.judge", "grading.__main__", "grading.notebook", "grading"):
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    if hasattr(module, "grade"):
        breach(name)

# %% 02.1 | evaluate, in the process that should have no references
from utils.teaching.exercise.evaluate import answer_key
from utils.exercises import registry
noise_step = answer_key(registry.find("02.1")).exercise.reference
breach("key")

# %% 02.1 | another interpreter imports it
import subprocess, sys
done = subprocess.run(
    [sys.executable, "-c", "import sys; sys.path.insert(0, '@ROOT@'); from utils.exercises import registry; print('got', registry.find('02.1').title)"],
    capture_output=True, text=True)
if "got" in done.stdout:
    breach("subprocess")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | import hooks and path entries: the course from everywhere
import importlib, sys
noise_step = lambda x, beta, eps: 0 * x
for place in ("@ROOT@", "/work", "/proc/1/cwd", "/proc/self/cwd", "/proc/1/root@ROOT@", "/proc/self/root@ROOT@"):
    for name in [n for n in sys.modules if n == "utils" or n.startswith("utils.")]:
        del sys.modules[name]
    sys.path.insert(0, place)
    importlib.invalidate_caches()
    try:
        registry = importlib.import_module("utils.exercises.registry")
        noise_step = registry.find("02.1").reference
        breach(place)
    except Exception:
        pass
    sys.path.pop(0)

# %% 02.1 | the folder this notebook is graded in
import os
noise_step = lambda x, beta, eps: 0 * x
for folder in (".", "..", "../..", "/proc/self/cwd", "/proc/self/cwd/.."):
    try:
        found = os.listdir(folder)
    except OSError:
        continue
    if any(name.endswith(".ipynb") or name == "source" for name in found):
        breach(f"{folder}: {found}")

# %% 02.1 | symbolic and hard links to what it may not read
import os
target = "@ROOT@/utils/exercises/02_noising/steps.py"
noise_step = lambda x, beta, eps: 0 * x
for make in (os.symlink, os.link):
    try:
        make(target, "link")
        if "eps" in open("link").read():
            breach(make.__name__)
        os.remove("link")
    except OSError:
        pass

# %% 02.1 | descriptors that were left open
import os, stat
noise_step = lambda x, beta, eps: 0 * x
for number in range(1024):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    if stat.S_ISDIR(mode) or stat.S_ISSOCK(mode):
        breach(f"{number}: a folder or socket")
    if stat.S_ISREG(mode) and b"statm" not in os.readlink(f"/proc/self/fd/{number}").encode():
        breach(f"{number}: a file")
