"""More rows without a model: copies, jittered copies, and points on lines between neighbours.

The baselines that a generator has to beat. Each is a `Generator`: its `fit` returns a fitted copy.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from utils.common.arrays import numpy_generator
from utils.common.checks import positive, whole_number
from utils.generative.tabular.generator import fitted
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling


@dataclass(frozen=True)
class Copies:
    """Random oversampling: rows drawn with replacement."""

    rows: np.ndarray | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        numpy_generator("rng", rng)
        return replace(self, rows=checked_rows("rows", rows))

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        rows = fitted(self.rows)
        return rows[numpy_generator("rng", rng).integers(len(rows), size=whole_number("n", n))]


@dataclass(frozen=True)
class Jitter:
    """Copies plus normal noise of `size` standard deviations in each column: a kernel density estimate."""

    size: float = 0.1
    rows: np.ndarray | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        positive("size", self.size)
        numpy_generator("rng", rng)
        return replace(self, rows=checked_rows("rows", rows, least=2))

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        rows = fitted(self.rows)
        copies = Copies(rows).sample(n, rng)
        return copies + self.size * rows.std(axis=0) * rng.standard_normal(copies.shape)


@dataclass(frozen=True)
class Smote:
    """x + u (x' − x): u uniform on [0, 1], x' one of the k nearest rows of x, by scaled distance.

    Source: Chawla et al. 2002, SMOTE, Journal of Artificial Intelligence Research 16, section 4.2. imbalanced-learn.
    """

    k: int = 5
    rows: np.ndarray | None = field(default=None, repr=False)
    others: np.ndarray | None = field(default=None, repr=False)
    scale: Scaling | None = field(default=None, repr=False)

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self:
        numpy_generator("rng", rng)
        rows = checked_rows("rows", rows, least=whole_number("k", self.k) + 1)
        if others is None:
            raise ValueError(f"others must be given to {type(self).__name__}, got None")
        others = checked_rows("others", others, least=2, columns=rows.shape[1], like="rows")
        scale = fit_scaling(np.concatenate([rows, others]), "standard")
        return replace(self, rows=scale.apply(rows), others=scale.apply(others), scale=scale)

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        rows, others, scale = fitted(self.rows), fitted(self.others), fitted(self.scale)
        both, labels = np.concatenate([rows, others]), np.repeat([1, 0], [len(rows), len(others)])
        wanted, seed = len(rows) + whole_number("n", n), int(numpy_generator("rng", rng).integers(2**31))
        try:
            more, _ = self._sampler(wanted, seed).fit_resample(both, labels)
        except ValueError as error:  # ADASYN: every row's share is rounded to 0
            raise ValueError(f"n must be larger for {type(self).__name__}, got {n}: {error}") from error
        return scale.undo(more[len(both) :])

    def _sampler(self, wanted: int, seed: int) -> Any:
        """imbalanced-learn's sampler, which brings the rows to this number."""
        from imblearn.over_sampling import SMOTE  # here, because it takes a second to import

        return SMOTE(sampling_strategy={1: wanted}, k_neighbors=self.k, random_state=seed)


@dataclass(frozen=True)
class Adasyn(Smote):
    """SMOTE, starting more often from rows with many of the others near. About n rows: shares are rounded.

    Source: He et al. 2008, ADASYN, IEEE International Joint Conference on Neural Networks. imbalanced-learn.
    """

    def _sampler(self, wanted: int, seed: int) -> Any:
        from imblearn.over_sampling import ADASYN

        return ADASYN(sampling_strategy={1: wanted}, n_neighbors=self.k, random_state=seed)
