"""A variational autoencoder for the rows of a table, behind the same `fit / sample`.

    −ELBO = E[ |x − m(h)|²/2s² + d log s ] + KL(N(μ(x), diag v(x)) ‖ N(0, I)),    h = μ(x) + √v(x) z,  z ~ N(0, I)

in scaled units, without the constant d/2 log 2π; s is learned too. Sampling draws h ~ N(0, I), then N(m(h), s² I).
Source: Kingma & Welling 2014, Auto-Encoding Variational Bayes, equation 10 and appendix C.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from utils.common.checks import whole_number
from utils.generative.tabular.generator import fitted
from utils.generative.tabular.layers import mlp
from utils.generative.tabular.trained import Trained, normals
from utils.generative.training import TrainingState, learning_rate, update_average


class Autoencoder(nn.Module):
    """encode: x (n, d) -> (μ, log v), (n, hidden) each. decode: h (n, hidden) -> m (n, d). log_s: a number."""

    def __init__(self, d: int, hidden: int, width: int, generator: torch.Generator) -> None:
        super().__init__()
        self.d, self.hidden = d, hidden
        self.encoder = mlp([d, width, width, 2 * hidden], generator)
        self.decode = mlp([hidden, width, width, d], generator)
        self.log_s = nn.Parameter(torch.zeros(()))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_v = self.encoder(x).chunk(2, dim=1)
        return mean, log_v

    def loss(self, x: Tensor, z: Tensor) -> Tensor:
        """−ELBO of each row, (n,), for the noises z (n, hidden); see the top of the module."""
        mean, log_v = self.encode(x)
        misfit = (x - self.decode(mean + (0.5 * log_v).exp() * z)).square().sum(1)
        kl = 0.5 * (mean.square() + log_v.exp() - 1 - log_v).sum(1)
        return misfit / (2 * (2 * self.log_s).exp()) + self.d * self.log_s + kl


@dataclass(frozen=True)
class VAE(Trained):
    """Rows by a variational autoencoder. hidden: size of the code h. Everything else: see `Trained`."""

    hidden: int = 16

    def check(self) -> None:
        super().check()
        whole_number("hidden", self.hidden)

    def start(self, d: int, generator: torch.Generator) -> Autoencoder:
        return Autoencoder(d, self.hidden, self.width, generator)

    def loss_on(self, rows: np.ndarray, generator: torch.Generator) -> Callable[[Autoencoder], float]:
        x = torch.as_tensor(rows, dtype=torch.get_default_dtype()).repeat_interleave(20, dim=0)
        z = torch.randn(len(x), self.hidden, generator=generator)
        return torch.no_grad()(lambda network: network.loss(x, z).mean().item())

    def updates(
        self, start: Autoencoder, rows: np.ndarray, steps: int, generator: torch.Generator
    ) -> Iterator[TrainingState]:
        data = torch.as_tensor(rows, dtype=torch.get_default_dtype())
        average, optimiser = copy.deepcopy(start), torch.optim.Adam(start.parameters(), fused=True)
        for step in range(1, steps + 1):
            x = data[torch.randint(len(data), (self.batch,), generator=generator)]
            loss = start.loss(x, torch.randn(len(x), self.hidden, generator=generator)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, self.lr)
            optimiser.step()
            update_average(average, start, step, decay=0.99)
            yield TrainingState(step, loss.item(), 0.0, start, average, optimiser, generator)

    @torch.no_grad()
    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        network, scale = fitted(self.network), fitted(self.scale)
        h = torch.as_tensor(normals(rng, n, self.hidden), dtype=network.log_s.dtype)
        mean, s = network.decode(h).double().numpy(), np.exp(network.log_s.item())
        return scale.undo(mean + s * normals(rng, n, network.d))
