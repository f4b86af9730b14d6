"""A generative adversarial network of labelled pictures: rows [x, y] of picture and label, by `tabular.gan`'s training.

D sees picture and label; G is given a label, drawn evenly by one coordinate of its noise. Losses: see `tabular.gan`.
Source: Goodfellow et al. 2014; Mirza & Osindero 2014, Conditional Generative Adversarial Nets; Mescheder et al. 2018.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from utils.generative.rivals.rival import Rival
from utils.generative.tabular import gan
from utils.generative.tabular.layers import mlp
from utils.generative.training import TrainingState


class Conditional(nn.Module):
    """G: noise (n, hidden) -> rows [G(h, y), y], y = ⌊classes Φ(h_1)⌋ one-hot; `picture` for a y of one's choice."""

    def __init__(self, d: int, classes: int, hidden: int, width: int, generator: torch.Generator) -> None:
        super().__init__()
        self.hidden, self.classes = hidden, classes
        self.net = mlp([hidden - 1 + classes, width, width, d], generator)

    def picture(self, h: Tensor, given: Tensor) -> Tensor:
        return torch.tanh(self.net(torch.cat([h[:, 1:], given], 1)))

    def forward(self, h: Tensor) -> Tensor:
        kind = (self.classes * torch.special.ndtr(h[:, 0])).long().clamp(max=self.classes - 1)
        given = nn.functional.one_hot(kind, self.classes).to(h)
        return torch.cat([self.picture(h, given), given], 1)


@dataclass(frozen=True)
class GAN(Rival):
    """hidden: size of the noise, the label's coordinate included. gamma: γ of the penalty. It has no likelihood."""

    hidden: int = 33
    gamma: float = 1.0

    def updates(self, x: Tensor, given: Tensor, generator: torch.Generator) -> Iterator[TrainingState]:
        d = math.prod(self.shape)
        g = Conditional(d, self.classes, self.hidden, self.width, generator)
        discriminator = mlp([d + self.classes, self.width, self.width, 1], generator)
        setting = gan.GAN(batch=self.batch, lr=self.lr, hidden=self.hidden, gamma=self.gamma)
        rows = torch.cat([x.flatten(1), given], 1).numpy()
        return setting.updates((g, discriminator), rows, self.steps, generator)

    def draw(self, network: Any, given: Tensor, generator: torch.Generator) -> Tensor:
        return network.picture(torch.randn(len(given), self.hidden, generator=generator), given)
