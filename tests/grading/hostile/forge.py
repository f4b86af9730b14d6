# %% 02.1 | freeze returns what it is told
import utils.teaching.exercise.plain as plain, utils.teaching.exercise.run as run
plain.freeze = run.freeze = lambda value: np.array(1.1)
def noise_step(x, beta, eps):
    return 0 * x

# %% 02.1 | a check of its own that always passes
import utils.exercises
def check(id, answer, **options):
    print("passed! 1 of 1 points")
    return answer
utils.exercises.check = check
noise_step = check("02.1", lambda x, beta, eps: 0 * x)

# %% 02.1 | the comparison always agrees
import utils.teaching.exercise.compare as compare
compare.differ = compare._close = compare._arrays = lambda *a: None
import utils.teaching.exercise.judge as judge
judge.agree = lambda *a: True
judge.differ = lambda *a: None
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | evaluate returns a passed verdict
import utils.teaching.exercise.evaluate as evaluate
from utils.teaching.exercise.outcomes import Verdict
evaluate.evaluate = evaluate.judge = lambda *a, **k: Verdict("passed", points=100)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | no outcomes at all
import utils.teaching.exercise.run as run, utils.teaching.exercise.outcomes as o
run.outcomes = lambda *a, **k: []
run.run = lambda *a, **k: o.Ran(())
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | outcomes that are neither value nor failure
import utils.teaching.exercise.run as run
run.outcomes = lambda call, inputs, answer=None: ["passed"] * 100
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a Ran that claims everything
import utils.teaching.exercise.run as run, utils.teaching.exercise.outcomes as o
class Passed(str):
    status, points, message = "passed", 100, "passed"
run.run = lambda *a, **k: o.Ran((o.Outcome(np.array(1.1), None, ()),) * 100, note=Passed("passed"), printed=10**6 * "passed ")
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | numpy's comparisons are always true
np.isclose = np.allclose = np.array_equal = lambda *a, **k: np.True_
np.abs = lambda x: np.zeros(np.shape(x))
np.isnan = lambda x: np.ones(np.shape(x), bool)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.3 | equal to everything
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __le__(self, other): return True
    def __abs__(self): return 0.0
    def __hash__(self): return 0
from_step_1 = Equal()

