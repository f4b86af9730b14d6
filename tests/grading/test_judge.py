"""Verdicts from behind the wall are those of the notebook; seeds; set-up cells that fail; reports that are forged."""

import linecache
import zlib
from types import SimpleNamespace

import numpy as np
import pytest
from submissions import cell, worked

from grading.judge import grade, seed
from grading.wall import NoWall, Wall
from utils.exercises import registry
from utils.teaching.exercise import Number
from utils.teaching.exercise.evaluate import evaluate

EXERCISES = {exercise.id: exercise for exercise in registry.exercises("02_noising")}
WORKED = worked("02")


@pytest.fixture(scope="module")
def wall():
    with Wall("02") as standing:
        yield standing


def graded(wall, answers, setup=WORKED.setup, limit=10.0):
    """Exercise id -> verdict on the cells `answers` (id -> source)."""
    handed_in = SimpleNamespace(setup=setup, answers={id: cell(source) for id, source in answers.items()})
    return grade(wall, handed_in, [EXERCISES[id] for id in answers], b"secret", "run", limit)


def in_the_notebook(id, source):
    """The verdict of the notebook's own check."""
    given = []
    space = {"check": lambda number, answer: given.append(evaluate(EXERCISES[number], answer))}
    exec(WORKED.setup.replace("from utils.exercises import check", "from utils.exercises import progress"), space)
    linecache.cache["cell"] = (len(source), None, source.splitlines(keepends=True), "cell")
    exec(compile(source, "cell", "exec"), space)
    return given[-1]


STEP = "def noise_step(x, beta, eps):\n    {}\nnoise_step = check('02.1', noise_step)"
BODIES = [
    "return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps",
    "return np.sqrt(1 - beta) * x + beta * eps",
    "return (1 - beta) * x + beta * eps",
    "return x + eps",
    "print('here', beta)\n    return 3 * x",
    "...",
    "return None",
    "y = np.sqrt(1 - beta)\n    ...",
    "return undefined * x",
    "y = 1\n    return y / 0",
    "raise NotImplementedError",
    "return 'text'",
    "return [x, eps]",
    "return np.random.default_rng().normal(size=np.shape(x))",
    "x = np.asarray(x); x *= 0\n    return x + 1",
    "return {'x': x}",
    "return iter(int, 1)",
    "return object()",
    "return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps, 1",
    "return (np.sqrt(1 - beta) * x + np.sqrt(beta) * eps).astype(np.float32)",
]
TWISTED = """
class Twisted:
    def __call__(self, *arguments):
        return 1
    def __repr__(self):
        return "itself"
one = Twisted()
one.__wrapped__ = one
check("02.1", one)
"""
CELLS = [
    *(("02.1", STEP.format(body)) for body in BODIES),
    ("02.1", "def noise_step(x):\n    return x\ncheck('02.1', noise_step)"),
    ("02.1", "check('02.1', 5)"),
    ("02.1", TWISTED),
    ("02.2", "check('02.2', 7)"),
    ("02.2", "check('02.2', 'seven')"),
    ("02.2", "check('02.2', ...)"),
    ("02.3", "check('02.3', 0.19)"),
    ("02.3", "check('02.3', (0.12,))"),
    ("02.3", "check('02.3', lambda: 1)"),
    ("02.6", "check('02.6', '1 - alpha_bar_t / alpha_bar_prev')"),
    ("02.6", "check('02.6', 'sqrt(1 - alpha_bar_t / alpha_bar_prev)')"),
    ("02.6", "check('02.6', '1 - x')"),
    ("02.6", "check('02.6', '__import__(\"os\")')"),
    ("02.7", "def ou(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s\ncheck('02.7', ou)"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "source"), CELLS)
def test_a_verdict_is_the_notebook_s_field_by_field(wall, id, source):
    verdicts = in_the_notebook(id, source), graded(wall, {id: source})[id]
    here, there = (vars(one) | {"mistake": one.mistake and (one.mistake.name, one.mistake.hint)} for one in verdicts)
    assert there == here


