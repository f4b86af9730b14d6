"""A generative adversarial network for the rows of a table, behind the same `fit / sample`.

    D's loss: E softplus(−D(x)) + E softplus(D(G(h))) + γ/2 E |∇_x D(x)|²,     G's loss: E softplus(−D(G(h))),  h ~ N(0, I)

in scaled units. Neither loss says how good the samples are, so training stops by their energy distance to held-out rows.
Source: Goodfellow et al. 2014, Generative Adversarial Nets, section 3, with the loss for G that does not saturate;
the penalty: Mescheder, Geiger & Nowozin 2018, Which Training Methods for GANs do actually Converge?, equation 9.
"""

import copy
from dataclasses import dataclass

import torch
from torch.nn.functional import softplus

from utils.common.checks import whole_number
from utils.generative.metrics import energy_distance
from utils.generative.tabular.resampling import fitted
from utils.generative.tabular.trained import Trained
from utils.generative.tabular.vae import mlp
from utils.generative.training import TrainingState, learning_rate, update_average


@dataclass(frozen=True)
class GAN(Trained):
    """Rows by a generative adversarial network. hidden: numbers of noise a row is made from. gamma: γ of the penalty.

    Everything else: see `Trained`, but there is no second training: the two networks chase each other, and as many
    steps need not lead as near again. The one that came nearest to the held-out rows is kept.
    """

    patience: int = 5
    hidden: int = 16
    gamma: float = 10.0

    def fit(self, frauds, rng, legitimate=None):
        *_, last = self.training(frauds, rng)
        return last.best

    def start(self, d, generator):
        maker = mlp([self.hidden, self.width, self.width, d], generator)
        return maker, mlp([d, self.width, self.width, 1], generator)

    def loss_on(self, rows, generator):
        h = torch.randn(1000, self.hidden, generator=generator)
        return torch.no_grad()(lambda maker: energy_distance(maker(h).numpy(), rows))

    def updates(self, start, rows, steps, generator):
        maker, judge = start
        rows, average = torch.as_tensor(rows, dtype=torch.get_default_dtype()), copy.deepcopy(maker)
        optimisers = [torch.optim.Adam(net.parameters(), betas=(0.5, 0.99), fused=True) for net in start]
        for step in range(1, steps + 1):
            for optimiser in optimisers:
                optimiser.param_groups[0]["lr"] = learning_rate(step, steps, self.lr)
            x = rows[torch.randint(len(rows), (self.batch,), generator=generator)].requires_grad_()
            made = maker(torch.randn(len(x), self.hidden, generator=generator))
            says = judge(x)
            (slope,) = torch.autograd.grad(says.sum(), x, create_graph=True)
            loss = (softplus(-says) + softplus(judge(made.detach()))).mean()
            optimisers[1].zero_grad()
            (loss + 0.5 * self.gamma * slope.square().sum(1).mean()).backward()
            optimisers[1].step()
            optimisers[0].zero_grad()
            softplus(-judge(made)).mean().backward()
            optimisers[0].step()
            update_average(average, maker, step, decay=0.99)
            yield TrainingState(step, loss.item(), 0.0, maker, average, optimisers[0], generator)

    @torch.no_grad()
    def sample(self, n, rng):
        network = fitted(self.network)
        h = torch.as_tensor(rng.standard_normal((whole_number("n", n), self.hidden)), dtype=torch.get_default_dtype())
        return self.scale.undo(network(h).double().numpy())
