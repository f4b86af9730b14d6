"""The study's posterior on a grid against a Markov chain, and its worlds."""

import numpy as np
import pytest

from studies import technology_forecasts as study
from utils.inference.samplers import metropolis
from utils.inference.target import Target
from utils.populations.curves import Bass
from utils.populations.scores import log_score


def test_the_posterior_on_a_grid_is_that_of_a_markov_chain():
    y = study.technology("Bass", np.random.default_rng(4))[:14]
    grid = study.bass_posterior(y, np.random.default_rng(0), n=20_000)
    size = 25.0  # the chain's k is fixed, so the grid's samples with this k are compared
    low, high = np.log([1e-4, 0.02, y.sum()]), np.log([0.2, 2.0, 50 * y.sum()])

    def log_density(theta):
        inside = np.all((theta > low) & (theta < high), axis=1)
        heights = log_score(y, study.bass_means(np.clip(theta, low, high), 0, len(y)), size).sum(axis=1)
        return np.where(inside, heights, -np.inf)

    kept = grid[np.isclose(grid[:, 3], np.log(size)), :3]
    start = kept[np.random.default_rng(1).integers(len(kept), size=12)]
    target = Target(log_density, ("log p", "log q", "log m"), vectorised=True)
    chains = metropolis(target, start, 2500, np.random.default_rng(2), warm_up=800)
    samples = chains.samples.reshape(-1, 3)
    spread = samples.std(axis=0)
    np.testing.assert_allclose(kept.mean(axis=0), samples.mean(axis=0), atol=0.15 * spread.max())
    np.testing.assert_allclose(kept.std(axis=0), spread, rtol=0.15)


def test_the_kernel_is_the_log_score_and_the_means_are_bass_s():
    y, theta = np.array([3.0, 8, 20, 41]), np.log([[0.01, 0.5, 900.0], [0.03, 0.3, 300.0]])
    means = study.bass_means(theta, 0, 4)
    np.testing.assert_allclose(means[0], Bass(0.01, 0.5, 900.0).per_interval(range(5)))
    np.testing.assert_allclose(study.log_kernel(y, means, 10.0), log_score(y, means, 10.0).sum(axis=1))


@pytest.mark.parametrize("world", study.WORLDS)
def test_a_technology_is_whole_counts_that_its_seed_decides(world):
    one, again = (study.technology(world, np.random.default_rng(7)) for _ in range(2))
    assert len(one) == study.YEARS and np.all(one == np.round(one)) and np.array_equal(one, again) and one.max() > 0


def test_replacements_keep_sales_up():
    bass, more = (
        np.mean([study.technology(world, np.random.default_rng(i)) for i in range(40)], axis=0)
        for world in ("Bass", "Bass with replacements")
    )
    np.testing.assert_allclose(more[:5], bass[:5], rtol=0.15)
    assert np.all(more[12:] > 1.3 * bass[12:])
