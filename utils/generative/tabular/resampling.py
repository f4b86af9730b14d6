"""Further frauds without a model: copies, jittered copies, and points on lines between neighbours.

Each is `fit(frauds, rng, legitimate=None)`, which returns itself fitted, and then `sample(n, rng)` -> (n, d) rows in
the table's units. The baselines that a generator has to beat.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from utils.common.checks import whole_number
from utils.generative.tabular.scaling import Scaling, checked_rows, fit_scaling


@dataclass(frozen=True)
class Copies:
    """Random oversampling: frauds drawn with replacement."""

    rows: np.ndarray | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        return replace(self, rows=checked_rows("frauds", frauds))

    def sample(self, n, rng):
        return fitted(self.rows)[rng.integers(len(self.rows), size=whole_number("n", n))]


@dataclass(frozen=True)
class Jitter:
    """Copies plus normal noise of `size` standard deviations in each column: a kernel density estimate."""

    size: float = 0.1
    rows: np.ndarray | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        if not 0 < self.size < np.inf:
            raise ValueError(f"size must be a positive number, got {self.size!r}")
        return replace(self, rows=checked_rows("frauds", frauds, least=2))

    def sample(self, n, rng):
        copies = Copies(fitted(self.rows)).sample(n, rng)
        return copies + self.size * self.rows.std(axis=0) * rng.standard_normal(copies.shape)


@dataclass(frozen=True)
class Smote:
    """x + u (x' − x): u uniform on [0, 1], x' one of the k nearest frauds of x, by scaled distance.

    Source: Chawla et al. 2002, SMOTE, Journal of Artificial Intelligence Research 16, section 4.2. imbalanced-learn.
    """

    k: int = 5
    rows: np.ndarray | None = field(default=None, repr=False)
    others: np.ndarray | None = field(default=None, repr=False)
    scaling: Scaling | None = field(default=None, repr=False)

    def fit(self, frauds, rng, legitimate=None):
        rows = checked_rows("frauds", frauds, least=whole_number("k", self.k) + 1)
        if legitimate is None:
            raise ValueError(f"legitimate must be given to {type(self).__name__}, got None")
        others = checked_rows("legitimate", legitimate, least=2, columns=rows.shape[1])
        scaling = fit_scaling(np.concatenate([rows, others]), "standard")
        return replace(self, rows=scaling.apply(rows), others=scaling.apply(others), scaling=scaling)

    def sample(self, n, rng):
        both = np.concatenate([fitted(self.rows), self.others])
        labels = np.repeat([1, 0], [len(self.rows), len(self.others)])
        more, _ = self._sampler(whole_number("n", n), int(rng.integers(2**31))).fit_resample(both, labels)
        return self.scaling.undo(more[len(both) :])

    def _sampler(self, n, seed):
        from imblearn.over_sampling import SMOTE  # here, because it takes a second to import

        return SMOTE(sampling_strategy={1: len(self.rows) + n}, k_neighbors=self.k, random_state=seed)


@dataclass(frozen=True)
class Adasyn(Smote):
    """SMOTE, starting more often from frauds with many legitimate neighbours. About n rows: shares are rounded.

    Source: He et al. 2008, ADASYN, IEEE International Joint Conference on Neural Networks. imbalanced-learn.
    """

    def _sampler(self, n, seed):
        from imblearn.over_sampling import ADASYN

        return ADASYN(sampling_strategy={1: len(self.rows) + n}, n_neighbors=self.k, random_state=seed)


def fitted(part):
    """A part that `fit` sets, or ValueError if it has not been called."""
    if part is None:
        raise ValueError("sample needs a generator that has been fitted, got one before fit(...)")
    return part
