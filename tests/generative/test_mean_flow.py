"""The MeanFlow identity on a flow that is known, its target, and the step."""

import numpy as np
import pytest
import torch

from utils.generative import samplers
from utils.generative.mean_flow import AverageVelocity, mean_flow_loss, mean_flow_step, mean_flow_target
from utils.generative.networks import Net

MEAN, STD = 0.4, 0.6


def spread(t):
    return torch.sqrt((1 - t) ** 2 * STD**2 + t**2)


def average_velocity(z, r, t):
    """(z_t − z_r)/(t − r) of the flow from noise to N(MEAN, STD²), which keeps (z − (1 − t) MEAN)/spread."""
    r, t = r[:, None], t[:, None]
    z_r = (1 - r) * MEAN + (z - (1 - t) * MEAN) * spread(r) / spread(t)
    return (z - z_r) / (t - r)


def velocity(z, t):
    """Of the flow itself: −MEAN + (z − (1 − t) MEAN) d log spread/dt."""
    t = t[:, None]
    return -MEAN + (z - (1 - t) * MEAN) * (t - (1 - t) * STD**2) / spread(t) ** 2


def places(seed=0, n=50):
    rng = np.random.default_rng(seed)
    r, t = np.sort(rng.uniform(0, 1, (2, n)), axis=0)
    return (torch.tensor(one) for one in (rng.normal(size=(n, 1)) * 1.5, r, t))


def test_the_identity_holds_for_the_exact_average_velocity():
    z, r, t = places()
    now, target = mean_flow_target(average_velocity, z, r, t, velocity(z, t))
    torch.testing.assert_close(now, target, atol=1e-6, rtol=0)
    torch.testing.assert_close(now, average_velocity(z, r, t))


def test_the_derivative_is_the_total_one_and_is_multiplied_by_the_stretch():
    z, r, t = places()
    u = lambda z, r, t: z**2 * t[:, None] - r[:, None]  # noqa: E731
    _, target = mean_flow_target(u, z, r, t, 3 * torch.ones_like(z))
    slope = 3 * 2 * z * t[:, None] + z**2
    torch.testing.assert_close(target, 3 - (t - r)[:, None] * slope)


def test_where_r_is_t_the_target_is_the_velocity_of_the_line():
    net = AverageVelocity(Net(3, 8, 1, generator=torch.Generator().manual_seed(0)).double())
    z, t, v = torch.randn(6, 2, dtype=torch.float64), torch.rand(6, dtype=torch.float64), torch.ones(6, 2).double()
    torch.testing.assert_close(mean_flow_target(net, z, t, t, v)[1], v)


def test_no_gradient_flows_through_the_target():
    a = torch.tensor(2.0, requires_grad=True)
    now, target = mean_flow_target(lambda z, r, t: a * z, *places(), torch.ones(50, 1).double())
    assert now.requires_grad and not target.requires_grad


def test_the_loss_is_that_of_points_on_lines():
    net = AverageVelocity(Net(3, 8, 1, generator=torch.Generator().manual_seed(0)).double())
    torch.nn.init.normal_(net.net.last.weight, generator=torch.Generator().manual_seed(1))
    x0, eps = torch.randn(2, 9, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    r, t = torch.full((9,), 0.2).double(), torch.full((9,), 0.7).double()
    now, target = mean_flow_target(net, 0.3 * x0 + 0.7 * eps, r, t, eps - x0)
    assert mean_flow_loss(net, x0, eps, r, t).item() == pytest.approx((now - target).square().mean().item())


def test_one_step_of_the_exact_average_velocity_is_the_flow_and_two_are_the_same():
    class Exact(AverageVelocity):
        def forward(self, z, r, t):
            return average_velocity(z, r, t)

    model, z = Exact(torch.nn.Linear(1, 1).double()), np.random.default_rng(3).normal(size=(40, 1))
    for times in ([1.0, 0.0], [1.0, 0.4, 0.0]):
        *_, (_, x) = samplers.sample(mean_flow_step(model), times, z)
        np.testing.assert_allclose(x, MEAN + STD * z, atol=1e-12)
