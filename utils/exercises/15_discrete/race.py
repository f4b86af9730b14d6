"""15.7: from which number of steps on a race in float32 is never won by a rare token."""

from __future__ import annotations

from utils.teaching.exercise import Formula, Mistake


def race_inputs(rng):
    """The worked value, small and large vocabularies, thin and thick tails."""
    return [
        dict(r=r, V=float(V))
        for r, V in ((0.5, 50_000), (0.1, 50_000), (0.9, 120_000), (0.01, 1_000), (0.25, 30_000), (0.001, 2_000_000))
    ]


WINS = "A rare word wins where $E_i/w_i$ is below the mask's. "

RACE = Formula(
    "15.7",
    title="Derive: when rare tokens die out",
    points=2,
    reference="1 + 24*log(2)*2**24*r/V",
    inputs=race_inputs,
    rtol=1e-6,
    mistakes=[
        Mistake(
            "the weight of the mask left out",
            "24*log(2)*2**24*r/V",
            "Almost: off by 1. The mask's weight is $1 - 1/T$, not 1: $T\\,(1-1/T) = T-1$.",
        ),
        Mistake(
            "the mask's E as 1",
            "1 + 2**24*r/V",
            "*Never* must hold for the largest $E$ of the mask too: $24\\log2$, not its mean, 1.",
        ),
        Mistake(
            "the mask's E as 1, and its weight",
            "2**24*r/V",
            "*Never* must hold for the largest $E$ of the mask too: $24\\log2$, not its mean, 1. And its weight is "
            "$1-1/T$.",
        ),
        Mistake(
            "the smallest for both",
            "1 + r/V",
            "Compare the *smallest* $E$ of a rare word with the *largest* of the mask: their ratio is "
            "$2^{-24}/(24\\log2)$.",
        ),
        Mistake(
            "the logarithm forgotten",
            "1 + 24*2**24*r/V",
            "The smallest random number is $2^{-24}$; $E = -\\log$ of it is $24\\log2$, with the natural logarithm.",
        ),
        Mistake(
            "upside down",
            "1 + V/(24*log(2)*2**24*r)",
            "The rarer the tokens, the *sooner* they die out: $T$ falls with $V$.",
        ),
        Mistake(
            "upside down, without the mask's weight",
            "V/(24*log(2)*2**24*r)",
            "The rarer the words, the *sooner* they die out: $T$ falls with $V$.",
        ),
        Mistake(
            "the share upside down",
            "1 + 24*log(2)*2**24*V/r",
            "The more words share the probability, the *sooner* they die out: it is $r/V$.",
        ),
        Mistake(
            "the logarithm and the mask's weight forgotten",
            "24*2**24*r/V",
            "The smallest random number is $2^{-24}$; $E = -\\log$ of it is $24\\log2$. And the mask weighs $1-1/T$.",
        ),
        Mistake(
            "the whole tail as one token",
            "1 + 24*log(2)*2**24*r",
            "Each rare word runs for itself, with weight $r/(VT)$.",
        ),
        Mistake(
            "the count forgotten in the share",
            "1 + 24*log(2)*2**24/V",
            "The rare words have the share $r$ of the probability, not all of it.",
        ),
        Mistake(
            "23 binary places",
            "1 + 23*log(2)*2**23*r/V",
            "The statement gives multiples of $2^{-24}$.",
        ),
        Mistake(
            "the mask revealed",
            "24*log(2)*2**24*r/V - 1",
            "$T - 1$ stands on the left: add 1, do not subtract it.",
        ),
    ],
    hints=[
        WINS + "Make its $E_i$ as small as it can be, and the mask's as large.",
        "$2^{-24}\\,\\frac{VT}{r} \\ge \\frac{24\\log2}{1-1/T}$. Solve for $T$.",
    ],
)
