"""Checks of arrays: any sensible dtype comes back as float64 (labels as int64), everything else is refused by name."""

import re

import numpy as np
import pytest
import torch

from utils.common.arrays import numpy_generator, points, whole_numbers, written

SQUARE = [[1, 2], [3, -4]]


@pytest.mark.parametrize(
    "value",
    [
        SQUARE,
        np.array(SQUARE),
        np.array(SQUARE, np.float32),
        np.array(SQUARE, np.int8),
        torch.tensor(SQUARE),
        torch.tensor(SQUARE, dtype=torch.float32, requires_grad=True),
    ],
)
def test_whole_numbers_floats_lists_and_tensors_are_the_same_points(value):
    result = points("x", value, ("n", 2))
    assert result.dtype == np.float64 and np.array_equal(result, SQUARE)


def test_points_are_a_copy():
    x = np.zeros((3, 2))
    points("x", x)[:] = 1
    assert not x.any()


@pytest.mark.parametrize(
    ("shape", "fitting", "wrong"),
    [
        (("n",), [(1,), (5,)], [(), (0,), (1, 1)]),
        (("n", 2), [(1, 2), (7, 2)], [(2,), (0, 2), (3, 1), (3, 2, 1)]),
        ((..., 2), [(2,), (3, 2), (0, 2), (4, 3, 2)], [(), (1,), (2, 3)]),
        ((3,), [(3,)], [(2,), (3, 1), ()]),
        ((), [()], [(1,)]),
        ((..., "d"), [(1,), (3, 2)], [(), (3, 0)]),
        (None, [(), (0,), (2, 3)], []),
    ],
)
def test_a_shape_is_held_to(shape, fitting, wrong):
    for size in fitting:
        assert points("x", np.ones(size), shape).shape == size
    for size in wrong:
        with pytest.raises(
            ValueError, match=rf"^x must have shape {re.escape(written(shape))}.*got {re.escape(str(size))}"
        ):
            points("x", np.ones(size), shape)


def test_too_few_rows_are_said_to_be_too_few():
    with pytest.raises(ValueError, match=r"x must have shape \(n, 2\) with n of at least 4, got \(3, 2\)"):
        points("x", np.ones((3, 2)), ("n", 2), least=4)


@pytest.mark.parametrize(
    "value", [None, "x", [["a"]], True, [True, False], 1j, [[1], [2, 3]], {}, object(), np.array([None])]
)
def test_what_is_no_array_of_numbers_is_refused(value):
    with pytest.raises(ValueError, match=r"^x must be an array of numbers, got "):
        points("x", value)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused_unless_allowed(value):
    with pytest.raises(ValueError, match=f"^x must be finite, got {value}$"):
        points("x", [1.0, value])
    assert np.array_equal(points("x", [value], finite=False), [value], equal_nan=True)


def test_labels_are_whole_numbers_and_nothing_else():
    for value in ([0, 1], np.array([0, 1], np.uint8), torch.tensor([0, 1])):
        labels = whole_numbers("labels", value, ("n",))
        assert labels.dtype == np.int64 and labels.tolist() == [0, 1]
    for value in ([0.0, 1.0], [True], ["0"], None):
        with pytest.raises(ValueError, match=r"^labels must be an array of whole numbers, got "):
            whole_numbers("labels", value, ("n",))


def test_a_generator_is_numpy_s():
    rng = np.random.default_rng(0)
    assert numpy_generator("rng", rng) is rng
    for value in (None, 0, np.random.RandomState(0), np.random, torch.Generator()):
        with pytest.raises(ValueError, match=r"^rng must be a numpy Generator, such as "):
            numpy_generator("rng", value)
