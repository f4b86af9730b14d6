"""25.5 and 25.6: a clearing vector with a planted fault, and defaults on a ring whose debts are small."""

from __future__ import annotations

import math

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 25.5 ----------------------------------------------------------------- the clearing vector, mended
def clearing(L, e):
    """The greatest clearing vector, from above."""
    owed = L.sum(axis=1)
    shares = L / owed[:, None]
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares.T @ paid, 0))
    return paid


def clearing_inputs(rng):
    """The worked value, random networks in which some default, a closed circle without assets, negative assets."""

    def some(n, low, high):
        L = np.round(rng.uniform(0, 4, (n, n)) * (rng.random((n, n)) < 0.7), 1)
        np.fill_diagonal(L, 0)
        L[np.arange(n), (np.arange(n) + 1) % n] += 0.5
        return L, np.round(rng.uniform(low, high, n), 1)

    circle = np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 2.0], [2.0, 0.0, 0.0]])
    return [
        (np.array([[0.0, 2, 1], [1, 0, 0], [3, 1, 0]]), np.array([0.5, 0.2, 0.9])),
        some(4, 0.1, 0.6),
        some(5, 0.1, 1.0),
        some(6, -1.0, 4.0),
        some(8, -0.5, 4.0),
        (circle, np.zeros(3)),
        (circle, np.array([-3.0, 2.5, 0.5])),
        some(3, 5.0, 9.0),
    ]


def _one_round(L, e):
    owed = L.sum(axis=1)
    return np.minimum(owed, np.maximum(e + (L / owed[:, None]).T @ owed, 0))


def _columns(L, e):
    owed = L.sum(axis=1)
    shares = L / L.sum(axis=0)
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares.T @ paid, 0))
    return paid


def _columns_and_no_transpose(L, e):
    owed = L.sum(axis=1)
    shares = L / L.sum(axis=0)
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares @ paid, 0))
    return paid


def _all_or_nothing(L, e):
    owed = L.sum(axis=1)
    shares = L / owed[:, None]
    paid = owed.copy()
    for _ in range(500):
        paid = np.where(e + shares.T @ paid >= owed - 1e-9, owed, 0)
    return paid


def _debts_netted(L, e):
    """Debts both ways set off against each other first."""
    net = np.maximum(L - L.T, 0)
    owed = net.sum(axis=1)
    shares = net / np.where(owed > 0, owed, 1)[:, None]
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares.T @ paid, 0))
    return paid


def _linear(L, e):
    owed = L.sum(axis=1)
    return np.linalg.solve(np.eye(len(e)) - (L / owed[:, None]).T + 1e-12, e)


def _fractions(L, e):
    return clearing(L, e) / L.sum(axis=1)


def _received(L, e):
    return (L / L.sum(axis=1)[:, None]).T @ clearing(L, e)


ROWS = "A bank splits *its own* payment among those to whom it owes: its row of `L` over what it owes in all. "

