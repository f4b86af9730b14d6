"""11.1 to 11.3: one Euler step with the perfect field, a flow network read as a denoiser, a sampler with a shift."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 11.1 ----------------------------------------------------------------- predict: one step
ONE_STEP = Prediction(
    "11.1",
    title="Predict: one Euler step",
    points=1,
    options={
        "a": "samples of the data: the lines are straight, and the velocity is exact",
        "b": "each noise goes to the mode on its side",
        "c": "all samples at one and the same point",
        "d": "a normal law with the mean and the variance of the data",
    },
    reference="c",
    mistakes=[
        Mistake(
            "on the data",
            "a",
            "The *lines* of the pairs are straight. The velocity at a point is their mean, and at $t = 1$ lines to all "
            "of the data start at every point.",
        ),
        Mistake(
            "to the nearest mode",
            "b",
            "That happens on the way, when $x_t$ already says something about $x_0$. At $t = 1$ it says nothing.",
        ),
        Mistake(
            "a Gaussian",
            "d",
            "The mean is right. The step subtracts all of the noise, so that no variance is left.",
        ),
    ],
    reveal="At $t = 1$ nothing is known of $x_0$, so the velocity is $\\varepsilon - \\operatorname E x_0$ and "
    "the step lands at $\\operatorname E x_0$, whatever the noise was. The next cell shows it.",
)


# 11.2 ----------------------------------------------------------------- a flow network as a denoiser
@dataclass(frozen=True)
class Field:
    """Some velocity that depends on x and on t, and on no other number that could be taken for one of them."""

    bend: float
    lift: float

    def __call__(self, x, t):
        return np.sin(self.bend * np.asarray(x)) + self.lift * (1 + x) * (2 - t) ** 2


def half_and_time(x, t):
    """The field of the worked value."""
    return x / 2 + t


def denoiser_from_flow(v, y, sigma):
    """E[x_0 | x_0 + σ ε = y] from the velocity of the straight path: at t = σ/(1 + σ), x = y/(1 + σ)."""
    t = sigma / (1 + sigma)
    x = (1 - t) * y
    return x - t * v(x, t)


def clock_inputs(rng):
    """The worked value; small and large noise levels; none at all; one number and an array."""
    fields = [Field(*rng.uniform(0.3, 1.5, 2)) for _ in range(5)]
    levels = [0.07, 0.9, 3.7, 40.0, 0.0]
    return [
        (half_and_time, 3.0, 0.5),
        *((field, rng.normal(size=4) * (1 + level), level) for field, level in zip(fields, levels)),
    ]


SAME_RATIO = "At time $t$ the flow's noise-to-signal ratio is $t/(1-t)$. For which $t$ is it $\\sigma$? "
SAME_POINT = "Divide $y = x_0 + \\sigma\\varepsilon$ so that it becomes $(1-t)\\,x_0 + t\\,\\varepsilon$. "


def _read(v, t, x):
    return x - t * v(x, t)


CLOCK = Function(
    "11.2",
    title="Read a flow network as a denoiser",
    points=2,
    reference=denoiser_from_flow,
    inputs=clock_inputs,
    mistakes=[
        Mistake("y not rescaled", edit("(1 - t) * y", "y"), "The time is right. " + SAME_POINT),
        Mistake("t = sigma", edit("sigma / (1 + sigma)", "sigma"), SAME_RATIO),
        Mistake(
            "t = sigma, y not rescaled",
            edit("sigma / (1 + sigma)", "sigma", "(1 - t) * y", "y"),
            SAME_RATIO + SAME_POINT,
        ),
        Mistake(
            "t = sigma, y over 1 + σ",
            lambda v, y, sigma: _read(v, sigma, y / (1 + sigma)),
            "The place is right. " + SAME_RATIO,
        ),
        Mistake(
            "t is the signal, y over 1 + σ",
            lambda v, y, sigma: _read(v, 1 / (1 + sigma), y / (1 + sigma)),
            "The place is right. $1/(1+\\sigma)$ is the factor $1-t$ of the signal. " + SAME_RATIO,
        ),
        Mistake(
            "t by squares",
            edit("sigma / (1 + sigma)", "sigma**2 / (1 + sigma**2)"),
            "Ratios of standard deviations, not of variances: $t/(1-t) = \\sigma$.",
        ),
        Mistake(
            "asked at y",
            edit("v(x, t)", "v(y, t)"),
            "The network knows $(1-t)\\,x_0 + t\\,\\varepsilon$ alone. Ask it at the rescaled place $x$, not at $y$.",
        ),
        Mistake(
            "told sigma",
            edit("v(x, t)", "v(x, sigma)"),
            "Place and step are right, but the network is told $\\sigma$ in place of its own time $t$.",
        ),
        Mistake(
            "subtracted from y",
            edit("return x -", "return y -"),
            "On the line it is $x_t - t\\,u = x_0$: subtract from the rescaled $x$, not from $y$.",
        ),
        Mistake(
            "t times y",
            edit("(1 - t) * y", "t * y"),
            SAME_POINT + "The factor is that of the signal, $1-t$.",
        ),
        Mistake(
            "told 1 − t",
            edit("v(x, t)", "v(x, 1 - t)"),
            "The network is told $1 - t$. Here $t = 0$ is data: no noise, $\\sigma = 0$, must be $t = 0$.",
        ),
        Mistake(
            "t is the signal",
            edit("sigma / (1 + sigma)", "1 / (1 + sigma)"),
            "$1/(1+\\sigma)$ is the factor $1-t$ of the signal. " + SAME_RATIO,
        ),
        Mistake(
            "the ratio inverted",
            edit("sigma / (1 + sigma)", "(1 - sigma) / sigma"),
            SAME_RATIO + "Solve $t/(1-t) = \\sigma$.",
        ),
        Mistake(
            "a minus in the time",
            edit("sigma / (1 + sigma)", "sigma / (1 - sigma)"),
            "$t/(1-t) = \\sigma$ gives $t = \\sigma - \\sigma t$, so that $t(1+\\sigma) = \\sigma$: a plus.",
        ),
        Mistake(
            "the answer rescaled too",
            edit("return x - t * v(x, t)", "return (1 + sigma) * (x - t * v(x, t))"),
            "That is $y - \\sigma v$, or scaled back. On the straight path $x_0$ is $x - t\\,v$, and nothing "
            "is left to scale.",
        ),
        Mistake(
            "times the signal",
            edit("return x - t * v(x, t)", "return (1 - t) * (x - t * v(x, t))"),
            "$x - t\\,v$ is the estimate of $x_0$ itself, without the factor $1-t$.",
        ),
        Mistake(
            "sign",
            edit("x - t *", "x + t *"),
            "$v$ points from data to noise. To get to the data, subtract $t\\,v$.",
        ),
        Mistake(
            "the velocity", edit("x - t * v(x, t)", "v(x, t)"), "That is the velocity. What is $x_t - t(x_1-x_0)$?"
        ),
        Mistake(
            "the noise",
            edit("x - t * v(x, t)", "x + (1 - t) * v(x, t)"),
            "That estimates the noise: $x_t + (1-t)(\\varepsilon - x_0) = \\varepsilon$. Asked is $x_0$.",
        ),
        Mistake(
            "x minus v",
            edit("t * v(x, t)", "v(x, t)"),
            "The path has been under way for the time $t$, so $t\\,v$ is to be subtracted, not $v$.",
        ),
        Mistake(
            "variance preserved",
            edit("(1 - t) * y", "y / np.sqrt(1 + sigma**2)"),
            "$\\sqrt{1+\\sigma^2}$ belongs to $\\alpha^2+\\sigma^2 = 1$. In the flow signal and noise *add* to 1.",
        ),
        Mistake(
            "variance preserved, time and place",
            edit("(1 - t) * y", "y / np.sqrt(1 + sigma**2)", "sigma / (1 + sigma)", "sigma / np.sqrt(1 + sigma**2)"),
            "$\\sqrt{1+\\sigma^2}$ belongs to $\\alpha^2+\\sigma^2 = 1$. In the flow signal and noise *add* to 1.",
        ),
        Mistake(
            "multiplied by 1 + σ",
            edit("(1 - t) * y", "y * (1 + sigma)"),
            SAME_POINT + "Is it larger or smaller than $y$?",
        ),
    ],
    hints=[
        SAME_RATIO,
        SAME_POINT + "The factor is $1-t$.",
        "`t = sigma / (1 + sigma)`, `x = y / (1 + sigma)`; then $x_t - t\\,v = x_0$ on every line, and in the mean.",
    ],
)


# 11.3 ----------------------------------------------------------------- a sampler with a shift
def generate(v, x, n, shift):
    """n Euler steps from t = 1 to t = 0 on even times moved by t' = s t/(1 + (s − 1) t)."""
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    for t, s in pairwise(times):
        x = x + (s - t) * v(x, t)
    return x


