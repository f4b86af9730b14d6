"""A generative adversarial network for the rows of a table, behind the same `fit / sample`.

    D's loss: E softplus(−D(x)) + E softplus(D(G(h))) + γ/2 E |∇_x D(x)|²,    G's: E softplus(−D(G(h))),  h ~ N(0, I)

in scaled units. Neither loss says how good samples are, so training stops by their energy distance to held-out rows.
Source: Goodfellow et al. 2014, Generative Adversarial Nets, section 3, with the loss for G that does not saturate;
the penalty: Mescheder, Geiger & Nowozin 2018, Which Training Methods for GANs do actually Converge?, equation 9.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

from utils.common.checks import not_negative, whole_number
from utils.generative.metrics import energy_distance
from utils.generative.tabular.generator import fitted
from utils.generative.tabular.layers import mlp
from utils.generative.tabular.trained import Trained, normals
from utils.generative.training import TrainingState, learning_rate, update_average


@dataclass(frozen=True)
class GAN(Trained):
    """Rows by a generative adversarial network. hidden: size of the noise h. gamma: γ of the penalty.

    Everything else: see `Trained`, but there is no second training: the two networks chase each other, and as many
    steps need not lead as near again. The one that came nearest to the held-out rows is kept.
    """

    patience: int = 5
    hidden: int = 16
    gamma: float = 10.0

    def check(self) -> None:
        super().check()
        whole_number("hidden", self.hidden)
        not_negative("gamma", self.gamma)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        *_, last = self.training(rows, rng)
        return last.best

    def start(self, d: int, generator: torch.Generator) -> tuple[nn.Sequential, nn.Sequential]:
        """(G, D), the generator's network and the discriminator."""
        g = mlp([self.hidden, self.width, self.width, d], generator)
        return g, mlp([d, self.width, self.width, 1], generator)

    def loss_on(self, rows: np.ndarray, generator: torch.Generator) -> Callable[[nn.Module], float]:
        h = torch.randn(1000, self.hidden, generator=generator)
        return torch.no_grad()(lambda g: energy_distance(g(h).numpy(), rows))

    def updates(
        self, start: tuple[nn.Module, nn.Module], rows: np.ndarray, steps: int, generator: torch.Generator
    ) -> Iterator[TrainingState]:
        (g, discriminator), average = start, copy.deepcopy(start[0])
        data = torch.as_tensor(rows, dtype=torch.get_default_dtype())
        optimisers = [torch.optim.Adam(net.parameters(), betas=(0.5, 0.99), fused=True) for net in start]
        for step in range(1, steps + 1):
            for optimiser in optimisers:
                optimiser.param_groups[0]["lr"] = learning_rate(step, steps, self.lr)
            x = data[torch.randint(len(data), (self.batch,), generator=generator)].requires_grad_()
            generated = g(torch.randn(len(x), self.hidden, generator=generator))
            on_real = discriminator(x)
            (slope,) = torch.autograd.grad(on_real.sum(), x, create_graph=True)
            loss = (softplus(-on_real) + softplus(discriminator(generated.detach()))).mean()
            optimisers[1].zero_grad()
            (loss + 0.5 * self.gamma * slope.square().sum(1).mean()).backward()
            optimisers[1].step()
            optimisers[0].zero_grad()
            softplus(-discriminator(generated)).mean().backward()
            optimisers[0].step()
            update_average(average, g, step, decay=0.99)
            yield TrainingState(step, loss.item(), 0.0, g, average, optimisers[0], generator)

    @torch.no_grad()
    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        network, scale = fitted(self.network), fitted(self.scale)
        h = torch.as_tensor(normals(rng, n, self.hidden), dtype=torch.get_default_dtype())
        return scale.undo(network(h).double().numpy())
