"""Adapting a network: nothing changes at the start, only the adapters learn, and a picture comes back from no noise."""

import numpy as np
import pytest
import torch

from utils.generative import schedules, solvers
from utils.generative.adaptation import (
    Beside,
    Control,
    Given,
    LowRank,
    edges,
    from_picture,
    merged,
    with_label_row,
    with_low_rank,
)
from utils.generative.denoisers import DataDenoiser
from utils.generative.networks import Denoiser, Net, linear
from utils.generative.training import train

EDM = schedules.edm()


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def grown(shape=(4, 4), classes=3, seed=1):
    """A Net whose every number was drawn, the last layers too, which start at 0."""
    net = Net(shape, 12, 2, classes, generator=seeded(seed))
    with torch.no_grad():
        for weights in net.parameters():
            weights += 0.2 * torch.randn(weights.shape, generator=seeded(seed + 1))
    return net


X, C = torch.randn(2, 5, 4, 4, generator=seeded(3))
LEVEL, LABELS = torch.linspace(-2, 2, 5), torch.tensor([0, 1, 2, -1, 2])


def adapted(rank=3, **more):
    return with_low_rank(grown(), rank, generator=seeded(4), label=2, **more)


def stirred(net):
    """Its trained numbers moved away from where they start."""
    with torch.no_grad():
        for weights in net.parameters():
            if weights.requires_grad:
                weights += 0.3 * torch.randn(weights.shape, generator=seeded(5))
    return net


def test_low_rank_starts_at_the_base_bit_for_bit():
    assert torch.equal(adapted()(X, LEVEL, LABELS), grown()(X, LEVEL, LABELS))


def test_low_rank_adds_scale_times_b_a():
    base = linear(5, 7, seeded())
    layer = stirred(LowRank(base, 2, generator=seeded(1), scale=0.5))
    x = torch.randn(3, 5, generator=seeded(2))
    by_hand = x @ (base.weight + 0.5 * layer.up @ layer.down).T + base.bias
    torch.testing.assert_close(layer(x), by_hand)
    assert layer.down.shape == (2, 5) and layer.up.shape == (7, 2)
    assert torch.linalg.matrix_rank(layer.merged().weight - base.weight, rtol=1e-4) == 2


@pytest.mark.parametrize("scale", [1.0, 0.25])
def test_merged_gives_the_same_answers_without_adapters(scale):
    net = stirred(adapted(scale=scale))
    plain, before = merged(net), grown()(X, LEVEL, LABELS)
    torch.testing.assert_close(plain(X, LEVEL, LABELS), net(X, LEVEL, LABELS), atol=1e-6, rtol=1e-6)
    assert not any(isinstance(layer, LowRank) for layer in plain.modules())
    assert (net(X, LEVEL, LABELS) - before).abs().max() > 0.1  # the adapters had something to add
    assert list(plain.state_dict()) == list(grown().state_dict())


def test_only_adapters_and_the_new_row_are_trained():
    base, net = grown(), adapted()
    denoiser = Denoiser(net, EDM)
    labels = np.array([0, 1, 2, 2, 2])
    *_, _ = train(denoiser, X, steps=5, generator=seeded(6), labels=labels, batch=8, warmup=1)
    for name, before in base.named_parameters():
        kept, _, last = name.rpartition(".")
        now = net.get_parameter(f"{kept}.base.{last}" if isinstance(net.get_submodule(kept), LowRank) else name)
        if name == "label":
            assert torch.equal(now[[0, 1, 3]], before[[0, 1, 3]]) and not torch.equal(now[2], before[2])
        else:
            assert torch.equal(now, before), name
    layers = [layer for layer in net.modules() if isinstance(layer, LowRank)]
    assert len(layers) == 2 + 2 + 2 * 3  # first and last, two of the noise embedding, three a block
    assert all(layer.up.abs().max() > 0 for layer in layers)
    learnt = {name for name, p in net.named_parameters() if p.requires_grad}
    assert all(name.endswith((".up", ".down")) or name == "label" for name in learnt)


def test_the_base_itself_stays_as_it_was():
    base = grown()
    kept = {name: p.clone() for name, p in base.named_parameters()}
    for net in (with_low_rank(base, 2, generator=seeded(), label=0), with_label_row(base, 0), Control(base)):
        stirred(net)
    assert all(torch.equal(p, kept[name]) and p.requires_grad for name, p in base.named_parameters())


