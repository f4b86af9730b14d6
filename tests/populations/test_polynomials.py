"""The predictive law of a polynomial in time: a mean by hand, a textbook formula, a best score for the true degree."""

import numpy as np
import pytest
from scipy import stats

from utils.populations.polynomials import polynomial_scores


def test_degree_0_is_student_s_law_of_the_next_value():
    y, new = np.array([3.0, 8, 5, 6, 9]), 7.0
    logs = np.log(y + 0.5)
    expected = stats.t.logpdf(np.log(7.5), 4, logs.mean(), logs.std(ddof=1) * np.sqrt(1 + 1 / 5))
    assert polynomial_scores(range(5), y, [9.0], [new], 0)[0] == pytest.approx(expected)


def test_degree_1_is_statsmodels_prediction_interval_written_out():
    t, y = np.array([0.0, 1, 2, 4, 7]), np.array([1.0, 4, 3, 9, 30])
    logs, n = np.log(y + 0.5), 5
    line = stats.linregress(t, logs)
    s = np.sqrt(np.sum((logs - line.intercept - line.slope * t) ** 2) / (n - 2))
    at = np.array([3.0, 10.0])
    scale = s * np.sqrt(1 + 1 / n + (at - t.mean()) ** 2 / np.sum((t - t.mean()) ** 2))
    expected = stats.t.logpdf(np.log([6.5, 99.5]), n - 2, line.intercept + line.slope * at, scale)
    np.testing.assert_allclose(polynomial_scores(t, y, at, [6.0, 99.0], 1), expected)


def test_the_true_degree_predicts_best():
    rng, t = np.random.default_rng(0), np.arange(14.0)
    total = np.zeros(7)
    for _ in range(200):
        y = np.exp(4 + 0.5 * t - 0.03 * t**2 + 0.1 * rng.normal(size=14)) - 0.5
        total += [polynomial_scores(t[:10], y[:10], t[10:], y[10:], g).mean() for g in range(7)]
    assert total.argmax() == 2
