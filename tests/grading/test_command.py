"""The command as a teacher gives it: what it says, what it leaves, and what is left of it after kill -9."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from class_of_five import download
from test_gradebooks import moodle

from grading.command import main

ROOT = Path(__file__).parents[2]


def asked(tmp_path, out, *more):
    return ["00", str(download(tmp_path)), "--out", str(tmp_path / out), "--workers", "2", "--trust-submissions", *more]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_kill_9_in_the_middle_loses_nothing_and_the_next_run_says_all_there_is_to_say(tmp_path, capsys):
    command = [sys.executable, "-m", "grading", *asked(tmp_path, "killed", "--to", "moodle")]
    records = tmp_path / "killed" / "records"
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (records.is_dir() and list(records.glob("*.json"))):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = {name: data for name, data in contents(records).items() if not name.name.startswith(".")}
    (tmp_path / "whole" / "records").mkdir(parents=True)
    for name in ("secret", "run.json"):
        shutil.copy(tmp_path / "killed" / name, tmp_path / "whole" / name)
    assert main(asked(tmp_path, "whole", "--to", "moodle")) == main(asked(tmp_path, "killed", "--to", "moodle")) == 1
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
    assert held.items() <= contents(records).items()
    said = capsys.readouterr()
    assert f"{len(held)} of 5 were graded before and still hold." in said.err
    lines = said.out.splitlines()
    assert lines[-2] == "unreadable: Cut Off: 00_start_here.ipynb is not a notebook (JSON): it stops in the middle"
    assert lines[-1].startswith("4 graded, 1 unreadable. The wall: ")

    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(moodle().replace(b"Absent", b"Ben Half").replace(b"Participant 13", b"Participant 2"))
    assert main(asked(tmp_path, "killed", "--worksheet", str(sheet))) == 1
    said = capsys.readouterr().out
    assert "1 learner filled in" in said and "Ana Minus handed in, and has no row" in said
    assert "Zoë Müller has a row in the worksheet, and handed in nothing" in said
    sheet.write_text("no,sheet\n1,2\n", encoding="utf-8")
    assert main(asked(tmp_path, "killed", "--worksheet", str(sheet))) == 2
    assert "All is written but the worksheet. worksheet: " in capsys.readouterr().out
    assert "which column" in (tmp_path / "killed" / "class.html").read_text(encoding="utf-8")


def test_what_cannot_be_done_is_said_in_a_line(tmp_path, capsys):
    (tmp_path / "bad.zip").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    out = ["--out", str(tmp_path / "out")]
    for arguments, words in {
        ("99", str(tmp_path), *out): "lecture: got '99', expected one of 00_start_here",
        ("00", str(tmp_path / "none"), *out): "neither a folder nor a file",
        ("00", str(tmp_path / "bad.zip"), *out): "not a zip that can be read",
        ("00", str(tmp_path / "empty"), *out): "holds no submission",
        ("00", str(tmp_path)): "--out RESULTS",
        (): "--out RESULTS",
        ("--try-exercises", str(tmp_path)): "holds no module",
        ("00", str(tmp_path), *out, "--secret", str(tmp_path / "none")): "No such file",
    }.items():
        assert main(arguments) == 2
        assert words in capsys.readouterr().err, words


def test_the_autograder_needs_no_submission(tmp_path, capsys):
    assert main(["00", "--to", "gradescope", "--out", str(tmp_path)]) == 0
    assert "Configure Autograder" in capsys.readouterr().out and (tmp_path / "autograder.zip").stat().st_size > 10**5
