"""06.1: the score of a noised mixture."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def mixture_score(x, weights, means, stds, alpha, sigma):
    """−Σ_k r_k (x − α m_k)/C_k with C_k = α² Σ_k + σ²."""
    C = alpha**2 * stds**2 + sigma**2
    joint = weights * np.exp(-((x - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
    r = joint / np.sum(joint)
    return -np.sum(r * (x - alpha * means) / C)


def mixture_inputs(rng):
    """The worked mixture; three components at any α and σ (variance preserving, no shrinking, neither); a far point."""
    worked = (0.3, np.array([0.25, 0.75]), np.array([-1.0, 1.5]), np.array([0.5, 0.4]), 0.8, 0.6)
    a = float(rng.uniform(0.4, 0.9))
    levels = [
        (a, float(np.sqrt(1 - a**2))),
        (1.0, 1.5),
        (0.7, 0.2),
        tuple(float(v) for v in rng.uniform(0.3, 1.2, size=2)),
    ]
    places = [*(float(v) for v in rng.normal(size=3)), 4.0]
    return [worked] + [
        (x, rng.dirichlet(np.full(3, 4.0)), rng.normal(size=3), rng.uniform(0.3, 0.8, size=3), *level)
        for x, level in zip(places, levels)
    ]


def _log_density(x, weights, means, stds, alpha, sigma):
    C = alpha**2 * stds**2 + sigma**2
    return np.log(np.sum(weights * np.exp(-((x - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)))


def _one_gaussian(x, weights, means, stds, alpha, sigma):
    mean = np.sum(weights * means)
    variance = np.sum(weights * (stds**2 + means**2)) - mean**2
    return -(x - alpha * mean) / (alpha**2 * variance + sigma**2)


def _from_the_estimate(x, weights, means, stds, alpha, sigma):
    C = alpha**2 * stds**2 + sigma**2
    joint = weights * np.exp(-((x - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
    estimate = np.sum(joint * (means + alpha * stds**2 / C * (x - alpha * means))) / np.sum(joint)
    return -(x - alpha * estimate) / sigma


def _unshrunk_estimate(x, weights, means, stds, alpha, sigma):
    C = alpha**2 * stds**2 + sigma**2
    joint = weights * np.exp(-((x - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
    estimate = np.sum(joint * (means + alpha * stds**2 / C * (x - alpha * means))) / np.sum(joint)
    return -(x - estimate) / sigma**2


_C = "alpha**2 * stds**2 + sigma**2"
_SQUARE = "(x - alpha * means) ** 2"
_HEIGHT = " / np.sqrt(2 * np.pi * C)"
_PULL = "(x - alpha * means) / C"
_SHARES = "joint / np.sum(joint)"
_TIME_ZERO = "That is the score at $t=0$. At time $t$ each component has moved and widened: see (2.11)."

MIXTURE_SCORE = Function(
    "06.1",
    title="The score of a noised mixture",
    points=2,
    reference=mixture_score,
    inputs=mixture_inputs,
    mistakes=[
        Mistake(
            "the sign",
            edit("return -", "return "),
            "Stand to the right of a single mode. Uphill is to the left: which sign must the score have there?",
        ),
        Mistake(
            "the gradient of the density",
            edit(_SHARES, "joint"),
            "You gave the slope of $q_t$ itself. The score is the slope of its logarithm: what does the chain rule "
            "divide by?",
        ),
        Mistake(
            "the logarithm without the gradient",
            _log_density,
            r"You returned $\log q_t$. The score is its gradient.",
        ),
        Mistake(
            "the components' scores added",
            edit(_SHARES, "1"),
            "You added the components' own scores. In (6.3) each has its responsibility before it.",
        ),
        Mistake(
            "one number a component",
            edit(f"-np.sum(r * {_PULL})", f"-r * {_PULL}"),
            "You returned one number a component. The score is their sum.",
        ),
        Mistake(
            "weights for responsibilities",
            edit(_SHARES, "weights"),
            "You averaged with the weights $w_k$. Far to the right, does a component far to the left pull as "
            "strongly as "
            "its weight says?",
        ),
        Mistake(
            "the likeliest component only",
            edit(_SHARES, "(joint == joint.max())"),
            "You took the pull of the likeliest component alone. Between two modes both pull.",
        ),
        Mistake(
            "the mixture taken for one Gaussian",
            _one_gaussian,
            "That is the score of the one Gaussian with the same mean and variance. A mixture's score is no "
            "straight line.",
        ),
        Mistake(
            "the score of the data",
            edit(_SQUARE, "(x - means) ** 2", _PULL, "(x - means) / C", _C, "stds**2"),
            _TIME_ZERO,
        ),
        Mistake(
            "means not shrunk",
            edit(_SQUARE, "(x - means) ** 2", _PULL, "(x - means) / C"),
            r"$x_t=\alpha x_0+\sigma\varepsilon$. Where is the mean of a component that was at $m_k$?",
        ),
        Mistake(
            "means not shrunk in the responsibilities",
            edit(_SQUARE, "(x - means) ** 2"),
            r"In the responsibilities the components stand at $\alpha m_k$, too.",
        ),
        Mistake(
            "means not shrunk in the pull",
            edit(_PULL, "(x - means) / C"),
            r"Each component pulls towards its mean at time $t$. Where is it?",
        ),
        Mistake(
            "nothing shrunk",
            edit(_SQUARE, "(x - means) ** 2", _PULL, "(x - means) / C", _C, "stds**2 + sigma**2"),
            r"You added the noise, but $x_0$ is also multiplied by $\alpha$: means and widths both shrink.",
        ),
        Mistake(
            "the responsibilities of time 0",
            edit(_SQUARE, "(x - means) ** 2", "(2 * C)", "(2 * stds**2)", "(2 * np.pi * C)", "(2 * np.pi * stds**2)"),
            "The responsibilities must be those at time $t$: how likely is $x$ under each noised component?",
        ),
        Mistake(
            "noise not added",
            edit(" + sigma**2", ""),
            "Each component is as wide as the shrunk data and the noise together. Which variance does the noise add?",
        ),
        Mistake(
            "only the noise",
            edit("alpha**2 * stds**2 + ", ""),
            "You took the components for points. Their own width, shrunk, is part of the variance.",
        ),
        Mistake(
            "variance not shrunk",
            edit("alpha**2 * ", ""),
            r"Shrinking $x_0$ by $\alpha$ changes its variance too. By which factor?",
        ),
        Mistake(
            "variance shrunk by α",
            edit("alpha**2", "alpha"),
            r"A number multiplied by $\alpha$ has its variance multiplied by $\alpha^2$, not by $\alpha$.",
        ),
        Mistake(
            "standard deviations taken for variances",
            edit("stds**2", "stds"),
            r"`stds` are standard deviations. $\Sigma_k$ in (6.3) is a variance.",
        ),
        Mistake(
            "standard deviations added",
            edit(_C, "(alpha * stds + sigma) ** 2"),
            "Of independent parts the variances add.",
        ),
        Mistake("σ for σ²", edit("sigma**2", "sigma"), "Variances add. `sigma` is a standard deviation."),
        Mistake(
            "variance preserving taken for granted",
            edit("sigma**2", "1 - alpha**2"),
            r"$\sigma^2=1-\alpha^2$ holds for some schedules only. Here $\sigma$ is given.",
        ),
        Mistake(
            "a root too many",
            edit(_C, "np.sqrt(alpha**2 * stds**2 + sigma**2)"),
            "In the exponent and in the pull stands the variance, not its root.",
        ),
        Mistake(
            "divided by the standard deviation",
            edit(_PULL, "(x - alpha * means) / np.sqrt(C)"),
            "The pull of one Gaussian is its distance over its variance: check the unit, 1/(unit of $x$).",
        ),
        Mistake(
            "variance used as standard deviation in the responsibilities",
            edit("(2 * C)", "(2 * C**2)", "np.sqrt(2 * np.pi * C)", "C"),
            "In the responsibilities you gave the variance where a standard deviation is expected (`norm.pdf` takes "
            "the "
            "standard deviation).",
        ),
        Mistake(
            "divided by σ² alone",
            edit(_PULL, "(x - alpha * means) / sigma**2"),
            r"$-(x-\alpha_tx_0)/\sigma_t^2$ is the score of one kernel. A component's distance is divided by its whole "
            r"variance, $C_k$. (The same comes out if $\operatorname E[x_0\mid x]$ in (6.5) is an average of the "
            "$m_k$.)",
        ),
        Mistake(
            "the pull not divided",
            edit(_PULL, "(x - alpha * means)"),
            "The pull of one Gaussian is its distance over its variance: check the unit, 1/(unit of $x$).",
        ),
        Mistake(
            "the variances added up",
            edit(f"r * {_PULL}", "r * (x - alpha * means) / np.sum(C)"),
            "Each component's distance is divided by its own variance, before the sum.",
        ),
        Mistake(
            "weights forgotten",
            edit("weights * np.exp", "np.exp"),
            "In your responsibilities the weights $w_k$ are missing: Bayes' rule has a prior.",
        ),
        Mistake(
            "components of different width, same height",
            edit(_HEIGHT, ""),
            r"The factor $1/\sqrt{C_k}$ of each Gaussian density is missing in your responsibilities. It differs from "
            "component to component.",
        ),
        Mistake(
            "the height 1/variance",
            edit(_HEIGHT, " / C"),
            "A Gaussian density twice as wide is half as high. Is it the variance or its root that measures the width?",
        ),
        Mistake(
            "the exponent's ½ missing",
            edit("(2 * C)", "C"),
            "Look at the exponent of your Gaussian density. By what is the squared distance divided, besides the "
            "variance?",
        ),
        Mistake(
            "α forgotten in Tweedie",
            _unshrunk_estimate,
            r"By (6.5) the score is $-(x-\alpha\operatorname E[x_0\mid x])/\sigma^2$: the estimate is shrunk before it "
            "is compared with $x$.",
        ),
        Mistake(
            "σ for σ² in Tweedie",
            _from_the_estimate,
            r"By (6.5) the score is $-(x-\alpha\operatorname E[x_0\mid x])/\sigma^2$, with the square.",
        ),
    ],
    hints=[
        r"Start with the variances of the components at time $t$: $C_k=\alpha^2\Sigma_k+\sigma^2$, with "
        r"$\sqrt{\Sigma_k}$ in `stds`.",
        r"$r_k$ is proportional to $w_k\exp\left(-(x-\alpha m_k)^2/2C_k\right)/\sqrt{C_k}$, and the $r_k$ sum to 1.",
    ],
)
