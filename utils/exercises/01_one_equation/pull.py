"""01.5: the rates of a walker who is pulled to 0."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 01.5 ----------------------------------------------------------------- rates for a pull
def pull_rates(x, h):
    """(up, down) with (up − down) h = −x and (up + down) h² = 2."""
    total = 2 / h**2
    drift = -x / h
    return (total + drift) / 2, (total - drift) / 2


def pull_inputs(rng):
    drawn = [(float(a), float(b)) for a, b in zip(rng.uniform(-2, 2, 3), rng.uniform(0.1, 0.9, 3))]
    sites = 0.4 * np.arange(-12.0, 13.0, 4.0)
    return [(0.5, 0.2), (0.0, 0.5), (4.0, 0.5), (-1.0, 2.0), *drawn, (sites, 0.4)]


def only_down_pulled(x, h):
    return 1 / h**2, 1 / h**2 + x / h


def only_up_pulled(x, h):
    return 1 / h**2 - x / h, 1 / h**2


def the_rest_to_one(x, h):
    up = 1 / h**2 - x / (2 * h)
    return up, 1 - up


def chances_of_up_and_down(x, h):
    return (1 - x * h / 2) / 2, (1 + x * h / 2) / 2


NOISE = "Up plus down must be $2/h^2$. What is it with your rates?"
DRIFT = "Up minus down must be $-x/h$. What is it with your rates?"

PULL_RATES = Function(
    "01.5",
    title="Rates for a pull",
    points=2,
    reference=pull_rates,
    inputs=pull_inputs,
    mistakes=[
        Mistake(
            "exchanged",
            edit("-x / h", "x / h"),
            "At a positive $x$ yours jumps up more often than down: it is pushed away from 0.",
        ),
        Mistake(
            "not halved",
            edit("(total + drift) / 2, (total - drift) / 2", "total + drift, total - drift"),
            "Put yours into the two conditions (1.16): both left sides come out twice too large.",
        ),
        Mistake("the pull not halved", edit("-x / h", "-2 * x / h"), DRIFT),
        Mistake("the pull halved twice", edit("-x / h", "-x / (2 * h)"), DRIFT),
        Mistake("the noise not halved", edit("2 / h**2", "4 / h**2"), NOISE),
        Mistake(
            "noise of variance 1",
            edit("2 / h**2", "1 / h**2"),
            "The variance gained per unit of time is 2, not 1: it is the $\\sqrt2$ of $dX = -X\\,dt + \\sqrt2\\,dB$.",
        ),
        Mistake(
            "the jump's variance taken as h",
            edit("2 / h**2", "2 / h"),
            "A jump of length $h$ adds $h^2$ to the mean square. Look at the second condition again.",
        ),
        Mistake("the h² dropped", edit("2 / h**2", "2"), NOISE),
        Mistake("the h² dropped, the noise not halved", edit("2 / h**2", "4"), NOISE),
        Mistake(
            "the pull divided by h²",
            edit("-x / h", "-x / h**2"),
            "A jump moves the walker by $h$, not by $h^2$. Look at the first condition again.",
        ),
        Mistake(
            "the pull on one side only",
            only_down_pulled,
            "The first condition holds, the second does not: a pull changes both rates, in opposite directions.",
        ),
        Mistake(
            "the pull on the other side only",
            only_up_pulled,
            "The first condition holds, the second does not: a pull changes both rates, in opposite directions.",
        ),
        Mistake(
            "the pull in the unit of sites",
            edit("-x / h", "-x"),
            "You need more jumps than that to move by $x$ per unit of time, since each is only $h$ long.",
        ),
        Mistake(
            "no brackets",
            edit("-x / h", "-x * h"),
            "Python reads `x / 2 * h` as $(x/2)\\cdot h$. Compare your two rates with what the first condition "
            "requires.",
        ),
        Mistake(
            "one h too few",
            edit("2 / h**2", "2 / h", "-x / h", "-x"),
            "You divided once less by $h$ than needed, in both: each condition still has one on its left.",
        ),
        Mistake(
            "one h too many",
            edit("2 / h**2", "2 / h**3", "-x / h", "-x / h**2"),
            "You divided once more by $h$ than needed, in both.",
        ),
        Mistake(
            "multiplied by h",
            edit("2 / h**2", "2 * h**2", "-x / h", "-x * h"),
            "To bring $h$ to the other side, divide by it.",
        ),
        Mistake(
            "no noise", edit("2 / h**2", "0"), "One of your rates is negative. What does the second condition add?"
        ),
        Mistake(
            "no pull",
            edit("-x / h", "0 * x"),
            "Yours is the free walk, without a pull. What does the first condition add?",
        ),
        Mistake(
            "pushed outwards on one side",
            edit("-x / h", "-abs(x) / h"),
            "Right where $x$ is positive. At a negative $x$ yours still prefers down: which way is 0 from there?",
        ),
        Mistake(
            "one rate twice",
            edit("(total - drift)", "(total + drift)"),
            "Your two rates are equal, so there is no pull. One has a plus where the other has a minus.",
        ),
        Mistake(
            "difference and sum returned",
            edit("(total + drift) / 2, (total - drift) / 2", "drift, total"),
            "Those are up − down and up + down. Solve for the two rates.",
        ),
        Mistake(
            "sum and difference returned",
            edit("(total + drift) / 2, (total - drift) / 2", "total, drift"),
            "Those are up + down and up − down. Solve for the two rates.",
        ),
        Mistake(
            "taken for chances",
            the_rest_to_one,
            "Rates need not add up to 1: they are jumps per unit of time, not probabilities.",
        ),
        Mistake(
            "the chances of the next jump",
            chances_of_up_and_down,
            "Those are the chances that the next jump goes up or down. How many jumps are there per unit of time?",
        ),
    ],
    hints=[
        "Two equations, two unknowns: divide the first by $h$ and the second by $h^2$, then add and subtract.",
        "up + down = $2/h^2$ and up − down = $-x/h$.",
    ],
)
