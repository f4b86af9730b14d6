"""15.3, 15.4 and 15.5: the bound by the number of masks, two equal tokens, and how many steps are enough."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, Number, edit


# 15.3 ----------------------------------------------------------------- the bound by counts
def by_counts(losses):
    """The bound from the mean loss with k masks, k = 1..L."""
    k = np.arange(1, len(losses) + 1)
    return np.sum(losses / k)


def by_counts_inputs(rng):
    """The worked value, one token, many tokens, losses that grow with k and that do not."""
    drawn = [(np.array([0.5, 1.6, 3.0]),), (np.array([0.7]),)]
    for L in (2, 4, 8, 30):
        drawn.append((np.cumsum(rng.uniform(0.1, 1.5, L)),))
    return [*drawn, (rng.uniform(0.1, 3, 6),)]


def _binomial_half(losses):
    from scipy.special import comb

    k = np.arange(1, len(losses) + 1)
    return np.sum(comb(len(losses), k) * losses) / 2 ** len(losses)


WEIGHT = "Exactly $k$ of $L$ tokens are masked with probability $\\binom Lk t^k(1-t)^{L-k}$. "

BY_COUNTS = Function(
    "15.3",
    title="Derive: the bound without an integral",
    points=2,
    reference=by_counts,
    inputs=by_counts_inputs,
    rtol=1e-7,
    mistakes=[
        Mistake(
            "the weight 1/t forgotten",
            lambda losses: np.sum(losses) / (len(losses) + 1),
            WEIGHT + "Without $1/t$ its integral is $1/(L+1)$ for every $k$, and what comes out can lie below the "
            "entropy. With $1/t$ it is $1/k$.",
        ),
        Mistake(
            "the mean over k",
            edit("np.sum(losses / k)", "np.mean(losses)"),
            WEIGHT
            + "Divided by $t$ and integrated, it gives each $k$ a weight of its own, and the weights do not sum to 1.",
        ),
        Mistake(
            "the sum over k",
            edit("losses / k", "losses"),
            WEIGHT + "Divided by $t$ and integrated it is not 1. Which number is it?",
        ),
        Mistake(
            "the mean of what a masked token loses",
            edit("np.sum", "np.mean"),
            "The weights $1/k$ are right. Add up over $k$; a mean divides by $L$ and gives nats a *token*.",
        ),
        Mistake(
            "k over L",
            lambda losses: np.sum(losses * np.arange(1, len(losses) + 1)) / len(losses),
            "Many masks would count most. They are visited at large $t$, where $1/t$ is small: the weight falls "
            "with $k$.",
        ),
        Mistake(
            "L over k",
            lambda losses: np.sum(losses * len(losses) / np.arange(1, len(losses) + 1)),
            "$L/k$ is right for a *mean* over $k$. For the sum it is $1/k$.",
        ),
        Mistake(
            "counted from 0",
            lambda losses: np.sum(losses / (np.arange(len(losses)) + 2)),
            "`losses[0]` is for $k = 1$: its weight is $1/1$.",
        ),
        Mistake(
            "half of the tokens masked",
            _binomial_half,
            "That is $t = \\frac12$ for good. The bound is an integral over all $t$, with the weight $1/t$.",
        ),
        Mistake(
            "all masked alone",
            lambda losses: losses[-1],
            "That is $k = L$ alone, one step: all tokens at once.",
        ),
        Mistake(
            "weighted by the binomial coefficient",
            lambda losses: _binomial_half(losses) * 2 ** len(losses),
            "`losses` are already means over the sets of $k$ places: their number is in the probability, once.",
        ),
        Mistake(
            "the weight of one set",
            lambda losses: np.sum(losses / np.array([_one_set(k, len(losses)) for k in range(1, len(losses) + 1)])),
            "$1/\\left(k\\binom Lk\\right)$ is the weight of *one* set of $k$ places. There are $\\binom Lk$ of them.",
        ),
        Mistake(
            "the count of tokens on show",
            lambda losses: np.sum(losses / np.arange(len(losses), 0, -1)),
            "$L - k + 1$ counts from the wrong side: few masks come at small $t$, where $1/t$ is large. " + WEIGHT,
        ),
        Mistake(
            "the trapezium rule",
            lambda losses: np.trapezoid(losses / _share(losses), _share(losses)),
            "That takes $k/L$ for $t$: but at one $t$ every $k$ may come up. " + WEIGHT + "Integrate that.",
        ),
        Mistake(
            "all masked, a token",
            edit("np.sum(losses / k)", "losses[-1] / len(losses)"),
            "That is $k = L$ alone, one of the $L$ terms. The bound has one for each $k$.",
        ),
        Mistake(
            "the square of the count",
            edit("losses / k", "losses / k**2"),
            "You divide by $k$ twice: once for $1/t$, once more for the mean a token. Only $1/t$ calls for it.",
        ),
    ],
    hints=[
        WEIGHT,
        "$\\int_0^1 t^{k-1}(1-t)^{L-k}\\,dt = \\frac{(k-1)!\\,(L-k)!}{L!}$. Multiply by $\\binom Lk$.",
    ],
)


def _share(losses):
    return np.arange(1, len(losses) + 1) / len(losses)


def _one_set(k, L):
    from math import comb

    return k * comb(L, k)


# 15.4 ----------------------------------------------------------------- two equal tokens
def equal_inputs(rng):
    """The worked value, one step, many steps, small and large alphabets."""
    return [dict(K=float(K), T=float(T)) for K, T in ((4, 2), (2, 1), (7, 1), (2, 8), (27, 5), (50_000, 16), (3, 200))]


TOGETHER = "With probability $1/T$ both are revealed in one step, and only then can they differ. "

EQUAL = Formula(
    "15.4",
    title="Derive: what two equal tokens lose",
    points=3,
    reference="-log(1 - (1 - 1/K)/T)",
    inputs=equal_inputs,
    mistakes=[
        Mistake(
            "the total correlation over T",
            "log(K)/T",
            "A KL divergence is not a mean over what may happen: $p$ is, and the logarithm comes after. " + TOGETHER,
        ),
        Mistake(
            "the total correlation",
            "log(K)",
            "That is $T = 1$. " + TOGETHER,
        ),
        Mistake(
            "never equal by chance",
            "-log(1 - 1/T)",
            TOGETHER + "Even then they are equal with probability $1/K$.",
        ),
        Mistake(
            "the probability that they differ",
            "(1 - 1/K)/T",
            "That is the probability that they differ. $q$ is on equal pairs alone: $\\log(q/p)$ there is what is "
            "asked.",
        ),
        Mistake(
            "the sign",
            "log(1 - (1 - 1/K)/T)",
            "The sign: $q/p$ is above 1 on equal pairs.",
        ),
        Mistake(
            "independent of T in both",
            "-log(1 - (1 - 1/K)/T**2)",
            "The first token falls into some step; the second into the same one with probability $1/T$, not $1/T^2$.",
        ),
        Mistake(
            "equal by chance is left out",
            "-log(1 - 1/(K*T))",
            TOGETHER + "They *differ* then with probability $1-1/K$.",
        ),
        Mistake(
            "a mean over K",
            "-log(1 - (1 - 1/K)/T)/K",
            "All $K$ equal pairs have the same ratio, and together probability 1 under $q$: do not divide by $K$.",
        ),
        Mistake(
            "one of T + 1",
            "-log(1 - (1 - 1/K)/(T + 1))",
            "There are $T$ steps, each from $t$ to $t - 1/T$; a token is revealed in each with the same "
            "probability $1/T$.",
        ),
        Mistake(
            "as if drawn T times",
            "-log(1 - (1 - 1/K)**T)",
            "Each token is drawn once. " + TOGETHER,
        ),
        Mistake(
            "the other mixture",
            "-log(1/T + (1 - 1/T)/K)",
            "It is the other way round: *together* they are independent, equal by chance; one after the other, equal.",
        ),
        Mistake(
            "the total correlation over the square of T",
            "log(K)/T**2",
            "Order $1/T^2$ needs $q > 0$ on all pairs; here unequal pairs have $q = 0$. " + TOGETHER,
        ),
        Mistake(
            "the total correlation by the other chance",
            "(1 - 1/T)*log(K)",
            "$1-1/T$ is the probability of *two* steps, where nothing is lost. And a KL divergence is not a mean of "
            "losses: mix the laws first, then take the logarithm.",
        ),
        Mistake(
            "the product of both",
            "(1 - 1/K)/T*log(K)",
            "$(1-1/K)/T$ is the probability that the two differ. Equal pairs have what is left of $p$: take "
            "$\\log(q/p)$ there.",
        ),
        Mistake(
            "the probability of one pair",
            "-log((1 - 1/T)/K + 1/(K**2*T))",
            "That is $-\\log p$ of one equal pair. Under $q$ it has probability $1/K$: subtract $-\\log q = \\log K$.",
        ),
        Mistake(
            "as many as there are sequences",
            "log(K*T)",
            "That was the example of a formula; it grows with $T$. " + TOGETHER,
        ),
        Mistake(
            "in bits",
            "-log(1 - (1 - 1/K)/T)/log(2)",
            "Asked are nats: the natural logarithm.",
        ),
    ],
    hints=[
        "When is the first token revealed? Each of the $T$ steps has the same probability, and the second's is "
        "independent.",
        "Revealed in different steps, the second is given the first: equal. In one step: equal with probability $1/K$.",
        "$p$ gives an equal pair $\\frac1K\\left(1 - \\frac1T + \\frac1{KT}\\right)$; $q$ gives it $\\frac1K$.",
    ],
)


# 15.5 ----------------------------------------------------------------- how many steps
STEPS = Number(
    "15.5",
    title="How many steps are enough?",
    points=2,
    reference=13,
    rtol=0.0,
    atol=0.25,
    mistakes=[
        Mistake(
            "the absorbing chain",
            28,
            "That is the absorbing chain with $\\alpha = 1-t$. Asked is the uniform chain with $\\alpha_t = "
            "\\cos(\\pi t/2)$.",
        ),
        Mistake(
            "the straight clock",
            30,
            "That is the uniform chain with $\\alpha_t = 1-t$. Asked is $\\alpha_t = \\cos(\\pi t/2)$: the grid of "
            "its values is "
            "no longer even.",
        ),
        Mistake(
            "the absorbing chain with the other clock",
            34,
            "That is the absorbing chain: take `uniform(5)`.",
        ),
        Mistake(
            "the last that is not enough", 12, "With 12 steps it is still .0110. Asked is the first number below .01."
        ),
        Mistake("the points of the grid", 14, "$T$ steps have $T+1$ times. Count the steps."),
        Mistake(
            "the divergence turned round",
            15,
            "That is $\\operatorname{KL}(p\\,\\|\\,q)$. Asked is $\\operatorname{KL}(q\\,\\|\\,p)$: the data's law "
            "comes first.",
        ),
        Mistake(
            "from the absorbing column",
            32,
            "32 is the first in the column *absorbing*. Take `uniform(5)`, and try the numbers in between.",
        ),
        Mistake("below a tenth", 5, "That is the worked value: below .1. Asked is .01."),
        Mistake("below a thousandth", 39, "That is the first below .001. Asked is .01."),
        Mistake(
            "from the table",
            16,
            "16 is the first in the table. Try the numbers in between, one by one.",
        ),
    ],
    hints=[
        "`alphas = np.sin(np.pi/2 * np.linspace(0, 1, T + 1))`: from pure noise to data.",
        "`rel_entr(q, sampler_law(q, uniform(5), alphas)).sum()` for `T` = 1, 2, 3, ...; stop when it is below .01.",
    ],
)
