"""A variational autoencoder for the rows of a table, behind the same `fit / sample`.

    −ELBO = E[ |x − m(h)|²/2s² + d log s ] + KL(N(μ(x), diag v(x)) ‖ N(0, I)),    h = μ(x) + √v(x) z,  z ~ N(0, I)

in scaled units, without the constant d/2 log 2π; s is learned too. Sampling draws h ~ N(0, I), then N(m(h), s² I).
Source: Kingma & Welling 2014, Auto-Encoding Variational Bayes, equation 10 and appendix C.
"""

import copy
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from utils.common.checks import whole_number
from utils.generative.tabular.resampling import fitted
from utils.generative.tabular.trained import Trained
from utils.generative.training import TrainingState, learning_rate, update_average


def mlp(sizes, generator, activation=nn.SiLU):
    """Linear layers of these sizes with an activation between; weights uniform on ±1/√n_in, drawn from `generator`."""
    layers, sizes = [], [whole_number("sizes", size) for size in sizes]
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layer = nn.utils.skip_init(nn.Linear, n_in, n_out)  # skip_init leaves torch's global random state alone
        nn.init.uniform_(layer.weight, -(n_in**-0.5), n_in**-0.5, generator=generator)
        nn.init.zeros_(layer.bias)
        layers += [layer, activation()]
    return nn.Sequential(*layers[:-1])


class Autoencoder(nn.Module):
    """encode: x (n, d) -> (μ, log v), (n, hidden) each. decode: h (n, hidden) -> m (n, d). log_s: a number."""

    def __init__(self, d, hidden, width, generator):
        super().__init__()
        self.d, self.hidden = d, hidden
        self.encoder = mlp([d, width, width, 2 * hidden], generator)
        self.decode = mlp([hidden, width, width, d], generator)
        self.log_s = nn.Parameter(torch.zeros(()))

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=1)

    def loss(self, x, z):
        """−ELBO of each row, (n,), for the noises z (n, hidden); see the top of the module."""
        mean, log_v = self.encode(x)
        misfit = (x - self.decode(mean + (0.5 * log_v).exp() * z)).square().sum(1)
        kl = 0.5 * (mean.square() + log_v.exp() - 1 - log_v).sum(1)
        return misfit / (2 * (2 * self.log_s).exp()) + self.d * self.log_s + kl


@dataclass(frozen=True)
class VAE(Trained):
    """Rows by a variational autoencoder. hidden: numbers a row is squeezed into. Everything else: see `Trained`."""

    hidden: int = 16

    def start(self, d, generator):
        return Autoencoder(d, self.hidden, self.width, generator)

    def loss_on(self, rows, generator):
        rows = torch.as_tensor(rows, dtype=torch.get_default_dtype()).repeat_interleave(20, dim=0)
        z = torch.randn(len(rows), self.hidden, generator=generator)
        return torch.no_grad()(lambda network: network.loss(rows, z).mean().item())

    def updates(self, start, rows, steps, generator):
        rows = torch.as_tensor(rows, dtype=torch.get_default_dtype())
        average, optimiser = copy.deepcopy(start), torch.optim.Adam(start.parameters(), fused=True)
        for step in range(1, steps + 1):
            x = rows[torch.randint(len(rows), (self.batch,), generator=generator)]
            loss = start.loss(x, torch.randn(len(x), self.hidden, generator=generator)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, self.lr)
            optimiser.step()
            update_average(average, start, step, decay=0.99)
            yield TrainingState(step, loss.item(), 0.0, start, average, optimiser, generator)

    @torch.no_grad()
    def sample(self, n, rng):
        network = fitted(self.network)
        h = torch.as_tensor(rng.standard_normal((whole_number("n", n), self.hidden)), dtype=network.log_s.dtype)
        z = network.decode(h).double().numpy() + np.exp(network.log_s.item()) * rng.standard_normal((n, network.d))
        return self.scale.undo(z)
