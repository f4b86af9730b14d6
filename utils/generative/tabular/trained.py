"""What the generators that are trained have in common: when to stop, then once more on all rows.

With few rows, the ones held out to find the moment are missed in training. So there are two trainings:
1. on all but a share of the rows, until those gain no more: the best step k (`training`);
2. anew on all rows, 2k steps (`refit`). Here the learning rate falls to 0 as half a cosine, with mean one half, and in
   the k steps of the first it is near its peak: both learn about as much.
"""

from dataclasses import dataclass, field, replace

from utils.common.checks import whole_number
from utils.generative.tabular.early_stopping import early_stopping, prepared, torch_generator
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling


@dataclass(frozen=True)
class Trained:
    """`fit(frauds, rng)`, then `sample(n, rng)` -> rows (n, d) in the table's units.

    scaling: see `fit_scaling`. width: of the network. steps: of the first training, at most. batch: rows a step.
    lr: the peak of the learning rate. held_out: share of the rows that decide when to stop; patience: see
    `early_stopping`. fit raises ValueError for fewer than 10 rows.
    """

    scaling: str = "quantile"
    width: int = 128
    steps: int = 2000
    batch: int = 128
    lr: float = 2e-3
    held_out: float = 0.2
    patience: int = 3
    network: object = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        *_, last = self.training(frauds, rng)
        return self.refit(frauds, last.best_step, rng)

    def training(self, frauds, rng):
        """The first training, as a generator: yields a Checked every 100 steps; its `best` can be sampled."""
        steps, _ = whole_number("steps", self.steps), whole_number("batch", self.batch)
        scale, train_rows, held_rows = prepared(frauds, self.held_out, self.scaling, rng)
        generator = torch_generator(rng)
        start = self.start(train_rows.shape[1], generator)
        loss = self.loss_on(held_rows, generator)
        states = self.updates(start, train_rows, steps, generator)
        for checked in early_stopping(states, loss, min(100, steps), self.patience):
            yield replace(checked, best=replace(self, network=checked.best, scale=scale))

    def refit(self, frauds, best_step, rng):
        """The second training: all rows, 2 · best_step steps."""
        frauds, generator = checked_rows("frauds", frauds, least=10), torch_generator(rng)
        scale, steps = fit_scaling(frauds, self.scaling), 2 * whole_number("best_step", best_step)
        *_, state = self.updates(self.start(frauds.shape[1], generator), scale.apply(frauds), steps, generator)
        return replace(self, network=state.snapshot(), scale=scale)

    # What each generator says of itself:
    def start(self, d, generator):
        """An untrained network, or several, for rows of d columns."""
        raise NotImplementedError

    def loss_on(self, rows, generator):
        """averaged network -> a number, lower is better, on scaled rows (m, d); always by the same draws."""
        raise NotImplementedError

    def updates(self, start, rows, steps, generator):
        """Yields a `training.TrainingState` a step, trained on scaled rows (n, d)."""
        raise NotImplementedError
