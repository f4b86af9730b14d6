"""23.3: one outbreak, from its waits."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def infected_at(n, arcs, waits, lasts, seed, end):
    """Relax (23.5) until nothing changes; whoever is not infected by `end` gets `end`."""
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + wait)
    return np.minimum(t, end)


def _waiting(n, ties, rng, seed, end):
    arcs = np.concatenate([ties, np.asarray(ties)[:, ::-1]])
    arcs = arcs[rng.permutation(len(arcs))]
    return n, arcs, rng.exponential(1.0, len(arcs)), rng.exponential(1.2, n), seed, end


def waits_inputs(rng):
    """A triangle where the way round is faster, a chain listed backwards, an early end, a wait as long as the
    infection, and random networks."""
    triangle = (3, np.array([[0, 2], [1, 2], [0, 1]]), np.array([5.0, 1.0, 1.5]), np.array([9.0, 2.0, 1.0]), 0, 10.0)
    chain = (
        4,
        np.array([[2, 3], [1, 2], [0, 1], [1, 0]]),
        np.array([0.5, 1.0, 2.0, 0.3]),
        np.array([3.0, 1.5, 0.4, 2.0]),
    )
    as_long = (3, np.array([[0, 1], [0, 2], [2, 1]]), np.array([2.0, 1.0, 4.0]), np.array([2.0, 5.0, 9.0]), 0, 10.0)
    random = []
    for n, extra, end in ((6, 5, 4.0), (9, 12, 6.0), (14, 25, 8.0)):
        ties = [(i, i + 1) for i in range(n - 1)]
        ties += [(int(i), int(j)) for i, j in rng.integers(0, n, size=(extra, 2)) if abs(i - j) > 1]
        random += [_waiting(n, list(dict.fromkeys(ties)), rng, int(rng.integers(n)), end) for _ in range(3)]
    return [triangle, (*chain, 0, 20.0), (*triangle[:5], 2.0), as_long, *random]


def _hops(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + 1)
    return np.minimum(t, end)


def _both_ways(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + wait)
            if wait < lasts[j]:
                t[i] = min(t[i], t[j] + wait)
    return np.minimum(t, end)


def _first_come(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i] and t[i] < np.inf and t[j] == np.inf:
                t[j] = t[i] + wait
    return np.minimum(t, end)


def _in_a_queue(n, arcs, waits, lasts, seed, end):
    t, queue = np.full(n, np.inf), [seed]
    t[seed] = 0.0
    for now in queue:
        for (i, j), wait in zip(arcs, waits):
            if i == now and wait < lasts[i] and t[j] == np.inf:
                t[j] = t[i] + wait
                queue.append(int(j))
    return np.minimum(t, end)


def _last_come(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = t[i] + wait
    return np.minimum(t, end)


LASTS = "Person $i$ passes it on only while infectious: the wait of $i\\to j$ against how long *$i$* lasts."

WAITS = Function(
    "23.3",
    title="One outbreak, from its waits",
    points=3,
    reference=infected_at,
    inputs=waits_inputs,
    mistakes=[
        Mistake(
            "how long the other one lasts",
            edit("wait < lasts[i]", "wait < lasts[j]"),
            LASTS + " You asked how long the person infected will be infectious.",
        ),
        Mistake(
            "nobody recovers",
            edit("wait < lasts[i]", "wait < np.inf"),
            "In yours nobody recovers, so every contact counts. " + LASTS,
        ),
        Mistake(
            "a duration read as a date",
            edit("wait < lasts[i]", "t[i] + wait < lasts[i]"),
            "`lasts` is a duration that starts at infection, and so does the wait: compare these two, not a date.",
        ),
        Mistake(
            "counted in steps",
            _hops,
            "You counted ties. Each tie takes its own wait, and a longer way may be faster.",
        ),
        Mistake(
            "arcs used backwards",
            _both_ways,
            "An arc leads one way, and the way back has a wait of its own. Use each arc only from first to second.",
        ),
        Mistake(
            "the first way found",
            _first_come,
            "Whoever is found first is not yet infected earliest. Take the smallest of all arrivals.",
        ),
        Mistake(
            "the last way found",
            _last_come,
            "Whichever arc stands last overwrites what was found before. Take the smallest of all arrivals.",
        ),
        Mistake(
            "never is infinite",
            edit("np.minimum(t, end)", "t"),
            "Those who are not infected before `end` get `end`, whether later or never.",
        ),
        Mistake(
            "the way of fewest ties",
            _in_a_queue,
            "A queue finds the way of fewest ties, and a longer one may be faster. Always go on from whoever was "
            "infected earliest, or let later arrivals be improved.",
        ),
        Mistake(
            "arcs turned round",
            edit("for (i, j), wait", "for (j, i), wait"),
            "You read the arcs from second to first. A row is $(i, j)$: $i$ infects $j$.",
        ),
        Mistake(
            "never is 0",
            edit("np.minimum(t, end)", "np.where(t < end, t, 0.0)"),
            "Those who are not infected before `end` get `end`; 0 is the time of the seed.",
        ),
        Mistake(
            "one pass over the arcs",
            edit("range(n)", "range(1)"),
            "One pass only finds ways that stand in the list in their order. Repeat until nothing changes.",
        ),
        Mistake(
            "the wait alone",
            edit("t[i] + wait)", "wait)"),
            "The wait starts when $i$ is infected: add $t_i$ to it.",
        ),
        Mistake(
            "the end forgotten",
            edit("np.minimum(t, end)", "np.where(t < np.inf, t, end)"),
            "Some are infected after `end`, and nobody saw it: they get `end` as well.",
        ),
    ],
    hints=[
        "Start with $t = \\infty$ for all but the seed. What does an arc $i\\to j$ say about $t_j$ once $t_i$ is "
        "known?",
        "If the wait is shorter than `lasts[i]`, then $t_j$ is at most $t_i$ + wait. Go over all arcs again and again.",
        "After $n$ passes over all arcs every shortest way is found: none has more than $n-1$ arcs.",
    ],
)
