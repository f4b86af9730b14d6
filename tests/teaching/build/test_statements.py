"""Title, points and options are said in the registry, and woven into the text letter for letter."""

from types import SimpleNamespace

import pytest
from small_course import LECTURE, write

from utils.teaching.build.cells import MasterError
from utils.teaching.build.master import read
from utils.teaching.build.statements import heading, woven

PLAIN = SimpleNamespace(id="02.1", title="Double it", points=1, options=None)
CHOICE = SimpleNamespace(id="02.2", title="Which one?", points=2, options={"a": r"$\eta = 1$", "b": "neither"})


def test_title_and_points_are_added_to_the_heading():
    assert woven("### Exercise 02.1\n\nTwice.", PLAIN) == "### Exercise 02.1 · Double it (1 point)\n\nTwice."


def test_options_stand_where_their_line_stands():
    assert woven("### Exercise 02.2\n\nWhich?\n\n{options}\n\nSay.", CHOICE) == (
        "### Exercise 02.2 · Which one? (2 points)\n\nWhich?\n\n- **a** $\\eta = 1$\n- **b** neither\n\nSay."
    )


@pytest.mark.parametrize(
    ("source", "exercise", "message"),
    [
        ("### Exercise 02.1 · Double that (1 point)\n\nTwice.", PLAIN, "write '### Exercise 02.1' alone"),
        ("### Exercise 02.2\n\nWhich?\n\n- **a** one\n- **b** neither", CHOICE, "expected one line {options}"),
        ("### Exercise 02.2\n\n{options}\n\n{options}", CHOICE, "got 2"),
        ("### Exercise 02.1\n\n{options}", PLAIN, "02.1 has no options"),
    ],
)
def test_a_text_that_says_it_itself_or_leaves_it_out_is_refused(source, exercise, message):
    with pytest.raises(ValueError, match=message):
        woven(source, exercise)


def find(number):
    return {"02.1": PLAIN, "02.2": SimpleNamespace(**{**vars(CHOICE), "options": None})}[number]


def test_a_master_is_read_with_its_statements_woven(tmp_path):
    master = read(write(tmp_path), find)
    sources = [cell.source for cell in master.cells]
    for task in master.tasks:
        assert task.statement.source.startswith(heading(find(task.id)))
        assert task.statement.source in sources
    assert read(master.path).tasks[0].statement.source.startswith("### Exercise 02.1\n")


def broken(number):
    raise RuntimeError("no such table")


@pytest.mark.parametrize(
    ("find", "where", "message"),
    [
        ({"02.1": PLAIN}.__getitem__, "Exercise 02.2", "exercise id '02.2' is not in the registry"),
        (broken, "Exercise 02.1", "the module of exercise 02.1 does not load: RuntimeError: no such table"),
        (lambda number: CHOICE, "Exercise 02.1", "exercise 02.1: title and points stand"),
    ],
)
def test_what_the_registry_cannot_give_stops_the_master_with_file_and_line(tmp_path, find, where, message):
    path = write(tmp_path)
    line = LECTURE[: LECTURE.index(where)].count("\n") + 1
    with pytest.raises(MasterError) as caught:
        read(path, find)
    assert str(caught.value).startswith(f"{path}:{line}: {message}")
