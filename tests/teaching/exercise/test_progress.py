"""Progress: nothing is lost, nothing waits, nothing raises."""

import json
import multiprocessing
import os
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from utils.teaching.exercise import progress
from utils.teaching.exercise.progress import Progress, default_path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "progress.json"


def test_a_new_session_reads_what_an_old_one_saved(path):
    assert Progress(path).record("02.1", "passed", 2) == ""
    assert Progress(path).entries() == ({"02.1": {"best": 2, "last": "passed"}}, "")


def test_without_a_file_there_are_no_entries_and_reading_makes_none(path):
    assert Progress(path).entries() == ({}, "") and not path.parent.exists()


def test_a_passed_exercise_stays_passed(path):
    store = Progress(path)
    store.record("02.1", "passed", 2), store.record("02.1", "wrong", 0)
    assert store.entries()[0]["02.1"] == {"best": 2, "last": "wrong"}


def test_hints_open_one_at_a_time_and_are_remembered(path):
    assert [Progress(path).open_hint("02.1", 3)[0] for _ in range(5)] == [1, 2, 3, 3, 3]
    assert Progress(path).open_hint("02.2", 0) == (0, "")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"exercises": 3}',
        b'{"exercises": []}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "exercises": {"02.2": {"best": "two"}}}',
    ],
)
def test_a_damaged_file_is_set_aside_and_said_so_once(path, damage):
    path.parent.mkdir(), path.write_bytes(damage)
    assert "not readable" in Progress(path).entries()[1]
    assert path.read_bytes() == damage  # looking changes nothing
    store = Progress(path)
    assert "kept as progress.damaged-1.json" in store.record("02.1", "passed", 1)
    assert (path.parent / "progress.damaged-1.json").read_bytes() == damage
    assert store.record("02.1", "passed", 1) == "" and Progress(path).entries() == (
        {"02.1": {"best": 1, "last": "passed"}},
        "",
    )


def test_a_second_damaged_file_does_not_replace_the_first(path):
    path.parent.mkdir()
    for text in ("one", "two"):
        path.write_text(text, encoding="utf-8")
        Progress(path).record("02.1", "passed", 1)
    assert sorted(p.read_text(encoding="utf-8") for p in path.parent.glob("*damaged*")) == ["one", "two"]


def test_valid_entries_survive_beside_a_damaged_one(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"exercises": {"02.1": {"best": 2}, "02.2": 7}}), encoding="utf-8")
    Progress(path).record("02.3", "passed", 1)
    assert set(Progress(path).entries()[0]) == {"02.1", "02.3"}


def test_unknown_fields_of_a_later_version_are_kept(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"exercises": {"02.1": {"best": 2, "stars": 5}}}), encoding="utf-8")
    Progress(path).record("02.1", "wrong", 0)
    assert Progress(path).entries()[0]["02.1"]["stars"] == 5


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
def test_two_notebooks_together_remember_the_best_of_both(tmp_path, events):
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
    stores = {"a": Progress(path), "b": Progress(path)}
    for who, points in events:
        stores[who].record("02.1", "passed", points)
    best = max((points for _, points in events), default=None)
    assert Progress(path).entries()[0].get("02.1", {}).get("best") == best


def _write_many(path, lecture):
    for n in range(15):
        store = Progress(path)
        for _ in range(50):  # a message means that the lock was not had in time: try again
            if store.record(f"{lecture}.{n}", "passed", 1) == "":
                break


def test_writers_in_several_processes_lose_nothing(path):
    writers = [multiprocessing.get_context("spawn").Process(target=_write_many, args=(path, f"0{i}")) for i in range(2)]
    [writer.start() for writer in writers], [writer.join() for writer in writers]
    assert len(Progress(path).entries()[0]) == 30


def test_a_held_lock_delays_a_check_by_a_fifth_of_a_second_at_most(path):
    store = Progress(path)
    store.record("02.1", "passed", 1)
    release, held = threading.Event(), threading.Event()

    def hold():
        with progress._lock(path.with_suffix(".lock")) as had:
            assert had
            held.set(), release.wait(10)

    holder = threading.Thread(target=hold)
    holder.start(), held.wait(10)
    start = time.monotonic()
    message = store.record("02.2", "passed", 1)
    took = time.monotonic() - start
    release.set(), holder.join()
    assert (
        "the next check saves" in message and took < 5
    )  # it did not wait the 10 s for the lock; 0.2 s on an idle machine
    assert "02.2" in store.entries()[0] and "02.2" not in Progress(path).entries()[0]
    store.record("02.3", "passed", 1)
    assert set(Progress(path).entries()[0]) == {"02.1", "02.2", "02.3"}


def test_a_disk_that_cannot_be_written_gives_one_message_and_the_session_remembers(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    store = Progress(tmp_path / "file" / "progress.json")
    assert store.record("02.1", "passed", 2).startswith("Progress cannot be saved")
    assert store.record("02.1", "wrong", 0) == ""
    assert store.entries()[0]["02.1"] == {"best": 2, "last": "wrong"}


def test_a_full_disk_leaves_the_old_file_whole_and_no_litter(path, monkeypatch):
    store = Progress(path)
    store.record("02.1", "passed", 2)

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert "No space left" in store.record("02.2", "passed", 1)
    monkeypatch.undo()
    assert set(Progress(path).entries()[0]) == {"02.1"}
    assert sorted(p.name for p in path.parent.iterdir()) == ["progress.json", "progress.lock"]
    store.record("02.3", "wrong", 0)
    assert set(Progress(path).entries()[0]) == {"02.1", "02.2", "02.3"}


def test_a_file_that_cannot_be_read_is_never_written_over(path, monkeypatch):
    Progress(path).record("02.1", "passed", 2)
    store = Progress(path)
    monkeypatch.setattr(
        type(path), "read_bytes", lambda self: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert "Permission denied" in store.record("02.2", "passed", 1) and "Permission denied" in store.entries()[1]
    monkeypatch.undo()
    assert set(Progress(path).entries()[0]) == {"02.1"}


def test_the_file_is_beside_the_repository_s_source(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    (tmp_path / "source").mkdir(), (tmp_path / "lectures").mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path / "lectures")
    assert default_path() == tmp_path / ".progress" / "progress.json"
    (tmp_path / "pyproject.toml").unlink()
    assert default_path() == tmp_path / "lectures" / ".progress" / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "mine.json"))
    assert default_path() == tmp_path / "mine.json"
