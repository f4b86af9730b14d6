"""Defaults along random exposures: who lends to a bank that fails loses all that was lent.

Each bank spreads its interbank assets evenly over the k banks it lends to, and fails once it loses more than its
capital. Both are shares of its total assets. More ties spread the risk thinner and carry it farther.
Source: Gai & Kapadia 2010, Contagion in financial networks, Proc. R. Soc. A 466: 2401–2423.
"""

from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.stats import poisson

from utils.common.arrays import numpy_generator, whole_numbers
from utils.common.checks import not_negative, positive, whole_number, within


def random_exposures(n: int, degree: float, rng: np.random.Generator) -> np.ndarray:
    """X (n, n), truth values: X_ij, bank i lends to j, each with probability degree/(n − 1). n ≥ 2; none to itself."""
    n, rng = whole_number("n", n, 2), numpy_generator("rng", rng)
    return (rng.random((n, n)) < within("degree", degree, f"[0, {n - 1}]") / (n - 1)) & ~np.eye(n, dtype=bool)


def default_cascade(X: Any, first: Any, interbank: float = 0.2, capital: float = 0.04) -> np.ndarray:
    """The round in which each bank fails, (n,): 0 for `first`, −1 for never. Bank i fails once

        interbank · (failed banks it lends to)/k_i > capital,    k_i = Σ_j X_ij

    X (n, n): truth values. first: numbers of banks.
    """
    X, first = np.asarray(X), whole_numbers("first", first, ("banks",))
    if X.dtype != bool or X.ndim != 2 or X.shape[0] != X.shape[1] or X.diagonal().any():
        raise ValueError(f"X must be truth values (n, n), False on the diagonal, got {X.dtype} {X.shape}")
    if first.min() < 0 or first.max() >= len(X):
        raise ValueError(f"first must be numbers of banks, 0 to {len(X) - 1}, got {first}")
    bears = positive("capital", capital) / positive("interbank", interbank) * X.sum(axis=1) + 1e-9
    when, lost, fresh, step = np.full(len(X), -1), np.zeros(len(X)), np.unique(first), 0
    while fresh.size:
        when[fresh], step = step, step + 1
        lost += X[:, fresh].sum(axis=1)
        fresh = np.flatnonzero((lost > bears) & (when < 0))
    return when


def contagion_chance(degree: float, interbank: float = 0.2, capital: float = 0.04) -> float:
    """P(one default becomes a contagion without bound), n → ∞: S = 1 − e^{−degree · v · S}, the largest solution.

    v: the share of ties from banks that one failed borrower brings down, P(k − 1 < interbank/capital − 1), k − 1
    Poisson(degree). 0 unless degree · v > 1: between a lower and an upper degree, the window of contagion.
    """
    degree, ratio = not_negative("degree", degree), positive("interbank", interbank) / positive("capital", capital)
    growth = degree * float(poisson.cdf(np.ceil(ratio - 1e-9) - 2, degree))
    return float(brentq(lambda S: 1 - np.exp(-growth * S) - S, 1e-9, 1)) if growth > 1 + 1e-6 else 0.0