CLEARING = Function(
    "25.5",
    title="A clearing vector, mended",
    points=3,
    reference=clearing,
    inputs=clearing_inputs,
    atol=1e-6,
    mistakes=[
        Mistake(
            "as given",
            _columns,
            "The fault is still there. Pay out what a bank pays: do the shares of one bank's payment add up to 1?",
        ),
        Mistake(
            "columns normalised, and no transpose",
            _columns_and_no_transpose,
            ROWS + "Then what $j$ *receives* is a sum over who pays, $\\sum_i \\Pi_{ij}y_i$: the transpose stays.",
        ),
        Mistake(
            "the transpose forgotten",
            edit("shares.T @ paid", "shares @ paid"),
            "`shares[i, j]` goes from $i$ to $j$. What $j$ receives is the sum over $i$, so it is the transpose "
            "times the "
            "payments, as in $\\frac{dP}{dt} = Q^{\\mathsf T}P$.",
        ),
        Mistake(
            "divided along the other axis",
            edit("L / owed[:, None]", "L / owed"),
            ROWS + "`L / owed` divides column $j$ by what $j$ owes; write `owed[:, None]` to divide rows.",
        ),
        Mistake(
            "from below",
            edit("paid = owed.copy()", "paid = np.zeros(len(owed))"),
            "From 0, or from what banks can pay alone, you reach the *least* clearing vector: in a circle without "
            "assets nobody pays because nobody pays. Asked is the greatest: start from payment in full.",
        ),
        Mistake(
            "one round",
            _one_round,
            "That is one round. Whoever pays less makes others pay less: repeat until nothing changes.",
        ),
        Mistake(
            "negative payments",
            edit("np.maximum(e + shares.T @ paid, 0)", "(e + shares.T @ paid)"),
            "A payment is never negative: a bank whose assets are gone pays 0.",
        ),
        Mistake(
            "more than is owed",
            edit("np.minimum(owed, np.maximum(e + shares.T @ paid, 0))", "np.maximum(e + shares.T @ paid, 0)"),
            "Nobody pays more than they owe: the minimum with `owed` is missing.",
        ),
        Mistake(
            "all or nothing",
            _all_or_nothing,
            "A bank that cannot pay in full pays what it has, in proportion. Yours then pays nothing.",
        ),
        Mistake(
            "outside assets not paid out",
            edit("e + shares.T @ paid", "shares.T @ paid"),
            "A bank pays from what it receives *and* from its outside assets `e`.",
        ),
        Mistake(
            "the share that is paid",
            _fractions,
            "That is the share of its debts that each bank pays. Asked are the payments themselves: times `owed`.",
        ),
        Mistake(
            "what is received",
            _received,
            "That is what each bank receives from the others. Asked is what each one pays.",
        ),
        Mistake(
            "what is not paid",
            edit("    return paid", "    return owed - paid"),
            "That is what each bank fails to pay. Asked is what it does pay.",
        ),
        Mistake(
            "negative assets forgotten",
            edit("np.maximum(e + shares.T @ paid, 0)", "np.maximum(e, 0) + shares.T @ paid"),
            "Where `e` is negative, others come first and take from what the bank receives: add `e` before the maximum "
            "with 0.",
        ),
        Mistake(
            "claims for debts",
            edit("owed = L.sum(axis=1)", "owed = L.sum(axis=0)"),
            "Row $i$ of `L` is what $i$ owes, so `owed` is the sum along rows, `L.sum(axis=1)`, as it was given.",
        ),
        Mistake(
            "debts netted first",
            _debts_netted,
            "You set mutual debts off against each other first. Then creditors are no longer treated alike, and the "
            "payments are others.",
        ),
        Mistake(
            "an equal share for each creditor",
            edit("L / owed[:, None]", "(L > 0) / (L > 0).sum(axis=1)[:, None]"),
            "Creditors are paid in proportion to what is owed to them, not equally.",
        ),
    ],
    hints=[
        "Try the worked value by hand for one round: bank 1 pays 3. How much of it goes to bank 2, how much to bank 3?",
        "Sum the given shares of one bank's payment, `shares.sum(axis=1)`. What should that be?",
        "`shares = L / owed[:, None]`: rows sum to 1. Nothing else needs to change.",
    ],
)


# 25.6 ----------------------------------------------------------------- a ring with small debts
def ring_defaults(n, b, d, s):
    """The first bank's shortfall is at most its debt; each bank on the way takes b off it."""
    if s <= b:
        return 0
    return min(n, math.ceil(min(s - b, d) / b))


def ring_inputs(rng):
    """The worked value; shocks below, at and above multiples of b; small and large debts; all of a small ring."""
    cases = [(12, 1.0, 2.5, 10.0), (12, 0.5, 100.0, 2.0), (12, 0.5, 100.0, 2.25), (6, 1.0, 50.0, 6.0)]
    cases += [(6, 1.0, 50.0, 6.5), (6, 1.0, 3.0, 20.0), (6, 1.0, 3.0, 4.0), (6, 1.0, 3.0, 3.5), (10, 2.0, 0.5, 30.0)]
    cases += [(8, 1.0, 5.0, 1.0), (8, 1.0, 5.0, 0.5), (8, 1.0, 5.0, 1.25), (4, 0.25, 8.0, 40.0), (5, 1.0, 2.0, 3.0)]
    drawn = rng.integers([3, 1, 1, 1], [15, 9, 25, 60], size=(12, 4)) / [1, 4, 4, 4]
    return cases + [(int(n), float(b), float(d), float(s)) for n, b, d, s in drawn]


def _simulated_without_floor(n, b, d, s):
    short, count = s - b, 0
    while short > 0 and count < n:
        count += 1
        short -= b
    return count


def _complete(n, b, d, s):
    if s <= b:
        return 0
    return n if s > n * b else 1


def _whole_shock(n, b, d, s):
    return min(n, math.ceil(min(s, d) / b))


