"""21.1 and 21.5: what moves an estimate of R₀, and β/α from two lines of a table."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 21.1 ----------------------------------------------------------------- predict: what moves R₀ least
MOVES = Prediction(
    "21.1",
    title="Predict: what moves R₀ least?",
    points=1,
    options={
        "a": "which of the two copies of the figure is used",
        "b": "when, and with how many boys, the epidemic starts",
        "c": "the noise model: least squares, Poisson or negative binomial",
        "d": "all three about equally",
    },
    reference="a",
    mistakes=[
        Mistake(
            "the start", "b", "All growth goes back to the start: a boy more or a day less changes the rate itself."
        ),
        Mistake("the noise", "c", "The noise says which days are listened to, and SIR does not fit all of them."),
        Mistake("all alike", "d", "Seven boys of 300 are a small error, the same peak on the same day."),
    ],
    reveal="Section 2 has the table, all choices crossed.",
)


# 21.5 ----------------------------------------------------------------- β/α from two lines
def pair_ratio(S0, I0, S1, I1):
    """log(S0/S1) over the number removed."""
    return np.log(S0 / S1) / (S0 + I0 - S1 - I1)


def _ratio_inputs(rng):
    drawn = []
    for _ in range(4):
        S0, I0, lost = (int(v) for v in rng.integers([150, 3, 40], [900, 40, 120]))
        drawn.append((S0, I0, S0 - lost, int(rng.integers(0, lost + I0 - 5))))
    return [(100, 10, 50, 5), (254, 7, 83, 0), (762, 1, 25, 0), (90, 0, 60, 12), *drawn]


_LOG, _REMOVED = "np.log(S0 / S1)", "(S0 + I0 - S1 - I1)"
BALANCE = (
    "What stays constant is $S + I - \\frac\\alpha\\beta\\log S$. Write it down at both ends, with all four numbers, "
    "and subtract."
)
LEFT_OUT = "The denominator is the number removed, $S_0+I_0-S_1-I_1$: the infected at the start are removed as well. "

RATIO = Function(
    "21.5",
    title="β/α from the first and the last line",
    points=3,
    reference=pair_ratio,
    inputs=_ratio_inputs,
    mistakes=[
        Mistake("I₀ left out", edit("S0 + I0 - S1", "S0 - S1"), LEFT_OUT + "At Eyam it gives 6.54e-3 for 6.28e-3."),
        Mistake(
            "both infected left out", edit(_REMOVED, "(S0 - S1)"), LEFT_OUT + "At Eyam it gives 6.54e-3 for 6.28e-3."
        ),
        Mistake("I₁ left out", edit(" - I1", ""), "Who is still infected at the end, $I_1$, is not removed yet."),
        Mistake(
            "I₁ added", edit("- S1 - I1", "- S1 + I1"), "Who is still infected at the end is not removed: " + BALANCE
        ),
        Mistake("I₀ subtracted", edit("S0 + I0", "S0 - I0"), LEFT_OUT),
        Mistake("both signs turned", edit(_REMOVED, "(S0 - I0 - S1 + I1)"), LEFT_OUT),
        Mistake(
            "upside down",
            edit(f"{_LOG} / {_REMOVED}", f"{_REMOVED} / {_LOG}"),
            "You give its inverse, $\\alpha/\\beta$.",
        ),
        Mistake("S₁ over S₀", edit("S0 / S1", "S1 / S0"), "The logarithm of $S_1/S_0$ is negative; a rate is not."),
        Mistake("no logarithm", edit(_LOG, "S0 / S1"), "Integrate $\\frac{\\alpha}{\\beta S}$: what is $\\int dS/S$?"),
        Mistake("the share lost", edit(_LOG, "(S0 - S1) / S0"), "$\\int dS/S$ is a logarithm; $S$ is not constant."),
        Mistake("base 10", edit("np.log", "np.log10"), "Natural logarithms: $\\int dS/S = \\log S$ with base $e$."),
        Mistake("base 2", edit("np.log", "np.log2"), "Natural logarithms: $\\int dS/S = \\log S$ with base $e$."),
        Mistake(
            "multiplied by the people",
            edit(_LOG, "(S0 + I0) * np.log(S0 / S1)"),
            "That is $R_0$ with everybody susceptible, $\\beta N/\\alpha$. The ratio per person is asked.",
        ),
        Mistake(
            "multiplied by S₀",
            edit(_LOG, "S0 * np.log(S0 / S1)"),
            "That is the reproduction number at the start. The ratio per person is asked.",
        ),
        Mistake(
            "the logarithm of infected too",
            edit("S0 / S1)", "(S0 + I0) / (S1 + I1))"),
            "Only $S$ stands under the logarithm: " + BALANCE,
        ),
        Mistake("all left", edit(_REMOVED, "(S0 + I0)"), "Divide by those removed on the way, not by all. " + BALANCE),
    ],
    hints=[
        r"$\frac{dI}{dS} = \frac{\beta SI-\alpha I}{-\beta SI} = -1 + \frac{\alpha}{\beta}\,\frac1S$.",
        r"Integrate both sides from $(S_0, I_0)$ to $(S_1, I_1)$: $I_1-I_0 = -(S_1-S_0) + "
        r"\frac\alpha\beta\log\frac{S_1}{S_0}$.",
    ],
)
