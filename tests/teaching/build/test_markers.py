"""One text gives both the worked answer and the learner's stub."""

import pytest

from utils.teaching.build.markers import checked_name, regions, stub, worked

FUNCTION = '''\
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    y = 2 * x
    return y
    ### END SOLUTION


double = check("02.1", double)'''


def test_worked_answer_is_the_source_without_the_marker_lines():
    assert worked(FUNCTION) == "\n".join(line for line in FUNCTION.splitlines() if "SOLUTION" not in line)


def test_stub_has_one_line_for_each_block_indented_alike():
    assert (
        stub(FUNCTION)
        == '''\
def double(x):
    """Twice x."""
    ...  # your code here


double = check("02.1", double)'''
    )


def test_stub_of_a_block_at_the_margin_binds_the_checked_name_so_that_the_cell_runs():
    source = '### BEGIN SOLUTION\ntotal = 2\n### END SOLUTION\ntotal = check("02.2", total)'
    assert stub(source) == 'total = ...  # your code here\ntotal = check("02.2", total)'


def test_stub_keeps_a_placeholder_the_author_gave():
    source = 'total = None\n### BEGIN SOLUTION\ntotal = 2\n### END SOLUTION\ntotal = check("02.2", total)'
    assert stub(source) == 'total = None\n...  # your code here\ntotal = check("02.2", total)'


def test_stub_of_a_cell_without_markers_is_the_cell():
    assert stub("x = 1\nprint(x)") == "x = 1\nprint(x)"


def test_two_blocks_are_both_hidden():
    source = (
        "def f(x):\n    ### BEGIN SOLUTION\n    a = 1\n    ### END SOLUTION\n    b = 2\n"
        "    ### BEGIN SOLUTION\n    return a\n    ### END SOLUTION"
    )
    assert stub(source) == "def f(x):\n    ...  # your code here\n    b = 2\n    ...  # your code here"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("x = 1\n### BEGIN SOLUTION\ny = 2", 2, "unclosed marker"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", 2, "inside another"),
        ("x = 1\ny = 2\n### END SOLUTION", 3, "without '### BEGIN SOLUTION'"),
    ],
)
def test_a_marker_without_its_partner_is_an_error_with_its_line(source, line, message):
    with pytest.raises(SyntaxError, match=message) as caught:
        regions(source)
    assert caught.value.lineno == line


def test_checked_name_is_that_of_the_exercise_asked_for():
    source = 'a = check("02.1", a)\nb = course.check("02.2", b)\nc = check("02.3", 1 + 1)'
    assert [checked_name(source, number) for number in ("02.1", "02.2", "02.3", "02.4")] == ["a", "b", None, None]
