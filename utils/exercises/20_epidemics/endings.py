"""20.2 to 20.4: the final size guessed, an estimate mended, extinction with a fixed infectious time."""

from __future__ import annotations

import numpy as np

from utils.populations.epidemics import final_size
from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 20.2 ----------------------------------------------------------------- predict the final size
FINAL_SIZE = Prediction(
    "20.2",
    title="Predict: how many in the end?",
    points=1,
    reference=final_size(2.0),
    rtol=0.0,
    atol=0.03,
    mistakes=[
        Mistake(
            "the herd-immunity threshold",
            0.5,
            "That is the herd-immunity threshold: there cases stop *rising*, at the peak. "
            "Those infectious at the peak go on to infect others.",
        ),
        Mistake("everybody", 1.0, "As the susceptible grow few, each case infects fewer than one, and some escape."),
        Mistake("nearly everybody", 0.95, "With $R_0 = 3$ it is .94. Here more escape."),
        Mistake("nine in ten", 0.9, "A little fewer: about one in five escapes."),
        Mistake(
            "two thirds", 2 / 3, "More. After the peak nearly as many again are infected as one would wish to stop."
        ),
        Mistake(
            "the final size without feedback",
            0.8647,
            "1 − e^{−2} would be right if everybody were infectious: replace the 1 by the share itself.",
        ),
        Mistake("a quarter", 0.25, "Already the peak lies at one half infected or immune."),
    ],
    reveal="The share $z$ solves $z = 1 - e^{-2z}$, and is .797. The herd-immunity threshold is .5: nearly 30 % of the "
    "population are infected after the peak.",
)


# 20.3 ----------------------------------------------------------------- the Eyam slip
def pair_ratio(S0, I0, S_end):
    """β'/γ: ln(S0/S_end) over all who were ever infectious."""
    return np.log(S0 / S_end) / (S0 + I0 - S_end)


def ratio_inputs(rng):
    """The village, a start with many infected, one person infected, and others; Eyam itself is among them."""
    S0, I0 = rng.integers(50, 900, size=5), rng.integers(1, 60, size=5)
    S_end = [int(rng.integers(1, s)) for s in S0]
    made = [(int(s), int(i), e) for s, i, e in zip(S0, I0, S_end)]
    return [(100, 20, 50), (254, 7, 83), (10, 90, 1), (100, 1, 99), *made]


ALL = "Whom does (20.8) count on its right side? Everybody who was ever infectious."

PAIR_RATIO = Function(
    "20.3",
    title="An estimate to mend",
    points=2,
    reference=pair_ratio,
    inputs=ratio_inputs,
    mistakes=[
        Mistake(
            "as it was",
            edit("(S0 + I0 - S_end)", "(S0 - S_end)"),
            "That is the student's form. " + ALL + " Also those who were infectious at the start.",
        ),
        Mistake(
            "I₀ in the logarithm",
            edit("np.log(S0 / S_end) / (S0 + I0 - S_end)", "np.log((S0 + I0) / S_end) / (S0 - S_end)"),
            "The logarithm follows the susceptible alone, from $S_0$ to $S_\\infty$. " + ALL,
        ),
        Mistake(
            "I₀ in both",
            edit("S0 / S_end)", "(S0 + I0) / S_end)"),
            "The lower line is right. The logarithm follows the susceptible alone, from $S_0$ to $S_\\infty$.",
        ),
        Mistake("I₀ subtracted", edit("S0 + I0", "S0 - I0"), "They spread the disease as well: add them. " + ALL),
        Mistake(
            "divided by the population",
            edit("(S0 + I0 - S_end)", "(S0 + I0)"),
            "You divided by all $N$. Those who were never infected spread nothing.",
        ),
        Mistake(
            "R₀ for the ratio",
            edit("np.log(S0 / S_end) / (S0 + I0 - S_end)", "(S0 + I0) * np.log(S0 / S_end) / (S0 + I0 - S_end)"),
            r"That is $R_0 = N\beta'/\gamma$. The ratio itself is asked, one over people.",
        ),
        Mistake(
            "upside down",
            edit("np.log(S0 / S_end) / (S0 + I0 - S_end)", "(S0 + I0 - S_end) / np.log(S0 / S_end)"),
            r"That is $\gamma/\beta'$, in people.",
        ),
        Mistake("the logarithm turned", edit("S0 / S_end)", "S_end / S0)"), "Yours is negative: $S_\\infty < S_0$."),
        Mistake(
            "logarithm to base 10", edit("np.log(", "np.log10("), "The integral of $1/S$ is the natural logarithm."
        ),
        Mistake(
            "no logarithm",
            edit("np.log(S0 / S_end)", "(S0 / S_end - 1)"),
            r"$S_0/S_\infty - 1$ is close to the logarithm only if hardly anybody was infected.",
        ),
        Mistake(
            "the share infected",
            edit("np.log(S0 / S_end) / (S0 + I0 - S_end)", "1 / S_end"),
            r"$1/S_\infty$ would be the ratio if $R = 1$ in the end; there it is below 1.",
        ),
    ],
    hints=[
        "Write (20.8) with numbers of people instead of shares: multiply by $N$.",
        r"$\ln\frac{S_0}{S_\infty} = \frac{\beta'}{\gamma}\,(\text{everybody who was ever infectious})$.",
    ],
)


