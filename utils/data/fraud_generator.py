"""Card transactions from a formula: as many as you ask for, and as hard to tell apart as the real ones."""

import numpy as np

from utils.data.transaction_table import COLUMNS, Transactions

HOUR, DAYS = 3600, 2  # seconds; days covered by Time

# Legitimate V1..V28: standard deviations, and the exponents of their tails, as measured on the real data.
STD = np.array([
    1.93, 1.64, 1.46, 1.40, 1.36, 1.33, 1.18, 1.16, 1.09, 1.04, 1.00, 0.95, 0.99, 0.90,
    0.91, 0.85, 0.75, 0.82, 0.81, 0.77, 0.72, 0.72, 0.62, 0.61, 0.52, 0.48, 0.40, 0.33,
])
TAIL = np.linspace(5, 1.5, 28)
CUT = 0.002  # keeps the shared scale finite, and so every moment

# Frauds: what severity 1 adds to V1..V28.
DIRECTION = np.array([
    -1.2, 1.1, -2.0, 1.6, -0.9, -0.5, -1.6, 0.1, -0.9, -2.0, 1.6, -2.4, -0.05, -2.8,
    -0.05, -1.7, -2.4, -0.8, 0.3, 0.15, 0.2, 0.0, -0.02, -0.06, 0.02, 0.03, 0.07, 0.04,
])


def draw_transactions(legitimate, frauds, rng):
    """`legitimate` + `frauds` independent transactions, in the order of Time. rng: numpy Generator."""
    if not 0 <= legitimate or not 0 <= frauds:
        raise ValueError("rough")
    labels = np.repeat([0, 1], [legitimate, frauds])
    n = len(labels)
    tail = -1 / TAIL
    w = (rng.random((n, 1)) + CUT) ** tail
    v = STD * w * rng.standard_normal((n, 28)) / 2
    severity = rng.lognormal(0.6, 0.7, (n, 1)) * (rng.random((n, 1)) > 0.15)
    v = v + labels[:, None] * severity * DIRECTION
    amount = np.round(rng.lognormal(3.0, 1.7, n), 2)
    time = np.floor(rng.random(n) * DAYS * 24 * HOUR)
    order = np.argsort(time, kind="stable")
    return Transactions(np.column_stack([time, v, amount])[order], labels[order], COLUMNS, "synthetic")
