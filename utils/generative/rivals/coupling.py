"""A normalising flow of labelled pictures: affine couplings, each invertible in closed form.

    x = (a, b) -> (a, b e^{s(a, y)} + t(a, y)),   log|det| = Σ s(a, y);   log p(x | y) = log N(z; 0, I) + Σ log|det|

on dequantised pixels. Source: Dinh, Sohl-Dickstein & Bengio 2017, Density estimation using Real NVP, section 3.
"""

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor, nn

from utils.generative.rivals.rival import Rival, dequantised
from utils.generative.tabular.layers import mlp

LARGEST = 2.0  # |s| stays below it: no coordinate is stretched more than e² in a layer


class Couplings(nn.Module):
    """forward: x (n, d), y (n, classes) -> (z (n, d), log|det ∂z/∂x| (n,)). inverse: z, y -> x.

    Every other layer splits the coordinates at random, the next one moves the half that stayed.
    """

    halves: Tensor

    def __init__(self, d: int, classes: int, layers: int, width: int, generator: torch.Generator) -> None:
        super().__init__()
        splits: list[Tensor] = []
        for layer in range(layers):
            splits.append(torch.randperm(d, generator=generator) if layer % 2 == 0 else splits[-1].roll(d // 2))
        self.register_buffer("halves", torch.stack(splits))
        self.stay = d - d // 2
        self.nets = nn.ModuleList(mlp([self.stay + classes, width, width, 2 * (d // 2)], generator) for _ in splits)
        for net in self.nets:
            net[-1].weight.data.zero_()  # type: ignore[index]  # each layer starts as the identity

    def parts(self, layer: int, x: Tensor, given: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(b's places, b, s, t)."""
        a, b = self.halves[layer].split([self.stay, x.shape[1] - self.stay])
        s, t = self.nets[layer](torch.cat([x[:, a], given], 1)).chunk(2, dim=1)
        return b, x[:, b], LARGEST * torch.tanh(s / LARGEST), t

    def forward(self, x: Tensor, given: Tensor) -> tuple[Tensor, Tensor]:
        log_det = x.new_zeros(len(x))
        for layer in range(len(self.nets)):
            places, b, s, t = self.parts(layer, x, given)
            x, log_det = x.index_copy(1, places, b * s.exp() + t), log_det + s.sum(1)
        return x, log_det

    def inverse(self, z: Tensor, given: Tensor) -> Tensor:
        for layer in reversed(range(len(self.nets))):
            places, b, s, t = self.parts(layer, z, given)
            z = z.index_copy(1, places, (b - t) * (-s).exp())
        return z


@dataclass(frozen=True)
class Flow(Rival):
    """layers: how many couplings. The rest: see `Rival`."""

    layers: int = 8
    held_out: float = 0.1

    def start(self, generator: torch.Generator) -> Couplings:
        return Couplings(math.prod(self.shape), self.classes, self.layers, self.width, generator)

    def loss(self, network: Any, x: Tensor, given: Tensor, generator: Generator, learning: bool = False) -> Tensor:
        z, log_det = network(dequantised(x, generator), given)
        return (0.5 * z.square() + 0.5 * math.log(2 * math.pi)).sum(1) - log_det

    def draw(self, network: Any, given: Tensor, generator: torch.Generator) -> Tensor:
        z = torch.randn(len(given), math.prod(self.shape), generator=generator)
        return network.inverse(z, given).clamp(-1, 1)
