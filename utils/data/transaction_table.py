"""A table of card transactions, and the audit of its exact duplicates."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from utils.common.arrays import points

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("Time", *(f"V{number}" for number in range(1, 29)), "Amount")


@dataclass(frozen=True, eq=False)
class Transactions:
    """n transactions. The arrays are copied and read-only.

    features (n, d): Time in seconds (since the first midnight if synthetic, the first transaction if real), V1..V28
    without units, Amount in units of money; or any of these. labels (n,): 0 legitimate, 1 fraud.
    columns: the names of the d features, in order. source: where the rows come from, for a figure's title:
    "synthetic", "OpenML 42175" or the name of a file.
    Raises ValueError if the shapes do not agree, a feature is not finite or a label is neither 0 nor 1.
    """

    features: np.ndarray
    labels: np.ndarray
    columns: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        features = points("features", self.features, finite=False).copy()
        labels, columns = np.array(self.labels), tuple(self.columns)
        if features.ndim != 2 or features.shape[1] != len(columns):
            raise ValueError(f"features must have shape (n, {len(columns)}), one column a name, got {features.shape}")
        if labels.shape != features.shape[:1]:
            raise ValueError(f"labels must have shape {features.shape[:1]}, one a row of features, got {labels.shape}")
        if not np.isfinite(features).all():
            row, column = np.argwhere(~np.isfinite(features))[0]
            raise ValueError(f"features must be finite, got {features[row, column]} in {columns[column]}, row {row}")
        if not np.isin(labels, (0, 1)).all():
            raise ValueError(f"labels must be 0 or 1, got {labels[~np.isin(labels, (0, 1))][0]!r}")
        labels = labels.astype(int)
        features.flags.writeable = labels.flags.writeable = False
        for name, value in (("features", features), ("labels", labels), ("columns", columns)):
            object.__setattr__(self, name, value)

    def column(self, name: str) -> np.ndarray:
        """The values of one feature, (n,)."""
        return self.features[:, self._place(name)]

    def take(self, rows: Any) -> "Transactions":
        """The transactions at `rows`: indices, a slice, or a Boolean array (n,)."""
        return Transactions(self.features[rows], self.labels[rows], self.columns, self.source)

    def without(self, *names: str) -> "Transactions":
        """The same transactions without these features."""
        dropped = {self._place(name) for name in names}
        kept = [place for place in range(len(self.columns)) if place not in dropped]
        columns = tuple(self.columns[place] for place in kept)
        return Transactions(self.features[:, kept], self.labels, columns, self.source)

    def frame(self) -> "pd.DataFrame":
        """A pandas table of the features, with the labels as its last column, Class."""
        import pandas as pd  # here, because it takes a second to import

        return pd.DataFrame(self.features, columns=list(self.columns)).assign(Class=self.labels)

    def _place(self, name: str) -> int:
        if name not in self.columns:
            raise ValueError(f"name must be one of {', '.join(self.columns)}, got {name!r}")
        return self.columns.index(name)


def duplicate_groups(features: Any) -> np.ndarray:
    """A number for each row, (n,): equal rows, and no others, share one. Numbered from 0 as they first appear.

    A split into parts keeps copies together if it splits these groups (scikit-learn's GroupKFold, for example):
    otherwise a row that was learned by heart may be asked in the test. Equal means equal in every bit of every
    feature, except that −0 equals 0. features (n, d).
    """
    _, first, group = np.unique(
        points("features", features, ("n", "d")) + 0.0, axis=0, return_index=True, return_inverse=True
    )
    return np.argsort(np.argsort(first))[group.reshape(-1)]


def count_duplicates(features: Any, labels: Any) -> np.ndarray:
    """How many legitimate rows and how many frauds are exact copies of an earlier row of the same class: (2,).

    features (n, d), labels (n,) of 0 and 1. The real data have 19 such frauds among 492.
    """
    groups, labels = duplicate_groups(features), points("labels", labels)
    if labels.shape != groups.shape:
        raise ValueError(f"labels must have shape {groups.shape}, one a row of features, got {labels.shape}")
    return np.array([np.sum(labels == label) - len(np.unique(groups[labels == label])) for label in (0, 1)])
