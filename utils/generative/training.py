"""Training as a generator: it yields a state after every step; bars, plots and early stopping stay outside.

loss = mean over examples of w(t) |F(c_in x_t, c_noise) − F*|² / d,    x_t = α(t) x_0 + σ(t) ε

for state in train(denoiser, points, steps=4000, generator=torch.Generator().manual_seed(0)):
    ...                                  # state.step, state.loss
samples = ... state.average ...          # the averaged denoiser, (x_t, t) -> E[x_0 | x_t]
"""

import copy
import math
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch

from utils.common.checks import whole_number
from utils.generative.checkpoint import restore
from utils.generative.networks import Denoiser


@dataclass(frozen=True)
class TrainingState:
    """Where training stands after `step` steps.

    loss: of this step's batch. seconds: spent in steps so far, by the clock on the wall.
    denoiser, average: the network and its moving average, both LIVE: the next step changes them (see `snapshot`).
    """

    step: int
    loss: float
    seconds: float
    denoiser: Denoiser = field(repr=False)
    average: Denoiser = field(repr=False)
    optimiser: torch.optim.Optimizer = field(repr=False)
    generator: torch.Generator = field(repr=False)

    def snapshot(self):
        """The averaged denoiser as it is now: a copy that later steps leave alone."""
        return copy.deepcopy(self.average)


def per_example_loss(denoiser, x0, t, eps, labels=None):
    """|F − F*|²/d for each example, (n,): F* = a x_0 + b ε is what F is asked for (see `Denoiser`).

    The same as |D(x_t, t) − x_0|² / (c_out² d), without dividing by a c_out near 0.
    x0, eps: (n, *shape) torch; t: one time or (n,). For "eps" it is the simple loss of Ho et al. 2020, equation 14.
    """
    if eps.shape != x0.shape:
        raise ValueError(f"eps must have x0's shape {tuple(x0.shape)}, got {tuple(eps.shape)}")
    columns = (-1,) + (1,) * (x0.ndim - 1)
    c = {
        name: torch.as_tensor(value, dtype=x0.dtype).reshape(columns)
        for name, value in denoiser.coefficients(np.asarray(t)).items()
    }
    x_t = c["alpha"] * x0 + c["sigma"] * eps
    target = c["a"] * x0 + c["b"] * eps
    return (denoiser.answer(x_t, c, labels) - target).square().flatten(1).mean(1)


def uniform_times(schedule):
    """t uniform: whole numbers 1..T of a discrete schedule, (0, T] of a continuous one. -> draw(n, generator) -> (n,)."""
    if schedule.discrete:
        return lambda n, generator: torch.randint(1, schedule.T + 1, (n,), generator=generator).numpy()
    return lambda n, generator: (1 - torch.rand(n, generator=generator, dtype=torch.float64)).numpy() * schedule.T


def log_normal_times(schedule, mean=-1.2, std=1.2):
    """log(σ/α) normal with this mean and deviation, cut off at the schedule's ends. -> draw(n, generator) -> (n,).

    Noise levels where there is something to learn: neither "already clean" nor "nothing but noise".
    Source: Karras et al. 2022, table 1 (their P_mean and P_std; there α = 1, σ = t).
    """
    if schedule.discrete:
        raise ValueError(f"schedule must be continuous, got {schedule.name!r}, which is discrete: use uniform_times")
    if not (math.isfinite(mean) and 0 < std < math.inf):
        raise ValueError(f"mean must be finite and std positive, got mean = {mean!r}, std = {std!r}")
    # log(σ/α) rises with t: tabulate it once, read it backwards. Times crowd towards 0, where it falls to −∞.
    t = schedule.T * np.concatenate([np.geomspace(1e-6, 1e-2, 500)[:-1], np.linspace(1e-2, 1, 20_000)])
    level = -0.5 * schedule.log_snr(t)
    inside = np.isfinite(level)
    t, level = t[inside], level[inside]

    def draw(n, generator):
        wanted = mean + std * torch.randn(n, generator=generator, dtype=torch.float64).numpy()
        return np.interp(wanted, level, t)

    return draw


def learning_rate(step, steps, peak, warmup=100):
    """Rises evenly to `peak` over `warmup` steps, then half a cosine down to 0 at `steps`; step counts from 1."""
    return peak * min(1.0, step / warmup) * 0.5 * (1 + math.cos(math.pi * (step - 1) / steps))


@torch.no_grad()
def update_average(average, network, step, decay):
    """θ̄_n = Σ_k β^{n−k} θ_k · (1 − β)/(1 − β^n): the moving average of θ_1..θ_n, free of the first weights.

    In place, as θ̄ += w (θ − θ̄) with w = (1 − β)/(1 − β^n); w = 1 at n = 1. average, network: modules.
    """
    weight = (1 - decay) / (1 - decay**step)
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), weight)


