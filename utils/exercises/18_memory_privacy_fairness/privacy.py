"""18.3 and 18.4: the least Gaussian noise for (ε, δ), and three bugs in a private training."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from utils.teaching.exercise import Function, Mistake, edit


# 18.3 ----------------------------------------------------------------- the least noise for (ε, δ)
def least_noise(eps, delta):
    """z with Φ(1/2z − εz) − e^ε Φ(−1/2z − εz) = δ."""

    def excess(z):
        return ndtr(0.5 / z - eps * z) - np.exp(eps) * ndtr(-0.5 / z - eps * z) - delta

    return brentq(excess, 1e-3, 1e5, xtol=1e-12)


def _closed(formula):
    """A closed form, as published or half remembered."""
    return lambda eps, delta: formula(eps, delta)


def _classical_below_1(eps, delta):
    return np.sqrt(2 * np.log(1.25 / delta)) / eps if eps < 1 else least_noise(eps, delta)


_SECOND = " - np.exp(eps) * ndtr(-0.5 / z - eps * z)"
_FIRST = "ndtr(0.5 / z - eps * z)"
CLASSICAL = (
    r"That is the classical formula, $z=\sqrt{2\ln(1.25/\delta)}/\epsilon$: enough noise for $\epsilon<1$, never "
    r"the least. Solve (18.8) for $z$."
)
HALF = "No closed form gives the least noise: (18.8) must be solved for $z$, with `brentq`."
MU = r"(18.8) is written in $\mu=1/z$. Return $z$."
BOTH = r"(18.8) has two terms: the share of members named, less $e^{\epsilon}$ times that of false alarms."

NOISE = Function(
    "18.3",
    title="The least noise that keeps a promise",
    points=3,
    reference=least_noise,
    rtol=1e-4,
    atol=1e-9,
    inputs=lambda rng: [
        (1.0, 1e-5),
        (0.1, 1e-6),
        (8.0, 1e-5),
        (0.5, 0.01),
        (3.0, 0.2),
        (10.0, 1e-8),
        *((float(rng.uniform(0.2, 6)), float(10 ** rng.uniform(-7, -1))) for _ in range(3)),
    ],
    mistakes=[
        Mistake("the classical formula", _closed(lambda e, d: np.sqrt(2 * np.log(1.25 / d)) / e), CLASSICAL),
        Mistake(
            "the classical variance",
            _closed(lambda e, d: 2 * np.log(1.25 / d) / e**2),
            CLASSICAL + " (And a variance at that.)",
        ),
        Mistake(
            "the classical formula without 1.25",
            _closed(lambda e, d: np.sqrt(2 * np.log(1 / d)) / e),
            CLASSICAL,
        ),
        *(
            Mistake(f"a formula half remembered, {form}", _closed(formula), HALF)
            for form, formula in {
                "log(1/δ)/ε": lambda e, d: np.log(1 / d) / e,
                "√log(1/δ)/ε": lambda e, d: np.sqrt(np.log(1 / d)) / e,
                "√(2 log(2/δ))/ε": lambda e, d: np.sqrt(2 * np.log(2 / d)) / e,
            }.items()
        ),
        Mistake(
            "Laplace's scale",
            _closed(lambda e, d: 1 / e),
            r"$1/\epsilon$ is the scale of *Laplace* noise, for $\delta=0$. Solve (18.8) for $z$.",
        ),
        Mistake(
            "Laplace's deviation",
            _closed(lambda e, d: np.sqrt(2) / e),
            r"$\sqrt2/\epsilon$ belongs to *Laplace* noise, for $\delta=0$. Solve (18.8) for $z$.",
        ),
        Mistake(
            "μ for z", edit("return brentq(excess, 1e-3, 1e5, xtol=1e-12)", "return 1 / brentq(excess, 1e-3, 1e5)"), MU
        ),
        Mistake("the first term only", edit(_SECOND, ""), BOTH),
        Mistake(
            "ε times μ",
            edit("eps * z) - np", "eps / z) - np", "-0.5 / z - eps * z", "-0.5 / z - eps / z"),
            r"$\epsilon/\mu$ with $\mu=1/z$ is $\epsilon z$. You have $\epsilon/z$.",
        ),
        Mistake("without e^ε", edit("np.exp(eps) * ", ""), BOTH + r" You left out $e^{\epsilon}$."),
        Mistake(
            "the terms added",
            edit(" - np.exp(eps)", " + np.exp(eps)"),
            BOTH + " You added them.",
        ),
        Mistake(
            "ε/μ halved",
            edit(
                "0.5 / z - eps * z) - np", "0.5 / z - eps * z / 2) - np", "-0.5 / z - eps * z", "-0.5 / z - eps * z / 2"
            ),
            r"$\epsilon/\mu=\epsilon z$, with no half: only $\mu$ is halved in (18.8).",
        ),
        Mistake(
            "μ not halved",
            edit(_FIRST, "ndtr(1 / z - eps * z)", "-0.5 / z", "-1 / z"),
            r"$\mu/2=1/(2z)$: half of $\mu$ stands in both terms of (18.8).",
        ),
        Mistake(
            "log10 for log",
            _closed(lambda e, d: np.sqrt(2 * np.log10(1.25 / d)) / e),
            CLASSICAL + " (And its logarithm is the natural one.)",
        ),
        Mistake(
            "the classical formula where it is proved",
            _classical_below_1,
            CLASSICAL + r" You use it where it is proved; for those $\epsilon$ less noise will do.",
        ),
        Mistake(
            "the sign of ε/μ in the second term",
            edit("-0.5 / z - eps * z", "-0.5 / z + eps * z"),
            r"Both terms of (18.8) subtract $\epsilon/\mu$.",
        ),
        Mistake(
            "by Rényi",
            _closed(lambda e, d: (np.sqrt(2 * np.log(1 / d)) + np.sqrt(2 * np.log(1 / d) + 2 * e)) / (2 * e)),
            "That is what Rényi's bound of section 4 requires: enough, not the least. Solve (18.8).",
        ),
    ],
    hints=[
        r"Put $\mu=1/z$ into (18.8). For given $\epsilon$ the right side falls as $z$ grows: one $z$ gives $\delta$.",
        "`brentq(f, a, b)` finds where f is 0, if f(a) and f(b) have different signs: a = .001 and b = 100 000 do.",
    ],
)


# 18.4 ----------------------------------------------------------------- planted bugs
def buggy_lines():
    """The lines that break the promise."""
    return 3, 5, 7


FROM_DATA = (
    "One that you accuse is right. Look at the top once more: which number is computed from the rows, exactly, and "
    "then used with no noise for it?"
)
WHO_IS_DRAWN = (
    "One that you accuse is right. Which line picks rows in a way that `renyi_epsilon`, with its share q, does not "
    "describe?"
)
ONE_PERSON = (
    "One that you accuse is right. By how much can *one* row change what the noise of line 8 is added to? C / (q n) "
    "is what it must be."
)


def _other(line, place, hint):
    """Line `line` accused in the place of a right one."""
    right = (3, 5, 7)
    return Mistake(f"line {line} accused for {right[place]}", edit(str(right[place]), str(line)), hint)


BUGS = Function(
    "18.4",
    title="Three lines that break a promise",
    points=3,
    reference=buggy_lines,
    inputs=lambda rng: [()],
    any_order=True,
    mistakes=[
        _other(line, place, hint)
        for place, hint in enumerate((FROM_DATA, WHO_IS_DRAWN, ONE_PERSON))
        for line in (1, 2, 4, 6, 8, 9, 10, 11)
    ],
    hints=[
        "One is before the loop, one picks the batch, one clips.",
        "Ask of each line: does what leaves it depend on a row, exactly, by more than the noise hides?",
    ],
    reveal="3: the median is computed from the rows and published through C, without noise. 5: a fixed number of rows, "
    "where the accountant counts on each row deciding by its own coin. 7: the mean is clipped, so one row can move it "
    "by up to 2C, not C/(qn).",
)
