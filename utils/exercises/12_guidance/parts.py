"""12.6: the law of one coordinate of a mixture, given the other."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def given(weights, means, covs, value):
    """Weights, means and variances of x_2 given x_1 = value."""
    seen, hidden, both = covs[:, 0, 0], covs[:, 1, 1], covs[:, 0, 1]
    density = np.exp(-0.5 * (value - means[:, 0]) ** 2 / seen) / np.sqrt(seen)
    new = weights * density
    return new / new.sum(), means[:, 1] + both / seen * (value - means[:, 0]), hidden - both**2 / seen


def _inputs(rng):
    """The worked value; correlations of both signs and none; one component; values far out."""
    drawn = [
        (
            np.array([0.5, 0.5]),
            np.array([[0.0, 0.0], [2.0, 1.0]]),
            np.array([[[1.0, 0.6], [0.6, 1.0]], [[1.0, 0.0], [0.0, 0.25]]]),
            0.5,
        )
    ]
    for k, value in ((3, 0.2), (2, -1.5), (1, 0.9), (4, 2.0)):
        spread = rng.normal(size=(k, 2, 2))
        covs = spread @ np.swapaxes(spread, 1, 2) + 0.2 * np.eye(2)
        drawn.append((rng.dirichlet(np.ones(k)), rng.normal(size=(k, 2)), covs, value))
    return drawn


_NEW = "new = weights * density"
_MEAN = "means[:, 1] + both / seen * (value - means[:, 0])"
_VAR = "hidden - both**2 / seen"
WEIGH = (
    "Bayes: component $k$ gets the weight $w_k$ times its density *at the value seen*, then all are "
    "divided by their sum. "
)
REGRESS = r"The mean of a Gaussian's coordinate given the other is $m_2+\frac{C_{12}}{C_{11}}(x_1-m_1)$. "

GIVEN = Function(
    "12.6",
    title="Derive: one coordinate given the other",
    points=3,
    reference=given,
    inputs=_inputs,
    atol=1e-9,
    mistakes=[
        Mistake("weights as they were", edit(_NEW, "new = weights * 1.0"), WEIGH),
        Mistake("weights forgotten", edit(_NEW, "new = density"), WEIGH + "The old weights are missing."),
        Mistake("not normalised", edit("new / new.sum()", "new"), "The new weights must sum to 1."),
        Mistake(
            "densities, not normalised",
            edit("new / new.sum()", "new / np.sqrt(2 * np.pi)"),
            "That is the joint density of component and value. Given the value, the weights must sum to 1.",
        ),
        Mistake(
            "the density of the hidden coordinate",
            edit("/ seen) / np.sqrt(seen)", "/ hidden) / np.sqrt(hidden)"),
            "The density at what was seen has the variance of the *seen* coordinate, `covs[:, 0, 0]`.",
        ),
        Mistake(
            "all components of variance 1",
            edit("** 2 / seen) / np.sqrt(seen)", "** 2)"),
            "The density at the value has each component's own variance, in the exponent and in front.",
        ),
        Mistake(
            "the two variances exchanged",
            edit("covs[:, 0, 0], covs[:, 1, 1], covs", "covs[:, 1, 1], covs[:, 0, 0], covs"),
            "`covs[:, 0, 0]` is the variance of $x_1$, which is seen, `covs[:, 1, 1]` that of $x_2$.",
        ),
        Mistake(
            "covariance for correlation",
            edit(_VAR, "hidden * (1 - both**2)"),
            "$C_{22}(1-\\rho^2)$ has the *correlation* $\\rho=C_{12}/\\sqrt{C_{11}C_{22}}$. "
            "`covs[:, 0, 1]` is the covariance.",
        ),
        Mistake(
            "no normalisation of the density",
            edit(" / np.sqrt(seen)\n", "\n"),
            "The components have different variances: the factor $1/\\sqrt{C_{11}}$ of the density does not cancel.",
        ),
        Mistake(
            "divided by the variance",
            edit("/ np.sqrt(seen)\n", "/ seen\n"),
            "A density in one dimension is divided by the standard deviation.",
        ),
        Mistake("no ½ in the density", edit("np.exp(-0.5 * ", "np.exp(-"), "A Gaussian's exponent has a ½."),
        Mistake(
            "standard deviation for the variance",
            edit("** 2 / seen)", "** 2 / np.sqrt(seen))"),
            "The exponent is divided by the variance. `covs` holds variances.",
        ),
        Mistake("mean not shifted", edit(_MEAN, "means[:, 1]"), REGRESS),
        Mistake("no difference to the mean", edit(_MEAN, "means[:, 1] + both / seen * value"), REGRESS),
        Mistake(
            "divided by the wrong variance",
            edit("both / seen *", "both / hidden *"),
            REGRESS + "Divide by the variance of what is *seen*.",
        ),
        Mistake("divided by the root", edit("both / seen *", "both / np.sqrt(seen) *"), REGRESS),
        Mistake("the correlation as slope", edit("both / seen *", "both / np.sqrt(seen * hidden) *"), REGRESS),
        Mistake("the slope is the covariance", edit("both / seen *", "both *"), REGRESS),
        Mistake("shifted the other way", edit("means[:, 1] + both", "means[:, 1] - both"), REGRESS + "The sign."),
        Mistake(
            "variance of the marginal",
            edit(_VAR, "hidden"),
            "What is seen also tells about the spread: $C_{22}-C_{12}^2/C_{11}$.",
        ),
        Mistake(
            "variance grows", edit(_VAR, "hidden + both**2 / seen"), "Knowing something cannot make a Gaussian wider."
        ),
        Mistake(
            "covariance not squared",
            edit(_VAR, "hidden - both / seen"),
            "$C_{22}-C_{12}^2/C_{11}$: the covariance is squared.",
        ),
        Mistake(
            "standard deviations",
            edit(_VAR, "np.sqrt(hidden - both**2 / seen)"),
            "Asked are variances, not standard deviations.",
        ),
        Mistake(
            "the first given the second",
            lambda weights, means, covs, value: given(weights, means[:, ::-1], covs[:, ::-1, ::-1], value),
            "The first coordinate is seen, the second wanted.",
        ),
        Mistake(
            "the density of both",
            edit("/ np.sqrt(seen)\n", "/ np.sqrt(seen * hidden - both**2)\n"),
            "The weight needs the density of the seen coordinate alone: $1/\\sqrt{C_{11}}$.",
        ),
    ],
    hints=[
        "Within one component it is the textbook's Gaussian: `means[:, 1] + covs[:, 0, 1] / covs[:, "
        "0, 0] * (value - means[:, 0])`.",
        "The weights: `weights` times the density of $N(m_{k,1}, C_{k,11})$ at `value`, divided by the sum.",
    ],
)
