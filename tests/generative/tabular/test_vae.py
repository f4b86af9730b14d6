"""The autoencoder's loss is the bound it claims to be, exactly, and its samples are those of its own formula."""

import numpy as np
import pytest
import torch
from gaussian_rows import chance_of, gaussian, one_thread, standardised  # noqa: F401  (a fixture)
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from utils.generative.tabular.scaling import Scaling
from utils.generative.tabular.vae import VAE, Autoencoder

QUICK = VAE(width=16, hidden=2, steps=40, batch=32)
IDENTITY = Scaling("none", lambda x: x, lambda z: z)
few = settings(max_examples=30, deadline=None)
numbers = st.floats(-2, 2)


def rng(seed=0):
    return np.random.default_rng(seed)


def torch_rng(seed=0):
    return torch.Generator().manual_seed(seed)


def linear(weight, bias):
    layer = nn.Linear(np.shape(weight)[1], np.shape(weight)[0]).double()
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weight))
        layer.bias.copy_(torch.tensor(bias))
    return layer


def model(w, b, s, mean_weights, mean_bias, log_v):
    """x = w h + b + s ε with x in the plane, h a number; the encoder says N(m·x + c, exp(log_v))."""
    network = Autoencoder(2, 1, 4, torch_rng()).double()
    network.decode = linear(w[:, None], b)
    network.encoder = linear(np.stack([mean_weights, np.zeros(2)]), np.array([mean_bias, log_v]))
    with torch.no_grad():
        network.log_s.fill_(np.log(s))
    return network


def expected_loss(network, x):
    """E over z ~ N(0, 1) of the loss of each row: a square in z, so three nodes of Gauss and Hermite are exact."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    values = [network.loss(torch.tensor(x), torch.full((len(x), 1), node, dtype=torch.float64)) for node in nodes]
    return torch.stack(values, dim=1).detach().numpy() @ (weights / weights.sum())


@few
@given(numbers, numbers, numbers, st.floats(0.3, 2), st.integers(0, 10**6))
def test_with_the_exact_posterior_the_loss_is_minus_the_log_likelihood(w0, w1, b, s, seed):
    """p(x) = N(b, w wᵀ + s² I), p(h | x) = N(wᵀ(x − b)/(|w|² + s²), s²/(|w|² + s²)); d/2 log 2π is left out."""
    w, b, x = np.array([w0, w1]), np.array([b, -b]), rng(seed).normal(size=(5, 2))
    total = w @ w + s**2
    network = model(w, b, s, w / total, -w @ b / total, np.log(s**2 / total))
    cov = np.outer(w, w) + s**2 * np.eye(2)
    exact = 0.5 * np.einsum("ni,ij,nj->n", x - b, np.linalg.inv(cov), x - b) + 0.5 * np.linalg.slogdet(cov)[1]
    assert expected_loss(network, x) == pytest.approx(exact, rel=1e-9, abs=1e-9)


@few
@given(numbers, numbers, st.floats(-2, 1), st.floats(0.3, 2))
def test_any_other_encoder_loses_its_divergence_from_the_posterior(mean, offset, log_v, s):
    """−ELBO + log p(x) = KL(q ‖ p(h | x)) = ½(v/V + (m − M)²/V − 1 + log V/v) for two Gaussians; never below 0."""
    w, b, x = np.array([1.0, -0.5]), np.array([0.3, 0.0]), rng().normal(size=(5, 2))
    total = w @ w + s**2
    exact = model(w, b, s, w / total, -w @ b / total, np.log(s**2 / total))
    other = model(w, b, s, np.array([mean, 0.2]), offset, log_v)
    m, big_m, v, big_v = x @ [mean, 0.2] + offset, (x - b) @ w / total, np.exp(log_v), s**2 / total
    gap = 0.5 * (v / big_v + (m - big_m) ** 2 / big_v - 1 + np.log(big_v / v))
    assert expected_loss(other, x) - expected_loss(exact, x) == pytest.approx(gap, rel=1e-8, abs=1e-9)
    assert np.all(gap >= 0)


def test_samples_are_drawn_around_the_decoder_with_the_learned_deviation():
    """h ~ N(0, 1), then N(w h + b, s² I): covariance w wᵀ + s² I. Within 5 standard errors of 40 000 draws."""
    w, b, s, n = np.array([1.5, -1.0]), np.array([3.0, 1.0]), 0.5, 40_000
    network = model(w, b, s, np.zeros(2), 0.0, 0.0)
    x = VAE(hidden=1, network=network, scale=IDENTITY).sample(n, rng())
    cov = np.outer(w, w) + s**2 * np.eye(2)
    assert x.mean(axis=0) == pytest.approx(b, abs=5 * np.sqrt(cov.max() / n))
    assert np.cov(x.T) == pytest.approx(cov, abs=5 * np.sqrt(2 / n) * cov.max())


def test_a_gaussian_is_learned_with_its_mean_and_covariance():
    """As for diffusion: 4.5 standard errors of a mean (.034) and a variance (.047), the network's error included."""
    made = VAE("standard", width=32, hidden=2, steps=600, lr=5e-3).fit(gaussian(2000), rng()).sample(2000, rng(5))
    z = standardised(made)
    assert z.mean(axis=0) == pytest.approx([0, 0], abs=0.15) and np.cov(z.T) == pytest.approx(np.eye(2), abs=0.21)


def test_the_first_training_keeps_the_best_of_its_looks_by_the_loss_of_rows_held_out():
    setting = VAE(width=32, hidden=2, steps=1500, lr=1e-2, patience=2)
    looks = list(setting.training(gaussian(20), rng()))
    assert looks[-1].best_loss == min(look.held_out for look in looks) and looks[-1].step - looks[-1].best_step == 200
    best = next(look for look in looks if look.step == looks[-1].best_step)
    assert np.array_equal(looks[-1].best.sample(9, rng(1)), best.best.sample(9, rng(1)))
