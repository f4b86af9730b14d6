"""A network for the reverse rate: its loss is the likelihood of reversed paths, it learns, it is kept as numbers."""

import numpy as np
import pytest
import torch

from utils.populations import rewind
from utils.populations.adoption import BassChain
from utils.populations.learned_reverse import LogRatio, learned_rates, load_network, save_network, train
from utils.processes.chains import uniformised

N, T = 12, 1.5
BIRTHS = BassChain(0.1, 1.5, N).rates(np.arange(N + 1.0)[None])[0]
TIMES = np.linspace(0, T, 16)
PATHS = rewind.birth_paths(BIRTHS, np.repeat([0, 1, 2, 3, 4], 1_000), np.random.default_rng(0))
SEEN = rewind.jumps_and_occupancy(PATHS, TIMES)


@pytest.fixture(scope="module")
def taught():
    net = LogRatio(N, T, 16)
    return net, list(train(net, BIRTHS, TIMES, *SEEN, 600))


def test_the_loss_is_minus_the_log_likelihood_of_the_reversed_paths():
    net = LogRatio(N, T, 8, seed=3)
    likelihood = rewind.reversed_log_likelihood(learned_rates(net, BIRTHS, TIMES), TIMES, PATHS)
    first, second = train(net, BIRTHS, TIMES, *SEEN, 2)
    assert first == pytest.approx(-likelihood.mean(), abs=1e-10)
    assert second < first


def test_the_gradient_is_the_one_that_score_entropy_with_the_true_ratio_has():
    """With expected jumps the implicit loss, which knows no truth, and the explicit one pull the weights alike."""
    Q = np.diag(-BIRTHS) + np.diag(BIRTHS[:-1], 1)
    laws = uniformised(Q, np.eye(N + 1)[:5].mean(axis=0), TIMES)
    jumps, spent = rewind.expected_jumps_and_occupancy(BIRTHS, laws, TIMES)
    truth = rewind.table_of_rates(jumps, spent)
    net = LogRatio(N, T, 8)
    rates = learned_rates(net, BIRTHS, TIMES)
    next(train(net, BIRTHS, TIMES, jumps, spent, 1))
    pulled = {name: weights.grad.clone() for name, weights in net.named_parameters()}
    assert rewind.score_entropy(rates, truth, spent) > 0
    h, weights = 1e-6, net.layers[-1].bias
    losses = []
    for step in (h, -2 * h):
        with torch.no_grad():
            weights += step
        losses.append(rewind.score_entropy(learned_rates(net, BIRTHS, TIMES), truth, spent))
    assert (losses[0] - losses[1]) / (2 * h) == pytest.approx(pulled["layers.2.bias"].item(), rel=1e-5)


def test_training_goes_down_to_near_the_tables_loss(taught):
    _, losses = taught
    best = rewind.implicit_score_entropy(rewind.table_of_rates(*SEEN), *SEEN)
    assert len(losses) == 600 and best < losses[-1] < best + 0.1 < losses[0] - 0.2


def test_the_ratio_learned_is_near_the_true_one_where_paths_have_been(taught):
    rates, table = learned_rates(taught[0], BIRTHS, TIMES), rewind.table_of_rates(*SEEN)
    often = SEEN[0] > 0.02
    assert rates.shape == table.shape and np.all(rates[:, 0] == 0)
    assert np.mean(np.abs(rates[often] / table[often] - 1)) < 0.1


def test_it_draws_on_no_global_random_numbers_and_the_seed_decides():
    before = torch.get_rng_state()
    one, same, other = LogRatio(N, T), LogRatio(N, T), LogRatio(N, T, seed=1)
    assert torch.equal(before, torch.get_rng_state())
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), same.parameters()))
    assert not torch.equal(one.layers[0].weight, other.layers[0].weight)
    assert {weights.dtype for weights in one.parameters()} == {torch.float64}


def test_what_is_kept_comes_back_to_the_last_bit_and_training_goes_on_alike(taught, tmp_path):
    save_network(tmp_path / "net.npz", taught[0])
    kept = load_network(tmp_path / "net.npz")
    assert np.array_equal(learned_rates(kept, BIRTHS, TIMES), learned_rates(taught[0], BIRTHS, TIMES))
    again = load_network(tmp_path / "net.npz")
    runs = [list(train(net, BIRTHS, TIMES, *SEEN, 3, 1e-4)) for net in (kept, again)]
    assert runs[0] == runs[1]
    assert isinstance(np.load(tmp_path / "net.npz", allow_pickle=False)["scale"], np.ndarray)


def test_what_is_no_such_file_or_no_network_is_refused_and_named(tmp_path):
    np.savez(tmp_path / "object.npz", scale=np.array([{}], dtype=object))
    np.savez(tmp_path / "other.npz", scale=np.array([3.0, 1.0]))
    for bad in (tmp_path / "object.npz", tmp_path / "other.npz", tmp_path / "none.npz", __file__, None, 3):
        with pytest.raises(ValueError, match="path must be"):
            load_network(bad)
    with pytest.raises(ValueError, match="net must be"):
        save_network(tmp_path / "new.npz", torch.nn.Linear(1, 1))
    with pytest.raises(ValueError, match="path must be"):
        save_network(None, LogRatio(3, 1.0))
