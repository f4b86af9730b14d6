"""23.1 and 23.2: two averages over friends, and the exponent of a tail by maximum likelihood."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from utils.teaching.exercise import Function, Mistake, edit


# 23.1 ----------------------------------------------------------------- two averages over friends
def friends(ties):
    """Mean degree over ends of ties; mean over people of their friends' mean degree."""
    k = np.bincount(ties.ravel())
    people, others = np.concatenate([ties, ties[:, ::-1]]).T
    total = np.bincount(people, weights=k[others])
    return np.sum(k**2) / np.sum(k), np.mean(total / k)


def friends_inputs(rng):
    """A star with a tail, a pair (all averages 1), a ring (all 2), and random ties among people who all have some."""
    star = np.array([[0, 1], [0, 2], [0, 3], [3, 4]])
    ring = np.array([[0, 1], [1, 2], [2, 3], [0, 3]])
    made = [star, np.array([[0, 1]]), ring]
    for n in (6, 9, 15):
        pairs = {(i, i + 1) for i in range(n - 1)} | {(0, int(j)) for j in rng.integers(2, n, size=4)}
        made.append(np.array(sorted(pairs)))
    return [(one,) for one in made]


def _one_direction(ties):
    k = np.bincount(ties.ravel())
    n = len(k)
    total, many = np.bincount(ties[:, 0], k[ties[:, 1]], minlength=n), np.bincount(ties[:, 0], minlength=n)
    seen = many > 0
    return np.sum(k**2) / np.sum(k), np.mean(total[seen] / many[seen])


def _one_direction_over_all(ties):
    k = np.bincount(ties.ravel())
    return np.sum(k**2) / np.sum(k), np.mean(np.bincount(ties[:, 0], k[ties[:, 1]], minlength=len(k)) / k)


BY_TIE = "Whoever has $k$ ties is the end of $k$ of them, so counts $k$ times in an average over ends."
BY_PERSON = "The second average first takes each person's own mean over friends, then the mean over people."

FRIENDS = Function(
    "23.1",
    title="Two ways to average over friends",
    points=2,
    reference=friends,
    inputs=friends_inputs,
    mistakes=[
        Mistake(
            "the mean degree of people",
            edit("np.sum(k**2) / np.sum(k)", "np.mean(k)"),
            "Your first value is the mean degree of *people*. " + BY_TIE,
        ),
        Mistake(
            "the squared mean",
            edit("np.sum(k**2) / np.sum(k)", "np.mean(k) ** 2"),
            r"You give $\langle k\rangle^2$. Asked is $\langle k^2\rangle/\langle k\rangle$: square each degree before "
            "you average.",
        ),
        Mistake(
            "the mean square alone",
            edit("np.sum(k**2) / np.sum(k)", "np.mean(k**2)"),
            r"Divide $\langle k^2\rangle$ by $\langle k\rangle$: the weights $k_i$ must add up to 1.",
        ),
        Mistake(
            "one end of each tie",
            edit("np.sum(k**2) / np.sum(k)", "np.mean(k[ties[:, 1]])"),
            "You took one end of each tie, so that it matters who stands first in a pair: average over both ends.",
        ),
        Mistake(
            "the further ties",
            edit("np.sum(k**2) / np.sum(k)", "np.sum(k**2 - k) / np.sum(k)"),
            "You left out the tie along which the friend was reached. Count all of the friend's ties here.",
        ),
        Mistake(
            "the same average twice",
            edit("np.mean(total / k)", "np.sum(total) / np.sum(k)"),
            BY_PERSON + " A ratio of sums is the average over ends once more.",
        ),
        Mistake(
            "sums over friends",
            edit("np.mean(total / k)", "np.mean(total)"),
            BY_PERSON + " You averaged sums: divide each person's sum by the number of friends.",
        ),
        Mistake(
            "ties in one direction",
            _one_direction,
            "Each tie makes two friends: the second person has the first one as a friend, too.",
        ),
        Mistake(
            "ties in one direction, over all friends",
            _one_direction_over_all,
            "You divide by all friends and add up some: the second of a pair has the first as a friend, too.",
        ),
        Mistake(
            "oneself among the friends",
            edit("np.mean(total / k)", "np.mean((total + k) / (k + 1))"),
            "You counted each person among their own friends. The mean is over the friends alone.",
        ),
        Mistake(
            "averages in the other order",
            edit("np.sum(k**2) / np.sum(k), np.mean(total / k)", "np.mean(total / k), np.sum(k**2) / np.sum(k)"),
            "Both are right, but exchanged: the average over ends of ties comes first.",
        ),
    ],
    hints=[
        "`np.bincount(ties.ravel())` is the list of degrees. How often does each person stand in `ties`?",
        r"First $\sum_i k_i^2/\sum_i k_i$. Then for each person the sum of the friends' degrees over $k_i$.",
        "Turn every tie round as well, and let `np.bincount(people, weights=...)` add up the friends' degrees.",
    ],
)


# 23.2 ----------------------------------------------------------------- the exponent of a tail
def exponent(degrees, smallest):
    """Where log-likelihood (23.3) of the degrees from `smallest` on is largest."""
    k = degrees[degrees >= smallest]

    def loss(a):
        return len(k) * np.log(zeta(a, smallest)) + a * np.sum(np.log(k))

    return minimize_scalar(loss, bounds=(1.05, 9.0), method="bounded", options={"xatol": 1e-7}).x


