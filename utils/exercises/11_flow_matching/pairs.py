"""11.4 to 11.6: the curvature of a Gaussian's flow, a batch paired wrongly, pairs made without looking at labels."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from scipy.stats import norm

from utils.teaching.exercise import Formula, Function, Mistake, Number, edit


# 11.4 ----------------------------------------------------------------- a Gaussian's straightness
def gaussian_inputs(rng):
    return [dict(v=1.0), dict(v=0.25), *(dict(v=float(v)) for v in rng.uniform(0.05, 4, 4))]


IDENTITY = "By (11.10) $S = C - C_{\\text{flow}} - V$: find the three. "

GAUSSIAN = Formula(
    "11.4",
    title="Derive: how curved is the flow of a Gaussian?",
    points=2,
    reference="(2 - pi/2)*sqrt(v)",
    inputs=gaussian_inputs,
    mistakes=[
        Mistake("the crossing", "pi/2*sqrt(v)", "That is $V$, the variance of the lines' velocities. " + IDENTITY),
        Mistake("the sum", "2*sqrt(v)", "That is $S + V$: what is saved by rectifying. Subtract $V$."),
        Mistake("straight", "0", "The lines are straight, the flow's paths are not: $\\sqrt{(1-t)^2v + t^2}$ bends."),
        Mistake("the cost of the pairs", "1 + v", "That is $C$, the cost of independent pairs. " + IDENTITY),
        Mistake(
            "the cost of the flow",
            "(1 - sqrt(v))**2",
            "That is $C_{\\text{flow}}$, the cost of the map $x_1\\mapsto\\sqrt v\\,x_1$. " + IDENTITY,
        ),
        Mistake(
            "variance for standard deviation",
            "(2 - pi/2)*v",
            "$C - C_{\\text{flow}} = 1 + v - (1-\\sqrt v)^2 = 2\\sqrt v$: look at the powers of $v$.",
        ),
        Mistake(
            "the flow's cost left out",
            "1 + v - pi/2*sqrt(v)",
            "That is $C - V$, the kinetic energy of the flow. Subtract what joining the ends must cost, "
            "$C_{\\text{flow}}$.",
        ),
        Mistake(
            "V left out twice",
            "(2 - pi)*sqrt(v)",
            "Almost: $\\int_0^1\\frac{dt}{a^2(1-t)^2+t^2} = \\frac{\\pi}{2a}$, with the 2.",
        ),
        Mistake(
            "the variance not divided by t²",
            "2*sqrt(v) - v/2",
            "Is $\\operatorname{Var}(x_1-x_0\\mid x_t)$ the variance of $x_0$ given $x_t$? On a line "
            "$x_1 - x_0 = (x_t-x_0)/t$: divide by $t^2$.",
        ),
        Mistake(
            "v times the energy",
            "(2 - pi/2)/sqrt(v)",
            "The curvature grows with the spread of the data: multiply by $\\sqrt v$.",
        ),
        Mistake(
            "a is not v",
            "2*sqrt(v) - pi/2*v",
            "In the integral the factor of $(1-t)^2$ is $a^2$: compare it with $v$.",
        ),
        Mistake(
            "v lost in V",
            "2*sqrt(v) - pi/(2*sqrt(v))",
            "The integrand of $V$ has $v$ in its numerator, too.",
        ),
        Mistake(
            "cost of the map by variances",
            "1 + v - (1 - v)**2 - pi/2*sqrt(v)",
            "The flow multiplies $x_1$ by the ratio of *standard deviations*: its cost is $(1-\\sqrt v)^2$.",
        ),
        Mistake(
            "an optimal map at no cost",
            "1 + v - 2*sqrt(v) - pi/2*sqrt(v)",
            "You subtract $V$ from $C_{\\text{flow}} = 1+v-2\\sqrt v$. " + IDENTITY,
        ),
    ],
    hints=[
        IDENTITY + "The flow keeps ranks, so it maps $x_1$ to $\\sqrt v\\,x_1$.",
        "On a line $x_1 - x_0 = (x_t - x_0)/t$, so $\\operatorname{Var}(x_1 - x_0\\mid x_t) = "
        "\\operatorname{Var}(x_0\\mid x_t)/t^2 = v/((1-t)^2v+t^2)$ by (B.7).",
        "$\\int_0^1\\frac{dt}{a^2(1-t)^2+t^2} = \\frac{\\pi}{2a}$ with $a = \\sqrt v$; "
        "$C - C_{\\text{flow}} = 2\\sqrt v$.",
    ],
)


# 11.5 ----------------------------------------------------------------- pair a batch
def pair_batch(x0, labels, noise):
    """x0 and labels in the order of least Σ|noise_i − x0_π(i)|², beside the noise as it came."""
    cost = cdist(noise, x0) ** 2
    columns = linear_sum_assignment(cost)[1]
    return x0[columns], labels[columns], noise


def pairing_inputs(rng):
    """The worked value; batches in 1, 2 and 5 dimensions; two rows; labels all different, so that each row is known."""
    drawn = []
    for n, d in ((2, 2), (6, 2), (9, 5), (7, 3), (12, 2)):
        drawn.append((rng.normal(size=(n, d)) + 0.5, rng.permutation(n), 2 * rng.normal(size=(n, d))))
    return [(WORKED_X0, np.array([0, 1, 2]), WORKED_NOISE), *drawn]


WORKED_X0 = np.array([[2.0, -1.0], [-3.0, 3.0], [3.0, -3.0]])
WORKED_NOISE = np.array([[1.0, 2.0], [2.0, -1.0], [3.0, 2.0]])


def _greedy(x0, labels, noise):
    """Each noise takes the nearest row that is still free."""
    distance, taken = cdist(noise, x0), []
    for row in distance:
        taken.append(min((j for j in range(len(x0)) if j not in taken), key=lambda j: row[j]))
    return x0[taken], labels[taken], noise


def _nearest(x0, labels, noise):
    nearest = cdist(noise, x0).argmin(axis=1)
    return x0[nearest], labels[nearest], noise


def _from_the_data(x0, labels, noise):
    """Right pairs in the order of x0."""
    columns = linear_sum_assignment(cdist(x0, noise) ** 2)[1]
    return x0, labels, noise[columns]


def _inverse(x0, labels, noise):
    columns = linear_sum_assignment(cdist(x0, noise) ** 2)[1]
    return x0[columns], labels[columns], noise


def _sorted_by_first(x0, labels, noise):
    order = np.argsort(x0[:, 0])[np.argsort(np.argsort(noise[:, 0]))]
    return x0[order], labels[order], noise


SQUARED = "The cost of a coupling is the mean of the *squared* distance: another sum is made small. "
PARTNER = "Row $i$ of all three must belong together: `noise[i]` goes with `x0[columns[i]]`. "

PAIRING = Function(
    "11.5",
    title="Mend: pair a batch",
    points=2,
    reference=pair_batch,
    inputs=pairing_inputs,
    mistakes=[
        Mistake(
            "as it was",
            edit("cdist(noise, x0) ** 2", "cdist(noise, x0)", "labels[columns], noise", "labels, noise[columns]"),
            SQUARED + PARTNER,
        ),
        Mistake(
            "labels left behind",
            edit("labels[columns]", "labels"),
            "Pairs and cost are right now, but the labels stay where they were: each belongs to another row.",
        ),
        Mistake("distance not squared", edit(" ** 2", ""), "The rows are right now. " + SQUARED),
        Mistake(
            "noise moved as well",
            edit("columns], noise", "columns], noise[columns]"),
            "If both sides are put into the same order, the pairs are those from before. " + PARTNER,
        ),
        Mistake(
            "only the distance mended",
            edit("labels[columns], noise", "labels, noise[columns]"),
            "The cost is right now. " + PARTNER,
        ),
        Mistake(
            "only the noise mended",
            edit("cdist(noise, x0) ** 2", "cdist(noise, x0)", "labels[columns]", "labels"),
            SQUARED + "And the labels stay where they were.",
        ),
        Mistake(
            "only the labels mended",
            edit("cdist(noise, x0) ** 2", "cdist(noise, x0)", "columns], noise", "columns], noise[columns]"),
            SQUARED + PARTNER,
        ),
        Mistake(
            "greedy",
            _greedy,
            "Each noise takes the nearest free row in turn: the last ones get what is left. Keep "
            "`linear_sum_assignment`, which makes the sum smallest.",
        ),
        Mistake(
            "nearest",
            _nearest,
            "Rows are taken several times, others never: the law of $x_0$ is lost. A coupling uses each row once.",
        ),
        Mistake(
            "in the order of the data",
            _from_the_data,
            "These are the right pairs, in the order of `x0`. Row $i$ was to belong to `noise[i]`.",
        ),
        Mistake(
            "the inverse order",
            _inverse,
            "`columns` belongs to the rows of the cost. With `cdist(x0, noise)` it says which *noise* each row of `x0` "
            "gets.",
        ),
        Mistake("sorted by one coordinate", _sorted_by_first, "Sorting is optimal in one dimension only."),
        Mistake(
            "the largest cost",
            edit("linear_sum_assignment(cost)", "linear_sum_assignment(cost, maximize=True)"),
            "That makes the sum largest.",
        ),
    ],
    hints=[
        "What is the cost (11.9) of a coupling, and what does `cdist` give?",
        "`columns[i]` is the row of `x0` that goes with `noise[i]`. Which of the three have to be reordered?",
        "`cdist(noise, x0) ** 2`, and `x0[columns], labels[columns], noise`.",
    ],
)


# 11.6 ----------------------------------------------------------------- labels ignored
SHARE = 0.25
CUT = norm.ppf(SHARE)
SHIFT = -norm.pdf(CUT) / SHARE  # the mean of a standard normal below its lower quartile, −1.2711

LABELS = Number(
    "11.6",
    title="Run: the noise of one class",
    points=2,
    reference=float(SHIFT),
    rtol=0.0,
    atol=0.05,
    mistakes=[
        Mistake("the wrong side", float(-SHIFT), "Class A lies on the left, and the cheapest pairs keep the order."),
        Mistake(
            "no shift",
            0.0,
            "That is the mean of *all* the noise, or of pairs made within labels. Leave labels out; look at class A.",
        ),
        Mistake(
            "the mean of class B's data", 1.0, "That is the mean of $x_0$ in class B. Asked is the noise of class A."
        ),
        Mistake("the boundary", float(CUT), "That is the largest noise that class A gets. Asked is the mean."),
        Mistake(
            "not given the class",
            float(SHIFT * SHARE),
            "You divide by the number of all pairs. The mean is over class A alone: a quarter of them.",
        ),
        Mistake("the other class", float(norm.pdf(CUT) / (1 - SHARE)), "That is the mean of class B's noise."),
        Mistake(
            "even classes",
            float(-norm.pdf(0) / 0.5),
            "That is with classes of equal size. Here A has a quarter of the data.",
        ),
        Mistake("the median", float(norm.ppf(SHARE / 2)), "That is the median of class A's noise. Asked is its mean."),
        Mistake(
            "the mean of the data", -1.0, "That is the mean of $x_0$ in class A. Asked is that of its noise $x_1$."
        ),
        Mistake(
            "A is the larger one",
            float(-norm.pdf(CUT) / (1 - SHARE)),
            "Class A has a quarter of the data, not three quarters.",
        ),
    ],
    hints=[
        "`order = optimal_order(x0, x1)`; the partner of `x1[i]` is `x0[order[i]]`, with the label `labels[order[i]]`.",
        "In one dimension the cheapest pairs keep the order: sort both (then more rows can be taken).",
        "Exactly: the mean of a standard normal, given that it lies below its lower quartile, $-\\varphi(z)/\\frac14$.",
    ],
)
