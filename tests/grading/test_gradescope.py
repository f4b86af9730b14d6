"""The autograder's zip, unpacked and run in a place laid out as Gradescope lays out its own."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest
from class_of_five import CLASS, LECTURE, mistaken, record

from grading.autograder import autograder
from grading.gradescope import results
from utils.teaching.exercise.outcomes import Verdict


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("autograder")
    (place / "class.zip").write_bytes(autograder(LECTURE, b"secret", 10, True))
    with zipfile.ZipFile(place / "class.zip") as file:
        modes = {entry.filename: entry.external_attr >> 16 for entry in file.infolist()}
        assert modes["run_autograder"] & modes["setup.sh"] & 0o100
        file.extractall(place / "source")
    for folder in ("submission", "results"):
        (place / folder).mkdir()
    (place / "submission_metadata.json").write_text(
        json.dumps({"id": 4711, "users": [{"name": "Zoë"}]}), encoding="utf-8"
    )
    return place


def run(place, **files):
    for old in (place / "submission").iterdir():
        old.unlink()
    for name, text in files.items():
        (place / "submission" / name).write_text(text, encoding="utf-8")
    (place / "results" / "results.json").unlink(missing_ok=True)
    environment = os.environ | {"AUTOGRADER": str(place), "PYTHON": sys.executable, "PYTHONPATH": ""}
    command = ["bash", str(place / "source" / "run_autograder")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads((place / "results" / "results.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="Gradescope's scripts are bash")
def test_a_submission_is_graded_where_gradescope_puts_it(place):
    found = run(place, **{"mine.ipynb": CLASS["Ana Minus_3"], "notes.txt": "x"})
    assert [(test["score"], test["max_score"], test["status"]) for test in found["tests"]] == [
        (0.0, 1.0, "failed"),
        (1.0, 1.0, "passed"),
    ]
    assert "a minus sign" in found["tests"][0]["output"] and "wall" in found["output"]
    unread = run(place, **{"mine.ipynb": "{"})
    assert unread["score"] == 0 and unread["output"].startswith("NOT GRADED, hand it in again: mine.ipynb is not")


def test_results_hold_what_gradescope_reads():
    one = record("A", one=mistaken("a minus sign"), two=Verdict("not attempted"))
    found = results(LECTURE, one)
    assert set(found) == {"output", "stdout_visibility", "tests"}
    for test in found["tests"]:
        assert set(test) == {"name", "score", "max_score", "status", "output", "output_format", "visibility"}
        assert isinstance(test["score"], float) and test["visibility"] == "visible"
    assert json.loads(json.dumps(found)) == found


def test_the_zip_holds_the_secret_and_a_teachers_own_exercises_and_no_solution():
    with zipfile.ZipFile(io.BytesIO(autograder(LECTURE, b"secret", 10, False))) as file:
        names = file.namelist()
        assert file.read("secret") == b"secret"
    assert {"setup.sh", "run_autograder", "course/grading/judge.py", "course/pyproject.toml"} <= set(names)
    assert "course/lectures/00_start_here.ipynb" in names
    assert not [name for name in names if "solutions" in name or "source/" in name or "__pycache__" in name]
