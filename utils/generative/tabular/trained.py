"""What the generators that are trained have in common: when to stop, then once more on all rows.

With few rows, the ones held out to find the moment are missed in training. So there are two trainings:
1. on all but a share of the rows, until those gain no more: the best step k (`training`);
2. anew on all rows, 2k steps (`refit`). Here the learning rate falls to 0 as half a cosine, with mean one half, and in
   the k steps of the first it is near its peak: both learn about as much.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import torch

from utils.common.arrays import numpy_generator
from utils.common.checks import positive, whole_number
from utils.generative.tabular.early_stopping import Checked, early_stopping, prepared, torch_generator
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling


@dataclass(frozen=True)
class Trained:
    """A `Generator` that trains a network; a subclass says which, by `start`, `loss_on`, `updates` and `sample`.

    scaling: the kind, see `fit_scaling`. width: of the network. steps: of the first training, at most. batch: rows a
    step. lr: the peak of the learning rate. held_out: share of the rows that decide when to stop; patience: see
    `early_stopping`. network, scale: set by `fit`, which raises ValueError for fewer than 10 rows or a bad setting.
    """

    scaling: str = "quantile"
    width: int = 128
    steps: int = 2000
    batch: int = 128
    lr: float = 2e-3
    held_out: float = 0.2
    patience: int = 3
    network: Any = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        *_, last = self.training(rows, rng)
        return self.refit(rows, last.best_step, rng)

    def training(self, rows: Any, rng: np.random.Generator) -> Iterator[Checked]:
        """The first training, as a generator: yields a Checked every 100 steps; its `best` can be sampled."""
        self.check()
        scale, train_rows, held_rows = prepared(rows, self.held_out, self.scaling, rng)
        generator = torch_generator(rng)
        start = self.start(train_rows.shape[1], generator)
        loss = self.loss_on(held_rows, generator)
        states = self.updates(start, train_rows, self.steps, generator)
        for checked in early_stopping(states, loss, min(100, self.steps), self.patience):
            yield replace(checked, best=replace(self, network=checked.best, scale=scale))

    def refit(self, rows: Any, best_step: int, rng: np.random.Generator) -> Self:
        """The second training: all rows, 2 · best_step steps."""
        self.check()
        rows, generator = checked_rows("rows", rows, least=10), torch_generator(rng)
        scale, steps = fit_scaling(rows, self.scaling), 2 * whole_number("best_step", best_step)
        *_, state = self.updates(self.start(rows.shape[1], generator), scale.apply(rows), steps, generator)
        return replace(self, network=state.snapshot(), scale=scale)

    def check(self) -> None:
        """ValueError for a setting that cannot be trained."""
        for name in ("width", "steps", "batch", "patience"):
            whole_number(name, getattr(self, name))
        positive("lr", self.lr)

    # What each generator says of itself:
    def start(self, d: int, generator: torch.Generator) -> Any:
        """An untrained network, or several, for rows of d columns."""
        raise NotImplementedError

    def loss_on(self, rows: np.ndarray, generator: torch.Generator) -> Callable[[Any], float]:
        """averaged network -> a number, lower is better, on scaled rows (m, d); always by the same draws."""
        raise NotImplementedError

    def updates(self, start: Any, rows: np.ndarray, steps: int, generator: torch.Generator) -> Iterator[Any]:
        """Yields a `training.TrainingState` a step, trained on scaled rows (n, d)."""
        raise NotImplementedError

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        raise NotImplementedError


def normals(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    """(n, d) standard normal numbers, n at least 1."""
    return numpy_generator("rng", rng).standard_normal((whole_number("n", n), whole_number("d", d)))
