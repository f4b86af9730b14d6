"""Two trainings: the first finds when to stop, the second uses every row and twice the steps."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from utils.generative.tabular.trained import Trained

ROWS = np.random.default_rng(0).normal(size=(50, 2))


@dataclass(frozen=True)
class Scripted(Trained):
    """Its network is the number of steps made; rows held out gain until step `best`. `seen` notes each training."""

    best: int = 300
    seen: list = field(default_factory=list)

    def start(self, d, generator):
        return d

    def loss_on(self, rows, generator):
        self.seen.append(("held out", len(rows)))
        return lambda steps: abs(steps - self.best)

    def updates(self, start, rows, steps, generator):
        self.seen.append(("trained", len(rows), steps, rows.mean(), int(generator.initial_seed())))
        for step in range(1, steps + 1):
            yield SimpleNamespace(step=step, loss=0.0, average=step, snapshot=lambda step=step: step)


@pytest.mark.parametrize("best", [100, 300, 700])
def test_all_rows_are_trained_on_for_twice_the_best_step(best):
    scripted = Scripted(scaling="standard", best=best, patience=3)
    made = scripted.fit(ROWS, np.random.default_rng(1))
    (held, first, second) = scripted.seen
    assert held == ("held out", 10) and first[:3] == ("trained", 40, 2000) and second[:3] == ("trained", 50, 2 * best)
    assert made.network == 2 * best
    assert made.scale.apply(ROWS).mean(axis=0) == pytest.approx(
        [0, 0], abs=1e-12
    )  # the scale, too, is that of all rows
    assert first[3] == pytest.approx(0, abs=1e-12) and first[4] != second[4]


def test_the_first_training_ends_by_patience_and_its_best_is_a_generator_of_the_same_kind():
    looks = list(Scripted(best=300, patience=3).training(ROWS, np.random.default_rng(1)))
    assert [look.step for look in looks] == [100, 200, 300, 400, 500, 600]
    assert isinstance(looks[-1].best, Scripted) and looks[-1].best.network == 300 and looks[-1].best.scale is not None
