"""21.2 to 21.4: interval-censored adoption times, a survey's codes, a ceiling from another shape."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.special import gammaln

from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.populations.estimation.adoption import sales_likelihood
from utils.populations.estimation.fitting import fit
from utils.teaching.exercise import Function, Mistake, Number, edit


# 21.2 ----------------------------------------------------------------- censored adoption times
def adoption_log_likelihood(counts, never, p, q, c):
    """Σ y_i log(c ΔF_i) + never log(1 − c F(n)), Bass F."""
    t = np.arange(len(counts) + 1)
    left = np.exp(-(p + q) * t)
    F = (1 - left) / (1 + q / p * left)
    return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(1 - c * F[-1])


def _times_inputs(rng):
    drawn = []
    for n in (1, 3, 6, 17):
        p, q, c = (float(v) for v in rng.uniform([0.02, 0.1, 0.3], [0.2, 0.7, 0.97]))
        drawn.append((rng.integers(1, 40, size=n), int(rng.integers(2, 90)), p, q, c))
    return [(np.array([3, 5]), 4, 0.1, 0.5, 0.9), (np.array([11, 9, 9, 11]), 1, 0.4, 0.05, 0.6), *drawn]


def _density(at, ceiling=True):
    def answer(counts, never, p, q, c):
        t = np.arange(len(counts) + 1)
        left = np.exp(-(p + q) * t)
        F = (1 - left) / (1 + q / p * left)
        f = (p + q * F) * (1 - F)
        each = {"ends": f[1:], "starts": f[:-1]}[at]
        return np.sum(counts * np.log((c if ceiling else 1) * each)) + never * np.log(1 - c * F[-1])

    return answer


def _with_orders(counts, never, p, q, c):
    everybody = np.append(counts, never)
    orders = gammaln(everybody.sum() + 1) - gammaln(everybody + 1).sum()
    return adoption_log_likelihood(counts, never, p, q, c) + orders


_SEEN, _NEVER = "np.sum(counts * np.log(c * np.diff(F)))", " + never * np.log(1 - c * F[-1])"
_PIECE = "np.log(c * np.diff(F))"
INTERVAL = (
    "Nobody's time is known, only its interval, whose probability is $c\\,(F(t_i)-F(t_{i-1}))$. A density is not a "
    "probability: over an interval in which it changes, the two differ."
)
NOT_YET = "Who had not adopted either never will or has not yet: $1-cF(t_n)$, the probability of both together."
COUNTED = "Each of the $y_i$ people contributes one logarithm: $y_i$ multiplies it."
BASS = r"Bass is $F(t) = \frac{1-e^{-(p+q)t}}{1+\frac qp e^{-(p+q)t}}$."
CEILING = "A person adopts within the interval with probability $c\\,\\Delta F$: first the ceiling, then the time."

TIMES = Function(
    "21.2",
    title="Adoption times known to an interval",
    points=3,
    reference=adoption_log_likelihood,
    inputs=_times_inputs,
    rtol=1e-7,
    mistakes=[
        Mistake("the density at the ends", _density("ends"), INTERVAL),
        Mistake("the density at the beginnings", _density("starts"), INTERVAL),
        Mistake(
            "the density, and no ceiling", _density("ends", ceiling=False), INTERVAL + " And the ceiling is missing."
        ),
        Mistake("those who never did left out", edit(_NEVER, ""), "And those who never adopted? " + NOT_YET),
        Mistake("never counted once", edit("never * ", ""), "Each of those who never adopted contributes a factor."),
        Mistake("the ceiling missing for never", edit("1 - c * F[-1]", "1 - F[-1]"), NOT_YET),
        Mistake("not yet forgotten", edit("1 - c * F[-1]", "1 - c"), "$1-c$ is *never* alone. " + NOT_YET),
        Mistake(
            "not yet alone",
            edit("1 - c * F[-1]", "c * (1 - F[-1])"),
            "$c\\,(1-F)$ is *not yet* alone. " + NOT_YET,
        ),
        Mistake("never taken for adopted", edit("1 - c * F[-1]", "c * F[-1]"), NOT_YET),
        Mistake("the ceiling missing for adopters", edit("c * np.diff", "np.diff"), CEILING),
        Mistake("no ceiling", edit("c * np.diff", "np.diff", "1 - c * F[-1]", "1 - F[-1]"), CEILING),
        Mistake("the counts left out", edit("counts * np.log", "np.log"), COUNTED),
        Mistake(
            "the counts under the logarithm",
            edit("counts * np.log(c * np.diff(F))", "np.log(counts * c * np.diff(F))"),
            COUNTED,
        ),
        Mistake(
            "up to t, not within",
            edit("c * np.diff(F)", "c * F[1:]"),
            "$F(t_i)$ is the probability of *by* $t_i$. " + INTERVAL,
        ),
        Mistake(
            "everybody who is left each time",
            edit("c * np.diff(F)", "c * np.diff(F) / (1 - c * F[:-1])"),
            "That is the hazard, the probability given that one had not adopted before. Then those who wait must speak "
            "at every interval, not at the last alone.",
        ),
        Mistake("a minus sign for never", edit("+ never", "- never"), "Log-probabilities of independent people add."),
        Mistake(
            "likelihood, not its logarithm",
            edit(f"return {_SEEN}{_NEVER}", f"return np.exp({_SEEN}{_NEVER})"),
            "That is the likelihood, a tiny number. Its natural logarithm is asked: a sum, not a product.",
        ),
        Mistake(
            "the sign turned",
            edit("return np.sum", "return -np.sum", "+ never", "- never"),
            "That is $-\\ell$, what an optimiser that minimises wants. $\\ell$ is asked.",
        ),
        Mistake(
            "base 10",
            edit("np.log(c", "np.log10(c", "np.log(1", "np.log10(1"),
            "You used the logarithm to base 10. The natural one, `np.log`, is asked.",
        ),
        Mistake("the mean of a person", edit("np.sum", "np.mean"), "Add up all intervals; do not average them."),
        Mistake(
            "the orders counted",
            _with_orders,
            "You count the orders in which people could have been asked. Leave them out.",
        ),
        Mistake(
            "divided by all",
            edit(f"return {_SEEN}{_NEVER}", f"return ({_SEEN}{_NEVER}) / (np.sum(counts) + never)"),
            "That is the mean of a person. The sum is asked.",
        ),
        Mistake(
            "given adoption",
            edit("c * np.diff(F)", "np.diff(F) / F[-1]"),
            "You condition on having adopted: then those who never did say nothing of $c$. " + CEILING,
        ),
        Mistake("p and q exchanged", edit("q / p", "p / q"), BASS),
        Mistake("the factor q/p missing", edit("1 + q / p * left", "1 + left"), BASS),
        Mistake("q alone in the exponent", edit("-(p + q) * t", "-q * t"), BASS),
        Mistake("p alone in the exponent", edit("-(p + q) * t", "-p * t"), BASS),
        Mistake(
            "no contagion", edit("(1 - left) / (1 + q / p * left)", "1 - np.exp(-p * t)"), "That is $q = 0$. " + BASS
        ),
        Mistake(
            "a year early",
            edit("np.arange(len(counts) + 1)", "np.arange(1, len(counts) + 2)"),
            "The first interval begins at the launch, $t = 0$.",
        ),
    ],
    hints=[
        "First `F` at $0, 1, \\dots, n$, that is $n+1$ numbers; `np.diff(F)` are the probabilities of the intervals.",
        "Then one sum over the intervals, each weighted by its count, and one term for those who never adopted.",
    ],
)


# 21.3 ----------------------------------------------------------------- a survey's codes
def from_codes(codes, years):
    """How many in each of 1..years; how many of code years + 1."""
    counts = np.bincount(codes, minlength=years + 2)[1:]
    return counts[:years], counts[years]


def _codes_inputs(rng):
    return [
        (np.array([1, 3, 3, 4]), 3),
        (np.array([2, 1, 2]), 4),
        (np.array([5, 5, 5]), 4),
        (np.array([1]), 1),
        (np.array([2, 2, 1]), 1),
        (rng.integers(1, 7, size=40), 5),
        (rng.integers(1, 10, size=60), 19),
        (rng.integers(2, 21, size=60), 19),
    ]


_BIN = "np.bincount(codes, minlength=years + 2)[1:]"
NO_YEAR = "Code `years + 1` is no year: it says *not adopted when asked*. Those farmers are `never`, not a last year."
ALL_YEARS = (
    "Years in which nobody adopted count 0 and belong to the result, also at the end: `counts` has `years` entries."
)

CODES = Function(
    "21.3",
    title="A planted fault: the code that is no year",
    points=2,
    reference=from_codes,
    inputs=_codes_inputs,
    mistakes=[
        Mistake(
            "as it was", edit(_BIN, "np.bincount(codes)[1:]", "counts[:years], counts[years]", "counts, 0"), NO_YEAR
        ),
        Mistake("nobody never", edit("counts[years]", "0"), NO_YEAR),
        Mistake("never adopted in the last year", edit("counts[:years], counts[years]", "counts, 0"), NO_YEAR),
        Mistake(
            "both",
            edit("counts[:years], counts[years]", "counts, counts[years]"),
            "Those of code `years + 1` are in your counts as well. " + NO_YEAR,
        ),
        Mistake(
            "empty years dropped",
            edit(
                _BIN,
                "np.append(np.bincount(codes[codes <= years])[1:], np.sum(codes > years))",
                "counts[:years], counts[years]",
                "counts[:-1], counts[-1]",
            ),
            ALL_YEARS,
        ),
        Mistake(
            "only years that occur",
            edit(
                _BIN,
                "np.append(np.unique(codes[codes <= years], return_counts=True)[1], np.sum(codes > years))",
                "counts[:years], counts[years]",
                "counts[:-1], counts[-1]",
            ),
            ALL_YEARS,
        ),
        Mistake(
            "the last year taken for never",
            edit("counts[:years], counts[years]", "counts[: years - 1], counts[years - 1]"),
            "Year `years` is still a year.",
        ),
        Mistake(
            "the last code that occurs taken for never",
            edit(_BIN, "np.bincount(codes)[1:]", "counts[:years], counts[years]", "counts[:-1], counts[-1]"),
            "If everybody adopted, the last code that occurs is a year. Look at the code, not at what comes last.",
        ),
        Mistake("code 0 counted", edit("[1:]", ""), "`np.bincount` begins at 0, and there is no year 0."),
        Mistake(
            "the population for never",
            edit("counts[years]", "len(codes)"),
            "`len(codes)` is everybody who was asked.",
        ),
        Mistake(
            "those who did",
            edit("counts[years]", "np.sum(counts[:years])"),
            "You give how many adopted. How many never had?",
        ),
        Mistake(
            "cumulative",
            edit("counts[:years], ", "np.cumsum(counts[:years]), "),
            "New adopters of each year are asked, not all so far.",
        ),
    ],
    hints=["`np.bincount(codes, minlength=years + 2)` has one entry for each of 0, 1, …, `years + 1`."],
)


# 21.4 ----------------------------------------------------------------- another shape
@cache
def _ceiling(curve: str, years: int = 13, noise: str = "least squares", name: str = "clothes dryers") -> float:
    series = load_adoption(name)
    return fit(sales_likelihood(Counts(series.times[:years], series.counts[:years], "years"), curve, noise))["m"]


def ceiling_factor():
    """Gompertz' ceiling over Bass'."""
    return _ceiling("Gompertz") / _ceiling("Bass")


SHAPE = Number(
    "21.4",
    title="The same sales, another shape",
    points=2,
    reference=ceiling_factor,
    rtol=0.0,
    atol=6e-3,
    mistakes=[
        Mistake(
            "upside down",
            edit('_ceiling("Gompertz") / _ceiling("Bass")', '_ceiling("Bass") / _ceiling("Gompertz")'),
            "Gompertz' ceiling over Bass', not the reverse.",
        ),
        Mistake(
            "logistic",
            edit('"Gompertz"', '"logistic"'),
            "That is the logistic curve: by intervals it is Bass, with a ceiling of m (1 + p/q). Gompertz is asked.",
        ),
        Mistake(
            "the ceiling itself",
            edit(' / _ceiling("Bass")', ""),
            "That is Gompertz' ceiling, in thousands. Divide by that of Bass.",
        ),
        Mistake("Bass' ceiling", edit('_ceiling("Gompertz") / ', ""), "That is Bass' ceiling, in thousands."),
        Mistake("the difference", edit(" / ", " - "), "A factor is asked, not a difference."),
        Mistake(
            "by how much larger",
            edit('_ceiling("Bass")', '_ceiling("Bass") - 1'),
            "You give the factor less 1. The factor is asked.",
        ),
        Mistake(
            "in per cent",
            edit('_ceiling("Gompertz")', '100 * _ceiling("Gompertz")'),
            "A factor is asked, not per cent.",
        ),
        Mistake(
            "10 years",
            edit('"Gompertz"', '"Gompertz", 10', '"Bass"', '"Bass", 10'),
            "That is from the first 10 years. Use all 13.",
        ),
        Mistake(
            "Poisson",
            edit('"Gompertz"', '"Gompertz", 13, "poisson"', '"Bass"', '"Bass", 13, "poisson"'),
            "That is with Poisson or negative binomial noise; thousands sold are no events. Least squares is asked.",
        ),
        Mistake(
            "air conditioners",
            edit(
                '"Gompertz"',
                '"Gompertz", name="room air conditioners"',
                '"Bass"',
                '"Bass", name="room air conditioners"',
            ),
            "Those are room air conditioners. Clothes dryers are asked.",
        ),
        Mistake(
            "9 years",
            edit('"Gompertz"', '"Gompertz", 9', '"Bass"', '"Bass", 9'),
            "That is from the first 9 years. Use all 13.",
        ),
        Mistake(
            "no difference", edit('"Gompertz"', '"Bass"'), 'You compare Bass with itself: pass "Gompertz" as the curve.'
        ),
    ],
    hints=['`fit(sales_likelihood(load_adoption("clothes dryers"), "Gompertz"))["m"]` is one of the two ceilings.'],
)
