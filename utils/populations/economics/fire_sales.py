"""Fire sales: banks that cannot pay sell, sales lower the price, and a lower price is a loss to all who hold the asset.

Bank i holds cash, claims on banks (L, as in `clearing`) and q_i units of an asset whose price is 1 before any is sold,

    price = e^{−α Σ sold}

It sells just what it needs to pay: sold_i = min(q_i, (p̄_i − cash_i − Σ_j Π_ji p_j)₊ / price), and p clears at
e = cash + price · q. Source: Cifuentes, Ferrucci & Shin 2005, Liquidity risk and contagion, J. European Economic
Association 3: 556–566, with debts in place of their required capital.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from utils.common import arrays
from utils.common.checks import not_negative
from utils.populations.economics.clearing import clearing_vector, obligations


class Sale(NamedTuple):
    """One round: the price; how much each bank sells at it (n,); payments and defaults (n,) as in `Cleared`."""

    price: float
    sold: np.ndarray
    payments: np.ndarray
    defaults: np.ndarray


def fire_sale(L: Any, cash: Any, holdings: Any, alpha: float) -> Iterator[Sale]:
    """Round after round: what must be sold at this price, then the price which that makes. The last is the answer, at
    the highest price that agrees with its own sales.

    cash (n,); may be negative, as e is; holdings q (n,) ≥ 0; alpha ≥ 0, the log price lost with each unit sold.
    """
    (owed, Pi), alpha = obligations(L), not_negative("alpha", alpha)
    cash, holdings = arrays.points("cash", cash, owed.shape), arrays.points("holdings", holdings, owed.shape)
    if (holdings < 0).any():
        raise ValueError(f"holdings must not be negative, got {holdings.min():g} at bank {holdings.argmin()}")
    before, price = np.inf, 1.0
    while before - price > 1e-13 * price:
        p, defaults, _ = clearing_vector(L, cash + price * holdings)
        sold = np.minimum(holdings, np.maximum(owed - cash - p @ Pi, 0.0) / price)
        yield Sale(price, sold, p, defaults)
        before, price = price, float(np.exp(-alpha * sold.sum()))
