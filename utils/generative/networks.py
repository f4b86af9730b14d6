"""Denoisers that learn: a small residual network, and the wrapper that turns its answer into E[x_0 | x_t].

    D(x_t, t) = c_skip x_t + c_out F(c_in x_t, c_noise)

F is the network. What it is asked for (x_0, ε, v, ...) is only a choice of c_skip and c_out: see `Denoiser`.
Everything runs on the device and in the dtype of the network: `denoiser.to("cuda")`, `denoiser.double()`.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from utils.common import arrays
from utils.common.checks import an_instance, one_of, positive, whole_number
from utils.generative.backend import Points, as_points, as_times, column, torch_generator
from utils.generative.predictions import ALL_KINDS, conversion, shares
from utils.generative.schedule import Schedule

NOISE_RANGE = 8.0  # |log(σ/α)| beyond this is "no noise at all" or "nothing but noise": float32 sees no difference
NO_LABEL = -1  # the label of an example whose label is not known, or withheld
EMBEDDED = 64  # numbers that tell each block the noise level and the label
PREDICTIONS = tuple(kind for kind in ALL_KINDS if kind != "score")  # infinite at σ = 0


def linear(n_in: int, n_out: int, generator: torch.Generator, scale: float = 1.0) -> nn.Linear:
    """A Linear layer drawn from `generator`: weights uniform on ±scale/√n_in, biases 0."""
    layer = nn.utils.skip_init(nn.Linear, n_in, n_out)  # skip_init leaves torch's global random state alone
    nn.init.uniform_(layer.weight, -scale / math.sqrt(n_in), scale / math.sqrt(n_in), generator=generator)
    nn.init.zeros_(layer.bias)
    return layer


class NoiseEmbedding(nn.Module):
    """log(σ/α), shape (n,) -> (n, EMBEDDED): sines and cosines at geometric frequencies, then a small network.

    The network is told the noise level and not the time, so it can be sampled on another schedule.
    """

    frequencies: Tensor

    def __init__(self, generator: torch.Generator, frequencies: int = 16) -> None:
        super().__init__()
        self.register_buffer("frequencies", 2.0 ** torch.linspace(-3, 2, frequencies))  # in radians a unit of log(σ/α)
        self.first = linear(2 * frequencies, EMBEDDED, generator)
        self.second = linear(EMBEDDED, EMBEDDED, generator)

    def forward(self, log_noise: Tensor) -> Tensor:
        angles = log_noise[:, None] * self.frequencies
        waves = torch.cat([angles.sin(), angles.cos()], dim=1)
        return nn.functional.silu(self.second(nn.functional.silu(self.first(waves))))


class Block(nn.Module):
    """h + W₂ silu(W₁ norm(h) + V e): one residual step, conditional on the embedding e. (n, width) -> (n, width)."""

    def __init__(self, width: int, generator: torch.Generator) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = linear(width, width, generator)
        self.condition = linear(EMBEDDED, width, generator)
        self.second = linear(width, width, generator, scale=0.0)  # so that each block starts as "do nothing"

    def forward(self, h: Tensor, e: Tensor) -> Tensor:
        return h + self.second(nn.functional.silu(self.first(self.norm(h)) + self.condition(e)))


class Net(nn.Module):
    """F: a residual network with `depth` blocks of `width` units. forward(x, log_noise, labels=None) -> like x.

    shape: of one example: 2 for points in the plane, (8, 8) for pictures. x: (n, *shape); log_noise: (n,).
    classes: number of labels it knows (0: none). labels: (n,) whole numbers in [0, classes), −1 for "no label".
    generator: torch.Generator for the first weights; torch's global random state is neither used nor changed.
    """

    def __init__(
        self,
        shape: int | Sequence[int],
        width: int = 128,
        depth: int = 3,
        classes: int = 0,
        *,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        sides = tuple(shape) if isinstance(shape, Sequence) and not isinstance(shape, str) else (shape,)
        self.shape = tuple(whole_number("shape", side) for side in sides)
        self.classes = whole_number("classes", classes, least=0)
        width, depth = whole_number("width", width), whole_number("depth", depth)
        generator = torch_generator("generator", generator)
        d = math.prod(self.shape)
        self.embed = NoiseEmbedding(generator)
        self.first = linear(d, width, generator)
        self.blocks = nn.ModuleList(Block(width, generator) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.last = linear(width, d, generator, scale=0.0)
        if classes:
            self.label = nn.Parameter(torch.zeros(classes + 1, EMBEDDED))  # the last row is "no label"
            nn.init.normal_(self.label, generator=generator)

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None = None) -> Tensor:
        e = self.embed(log_noise)
        if labels is not None:
            self._check(labels)
        if self.classes:
            e = e + self.label[-1 if labels is None else labels]
        h = self.first(x.flatten(1))
        for block in self.blocks:
            h = block(h, e)
        return self.last(self.norm(h)).reshape(x.shape)

    def _check(self, labels: Tensor) -> None:
        if not self.classes:
            raise ValueError("labels need a Net with classes > 0, got classes = 0")
        if labels.min() < -1 or labels.max() >= self.classes:
            raise ValueError(
                f"labels must be whole numbers in [0, {self.classes}), or −1 for no label, "
                f"got {labels.min():g} to {labels.max():g}"
            )


class Denoiser(nn.Module):
    """The learned denoiser: (x_t, t) -> E[x_0 | x_t], shaped like x_t.

        D(x_t, t) = c_skip x_t + c_out F(x_t / s, log(σ/α)),    s² = α² σ_d² + σ²

    net: F, e.g. a Net. schedule: t -> (α, σ). data_std: σ_d, the data's standard deviation.
    prediction, what F is trained to predict: a row of the table in `predictions`, "score" excepted. Converting it to
    x_0 gives c_skip and c_out:
        "x0"    x_0                       c_skip = 0            c_out = 1
        "eps"   ε                         c_skip = 1/α          c_out = −σ/α
        "v"     (α ε − σ x_0)/r           c_skip = α/r²         c_out = −σ/r          r² = α² + σ²
        "flow"  ε − x_0                   c_skip = 1/(α+σ)      c_out = −σ/(α+σ)
        "edm"   (σ x_0/σ_d − α σ_d ε)/s   c_skip = α σ_d²/s²    c_out = σ σ_d/s
    The answer has the dtype of x_t and lies on its device; between, everything runs in the network's.
    Source: Karras et al. 2022, Elucidating the Design Space, equation 7, written for any α and σ.
    """

    def __init__(self, net: nn.Module, schedule: Schedule, prediction: str = "edm", data_std: float = 1.0) -> None:
        super().__init__()
        self.net, self.schedule = an_instance("net", net, nn.Module), an_instance("schedule", schedule, Schedule)
        self.prediction, self.data_std = one_of("prediction", prediction, PREDICTIONS), positive("data_std", data_std)

    def forward(self, x_t: Points, t: Any, labels: Any = None) -> Points:
        """E[x_0 | x_t]. x_t: (n, *shape), torch or numpy (then without gradients, numpy out).

        t: one time, or (n,) of them. labels: (n,) for a network with classes; None is "no label".
        """
        x_t = self._checked("x_t", x_t)
        if not isinstance(x_t, torch.Tensor):
            with torch.no_grad():
                return self(torch.from_numpy(x_t), t, labels).numpy()
        c_skip, c_out, _, _ = self.scalings(as_times("t", t, len(x_t)))
        return column(c_skip, x_t) * x_t + column(c_out, x_t) * self.answer(x_t, t, labels)

    def loss(self, x0: Tensor, t: Any, eps: Tensor, labels: Any = None) -> Tensor:
        """|F − F*|²/d for each example, (n,), at x_t = α x_0 + σ ε; F* is the regression target.

        The same as |D(x_t, t) − x_0|² / (c_out² d), without dividing by a c_out near 0.
        x0, eps: (n, *shape) torch; t: one time or (n,). For "eps" it is the simple loss of Ho et al. 2020, equation 14.
        """
        x0 = self._checked("x0", x0)
        error = self.answer(self.schedule.noise(x0, t, eps), t, labels) - self.target(x0, t, eps)
        return error.square().flatten(1).mean(1)

    def target(self, x0: Tensor, t: Any, eps: Tensor) -> Tensor:
        """F*, what F is asked for: s_0 x_0 + s_1 ε with the two numbers of `predictions.shares`, shaped like x0."""
        alpha, sigma = self.schedule(t)
        s_0, s_1 = shares(self.prediction, alpha, sigma, self.data_std)
        return column(s_0, x0) * x0 + column(s_1, x0) * eps

    def answer(self, x_t: Tensor, t: Any, labels: Any = None) -> Tensor:
        """F(c_in x_t, c_noise), what the network itself says, in the dtype and on the device of x_t."""
        _, _, c_in, c_noise = self.scalings(as_times("t", t, len(x_t)))
        own = next(self.net.parameters())
        x = (column(c_in, x_t) * x_t).to(own)
        log_noise = torch.as_tensor(c_noise, dtype=own.dtype, device=own.device).expand(len(x_t))
        if labels is not None:
            labels = whole_tensor("labels", labels).to(own.device)
            if labels.shape not in ((), (len(x_t),)):
                raise ValueError(f"labels must be one or of shape ({len(x_t)},) to fit x_t, got {tuple(labels.shape)}")
        return self.net(x, log_noise, labels).to(x_t)

    def scalings(self, t: Any) -> tuple[Any, Any, Any, Any]:
        """(c_skip, c_out, c_in, c_noise), each shaped like t. c_in = 1/s, c_noise = log(σ/α) within ±NOISE_RANGE.

        Raises ValueError for "eps" where α = 0: ε then says nothing about x_0.
        """
        alpha, sigma = self.schedule(t)
        if self.prediction == "eps" and np.any(alpha == 0):
            raise ValueError('t must have α(t) > 0 where the network predicts ε, got α = 0: use "v" or "x0"')
        c_skip, c_out = conversion(alpha, sigma, self.prediction, "x0", self.data_std)
        with np.errstate(divide="ignore"):  # σ = 0 and α = 0 give ∓∞, brought to the ends of the range
            c_noise = np.clip(np.log(sigma) - np.log(alpha), -NOISE_RANGE, NOISE_RANGE)
        return c_skip, c_out, 1 / np.hypot(alpha * self.data_std, sigma), c_noise

    def given(self, labels: Any) -> Callable[[Points, Any], Points]:
        """This denoiser for fixed labels: (x_t, t) -> E[x_0 | x_t, label]. labels: (n,), or one for all."""
        return partial(self, labels=whole_tensor("labels", labels))

    def _checked(self, name: str, x: Points) -> Points:
        shape = getattr(self.net, "shape", None)
        x = as_points(name, x, None if shape is None else ("n", *shape), least=0)
        if x.ndim < 2:
            raise ValueError(f"{name} must have shape (n, ...), got {tuple(x.shape)}")
        return x


def whole_tensor(name: str, labels: Any) -> Tensor:
    """Labels as a tensor of whole numbers, or ValueError."""
    labels = labels if isinstance(labels, Tensor) else torch.from_numpy(arrays.whole_numbers(name, labels))
    if labels.is_floating_point() or labels.is_complex() or labels.dtype == torch.bool:
        raise ValueError(f"{name} must be whole numbers, got {labels.dtype}")
    return labels.long()
