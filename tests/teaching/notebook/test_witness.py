"""A witness passes equal sides, and fails unequal ones with the size of the gap."""

import numpy as np
import pytest

from utils.teaching.notebook.witness import witness


def test_equal_sides_are_reported_with_tolerance_and_count(capsys):
    witness("(1)", [1.0, 2.0], [1.0, 2.0 + 1e-13])
    assert capsys.readouterr().out == "Equation (1) holds to 1e-12, at 2 points.\n"


def test_unequal_sides_raise_with_the_gap():
    with pytest.raises(AssertionError, match=r"\(2\) fails: the sides differ by 0.5, allowed 1e-12"):
        witness("(2)", 1.0, 1.5)


def test_one_wrong_point_among_many_is_enough():
    with pytest.raises(AssertionError, match="differ by 3"):
        witness("(3)", np.zeros((4, 5)), np.eye(4, 5) * [0, 0, 0, 3, 0])


def test_monte_carlo_sides_are_held_to_their_own_standard_errors(capsys):
    witness("(4)", [1.0, 10.0], [1.4, 10.04], standard_error=[0.1, 0.01])
    with pytest.raises(AssertionError, match="allowed 0.045"):
        witness("(4)", [1.0, 10.0], [1.4, 10.05], standard_error=[0.1, 0.01])


@pytest.mark.parametrize("bad", [np.nan, np.inf, []])
def test_sides_that_are_not_numbers_never_agree(bad):
    with pytest.raises(ValueError, match="finite"):
        witness("(5)", bad, bad)


@pytest.mark.parametrize("allowance", [{"atol": np.inf}, {"atol": -1.0}, {"standard_error": [0.1, np.nan]}])
def test_an_allowance_that_lets_everything_pass_is_refused(allowance):
    with pytest.raises(ValueError, match=f"{next(iter(allowance))} must be finite"):
        witness("(6)", [1.0, 2.0], [1.0, 5.0], **allowance)
