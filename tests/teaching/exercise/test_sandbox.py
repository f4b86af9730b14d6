"""The sandbox: time limits, prints, the user's interrupt, randomness and warnings."""

import _thread
import contextlib
import io
import random
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from utils.teaching.exercise import sandbox


def gone(name="learner", patience=10.0):
    """Whether the learner's threads end within `patience` seconds."""
    end = time.monotonic() + patience
    while any(thread.name.startswith(name) for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(thread.name.startswith(name) for thread in threading.enumerate())


def endless():
    while True:
        pass


def stubborn():
    """Catches everything, three times."""
    for _ in range(3):
        try:
            while True:
                time.sleep(0.001)
        except BaseException:
            pass


@pytest.mark.parametrize("work", [endless, stubborn, lambda: time.sleep(2)])
def test_work_over_its_time_is_reported_at_once_and_ends_soon(work):
    start = time.monotonic()
    ran = sandbox.run(work, 0.1)
    assert ran.stopped == "time" and ran.result is None and time.monotonic() - start < 30  # 0.4 on an idle machine
    assert gone()


def hoard():
    """Fills a list for ever, and catches what it can."""
    kept = []
    while True:
        with contextlib.suppress(Exception):
            kept.append(np.ones(10**5))


def test_work_that_takes_too_much_memory_is_stopped_says_nothing_of_ours_and_gives_it_back(monkeypatch):
    monkeypatch.setattr(sandbox, "GROWTH", 2**27)
    before = sandbox.memory()
    ran = sandbox.run(hoard, 60)
    assert (ran.stopped, ran.printed) == ("memory", "") and gone()
    if sys.platform == "linux":  # elsewhere only the most it ever was is known
        assert before > 2**20 and sandbox.memory() < before + 2**28


def test_a_thread_that_ends_on_time_is_up_is_silent_and_any_other_error_is_not(capsys):
    def fails(kind):
        sandbox._hook(threading.ExceptHookArgs((kind, kind("x"), None, None)), shown=lambda args: print("shown"))

    fails(sandbox.TimeIsUp)
    assert capsys.readouterr().out == ""
    fails(KeyError)
    assert capsys.readouterr().out == "shown\n"


def test_where_threads_cannot_start_work_runs_directly_and_says_so(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    assert sandbox.can_stop() and sandbox.run(lambda: 7, 1).limited
    monkeypatch.setattr(threading.Thread, "start", refuse)
    ran = sandbox.run(lambda: print("here") or 7, 1)
    assert (ran.result, ran.limited, ran.printed) == (7, False, "here")
    assert isinstance(sandbox.run(lambda: {}["a"], 1).error, KeyError) and not sandbox.can_stop()


def test_results_and_exceptions_come_back():
    assert sandbox.run(lambda: 7, 1).result == 7
    assert isinstance(sandbox.run(lambda: {}["a"], 1).error, KeyError)
    assert isinstance(sandbox.run(lambda: sys.exit(2), 1).error, SystemExit)


def test_prints_are_kept_up_to_a_bound_and_do_not_reach_the_notebook(capsys):
    def flood():
        print("begin")
        print("mistake", file=sys.stderr)
        for _ in range(10_000):
            print("x" * 100)

    ran = sandbox.run(flood, 5)
    assert ran.printed.startswith("begin\nmistake\nxxx") and ran.printed.endswith("(more was printed)")
    assert len(ran.printed) < 1100 and len(ran.printed.splitlines()) == 9 and capsys.readouterr() == ("", "")


def test_standard_output_is_put_back_even_after_a_timeout():
    threading.stack_size(0)  # whatever an earlier test's thread, left behind, has put there
    before = sys.stdout, sys.stderr, threading.stack_size()
    sandbox.run(endless, 0.05)
    assert (sys.stdout, sys.stderr, threading.stack_size()) == before


def test_the_user_s_interrupt_stops_the_check():
    threading.Timer(0.2, _thread.interrupt_main).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        sandbox.run(endless, 20)
    assert time.monotonic() - start < 5 and gone()


def test_no_warning_gets_out_and_filters_are_kept(recwarn):
    filters = list(warnings.filters)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a learner's own setting must not turn into an error of theirs
        ran = sandbox.run(lambda: (warnings.warn("careful"), np.log(np.array(0.0)), np.array(1.0) / 0), 1)
    assert ran.error is None and not recwarn.list and warnings.filters == filters


def test_global_random_states_start_alike_and_are_put_back():
    def draw():
        return random.random(), np.random.rand()

    before = random.getstate()[1], np.random.get_state()[1].tolist()
    assert sandbox.run(draw, 1).result == sandbox.run(draw, 1).result
    assert (random.getstate()[1], np.random.get_state()[1].tolist()) == before


def test_deep_recursion_ends_in_an_exception():
    def deeper(n):
        return deeper(n + 1)

    assert isinstance(sandbox.run(lambda: deeper(0), 5).error, RecursionError)


def test_printed_counts_what_it_drops():
    sink = sandbox.Printed(limit=5)
    assert isinstance(sink, io.TextIOBase) and sink.write("abc") == 3 and sink.write("defg") == 4
    assert (sink.kept, sink.dropped) == ("abcde", 2)


def test_seconds_of_the_processor_do_not_run_while_the_code_waits():
    assert sandbox.run(lambda: time.sleep(0.3) or 1, 0.15, time.process_time).result == 1
    assert sandbox.run(lambda: time.sleep(0.3) or 1, 0.15).stopped == "time"
    assert sandbox.run(endless, 0.15, time.process_time).stopped == "time"
