"""The U-Net and the transformer: Net's promises on chance, shapes, labels and types; what each block computes."""

import numpy as np
import pytest
import torch

from utils.generative import samplers, schedules
from utils.generative.networks import EMBEDDED, Denoiser
from utils.generative.picture_networks import Attention, ConvolutionBlock, DiT, TransformerBlock, UNet, modulated
from utils.generative.training import train

VP, KINDS = schedules.cosine_vp(), pytest.mark.parametrize("kind", [UNet, DiT])


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def stirred(module):
    """With weights that are nowhere 0, as after some training."""
    noise = generator(1)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 0.2 * torch.randn(parameter.shape, generator=noise, dtype=parameter.dtype)
    return module.double()


def normal(*shape, seed=2):
    return torch.randn(*shape, generator=generator(seed), dtype=torch.float64)


@KINDS
def test_a_new_network_is_0_and_leaves_the_global_random_state_alone(kind):
    before = torch.get_rng_state()
    first, again = (kind((8, 8), classes=2, generator=generator(5)) for _ in range(2))
    assert torch.equal(before, torch.get_rng_state())
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters()))
    other = kind((8, 8), classes=2, generator=generator(6))
    assert not torch.equal(first.first.weight, other.first.weight)
    assert torch.all(first(torch.randn(3, 8, 8, generator=generator()), torch.zeros(3)) == 0)


def test_new_blocks_do_nothing():
    pictures, tokens, e = normal(3, 4, 5, 6).float(), normal(3, 7, 8).float(), normal(3, EMBEDDED).float()
    assert torch.equal(ConvolutionBlock(4, 4, generator())(pictures, e), pictures)
    assert torch.equal(TransformerBlock(8, 2, generator())(tokens, e), tokens)


@KINDS
@pytest.mark.parametrize("shape", [(8, 8), (4, 12), (3, 8, 4)])
def test_rows_do_not_see_each_other_and_every_pixel_depends_on_every_other(kind, shape):
    net = stirred(kind(shape, 8, generator=generator()))
    x, u = normal(4, *shape).requires_grad_(), normal(4)
    together = net(x, u)
    assert together.shape == x.shape
    for i in range(4):
        assert torch.allclose(net(x[i : i + 1], u[i : i + 1])[0], together[i], atol=1e-12)
    together[1].flatten()[0].backward()
    assert torch.all(x.grad[1] != 0) and torch.all(x.grad[[0, 2, 3]] == 0)


@KINDS
def test_noise_level_and_label_matter_and_minus_one_is_no_label(kind):
    net = stirred(kind((8, 8), 8, classes=3, generator=generator()))
    x, u = normal(1, 8, 8).expand(5, 8, 8), torch.zeros(5).double()
    told, untold = net(x, u, torch.tensor([0, 1, 2, -1, -1])), net(x, u)
    answers = torch.cat([told[:4], net(x[:1], u[:1] + 1)]).flatten(1)
    assert torch.cdist(answers, answers)[~torch.eye(5, dtype=bool)].min() > 1e-3
    assert torch.allclose(told[3:], untold[3:], atol=1e-12)
    assert torch.allclose(net(x, u, torch.tensor(1)), told[1].expand(5, 8, 8), atol=1e-12)
    for bad in (3, -2):
        with pytest.raises(ValueError, match=r"labels must lie in \[-1, 3\), got"):
            net(x, u, torch.full((5,), bad))
    with pytest.raises(ValueError, match="labels need a network with classes > 0"):
        kind((8, 8), 8, generator=generator())(x.float(), u.float(), torch.zeros(5).long())


def test_a_convolution_block_moves_along_with_the_picture():
    """While what is not 0 stays three pixels from the edges; each convolution sees one around."""
    block, e = stirred(ConvolutionBlock(3, 5, generator())), normal(2, EMBEDDED)
    h = torch.zeros(2, 3, 16, 16).double()
    h[:, :, 4:10, 4:10] = normal(2, 3, 6, 6)
    moved = torch.roll(h, (2, 3), dims=(2, 3))
    back, inside = block(moved, e).roll((-2, -3), dims=(2, 3)), (..., slice(3, 12), slice(3, 11))
    assert torch.allclose(back[inside], block(h, e)[inside], atol=1e-12)
    assert not torch.allclose(block(moved, e), block(h, e), atol=1e-3)


