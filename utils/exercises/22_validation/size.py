"""22.6 and 22.7: how many coefficients another world deserves, and Sobol's indices of a product."""

from __future__ import annotations

import numpy as np

from studies import technology_forecasts as study
from utils.populations.polynomials import polynomial_scores
from utils.teaching.exercise import Function, Mistake, Number, edit


# 22.6 ----------------------------------------------------------------- another world
def best_coefficients():
    """Coefficients of the polynomial with the largest mean score of the next four years, in the Gompertz world."""
    t, degrees = np.arange(16), range(9)
    series = [study.technology("Gompertz", np.random.default_rng([6, i]))[:16] for i in range(20)]
    scores = [[polynomial_scores(t[:12], y[:12], t[12:], y[12:], g).mean() for g in degrees] for y in series]
    return int(np.argmax(np.mean(scores, axis=0))) + 1


COEFFICIENTS = Number(
    "22.6",
    title="Another world, another size",
    points=2,
    reference=best_coefficients,
    rtol=0.0,
    atol=0.01,
    mistakes=[
        Mistake(
            "the degree",
            3,
            "That is the answer for the Bass world, or the degree. Run the Gompertz world, and count coefficients: one "
            "more than the degree.",
        ),
        Mistake("of the fitted years", 8, "That is the best for the years that were fitted. The next four are asked."),
        Mistake("a flat line", 1, "A flat line is not the best here. Print all nine mean scores."),
        Mistake(
            "a straight line", 2, "A straight line in the logarithm is worse than a flat one. Print all nine scores."
        ),
        Mistake("one too many", 5, "One coefficient too many: at 5 the next four years are already predicted badly."),
    ],
    hints=[
        'Copy the cell, write `"Gompertz"` for `"Bass"`, and look at `found[:, 2].mean(axis=0)`.',
        "Index 0 is degree 0, a constant: one coefficient.",
    ],
)


# 22.7 ----------------------------------------------------------------- a product of inputs
def product_indices(means, variances):
    """S_i = c_i/(Π(1 + c_j) − 1), T_i = S_i Π_{j≠i}(1 + c_j), with c_i = v_i/μ_i²."""
    c = variances / means**2
    total = np.prod(1 + c) - 1
    first = c / total
    return first, first * np.prod(1 + c) / (1 + c)


def product_inputs(rng):
    """The worked value; two to five inputs; a mean below 0; c from small to large."""
    return [
        (np.array([1.0, 2.0]), np.array([1.0, 4.0])),
        (np.array([3.0, -2.0, 0.7]), rng.uniform(0.1, 2.0, size=3)),
        (rng.uniform(0.5, 3.0, size=5), rng.uniform(0.05, 0.6, size=5)),
        (rng.uniform(5.0, 9.0, size=4), rng.uniform(0.1, 30.0, size=4)),
    ]


PRODUCT = Function(
    "22.7",
    title="Which factor of a product matters?",
    points=3,
    reference=product_indices,
    inputs=product_inputs,
    mistakes=[
        Mistake(
            "a sum for a product",
            edit("np.prod(1 + c) - 1", "np.sum(c)"),
            r"That is the variance of a sum. The square of a product has the mean $\prod(\mu_j^2 + v_j)$: products of "
            "variances count too.",
        ),
        Mistake(
            "the 1 not taken away",
            edit("np.prod(1 + c) - 1", "np.prod(1 + c)"),
            r"$\prod(1 + c_j)$ is the mean square over the squared mean. The variance is that, less 1.",
        ),
        Mistake(
            "the mean not squared",
            edit("means**2", "means"),
            r"$v_i/\mu_i$ has a unit; a share cannot. Divide by the square of the mean.",
        ),
        Mistake(
            "variances without their means",
            edit("variances / means**2", "variances"),
            r"What a factor does to the product depends on how large the others are: divide $v_i$ by $\mu_i^2$.",
        ),
        Mistake(
            "standard deviations over means",
            edit("variances / means**2", "np.sqrt(variances) / means"),
            r"That is the coefficient of variation. Its square is needed: variances add, deviations do not.",
        ),
        Mistake(
            "no interactions",
            edit("first * np.prod(1 + c) / (1 + c)", "first"),
            r"You give $T_i = S_i$, as if factors did not act together. In a product they do: the others multiply what "
            "$x_i$ does.",
        ),
        Mistake(
            "the input itself among the others",
            edit(" / (1 + c)", ""),
            r"The mean square of the *others* is $\prod_{j\ne i}(1+c_j)$: leave $i$ out.",
        ),
        Mistake(
            "1 − S for T",
            edit("first * np.prod(1 + c) / (1 + c)", "1 - first"),
            r"$1 - S_i$ is what is left when $x_i$ is known. $T_i$ is what is left when all the *others* are.",
        ),
        Mistake(
            "S and T exchanged",
            edit("first, first * np.prod(1 + c) / (1 + c)", "first * np.prod(1 + c) / (1 + c), first"),
            r"Yours has $S_i > T_i$. What an input does alone is part of what it does in all.",
        ),
        Mistake(
            "shares of the first-order sum",
            edit("first = c / total", "first = c / np.sum(c)", "first * np.prod(1 + c) / (1 + c)", "first"),
            r"Your $S_i$ add up to 1. In a product they do not: part of the variance belongs to no single input.",
        ),
        Mistake(
            "only two factors",
            edit("np.prod(1 + c) / (1 + c)", "(1 + c)"),
            r"For input $i$ the other factors are wanted: $\prod_{j\ne i}(1+c_j)$.",
        ),
        Mistake(
            "the interaction alone",
            edit("first * np.prod(1 + c) / (1 + c)", "first * (np.prod(1 + c) / (1 + c) - 1)"),
            r"That is $T_i - S_i$. The total contains what $x_i$ does alone.",
        ),
        Mistake(
            "the variance without its 1s",
            edit("np.prod(1 + c) - 1", "np.prod(c)"),
            r"$\prod c_j$ is one term of the variance, what all factors do together. It is $\prod(1 + c_j) - 1$.",
        ),
    ],
    hints=[
        r"Divide the product by $\prod\mu_i$: now every factor has mean 1 and variance $c_i = v_i/\mu_i^2$.",
        r"$\operatorname{Var} f = \operatorname E[f^2] - 1 = \prod(1 + c_j) - 1$. And given all but $x_i$?",
    ],
)
