"""28.4: the posterior of patient zero in a small network."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from utils.teaching.exercise import Function, Mistake


def _posterior(A, cases, chance, weigh=lambda total: total / total.sum()):
    """Orders of infection summed up by their first case; chance(A, infected, v): probability that v is the next."""
    total = np.zeros(len(cases))
    for order in permutations(range(len(cases))):
        p = 1.0
        for k in range(1, len(order)):
            p *= chance(A, [cases[i] for i in order[:k]], cases[order[k]])
            if p == 0:
                break
        total[order[0]] += p
    return weigh(total)


def posterior(A, cases):
    """The probability that each case was the first: all orders in which the cases can have followed each other."""
    total = np.zeros(len(cases))
    for order in permutations(range(len(cases))):
        p, infected = 1.0, [cases[order[0]]]
        for i in order[1:]:
            to_v = A[infected, cases[i]].sum()
            p *= to_v / (A[infected].sum() - A[np.ix_(infected, infected)].sum())
            if p == 0:
                break
            infected.append(cases[i])
        total[order[0]] += p
    return total / total.sum()


def _connected(rng, n, extra):
    A = np.zeros((n, n), dtype=int)
    for v in range(1, n):
        A[v, (u := int(rng.integers(v)))] = A[u, v] = 1
    while extra:
        u, v = rng.integers(n, size=2)
        if u != v and not A[u, v]:
            A[u, v] = A[v, u] = 1
            extra -= 1
    return A


def _outbreak(rng, A, k):
    """k cases in a random order of infection, sorted."""
    infected = [int(rng.integers(len(A)))]
    while len(infected) < k:
        ties = A[infected].sum(axis=0).astype(float)
        ties[infected] = 0
        infected.append(int(rng.choice(len(A), p=ties / ties.sum())))
    return sorted(infected)


def suspect_inputs(rng):
    """A chain with a healthy friend in the middle (the worked value), two triangles, also with the cases in another
    order, random networks, one case."""
    chain = np.zeros((4, 4), dtype=int)
    for u, v in ((0, 1), (1, 2), (1, 3)):
        chain[u, v] = chain[v, u] = 1
    diamond = np.zeros((7, 7), dtype=int)  # two triangles with a common side, a tail, two healthy friends
    for u, v in ((0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (3, 4), (0, 5), (5, 6), (6, 4)):
        diamond[u, v] = diamond[v, u] = 1
    out = [(chain, [0, 1, 2]), (chain, [0, 1]), (diamond, [0, 1, 2, 3, 4]), (diamond, [3, 0, 2, 1])]
    for n, extra, k in ((8, 2, 4), (9, 6, 5), (10, 12, 5), (12, 4, 5), (7, 8, 4)):
        A = _connected(rng, n, extra)
        out.append((A, _outbreak(rng, A, k)))
    return [*out, (_connected(rng, 6, 3), [2])]


def _ties_out(A, infected):
    return A[infected].sum() - A[np.ix_(infected, infected)].sum()


def _evenly(A, infected, v):
    """Each exposed person is next with the same probability."""
    exposed = A[infected].sum(axis=0) > 0
    exposed[infected] = False
    return float(exposed[v]) / exposed.sum()


def _people_out(A, infected, v):
    exposed = A[infected].sum(axis=0) > 0
    exposed[infected] = False
    return A[infected, v].sum() / exposed.sum()


def _after(A, infected, v):
    out = _ties_out(A, [*infected, v])
    return A[[*infected, v], v].sum() / out if out else 0.0


def _within(A, cases):
    return posterior(A[np.ix_(cases, cases)], list(range(len(cases))))


def _closeness(A, cases):
    B = A[np.ix_(cases, cases)]
    d = np.where(B > 0, 1.0, np.inf)
    np.fill_diagonal(d, 0)
    for k in range(len(d)):
        d = np.minimum(d, d[:, [k]] + d[[k]])
    near = 1 / np.maximum(d.sum(axis=1), 1e-9)
    return near / near.sum()


SPREAD = "The next case lies at the end of one of the ties that lead *out of* those infected, each tie equally likely. "

SUSPECTS = Function(
    "28.4",
    title="Who was patient zero?",
    points=3,
    reference=posterior,
    inputs=suspect_inputs,
    atol=1e-9,
    mistakes=[
        Mistake(
            "the healthy forgotten",
            _within,
            "The infected also have healthy friends, who might have been next and were not: (28.7) counts *all* ties "
            "that lead out. (Without them everybody infects all cases for certain, and all are equally suspect.)",
        ),
        Mistake(
            "orders counted",
            lambda A, cases: _posterior(A, cases, lambda A, i, v: float(A[i, v].any())),
            "You count the orders. They are not equally probable: each step has the factor (ties to the new case)/"
            "(ties out).",
        ),
        Mistake(
            "each exposed person alike",
            lambda A, cases: _posterior(A, cases, _evenly),
            "Whoever has two infected friends is exposed twice: count ties, not people.",
        ),
        Mistake(
            "one tie to the new case",
            lambda A, cases: _posterior(A, cases, lambda A, i, v: float(A[i, v].any()) / _ties_out(A, i)),
            "The numerator is the *number* of ties from the infected to the new case, not whether there is one.",
        ),
        Mistake(
            "people in the denominator",
            lambda A, cases: _posterior(A, cases, _people_out),
            "The denominator counts *ties* that lead out: whoever has two infected friends is in it twice.",
        ),
        Mistake(
            "sorted",
            lambda A, cases: posterior(A, sorted(cases)),
            "These are the right probabilities by the number of the person. Give them in the order of `cases`.",
        ),
        Mistake(
            "all ties of the infected",
            lambda A, cases: _posterior(A, cases, lambda A, i, v: A[i, v].sum() / A[i].sum()),
            SPREAD + "Yours also counts ties among the infected, along which nothing new can happen.",
        ),
        Mistake(
            "ties out with the new case",
            lambda A, cases: _posterior(A, cases, _after),
            "The ties out are those of the people infected *before* the new case: the new one has not joined them yet.",
        ),
        Mistake(
            "only the last case infects",
            lambda A, cases: _posterior(A, cases, lambda A, i, v: A[i[-1], v] / max(1, A[i[-1]].sum())),
            "Everybody infected so far infects on, not the last one alone.",
        ),
        Mistake(
            "not normalised",
            lambda A, cases: _posterior(A, cases, lambda A, i, v: A[i, v].sum() / _ties_out(A, i), lambda total: total),
            "That is the likelihood: how probable these cases are, if each began. Divide by the sum (the prior is "
            "equal).",
        ),
        Mistake(
            "the most probable order",
            lambda A, cases: _best_order(A, cases),
            "You take the most probable order for each first case. All orders count: add them up.",
        ),
        Mistake(
            "by the number of ties",
            lambda A, cases: A[cases].sum(axis=1) / A[cases].sum(),
            "Many friends make a person a good spreader, not the first case. Sum the probabilities (28.7) of orders.",
        ),
        Mistake(
            "by closeness",
            _closeness,
            "Closeness to all cases is a guess. Asked is the exact posterior: sum the probabilities (28.7) of orders.",
        ),
        Mistake(
            "by the last case",
            lambda A, cases: _last(A, cases),
            "You add an order's probability to its *last* case. It belongs to its first.",
        ),
    ],
    hints=[
        "`itertools.permutations(cases)` are all orders. What is the probability of one, given its first case?",
        "With `infected` the list so far and `v` the next: ties to it are `A[infected, v].sum()`; ties out are those "
        "of the infected less those among them (counted from both ends).",
        "Add each order's product to its first case, then divide by the sum of all.",
    ],
)


def _best_order(A, cases):
    best = np.zeros(len(cases))
    for order in permutations(range(len(cases))):
        p, infected = 1.0, [cases[order[0]]]
        for i in order[1:]:
            p *= A[infected, cases[i]].sum() / _ties_out(A, infected)
            infected.append(cases[i])
        best[order[0]] = max(best[order[0]], p)
    return best / best.sum()


def _last(A, cases):
    total = np.zeros(len(cases))
    for order in permutations(range(len(cases))):
        p, infected = 1.0, [cases[order[0]]]
        for i in order[1:]:
            p *= A[infected, cases[i]].sum() / _ties_out(A, infected)
            infected.append(cases[i])
        total[order[-1]] += p
    return total / total.sum()
