"""26.1: the rates of a gravity model."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def rate_matrix(P, d, alpha, gamma, c):
    """P_i^alpha P_j^gamma d_ij^-c, 0 on the diagonal."""
    apart = np.where(d > 0, d, 1.0)
    kappa = np.outer(P**alpha, P**gamma) / apart**c
    np.fill_diagonal(kappa, 0)
    return kappa


def rate_inputs(rng):
    """The worked value; countries of 3 to 7 places; each exponent 0, negative and broken."""

    def country(n):
        z = rng.random((n, 2)) * 5
        return rng.uniform(0.5, 30, n), np.hypot(*(z[:, None] - z).transpose(2, 0, 1))

    exponents = [
        (1.0, 1.0, 1.0),
        (-1.0, -1.0, 1.0),
        (0.0, 0.0, 3.0),
        (0.5, -0.7, 2.0),
        (2.0, 0.0, 0.0),
        (0.0, 1.3, 1.5),
    ]
    return [
        (np.array([4.0, 1.0]), np.array([[0.0, 2.0], [2.0, 0.0]]), 0.5, 1.0, 1.0),
        *((*country(n), *one) for n, one in zip((3, 4, 5, 4, 6, 7), exponents)),
    ]


def _diagonal_left(P, d, alpha, gamma, c):
    return np.outer(P**alpha, P**gamma) / np.where(d > 0, d, 1.0) ** c


def _generator(P, d, alpha, gamma, c):
    kappa = rate_matrix(P, d, alpha, gamma, c)
    return kappa - np.diag(kappa.sum(axis=1))


def _shares(P, d, alpha, gamma, c):
    kappa = rate_matrix(P, d, alpha, gamma, c)
    return kappa / kappa.sum(axis=1, keepdims=True)


def _scaled(P, d, alpha, gamma, c):
    kappa = rate_matrix(P, d, alpha, gamma, c)
    return kappa * len(P) / kappa.sum()


def _infinite(P, d, alpha, gamma, c):
    with np.errstate(divide="ignore"):
        return np.outer(P**alpha, P**gamma) * np.asarray(d, float) ** -c


def _added(P, d, alpha, gamma, c):
    kappa = (P[:, None] ** alpha + P**gamma) / np.where(d > 0, d, 1.0) ** c
    np.fill_diagonal(kappa, 0)
    return kappa


def _logarithms(P, d, alpha, gamma, c):
    logs = alpha * np.log(P)[:, None] + gamma * np.log(P) - c * np.log(np.where(d > 0, d, 1.0))
    np.fill_diagonal(logs, 0)
    return logs


RATES = Function(
    "26.1",
    title="One rate matrix",
    points=1,
    reference=rate_matrix,
    inputs=rate_inputs,
    mistakes=[
        Mistake(
            "the exponents exchanged",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P**gamma, P**alpha)"),
            "Rows are those who pass it on: $P_i$ carries $\\alpha$, and $P_j$ carries $\\gamma$. Yours has them "
            "exchanged.",
        ),
        Mistake(
            "distance helps",
            edit("/ apart**c", "* apart**c"),
            "Your rates grow with distance. It is $d_{ij}^{-c}$: divide by $d^c$.",
        ),
        Mistake(
            "the diagonal is not 0", _diagonal_left, "Nobody adopts from itself: put 0 on the diagonal at the end."
        ),
        Mistake(
            "infinite on the diagonal",
            _infinite,
            "A distance of 0 makes the diagonal infinite. Nobody adopts from itself: put 0 there.",
        ),
        Mistake(
            "distance to the power 1",
            edit("apart**c", "apart"),
            "Where is the exponent $c$? Yours divides by the distance itself.",
        ),
        Mistake(
            "distance squared",
            edit("apart**c", "apart**2"),
            "That is the law of gravity. Here the exponent is the argument `c`.",
        ),
        Mistake(
            "one exponent for both",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P**alpha, P**alpha)"),
            "Both populations have $\\alpha$ in yours. The one that *adopts*, the column, has $\\gamma$.",
        ),
        Mistake(
            "gamma for both",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P**gamma, P**gamma)"),
            "Both populations have $\\gamma$ in yours. The one that *passes it on*, the row, has $\\alpha$.",
        ),
        Mistake(
            "no exponents",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P, P)"),
            "Raise the populations to $\\alpha$ (rows) and $\\gamma$ (columns) before you multiply them.",
        ),
        Mistake(
            "a generator",
            _generator,
            "That is $Q$ of a walk, with $-\\sum_j\\kappa_{ij}$ on the diagonal. Asked are the rates, with 0 there.",
        ),
        Mistake(
            "shares of a row",
            _shares,
            "You divided each row by its sum. Asked are rates, with $k_0 = 1$: do not normalise.",
        ),
        Mistake(
            "scaled to a mean of 1",
            _scaled,
            "That is how the course's `rates` sets the pace. Asked is $k_0 = 1$: leave the matrix as it is.",
        ),
        Mistake("added", _added, "The three factors are multiplied, not added: use `np.outer`."),
        Mistake(
            "an exponential of distance",
            edit("/ apart**c", "* np.exp(-c * apart)"),
            "Your rates fall off as $e^{-c\\,d}$. Here it is a power of the distance, $d^{-c}$.",
        ),
        Mistake(
            "one plus the distance",
            edit("apart**c", "(1 + d) ** c"),
            "Divide by $d^c$, not $(1+d)^c$: replace the zeros of the diagonal alone, and nothing else.",
        ),
        Mistake(
            "factors for exponents",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(alpha * P, gamma * P)"),
            "$\\alpha$ and $\\gamma$ are exponents: `P**alpha`, not `alpha * P`.",
        ),
        Mistake(
            "who adopts left out",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P**alpha, P**0)"),
            "The size of the place that adopts, the column, is missing: $P_j^\\gamma$.",
        ),
        Mistake(
            "who passes it on left out",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P**0, P**gamma)"),
            "The size of the place that passes it on, the row, is missing: $P_i^\\alpha$.",
        ),
        Mistake(
            "logarithms",
            _logarithms,
            "These are the logarithms of the rates. Take the exponential, then put 0 on the diagonal.",
        ),
        Mistake(
            "a product to one exponent",
            edit("np.outer(P**alpha, P**gamma)", "np.outer(P, P) ** (alpha * gamma)"),
            "Raise each population to its own exponent, $P_i^\\alpha$ and $P_j^\\gamma$, before you multiply.",
        ),
    ],
    hints=[
        "`P[:, None] ** alpha * P ** gamma` (or `np.outer`) is the product of the populations' powers.",
        "Before you divide, replace the zeros of the diagonal by 1, so that nothing is divided by 0.",
        "`np.fill_diagonal(kappa, 0)` at the end.",
    ],
)
