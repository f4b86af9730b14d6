"""Exercises 09.6 to 09.8: a reverse step with any noise, how many steps that needs, sub-VP."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 09.6 ----------------------------------------------------------------- one step back
def step_back(x, score, f, g, delta, eta, z):
    """x − Δ [f x − ½ (1 + η²) g² s] + η g √Δ z."""
    drift = f * x - 0.5 * (1 + eta**2) * g**2 * score
    return x - delta * drift + eta * g * np.sqrt(delta) * z


def _step_inputs(rng):
    worked = (1.0, -0.5, -3.0, 2.0, 0.1, 0.5, 1.5)
    arrays = []
    for shape, eta, delta in [((3,), 0.7, 0.05), ((4, 2), 1.6, 0.3), ((2,), 0.0, 0.2), ((3,), 1.0, 0.02)]:
        x, score, z = rng.normal(size=(3, *shape))
        arrays.append((x, score, -float(rng.uniform(0.3, 3)), float(rng.uniform(1.2, 3)), delta, eta, z))
    return [worked, *arrays]


_SHAKE, _FACTOR = "eta * g * np.sqrt(delta)", "0.5 * (1 + eta**2)"
NOISE = r"The noise of a step has the standard deviation $\eta g\sqrt\Delta$: variance $\eta^2g^2\Delta$."
BALANCE = (
    r"(9.11) has $\frac12(1+\eta^2)g^2s$: ½ for the flow, and as much again, times $\eta^2$, to make up "
    r"for the noise."
)
BACK = r"Time runs back, so the bracket $fx-\frac12(1+\eta^2)g^2s$ is *subtracted*, times $\Delta$."

STEP_BACK = Function(
    "09.6",
    title="Mend the reverse step",
    points=2,
    reference=step_back,
    inputs=_step_inputs,
    mistakes=[
        Mistake(
            "as it was given",
            edit("x - delta", "x + delta", "(1 + eta**2)", "(1 + eta)"),
            r"That is the faulty code itself. Compare it with (9.11) at $\eta = \frac12$, and mind in which direction "
            "time runs.",
        ),
        Mistake("forwards", edit("x - delta", "x + delta"), BACK),
        Mistake("the sign of the score", edit("x - 0.5", "x + 0.5"), BACK),
        Mistake("the sign of the drift", edit("= f * x", "= -f * x"), BACK),
        Mistake("Δ on the drift alone", edit("delta * drift", "delta * f * x - (f * x - drift)"), BACK),
        Mistake("the change alone", edit("x - delta * drift", "-delta * drift"), BACK),
        Mistake("Δ left out", edit("delta * drift", "drift"), BACK),
        Mistake(
            "the noise inside the bracket",
            edit("drift + eta * g * np.sqrt(delta) * z", f"(drift + {_SHAKE} * z)"),
            NOISE,
        ),
        Mistake("noise η g Δ", edit("np.sqrt(delta)", "delta"), NOISE),
        Mistake("noise without Δ", edit(" * np.sqrt(delta)", ""), NOISE),
        Mistake("noise without η", edit(_SHAKE, "g * np.sqrt(delta)"), NOISE),
        Mistake("η² in the noise", edit("eta * g", "eta**2 * g"), NOISE),
        Mistake("√η in the noise", edit("eta * g", "np.sqrt(eta) * g"), NOISE),
        Mistake("g² in the noise", edit("eta * g", "eta * g**2"), NOISE),
        Mistake("the variance for the noise", edit(_SHAKE, "eta**2 * g**2 * delta"), NOISE),
        Mistake("no noise", edit(f" + {_SHAKE} * z", ""), NOISE),
        Mistake(
            "the noise's sign",
            edit("+ eta * g", "- eta * g"),
            "With z given, the answer with −z differs. Add it, as (9.11) does.",
        ),
        Mistake("the reverse SDE's drift at every η", edit(_FACTOR, "1"), BALANCE),
        Mistake("the flow's drift at every η", edit(_FACTOR, "0.5"), BALANCE),
        Mistake("the flow's share left out", edit(_FACTOR, "0.5 * eta**2"), BALANCE),
        Mistake("η not squared in the drift", edit("eta**2)", "eta)"), BALANCE),
        Mistake("(1 + η)² for 1 + η²", edit("(1 + eta**2)", "(1 + eta) ** 2"), BALANCE),
        Mistake("the ½ missing", edit("0.5 * ", ""), BALANCE),
        Mistake("g for g²", edit("g**2", "g"), BALANCE),
    ],
    hints=[
        r"First the bracket: $fx-\frac12(1+\eta^2)g^2s$.",
        r"Then $x-\Delta\cdot\text{bracket}+\eta g\sqrt\Delta\,z$.",
    ],
)


# 09.7 ----------------------------------------------------------------- run: what noise costs
def steps_needed(eta, tol, counts):
    """(n, variance at t = 0): the first n of `counts` within tol of 1, or the last."""
    for n in counts:
        variance, delta = 1.0, 1 / n
        for k in range(n):
            beta = 0.1 + 19.9 * (1 - k * delta)
            factor = 1 - 0.5 * eta**2 * beta * delta
            variance = factor**2 * variance + eta**2 * beta * delta
        if abs(variance - 1) <= tol:
            break
    return n, variance


def _nearest(eta, tol, counts):
    return min((steps_needed(eta, np.inf, [n]) for n in counts), key=lambda pair: abs(pair[1] - 1))


_NOISE, _FACTOR_8, _FOUND = "+ eta**2 * beta * delta", "0.5 * eta**2 * beta", "return n, variance"
STEP = (
    r"With $s=-x$, $f=-\frac12\beta$ and $g^2=\beta$ the bracket of (9.11) is $\frac12\eta^2\beta x$: a step "
    r"multiplies $x$ by $1-\frac12\eta^2\beta\Delta$ and adds noise of variance $\eta^2\beta\Delta$."
)
SQUARED = "A factor of $x$ enters its variance squared; independent noise adds its variance."
AT_START = r"$\beta$ at the start of each step: at $t = 1, 1-\Delta, \dots, \Delta$."
BOTH = "Return two numbers: the first n of the list that will do, or the last, and the variance with which it arrives."

STEPS_NEEDED = Function(
    "09.7",
    title="Run: what noise costs",
    points=2,
    reference=steps_needed,
    inputs=lambda rng: [
        (1.0, 0.05, [10, 20, 30, 40]),
        (2.0, 0.1, [16, 32, 64, 128]),
        (0.5, 0.02, [5, 10, 20, 40, 80]),
        (0.0, 0.01, [1, 2]),
        (1.5, 0.001, [6, 12]),
        *((float(rng.uniform(0.3, 1.7)), float(rng.uniform(0.03, 0.2)), [1, 3, 9, 27, 81, 243]) for _ in range(3)),
    ],
    mistakes=[
        Mistake("η for η²", edit(_FACTOR_8, "0.5 * eta * beta", _NOISE, "+ eta * beta * delta"), STEP),
        Mistake("η in the noise", edit(_NOISE, "+ eta * beta * delta"), STEP),
        Mistake("η in the factor", edit(_FACTOR_8, "0.5 * eta * beta"), STEP),
        Mistake("the ½ missing", edit("0.5 * ", ""), STEP),
        Mistake("the pull of f forgotten", edit(_FACTOR_8, "0.5 * (1 + eta**2) * beta"), STEP),
        Mistake("the noise multiplied too", edit(f"variance {_NOISE}", f"(variance {_NOISE})"), SQUARED),
        Mistake("the factor not squared", edit("factor**2", "factor"), SQUARED),
        Mistake("the noise's standard deviation", edit(_NOISE, "+ eta * np.sqrt(beta * delta)"), SQUARED),
        Mistake("Δ left out of the noise", edit(_NOISE, "+ eta**2 * beta"), SQUARED),
        Mistake(
            "from variance 0",
            edit("variance, delta = 1.0", "variance, delta = 0.0"),
            "The process starts in $N(0,1)$, with variance 1.",
        ),
        Mistake("β at the end of the step", edit("1 - k * delta", "1 - (k + 1) * delta"), AT_START),
        Mistake("time forwards", edit("(1 - k * delta)", "(k * delta)"), AT_START),
        Mistake("time forwards, from Δ to 1", edit("(1 - k * delta)", "(k + 1) * delta"), AT_START),
        Mistake("times by linspace(1, 0, n)", edit("k * delta", "k / max(1, n - 1)"), AT_START),
        Mistake("n − 1 steps", edit("range(n)", "range(n - 1)"), "n steps lead from 1 to 0: k = 0, …, n − 1."),
        Mistake("n alone", edit(_FOUND, "return n"), BOTH),
        Mistake("the variance alone", edit(_FOUND, "return variance"), BOTH),
        Mistake("the distance from 1", edit(_FOUND, "return n, variance - 1"), BOTH),
        Mistake("the place in the list", edit(_FOUND, "return counts.index(n), variance"), BOTH),
        Mistake("the nearest to 1", _nearest, BOTH),
    ],
    hints=[
        r"What are $f$, $g^2$ and $s$ here? Put them into (9.11) and collect the factor of $X_t$.",
        "Variance after a step: factor² times the variance before, plus η² β Δ.",
    ],
)


# 09.8 ----------------------------------------------------------------- which schedule is this?
def sub_vp(b):
    """α = e^{−b/2}, σ = 1 − e^{−b}."""
    return np.exp(-b / 2), 1 - np.exp(-b)


def _not_shrunk(b):
    return np.exp(-b / 2), np.sqrt(b - (1 - np.exp(-2 * b)) / 2)


def _half_the_rate(b):
    return np.exp(-b / 2), np.sqrt(2 - 8 / 3 * np.exp(-b / 2) + 2 / 3 * np.exp(-2 * b))


def _one_factor_left(b):
    return np.exp(-b / 2), np.sqrt(np.exp(b) + np.exp(-b) - 2)


_ALPHA, _SIGMA = "np.exp(-b / 2)", "1 - np.exp(-b)\n"
DECAY = r"$\dot\alpha=f\alpha$ with $f=-\frac12\beta$: what multiplies $x_0$ shrinks, at half the rate $\beta$."
NOW = r"$1-e^{-2b}$ is how strong the noise is *now*. $\sigma^2$ gathers the noise of all times, shrunk on the way."
SOLVE = (
    r"Solve $\frac{d\sigma^2}{db}=-\sigma^2+1-e^{-2b}$ from $\sigma^2=0$ at $b=0$; the root of the "
    r"solution is asked for."
)

SUB_VP = Function(
    "09.8",
    title="Which schedule is this?",
    points=3,
    reference=sub_vp,
    inputs=lambda rng: [(b,) for b in (1.0, 0.0, 0.3, 4.0, *rng.uniform(0.1, 5, size=3).tolist())],
    mistakes=[
        Mistake(
            "the variance returned",
            edit(_SIGMA, "(1 - np.exp(-b)) ** 2\n"),
            r"Your second number is $\sigma^2$. The standard deviation is asked for.",
        ),
        Mistake(
            "the variance-preserving schedule",
            edit(_SIGMA, "np.sqrt(1 - np.exp(-b))\n"),
            "That is VP. Here the diffusion is smaller, so the noise is too.",
        ),
        Mistake(
            "√(1 − α²) with α = e^(−b)", edit(_ALPHA, "np.exp(-b)", _SIGMA, "np.sqrt(1 - np.exp(-2 * b))\n"), DECAY
        ),
        Mistake("α² and VP's noise", edit(_ALPHA, "np.exp(-b)", _SIGMA, "np.sqrt(1 - np.exp(-b))\n"), DECAY),
        Mistake("α without the ½", edit(_ALPHA, "np.exp(-b)"), DECAY),
        Mistake("α with ¼", edit("b / 2", "b / 4"), DECAY),
        Mistake("α of a square", edit("-b / 2", "-(b**2) / 2"), DECAY),
        Mistake("α and σ growing", edit(_ALPHA, "np.exp(b / 2)", _SIGMA, "np.exp(b) - 1\n"), DECAY),
        Mistake("α growing", edit(_ALPHA, "np.exp(b / 2)"), DECAY),
        Mistake("the exponent for α", edit(_ALPHA, "-b / 2"), DECAY),
        Mistake("the diffusion's own factor", edit(_SIGMA, "np.sqrt(1 - np.exp(-2 * b))\n"), NOW),
        Mistake("the diffusion's factor, no root", edit(_SIGMA, "1 - np.exp(-2 * b)\n"), NOW),
        Mistake("the diffusion's factor times b", edit(_SIGMA, "np.sqrt(b * (1 - np.exp(-2 * b)))\n"), NOW),
        Mistake("noise not shrunk on the way", _not_shrunk, NOW),
        Mistake("noise shrunk at half the rate", _half_the_rate, SOLVE),
        Mistake("the last factor e^(−b) forgotten", _one_factor_left, SOLVE),
        Mistake("√(1 − α)", edit(_SIGMA, "np.sqrt(1 - np.exp(-b / 2))\n"), SOLVE),
        Mistake("half of the diffusion's factor", edit(_SIGMA, "np.sqrt((1 - np.exp(-2 * b)) / 2)\n"), NOW),
        Mistake("β for its integral", edit(_ALPHA, "np.sqrt(1 - b)", _SIGMA, "np.sqrt(b)\n"), DECAY),
        Mistake("e^(−b) for σ", edit(_SIGMA, "np.exp(-b)\n"), SOLVE),
        Mistake("1 − α", edit(_SIGMA, "1 - np.exp(-b / 2)\n"), SOLVE),
        Mistake("the sign of σ", edit(_SIGMA, "np.exp(-b) - 1\n"), SOLVE),
    ],
    hints=[
        r"Turn (9.1) round: $\dot\alpha=f\alpha$ and $\frac{d\sigma^2}{dt}=2f\sigma^2+g^2$, from "
        r"$\alpha=1$ and $\sigma=0$.",
        r"With $b$ as the clock: $\frac{d\sigma^2}{db}=-\sigma^2+1-e^{-2b}$. Multiply by $e^b$ and integrate.",
    ],
)
