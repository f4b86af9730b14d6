"""Which mistake a wrong answer is: a listed one, two at once, one of every subject, one for each value; or none."""

import numpy as np
import pytest

from utils.teaching.exercise import Formula, Function, Mistake, Number, Prediction, edit
from utils.teaching.exercise.evaluate import evaluate


def ratio(x, c):
    if c == 0:
        return 0.0 * x
    return np.sqrt(c) * x - x / c


RATIO = Function(
    "01.1",
    title="Ratio",
    points=1,
    reference=ratio,
    inputs=lambda rng: [(rng.uniform(1, 2, size=3), c) for c in (0, 0.5, 2.0)],
    mistakes=[
        Mistake("no root", edit("np.sqrt(c)", "c"), "Take the root."),
        Mistake("added", edit("- x / c", "+ x / c"), "Subtract."),
        Mistake("no root, as it is written", lambda x, c: c * x - x / c, "Take the root and guard it."),
    ],
)


def named(exercise, answer):
    verdict = evaluate(exercise, answer)
    return verdict.mistake.name if verdict.mistake else None


def moments(x):
    return np.mean(x), np.std(x), len(x)


MOMENTS = Function(
    "01.2",
    title="Moments",
    points=1,
    reference=moments,
    inputs=lambda rng: [(rng.normal(size=n),) for n in (3, 5, 9)],
    mistakes=[
        Mistake("the median", lambda x: (np.median(x), np.std(x), len(x)), "Mean."),
        Mistake("the variance", lambda x: (np.mean(x), np.var(x), len(x)), "Root."),
    ],
)


def test_a_slip_with_the_guard_that_is_asked_for_is_known_by_the_inputs_where_it_is_wrong():
    assert named(RATIO, lambda x, c: c * x - x / c if c else 0 * x) == "no root"
    assert named(RATIO, lambda x, c: ratio(x, c) if c else np.exp(x)) is None  # one input, which says little
    assert named(RATIO, lambda x, c: c * x - x / c) == "no root, as it is written"  # which agrees on every input


def test_two_listed_slips_at_once_are_both_named():
    verdict = evaluate(RATIO, lambda x, c: c * x + x / c if c else 0 * x)
    assert verdict.mistake.name == "no root; and added" and verdict.message == "Take the root. Subtract."


def test_each_of_several_values_may_have_its_own_slip():
    assert named(MOMENTS, lambda x: (np.median(x), np.var(x), len(x))) == "the median; and the variance"
    assert named(MOMENTS, lambda x: (np.median(x), np.var(x), len(x) - 1)) is None
    assert named(MOMENTS, lambda x: (-np.mean(x), np.var(x), len(x))) is not None


@pytest.mark.parametrize(
    "answer, name",
    [
        (lambda x, c: np.sqrt(c) * x - 2 * x / c if c else 0 * x, "a factor of 2"),
        (lambda x, c: np.sqrt(c) * x - c if c else 0 * x, None),
        (lambda x, c: np.sqrt(c) * x - x * c if c else 0 * x, "multiplied for divided"),
        (lambda x, c: np.sqrt(c) * x - x if c else 0 * x, "a factor missing"),
        (lambda x, c: x / c - np.sqrt(c) * x if c else 0 * x, "the sign of the result"),
        (lambda x, c: 1 - ratio(x, c), "the result's complement"),
        (lambda x, c: ratio(x, c) ** 2, "the result squared"),
        (lambda x, c: 0.7 * ratio(x, c), "a constant factor"),
        (lambda x, c: np.round(ratio(x, c), 2), "rounded"),
        (lambda x, c: ratio(x, c)[::-1], "the result backwards"),
        (lambda x, c: ratio(x, c) + 0.1 * np.cos(x), None),
        (lambda x, c: np.nan * x, None),  # many slips give no number: it says nothing
        (lambda x, c: missing, None),  # noqa: F821
        (lambda x, c: print(end=""), "no result"),
    ],
)
def test_slips_that_nobody_listed_are_named_by_what_every_subject_shares(answer, name):
    assert named(RATIO, answer) == name


def test_the_form_of_several_values_is_named():
    assert named(MOMENTS, lambda x: (round(np.mean(x), 2), round(np.std(x), 2), len(x))) == "rounded"
    assert named(MOMENTS, lambda x: np.mean(x)) == "another number of values"
    assert named(MOMENTS, lambda x: (np.std(x), np.mean(x), len(x))) == "the values exchanged"


