"""14.6 and 14.7: a consistency model with more calls; how many calls of DDIM one call replaces."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from utils.teaching.exercise import Function, Mistake, Number, edit


# 14.6 ----------------------------------------------------------------- more calls
@dataclass(frozen=True)
class End:
    """Some function of place and level."""

    pull: float

    def __call__(self, y, u):
        return np.asarray(y) / (1 + self.pull * u) + 0.1 * np.sin(3 * u)


def halved(y, u):
    """That of the worked value."""
    return y / (1 + u)


def more_calls(f, y, levels, z, e):
    """f at each level, noise added back in between, so that the level is the next one."""
    x = f(y, levels[0])
    for u, noise in zip(levels[1:], z):
        x = f(x + np.sqrt(u**2 - e**2) * noise, u)
    return x


def more_inputs(rng):
    """The worked value; one call; many; a last level equal to e."""
    drawn = [
        (End(float(rng.uniform(0.3, 2))), 3 * rng.normal(size=3), levels, rng.normal(size=(len(levels) - 1, 3)), e)
        for levels, e in (([80.0], 0.002), ([5.0, 2.0, 0.9, 0.6], 0.5), ([9.0, 0.3], 0.3), ([2.0, 1.5], 0.9))
    ]
    return [(halved, 6.0, [2.0, 0.5], [1.0], 0.3), *drawn]


def _first_only(f, y, levels, z, e):
    return f(y, levels[0])


def _to_y(f, y, levels, z, e):
    x = f(y, levels[0])
    for u, noise in zip(levels[1:], z):
        x = f(y + np.sqrt(u**2 - e**2) * noise, u)
    return x


def _ddim(f, y, levels, z, e):
    """No fresh noise: the old noise, shrunk."""
    for u, w in pairwise(levels):
        x = f(y, u)
        y = x + w / u * (y - x)
    return f(y, levels[-1])


def _step_by_step(f, y, levels, z, e):
    for u in levels:
        y = f(y, u)
    return y


def _noisy(f, y, levels, z, e):
    x = f(y, levels[0])
    for u, noise in zip(levels[1:], z):
        x = x + np.sqrt(u**2 - e**2) * noise
    return x


def _one_behind(f, y, levels, z, e):
    x = f(y, levels[0])
    for before, u, noise in zip(levels, levels[1:], z):
        x = f(x + np.sqrt(u**2 - e**2) * noise, before)
    return x


def _from_before(f, y, levels, z, e):
    x = f(y, levels[0])
    for before, u, noise in zip(levels, levels[1:], z):
        x = f(x + np.sqrt(before**2 - u**2) * noise, u)
    return x


AMOUNT = "$x$ has noise of level $e$ left. Variances add: how much must be added to come to $u^2$? "

MULTISTEP = Function(
    "14.6",
    title="A consistency model with more calls",
    points=2,
    reference=more_calls,
    inputs=more_inputs,
    mistakes=[
        Mistake("e forgotten", edit("np.sqrt(u**2 - e**2)", "u"), AMOUNT),
        Mistake("standard deviations subtracted", edit("np.sqrt(u**2 - e**2)", "(u - e)"), AMOUNT),
        Mistake("a variance", edit("np.sqrt(u**2 - e**2)", "(u**2 - e**2)"), AMOUNT + "Then take the root."),
        Mistake("added", edit("u**2 - e**2", "u**2 + e**2"), AMOUNT),
        Mistake("root of the difference", edit("np.sqrt(u**2 - e**2)", "np.sqrt(u - e)"), AMOUNT),
        Mistake("noise added to y", _to_y, "Noise is added to the last *answer*, $x$, not to the start."),
        Mistake(
            "asked at the first level",
            edit("* noise, u)", "* noise, levels[0])"),
            "The noisy point has level $u$ now: tell the function.",
        ),
        Mistake(
            "the noise not renewed",
            _ddim,
            "That is DDIM with $f$ in the place of the denoiser: it keeps the old noise. Here it is fresh.",
        ),
        Mistake(
            "no noise", _step_by_step, "$f$ was trained on points with noise of the level it is told. Add it first."
        ),
        Mistake("one call", _first_only, "That is one call; `levels` lists one for each."),
        Mistake(
            "ends with noise",
            _noisy,
            "The last thing to do is to call $f$, not to add noise.",
        ),
        Mistake(
            "the sign of the noise",
            edit("x + np.sqrt", "x - np.sqrt"),
            "As good in law, but add `z`, so that it can be checked.",
        ),
        Mistake(
            "asked at the level before",
            _one_behind,
            "The noisy point has level $u$ now, the *new* one: tell the function.",
        ),
        Mistake(
            "asked at e",
            edit("* noise, u)", "* noise, e)"),
            "The noisy point has level $u$. $e$ is the level of the answer.",
        ),
        Mistake(
            "the first call forgotten",
            edit("x = f(y, levels[0])", "x = y"),
            "First ask at the first level: $y$ has that level already.",
        ),
        Mistake(
            "from level to level",
            _from_before,
            "An answer has noise of level $e$ left, not of the level before: noise is added from $e$ up to $u$. "
            + AMOUNT,
        ),
        Mistake("noise of level e", edit("np.sqrt(u**2 - e**2)", "e"), AMOUNT),
    ],
    hints=[
        "First `x = f(y, levels[0])`. Then for each further level $u$: add noise, so that $x$ has level $u$, and ask.",
        AMOUNT,
        "$x + \\sqrt{u^2 - e^2}\\,z$.",
    ],
)


# 14.7 ----------------------------------------------------------------- how many calls one call replaces
CALLS = 44  # tests/exercises/answers runs the experiment

HOW_MANY = Number(
    "14.7",
    title="Run: how many calls does one call replace?",
    points=2,
    reference=CALLS,
    rtol=0.0,
    atol=0.0,
    mistakes=[
        Mistake("levels for calls", 45, "You counted levels. From $n + 1$ levels DDIM makes $n$ calls."),
        Mistake("one too early", 43, "Almost: at that number the error is still above .05, at the next below."),
        Mistake("mean absolute error", 35, "That is for the mean *absolute* error. Square, mean, root."),
        Mistake("mean square", 9, "That is for the mean square. Take the root."),
        Mistake(
            "the largest error", 153, "That is for the largest error of the 99 particles. Root mean square is asked."
        ),
        Mistake("DPM-Solver++(2M)", 17, "That is for DPM-Solver++(2M). DDIM is asked."),
        Mistake("Heun's steps", 15, "That is Heun's number of *steps* (two calls each). DDIM is asked."),
        Mistake("Heun's calls", 30, "That is Heun, two calls a step. DDIM is asked."),
    ],
    hints=[
        "For each $n$: `levels = solvers.karras_times(n + 1, 0.002, 80.0, last_zero=False)`, and sample from "
        "`start[:, None]` with `samplers.ddim(truth, edm)`.",
        "Compare the last state's column with `ends`: `np.sqrt(np.mean((x[:, 0] - ends) ** 2))`.",
        "Put both into a loop over $n$ and stop at the first error below .05.",
    ],
)
