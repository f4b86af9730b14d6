"""Exercises of lecture 00: practice for the checks themselves."""

from __future__ import annotations

import numpy as np  # noqa: F401  the edits use it

from utils.teaching.exercise import Choice, Function, Mistake, edit


# 00.1 ----------------------------------------------------------------- the one line
def blend(x0, eps, alpha, sigma):
    """x_t = α x_0 + σ ε."""
    return alpha * x0 + sigma * eps


def blend_inputs(rng):
    shapes = [(4,), (3, 2)]
    arrays = [(rng.normal(size=s), rng.normal(size=s), *rng.uniform(0.2, 0.9, 2).tolist()) for s in shapes]
    return [(2.0, 10.0, 0.8, 0.6), (3.0, -2.0, 1.0, 0.0), *arrays, (rng.normal(size=2), rng.normal(size=2), 0.9, 1.7)]


def two_terms(x0, eps, alpha, sigma):
    return alpha * x0, sigma * eps


BLEND = Function(
    "00.1",
    title="Practice: the one line",
    points=1,
    reference=blend,
    inputs=blend_inputs,
    atol=1e-6,  # the two terms may nearly cancel, and torch may have taken α and σ in single precision
    mistakes=[
        Mistake(
            "α and σ exchanged",
            edit("alpha * x0 + sigma", "sigma * x0 + alpha"),
            r"$\alpha$ belongs to the signal $x_0$, $\sigma$ to the noise $\varepsilon$. You have them the other way "
            r"round.",
        ),
        Mistake(
            "the noise left out",
            edit(" + sigma * eps", ""),
            "You shrink the data but add no noise. The second term is missing.",
        ),
        Mistake(
            "the signal left out",
            edit("alpha * x0 + ", ""),
            "Only noise is left. The first term, the data, is missing.",
        ),
        Mistake(
            "the signal not multiplied",
            edit("alpha * x0", "x0"),
            r"You left out $\alpha$: the signal must be multiplied by it.",
        ),
        Mistake(
            "the noise not multiplied",
            edit("sigma * eps", "eps"),
            r"You left out $\sigma$: the noise must be multiplied by it.",
        ),
        Mistake(
            "σ squared",
            edit("sigma *", "sigma**2 *"),
            r"$\sigma$ multiplies $\varepsilon$ as it is. (The noise then has the *variance* $\sigma^2$.)",
        ),
        Mistake("α squared", edit("alpha *", "alpha**2 *"), r"$\alpha$ multiplies $x_0$ as it is, without a square."),
        Mistake(
            "the root of σ",
            edit("sigma *", "np.sqrt(sigma) *"),
            r"$\sigma$ is already a standard deviation: it multiplies $\varepsilon$ without a root.",
        ),
        Mistake("the root of α", edit("alpha *", "np.sqrt(alpha) *"), r"$\alpha$ multiplies $x_0$ without a root."),
        Mistake(
            "the line of the papers",
            edit("alpha *", "np.sqrt(alpha) *", "sigma *", "np.sqrt(1 - alpha) *"),
            r"You may have seen $\sqrt{\bar\alpha}\,x_0 + \sqrt{1-\bar\alpha}\,\varepsilon$. Here the two roots have "
            r"names "
            r"of their own, $\alpha$ and $\sigma$, and both are given.",
        ),
        Mistake(
            "σ computed as √(1 − α²)",
            edit("sigma *", "np.sqrt(1 - alpha**2) *"),
            r"$\alpha^2 + \sigma^2 = 1$ holds for many schedules, but not for all. $\sigma$ is given: use it.",
        ),
        Mistake("σ taken as 1 − α", edit("sigma *", "(1 - alpha) *"), r"$\sigma$ is given. It is not $1 - \alpha$."),
        Mistake("σ taken as √(1 − α)", edit("sigma *", "np.sqrt(1 - alpha) *"), r"$\sigma$ is given: use it as it is."),
        Mistake(
            "a minus sign",
            edit("+ sigma", "- sigma"),
            r"Your noise is subtracted. For a whole population of points that looks the same ($\varepsilon$ is "
            r"symmetric), "
            r"but the given $\varepsilon$ is to be added.",
        ),
        Mistake(
            "α multiplies everything",
            edit("alpha * x0 + sigma * eps", "alpha * (x0 + sigma * eps)"),
            r"Your bracket shrinks the noise too: it is multiplied by $\alpha\sigma$. $\alpha$ belongs to $x_0$ alone.",
        ),
        Mistake(
            "σ multiplies everything",
            edit("alpha * x0 + sigma * eps", "sigma * (alpha * x0 + eps)"),
            r"Your bracket multiplies the signal by $\sigma$ too. $\sigma$ belongs to $\varepsilon$ alone.",
        ),
        Mistake(
            "α twice",
            edit("sigma *", "alpha *"),
            r"You multiply signal and noise by the same number. The noise has its own, $\sigma$.",
        ),
        Mistake(
            "σ twice",
            edit("alpha *", "sigma *"),
            r"You multiply signal and noise by the same number. The signal has its own, $\alpha$.",
        ),
        Mistake(
            "α computed as √(1 − σ²)",
            edit("alpha *", "np.sqrt(1 - sigma**2) *"),
            r"$\alpha^2 + \sigma^2 = 1$ holds for many schedules, but not for all. $\alpha$ is given: use it.",
        ),
        Mistake("α taken as 1 − σ", edit("alpha *", "(1 - sigma) *"), r"$\alpha$ is given. It is not $1 - \sigma$."),
        Mistake(
            "an average",
            edit("alpha * x0 + sigma * eps", "(alpha * x0 + sigma * eps) / (alpha + sigma)"),
            r"Nothing is to be divided: $\alpha$ and $\sigma$ need not add up to 1.",
        ),
        Mistake(
            "brought back to length 1",
            edit("alpha * x0 + sigma * eps", "(alpha * x0 + sigma * eps) / np.sqrt(alpha**2 + sigma**2)"),
            r"Nothing is to be divided: $\alpha^2 + \sigma^2$ need not be 1.",
        ),
        Mistake(
            "everything multiplied",
            edit("alpha * x0 + sigma * eps", "alpha * x0 * sigma * eps"),
            "Two products, and then their *sum*.",
        ),
        Mistake(
            "a product of two sums",
            edit("alpha * x0 + sigma * eps", "(alpha + sigma) * (x0 + eps)"),
            "Multiply first, then add: two products and one sum.",
        ),
        Mistake(
            "the numbers added",
            edit("alpha * x0 + sigma * eps", "alpha + x0 + sigma + eps"),
            r"$\alpha$ and $\sigma$ multiply; they are not added.",
        ),
        Mistake(
            "the entries added up",
            edit("alpha * x0 + sigma * eps", "np.sum(alpha * x0 + sigma * eps)"),
            r"$x_t$ has one entry for each of $x_0$: do not add them up.",
        ),
        Mistake("the two terms not added", two_terms, "Both terms are right. Return their sum, one value."),
    ],
    hints=["Two products and one sum.", "`alpha * x0 + ...`"],
)

# 00.2 ----------------------------------------------------------------- read a picture
SAME_T = Choice(
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
            r"The noise $\varepsilon$ of a scene is drawn once. Only $\alpha$ and $\sigma$ change with $t$. "
            "Try it: go away and come back.",
        ),
        Mistake(
            "in between", "c", "There is nothing left over from where you have been. The picture depends on $t$ alone."
        ),
        Mistake("points exchanged", "d", "Follow the marked point with your eyes: it returns to where it was."),
    ],
    hints=["Drag it and look."],
    reveal=r"$\varepsilon$ is fixed in a scene, so time can be run back and forth. "
    "That is what makes the rest of the course possible.",
)

EXERCISES = [BLEND, SAME_T]
