"""Denoisers that learn: a small residual network, and the wrapper that turns its answer into E[x_0 | x_t].

    D(x_t, t) = c_skip x_t + c_out F(c_in x_t, c_noise)

F is the network. What it is asked for (x_0, ε, v, ...) is only a choice of c_skip and c_out: see PREDICTIONS.
"""

import math
from functools import partial

import numpy as np
import torch
from torch import nn

from utils.common.checks import whole_number

NOISE_RANGE = 8.0  # |log(σ/α)| beyond this is "no noise at all" or "nothing but noise": float32 sees no difference
EMBEDDED = 64  # numbers that tell each block the noise level and the label


def _linear(n_in, n_out, generator, scale=1.0):
    """A Linear layer drawn from `generator`: weights uniform on ±scale/√n_in, biases 0."""
    layer = nn.utils.skip_init(nn.Linear, n_in, n_out)  # skip_init leaves torch's global random state alone
    nn.init.uniform_(layer.weight, -scale / math.sqrt(n_in), scale / math.sqrt(n_in), generator=generator)
    nn.init.zeros_(layer.bias)
    return layer


class NoiseEmbedding(nn.Module):
    """log(σ/α), shape (n,) -> (n, EMBEDDED): sines and cosines at geometric frequencies, then a small network.

    The network is told the noise level and not the time, so it can be sampled on another schedule.
    """

    def __init__(self, generator, frequencies=16):
        super().__init__()
        self.register_buffer("frequencies", 2.0 ** torch.linspace(-3, 2, frequencies))  # in radians a unit of log(σ/α)
        self.first = _linear(2 * frequencies, EMBEDDED, generator)
        self.second = _linear(EMBEDDED, EMBEDDED, generator)

    def forward(self, log_noise):
        angles = log_noise[:, None] * self.frequencies
        waves = torch.cat([angles.sin(), angles.cos()], dim=1)
        return nn.functional.silu(self.second(nn.functional.silu(self.first(waves))))


class Block(nn.Module):
    """h + W₂ silu(W₁ norm(h) + V e): one residual step, told the embedding e. (n, width) -> (n, width)."""

    def __init__(self, width, generator):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = _linear(width, width, generator)
        self.told = _linear(EMBEDDED, width, generator)
        self.second = _linear(width, width, generator, scale=0.0)  # so that each block starts as "do nothing"

    def forward(self, h, e):
        return h + self.second(nn.functional.silu(self.first(self.norm(h)) + self.told(e)))


