"""nbgrader's own `generate_assignment` on two masters: students get everything but the answers."""

import os
import re
import subprocess
import sys

import nbformat
import pytest

from grading.judge import grade
from grading.nbgrader_source import notebook
from grading.notebook import read
from grading.wall import Wall
from tests.grading.honest import ROOT, built, code
from utils.exercises import registry
from utils.teaching.build import master
from utils.teaching.build.markers import BEGIN, END, regions

LECTURES = ("02_noising", "20_epidemics")
HIDDEN = re.compile(r"\n### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", re.S)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Lecture -> (its source notebook, what nbgrader released)."""
    course = tmp_path_factory.mktemp("course")
    (course / "source/week").mkdir(parents=True)
    for name in LECTURES:
        made = notebook(ROOT / "source/lectures" / f"{name}.py", seeds=[1, 2])
        nbformat.write(made, course / "source/week" / f"{name}.ipynb")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "week", "--create", "--no-db"]
    places = {name: str(course / "jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    done = subprocess.run(
        [*command, f"--course-dir={course}"],
        cwd=course,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    folders = (course / "source/week", course / "release/week")
    return {name: tuple(nbformat.read(folder / f"{name}.ipynb", 4) for folder in folders) for name in LECTURES}


@pytest.mark.parametrize("name", LECTURES)
def test_no_line_of_an_answer_is_released(released, name):
    text = "\n".join(cell.source for cell in released[name][1].cells)
    assert not any(word in text for word in (BEGIN, END, "HIDDEN TESTS", "seeds=[1, 2]"))
    statement = "\n".join(code(cell) for cell in built(name[:2])["cells"])
    for task in master.read(ROOT / "source/lectures" / f"{name}.py").tasks:
        lines = task.work.source.splitlines()
        answer = [line for first, last in regions(task.work.source) for line in lines[first + 1 : last]]
        assert answer
        for line in answer:  # the lecture itself may show the same line elsewhere
            assert len(line.strip()) < 5 or line in statement or line not in text, (task.id, line)


@pytest.mark.parametrize("name", LECTURES)
def test_the_rest_is_intact_and_every_exercise_can_be_graded(released, name):
    source, release = (book.cells for book in released[name])
    assert [cell.id for cell in source] == [cell.id for cell in release]
    for before, after in zip(source, release):
        about = before.metadata.get("nbgrader")
        if about is None:
            assert after.source == before.source
        elif about["grade"]:
            assert after.source == HIDDEN.sub("", before.source) and after.metadata.nbgrader.locked
            assert HIDDEN.search(before.source)
        else:
            kept, lines = after.source, before.source.splitlines()
            assert "# YOUR CODE HERE" in kept and not after.metadata.nbgrader.locked
            for first, last in reversed(regions(before.source)):
                lines[first : last + 1] = []
            assert [line for line in kept.splitlines() if "YOUR CODE" not in line and "NotImplem" not in line] == lines
    points = {c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points for c in release if "points" in str(c.metadata)}
    expected = {f"test-{one.id.replace('.', '-')}": one.points for one in registry.exercises(name)}
    assert points == expected


def test_a_cell_that_grades_tells_right_from_wrong(released):
    (cell,) = (cell for cell in released["02_noising"][0].cells if cell.id == "test-02-3")
    for answer, right in ((0.1216, True), (0.19, False)):
        space = {"from_step_1": answer, "check": lambda id, given: 0.1216}
        try:
            exec(cell.source, space)
            assert right and space["from_step_1"] == 0.1216
        except AssertionError as error:
            assert not right and str(error)


@pytest.mark.skipif(sys.platform != "linux", reason="the wall is made of Linux")
def test_what_was_handed_in_to_nbgrader_can_be_graded_behind_the_wall(released, tmp_path):
    path = tmp_path / "02_noising.ipynb"
    nbformat.write(released["02_noising"][0], path)  # the source is its own worked answer
    with Wall("02") as wall:
        verdicts = grade(wall, read(path), registry.exercises("02_noising"), b"secret", "run")
    assert {id: one.status for id, one in verdicts.items() if one.status != "passed"} == {}