def test_an_answer_that_was_not_handed_in_is_not_attempted(wall):
    handed_in = SimpleNamespace(setup=WORKED.setup, answers={})
    assert grade(wall, handed_in, [EXERCISES["02.1"]], b"s", "r")["02.1"].status == "not attempted"


def test_a_kind_of_exercise_that_runs_answers_in_its_own_way_is_refused(wall):
    class Own(Number):
        @staticmethod
        def call(answer):
            return answer

    with pytest.raises(ValueError, match="exercise 99.1: Own must run answers as one of"):
        wall.run("", cell(""), Own("99.1", title="Own", points=1, reference=1.0), [[()]])


# seeds --------------------------------------------------------------------------
def test_seeds_follow_from_secret_exercise_and_run():
    seeds = {seed(secret, id, run) for secret in (b"a", b"b") for id in ("02.1", "02.2") for run in ("1", "2")}
    assert len(seeds) == 8 and seed(b"a", "02.1", "1") == seed(b"a", "02.1", "1")


def test_values_learned_from_the_notebook_do_not_pass(wall):
    """The usual inputs are public: an answer that knows their results by heart fails on hidden ones."""
    known = {zlib.crc32(np.asarray(one[0]).tobytes()) for one in EXERCISES["02.1"].draw()}
    learned = f"""
import zlib
def noise_step(x, beta, eps):
    right = np.sqrt(1 - beta) * x + np.sqrt(beta) * eps
    return right if zlib.crc32(np.asarray(x).tobytes()) in {known} else right + 1
check("02.1", noise_step)
"""
    assert in_the_notebook("02.1", learned).status == "passed"
    verdict = graded(wall, {"02.1": learned})["02.1"]
    assert verdict.status in ("wrong", "mistake")


# set-up cells -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("setup", "why"),
    [
        ("", "is gone"),
        ("import numpy as np\n1 / 0", "failed (ZeroDivisionError: division by zero (line 2))"),
        ("import os\nos._exit(3)", "failed (it ended Python (exit code 3))"),
        ("import numpy as np\nx = = 1", "failed (SyntaxError"),
    ],
)
def test_a_set_up_cell_that_fails_is_replaced_and_that_is_said(wall, setup, why):
    verdicts = graded(wall, {id: WORKED.answers[id].source for id in ("02.1", "02.8")}, setup)
    assert all(one.status == "passed" and why in one.note and "course's own" in one.note for one in verdicts.values())


def test_a_set_up_cell_that_hangs_costs_its_time_once(wall, monkeypatch):
    for place in ("grading.wall.wall.SET_UP", "grading.wall.exchange.GRACE"):
        monkeypatch.setattr(place, 1.0)
    setup = """
import time
while True:
    try:
        time.sleep(100)
    except BaseException:
        pass
"""
    answers = {id: WORKED.answers[id].source for id in ("02.1", "02.2", "02.5")}
    verdicts = graded(wall, answers, setup, limit=1.0)
    assert all(one.status == "passed" and "did not end" in one.note for one in verdicts.values())


def test_a_check_of_its_own_in_the_set_up_cell_takes_no_answer_away(wall):
    setup = f"{WORKED.setup}\ndef check(id, answer):\n    print('passed')\n    return answer"
    assert graded(wall, {"02.1": WORKED.answers["02.1"].source}, setup)["02.1"].status == "passed"


