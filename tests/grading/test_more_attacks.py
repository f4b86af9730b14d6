"""Attacks on the grader from outside the answer: what it reads, what it is told, what is left behind by a clone."""

import json
import os
import platform
import zipfile

import pytest

from grading import judge, lecture, notebook
from grading.cells import MOST_CELLS, Cell, Unreadable, fenced
from grading.feedback import feedback
from grading.gradebook import harmless
from grading.notebook import Answer, Notebook
from grading.records import GRADED, Record, as_data
from grading.submissions import find
from grading.wall import watcher
from grading.wall.exchange import Came
from grading.wall.messages import LONGEST, Report, message, report_message
from grading.wall.wall import _understood
from utils.teaching.exercise.outcomes import Failure, Outcome, Ran
from utils.teaching.notebook.tex import formula

NOTHING = {"untouched": False, "refusal": "", "stopped": "", "gap": False, "printed": ""}


class Forged:
    """A wall behind which every report is this one."""

    setup = "pass"

    def __init__(self, report: bytes) -> None:
        self.report = message({"ran": [], "setup": "", "fault": ""}) + report

    def run(self, *_) -> Report:
        return _understood(Came([], self.report, 0, "", 0.0))


def graded(report: bytes):
    """(verdict, the learner's page) of 02.1 for a forged report."""
    found = lecture.find("02", None)
    verdicts = judge.grade(Forged(report), Notebook("pass", {"02.1": Answer("pass")}), found.exercises, b"s", "r")
    kept = {id: as_data(verdict) for id, verdict in verdicts.items()}
    return verdicts["02.1"], feedback(found, Record("k", "n", "", "", False, "f", "s", GRADED, verdicts=kept))


def inputs() -> int:
    return len(next(one for one in lecture.find("02", None).exercises if one.id == "02.1").draw())


def test_reading_takes_no_time_that_grows_with_the_square_of_the_file():
    check = {"cell_type": "markdown", "source": 'check("02.1", x)' + "\n" * 2**20 + "```"}
    read = notebook.understood(
        json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}, check]}).encode(), "a", {"02.1": "x"}
    )
    assert "02.1" in read.answers
    assert notebook.understood(b"# %% " + b"tags=[" * 2**18 + b"\nx = 1", "a.py").answers == {}


@pytest.mark.parametrize(
    "name, raw", [("a.ipynb", b'{"cells": [' + b"1," * MOST_CELLS + b"1]}"), ("a.py", b"# %%\n" * 9999)]
)
def test_cells_are_counted_before_anything_is_said_of_each(name, raw):
    with pytest.raises(Unreadable, match="more than 5000 cells"):
        notebook.understood(raw, name)


def test_code_between_fences_is_found_and_an_open_fence_left_out():
    text = "say\n```python\na\nb\n```\n  ``` \nc\n```\nend\n```\nd"
    assert fenced(Cell(1, False, text)).source == "a\nb\n\nc\n"
    assert fenced(Cell(1, False, "plain")).source == "plain"


def test_an_array_of_endlessly_long_axes_is_refused_before_they_are_multiplied():
    shape = [int("9" * 4000)] * 1500
    ran = {"outcomes": [[{"array": ["<f8", shape, "C", 0]}, None, None]], **NOTHING}
    verdict, _ = graded(message({"ran": [ran], "setup": "", "fault": ""}))
    assert verdict.status == "error" and "too many numbers" in verdict.message


@pytest.mark.parametrize("text", ["$" + "^" * 3900 + "$", "$" + "\\sqrt{" * 600 + "$", "$" + "{" * 3900 + "$"])
def test_a_formula_nested_without_end_spoils_no_page(text):
    failing = Ran([Outcome(failure=Failure(text, "<b>"))] * inputs())
    for report in (Report([failing]), Report([Ran(refusal=text)]), Report(fault=text)):
        verdict, page = graded(report_message(report))
        assert verdict.status == "error" and page.endswith("</html>\n") and "<b>" not in page
    assert formula(text[1:-1]) == text[1:-1]


def test_a_name_without_end_among_the_values_is_cut():
    value = {"dict": [["k" * 2**20, "v"]]}
    outcomes = [[value, None, {"tuple": []}], *[["x", None, {"tuple": []}]] * (inputs() - 1)]
    verdict, page = graded(message({"ran": [{"outcomes": outcomes, **NOTHING}] * 3, "setup": "", "fault": ""}))
    assert not verdict.points and all(len(text) <= LONGEST for _, text in verdict.detail) and len(page) < 10**5


@pytest.mark.skipif(platform.system() != "Linux", reason="behind the wall there is Linux alone")
def test_scratch_is_emptied_of_shut_folders_too(tmp_path):
    shut = tmp_path / "shut"
    shut.mkdir(0o300)
    (shut / "kept").write_text("for the next one", encoding="utf-8")
    if os.geteuid():
        assert watcher._used(str(tmp_path)) == float("inf")
    (tmp_path / "-v").touch()
    watcher._emptied(str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_an_entry_that_cannot_be_unpacked_costs_its_own_learner_alone(tmp_path):
    path, names = (
        tmp_path / "class.zip",
        ["Ann_1_assignsubmission_file/02.ipynb", "Bad_2_assignsubmission_file/02.ipynb"],
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, json.dumps({"cells": [{"source": f"x = {i}"} for i in range(99)]}))
        start = file.getinfo(names[1]).header_offset + 30 + len(names[1])
    raw = bytearray(path.read_bytes())
    raw[start : start + 40] = b"\xff" * 40
    path.write_bytes(raw)
    ann, bad = find(path)
    assert ann.read().startswith(b"{")
    with pytest.raises(Unreadable, match="damaged"):
        bad.read()


def test_a_name_in_the_gradebook_steers_no_terminal():
    assert harmless("\x1b]0;x\x07Ann\u202e") == "]0;xAnn" and harmless("\x1b=1") == "'=1"
