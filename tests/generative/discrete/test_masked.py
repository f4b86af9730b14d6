"""The learned denoiser, put to the test with exact conditionals: its bound, its sampler, its loss."""

from itertools import pairwise, product

import numpy as np
import pytest
import torch

from utils.generative.discrete import exact
from utils.generative.discrete.masked import MASK, TokenDenoiser, bound, reveal
from utils.generative.discrete.tokens import absorbing
from utils.generative.networks import Net
from utils.generative.training import train

LAW = np.random.default_rng(1).dirichlet(np.full(27, 0.4)).reshape(3, 3, 3) * 0.97 + 0.03 / 27
ALL = np.array(list(product(range(3), repeat=3)))


def rng(seed=0):
    return torch.Generator().manual_seed(seed)


def denoiser(sizes=(3, 3, 3), numbers=0, classes=0):
    return TokenDenoiser(Net(numbers + sum(sizes), 16, 1, classes, generator=rng()), sizes)


class Exact(TokenDenoiser):
    """Its answers are the exact conditionals of LAW."""

    def log_probabilities(self, x_t, t=1.0, labels=None):
        answers = exact.denoiser(LAW, absorbing(3), 0.5)
        blocks = x_t.reshape(len(x_t), 3, 3).numpy()
        at = np.where(blocks.sum(2) == 0, 3, blocks.argmax(2))
        p = answers[:, at[:, 0], at[:, 1], at[:, 2]].transpose(1, 0, 2)
        return x_t[:, :0], torch.from_numpy(p).log()


EXACT = Exact(Net(9, 4, 1, generator=rng()), (3, 3, 3))


def test_the_bound_is_estimated_without_bias_for_every_sequence():
    rounds = np.array([bound(EXACT, ALL, rng(seed)) for seed in range(150)])
    error = rounds.std(axis=0) / np.sqrt(len(rounds))
    assert np.all(np.abs(rounds.mean(axis=0) + np.log(LAW).ravel()) < 4.5 * error + 1e-6)
    again = bound(EXACT, ALL, rng(), repeats=150)
    assert np.all(np.abs(again + np.log(LAW).ravel()) < 5 * error + 1e-6)


def test_weighted_by_one_over_t_the_loss_estimates_the_bound():
    """A network that says ⅓ for all: both are L log 3, whatever the masks."""
    den, n = denoiser(), 20_000
    x0 = den.encode(ALL[np.random.default_rng(0).integers(27, size=n)])
    t = (np.arange(n) + 0.5) / n
    eps = torch.randn(x0.shape, generator=rng())
    loss = den.loss(x0, t, eps).detach().numpy()
    assert np.mean(loss / t) * 3 == pytest.approx(3 * np.log(3), rel=0.05)
    assert np.mean(loss) == pytest.approx(np.log(3) / 2, rel=0.02)  # without the weight: half


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_the_sampler_has_the_law_that_is_computed_exactly(steps):
    n = 40_000
    *_, (tokens, _) = reveal(EXACT, n, steps, rng(3))
    p = exact.sampler_law(LAW, absorbing(3), np.linspace(0, 1, steps + 1)).ravel()
    share = np.bincount(tokens @ [9, 3, 1], minlength=27) / n
    assert np.all(np.abs(share - p) < 4.5 * np.sqrt(p * (1 - p) / n))


def test_tokens_are_revealed_once_at_the_rate_of_time_and_stay():
    den, states = denoiser((2,) * 40), []
    for tokens, _ in reveal(den, 500, 10, rng(1)):
        states.append(tokens)
    assert np.all(states[0] == MASK) and np.all(states[-1] != MASK) and len(states) == 11
    for before, after in pairwise(states):
        assert np.all(after[before != MASK] == before[before != MASK])
    hidden = [np.mean(tokens == MASK) for tokens in states]
    np.testing.assert_allclose(hidden, 1 - np.arange(11) / 10, atol=0.015)


def test_surest_first_reveals_as_many_and_those_with_the_most_probable_value():
    sure = [tokens for tokens, _ in reveal(denoiser((2,) * 40), 50, 10, rng(1), order="surest")]
    assert [int((tokens == MASK).sum(1).mean()) for tokens in sure] == list(range(40, -1, -4))
    first = np.array([list(tokens) for tokens, _ in reveal(EXACT, 2000, 3, rng(2), order="surest")])[1]
    alone = np.stack([LAW.sum(axis=tuple(m for m in range(3) if m != l)) for l in range(3)])
    shown = (first != MASK).argmax(1)
    assert np.all((first != MASK).sum(1) == 1)
    assert alone[shown, first[np.arange(2000), shown]].mean() > np.mean((alone**2).sum(1)) + 0.1


def test_rows_are_written_as_numbers_and_blocks():
    den = denoiser((2, 3), numbers=1)
    np.testing.assert_array_equal(
        den.encode([[1, 0], [MASK, 2]], [[0.5], [-1]]), [[0.5, 0, 1, 1, 0, 0], [-1, 0, 0, 0, 0, 1]]
    )
    numbers, log_p = den.log_probabilities(den.encode([[MASK, MASK]], [[0.3]]), 0.5)
    assert numbers.shape == (1, 1) and log_p.shape == (1, 2, 3) and log_p[0, 0, 2] == -np.inf
    np.testing.assert_allclose(log_p.exp().sum(2).detach(), 1, atol=1e-6)
    for tokens in ([[2, 0]], [[0, 3]], [[-2, 0]], [[0]], [[0.0, 1.0]]):
        with pytest.raises(ValueError, match="tokens must"):
            den.encode(tokens, [[0.0]])
    with pytest.raises(ValueError, match="of tokens alone"):
        bound(den, [[1, 1]], rng())
    with pytest.raises(ValueError, match="sizes must"):
        TokenDenoiser(Net(4, 4, 1, generator=rng()), (2, 3))


def test_the_network_is_told_the_time_only_where_there_are_numbers():
    alone, mixed = denoiser(), denoiser((3,), numbers=2)
    for den, rows, same in ((alone, [[0, MASK, 2]], True), (mixed, [[MASK]], False)):
        for weights in den.net.parameters():
            torch.nn.init.normal_(weights, generator=rng(5))
        x = den.encode(rows, [[0.4, -0.2]])
        early, late = (den.log_probabilities(x, t)[1].detach().numpy() for t in (0.1, 0.9))
        assert np.allclose(early, late) == same


def test_training_reaches_the_law_and_the_numbers_follow_the_category():
    """x = ±1 by a coin: after a short training both come out together."""
    rows = np.random.default_rng(0).integers(2, size=(2000, 1))
    den = denoiser((2,), numbers=1)
    data = den.encode(rows, 2.0 * rows - 1 + 0.1 * np.random.default_rng(1).normal(size=rows.shape))
    *_, state = train(den, data, steps=400, generator=rng(), lr=4e-3, decay=0.98)
    *_, (tokens, numbers) = reveal(state.average, 1000, 30, rng(1))
    agree = np.mean(np.sign(numbers) == 2 * tokens - 1)
    assert agree > 0.95 and abs(tokens.mean() - 0.5) < 0.1 and np.abs(np.abs(numbers) - 1).mean() < 0.2
