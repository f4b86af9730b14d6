"""Exercises 10.1 to 10.4 and 10.8: Heun, the exponential integrator, steps with a memory."""

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


_MEAN = "(first + _slope(trial, u_next, v)) / 2"
_CORRECTED = "    if u_next == 0:\n        return trial\n"
FALLS = "u falls, so the step u_next − u is negative: $y$ moves towards the data."
AT_ZERO = "For u_next = 0 return the trial point: in general $(y-D)/u$ is not defined there."
NOISE = r"The slope is the noise, $\hat\varepsilon=u\,y/(v+u^2)$."
TWO_SLOPES = "Heun's step starts at $y$ and goes along the mean of two slopes: at $(y, u)$ and at (trial, u_next)."

HEUN = Function(
    "10.2",
    title="Heun's step",
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
        Mistake("Euler", edit(f"y + h * {_MEAN}", "trial"), TWO_SLOPES),
        Mistake("the second slope alone", edit(_MEAN, "_slope(trial, u_next, v)"), TWO_SLOPES),
        Mistake("started from the trial point", edit("y + h * (first +", "trial + h * (first +"), TWO_SLOPES),
        Mistake("two steps", edit(f"y + h * {_MEAN}", "trial + h * _slope(trial, u_next, v)"), TWO_SLOPES),
        Mistake("mean of y and the trial point", edit(f"y + h * {_MEAN}", "(y + trial) / 2"), TWO_SLOPES),
        Mistake("second slope at the old level", edit("(trial, u_next, v)", "(trial, u, v)"), TWO_SLOPES),
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
        Mistake("midpoint", _midpoint, "That is the midpoint rule, of second order too. Heun takes both ends."),
        Mistake("corrected at 0 as well", edit(_CORRECTED, ""), AT_ZERO),
    ],
    hints=[
        "First the slope at (y, u), then the trial point, then the slope at (trial, u_next).",
        "y + (u_next − u) times the mean of the two slopes.",
    ],
)


# 10.3 ----------------------------------------------------------------- the exponential integrator
def exponential_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s):
    """x_s = (σ_s/σ_t) x_t + (α_s − α_t σ_s/σ_t) x̂_0."""
    ratio = sigma_s / sigma_t
    return ratio * x_t + (alpha_s - alpha_t * ratio) * x0


def exponential_inputs(rng):
    rows = [(1.0, 0.5, 0.6, 0.8, 0.8, 0.6), (0.7, -0.2, 0.8, 0.6, 1.0, 0.0), (1.5, -0.4, 1.0, 3.0, 1.0, 2.0)]
    for shape in ((), 3, (2, 2)):
        alpha_s, sigma_s = rng.uniform(0.6, 0.95), rng.uniform(0.3, 0.9)
        levels = alpha_s * rng.uniform(0.4, 0.8), sigma_s * rng.uniform(1.2, 3), alpha_s, sigma_s
        rows.append((*rng.normal(size=(2, *np.ones(shape).shape)), *map(float, levels)))
    return rows


def _exchanged(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s):
    return exponential_step(x0, x_t, alpha_t, sigma_t, alpha_s, sigma_s)


def _preserving(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s):
    return exponential_step(x_t, x0, alpha_t, np.sqrt(1 - alpha_t**2), alpha_s, np.sqrt(1 - alpha_s**2))


_SHARE = "(alpha_s - alpha_t * ratio) * x0"
FACTOR = (
    r"(10.9) adds $\left(\alpha_s-\alpha_t\frac{\sigma_s}{\sigma_t}\right)D$: the signal wanted, less "
    r"what the scaled $x_t$ holds."
)
SIGMAS = r"It is $x/\sigma$ that (10.8) is about: $x_t$ is multiplied by $\sigma_s/\sigma_t$."
EXPONENT = (
    r"In (10.9) $e^{-h}=\frac{\alpha_t\sigma_s}{\alpha_s\sigma_t}$, with $h$ the step in "
    r"$\log(\alpha/\sigma)$. At $\alpha=1$ it is $\sigma_s/\sigma_t$."
)
THROUGH_NOISE = (
    r"Through the noise: $x_s=\alpha_sD+\sigma_s\hat\varepsilon$ with $\hat\varepsilon=(x_t-\alpha_tD)/\sigma_t$."
)

