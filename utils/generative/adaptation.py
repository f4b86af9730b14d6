"""Adapting a trained network: low-rank updates, control by a second picture, and starting from a picture.

    W' = W + scale · B A                        A (r, n_in), B (n_out, r), B = 0 at the start
    h ← block(h, e) + Z h_copy                  Z = 0 at the start: the base's answer, bit for bit
    x_t = α(t) x_source + σ(t) ε                then sample from t down

In the first two the base is frozen: what it knows is still there when the adapter is taken off.
"""

import copy
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from utils.common import arrays
from utils.common.checks import an_instance, positive, truth, whole_number
from utils.generative.backend import Points, any_generator, as_points, normal_like, torch_generator
from utils.generative.networks import Net, linear
from utils.generative.samplers import Step, sample
from utils.generative.schedule import Schedule


class LowRank(nn.Module):
    """x -> (W + scale · B A) x + b, with W and b of `base` frozen. A is drawn, B starts at 0. (n, n_in) -> (n, n_out).

    Source: Hu et al. 2022, LoRA: Low-Rank Adaptation of Large Language Models, equation 3 (their scale is α/r).
    """

    def __init__(self, base: nn.Linear, rank: int, *, generator: torch.Generator, scale: float = 1.0) -> None:
        super().__init__()
        self.base, self.scale = an_instance("base", base, nn.Linear).requires_grad_(False), positive("scale", scale)
        rank, generator = whole_number("rank", rank), torch_generator("generator", generator)
        self.down = nn.Parameter(linear(base.in_features, rank, generator).weight.detach().to(base.weight))  # A
        self.up = nn.Parameter(base.weight.new_zeros(base.out_features, rank))  # B

    def forward(self, x: Tensor) -> Tensor:
        return self.base(x) + self.scale * (x @ self.down.T @ self.up.T)

    def merged(self) -> nn.Linear:
        """One Linear with W + scale · B A: the same answers, at the base's cost."""
        layer = copy.deepcopy(self.base)
        layer.weight.data += self.scale * (self.up @ self.down).detach()
        return layer


def with_low_rank(net: Net, rank: int, *, generator: torch.Generator, label: int, scale: float = 1.0) -> Net:
    """A copy of `net` of which only each layer's A and B and the row of `label` can be trained. See `LowRank`."""
    adapted = with_label_row(net, label)
    return _replaced(adapted, nn.Linear, lambda layer: LowRank(layer, rank, generator=generator, scale=scale))


def with_label_row(net: Net, label: int) -> Net:
    """A frozen copy of `net`, all but the embedding of `label`: EMBEDDED numbers to train."""
    adapted = copy.deepcopy(an_instance("net", net, Net)).requires_grad_(False)
    if whole_number("label", label, least=0) >= net.classes:
        raise ValueError(f"label must be below the network's {net.classes} classes, got {label}")
    chosen = torch.zeros_like(adapted.label)
    chosen[label] = 1
    adapted.label.requires_grad_(True).register_hook(lambda gradient: gradient * chosen.to(gradient))
    return adapted


def merged(net: nn.Module) -> nn.Module:
    """A copy of `net` with each `LowRank` replaced by one Linear: no adapter is left, and what was frozen still is."""
    return _replaced(copy.deepcopy(an_instance("net", net, nn.Module)), LowRank, LowRank.merged)


def _replaced(net: nn.Module, kind: type, new: Callable[[Any], nn.Module]) -> Any:
    for name, module in list(net.named_modules()):
        if isinstance(module, kind):
            parent, _, last = name.rpartition(".")
            setattr(net.get_submodule(parent), last, new(module))  # in a ModuleList the blocks are no Linear
    return net


