"""Diffusion on the rows of a table: a small denoiser, trained for as long as it gains on rows it has not seen.

x_t = α(t) x_0 + σ(t) ε on scaled rows, as everywhere; drawn with DPM-Solver++(2M), then scaled back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import torch

from utils.common.arrays import numpy_generator
from utils.common.checks import whole_number
from utils.generative import samplers, schedules, solvers
from utils.generative.backend import torch_generator
from utils.generative.networks import Denoiser, Net
from utils.generative.tabular.generator import Generator, fitted
from utils.generative.tabular.scaling import checked_rows, fit_scaling
from utils.generative.tabular.trained import Trained, normals
from utils.generative.training import TrainingState, train

SCHEDULE = schedules.cosine_vp()
FIRST, LAST = 0.001, 0.995  # times at which sampling ends and starts: log-SNR 12.9 and −9.7


def row_losses(rows: Any, generator: torch.Generator, repeats: int = 20) -> Callable[[Denoiser], np.ndarray]:
    """denoiser -> the mean loss on each of `rows` (m, d), (m,): always at the same times and noises, `repeats` a row.

    A loss that drew afresh each time would be lowest somewhere by luck. A row's times are spread evenly over (0, T).
    """
    rows, repeats = checked_rows("rows", rows), whole_number("repeats", repeats)
    generator = torch_generator("generator", generator)
    m, x0 = len(rows), torch.as_tensor(rows, dtype=torch.get_default_dtype()).repeat_interleave(repeats, dim=0)
    eps = torch.randn(x0.shape, generator=generator)
    shift = torch.rand(m, 1, generator=generator, dtype=torch.float64).numpy()
    share = ((np.arange(repeats) + shift) / repeats).ravel()

    @torch.no_grad()
    def losses(denoiser: Denoiser) -> np.ndarray:
        return denoiser.loss(x0, share * denoiser.schedule.T, eps).reshape(m, repeats).mean(1).numpy()

    return losses


@dataclass(frozen=True)
class Diffusion(Trained):
    """Rows by diffusion. depth: blocks of the network. prediction: what it predicts, see `Denoiser`.

    calls: of the network, for a sample. Everything else: see `Trained`.
    """

    lr: float = 1e-3
    depth: int = 2
    prediction: str = "edm"
    calls: int = 25

    def check(self) -> None:
        super().check()
        whole_number("depth", self.depth)
        whole_number("calls", self.calls)

    def start(self, d: int, generator: torch.Generator) -> Denoiser:
        return Denoiser(Net(d, self.width, self.depth, generator=generator), SCHEDULE, self.prediction)

    def loss_on(self, rows: np.ndarray, generator: torch.Generator) -> Callable[[Denoiser], float]:
        losses = row_losses(rows, generator)
        return lambda denoiser: float(losses(denoiser).mean())

    def updates(
        self, start: Denoiser, rows: np.ndarray, steps: int, generator: torch.Generator
    ) -> Iterator[TrainingState]:
        return train(start, rows, steps=steps, batch=self.batch, lr=self.lr, decay=0.99, generator=generator)

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        denoiser, scale = fitted(self.network), fitted(self.scale)
        times = solvers.log_snr_times(SCHEDULE, self.calls, start=LAST, end=FIRST)
        noise = normals(rng, n, *denoiser.net.shape)
        *_, (_, z) = samplers.sample(solvers.dpm_solver_2m(denoiser, SCHEDULE), times, noise)
        return scale.undo(z)


@dataclass(frozen=True)
class PerCluster:
    """One generator for each of k clusters of the rows, sampled in their shares.

    Clusters are those of k-means on standardised rows, where more than 3 deviations count as 3: otherwise a single row
    far out in a heavy tail is a cluster of its own. fit raises ValueError if a cluster is too small for the generator.
    """

    generator: Generator = Diffusion()
    k: int = 3
    parts: tuple[tuple[float, Generator], ...] | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        from sklearn.cluster import KMeans  # here, because it takes a second to import

        rows, rng = checked_rows("rows", rows, least=max(2, whole_number("k", self.k))), numpy_generator("rng", rng)
        z = np.clip(fit_scaling(rows, "standard").apply(rows), -3, 3)
        cluster = KMeans(self.k, n_init=10, random_state=int(rng.integers(2**31))).fit(z).labels_
        groups = [rows[cluster == j] for j in range(self.k)]
        try:
            parts = tuple((len(group) / len(rows), self.generator.fit(group, rng, others)) for group in groups)
        except ValueError as error:
            sizes = ", ".join(str(len(group)) for group in groups)
            raise ValueError(f"a generator failed on one of {self.k} clusters of {sizes} rows: {error}") from error
        return replace(self, parts=parts)

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        shares, generators = zip(*fitted(self.parts))
        counts = numpy_generator("rng", rng).multinomial(whole_number("n", n), shares)
        rows = [one.sample(int(count), rng) for one, count in zip(generators, counts) if count]
        return rng.permutation(np.concatenate(rows))
