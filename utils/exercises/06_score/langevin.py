"""06.6 and 06.7: a Langevin step, and the wrong power of its size."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 06.6 ----------------------------------------------------------------- a Langevin step
def langevin_step(x, score, h, z):
    """x + h s + √(2h) z."""
    return x + h * score + np.sqrt(2 * h) * z


def langevin_inputs(rng):
    """The worked value; numbers and arrays, h from small to above 1 (never ½, where 2h is its own root)."""
    sizes = [((), 0.002), ((3,), 0.15), ((4, 2), 0.3), ((2, 3, 2), 1.7)]
    return [(1.0, -2.0, 0.08, 0.5)] + [
        (*(v if shape else float(v) for v in rng.normal(size=(2, *shape))), h, rng.normal(size=shape))
        for shape, h in sizes
    ]


_NOISE = "np.sqrt(2 * h) * z"
_DRIFT = "h * score"
_UPHILL = (
    "The score points uphill in log-density, which is where the walkers should drift. (In optimisation one descends a "
    "loss; here one climbs.)"
)

LANGEVIN = Function(
    "06.6",
    title="Mend the Langevin step",
    points=2,
    reference=langevin_step,
    inputs=langevin_inputs,
    mistakes=[
        Mistake(
            "as it was given",
            edit(" + h * score", " - h * score", _NOISE, "2 * h * z"),
            "That is the faulty code itself. Which way does the score point, and what is the *standard deviation* of "
            "noise whose variance is $2h$?",
        ),
        Mistake(
            "the wrong power of the step",
            edit(_NOISE, "2 * h * z"),
            "$2h$ is the variance of the noise. What multiplies $z$ is not the variance. (Halve $h$ and count the "
            "noise of "
            "two steps: is it the noise of one?)",
        ),
        Mistake(
            "noise h",
            edit(_NOISE, "h * z"),
            "The noises of many small steps add in variance, so their variance must be proportional to $h$, not "
            "their size.",
        ),
        Mistake(
            "the 2 missing",
            edit("2 * h", "h"),
            "With noise of variance $h$ the stationary variance is half of the target's variance. Compare with the "
            r"$\varphi''$ of (6.15).",
        ),
        Mistake(
            "the 2 outside the root", edit("np.sqrt(2 * h)", "2 * np.sqrt(h)"), r"$2\sqrt h$ has the variance $4h$."
        ),
        Mistake("√2 times h", edit("np.sqrt(2 * h)", "np.sqrt(2) * h"), "The root belongs over $h$ as well."),
        Mistake(
            "divided by h under the root",
            edit("2 * h", "2 / h"),
            "A shorter step must be shaken less. With your rule it is shaken more.",
        ),
        Mistake("downhill", edit(" + h * score", " - h * score"), _UPHILL),
        Mistake("no noise", edit(" + np.sqrt(2 * h) * z", ""), "Without noise all walkers end at the modes."),
        Mistake(
            "no drift",
            edit(" + h * score", ""),
            "Without the score this is a random walk, and does not depend on the density.",
        ),
        Mistake(
            "the noise subtracted",
            edit("+ np.sqrt", "- np.sqrt"),
            "In law that is the same, since $-z$ is as likely as $z$. But (6.14) adds the noise, and so does the "
            "worked value.",
        ),
        Mistake(
            "the root over the drift",
            edit(_DRIFT, "np.sqrt(2 * h) * score"),
            "The drift is a velocity times the time $h$. Only the noise goes with the root.",
        ),
        Mistake(
            "drift and noise exchanged",
            edit(_DRIFT, "np.sqrt(2 * h) * score", _NOISE, "h * z"),
            "The root belongs to the noise, and $h$ itself to the drift.",
        ),
        Mistake(
            "the step outside of the noise",
            edit(_NOISE, "np.sqrt(2) * z"),
            "A shorter step must be shaken less. Where is $h$ in your noise?",
        ),
        Mistake(
            "the noise whole", edit(_NOISE, "z"), "A shorter step must be shaken less. Where is $h$ in your noise?"
        ),
        Mistake(
            "the noise multiplied by h once more",
            edit(f"{_DRIFT} + {_NOISE}", f"h * (score + {_NOISE})"),
            "Check the brackets: does $h$ multiply the noise as well?",
        ),
        Mistake(
            "z under the root",
            edit(_NOISE, "np.sqrt(2 * h * np.abs(z))"),
            r"Only $2h$ stands under the root. $z$ has either sign.",
        ),
        Mistake(
            "the drift not multiplied by h",
            edit(_DRIFT, "score"),
            "The score is a velocity here. How far does it carry in a step $h$?",
        ),
        Mistake(
            "twice the drift",
            edit(_DRIFT, "2 * h * score"),
            "The 2 belongs to the noise alone: drift $h\\,s$, noise of variance $2h$.",
        ),
        Mistake(
            "the drift with h²",
            edit(_DRIFT, "h**2 * score"),
            "The drift is a velocity times the time $h$, to the first power.",
        ),
        Mistake(
            "the step of a Hamiltonian sampler",
            edit(_DRIFT, "h**2 / 2 * score", _NOISE, "h * z"),
            r"A right step in another convention: with $\eta^2/2$ for $h$. Compare with (6.14) and the worked value.",
        ),
        Mistake(
            "the move alone",
            edit("x + ", ""),
            "That is how far the walker moves. Where does it stand afterwards?",
        ),
        Mistake(
            "−x for the score",
            edit(_DRIFT, "h * -x"),
            r"$-x$ is the score of $N(0,1)$. The score of the density at hand is given, `score`.",
        ),
        Mistake(
            "the noise squared",
            edit(_NOISE, "(2 * h) ** 2 * z"),
            r"The variance of the noise is $2h$; what multiplies $z$ is its root, not its square.",
        ),
        Mistake(
            "the 2 below",
            edit("2 * h", "h / 2"),
            r"The variance of the noise is $2h$, twice the step, not half of it.",
        ),
        Mistake(
            "half the drift",
            edit(_DRIFT, "h / 2 * score"),
            r"$h/2$ goes with noise $\sqrt h$ (another convention). You mixed the two: drift and noise must belong "
            "together.",
        ),
        Mistake(
            "another convention",
            edit(_DRIFT, "h / 2 * score", "2 * h", "h"),
            "A right Langevin step, but with half of the step size meant here. Compare with (6.14) and the worked "
            "value.",
        ),
    ],
    hints=[
        "The drift is $h$ times the score.",
        "Independent noises add in variance: each step adds the variance $2h$.",
    ],
)

# 06.7 ----------------------------------------------------------------- predict: the wrong power
WRONG_POWER = Prediction(
    "06.7",
    title="Predict: the wrong power",
    points=1,
    options={
        "a": "nothing to speak of: both are close to v",
        "b": "it halves",
        "c": "it doubles",
        "d": "it moves half of the way towards v",
    },
    reference="b",
    mistakes=[
        Mistake(
            "no change",
            "a",
            r"Write down the variance after one step, $(1-h/v)^2V+4h^2$, and ask where it stays the same.",
        ),
        Mistake(
            "doubled",
            "c",
            "Smaller $h$ means less noise a step. The pull gets weaker too, but only in proportion to $h$.",
        ),
        Mistake(
            "towards v",
            "d",
            "That is how the error of the right rule behaves, (6.17). Here the noise vanishes faster than the pull.",
        ),
    ],
    reveal="The stationary variance is about $2hv$: it halves with $h$, and in the limit of short steps all walkers "
    "sit at the "
    "mode. More care, more error: the mark of a wrong power.",
)
