"""Diffusion on the rows of a table: a small denoiser, trained for as long as it gains on rows it has not seen.

x_t = α(t) x_0 + σ(t) ε on scaled rows, as everywhere; drawn with DPM-Solver++(2M), then scaled back.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import torch

from utils.common.checks import whole_number
from utils.generative import samplers, schedules, solvers
from utils.generative.networks import Denoiser, Net
from utils.generative.tabular.resampling import fitted
from utils.generative.tabular.scaling import checked_rows, fit_scaling
from utils.generative.tabular.trained import Trained
from utils.generative.training import train

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
        return denoiser.loss(rows, share * denoiser.schedule.T, eps).reshape(m, repeats).mean(1).numpy()

    return losses


@dataclass(frozen=True)
class Diffusion(Trained):
    """Rows by diffusion. depth: blocks of the network. prediction: what it is asked for, see `Denoiser`.

    calls: of the network, for a sample. Everything else: see `Trained`.
    """

    lr: float = 1e-3
    depth: int = 2
    prediction: str = "edm"
    calls: int = 25

    def start(self, d, generator):
        return Denoiser(Net(d, self.width, self.depth, generator=generator), SCHEDULE, self.prediction)

    def loss_on(self, rows, generator):
        losses = row_losses(rows, generator)
        return lambda denoiser: losses(denoiser).mean()

    def updates(self, start, rows, steps, generator):
        return train(start, rows, steps=steps, batch=self.batch, lr=self.lr, decay=0.99, generator=generator)

    def sample(self, n, rng):
        denoiser = fitted(self.network)
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
