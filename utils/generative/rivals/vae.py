"""A variational autoencoder of labelled pictures.

    −ELBO = E[ |x − m(z, y)|²/2s² + d log s + d/2 log 2π ] + KL(N(μ, diag v) ‖ N(0, I)),   z = μ + √v ε

x dequantised, μ and log v from (x, y), the deviation s learned. Sampling: z ~ N(0, I), then N(m(z, y), s² I).
Source: Kingma & Welling 2014, Auto-Encoding Variational Bayes, equation 10 and appendix B.
"""

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor, nn

from utils.generative.rivals.rival import Rival, dequantised
from utils.generative.tabular.layers import mlp


def gaussian_kl_terms(mean: Tensor, log_v: Tensor) -> Tensor:
    """KL(N(μ, diag v) ‖ N(0, I)) = ½ Σ_j (μ_j² + v_j − 1 − log v_j), summed over the last axis; log_v = log v."""
    return 0.5 * (mean.square() + log_v.exp() - 1 - log_v).sum(-1)


class Autoencoder(nn.Module):
    """encode: [x, y] (n, d + classes) -> (μ, log v). decode: [z, y] -> m (n, d). log_s: a number."""

    def __init__(self, d: int, classes: int, hidden: int, width: int, generator: torch.Generator) -> None:
        super().__init__()
        self.hidden = hidden
        self.encode = mlp([d + classes, width, width, 2 * hidden], generator)
        self.decode = mlp([hidden + classes, width, width, d], generator)
        self.log_s = nn.Parameter(torch.tensor(-1.0))


@dataclass(frozen=True)
class VAE(Rival):
    """hidden: size of the code z. The rest: see `Rival`."""

    hidden: int = 16
    held_out: float = 0.1

    def start(self, generator: torch.Generator) -> Autoencoder:
        return Autoencoder(math.prod(self.shape), self.classes, self.hidden, self.width, generator)

    def loss(self, network: Any, x: Tensor, given: Tensor, generator: Generator, learning: bool = False) -> Tensor:
        y = dequantised(x, generator)
        mean, log_v = network.encode(torch.cat([y, given], 1)).chunk(2, dim=1)
        z = mean + (0.5 * log_v).exp() * torch.randn(mean.shape, generator=generator)
        off = (y - network.decode(torch.cat([z, given], 1))) / network.log_s.exp()
        misfit = (0.5 * off.square() + network.log_s + 0.5 * math.log(2 * math.pi)).sum(1)
        return misfit + gaussian_kl_terms(mean, log_v)

    def draw(self, network: Any, given: Tensor, generator: torch.Generator) -> Tensor:
        z = torch.randn(len(given), network.hidden, generator=generator)
        mean = network.decode(torch.cat([z, given], 1))
        return mean + network.log_s.exp() * torch.randn(mean.shape, generator=generator)
