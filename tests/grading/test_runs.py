"""A run that is stopped anywhere goes on, and ends with the same bytes; a worker that dies loses only its own try."""

import dataclasses
import functools
import hashlib
import io
import json
import os
import signal
import tempfile
import threading

import pytest
from class_of_five import CLASS, LECTURE, download

from grading import output, pool
from grading.records import GRADED, UNGRADED, UNREADABLE, Results
from grading.run import Bar, grade_all
from grading.submissions import find
from grading.work import Plan
from utils.teaching.exercise.outcomes import Verdict


def fake(plan, tasks, count, made=None):
    """Grades by the bytes alone, behind no wall: a learner's points follow from what was handed in and the secret."""
    for task in tasks:
        if made is not None:
            made.append(task.submission.name)
        if task.reason:
            yield task.record(UNREADABLE, reason=task.reason)
            continue
        bits = hashlib.sha256(task.raw + plan.secret + plan.run.encode()).digest()
        verdicts = {
            one.id: Verdict("passed", points=1) if bit % 2 else Verdict("wrong", f"{bit}")
            for one, bit in zip(LECTURE.exercises, bits)
        }
        yield task.record(GRADED, verdicts=verdicts, force="none")


def graded(place, out, grader=fake, lecture=LECTURE, **more):
    """One run as the command makes it, with another grader."""
    results = Results(out, lecture.name)
    plan = Plan(lecture.name, None, lecture.digest, results.secret, results.run, **more)
    records = grade_all(plan, results, find(place), grader, io.StringIO())
    output.write(out, lecture, records, to="moodle")
    return records


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def begun(tmp_path):
    """The class, and a folder in which a run has its secret and name: runs in copies of it must agree."""
    place, out = download(tmp_path), tmp_path / "whole"
    Results(out, LECTURE.name)

    def another(name):
        (tmp_path / name / "records").mkdir(parents=True)
        for file in ("secret", "run.json"):
            (tmp_path / name / file).write_bytes((out / file).read_bytes())
        return tmp_path / name

    return place, out, another


