"""Consistency functions against the exact quantile map, against diffusers, and the loss that trains them."""

from itertools import pairwise

import numpy as np
import pytest
import referee
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from utils.generative import schedules, solvers
from utils.generative.consistency import ConsistencyModel, boundary, consistency_loss, multistep
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import Net

some = settings(max_examples=25, deadline=None)
LOWEST, MEAN, STD = 0.002, 0.7, 0.5
GAUSS = GaussianMixture([1.0], [[MEAN]], [[[STD**2]]])


def exact(y, u):
    """The consistency function of N(MEAN, STD²): the path keeps (y − mean)/√(std² + u²)."""
    return MEAN + (y - MEAN) * np.sqrt((STD**2 + LOWEST**2) / (STD**2 + u**2))


def model(seed=0, scale=0.5):
    """A consistency model with random weights, its last layer too."""
    net = Net(2, 8, 1, generator=torch.Generator().manual_seed(seed))
    torch.nn.init.normal_(net.last.weight, std=scale, generator=torch.Generator().manual_seed(seed + 1))
    return ConsistencyModel(net.double(), data_std=0.8)


@some
@given(st.floats(0.1, 3), st.floats(1e-3, 0.1), st.floats(1, 1000))
def test_the_boundary_is_diffusers_and_openais(data_std, lowest, ratio):
    theirs = referee.consistency_boundary(lowest * ratio, data_std, lowest)
    np.testing.assert_allclose(boundary(lowest * ratio, data_std, lowest), theirs, rtol=1e-12)


def test_at_the_lowest_level_the_model_returns_what_it_was_given():
    y = np.random.default_rng(0).normal(size=(6, 2))
    assert np.array_equal(model()(y, LOWEST), y)
    assert not np.allclose(model()(y, 2 * LOWEST), y, atol=1e-4)
    assert boundary(LOWEST) == (1.0, 0.0)


def test_the_network_sees_inputs_of_standard_deviation_one():
    seen = []

    class Spy(torch.nn.Linear):
        def forward(self, x, log_noise, labels=None):
            seen.append((float(x.std()), float(log_noise[0])))
            return x

    rng = np.random.default_rng(1)
    for u in (0.002, 0.5, 80.0):
        y = 0.8 * rng.standard_normal((20_000, 1)) + u * rng.standard_normal((20_000, 1))
        ConsistencyModel(Spy(1, 1), 0.8)(y, u)
        assert seen[-1] == (pytest.approx(1, abs=0.02), pytest.approx(np.log(u), abs=1e-5))


@some
@given(st.floats(0.01, 80), st.floats(0.003, 0.9), st.floats(-3, 3))
def test_the_exact_function_is_constant_along_a_path_of_the_flow(u, share, z):
    w = max(u * share, LOWEST)
    y_u = MEAN + z * np.sqrt(STD**2 + u**2)
    y_w = norm.ppf(norm.cdf(y_u, MEAN, np.hypot(STD, u)), MEAN, np.hypot(STD, w))  # the quantile map
    assert exact(y_u, u) == pytest.approx(exact(y_w, w), abs=1e-6)
    assert exact(y_u, LOWEST) == pytest.approx(y_u, abs=1e-12)


def test_the_loss_by_hand_and_its_gradient():
    double, shift = (lambda y, u: 2 * y), (lambda y, u: y + 1)
    y_u, y_w = torch.tensor([[1.0, 0.0], [0.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, 0.0]])
    loss = consistency_loss(double, shift, y_u, [2.0, 3.0], y_w, [1.0, 1.0], weight=[1.0, 0.5])
    # 2 y_u − (y_w + 1) = (0, −2), (−1, 5): squares over d: 2, 13
    assert loss.item() == pytest.approx((2 + 0.5 * 13) / 2)
    one = torch.tensor(1.0, requires_grad=True)
    scaled = lambda y, u: one * y  # noqa: E731
    loss = consistency_loss(scaled, scaled, y_u, [2.0, 3.0], y_w, [1.0, 1.0])
    (slope,) = torch.autograd.grad(loss, one)
    # only f(y_u, u) moves: d/da mean |a y_u − y_w|²/d = mean 2 y_u·(y_u − y_w)/d
    assert slope.item() == pytest.approx((y_u * (y_u - y_w)).sum(1).mean().item())


def test_the_exact_function_has_almost_no_distillation_loss_and_a_wrong_one_has():
    denoise, edm, rng = MixtureDenoiser(GAUSS, schedules.edm()), schedules.edm(), np.random.default_rng(2)
    levels = solvers.karras_times(200, LOWEST, 80.0, last_zero=False)
    step, losses = solvers.heun(denoise, edm), {exact: [], denoise: []}
    for u, w in pairwise(levels):
        y = GAUSS.sample(50, rng) + u * rng.standard_normal((50, 1))
        pair = (torch.tensor(y), np.full(50, u), torch.tensor(step(y, u, w)), np.full(50, w))
        for f, found in losses.items():
            found.append(consistency_loss(on_tensors(f), on_tensors(f), *pair).item())
    right, wrong = (np.mean(found) for found in losses.values())
    assert right < 1e-8 < 1e-5 < wrong


def on_tensors(f):
    return lambda y, u: torch.as_tensor(f(y.numpy(), u[0]))


def test_the_same_noise_at_both_levels_gives_the_euler_step_in_the_mean_and_fresh_noise_does_not():
    rng, (u, w), n = np.random.default_rng(3), (1.0, 0.7), 400_000
    x0, z, fresh = GAUSS.sample(n, rng)[:, 0], rng.standard_normal(n), rng.standard_normal(n)
    y = x0 + u * z
    euler = y + (w - u) * (y - MixtureDenoiser(GAUSS, schedules.edm())(y[:, None], u)[:, 0]) / u
    for noise, agrees in ((z, True), (fresh, False)):
        gap = (x0 + w * noise - euler) * (y - MEAN)  # zero in the mean, given y, so zero times anything of y
        assert (abs(gap.mean()) < 4 * gap.std() / np.sqrt(n)) == agrees


def test_multistep_is_that_of_diffusers():
    levels, f = [80.0, 4.0, 0.5], model()
    y = 80 * torch.randn(5, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(3))

    def network(y, u):
        c_skip, c_out = boundary(u, 0.8)
        return (f(y, u) - c_skip * y) / c_out

    *_, (u, ours) = multistep(f, levels, y, torch.Generator().manual_seed(4))
    theirs = referee.consistency_multistep(network, levels, y, torch.Generator().manual_seed(4), 0.8, LOWEST)
    assert u == 0.5
    torch.testing.assert_close(ours, theirs, atol=1e-9, rtol=1e-9)


@pytest.mark.parametrize("levels", [[1.0, 1.0], [1.0, 2.0]])
def test_levels_that_do_not_fall_are_refused(levels):
    with pytest.raises(ValueError, match="levels"):
        list(multistep(model(), levels, np.zeros((2, 2)), np.random.default_rng(0)))