def train(
    denoiser,
    data,
    *,
    steps,
    generator,
    batch=256,
    lr=2e-3,
    decay=0.999,
    labels=None,
    drop_labels=0.0,
    times=None,
    weight=None,
    warmup=100,
    resume=None,
):
    """Train `denoiser` in place with Adam; yields a TrainingState after every step, at most `steps` in all.

    data: (n, *shape) numpy or torch; batches are drawn with replacement. labels: (n,) whole numbers, or None.
    generator: torch.Generator, the only source of chance: the same one gives the same weights, bit for bit.
    lr: the peak, see `learning_rate`. decay: β of the average, see `update_average`.
    times: draw(n, generator) -> (n,) times, default `uniform_times(denoiser.schedule)`.
    weight: w(t), (n,) -> (n,), default 1. drop_labels: the chance that an example's label is withheld.
    resume: what `load` returned: denoiser and generator take up where `save` left them, then run on to `steps`,
        which counts from the very start. With the same arguments the result is that of one run, bit for bit.
    Ctrl-C (the notebook's stop button) waits for the end of the step, which is still yielded: nothing is half done.
    Raises ValueError on bad input, FloatingPointError if the loss is no longer finite.
    """
    steps, batch, warmup = (whole_number(*pair) for pair in (("steps", steps), ("batch", batch), ("warmup", warmup)))
    data, labels = _checked_data(denoiser, data, labels)
    if not 0 <= decay < 1:
        raise ValueError(f"decay must lie in [0, 1), got {decay!r}")
    if not 0 <= drop_labels <= 1:
        raise ValueError(f"drop_labels must lie in [0, 1], got {drop_labels!r}")
    if not 0 < lr < math.inf:
        raise ValueError(f"lr must be a positive number, got {lr!r}")
    if not isinstance(generator, torch.Generator):
        raise ValueError(f"generator must be a torch.Generator, got {generator!r}")
    return _steps(
        denoiser,
        data,
        labels,
        steps,
        batch,
        lr,
        decay,
        drop_labels,
        warmup,
        times or uniform_times(denoiser.schedule),
        weight,
        generator,
        resume,
    )


def _steps(denoiser, data, labels, steps, batch, lr, decay, drop_labels, warmup, times, weight, generator, resume):
    average = copy.deepcopy(denoiser).requires_grad_(False)
    optimiser = torch.optim.Adam(denoiser.parameters(), lr=lr, fused=True)
    first, seconds = 0, 0.0
    if resume is not None:
        first, seconds = restore(resume, denoiser, average, optimiser, generator)
    if first >= steps:  # nothing left to do
        yield TrainingState(first, resume["loss"], seconds, denoiser, average, optimiser, generator)
    for step in range(first + 1, steps + 1):
        with uninterrupted() as stop:
            begin = time.perf_counter()
            rows = torch.randint(len(data), (batch,), generator=generator)
            t = times(batch, generator)
            eps = torch.randn(batch, *data.shape[1:], generator=generator)
            told = None if labels is None else labels[rows]
            if told is not None and drop_labels:
                told = torch.where(torch.rand(batch, generator=generator) < drop_labels, -1, told)
            losses = per_example_loss(denoiser, data[rows], t, eps, told)
            if weight is not None:
                losses = losses * torch.as_tensor(weight(t), dtype=losses.dtype)
            loss = losses.mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, lr, warmup)
            optimiser.step()
            update_average(average, denoiser, step, decay)
            seconds += time.perf_counter() - begin
            state = TrainingState(step, loss.item(), seconds, denoiser, average, optimiser, generator)
        if not math.isfinite(state.loss):
            raise FloatingPointError(f"the loss is {state.loss} at step {step}: try a smaller lr than {lr:g}")
        yield state
        if stop:
            raise KeyboardInterrupt


@contextmanager
def uninterrupted():
    """Hold back Ctrl-C while the block runs. Yields a list, no longer empty if Ctrl-C was pressed meanwhile.

    In another thread than the main one Python sends no interrupts, and this does nothing.
    """
    pressed = []
    try:
        before = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    except ValueError:  # not the main thread
        yield pressed
        return
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _checked_data(denoiser, data, labels):
    data = torch.as_tensor(np.array(data, dtype=np.float32) if not isinstance(data, torch.Tensor) else data.float())
    shape = getattr(denoiser.net, "shape", tuple(data.shape[1:]))
    if data.ndim < 2 or len(data) == 0 or tuple(data.shape[1:]) != shape:
        raise ValueError(f"data must have shape (n, {', '.join(map(str, shape))}), got {tuple(data.shape)}")
    if not torch.isfinite(data).all():
        raise ValueError("data must be finite, got nan or infinity")
    if labels is None:
        return data, None
    labels, classes = torch.as_tensor(np.asarray(labels)), getattr(denoiser.net, "classes", 0)
    if labels.shape != (len(data),) or labels.is_floating_point():
        raise ValueError(f"labels must be {len(data)} whole numbers, got shape {tuple(labels.shape)}, {labels.dtype}")
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(f"labels must lie in [0, {classes}) for this network, got {labels.min()} to {labels.max()}")
    return data, labels.long()