def test_attention_is_the_weighted_mean_of_its_formula_by_loops():
    layer, tokens = stirred(Attention(6, 2, generator())), normal(1, 5, 6)
    rows = (layer.ask(tokens)[0]).detach().numpy().reshape(5, 3, 2, 3)  # token, (q, k, v), head, number
    expected = np.zeros((5, 6))
    for i in range(5):
        for head in range(2):
            q, keys, values = rows[i, 0, head], rows[:, 1, head], rows[:, 2, head]
            shares = np.exp([q @ key / np.sqrt(3) for key in keys])
            expected[i, 3 * head : 3 * head + 3] = (shares / shares.sum()) @ values
    expected = layer.give(torch.tensor(expected)[None])
    assert torch.allclose(layer(tokens), expected, atol=1e-12)


def test_a_transformer_block_does_not_know_the_order_of_the_tokens_and_the_network_does():
    block, tokens, e = stirred(TransformerBlock(8, 2, generator())), normal(2, 6, 8), normal(2, EMBEDDED)
    order = torch.tensor([3, 0, 5, 1, 4, 2])
    assert torch.allclose(block(tokens[:, order], e), block(tokens, e)[:, order], atol=1e-12)
    net, x = stirred(DiT((4, 4), 8, generator=generator())), normal(1, 4, 4)
    assert not torch.allclose(net(x.roll(2, 1), e[:1, 0]), net(x, e[:1, 0]).roll(2, 1), atol=1e-3)


def test_modulated_tokens_have_the_mean_and_deviation_they_are_given():
    tokens = modulated(3 + 5 * normal(2, 4, 500), torch.tensor(0.5), torch.tensor(-2.0))
    assert torch.allclose(tokens.mean(-1), torch.tensor(-2.0).double(), atol=1e-6)
    assert torch.allclose(tokens.std(-1, correction=0), torch.tensor(1.5).double(), atol=1e-4)


def test_patches_are_squares_of_the_picture_row_by_row_and_come_back():
    net = DiT((2, 4, 6), 8, generator=generator())
    x = torch.arange(48.0).reshape(1, 2, 4, 6)
    tokens = net.tokens(x)
    assert tokens.shape == (1, 6, 8)
    assert torch.equal(tokens[0, 4], x[0, :, 2:4, 2:4].flatten())
    assert torch.equal(net.pictures(tokens), x)


@KINDS
@pytest.mark.parametrize("place, dtype", [("meta", torch.float32), ("cpu", torch.float64), ("cpu", torch.bfloat16)])
def test_it_runs_where_its_weights_are_and_in_their_dtype(kind, place, dtype):
    one = Denoiser(kind((8, 8), 8, generator=generator()), VP).to(device=place, dtype=dtype)
    x, t = torch.ones(3, 8, 8, device=place, dtype=dtype), np.array([0.2, 0.5, 0.9])
    losses, step = one.loss(x, t, x), samplers.ddim(one, VP)
    for answer in (losses, step(x, 0.5, 0.4), one.answer(x, t)):
        assert answer.device.type == place and answer.dtype == dtype


@KINDS
def test_training_learns_where_the_ink_is(kind):
    """150 steps on pictures of one bar, whose place the label tells: it is found in almost nothing but noise."""
    rng = np.random.default_rng(0)
    labels = rng.integers(4, size=200)
    bars = (np.arange(4)[None, :, None] == labels[:, None, None]) * np.ones((1, 1, 4)) * 2 - 0.5
    one = Denoiser(kind((4, 4), 16, classes=4, generator=generator()), VP, data_std=float(bars.std()))
    options = dict(batch=32, lr=5e-3, decay=0.9, warmup=10, labels=labels, drop_labels=0.1)
    *_, state = train(one, bars, steps=150, generator=generator(1), **options)
    noise = rng.normal(size=(4, 4, 4)).astype(np.float32)
    guess = state.average.given([0, 1, 2, 3])(VP.sigma(0.9) * noise, 0.9).mean(axis=2)
    assert np.array_equal(guess.argmax(axis=1), [0, 1, 2, 3])


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here: torch.cuda.is_available() is False")
@KINDS
def test_a_gpu_computes_what_the_cpu_does(kind):
    net, x, u = stirred(kind((8, 8), 16, classes=2, generator=generator())), normal(3, 8, 8), normal(3)
    here, labels = net(x, u, torch.tensor([0, 1, -1])), torch.tensor([0, 1, -1]).cuda()
    assert torch.allclose(net.cuda()(x.cuda(), u.cuda(), labels).cpu(), here, atol=1e-8)
