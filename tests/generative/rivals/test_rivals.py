"""Each rival samples what its likelihood says, and is trained on what it should be."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import torch
from scipy.stats import norm

from utils.generative.rivals.coupling import Couplings, Flow
from utils.generative.rivals.denoising import Denoising
from utils.generative.rivals.gan import GAN, Conditional
from utils.generative.rivals.made import MADE, Masked
from utils.generative.rivals.rival import LEVELS, WIDTH, bits_a_pixel, dequantised, to_levels
from utils.generative.rivals.vae import VAE, Autoencoder, gaussian_kl_terms

RNG = np.random.default_rng(0)
LABELS = np.arange(60) % 3
IMAGES, FRESH = (to_levels(LABELS[:, None, None] / 2 - 0.5 + 0.2 * RNG.normal(size=(60, 2, 3))) for _ in range(2))
QUICK = dict(width=16, steps=30, batch=16)
SETTINGS = [
    VAE(hidden=2, **QUICK),
    GAN(hidden=4, **QUICK),
    Flow(layers=2, **QUICK),
    MADE(**QUICK),
    Denoising(depth=1, calls=8, **QUICK),
    Denoising(method="flow matching", depth=1, calls=8, **QUICK),
]


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def randomised(network, seed=1):
    """With weights that are not near the start's zeros, in float64."""
    for parameter in network.double().parameters():
        parameter.data.add_(0.3 * torch.randn(parameter.shape, generator=generator(seed), dtype=torch.float64))
    return network.requires_grad_(False)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: getattr(one, "method", type(one).__name__))
def test_a_rival_draws_pictures_of_the_shape_it_learnt_and_the_same_from_the_same_rng(setting):
    before = torch.random.get_rng_state()
    made = [setting.fit(IMAGES, np.random.default_rng(1), LABELS) for _ in range(2)]
    a, b = (one.sample(7, np.random.default_rng(2), np.arange(7) % 3) for one in made)
    assert a.shape == (7, 2, 3) and np.isfinite(a).all() and np.array_equal(a, b)
    assert setting.network is None and torch.equal(before, torch.random.get_rng_state())
    with pytest.raises(ValueError, match="fit"):
        setting.sample(7, np.random.default_rng(2), np.arange(7) % 3)


@pytest.mark.parametrize(
    "setting", [SETTINGS[0], *SETTINGS[2:]], ids=lambda one: getattr(one, "method", type(one).__name__)
)
def test_a_trained_rival_obeys_its_label(setting):
    fitted = replace(setting, steps=600, width=64, batch=32, lr=1e-2).fit(IMAGES, np.random.default_rng(1), LABELS)
    made = fitted.sample(90, np.random.default_rng(2), np.arange(90) % 3).mean(axis=(1, 2))
    dark, middle, light = (made[k::3].mean() for k in range(3))
    assert dark < middle - 0.2 and middle < light - 0.2


@pytest.mark.parametrize("setting", [VAE(hidden=2, **QUICK), Flow(layers=2, **QUICK), MADE(**QUICK)])
def test_the_step_that_is_kept_fits_new_pictures_better_than_the_last(setting):
    setting = replace(setting, width=64, steps=300, held_out=0.3, lr=2e-2)
    *_, (state, kept) = setting.training(IMAGES, np.random.default_rng(3), LABELS)
    kept, last = (
        one.log_likelihood(FRESH, np.random.default_rng(0), LABELS, 8).mean()
        for one in (kept, replace(kept, network=state.average))
    )
    assert kept > last


def test_a_rival_without_likelihood_says_so():
    fitted = SETTINGS[1].fit(IMAGES, np.random.default_rng(0), LABELS)
    with pytest.raises(ValueError, match="no likelihood"):
        fitted.log_likelihood(IMAGES, np.random.default_rng(0), LABELS)


def test_the_vae_s_loss_exceeds_the_negative_log_likelihood_by_the_encoder_s_gap():
    network = randomised(Autoencoder(2, 1, 1, 8, generator()))
    rival, given = replace(VAE(hidden=1), shape=(2,), classes=1), torch.ones(1, 1, dtype=torch.float64)
    x = torch.tensor([[0.25, -0.5]], dtype=torch.float64)
    z = torch.linspace(-8, 8, 4001, dtype=torch.float64)[:, None]
    s = network.log_s.exp()
    draws = 4000
    y = x + WIDTH * (torch.rand(1, 2, generator=generator(5)) - 0.5)  # one dequantised point, kept
    decoded = norm.logpdf(y, network.decode(torch.cat([z, torch.ones_like(z)], 1)), s).sum(1) + norm.logpdf(z[:, 0])
    log_p = np.log(np.exp(decoded).sum() * 16 / 4000)
    mean, log_v = network.encode(torch.cat([y, given], 1)).chunk(2, dim=1)
    q = norm.logpdf(z[:, 0], mean.item(), (0.5 * log_v).exp().item())
    gap = float((np.exp(q) * (q - decoded + log_p)).sum() * 16 / 4000)
    eps = torch.randn(draws, 1, generator=generator(6), dtype=torch.float64)
    codes = torch.cat([mean + (0.5 * log_v).exp() * eps, torch.ones(draws, 1, dtype=torch.float64)], 1)
    losses = -norm.logpdf(y, network.decode(codes), s).sum(1) + gaussian_kl_terms(mean, log_v).item()
    assert gap > 0 and losses.mean() == pytest.approx(-log_p + gap, abs=5 * losses.std() / np.sqrt(draws))
    one = rival.loss(network, x, given, generator(7)).item()  # the same terms in the same order, from its own draws
    own = generator(7)
    y = x + WIDTH * (torch.rand(1, 2, generator=own) - 0.5)
    mean, log_v = network.encode(torch.cat([y, given], 1)).chunk(2, dim=1)
    code = mean + (0.5 * log_v).exp() * torch.randn(1, 1, generator=own)
    decoded = norm.logpdf(y, network.decode(torch.cat([code, given], 1)), s).sum()
    assert one == pytest.approx(gaussian_kl_terms(mean, log_v).item() - decoded, abs=1e-6)


