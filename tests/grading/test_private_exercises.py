"""A teacher's own exercises from a folder outside the course: loaded, tried, graded; their faults are named."""

import re

import pytest
from handed_in import book

from grading import lecture
from grading.command import main
from grading.trial import tried

GOOD = """
from utils.teaching.exercise import Choice, Function, Mistake, edit

def double(x):
    return 2 * x

DOUBLE = Function("77.1", title="Twice", points=2, reference=double, inputs=lambda rng: [(3.0,), (rng.normal(),)],
    mistakes=[Mistake("tripled", edit("2 *", "3 *"), "You multiply by three, not by two.")])
PICK = Choice("77.2", title="Pick", points=1, options={"a": "this", "b": "that"}, reference="a",
    mistakes=[Mistake("that one", "b", "Read the second option again, slowly.")])
EXERCISES = [DOUBLE, PICK]
"""
SETUP = "import numpy as np"
SOLVED = "def twice(x):\n    return x + x\n\n\ncheck('77.1', twice)\ncheck('77.2', 'b')"


def folder(tmp_path, text=GOOD, name="77_mine.py"):
    (tmp_path / "own").mkdir(exist_ok=True)
    (tmp_path / "own" / name).write_text(text, encoding="utf-8")
    return tmp_path / "own"


def test_good_ones_work(tmp_path, capsys):
    assert main(["--try-exercises", str(folder(tmp_path))]) == 0
    assert capsys.readouterr().out.splitlines() == ["77_mine 77.1: works", "77_mine 77.2: works"]


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("return 2 * x", "return 2 * undefined", "reference"),
        ("(3.0,), (rng.normal(),)", "(0.0,)", "'tripled' passes on the usual inputs"),
        ("nothing", "", ""),
        ("[(3.0,), (rng.normal(),)]", "[(lambda: 3.0,), (open,)]", "reference"),
        ("(3.0,), (rng.normal(),)", "(3.0,), (1j * 0 + rng.normal(),), (slice(3),)", "reference|cannot cross"),
        (
            'mistakes=[Mistake("tripled"',
            'mistakes=[Mistake("same", lambda x: 3 * x, "x"), Mistake("tripled"',
            "but as 'same'",
        ),
    ],
)
def test_bad_ones_are_told_why(tmp_path, old, new, said):
    faults = dict(tried(folder(tmp_path, GOOD.replace(old, new))))["77_mine 77.1"]
    assert bool(faults) == bool(said)
    if said:
        assert re.search(said, " ".join(faults)), faults


def test_inputs_that_are_no_plain_data_are_named(tmp_path):
    text = GOOD.replace("return 2 * x", "return 2 * x.imag if hasattr(x, 'imag') else 6.0")
    text = text.replace("(rng.normal(),)", "(object(),)")
    [fault] = [one for one in dict(tried(folder(tmp_path, text)))["77_mine 77.1"] if "cannot cross the wall" in one]
    assert "object" in fault


def test_a_folder_or_module_that_is_none_is_refused(tmp_path):
    for text, said in (
        ("1 / 0", "ZeroDivisionError"),
        ("EXERCISES = [1]", "EXERCISES must be"),
        ("", "AttributeError"),
    ):
        with pytest.raises(ValueError, match=said):
            lecture.find("77", folder(tmp_path, text))
    with pytest.raises(ValueError, match="expected one of 77_mine"):
        lecture.find("78", folder(tmp_path))
    with pytest.raises(ValueError, match="is no folder"):
        lecture.find("77", tmp_path / "none")
    with pytest.raises(ValueError, match="expected one of 00_start_here"):
        lecture.find("99")


def test_another_text_of_the_exercises_is_another_digest(tmp_path):
    one = lecture.find("77", folder(tmp_path)).digest
    assert lecture.find("77", folder(tmp_path)).digest == one
    assert lecture.find("77", folder(tmp_path, GOOD + "\n")).digest != one


def test_they_are_graded_like_the_courses_own(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Zoë.ipynb").write_text(
        book(SETUP + "\nfrom utils.exercises import check", SOLVED), encoding="utf-8"
    )
    (tmp_path / "in" / "another.ipynb").write_text(book(SETUP, SOLVED.replace("77", "78")), encoding="utf-8")
    (tmp_path / "in" / "without.ipynb").write_text(book(SETUP), encoding="utf-8")
    asked = ["77", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--exercises", str(folder(tmp_path))]
    assert main([*asked, "--workers", "1", "--trust-submissions"]) == 1
    said = capsys.readouterr().out
    assert "1 graded, 2 unreadable. The wall:" in said
    assert "another: another.ipynb answers none of this lecture's exercises: it answers 78.1, 78.2" in said
    assert "without: without.ipynb answers none of this lecture's exercises: no cell of it checks anything" in said
    table = (tmp_path / "out" / "gradebook.csv").read_text(encoding="utf-8-sig")
    assert "Zoë,,graded,,2,3,2,0,77.2: that one" in table
