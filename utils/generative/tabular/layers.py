"""Plain layers for the VAE and the GAN."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn

from utils.common.checks import whole_number
from utils.generative.backend import torch_generator
from utils.generative.networks import linear


def mlp(sizes: Sequence[int], generator: torch.Generator, activation: type[nn.Module] = nn.SiLU) -> nn.Sequential:
    """Linear layers of these sizes with an activation between; weights uniform on ±1/√n_in, drawn from `generator`."""
    layers: list[nn.Module] = []
    if isinstance(sizes, str) or not isinstance(sizes, Sequence):
        raise ValueError(f"sizes must be a list of whole numbers, got {sizes!r}")
    generator = torch_generator("generator", generator)
    sizes = [whole_number("sizes", size) for size in sizes]
    for n_in, n_out in pairwise(sizes):
        layers += [linear(n_in, n_out, generator), activation()]
    return nn.Sequential(*layers[:-1])