# 20.4 ----------------------------------------------------------------- extinction, fixed infectious time
def extinct_fixed(R0, I0):
    """The smallest root of q = e^{−R0 (1 − q)}, to the power I0."""
    q = 0.0
    for _ in range(2_000):
        q = np.exp(-R0 * (1 - q))
    return q**I0


def extinct_inputs(rng):
    """Below, at and above the threshold, one and several first cases."""
    above = [(float(R0), int(I0)) for R0, I0 in zip(rng.uniform(1.2, 4.5, size=5), (1, 2, 3, 5, 1))]
    return [(1.5, 2), (0.2, 1), (0.6, 3), (2.0, 1), (1.1, 4), *above]


def _newton_to_one(R0, I0):
    return 1.0**I0


def _first_generation(R0, I0):
    return np.exp(-R0) ** I0


def _fixed_exponential(R0, I0):
    return min(1.0, 1 / R0) ** I0


def _unclipped(R0, I0):
    return (1 / R0) ** I0


def _stopped_early(R0, I0):
    q, before = 0.0, 1.0
    while abs(q - before) > 1e-6:
        q, before = np.exp(-R0 * (1 - q)), q
    return q**I0


NEXT = "A line dies out if *all* lines that it starts die out: average $q^n$ over the Poisson number $n$."

EXTINCT = Function(
    "20.4",
    title="Extinction where every case is infectious equally long",
    points=3,
    reference=extinct_fixed,
    inputs=extinct_inputs,
    rtol=0.0,
    atol=2e-6,
    mistakes=[
        Mistake(
            "the exponential time's answer",
            _fixed_exponential,
            "That is (20.10): for an exponential time the number infected is geometric. With a fixed time it is "
            "Poisson, which varies less. " + NEXT,
        ),
        Mistake(
            "nobody infected at once",
            _first_generation,
            r"$e^{-R_0}$ is the probability that a case infects *nobody*. Lines can also die out later. " + NEXT,
        ),
        Mistake(
            "the root 1",
            _newton_to_one,
            "1 solves the equation for every $R_0$. Above the threshold the smaller root is right: start at $q = 0$.",
        ),
        Mistake(
            "the probability of an outbreak",
            edit("return q**I0", "return 1 - q**I0"),
            "That is the probability that it catches on. Asked is that it dies out.",
        ),
        Mistake(
            "one case only",
            edit("return q**I0", "return q"),
            "All $I_0$ lines must die out, independently of each other.",
        ),
        Mistake(
            "lines added up",
            edit("return q**I0", "return I0 * q"),
            "All $I_0$ lines must die out. Probabilities of independent events multiply.",
        ),
        Mistake(
            "q for 1 − q",
            edit("np.exp(-R0 * (1 - q))", "np.exp(-R0 * q)"),
            r"$\sum_n e^{-R_0}\frac{R_0^n}{n!}q^n = e^{-R_0}e^{R_0q}$. Check the exponent.",
        ),
        Mistake(
            "all first cases in every line",
            edit("np.exp(-R0 * (1 - q))", "np.exp(-R0 * I0 * (1 - q))"),
            "$q$ belongs to the line of one case. The $I_0$ of them come in once, at the end.",
        ),
        Mistake(
            "the exponential time's answer without the 1",
            _unclipped,
            "That is $R_0^{-I_0}$ of (20.10), for an exponential time, and above 1 for $R_0 < 1$. " + NEXT,
        ),
        Mistake(
            "some line dies out",
            edit("return q**I0", "return 1 - (1 - q) ** I0"),
            "That is the probability that *some* line dies out. For the outbreak to end all of them must.",
        ),
        Mistake(
            "stopped too early",
            _stopped_early,
            "Nearly: near $R_0 = 1$ the steps are short long before $q$ has arrived. Let it run until they are below "
            "$10^{-12}$.",
        ),
        Mistake(
            "few rounds",
            edit("2_000", "10"),
            "Nearly: the repetition has not settled. Near the threshold it needs hundreds of rounds.",
        ),
    ],
    hints=[
        "Let $q$ be the probability that the line of one case dies out. It infects $n$ others with probability "
        r"$e^{-R_0}R_0^n/n!$; what must happen to their lines?",
        r"$q = \sum_n e^{-R_0}\frac{R_0^n}{n!}\,q^n$. Sum the series.",
        r"$q = e^{-R_0(1-q)}$; the smallest root is reached from $q = 0$.",
    ],
)
