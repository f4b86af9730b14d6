"""24.4 and 24.5: the spread estimated by asking backwards, and what an estimate that chose is worth."""

from __future__ import annotations

from functools import cache

import numpy as np

from utils.data.karate import load_karate
from utils.networks.reverse_reachable import cover, reverse_sets
from utils.teaching.exercise import Function, Mistake, Number, edit


# 24.4 ----------------------------------------------------------------- asking backwards
def backward_spread(live, roots, seeds):
    """n times the share of roots that a seed reaches: from each root, back along the live ties."""
    hits = 0
    for ties, root in zip(live, roots):
        members, fresh = {root}, [root]
        while fresh:
            v = fresh.pop()
            for u in np.flatnonzero(ties[:, v]):
                if u not in members:
                    members.add(u)
                    fresh.append(u)
        hits += any(seed in members for seed in seeds)
    return live.shape[1] * hits / len(roots)


def _sample(rng, sets, n, p, seeds):
    live = rng.random((sets, n, n)) < p
    live[:, np.arange(n), np.arange(n)] = False
    return live, rng.integers(n, size=sets), seeds


def backward_inputs(rng):
    """A chain of three (the worked value), sparse and dense directed graphs, one seed and several, no ties."""
    chain = np.zeros((2, 3, 3), dtype=bool)
    chain[:, 0, 1] = chain[0, 1, 2] = True
    return [
        (chain, np.array([2, 2]), [0]),
        _sample(rng, 12, 6, 0.2, [3]),
        _sample(rng, 20, 8, 0.15, [0, 5]),
        _sample(rng, 30, 10, 0.12, [1, 2, 7]),
        _sample(rng, 15, 5, 0.3, [4, 0]),
        _sample(rng, 9, 7, 0.0, [2, 6]),
        _sample(rng, 8, 4, 1.0, [1]),
    ]


def _forward(live, roots, seeds):
    return backward_spread(live.swapaxes(1, 2), roots, seeds)


def _each_seed(live, roots, seeds):
    return sum(backward_spread(live, roots, [seed]) for seed in seeds)


def _all_needed(live, roots, seeds):
    hits = 0
    for ties, root in zip(live, roots):
        hits += all(backward_spread(ties[None], [root], [seed]) > 0 for seed in seeds)
    return live.shape[1] * hits / len(roots)


def _neighbours_only(live, roots, seeds):
    hits = 0
    for ties, root in zip(live, roots):
        hits += any(seed == root or ties[seed, root] for seed in seeds)
    return live.shape[1] * hits / len(roots)


def _neighbours_without_root(live, roots, seeds):
    hits = 0
    for ties, root in zip(live, roots):
        hits += any(ties[seed, root] for seed in seeds)
    return live.shape[1] * hits / len(roots)


def _size_of_sets(live, roots, seeds):
    everybody = range(live.shape[1])
    return sum(backward_spread(live, roots, [u]) for u in everybody) / live.shape[1]


def _from_the_seeds(live, roots, seeds):
    """The mean reach of the seeds in these graphs, the roots ignored."""
    total = 0.0
    for ties in live:
        reach = ties | np.eye(len(ties), dtype=bool)
        for _ in range(len(ties)):
            reach = (reach.astype(int) @ reach.astype(int)) > 0
        total += reach[list(seeds)].any(axis=0).sum()
    return total / len(live)


def _root_left_out(live, roots, seeds):
    kept = [backward_spread(ties[None], [root], seeds) if root not in seeds else 0 for ties, root in zip(live, roots)]
    return sum(kept) / len(roots)


def _members_without_root(live, roots, seeds):
    """A seed counts if it reaches the root and is another."""
    others = [[seed for seed in seeds if seed != root] for root in roots]
    hits = sum(bool(some) and backward_spread(ties[None], [r], some) > 0 for ties, r, some in zip(live, roots, others))
    return live.shape[1] * hits / len(roots)


def _both_ways(live, roots, seeds):
    return backward_spread(live | live.swapaxes(1, 2), roots, seeds)


def _all_coins_at_once(live, roots, seeds):
    return backward_spread(live.any(axis=0)[None].repeat(len(roots), axis=0), roots, seeds)


def _two_steps(live, roots, seeds):
    return _neighbours_only(live | (live.astype(int) @ live > 0), roots, seeds)


def _seeds_added(live, roots, seeds):
    n = live.shape[1]
    return len(seeds) + (n - len(seeds)) * backward_spread(live, roots, seeds) / n


WALK = "Walk from the root *back* along live ties, as far as they lead. "

