"""Exercises 10.5 to 10.7: the order of a method, EDM's grid, ten calls."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 10.5 ----------------------------------------------------------------- measure an order
def order(steps, errors):
    """Minus the least-squares slope of log error over log steps."""
    return -np.polyfit(np.log(steps), np.log(errors), 1)[0]


def _inputs_for_orders(rng):
    grids = [(1.0, [10, 20, 40, 80, 200]), (2.0, [5, 10, 18, 50, 100]), (-0.5, [4, 8, 100, 300])]  # one error grows
    return [
        (np.array([10.0, 20.0, 80.0]), np.array([0.4, 0.1, 0.01])),
        *(
            (np.array(n, float), rng.uniform(0.1, 2) * np.array(n, float) ** -p * np.exp(0.1 * rng.normal(size=len(n))))
            for p, n in grids
        ),
    ]


_FIT = "-np.polyfit(np.log(steps), np.log(errors), 1)[0]"
LOG_LOG = r"$e\approx Cn^{-p}$ is a straight line, with slope $-p$, in $\log e$ over $\log n$."
ALL_POINTS = r"Fit $\log e=\log C-p\log n$ to all points by least squares: slope and constant are both free."

ORDER = Function(
    "10.5",
    title="Measure an order",
    points=2,
    reference=order,
    inputs=_inputs_for_orders,
    mistakes=[
        Mistake("sign", edit("-np", "np"), "The error falls, so the slope is negative. The order is minus the slope."),
        Mistake(
            "size of the slope",
            edit(_FIT, f"abs({_FIT})"),
            "An error that grows has a negative order: minus the slope, not its size.",
        ),
        Mistake("both coefficients", edit("[0]", ""), "np.polyfit gives slope and constant. The order is one number."),
        Mistake("no logarithm of the steps", edit("np.log(steps)", "steps"), LOG_LOG),
        Mistake("no logarithm of the errors", edit("np.log(errors)", "errors"), LOG_LOG),
        Mistake("axes exchanged", edit("np.log(steps), np.log(errors)", "np.log(errors), np.log(steps)"), LOG_LOG),
        Mistake("the constant", edit("-np", "np", "[0]", "[1]"), "np.polyfit gives the slope first."),
        Mistake("minus the constant", edit("[0]", "[1]"), "np.polyfit gives the slope first: [0], not [1]."),
        Mistake("a parabola", edit(", 1)[0]", ", 2)[0]"), "A straight line has degree 1. Its slope is asked for."),
        Mistake(
            "no constant",
            edit(_FIT, "-np.sum(np.log(steps) * np.log(errors)) / np.sum(np.log(steps) ** 2)"),
            ALL_POINTS,
        ),
        Mistake("the correlation", edit(_FIT, "-np.corrcoef(np.log(steps), np.log(errors))[0, 1]"), ALL_POINTS),
        Mistake(
            "mean over neighbours", edit(_FIT, "-np.mean(np.diff(np.log(errors)) / np.diff(np.log(steps)))"), ALL_POINTS
        ),
        Mistake(
            "first and last only",
            edit(_FIT, "-np.log(errors[-1] / errors[0]) / np.log(steps[-1] / steps[0])"),
            ALL_POINTS,
        ),
        Mistake(
            "first two only", edit(_FIT, "-np.log(errors[1] / errors[0]) / np.log(steps[1] / steps[0])"), ALL_POINTS
        ),
        Mistake(
            "last two only", edit(_FIT, "-np.log(errors[-1] / errors[-2]) / np.log(steps[-1] / steps[-2])"), ALL_POINTS
        ),
        Mistake("bases mixed", edit("np.log(steps)", "np.log2(steps)"), "Take one base for both."),
    ],
    hints=[
        "np.polyfit(x, y, 1) returns slope and constant of the least-squares line.",
        "x = log(steps), y = log(errors); the order is minus the slope.",
    ],
)


# 10.6 ----------------------------------------------------------------- EDM's grid
def edm_grid(n, u_min, u_max, rho):
    """n levels evenly spaced in u^{1/ρ}, from u_max down to u_min, and then 0."""
    roots = np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n)
    return np.append(roots**rho, 0.0)


_ROOTS = "np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n)"
GAPS = (
    "n levels from u_max down to u_min, both included, have n − 1 gaps; the 0 comes after them, n + 1 entries in all."
)
FALLING = "Sampling starts at the largest noise: the levels fall, from u_max at i = 0."
RHO = r"$\rho=1$ is even in $u$, $\rho\to\infty$ even in $\log u$. Use the $\rho$ that is given."
ROOT_FIRST = r"Take the $\rho$-th roots first, space evenly, then take the $\rho$-th power."

EDM_GRID = Function(
    "10.6",
    title="EDM's grid",
    points=2,
    reference=edm_grid,
    inputs=lambda rng: [
        (3, 1.0, 16.0, 2.0),
        (5, 0.2, 30.0, 3.0),
        (4, 0.5, 3.0, 1.0),
        (2, 0.1, 10.0, 0.5),
        *(
            (int(n), float(lo), float(hi), float(r))
            for n, lo, hi, r in zip(
                rng.integers(4, 12, 3), rng.uniform(0.3, 1, 3), rng.uniform(5, 20, 3), rng.uniform(2, 4, 3)
            )
        ),
    ],
    mistakes=[
        Mistake("0 not appended", edit("np.append(roots**rho, 0.0)", "roots**rho"), GAPS),
        Mistake("rising", edit(_ROOTS, "np.linspace(u_min ** (1 / rho), u_max ** (1 / rho), n)"), FALLING),
        Mistake("0 counted among the n", edit("n)\n", "n - 1)\n"), GAPS),
        Mistake("one level too many", edit("n)\n", "n + 1)\n"), GAPS),
        Mistake("n for n − 1", edit("n)\n", "n, endpoint=False)\n"), GAPS),
        Mistake(
            "roots spaced down to 0",
            edit("u_min ** (1 / rho), n)", "0, n + 1)", "np.append(roots**rho, 0.0)", "roots**rho"),
            GAPS,
        ),
        Mistake(
            "root and power exchanged",
            edit(_ROOTS, "np.linspace(u_max**rho, u_min**rho, n)", "roots**rho", "roots ** (1 / rho)"),
            ROOT_FIRST,
        ),
        Mistake("u_min twice", edit("0.0", "u_min"), GAPS),
        Mistake("counted from 1", edit("n)\n", "n) + (u_min ** (1 / rho) - u_max ** (1 / rho)) / (n - 1)\n"), FALLING),
        Mistake(
            "whole-number division", edit(_ROOTS, _ROOTS.replace("1 / rho", "1 // rho")), "1 // rho is 0 for ρ > 1."
        ),
        Mistake("upwards from u_max", edit("u_min ** (1", "2 * u_max ** (1 / rho) - u_min ** (1"), FALLING),
        Mistake(
            "the root of an even grid",
            edit(_ROOTS, "np.linspace(u_max, u_min, n)", "roots**rho", "roots ** (1 / rho)"),
            ROOT_FIRST,
        ),
        Mistake("power not taken back", edit("roots**rho", "roots"), ROOT_FIRST),
        Mistake("power without the root", edit(_ROOTS, "np.linspace(u_max, u_min, n)"), ROOT_FIRST),
        Mistake(
            "a precedence slip",
            edit(_ROOTS, "np.linspace(u_max**1 / rho, u_min**1 / rho, n)"),
            "u**1 / rho is (u**1) / rho.",
        ),
        Mistake("evenly in u", edit(f"{_ROOTS}\n", "np.linspace(u_max, u_min, n)\n", "roots**rho", "roots"), RHO),
        Mistake("evenly in log u", edit(_ROOTS, "np.geomspace(u_max, u_min, n)", "roots**rho", "roots"), RHO),
        Mistake("ρ = 7 always", edit(_ROOTS, _ROOTS.replace("rho", "7"), "roots**rho", "roots**7"), RHO),
    ],
    hints=[
        "np.linspace(a, b, n) gives n evenly spaced numbers, ends included.",
        "Roots, linspace, power, then np.append(…, 0).",
    ],
)


# 10.7 ----------------------------------------------------------------- predict: best at 10 calls
BEST_AT_TEN = Prediction(
    "10.7",
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
        Mistake("by order", "a", "Order tells how the error falls once steps are small. Five steps are not."),
        Mistake("two evaluations a step", "b", "At equal calls Heun has half as many steps, each twice as long."),
        Mistake("no difference", "d", "The spread over seeds is much smaller than the differences at ten calls."),
    ],
    reveal="With ten calls Heun has five steps, too long for its order to count: it loses even to first-order DDIM. "
    "At 18 calls the two are level. Another grid changes the order of finish again, as the next tables show.",
)
