"""06.8: a Tweedie for counts."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 06.8 ----------------------------------------------------------------- a Tweedie for counts
def expected_rate(counts, x):
    """(x + 1) p(x + 1) / p(x)."""
    return (x + 1) * counts[x + 1] / counts[x]


def count_inputs(rng):
    """The insurer at x = 0, 1, 3 and the last x with a count after it; a count of zero after x; made-up counts."""
    insurer = np.array([7840, 1317, 239, 42, 14, 4, 4, 1])
    made = [(rng.integers(20, 400, size=n), int(x)) for n, x in zip((2, 5, 6, 9), (0, 2, 4, rng.integers(1, 7)))]
    return [(insurer, 1), (insurer, 0), (insurer, 3), (insurer, 6), (np.array([50, 20, 7, 0]), 2), *made]


def _factor_only_beyond_zero(counts, x):
    if x == 0:
        return counts[1] / counts[0]
    return x * counts[x + 1] / counts[x]


def _linear(counts, x):
    k = np.arange(len(counts))
    mean = np.sum(k * counts) / np.sum(counts)
    variance = np.sum((k - mean) ** 2 * counts) / np.sum(counts)
    return mean + (1 - mean / variance) * (x - mean)


_RATE = "(x + 1) * counts[x + 1] / counts[x]"
_WHICH = r"$\lambda\cdot\lambda^x/x!=\dots\lambda^{x+1}/(x+1)!$: "

ROBBINS = Function(
    "06.8",
    title="A Tweedie for counts",
    points=3,
    reference=expected_rate,
    inputs=count_inputs,
    mistakes=[
        Mistake("the factor missing", edit("(x + 1) * ", ""), _WHICH + "which factor is it?"),
        Mistake(
            "the factor x",
            edit("(x + 1) *", "x *"),
            "Look at $x=0$: your answer is 0, as if a year without an accident meant a life without one. Which "
            "factor turns "
            r"$1/x!$ into $1/(x+1)!$?",
        ),
        Mistake(
            "the factor x but at 0",
            _factor_only_beyond_zero,
            "At $x=0$ you are right. " + _WHICH + "which factor is it for any $x$?",
        ),
        Mistake(
            "the factor on the wrong side",
            edit(_RATE, "counts[x + 1] / (counts[x] * (x + 1))"),
            _WHICH + "is the factor $x+1$ or $1/(x+1)$?",
        ),
        Mistake("the factor x + 2", edit("(x + 1) *", "(x + 2) *"), "$(x+1)!$ is how many times $x!$?"),
        Mistake(
            "a factorial", edit("(x + 1) *", "np.prod(np.arange(1, x + 2)) *"), "$(x+1)!/x!$ is $x+1$, not $(x+1)!$."
        ),
        Mistake("the factor added", edit("(x + 1) * ", "(x + 1) + "), _WHICH + "the factor multiplies the rest."),
        Mistake(
            "a share of customers",
            edit(_RATE, "counts[x] / np.sum(counts)"),
            "That is $p(x)$, the share of customers with $x$ accidents. A rate is asked, for one of them.",
        ),
        Mistake(
            "a part of the mean of everybody",
            edit(_RATE, "x * counts[x] / np.sum(counts)"),
            "That is $x\\,p(x)$, one term of the mean over all customers. Derive $\\operatorname E[\\lambda\\mid "
            "x]$ with Bayes' rule.",
        ),
        Mistake(
            "the ratio upside down",
            edit("counts[x + 1] / counts[x]", "counts[x] / counts[x + 1]"),
            "The probability of the observation itself, $p(x)$, stands in the denominator of Bayes' rule.",
        ),
        Mistake(
            "one count too low",
            edit(_RATE, "x * counts[x] / counts[x - 1]"),
            r"$\lambda$ times the Poisson term of $x$ is a Poisson term of $x+1$, not of $x$. (At $x=0$, `counts[x - "
            "1]` is the last count.)",
        ),
        Mistake(
            "the counts one too low",
            edit("counts[x + 1] / counts[x]", "counts[x] / counts[x - 1]"),
            r"$\lambda$ times the Poisson term of $x$ is a Poisson term of $x+1$, not of $x$. (At $x=0$, `counts[x - "
            "1]` is the last count.)",
        ),
        Mistake(
            "the counts one too high",
            edit("counts[x + 1] / counts[x]", "counts[x + 2] / counts[x + 1]"),
            "`counts[0]` is the number of customers without an accident, so `counts[x]` belongs to $x$ itself.",
        ),
        Mistake(
            "what was observed",
            edit(_RATE, "float(x)"),
            "$x$ itself is the estimate from this customer alone. The other customers show what is usual.",
        ),
        Mistake(
            "the mean of everybody",
            edit(_RATE, "np.sum(np.arange(len(counts)) * counts) / np.sum(counts)"),
            "That is the mean over all customers. This one had $x$ accidents, which says something.",
        ),
        Mistake(
            "divided by all customers",
            edit("/ counts[x]", "/ np.sum(counts)"),
            "That is $(x+1)\\,p(x+1)$. Bayes' rule divides by $p(x)$.",
        ),
        Mistake(
            "divided by all with x or more",
            edit("/ counts[x]", "/ np.sum(counts[x:])"),
            "Bayes' rule divides by $p(x)$, the customers with exactly $x$ accidents.",
        ),
        Mistake(
            "all with more than x",
            edit(_RATE, "np.sum(counts[x + 1 :]) / counts[x]"),
            "You counted all customers with more than $x$ accidents. Only those with $x+1$ appear, and with a factor.",
        ),
        Mistake(
            "divided by those without an accident",
            edit("/ counts[x]", "/ counts[0]"),
            "Bayes' rule divides by $p(x)$, for the $x$ that was observed. `counts[0]` belongs to $x=0$.",
        ),
        Mistake(
            "divided by two counts",
            edit("/ counts[x]", "/ (counts[x] + counts[x + 1])"),
            "Bayes' rule divides by $p(x)$ alone: all customers with exactly $x$ accidents.",
        ),
        Mistake(
            "the mean of those with as many or more",
            edit(_RATE, "np.sum(np.arange(x, len(counts)) * counts[x:]) / np.sum(counts[x:])"),
            "That is the mean number of this year's accidents among customers with $x$ or more. Next year of those "
            "with $x$ is asked.",
        ),
        Mistake(
            "a whole-number division",
            edit("/ counts", "// counts"),
            "`//` rounds down to a whole number. A rate is any number: use `/`.",
        ),
        Mistake(
            "a change for the ratio",
            edit("counts[x + 1] / counts[x]", "(counts[x + 1] - counts[x]) / counts[x]"),
            "You took the relative change. For counts no derivative remains: the integral is $(x+1)\\,p(x+1)$ itself.",
        ),
        Mistake(
            "Tweedie's formula taken over",
            edit(_RATE, "x + 1 + np.log(counts[x + 1] / counts[x])"),
            "(6.5) is for Gaussian noise. Derive it anew: multiply the Poisson probability by $\\lambda$.",
        ),
        Mistake(
            "one customer added",
            edit("/ counts[x]", "/ (counts[x] + 1)"),
            "Use the observed counts as they are; the statement says that `counts[x]` is above 0.",
        ),
        Mistake(
            "the best straight line",
            _linear,
            "That is the best estimate of the form $a+bx$ (right for rates with a Gamma distribution). Nothing is "
            "known of the rates here.",
        ),
        Mistake(
            "the observation taken off",
            edit(_RATE, f"{_RATE} - x"),
            "What you found is compared with $x$, as if a change were asked. The rate itself is $(x+1)\\,p(x+1)/p(x)$.",
        ),
        Mistake(
            "a root",
            edit(f"return {_RATE}", f"return np.sqrt({_RATE})"),
            "The expectation of the rate itself is asked, without a root.",
        ),
    ],
    hints=[
        r"$\operatorname E[\lambda\mid "
        r"x]=\int\lambda\,e^{-\lambda}\frac{\lambda^x}{x!}\,q(\lambda)\,d\lambda\,/\,p(x)$. Write "
        r"$\lambda\cdot\lambda^x/x!$ with $(x+1)!$.",
        "The integral becomes $(x+1)\\,p(x+1)$.",
    ],
)