EXPONENTIAL = Function(
    "10.3",
    title="The exponential integrator",
    points=2,
    reference=exponential_step,
    inputs=exponential_inputs,
    mistakes=[
        Mistake("x_t scaled by the signals", edit("ratio * x_t", "alpha_s / alpha_t * x_t"), SIGMAS),
        Mistake("the ratio of the signals", edit("sigma_s / sigma_t", "alpha_s / alpha_t"), SIGMAS),
        Mistake("ratio upside down", edit("sigma_s / sigma_t", "sigma_t / sigma_s"), SIGMAS),
        Mistake("difference of the signals", edit("alpha_t * ratio", "alpha_t"), FACTOR),
        Mistake("α_t and α_s exchanged", edit(_SHARE, "(alpha_t - alpha_s * ratio) * x0"), FACTOR),
        Mistake(
            "σ_t from α_t", edit("/ sigma_t", "/ np.sqrt(1 - alpha_t**2)"), "σ is given: it need not be √(1 − α²)."
        ),
        Mistake(
            "σ_s from α_s", edit("= sigma_s", "= np.sqrt(1 - alpha_s**2)"), "σ is given: it need not be √(1 − α²)."
        ),
        Mistake("1 for α_s", edit("alpha_s -", "1 -"), FACTOR),
        Mistake("α_s twice", edit(_SHARE, "alpha_s * (1 - alpha_t * ratio) * x0"), EXPONENT),
        Mistake("e^(σ_s/σ_t)", edit(_SHARE, "alpha_s * (1 - np.exp(ratio)) * x0"), EXPONENT),
        Mistake("e^(−σ_s/σ_t)", edit(_SHARE, "alpha_s * (1 - np.exp(-ratio)) * x0"), EXPONENT),
        Mistake("all times the ratio", edit(_SHARE, "(alpha_s - alpha_t) * ratio * x0"), FACTOR),
        Mistake("e^h for e^(−h)", edit(_SHARE, "alpha_s * (1 - alpha_s / (alpha_t * ratio)) * x0"), EXPONENT),
        Mistake(
            "noise of time t kept", edit(f"ratio * x_t + {_SHARE}", "x_t + (alpha_s - alpha_t) * x0"), THROUGH_NOISE
        ),
        Mistake("all of the signal", edit(_SHARE, "alpha_s * x0"), FACTOR),
        Mistake("weights that add up to 1", edit(_SHARE, "(1 - ratio) * x0"), FACTOR),
        Mistake("EDM's bracket times α_s", edit(_SHARE, "alpha_s * (1 - ratio) * x0"), EXPONENT),
        Mistake("the step in log-SNR", edit(_SHARE, "(alpha_s - (alpha_t * ratio) ** 2 / alpha_s) * x0"), EXPONENT),
        Mistake("kept noise forgotten", edit("ratio * x_t + ", ""), SIGMAS),
        Mistake("not multiplied by σ_s", edit("ratio * x_t", "x_t / sigma_t"), SIGMAS),
        Mistake(
            "x_t taken for the noise", edit(f"ratio * x_t + {_SHARE}", "sigma_s * x_t + alpha_s * x0"), THROUGH_NOISE
        ),
        Mistake("D not shrunk in the noise", edit(_SHARE, "(alpha_s - ratio) * x0"), THROUGH_NOISE),
        Mistake(
            "not divided by σ_t",
            edit(f"ratio * x_t + {_SHARE}", "sigma_s * x_t + (alpha_s - alpha_t * sigma_s) * x0"),
            THROUGH_NOISE,
        ),
        Mistake("x_t and D exchanged", _exchanged, THROUGH_NOISE),
        Mistake("σ computed from α", _preserving, "All four levels are given: $\\alpha^2+\\sigma^2$ need not be 1."),
    ],
    hints=[
        r"$x_s/\sigma_s-x_t/\sigma_t=D\,(\alpha_s/\sigma_s-\alpha_t/\sigma_t)$. Multiply by $\sigma_s$.",
        r"At $\sigma_s=0$ the step must return $\alpha_sD$.",
    ],
)