@pytest.mark.parametrize("d", [2, 5, 6])
def test_a_coupling_s_determinant_is_that_of_its_jacobian_and_its_inverse_undoes_it(d):
    flow, given = randomised(Couplings(d, 2, 4, 8, generator())), torch.eye(2, dtype=torch.float64)
    x = torch.randn(2, d, generator=generator(3), dtype=torch.float64)
    z, log_det = flow(x, given)
    for row, one, value in zip(x, given, log_det):
        jacobian = torch.func.jacrev(lambda a, one=one: flow(a[None], one[None])[0][0])(row)
        assert value.item() == pytest.approx(torch.linalg.slogdet(jacobian)[1].item(), abs=1e-10)
    assert torch.allclose(flow.inverse(z, given), x, atol=1e-10)
    assert (z != x).all()  # two layers move every coordinate


def test_a_masked_network_gives_probabilities_that_sum_to_one_and_samples_as_often():
    network = randomised(Masked(2, 1, 12, 0.0, generator(), levels=LEVELS)).float()
    every = torch.tensor(list(product(range(LEVELS), repeat=2)))
    rival, given = replace(MADE(), shape=(2,), classes=1), torch.ones(1, 1)
    x = every * WIDTH - 1.0
    p = (-rival.loss(network, x, given.expand(len(x), 1), generator())).exp()
    assert p.sum().item() == pytest.approx(1, abs=1e-4)
    made = rival.draw(network, given.expand(20_000, 1), generator(2))
    counts = torch.bincount((((made + 1) / WIDTH).round().long() * torch.tensor([LEVELS, 1])).sum(1), minlength=len(x))
    expected = 20_000 * p
    often = expected > 20
    chi2 = ((counts - expected)[often] ** 2 / expected[often]).sum().item()
    freedom = often.sum().item()
    assert chi2 < freedom + 5 * np.sqrt(2 * freedom)


@pytest.mark.parametrize("width", [7, 64, 100])
def test_no_output_of_a_masked_network_sees_its_own_pixel_or_a_later_one(width):
    network = randomised(Masked(5, 1, width, 0.5, generator(), levels=3))
    given = torch.ones(1, 1, dtype=torch.float64)
    jacobian = torch.func.jacrev(lambda a: network(a[None], given)[0, :, 1])(torch.zeros(5, dtype=torch.float64))
    assert torch.triu(jacobian).abs().max() == 0
    if width >= 64:
        assert torch.tril(jacobian, -1).abs()[torch.tril_indices(5, 5, -1).unbind()].min() > 0


def test_hidden_units_are_dropped_only_while_learning():
    network, x, given = Masked(3, 1, 32, 0.5, generator(), 3), torch.zeros(2, 3), torch.ones(2, 1)
    assert torch.equal(network(x, given), network(x, given))
    assert not torch.equal(network(x, given, generator(1)), network(x, given))


def test_the_generator_of_the_gan_asks_for_each_label_equally_often_and_makes_it():
    g = Conditional(4, 3, 5, 8, generator())
    h = torch.randn(30_000, 5, generator=generator(1))
    rows = g(h)
    assert torch.allclose(rows[:, 4:].mean(0), torch.full((3,), 1 / 3), atol=0.02)
    assert torch.equal(rows[:, :4], g.picture(h, rows[:, 4:]))


def test_bits_of_the_uniform_density_are_those_of_seventeen_levels():
    log_density = -6 * np.log(LEVELS * WIDTH)
    assert bits_a_pixel([log_density], 6, WIDTH)[0] == pytest.approx(np.log2(17))
    assert bits_a_pixel([-6 * np.log(17)], 6)[0] == pytest.approx(np.log2(17))


def test_dequantising_stays_within_half_a_level_and_fills_it():
    x = torch.from_numpy(IMAGES)
    moved = (dequantised(x, generator()) - x.flatten(1)) / WIDTH
    assert moved.abs().max() <= 0.5 and moved.var().item() == pytest.approx(1 / 12, rel=0.1)


def test_pictures_off_the_grey_levels_are_refused():
    with pytest.raises(ValueError, match="images must lie on the 17 grey levels"):
        MADE(**QUICK).fit(IMAGES + 0.01, np.random.default_rng(0), LABELS)
