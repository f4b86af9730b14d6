"""From a master to notebooks: what a learner meets, what the companion holds, and ids that stay."""

import nbformat
import pytest
from small_course import LECTURE, write

from utils.teaching.build.master import read
from utils.teaching.build.weave import lecture, solutions

REPOSITORY = "https://github.com/ada/small"
TOKENS = {"badges": "LINKS", "minutes": "10", "seconds": "5"}


@pytest.fixture
def master(tmp_path):
    return read(write(tmp_path))


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_lecture_shows_no_answer_and_no_reason(master):
    text = "\n".join(sources(lecture(master, "lectures", REPOSITORY).notebook(TOKENS)))
    for hidden in ("return 2 * x", "total = 1 + 1", "Because two", "SOLUTION"):
        assert hidden not in text
    assert text.count("# your code here") == 2


def test_solutions_hold_set_up_and_for_each_exercise_statement_answer_reason_and_mistakes(master):
    cells = sources(solutions(master, REPOSITORY, "utils.exercises").notebook(TOKENS))
    assert cells[0].startswith("# Solutions · 02 · Why is two not three?")
    assert "(../lectures/02_small.ipynb)" in cells[0]
    assert cells[2].startswith("import math") and cells[3] == "from utils.exercises import mistakes"
    assert cells[4].startswith("### Exercise 02.1") and "return 2 * x" in cells[5]
    assert cells[6:8] == ["Because two is two.", 'mistakes("02.1")']
    assert cells[8].startswith("### Exercise 02.2") and cells[9] == 'total = 1 + 1\ntotal = check("02.2", total)'
    assert cells[10:] == ['mistakes("02.2")']


def test_a_master_without_exercises_has_no_solutions(tmp_path):
    write(tmp_path)
    assert solutions(read(tmp_path / "source/appendices/A_signs.py"), REPOSITORY) is None


def test_colab_cell_is_one_line_after_the_title_and_does_nothing_elsewhere(master):
    cell = lecture(master, "lectures", REPOSITORY).notebook(TOKENS).cells[1]
    assert cell.metadata == {"tags": ["colab"], "jupyter": {"source_hidden": True}}
    assert "\n" not in cell.source and f"git+{REPOSITORY}" in cell.source
    exec(cell.source, {"get_ipython": lambda: "<ipykernel shell>"})  # would fail on importing google.colab


def test_title_tokens_are_filled_in_the_first_cell_only(master):
    cells = sources(lecture(master, "lectures", REPOSITORY).notebook(TOKENS))
    assert "LINKS" in cells[0] and "| 10 | 5 |" in cells[0]
    assert "LINKS" not in "".join(cells[1:])


def test_ids_do_not_depend_on_tokens_or_on_other_cells(tmp_path, master):
    ids = {cell.source: cell.id for cell in lecture(master, "lectures", REPOSITORY).notebook(TOKENS).cells[1:]}
    changed = read(
        write(tmp_path, LECTURE.replace('print("two")', 'print("three")').replace("Text with", "More text with"))
    )
    after = lecture(changed, "lectures", REPOSITORY).notebook({**TOKENS, "seconds": "99"})
    assert {cell.source for cell in after.cells if ids.get(cell.source) != cell.id} == {
        source for source in sources(after) if "three" in source or "More text" in source
    }
    assert after.cells[0].id == lecture(master, "lectures", REPOSITORY).notebook(TOKENS).cells[0].id


def test_equal_cells_get_different_ids(tmp_path):
    twice = read(write(tmp_path, LECTURE + "\n# %%\nmath.floor(2.5)\n"))
    ids = [cell.id for cell in lecture(twice, "lectures", REPOSITORY).notebook(TOKENS).cells]
    assert len(set(ids)) == len(ids)


def test_notebooks_are_valid(master):
    for one in (lecture(master, "lectures", REPOSITORY), solutions(master, REPOSITORY)):
        nbformat.validate(one.notebook(TOKENS))
