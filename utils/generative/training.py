"""Training as a generator: it yields a state after every step; bars, plots and early stopping stay outside.

loss = mean over examples of w(t) |F(c_in x_t, c_noise) − F*|² / d,    x_t = α(t) x_0 + σ(t) ε

for state in train(denoiser, points, steps=4000, generator=torch.Generator().manual_seed(0)):
    ...                                  # state.step, state.loss
samples = ... state.average ...          # the averaged denoiser, (x_t, t) -> E[x_0 | x_t]
"""

import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor, nn

from utils.common.checks import a_function, an_instance, number, positive, probability, whole_number, within
from utils.common.interrupts import uninterrupted
from utils.generative.backend import as_points, torch_generator
from utils.generative.checkpoint import restore
from utils.generative.networks import NO_LABEL, Denoiser, whole_tensor
from utils.generative.schedule import Schedule

Times: TypeAlias = Callable[[int, torch.Generator], np.ndarray]  # draw(n, generator) -> (n,) times


@dataclass(frozen=True)
class TrainingState:
    """Where training stands after `step` steps.

    loss: of this step's batch. seconds: spent in steps so far, by the clock on the wall.
    denoiser, average: the network and its moving average, both LIVE: the next step changes them (see `snapshot`).
    """

    step: int
    loss: float
    seconds: float
    denoiser: Any = field(repr=False)  # a Denoiser, or what else is trained this way
    average: Any = field(repr=False)
    optimiser: torch.optim.Optimizer = field(repr=False)
    generator: torch.Generator = field(repr=False)

    def snapshot(self) -> Any:
        """The averaged denoiser as it is now: a copy that later steps leave alone."""
        return copy.deepcopy(self.average)


def uniform_times(schedule: Schedule) -> Times:
    """t uniform: whole numbers 1..T of a discrete schedule, else (0, T]. A function draw(n, generator) -> (n,)."""
    T = an_instance("schedule", schedule, Schedule).T

    def whole(n: int, generator: torch.Generator) -> np.ndarray:
        return torch.randint(1, int(T) + 1, (n,), generator=generator, device=generator.device).cpu().numpy()

    def any_time(n: int, generator: torch.Generator) -> np.ndarray:
        u = torch.rand(n, generator=generator, dtype=torch.float64, device=generator.device)
        return (1 - u).cpu().numpy() * T

    return whole if schedule.discrete else any_time


def log_normal_times(schedule: Schedule, mean: float = -1.2, std: float = 1.2) -> Times:
    """log(σ/α) normal with this mean and deviation, cut off at the schedule's ends. A draw(n, generator) -> (n,).

    Noise levels where there is something to learn: neither "already clean" nor "nothing but noise".
    Source: Karras et al. 2022, table 1 (their P_mean and P_std; there α = 1, σ = t).
    """
    if an_instance("schedule", schedule, Schedule).discrete:
        raise ValueError(f"schedule must be continuous, got {schedule.name!r}, which is discrete: use uniform_times")
    mean, std = number("mean", mean), positive("std", std)
    # log(σ/α) rises with t: tabulate it once, read it backwards. Times crowd towards 0, where it falls to −∞.
    t = schedule.T * np.concatenate([np.geomspace(1e-6, 1e-2, 500)[:-1], np.linspace(1e-2, 1, 20_000)])
    level = -0.5 * schedule.log_snr(t)
    inside = np.isfinite(level)
    t, level = t[inside], level[inside]

    def draw(n: int, generator: torch.Generator) -> np.ndarray:
        z = torch.randn(n, generator=generator, dtype=torch.float64, device=generator.device)
        return np.interp(mean + std * z.cpu().numpy(), level, t)

    return draw


def learning_rate(step: int, steps: int, peak: float, warmup: int = 100) -> float:
    """Rises evenly to `peak` over `warmup` steps, then half a cosine down to 0 at `steps`; step counts from 1."""
    step, steps, warmup = whole_number("step", step), whole_number("steps", steps), whole_number("warmup", warmup)
    peak = positive("peak", peak)
    return peak * min(1.0, step / warmup) * 0.5 * (1 + math.cos(math.pi * (step - 1) / steps))


@torch.no_grad()
def update_average(average: nn.Module, network: nn.Module, step: int, decay: float) -> None:
    """θ̄_n = Σ_k β^{n−k} θ_k · (1 − β)/(1 − β^n): the moving average of θ_1..θ_n, free of the first weights.

    In place, as θ̄ += w (θ − θ̄) with w = (1 − β)/(1 − β^n); w = 1 at n = 1. average, network: modules.
    Buffers (BatchNorm's running statistics) are moving averages of their own, and are copied.
    """
    step, decay = whole_number("step", step), within("decay", decay, "[0, 1)")
    an_instance("average", average, nn.Module), an_instance("network", network, nn.Module)
    weight = (1 - decay) / (1 - decay**step)
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), weight)
    for kept, now in zip(average.buffers(), network.buffers()):
        kept.copy_(now)


