"""The usual small DDPM, written plainly, as a rival: what most tutorials on toy data teach.

A multilayer perceptron predicts ε; β rises evenly from 1e-4 to 0.02 over only T = 50 steps; sampling starts from
N(0, 1).
With so few steps ᾱ_T is 0.6: much of x_0 is left in x_T, which sampling from N(0, 1) ignores (the prior gap).
"""

import math

import numpy as np
import torch
from torch import nn

T, WIDTH, LAYERS, BATCH, RATE = 50, 128, 3, 32, 1e-3


def waves(x, scale, size=128):
    """Sinusoidal embedding of numbers (n,), multiplied by `scale` first: (n, size)."""
    frequencies = torch.exp(-math.log(10_000) / (size // 2 - 1) * torch.arange(size // 2))
    angles = scale * x[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(WIDTH, WIDTH)

    def forward(self, h):
        return h + nn.functional.gelu(self.linear(h))


class PlainDDPM:
    """fit(points, steps), then sample(n). Points (n, 2). generator: torch.Generator for batches and noise."""

    def __init__(self, generator):
        self.generator = generator
        with torch.random.fork_rng():
            torch.manual_seed(0)
            hidden = [Layer() for _ in range(LAYERS)]
            self.net = nn.Sequential(nn.Linear(3 * 128, WIDTH), nn.GELU(), *hidden, nn.Linear(WIDTH, 2))
        self.betas = torch.linspace(1e-4, 0.02, T)
        self.alpha_bars = torch.cumprod(1 - self.betas, 0)

    def predicted_noise(self, x, t):
        return self.net(torch.cat([waves(x[:, 0], 25.0), waves(x[:, 1], 25.0), waves(t.float(), 1.0)], dim=1))

    def fit(self, points, steps):
        points = torch.as_tensor(np.asarray(points, dtype=np.float32))
        optimiser = torch.optim.AdamW(self.net.parameters(), lr=RATE)
        for _ in range(steps):
            x0 = points[torch.randint(len(points), (BATCH,), generator=self.generator)]
            t = torch.randint(T, (BATCH,), generator=self.generator)
            eps = torch.randn(BATCH, 2, generator=self.generator)
            kept = self.alpha_bars[t][:, None]
            loss = nn.functional.mse_loss(self.predicted_noise(kept.sqrt() * x0 + (1 - kept).sqrt() * eps, t), eps)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
            optimiser.step()

    @torch.no_grad()
    def sample(self, n, start_from=None):
        """n points, (n, 2). start_from: real points (n, 2), noised to T as in training; None for N(0, 1), as usual."""
        x = torch.randn(n, 2, generator=self.generator)
        if start_from is not None:
            kept = self.alpha_bars[-1]
            x = kept.sqrt() * torch.as_tensor(start_from).float() + (1 - kept).sqrt() * x
        for t in reversed(range(T)):
            eps = self.predicted_noise(x, torch.full((n,), t))
            kept, before = self.alpha_bars[t], self.alpha_bars[t - 1] if t else torch.tensor(1.0)
            x = (x - self.betas[t] / (1 - kept).sqrt() * eps) / (1 - self.betas[t]).sqrt()
            if t:
                std = (self.betas[t] * (1 - before) / (1 - kept)).sqrt()
                x = x + std * torch.randn(n, 2, generator=self.generator)
        return x.numpy().astype(float)
