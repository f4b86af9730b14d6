"""Exercises of lecture 00: practice for the checks themselves."""

from __future__ import annotations

from utils.teaching.exercise import Mistake, choice, function


def blend(x0, eps, alpha, sigma):
    """x_t = α x_0 + σ ε."""
    return alpha * x0 + sigma * eps


BLEND = function(
    "00.1",
    title="Practice: the one line",
    points=1,
    reference=blend,
    inputs=lambda rng: (
        [(2.0, 10.0, 0.8, 0.6)] + [(rng.normal(size=s), rng.normal(size=s), 0.9, 0.3) for s in [(4,), (3, 2)]]
    ),
    mistakes=[
        Mistake(
            "α and σ exchanged",
            lambda x0, eps, alpha, sigma: sigma * x0 + alpha * eps,
            "α belongs to the signal x_0, σ to the noise ε. You have them the other way round.",
        ),
        Mistake(
            "the noise left out",
            lambda x0, eps, alpha, sigma: alpha * x0,
            "You shrink the data but add no noise. The second term is missing.",
        ),
        Mistake(
            "the signal not shrunk",
            lambda x0, eps, alpha, sigma: x0 + sigma * eps,
            "You left out α: the signal must be multiplied by it.",
        ),
        Mistake(
            "squares",
            lambda x0, eps, alpha, sigma: alpha**2 * x0 + sigma**2 * eps,
            "No squares here: α and σ multiply as they are.",
        ),
        Mistake(
            "a minus sign",
            lambda x0, eps, alpha, sigma: alpha * x0 - sigma * eps,
            "Your noise is subtracted. For a whole crowd that looks the same (ε is symmetric), "
            "but ε given is ε to be added.",
        ),
    ],
    hints=["Two products and one sum.", "alpha * x0 + ..."],
)

SAME_T = choice(
    "00.2",
    title="Practice: read a picture",
    points=1,
    options={
        "a": "another draw of the noise, so a different cloud",
        "b": "exactly the same picture as before",
        "c": "a picture between the two",
        "d": "the same cloud, with the points exchanged",
    },
    reference="b",
    mistakes=[
        Mistake(
            "new noise",
            "a",
            "The noise ε of a scene is drawn once. Only α and σ change with t. Try it: go away and come back.",
        ),
        Mistake(
            "in between", "c", "There is nothing left over from where you have been. The picture depends on t alone."
        ),
        Mistake("points exchanged", "d", "Follow the marked point with your eyes: it returns to where it was."),
    ],
    hints=["Drag it and look."],
    reveal="ε is fixed in a scene, so time can be run back and forth. That is what makes the rest of the course possible.",
)

EXERCISES = [BLEND, SAME_T]
