"""A generative adversarial network for the rows of a table, behind the same `fit / sample`.

    D's loss: E softplus(−D(x)) + E softplus(D(G(h))) + γ/2 E |∇_x D(x)|²,     G's loss: E softplus(−D(G(h))),  h ~ N(0, I)

in scaled units. Neither loss says how good the samples are, so training stops by their energy distance to held-out rows.
Source: Goodfellow et al. 2014, Generative Adversarial Nets, section 3, with the loss for G that does not saturate;
the penalty: Mescheder, Geiger & Nowozin 2018, Which Training Methods for GANs do actually Converge?, equation 9.
"""

import copy
from dataclasses import dataclass, field, replace

import torch
from torch import nn
from torch.nn.functional import softplus

from utils.generative.metrics import energy_distance
from utils.generative.schedule import whole_number
from utils.generative.tabular.early_stopping import early_stopping, prepared, torch_generator
from utils.generative.tabular.resampling import fitted
from utils.generative.tabular.scaling import Scaling
from utils.generative.tabular.vae import mlp
from utils.generative.training import TrainingState, update_average


@dataclass(frozen=True)
class GAN:
    """`fit(frauds, rng)`, then `sample(n, rng)` -> rows (n, d) in the table's units. Settings as in `Diffusion`.

    hidden: numbers of noise a row is made from. gamma: γ, weight of the penalty. fit raises ValueError for fewer than 10 rows.
    """

    scaling: str = "quantile"
    width: int = 128
    hidden: int = 16
    gamma: float = 1.0
    steps: int = 2000
    batch: int = 128
    lr: float = 1e-3
    held_out: float = 0.2
    patience: int = 5
    network: nn.Module | None = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        *_, last = self.training(frauds, rng)
        return last.best

    def training(self, frauds, rng):
        """The fit as a generator: yields a Checked every 100 steps, its `best` a fitted GAN."""
        steps, batch = whole_number("steps", self.steps), whole_number("batch", self.batch)
        scale, train_rows, held_rows = prepared(frauds, self.held_out, self.scaling, rng)
        generator, kind = torch_generator(rng), torch.get_default_dtype()
        d = train_rows.shape[1]
        maker = mlp([self.hidden, self.width, self.width, d], generator)
        judge = mlp([d, self.width, self.width, 1], generator)
        held_h = torch.randn(1000, self.hidden, generator=generator)  # the same at every look

        @torch.no_grad()
        def distance(maker):
            return energy_distance(maker(held_h).numpy(), held_rows)

        states = self._steps(maker, judge, torch.as_tensor(train_rows, dtype=kind), steps, batch, generator)
        for checked in early_stopping(states, distance, min(100, steps), self.patience):
            yield replace(checked, best=replace(self, network=checked.best, scale=scale))

    def _steps(self, maker, judge, rows, steps, batch, generator):
        average = copy.deepcopy(maker)
        for_maker, for_judge = (torch.optim.Adam(net.parameters(), self.lr, betas=(0.5, 0.99), fused=True)
                                for net in (maker, judge))
        for step in range(1, steps + 1):
            x = rows[torch.randint(len(rows), (batch,), generator=generator)].requires_grad_()
            made = maker(torch.randn(len(x), self.hidden, generator=generator))
            says = judge(x)
            slope, = torch.autograd.grad(says.sum(), x, create_graph=True)
            loss = (softplus(-says) + softplus(judge(made.detach()))).mean()
            for_judge.zero_grad()
            (loss + 0.5 * self.gamma * slope.square().sum(1).mean()).backward()
            for_judge.step()
            for_maker.zero_grad()
            softplus(-judge(made)).mean().backward()
            for_maker.step()
            update_average(average, maker, step, decay=0.99)
            yield TrainingState(step, loss.item(), 0.0, maker, average, for_maker, generator)

    @torch.no_grad()
    def sample(self, n, rng):
        network = fitted(self.network)
        h = torch.as_tensor(rng.standard_normal((whole_number("n", n), self.hidden)), dtype=torch.get_default_dtype())
        return self.scale.undo(network(h).double().numpy())
