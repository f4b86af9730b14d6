"""When to stop training: when rows it has not been trained on stop gaining. The same rule for every generator here."""

import math
from dataclasses import dataclass, field

import torch

from utils.common.checks import whole_number
from utils.generative.tabular.scaling import checked_rows, fit_scaling


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
    best: object = field(repr=False)


def early_stopping(states, loss, every=100, patience=5):
    """Yields a Checked after every `every` steps of a training; ends after `patience` of them in a row without a gain.

    states: yields objects like `training.TrainingState`. loss: averaged network -> a number, lower is better.
    """
    every, patience = whole_number("every", every), whole_number("patience", patience)
    best_step, best_loss, best = 0, math.inf, None
    for state in states:
        if state.step % every:
            continue
        now = loss(state.average)
        if not math.isfinite(now):
            raise FloatingPointError(f"the loss of the held-out rows is {now} at step {state.step}")
        if now < best_loss:
            best_step, best_loss, best = state.step, now, state.snapshot()
        yield Checked(state.step, state.loss, now, best_step, best_loss, best)
        if state.step - best_step >= patience * every:
            return


def prepared(frauds, held_out, kind, rng):
    """(scale, train, held): frauds (n, d) shuffled, a share `held_out` of them set aside, both scaled.

    The scale is learned from the training part alone. At least 2 rows are held out. Raises ValueError for n below 10, a
    share outside (0, 1), or one that leaves fewer than 2 rows to train on.
    """
    frauds = checked_rows("frauds", frauds, least=10)
    if not 0 < held_out < 1:
        raise ValueError(f"held_out must lie in (0, 1), got {held_out!r}")
    frauds, few = rng.permutation(frauds), max(2, round(held_out * len(frauds)))
    if len(frauds) - few < 2:
        raise ValueError(f"held_out must leave at least 2 rows to train on, got {held_out!r} of {len(frauds)}")
    scale = fit_scaling(frauds[few:], kind)
    return scale, scale.apply(frauds[few:]), scale.apply(frauds[:few])


def torch_generator(rng):
    """A torch.Generator seeded from a numpy one, so that one `rng` is the only source of chance."""
    return torch.Generator().manual_seed(int(rng.integers(2**63)))
