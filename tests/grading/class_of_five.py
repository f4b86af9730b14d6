"""A class of five on lecture 00, and records made by hand: what the tests of runs, pages and gradebooks share."""

import zipfile

from handed_in import book

from grading import lecture
from grading.records import GRADED, UNREADABLE, Record
from utils.teaching.exercise import Mistake
from utils.teaching.exercise.outcomes import Verdict

SETUP = "import numpy as np\n\nfrom utils.exercises import check"
RIGHT = "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + sigma * eps\n\n\nblend = check('00.1', blend)"
LETTER = "same_t = check('00.2', 'b')"
CLASS = {
    "Zoë Müller_1": book(SETUP, RIGHT, LETTER),
    "Ben Half_2": book(SETUP, RIGHT),
    "Ana Minus_3": book(SETUP, RIGHT.replace("+ sigma", "- sigma"), LETTER),
    "Cut Off_4": '{"cells": [',
    "Tom Late_5": book(SETUP, "%%time\n" + RIGHT, LETTER.replace("'b'", "'c'")),
}
LECTURE = lecture.find("00")


def download(tmp_path):
    """The class as Moodle's zip."""
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as file:
        for name, text in CLASS.items():
            file.writestr(f"{name}_assignsubmission_file/00_start_here.ipynb", text)
    return tmp_path / "class.zip"


def record(name, id="", one=None, two=None, **more):
    """A record of lecture 00; its two verdicts pass unless others are given."""
    verdicts = {"00.1": one or Verdict("passed", points=1), "00.2": two or Verdict("passed", points=1)}
    fields = dict(key=f"{name}-{id}", name=name, id=id, version="", late=False, file="a.ipynb", stamp="s")
    if more.get("status") == UNREADABLE:
        verdicts = {}
    return Record(**fields | dict(status=GRADED, verdicts=verdicts, force="a wall") | more)


def mistaken(name, hint="Look again at the sign of it."):
    return Verdict("mistake", hint, Mistake(name, None, hint), [("input", "x = 1"), ("got", "2"), ("expected", "3")])