def tail(n, a, smallest, rng, body=0):
    """n degrees with p_k ∝ k^−a from `smallest` on, and `body` further ones spread evenly below."""
    k = np.arange(smallest, 100_000)
    p = k ** -float(a)
    below = rng.integers(1, smallest, size=body) if body else np.empty(0, dtype=int)
    return rng.permutation(np.concatenate([rng.choice(k, n, p=p / p.sum()), below]))


def exponent_inputs(rng):
    """Small and large smallest degrees, with and without people below them, thin and thick tails."""
    plans = [(1, 1.7, 0), (1, 2.5, 0), (2, 2.2, 60), (3, 2.9, 60), (5, 3.4, 40), (10, 2.6, 40)]
    made = [(tail(400, a, smallest, rng, body), smallest) for smallest, a, body in plans]
    return [(np.array([1, 2, 2, 3, 3, 3, 5, 8]), 2), *made]


def _continuous(degrees, smallest, shift=0.0):
    k = degrees[degrees >= smallest]
    return 1 + len(k) / np.sum(np.log(k / (smallest - shift)))


def _continuous_half(degrees, smallest):
    return _continuous(degrees, smallest, 0.5)


def _continuous_whole(degrees, smallest):
    return _continuous(degrees, smallest)


def _without_the_one(degrees, smallest):
    return _continuous(degrees, smallest, 0.5) - 1


def _regression(degrees, smallest):
    k, many = np.unique(degrees[degrees >= smallest], return_counts=True)
    return -np.polyfit(np.log(k), np.log(many), 1)[0]


def _regression_everywhere(degrees, smallest):
    k, many = np.unique(degrees, return_counts=True)
    return -np.polyfit(np.log(k), np.log(many), 1)[0]


def _regression_tail(degrees, smallest):
    k = np.unique(degrees[degrees >= smallest])
    share = [np.mean(degrees >= one) for one in k]
    return 1 - np.polyfit(np.log(k), np.log(share), 1)[0]


EXPONENT = Function(
    "23.2",
    title="The exponent of a tail",
    points=3,
    reference=exponent,
    inputs=exponent_inputs,
    rtol=0.0,
    atol=1e-3,
    mistakes=[
        Mistake(
            "a line through the log–log histogram",
            _regression,
            "A line through the histogram weighs a degree seen once like one seen a hundred times, and leaves out "
            "those never seen. Maximise (23.3).",
        ),
        Mistake(
            "a line through the whole histogram",
            _regression_everywhere,
            "You fitted a line, and to the people below `smallest` as well. Maximise (23.3) over those from "
            "`smallest` on.",
        ),
        Mistake(
            "a line through the cumulative histogram",
            _regression_tail,
            "The points of a cumulative histogram depend on each other, so a line through them is no likelihood. "
            "Maximise (23.3).",
        ),
        Mistake(
            "the continuous formula",
            _continuous_whole,
            "That is right for a density over real numbers. Degrees are whole numbers: the normalisation is the "
            "sum $\\zeta$, not an integral.",
        ),
        Mistake(
            "the continuous formula with a half",
            _continuous_half,
            r"The ½ is a good approximation for a large `smallest`, and too coarse for a small one: maximise (23.3) "
            "itself.",
        ),
        Mistake(
            "the continuous formula without its 1",
            _without_the_one,
            "Two things: the approximation of (23.3)'s maximum has a 1 in front; and it is too coarse for a small "
            "`smallest`. Maximise (23.3) itself.",
        ),
        Mistake(
            "everybody counted",
            edit("len(k) *", "len(degrees) *"),
            "$n_0$ counts those who reach `smallest`, the same people as in the sum of logarithms; yours counts all.",
        ),
        Mistake(
            "how likely, not where",
            edit('"xatol": 1e-7}).x', '"xatol": 1e-7}).fun'),
            "That is the value of (23.3) at its maximum, sign turned. Asked is the $a$ at which it is taken: `.x`.",
        ),
        Mistake(
            "normalised from 1",
            edit("zeta(a, smallest)", "zeta(a, 1)"),
            "Your probabilities sum to 1 over all degrees from 1 on. Those below `smallest` are not in the model.",
        ),
        Mistake(
            "everybody's degree",
            edit("degrees[degrees >= smallest]", "degrees"),
            "The tail starts at `smallest`: leave out those below it before you count and sum.",
        ),
        Mistake(
            "without the smallest",
            edit("degrees >= smallest", "degrees > smallest"),
            "Those with exactly `smallest` ties belong to the tail: take $\\ge$ for $>$.",
        ),
        Mistake(
            "the cumulative exponent",
            edit('"xatol": 1e-7}).x', '"xatol": 1e-7}).x - 1'),
            "You are 1 below: $a - 1$ is the exponent of the share with *at least* $k$ ties.",
        ),
        Mistake(
            "the least likely",
            edit("a * np.sum(np.log(k))", "a * np.log(np.sum(k))"),
            "The logarithm of a product is the sum of logarithms: $\\sum\\ln k_i$, not $\\ln\\sum k_i$.",
        ),
    ],
    hints=[
        "`scipy.special.zeta(a, smallest)` is the sum of $k^{-a}$ over $k$ from `smallest` on.",
        "`minimize_scalar` finds the smallest value of a function of one number: give it minus (23.3).",
        'For example `minimize_scalar(loss, bounds=(1.05, 9), method="bounded").x`.',
    ],
)
