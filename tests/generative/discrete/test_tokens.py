"""One token: the kernel is exp(Q τ), the posterior is Bayes' rule, both as an independent library has them."""

import numpy as np
import pytest
import torch
from diffusers import VQDiffusionScheduler
from hypothesis import given
from hypothesis import strategies as st

from utils.generative.discrete.tokens import absorbing, uniform
from utils.processes.chains import stationary, uniformised

CHAINS = {"absorbing": absorbing(4), "uniform": uniform(4)}


@pytest.mark.parametrize("name", CHAINS)
def test_the_kernel_is_the_jump_process_of_lecture_01_at_the_time_minus_log_a(name):
    chain = CHAINS[name]
    for a in (1.0, 0.9, 0.3, 1e-3):
        for i, start in enumerate(np.eye(chain.states)):
            moved = uniformised(chain.rates(), start, -np.log(a), 1e-13)
            np.testing.assert_allclose(moved, chain.kernel(a)[i], atol=1e-12)
    np.testing.assert_allclose(stationary(chain.rates()), chain.law, atol=1e-12)


@pytest.mark.parametrize("name", CHAINS)
@given(st.floats(0.05, 1.0), st.floats(0.05, 1.0))
def test_kernels_compose(name, a, b):
    chain = CHAINS[name]
    np.testing.assert_allclose(chain.kernel(a) @ chain.kernel(b), chain.kernel(a * b), atol=1e-12)


@pytest.mark.parametrize("name", CHAINS)
@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_the_posterior_is_bayes_rule_summed_over_paths(name, alpha_s, share):
    chain, alpha_t = CHAINS[name], alpha_s * share
    first, second = chain.kernel(alpha_s), chain.kernel(alpha_t / alpha_s)
    for x_t in range(chain.states):
        found = chain.posterior(x_t, alpha_s, alpha_t)
        for x_0 in range(chain.values):
            paths = np.array([first[x_0, x_s] * second[x_s, x_t] for x_s in range(chain.states)])
            wanted = paths / paths.sum() if paths.sum() else paths
            np.testing.assert_allclose(found[x_0], wanted, atol=1e-12)


def test_a_masked_token_is_revealed_with_probability_t_minus_s_over_t():
    t, s = 0.8, 0.5
    mask = absorbing(3).posterior(3, 1 - s, 1 - t)
    for x_0, row in enumerate(mask):
        np.testing.assert_allclose(row, [(t - s) / t * (x_0 == v) for v in range(3)] + [s / t], atol=1e-12)
    shown = absorbing(3).posterior(1, 1 - s, 1 - t)
    np.testing.assert_array_equal(shown, [[0] * 4, [0, 1, 0, 0], [0] * 4])  # it stays; no other x_0 is possible


def test_a_posterior_by_hand():
    """K = 2, α_s = ½, α_t = ¼, x_0 = x_t = 0: ¾·¾ against ¼·¼."""
    np.testing.assert_allclose(uniform(2).posterior(0, 0.5, 0.25)[0], [0.9, 0.1], atol=1e-12)


@pytest.mark.parametrize("name", CHAINS)
def test_the_step_of_a_published_scheduler_is_the_same(name):
    """VQDiffusionScheduler has kept, changed and masked in one; each of our chains is one end of it."""
    chain, alphas = CHAINS[name], np.array([0.85, 0.6, 0.4, 0.15])
    K, each = chain.values, alphas / np.r_[1.0, alphas[:-1]]
    scheduler = VQDiffusionScheduler(K + 1, num_train_timesteps=4)
    rest, one = 1 - alphas, 1 - each
    for field, a, left in (("log_cumprod_", alphas, rest), ("log_", each, one)):
        masked, changed = (left, 0 * left) if name == "absorbing" else (0 * left, left / K)
        for letter, values in zip("abc", (a, changed, masked)):
            logs = torch.log(torch.tensor(values).clamp(min=1e-30)).float()
            setattr(scheduler, f"{field}{letter}t", logs)
    guess = np.array([0.1, 0.2, 0.3, 0.4])
    for x_t in range(chain.states):
        p = guess * (chain.kernel(alphas[2])[:K, x_t] > 0)  # a denoiser that knows what is possible
        p = p / p.sum()
        logs = torch.tensor(np.maximum(p, 1e-37)).log().float()[None, :, None]
        theirs = scheduler.q_posterior(logs, torch.tensor([[x_t]]), 2).exp()[0, :, 0].numpy()
        np.testing.assert_allclose(theirs[: chain.states], p @ chain.posterior(x_t, alphas[1], alphas[2]), atol=1e-5)
