"""Adam on any loss: it descends, averages, repeats itself, and stops at nonsense."""

import numpy as np
import pytest
import torch

from utils.generative.descent import descend
from utils.generative.training import learning_rate


class Point(torch.nn.Module):
    """Two numbers to be found."""

    def __init__(self):
        super().__init__()
        self.at = torch.nn.Parameter(torch.tensor([3.0, -2.0]))


GOAL = torch.tensor([1.0, 0.5])


def squared(network, average):
    return (network.at - GOAL).square().sum()


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def test_it_finds_the_minimum():
    *_, state = descend(Point(), squared, steps=800, generator=seeded(), lr=0.05, decay=0.9)
    assert state.step == 800 and state.loss < 1e-6
    torch.testing.assert_close(state.average.at, GOAL, atol=1e-2, rtol=0)


def test_every_step_is_adam_with_the_learning_rate_of_training():
    network, twin = Point(), Point()
    optimiser = torch.optim.Adam(twin.parameters())
    for state in descend(network, squared, steps=7, generator=seeded(), lr=0.1, warmup=3):
        loss = squared(twin, None)
        optimiser.zero_grad()
        loss.backward()
        optimiser.param_groups[0]["lr"] = learning_rate(state.step, 7, 0.1, 3)
        optimiser.step()
        assert state.loss == pytest.approx(loss.item())
        torch.testing.assert_close(network.at, twin.at)


def test_the_average_is_of_all_states_and_is_what_the_loss_receives():
    seen, kept, averages = [], [], []
    network = Point()

    def loss(network, average):
        seen.append(average.at.clone())
        return squared(network, average)

    for state in descend(network, loss, steps=5, generator=seeded(), decay=0.5):
        kept.append(network.at.detach().clone())
        weights = 0.5 ** np.arange(state.step)[::-1]
        expected = sum(float(weight) * at for weight, at in zip(weights, kept)) / float(weights.sum())
        torch.testing.assert_close(state.average.at, expected)
        assert not state.average.at.requires_grad
        assert all(torch.equal(now, before) for now, before in zip(seen[1:], averages))
        averages.append(state.average.at.clone())


def test_the_same_generator_gives_the_same_numbers():
    def noisy(seed):
        generator, network = seeded(seed), Point()
        loss = lambda network, average: (network.at - torch.randn(2, generator=generator)).square().sum()  # noqa: E731
        return [state.loss for state in descend(network, loss, steps=6, generator=generator)]

    assert noisy(1) == noisy(1) != noisy(2)


def test_a_loss_that_is_not_finite_stops_it():
    with pytest.raises(FloatingPointError, match="step 1"):
        list(descend(Point(), lambda network, average: squared(network, average) * np.nan, steps=3, generator=seeded()))
