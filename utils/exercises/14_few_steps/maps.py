"""14.1 to 14.3: the consistency function of a Gaussian, the target for two steps in one, mended scalings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, edit


# 14.1 ----------------------------------------------------------------- a Gaussian's consistency function
def gaussian_inputs(rng):
    def one(u, e):
        return dict(y=float(3 * rng.normal()), u=u, m=float(rng.normal()), v=float(rng.uniform(0.2, 4)), e=e)

    return [dict(y=3.0, u=2.0, m=1.0, v=1.0, e=0.1), one(80.0, 0.002), one(0.5, 0.5), one(1.5, 0.7), one(7.0, 0.01)]


RANK = "The flow keeps ranks: $(y - m)$ in units of the standard deviation at its level stays the same along a path. "

GAUSSIAN = Formula(
    "14.1",
    title="Derive: the consistency function of a Gaussian",
    points=2,
    reference="m + (y - m)*sqrt((v + e**2)/(v + u**2))",
    inputs=gaussian_inputs,
    mistakes=[
        Mistake(
            "the denoiser",
            "m + (y - m)*v/(v + u**2)",
            "That is $\\operatorname E[x_0\\mid y]$, where one DDIM step ends. The end of the *path* is asked. " + RANK,
        ),
        Mistake("the denoiser to e", "m + (y - m)*(v + e**2)/(v + u**2)", "Variances for standard deviations. " + RANK),
        Mistake(
            "e forgotten",
            "m + (y - m)*sqrt(v/(v + u**2))",
            "That leads to level 0. At $u = e$ the function must return $y$ itself.",
        ),
        Mistake(
            "upside down",
            "m + (y - m)*sqrt((v + u**2)/(v + e**2))",
            "That leads from $e$ up to $u$. Less noise, less spread: the factor is below 1.",
        ),
        Mistake(
            "m forgotten", "y*sqrt((v + e**2)/(v + u**2))", "The law is centred at $m$, at every level: scale $y - m$."
        ),
        Mistake(
            "m not added back",
            "(y - m)*sqrt((v + e**2)/(v + u**2))",
            "The factor is right. Add the mean again: at $u = e$ the function must return $y$.",
        ),
        Mistake(
            "one Euler step to e",
            "m + (y - m)*(v + e*u)/(v + u**2)",
            "That is one DDIM step from $u$ to $e$. The path is curved; " + RANK.lower(),
        ),
        Mistake(
            "levels are variances",
            "m + (y - m)*sqrt((v + e)/(v + u))",
            "$u$ and $e$ are standard deviations of the noise, $v$ is a variance.",
        ),
        Mistake(
            "v is a variance already",
            "m + (y - m)*sqrt((v**2 + e**2)/(v**2 + u**2))",
            "$v$ is the variance of $x_0$, no standard deviation: do not square it.",
        ),
        Mistake(
            "noise alone",
            "m + (y - m)*e/u",
            "That scales the noise only. At level $u$ the spread is $\\sqrt{v + u^2}$, of data and noise together.",
        ),
        Mistake(
            "standard deviations added",
            "m + (y - m)*(sqrt(v) + e)/(sqrt(v) + u)",
            "The parts are independent: variances add.",
        ),
        Mistake(
            "variance and deviation added",
            "m + (y - m)*(v + e)/(v + u)",
            "$u$ and $e$ are standard deviations, $v$ is a variance; and a path scales with *standard deviations*.",
        ),
        Mistake(
            "noise from e to u, from e on",
            "m + (y - m)*sqrt((v + e**2)/(v + (u - e)**2))",
            "$u$ is the whole noise at $y$, not what came on top of $e$. Which variance has $y_u$?",
        ),
        Mistake(
            "noise from e to u, from 0 on",
            "m + (y - m)*sqrt(v/(v + u**2 - e**2))",
            "$x_0$ has no noise and variance $v$. Where the path ends, at $e$, the noise $e$ is left.",
        ),
    ],
    hints=[
        "What is the law of $y_u = x_0 + u\\varepsilon$, if $x_0\\sim N(m, v)$?",
        RANK,
        "$\\frac{y_e - m}{\\sqrt{v + e^2}} = \\frac{y - m}{\\sqrt{v + u^2}}$.",
    ],
)


# 14.2 ----------------------------------------------------------------- one step for two
@dataclass(frozen=True)
class Estimate:
    """Some denoiser that depends on place and level."""

    bend: float
    lift: float

    def __call__(self, y, u):
        return np.tanh(self.bend * np.asarray(y) / (1 + u)) + self.lift / (2 + u)


def third(y, u):
    """The denoiser of the worked value."""
    return y / (1 + u)


def two_in_one(D, y, u, m, w):
    """What a student must answer at (y, u) to go in one DDIM step where the teacher goes in two."""
    y_m = D(y, u) + m / u * (y - D(y, u))
    y_w = D(y_m, m) + w / m * (y_m - D(y_m, m))
    return (y_w - w / u * y) / (1 - w / u)


def two_inputs(rng):
    """The worked value; to level 0; levels close together and far apart; arrays."""
    drawn = [
        (Estimate(*rng.uniform(0.3, 1.5, 2)), 2 * rng.normal(size=3), u, m, w)
        for u, m, w in ((80.0, 5.0, 0.5), (1.0, 0.9, 0.8), (2.0, 0.7, 0.0), (0.6, 0.2, 0.05))
    ]
    return [(third, 6.0, 2.0, 1.0, 0.5), *drawn]


def _teacher(D, y, u, m, w):
    y_m = D(y, u) + m / u * (y - D(y, u))
    return y_m, D(y_m, m) + w / m * (y_m - D(y_m, m))


def _off(y, D, u, m):
    return y - m / u * (y - D(y, u))


def _single(D, y, u, m, w):
    y_w = D(y, u) + w / u * (y - D(y, u))
    return (y_w - w / u * y) / (1 - w / u)


def _middle(D, y, u, m, w):
    y_m, _ = _teacher(D, y, u, m, w)
    return D(y_m, m)


def _mean_of_both(D, y, u, m, w):
    y_m, _ = _teacher(D, y, u, m, w)
    return (D(y, u) + D(y_m, m)) / 2


SOLVE = (
    "Where does a step of a student that answers $\\tilde x$ end? Set that equal to $y_w$ and solve for $\\tilde x$. "
)

TWO_IN_ONE = Function(
    "14.2",
    title="Two steps in one",
    points=2,
    reference=two_in_one,
    inputs=two_inputs,
    mistakes=[
        Mistake(
            "where two steps end",
            edit("(y_w - w / u * y) / (1 - w / u)", "y_w"),
            "That is where the two steps *end*, at level $w$. The student's step keeps $w/u$ of the noise by itself. "
            + SOLVE,
        ),
        Mistake(
            "not divided", edit(" / (1 - w / u)", ""), "Almost: the student's answer counts $1 - w/u$ times. " + SOLVE
        ),
        Mistake(
            "divided by w/u",
            edit("/ (1 - w / u)", "/ (w / u)"),
            "The factor of the answer in $y_w = \\tilde x + \\frac wu(y - \\tilde x)$ is not $w/u$.",
        ),
        Mistake(
            "the ratio upside down",
            edit("(y_w - w / u * y) / (1 - w / u)", "(y_w - u / w * y) / (1 - u / w)"),
            "Noise shrinks by $w/u$ in the student's step, from $u$ down to $w$.",
        ),
        Mistake("one step only", _single, "That gives $D(y, u)$ back: the teacher made one step, not two."),
        Mistake(
            "the second estimate",
            _middle,
            "That is the teacher's answer at the middle. The first step's direction counts, too. " + SOLVE,
        ),
        Mistake("the mean of both", _mean_of_both, "Why with equal weights? " + SOLVE),
        Mistake(
            "asked at the old level",
            edit("D(y_m, m) + w / m * (y_m - D(y_m, m))", "D(y_m, u) + w / m * (y_m - D(y_m, u))"),
            "After the first step the level is $m$: tell the denoiser.",
        ),
        Mistake(
            "asked at the old place",
            edit("D(y_m, m) + w / m * (y_m - D(y_m, m))", "D(y, m) + w / m * (y_m - D(y, m))"),
            "The second step starts at $y_m$: ask the denoiser there.",
        ),
        Mistake(
            "the first ratio upside down",
            edit("m / u *", "u / m *"),
            "A DDIM step from $u$ to $m$ keeps $m/u$ of the noise: less than all of it.",
        ),
        Mistake(
            "squares",
            edit("(y_w - w / u * y) / (1 - w / u)", "(y_w - w**2 / u**2 * y) / (1 - w**2 / u**2)"),
            "The levels are standard deviations, and a DDIM step scales the noise itself: no squares.",
        ),
        Mistake("the sign", edit("(y_w - w / u * y)", "(y_w + w / u * y)"), SOLVE + "Mind the sign of $\\frac wu y$."),
        Mistake(
            "solved for the second step",
            edit("(y_w - w / u * y) / (1 - w / u)", "(y_w - w / m * y) / (1 - w / m)"),
            "The student steps from $u$ to $w$: its ratio is $w/u$. " + SOLVE,
        ),
        Mistake(
            "solved from the middle",
            edit("(y_w - w / u * y) / (1 - w / u)", "(y_w - w / u * y_m) / (1 - w / u)"),
            "The student's single step starts at $y$, and knows nothing of $y_m$.",
        ),
        Mistake(
            "both signs",
            edit("(y_w - w / u * y) / (1 - w / u)", "(y_w + w / u * y) / (1 + w / u)"),
            SOLVE + "Both signs of $\\frac wu$ are turned.",
        ),
        Mistake(
            "noise taken off y",
            lambda D, y, u, m, w: _off(_off(y, D, u, m), D, m, w) / (1 - w / u) - w / u * y / (1 - w / u),
            "By (14.5) a step ends at $D + \\frac mu(y - D)$: the estimate and what is left of the noise. You take "
            "that share of the noise *off*.",
        ),
        Mistake(
            "the second ratio from u",
            edit("w / m * (y_m", "w / u * (y_m"),
            "The second step goes from $m$ to $w$: it keeps $w/m$ of the noise.",
        ),
    ],
    hints=[
        "Let the teacher step twice by (14.5): from $u$ to $m$, then from $m$ to $w$.",
        SOLVE,
        "$y_w = \\tilde x\\,(1 - \\frac wu) + \\frac wu\\,y$.",
    ],
)


# 14.3 ----------------------------------------------------------------- scalings, mended
def scalings(u, s, e):
    """(c_in, c_skip, c_out) of a consistency model: data of standard deviation s, lowest level e."""
    c_in = 1 / np.sqrt(u**2 + s**2)
    c_skip = s**2 / ((u - e) ** 2 + s**2)
    c_out = s * (u - e) / np.sqrt(u**2 + s**2)
    return c_in, c_skip, c_out


def scalings_inputs(rng):
    return [
        (1.0, 0.5, 0.25),
        (0.002, 0.5, 0.002),
        (80.0, 0.5, 0.002),
        (0.3, 1.7, 0.3),
        (2.0, 1.3, 0.4),
        (5.0, 1.0, 0.1),
    ]


def _edm(u, s, e):
    return 1 / np.sqrt(u**2 + s**2), s**2 / (u**2 + s**2), s * u / np.sqrt(u**2 + s**2)


def _published(u, s, e):
    return 1 / (u**2 + s**2), s**2 / (u**2 + s**2), u / np.sqrt(u**2 + s**2)


AT_E = (
    "At the lowest level, $u = e$, the model must return $y$ itself: $c_{\\text{skip}} = 1$ and $c_{\\text{out}} = 0$. "
)
ONE = "Divide $y$ by its standard deviation at level $u$, so that what goes into the network has deviation 1. "
UNIT = "Far above the data's scale $f$ is as large as the data: $c_{\\text{out}}\\to s$. "

SCALINGS = Function(
    "14.3",
    title="Mend: a consistency model's scalings",
    points=2,
    reference=scalings,
    inputs=scalings_inputs,
    mistakes=[
        Mistake(
            "c_out as it was",
            edit("s * (u - e)", "u"),
            "$c_{\\text{out}}$ has two faults. At $u = e$ it must be 0. " + UNIT,
        ),
        Mistake("as it was", _published, ONE + AT_E),
        Mistake(
            "boundary at 0",
            _edm,
            "Those are EDM's, right for a denoiser: they are 1 and 0 at $u = 0$. " + AT_E,
        ),
        Mistake(
            "c_in without the root",
            edit("1 / np.sqrt(u**2 + s**2)", "1 / (u**2 + s**2)"),
            "The boundary is right. " + ONE,
        ),
        Mistake(
            "only the root mended",
            lambda u, s, e: (1 / np.sqrt(u**2 + s**2), s**2 / (u**2 + s**2), u / np.sqrt(u**2 + s**2)),
            "$c_{\\text{in}}$ is right now. " + AT_E,
        ),
        Mistake(
            "c_out without s",
            edit("s * (u - e)", "(u - e)"),
            "The boundary is right. " + UNIT,
        ),
        Mistake(
            "c_out at 0",
            edit("s * (u - e)", "s * u"),
            "$c_{\\text{skip}}$ is 1 at $u = e$, but $c_{\\text{out}}$ is not 0 there. " + AT_E,
        ),
        Mistake(
            "c_skip at 0",
            edit("s**2 / ((u - e) ** 2 + s**2)", "s**2 / (u**2 + s**2)"),
            "$c_{\\text{out}}$ is 0 at $u = e$, but $c_{\\text{skip}}$ is not 1 there. " + AT_E,
        ),
        Mistake(
            "u − e under the root",
            edit("s * (u - e) / np.sqrt(u**2 + s**2)", "s * (u - e) / np.sqrt((u - e) ** 2 + s**2)"),
            "That keeps the boundary, too; but the root in (14.9) is the standard deviation of $y$: $u$ stays there.",
        ),
        Mistake(
            "c_in shifted",
            edit("1 / np.sqrt(u**2 + s**2)", "1 / np.sqrt((u - e) ** 2 + s**2)"),
            "$y$ has the variance $u^2 + s^2$, of noise and data: $e$ does not belong there.",
        ),
        Mistake(
            "s not squared",
            edit("s**2 / ((u - e) ** 2 + s**2)", "s / ((u - e) ** 2 + s)"),
            "$c_{\\text{skip}}$: $s$ is a standard deviation, and variances are compared.",
        ),
        Mistake(
            "difference of squares",
            edit("s**2 / ((u - e) ** 2 + s**2)", "s**2 / (u**2 - e**2 + s**2)"),
            "That is 1 at $u = e$, too. In (14.9) $u - e$ is squared.",
        ),
        Mistake(
            "differences of squares",
            edit(
                "s**2 / ((u - e) ** 2 + s**2)", "s**2 / (u**2 - e**2 + s**2)", "s * (u - e)", "s * np.sqrt(u**2 - e**2)"
            ),
            "Those are 1 and 0 at $u = e$, too. In (14.9) it is $u - e$, the difference itself.",
        ),
        Mistake(
            "standard deviations added",
            edit("1 / np.sqrt(u**2 + s**2)", "1 / (u + s)"),
            "$c_{\\text{in}}$: data and noise are independent, so their *variances* add. " + ONE,
        ),
    ],
    hints=[
        "Three lines, three faults. Which standard deviation has $y = x_0 + u\\varepsilon$?",
        AT_E,
        "Compare (14.9): $u - e$ in $c_{\\text{skip}}$ and in the numerator of $c_{\\text{out}}$, which lacks $s$.",
    ],
)
