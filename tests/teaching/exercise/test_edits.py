"""A mistake as an edit of the right answer: applied exactly once, where it is meant, and shown as a difference."""

import functools
import traceback

import numpy as np
import pytest

from utils.teaching.exercise import Formula, Function, Mistake, Number, edit
from utils.teaching.exercise.evaluate import evaluate


def root(x):
    """sqrt(x), by a helper that is told it twice: sqrt(x)."""
    return np.sqrt(x)


def middle(x, c):
    return root(x) * c


def noised(x, c=2.0):
    """√c x + (1 − c)."""
    scale = middle(1.0, c) * root(c)
    return scale * x + (1 - c)


@functools.cache
def third():
    return root(1) / 3


def made(*changes, of=None):
    slip = Mistake("slip", edit(*changes, of=of), "Look.")
    return Function(
        "02.1",
        title="t",
        points=1,
        reference=noised,
        inputs=lambda rng: [(x, c) for x in (0.5, 2.0) for c in (4.0, 9.0)],
        mistakes=[slip],
    ), slip


def test_an_edit_changes_one_place_and_leaves_the_reference_as_it_was():
    exercise, slip = made("(1 - c)", "c")
    assert slip.answer(exercise)(1.0, 4.0) == noised(1.0, 4.0) + 3 + 4
    assert slip.answer(exercise)(1.0) == noised(1.0) + 1 + 2  # defaults stay
    assert slip.answer(exercise) is slip.answer(exercise) and noised.__globals__["noised"] is noised


def test_two_places_are_changed_at_once_and_may_exchange_their_texts():
    exercise, slip = made("middle(1.0, c)", "root(c)", "root(c)", "middle(1.0, c)")
    assert "root(c) * middle(1.0, c)" in slip.wrong.source(noised)[1]
    assert slip.difference(exercise).splitlines() == [
        "- scale = middle(1.0, c) * root(c)",
        "+ scale = root(c) * middle(1.0, c)",
    ]


def test_a_helper_is_edited_wherever_the_reference_reaches_it():
    exercise, slip = made("np.sqrt(x)", "x", of=root)
    wrong = slip.answer(exercise)
    assert wrong(1.0, 4.0) == 4 * 4 - 3 and middle(9.0, 1.0) == 3.0  # middle calls the edited root, for it alone
    assert slip.difference(exercise) == "- return np.sqrt(x)\n+ return x" and slip.change() == "`np.sqrt(x)` → `x`"


def test_a_formula_and_a_computed_number_are_edited_too():
    formula = Formula("02.2", title="t", points=1, reference="sqrt(a) * a", inputs=lambda rng: [{"a": 4.0}])
    slip = Mistake("no root", edit("sqrt(a)", "a"), "x")
    assert slip.answer(formula) == "a * a" and slip.difference(formula) == "- sqrt(a) * a\n+ a * a"
    number = Number("02.3", title="t", points=1, reference=third)
    assert Mistake("half", edit("/ 3", "/ 2"), "x").answer(number)() == 0.5
    assert Mistake("root", edit("np.sqrt(x)", "x + 1", of=root), "x").answer(number)() == pytest.approx(2 / 3)


def test_an_edited_answer_is_recognised_and_its_traceback_shows_the_edited_line():
    exercise, slip = made("(1 - c)", "missing")
    with pytest.raises(NameError) as caught:
        slip.answer(exercise)(1.0, 4.0)
    assert "return scale * x + missing" in "".join(traceback.format_exception(caught.value))
    exercise, slip = made("(1 - c)", "(1 + c)")
    assert evaluate(exercise, lambda x, c: c**1.5 * x + 1 + c).mistake is slip


@pytest.mark.parametrize(
    "changes, of, says",
    [
        (("sqrt", "exp"), None, "found 0 times"),  # the docstring does not count
        (("c", "d"), None, r"found \d+ times, expected exactly once"),
        (("root(c)", "c", "middle(1.0, c) * root", "x"), None, "overlaps"),
        (("x", "x"), None, "two different texts"),
        (("x",), None, "pairs"),
        ((), None, "pairs"),
        (("x", "y"), len, "defined by `def`"),
        (("x", "y"), lambda x: x, "defined by `def`"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_with_its_reason(changes, of, says):
    with pytest.raises(ValueError, match=says):
        made(*changes, of=of)


def test_the_refusal_names_the_exercise_and_the_mistake():
    with pytest.raises(ValueError, match="exercise '02.1', mistake 'slip'"):
        made("nothing like it", "x")