RR = Function(
    "24.4",
    title="Asking backwards",
    points=3,
    reference=backward_spread,
    inputs=backward_inputs,
    mistakes=[
        Mistake(
            "a share of roots",
            edit("live.shape[1] * hits / len(roots)", "hits / len(roots)"),
            "That is the probability that the seeds reach a random person. Of $n$ people it is $n$ times as "
            "many: (24.7).",
        ),
        Mistake(
            "forward from the root",
            _forward,
            "Yours are the people whom the root reaches. Asked is who reaches the root: go against the ties, "
            "over `ties[:, v]`.",
        ),
        Mistake(
            "each seed counted",
            _each_seed,
            "A root that two seeds reach is reached once. Count roots that *some* seed reaches.",
        ),
        Mistake(
            "all seeds needed",
            _all_needed,
            "It is enough that *one* seed reaches the root: `any`, not `all`.",
        ),
        Mistake(
            "neighbours only",
            _neighbours_only,
            WALK + "Yours takes one step. Who tells somebody who tells the root reaches it, too.",
        ),
        Mistake(
            "neighbours only, without the root",
            _neighbours_without_root,
            WALK + "Yours takes one step, and leaves the root itself out.",
        ),
        Mistake(
            "the size of the sets",
            _size_of_sets,
            "That is how many reach the root, on average: the spread of *one person drawn at random*. Asked is "
            "how often "
            "these seeds are among them.",
        ),
        Mistake(
            "the number of roots",
            edit("live.shape[1] * hits / len(roots)", "hits"),
            "That counts roots. Divide by how many there are, and multiply by the number of people $n$.",
        ),
        Mistake(
            "divided by the people",
            edit("live.shape[1] * hits / len(roots)", "hits / live.shape[1]"),
            "The share is of the *roots*: divide by their number, and multiply by $n$.",
        ),
        Mistake(
            "forward from the seeds",
            _from_the_seeds,
            "That is (24.2), the mean reach in these graphs: a fine estimate, and another one. Here each graph "
            "is asked "
            "about one root only.",
        ),
        Mistake(
            "the root is no member",
            _root_left_out,
            "A seed that is the root itself has reached it: the root belongs to its own set.",
        ),
        Mistake(
            "the root is no member, other seeds are",
            _members_without_root,
            "A seed that is the root itself has reached it: begin each set with the root in it.",
        ),
        Mistake(
            "ties used both ways",
            _both_ways,
            "Ties are directed here: `live[i, u, v]` lets news pass from $u$ to $v$ only.",
        ),
        Mistake(
            "two steps back",
            _two_steps,
            WALK + "Yours stops after two steps.",
        ),
        Mistake(
            "the coins of all draws at once",
            _all_coins_at_once,
            "A tie that is live in some draw is live in all of yours. Root `r` has the coins `live[r]` alone.",
        ),
        Mistake(
            "the seeds added once more",
            _seeds_added,
            "A root is drawn from all $n$ people, the seeds among them, so they are in the share already: (24.7).",
        ),
        Mistake(
            "the first graph throughout",
            edit(
                "for ties, root in zip(live, roots):",
                "for ties, root in zip(live[:1].repeat(len(roots), axis=0), roots):",
            ),
            "Each root has coins of its own: root `r` belongs to `live[r]`.",
        ),
    ],
    hints=[
        "For one root: who reaches it? Begin with the root alone, and add whoever has a live tie to a member.",
        "`np.flatnonzero(ties[:, v])` are those with a live tie to `v`. Go on until nobody is added.",
        "Count the roots with a seed among the members; `n * hits / len(roots)`.",
    ],
)


# 24.5 ----------------------------------------------------------------- how large is the curse?
@cache
def _repetitions():
    """(own, fresh) of 1 000 choices of five club members by 100 sets each; fresh: by 100 000 others."""
    A, rng = load_karate().adjacency, np.random.default_rng(245)
    judge, found = reverse_sets(A, 0.25, 100_000, rng), []
    for _ in range(1_000):
        seeds, hit, _ = cover(reverse_sets(A, 0.25, 100, rng), 5)
        found.append((34 * hit / 100, 34 * float(np.mean(judge[:, seeds].sum(axis=1) > 0))))
    return np.mean(found, axis=0)


def curse():
    """Own estimate less fresh one, on average."""
    own, fresh = _repetitions()
    return float(own - fresh)


CURSE = Number(
    "24.5",
    title="How large is the winner's curse?",
    points=2,
    reference=curse,
    rtol=0.0,
    atol=0.6,
    mistakes=[
        Mistake(
            "the same sets",
            0.0,
            "Judged on the sets that chose, there is no difference: draw fresh ones to judge. (If yours is about "
            ".1, it is a "
            "share of sets: times 34. If it is about .5, each choice had 1 000 sets.)",
        ),
        Mistake(
            "fresh less own",
            lambda: -curse(),
            "Turn the difference round: asked is by how much the own estimate is too *high*.",
        ),
        Mistake(
            "a ratio",
            lambda: _repetitions()[0] / _repetitions()[1],
            "That is the ratio of the two. Asked is their difference, in people.",
        ),
        Mistake("the own estimate", lambda: _repetitions()[0], "That is the own estimate. Subtract the fresh one."),
        Mistake(
            "the fresh estimate",
            lambda: _repetitions()[1],
            "That is the fresh estimate. By how much is the own one above it?",
        ),
        Mistake(
            "hits for people",
            lambda: curse() * 100 / 34,
            "That is a number of sets, of 100. Divide by 100, and multiply by the 34 people.",
        ),
        Mistake(
            "with p = .1",
            4.34,
            "That is about what $p = .1$ gives. Here $p = .25$, as in the first picture.",
        ),
        Mistake("the sum", lambda: 200 * curse(), "That is the sum over the 200 repetitions. Asked is their mean."),
    ],
    hints=[
        "In one repetition: `B = reverse_sets(...)` with 100 sets, `seeds, hit, _ = cover(B, 5)`; the own "
        "estimate is `34 * hit / 100`.",
        "The fresh estimate: `34 * np.mean(judge[:, seeds].sum(axis=1) > 0)`, where `judge` are 20 000 other sets.",
        "Average the difference over 200 repetitions.",
    ],
)
