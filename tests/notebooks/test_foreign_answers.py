"""A passed answer never breaks the rest of a lecture: right answers in foreign styles, then every later cell.

The lectures whose later cells call answers and that run in seconds are tried always; any others with

    LECTURES="06 17" python -m pytest tests/notebooks/test_foreign_answers.py
"""

import os

import pytest

from tests.exercises.answer_sets import answers, read
from tests.notebooks.test_worked_solutions import FOUND, as_in_a_notebook  # noqa: F401 (a fixture)
from utils import exercises
from utils.exercises import registry
from utils.teaching.build.markers import worked
from utils.teaching.exercise import Function
from utils.teaching.exercise.lending import handed_back
from utils.teaching.exercise.progress import Progress
from utils.teaching.exercise.session import Desk

LECTURES = os.environ.get("LECTURES", "01 02").split()
MASTERS = {master.name[:2]: master for _, master in FOUND}


def foreign(id: str) -> list:
    """The right answers to an exercise, those to the front that later cells cannot use as they are."""
    exercise, right = registry.find(id), answers(id[:2])[id]["right"]
    if not isinstance(exercise, Function):
        return right[::-1]  # the plain ones stand first
    objects = [read(exercise, entry) for entry in right]
    usable = [handed_back(exercise, one)[0] is one for one in objects]
    return [right[i] for i in sorted(range(len(right)), key=lambda i: usable[i])]


@pytest.mark.filterwarnings("ignore:The given NumPy array is not writable")  # a learner's torch says so
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lecture", LECTURES)
def test_every_cell_runs_with_right_answers_in_foreign_styles(lecture, number, monkeypatch, tmp_path):
    desk = Desk(registry.find, registry.everything, Progress(tmp_path / "progress.json"))

    def check_another(id, answer, **options):
        right = foreign(id)
        return desk.check(id, read(registry.find(id), right[number % len(right)]), **options)

    monkeypatch.setattr(exercises, "check", check_another)
    master, space = MASTERS[lecture], {"__name__": "__main__"}
    for cell in master.cells:
        if cell.kind == "code":
            exec(compile(worked(cell.source), f"{master.name}, line {cell.line}", "exec"), space)
    assert [row[:3:2] for row in desk.progress().rows if row[0][:2] == lecture] == [
        (task.id, "passed") for task in master.tasks
    ]
