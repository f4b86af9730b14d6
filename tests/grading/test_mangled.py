"""Honest notebooks that were mangled on their way: no answer is lost; those that cannot be read are named."""

import sys

import pytest

from grading.judge import grade
from grading.notebook import Unreadable, read
from grading.wall import Wall
from tests.grading.honest import code, exercise_cells, exercises, solved
from tests.grading.mangled import KINDS, UNREADABLE, mangled, parts

LECTURE = "02"


@pytest.fixture(scope="module")
def wall():
    if sys.platform != "linux":
        pytest.skip("the wall is made of Linux")
    with Wall(LECTURE) as wall:
        yield wall


@pytest.fixture(scope="module")
def names():
    return {id: parts(code(cell))[1].split(" = ")[0] for id, cell in exercise_cells(solved(LECTURE))}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_honest_answer_is_lost(kind, wall, names, tmp_path):
    ((_, file, content),) = mangled(LECTURE, [kind])
    (tmp_path / file).write_bytes(content)
    notebook = read(tmp_path / file, names)
    verdicts = grade(wall, notebook, exercises(LECTURE), b"secret", "run")
    assert {id: (one.status, one.message) for id, one in verdicts.items() if one.status != "passed"} == {}


@pytest.mark.parametrize("kind", UNREADABLE, ids=lambda kind: kind.__name__)
def test_what_cannot_be_read_is_named(kind, names, tmp_path):
    ((_, file, content),) = mangled(LECTURE, [kind])
    (tmp_path / file).write_bytes(content)
    with pytest.raises(Unreadable, match=r"submitted\.ipynb .+"):
        read(tmp_path / file, names)