def test_no_number_is_one_outcome_however_python_says_it():
    def root(x, c):
        return np.where(x < 1, 0.0, np.sqrt(np.abs(x - 1))) + c

    exercise = Function(
        "01.3",
        title="Root",
        points=1,
        reference=root,
        inputs=lambda rng: [(0.5, 1.0), (3.0, 2.0), (4.0, 0.5)],
        mistakes=[Mistake("no guard", lambda x, c: np.sqrt(x - 1) + 2 * c, "Below 1 there is none.")],
    )
    import math

    assert named(exercise, lambda x, c: math.sqrt(x - 1) + 2 * c) == "no guard"  # ValueError
    assert named(exercise, lambda x, c: (x - 1) ** 0.5 + 2 * c) == "no guard"  # complex
    assert named(exercise, lambda x, c: {}["a"] if x < 1 else math.sqrt(x - 1) + 2 * c) is None  # KeyError


def test_a_mistake_that_shares_nothing_but_nan_is_not_it():
    def halves(x):
        return 0.0 if x == 0 else x / 2

    exercise = Function(
        "01.4",
        title="Halves",
        points=1,
        reference=halves,
        inputs=lambda rng: [(0.0,), (1.0,), (3.0,)],
        mistakes=[Mistake("upside down", lambda x: 2 / np.float64(x), "Turn it.")],
    )
    assert named(exercise, lambda x: x / 2 if x else np.inf) is None  # right but for the guard
    assert named(exercise, lambda x: 2 / x) == "upside down"


def test_numbers_are_told_how_they_relate_to_the_right_one_and_guesses_are_not():
    number = Number("01.5", title="n", points=1, reference=0.09, rtol=1e-3)
    assert named(number, 0.3) == named(number, 9) == "one step away"  # not which: that would give 0.09 away
    assert named(number, 0.5) is None
    assert named(Prediction("01.6", title="p", points=1, reference=0.09), 0.3) is None


def test_an_answer_whose_changes_never_end_is_still_judged():
    def counted(n):
        steps = 0
        while n > 0:
            n, steps = n - 1, steps + 2
        return steps

    exercise = Function("01.7", title="c", points=1, reference=halving, inputs=lambda rng: [(5,), (8,)])
    assert evaluate(exercise, counted).status in ("wrong", "mistake")


def halving(n):
    steps = 0
    while n > 1:
        n = n // 2
        steps += 1
    return steps


def test_the_value_of_one_example_is_known_as_such():
    half = Formula("01.8", title="h", points=1, reference="exp(-a)", inputs=lambda rng: [{"a": a} for a in (1, 2, 3)])
    assert named(half, "0.3679") == "one worked value" and named(half, "0.4") is None


def test_values_in_the_wrong_order_are_no_slip_of_signs():
    def ends(x, r):
        return x - r, x + r

    exercise = Function("01.9", title="e", points=1, reference=ends, inputs=lambda rng: [(1.0, 2.0), (3.0, 0.5)])
    assert named(exercise, lambda x, r: (x + r, x - r)) == "the values exchanged"


def test_a_crash_says_where():
    verdict = evaluate(RATIO, lambda x, c: 1.0 / (c - 0.0) / 0 if not c else ratio(x, c))
    assert verdict.message == "ZeroDivisionError: float division by zero (where c = 0)"
    verdict = evaluate(RATIO, lambda x, c: {}["a"] if c < 1 else ratio(x, c))
    assert verdict.message == "KeyError: 'a' (on 2 of 3 inputs)"


def test_a_listed_slip_must_be_made_on_half_of_the_inputs_where_it_matters():
    exercise = Function(
        "01.9",
        title="p",
        points=1,
        reference=lambda x, t: np.exp(t) * np.cos(x),
        inputs=lambda rng: [(0.3, t) for t in (0.0, 1.0, 2.0, 3.0, 4.0)],
        mistakes=[Mistake("linear", lambda x, t: (1 + t) * np.cos(x), "Exponential.")],
    )
    right = exercise.reference
    assert named(exercise, lambda x, t: (1 + t) * np.cos(x) if t > 2 else right(x, t)) == "linear"  # 2 of 4
    assert named(exercise, lambda x, t: (1 + t) * np.cos(x) if t > 3 else right(x, t)) is None  # 1 of 4