def product(x, t):
    """The field of the worked value."""
    return x * t


def sampler_inputs(rng):
    """The worked value; one step; no shift; shifts to either side; one number and an array."""
    cases = [(1, 3.0), (5, 1.0), (4, 3.0), (7, 0.4), (3, 6.0)]
    fields = [Field(*rng.uniform(0.2, 0.6, 2)) for _ in cases]
    return [
        (product, 2.0, 2, 3.0),
        *((field, rng.normal(size=3), n, shift) for field, (n, shift) in zip(fields, cases)),
    ]


FROM_NOISE = "Start at $t = 1$, where the noise is, and go down to 0. "
LENGTHS = "After the shift the times are no longer even: each step has its own length $s - t$. "

SAMPLER = Function(
    "11.3",
    title="A sampler with a shift",
    points=3,
    reference=generate,
    inputs=sampler_inputs,
    mistakes=[
        Mistake(
            "told 1 − t",
            edit("v(x, t)", "v(x, 1 - t)"),
            "The network is told $1 - t$. In this course $t = 1$ is noise, and so the network was trained.",
        ),
        Mistake(
            "time run the other way",
            edit("np.linspace(1, 0, n + 1)", "np.linspace(0, 1, n + 1)"),
            FROM_NOISE + "You start with noise at $t = 0$, as papers do whose data are at $t = 1$.",
        ),
        Mistake(
            "the other way, shift turned too",
            lambda v, x, n, shift: _run(v, x, 1 - _moved(np.linspace(1, 0, n + 1), shift)),
            FROM_NOISE + "You start with noise at $t = 0$, as papers do whose data are at $t = 1$.",
        ),
        Mistake(
            "sign of v",
            edit("x + (s - t)", "x - (s - t)"),
            "Time falls: $s - t$ is negative already. $x_s = x_t + (s-t)\\,v$.",
        ),
        Mistake(
            "told the middle of the step",
            edit("v(x, t)", "v(x, (t + s) / 2)"),
            "Euler's rule evaluates the velocity where the step starts: $v(x_t, t)$.",
        ),
        Mistake(
            "times multiplied and cut off",
            edit("shift * even / (1 + (shift - 1) * even)", "np.minimum(1, shift * even)"),
            "It is the *ratio* $t/(1-t)$ that is multiplied by the shift, not $t$.",
        ),
        Mistake(
            "one time too many",
            edit("np.linspace(1, 0, n + 1)", "np.linspace(n, 0, n + 1) / (n + 1)"),
            "The times are $1, 1 - \\frac1n, \\dots, 0$: they start at 1, where the noise is.",
        ),
        Mistake("no shift", edit("shift * even / (1 + (shift - 1) * even)", "even"), "Move the even times by (11.8)."),
        Mistake(
            "the shift inverted",
            edit("shift * even / (1 + (shift - 1) * even)", "even / (shift + (1 - shift) * even)"),
            "That divides the noise-to-signal ratio by the shift. A shift above 1 moves times towards the noise.",
        ),
        Mistake(
            "times only multiplied",
            edit("shift * even / (1 + (shift - 1) * even)", "shift * even"),
            "It is the *ratio* $t/(1-t)$ that is multiplied by the shift, not $t$: times must stay within 0 and 1.",
        ),
        Mistake(
            "told shifted times, moved by even ones",
            lambda v, x, n, shift: _even_steps(v, x, n, shift),
            LENGTHS,
        ),
        Mistake(
            "moved by shifted times, told even ones",
            lambda v, x, n, shift: _told_even(v, x, n, shift),
            "Steps have the shifted lengths, but the network is told the even times. It must be told where $x$ is.",
        ),
        Mistake(
            "told the next time",
            edit("v(x, t)", "v(x, s)"),
            "The velocity belongs to where the step starts: $v(x_t, t)$.",
        ),
        Mistake(
            "one step too few",
            edit("n + 1", "n"),
            "$n$ steps need $n+1$ times, both ends included.",
        ),
        Mistake(
            "stopped before 0",
            edit("pairwise(times)", "pairwise(times[:-1])"),
            "The last step, to $t = 0$, is missing.",
        ),
        Mistake(
            "t = 1 left out",
            edit("pairwise(times)", "pairwise(times[1:])"),
            "The first step, from $t = 1$, is missing: the noise is taken for $x_t$ at a later time.",
        ),
        Mistake(
            "t = 1 never told",
            edit("np.linspace(1, 0, n + 1)", "np.linspace(1 - 1 / n, 0, n + 1)"),
            "You start at $1 - 1/n$. The noise is $x_t$ at $t = 1$.",
        ),
        Mistake(
            "the answer taken for x_0",
            edit("x + (s - t) * v(x, t)", "s / t * x + (1 - s / t) * v(x, t)"),
            "That is the step of a network that predicts $x_0$. This one gives the velocity: $x_s = x_t + (s-t)\\,v$.",
        ),
        Mistake(
            "the first velocity kept",
            lambda v, x, n, shift: x - v(x, 1.0),
            "One step of length 1, or a velocity that is never evaluated again. Evaluate it at the start of each step.",
        ),
        Mistake(
            "all the way in each step",
            edit("(s - t) * v(x, t)", "(0 - t) * v(x, t)"),
            "$x - t\\,v$ is the estimate of $x_0$: each step goes all the way. Go from $t$ to $s$ only: $(s - t)\\,v$.",
        ),
        Mistake(
            "the network's answer taken for the state",
            edit("x + (s - t) * v(x, t)", "v(x, t)"),
            "The network gives a velocity, not the next state: add $(s - t)\\,v$ to $x$.",
        ),
        Mistake(
            "Heun",
            lambda v, x, n, shift: _heun(v, x, n, shift),
            "That is Heun's rule, with two velocities a step. Euler's rule was asked.",
        ),
        Mistake(
            "all states",
            lambda v, x, n, shift: _states(v, x, n, shift),
            "Return the last state only.",
        ),
    ],
    hints=[
        "Even times first: `np.linspace(1, 0, n + 1)`. Then (11.8) for each of them.",
        LENGTHS + "$x_s = x_t + (s - t)\\,v(x_t, t)$.",
        "`for t, s in zip(times[:-1], times[1:]): x = x + (s - t) * v(x, t)`",
    ],
)


def _moved(even, shift):
    return shift * even / (1 + (shift - 1) * even)


def _run(v, x, times):
    for t, s in pairwise(times):
        x = x + (s - t) * v(x, t)
    return x


def _even_steps(v, x, n, shift):
    for even in np.linspace(1, 0, n + 1)[:-1]:
        x = x - v(x, _moved(even, shift)) / n
    return x


def _told_even(v, x, n, shift):
    for t, s in pairwise(np.linspace(1, 0, n + 1)):
        x = x + (_moved(s, shift) - _moved(t, shift)) * v(x, t)
    return x


def _heun(v, x, n, shift):
    for t, s in pairwise(_moved(np.linspace(1, 0, n + 1), shift)):
        first = v(x, t)
        x = x + (s - t) / 2 * (first + v(x + (s - t) * first, s))
    return x


def _states(v, x, n, shift):
    states = [np.asarray(x)]
    for t, s in pairwise(_moved(np.linspace(1, 0, n + 1), shift)):
        states.append(states[-1] + (s - t) * v(states[-1], t))
    return np.array(states)
