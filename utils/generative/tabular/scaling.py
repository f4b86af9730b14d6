"""Columns of unlike units brought to one scale, and back: what a network needs before it sees a table.

    standard: z = (x − mean)/std            quantile: z = Φ⁻¹(F̂(x)), F̂ the column's own distribution

Fit on training rows only: a scale that has seen the test rows has told the model about them. On the way back a
column that was in whole cents (hundredths) comes out in whole cents.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Scaling:
    """apply: rows (n, d) in the table's units -> (n, d) of mean 0 and variance about 1. undo: the way back."""

    kind: str
    apply: callable
    undo: callable


def fit_scaling(rows, kind="quantile"):
    """A Scaling learned from rows (n, d), n at least 2.

    "standard" keeps shapes, tails and correlations; a constant column becomes 0.
    "quantile" makes each column normal. Values that occur often (amounts of exactly 1.00) come back exactly, and
        nothing comes back outside the column's range: no negative amounts, and no larger ones than were seen.
    """
    rows = checked_rows("rows", rows, least=2)
    cents = np.all(rows == rows.round(2), axis=0)

    def in_cents(x):
        return np.where(cents, x.round(2), x)

    if kind == "standard":
        mean, std = rows.mean(axis=0), rows.std(axis=0)
        std = np.where(np.ptp(rows, axis=0) > 0, std, 1.0)
        return Scaling(kind, lambda x: (x - mean) / std, lambda z: in_cents(z * std + mean))
    if kind == "quantile":
        from sklearn.preprocessing import QuantileTransformer  # here, because it takes a second to import

        change = QuantileTransformer(
            n_quantiles=min(len(rows), 1000), output_distribution="normal", subsample=len(rows)
        ).fit(rows)  # all rows: a random part would be chance unasked for
        return Scaling(kind, change.transform, lambda z: in_cents(change.inverse_transform(z)))
    raise ValueError(f"kind must be 'standard' or 'quantile', got {kind!r}")


def checked_rows(name, rows, least=1, columns=None):
    """rows as float64 (n, d), or ValueError: too few, not finite, or not `columns` wide."""
    rows = np.asarray(rows, dtype=float)
    if rows.ndim != 2 or len(rows) < least:
        raise ValueError(f"{name} must have shape (n, d) with n of at least {least}, got {rows.shape}")
    if columns is not None and rows.shape[1] != columns:
        raise ValueError(f"{name} must have {columns} columns, got {rows.shape[1]}")
    bad = ~np.isfinite(rows)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(f"{name} must be finite, got {rows[row, column]} in row {row}, column {column}")
    return rows
