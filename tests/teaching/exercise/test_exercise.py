"""Exercises refuse parts that do not fit together."""

import pytest

from utils.teaching.exercise.exercise import Exercise, Mistake, choice, formula, function, number, prediction

OPTIONS = {"A": "one", "B": "two"}


def test_constructors_give_their_kind():
    made = [
        function("01.1", "t", 1, abs, lambda rng: [(1,)], []),
        number("01.2", "t", 1, 2.0, []),
        formula("01.3", "t", 1, "x", lambda rng: [{"x": 1}], []),
        choice("01.4", "t", 1, OPTIONS, "A", [Mistake("b", "B", "no")]),
        prediction("01.5", "t", 1, 2.0, []),
        prediction("01.6", "t", 1, "A", [], options=OPTIONS),
    ]
    assert [e.kind for e in made] == ["function", "number", "formula", "choice", "prediction", "prediction"]
    assert made[0].lecture == "01"


@pytest.mark.parametrize(
    "change, named",
    [
        (dict(id="2.1"), "id"),
        (dict(kind="essay"), "kind"),
        (dict(points=0), "points"),
        (dict(hints="one"), "hints"),
        (dict(rtol=-1), "rtol"),
        (dict(reference=3), "reference"),
        (dict(inputs=None), "inputs"),
        (dict(mistakes=[Mistake("a", 1, "x"), Mistake("a", 2, "y")]), "mistakes"),
        (dict(kind="choice"), "options"),
        (dict(kind="choice", options=OPTIONS, reference="C"), "reference"),
        (dict(kind="choice", options=OPTIONS, reference="A", mistakes=[Mistake("a", "A", "x")]), "mistake 'a'"),
        (dict(kind="formula"), "reference"),
    ],
)
def test_a_part_that_does_not_fit_is_named(change, named):
    parts = dict(id="02.1", title="t", points=1, kind="function", reference=abs, inputs=lambda rng: [(1,)])
    with pytest.raises(ValueError, match=named):
        Exercise(**{**parts, **change})
