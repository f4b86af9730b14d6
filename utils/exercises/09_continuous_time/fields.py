"""Exercises 09.1 to 09.5: a schedule's drift and diffusion, the Fokker–Planck residual, the flow, half the noise."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 09.1 ----------------------------------------------------------------- drift and diffusion of a schedule
def drift_and_diffusion(alpha, sigma, alpha_rate, sigma_rate):
    """f = α̇/α, g = √(2σσ̇ − 2fσ²)."""
    f = alpha_rate / alpha
    return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)


def _variance_rate_of_alpha(alpha, sigma, alpha_rate, sigma_rate):
    return alpha_rate / alpha, np.sqrt(-2 * alpha * alpha_rate - 2 * alpha_rate / alpha * sigma**2)


_G = "np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)"
CHAIN = r"$\frac{d\sigma^2}{dt}=2\sigma\dot\sigma$, by the chain rule."
SHRUNK = (
    r"The drift shrinks the *variance* that is there at the rate $2f$, so "
    r"$g^2=\frac{d\sigma^2}{dt}-2f\sigma^2$, with $f<0$."
)
RELATIVE = (
    r"$f=\dot\alpha/\alpha$, the relative rate: the drift $fX$ must do to $X$ what $\dot\alpha$ does to "
    r"$\alpha$."
)
VP_ONLY = r"That holds only where $\alpha^2+\sigma^2=1$. Is it so in the worked value?"

DRIFT_AND_DIFFUSION = Function(
    "09.1",
    title="Drift and diffusion of a schedule",
    points=1,
    reference=drift_and_diffusion,
    inputs=lambda rng: [
        (0.75, 0.25, -1.0, 1.0),
        (1.0, 2.0, 0.0, 1.0),
        (0.8, 0.5, -0.6, -0.1),
        *(tuple(map(float, (a, s, -da, ds))) for a, s, da, ds in rng.uniform(0.2, 0.9, size=(4, 4))),
    ],
    mistakes=[
        Mistake("g² returned", edit(_G, _G[7:]), "Your second number is g². The SDE has g before dB."),
        Mistake("the growth of the variance alone", edit(" - 2 * f * sigma**2", ""), SHRUNK),
        Mistake("σ̇ for the rate of σ²", edit("2 * sigma * sigma_rate", "sigma_rate"), CHAIN),
        Mistake("2σ̇ for the rate of σ²", edit("2 * sigma * sigma_rate", "2 * sigma_rate"), CHAIN),
        Mistake("the rate squared", edit("2 * sigma * sigma_rate", "sigma_rate**2"), CHAIN),
        Mistake("the chain rule's 2 missing", edit("2 * sigma * sigma_rate", "sigma * sigma_rate"), CHAIN),
        Mistake("the sign of the shrinking", edit("sigma_rate - 2", "sigma_rate + 2"), SHRUNK),
        Mistake("the shrinking counted once", edit("- 2 * f", "- f"), SHRUNK),
        Mistake("σ for σ²", edit("sigma**2", "sigma"), SHRUNK),
        Mistake("σ̇ for g", edit(_G, "sigma_rate"), CHAIN),
        Mistake("the relative rate of σ", edit(_G, "sigma_rate / sigma"), SHRUNK),
        Mistake("g² = −2f", edit(_G, "np.sqrt(-2 * f)"), VP_ONLY),
        Mistake("σσ̇ from α", _variance_rate_of_alpha, VP_ONLY),
        Mistake("the drift not divided by α", edit("alpha_rate / alpha", "alpha_rate"), RELATIVE),
        Mistake("the relative rate of σ for the drift", edit("alpha_rate / alpha", "sigma_rate / sigma"), RELATIVE),
        Mistake("the drift upside down", edit("alpha_rate / alpha", "alpha / alpha_rate"), RELATIVE),
        Mistake("the sign of the drift", edit("= alpha_rate", "= -alpha_rate"), RELATIVE),
    ],
    hints=[
        r"f first: the relative rate of change of $\alpha$.",
        r"The derivative of $\sigma^2$ is $2\sigma\dot\sigma$. Then subtract $2f\sigma^2$ and take the root.",
    ],
)

# 09.2 ----------------------------------------------------------------- predict: refine the grid
REFINE = Prediction(
    "09.2",
    title="Predict: refine the grid",
    points=1,
    options={"a": "2", "b": "4", "c": "8", "d": "16"},
    reference="b",
    mistakes=[
        Mistake(
            "first order",
            "a",
            "That would be one-sided differences. In a central one the terms of second order cancel.",
        ),
        Mistake(
            "third order",
            "c",
            r"Expand $q(t\pm\delta)$ to third order, subtract, divide by $2\delta$: which power of $\delta$ is left?",
        ),
        Mistake("both spacings multiplied", "d", "The errors of the two spacings add; they are not multiplied."),
    ],
    reveal="Central differences have errors of second order in each spacing, and errors add: half the spacing, "
    "a quarter of the residual.",
)


# 09.3 ----------------------------------------------------------------- the Fokker–Planck residual
def fp_residual(q_before, q, q_after, x, dt, f, g):
    """∂q/∂t + ∂(f x q)/∂x − ½ g² ∂²q/∂x² by central differences, inner points."""
    h = x[1] - x[0]
    flux = f * x * q
    in_time = (q_after - q_before)[1:-1] / (2 * dt)
    carried = (flux[2:] - flux[:-2]) / (2 * h)
    spread = (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
    return in_time + carried - 0.5 * g**2 * spread


def _gradient_twice(q_before, q, q_after, x, dt, f, g):
    spread = np.gradient(np.gradient(q, x), x)
    return ((q_after - q_before) / (2 * dt) + np.gradient(f * x * q, x) - 0.5 * g**2 * spread)[1:-1]


def _gradient_twice_everywhere(q_before, q, q_after, x, dt, f, g):
    spread = np.gradient(np.gradient(q, x), x)
    return (q_after - q_before) / (2 * dt) + np.gradient(f * x * q, x) - 0.5 * g**2 * spread


def _residual_inputs(rng):
    worked = [[0.1, 0.3, 0.2], [0.12, 0.28, 0.22], [0.14, 0.27, 0.21], [-1.0, 0.5, 2.0]]
    more = [
        (
            *rng.uniform(0.1, 0.5, size=(3, m)),
            np.linspace(-2, 1, m),
            *map(float, rng.uniform((0.02, -2, 1.2), (0.2, -0.3, 2))),
        )
        for m in (6, 9)
    ]
    return [(*map(np.array, worked), 0.1, -0.8, 1.2), *more]


_TIME, _CARRIED, _SPREAD = (
    "(q_after - q_before)[1:-1] / (2 * dt)",
    "(flux[2:] - flux[:-2]) / (2 * h)",
    "(q[2:] - 2 * q[1:-1] + q[:-2]) / h**2",
)
_ALL = "in_time + carried - 0.5 * g**2 * spread"
WHOLE = "In (9.5) the product $f\\,x\\,q$ is differentiated as a whole: multiply first, then take differences."
SIDES = r"Left minus right of (9.5): $\partial_tq+\partial_x(fxq)-\frac12g^2\partial_x^2q$."
CENTRAL = "A central difference: the two neighbours, divided by the distance between them, which is two spacings."
SECOND = (
    "The second difference, q[i+1] − 2 q[i] + q[i−1], is divided by the spacing squared. It is 0 for a straight line."
)
WEIGHT = r"The noise's term has the weight $\frac12g^2$."

FP_RESIDUAL = Function(
    "09.3",
    title="The Fokker–Planck residual",
    points=2,
    reference=fp_residual,
    inputs=_residual_inputs,
    mistakes=[
        Mistake(
            "the drift outside of the derivative", edit(_CARRIED, "(f * x)[1:-1] * (q[2:] - q[:-2]) / (2 * h)"), WHOLE
        ),
        Mistake("x forgotten in the drift", edit("f * x * q", "f * q"), WHOLE),
        Mistake("the sign of the drift", edit("+ carried", "- carried"), SIDES),
        Mistake("the sign of the noise", edit("carried - 0.5", "carried + 0.5"), SIDES),
        Mistake("right minus left", edit(_ALL, f"-({_ALL})"), SIDES),
        Mistake("the right side alone", edit("return in_time + carried -", "return -carried +"), SIDES),
        Mistake("the ½ missing", edit("0.5 * g**2", "g**2"), WEIGHT),
        Mistake("g for g²", edit("g**2", "g"), WEIGHT),
        Mistake("dt for 2 dt", edit(_TIME, "(q_after - q_before)[1:-1] / dt"), CENTRAL),
        Mistake("one-sided in time", edit(_TIME, "(q_after - q)[1:-1] / dt"), CENTRAL),
        Mistake("h for 2h", edit(_CARRIED, "(flux[2:] - flux[:-2]) / h"), CENTRAL),
        Mistake("one-sided in x, backwards", edit(_CARRIED, "np.diff(flux)[:-1] / h"), CENTRAL),
        Mistake("one-sided in x", edit(_CARRIED, "np.diff(flux)[1:] / h"), CENTRAL),
        Mistake(
            "spacing left out",
            edit(_CARRIED, "(flux[2:] - flux[:-2]) / 2", _SPREAD, "(q[2:] - 2 * q[1:-1] + q[:-2])"),
            SECOND,
        ),
        Mistake("h not squared", edit("h**2", "h"), SECOND),
        Mistake("(2h)² for h²", edit("h**2", "(2 * h) ** 2"), SECOND),
        Mistake("the middle counted once", edit("- 2 * q[1:-1]", "- q[1:-1]"), SECOND),
        Mistake("np.gradient twice", _gradient_twice, SECOND),
        Mistake("np.gradient twice, at all points", _gradient_twice_everywhere, "At the inner points only."),
    ],
    hints=[
        "Three terms at the inner points [1:-1]: (q_after − q_before)/(2 dt), the difference of f x "
        "q over two spacings, the "
        "second difference of q over the spacing squared.",
        "Residual = first + second − ½ g² third.",
    ],
)


# 09.4 ----------------------------------------------------------------- a flow that can be solved
def flow_back(x_T, T, t, v):
    """x_T √((v + t²)/(v + T²)): dx/dt = t x/(v + t²), solved."""
    return x_T * np.sqrt((v + t**2) / (v + T**2))


_RATIO = "(v + t**2) / (v + T**2)"
FLOW_BACK = Function(
    "09.4",
    title="A flow that can be solved",
    points=3,
    reference=flow_back,
    inputs=lambda rng: [
        (2.0, 3.0, 1.0, 1.0),
        (rng.normal(size=4), 5.0, 0.0, 0.3),
        *((rng.normal(size=(3, 2)), t + float(rng.uniform(0.5, 3)), t, float(rng.uniform(0.2, 4))) for t in (0.1, 1.7)),
        (-1.5, 0.4, 0.0, 2.5),
    ],
    mistakes=[
        Mistake(
            "without the root",
            edit(f"np.sqrt({_RATIO})", f"({_RATIO})"),
            "You scaled with the variances. The flow keeps each particle at the same number of standard *deviations*. "
            "(Or did you take the reverse SDE's drift, without the ½ before $g^2$?)",
        ),
        Mistake(
            "time the other way",
            edit(_RATIO, "(v + T**2) / (v + t**2)"),
            "From $T$ back to $t$ the population shrinks, so the factor is below 1.",
        ),
        Mistake(
            "standard deviations added",
            edit(f"np.sqrt({_RATIO})", "(np.sqrt(v) + t) / (np.sqrt(v) + T)"),
            "The variance of $x_t$ is $v+t^2$: variances add, not standard deviations.",
        ),
        Mistake(
            "v taken for a standard deviation",
            edit(_RATIO, "(v**2 + t**2) / (v**2 + T**2)"),
            "$v$ is already a variance: the data are $N(0, v)$.",
        ),
        Mistake(
            "g² = t",
            edit(f"np.sqrt({_RATIO})", f"({_RATIO}) ** 0.25"),
            r"$g^2=\frac{d\sigma^2}{dt} = 2t$ for $\sigma=t$, by (9.3).",
        ),
        Mistake(
            "noise of variance t",
            edit(_RATIO, "(v + t) / (v + T)"),
            r"The noise has standard deviation $\sigma = t$, so its variance is $t^2$.",
        ),
        Mistake(
            "the estimate of x₀",
            edit(f"np.sqrt({_RATIO})", "v / (v + T**2)"),
            r"That is $\operatorname E[x_0\mid x_T]$, a mean over all starts. The flow leads to one place.",
        ),
        Mistake(
            "one step of Euler",
            edit(f"np.sqrt({_RATIO})", "(1 - (T - t) * T / (v + T**2))"),
            "That is one long step of Euler. The place on the way changes the velocity: solve the equation.",
        ),
        Mistake(
            "the noise alone",
            edit(f"np.sqrt({_RATIO})", "t / T"),
            "That would be right without data, $v=0$. Which variance has $x_t$?",
        ),
    ],
    hints=[
        r"$q_t=N(0, v+t^2)$. What is its score, and what is $g^2$ for $\sigma = t$? Put both into (9.7).",
        r"$\frac{dx}{dt}=\frac{t\,x}{v+t^2}$: divide by $x$ and integrate.",
    ],
)

# 09.5 ----------------------------------------------------------------- predict: half of the noise
HALF_NOISE = Prediction(
    "09.5",
    title="Predict: half of the noise",
    points=1,
    options={
        "a": "the start and the end, nothing between",
        "b": "the density at every single $t$, but not the law of whole paths",
        "c": "the law of whole paths, and so the density at every $t$",
        "d": "mean and variance at every $t$, but not the density",
    },
    reference="b",
    mistakes=[
        Mistake("only the ends", "a", "(9.10) is true at every $t$, not only at the ends."),
        Mistake(
            "whole paths",
            "c",
            r"Think of $\eta=0$: smooth paths, each fixed by its start. The forward paths are jagged.",
        ),
        Mistake("two moments", "d", "(9.10) is an equation for the density itself. All moments follow from it."),
    ],
    reveal=r"All $\eta$ share the density at each $t$. How a particle's place depends on its place before differs: "
    r"only $\eta=1$ is the forward process seen backwards.",
)
