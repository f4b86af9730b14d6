"""Weights of particles, how many they are worth, and resampling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.generative.particles import effective_sample_size, normalised, resample

LOGS = st.lists(st.floats(-30, 30), min_size=1, max_size=40)


@given(LOGS, st.floats(-500, 500))
def test_a_common_factor_changes_no_weight(logs: list[float], shift: float) -> None:
    weights = normalised(logs)
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(normalised(np.add(logs, shift)), weights, atol=1e-9)


def test_the_effective_size_is_n_for_equal_weights_and_1_for_one_particle() -> None:
    assert effective_sample_size(np.full(7, -3.0)) == pytest.approx(7)
    assert effective_sample_size([0.0, -np.inf, -np.inf]) == pytest.approx(1)
    assert effective_sample_size(np.log([0.5, 0.25, 0.25])) == pytest.approx(8 / 3)


@given(LOGS, st.integers(0, 1000))
def test_a_particle_is_taken_the_floor_or_the_ceiling_of_n_times_its_weight(logs: list[float], seed: int) -> None:
    n, expected = len(logs), len(logs) * normalised(logs)
    counts = np.bincount(resample(logs, np.random.default_rng(seed)), minlength=n)
    assert counts.sum() == n
    assert np.all(counts >= np.floor(expected - 1e-9)) and np.all(counts <= np.ceil(expected + 1e-9))


def test_it_is_taken_n_times_its_weight_in_the_mean() -> None:
    logs, rng = np.log([0.5, 0.3, 0.15, 0.05]), np.random.default_rng(0)
    mean = np.mean([np.bincount(resample(logs, rng), minlength=4) for _ in range(4000)], axis=0)
    np.testing.assert_allclose(mean, [2.0, 1.2, 0.6, 0.2], atol=4 * 0.5 / np.sqrt(4000))


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="log_weights must have a finite maximum, got -inf"):
        normalised([-np.inf, -np.inf])
