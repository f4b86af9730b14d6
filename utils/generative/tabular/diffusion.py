"""Diffusion on the rows of a table: a small denoiser, kept at its best on rows it was not trained on.

    x_t = α(t) x_0 + σ(t) ε on scaled rows, as everywhere; drawn with DPM-Solver++(2M), then scaled back.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import torch

from utils.generative import samplers, schedules, solvers
from utils.generative.networks import Denoiser, Net
from utils.generative.schedule import whole_number
from utils.generative.tabular.early_stopping import early_stopping, prepared, torch_generator
from utils.generative.tabular.resampling import fitted
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling
from utils.generative.training import per_example_loss, train, uniform_times

SCHEDULE = schedules.cosine_vp()
FIRST, LAST = 0.001, 0.995  # times at which sampling ends and starts: log-SNR 12.9 and −9.7


def row_losses(rows, generator, repeats=20):
    """denoiser -> the mean loss on each of `rows` (m, d), (m,): always at the same times and noises, `repeats` a row.

    A loss that drew afresh each time would be lowest somewhere by luck. A row's times are spread evenly over (0, T).
    """
    rows = torch.as_tensor(checked_rows("rows", rows), dtype=torch.get_default_dtype())
    m, repeats = len(rows), whole_number("repeats", repeats)
    rows = rows.repeat_interleave(repeats, dim=0)
    eps = torch.randn(rows.shape, generator=generator)
    shift = torch.rand(m, 1, generator=generator, dtype=torch.float64).numpy()
    share = ((np.arange(repeats) + shift) / repeats).ravel()

    @torch.no_grad()
    def losses(denoiser):
        return per_example_loss(denoiser, rows, share * denoiser.schedule.T, eps).reshape(m, repeats).mean(1).numpy()

    return losses


@dataclass(frozen=True)
class Diffusion:
    """`fit(frauds, rng)`, then `sample(n, rng)` -> rows (n, d) in the table's units.

    scaling: see `fit_scaling`. width, depth: of the network; prediction: what it is asked for, see `Denoiser`.
    steps, batch, lr: of training, at most. held_out: share of the rows that decide when to stop, see `early_stopping`.
    calls: of the network, for a sample. fit raises ValueError for fewer than 10 rows.
    """

    scaling: str = "quantile"
    width: int = 128
    depth: int = 2
    prediction: str = "edm"
    steps: int = 2000
    batch: int = 128
    lr: float = 2e-3
    held_out: float = 0.2
    patience: int = 5
    calls: int = 25
    denoiser: Denoiser | None = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        *_, last = self.training(frauds, rng)
        return last.best

    def training(self, frauds, rng):
        """The fit as a generator: yields a Checked every 100 steps, its `best` a fitted Diffusion."""
        scale, train_rows, held_rows = prepared(frauds, self.held_out, self.scaling, rng)
        generator = torch_generator(rng)
        net = Net(train_rows.shape[1], self.width, self.depth, generator=generator)
        denoiser = Denoiser(net, SCHEDULE, self.prediction)
        losses = row_losses(held_rows, generator)
        states = train(denoiser, train_rows, steps=self.steps, batch=self.batch, lr=self.lr, decay=0.99,
                       generator=generator, times=uniform_times(SCHEDULE))
        for checked in early_stopping(states, lambda denoiser: losses(denoiser).mean(), min(100, self.steps), self.patience):
            yield replace(checked, best=replace(self, denoiser=checked.best, scale=scale))

    def sample(self, n, rng):
        denoiser = fitted(self.denoiser)
        noise = rng.standard_normal((whole_number("n", n), *denoiser.net.shape))
        times = solvers.log_snr_times(SCHEDULE, whole_number("calls", self.calls), start=LAST, end=FIRST)
        *_, (_, z) = samplers.sample(solvers.dpm_solver_2m(denoiser, SCHEDULE), times, noise)
        return self.scale.undo(z)


@dataclass(frozen=True)
class PerCluster:
    """One generator for each of k clusters of the frauds, sampled in their shares.

    Clusters are those of k-means on standardised rows, where more than 3 deviations count as 3: otherwise a single row
    far out in a heavy tail is a cluster of its own. fit raises ValueError if a cluster is too small for the generator.
    """

    generator: object = Diffusion()
    k: int = 3
    parts: tuple = field(default=(), repr=False)

    def fit(self, frauds, rng, legitimate=None):
        from sklearn.cluster import KMeans  # here, because it takes a second to import

        frauds = checked_rows("frauds", frauds, least=max(2, whole_number("k", self.k)))
        z = np.clip(fit_scaling(frauds, "standard").apply(frauds), -3, 3)
        cluster = KMeans(self.k, n_init=10, random_state=int(rng.integers(2**31))).fit(z).labels_
        groups = [frauds[cluster == j] for j in range(self.k)]
        try:
            parts = [(len(group) / len(frauds), self.generator.fit(group, rng, legitimate)) for group in groups]
        except ValueError as error:
            sizes = ", ".join(str(len(group)) for group in groups)
            raise ValueError(f"a generator failed on one of {self.k} clusters of {sizes} frauds: {error}") from error
        return replace(self, parts=tuple(parts))

    def sample(self, n, rng):
        shares, generators = zip(*fitted(self.parts or None))
        counts = rng.multinomial(whole_number("n", n), shares)
        rows = [one.sample(int(count), rng) for one, count in zip(generators, counts) if count]
        return rng.permutation(np.concatenate(rows))
