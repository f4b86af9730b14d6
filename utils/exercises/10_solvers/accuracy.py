"""Exercises 10.3, 10.4 and 10.6: the order of a method, the exponent of EDM's grid, ten calls."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 10.3 ----------------------------------------------------------------- fit an order, with its error
def order(steps, errors):
    """Minus the least-squares slope of log error over log steps, and its standard error."""
    x, y = np.log(steps), np.log(errors)
    x, y = x - np.mean(x), y - np.mean(y)
    slope = np.sum(x * y) / np.sum(x**2)
    variance = np.sum((y - slope * x) ** 2) / (len(x) - 2)
    return -slope, np.sqrt(variance / np.sum(x**2))


def _inputs_for_orders(rng):
    grids = [(1.0, [10, 20, 40, 80, 200]), (2.0, [5, 10, 18, 50, 100]), (-0.5, [4, 8, 100, 300])]  # one error grows
    return [
        (np.array([10.0, 20.0, 80.0]), np.array([0.4, 0.1, 0.01])),
        *(
            (np.array(n, float), rng.uniform(0.1, 2) * np.array(n, float) ** -p * np.exp(0.1 * rng.normal(size=len(n))))
            for p, n in grids
        ),
    ]


LOG_LOG = r"$\mathrm{err}\approx Cn^{-p}$ is a straight line, with slope $-p$, in $\log\mathrm{err}$ over $\log n$."
ALL_POINTS = r"Fit $\log\mathrm{err}=\log C-p\log n$ to all points by least squares: slope and constant are both free."
SPREAD = (
    r"The variance of the slope is the residual variance over $\sum_i(x_i-\bar x)^2$; its root is the standard error."
)
FREEDOM = "Two numbers were fitted, so the sum of squared residuals is divided by m − 2."
_X = "np.log(steps), np.log(errors)"

ORDER = Function(
    "10.3",
    title="An order and its error",
    points=3,
    reference=order,
    inputs=_inputs_for_orders,
    mistakes=[
        Mistake("sign", edit("-slope,", "slope,"), "The error falls, so the slope is negative. The order is minus it."),
        Mistake(
            "size of the slope",
            edit("-slope,", "abs(slope),"),
            "An error that grows has a negative order: minus the slope, not its size.",
        ),
        Mistake(
            "the order alone",
            edit("-slope, np.sqrt(variance / np.sum(x**2))", "-slope"),
            "Return two numbers: the order, then its standard error.",
        ),
        Mistake(
            "in the wrong order",
            edit("return -slope, np.sqrt(variance / np.sum(x**2))", "return np.sqrt(variance / np.sum(x**2)), -slope"),
            "The order comes first, then its error.",
        ),
        Mistake("no logarithm of the steps", edit(_X, "np.array(steps), np.log(errors)"), LOG_LOG),
        Mistake("no logarithm of the errors", edit(_X, "np.log(steps), np.array(errors)"), LOG_LOG),
        Mistake("axes exchanged", edit(_X, "np.log(errors), np.log(steps)"), LOG_LOG),
        Mistake("bases mixed", edit(_X, "np.log2(steps), np.log(errors)"), "Take one base for both."),
        Mistake("no constant", edit("x - np.mean(x), y - np.mean(y)", "x, y"), ALL_POINTS),
        Mistake("divided by m", edit("(len(x) - 2)", "len(x)"), FREEDOM),
        Mistake("divided by m − 1", edit("len(x) - 2", "len(x) - 1"), FREEDOM),
        Mistake("not divided by m − 2", edit(" / (len(x) - 2)", ""), FREEDOM),
        Mistake(
            "the variance of the slope", edit("np.sqrt(variance / np.sum(x**2))", "variance / np.sum(x**2)"), SPREAD
        ),
        Mistake(
            "a confidence interval's half width",
            edit("np.sqrt(variance / np.sum(x**2))", "1.96 * np.sqrt(variance / np.sum(x**2))"),
            "The standard error itself is wanted, without the factor of a confidence interval.",
        ),
        Mistake("the spread of the residuals", edit("np.sqrt(variance / np.sum(x**2))", "np.sqrt(variance)"), SPREAD),
        Mistake(
            "the spread of the logarithms",
            edit("np.sum((y - slope * x) ** 2)", "np.sum(y**2)"),
            "Residuals are what the line leaves: y minus slope times x, both without their means.",
        ),
        Mistake("the mean of x²", edit("variance / np.sum(x**2)", "variance / np.mean(x**2)"), SPREAD),
        Mistake("the error of a mean", edit("variance / np.sum(x**2)", "variance / len(x)"), SPREAD),
        Mistake(
            "residual variance 1",
            edit("variance / np.sum(x**2)", "1 / np.sum(x**2)"),
            "np.polyfit's cov='unscaled' takes the residual variance as 1. Use the variance of these residuals.",
        ),
        Mistake(
            "the constant",
            edit("-slope,", "np.mean(np.log(errors)) - slope * np.mean(np.log(steps)),"),
            "The order is minus the slope, which np.polyfit gives first.",
        ),
        Mistake(
            "x without its mean taken off",
            edit("variance / np.sum(x**2)", "variance / np.sum(np.log(steps) ** 2)"),
            SPREAD,
        ),
        Mistake(
            "the error of the constant",
            edit(
                "np.sqrt(variance / np.sum(x**2))",
                "np.sqrt(variance * (1 / len(x) + np.mean(np.log(steps)) ** 2 / np.sum(x**2)))",
            ),
            "That is the error of the constant, cov[1, 1] of np.polyfit. The slope's is cov[0, 0].",
        ),
        Mistake("the correlation", edit("-slope,", "-slope * np.std(x) / np.std(y),"), ALL_POINTS),
        Mistake("mean over neighbours", edit("-slope,", "-np.mean(np.diff(y) / np.diff(x)),"), ALL_POINTS),
        Mistake("first and last only", edit("-slope,", "-(y[-1] - y[0]) / (x[-1] - x[0]),"), ALL_POINTS),
    ],
    hints=[
        "np.polyfit(x, y, 1, cov=True) gives slope, constant and their covariance matrix.",
        "Variance of the residuals with m − 2, divided by the sum of squares of x − mean(x); then the root.",
    ],
)


# 10.4 ----------------------------------------------------------------- run: the exponent of EDM's grid
def best_rho(variances, n, u_min, rhos):
    """The ρ with the smallest error of n steps of Heun on data N(0, diag(variances)), and that error."""
    v, errors = np.asarray(variances, float), []
    for rho in rhos:
        levels = np.linspace(80 ** (1 / rho), u_min ** (1 / rho), n + 1) ** rho
        factor = np.ones_like(v)
        for u, w in pairwise(levels):
            first = u / (v + u**2)
            second = w / (v + w**2) * (1 + (w - u) * first)
            factor = factor * (1 + (w - u) * (first + second) / 2)
        exact = np.sqrt((v + u_min**2) / (v + 80**2))
        errors.append(np.sqrt(np.mean((factor - exact) ** 2 * (v + 80**2))))
    best = np.argmin(errors)
    return rhos[best], errors[best]


def _inputs_for_rho(rng):
    rows = [([1.0], 2, 0.5, [1.0, 2.0, 4.0]), ([0.5, 2.0], 6, 0.02, [2.0, 5.0, 9.0, 40.0])]
    return rows + [
        (rng.uniform(0.1, 3, size=3), int(n), float(low), [1.0, 3.0, 5.0, 7.0, 9.0, 12.0, 20.0, 50.0])
        for n, low in [(4, 0.01), (9, 0.002), (18, 0.05)]
    ]


COUNT = "n steps need n + 1 levels, both ends included; the step to 0 is left out here."
SPACING = r"(10.13): take the roots of order $\rho$ of both ends, space them evenly, then take the power $\rho$."
SIZE = (
    r"Start from $y\sim N(0, v+80^2)$: the error of a coordinate has the standard deviation |factor − exact| times "
    r"$\sqrt{v+80^2}$."
)
RMS = "Root mean square over the coordinates: square, mean, root."
_STEP = "(1 + (w - u) * (first + second) / 2)"
_ERROR = "np.sqrt(np.mean((factor - exact) ** 2 * (v + 80**2)))"

BEST_RHO = Function(
    "10.4",
    title="Run: the exponent of the grid",
    points=3,
    reference=best_rho,
    inputs=_inputs_for_rho,
    mistakes=[
        Mistake(
            "the error alone",
            edit("return rhos[best], errors[best]", "return errors[best]"),
            "Return both numbers, ρ first, then its error.",
        ),
        Mistake("ρ alone", edit("return rhos[best], errors[best]", "return rhos[best]"), "Return ρ and its error."),
        Mistake("the place in the list", edit("return rhos[best]", "return best"), "Return ρ, not its index."),
        Mistake("the largest error", edit("np.argmin", "np.argmax"), "The smallest error is asked for."),
        Mistake("one step too few", edit("n + 1", "n"), COUNT),
        Mistake(
            "n levels and then 0",
            edit(
                "np.linspace(80 ** (1 / rho), u_min ** (1 / rho), n + 1) ** rho",
                "np.append(np.linspace(80 ** (1 / rho), u_min ** (1 / rho), n) ** rho, 0)",
            ),
            COUNT,
        ),
        Mistake(
            "the step to 0 added",
            edit("n + 1) ** rho", "n + 1) ** rho\n        levels = np.append(levels, 0.0)"),
            COUNT,
        ),
        Mistake(
            "the step to 0 added, its trial point kept",
            edit(
                "n + 1) ** rho",
                "n + 1) ** rho\n        levels = np.append(levels, 0.0)",
                "second) / 2)",
                "second) / (2 if w else 1))",
            ),
            COUNT,
        ),
        Mistake(
            "evenly in u",
            edit("np.linspace(80 ** (1 / rho), u_min ** (1 / rho), n + 1) ** rho", "np.linspace(80, u_min, n + 1)"),
            SPACING,
        ),
        Mistake(
            "root and power exchanged",
            edit("80 ** (1 / rho), u_min ** (1 / rho), n + 1) ** rho", "80.0**rho, u_min**rho, n + 1) ** (1 / rho)"),
            SPACING,
        ),
        Mistake(
            "Euler",
            edit(_STEP, "(1 + (w - u) * first)"),
            "A step of Heun multiplies y by heun_step(1.0, u, w, v): two slopes.",
        ),
        Mistake(
            "second slope at y",
            edit(" * (1 + (w - u) * first)\n", "\n"),
            "The second slope belongs to the trial point.",
        ),
        Mistake(
            "the first slope whole",
            edit("(first + second) / 2", "(first + second)"),
            "The *mean* of two slopes: halve their sum.",
        ),
        Mistake(
            "the denoiser for the slope",
            edit("first = u / (v", "first = v / (v"),
            "The slope of (10.2) is u y/(v + u²).",
        ),
        Mistake(
            "v for its root in the slope",
            edit("v + u**2", "v**2 + u**2", "v + w**2", "v**2 + w**2"),
            "`variances` are variances already: do not square them.",
        ),
        Mistake("the exact factor is 0", edit("factor - exact", "factor"), "Subtract the factor of the exact flow."),
        Mistake(
            "exact factor to u = 0",
            edit("v + u_min**2", "v"),
            r"The exact flow ends at u_min too: $\sqrt{(v+u_{\min}^2)/(v+80^2)}$.",
        ),
        Mistake(
            "exact factor without its root",
            edit("np.sqrt((v + u_min**2) / (v + 80**2))", "(v + u_min**2) / (v + 80**2)"),
            "The exact factor is a ratio of standard deviations, not of variances.",
        ),
        Mistake("error of the factor", edit(" * (v + 80**2)))", "))"), SIZE),
        Mistake("times the end's deviation", edit("exact) ** 2 * (v + 80**2)", "exact) ** 2 * (v + u_min**2)"), SIZE),
        Mistake("start N(0, 80²)", edit("exact) ** 2 * (v + 80**2)", "exact) ** 2 * 80**2"), SIZE),
        Mistake(
            "multiplied by the variance", edit("exact) ** 2 * (v + 80**2)", "exact) ** 2 * (v + 80**2) ** 2"), SIZE
        ),
        Mistake("no root", edit(_ERROR, _ERROR.removeprefix("np.sqrt(")[:-1]), RMS),
        Mistake("summed over the coordinates", edit("np.mean", "np.sum"), RMS),
        Mistake("mean of the sizes", edit(_ERROR, "np.mean(np.abs(factor - exact) * np.sqrt(v + 80**2))"), RMS),
        Mistake("the largest coordinate", edit("np.sqrt(np.mean(", "np.sqrt(np.max("), RMS),
        Mistake(
            "the relative error of the factor",
            edit("(factor - exact) ** 2", "(factor / exact - 1) ** 2"),
            SIZE,
        ),
        Mistake(
            "evenly in log u",
            edit("np.linspace(80 ** (1 / rho), u_min ** (1 / rho), n + 1) ** rho", "np.geomspace(80, u_min, n + 1)"),
            SPACING,
        ),
        Mistake("the last step not taken", edit("pairwise(levels)", "pairwise(levels[:-1])"), COUNT),
        Mistake("relative to the data", edit(" * (v + 80**2)))", " * (v + 80**2) / v))"), SIZE),
    ],
    hints=[
        "Keep one factor for each coordinate and multiply it by heun_step(1.0, u, w, v) at every step.",
        "Error for one ρ: sqrt(mean((factor − exact)² (v + 80²))). Then np.argmin over the list.",
    ],
)


# 10.6 ----------------------------------------------------------------- predict: best at 10 calls
BEST_AT_TEN = Prediction(
    "10.6",
    title="Predict: ten calls",
    points=1,
    options={
        "a": "DPM-Solver++(2M), Heun, DDIM: first by order, then by cost",
        "b": "Heun, DPM-Solver++(2M), DDIM: Heun evaluates twice a step",
        "c": "DPM-Solver++(2M), DDIM, Heun",
        "d": "no difference that the spread does not cover",
    },
    reference="c",
    mistakes=[
        Mistake("by order", "a", "The order is about how the error falls once steps are small. Five steps are not."),
        Mistake("two evaluations a step", "b", "At equal calls Heun has half as many steps, each twice as long."),
        Mistake("no difference", "d", "The spread over seeds is much smaller than the differences at ten calls."),
    ],
    reveal="With ten calls Heun has five steps, too long for its order to count: it loses even to first-order DDIM. "
    "At 18 calls the two are level. Another grid changes the order of finish again, as the next tables show.",
)