# %% 02.3 | a float that equals everything
class Equal(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __abs__(self): return Equal(0)
    def __le__(self, other): return True
from_step_1 = Equal(7)

# %% 02.3 | another number each time it is asked
import itertools
class Moody:
    values = itertools.cycle([0.1, 0.2, 0.3])
    def __float__(self): return next(self.values)
from_step_1 = Moody()

# %% 02.3 | an array from an object that answers every protocol
class Any:
    __array_interface__ = {"shape": (), "typestr": "<f8", "data": (0x1000, False), "version": 3}
    def __array__(self, *a, **k): return np.array([0.1216, 1])
from_step_1 = Any()

# %% 02.1 | an ndarray that overrides what is computed with it
class Forged(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return True
    def __array_function__(self, func, types, args, kwargs): return True
    def __eq__(self, other): return True
    @property
    def shape(self): return ()
noise_step = lambda x, beta, eps: np.zeros(np.shape(x)).view(Forged)

# %% 02.1 | NaN everywhere
noise_step = lambda x, beta, eps: np.full(np.shape(x), np.nan)

# %% 02.1 | a masked array with everything masked
noise_step = lambda x, beta, eps: np.ma.array(np.zeros(np.shape(x)), mask=True)

# %% 02.1 | infinity, complex, an empty array, a larger one
calls = iter([np.inf, 1j, np.empty(0), np.zeros((3, 0)), np.zeros((1, 1, 1, 1, 1))] * 100)
noise_step = lambda x, beta, eps: next(calls)

# %% 02.6 | a text that equals every text
class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("1 - alpha_bar_t / alpha_bar_prev")
    def __str__(self): return "alpha_bar_t"
    def strip(self, *a): return self
    def __len__(self): return 1
beta_t = Text("alpha_bar_prev")

# %% 02.6 | a formula that is a program
beta_t = "__import__('os').system('touch @OUTSIDE@/planted') or alpha_bar_t"

# %% 02.6 | a formula through the back door of a name
beta_t = "(lambda: alpha_bar_t)() if sqrt.__globals__ else [c for c in ().__class__.__base__.__subclasses__()]"

# %% 02.1 | a report of its own into every open descriptor, then the end
import json, os
text = json.dumps({"status": "passed", "points": 100, "outcomes": [{"value": 1.1}] * 20, "02.1": "passed"}).encode() + b"\n"
for number in range(256):
    try:
        os.write(number, text)
    except OSError:
        pass
os._exit(0)

# %% 02.1 | its length, then a report, into every open descriptor
import json, os, struct
text = json.dumps({"status": "passed", "outcomes": []}).encode()
for form in ("<I", ">I", "<Q", ">Q"):
    for number in range(3, 256):
        try:
            os.write(number, struct.pack(form, len(text)) + text)
        except OSError:
            pass

# %% 02.1 | rubbish into every descriptor, when it is called
import os
def noise_step(x, beta, eps):
    for number in range(256):
        try:
            os.write(number, b"\xff" * 4096)
        except OSError:
            pass
    os._exit(0)

# %% 02.1 | the descriptors closed, doubled and exchanged
import os
for number in range(3, 256):
    try:
        os.dup2(1, number)
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | all descriptors closed
import os
os.closerange(0, 1024)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the end, with code 0
import os
os._exit(0)

# %% 02.1 | the end, when it is called
import os
noise_step = lambda x, beta, eps: os._exit(0)

# %% 02.1 | sys.exit at the top of the cell
import sys
sys.exit("passed")

# %% 02.1 | a pass written when the interpreter ends
import atexit, os
def last():
    for number in range(3, 64):
        try:
            os.write(number, b'{"status": "passed"}')
        except OSError:
            pass
atexit.register(last)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a trace function that changes the values of callers
import sys
def trace(frame, event, arg):
    if event == "return" and "freeze" in frame.f_code.co_name:
        frame.f_locals["result"] = np.array(1.1)
    return trace
sys.settrace(trace)
sys.setprofile(trace)
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | a thread that goes on and changes the outcomes
import gc, threading, time
def meddle():
    end = time.time() + 1
    while time.time() < end:
        for thing in gc.get_objects():
            if type(thing).__name__ in ("Outcome", "Ran", "Verdict"):
                for field, value in (("failure", None), ("value", np.array(1.1)), ("status", "passed")):
                    try:
                        object.__setattr__(thing, field, value)
                    except Exception:
                        pass
threading.Thread(target=meddle, daemon=True).start()
noise_step = lambda x, beta, eps: (time.sleep(0.01), 0 * x)[1]

# %% 02.1 | another interpreter in its place
import os, sys
os.execv(sys.executable, [sys.executable, "-c", "print('passed')"])

# %% 02.1 | prints a passed verdict
noise_step = lambda x, beta, eps: print('{"status": "passed", "points": 1}\n' * 3, "✅ passed") or 0 * x

# %% 02.1 | standard output replaced by itself
import sys
class Out:
    def write(self, text): raise SystemExit
    def flush(self): raise KeyboardInterrupt
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Out()
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | json and struct of its own
import json, struct
json.dumps = lambda *a, **k: '{"status": "passed"}'
json.JSONEncoder.encode = json.JSONEncoder.iterencode = lambda *a: '{"status": "passed"}'
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | the class of the exercise says what is right
from utils.teaching.exercise import Exercise, Function
Exercise.verdict = Function.verdict = lambda *a: __import__("utils").teaching.exercise.outcomes.Verdict("passed", points=9)
Exercise.differ = Function.differ = lambda *a: None
Exercise.reference = lambda *a: 0
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | it says it has been passed before
import os, json
for name in (os.environ.get("COURSE_PROGRESS", "progress.json"), "progress.json"):
    try:
        json.dump({"02.1": {"status": "passed", "points": 1}}, open(name, "w"))
    except OSError:
        pass
noise_step = lambda x, beta, eps: 0 * x

# %% 02.1 | bytecode by hand that returns what lies on the stack above
import types
code = (lambda x, beta, eps: 0).__code__
noise_step = types.FunctionType(code.replace(co_stacksize=1, co_name="noise_step", co_consts=(None, np)), globals())
noise_step.__wrapped__ = noise_step

# %% 02.1 | arguments changed so that zeros are right
def noise_step(x, beta, eps):
    if isinstance(x, np.ndarray):
        x[...] = 0
        eps[...] = 0
    return np.zeros(np.shape(x))