def killed_at(place, out, step, after):
    """Run in a child that is killed (as by kill -9) before or after the file of that step is put in its place.

    Whether it was killed: there may be fewer steps.
    """
    child = os.fork()
    if child == 0:
        real, steps = os.replace, []

        def replace(*paths):
            steps.append(paths)
            if len(steps) == step and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            real(*paths)
            if len(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        os.replace = replace
        try:
            graded(place, out)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_killed_at_any_file_it_writes_goes_on_to_the_same_bytes(begun):
    place, out, another = begun
    graded(place, out)
    whole = contents(out)
    step = 0
    while True:
        step += 1
        deaths = []
        for after in (False, True):
            other = another(f"{step}{after}")
            deaths.append(killed_at(place, other, step, after))
            graded(place, other)
            found = {name: data for name, data in contents(other).items() if not name.name.startswith(".")}
            assert found == whole, (step, after)
        if not any(deaths):
            break
    assert step > 2 * len(CLASS)


def test_what_holds_is_not_graded_again_and_what_is_stale_is(begun):
    place, out, _ = begun
    made = []
    grader = functools.partial(fake, made=made)

    def again(*arguments, **more):
        made.clear()
        graded(place, out, grader, *arguments, **more)
        return sorted(made)

    everybody = sorted(name.split("_")[0] for name in CLASS)
    assert again() == everybody and again() == []
    assert again(limit=5.0) == everybody, "another limit"
    assert again(limit=5.0, lecture=dataclasses.replace(LECTURE, digest="other")) == everybody, "other exercises"
    assert again() == everybody
    (out / "secret").write_bytes(b"another secret")
    assert again() == everybody, "another secret"
    (out / "records" / "Ben-Half-2.json").write_bytes(b'{"format": 1, "ke')
    assert again() == ["Ben Half"], "a damaged record"
    record = json.loads((out / "records" / "Ben-Half-2.json").read_text(encoding="utf-8"))
    (out / "records" / "Ben-Half-2.json").write_text(json.dumps(record | {"status": UNGRADED}), encoding="utf-8")
    assert again() == ["Ben Half"], "one that could not be graded"


def test_a_changed_submission_alone_is_graded_again_and_one_that_is_gone_leaves_no_page(tmp_path):
    place, out, made = tmp_path / "in", tmp_path / "out", []
    place.mkdir()
    for name, text in CLASS.items():
        (place / f"{name}.ipynb").write_text(text, encoding="utf-8")
    graded(place, out)
    (place / "Ben Half_2.ipynb").write_text(CLASS["Zoë Müller_1"], encoding="utf-8")
    (place / "Tom Late_5.ipynb").unlink()
    records = graded(place, out, functools.partial(fake, made=made))
    assert made == ["Ben Half_2"] and len(records) == 4 and len(list((out / "feedback").iterdir())) == 4


def test_each_run_has_another_name_and_secret_and_only_its_owner_reads_it(tmp_path):
    one, two = Results(tmp_path / "1", "00"), Results(tmp_path / "2", "00")
    assert one.run != two.run and one.secret != two.secret and len(one.secret) == 64
    assert Results(tmp_path / "1", "00").run == one.run
    assert os.name == "nt" or (tmp_path / "1" / "secret").stat().st_mode & 0o777 == 0o600
    (tmp_path / "mine").write_bytes(b"mine\n")
    assert Results(tmp_path / "3", "00", tmp_path / "mine").secret == b"mine"
    with pytest.raises(ValueError, match="holds results of 00"):
        Results(tmp_path / "1", "02_noising")


def test_two_runs_never_share_a_folder_and_halves_of_a_killed_one_are_cleared_away(tmp_path):
    one, two = Results(tmp_path, "00"), Results(tmp_path, "00")
    (tmp_path / "records" / ".Zoë-1.json.a1b2c3_z").write_text("half", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*", encoding="utf-8")
    with one.alone():
        assert [path.name for path in tmp_path.rglob(".*")] == [".gitignore"]
        if os.name != "nt":
            with pytest.raises(ValueError, match="another run is under way"), two.alone():
                pass
    with two.alone():
        pass


def test_ctrl_c_leaves_what_was_graded(begun):
    place, out, _ = begun

    def interrupted(plan, tasks, count):
        records = fake(plan, tasks, count)
        yield next(records)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        graded(place, out, interrupted)
    assert len(list((out / "records").iterdir())) == 1


def test_the_bar_tells_the_time_left_from_what_this_run_graded():
    times = iter([0.0, 9.0, 19.0, 39.0, 40.0, 41.0])
    out = io.StringIO()
    bar = Bar(10, 5, out, lambda: next(times))
    for name in "abcde":
        bar.show(name)
    lines = out.getvalue().splitlines()
    assert lines[0] == "5 of 10 were graded before and still hold."
    assert lines[1:] == [
        "[############........] 6 of 10",
        "[##############......] 7 of 10, 30 s left",
        "[################....] 8 of 10, 30 s left",
        "[####################] 10 of 10",
    ]


class Poison(bytes):
    """Bytes that end the worker that is given them."""

    def __reduce__(self):
        return os._exit, (9,)


def tasks(tmp_path, results, poisoned=""):
    for one in find(download(tmp_path)):
        raw = Poison(one.read()) if one.name == poisoned else one.read()
        yield pool.Task(one, raw, "", results.stamp(bytes(raw), "", 10, True))


def test_workers_grade_and_one_that_is_killed_or_poisoned_costs_one_submission_at_most(tmp_path, monkeypatch):
    results = Results(tmp_path / "out", LECTURE.name)
    plan = Plan(LECTURE.name, None, LECTURE.digest, results.secret, results.run, trusted=True)
    killed = []
    started = pool._started

    def and_killed(*given):
        worker = started(*given)
        if not killed:  # the first, as soon as it has something to do
            killed.append(worker)
            threading.Thread(target=_kill_when_busy, args=(worker,), daemon=True).start()
        return worker

    pool._started = and_killed
    (tmp_path / "walls").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "walls"))
    try:
        records = {one.name: one for one in pool.graded(plan, tasks(tmp_path, results, "Ben Half"), 5, 2)}
    finally:
        pool._started = started
    assert not list((tmp_path / "walls").iterdir())
    assert records["Ben Half"].status == UNGRADED and "2 times" in records["Ben Half"].reason
    assert {name: one.points for name, one in records.items()} == {
        "Zoë Müller": 2,
        "Ben Half": None,
        "Ana Minus": 1,
        "Cut Off": None,
        "Tom Late": 1,
    }
    assert records["Ana Minus"].verdicts["00.1"].mistake.name == "a minus sign"
    assert records["Cut Off"].status == UNREADABLE and records["Zoë Müller"].force


def _kill_when_busy(worker):
    while worker.task is None and worker.process.is_alive():
        threading.Event().wait(0.01)
    worker.process.kill()


def test_a_worker_that_cannot_begin_says_why(tmp_path):
    plan = Plan(LECTURE.name, None, "another digest", b"s", "r", trusted=True)
    with pytest.raises(pool.CannotGrade, match="another version of the course"):
        list(pool.graded(plan, tasks(tmp_path, Results(tmp_path / "out", "00")), 5, 1))