def test_label_row_trains_one_row():
    net = with_label_row(grown(), 1)
    net(X, LEVEL, LABELS).square().mean().backward()
    assert [name for name, p in net.named_parameters() if p.grad is not None] == ["label"]
    assert net.label.grad[1].abs().max() > 0 and net.label.grad[[0, 2, 3]].abs().max() == 0


@pytest.mark.parametrize("copied", [True, False])
def test_control_starts_at_the_base_bit_for_bit(copied):
    assert torch.equal(Control(grown(), copied=copied)(X, LEVEL, LABELS, C), grown()(X, LEVEL, LABELS))
    assert torch.equal(Control(grown(), copied=copied)(X, LEVEL, None, C), grown()(X, LEVEL))


@pytest.mark.parametrize("copied", [True, False])
def test_control_learns_from_the_condition_and_leaves_the_base_alone(copied):
    net = Control(grown(), copied=copied)
    net(X, LEVEL, LABELS, C).square().mean().backward()
    assert all(p.grad is None for p in net.base.parameters())
    assert all(layer.weight.grad.abs().max() > 0 for layer in net.leave)  # zero layers, yet no zero gradients
    net = stirred(net)
    assert (net(X, LEVEL, LABELS, C) - net(X, LEVEL, LABELS, C.flip(0))).abs().max() > 1e-2


def test_beside_is_the_net_on_both_pictures():
    net = grown((2, 4, 4))
    both = torch.stack([X, C], dim=1)
    assert torch.equal(Beside(net)(X, LEVEL, LABELS, C), net(both, LEVEL, LABELS)[:, 0])
    with pytest.raises(ValueError, match="net must have shape"):
        Beside(grown())


def test_given_is_what_a_denoiser_calls():
    net = Control(stirred(grown()))
    stirred(net)
    denoiser = Denoiser(Given(net, C), EDM)
    _, _, c_in, c_noise = denoiser.scalings(np.full(5, 0.7))
    own = net(X * torch.tensor(c_in, dtype=X.dtype)[:, None, None], torch.tensor(c_noise).float(), LABELS, C)
    torch.testing.assert_close(denoiser.answer(X, 0.7, LABELS), own)


def test_edges_of_a_square_are_its_border():
    picture = np.full((1, 7, 7), -1.0)
    picture[:, 2:, 2:] = 1.0
    found = edges(picture)
    assert found[0, 4].tolist() == [0, 1, 1, 0, 0, 0, 0] and found[0, :, 4].tolist() == [0, 1, 1, 0, 0, 0, 0]
    assert edges(picture, threshold=1.5).sum() == 0  # a step of 2 over two pixels: a gradient of 1


def test_from_picture_returns_the_source_from_no_noise_and_forgets_it_from_much():
    data = np.random.default_rng(0).normal(size=(6, 2))
    denoiser, source = DataDenoiser(data, EDM), data[:3] + 0.02
    step = solvers.heun(denoiser, EDM)

    def ends(level, seed=1):
        times = solvers.karras_times(12, level / 100, level)
        *_, (t, x) = from_picture(step, EDM, source, times, np.random.default_rng(seed))
        assert t == 0
        return x

    assert np.abs(ends(1e-6) - source).max() < 0.03  # the denoiser of the data moves it to its nearest row
    assert np.abs(ends(0.05) - data[:3]).max() < 1e-3
    same = np.mean([np.abs(ends(60.0, seed) - data[:3]).max(axis=1) < 0.1 for seed in range(40)])
    assert same < 0.4  # one row in six, by chance


def test_from_picture_without_a_denoiser_to_speak_of_gives_the_source_in_the_limit():
    source = np.random.default_rng(2).normal(size=(4, 4, 4))
    step = solvers.heun(lambda x, t: x, EDM)
    *_, (_, x) = from_picture(step, EDM, source, [1e-9, 0.0], np.random.default_rng(0))
    assert np.abs(x - source).max() < 1e-7
    (t, first), *_ = from_picture(step, EDM, source, [2.0, 1.0], np.random.default_rng(0))
    assert t == 2.0 and np.array_equal(first, source + 2.0 * np.random.default_rng(0).standard_normal((4, 4, 4)))
