"""The log score against scipy, the interval score by hand; both are proper."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from utils.populations.scores import log_score

few = settings(max_examples=80, deadline=None)


@few
@given(st.integers(0, 5000), st.floats(1e-3, 5e3))
def test_without_a_size_it_is_poisson_s(y, mean):
    assert log_score(y, mean) == pytest.approx(stats.poisson.logpmf(y, mean), rel=1e-9, abs=1e-9)


@few
@given(st.integers(0, 5000), st.floats(1e-3, 5e3), st.floats(0.05, 1e4))
def test_with_a_size_it_is_the_negative_binomial_s(y, mean, size):
    expected = stats.nbinom.logpmf(y, size, size / (size + mean))
    assert log_score(y, mean, size) == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_a_large_size_is_poisson_without_loss():
    np.testing.assert_allclose(log_score([0, 3, 900], 40.0, 1e12), log_score([0, 3, 900], 40.0), atol=1e-6)


def test_it_broadcasts_and_sizes_may_differ():
    table = log_score([[1], [2]], [3.0, 4.0, 5.0], [np.inf, 2.0, np.inf])
    assert table.shape == (2, 3) and table[1, 1] == pytest.approx(stats.nbinom.logpmf(2, 2, 2 / 6))


@pytest.mark.parametrize("size", [np.inf, 3.0])
def test_probabilities_add_up_and_no_other_mean_scores_better(size):
    y = np.arange(2000)
    true = np.exp(log_score(y, 12.0, size))
    assert true.sum() == pytest.approx(1.0)
    scores = {mean: float(true @ log_score(y, mean, size)) for mean in (10.0, 11.5, 12.0, 12.5, 15.0)}
    assert max(scores, key=scores.get) == 12.0
    if np.isinf(size):  # the loss is the KL divergence of two Poisson laws
        assert scores[12.0] - scores[10.0] == pytest.approx(12 * np.log(12 / 10) - 2)
