"""28.1 and 28.2: a generator reversed, and the rate at which people un-adopt."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, edit


# 28.1 ----------------------------------------------------------------- the reversed generator
def reverse_generator(Q, p):
    """Q̃ with Q̃_ji = q_ij p_i / p_j off the diagonal and rows of sum 0."""
    reverse = Q.T * p / p[:, None]
    np.fill_diagonal(reverse, 0)
    np.fill_diagonal(reverse, -reverse.sum(axis=1))
    return reverse


def _generator(rng, n, share=1.0):
    Q = rng.uniform(0.2, 3, (n, n)) * (rng.random((n, n)) < share)
    np.fill_diagonal(Q, 0)
    return Q - np.diag(Q.sum(axis=1))


def reversed_inputs(rng):
    """Two states (the worked value), dense and sparse Q, a birth chain, and uniform p."""
    births = np.diag([3.0, 2.0, 1.0], 1)
    births -= np.diag(births.sum(axis=1))
    return [
        (np.array([[-2.0, 2.0], [1.0, -1.0]]), np.array([0.25, 0.75])),
        *((_generator(rng, n), rng.dirichlet(np.full(n, 2.0))) for n in (3, 4, 6)),
        (_generator(rng, 5, 0.5), rng.dirichlet(np.full(5, 2.0))),
        (births, rng.dirichlet(np.full(4, 2.0))),
        (_generator(rng, 3), np.full(3, 1 / 3)),
    ]


def _with_diagonal(rates):
    rates = np.array(rates, dtype=float)
    np.fill_diagonal(rates, 0)
    np.fill_diagonal(rates, -rates.sum(axis=1))
    return rates


BAYES = "By (28.2), from $j$ to $i$ it is $q_{ij}\\,p_i/p_j$: "

REVERSED = Function(
    "28.1",
    title="Reverse a generator",
    points=1,
    reference=reverse_generator,
    inputs=reversed_inputs,
    mistakes=[
        Mistake(
            "the ratio inverted",
            lambda Q, p: _with_diagonal(Q.T * p[:, None] / p),
            BAYES + "divided by the probability of where the jump *starts*, since that is what is given.",
        ),
        Mistake(
            "the rate of the wrong jump",
            lambda Q, p: _with_diagonal(Q * p / p[:, None]),
            BAYES + "the forward jump it undoes leads from $i$ to $j$, so transpose $Q$.",
        ),
        Mistake(
            "the wrong jump and the ratio inverted",
            lambda Q, p: _with_diagonal(Q * p[:, None] / p),
            BAYES + "that is the transpose of yours. Row $j$ of $\\tilde Q$ has the jumps that leave $j$.",
        ),
        Mistake(
            "no ratio",
            lambda Q, p: _with_diagonal(Q.T),
            "Turning the arrows round is not enough: how often a jump came from $i$ depends on how many were there. "
            "Multiply by $p_i/p_j$.",
        ),
        Mistake(
            "a ratio of one probability",
            lambda Q, p: _with_diagonal(Q.T * p),
            "That is the flow $p_iq_{ij}$ into $j$, per unit of time. A rate is *given* that one is in $j$: divide "
            "by $p_j$.",
        ),
        Mistake(
            "divided only",
            lambda Q, p: _with_diagonal(Q.T / p[:, None]),
            BAYES + "the numerator $p_i$ is missing.",
        ),
        Mistake(
            "the forward diagonal",
            lambda Q, p: Q.T * p / p[:, None],
            "Off the diagonal it is right. There the forward exit rates still stand: rows of a generator sum to 0.",
        ),
        Mistake(
            "no diagonal",
            edit("np.fill_diagonal(reverse, -reverse.sum(axis=1))", "pass"),
            "Off the diagonal it is right. On it stands minus the sum of the row, so that rows sum to 0.",
        ),
        Mistake(
            "columns that sum to 0",
            edit("-reverse.sum(axis=1)", "-reverse.sum(axis=0)"),
            "Off the diagonal it is right. Rows sum to 0, not columns: who leaves $j$ arrives somewhere.",
        ),
        Mistake(
            "a positive diagonal",
            edit("-reverse.sum(axis=1)", "reverse.sum(axis=1)"),
            "The diagonal is *minus* the rate at which a state is left.",
        ),
        Mistake(
            "Q run backwards",
            lambda Q, p: -Q,
            "$-Q$ does turn the law round, but its rates are negative: nobody can jump at such a rate. Use Bayes.",
        ),
    ],
    hints=[
        "`reverse[j, i]` is $q_{ij}p_i/p_j$. Which axis of `Q.T` is $i$, which is $j$?",
        "`Q.T * p` multiplies column $i$ by $p_i$; `/ p[:, None]` divides row $j$ by $p_j$.",
        "Last the diagonal: put 0 there, then minus the sums of the rows.",
    ],
)


# 28.2 ----------------------------------------------------------------- un-adopting
def unadopt_inputs(rng):
    """The worked value, early and late times, few and many adopters."""
    drawn = [
        dict(n=float(n), N=float(N), r=float(r), t=float(t))
        for n, N, r, t in zip((1, 3, 17, 40, 8), (5, 3, 60, 90, 200), rng.uniform(0.1, 0.9, 5), rng.uniform(0.5, 6, 5))
    ]
    return [dict(n=10.0, N=50.0, r=0.1, t=5.0), *drawn]


ALONE = "Given $n$ adopters at $t$, what is the rate for *one* of them? "

UNADOPT = Formula(
    "28.2",
    title="Derive: the rate of un-adopting",
    points=2,
    reference="n*r/(exp(r*t) - 1)",
    inputs=unadopt_inputs,
    mistakes=[
        Mistake(
            "the ratio inverted",
            "(N - n + 1)**2 * r * (exp(r*t) - 1)/n",
            "The ratio stands upside down: it is $P_{n-1}/P_n$, the probability of where the jump leads over that of "
            "where it starts.",
        ),
        Mistake(
            "no ratio",
            "(N - n + 1)*r",
            "That is the *forward* rate from $n-1$ to $n$. Multiply by $P_{n-1}/P_n$.",
        ),
        Mistake(
            "the forward rate at n",
            "(N - n)*r",
            "That is the rate of the next adoption. Asked is the rate at which the last one is undone.",
        ),
        Mistake(
            "the forward rate at n with the ratio",
            "(N - n)*r * n/(N - n + 1)/(exp(r*t) - 1)",
            "The jump that is undone leads from $n-1$ to $n$; its rate is $(N-n+1)r$, not $(N-n)r$.",
        ),
        Mistake(
            "from n + 1",
            "(n + 1)*r/(exp(r*t) - 1)",
            "That is the rate from $n+1$ to $n$. Asked is from $n$ to $n-1$.",
        ),
        Mistake(
            "each at the forward rate",
            "n*r",
            ALONE + "Not $r$: adopters *must* all be undone by time 0, so near 0 it is large.",
        ),
        Mistake(
            "evenly over the time",
            "n/t",
            "That is the limit for small $rt$, when all moments of adoption are equally likely. In general early ones "
            "are likelier.",
        ),
        Mistake(
            "the density of adopting",
            "n*r*exp(-r*t)",
            ALONE + "It is known to have adopted by $t$: divide by the probability $1-e^{-rt}$ of that.",
        ),
        Mistake(
            "the density missing",
            "n*r/(1 - exp(-r*t))",
            ALONE + "Adopting *just at* $t$ has the density $re^{-rt}$, not $r$.",
        ),
        Mistake(
            "shares exchanged",
            "n*r*(exp(r*t) - 1)",
            "$F/(1-F)$ stands for $(1-F)/F$, with $F = 1-e^{-rt}$.",
        ),
        Mistake(
            "one adopter",
            "r/(exp(r*t) - 1)",
            "That is the rate for each adopter. There are $n$ of them.",
        ),
        Mistake(
            "binomial coefficient forgotten",
            "(N - n + 1)*r/(exp(r*t) - 1)",
            "$P_{n-1}/P_n$ also holds the ratio of the binomial coefficients, $n/(N-n+1)$.",
        ),
    ],
    hints=[
        "Each has adopted by $t$ with probability $F = 1-e^{-rt}$: what is $P_n(t)$?",
        "$P_{n-1}/P_n = \\frac{n}{N-n+1}\\cdot\\frac{1-F}{F}$. Times the forward rate from $n-1$ to $n$.",
        "$\\frac{1-F}{F} = \\frac{1}{e^{rt}-1}$, and $N$ cancels.",
    ],
)
