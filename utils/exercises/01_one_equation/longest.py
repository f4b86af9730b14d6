"""01.5: the longest step that leaves no negative share."""

from __future__ import annotations

import numpy as np  # noqa: F401  the edits use it

from utils.data.karate import load_karate
from utils.teaching.exercise import Mistake, Number, edit


# 01.5 ----------------------------------------------------------------- the longest step
def longest_step():
    """One over the largest degree: after I − ΔL the first holder i keeps 1 − Δ · degree of i."""
    degrees = load_karate().adjacency.sum(axis=1)
    return 1 / degrees.max()


LONGEST_STEP = Number(
    "01.5",
    title="The longest step",
    points=2,
    reference=longest_step,
    rtol=0.0,
    atol=5e-5,
    mistakes=[
        Mistake(
            "the instructor alone",
            edit("degrees.max()", "degrees[0]"),
            "That is the longest step when the instructor holds the note first. Somebody else has more ties.",
        ),
        Mistake(
            "the mean degree",
            edit("degrees.max()", "degrees.mean()"),
            "On average a holder has so many ties. No share may be negative, whoever held the note first.",
        ),
        Mistake(
            "the fewest ties",
            edit("degrees.max()", "degrees.min()"),
            "That serves the member with a single tie. Try the others as first holders.",
        ),
        Mistake(
            "one over the number of members",
            edit("degrees.max()", "len(degrees)"),
            "Safe, but not the longest: nobody is tied to all the others.",
        ),
        Mistake(
            "all the others",
            edit("degrees.max()", "(len(degrees) - 1)"),
            "Safe, but not the longest: nobody is tied to all the others.",
        ),
        Mistake(
            "the number of ties, not its inverse",
            edit("1 / degrees.max()", "degrees.max()"),
            "That is how many ties the busiest holder has. How long may the step be, if so many each take its length?",
        ),
        Mistake(
            "the step that still dies out",
            edit("degrees.max()", "(np.linalg.eigvalsh(np.diag(degrees) - load_karate().adjacency)[-1] / 2)"),
            r"$2/\lambda_{34}$ is where repeated steps begin to blow up. Shares turn negative well before: look at one "
            "step.",
        ),
        Mistake(
            "the fastest part does not change sign",
            edit("degrees.max()", "np.linalg.eigvalsh(np.diag(degrees) - load_karate().adjacency)[-1]"),
            r"With $1/\lambda_{34}$ no eigenvector changes its sign. Shares can bear a little more: look at the "
            "diagonal of the step's matrix.",
        ),
        Mistake(
            "one over λ₂",
            edit("degrees.max()", "np.linalg.eigvalsh(np.diag(degrees) - load_karate().adjacency)[1]"),
            r"$1/\lambda_2$ is how long the start is remembered. A step is limited by what moves fastest.",
        ),
        Mistake(
            "one tie more",
            edit("degrees.max()", "(degrees.max() + 1)"),
            "The first holder is not tied to itself: count the ties alone.",
        ),
        Mistake("the step of the experiment", edit("1 / degrees.max()", "0.2"), "With 0.2 there are negative shares."),
    ],
    hints=[
        "`(np.eye(34) - step * L_club).min()` is the smallest share over all first holders. Change `step`.",
        "Only the first holder can fall below 0: it starts with 1 and gives the length of the step to each friend.",
    ],
)
