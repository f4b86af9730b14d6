"""Adam on any loss, as a generator: what denoisers, consistency models, autoencoders and flows share in training."""

import copy
import math
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from utils.common.checks import a_function, an_instance, positive, whole_number, within
from utils.common.interrupts import uninterrupted
from utils.generative.backend import torch_generator
from utils.generative.training import TrainingState, learning_rate, update_average


def descend(
    network: nn.Module,
    loss: Callable[[nn.Module, nn.Module], Tensor],
    *,
    steps: int,
    generator: torch.Generator,
    lr: float = 2e-3,
    decay: float = 0.999,
    warmup: int = 100,
) -> Iterator[TrainingState]:
    """Train `network` in place; yields a TrainingState after every step: `denoiser` is the network, `average` its mean.

    loss(network, average): a number to descend by the network's gradient, drawn afresh at every call from `generator`.
    The moving average is there for losses whose target it is (a target needs `torch.no_grad`). lr: the peak, see
    `training.learning_rate`; decay: of the average, see `training.update_average`.
    Raises ValueError on bad input, FloatingPointError if the loss is no longer finite.
    """
    an_instance("network", network, nn.Module), a_function("loss", loss), torch_generator("generator", generator)
    steps, lr, warmup = whole_number("steps", steps), positive("lr", lr), whole_number("warmup", warmup)
    return _steps(network, loss, steps, generator, lr, within("decay", decay, "[0, 1)"), warmup)


def _steps(
    network: nn.Module,
    loss: Callable[[nn.Module, nn.Module], Tensor],
    steps: int,
    generator: torch.Generator,
    lr: float,
    decay: float,
    warmup: int,
) -> Iterator[TrainingState]:
    average = copy.deepcopy(network).requires_grad_(False)
    optimiser, seconds = torch.optim.Adam(network.parameters(), lr=lr, fused=True), 0.0
    for step in range(1, steps + 1):
        with uninterrupted() as stop:
            begin = time.perf_counter()
            value = loss(network, average)
            optimiser.zero_grad()
            value.backward()
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, lr, warmup)
            optimiser.step()
            update_average(average, network, step, decay)
            seconds += time.perf_counter() - begin
            state = TrainingState(step, value.item(), seconds, network, average, optimiser, generator)
        if not math.isfinite(state.loss):
            raise FloatingPointError(f"the loss is {state.loss} at step {step}: try a smaller lr than {lr:g}")
        yield state
        if stop:
            raise KeyboardInterrupt
