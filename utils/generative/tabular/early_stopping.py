"""When to stop training: when rows it has not been trained on stop gaining. The same rule for every generator here."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from utils.common.arrays import numpy_generator
from utils.common.checks import whole_number, within
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling


@dataclass(frozen=True)
class Checked:
    """A look at the held-out rows. step, loss: of training, now. held_out: their loss now.

    best_step, best_loss: where it was lowest so far. best: the averaged network there, or the generator made of it.
    """

    step: int
    loss: float
    held_out: float
    best_step: int
    best_loss: float
    best: Any = field(repr=False)


def early_stopping(
    states: Iterable[Any], loss: Callable[[Any], float], every: int = 100, patience: int = 5
) -> Iterator[Checked]:
    """Yields a Checked after every `every` steps of a training; ends after `patience` of them in a row without a gain.

    states: yields objects like `training.TrainingState`. loss: averaged network -> a number, lower is better.
    Raises FloatingPointError for a loss that is not finite.
    """
    every, patience = whole_number("every", every), whole_number("patience", patience)
    best_step, best_loss, best = 0, math.inf, None
    for state in states:
        if state.step % every:
            continue
        now = float(loss(state.average))
        if not math.isfinite(now):
            raise FloatingPointError(f"the loss of the held-out rows is {now} at step {state.step}")
        if now < best_loss:
            best_step, best_loss, best = state.step, now, state.snapshot()
        yield Checked(state.step, state.loss, now, best_step, best_loss, best)
        if state.step - best_step >= patience * every:
            return


def prepared(rows: Any, held_out: float, kind: str, rng: np.random.Generator) -> tuple[Scaling, np.ndarray, np.ndarray]:
    """(scale, train, held): rows (n, d) shuffled, a share `held_out` of them set aside, both scaled.

    The scale is learned from the training part alone. At least 2 rows are held out. Raises ValueError for n below 10, a
    share outside (0, 1), or one that leaves fewer than 2 rows to train on.
    """
    rows, rng = checked_rows("rows", rows, least=10), numpy_generator("rng", rng)
    held_out = within("held_out", held_out, "(0, 1)")
    rows, few = rng.permutation(rows), max(2, round(held_out * len(rows)))
    if len(rows) - few < 2:
        raise ValueError(f"held_out must leave at least 2 rows to train on, got {held_out!r} of {len(rows)}")
    scale = fit_scaling(rows[few:], kind)
    return scale, scale.apply(rows[few:]), scale.apply(rows[:few])


def torch_generator(rng: np.random.Generator) -> torch.Generator:
    """A torch.Generator seeded from a numpy one, so that one `rng` is the only source of chance."""
    return torch.Generator().manual_seed(int(numpy_generator("rng", rng).integers(2**63)))
