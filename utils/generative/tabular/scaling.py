"""Columns of unlike units brought to one scale, and back: what a network needs before it sees a table.

    standard: z = (x − mean)/std            quantile: z = Φ⁻¹(F̂(x)), F̂ the column's own distribution

Fit on training rows only: a scale that has seen the test rows has told the model about them. On the way back a
column that was in whole cents (hundredths) comes out in whole cents.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common.arrays import points
from utils.common.checks import one_of


@dataclass(frozen=True)
class Scaling:
    """apply: rows (n, d) in the table's units -> (n, d) of mean 0 and variance about 1. undo: back again."""

    kind: str
    apply: Callable[[Any], np.ndarray]
    undo: Callable[[Any], np.ndarray]


def fit_scaling(rows: Any, kind: str = "quantile") -> Scaling:
    """A Scaling learned from rows (n, d), n at least 2.

    "standard" keeps shapes, tails and correlations; a constant column becomes 0.
    "quantile" makes each column normal. Values that occur often (amounts of exactly 1.00) come back exactly, and
        nothing comes back outside the column's range: no negative amounts, and no larger ones than were seen.
    """
    rows, kind = checked_rows("rows", rows, least=2), one_of("kind", kind, ("standard", "quantile"))
    d, cents = rows.shape[1], np.all(rows == rows.round(2), axis=0)
    forward, backward = (_standard if kind == "standard" else _quantile)(rows)

    def undo(z: Any) -> np.ndarray:
        x = backward(checked_rows("z", z, columns=d))
        return np.where(cents, x.round(2), x)

    return Scaling(kind, lambda x: forward(checked_rows("rows", x, columns=d)), undo)


Change = Callable[[np.ndarray], np.ndarray]


def _standard(rows: np.ndarray) -> tuple[Change, Change]:
    mean, std = rows.mean(axis=0), rows.std(axis=0)
    std = np.where(np.ptp(rows, axis=0) > 0, std, 1.0)
    return lambda x: (x - mean) / std, lambda z: z * std + mean


def _quantile(rows: np.ndarray) -> tuple[Change, Change]:
    from sklearn.preprocessing import QuantileTransformer  # here, because it takes a second to import

    n = len(rows)  # subsample: all rows, since a random part would be chance unasked for
    change = QuantileTransformer(n_quantiles=min(n, 1000), output_distribution="normal", subsample=n).fit(rows)
    return change.transform, change.inverse_transform


def checked_rows(name: str, rows: Any, least: int = 1, columns: int | None = None, like: str = "") -> np.ndarray:
    """rows as float64 (n, d), or ValueError: too few, not finite, or not `columns` wide (as those of `like` are)."""
    rows = points(name, rows, ("n", "d"), least=least, finite=False)
    if columns is not None and rows.shape[1] != columns:
        raise ValueError(f"{name} must have {columns} columns{like and f' like {like}'}, got {rows.shape[1]}")
    bad = ~np.isfinite(rows)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(f"{name} must be finite, got {rows[row, column]} in row {row}, column {column}")
    return rows
