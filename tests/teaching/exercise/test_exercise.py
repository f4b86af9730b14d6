"""Exercises refuse parts that do not fit together."""

import pytest

from utils.teaching.exercise import Choice, Formula, Function, Mistake, Number, Prediction, edit

OPTIONS = {"A": "one", "B": "two"}
SLIP = Mistake("a", "A", "x")
PARTS = {
    Function: {"reference": abs, "inputs": lambda rng: [(1,)]},
    Number: {"reference": 2.0},
    Formula: {"reference": "x", "inputs": lambda rng: [{"x": 1}]},
    Choice: {"reference": "B", "options": OPTIONS, "mistakes": [SLIP]},
    Prediction: {"reference": 2.0},
}


def make(kind, **change):
    return kind(**{"id": "02.1", "title": "t", "points": 1, **PARTS[kind], **change})


def test_every_kind_is_made_of_its_parts_and_knows_its_lecture():
    for kind in PARTS:
        exercise = make(kind)
        assert exercise.lecture == "02" and isinstance(exercise.mistakes, tuple)
    assert make(Prediction, reference="B", options=OPTIONS).draw() == [()]


@pytest.mark.parametrize(
    "kind, change, named",
    [
        (Function, {"id": "2.1"}, "id"),
        (Number, {"points": 0}, "points"),
        (Number, {"hints": "one"}, "hints"),
        (Function, {"rtol": -1}, "rtol"),
        (Function, {"reference": 3}, "reference"),
        (Function, {"inputs": None}, "inputs"),
        (Number, {"mistakes": [Mistake("a", 1, "x"), Mistake("a", 2, "y")]}, "mistakes"),
        (Choice, {"options": {}}, "options"),
        (Choice, {"reference": "C"}, "reference"),
        (Choice, {"reference": "A"}, "mistake 'a'"),
        (Prediction, {"reference": "C", "options": OPTIONS}, "reference"),
        (Prediction, {"reference": "A", "options": OPTIONS, "mistakes": [Mistake("a", "Z", "x")]}, "mistake 'a'"),
        (Formula, {"reference": abs}, "reference"),
        (Formula, {"inputs": None}, "inputs"),
        (Formula, {"mistakes": [Mistake("a", edit("y", "z"), "x")]}, "02.1.*mistake 'a'.*found 0 times"),
    ],
)
def test_a_part_that_does_not_fit_is_named(kind, change, named):
    with pytest.raises(ValueError, match=named):
        make(kind, **change)


def test_inputs_of_the_wrong_type_or_none_are_refused():
    for inputs, gave in (((lambda rng: []), "nothing"), ((lambda rng: [1]), "int")):
        with pytest.raises(ValueError, match=f"{gave}.*expected tuple"):
            make(Function, inputs=inputs).draw()
