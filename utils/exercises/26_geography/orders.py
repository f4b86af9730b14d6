"""26.2 and 26.3: what an order of adoption shows, and a measure to mend."""

from __future__ import annotations

import numpy as np
from scipy.stats import kendalltau, rankdata, spearmanr

from utils.teaching.exercise import Function, Mistake, edit


# 26.2 ----------------------------------------------------------------- the neighbour percentile
def neighbour_percentile(d, order):
    """Mean share of the others still without that lie nearer to an adopter."""
    shares = []
    for k in range(1, len(order) - 1):
        gap = d[:, order[:k]].min(axis=1)
        mine, others = gap[order[k]], gap[order[k + 1 :]]
        shares.append(np.mean(others < mine) + np.mean(others == mine) / 2)
    return np.mean(shares)


def _country(rng, n, grid=False):
    z = np.argwhere(np.ones((n, n))) if grid else rng.random((n, 2))
    d = np.hypot(*(z[:, None] - z).transpose(2, 0, 1))
    return (d, rng.permutation(len(z)))


def percentile_inputs(rng):
    """The worked value, random countries, lattices with ties, an order that always takes the nearest."""
    line = np.abs(np.subtract.outer([0.0, 1.0, 3.0, 7.0], [0.0, 1.0, 3.0, 7.0]))
    d, start = _country(rng, 9)
    nearest = [int(start[0])]
    while len(nearest) < 9:
        gap = d[:, nearest].min(axis=1)
        gap[nearest] = np.inf
        nearest.append(int(gap.argmin()))
    return [
        (line, np.array([0, 2, 1, 3])),
        *(_country(rng, n) for n in (4, 6, 8, 12)),
        *(_country(rng, n, grid=True) for n in (2, 3, 4)),
        (d, np.array(nearest)),
    ]


def _among_all(d, order):
    shares = []
    for k in range(1, len(order) - 1):
        gap = d[:, order[:k]].min(axis=1)
        shares.append(np.mean(gap < gap[order[k]]) + (np.sum(gap == gap[order[k]]) - 1) / 2 / len(d))
    return np.mean(shares)


def _with_itself(d, order):
    shares = []
    for k in range(1, len(order) - 1):
        gap = d[:, order[:k]].min(axis=1)
        left = gap[order[k:]]
        shares.append(np.mean(left < left[0]) + np.mean(left == left[0]) / 2)
    return np.mean(shares)


def _share_of_those_left(d, order):
    shares = []
    for k in range(1, len(order) - 1):
        gap = d[:, order[:k]].min(axis=1)
        left = gap[order[k:]]
        shares.append(np.sum(left < left[0]) / len(left) + (np.sum(left == left[0]) - 1) / 2 / len(left))
    return np.mean(shares)


def _last_one_too(d, order):
    total = neighbour_percentile(d, order) * (len(order) - 2)
    return total / (len(order) - 1)


def _among_adopters(d, order):
    shares = []
    for k in range(1, len(order) - 1):
        near = d[order[k], order[:k]].min()
        shares.append(np.mean(d[order[k], order[k + 1 :]] < near))
    return np.mean(shares)


def _nearest_to_the_new(d, order):
    shares = []
    for k in range(1, len(order) - 1):
        mine, others = d[order[k], order[:k]].min(), d[order[k], order[k + 1 :]]
        shares.append(np.mean(others < mine) + np.mean(others == mine) / 2)
    return np.mean(shares)


def _itself_to_the_end(d, order):
    shares = []
    for k in range(1, len(order)):
        left = d[:, order[:k]].min(axis=1)[order[k:]]
        shares.append(np.mean(left < left[0]))
    return np.mean(shares)


def _pooled(d, order):
    nearer = total = 0
    for k in range(1, len(order) - 1):
        gap = d[:, order[:k]].min(axis=1)
        mine, others = gap[order[k]], gap[order[k + 1 :]]
        nearer, total = nearer + np.sum(others < mine) + np.sum(others == mine) / 2, total + len(others)
    return nearer / total


def _reduced(reduce):
    def measure(d, order):
        shares = []
        for k in range(1, len(order) - 1):
            gap = reduce(d[:, order[:k]])
            mine, others = gap[order[k]], gap[order[k + 1 :]]
            shares.append(np.mean(others < mine) + np.mean(others == mine) / 2)
        return np.mean(shares)

    return measure


