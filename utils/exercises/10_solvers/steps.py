"""Exercises 10.1, 10.2, 10.5 and 10.7: Heun, churn, a step with a memory."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 10.1 ----------------------------------------------------------------- predict: halve the steps
HALVED = Prediction(
    "10.1",
    title="Predict: twice as many steps",
    points=1,
    reference=4.0,
    rtol=0.05,
    mistakes=[
        Mistake("by 2", 2.0, "That is Euler's rate: twice the steps, half the error."),
        Mistake("by 8", 8.0, "One single step does gain a factor 8. But there are twice as many of them."),
        Mistake("by 16", 16.0, "16 belongs to a rule of fourth order."),
        Mistake(
            "by 6", 6.0, r"An error of order $h^3$ falls by $2^3$, not $2\cdot3$, and there are twice as many steps."
        ),
        Mistake("multiplied, not divided", 0.25, "By 4, but the question is by which factor the error is *divided*."),
    ],
    reveal="Heun's error falls like the square of the step, so by about 4. The measurement of section 5 shows it.",
)


# 10.2 ----------------------------------------------------------------- Heun
def _slope(y, u, v):
    """ε̂ for data N(0, v)."""
    return u * y / (v + u**2)


def heun_step(y, u, u_next, v):
    """Euler to a trial point, then again with the mean of the two slopes; Euler alone if u_next = 0."""
    h = u_next - u
    first = _slope(y, u, v)
    trial = y + h * first
    if u_next == 0:
        return trial
    return y + h * (first + _slope(trial, u_next, v)) / 2


def _midpoint(y, u, u_next, v):
    h = u_next - u
    first = _slope(y, u, v)
    if u_next == 0:
        return y + h * first
    return y + h * _slope(y + h * first / 2, u + h / 2, v)


def _exact(y, u, u_next, v):
    return y * np.sqrt((v + u_next**2) / (v + u**2))


def _heun_as_given(y, u, u_next, v):
    h = u_next - u
    first = _slope(y, u, v)
    trial = y + h * first
    return y + h * (first + _slope(trial, u, v)) / 2


_MEAN = "(first + _slope(trial, u_next, v)) / 2"
_CORRECTED = "    if u_next == 0:\n        return trial\n"
FALLS = "u falls, so the step u_next − u is negative: $y$ moves towards the data."
AT_ZERO = "For u_next = 0 return the trial point: in general $(y-D)/u$ is not defined there."
NOISE = r"The slope is the noise, $\hat\varepsilon=u\,y/(v+u^2)$."
LEVELS = "The level stands in the slope twice, above and below: u_next in both places of the second one."
TWO_SLOPES = "Heun's step starts at $y$ and goes along the mean of two slopes: at $(y, u)$ and at (trial, u_next)."

HEUN = Function(
    "10.2",
    title="Mend Heun's step",
    points=2,
    reference=heun_step,
    inputs=lambda rng: [
        (2.0, 3.0, 1.0, 4.0),
        (-1.5, 2.0, 0.0, 0.5),
        *(
            (float(y), float(u), float(u * f), float(v))
            for y, u, f, v in zip(
                rng.normal(size=4) + 1, rng.uniform(0.5, 5, 4), rng.uniform(0.2, 0.8, 4), rng.uniform(0.3, 3, 4)
            )
        ),
    ],
    mistakes=[
        Mistake(
            "as it was given",
            _heun_as_given,
            "That is the faulty code itself. At which level does it evaluate the second slope? And what should happen "
            "where that slope is not defined, at u_next = 0?",
        ),
        Mistake("Euler", edit(f"y + h * {_MEAN}", "trial"), TWO_SLOPES),
        Mistake("the second slope alone", edit(_MEAN, "_slope(trial, u_next, v)"), TWO_SLOPES),
        Mistake("started from the trial point", edit("y + h * (first +", "trial + h * (first +"), TWO_SLOPES),
        Mistake("two steps", edit(f"y + h * {_MEAN}", "trial + h * _slope(trial, u_next, v)"), TWO_SLOPES),
        Mistake("mean of y and the trial point", edit(f"y + h * {_MEAN}", "(y + trial) / 2"), TWO_SLOPES),
        Mistake("second slope at the old level", edit("(trial, u_next, v)", "(trial, u, v)"), TWO_SLOPES),
        Mistake(
            "the old level below the second slope",
            edit("_slope(trial, u_next, v)", "u_next * trial / (v + u**2)"),
            LEVELS,
        ),
        Mistake(
            "the old level above the second slope",
            edit("_slope(trial, u_next, v)", "u * trial / (v + u_next**2)"),
            LEVELS,
        ),
        Mistake("second slope at the old point", edit("(trial, u_next, v)", "(y, u_next, v)"), TWO_SLOPES),
        Mistake("step with the wrong sign", edit("u_next - u", "u - u_next"), FALLS),
        Mistake("second step with the wrong sign", edit("y + h * (first +", "y - h * (first +"), FALLS),
        Mistake(
            "divided by the standard deviation",
            edit("u * y / (v + u**2)", "y / np.sqrt(v + u**2)", of=_slope),
            NOISE,
        ),
        Mistake(
            "the denoiser for the slope",
            edit("u * y", "v * y", of=_slope),
            r"$v\,y/(v+u^2)$ is the denoiser. The slope is the noise, $(y-D)/u$.",
        ),
        Mistake("trial point for the second slope", edit("_slope(trial, u_next, v)", "trial"), TWO_SLOPES),
        Mistake("0 at 0", edit("return trial", "return 0"), AT_ZERO),
        Mistake("y at 0", edit("return trial", "return y"), AT_ZERO),
        Mistake("the exact flow", _exact, "That is the exact flow. Heun's step, which approximates it, is wanted."),
        Mistake("midpoint", _midpoint, "That is the midpoint rule, of second order too. Heun takes both ends."),
        Mistake("corrected at 0 as well", edit(_CORRECTED, ""), AT_ZERO),
    ],
    hints=[
        "First the slope at (y, u), then the trial point, then the slope at (trial, u_next).",
        "y + (u_next − u) times the mean of the two slopes.",
    ],
)


# 10.5 ----------------------------------------------------------------- mend: churn
def churn_step(y, u, u_next, gamma, z, v):
    """Noise up to (1 + γ) u, then Euler from there down to u_next, for data N(0, v)."""
    raised = (1 + gamma) * u
    noisy = y + np.sqrt(raised**2 - u**2) * z
    return noisy + (u_next - raised) * _slope(noisy, raised, v)


def _churn_as_given(y, u, u_next, gamma, z, v):
    raised = (1 + gamma) * u
    noisy = y + (raised - u) * z
    return noisy + (u_next - u) * _slope(noisy, raised, v)


VARIANCES = "Independent noises add their variances: from $u^2$ to the square of the raised level."
FROM_THERE = "After the noise the state is at the raised level: slope and step start there, at the noisy state."
_STD, _DOWN = "np.sqrt(raised**2 - u**2)", "(u_next - raised) * _slope(noisy, raised, v)"

CHURN = Function(
    "10.5",
    title="Mend the churn",
    points=2,
    reference=churn_step,
    inputs=lambda rng: [
        (2.0, 3.0, 1.0, 0.5, -1.0, 4.0),
        (-1.0, 2.0, 0.5, 0.0, 0.7, 1.0),
        (1.0, 0.8, 0.0, 0.2, 0.4, 0.5),
        *(
            (float(y), float(u), float(u * f), float(g), float(z), float(v))
            for y, z, u, f, g, v in zip(
                *rng.normal(size=(2, 4)),
                rng.uniform(0.5, 5, 4),
                rng.uniform(0.2, 0.8, 4),
                rng.uniform(0.1, 0.4, 4),
                rng.uniform(0.3, 3, 4),
            )
        ),
    ],
    mistakes=[
        Mistake(
            "as it was given",
            _churn_as_given,
            "That is the faulty code itself. What is the standard deviation of the noise in y after it was added? And "
            "from which level does the step down start?",
        ),
        Mistake("standard deviations subtracted", edit(_STD, "(raised - u)"), VARIANCES),
        Mistake("the variance for the standard deviation", edit(_STD, "(raised**2 - u**2)"), VARIANCES),
        Mistake("the root of the difference", edit(_STD, "np.sqrt(raised - u)"), VARIANCES),
        Mistake("all the noise of the raised level", edit(_STD, "raised"), VARIANCES),
        Mistake("noise of the old level", edit(_STD, "u"), VARIANCES),
        Mistake("γ times z", edit(_STD, "gamma"), VARIANCES),
        Mistake("γ u", edit(_STD, "np.sqrt(gamma) * u"), VARIANCES),
        Mistake("variances added", edit("raised**2 - u**2", "raised**2 + u**2"), VARIANCES),
        Mistake("the step starts at u", edit("u_next - raised", "u_next - u"), FROM_THERE),
        Mistake("the slope at u", edit("noisy, raised, v", "noisy, u, v"), FROM_THERE),
        Mistake(
            "step and slope at u",
            edit("u_next - raised", "u_next - u", "noisy, raised, v", "noisy, u, v"),
            FROM_THERE,
        ),
        Mistake("the slope before the noise", edit("noisy, raised, v", "y, u, v"), FROM_THERE),
        Mistake("the slope at the old state", edit("noisy, raised, v", "y, raised, v"), FROM_THERE),
        Mistake("started from the old state", edit("return noisy", "return y"), FROM_THERE),
        Mistake(
            "the exact flow",
            edit("noisy + " + _DOWN, "_exact(noisy, raised, u_next, v)"),
            "The step down is Euler's: the length of the step times the slope at its start.",
        ),
        Mistake("no noise", edit(_STD, "0"), "The noise z is not used."),
        Mistake("upwards", edit("u_next - raised", "raised - u_next"), FALLS),
        Mistake("raised by γ", edit("(1 + gamma) * u", "u + gamma"), r"The level is raised by the factor $1+\gamma$."),
        Mistake("lowered", edit("1 + gamma", "1 - gamma"), r"The level is raised, by the factor $1+\gamma$."),
        Mistake(
            "noise after the step",
            edit("noisy + " + _DOWN, "y + (u_next - u) * _slope(y, u, v) + " + _STD + " * z"),
            FROM_THERE,
        ),
    ],
    hints=[
        "Two faults: the standard deviation of the added noise, and where the step down begins.",
        r"The law must be that of $x_0+\hat u\,\varepsilon$ after the noise: which variance has to be added to $u^2$?",
    ],
)


def _levels(rng, lowest):
    """u_before > u > u_next, four times, the steps of uneven length."""
    for u, up, down in zip(rng.uniform(0.2, 5, 4), rng.uniform(1.3, 4, 4), [lowest, *rng.uniform(0.2, 0.8, 3)]):
        yield float(u * up), float(u), float(u * down)


# 10.7 ----------------------------------------------------------------- not shown: two-step Adams–Bashforth
def adams_bashforth(y, slope, slope_before, u_before, u, u_next):
    """y + h slope + h²/2 · (slope − slope_before)/h_before: the line through two slopes, integrated."""
    h, h_before = u_next - u, u - u_before
    middle = slope + h / (2 * h_before) * (slope - slope_before)
    return y + h * middle


_MORE = "h / (2 * h_before)"
_LINE_8 = f"slope + {_MORE} * (slope - slope_before)"
AHEAD = (
    "The line starts from slope, at u, and goes on by (slope − slope_before) per *former* step, for half "
    "a *present* one."
)

ADAMS = Function(
    "10.7",
    title="A slope with memory",
    points=3,
    reference=adams_bashforth,
    inputs=lambda rng: [
        (2.0, 0.5, 0.8, 6.0, 3.0, 2.0),
        *((*rng.normal(size=3).tolist(), *levels) for levels in _levels(rng, lowest=0.0)),
    ],
    mistakes=[
        Mistake("equal steps assumed", edit(_MORE, "0.5"), AHEAD),
        Mistake("equal steps, no half", edit(_LINE_8, "3 * slope - slope_before"), AHEAD),
        Mistake(
            "integrated from 0", edit(_LINE_8, "slope + (slope - slope_before) / h_before * (u_next + u) / 2"), AHEAD
        ),
        Mistake("equal steps, slopes exchanged", edit(_LINE_8, "1.5 * slope_before - 0.5 * slope"), AHEAD),
        Mistake(
            "present slope for the change alone",
            edit("+ h * middle", "+ h * slope_before + h * (middle - slope)"),
            AHEAD,
        ),
        Mistake("Euler", edit(_LINE_8, "slope"), "The former slope is not used."),
        Mistake("the half forgotten", edit(_MORE, "h / h_before"), AHEAD),
        Mistake("ratio upside down", edit(_MORE, "h_before / (2 * h)"), AHEAD),
        Mistake("h for h² in the change", edit("+ h * middle", "+ h * slope + middle - slope"), AHEAD),
        Mistake("no y", edit("y + h * middle", "h * middle"), "That is the change of y: y itself is missing."),
        Mistake("the present step turned round", edit("u_next - u,", "u - u_next,"), FALLS),
        Mistake("interpolated", edit("slope + h", "slope - h"), AHEAD),
        Mistake("the mean of both slopes", edit(_LINE_8, "(slope + slope_before) / 2"), AHEAD),
        Mistake("slopes exchanged", edit(_LINE_8, f"slope_before + {_MORE} * (slope_before - slope)"), AHEAD),
        Mistake("half of both steps", edit(_MORE, "(h + h_before) / (2 * h_before)"), AHEAD),
        Mistake("former step over both", edit("u - u_before", "u_next - u_before"), AHEAD),
        Mistake(
            "steps in log u",
            edit(_MORE, "np.log(u / u_next) / (2 * np.log(u_before / u))"),
            "Here the line is drawn over $u$ itself.",
        ),
        Mistake(
            "steps in log u, half a step at 0",
            edit(_MORE, "(np.log(u / u_next) / (2 * np.log(u_before / u)) if u_next else 0.5)"),
            "Here the line is drawn over $u$ itself.",
        ),
        Mistake("sign of the step", edit("y + h * middle", "y - h * middle"), FALLS),
        Mistake(
            "2M's step",
            edit("y + h * middle", "u_next / u * y + (1 - u_next / u) * middle"),
            "That is (10.12), which extrapolates $D$.",
        ),
    ],
    hints=[
        "Draw the line through (u_before, slope_before) and (u, slope). Integrate it from u to u_next.",
        "The integral of a line is its value in the middle times the length of the step.",
    ],
)
