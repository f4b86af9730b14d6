"""16.5 and 16.6: the bias of a distance, and what an audit for copies overlooks."""

from __future__ import annotations

import numpy as np

from utils.data.digits import load_digits
from utils.generative.memory import near_copies
from utils.teaching.exercise import Formula, Mistake, Number


# 16.5 ----------------------------------------------------------------- the Fréchet distance of one law from itself
def bias_inputs(rng):
    """The worked value, equal sizes, one dimension, the 2048 of Inception, and others."""
    sizes = [(100, 50, 4), (200, 200, 3), (1000, 500, 1), (50_000, 50_000, 2048), (5000, 100, 10), (80, 900, 64)]
    return [dict(zip("nmd", map(float, size))) for size in sizes]


ENTRIES = "A symmetric matrix has $d$ entries on the diagonal, with variance $2/n$, and $d(d-1)$ off it, with $1/n$. "

BIAS = Formula(
    "16.5",
    title="Two samples of one law",
    points=3,
    reference="(d + d*(d + 1)/4)*(1/n + 1/m)",
    inputs=bias_inputs,
    mistakes=[
        Mistake(
            "one sample only", "(d + d*(d + 1)/4)/n", "That is with the second law known exactly. Both are samples."
        ),
        Mistake("the other only", "(d + d*(d + 1)/4)/m", "That is with the first law known exactly. Both are samples."),
        Mistake(
            "d times one dimension",
            "1.5*d*(1/n + 1/m)",
            ENTRIES + "You counted the diagonal alone: the correlations are estimated, too.",
        ),
        Mistake("means only", "d*(1/n + 1/m)", "That is the means' part. The covariances are estimated, too."),
        Mistake("covariances only", "d*(d + 1)/4*(1/n + 1/m)", "The means' part $\\|\\bar x-\\bar y\\|^2$ is missing."),
        Mistake("not a quarter", "(d + d*(d + 1))*(1/n + 1/m)", "The statement's approximation has a factor ¼."),
        Mistake(
            "a half for a quarter", "(d + d*(d + 1)/2)*(1/n + 1/m)", "The statement's approximation has a factor ¼."
        ),
        Mistake(
            "all entries alike",
            "(d + d**2/4)*(1/n + 1/m)",
            ENTRIES + "You gave the diagonal the variance of the rest.",
        ),
        Mistake(
            "all with the diagonal's variance",
            "(d + d**2/2)*(1/n + 1/m)",
            ENTRIES + "You gave all of them the diagonal's.",
        ),
        Mistake(
            "each pair counted once",
            "(d + (2*d + d*(d - 1)/2)/4)*(1/n + 1/m)",
            ENTRIES + "In $\\|A\\|_F^2$ each pair $i\\ne j$ stands twice.",
        ),
        Mistake(
            "one over the sum",
            "(d + d*(d + 1)/4)/(n + m)",
            "Variances of independent errors *add up*: $\\frac1n+\\frac1m$.",
        ),
        Mistake(
            "the mean of the two",
            "(d + d*(d + 1)/4)*(1/n + 1/m)/2",
            "Variances of independent errors add up; you took their mean.",
        ),
        Mistake(
            "standard errors",
            "(d + d*(d + 1)/4)*(1/sqrt(n) + 1/sqrt(m))",
            "A variance falls as $1/n$; its root is the standard error.",
        ),
        Mistake(
            "equal sizes",
            "(d + d*(d + 1)/4)*2/n",
            "That is for equal sizes. Here they are $n$ and $m$.",
        ),
        Mistake("one dimension", "1.5*(1/n + 1/m)", "That is for $d = 1$."),
        Mistake(
            "means of one dimension",
            "(1 + d*(d + 1)/4)*(1/n + 1/m)",
            "The means' part counts each of $d$ coordinates: $d(\\frac1n+\\frac1m)$.",
        ),
        Mistake(
            "one over the product",
            "(d + d*(d + 1)/4)/(n*m)",
            "The errors of two samples *add up*: $\\frac1n+\\frac1m$.",
        ),
        Mistake(
            "the mean size",
            "(d + d*(d + 1)/4)*2/(n + m)",
            "The errors of two samples add up, each by its own size: $\\frac1n+\\frac1m$.",
        ),
        Mistake(
            "d² times one dimension",
            "1.5*d**2*(1/n + 1/m)",
            "The means have $d$ coordinates, not $d^2$. " + ENTRIES,
        ),
    ],
    hints=[
        "Means: $\\bar x-\\bar y$ has variance $\\frac1n+\\frac1m$ in each of $d$ coordinates.",
        "Covariances: $\\hat\\Sigma_1-\\hat\\Sigma_2$ has the variances of both added, entry by entry. " + ENTRIES,
    ],
)


# 16.6 ----------------------------------------------------------------- an audit and noise
LEVELS = np.arange(1, 9) * 0.05


def audit(noise):
    """Share of near copies among 450 training digits with this noise, mean of three draws."""
    from utils.generative.rivals.rival import to_levels  # here, because it loads torch

    images, found = load_digits().images[:1347], []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        rows = images[rng.integers(len(images), size=450)]
        found.append(near_copies(to_levels(rows + noise * rng.standard_normal(rows.shape)), images))
    return float(np.mean(found))


def least_noise():
    """The least of `LEVELS` at which the audit finds at most 3 %: a share far from those at both noises around."""
    return float(next(noise for noise in LEVELS if audit(noise) <= 0.03))


AUDIT = Number(
    "16.6",
    title="Past the audit",
    points=2,
    reference=least_noise,
    mistakes=[
        Mistake(
            "still found",
            lambda: float(least_noise() - 0.05),
            "At that noise the audit still finds more than 3 in 100, if the pictures are put on grey levels: did you "
            "leave out `to_levels`?",
        ),
        Mistake("one further", lambda: float(least_noise() + 0.05), "That passes, but a smaller one does already."),
        Mistake("the fool of the table", 0.1, "At .1 it finds half of them: see the table."),
        Mistake(
            "the share, not the noise", lambda: audit(least_noise()), "That is the share found. Asked is the noise."
        ),
        Mistake("none at all", 0.0, "Without noise all are copies, and all are found."),
    ],
    hints=[
        "Loop over the noises, and print `near_copies(to_levels(rows + noise * ...), images)` for each.",
        "Take the first at which the share is at most .03.",
    ],
)