RING = Function(
    "25.6",
    title="A ring with small debts",
    points=3,
    reference=ring_defaults,
    inputs=ring_inputs,
    mistakes=[
        Mistake(
            "debts as large as you like",
            _simulated_without_floor,
            "That is (25.14), for large debts. Bank 1 cannot withhold more than the $d$ it owes: what it passes on is "
            "$\\min(s-b, d)$; its outside creditors bear the rest.",
        ),
        Mistake(
            "the debt against the whole shock",
            edit("min(s - b, d)", "min(s, d)"),
            "Bank 1's own surplus takes the first $b$ of the shock: its shortfall is $\\min(s-b, d)$.",
        ),
        Mistake(
            "the debt against the whole shock, however small",
            _whole_shock,
            "Bank 1's own surplus takes the first $b$ of the shock: its shortfall is $\\min(s-b, d)$, and none for "
            "$s \\le b$.",
        ),
        Mistake(
            "the last one always saved",
            edit("min(n, math", "min(n - 1, math"),
            "If the loss is large enough all $n$ default, the last one included.",
        ),
        Mistake(
            "what the outside creditors bear",
            edit("min(s - b, d)", "max(s - b - d, 0)"),
            "$s - b - d$ is what bank 1's outside creditors bear. What goes round the ring is the rest of its "
            "shortfall, at most $d$.",
        ),
        Mistake(
            "rounded to the nearest",
            edit("math.ceil(min(s - b, d) / b)", "round(min(s - b, d) / b)"),
            "A bank that is short of a little defaults as well: round up, not to the nearest number.",
        ),
        Mistake(
            "the surplus taken off the debt too",
            edit("min(s - b, d)", "min(s, d) - b"),
            "If the shock exceeds $b + d$, bank 1 pays nothing: the shortfall is $d$, not $d - b$.",
        ),
        Mistake(
            "rounded down",
            edit("math.ceil(min(s - b, d) / b)", "math.floor(min(s - b, d) / b)"),
            "Bank 1 counts as well, and a bank that is short of a little defaults: round up.",
        ),
        Mistake(
            "one too many at a multiple",
            edit("math.ceil(min(s - b, d) / b)", "math.floor(min(s - b, d) / b) + 1"),
            "A bank whose loss equals its surplus pays in full, with nothing left. At a multiple of $b$ you count "
            "one too "
            "many: round up instead.",
        ),
        Mistake(
            "the first one counted twice",
            edit("math.ceil(min(s - b, d) / b)", "math.ceil(min(s - b, d) / b) + 1"),
            "One too many: the first division by $b$ already counts bank 1, whose shortfall it is.",
        ),
        Mistake(
            "the first one not counted",
            edit("min(n, math.ceil(min(s - b, d) / b))", "min(n, math.ceil(min(s - b, d) / b)) - 1"),
            "One too few: bank 1 defaults, too.",
        ),
        Mistake(
            "more than there are",
            edit("min(n, math.ceil(min(s - b, d) / b))", "math.ceil(min(s - b, d) / b)"),
            "There are only $n$ banks: the loss that goes round comes back to banks that have defaulted already.",
        ),
        Mistake(
            "a default at the boundary",
            edit(
                "if s <= b:\n        return 0\n    return min(n, ",
                "if s < b:\n        return 0\n    return min(n, 1 if s == b else ",
            ),
            "A shock of exactly $b$ leaves bank 1 with nothing, but it pays in full: no default.",
        ),
        Mistake(
            "the complete network",
            _complete,
            "That is the complete network, where the shortfall is shared by all. In a ring it goes to one bank, "
            "which takes "
            "$b$ off, then to the next.",
        ),
        Mistake(
            "a number of surpluses in the shock",
            edit("math.ceil(min(s - b, d) / b)", "math.ceil(min(s / b, d / b)) - 1"),
            "Take the surplus off the shock *before* comparing with the debt: $\\min(s-b, d)$, then divide by $b$ "
            "and round "
            "up.",
        ),
        Mistake(
            "not rounded",
            edit("math.ceil(min(s - b, d) / b)", "min(s - b, d) / b"),
            "A number of banks is whole: whoever is short of anything defaults, so round up.",
        ),
    ],
    hints=[
        "How much less than $d$ does bank 1 pay? It cannot pay less than nothing.",
        "Bank 2 receives that much less, has $b$ to spare, and passes on what is left; and so on round the ring.",
        "Bank $k$ defaults if and only if the shortfall of bank 1 exceeds $(k-1)\\,b$. How many such $k$ are there?",
    ],
)