class Control(nn.Module):
    """A frozen Net steered by a second picture through layers that start at 0: then the base's answer, bit for bit.

        h_0 = first(x),  h_k = block_k(h_{k−1}, e) + Z_k g_k
        copied=True:  g_0 = h_0 + Z_0 c,  g_k = copy_k(g_{k−1}, e): a trained copy of the blocks reads the condition c
        copied=False: g_k = c: the Z_k alone

    forward(x, log_noise, labels, condition): condition (n, *shape), like x.
    Source: Zhang, Rao & Agrawala 2023, Adding Conditional Control to Text-to-Image Diffusion Models, equation 2.
    """

    def __init__(self, base: Net, *, copied: bool = True) -> None:
        super().__init__()
        self.base, self.copied = copy.deepcopy(an_instance("base", base, Net)), truth("copied", copied)
        d, width = math.prod(base.shape), base.first.out_features
        self.enter = _zero(d, width) if copied else None
        self.copies = copy.deepcopy(self.base.blocks) if copied else None
        self.leave = nn.ModuleList(_zero(width if copied else d, width) for _ in self.base.blocks)
        self.shape, self.classes = base.shape, base.classes
        self.base.requires_grad_(False)

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None, condition: Tensor) -> Tensor:
        net, c = self.base, condition.flatten(1)
        e, h = net.embed(log_noise), net.first(x.flatten(1))
        if net.classes:
            e = e + net.label[-1 if labels is None else labels]
        g = c if self.enter is None else h + self.enter(c)
        for k, (block, leave) in enumerate(zip(net.blocks, self.leave)):
            g = g if self.copies is None else self.copies[k](g, e)
            h = block(h, e) + leave(g)
        return net.last(net.norm(h)).reshape(x.shape)


class Beside(nn.Module):
    """A network for pictures of twice the numbers, x and the condition c beside each other, and the first half of its
    answer. net: a Net of shape (2, *shape). forward as in `Control`. Trained anew: nothing of a base is in it."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = an_instance("net", net, Net)
        self.shape, self.classes = net.shape[1:], net.classes
        if net.shape[0] != 2 or not self.shape:
            raise ValueError(f"net must have shape (2, ...), x and condition, got {net.shape}")

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None, condition: Tensor) -> Tensor:
        return self.net(torch.stack([x, condition], 1), log_noise, labels)[:, 0]


class Given(nn.Module):
    """A network for one `condition` (n, *shape), as a Denoiser calls it: (x, log_noise, labels=None)."""

    def __init__(self, net: nn.Module, condition: Tensor) -> None:
        super().__init__()
        self.net, self.shape = an_instance("net", net, nn.Module), tuple(net.shape)  # type: ignore[arg-type]
        condition = as_points("condition", an_instance("condition", condition, Tensor), ("n", *self.shape))
        self.condition = condition.to(next(net.parameters()))

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.net(x, log_noise, labels, self.condition)


def edges(pictures: Any, threshold: float = 0.76) -> np.ndarray:
    """1 where the grey level changes by more than `threshold` a pixel, else 0: |gradient| by central differences.

    pictures (n, height, width), at least 2 × 2.
    """
    pictures = arrays.points("pictures", pictures, ("n", "height", "width"))
    if min(pictures.shape[1:]) < 2:
        raise ValueError(f"pictures must have at least 2 x 2 pixels, got {pictures.shape[1:]}")
    return (np.hypot(*np.gradient(pictures, axis=(1, 2))) > positive("threshold", threshold)).astype(float)


def from_picture(
    step: Step, schedule: Schedule, source: Points, times: ArrayLike, rng: Any
) -> Iterator[tuple[float, Points]]:
    """SDEdit: noise `source` (n, ...) to times[0], then sample down `times`; yields (t, x_t), as `sample` does.

    times[0] decides: near 0 the source comes back, at the last time of the schedule nothing of it is left.
    Source: Meng et al. 2022, SDEdit: Guided Image Synthesis and Editing with Stochastic Differential Equations.
    """
    an_instance("schedule", schedule, Schedule), any_generator("rng", rng)
    source, times = as_points("source", source), arrays.points("times", times, ("n",))
    return sample(step, times, schedule.noise(source, times[0], normal_like(source, rng)))


def _zero(n_in: int, n_out: int) -> nn.Linear:
    layer = nn.utils.skip_init(nn.Linear, n_in, n_out)
    nn.init.zeros_(layer.weight), nn.init.zeros_(layer.bias)
    return layer
