"""Training a velocity by flow matching, on pairs from any coupling.

    loss = mean of |F(x_t, t) − (x_1 − x_0)|² / d,    x_t = (1 − t) x_0 + t x_1

F is the network of a `Denoiser` with prediction "flow" on the schedule `flow`: its answer is the velocity, and
x_t − t F its estimate of x_0, for every coupling. So all solvers run on it.
"""

import copy
import math
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import torch

from utils.common.checks import a_function, an_instance, number, positive, truth, whole_number, within
from utils.generative.backend import as_points, torch_generator
from utils.generative.couplings import optimal_order
from utils.generative.networks import Denoiser, whole_tensor
from utils.generative.training import Times, TrainingState, learning_rate, uniform_times, update_average

Pairs: TypeAlias = Callable[[int, torch.Generator], tuple]  # draw(n, generator) -> (x0, x1, labels or None)


def fresh_pairs(data: Any, block: int | None = None, labels: Any = None, blind: bool = False) -> Pairs:
    """Rows of data (n, ...) with fresh noise: independent, or at least cost within blocks of `block` pairs.

    labels (n,): handed on with the rows. Pairs are then made within a label; blind=True ignores it, which shifts the
    noise that each label is trained with: a slip kept here to be shown.
    """
    rows, whole = torch.as_tensor(as_points("data", data)), None if block is None else whole_number("block", block)
    if rows.ndim < 2 or len(rows) == 0:
        raise ValueError(f"data must have shape (n, ...), got {tuple(rows.shape)}")
    kinds = None if labels is None else whole_tensor("labels", labels)
    if kinds is not None and kinds.shape != (len(rows),):
        raise ValueError(f"labels must have shape ({len(rows)},), one for each row, got {tuple(kinds.shape)}")
    blind = truth("blind", blind)

    def draw(n: int, generator: torch.Generator) -> tuple:
        chosen = torch.randint(len(rows), (n,), generator=generator)
        x0, x1 = rows[chosen], torch.randn(n, *rows.shape[1:], generator=generator, dtype=rows.dtype)
        kind = None if kinds is None else kinds[chosen]
        if whole is None:
            return x0, x1, kind
        order = optimal_order(x0.numpy(), x1.numpy(), whole, None if blind or kind is None else kind.numpy())
        return x0[order], x1, None if kind is None else kind[order]

    return draw


def kept_pairs(x0: Any, x1: Any) -> Pairs:
    """Pairs drawn with replacement from those given, (n, ...) each: what `couplings.reflow` returned."""
    left, right = torch.as_tensor(as_points("x0", x0)), torch.as_tensor(as_points("x1", x1))
    if left.ndim < 2 or len(left) == 0:
        raise ValueError(f"x0 must have shape (n, ...), got {tuple(left.shape)}")
    if left.shape != right.shape:
        raise ValueError(f"x1 must have x0's shape {tuple(left.shape)}, got {tuple(right.shape)}")

    def draw(n: int, generator: torch.Generator) -> tuple:
        chosen = torch.randint(len(left), (n,), generator=generator)
        return left[chosen], right[chosen], None

    return draw


def match(
    denoiser: Denoiser,
    pairs: Pairs,
    *,
    steps: int,
    generator: torch.Generator,
    batch: int = 256,
    lr: float = 2e-3,
    decay: float = 0.995,
    times: Times | None = None,
) -> Iterator[TrainingState]:
    """Train `denoiser` in place on pairs, with Adam; yields a TrainingState after every step, as `training.train`.

    denoiser: with prediction "flow" on `schedules.flow()`, else ValueError. times: draw(n, generator) -> (n,), default
    uniform on (0, 1]. Raises FloatingPointError if the loss is no longer finite.
    Source: Lipman et al. 2023, Flow Matching for Generative Modeling; Tong et al. 2024, for other couplings.
    """
    denoiser = an_instance("denoiser", denoiser, Denoiser)
    if denoiser.prediction != "flow" or denoiser.schedule.name != "flow":
        raise ValueError(f'denoiser must predict "flow" on flow(), got {denoiser.prediction!r} on {denoiser.schedule}')
    times = uniform_times(denoiser.schedule) if times is None else a_function("times", times)
    steps, batch, lr = whole_number("steps", steps), whole_number("batch", batch), positive("lr", lr)
    decay, generator = within("decay", decay, "[0, 1)"), torch_generator("generator", generator)
    return _steps(denoiser, a_function("pairs", pairs), steps, generator, batch, lr, decay, times)


def _steps(
    denoiser: Denoiser,
    pairs: Pairs,
    steps: int,
    generator: torch.Generator,
    batch: int,
    lr: float,
    decay: float,
    times: Times,
) -> Iterator[TrainingState]:
    own, begin = next(denoiser.parameters()), time.perf_counter()
    average = copy.deepcopy(denoiser).requires_grad_(False)
    optimiser = torch.optim.Adam(denoiser.parameters(), lr=lr, fused=True)
    for step in range(1, steps + 1):
        x0, x1, labels = pairs(batch, generator)
        loss = denoiser.loss(x0.to(own), times(batch, generator), x1.to(own), labels).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.param_groups[0]["lr"] = learning_rate(step, steps, lr)
        optimiser.step()
        update_average(average, denoiser, step, decay)
        if not math.isfinite(loss.item()):
            raise FloatingPointError(f"the loss is {loss.item()} at step {step}: try a smaller lr than {lr:g}")
        seconds = time.perf_counter() - begin
        yield TrainingState(step, loss.item(), seconds, denoiser, average, optimiser, generator)


def logit_normal_times(mean: float = 0.0, std: float = 1.0) -> Times:
    """log(t/(1 − t)) normal: more of the middle times. Source: Esser et al. 2024 (Stable Diffusion 3)."""
    mean, std = number("mean", mean), positive("std", std)

    def draw(n: int, generator: torch.Generator) -> np.ndarray:
        z = torch.randn(n, generator=generator, dtype=torch.float64)
        return torch.sigmoid(mean + std * z).numpy()

    return draw
