"""A small shared package: its lines of code, and the seconds its notebooks take, stay within their budgets."""

import json

import pytest
import size

SECONDS = 1_300  # the sum of source/timings.json: what testing the notebooks may take, on one idle core


def test_subject_code_stays_small_for_each_lecture():
    assert sum(map(size.package, size.SUBJECTS)) <= size.A_LECTURE * size.lectures()


def test_the_course_s_own_machinery_stays_small():
    assert sum(map(size.package, size.SHARED)) <= size.OF_SHARED


def test_running_every_notebook_fits_into_its_time():
    entries = json.loads((size.ROOT / "source" / "timings.json").read_text(encoding="utf-8"))
    assert sum(entry["seconds"] for entry in entries.values()) <= SECONDS


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("# only words\n\n", 0),
        ('"""Words."""\n\nx = 1  # one\n', 1),
        ('def f(\n    x,\n):\n    """Words,\n    more."""\n    return """a\nb"""\n', 4),
    ],
)
def test_a_line_of_code_is_one_that_python_runs(text, lines):
    assert size.lines_of_code(text) == lines
