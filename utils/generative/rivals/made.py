"""An autoregressive model of labelled pictures: one masked network gives every p(x_i | x_1..x_{i−1}, y) at once.

    log p(x | y) = Σ_i log p(x_i | x_{<i}, y),     17 probabilities a pixel, pixels in rows from the top left

A hidden unit of degree m sees pixels 1..m; pixel i's output sees hidden units of degree below i. Sampling: d calls.
Source: Germain et al. 2015, MADE: Masked Autoencoder for Distribution Estimation, equations 9 and 10.
"""

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import Generator, Tensor, nn

from utils.generative.networks import linear
from utils.generative.rivals.rival import LEVELS, WIDTH, Rival


class Masked(nn.Module):
    """forward: x (n, d) in [−1, 1], y (n, classes) -> logits (n, d, levels). Two hidden layers of `width`.

    drop: the chance that a hidden unit is left out while learning, drawn from `generator`; without one none is.
    """

    mask_in: Tensor
    mask_mid: Tensor
    mask_out: Tensor

    def __init__(
        self, d: int, classes: int, width: int, drop: float, generator: Generator, levels: int = LEVELS
    ) -> None:
        super().__init__()
        self.drop, self.levels = drop, levels
        pixel, degree = torch.arange(1, d + 1), torch.arange(width) % d  # degree 0 sees the label alone
        self.register_buffer("mask_in", (degree[:, None] >= pixel).float())
        self.register_buffer("mask_mid", (degree[:, None] >= degree).float())
        self.register_buffer("mask_out", (pixel[:, None] > degree).float().repeat_interleave(levels, 0))
        self.first, self.label = linear(d, width, generator, 2.0), linear(classes, width, generator)
        self.middle, self.last = linear(width, width, generator, 2.0), linear(width, d * levels, generator)

    def forward(self, x: Tensor, given: Tensor, generator: torch.Generator | None = None) -> Tensor:
        h = nn.functional.linear(x, self.first.weight * self.mask_in, self.first.bias) + self.label(given)
        h = self.dropped(nn.functional.silu(h), generator)
        h = h + nn.functional.silu(nn.functional.linear(h, self.middle.weight * self.mask_mid, self.middle.bias))
        h = self.dropped(h, generator)
        logits = nn.functional.linear(h, self.last.weight * self.mask_out, self.last.bias)
        return logits.reshape(len(x), -1, self.levels)

    def dropped(self, h: Tensor, generator: torch.Generator | None) -> Tensor:
        if generator is None or self.drop == 0:
            return h
        return h * (torch.rand(h.shape, generator=generator) >= self.drop) / (1 - self.drop)


@dataclass(frozen=True)
class MADE(Rival):
    """drop: see `Masked`. The rest: see `Rival`. Its likelihood is exact, and of levels."""

    width: int = 512
    held_out: float = 0.1
    drop: float = 0.3
    level_width: ClassVar[float] = 1.0

    def start(self, generator: torch.Generator) -> Masked:
        return Masked(math.prod(self.shape), self.classes, self.width, self.drop, generator)

    def loss(self, network: Any, x: Tensor, given: Tensor, generator: Generator, learning: bool = False) -> Tensor:
        logits = network(x.flatten(1), given, generator if learning else None)
        levels = ((x.flatten(1) + 1) / WIDTH).round().long()
        return nn.functional.cross_entropy(logits.transpose(1, 2), levels, reduction="none").sum(1)

    def draw(self, network: Any, given: Tensor, generator: torch.Generator) -> Tensor:
        x = torch.zeros(len(given), math.prod(self.shape))
        for i in range(x.shape[1]):
            chances = network(x, given)[:, i].softmax(1)
            x[:, i] = torch.multinomial(chances, 1, generator=generator)[:, 0] * WIDTH - 1
        return x
