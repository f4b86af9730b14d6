"""19.3: the mean time until k people have adopted, in the Bass chain."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def mean_time_to(k, p, q, N):
    """Σ_{n<k} 1/r_n, r_n = (N − n)(p + q n/N): the mean waits from 0 adopters to 1, ..., from k − 1 to k."""
    n = np.arange(k)
    rate = (N - n) * (p + q * n / N)
    return np.sum(1 / rate)


def waiting_inputs(rng):
    drawn = [
        (int(rng.integers(2, N)), float(rng.uniform(0.02, 0.2)), float(rng.uniform(0.1, 0.8)), N) for N in (10, 40, 90)
    ]
    return [(2, 0.1, 0.5, 4), (1, 0.03, 0.4, 100), (4, 0.2, 0.3, 4), (3, 0.05, 0.0, 6), (50, 0.03, 0.38, 100), *drawn]


def _ode_time(k, p, q, N):
    F = k / N
    return np.log((1 + q * F / p) / (1 - F)) / (p + q)


ONE_BY_ONE = "With $n$ adopters the next comes at rate $r_n=(N-n)(p+q\\,n/N)$."
FROM = "The first wait is at $n=0$, the last at $n=k-1$: with $k$ adopters there is nothing left to wait for."

WAITING = Function(
    "19.3",
    title="How long until k have adopted",
    points=3,
    reference=mean_time_to,
    inputs=waiting_inputs,
    mistakes=[
        Mistake("waits from 1 to k", edit("np.arange(k)", "np.arange(1, k + 1)"), FROM),
        Mistake("one wait too many", edit("np.arange(k)", "np.arange(k + 1)"), FROM),
        Mistake("the first wait left out", edit("np.arange(k)", "np.arange(1, k)"), FROM),
        Mistake("the last wait left out", edit("np.arange(k)", "np.arange(k - 1)"), FROM),
        Mistake(
            "all of them",
            edit("np.arange(k)", "np.arange(N)"),
            "That is the time until all $N$ have adopted. Stop when $k$ have.",
        ),
        Mistake(
            "the waits that are still to come",
            edit("np.arange(k)", "np.arange(k, N)"),
            "Those are the waits after $k$ have adopted, until all have.",
        ),
        Mistake(
            "Bass' curve at k/N",
            _ode_time,
            "That is when Bass' curve reaches $k/N$: the limit of many people. With few the chain takes longer on "
            "average, and for $k=N$ the curve never gets there.",
        ),
        Mistake(
            "one over the sum of the rates",
            edit("np.sum(1 / rate)", "1 / np.sum(rate)"),
            "The waits come one after another: add the waits, not the rates.",
        ),
        Mistake("the rates added up", edit("np.sum(1 / rate)", "np.sum(rate)"), "A wait is 1 over its rate."),
        Mistake(
            "the mean wait", edit("np.sum(1 / rate)", "np.mean(1 / rate)"), "That is one wait. All $k$ are needed."
        ),
        Mistake(
            "k over the mean rate",
            edit("np.sum(1 / rate)", "k / np.mean(rate)"),
            "The slow waits take most of the time: average waits, not rates. Here even their sum is asked.",
        ),
        Mistake("the last wait alone", edit("np.sum(1 / rate)", "1 / rate[-1]"), "Only the wait from $k-1$ to $k$."),
        Mistake(
            "the first wait alone", edit("np.sum(1 / rate)", "1 / rate[0]"), "Only the wait for the first adopter."
        ),
        Mistake("one person's rate", edit("(N - n) * (p", "(p"), ONE_BY_ONE + " Anyone of the $N-n$ may be next."),
        Mistake("everybody may be next", edit("(N - n) *", "N *"), ONE_BY_ONE + " Who has adopted does not again."),
        Mistake("the share left for the number left", edit("(N - n) *", "(1 - n / N) *"), ONE_BY_ONE),
        Mistake("the number for the share of adopters", edit("q * n / N", "q * n"), ONE_BY_ONE),
        Mistake("no imitation", edit("p + q * n / N", "p"), ONE_BY_ONE + " You left imitation out."),
        Mistake("p and q exchanged", edit("p + q * n / N", "q + p * n / N"), ONE_BY_ONE),
        Mistake("the imitators among those left", edit("q * n / N", "q * (N - n) / N"), ONE_BY_ONE),
        Mistake("n/N upside down", edit("q * n / N", "q * N / np.maximum(n, 1)"), ONE_BY_ONE),
        Mistake(
            "over N − 1 others", edit("q * n / N", "q * n / (N - 1)"), "In this chain the share is $n/N$, of all $N$."
        ),
        Mistake(
            "the wait halved", edit("1 / rate", "0.5 / rate"), "The mean of an exponential wait of rate $r$ is $1/r$."
        ),
        Mistake(
            "the median wait",
            edit("1 / rate", "np.log(2) / rate"),
            r"$\log 2/r$ is the median of an exponential wait. Medians do not add up; means do.",
        ),
        Mistake(
            "the standard deviation",
            edit("np.sum(1 / rate)", "np.sqrt(np.sum(1 / rate**2))"),
            "That is the standard deviation of the time. Its mean is asked.",
        ),
    ],
    hints=[
        "Cut the time at each adoption. How long is the wait while $n$ have adopted, on average?",
        r"The wait at $n$ is exponential with rate $r_n$, so its mean is $1/r_n$. Means add up: $n=0,\dots,k-1$.",
    ],
)
