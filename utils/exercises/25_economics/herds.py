"""25.3 and 25.4: where a group tips, and how often a herd is wrong when a tie is broken by the own signal."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from utils.teaching.exercise import Formula, Mistake, Number


# 25.3 ----------------------------------------------------------------- where a group tips
def _joined(spread, start=0.0, steps=100_000):
    """The share that has joined when nothing changes any more, or after so many steps."""
    share = start
    for _ in range(steps):
        after = float(ndtr((share - 0.25) / spread))
        if abs(after - share) < 1e-12:
            break
        share = after
    return share


def _tips(start=0.0, steps=100_000):
    return next(s for s in np.arange(80, 200) / 1000 if _joined(s, start, steps) > 0.5)


def tipping():
    """The least spread, on the grid of thousandths, at which more than half join."""
    return float(_tips())


CROWD = Number(
    "25.3",
    title="Where the group tips",
    points=2,
    reference=tipping,
    rtol=0.0,
    atol=0.00049,
    mistakes=[
        Mistake(
            "the last that does not tip",
            lambda: tipping() - 0.001,
            "At this one they still stay few. Asked is the first of the grid at which more than half join.",
        ),
        Mistake(
            "stopped after 20 steps",
            lambda: float(_tips(steps=20)),
            "Near the critical spread the group crawls: 20 steps are not enough. Iterate until the share no longer "
            "changes.",
        ),
        Mistake(
            "in people",
            lambda: 100 * tipping(),
            "That is in people of a hundred. Thresholds are shares here, so the spread is one, too: divide by 100.",
        ),
        Mistake(
            "two decimals",
            lambda: round(tipping(), 2),
            "Three decimals: at .120 few join. Which is the first of the grid at which more than half do?",
        ),
        Mistake(
            "in thousandths",
            lambda: 1000 * tipping(),
            "That is in thousandths. Thresholds are shares, so the spread is one, too: divide by 1000.",
        ),
        Mistake(
            "the mean threshold",
            0.25,
            "That is the mean of the thresholds, which stays as it is. Asked is their standard deviation.",
        ),
        Mistake(
            "a variance",
            lambda: tipping() ** 2,
            "That is a variance. Asked is the standard deviation of the thresholds.",
        ),
        Mistake(
            "how many join before it tips",
            lambda: _joined(tipping() - 0.001),
            "That is the share that joins just before the group tips. Asked is the spread at which it does.",
        ),
        Mistake(
            "how many join after it tips",
            lambda: _joined(tipping()),
            "That is the share that joins. Asked is the spread of thresholds at which it happens.",
        ),
        Mistake(
            "the smallest of the grid",
            0.08,
            "At .08 hardly anybody joins if you start from nobody. Did you begin with people who had joined "
            "already, or "
            "with `ndtr` the wrong way round?",
        ),
    ],
    hints=[
        "For one spread: start with `F = 0.0`, repeat `F = ndtr((F - 0.25) / spread)` until it no longer changes.",
        "Do that for .080, .081, …, and take the first spread that ends above one half.",
        "If your answer changes with the number of steps, there are too few: take 100 000, or stop at a change "
        "below 1e-12.",
    ],
)

# 25.4 ----------------------------------------------------------------- ties broken by the own signal
OWN_SIGNAL = Formula(
    "25.4",
    title="Ties broken by the own signal",
    points=2,
    reference="(1 - a)**2 / (a**2 + (1 - a)**2)",
    inputs=lambda rng: [{"a": a} for a in (0.6, 0.7, 0.55, 0.8, 0.95, 0.5, *rng.uniform(0.5, 1, 3))],
    mistakes=[
        Mistake(
            "the coin's formula",
            "(1 - a) * (2 - a) / (2 * (1 - a + a**2))",
            "That is (25.9), where a coin breaks the tie. With their own signal both of a pair follow what they "
            "saw: a "
            "pair of opposite choices has the probability $2a(1-a)$, not $a(1-a)$.",
        ),
        Mistake(
            "a right cascade",
            "a**2 / (a**2 + (1 - a)**2)",
            "That is the probability of the *right* cascade. Asked is the wrong one.",
        ),
        Mistake(
            "one person decides",
            "1 - a",
            "One choice starts no cascade when ties are broken by the own signal: the second person still follows "
            "what "
            "they saw. It takes a lead of two.",
        ),
        Mistake(
            "the first pair only",
            "(1 - a)**2",
            "That is a wrong cascade from the first pair. If the pair disagrees everything starts anew: divide by the "
            "probability that a pair decides at all.",
        ),
        Mistake(
            "odds",
            "((1 - a) / a)**2",
            "Those are the odds of wrong against right. A probability is odds/(1 + odds).",
        ),
        Mistake(
            "odds, not squared",
            "(1 - a) / a",
            "Those are the odds that one signal is wrong. A cascade needs two in a row, and the odds must become a "
            "probability.",
        ),
        Mistake(
            "a pair that disagrees counted once",
            "(1 - a)**2 / (1 - a*(1 - a))",
            "Two signals disagree in two orders, high–low and low–high: with probability $2a(1-a)$.",
        ),
        Mistake(
            "the first pair, with a coin",
            "(1 - a) * (2 - a) / 2",
            "That is a wrong first pair by (25.8), where a coin breaks the tie. Here the second one of a pair follows "
            "their own signal, and pairs that disagree are followed by others.",
        ),
        Mistake(
            "a pair that disagrees",
            "2 * a * (1 - a)",
            "That is the probability that a pair disagrees, so that everything starts anew. Asked is which side the "
            "first pair that agrees is on.",
        ),
        Mistake(
            "two pairs",
            "(1 - a)**2 * (1 + 2 * a * (1 - a))",
            "You stop after the second pair. Any number of pairs may disagree first: sum the whole geometric series.",
        ),
        Mistake(
            "a majority of three",
            "(1 - a)**3 + 3 * a * (1 - a)**2",
            "That is a vote of three. Here they stop as soon as two in a row agree, counted by pairs, however long "
            "it takes.",
        ),
        Mistake(
            "a lead of three",
            "(1 - a)**3 / (a**3 + (1 - a)**3)",
            "A lead of two is enough: then one signal against it is outweighed.",
        ),
    ],
    hints=[
        "With this rule the first two people both follow their own signals. What are the four outcomes, and their "
        "probabilities?",
        "Both wrong: $(1-a)^2$. Both right: $a^2$. Else the public knows nothing, and the next pair is as the first.",
        "So wrong $= (1-a)^2 + 2a(1-a)\\cdot$ wrong. Solve for it.",
    ],
)
