"""28.1 and 28.2: has it stood still, and the rate at which people un-adopt."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Mistake


# 28.1 ----------------------------------------------------------------- stood still
def stood_inputs(rng):
    """The worked value, slow and fast chains, short and long times; p_s below and above p_t."""
    drawn = []
    for q, s, t in zip(rng.uniform(0.2, 3, 6), rng.uniform(0.2, 2, 6), rng.uniform(0.3, 1.5, 6)):
        p_s, chance = rng.uniform(0.05, 0.3), rng.uniform(0.3, 0.9)
        drawn.append(dict(p_s=p_s, p_t=p_s * np.exp(-q * t) / chance, q=q, s=s, t=s + t))
    return [dict(p_s=0.2, p_t=0.1, q=1.5, s=1.0, t=2.0), *drawn]


GIVEN = "What is known is that the village is at $n$ *at t*: Bayes' rule. "

STOOD = Formula(
    "28.1",
    title="Derive: has it stood still?",
    points=1,
    reference="p_s*exp(-q*(t - s))/p_t",
    inputs=stood_inputs,
    mistakes=[
        Mistake(
            "the forward probability",
            "exp(-q*(t - s))",
            "That is the probability of staying, given that the village was at $n$ at $s$. " + GIVEN,
        ),
        Mistake(
            "the ratio inverted",
            "p_t*exp(-q*(t - s))/p_s",
            GIVEN
            + "Divide by the probability $p_t$ of what is known, and multiply by that of having been there at $s$.",
        ),
        Mistake(
            "not divided",
            "p_s*exp(-q*(t - s))",
            "That is the probability of having stood at $n$ all the time, before anything is known. " + GIVEN,
        ),
        Mistake("the ratio alone", "p_s/p_t", "It must have stayed, too: the probability of no adoption is missing."),
        Mistake(
            "a growing exponential",
            "p_s*exp(q*(t - s))/p_t",
            "The probability of no adoption in $t-s$ falls with time: $e^{-q(t-s)}$.",
        ),
        Mistake(
            "from time 0 on",
            "p_s*exp(-q*t)/p_t",
            "It has to stay from $s$ to $t$ only: the time is $t-s$.",
        ),
        Mistake(
            "the reverse rate held fixed",
            "exp(-q*p_s/p_t*(t - s))",
            "The reverse rate changes with time and belongs to the jump from $n-1$. Use Bayes' rule.",
        ),
        Mistake(
            "no jump to first order",
            "p_s*(1 - q*(t - s))/p_t",
            "$1 - q(t-s)$ is right for short times only: an exponential wait.",
        ),
        Mistake(
            "the probability of some adoption",
            "p_s*(1 - exp(-q*(t - s)))/p_t",
            "That is with at least one adoption since $s$, and then it is no longer at $n$.",
        ),
        Mistake(
            "the density of the next adoption",
            "p_s*q*exp(-q*(t - s))/p_t",
            "With the factor $q$ it is the density of an adoption just at $t$. No adoption at all has $e^{-q(t-s)}$.",
        ),
        Mistake(
            "a probability a unit of time",
            "p_s*(1 - q)**(t - s)/p_t",
            "$q$ is a rate, not a probability, and may be above 1. An exponential wait is longer than $t-s$ with "
            "$e^{-q(t-s)}$.",
        ),
        Mistake(
            "from the total",
            "p_s*exp(-q*(t - s))/(p_s*exp(-q*(t - s)) + p_t)",
            "$p_t$ contains those who stood still already: it is the whole denominator.",
        ),
    ],
    hints=[
        "Bayes' rule: the probability of both ($n$ at $s$, and no adoption until $t$), over that of what is known.",
        "No adoption for the time $t-s$ at the rate $q$ has the probability $e^{-q(t-s)}$.",
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
            "The ratio stands upside down: it is $p_{n-1}/p_n$, the probability of where the jump leads over that of "
            "where it starts.",
        ),
        Mistake(
            "no ratio",
            "(N - n + 1)*r",
            "That is the *forward* rate from $n-1$ to $n$. Multiply by $p_{n-1}/p_n$.",
        ),
        Mistake(
            "the ratio without the rate",
            "n/(N - n + 1)/(exp(r*t) - 1)",
            "That is the ratio $p_{n-1}/p_n$. Multiply it by the forward rate from $n-1$ to $n$.",
        ),
        Mistake(
            "of all N",
            "N*r/(exp(r*t) - 1)",
            "Only the $n$ who have adopted can be undone, not all $N$.",
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
            "$p_{n-1}/p_n$ also holds the ratio of the binomial coefficients, $n/(N-n+1)$.",
        ),
    ],
    hints=[
        "Each has adopted by $t$ with probability $F = 1-e^{-rt}$: what is $P_n(t)$?",
        "$p_{n-1}/p_n = \\frac{n}{N-n+1}\\cdot\\frac{1-F}{F}$. Times the forward rate from $n-1$ to $n$.",
        "$\\frac{1-F}{F} = \\frac{1}{e^{rt}-1}$, and $N$ cancels.",
    ],
)