class Net(nn.Module):
    """F: a residual network with `depth` blocks of `width` units. forward(x, log_noise, labels=None) -> like x.

    shape: of one example: 2 for points in the plane, (8, 8) for pictures. x: (n, *shape); log_noise: (n,).
    classes: number of labels it can be told (0: none). labels: (n,) whole numbers in [0, classes), −1 for "not told".
    generator: torch.Generator for the first weights; torch's global random state is neither used nor changed.
    """

    def __init__(self, shape, width=128, depth=3, classes=0, *, generator):
        super().__init__()
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.shape = tuple(whole_number("shape", side) for side in shape)
        self.classes = whole_number("classes", classes, least=0)
        width, depth = whole_number("width", width), whole_number("depth", depth)
        if not isinstance(generator, torch.Generator):
            raise ValueError(f"generator must be a torch.Generator, got {generator!r}")
        d = math.prod(self.shape)
        self.embed = NoiseEmbedding(generator)
        self.enter = _linear(d, width, generator)
        self.blocks = nn.ModuleList(Block(width, generator) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.leave = _linear(width, d, generator, scale=0.0)
        if classes:
            self.label = nn.Parameter(torch.zeros(classes + 1, EMBEDDED))  # the last row is "not told"
            nn.init.normal_(self.label, generator=generator)

    def forward(self, x, log_noise, labels=None):
        e = self.embed(log_noise)
        if labels is not None:
            self._check(labels)
        if self.classes:
            e = e + self.label[-1 if labels is None else labels]
        h = self.enter(x.flatten(1))
        for block in self.blocks:
            h = block(h, e)
        return self.leave(self.norm(h)).reshape(x.shape)

    def _check(self, labels):
        if not self.classes:
            raise ValueError("labels need a Net with classes > 0, got classes = 0")
        if labels.is_floating_point() or labels.min() < -1 or labels.max() >= self.classes:
            raise ValueError(
                f"labels must be whole numbers in [0, {self.classes}), or −1 for not told, "
                f"got {labels.min():g} to {labels.max():g}"
            )


# What the network is asked for: (α, σ, σ_d) -> c_skip, c_out, a, b, with target F* = a x_0 + b ε.
# r² = α² + σ² (1 where variance is preserved), s² = α² σ_d² + σ².
def _v(alpha, sigma, data_std):
    r = np.hypot(alpha, sigma)
    return alpha / r**2, -sigma / r, -sigma / r, alpha / r


def _edm(alpha, sigma, data_std):
    s = np.hypot(alpha * data_std, sigma)
    return alpha * data_std**2 / s**2, sigma * data_std / s, sigma / (s * data_std), -alpha * data_std / s


PREDICTIONS = {
    "x0": lambda alpha, sigma, data_std: (0 * alpha, 1 + 0 * alpha, 1 + 0 * alpha, 0 * alpha),
    "eps": lambda alpha, sigma, data_std: (1 / alpha, -sigma / alpha, 0 * alpha, 1 + 0 * alpha),
    "v": _v,  # v = (α ε − σ x_0)/r                                    Salimans & Ho 2022, appendix D
    "flow": lambda alpha, sigma, data_std: (
        1 / (alpha + sigma),
        -sigma / (alpha + sigma),
        -1 + 0 * alpha,
        1 + 0 * alpha,
    ),
    "edm": _edm,  # at σ_d = 1 this is −v                              Karras et al. 2022, table 1
}


class Denoiser(nn.Module):
    """The learned denoiser: (x_t, t) -> E[x_0 | x_t], shaped like x_t.

        D(x_t, t) = c_skip x_t + c_out F(x_t / s, log(σ/α)),    s² = α² σ_d² + σ²

    net: F, e.g. a Net. schedule: anything with alpha(t) and sigma(t). data_std: σ_d, the data's standard deviation.
    prediction, what F is trained to say, which settles c_skip and c_out:
        "x0"    x_0                       c_skip = 0            c_out = 1
        "eps"   ε                         c_skip = 1/α          c_out = −σ/α
        "v"     (α ε − σ x_0)/r           c_skip = α/r²         c_out = −σ/r          r² = α² + σ²
        "flow"  ε − x_0                   c_skip = 1/(α+σ)      c_out = −σ/(α+σ)
        "edm"   (σ x_0/σ_d − α σ_d ε)/s   c_skip = α σ_d²/s²    c_out = σ σ_d/s
    Every entry depends on σ/α and the scale of x_t alone, so `on(other)` may sample on another schedule.
    Source: Karras et al. 2022, Elucidating the Design Space, equation 7, written for any α and σ.
    """

    def __init__(self, net, schedule, prediction="edm", data_std=1.0):
        super().__init__()
        if prediction not in PREDICTIONS:
            raise ValueError(f"prediction must be one of {', '.join(PREDICTIONS)}, got {prediction!r}")
        if not 0 < data_std < math.inf:
            raise ValueError(f"data_std must be a positive number, got {data_std!r}")
        self.net, self.schedule, self.prediction, self.data_std = net, schedule, prediction, float(data_std)

    def coefficients(self, t):
        """A dict of float64 arrays shaped like t: alpha, sigma, c_skip, c_out, c_in, c_noise, and a, b of the target.

        Raises ValueError for "eps" where α = 0: ε then says nothing about x_0.
        """
        alpha, sigma = np.asarray(self.schedule.alpha(t)), np.asarray(self.schedule.sigma(t))
        if self.prediction == "eps" and np.any(alpha == 0):
            raise ValueError('t must have α(t) > 0 where the network predicts ε, got α = 0: use "v" or "x0"')
        with np.errstate(divide="ignore"):  # σ = 0 and α = 0 give ∓∞, brought to the ends of the range
            c_noise = np.clip(np.log(sigma) - np.log(alpha), -NOISE_RANGE, NOISE_RANGE)
        c_skip, c_out, a, b = PREDICTIONS[self.prediction](alpha, sigma, self.data_std)
        c_in = 1 / np.hypot(alpha * self.data_std, sigma)
        return dict(alpha=alpha, sigma=sigma, c_skip=c_skip, c_out=c_out, c_in=c_in, c_noise=c_noise, a=a, b=b)

    def forward(self, x_t, t, labels=None):
        """E[x_0 | x_t]. x_t: (n, *shape), torch or numpy (then without gradients, numpy out); the dtype is kept.

        t: one time, or (n,) of them. labels: (n,) for a network with classes; None is "not told".
        """
        if isinstance(x_t, np.ndarray):
            with torch.no_grad():
                return self(torch.from_numpy(x_t), t, labels).numpy()
        shape = getattr(self.net, "shape", tuple(x_t.shape[1:]))
        if tuple(x_t.shape[1:]) != shape or x_t.ndim < 2:
            raise ValueError(f"x_t must have shape (n, {', '.join(map(str, shape))}), got {tuple(x_t.shape)}")
        c = {name: _column(value, x_t) for name, value in self.coefficients(_times(t, x_t)).items()}
        return c["c_skip"] * x_t + c["c_out"] * self.answer(x_t, c, labels)

    def answer(self, x_t, c, labels=None):
        """F(c_in x_t, c_noise) for the columns `c` of `coefficients`, in the dtype of x_t."""
        dtype = next(self.net.parameters()).dtype
        log_noise = c["c_noise"].flatten().to(dtype).expand(len(x_t))
        labels = None if labels is None else torch.as_tensor(labels)
        return self.net((c["c_in"] * x_t).to(dtype), log_noise, labels).to(x_t.dtype)

    def given(self, labels):
        """This denoiser for fixed labels: (x_t, t) -> E[x_0 | x_t, label]. labels: (n,), or one for all."""
        return partial(self, labels=labels)

    def on(self, schedule):
        """The same network (shared, not copied) on another schedule."""
        return Denoiser(self.net, schedule, self.prediction, self.data_std)


def _times(t, x_t):
    t = np.asarray(t.detach() if isinstance(t, torch.Tensor) else t)
    if t.shape not in ((), (len(x_t),)):
        raise ValueError(f"t must be one time or have shape ({len(x_t)},) to fit x_t, got shape {t.shape}")
    return t


def _column(value, x):
    """Numbers, () or (n,), as a tensor that broadcasts over x (n, ...), in the dtype of x."""
    return torch.as_tensor(value, dtype=x.dtype).reshape((-1,) + (1,) * (x.ndim - 1))
