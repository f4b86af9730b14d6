"""Diffusion and flow matching behind the rivals' `fit / sample`: the same network, 18 steps of Heun each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from utils.common.checks import one_of, whole_number
from utils.generative import schedules
from utils.generative.networks import Denoiser, Net
from utils.generative.rivals.rival import Rival
from utils.generative.samplers import sample
from utils.generative.solvers import heun, karras_times
from utils.generative.training import TrainingState, log_normal_times, train


@dataclass(frozen=True)
class Denoising(Rival):
    """method: "diffusion" (`edm`, log-normal levels) or "flow matching" (`flow`, even times). calls: steps of Heun.

    depth: blocks of the network. Its likelihood needs an ODE (`likelihood`): nothing is held out here.
    """

    method: str = "diffusion"
    batch: int = 256
    lr: float = 4e-3
    decay: float = 0.995
    depth: int = 4
    calls: int = 18

    def updates(self, x: Tensor, given: Tensor, generator: torch.Generator) -> Iterator[TrainingState]:
        diffusion = one_of("method", self.method, ("diffusion", "flow matching")) == "diffusion"
        net = Net(self.shape, self.width, self.depth, self.classes, generator=generator)
        schedule, kind = (schedules.edm(), "edm") if diffusion else (schedules.flow(), "flow")
        denoiser = Denoiser(net, schedule, kind, float(x.std()))
        times = log_normal_times(schedule, -0.5, 1.0) if diffusion else None
        settings = dict(batch=self.batch, lr=self.lr, decay=self.decay, times=times)
        return train(denoiser, x, steps=self.steps, generator=generator, labels=given.argmax(1), **settings)  # type: ignore[arg-type]

    def draw(self, network: Any, given: Tensor, generator: torch.Generator) -> Tensor:
        eps, steps = torch.randn(len(given), *self.shape, generator=generator), whole_number("calls", self.calls)
        if network.schedule.name == "flow":
            times, start = np.linspace(1, 0, steps + 1), eps
        else:
            times, start = karras_times(steps, 0.02, 20.0), float(np.hypot(20, network.data_std)) * eps
        *_, (_, x) = sample(heun(network.given(given.argmax(1)), network.schedule), times, start)
        return x