def train(
    denoiser: Denoiser,
    data: Any,
    *,
    steps: int,
    generator: torch.Generator,
    batch: int = 256,
    lr: float = 2e-3,
    decay: float = 0.999,
    labels: Any = None,
    drop_labels: float = 0.0,
    times: Times | None = None,
    weight: Callable[[np.ndarray], Any] | None = None,
    warmup: int = 100,
    resume: dict[str, Any] | None = None,
) -> Iterator[TrainingState]:
    """Train `denoiser` in place with Adam; yields a TrainingState after every step, at most `steps` in all.

    data: (n, *shape) numpy or torch, brought to the network's dtype and device; batches are drawn with replacement.
    labels: (n,) whole numbers, or None.
    generator: torch.Generator, the only source of chance: the same one gives the same weights, bit for bit. Draws are
        made where it lives and then moved: with one on the CPU a network on a GPU sees the same batches and noises.
    lr: the peak, see `learning_rate`. decay: β of the average, see `update_average`.
    times: draw(n, generator) -> (n,) times, default `uniform_times(denoiser.schedule)`.
    weight: w(t), (n,) -> (n,), default 1. drop_labels: the chance that an example's label is withheld.
    resume: what `load` returned: denoiser and generator take up where `save` left them, then run on to `steps`,
        which counts from the very start. With the same arguments the result is that of one run, bit for bit.
    Ctrl-C (the notebook's stop button) waits for the end of the step, which is still yielded: nothing is half done.
    Raises ValueError on bad input, FloatingPointError if the loss is no longer finite.
    """
    data, labels = _checked_data(an_instance("denoiser", denoiser, Denoiser), data, labels)
    if resume is not None and not isinstance(resume, dict):
        raise ValueError(f"resume must be what load returned, got {type(resume).__name__}")
    return _steps(
        denoiser,
        data,
        labels,
        whole_number("steps", steps),
        whole_number("batch", batch),
        positive("lr", lr),
        within("decay", decay, "[0, 1)"),
        probability("drop_labels", drop_labels),
        whole_number("warmup", warmup),
        uniform_times(denoiser.schedule) if times is None else a_function("times", times),
        weight if weight is None else a_function("weight", weight),
        torch_generator("generator", generator),
        resume,
    )


def _steps(
    denoiser: Denoiser,
    data: Tensor,
    labels: Tensor | None,
    steps: int,
    batch: int,
    lr: float,
    decay: float,
    drop_labels: float,
    warmup: int,
    times: Times,
    weight: Callable[[np.ndarray], Any] | None,
    generator: torch.Generator,
    resume: dict[str, Any] | None,
) -> Iterator[TrainingState]:
    place: dict[str, Any] = {"generator": generator, "device": generator.device}
    average = copy.deepcopy(denoiser).requires_grad_(False)
    optimiser = torch.optim.Adam(denoiser.parameters(), lr=lr, fused=True)
    first, seconds = 0, 0.0
    if resume is not None:
        first, seconds = restore(resume, denoiser, average, optimiser, generator)
    if resume is not None and first >= steps:  # nothing left to do
        yield TrainingState(first, resume["loss"], seconds, denoiser, average, optimiser, generator)
    for step in range(first + 1, steps + 1):
        with uninterrupted() as stop:
            begin = time.perf_counter()
            rows = torch.randint(len(data), (batch,), **place).to(data.device)
            t = times(batch, generator)
            eps = torch.randn(batch, *data.shape[1:], dtype=data.dtype, **place).to(data.device)
            given = None if labels is None else labels[rows]
            if given is not None and drop_labels:
                withheld = (torch.rand(batch, **place) < drop_labels).to(given.device)
                given = torch.where(withheld, NO_LABEL, given)
            losses = denoiser.loss(data[rows], t, eps, given)
            if weight is not None:
                losses = losses * _weights(weight(t), losses)
            loss = losses.mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, lr, warmup)
            optimiser.step()
            update_average(average, denoiser, step, decay)
            value = loss.item()  # waits for a GPU to be done, so it belongs to the step's time
            seconds += time.perf_counter() - begin
            state = TrainingState(step, value, seconds, denoiser, average, optimiser, generator)
        if not math.isfinite(state.loss):
            raise FloatingPointError(f"the loss is {state.loss} at step {step}: try a smaller lr than {lr:g}")
        yield state
        if stop:
            raise KeyboardInterrupt


def _weights(values: Any, losses: Tensor) -> Tensor:
    weights = torch.as_tensor(values, dtype=losses.dtype, device=losses.device)
    if weights.shape not in ((), losses.shape):
        raise ValueError(
            f"weight must give one number for each time, {tuple(losses.shape)}, got {tuple(weights.shape)}"
        )
    return weights


def _checked_data(denoiser: Denoiser, data: Any, labels: Any) -> tuple[Tensor, Tensor | None]:
    """Data and labels as tensors in the dtype and on the device of the network."""
    own, shape = next(denoiser.parameters()), getattr(denoiser.net, "shape", ("...",))
    data = as_points("data", data, ("n", *shape) if hasattr(denoiser.net, "shape") else None)
    if data.ndim < 2 or len(data) == 0:
        raise ValueError(f"data must have shape (n, {', '.join(map(str, shape))}), got {tuple(data.shape)}")
    data = torch.as_tensor(data, dtype=own.dtype, device=own.device)
    if not torch.isfinite(data).all():
        raise ValueError("data must be finite, got nan or infinity")
    if labels is None:
        return data, None
    labels, classes = whole_tensor("labels", labels), getattr(denoiser.net, "classes", 0)
    if labels.shape != (len(data),):
        raise ValueError(f"labels must be {len(data)} whole numbers, got shape {tuple(labels.shape)}")
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(f"labels must lie in [0, {classes}) for this network, got {labels.min()} to {labels.max()}")
    return data, labels.to(own.device)
