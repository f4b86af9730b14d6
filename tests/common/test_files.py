"""The folder of the course is found from anywhere in it; a file is replaced whole or left alone."""

import os
from pathlib import Path

import pytest

from utils.common.files import course_folder, replacing


def test_the_folder_of_the_course_is_the_nearest_one_upwards(tmp_path, monkeypatch):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert course_folder() == inner  # no course around: where we are
    (tmp_path / "source").mkdir(), (tmp_path / "pyproject.toml").touch()
    assert course_folder() == tmp_path
    (tmp_path / "a" / "pyproject.toml").touch()  # some other project: without source/ it is not the course
    assert course_folder() == tmp_path
    (tmp_path / "a" / "source").mkdir()
    assert course_folder() == tmp_path / "a"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not delete the working directory")
def test_a_deleted_working_directory_is_no_error(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert course_folder() == Path(".")


def test_a_file_is_put_in_place_when_the_block_ends(tmp_path):
    path = tmp_path / "run.bin"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["write", "fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, failing):
    path = tmp_path / "run.bin"
    path.write_bytes(b"old")

    def full(*arguments):
        raise OSError("no space left")

    if failing != "write":
        monkeypatch.setattr(os, failing, full)
    with pytest.raises(OSError, match="no space left"), replacing(path) as file:
        file.write(b"new")
        if failing == "write":
            full()
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_what_is_no_path_is_refused():
    with pytest.raises(ValueError, match="path must be the name of a file, got None"), replacing(None):
        pass


def test_it_is_on_the_disk_before_it_takes_the_place(tmp_path, monkeypatch):
    order = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, real=real, name=name: (order.append(name), real(*a))[1])
    with replacing(tmp_path / "x") as file:
        file.write(b"1")
    assert order == ["fsync", "replace"]
