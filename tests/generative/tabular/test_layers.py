"""Weights come from the generator alone, and activations stand only between layers."""

import numpy as np
import pytest
import torch
from gaussian_rows import chance_of
from torch import nn

from utils.generative.tabular.layers import mlp


def torch_rng(seed=0):
    return torch.Generator().manual_seed(seed)


def test_mlp_draws_weights_on_one_over_root_n_and_puts_activations_only_between():
    before = chance_of()
    net = mlp([3, 400, 2], torch_rng())
    assert chance_of() == before and [type(layer) for layer in net] == [nn.Linear, nn.SiLU, nn.Linear]
    for layer in (net[0], net[2]):
        bound = layer.in_features**-0.5
        assert layer.weight.abs().max() <= bound and not layer.bias.any()
        n = layer.weight.numel()  # uniform on ±bound: variance bound²/3, whose estimate errs by √(4/5n)
        assert layer.weight.var().item() == pytest.approx(bound**2 / 3, rel=5 * np.sqrt(0.8 / n))
    x = torch.randn(4, 3, generator=torch_rng(1))
    hidden = x @ net[0].weight.T
    assert torch.allclose(net(x), hidden * hidden.sigmoid() @ net[2].weight.T, atol=1e-6)
    assert torch.equal(mlp([3, 4], torch_rng())[0].weight, mlp([3, 4], torch_rng())[0].weight)


def test_a_bad_size_is_named():
    with pytest.raises(ValueError, match="sizes must be a whole number of at least 1, got 0"):
        mlp([3, 0, 2], torch_rng())
