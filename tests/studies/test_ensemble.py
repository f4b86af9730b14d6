"""A long study goes on where it was stopped, and gives the same numbers in this process and on Dask."""

import json
import sys

import numpy as np
import pytest

from studies import network_ensemble
from studies.ensemble import draw, run
from studies.stored import ROOT, read

KEYS = ["a", "b", "c", "d"]


def measured(key, rng):
    return {"key": key, "x": rng.normal(size=3).tolist()}


@pytest.fixture
def partial(tmp_path):
    return tmp_path / "study.jsonl"


@pytest.fixture(scope="module")
def dask():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp"
    ) as cluster:
        yield cluster.scheduler_address


def counted(called, stop_at=None):
    def task(key, rng):
        if key == stop_at:
            raise KeyboardInterrupt
        called.append(key)
        return measured(key, rng)

    return task


def test_a_study_that_was_stopped_goes_on_with_what_is_left_and_finds_the_same(partial, capsys):
    whole = run(measured, KEYS, seed=1, partial=partial.with_suffix(".whole"))
    first, second = [], []
    with pytest.raises(KeyboardInterrupt):
        run(counted(first, stop_at="c"), KEYS, seed=1, partial=partial)
    assert run(counted(second), KEYS, seed=1, partial=partial) == whole
    assert (first, second) == (["a", "b"], ["c", "d"])
    assert "2 of 4 were done before" in capsys.readouterr().err
    assert run(counted(second), KEYS, seed=1, partial=partial) == whole and second == ["c", "d"]


def test_a_line_cut_off_in_the_middle_is_computed_again(partial):
    whole = run(measured, KEYS, seed=1, partial=partial)
    text = partial.read_bytes()
    for cut in range(0, len(text), 29):
        partial.write_bytes(text[:cut])
        called = []
        assert run(counted(called), KEYS, seed=1, partial=partial) == whole
        ends = max(text[:cut].count(b"\n") - 1, 0)  # the first line is no task's
        assert called == KEYS[ends:] and partial.read_bytes() == text


def test_another_seed_or_other_code_begins_anew(partial):
    first = run(measured, KEYS, seed=1, partial=partial, code="x")
    called = []
    assert run(counted(called), KEYS, seed=1, partial=partial, code="y") == first and called == KEYS
    assert run(counted(called), KEYS, seed=2, partial=partial, code="y") != first and called == KEYS * 2


def test_a_task_draws_from_its_key_alone(partial):
    found = run(measured, KEYS, seed=1, partial=partial)
    again = run(measured, KEYS[::-1] + ["e"], seed=1, partial=partial.with_suffix(".other"))
    assert all(found[key] == again[key] == draw(measured, key, 1) for key in KEYS)
    assert list(again) == KEYS[::-1] + ["e"] and len({tuple(one["x"]) for one in again.values()}) == 5


def test_each_finished_task_is_told_with_the_time_left(partial, capsys):
    run(measured, KEYS, seed=1, partial=partial)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in lines] == KEYS and all(" s left" in line for line in lines)
    assert lines[0].startswith("[#####...............] 1 of 4") and lines[-1].startswith(
        "[####################] 4 of 4"
    )


@pytest.mark.parametrize("keys", [[], ["a", "a"]])
def test_tasks_of_the_same_name_are_refused(keys, partial):
    with pytest.raises(ValueError, match="keys"):
        run(measured, keys, seed=1, partial=partial)


def test_dask_finds_the_same_numbers_and_keeps_them_in_the_same_way(partial, dask):
    here = run(measured, KEYS, seed=1, partial=partial)
    there = run(measured, KEYS, seed=1, partial=partial.with_suffix(".dask"), scheduler=dask)
    assert json.dumps(here) == json.dumps(there)
    assert sorted(partial.read_text(encoding="utf-8").splitlines()) == sorted(
        partial.with_suffix(".dask").read_text(encoding="utf-8").splitlines()
    )


def test_dask_raises_what_a_task_raises_and_the_study_goes_on(partial, dask):
    def fails(key, rng):
        if key == "c":
            raise ArithmeticError("c")
        return measured(key, rng)

    with pytest.raises(ArithmeticError):
        run(fails, KEYS, seed=1, partial=partial, scheduler=dask)
    assert run(measured, KEYS, seed=1, partial=partial) == run(
        measured, KEYS, seed=1, partial=partial.with_suffix(".whole")
    )


def test_the_study_of_networks_prints_the_same_table_in_this_process_and_on_dask(tmp_path, dask, monkeypatch, capsys):
    monkeypatch.setattr(network_ensemble, "KINDS", dict(list(network_ensemble.KINDS.items())[3:5]))
    tables = []
    for scheduler in ("", dask):
        more = ["--partial", str(tmp_path / f"on {bool(scheduler)}.jsonl"), "--scheduler", scheduler]
        monkeypatch.setattr(sys, "argv", ["study", "--networks", "2", "--nodes", "200", "--outbreaks", "3", *more])
        network_ensemble.main()
        tables.append(capsys.readouterr().out)
    assert tables[0] == tables[1] and "all of degree 10" in tables[0] and "stored" not in tables[0]


def test_the_study_of_networks_is_stored_as_it_says():
    found = read("network_ensemble")
    kinds, settings = found["result"]["kinds"], found["result"]["settings"]
    assert found["code"]["modules"] == sorted(network_ensemble.MODULES)
    assert all((ROOT / module).is_file() for module in network_ensemble.MODULES)
    assert list(kinds) == list(network_ensemble.KINDS) and settings["nodes"] == network_ensemble.NODES
    for by in kinds.values():
        assert by["mean degree"][0] == pytest.approx(10, rel=0.02)
        sizes = [by[str(beta)]["final size"]["mean"] for beta in settings["betas"]]
        assert np.all(np.diff(sizes) > 0) and all(
            by[str(beta)]["peak height"]["mean"] <= size for beta, size in zip(settings["betas"], sizes)
        )
