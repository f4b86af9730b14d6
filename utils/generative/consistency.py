"""Consistency models: from any point of a path of the flow to its end, in one call.

On the schedule `edm` a path of the flow is y_u, u the noise level. The consistency function is f(y_u, u) = y_ε, ε the
lowest level, so that

    f(y, ε) = y    and    f(y_u, u) = f(y_w, w) along a path

The first holds by construction; the second is trained, between neighbouring levels w < u.
Source: Song et al. 2023, Consistency Models.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from utils.common import arrays
from utils.common.checks import a_function, an_instance, positive
from utils.generative.backend import Points, as_points, as_times, column, normal_like
from utils.generative.networks import NOISE_RANGE


def boundary(u: Any, data_std: float = 1.0, lowest: float = 0.002) -> tuple[Any, Any]:
    """(c_skip, c_out) of f = c_skip y + c_out F: exactly 1 and 0 at u = ε, so that f(y, ε) = y whatever F is.

        c_skip = σ_d²/((u − ε)² + σ_d²),    c_out = σ_d (u − ε)/√(u² + σ_d²)

    u: a number or an array, at least ε = lowest. Source: Song et al. 2023, appendix C, equation 25.
    """
    u, data_std, lowest = arrays.points("u", u), positive("data_std", data_std), positive("lowest", lowest)
    if np.any(u < lowest):
        raise ValueError(f"u must be at least lowest = {lowest:g}, got {u.min():g}")
    return data_std**2 / ((u - lowest) ** 2 + data_std**2), data_std * (u - lowest) / np.hypot(u, data_std)


class ConsistencyModel(nn.Module):
    """f(y_u, u) = c_skip y + c_out F(c_in y, log u), see `scalings`. (y, u) -> (n, ...).

    net: F, e.g. a `Net`. data_std: σ_d. lowest: ε.
    """

    def __init__(self, net: nn.Module, data_std: float = 1.0, lowest: float = 0.002) -> None:
        super().__init__()
        self.net = an_instance("net", net, nn.Module)
        self.data_std, self.lowest = positive("data_std", data_std), positive("lowest", lowest)

    def forward(self, y: Points, u: Any, labels: Any = None) -> Points:
        shape = getattr(self.net, "shape", None)
        y = as_points("y", y, None if shape is None else ("n", *shape))
        if not isinstance(y, Tensor):
            with torch.no_grad():
                return self(torch.from_numpy(y), u, labels).numpy()
        u = as_times("u", u, len(y))
        c_skip, c_out, c_in = self.scalings(u)
        own = next(self.net.parameters())
        x = (column(c_in, y) * y).to(own)
        log_noise = torch.as_tensor(np.clip(np.log(u), -NOISE_RANGE, NOISE_RANGE)).to(own).expand(len(y))
        return column(c_skip, y) * y + column(c_out, y) * self.net(x, log_noise, labels).to(y)

    def scalings(self, u: Any) -> tuple[Any, Any, Any]:
        """(c_skip, c_out, c_in), each shaped like u; c_in = 1/√(u² + σ_d²)."""
        return *boundary(u, self.data_std, self.lowest), 1 / np.hypot(u, self.data_std)


def consistency_loss(
    model: Callable, target: Callable, y_u: Tensor, u: Any, y_w: Tensor, w: Any, weight: Any = 1.0
) -> Tensor:
    """Mean of weight · |f(y_u, u) − f⁻(y_w, w)|²/d, f⁻ = target without gradient, for pairs on one path, w < u.

    Where y_w comes from: distillation takes one step of a solver with a teacher, from u to w; training takes the *same*
    noise at both levels, y_u = x_0 + u z and y_w = x_0 + w z, whose mean given y_u is the Euler step.
    y_u, y_w: (n, ...) tensors; u, w: (n,) levels; weight: a number or (n,).
    Source: Song et al. 2023, equations 7 and 10.
    """
    a_function("model", model), a_function("target", target)
    y_u = as_points("y_u", y_u)
    y_w, n = as_points("y_w", y_w, tuple(y_u.shape)), len(y_u)
    u, w, weight = arrays.points("u", u, (n,)), arrays.points("w", w, (n,)), as_times("weight", weight, n)
    if not np.all(w < u):
        raise ValueError(f"w must be below u, got up to w − u = {np.max(w - u):g}")
    with torch.no_grad():
        end = target(y_w, w)
    squares = (model(y_u, u) - end).square().flatten(1).mean(1)
    return (squares * column(weight, squares)).mean()


def multistep(model: Any, levels: Sequence[float], y: Points, rng: Any) -> Iterator[tuple[float, Points]]:
    """Yields (u, f(y_u, u)) for each of the falling `levels` (k,), y (n, ...) being at the first; one call each.

    Between two, noise is added back to reach the next level u: y_u = x + √(u² − ε²) z, ε = model.lowest. rng: of z.
    ValueError for levels that do not fall, or fall below ε. Source: Song et al. 2023, algorithm 1.
    """
    a_function("model", model)
    levels = arrays.points("levels", levels, ("k",)).tolist()
    if not all(a > b for a, b in pairwise(levels)):
        raise ValueError(f"levels must fall throughout, got {levels}")
    if levels[-1] < model.lowest:
        raise ValueError(f"levels must be at least lowest = {model.lowest:g}, got {levels}")
    x = model(as_points("y", y), levels[0])
    yield levels[0], x
    for u in levels[1:]:
        x = model(x + (u**2 - model.lowest**2) ** 0.5 * normal_like(x, rng), u)
        yield u, x
