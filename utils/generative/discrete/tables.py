"""Rows with numbers and categories: both diffused together, on one clock; and two rivals that train nothing.

rows (n, k + L): k numbers in the table's units, then L categories, whole numbers from 0; sizes: how many each has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from utils.common.arrays import numpy_generator
from utils.common.checks import whole_number
from utils.generative.discrete.masked import TokenDenoiser, reveal
from utils.generative.networks import Net
from utils.generative.tabular.early_stopping import torch_generator
from utils.generative.tabular.generator import fitted
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling
from utils.generative.training import train


@dataclass(frozen=True)
class MixedDiffusion:
    """A `Generator` for rows of numbers and categories: Gaussian noise on the numbers, masks on the categories.

    One network sees both and is told the noise level; t = 1 is normal noise and masks. steps, batch, lr: of the
    training; width, depth: of the network. calls: steps of the sampler.
    """

    sizes: tuple[int, ...]
    steps: int = 1500
    width: int = 64
    depth: int = 2
    batch: int = 128
    lr: float = 2e-3
    calls: int = 50
    network: Any = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        numbers, tokens = split(rows, self.sizes)
        generator, scale = torch_generator(rng), fit_scaling(numbers)
        columns = numbers.shape[1] + sum(self.sizes)
        start = TokenDenoiser(Net(columns, self.width, self.depth, generator=generator), self.sizes)
        data, steps, batch = start.encode(tokens, scale.apply(numbers)), self.steps, self.batch
        *_, state = train(start, data, steps=steps, batch=batch, lr=self.lr, decay=0.99, generator=generator)
        return replace(self, network=state.snapshot(), scale=scale)

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        denoiser, scale = fitted(self.network), fitted(self.scale)
        *_, (tokens, numbers) = reveal(denoiser, n, self.calls, torch_generator(rng))
        return np.column_stack([scale.undo(numbers), tokens])


@dataclass(frozen=True)
class IndependentColumns:
    """Each column resampled from the rows on its own: all marginals right, nothing else."""

    sizes: tuple[int, ...]
    rows: np.ndarray | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        numpy_generator("rng", rng)
        return replace(self, rows=np.column_stack(split(rows, self.sizes)))

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        rows, rng = fitted(self.rows), numpy_generator("rng", rng)
        return np.column_stack([column[rng.integers(len(rows), size=whole_number("n", n))] for column in rows.T])


@dataclass(frozen=True)
class SmoteNC(IndependentColumns):
    """SMOTE for mixed columns: numbers between those of a row and a near one, the commonest category of k near rows.

    Two rows are near where their numbers, over their deviations, are, each category that differs counting as the median
    deviation. At least k + 1 rows. Source: Chawla et al. 2002, SMOTE, section 6.1. imbalanced-learn.
    """

    k: int = 5

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        from imblearn.over_sampling import SMOTENC  # here, because it takes a second to import

        rows, seed = fitted(self.rows), int(numpy_generator("rng", rng).integers(2**31))
        first = rows.shape[1] - len(self.sizes)  # of the categories
        scale = np.append(rows[:, :first].std(axis=0), np.ones(len(self.sizes)))
        # It makes rows of one class until there are as many as asked for. The other class is two rows, and is not read.
        both, labels = np.concatenate([rows, rows[:2]]) / scale, np.repeat([1, 0], [len(rows), 2])
        wanted = {1: len(rows) + whole_number("n", n)}
        made = SMOTENC(list(range(first, len(scale))), sampling_strategy=wanted, k_neighbors=self.k, random_state=seed)
        return made.fit_resample(both, labels)[0][len(both) :] * scale


def split(rows: Any, sizes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """(numbers (n, k), categories (n, L) as whole numbers) of rows (n, k + L), checked."""
    sizes = [whole_number("sizes", size, least=2) for size in sizes]
    rows = checked_rows("rows", rows, least=2)
    if rows.shape[1] <= len(sizes):
        raise ValueError(f"rows must have numbers before their {len(sizes)} categories, got {rows.shape[1]} columns")
    numbers, codes = np.split(rows, [rows.shape[1] - len(sizes)], axis=1)
    if np.any((codes != codes.round()) | (codes < 0) | (codes >= np.array(sizes))):
        raise ValueError(f"rows must end in categories, whole numbers from 0 below {sizes}, got {codes.max(axis=0)}")
    return numbers, codes.astype(np.int64)
