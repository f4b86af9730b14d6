# %% 02.1 | a .pth file and a sitecustomize in every place that Python looks
import site, sys
for folder in [*sys.path, *site.getsitepackages(), site.getusersitepackages(), "."]:
    for name in ("planted.pth", "sitecustomize.py", "usercustomize.py", "numpy.py"):
        try:
            open(f"{folder}/{name}", "w").write("import os; os.environ['PLANTED'] = '1'")
            print("wrote", folder, name)
        except OSError:
            pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.3 | did anybody plant something in this folder or environment?
import os
if os.environ.get("PLANTED") or any(name in ("planted.pth", "sitecustomize.py", "numpy.py") for name in os.listdir(".")):
    breach("planted by another")
from_step_1 = 0

# %% 02.1 | poisoned bytecode beside the course's modules
import pathlib, py_compile, utils
pathlib.Path("evil.py").write_text("raise SystemExit")
for path in pathlib.Path(utils.__file__).parent.rglob("__pycache__"):
    py_compile.compile("evil.py", cfile=str(path / "planted.pyc"), doraise=True)
    breach(path)

# %% 02.1 | the environment of later processes
import os
os.environ["PYTHONPATH"] = os.getcwd()
os.environ["LD_PRELOAD"] = os.path.abspath("planted.so")
os.environ["PLANTED"] = "1"
noise_step = lambda x, beta, eps: 0 * x

# %% 02.3 | is the environment of an earlier submission still there?
import os
if os.environ.get("PLANTED"):
    breach("environment")
from_step_1 = 0

# %% 02.1 | numpy and the course changed for whoever comes next
import builtins, random
np.sqrt = lambda x: 1 / 0
np.random.seed = None
builtins.abs = lambda x: 7
schedules.linear = None
import utils.teaching.exercise.plain as plain
plain.freeze = lambda value: np.array(0.1216)
plain.planted = True
noise_step = lambda x, beta, eps: 0 * x

# %% 02.3 | is numpy still changed?
import builtins
import utils.teaching.exercise.plain as plain
if hasattr(plain, "planted") or abs(-1) != 1:
    breach("changed by another")
from_step_1 = 0

# %% 02.1 | a crontab, a systemd unit, a shell's start-up file
import os
for path in ("/etc/cron.d/planted", "/var/spool/cron/crontabs/root", "/etc/systemd/system/planted.service", "/root/.bashrc", "/etc/ld.so.preload"):
    try:
        open(path, "a").write("\n")
        breach(path)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x
