"""Checks of arguments: what passes comes back as a plain Python value, what does not is named in the error."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from utils.common import checks

GARBAGE = [None, "1", "", [1.0], (), {}, object(), True, np.True_, 1j, float("nan"), np.array([1.0, 2.0])]
VALID = [
    (checks.whole_number, (), [(1, 1), (np.int32(7), 7), (10**20, 10**20)]),
    (checks.whole_number, (3,), [(3, 3)]),
    (checks.number, (), [(-2, -2.0), (Fraction(1, 4), 0.25), (np.float32(0.5), 0.5), (np.array(3), 3.0)]),
    (checks.number, (), [(torch.tensor(1.5), 1.5)]),
    (checks.positive, (), [(1e-300, 1e-300), (2, 2.0)]),
    (checks.not_negative, (), [(0, 0.0), (np.float64(2), 2.0)]),
    (checks.probability, (), [(0, 0.0), (1, 1.0), (0.25, 0.25)]),
    (checks.within, ("[0, 1)",), [(0, 0.0), (math.nextafter(1, 0), math.nextafter(1, 0))]),
    (checks.within, ("(-1, inf)",), [(-0.5, -0.5), (1e300, 1e300)]),
    (checks.within, ("[-inf, inf]",), [(-math.inf, -math.inf), (math.inf, math.inf)]),
]
REFUSED = [
    (checks.whole_number, (), [0, -1, 1.0, np.float64(2), Fraction(2), math.inf]),
    (checks.whole_number, (3,), [2]),
    (checks.number, (), [math.inf, -math.inf]),
    (checks.positive, (), [0, -1.0, math.inf]),
    (checks.not_negative, (), [-1e-300, math.inf]),
    (checks.probability, (), [-1e-9, 1 + 1e-9]),
    (checks.within, ("[0, 1)",), [-1e-9, 1, 1.0]),
    (checks.within, ("(0, 1]",), [0, 1.0001]),
]


@pytest.mark.parametrize(("check", "more", "pairs"), VALID, ids=lambda case: getattr(case, "__name__", None))
def test_what_is_valid_comes_back_as_a_plain_number(check, more, pairs):
    for value, expected in pairs:
        result = check("a", value, *more)
        assert result == expected and type(result) in (int, float)


@pytest.mark.parametrize(("check", "more", "values"), REFUSED, ids=lambda case: getattr(case, "__name__", None))
def test_what_is_not_is_refused_with_its_name_and_its_value(check, more, values):
    for value in [*values, *GARBAGE]:
        with pytest.raises(ValueError, match=r"^steps must ") as error:
            check("steps", value, *more)
        assert f"got {value!r}" in str(error.value)


def test_an_interval_is_said_as_it_was_written():
    with pytest.raises(ValueError, match=r"^eta must lie in \[0, 0\.5\), got 0\.5$"):
        checks.within("eta", 0.5, "[0, 0.5)")


def test_words_truth_values_functions_and_objects():
    assert checks.one_of("clock", "t", ("t", "ratio")) == "t"
    assert checks.truth("last", True) is True
    assert checks.a_function("step", len) is len
    assert checks.an_instance("path", "x", str) == "x"
    for check, value, more, expected in [
        (checks.one_of, "T", (("t", "ratio"),), "clock must be one of 't', 'ratio', got 'T'"),
        (checks.one_of, 1, (("t",),), "clock must be one of 't', got 1"),
        (checks.truth, 1, (), "clock must be True or False, got 1"),
        (checks.a_function, 3, (), "clock must be a function, got 3"),
        (checks.an_instance, 3, (str,), "clock must be a str, got 3"),
    ]:
        with pytest.raises(ValueError) as error:
            check("clock", value, *more)
        assert str(error.value) == expected
