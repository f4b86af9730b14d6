"""28.5: how much surer the rumour centre is of itself, in the karate club, than it is right."""

from __future__ import annotations

from utils.teaching.exercise import Mistake, Number

# Of 20 000 outbreaks of 9 cases: the mean of the largest R/ΣR, how often it was the source, its mean at the source.
# The standard error of their difference is .002; of 2 000 outbreaks it is .0065.
CONFIDENCE, HITS, AT_SOURCE = 0.3840, 0.0910, 0.1047

CERTAINTY = Number(
    "28.5",
    title="Too certain by how much?",
    points=2,
    reference=CONFIDENCE - HITS,
    rtol=0.0,
    atol=0.0195,
    mistakes=[
        Mistake(
            "the confidence alone",
            CONFIDENCE,
            "That is how sure it is, on average. Subtract how often it is right.",
        ),
        Mistake(
            "the hits alone",
            HITS,
            "That is how often it is right. How much surer is it? Subtract this from the mean of the largest.",
        ),
        Mistake("right less sure", HITS - CONFIDENCE, "Turn the difference round: mean of the largest less the hits."),
        Mistake(
            "the exact posterior",
            0.0,
            "The exact posterior is as often right as it is sure. Asked is the same for the rumour centrality $R$.",
        ),
        Mistake(
            "logarithms normalised",
            0.1334 - HITS,
            '`centre(..., "rumour")` returns $\\log R$. Take the exponential before you divide by the sum.',
        ),
        Mistake(
            "a ratio",
            CONFIDENCE / HITS,
            "That is the ratio of the two. Asked is their difference.",
        ),
        Mistake(
            "in per cent",
            100 * (CONFIDENCE - HITS),
            "That is in per cent. Asked is the difference of two numbers between 0 and 1.",
        ),
        Mistake(
            "against even chances",
            CONFIDENCE - 1 / 9,
            "One in nine is how often a guess at random is right. How often is the *most suspect* right? Count.",
        ),
    ],
    hints=[
        'For one outbreak: `R = np.exp(centre(club, cases, "rumour"))`, `R / R.sum()`; how sure it is, is the largest.',
        "How often it is right: `named(R)[0]`, since `cases[0]` was the source.",
        "Average both over 2 000 outbreaks; the first less the second.",
    ],
)
