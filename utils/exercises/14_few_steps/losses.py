"""14.4 and 14.5: what fresh noise at the second level teaches; the target of MeanFlow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, edit


# 14.4 ----------------------------------------------------------------- fresh noise
def fresh_inputs(rng):
    return [
        dict(y=2.0, u=1.0, w=0.5, v=1.0),
        *(
            dict(y=float(2 * rng.normal()), u=u, w=w, v=float(rng.uniform(0.3, 3)))
            for u, w in ((2.0, 1.9), (0.4, 0.1), (80.0, 60.0), (1.0, 0.0))
        ),
    ]


TWO_STEPS = (
    "Given $y$, the point $x_0 + wz'$ has the mean $\\operatorname E[x_0\\mid y]$, since $z'$ is independent of $y$; "
    "then $f$ at level $w$ multiplies it. "
)

FRESH = Formula(
    "14.4",
    title="Derive: what fresh noise teaches",
    points=2,
    reference="y*v/(v + u**2)*sqrt(v/(v + w**2))",
    inputs=fresh_inputs,
    mistakes=[
        Mistake(
            "the same noise, small step",
            "y*sqrt(v/(v + u**2))",
            "That is the true consistency function, which the *same* noise teaches as $w\\to u$. " + TWO_STEPS,
        ),
        Mistake(
            "the same noise",
            "y*(v + u*w)/(v + u**2)*sqrt(v/(v + w**2))",
            "That is for the same noise at both levels. " + TWO_STEPS,
        ),
        Mistake("the denoiser", "y*v/(v + u**2)", "The mean of $x_0$ is right. Its target is $f(\\cdot, w)$ of it."),
        Mistake(
            "f at u",
            "y*v/(v + u**2)*sqrt(v/(v + u**2))",
            "The target is evaluated at level $w$: its factor has $w$.",
        ),
        Mistake(
            "f is the denoiser",
            "y*v/(v + u**2)*v/(v + w**2)",
            "The target is the true *consistency function* at $w$, $y\\sqrt{v/(v+w^2)}$, not the denoiser.",
        ),
        Mistake(
            "f at w of y", "y*sqrt(v/(v + w**2))", "$f(\\cdot, w)$ is applied to $x_0 + wz'$, not to $y$. " + TWO_STEPS
        ),
        Mistake(
            "deviation for variance",
            "y*sqrt(v/(v + u**2))*sqrt(v/(v + w**2))",
            "$\\operatorname E[x_0\\mid y] = \\frac{v}{v+u^2}\\,y$, without a root: a regression, not a rank.",
        ),
        Mistake(
            "denoiser at w", "y*v/(v + w**2)*sqrt(v/(v + w**2))", "$y$ lies at level $u$: what is $x_0$ given $y$?"
        ),
        Mistake("noise counted as signal", "0*y", "The noise averages out, $x_0$ does not: $y$ says something of it."),
        Mistake(
            "noise in the denominator twice",
            "y*v/(v + u**2 + w**2)",
            "Levels do not add here: first $\\operatorname E[x_0\\mid y]$, then the factor of level $w$.",
        ),
        Mistake(
            "root forgotten",
            "y*v/(v + u**2)*(v/(v + w**2))**2",
            "The factor of the true function at level $w$ is $\\sqrt{v/(v+w^2)}$.",
        ),
        Mistake(
            "levels exchanged",
            "y*v/(v + w**2)*sqrt(v/(v + u**2))",
            "$y$ lies at level $u$: the mean of $x_0$ has $u$, the factor of the target $w$.",
        ),
        Mistake(
            "levels are variances",
            "y*v/(v + u)*sqrt(v/(v + w))",
            "$u$ and $w$ are standard deviations of noise, $v$ is a variance: square them.",
        ),
        Mistake(
            "v is a standard deviation",
            "y*v**2/(v**2 + u**2)*v/sqrt(v**2 + w**2)",
            "$v$ is the variance of $x_0$ already: do not square it.",
        ),
        Mistake(
            "f from one level to the other",
            "y*sqrt(v/(v + u**2 + w**2))",
            "That treats $z'$ as noise on top of $y$. " + TWO_STEPS,
        ),
        Mistake(
            "share of the noise",
            "y*u**2/(v + u**2)*sqrt(v/(v + w**2))",
            "$\\frac{u^2}{v+u^2}$ is the share of $y$ that is *noise*. Which share is $x_0$?",
        ),
        Mistake(
            "noise scaled",
            "y*w/u*sqrt(v/(v + w**2))",
            "$\\frac wu\\,y$ would be a point of pure noise, moved to level $w$. " + TWO_STEPS,
        ),
    ],
    hints=[
        "The minimum of a squared loss is the conditional mean of its target, given what the network sees: $y$.",
        "The target is $\\sqrt{v/(v+w^2)}\\,(x_0 + wz')$.",
        TWO_STEPS + "$\\operatorname E[x_0\\mid y] = \\frac{v}{v+u^2}\\,y$.",
    ],
)


# 14.5 ----------------------------------------------------------------- MeanFlow's target
@dataclass(frozen=True)
class Average:
    """Some function of place and two times, not symmetric in them; like a network, it mixes the coordinates of z."""

    a: float
    b: float

    def __call__(self, z, r, t):
        return np.sin(self.a * np.cumsum(z)) * (1 + t) ** 2 + self.b * r**2 * z


def simple(z, r, t):
    """That of the worked value."""
    return z * t + r


def mean_flow_target(u, z, r, t, v, h=1e-4):
    """v − (t − r) du/dt, the derivative along the path by a central difference."""
    slope = (u(z + h * v, r, t + h) - u(z - h * v, r, t - h)) / (2 * h)
    return v - (t - r) * slope


def mean_flow_inputs(rng):
    """The worked value; arrays; r = t; a long and a short stretch; all of it."""
    drawn = [
        (Average(*rng.uniform(0.5, 1.5, 2)), rng.normal(size=4), r, t, rng.normal(size=4))
        for r, t in ((0.1, 0.9), (0.4, 0.5), (0.3, 0.3), (0.0, 1.0))
    ]
    return [(simple, 3.0, 0.25, 0.75, 2.0), *drawn]


def _slope(u, z, r, t, v, h=1e-4):
    return (u(z + h * v, r, t + h) - u(z - h * v, r, t - h)) / (2 * h)


def _coordinate_by_coordinate(u, z, r, t, v, h=1e-4):
    by_place = (u(z + h, r, t) - u(z - h, r, t)) / (2 * h)
    by_time = (u(z, r, t + h) - u(z, r, t - h)) / (2 * h)
    return v - (t - r) * (by_place * v + by_time)


def _inside(u, z, r, t, v, h=1e-4):
    return v - (t - r) * (u(z + h * v, r, min(t + h, 1)) - u(z - h * v, r, t - h)) / (2 * h)


TOTAL = "$z_t$ moves with $v$ while $t$ grows and $r$ stands still: move both, $z + hv$ and $t + h$. "

MEAN_FLOW = Function(
    "14.5",
    title="The target of MeanFlow",
    points=2,
    reference=mean_flow_target,
    inputs=mean_flow_inputs,
    atol=1e-5,
    rtol=1e-4,
    mistakes=[
        Mistake(
            "partial for total",
            edit("u(z + h * v, r, t + h) - u(z - h * v, r, t - h)", "u(z, r, t + h) - u(z, r, t - h)"),
            "That is $\\partial_t u$ at a fixed place. " + TOTAL,
        ),
        Mistake(
            "t stands still",
            edit("u(z + h * v, r, t + h) - u(z - h * v, r, t - h)", "u(z + h * v, r, t) - u(z - h * v, r, t)"),
            "That is $v\\,\\partial_z u$ alone. " + TOTAL,
        ),
        Mistake(
            "place not multiplied by v",
            edit("z + h * v", "z + h", "z - h * v", "z - h"),
            "In the time $h$ the place moves by $hv$, not by $h$.",
        ),
        Mistake(
            "place moved by v",
            edit("z + h * v", "z + v", "z - h * v", "z - v"),
            "In the time $h$ the place moves by $hv$, not by $v$.",
        ),
        Mistake(
            "multiplied by v afterwards",
            _coordinate_by_coordinate,
            "`u` may mix the coordinates of $z$: $\\partial_z u$ is a matrix, and $\\partial_z u\\,v$ its product with "
            "$v$. Move all of $z$ by $hv$ before you ask `u`.",
        ),
        Mistake(
            "kept below 1",
            _inside,
            "At $t = 1$ that halves the step in time, but not the $2h$ below. `u` may be asked at $1 + h$, too.",
        ),
        Mistake(
            "one-sided",
            lambda u, z, r, t, v: v - (t - r) * (u(z + 1e-4 * v, r, t + 1e-4) - u(z, r, t)) / 1e-4,
            "That is a one-sided difference, wrong in the fourth digit. A central one is asked.",
        ),
        Mistake(
            "along the network",
            lambda u, z, r, t, v: v - (t - r) * _slope(u, z, r, t, u(z, r, t)),
            "$z_t$ moves with the velocity $v$ at this moment, not with the average `u`.",
        ),
        Mistake(
            "v left out",
            edit("v - (t - r)", "-(t - r)"),
            "That is the correction alone: the target starts from $v$.",
        ),
        Mistake(
            "r and t exchanged",
            edit("r, t + h", "t + h, r", "r, t - h", "t - h, r"),
            "`u` takes `z`, `r`, `t` in this order: the end of the stretch, then where $z$ is.",
        ),
        Mistake(
            "sign of the stretch",
            edit("v - (t - r)", "v + (t - r)"),
            "$(t-r)\\,u = z_t - z_r$; differentiate in $t$: $u + (t-r)\\frac{du}{dt} = v$. Solve for $u$.",
        ),
        Mistake(
            "not multiplied",
            edit("(t - r) * slope", "slope"),
            "The derivative counts $t - r$ times: at $r = t$ not at all.",
        ),
        Mistake(
            "r moves as well",
            edit("z + h * v, r, t + h", "z + h * v, r + h, t + h", "z - h * v, r, t - h", "z - h * v, r - h, t - h"),
            "$r$ is the far end, and stands still.",
        ),
        Mistake(
            "r moves for t",
            lambda u, z, r, t, v: v - (t - r) * (u(z + 1e-4 * v, r + 1e-4, t) - u(z - 1e-4 * v, r - 1e-4, t)) / 2e-4,
            TOTAL,
        ),
        Mistake("flow matching", lambda u, z, r, t, v: v + 0 * z, "That is flow matching, right only at $r = t$."),
        Mistake("half a difference", edit("(2 * h)", "h"), "Between $t - h$ and $t + h$ lie $2h$."),
        Mistake(
            "the derivative alone",
            lambda u, z, r, t, v: _slope(u, z, r, t, v),
            "That is $du/dt$. The target is $v - (t-r)\\,du/dt$.",
        ),
        Mistake(
            "back in time",
            edit("u(z + h * v, r, t + h) - u(z - h * v, r, t - h)", "u(z - h * v, r, t + h) - u(z + h * v, r, t - h)"),
            "Place and time must move the same way: $\\dot z = v$ as $t$ grows.",
        ),
        Mistake(
            "subtracted from u",
            lambda u, z, r, t, v: u(z, r, t) - (t - r) * _slope(u, z, r, t, v),
            "The target starts from the velocity $v$ of the line, which is data, not from the network's own answer.",
        ),
        Mistake(
            "multiplied by t",
            edit("(t - r) * slope", "t * slope"),
            "The stretch goes from $r$ to $t$: its length is $t - r$.",
        ),
    ],
    hints=[
        TOTAL,
        "$\\frac{du}{dt}\\approx\\frac{u(z + hv, r, t+h) - u(z - hv, r, t-h)}{2h}$.",
        "Then (14.14): $v - (t-r)\\frac{du}{dt}$.",
    ],
)
