"""Latents: what is dropped, the scale there and back, nats of a code, a network that is given the coarse numbers."""

import numpy as np
import pytest
import torch
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA

from utils.data.digits import load_digits
from utils.generative import schedules
from utils.generative.cascade import Beside
from utils.generative.latents import fit_scale, pca
from utils.generative.networks import Denoiser, Net
from utils.generative.picture_vae import beta_loss, code, rate_and_distortion
from utils.generative.tabular.vae import Autoencoder

DIGITS = load_digits().images[:600]
ROWS = DIGITS.reshape(600, 64)
BASIS = pca(DIGITS)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def test_components_are_those_of_scikit_learn():
    judge = PCA().fit(ROWS)
    np.testing.assert_allclose(BASIS.variances, judge.explained_variance_ * 599 / 600, atol=1e-12)
    np.testing.assert_allclose(np.abs(np.sum(BASIS.axes[:20] * judge.components_[:20], axis=1)), 1, atol=1e-10)
    np.testing.assert_allclose(BASIS.axes @ BASIS.axes.T, np.eye(64), atol=1e-12)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in BASIS.axes)


@pytest.mark.parametrize("k", [1, 16, 32, 64])
@pytest.mark.parametrize("each", [False, True])
def test_what_is_dropped_is_the_mean_squared_error_of_there_and_back(k, each):
    if each and k == 64:
        return  # some pixels never vary, so that their codes have no scale
    latent = BASIS.first(k, ROWS, each)
    z = latent.encode(DIGITS)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.var(axis=0) if each else np.mean(z.var(axis=0)), 1)
    error = np.mean(np.sum((latent.decode(z) - ROWS) ** 2, axis=1))
    assert abs(error - BASIS.dropped(k)) < 1e-10


def test_squared_distances_of_laws_add_across_the_plane():
    latent = BASIS.first(8, ROWS)
    x, y = ROWS[:150], latent.decode(np.random.default_rng(0).normal(size=(150, 8)))
    x_k = latent.decode(latent.encode(x))
    costs = [cost[linear_sum_assignment(cost)].mean() for cost in (cdist(x, y) ** 2, cdist(x_k, y) ** 2)]
    assert abs(costs[0] - costs[1] - np.mean(np.sum((x - x_k) ** 2, axis=1))) < 1e-10


def test_the_rest_has_the_covariance_of_what_is_dropped():
    rest = BASIS.rest(4, 40_000, np.random.default_rng(0))
    coordinates = rest @ BASIS.axes.T
    np.testing.assert_allclose(coordinates[:, :4], 0, atol=1e-12)
    np.testing.assert_allclose(coordinates[:, 4:].var(axis=0), BASIS.variances[4:], rtol=0.05, atol=1e-12)


def test_the_scale_is_undone_before_a_curved_decoder():
    latent = fit_scale(lambda x: 5 * x + 3, np.tanh, ROWS[:, 20:24])
    z = np.random.default_rng(0).normal(size=(7, 4))
    np.testing.assert_allclose(latent.decode(z), np.tanh(latent.scale * z + latent.shift))
    assert np.abs(latent.decode(z) - latent.scale * np.tanh(z)).max() > 0.1  # scaled after decoding: a common slip


def test_rate_is_the_divergence_from_the_prior_and_distortion_the_squared_error():
    network, x, z = Autoencoder(6, 3, 8, generator()), torch.randn(5, 6, generator=generator(1)), torch.randn(5, 3)
    rate, distortion = rate_and_distortion(network, x, z)
    mean, log_v = network.encode(x)
    q = torch.distributions.Normal(mean, (0.5 * log_v).exp())
    wanted = torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum(1)
    torch.testing.assert_close(rate, wanted)
    torch.testing.assert_close(distortion, (x - network.decode(mean + q.stddev * z)).square().sum(1))
    torch.testing.assert_close(beta_loss(network, x, z, 1.0), network.loss(x, z))
    torch.testing.assert_close(beta_loss(network, x, z, 3.0) - network.loss(x, z), 2 * rate)


def test_the_code_of_an_autoencoder_is_its_mean_standardised():
    network = Autoencoder(64, 3, 8, generator())
    latent = code(network, DIGITS)
    z, h = latent.encode(ROWS), network.encode(torch.tensor(ROWS).float())[0].detach().double().numpy()
    np.testing.assert_allclose(latent.scale * z + latent.shift, h, atol=1e-6)
    np.testing.assert_allclose(np.mean(z.var(axis=0)), 1, atol=1e-6)
    np.testing.assert_allclose(latent.decode(z), network.decode(torch.as_tensor(h).float()).detach(), atol=1e-6)


def test_a_network_beside_the_coarse_numbers_answers_for_the_fine_alone():
    net = Net(5, 8, 1, 2, generator=generator())
    torch.nn.init.normal_(net.last.weight, generator=generator(2))
    coarse, fine = torch.randn(4, 2, generator=generator(3)), torch.randn(4, 3, generator=generator(4))
    kinds, log_noise = torch.tensor([0, 1, 0, 1]), torch.zeros(4)
    beside = Beside(net, coarse)
    wanted = net(torch.cat([coarse, fine], dim=1), log_noise, kinds)[:, 2:]
    torch.testing.assert_close(beside(fine, log_noise, kinds), wanted)
    denoiser = Denoiser(beside, schedules.edm())
    assert denoiser(fine, 0.5, kinds).shape == (4, 3)
    assert not torch.allclose(
        denoiser(fine, 0.5, kinds), Denoiser(Beside(net, -coarse), schedules.edm())(fine, 0.5, kinds)
    )
    denoiser.loss(fine, 0.5, torch.ones(4, 3), kinds).sum().backward()
    assert net.first.weight.grad[:, :2].abs().sum() > 0  # it learns from the coarse numbers
