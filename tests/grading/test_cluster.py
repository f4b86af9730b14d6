"""Dask: each worker has its own wall; one that is killed loses nothing; and what no worker can do is said."""

import os
import signal

import pytest
from class_of_five import LECTURE, download

from grading import cluster
from grading.pool import CannotGrade
from grading.records import GRADED, UNREADABLE, Results
from grading.submissions import find
from grading.work import Plan, Task

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def local():
    """Two workers on this machine; what is to be waited for may take long on a busy one."""
    from dask import config

    patience = {"distributed.comm.timeouts.connect": "300s", "distributed.comm.timeouts.tcp": "300s"}
    with (
        config.set(patience),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
    ):
        yield local


def plan(results, digest=LECTURE.digest):
    return Plan(LECTURE.name, None, digest, results.secret, results.run, trusted=True)


def tasks(place, results):
    return [Task(one, one.read(), "", "stamp") for one in find(place)]


def test_all_are_graded_though_a_worker_is_killed(local, tmp_path):
    results = Results(tmp_path / "out", LECTURE.name)
    workers = [nanny.pid for nanny in local.workers.values()]
    waiting, records = tasks(download(tmp_path), results), {}
    for one in cluster.graded(plan(results), waiting, 5, local.scheduler_address):
        if not records:  # both are at work now
            os.kill(workers[0], signal.SIGKILL)
        records[one.name] = one
    assert {name: (one.status, one.points) for name, one in records.items()} == {
        "Zoë Müller": (GRADED, 2),
        "Ben Half": (GRADED, 1),
        "Ana Minus": (GRADED, 1),
        "Cut Off": (UNREADABLE, None),
        "Tom Late": (GRADED, 1),
    }


def test_another_version_of_the_course_is_refused(local, tmp_path):
    results = Results(tmp_path / "out", LECTURE.name)
    waiting = tasks(download(tmp_path), results)
    with pytest.raises(CannotGrade, match="another version"):
        list(cluster.graded(plan(results, "other"), waiting, 5, local.scheduler_address))
