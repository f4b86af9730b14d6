"""Posteriors agree with emcee's within Monte Carlo error: a curved one, known exactly, and an influenza outbreak's."""

import emcee
import influenza
import numpy as np
import pytest

from utils.inference.diagnostics import effective_sample_size, summary
from utils.inference.samplers import hmc, mala, metropolis
from utils.inference.target import Target

# Banana: a ~ N(0, 1), b ~ N(a², ½²).
BANANA = Target(
    lambda x: -(x[:, 0] ** 2) / 2 - 2 * (x[:, 1] - x[:, 0] ** 2) ** 2,
    ("a", "b"),
    lambda x: np.stack([-x[:, 0] + 8 * x[:, 0] * (x[:, 1] - x[:, 0] ** 2), -4 * (x[:, 1] - x[:, 0] ** 2)], axis=1),
    vectorised=True,
)


def emcee_run(target, start, steps, burn, seed):
    """Samples (walkers, steps, d). Its walkers are not independent, so its own estimate of their worth is used."""
    sampler = emcee.EnsembleSampler(*start.shape, target.log_densities, vectorize=True)
    sampler._random = np.random.RandomState(seed)
    sampler.run_mcmc(start, burn + steps)
    return sampler.get_chain(discard=burn).swapaxes(0, 1)


def gaps(ours, theirs):
    """Differences of E θ and of E (θ − m)², in standard errors, (2, d)."""
    found, middle = [], ours.mean(axis=(0, 1))
    for power in (1, 2):
        a, b = (ours - middle) ** power, (theirs - middle) ** power
        worth = b[..., 0].size / emcee.autocorr.integrated_time(b.swapaxes(0, 1), quiet=True)
        error = np.sqrt(a.var(axis=(0, 1)) / effective_sample_size(a, "mean") + b.var(axis=(0, 1)) / worth)
        found.append((a.mean(axis=(0, 1)) - b.mean(axis=(0, 1))) / error)
    return np.array(found)


@pytest.fixture(scope="module")
def referee():
    rng = np.random.default_rng(1)
    return emcee_run(influenza.POSTERIOR, influenza.starts(60, rng), 700, 300, 1)


@pytest.mark.parametrize(("sampler", "steps"), [(metropolis, 1500), (mala, 500), (hmc, 250)])
def test_influenza_posterior_is_emcee_s(sampler, steps, referee):
    rng = np.random.default_rng(2)
    chains = sampler(influenza.POSTERIOR, influenza.starts(12, rng), steps, rng, warm_up=300)
    found = summary(chains)
    assert min(found.ess_bulk.min(), found.ess_tail.min()) >= 400 and found.rhat.max() < 1.02
    assert np.abs(gaps(chains.samples, referee)).max() < 4
    beta, gamma = np.exp(found.mean[:2])
    assert beta == pytest.approx(1.727, rel=0.02) and gamma == pytest.approx(0.541, rel=0.03)


@pytest.mark.parametrize("sampler", [metropolis, mala, hmc])
def test_a_curved_posterior_is_emcee_s_and_the_exact_one(sampler):
    rng = np.random.default_rng(3)
    chains = sampler(BANANA, 2 * rng.normal(size=(100, 2)), 600, rng, warm_up=200)
    theirs = emcee_run(BANANA, rng.normal(size=(100, 2)), 3_000, 500, 3)
    assert np.abs(gaps(chains.samples, theirs)).max() < 4
    error = np.sqrt(np.array([1, 2.25]) / effective_sample_size(chains.samples, "mean"))
    assert np.all(np.abs(chains.samples.mean(axis=(0, 1)) - [0, 1]) < 4 * error)  # E b = E a² = 1, Var b = 2 + ¼


def test_the_likelihood_is_the_one_of_the_ode():
    """Runge and Kutta's steps of a fifth of a day against a solver with its error under control."""
    from utils.populations.epidemics import SIR
    from utils.processes.jumps import mean_field

    for beta, gamma in ((1.7, 0.54), (3.0, 0.3), (0.9, 0.8)):
        exact = mean_field(SIR(beta, gamma, influenza.N), (influenza.N - 1, 1), np.arange(1.0, 15.0))[:, 1]
        found = influenza.infectious(np.array([beta]), np.array([gamma]))[:, 0]
        assert np.abs(found - exact).max() < 0.3  # of 763
