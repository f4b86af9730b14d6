"""All sequences enumerated: bounds that are equalities, samplers whose law is known, and what a step loses."""

from itertools import product

import numpy as np
import pytest
from scipy.special import rel_entr

from utils.generative.discrete import exact
from utils.generative.discrete.tokens import absorbing, uniform

RNG = np.random.default_rng(0)
LAW = RNG.dirichlet(np.full(125, 0.3)).reshape(5, 5, 5) * 0.98 + 0.02 / 125
SMALL = RNG.dirichlet(np.full(9, 0.5)).reshape(3, 3)
CHAINS = {"absorbing": absorbing, "uniform": uniform}


def kl(p, q):
    return rel_entr(p, q).sum()


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
def test_noised_law_and_denoiser_are_sums_over_all_clean_sequences(name, alpha):
    chain = CHAINS[name](3)
    kernel, q, found = chain.kernel(alpha), exact.noised(SMALL, chain, alpha), exact.denoiser(SMALL, chain, alpha)
    for x_t in product(range(chain.states), repeat=2):
        joint = np.array([[SMALL[a, b] * kernel[a, x_t[0]] * kernel[b, x_t[1]] for b in range(3)] for a in range(3)])
        assert q[x_t] == pytest.approx(joint.sum(), abs=1e-14)
        for place in range(2):
            wanted = joint.sum(axis=1 - place) / joint.sum() if joint.sum() else np.zeros(3)
            np.testing.assert_allclose(found[(place, *x_t)], wanted, atol=1e-12)


def test_the_masked_bound_is_the_negative_log_likelihood_of_every_sequence():
    np.testing.assert_allclose(exact.masked_bound(LAW), -np.log(LAW), atol=1e-12, rtol=0)


@pytest.mark.parametrize("name", CHAINS)
def test_so_is_the_bound_over_paths_of_either_chain(name):
    np.testing.assert_allclose(exact.path_bound(LAW, CHAINS[name](5), 100), -np.log(LAW), atol=1e-10, rtol=0)


@pytest.mark.parametrize("name", CHAINS)
def test_one_step_loses_the_total_correlation_and_many_steps_nothing(name):
    chain = CHAINS[name](5)
    loss = [kl(LAW, exact.sampler_law(LAW, chain, np.linspace(0, 1, T + 1))) for T in (1, 2, 4, 8, 16, 32, 64)]
    assert loss[0] == pytest.approx(exact.total_correlation(LAW), abs=1e-12)
    assert np.all(np.diff(loss) < 0) and loss[-1] < 0.01 * loss[0]


def test_two_tokens_that_are_equal_by_hand():
    """Revealed in one step with chance 1/T, then equal with chance 1/K: q/p = 1 − (1 − 1/K)/T on the diagonal."""
    K, equal = 4, np.eye(4) / 4
    for T in (1, 2, 5):
        p = exact.sampler_law(equal, absorbing(K), np.linspace(0, 1, T + 1))
        assert np.trace(p) == pytest.approx(1 - (1 - 1 / K) / T, abs=1e-12)
        assert kl(equal, p) == pytest.approx(-np.log(1 - (1 - 1 / K) / T), abs=1e-12)


def test_the_law_of_the_sampler_is_a_law_and_single_tokens_have_theirs():
    for make in CHAINS.values():
        p = exact.sampler_law(LAW, make(5), [0, 0.2, 0.7, 1])
        assert p.shape == LAW.shape and p.min() >= 0 and p.sum() == pytest.approx(1, abs=1e-12)
        one = exact.sampler_law(LAW, make(5), [0, 1])
        np.testing.assert_allclose(one.sum(axis=(1, 2)), LAW.sum(axis=(1, 2)), atol=1e-12)


def test_total_correlation_is_0_for_independent_tokens_only():
    a, b = SMALL.sum(axis=1), SMALL.sum(axis=0)
    assert exact.total_correlation(np.outer(a, b)) == pytest.approx(0, abs=1e-12)
    assert exact.total_correlation(np.eye(3) / 3) == pytest.approx(np.log(3))