NEIGHBOUR = Function(
    "26.2",
    title="The neighbour percentile",
    points=3,
    reference=neighbour_percentile,
    inputs=percentile_inputs,
    mistakes=[
        Mistake(
            "among all places",
            _among_all,
            "You compare with *all* places, adopters included (their distance to an adopter is 0). Compare with those "
            "still without.",
        ),
        Mistake(
            "the one that adopts counts as well",
            _with_itself,
            "The place that adopts is one of those you compare it with. Leave it out: compare with the *others*.",
        ),
        Mistake(
            "divided by all that are left",
            _share_of_those_left,
            "The share is of the *others* still without: divide by their number, the place itself left out.",
        ),
        Mistake(
            "ties left out",
            edit("np.mean(others < mine) + np.mean(others == mine) / 2", "np.mean(others < mine)"),
            "A place at exactly the same distance counts one half. On a lattice that is most of them.",
        ),
        Mistake(
            "ties counted in full",
            edit("np.mean(others < mine) + np.mean(others == mine) / 2", "np.mean(others <= mine)"),
            "A place at exactly the same distance counts one half, not 1.",
        ),
        Mistake(
            "how many lie farther",
            edit("others < mine", "others > mine"),
            "You count the places that lie *farther* away. Asked is the share that lies nearer.",
        ),
        Mistake(
            "distance from the source",
            edit("order[:k]", "order[:1]"),
            "You measure the distance from the source. Measure it to the *nearest* of all that have adopted so far.",
        ),
        Mistake(
            "distance from the last adopter",
            edit("order[:k]", "order[k - 1 : k]"),
            "You measure the distance from the last adopter. Any of those that have adopted may be the nearest.",
        ),
        Mistake(
            "mean distance to the adopters",
            _reduced(lambda x: x.mean(axis=1)),
            "You take the mean distance to the adopters. Asked is the distance to the *nearest* of them.",
        ),
        Mistake(
            "farthest adopter",
            _reduced(lambda x: x.max(axis=1)),
            "You take the distance to the *farthest* adopter. Asked is the nearest: `min`.",
        ),
        Mistake(
            "the last adoption as 0",
            _last_one_too,
            "The last adoption has no others to compare with. Leave it out of the mean, rather than count it as 0.",
        ),
        Mistake(
            "near to the new one",
            _among_adopters,
            "You measure how near the others are to the place that adopts. Compare each place's distance to *its own* "
            "nearest adopter.",
        ),
        Mistake(
            "near to the new one, ties halved",
            _nearest_to_the_new,
            "You measure how near the others are to the place that adopts. Compare each place's distance to *its own* "
            "nearest adopter.",
        ),
        Mistake(
            "itself among them, to the end",
            _itself_to_the_end,
            "The place that adopts is among those you compare it with, and ties count nothing. Take the *others*, "
            "`order[k + 1:]`, and one half for a tie.",
        ),
        Mistake(
            "one share for all adoptions",
            _pooled,
            "You divide all nearer places by all others, so that early adoptions weigh most. Take the share at each "
            "adoption, then the mean of the shares.",
        ),
        Mistake(
            "the order turned inside out",
            lambda d, order: neighbour_percentile(d, np.argsort(order)),
            "`order` lists the places as they adopt: use it as it is. `argsort` of it gives each place's turn.",
        ),
        Mistake(
            "divided by all places",
            lambda d, order: neighbour_percentile(d, order) * (len(order) - 2) / len(order),
            "The mean is over the adoptions that have others to compare with: $n - 2$ of them, not $n$.",
        ),
        Mistake(
            "a median",
            edit("return np.mean(shares)", "return np.median(shares)"),
            "That is the median of the shares. Asked is their mean.",
        ),
        Mistake(
            "the new one as an adopter",
            edit("order[:k]]", "order[: k + 1]]"),
            "The place that adopts counts as an adopter already, so its own distance is 0. Use those *before* it.",
        ),
        Mistake(
            "a sum",
            edit("return np.mean(shares)", "return np.sum(shares)"),
            "That is the sum of the shares. Asked is their mean over the adoptions.",
        ),
        Mistake(
            "a number of places",
            edit(
                "np.mean(others < mine) + np.mean(others == mine) / 2",
                "np.sum(others < mine) + np.sum(others == mine) / 2",
            ),
            "You count places. Divide by how many others are still without, to get a share.",
        ),
    ],
    hints=[
        "At adoption `k`, `d[:, order[:k]].min(axis=1)` is each place's distance to its nearest adopter.",
        "The others still without are `order[k + 1:]`.",
        "`np.mean(others < mine) + np.mean(others == mine) / 2`, for `k` from 1 to `n - 2`; then the mean.",
    ],
)


# 26.3 ----------------------------------------------------------------- rank and time
def rank_and_time(P, times):
    """Kendall's τ of rank (1 the largest) and time, over those that adopted."""
    adopted = np.isfinite(times)
    return float(kendalltau(rankdata(-P[adopted]), times[adopted]).statistic)


def rank_inputs(rng):
    """The worked value; few and many that never adopted, all that did; sizes listed in and out of order."""

    def one(n, never, listed=False):
        P = rng.permutation(np.arange(1.0, n + 1)) ** 1.3
        times = rng.exponential(1, n) * P ** rng.uniform(-0.5, 0.5)
        times[rng.permutation(n)[:never]] = np.inf
        return (np.sort(P)[::-1].copy() if listed else P), times

    return [
        (np.array([10.0, 40.0, 20.0, 30.0]), np.array([3.0, 0.0, np.inf, 1.0])),
        *(one(*case) for case in ((8, 0), (12, 2), (20, 6), (15, 0, True), (25, 12), (10, 1, True))),
    ]