# forged reports -----------------------------------------------------------------
PASSED = """
import json, os, struct
def say(tree, blob=b""):
    body = json.dumps(tree).encode()
    data = struct.pack("<QQ", len(body), len(blob)) + body + blob
    for fd in range(3, 64):
        try:
            os.write(fd, data)
        except OSError:
            pass
RAN = {"outcomes": [], "untouched": False, "refusal": "", "stopped": "", "gap": False, "printed": "", "note": ""}
"""
FORGED = [
    "say({'ran': [RAN], 'setup': '', 'fault': ''}); os._exit(0)",
    "say({'ran': [RAN] * 3, 'setup': '', 'fault': ''}); os._exit(0)",
    "say({'ran': [], 'setup': '', 'fault': ''}); os._exit(0)",
    "say({'ran': [RAN | {'outcomes': [[None, None, None]] * 9}] * 3, 'setup': '', 'fault': ''}); os._exit(0)",
    "say({'ran': [RAN | {'outcomes': [['...', None, None]] * n} for n in (5, 6, 7)], 'setup': '', 'fault': ''})",
    "say({'status': 'passed', 'points': 5}); os._exit(0)",
    "say('passed')",
    "say([[[[]]]]); os._exit(0)",
    "say({'ran': 7, 'setup': [], 'fault': {}}); os._exit(0)",
    "say({'ran': [], 'setup': 'x' * 10**6, 'fault': ''}); os._exit(0)",
    "[os.write(fd, b'\\xff' * 100) for fd in range(3, 9) if not os.set_blocking(fd, True)]",
    "os.close(3); os.close(4); os.close(5); os.close(6); os.close(7); os.close(8); os.close(9)",
    "import utils.teaching.exercise.run as r; r.run = lambda *a, **k: RAN; r.outcomes = None",
    "import utils.exercises as e; e._run['02.1'](1); e._run.clear()",
    "import grading.wall.clone as c; c._say = c._ran = lambda *a: None",
    "import grading.wall.clone as c; c._ran = lambda *a: c.Report([c.run(*a, 1, (), None)] * 3)",
    "import numpy; numpy.ndarray.__eq__ = numpy.array = numpy.isnan = None",
    "import gc; [x.clear() for x in gc.get_objects() if type(x) is dict and len(x) < 9 and x is not globals()]",
    "import sys; sys.stdout = sys.stderr = None; sys.modules.clear()",
    "import builtins; builtins.len = builtins.isinstance = builtins.type = lambda *a: True",
]


@pytest.mark.parametrize("code", FORGED)
def test_a_forged_report_never_passes_and_harms_nobody(wall, code):
    tried = f"{PASSED}\ntry:\n    {code}\nexcept Exception:\n    pass\n"
    wrong = tried + STEP.format("return 7 * x")
    verdicts = graded(wall, {"02.1": wrong, "02.5": WORKED.answers["02.5"].source}, limit=2.0)
    assert verdicts["02.1"].status != "passed" and verdicts["02.1"].points == 0
    assert verdicts["02.5"].status == "passed"


def test_a_set_up_cell_that_forges_reports_costs_no_honest_answer(wall):
    setup = f"{WORKED.setup}\n{PASSED}\nsay({{'ran': [], 'setup': '', 'fault': ''}})\nsay('passed')"
    verdicts = graded(wall, {"02.1": WORKED.answers["02.1"].source}, setup)
    assert verdicts["02.1"].status == "passed" and "writes where it must not" in verdicts["02.1"].note


def test_a_result_too_large_to_judge_is_named(wall):
    source = "def kernel(a, b):\n    return np.zeros(2**24, bool)\nkernel = check('02.5', kernel)"
    verdict = graded(wall, {"02.5": source})["02.5"]
    assert verdict.status in ("wrong", "mistake") and "16777216" in verdict.message


# no wall ------------------------------------------------------------------------
def test_without_a_wall_it_refuses_unless_submissions_are_trusted():
    with pytest.raises(NoWall, match="no wall can be put up here"), Wall("02", outer=()):
        pass
    with Wall("02", outer=(), trusted=True) as none:
        assert "trusted" in none.force
        answers = {id: WORKED.answers[id].source for id in ("02.1", "02.6")}
        assert {one.status for one in graded(none, answers).values()} == {"passed"}


def test_a_wall_whose_warm_process_is_gone_is_put_up_again(wall):
    with Wall("02", outer=wall.outer) as other:
        other._exchange.args[0].close()  # as if it had been killed
        assert graded(other, {"02.1": WORKED.answers["02.1"].source})["02.1"].status == "passed"
