"""MeanFlow: the average velocity over a stretch of time, so that one call crosses it.

On straight lines z_t = (1 − t) x_0 + t ε with velocity v = ε − x_0, the average velocity from r to t is

    u(z_t, r, t) = (z_t − z_r)/(t − r),    and    u = v − (t − r) du/dt,    du/dt = v ∂_z u + ∂_t u

the second by differentiating (t − r) u = z_t − z_r in t. It is trained as a regression on its own right side.
Source: Geng et al. 2025, Mean Flows for One-step Generative Modeling, equations 3, 6 and 8.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from utils.common.checks import a_function, an_instance
from utils.generative.backend import as_points, column


class AverageVelocity(nn.Module):
    """u(z, r, t) by a network of d + 1 coordinates: (z, t − r) and log t go in, the first d of what comes out are u.

    net: `Net(d + 1)`. z: (n, d); r, t: (n,) tensors, 0 ≤ r ≤ t ≤ 1.
    """

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = an_instance("net", net, nn.Module)

    def forward(self, z: Tensor, r: Tensor, t: Tensor) -> Tensor:
        return self.net(torch.cat([z, (t - r)[:, None]], dim=1), torch.log(t + 1e-3))[:, :-1]


def mean_flow_target(u: Callable[..., Tensor], z: Tensor, r: Tensor, t: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """(u(z, r, t), its regression target v − (t − r) du/dt without gradient), both (n, d), for r ≤ t (n,).

    du/dt is the *total* derivative along z' = v, t' = 1, r' = 0: one Jacobian-vector product. v = ε − x_0, (n, d).
    """
    z, n = as_points("z", z), len(z)
    v, r, t = as_points("v", v, tuple(z.shape)), as_points("r", r, (n,)), as_points("t", t, (n,))
    if not torch.all(r <= t):
        raise ValueError(f"r must not be above t, got up to r − t = {(r - t).max():g}")
    a_function("u", u)
    now, slope = torch.func.jvp(u, (z, r, t), (v, torch.zeros_like(r), torch.ones_like(t)))  # type: ignore[misc]
    return now, (v - column(t - r, v) * slope).detach()


def mean_flow_loss(model: AverageVelocity, x0: Tensor, eps: Tensor, r: Tensor, t: Tensor) -> Tensor:
    """Mean of |u − target|²/d over the batch, at z_t = (1 − t) x_0 + t ε; where r = t it is flow matching."""
    a_function("model", model)
    x0 = as_points("x0", x0)
    eps, t = as_points("eps", eps, tuple(x0.shape)), as_points("t", t, (len(x0),))
    z = column(1 - t, x0) * x0 + column(t, x0) * eps
    now, target = mean_flow_target(model, z, r, t, eps - x0)
    return (now - target).square().mean()


def mean_flow_step(model: AverageVelocity) -> Callable[[Any, float, float], Any]:
    """step(z_t, t, s): z_s = z_t − (t − s) u(z_t, s, t), for `samplers.sample`; one step from 1 to 0 suffices."""

    an_instance("model", model, AverageVelocity)

    @torch.no_grad()
    def step(z: Any, t: float, s: float) -> Any:
        own = next(model.parameters())
        x = torch.as_tensor(z).to(own)
        times = torch.full((2, len(x)), s, dtype=own.dtype, device=own.device)
        times[1] = t
        return z - (t - s) * model(x, times[0], times[1]).to(torch.as_tensor(z)).numpy()

    return step
