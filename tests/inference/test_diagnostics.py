"""R-hat and effective sample size against ArviZ's on chains of every kind, and against what is known exactly."""

import numpy as np
import pytest
from arviz_stats.base import array_stats

from utils.inference.diagnostics import effective_sample_size, split_rhat, summary
from utils.inference.samplers import Chains


def autoregressive(rho, chains, steps, rng):
    """x_k = ρ x_{k−1} + √(1−ρ²) z: stationary N(0, 1), so that ESS = S (1 − ρ)/(1 + ρ)."""
    x = np.empty((chains, steps))
    x[:, 0] = rng.normal(size=chains)
    for k in range(1, steps):
        x[:, k] = rho * x[:, k - 1] + np.sqrt(1 - rho**2) * rng.normal(size=chains)
    return x


def reference_chains():
    rng = np.random.default_rng(1)
    still = np.zeros((2, 50))
    still[:, 25:] = 1.0
    yield "independent", rng.normal(size=(4, 500))
    yield "sticky", autoregressive(0.95, 4, 1_000, rng)
    yield "antithetic", autoregressive(-0.7, 3, 401, rng)
    yield "one chain", autoregressive(0.5, 1, 301, rng)
    yield "heavy tails", rng.standard_cauchy(size=(4, 600))
    yield "one apart", rng.normal(size=(4, 300)) + np.array([[0], [0], [0], [2]])
    yield "one wider", rng.normal(size=(4, 300)) * np.array([[1], [1], [1], [3]])
    yield "drifting", rng.normal(size=(2, 200)) + np.linspace(0, 3, 200)
    yield "with ties", rng.poisson(1.3, size=(4, 251)).astype(float)
    yield "ten steps", rng.normal(size=(5, 10))
    yield "eight steps", rng.normal(size=(2, 8))


@pytest.mark.parametrize(
    ("name", "samples"), list(reference_chains()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_diagnostics_equal_the_referee_s(name, samples):
    axes = dict(chain_axis=0, draw_axis=1)
    if len(samples) > 1:  # of one chain ArviZ gives none, though its halves can be compared
        assert split_rhat(samples) == pytest.approx(float(array_stats.rhat(samples, method="rank", **axes)), rel=1e-10)
    for kind, options in {"bulk": {}, "mean": {}, "tail": {"prob": (0.05, 0.95)}}.items():
        referee = float(array_stats.ess(samples, method=kind, **options, **axes))
        assert effective_sample_size(samples, kind) == pytest.approx(referee, rel=1e-10)


@pytest.mark.parametrize("rho", [0.0, 0.6, 0.9])
def test_effective_sample_size_of_an_autoregression_is_known(rho):
    x = autoregressive(rho, 8, 10_000, np.random.default_rng(2))
    assert effective_sample_size(x) == pytest.approx(x.size * (1 - rho) / (1 + rho), rel=0.1)


def test_effective_sample_size_predicts_how_far_means_scatter():
    rng = np.random.default_rng(3)
    runs = [autoregressive(0.8, 4, 500, rng) for _ in range(300)]
    predicted = np.mean([1 / effective_sample_size(x, "mean") for x in runs])
    assert np.var([x.mean() for x in runs]) == pytest.approx(predicted, rel=0.25)


def test_a_chain_that_drifts_disagrees_with_itself_and_one_that_is_wider_is_seen():
    rng = np.random.default_rng(4)
    same = rng.normal(size=(4, 1_000))
    assert split_rhat(same) < 1.01
    assert split_rhat(same + np.linspace(0, 2, 1_000)) > 1.1
    assert split_rhat(same * np.array([[1], [1], [1], [3]])) > 1.1


def test_each_coordinate_is_judged_by_itself_and_ranks_do_not_mind_a_monotone_map():
    x = autoregressive(0.5, 4, 200, np.random.default_rng(5))
    both = np.stack([x, np.exp(5 * x)], axis=-1)
    assert split_rhat(both)[0] == pytest.approx(split_rhat(x))
    bulk, tail = (effective_sample_size(both, kind) for kind in ("bulk", "tail"))
    assert bulk[0] == pytest.approx(bulk[1]) and tail[0] == pytest.approx(tail[1])


def chains_of(samples):
    return Chains(samples, np.zeros(samples.shape[:2]), np.ones(len(samples)), ("a", "b"), 1.0, np.eye(2))


def test_a_summary_gives_mean_sd_interval_and_no_warning_where_all_is_well():
    x = np.random.default_rng(6).normal(size=(4, 5_000, 2)) * [1, 2] + [0, 5]
    found = summary(chains_of(x), probability=0.9)
    assert found.warnings == ()
    assert found.mean == pytest.approx([0, 5], abs=0.06) and found.sd == pytest.approx([1, 2], rel=0.03)
    assert found.low == pytest.approx([-1.645, 1.71], abs=0.1) and found.high == pytest.approx([1.645, 8.29], abs=0.1)
    assert [row[0] for row in found.rows] == ["a", "b"] and len(found.rows[0]) == 8


def test_a_summary_warns_of_chains_apart_of_few_samples_and_of_chains_that_never_moved():
    rng = np.random.default_rng(7)
    apart = rng.normal(size=(4, 2_000, 2)) + np.array([0, 0, 0, 1])[:, None, None] * [0, 1]
    lines = summary(chains_of(apart)).warnings
    assert lines[0].startswith("b: R-hat is 1.") and not any(line.startswith("a") for line in lines)
    few = summary(chains_of(rng.normal(size=(4, 60, 2)))).warnings
    assert any("effective sample size (bulk)" in line and "below 400" in line for line in few)
    stuck = summary(chains_of(np.ones((2, 100, 2)) * np.array([0.0, 1.0])[:, None, None])).warnings
    assert any("R-hat is inf" in line for line in stuck) and any("size (tail) is nan" in line for line in stuck)
