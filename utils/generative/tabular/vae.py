"""A variational autoencoder for the rows of a table, behind the same `fit / sample`.

    −ELBO = E[ |x − m(h)|²/2s² + d log s ] + KL(N(μ(x), diag v(x)) ‖ N(0, I)),    h = μ(x) + √v(x) z,  z ~ N(0, I)

in scaled units, without the constant d/2 log 2π; s is learned too. Sampling draws h ~ N(0, I), then N(m(h), s² I).
Source: Kingma & Welling 2014, Auto-Encoding Variational Bayes, equation 10 and appendix C.
"""

import copy
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import nn

from utils.generative.schedule import whole_number
from utils.generative.tabular.early_stopping import early_stopping, prepared, torch_generator
from utils.generative.tabular.resampling import fitted
from utils.generative.tabular.scaling import Scaling
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
class VAE:
    """`fit(frauds, rng)`, then `sample(n, rng)` -> rows (n, d) in the table's units. Settings as in `Diffusion`.

    hidden: numbers a row is squeezed into. fit raises ValueError for fewer than 10 rows.
    """

    scaling: str = "quantile"
    width: int = 128
    hidden: int = 8
    steps: int = 2000
    batch: int = 128
    lr: float = 2e-3
    held_out: float = 0.2
    patience: int = 5
    network: Autoencoder | None = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        *_, last = self.training(frauds, rng)
        return last.best

    def training(self, frauds, rng):
        """The fit as a generator: yields a Checked every 100 steps, its `best` a fitted VAE."""
        steps, batch = whole_number("steps", self.steps), whole_number("batch", self.batch)
        scale, train_rows, held_rows = prepared(frauds, self.held_out, self.scaling, rng)
        generator, kind = torch_generator(rng), torch.get_default_dtype()
        network = Autoencoder(train_rows.shape[1], self.hidden, self.width, generator)
        held = torch.as_tensor(held_rows, dtype=kind).repeat_interleave(20, dim=0)
        held_z = torch.randn(len(held), self.hidden, generator=generator)  # the same at every look

        @torch.no_grad()
        def loss(network):
            return network.loss(held, held_z).mean().item()

        states = self._steps(network, torch.as_tensor(train_rows, dtype=kind), steps, batch, generator)
        for checked in early_stopping(states, loss, min(100, steps), self.patience):
            yield replace(checked, best=replace(self, network=checked.best, scale=scale))

    def _steps(self, network, rows, steps, batch, generator):
        average, optimiser = copy.deepcopy(network), torch.optim.Adam(network.parameters(), fused=True)
        for step in range(1, steps + 1):
            x = rows[torch.randint(len(rows), (batch,), generator=generator)]
            loss = network.loss(x, torch.randn(len(x), self.hidden, generator=generator)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, self.lr)
            optimiser.step()
            update_average(average, network, step, decay=0.99)
            yield TrainingState(step, loss.item(), 0.0, network, average, optimiser, generator)

    @torch.no_grad()
    def sample(self, n, rng):
        network = fitted(self.network)
        h = torch.as_tensor(rng.standard_normal((whole_number("n", n), self.hidden)), dtype=network.log_s.dtype)
        z = network.decode(h).double().numpy() + np.exp(network.log_s.item()) * rng.standard_normal((n, network.d))
        return self.scale.undo(z)
