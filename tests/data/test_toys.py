"""The toy sets: their declared constants, their shapes, their randomness."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.data import toys

SHAPES = {f.__name__: f for f in (toys.two_moons, toys.swiss_roll, toys.spiral, toys.checkerboard, toys.ring)}
every = pytest.mark.parametrize("name", SHAPES)
N = 200_000


def raw(name, points, noise=0.0):
    """Undo the standardisation with the constants of the docstring."""
    means = {"two_moons": (0.5, 0.25), "swiss_roll": (2, 2 / (3 * np.pi))}.get(name, (0, 0))
    roll = 39 * np.pi**2 / 8
    variances = {
        "two_moons": (0.75, 9 / 16 - 1 / np.pi),
        "swiss_roll": (roll - 17 / 4, roll + 1 / 4 - 4 / (9 * np.pi**2)),
        "spiral": (9 * np.pi**2 / 4 + 0.75, 9 * np.pi**2 / 4 - 0.75),
        "checkerboard": (4 / 3, 4 / 3),
        "ring": (0.5, 0.5),
    }[name]
    return points * np.sqrt(np.array(variances) + noise**2) + np.array(means)


@pytest.mark.parametrize(
    ("name", "spread"),
    [
        *((name, {}) for name in SHAPES),
        ("two_moons", {"noise": 0.0}),
        ("two_moons", {"noise": 1.0}),
        ("swiss_roll", {"noise": 3.0}),
        ("spiral", {"noise": 2.0}),
        ("ring", {"k": 3, "std": 0.5}),
        ("ring", {"k": 5, "std": 0.0}),
    ],
)
def test_the_law_has_mean_zero_and_deviation_one(name, spread):
    x = SHAPES[name](N, np.random.default_rng(1), **spread)
    assert x.shape == (N, 2) and x.dtype == np.float64
    # Five standard errors of a mean and of a second moment about 0.
    assert np.all(np.abs(x.mean(0)) < 5 / np.sqrt(N))
    assert np.all(np.abs((x**2).mean(0) - 1) < 5 * (x**2).std(0) / np.sqrt(N))


@every
def test_the_same_generator_state_gives_the_same_points_and_no_global_seed_is_touched(name):
    before = np.random.get_state()[1].copy()
    a, b, c = (SHAPES[name](50, np.random.default_rng(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(a, b)
    assert not np.allclose(a, c)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_two_moons_without_noise_are_two_half_circles():
    x, y = raw("two_moons", toys.two_moons(N, np.random.default_rng(0), noise=0)).T
    upper = np.isclose(x**2 + y**2, 1) & (y > -1e-9)
    lower = np.isclose((x - 1) ** 2 + (y - 0.5) ** 2, 1) & (y < 0.5 + 1e-9)
    assert np.all(upper | lower)
    assert abs(upper.mean() - 0.5) < 5 * 0.5 / np.sqrt(N)


def test_swiss_roll_without_noise_is_as_far_out_as_its_angle_says():
    points = raw("swiss_roll", toys.swiss_roll(2000, np.random.default_rng(0), noise=0))
    radius = np.hypot(*points.T)
    assert radius.min() >= 1.5 * np.pi - 1e-9 and radius.max() <= 4.5 * np.pi + 1e-9
    np.testing.assert_allclose(points, np.stack([radius * np.cos(radius), radius * np.sin(radius)], 1), atol=1e-11)


def test_spiral_without_noise_has_two_arms_filled_alike():
    points = raw("spiral", toys.spiral(N, np.random.default_rng(0), noise=0))
    radius = np.hypot(*points.T)
    arm = np.stack([radius * np.cos(radius), radius * np.sin(radius)], 1)
    sign = np.sign(np.sum(points * arm, axis=1))
    np.testing.assert_allclose(points, sign[:, None] * arm, atol=1e-11)
    assert abs(sign.mean()) < 5 / np.sqrt(N)
    assert abs((radius**2).mean() / (9 * np.pi**2) - 0.5) < 5 * np.sqrt(1 / 12 / N)  # (θ/3π)² is uniform


def test_checkerboard_fills_the_eight_dark_squares_alike_and_no_other():
    points = raw("checkerboard", toys.checkerboard(N, np.random.default_rng(0)))
    assert np.abs(points).max() <= 2
    column, row = np.floor(points + 2).astype(int).T
    counts = np.zeros((4, 4))
    np.add.at(counts, (column, row), 1)
    dark = np.add.outer(np.arange(4), np.arange(4)) % 2 == 0
    assert not counts[~dark].any()
    assert np.all(np.abs(counts[dark] - N / 8) < 5 * np.sqrt(N * 7 / 64))
    inside = (points + 2) % 1
    assert np.all(np.abs(inside.mean(0) - 0.5) < 5 * np.sqrt(1 / 12 / N))


@settings(max_examples=20, deadline=None)
@given(st.integers(3, 12), st.floats(0, 0.1))
def test_ring_is_the_mixture_its_docstring_names(k, std):
    n, scale = 20_000, np.sqrt(0.5 + std**2)
    x = toys.ring(n, np.random.default_rng(k), k=k, std=std)
    angle = 2 * np.pi * np.arange(k) / k
    centres = np.stack([np.cos(angle), np.sin(angle)], 1) / scale
    nearest = np.argmin(np.sum((x[:, None] - centres) ** 2, axis=-1), axis=1)
    counts = np.bincount(nearest, minlength=k)
    assert np.all(np.abs(counts - n / k) < 6 * np.sqrt(n / k))
    spread = np.sqrt(np.mean((x - centres[nearest]) ** 2))
    # Half the gap between centres is at least 2.5 std here, so few points are nearer to a neighbour: 2 %.
    assert spread == pytest.approx(std / scale, rel=0.03, abs=1e-12)


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        *((lambda f=f: f(0, RNG), r"n must be a whole number of at least 1, got 0") for f in SHAPES.values()),
        *((lambda f=f: f(10.0, RNG), r"n must be a whole number of at least 1, got 10.0") for f in SHAPES.values()),
        (lambda: toys.two_moons(5, RNG, noise=-1), r"noise must be a finite number of at least 0, got -1"),
        (lambda: toys.swiss_roll(5, RNG, noise=np.nan), r"noise must be a finite number of at least 0, got nan"),
        (lambda: toys.spiral(5, RNG, noise=np.inf), r"noise must be a finite number of at least 0, got inf"),
        (lambda: toys.ring(5, RNG, k=2), r"k must be a whole number of at least 3, got 2"),
        (lambda: toys.ring(5, RNG, std=-0.1), r"std must be a finite number of at least 0, got -0.1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
