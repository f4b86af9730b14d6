"""The adversarial pair trains by its two formulas, and the g kept is the one nearest to rows it has not seen."""

import copy

import numpy as np
import pytest
import torch
from gaussian_rows import chance_of, gaussian, one_thread, standardised  # noqa: F401  (a fixture)
from torch.nn.functional import softplus

from utils.generative.metrics import energy_distance
from utils.generative.tabular.gan import GAN
from utils.generative.tabular.layers import mlp
from utils.generative.training import learning_rate

QUICK = GAN(width=16, hidden=2, steps=40, batch=32)


def rng(seed=0):
    return np.random.default_rng(seed)


def torch_rng(seed=0):
    return torch.Generator().manual_seed(seed)


def test_it_learns_a_gaussian_twenty_times_better_than_it_starts():
    """Energy distance to 1000 fresh rows, in units of the law: 0.6 for an untrained g, whose rows are one point.

    A g that leaves out the tails is what GANs are known for: the variances may be a quarter too small.
    """
    fresh = standardised(gaussian(1000, seed=9))
    before, after = (
        standardised(GAN("standard", width=32, hidden=2, steps=steps).fit(gaussian(2000), rng()).sample(1000, rng(5)))
        for steps in (1, 600)
    )
    distances = [energy_distance(z, fresh) for z in (before, after)]
    assert distances[0] > 0.3 and distances[1] < distances[0] / 20
    assert after.mean(axis=0) == pytest.approx([0, 0], abs=0.2) and np.cov(after.T) == pytest.approx(np.eye(2), abs=0.3)


def test_a_step_is_one_of_adam_on_each_formula_the_discriminator_first():
    """By the long way: the discriminator's slope at each real row taken alone, float64, all parameters compared."""
    torch.set_default_dtype(torch.float64)
    try:
        setting, generator = GAN(hidden=3, gamma=2.0, lr=1e-2, batch=8), torch_rng()
        g, discriminator = mlp([3, 5, 2], generator), mlp([2, 5, 1], generator)
        rows = torch.tensor(gaussian(30) / [10, 100])
        our_maker, our_judge, our_chance = copy.deepcopy(g), copy.deepcopy(discriminator), torch_rng(7)
        state = next(setting.updates((g, discriminator), rows, 1, torch_rng(7)))

        x = rows[torch.randint(30, (8,), generator=our_chance)]
        h = torch.randn(8, 3, generator=our_chance)
        slopes = []
        for row in x:
            row = row.clone().requires_grad_()
            slopes.append(torch.autograd.grad(our_judge(row[None]).sum(), row, create_graph=True)[0].square().sum())
        fake = our_maker(h).detach()
        plain = torch.log(1 + torch.exp(-our_judge(x))).mean() + torch.log(1 + torch.exp(our_judge(fake))).mean()
        for network, loss in (
            (our_judge, lambda: plain + sum(slopes) / 8),  # γ/2 = 1
            (our_maker, lambda: torch.log(1 + torch.exp(-our_judge(our_maker(h)))).mean()),
        ):
            adam = torch.optim.Adam(network.parameters(), learning_rate(1, 1, 1e-2), betas=(0.5, 0.99))
            adam.zero_grad()
            loss().backward()
            adam.step()
        assert state.loss == pytest.approx(plain.item(), rel=1e-12)
        for ours, theirs in ((our_judge, discriminator), (our_maker, g)):
            for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
                assert a.detach().numpy() == pytest.approx(b.detach().numpy(), abs=1e-9)
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_discriminator_that_knows_nothing_loses_twice_log_2():
    generator = torch_rng()
    g, discriminator = mlp([2, 4, 2], generator), mlp([2, 4, 1], generator)
    with torch.no_grad():
        discriminator[-1].weight.zero_()
    state = next(GAN(hidden=2, batch=8).updates((g, discriminator), torch.tensor(gaussian(20)).float(), 1, generator))
    assert state.loss == pytest.approx(2 * np.log(2), rel=1e-6) == 2 * softplus(torch.zeros(())).item()


def test_fit_is_the_best_of_its_looks_by_the_distance_to_rows_held_out():
    setting = GAN(width=16, hidden=2, steps=1500, patience=2)
    looks = list(setting.training(gaussian(40), rng()))
    assert looks[-1].best_loss == min(look.held_out for look in looks)
    assert looks[-1].step == 1500 or looks[-1].step - looks[-1].best_step == 200
    best = next(look for look in looks if look.step == looks[-1].best_step)
    made = setting.fit(gaussian(40), rng())
    assert isinstance(made, GAN) and np.array_equal(made.sample(9, rng(1)), best.best.sample(9, rng(1)))


def test_rows_stay_within_the_range_of_the_frauds_by_the_quantile_scale():
    rows = gaussian(50)
    made = QUICK.fit(rows, rng()).sample(200, rng(1))
    assert np.all(made >= rows.min(axis=0)) and np.all(made <= rows.max(axis=0))
