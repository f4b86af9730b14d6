"""The bar tells where a computation stands, keeps what it reached, and stores the same line from run to run."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from utils.teaching.build.saving import WIDGET_VIEW, strip_views
from utils.teaching.notebook.progressbar import Bar, Pace, clock_time, watch


@dataclass(frozen=True)
class State:
    step: int
    loss: float = 0.5


def count(n, first=1, stop=None):
    for step in range(first, n + 1):
        if step == stop:
            raise KeyboardInterrupt
        yield State(step)


def test_the_last_state_comes_back_and_one_line_is_printed(capsys):
    assert watch(count(30), 30) == State(30)
    assert capsys.readouterr().out == "Training: 30 steps\n"


def test_anything_can_be_watched(capsys):
    assert watch("abc", 3, label="Letters") == "c"
    assert capsys.readouterr().out == "Letters: 3 steps\n"


def test_each_sees_every_state_in_order():
    seen = []
    watch(count(5), 5, each=seen.append)
    assert seen == [State(step) for step in range(1, 6)]


def test_the_stop_button_keeps_the_last_state_and_says_where_it_stopped(capsys):
    assert watch(count(30, stop=13), 30) == State(12)
    assert capsys.readouterr().out == "Training: stopped after 12 of 30 steps; everything up to there is kept\n"


def test_the_stop_button_counts_in_each_as_well(capsys):
    def press(state):
        if state.step == 4:
            raise KeyboardInterrupt

    assert watch(count(30), 30, each=press) == State(4)
    assert "stopped after 4 of 30" in capsys.readouterr().out


def test_stopped_before_anything_was_reached_there_is_nothing_to_keep():
    with pytest.raises(KeyboardInterrupt):
        watch(count(30, stop=1), 30)


def test_other_errors_pass_through():
    def broken():
        yield State(1)
        raise RuntimeError("numbers ran away")

    with pytest.raises(RuntimeError, match="numbers ran away"):
        watch(broken(), 5)


def test_a_run_that_ends_early_by_itself_says_how_far_it_came(capsys):
    assert watch(count(7), 30) == State(7)
    assert capsys.readouterr().out == "Training: 7 of 30 steps\n"


def test_bad_input_is_named():
    for total in (0, 2.5, True):
        with pytest.raises(ValueError, match=f"total must be a whole number of at least 1, got {total!r}"):
            watch(count(3), total)
    with pytest.raises(ValueError, match="states: got nothing at all"):
        watch([], 3)


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_time_left_is_the_pace_seen_times_the_steps_left():
    clock = Clock()
    pace = Pace(1000, clock)
    clock.now += 30  # a slow first step, at 401 because the run was resumed: neither counts
    pace.due(401, None)
    clock.now += 10
    assert pace.due(501, None)
    assert pace.detail() == "50 s left"  # 100 steps in 10 s, 499 to go
    assert pace.finished() == "40 s in all"


def test_the_bar_is_redrawn_only_now_and_then_and_the_loss_is_smoothed():
    clock, drawn = Clock(), 0
    pace = Pace(1000, clock)
    for step in range(1, 1001):
        clock.now += 0.001
        drawn += pace.due(step, 2.0 if step % 2 else 1.0)
    assert drawn in (4, 5)  # a second at five a second
    assert pace.finished() == "loss 1.49, 1 s in all" or pace.finished() == "loss 1.5, 1 s in all"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (48.2, "48 s"), (99.4, "99 s"), (185, "3 min 05 s"), (-1, "0 s")]
)
def test_times_are_read_easily(seconds, text):
    assert clock_time(seconds) == text


def test_the_bar_is_a_progress_element_with_a_name_and_escaped_words():
    bar = Bar("a < b", 20)
    line = bar.line(5, "loss <1")
    assert '<progress max="20" value="5" aria-label="a &lt; b">' in line and "5 of 20 steps, loss &lt;1" in line
    bundle = bar._repr_mimebundle_()
    assert bundle["text/plain"] == "a < b: 20 steps" and bundle["text/html"] == "<p>a &lt; b: 20 steps</p>"
    assert bundle[WIDGET_VIEW]["model_id"] == bar.model_id


CELL = """
import time
from types import SimpleNamespace
from utils.teaching.notebook.progressbar import watch
def states(stop=None):
    for step in range(1, 31):
        if step == stop:
            raise KeyboardInterrupt
        time.sleep(0.02)
        yield SimpleNamespace(step=step, loss=time.time())
"""


@pytest.fixture(scope="module")
def notebook():
    """A kernel, as the build and nbval run it: one bar that finishes, one that is stopped."""
    cells = [CELL, "state = watch(states(), 30)", "state = watch(states(stop=21), 30)\nprint(state.step)"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(
        book, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(Path(__file__).parents[3])}}
    ).execute()
    return book


def test_in_a_notebook_the_bar_moves_and_what_is_stored_is_one_line(notebook):
    [output] = notebook.cells[1].outputs
    model = output.data[WIDGET_VIEW]["model_id"]
    assert output.data["text/plain"] == "Training: 30 steps"
    live = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"][model]["state"]["value"]
    assert "30 of 30 steps" in live and "in all" in live  # the bar on the screen has come to its end
    strip_views(notebook)
    assert set(output.data) == {"text/html", "text/plain"}  # what a reopened notebook shows


def test_in_a_notebook_a_stop_is_said_in_a_second_output_and_the_cell_goes_on(notebook):
    bar, stopped, printed = notebook.cells[2].outputs
    assert bar.data["text/plain"] == "Training: 30 steps"
    assert stopped.data["text/plain"].startswith("Training: stopped after 20 of 30 steps")
    assert printed.text == "20\n"


def test_it_knows_nothing_of_what_is_computed():
    """Not by way of what it imports either: neither arrays, nor the exercise engine, nor a subject."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import utils.teaching.progressbar, sys; print(*sys.modules)"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split()
    ours = {name for name in loaded if name.startswith("utils.")}
    assert not {"torch", "numpy", "matplotlib"} & set(loaded)
    allowed = {"utils.teaching", "utils.teaching.progressbar", "utils.teaching.notebook"}
    allowed |= {"utils.common", "utils.common.checks"}
    assert ours <= allowed | {f"utils.teaching.notebook.{name}" for name in ("progressbar", "rerun", "html", "tex")}
