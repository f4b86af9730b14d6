"""Each exercise of the text, as its learner meets it: the worked answer passes, the untouched stub is no attempt."""

from pathlib import Path

import matplotlib
import pytest
import torch

from utils.exercises import registry
from utils.teaching.build import course
from utils.teaching.build.markers import stub, worked
from utils.teaching.exercise.evaluate import evaluate

ROOT = Path(__file__).parents[2]
FOUND, _ = course.masters(ROOT)
TASKS = [(master, task) for _, master in FOUND for task in master.tasks]
each = pytest.mark.parametrize(("master", "task"), TASKS, ids=[task.id for _, task in TASKS])


def verdicts(master, code: str) -> dict:
    """Exercise id -> verdict, after running the set-up cells and then `code`, in the lectures' folder."""
    given = {}

    def check(number, answer, **options):
        given[number] = evaluate(registry.find(number), answer)
        return answer

    space = {"__name__": "__main__"}
    for cell in master.cells:
        if "setup" in cell.tags:
            exec(compile(cell.source, f"{master.name} set-up", "exec"), space)
    space["check"] = check
    exec(compile(code, f"{master.name} exercise", "exec"), space)
    return given


@pytest.fixture(autouse=True)
def as_in_a_notebook(monkeypatch):
    """Set-up cells may set torch's threads and dtype; the tests after this one shall not notice."""
    matplotlib.use("agg")
    monkeypatch.chdir(ROOT / "source" / "lectures")
    threads, dtype = torch.get_num_threads(), torch.get_default_dtype()
    with matplotlib.rc_context():
        yield
    torch.set_num_threads(threads)
    torch.set_default_dtype(dtype)


def test_text_and_registry_hold_the_same_exercises_in_the_same_order():
    registered = [exercise for exercises in registry.everything().values() for exercise in exercises]
    assert [task.id for _, task in TASKS] == [exercise.id for exercise in registered]


@each
def test_worked_answer_passes_with_all_its_points(master, task):
    given = verdicts(master, worked(task.work.source))
    assert list(given) == [task.id]
    verdict = given[task.id]
    assert (verdict.status, verdict.points) == ("passed", registry.find(task.id).points), verdict.message


@each
def test_untouched_stub_is_not_attempted(master, task):
    verdict = verdicts(master, stub(task.work.source))[task.id]
    assert (verdict.status, verdict.points) == ("not attempted", 0), verdict.message
