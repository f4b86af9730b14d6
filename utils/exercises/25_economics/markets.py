"""25.1 and 25.2: yearly sales along a price path, and generations in use."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 25.1 ----------------------------------------------------------------- sales along a price path
def priced_sales(p, q, m, beta, price):
    """m times the differences of F(X(t)) at the ends of the years."""
    X = np.arange(len(price)) + beta * np.log(price / price[0])
    share = (1 - np.exp(-(p + q) * X)) / (1 + q / p * np.exp(-(p + q) * X))
    return m * np.diff(share)


def priced_inputs(rng):
    """The worked value, falling, level and rising prices, no effect of the price, no imitation."""

    def path(n, low, high):
        return 50 * np.exp(np.cumsum(rng.uniform(low, high, n)))

    return [
        (0.02, 0.4, 1000.0, -1.0, np.array([100.0, 50.0, 40.0])),
        (0.01, 0.5, 300.0, -0.7, path(8, -0.5, 0.1)),
        (0.03, 0.38, 20.0, -1.5, path(6, -0.6, -0.1)),
        (0.05, 0.2, 1.0, 0.4, path(5, -0.3, 0.4)),
        (0.02, 0.6, 500.0, 0.0, path(4, -0.4, 0.0)),
        (0.1, 0.0, 80.0, -2.0, path(3, -0.3, 0.0)),
        (0.02, 0.3, 10.0, -1.0, np.full(4, 7.0)),
    ]


def _summed_changes(p, q, m, beta, price):
    X = np.arange(len(price)) + beta * np.append(0, np.cumsum(np.diff(price) / price[:-1]))
    share = (1 - np.exp(-(p + q) * X)) / (1 + q / p * np.exp(-(p + q) * X))
    return m * np.diff(share)


def _last_change_only(p, q, m, beta, price):
    X = np.arange(len(price)) + beta * np.append(0, np.diff(np.log(price)))
    share = (1 - np.exp(-(p + q) * X)) / (1 + q / p * np.exp(-(p + q) * X))
    return m * np.diff(share)


def _without_price(p, q, m, beta, price):
    return priced_sales(p, q, m, 0.0, price)


def _demand_shifted(p, q, m, beta, price):
    return _without_price(p, q, m, beta, price) * (price[1:] / price[0]) ** beta


def _density(p, q, m, beta, price):
    X = (np.arange(len(price)) + beta * np.log(price / price[0]))[1:]
    share = (1 - np.exp(-(p + q) * X)) / (1 + q / p * np.exp(-(p + q) * X))
    return m * (p + q * share) * (1 - share)


def _rate_scaled(p, q, m, beta, price):
    x = 1 + beta * np.diff(price) / price[:-1]
    return _without_price(p, q, m, beta, price) * x


def _yearly_steps(p, q, m, beta, price):
    F, share = 0.0, [0.0]
    for x in 1 + beta * np.diff(np.log(price)):
        F += (p + q * F) * (1 - F) * x
        share.append(F)
    return m * np.diff(share)


def _p_over_q(p, q, m, beta, price):
    X = np.arange(len(price)) + beta * np.log(price / price[0])
    share = (1 - np.exp(-(p + q) * X)) / (1 + (p / q if q else 0) * np.exp(-(p + q) * X))
    return m * np.diff(share)


CLOCK = "(25.2): $X(t) = t + \\beta\\log(c(t)/c(0))$. "

PRICED = Function(
    "25.1",
    title="Sales along a price path",
    points=2,
    reference=priced_sales,
    inputs=priced_inputs,
    mistakes=[
        Mistake(
            "price levels",
            edit("np.log(price / price[0])", "price"),
            CLOCK + "You add β times the price itself, so a price in cents would give other sales than one in "
            "dollars. Only the ratio of two prices may enter.",
        ),
        Mistake(
            "price levels, and 0 at the launch",
            edit("np.log(price / price[0])", "np.append(0, price[1:])"),
            CLOCK + "You add β times the price itself, so a price in cents would give other sales than one in "
            "dollars. "
            "Only the ratio of two prices may enter.",
        ),
        Mistake(
            "the logarithm of the price, and 0 at the launch",
            edit("np.log(price / price[0])", "np.append(0, np.log(price[1:]))"),
            "The logarithm of a price depends on the currency. Take the logarithm of the ratio to the first price.",
        ),
        Mistake(
            "differences of levels",
            edit("np.log(price / price[0])", "(price - price[0])"),
            CLOCK
            + "You add β times a difference of prices, so the currency matters. Take the logarithm of their ratio.",
        ),
        Mistake(
            "the logarithm of the price",
            edit("np.log(price / price[0])", "np.log(price)"),
            "At the launch the clock shows 0. Yours shows β log c(0): the first price is missing in the logarithm.",
        ),
        Mistake(
            "the relative difference from the launch",
            edit("np.log(price / price[0])", "(price / price[0] - 1)"),
            "Your price term is the first order of the logarithm. x integrates c′/c, and that integral is "
            "log(c(t)/c(0)).",
        ),
        Mistake(
            "relative changes summed",
            _summed_changes,
            "You sum yearly relative changes. Within a year the price moves on too: the integral of c′/c is the "
            "logarithm of the ratio, and the sum is only near it.",
        ),
        Mistake(
            "the last year's change only",
            _last_change_only,
            CLOCK + "Yours forgets the changes of earlier years: compare with the price at the launch.",
        ),
        Mistake(
            "a power for the logarithm",
            edit("beta * np.log(price / price[0])", "(price / price[0]) ** beta"),
            CLOCK
            + "You add the power $(c/c_0)^\\beta$. The power is $e^{\\beta\\log(c/c_0)}$; take β times the logarithm.",
        ),
        Mistake(
            "β inside the logarithm",
            edit("beta * np.log(price / price[0])", "np.log(beta * price / price[0])"),
            CLOCK + "β multiplies the logarithm; yours stands inside it.",
        ),
        Mistake(
            "the common logarithm",
            edit("np.log(price / price[0])", "np.log10(price / price[0])"),
            "The integral of c′/c is the natural logarithm, `np.log`, not the one to base 10.",
        ),
        Mistake(
            "the clock stretched",
            edit(
                "np.arange(len(price)) + beta * np.log(price / price[0])",
                "np.arange(len(price)) * (1 + beta * np.log(price / price[0]))",
            ),
            CLOCK + "The price term is added to t, it does not multiply it.",
        ),
        Mistake(
            "demand shifted",
            _demand_shifted,
            "You multiply Bass' sales by a power of the price. Here the price moves the clock: put X for t in F, then "
            "take differences.",
        ),
        Mistake(
            "the rate of the year scaled",
            _rate_scaled,
            "Who adopts earlier is missing later. Scaling each year's sales by x forgets that: put X for t in F.",
        ),
        Mistake(
            "steps of a year",
            _yearly_steps,
            "You step (25.1) a year at a time, with the rate as it was at the year's beginning. (25.2) is its exact "
            "solution: put X(t) in Bass' formula.",
        ),
        Mistake(
            "p over q",
            _p_over_q,
            "In Bass' formula (19.6) it is $q/p$ that stands in the denominator: at X = 0 the share must rise "
            "with the slope p.",
        ),
        Mistake(
            "the price left out",
            _without_price,
            "Those are Bass' sales at a constant price. Put X(t) in the place of t.",
        ),
        Mistake(
            "so far instead of in the year",
            edit("np.diff(share)", "share[1:]"),
            "That is what has been sold so far. A year's sales are the difference between its two ends.",
        ),
        Mistake(
            "the rate at the end of the year",
            _density,
            "You give a rate at one moment. A year's sales are the difference of mF between its two ends.",
        ),
        Mistake(
            "years counted from 1",
            edit("np.arange(len(price))", "np.arange(1, len(price) + 1)"),
            "`price[0]` is the price at the launch, t = 0. Your clock starts at 1.",
        ),
        Mistake(
            "upside down in the logarithm",
            edit("price / price[0]", "price[0] / price"),
            "β < 0 means that a falling price speeds things up: the ratio is the price now over the price at the "
            "launch.",
        ),
    ],
    hints=[
        "First the clock at the ends of the years: an array $X(0), X(1), \\dots, X(n)$ with $X(0) = 0$.",
        "`X = np.arange(len(price)) + beta * np.log(price / price[0])`; then F at X, by (19.6).",
        "Sales of a year: `m * np.diff(F)`.",
    ],
)


# 25.2 ----------------------------------------------------------------- generations in use
def in_use(t, launches, p, q, m):
    """Norton and Bass: potential M, the share F of each on its own clock, and what the next takes away."""
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    taken = np.append(F[1:], 0)
    S, before = np.empty(len(m)), 0.0
    for i in range(len(m)):
        before = F[i] * (m[i] + before)
        S[i] = before * (1 - taken[i])
    return S


def generation_inputs(rng):
    """The worked value, one generation, two, four, generations still to come, one without a market of its own."""

    def some(t, launches):
        return (
            t,
            np.array(launches, float),
            *rng.uniform([0.005, 0.3], [0.05, 0.9]),
            rng.uniform(10, 500, len(launches)),
        )

    return [
        (6.0, np.array([0.0, 4.0]), 0.02, 0.6, np.array([100.0, 50.0])),
        some(5.0, [0]),
        some(9.0, [0, 3]),
        some(14.0, [0, 2.5, 7, 9]),
        some(8.0, [0, 3, 6, 8, 11]),
        some(1990.0, [1974, 1976, 1979, 1983]),
        (12.0, np.array([2.0, 5.0, 8.0]), 0.01, 0.7, np.array([100.0, 0.0, 300.0])),
    ]


_PASSED = edit("before = F[i] * (m[i] + before)", "before = F[i] * m[i]")


def _one_back(t, launches, p, q, m):
    """Only the generation just before passes people on."""
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    own = F * m
    return F * (m + np.append(0, own[:-1])) * (1 - np.append(F[1:], 0))


def _users_passed_on(t, launches, p, q, m):
    """What remains with the former generation is passed on, instead of all that it has won."""
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    S, before = np.empty(len(m)), 0.0
    for i in range(len(m)):
        S[i] = before = F[i] * (m[i] + before) * (1 - np.append(F[1:], 0)[i])
    return S


def _all_later(t, launches, p, q, m):
    """All later generations take away, not the next one alone."""
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    S, before = np.empty(len(m)), 0.0
    for i in range(len(m)):
        before = F[i] * (m[i] + before)
        S[i] = before * np.prod(1 - F[i + 1 :])
    return S


def _rates(t, launches, p, q, m):
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    F = np.where(t > launches, (p + q * F) * (1 - F), 0)
    taken = np.append(F[1:], 0)
    S, before = np.empty(len(m)), 0.0
    for i in range(len(m)):
        before = F[i] * (m[i] + before)
        S[i] = before * (1 - taken[i])
    return S


def _former_in_full(t, launches, p, q, m):
    """The former generation's whole market is passed on, adopted or not."""
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    return F * np.cumsum(m) * (1 - np.append(F[1:], 0))


