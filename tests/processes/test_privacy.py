"""The Laplace mechanism: its law, and its promise, which a claimed sensitivity too small breaks."""

import numpy as np
import pytest
from scipy.stats import kstest, laplace

from utils.processes.privacy import laplace_counts


def test_the_noise_has_the_laplace_law_of_scale_sensitivity_over_epsilon():
    noise = laplace_counts(np.full(5_000, 7), 0.5, 3.0, np.random.default_rng(0)) - 7
    assert kstest(noise, laplace(scale=6.0).cdf).pvalue > 0.01
    assert kstest(noise, laplace(scale=0.5 / 3).cdf).pvalue < 1e-6  # upside down


@pytest.mark.parametrize(("sensitivity", "kept"), [(4.0, True), (1.0, False)])
def test_one_person_in_four_tables_is_hidden_only_if_all_four_count(sensitivity, kept):
    """The best guess from four noisy counts, with the person or without: right at most e^ε/(1 + e^ε) of the time."""
    rng, epsilon, n = np.random.default_rng(1), 1.0, 40_000
    inside = rng.random(n) < 0.5
    published = laplace_counts(np.tile(inside[:, None], 4).astype(float), epsilon, sensitivity, rng)
    evidence = np.sum(np.abs(published) - np.abs(published - 1), axis=1)  # log likelihood ratio, up to a factor
    right = np.mean((evidence > 0) == inside)
    assert (right <= np.exp(epsilon) / (1 + np.exp(epsilon)) + 0.01) == kept
