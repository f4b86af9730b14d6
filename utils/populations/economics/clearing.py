"""Clearing: what banks pay each other when some cannot pay in full.

L (n, n): L_ij is what bank i owes bank j. e (n,): what else bank i has, less its senior debt, what others must get
first: e_i < 0 is allowed. p̄_i = Σ_j L_ij is all that i owes to banks, Π_ij = L_ij/p̄_i.
Whoever cannot pay in full pays all there is, to each in proportion. A clearing vector p (n,) is a fixed point of

    p = min(p̄, max(e + Πᵀp, 0))

Source: Eisenberg & Noe 2001, Systemic risk in financial systems, Management Science 47: 236–249.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from utils.common import arrays
from utils.common.checks import one_of, positive, whole_number

ROUNDING = 1e-12  # a bank that is short by no more than this share of its money flows is not in default


class Cleared(NamedTuple):
    """payments p (n,); defaults (n,): True for banks that cannot pay all they owe; rounds in which defaults grew."""

    payments: np.ndarray
    defaults: np.ndarray
    rounds: int


def obligations(L: Any) -> tuple[np.ndarray, np.ndarray]:
    """p̄ (n,) and Π (n, n); the row of a bank that owes nothing is 0. Raises ValueError for a claim below 0, or a bank
    that owes itself, by its number."""
    L = arrays.points("L", L, ("n", "n"))
    if L.shape[0] != L.shape[1]:
        raise ValueError(f"L must have shape (n, n), got {L.shape}")
    if (L < 0).any():
        i, j = np.argwhere(L < 0)[0]
        raise ValueError(f"L must not be negative, got L[{i}, {j}] = {L[i, j]:g}: what {i} owes {j} is a claim of {j}")
    if (own := np.flatnonzero(L.diagonal())).size:
        raise ValueError(
            f"L must be 0 on the diagonal, got L[{own[0]}, {own[0]}] = {L[own[0], own[0]]:g}: bank {own[0]} owes itself"
        )
    owed = L.sum(axis=1)
    return owed, L / np.where(owed > 0, owed, 1.0)[:, None]


def picard(L: Any, e: Any, start: str = "top") -> Iterator[np.ndarray]:
    """p, then min(p̄, max(e + Πᵀp, 0)) of it, and so on, until nothing changes by more than rounding: (n,) each.

    From the "top", p = p̄, payments only fall, to the greatest clearing vector; from the "bottom", p = 0, they only
    rise, to the least. The two differ only where banks owe each other in a circle that as much money enters as leaves.
    """
    one_of("start", start, ("top", "bottom"))
    owed, Pi, e = _banks(L, e)
    p, new = np.full(len(e), np.inf), owed if start == "top" else np.zeros(len(e))
    while np.any(np.abs(new - p) > 1e-15 * owed.max()):
        yield (p := new)
        new = np.clip(e + p @ Pi, 0, owed)


def clearing_vector(L: Any, e: Any) -> Cleared:
    """The greatest clearing vector, exactly, by fictitious default: nobody defaults at first; who cannot pay then is in
    default, pays what there is, a linear system; who cannot pay after that defaults too; at most n rounds.

    Source: Eisenberg & Noe 2001, fictitious default algorithm; payments of 0 (e < 0) are found within each round.
    """
    owed, Pi, e = _banks(L, e)
    p, defaults, rounds = owed, np.zeros(len(e), dtype=bool), 0
    rounding = ROUNDING * (owed + np.abs(e) + owed @ Pi)
    while ((short := owed - e - p @ Pi > rounding) & ~defaults).any():
        defaults, rounds = defaults | short, rounds + 1
        kept = np.flatnonzero(defaults)
        p = np.where(defaults, 0.0, owed)
        p[kept] = _what_there_is(Pi[np.ix_(kept, kept)].T, (e + p @ Pi)[kept])
    return Cleared(p, defaults, rounds)


def ring(n: int, debt: float) -> np.ndarray:
    """L (n, n), n ≥ 2: bank i owes `debt` to bank i + 1, the last one to the first.

    If each bank has a surplus b, and one of them loses s (e = b, and b − s there), the loss walks round the ring:
    ⌈s/b⌉ − 1 banks default for s ≤ nb, all for s > nb, if the debt is at least s.
    """
    return positive("debt", debt) * np.roll(np.eye(whole_number("n", n, 2)), 1, axis=1)


def complete(n: int, debt: float) -> np.ndarray:
    """L (n, n), n ≥ 2: each bank owes debt/(n − 1) to every other. Of a loss s > b each other bank bears (s − b)/(n−1):
    only the first defaults for s ≤ nb, all for s > nb."""
    return positive("debt", debt) * (1 - np.eye(whole_number("n", n, 2))) / (n - 1)


def _banks(L: Any, e: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    owed, Pi = obligations(L)
    return owed, Pi, arrays.points("e", e, owed.shape)


def _what_there_is(A: np.ndarray, c: np.ndarray) -> np.ndarray:
    """The least x ≥ 0 with x = max(c + A x, 0): the places where x > 0 are found a few at a time."""
    x, pays = np.zeros(len(c)), np.zeros(len(c), dtype=bool)
    while ((more := c + A @ x > 0) & ~pays).any():
        pays |= more
        x[pays] = np.linalg.solve(np.eye(pays.sum()) - A[np.ix_(pays, pays)], c[pays])
    return np.maximum(x, 0.0)
