"""Networks for small pictures, in the place of `networks.Net`: a convolutional U-Net and a transformer (DiT).

Both are F(x, log_noise, labels=None) -> like x, know noise level and label by the same embedding e as Net, start as the
function 0, and run on the device and in the dtype of their weights.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from utils.common.checks import whole_number
from utils.generative.backend import torch_generator
from utils.generative.networks import EMBEDDED, NoiseEmbedding, linear


class PictureNet(nn.Module):
    """What both share: the shape of a picture, and the embedding of noise level and label.

    shape: (rows, columns), or (channels, rows, columns). classes: number of labels it knows (0: none).
    """

    def __init__(self, shape: Sequence[int], classes: int, multiple: int, generator: torch.Generator) -> None:
        super().__init__()
        sides = tuple(shape) if isinstance(shape, Sequence) and not isinstance(shape, str) else ()
        self.shape = tuple(whole_number("shape", side) for side in sides)
        if len(sides) not in (2, 3) or any(side % multiple for side in self.shape[-2:]):
            raise ValueError(
                f"shape must be (rows, columns) or (channels, rows, columns), with rows and columns multiples of "
                f"{multiple}, got {shape!r}"
            )
        self.image = (*(1, *self.shape)[-3:],)  # with its channels, 1 if there are none
        self.classes = whole_number("classes", classes, least=0)
        self.embed = NoiseEmbedding(torch_generator("generator", generator))
        if classes:
            self.label = nn.Parameter(torch.zeros(classes + 1, EMBEDDED))  # the last row is "no label"
            nn.init.normal_(self.label, generator=generator)

    def embedding(self, log_noise: Tensor, labels: Tensor | None) -> Tensor:
        """e, (n, EMBEDDED), from log(σ/α) and labels, (n,) whole numbers in [0, classes), −1 or None for "no label"."""
        e = self.embed(log_noise)
        if labels is not None and not self.classes:
            raise ValueError("labels need a network with classes > 0, got classes = 0")
        if labels is not None and (labels.min() < -1 or labels.max() >= self.classes):
            raise ValueError(f"labels must lie in [-1, {self.classes}), got {labels.min():g} to {labels.max():g}")
        return e + self.label[-1 if labels is None else labels] if self.classes else e


def convolution(n_in: int, n_out: int, generator: torch.Generator, size: int = 3, scale: float = 1.0) -> nn.Conv2d:
    """A Conv2d that keeps rows and columns: weights uniform on ±scale/√(n_in size²), biases 0; size odd."""
    layer = nn.utils.skip_init(nn.Conv2d, n_in, n_out, size, padding=size // 2)
    bound = scale / (n_in * size**2) ** 0.5
    nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
    nn.init.zeros_(layer.bias)
    return layer


class ConvolutionBlock(nn.Module):
    """A residual step on pictures: h' + conv(silu((1 + a(e)) norm(conv(silu(norm(h)))) + b(e))).

    (n, n_in, rows, columns) -> (n, n_out, rows, columns). a, b: linear in e, a number a channel each. h' is h, or its
    channels mixed at each pixel where n_in and n_out differ. The last convolution starts at 0.
    """

    def __init__(self, n_in: int, n_out: int, generator: torch.Generator) -> None:
        super().__init__()
        self.before, self.between = nn.GroupNorm(1, n_in), nn.GroupNorm(1, n_out, affine=False)
        self.first = convolution(n_in, n_out, generator)
        self.condition = linear(EMBEDDED, 2 * n_out, generator)
        self.second = convolution(n_out, n_out, generator, scale=0.0)
        self.through = nn.Identity() if n_in == n_out else convolution(n_in, n_out, generator, size=1)

    def forward(self, h: Tensor, e: Tensor) -> Tensor:
        gain, shift = self.condition(e)[:, :, None, None].chunk(2, dim=1)
        inner = self.between(self.first(nn.functional.silu(self.before(h))))
        return self.through(h) + self.second(nn.functional.silu((1 + gain) * inner + shift))


class UNet(PictureNet):
    """Convolutions at `levels` resolutions, each half of the one above: down, and up again with what was there before.

    width: channels. levels: rows and columns must be multiples of 2^(levels − 1). Each pixel is given its place too.
    Source: Ronneberger et al. 2015, U-Net; Ho et al. 2020, appendix B.
    """

    place: Tensor

    def __init__(
        self,
        shape: Sequence[int],
        width: int = 32,
        levels: int = 3,
        classes: int = 0,
        *,
        generator: torch.Generator,
    ) -> None:
        width, levels = whole_number("width", width), whole_number("levels", levels)
        super().__init__(shape, classes, 2 ** (levels - 1), generator)
        channels, rows, columns = self.image
        axes = torch.meshgrid(torch.linspace(-1, 1, rows), torch.linspace(-1, 1, columns), indexing="ij")
        self.register_buffer("place", torch.stack(axes))
        self.first = convolution(channels + 2, width, generator)
        self.down = nn.ModuleList(ConvolutionBlock(width, width, generator) for _ in range(levels))
        self.middle = ConvolutionBlock(width, width, generator)
        self.up = nn.ModuleList(ConvolutionBlock(2 * width, width, generator) for _ in range(levels))
        self.norm = nn.GroupNorm(1, width)
        self.last = convolution(width, channels, generator, scale=0.0)

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None = None) -> Tensor:
        e = self.embedding(log_noise, labels)
        pictures = x.reshape(-1, *self.image)
        h = self.first(torch.cat([pictures, self.place.expand(len(x), -1, -1, -1)], dim=1))
        kept: list[Tensor] = []
        for block in self.down:
            h = block(nn.functional.avg_pool2d(h, 2) if kept else h, e)
            kept.append(h)
        h = self.middle(h, e)
        for block in self.up:
            h = block(torch.cat([h, kept.pop()], dim=1), e)
            h = nn.functional.interpolate(h, scale_factor=2.0) if kept else h
        return self.last(nn.functional.silu(self.norm(h))).reshape(x.shape)


class Attention(nn.Module):
    """Σ_j softmax_j(q_i·k_j/√d) v_j for each token i, in `heads` parts of the width side by side: (n, tokens, width).

    q, k, v: linear in the tokens. Source: Vaswani et al. 2017, Attention Is All You Need, equation 1.
    """

    def __init__(self, width: int, heads: int, generator: torch.Generator) -> None:
        super().__init__()
        self.heads = heads
        self.ask, self.give = linear(width, 3 * width, generator), linear(width, width, generator)

    def forward(self, tokens: Tensor) -> Tensor:
        n, count, width = tokens.shape
        q, k, v = self.ask(tokens).reshape(n, count, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        shares = torch.softmax(q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5, dim=-1)
        return self.give((shares @ v).transpose(1, 2).reshape(tokens.shape))


class TransformerBlock(nn.Module):
    """h + γ₁(e) attention(mod₁(h)), then + γ₂(e) W₂ gelu(W₁ mod₂(·)), mod(h) = (1 + a(e)) norm(h) + b(e). Like h.

    AdaLN-zero: γ, a, b are linear in e and start at 0, so that each block starts as "do nothing".
    Source: Peebles & Xie 2023, Scalable Diffusion Models with Transformers, section 3.2.
    """

    def __init__(self, width: int, heads: int, generator: torch.Generator) -> None:
        super().__init__()
        self.attention = Attention(width, heads, generator)
        self.first, self.second = linear(width, 4 * width, generator), linear(4 * width, width, generator)
        self.condition = linear(EMBEDDED, 6 * width, generator, scale=0.0)

    def forward(self, h: Tensor, e: Tensor) -> Tensor:
        gain_1, shift_1, gate_1, gain_2, shift_2, gate_2 = self.condition(e)[:, None].chunk(6, dim=-1)
        h = h + gate_1 * self.attention(modulated(h, gain_1, shift_1))
        return h + gate_2 * self.second(nn.functional.gelu(self.first(modulated(h, gain_2, shift_2))))


def modulated(h: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
    """(1 + gain) norm(h) + shift: each token of h (n, tokens, width) brought to mean 0 and variance 1 first."""
    return (1 + gain) * nn.functional.layer_norm(h, h.shape[-1:]) + shift


class DiT(PictureNet):
    """A transformer: the picture cut into patches, each a token of `width` numbers; attention lets them exchange.

    patch: rows and columns of a patch; those of the picture must be multiples of it. width: a multiple of heads.
    Source: Peebles & Xie 2023, with a learned place for each token.
    """

    def __init__(
        self,
        shape: Sequence[int],
        width: int = 64,
        depth: int = 3,
        classes: int = 0,
        *,
        patch: int = 2,
        heads: int = 4,
        generator: torch.Generator,
    ) -> None:
        if whole_number("width", width) % whole_number("heads", heads):
            raise ValueError(f"width must be a multiple of heads = {heads}, got {width}")
        super().__init__(shape, classes, whole_number("patch", patch), generator)
        self.patch = patch
        channels, rows, columns = self.image
        self.grid = (rows // patch, columns // patch)
        numbers = channels * patch**2
        self.first = linear(numbers, width, generator)
        self.place = nn.Parameter(torch.zeros(self.grid[0] * self.grid[1], width))
        nn.init.normal_(self.place, std=0.02, generator=generator)
        self.blocks = nn.ModuleList(
            TransformerBlock(width, heads, generator) for _ in range(whole_number("depth", depth))
        )
        self.condition = linear(EMBEDDED, 2 * width, generator, scale=0.0)
        self.last = linear(width, numbers, generator, scale=0.0)

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None = None) -> Tensor:
        e = self.embedding(log_noise, labels)
        h = self.first(self.tokens(x)) + self.place
        for block in self.blocks:
            h = block(h, e)
        gain, shift = self.condition(e)[:, None].chunk(2, dim=-1)
        return self.pictures(self.last(modulated(h, gain, shift))).reshape(x.shape)

    def tokens(self, x: Tensor) -> Tensor:
        """Pictures (n, *shape) cut into patches: (n, tokens, channels patch²), row by row."""
        parts = x.reshape(len(x), self.image[0], self.grid[0], self.patch, self.grid[1], self.patch)
        return parts.permute(0, 2, 4, 1, 3, 5).reshape(len(x), len(self.place), -1)

    def pictures(self, tokens: Tensor) -> Tensor:
        """`tokens` undone: (n, channels, rows, columns)."""
        parts = tokens.reshape(len(tokens), *self.grid, self.image[0], self.patch, self.patch)
        return parts.permute(0, 3, 1, 4, 2, 5).reshape(len(tokens), *self.image)
