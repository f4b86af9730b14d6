"""What every rival does: learn from labelled pictures on grey levels, then sample as many as asked for of each label.

    fitted = MADE(steps=700).fit(images, rng, labels)        # a fitted copy; the setting stays as it was
    more = fitted.sample(1500, rng, wanted)

Grey levels: 17 of them from −1 to 1, a width h = 1/8 apart. A density p on [−1 − h/2, 1 + h/2]^d gives a picture of d
levels the probability ∫ p over its cell; dequantising, x + h (u − ½) with u uniform on [0, 1]^d, bounds it from below:

    −log ∫ p over the cell  ≤  −E_u log p(x + h (u − ½)) − d log h

Source: Theis, van den Oord & Bethge 2016, A note on the evaluation of generative models, section 3.1.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np
import torch
from torch import Generator, Tensor, nn

from utils.common import arrays
from utils.common.checks import positive, whole_number, within
from utils.generative.descent import descend
from utils.generative.tabular.early_stopping import torch_generator
from utils.generative.tabular.generator import fitted
from utils.generative.training import TrainingState

LEVELS = 17
WIDTH = 2 / (LEVELS - 1)  # h
EVERY = 25  # steps between two looks at the pictures held out


def to_levels(images: Any) -> np.ndarray:
    """Pixels on the nearest grey level, in [−1, 1], shaped like images (n, ...)."""
    return np.clip(np.round((arrays.points("images", images) + 1) / WIDTH), 0, LEVELS - 1) * WIDTH - 1


def bits_a_pixel(log_likelihoods: Any, d: int, width: float = 1.0) -> np.ndarray:
    """−(log p + d log width)/(d log 2): bits for each of d pixels, from natural logarithms (n,). Shape (n,).

    width 1: p is a probability of levels. Else p is a density per unit^d and a level is that wide, in the same unit.
    """
    nats = arrays.points("log_likelihoods", log_likelihoods, ("n",))
    return -(nats / whole_number("d", d) + np.log(positive("width", width))) / np.log(2)


@dataclass(frozen=True)
class Rival:
    """A setting; `fit` returns a copy that can be sampled. A subclass says `start`, `loss` (or `updates`) and `draw`.

    steps, batch, lr, decay: of the training, see `descent.descend`. width: of the hidden layers. held_out: share of the
    pictures by whose loss the step is chosen that is kept (0: the last). network, shape, classes: set by `fit`.
    """

    steps: int = 1000
    width: int = 256
    batch: int = 128
    lr: float = 2e-3
    decay: float = 0.99
    held_out: float = 0.0
    network: Any = field(default=None, repr=False)
    shape: tuple[int, ...] = ()
    classes: int = 0
    level_width: ClassVar[float] = WIDTH  # 1 for a rival with probabilities of levels

    def fit(self, images: Any, rng: np.random.Generator, labels: Any) -> Self:
        """images (n, ...) on grey levels, labels (n,) whole numbers from 0. Raises ValueError for what is none."""
        *_, (_, last) = self.training(images, rng, labels)
        return last

    def training(self, images: Any, rng: np.random.Generator, labels: Any) -> Iterator[tuple[TrainingState, Self]]:
        """`fit` step by step: (state, what `fit` would return now), its network live until one has been chosen."""
        x, kind = _checked(images, labels)
        ready = replace(self, shape=x.shape[1:], classes=int(kind.max()) + 1)
        generator, order = torch_generator(rng), rng.permutation(len(x))
        kept = order[: round(within("held_out", self.held_out, "[0, 1)") * len(x))]
        rest = order[len(kept) :]
        if not len(rest):
            raise ValueError(f"held_out must leave pictures to train on, got {self.held_out} of {len(x)}")
        best, chosen = math.inf, None
        for state in ready.updates(_tensor(x[rest]), ready.one_hot(kind[rest]), generator):
            if len(kept) and (state.step % EVERY == 0 or state.step == self.steps):
                with torch.no_grad():
                    now = ready.loss(state.average, _tensor(x[kept]), ready.one_hot(kind[kept]), generator).mean()
                if now < best:
                    best, chosen = now.item(), state.snapshot()
            yield state, replace(ready, network=state.average if chosen is None else chosen)

    def updates(self, x: Tensor, given: Tensor, generator: torch.Generator) -> Iterator[TrainingState]:
        """Trains on pictures x (n, *shape) with labels given (n, classes), one-hot; yields a state a step."""

        def loss(network: nn.Module, average: nn.Module) -> Tensor:
            rows = torch.randint(len(x), (self.batch,), generator=generator)
            return self.loss(network, x[rows], given[rows], generator, learning=True).mean()

        start, settings = self.start(generator), dict(lr=self.lr, decay=self.decay)
        return descend(start, loss, steps=self.steps, generator=generator, **settings)  # type: ignore[arg-type]

    def one_hot(self, labels: np.ndarray) -> Tensor:
        return nn.functional.one_hot(torch.from_numpy(labels), self.classes).float()

    def sample(self, n: int, rng: np.random.Generator, labels: Any) -> np.ndarray:
        """n pictures, (n, *shape), of these labels (n,); not rounded to levels. ValueError before `fit`."""
        network, n = fitted(self.network), whole_number("n", n)
        labels = arrays.whole_numbers("labels", labels, (n,))
        if labels.min() < 0 or labels.max() >= self.classes:
            raise ValueError(f"labels must lie in [0, {self.classes}), got {labels.min()} to {labels.max()}")
        with torch.no_grad():
            x = self.draw(network, self.one_hot(labels), torch_generator(rng))
        return x.reshape(n, *self.shape).double().numpy()

    def log_likelihood(self, images: Any, rng: np.random.Generator, labels: Any, draws: int = 8) -> np.ndarray:
        """log p of each picture given its label, or a lower bound, (n,) in nats: of levels, or a density.

        The mean over `draws` of what `loss` draws at random. For `bits_a_pixel`, with `level_width`.
        """
        network, (x, kind), generator = fitted(self.network), _checked(images, labels), torch_generator(rng)
        given, draws = self.one_hot(kind), whole_number("draws", draws)
        with torch.no_grad():
            losses = [self.loss(network, _tensor(x), given, generator) for _ in range(draws)]
        return -torch.stack(losses).mean(0).double().numpy()

    # What each rival says of itself:
    def start(self, generator: torch.Generator) -> nn.Module:
        """An untrained network."""
        raise NotImplementedError

    def loss(self, network: Any, x: Tensor, given: Tensor, generator: Generator, learning: bool = False) -> Tensor:
        """−log p(x | label) or an upper bound for each picture, (n,). ValueError for a rival without likelihood."""
        raise ValueError(f"{type(self).__name__} has no likelihood: held_out must be 0")

    def draw(self, network: Any, given: Tensor, generator: torch.Generator) -> Tensor:
        """A picture for each row of given (n, classes)."""
        raise NotImplementedError


def dequantised(x: Tensor, generator: torch.Generator) -> Tensor:
    """x + h (u − ½), flattened: (n, d)."""
    return x.flatten(1) + WIDTH * (torch.rand(x.flatten(1).shape, generator=generator) - 0.5)


def _tensor(x: np.ndarray) -> Tensor:
    return torch.from_numpy(x).float()


def pictures(name: str, value: Any) -> np.ndarray:
    """value as an array (n, ...) of one picture at least; ValueError for what is none."""
    x = arrays.points(name, value)
    if x.ndim < 2 or x.size == 0:
        raise ValueError(f"{name} must have shape (n, ...) with n of at least 1, got {x.shape}")
    return x


def _checked(images: Any, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    x = pictures("images", images)
    if (off := x[x != to_levels(x)]).size:
        raise ValueError(f"images must lie on the {LEVELS} grey levels from −1 to 1, got {off[0]:g}")
    labels = arrays.whole_numbers("labels", labels, (len(x),))
    if labels.min() < 0:
        raise ValueError(f"labels must be at least 0, got {labels.min()}")
    return x, labels