# 10.4 ----------------------------------------------------------------- two steps of memory
def two_step(y, x0, x0_before, u_before, u, u_next):
    """DPM-Solver++(2M) with α = 1: the denoiser's answer extrapolated by half a step in log u."""
    h, h_before = np.log(u / u_next), np.log(u_before / u)
    estimate = x0 + h / (2 * h_before) * (x0 - x0_before)
    return u_next / u * y + (1 - u_next / u) * estimate


_WEIGHT, _RULE = "h / (2 * h_before)", "u_next / u * y + (1 - u_next / u) * estimate"
_LINE = f"x0 + {_WEIGHT} * (x0 - x0_before)"
LOGS = (
    r"Steps are differences of $\log(\alpha/\sigma)=-\log u$, positive: $h$ from $u$ to u_next, $h'$ from "
    r"u_before to $u$."
)
FORWARD = (
    r"Start from $D_\ell$ and go half a *present* step, $h/2$, along the change per *former* step, "
    r"$(D_\ell-D_{\ell'})/h'$."
)
SHRINK = r"The noise in $y$ shrinks by $u_{\text{next}}/u=e^{-h}<1$; $\bar D$ is added with the weight $1-e^{-h}$."


def _levels(rng, lowest):
    """u_before > u > u_next, four times, the steps of uneven length."""
    for u, up, down in zip(rng.uniform(0.2, 5, 4), rng.uniform(1.3, 4, 4), [lowest, *rng.uniform(0.2, 0.8, 3)]):
        yield float(u * up), float(u), float(u * down)


TWO_STEP = Function(
    "10.4",
    title="Two steps of memory",
    points=3,
    reference=two_step,
    inputs=lambda rng: [
        (1.0, 0.5, 0.3, 12.0, 4.0, 1.0),
        *((*rng.normal(size=3).tolist(), *levels) for levels in _levels(rng, lowest=0.01)),
    ],
    mistakes=[
        Mistake("one step only", edit(_LINE, "x0"), FORWARD),
        Mistake("the half forgotten", edit(_WEIGHT, "h / h_before"), FORWARD),
        Mistake("the ratio upside down", edit(_WEIGHT, "h_before / (2 * h)"), FORWARD),
        Mistake("doubled, not halved", edit(_WEIGHT, "2 * h / h_before"), FORWARD),
        Mistake("equal steps assumed", edit(_WEIGHT, "0.5"), FORWARD),
        Mistake("the mean of both answers", edit(_LINE, "(x0 + x0_before) / 2"), FORWARD),
        Mistake(
            "steps measured in u",
            edit("np.log(u / u_next)", "u - u_next", "np.log(u_before / u)", "u_before - u"),
            LOGS,
        ),
        Mistake(
            "logarithms of differences",
            edit("u / u_next), np.log(u_before / u", "u - u_next), np.log(u_before - u"),
            LOGS,
        ),
        Mistake("former step over both", edit("u_before / u)", "u_before / u_next)"), LOGS),
        Mistake("from the former answer", edit("= x0 + h", "= x0_before + h"), FORWARD),
        Mistake("weights exchanged", edit(_RULE, "(1 - u_next / u) * y + u_next / u * estimate"), SHRINK),
        Mistake("level ratio upside down", edit(_RULE, "u / u_next * y + (1 - u / u_next) * estimate"), SHRINK),
        Mistake("e^h for e^−h", edit("(1 - u_next / u)", "(1 - np.exp(h))"), SHRINK),
        Mistake(
            "(10.11) for (10.12)",
            edit(_RULE, "u_next / u * y + (1 - u_next / u) * x0 + (h - 1 + u_next / u) * (x0 - x0_before) / h_before"),
            "That is (10.11), the line integrated exactly: of order 2 too. The published (10.12) is asked for.",
        ),
    ],
    hints=[
        "h = log(u/u_next) and h_before = log(u_before/u) are both positive.",
        "Estimate = x0 + h/(2 h_before) (x0 − x0_before); then the exponential step with α = 1.",
    ],
)


# 10.8 ----------------------------------------------------------------- not shown: two-step Adams–Bashforth
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
    "10.8",
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
            "That is (10.12), for the denoiser's answers.",
        ),
    ],
    hints=[
        "Draw the line through (u_before, slope_before) and (u, slope). Integrate it from u to u_next.",
        "The integral of a line is its value in the middle times the length of the step.",
    ],
)