GENERATIONS = Function(
    "25.2",
    title="Generations in use",
    points=3,
    reference=in_use,
    inputs=generation_inputs,
    mistakes=[
        Mistake(
            "nobody passed on",
            _PASSED,
            "Your generations share no customers: what the second takes from the first is lost. "
            "The potential of a generation contains those whom the former one has won: $M_i = m_i + F_{i-1}M_{i-1}$.",
        ),
        Mistake(
            "passed on once only",
            _one_back,
            "Whoever came with generation 1 can reach generation 3. You pass on $F_{i-1}m_{i-1}$; by (25.4) it is "
            "$F_{i-1}M_{i-1}$, with all earlier ones in it.",
        ),
        Mistake(
            "only the rest passed on",
            _users_passed_on,
            "You pass on $S_{i-1}$, those who still use the former generation. By (25.4) it is everybody who has "
            "adopted it, $F_{i-1}M_{i-1}$; the share that moves is taken off once, by $1-F_i$.",
        ),
        Mistake(
            "the former market in full",
            _former_in_full,
            "Only those who have adopted generation $i-1$ stand ready for $i$: $F_{i-1}M_{i-1}$, not all of $M_{i-1}$.",
        ),
        Mistake(
            "the own share passed on",
            edit(
                "F[i] * (m[i] + before)",
                "F[i] * (m[i] + F[i] * potential)",
                "S, before = np.empty(len(m)), 0.0",
                "S, before, potential = np.empty(len(m)), 0.0, 0.0",
                "        S[i] = before",
                "        potential = m[i] + F[i] * potential\n        S[i] = before",
            ),
            "What generation $i-1$ passes on are those who have adopted *it*: the share is $F_{i-1}$, not $F_i$.",
        ),
        Mistake(
            "nobody leaves",
            edit("before * (1 - taken[i])", "before"),
            "A generation also loses people to the next: the factor $1 - F_{i+1}$ is missing.",
        ),
        Mistake(
            "all later generations take",
            _all_later,
            "By (25.4) only the *next* generation takes from $S_i$; those who go on from there have left it already.",
        ),
        Mistake(
            "the own share for the next one's",
            edit("np.append(F[1:], 0)", "F"),
            "You take off a generation's own share. Those who leave generation $i$ go to $i+1$: the factor is "
            "$1 - F_{i+1}$, and 1 for the last.",
        ),
        Mistake(
            "the newest loses to the oldest",
            edit("np.append(F[1:], 0)", "np.roll(F, -1)"),
            "Nobody comes after the newest generation, so it loses nobody: $F_{g+1} = 0$. Yours loses to the first.",
        ),
        Mistake(
            "the former one's share for the next one's",
            edit("np.append(F[1:], 0)", "np.append(0, F[:-1])"),
            "Those who leave generation $i$ go to the *next* one: the factor is $1 - F_{i+1}$, not $1 - F_{i-1}$.",
        ),
        Mistake(
            "all of the next generation taken off",
            edit("before * (1 - taken[i])", "before", "    return S", "    return S - np.append(S[1:], 0)"),
            "You take off everybody who has come to generation $i+1$, those who began there included. Only the share "
            "$F_{i+1}$ of $F_iM_i$ has left $i$.",
        ),
        Mistake(
            "one clock for all",
            edit("np.maximum(t - launches, 0)", "np.maximum(t - launches[0], 0) * (t > launches)"),
            "Each generation has a clock of its own: $F_i$ is Bass' curve at $t - \\tau_i$, the time since *its* "
            "launch.",
        ),
        Mistake(
            "calendar time",
            edit("np.maximum(t - launches, 0)", "t * (t > launches)"),
            "Bass' curve counts from the launch: put $t - \\tau_i$ in, not the calendar's t.",
        ),
        Mistake(
            "before the launch",
            edit("np.maximum(t - launches, 0)", "(t - launches)"),
            "Before its launch a generation has no users: $F_i = 0$ for $t \\le \\tau_i$. Yours is negative there.",
        ),
        Mistake(
            "before the launch, the other way",
            edit("np.maximum(t - launches, 0)", "np.abs(t - launches)"),
            "Before its launch a generation has no users: $F_i = 0$ for $t \\le \\tau_i$, not $F$ at the time "
            "still to go.",
        ),
        Mistake(
            "rates for shares",
            _rates,
            "$F_i$ is the share that has adopted so far. You put the rate of adoption $f_i$ in its place.",
        ),
        Mistake(
            "the sum over generations",
            edit("    return S", "    return S.sum()"),
            "That is all users together. Asked is each generation: an array.",
        ),
        Mistake(
            "the potential",
            edit(
                "before = F[i] * (m[i] + before)\n        S[i] = before * (1 - taken[i])",
                "S[i] = (m[i] + before) * (1 - taken[i])\n        before = F[i] * (m[i] + before)",
            ),
            "$M_i$ are those who might adopt generation $i$. Of them the share $F_i$ has: $S_i = F_iM_i(1-F_{i+1})$.",
        ),
    ],
    hints=[
        "First all $F_i$, each at its own age, 0 before the launch: `age = np.maximum(t - launches, 0)`.",
        "Then from the oldest on: $M_1 = m_1$, $M_i = m_i + F_{i-1}M_{i-1}$.",
        "$S_i = F_iM_i(1 - F_{i+1})$; the last generation has nobody after it, so its factor is 1.",
    ],
)
