"""Training ends when held-out rows stop gaining, and what is kept is the network of the best look, not of the last."""

import copy
import math
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative.tabular.early_stopping import early_stopping, prepared, torch_generator


@dataclass
class Live:
    """A network that training changes in place; its only weight is the step it is at."""

    at: int = 0


@dataclass
class State:
    step: int
    average: Live
    loss: float = 0.5

    def snapshot(self):
        return copy.copy(self.average)


def training(steps, seen=None):
    average = Live()
    for step in range(1, steps + 1):
        average.at = step
        if seen is not None:
            seen.append(step)
        yield State(step, average, 1 / step)


def looks(losses, every=10, patience=3, seen=None):
    """All Checked of a training whose held-out loss at its k-th look is losses[k]."""
    return list(
        early_stopping(
            training(every * len(losses), seen), lambda network: losses[network.at // every - 1], every, patience
        )
    )


def test_it_stops_after_patience_looks_without_a_gain_and_keeps_the_best():
    seen = []
    found = looks([5.0, 3.0, 4.0, 2.0, 6.0, 2.0, 7.0, 1.0, 0.0], seen=seen)
    assert [checked.step for checked in found] == [10, 20, 30, 40, 50, 60, 70] and seen[-1] == 70
    assert [checked.held_out for checked in found] == [5, 3, 4, 2, 6, 2, 7]
    assert [checked.best_step for checked in found] == [10, 20, 20, 40, 40, 40, 40]  # an equal loss is no gain
    assert [checked.best.at for checked in found] == [10, 20, 20, 40, 40, 40, 40]  # snapshots: training moved on to 70
    assert found[-1].best_loss == 2 and found[-1].loss == 1 / 70


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.integers(1, 4), st.integers(1, 4))
def test_it_stops_where_a_count_of_failures_in_a_row_says(losses, every, patience):
    best, failures, expected = math.inf, 0, 0
    for loss in losses:
        expected += 1
        best, failures = (loss, 0) if loss < best else (best, failures + 1)
        if failures == patience:
            break
    found = looks(losses, every, patience)
    assert len(found) == expected and found[-1].best_loss == best == min(losses[:expected])
    assert found[-1].best.at == found[-1].best_step == every * (losses.index(best) + 1)


def test_a_training_that_keeps_gaining_runs_to_its_end():
    assert [checked.best_step for checked in looks([3.0, 2.0, 1.0], patience=1)] == [10, 20, 30]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_held_out_loss_that_is_no_number_is_an_error(bad):
    with pytest.raises(FloatingPointError, match=f"the loss of the held-out rows is {bad} at step 20"):
        looks([1.0, bad, 0.5])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"every": 0}, "every must be a whole number of at least 1, got 0"),
        ({"patience": 1.5}, "patience must be a whole number of at least 1, got 1.5"),
    ],
)
def test_bad_settings_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        looks([1.0], **options)


# What is held out


def rows(n=100):
    return np.random.default_rng(0).standard_normal((n, 2)) * [1, 50] + [0, 1000]


@pytest.mark.parametrize(("n", "share", "held"), [(100, 0.2, 20), (100, 0.33, 33), (10, 0.01, 2)])
def test_the_two_parts_are_all_rows_and_no_row_twice(n, share, held):
    data = rows(n)
    scale, train, test = prepared(data, share, "quantile", np.random.default_rng(1))
    assert (len(train), len(test)) == (n - held, held)
    scale, train, test = prepared(data, share, "standard", np.random.default_rng(1))
    back = scale.undo(np.concatenate([train, test]))
    assert np.sort(back, axis=0) == pytest.approx(np.sort(data, axis=0), rel=1e-12)


def test_the_scale_has_not_seen_the_rows_held_out():
    _, train, test = prepared(rows(), 0.2, "standard", np.random.default_rng(1))
    assert train.mean(axis=0) == pytest.approx([0, 0], abs=1e-9) and train.var(axis=0) == pytest.approx([1, 1])
    assert np.all(np.abs(test.mean(axis=0)) > 1e-3)


def test_another_seed_holds_out_other_rows():
    first, again, other = (prepared(rows(), 0.2, "standard", np.random.default_rng(seed))[2] for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("n", "share", "message"),
    [
        (9, 0.2, r"rows must have shape \(n, d\) with n of at least 10, got \(9, 2\)"),
        (10, 0, r"held_out must lie in \(0, 1\), got 0"),
        (10, 1.0, r"held_out must lie in \(0, 1\), got 1.0"),
        (10, 0.99, "held_out must leave at least 2 rows to train on, got 0.99 of 10"),
    ],
)
def test_bad_parts_are_named(n, share, message):
    with pytest.raises(ValueError, match=message):
        prepared(rows(n), share, "standard", np.random.default_rng(1))


def test_torch_draws_follow_from_the_numpy_generator():
    first, again = (torch.randn(5, generator=torch_generator(np.random.default_rng(3))) for _ in range(2))
    rng = np.random.default_rng(3)
    torch_generator(rng)
    second = torch.randn(5, generator=torch_generator(rng))
    assert torch.equal(first, again) and not torch.equal(first, second)