def as_it_was(P, times):
    """The student's."""
    return kendalltau(np.argsort(P), times).statistic


def _with_never(P, times):
    return kendalltau(rankdata(-P), times).statistic


def _indices(P, times):
    adopted = np.isfinite(times)
    return kendalltau(np.argsort(-P[adopted]), times[adopted]).statistic


def _ascending(P, times):
    return -rank_and_time(P, times)


def _late(P, times):
    return kendalltau(rankdata(-P), np.where(np.isfinite(times), times, 0)).statistic


PLANTED = Function(
    "26.3",
    title="A measure to mend",
    points=3,
    reference=rank_and_time,
    inputs=rank_inputs,
    atol=1e-9,
    mistakes=[
        Mistake(
            "as it was",
            as_it_was,
            "That is the student's function. Print `np.argsort([10, 40, 20])`: is entry $i$ the rank of place "
            "$i$? Which "
            "place gets the first rank? And what are the times of places that never adopted?",
        ),
        Mistake(
            "the smallest has rank 1",
            _ascending,
            "In yours the *smallest* place has rank 1, so the sign is turned round. Rank the populations downward.",
        ),
        Mistake(
            "indices for ranks",
            _indices,
            "`argsort` lists which place is first, second, and so on. The rank *of each place* is another list: "
            "`rankdata`, or `argsort` of `argsort`.",
        ),
        Mistake(
            "indices, and the smallest first",
            lambda P, times: kendalltau(np.argsort(P[np.isfinite(times)]), times[np.isfinite(times)]).statistic,
            "The places that never adopted are gone, but `argsort` still lists places and not ranks, smallest first.",
        ),
        Mistake(
            "places that never adopted",
            _with_never,
            "The ranks are right. Places that never adopted still count as if all had adopted last, at one time: "
            "keep `np.isfinite(times)` only.",
        ),
        Mistake(
            "never, and the smallest has rank 1",
            lambda P, times: kendalltau(rankdata(P), times).statistic,
            "Rank 1 must be the largest, and places that never adopted do not belong in the measure.",
        ),
        Mistake(
            "never as time 0",
            _late,
            "Places that never adopted have got the time 0, as if they were the first. Leave them out.",
        ),
        Mistake(
            "indices of the largest first",
            lambda P, times: kendalltau(np.argsort(-P), times).statistic,
            "Largest first is right, but `argsort` lists places, not ranks; and places that never adopted are "
            "still in.",
        ),
        Mistake(
            "indices turned round",
            lambda P, times: kendalltau(len(P) - np.argsort(P), times).statistic,
            "Turned round, but still a list of places: `argsort` does not give each place's rank. And places that "
            "never adopted are still in.",
        ),
        Mistake(
            "indices, then those that adopted",
            lambda P, times: kendalltau(np.argsort(-P)[np.isfinite(times)], times[np.isfinite(times)]).statistic,
            "Those that never adopted are out, but `argsort` lists places, not each place's rank: use `rankdata`.",
        ),
        Mistake(
            "indices on both sides",
            lambda P, times: (
                kendalltau(np.argsort(-P[np.isfinite(times)]), np.argsort(times[np.isfinite(times)])).statistic
            ),
            "`argsort` lists which place comes first, here for both. Compare each place's rank with its own time.",
        ),
        Mistake(
            "Spearman's correlation",
            lambda P, times: spearmanr(-P[np.isfinite(times)], times[np.isfinite(times)]).statistic,
            "That is Spearman's $\\rho$. Asked is Kendall's $\\tau$, which counts pairs: `kendalltau`.",
        ),
        Mistake(
            "the p-value",
            lambda P, times: kendalltau(rankdata(-P[np.isfinite(times)]), times[np.isfinite(times)]).pvalue,
            "That is the test's p-value, the second of the two numbers. Asked is $\\tau$: `.statistic`.",
        ),
        Mistake(
            "Pearson's correlation of the sizes",
            lambda P, times: np.corrcoef(-P[np.isfinite(times)], times[np.isfinite(times)])[0, 1],
            "That is the correlation of size and time. Asked is Kendall's $\\tau$, which uses orders only.",
        ),
        Mistake(
            "Pearson's correlation",
            lambda P, times: np.corrcoef(rankdata(-P[np.isfinite(times)]), times[np.isfinite(times)])[0, 1],
            "That is the correlation of rank and time. Asked is Kendall's $\\tau$, which uses orders only.",
        ),
        Mistake(
            "one minus",
            lambda P, times: 1 - rank_and_time(P, times),
            "That is $1 - \\tau$. Return $\\tau$ itself.",
        ),
    ],
    hints=[
        "Try the function on `P = [30, 20, 10]` and `[10, 30, 20]` with times of your own: when is it right?",
        "`rankdata(-P)` gives each place its rank, 1 for the largest.",
        "Choose the places with `np.isfinite(times)` first, from both arrays.",
    ],
)
