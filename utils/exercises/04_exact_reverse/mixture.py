"""04.3 and 04.4: the responsibilities and the denoiser of a mixture."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def responsibilities(x_t, alpha, sigma, weights, means, stds):
    """P(component k | x_t), (K,), for a mixture of Gaussians on the line."""
    C = alpha**2 * stds**2 + sigma**2
    joint = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
    return joint / joint.sum()


def mixture_inputs(rng):
    """The worked mixture; three components at any α and σ (variance preserving, no shrinking, neither); a far point."""
    worked = (0.5, 0.8, 0.6, np.array([0.3, 0.7]), np.array([-1.4, 0.6]), np.array([0.3, 0.5]))
    a = float(rng.uniform(0.4, 0.9))
    levels = [
        (a, float(np.sqrt(1 - a**2))),
        (1.0, 1.5),
        (0.7, 0.2),
        tuple(float(v) for v in rng.uniform(0.3, 1.2, size=2)),
    ]
    places = [*(float(v) for v in rng.normal(size=3)), 4.0]
    return [worked] + [
        (x, *level, rng.dirichlet(np.full(3, 4.0)), rng.uniform(-2, 2, size=3), rng.uniform(0.2, 0.8, size=3))
        for x, level in zip(places, levels)
    ]


def _running_total(x_t, alpha, sigma, weights, means, stds):
    total, shares = 0.0, []
    for w, m, s in zip(weights, means, stds):
        C = alpha**2 * s**2 + sigma**2
        joint = w * np.exp(-((x_t - alpha * m) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
        total += joint
        shares.append(joint / total)
    return np.array(shares)


_C = "alpha**2 * stds**2 + sigma**2"
_SQUARE = "(x_t - alpha * means) ** 2"
_HEIGHT = " / np.sqrt(2 * np.pi * C)"
# slips in C_{t,k}, for 04.3 and 04.4
_WIDTHS = [
    Mistake(
        "the noise is missing",
        edit(" + sigma**2", ""),
        r"The modes of $x_t$ are wider than those of $x_0$: each carries the noise of $t$ as well.",
    ),
    Mistake(
        "only the noise",
        edit("alpha**2 * stds**2 + ", ""),
        r"You took the components for points. They have a width of their own, which is also in $x_t$.",
    ),
    Mistake(
        "standard deviations added",
        edit(_C, "(alpha * stds + sigma) ** 2"),
        "Of independent variables the variances add.",
    ),
    Mistake(
        "the components' width not shrunk",
        edit("alpha**2 * ", ""),
        r"$x_0$ is multiplied by $\alpha$, its width too.",
    ),
    Mistake(
        "α for α²",
        edit("alpha**2", "alpha"),
        r"What multiplies a variable by $\alpha$ multiplies its variance by …?",
    ),
    Mistake(
        "standard deviations taken for variances",
        edit("* stds**2 + ", "* stds + "),
        "`stds` are standard deviations. In $C_{t,k}$ stand variances.",
    ),
    Mistake("σ for σ²", edit("sigma**2", "sigma"), "Variances add, and `sigma` is a standard deviation."),
    Mistake(
        "variance preserving taken for granted",
        edit("sigma**2", "1 - alpha**2"),
        r"$\sigma^2=1-\alpha^2$ holds for some schedules only. Here $\sigma$ is given.",
    ),
    Mistake(
        "a root too many",
        edit(_C, "np.sqrt(alpha**2 * stds**2 + sigma**2)"),
        "In the exponent stands the variance, not its root.",
    ),
    Mistake(
        "variance used as standard deviation",
        edit(_C, "(alpha**2 * stds**2 + sigma**2) ** 2"),
        "You gave the variance where a standard deviation is expected (`norm.pdf` takes the standard deviation).",
    ),
]

RESPONSIBILITIES = Function(
    "04.3",
    title="Which mode did it come from?",
    points=2,
    reference=responsibilities,
    inputs=mixture_inputs,
    mistakes=[
        *_WIDTHS,
        Mistake(
            "the means are not shrunk",
            edit("alpha * means", "means"),
            "At time $t$ the modes are no longer where they were at time 0. Where are they?",
        ),
        Mistake(
            "nothing shrunk",
            edit("alpha * means", "means", _C, "stds**2 + sigma**2"),
            r"You added the noise, but $x_0$ is also multiplied by $\alpha$: means and widths both shrink.",
        ),
        Mistake(
            "the mixture at time 0",
            edit("alpha * means", "means", _C, "stds**2"),
            r"Those are the components of $x_0$. $x_t$ has shrunk and carries noise: see (2.11).",
        ),
        Mistake(
            "x_t/α among the components at time 0",
            edit(_SQUARE, "(x_t / alpha - means) ** 2", _C, "stds**2 + sigma**2"),
            r"$x_t/\alpha$ is $x_0$ plus noise of which standard deviation? Not $\sigma$.",
        ),
        Mistake(
            "the weights are missing",
            edit("weights * np.exp", "np.exp"),
            "A frequent component explains a point better than a rare one at the same distance. Bayes' rule has a "
            "prior.",
        ),
        Mistake(
            "the densities are not normalised",
            edit(_HEIGHT, ""),
            r"A wide Gaussian is also a low one: the factor $1/\sqrt{C_{t,k}}$ differs from component to component and "
            "does not cancel.",
        ),
        Mistake(
            "the height 1/variance",
            edit(_HEIGHT, " / C"),
            "A Gaussian twice as wide is half as high. Is it the variance or its root that measures the width?",
        ),
        Mistake(
            "the height upside down",
            edit(_HEIGHT, " * np.sqrt(2 * np.pi * C)"),
            r"A wide Gaussian is a low one: divide by $\sqrt{C_{t,k}}$. (In the logarithm that is $-\frac12\log "
            "C_{t,k}$.)",
        ),
        Mistake(
            "no half in the exponent",
            edit("(2 * C)", "C"),
            "Your exponent is twice too large. What stands before the square in a Gaussian?",
        ),
        Mistake(
            "a product for a division",
            edit("/ (2 * C)", "/ 2 * C"),
            "Check the brackets in the exponent: the square is divided by 2 and by the variance.",
        ),
        Mistake(
            "the distance not squared",
            edit(_SQUARE, "np.abs(x_t - alpha * means)"),
            "In the exponent of a Gaussian stands the squared distance.",
        ),
        Mistake(
            "the shares do not add up to 1",
            edit("joint / joint.sum()", "joint"),
            "These are $w_k$ times the density. Probabilities of the components given $x_t$ must add up to 1.",
        ),
        Mistake(
            "divided by the largest",
            edit("joint / joint.sum()", "joint / joint.max()"),
            "You divided by the largest. Probabilities add up to 1: divide by their sum.",
        ),
        Mistake(
            "all or nothing",
            edit("joint / joint.sum()", "(joint == joint.max()).astype(float)"),
            "You gave everything to the likeliest component. The others keep a share.",
        ),
        Mistake(
            "the weights after the division",
            edit("weights * np.exp", "np.exp", "joint / joint.sum()", "weights * joint / joint.sum()"),
            "The weights belong before the division: weight times density, then divided by the sum of these.",
        ),
        Mistake(
            "the weights before x_t is seen",
            edit("joint / joint.sum()", "weights"),
            r"Those are the probabilities before $x_t$ is seen. Bayes' rule multiplies each by the density of $x_t$.",
        ),
        Mistake(
            "logarithms for densities",
            edit(
                "np.exp(-((x_t - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)",
                "(-((x_t - alpha * means) ** 2) / (2 * C) - 0.5 * np.log(2 * np.pi * C))",
            ),
            "You used the logarithm of the density. Bayes' rule multiplies by the density.",
        ),
        Mistake(
            "x_t multiplied by α",
            edit(_SQUARE, "(alpha * x_t - means) ** 2"),
            r"$x_t$ is observed. It is the components' means that are multiplied by $\alpha$.",
        ),
        Mistake(
            "divided by a running total",
            _running_total,
            "The sum below must be complete before you divide: first all components, then the division.",
        ),
    ],
    hints=[
        r"Given component $k$, $x_t$ is Gaussian. What are its mean and its variance?",
        r"Bayes: weight times density of $x_t$ under component $k$, divided by the sum of these over $k$.",
    ],
)


def denoised(x_t, alpha, sigma, weights, means, stds):
    """E[x_0 | x_t] for a mixture of Gaussians on the line."""
    C = alpha**2 * stds**2 + sigma**2
    joint = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
    r = joint / joint.sum()
    gain = alpha * stds**2 / C
    return np.sum(r * (means + gain * (x_t - alpha * means)))


def _score(x_t, alpha, sigma, weights, means, stds):
    C = alpha**2 * stds**2 + sigma**2
    joint = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * C)) / np.sqrt(2 * np.pi * C)
    return -np.sum(joint * (x_t - alpha * means) / C) / joint.sum()


def _tweedie_sign(x_t, alpha, sigma, weights, means, stds):
    return (x_t - sigma**2 * _score(x_t, alpha, sigma, weights, means, stds)) / alpha


def _tweedie_sigma(x_t, alpha, sigma, weights, means, stds):
    return (x_t + sigma * _score(x_t, alpha, sigma, weights, means, stds)) / alpha


def _likeliest(x_t, alpha, sigma, weights, means, stds):
    k = np.argmax(responsibilities(x_t, alpha, sigma, weights, means, stds))
    C = alpha**2 * stds[k] ** 2 + sigma**2
    return means[k] + alpha * stds[k] ** 2 / C * (x_t - alpha * means[k])


def _as_one_gaussian(x_t, alpha, sigma, weights, means, stds):
    mean = np.sum(weights * means)
    variance = np.sum(weights * (stds**2 + means**2)) - mean**2
    return mean + alpha * variance / (alpha**2 * variance + sigma**2) * (x_t - alpha * mean)


_GUESSES = "means + gain * (x_t - alpha * means)"

DENOISED = Function(
    "04.4",
    title="The best estimate of x₀",
    points=3,
    reference=denoised,
    inputs=mixture_inputs,
    mistakes=[
        Mistake(
            "the components' means averaged",
            edit(f"({_GUESSES})", "means"),
            "Right for components that are points. Within a wide component $x_t$ also says where: on its left or on "
            "its right.",
        ),
        Mistake(
            "the likeliest component only",
            _likeliest,
            "You took the estimate of the likeliest component. The expectation averages over all, with their "
            "probabilities.",
        ),
        Mistake(
            "weights for responsibilities",
            edit("r = joint / joint.sum()", "r = weights"),
            r"You averaged with the weights the components have before $x_t$ is seen.",
        ),
        Mistake(
            "responsibilities that do not add up to 1",
            edit("r = joint / joint.sum()", "r = joint"),
            "An average needs weights that add up to 1. Divide by the sum of the $w_k$ times the densities.",
        ),
        Mistake(
            "the estimates not averaged but added",
            edit(f"r * ({_GUESSES})", _GUESSES),
            "You added the components' estimates. The expectation weighs each with its responsibility.",
        ),
        Mistake(
            "the estimates not added up",
            edit(f"np.sum(r * ({_GUESSES}))", f"r * ({_GUESSES})"),
            "You returned one number a component. The expectation is their sum.",
        ),
        Mistake(
            "the gain without α",
            edit("gain = alpha * stds**2", "gain = stds**2"),
            r"The gain is covariance over variance. $\operatorname{Cov}(x_0,\ \alpha x_0+\sigma\varepsilon)$ is not "
            "the variance of $x_0$.",
        ),
        Mistake(
            "the gain of x_t's own signal",
            edit("gain = alpha * stds**2", "gain = alpha**2 * stds**2"),
            r"With $\alpha^2$ on top you estimate the deviation of $\alpha x_0$, not of $x_0$.",
        ),
        Mistake(
            "the gain of the noise",
            edit("gain = alpha * stds**2", "gain = sigma**2"),
            r"$\sigma^2/C$ is the share of the noise in $x_t$. The estimate of $x_0$ needs the share of the signal.",
        ),
        Mistake(
            "standard deviations in the gain",
            edit("gain = alpha * stds**2 / C", "gain = alpha * stds / np.sqrt(C)"),
            "The gain is covariance over variance: squares above and below, no roots.",
        ),
        Mistake(
            "a standard deviation in the gain",
            edit("gain = alpha * stds**2", "gain = alpha * stds"),
            "In the gain stands the variance of the component, `stds**2`.",
        ),
        Mistake(
            "α forgotten below",
            edit("gain = alpha * stds**2 / C", "gain = alpha * stds**2 / (stds**2 + sigma**2)"),
            r"Below stands the variance of $x_t$ in the component. In $x_t$, $x_0$ is multiplied by $\alpha$.",
        ),
        Mistake(
            "signal over noise",
            edit("gain = alpha * stds**2 / C", "gain = alpha * stds**2 / sigma**2"),
            r"Below stands the whole variance of $x_t$ in the component, signal and noise together.",
        ),
        Mistake(
            "the mean at time 0 subtracted",
            edit("gain * (x_t - alpha * means)", "gain * (x_t - means)"),
            r"What is new in $x_t$ is its distance from where the component stands at time $t$, not at time 0.",
        ),
        Mistake(
            "the correction subtracted",
            edit("means + gain", "means - gain"),
            "If $x_t$ lies to the right of its component's mean, so probably does $x_0$. Which sign has the "
            "correction?",
        ),
        Mistake(
            "the mean at time t",
            edit("means + gain", "alpha * means + gain"),
            r"$\alpha m_k$ is where the component stands at time $t$. Your estimate is of $x_0$, at time 0.",
        ),
        Mistake(
            "x_t divided by α, the noise not",
            edit(
                "gain = alpha * stds**2 / C",
                "gain = stds**2 / (stds**2 + sigma**2)",
                "gain * (x_t - alpha * means)",
                "gain * (x_t / alpha - means)",
            ),
            r"$x_t/\alpha$ is $x_0$ plus noise of which standard deviation? Not $\sigma$.",
        ),
        Mistake(
            "the means averaged and divided by α",
            edit(f"({_GUESSES})", "means / alpha"),
            r"The $m_k$ are means at time 0 already: nothing is to be divided by $\alpha$. And within a component "
            "$x_t$ also says where.",
        ),
        Mistake(
            "the means at time t averaged",
            edit(f"({_GUESSES})", "alpha * means"),
            r"$\alpha m_k$ is where a component stands at time $t$. The guess is of $x_0$, and within a component "
            "$x_t$ also says where.",
        ),
        Mistake(
            "α forgotten everywhere",
            edit(
                "alpha**2 * ",
                "",
                _SQUARE,
                "(x_t - means) ** 2",
                "gain = alpha * ",
                "gain = ",
                "gain * (x_t - alpha * means)",
                "gain * (x_t - means)",
            ),
            r"That is right for $x_t=x_0+\sigma\varepsilon$. Here $x_0$ is multiplied by $\alpha$.",
        ),
        Mistake(
            "α forgotten in gain and residual",
            edit(
                "gain = alpha * stds**2 / C",
                "gain = stds**2 / (stds**2 + sigma**2)",
                "gain * (x_t - alpha * means)",
                "gain * (x_t - means)",
            ),
            r"Gain and residual are those of $x_t=x_0+\sigma\varepsilon$. Here $x_0$ is multiplied by $\alpha$.",
        ),
        Mistake(
            "the noise ignored", lambda x_t, alpha, *rest: x_t / alpha, r"$x_t/\alpha$ would be right without noise."
        ),
        Mistake(
            "the data taken for one Gaussian",
            _as_one_gaussian,
            "That is the best straight-line estimate, which uses only mean and variance of the data. The best "
            "estimate bends.",
        ),
        Mistake(
            "the signal estimated",
            edit(f"np.sum(r * ({_GUESSES}))", f"alpha * np.sum(r * ({_GUESSES}))"),
            r"That is the estimate of $\alpha x_0$. $x_0$ itself is asked.",
        ),
        Mistake(
            "the score's sign",
            _tweedie_sign,
            r"The score points towards the data, against the noise: add $\sigma^2$ times the score, do not subtract "
            "it.",
        ),
        Mistake(
            "σ for σ² before the score",
            _tweedie_sigma,
            r"The score is minus the expected noise over $\sigma$, so the noise to take away is $\sigma^2$ times the "
            "score.",
        ),
        Mistake(
            "the responsibilities of time 0",
            edit(_SQUARE, "(x_t - means) ** 2", "(2 * C)", "(2 * stds**2)", "(2 * np.pi * C)", "(2 * np.pi * stds**2)"),
            r"The shares must be those at time $t$: how likely is $x_t$ under each component with its noise?",
        ),
        Mistake(
            "means not shrunk in the responsibilities",
            edit(_SQUARE, "(x_t - means) ** 2"),
            r"In the responsibilities the components stand at $\alpha m_k$.",
        ),
        Mistake(
            "means shrunk nowhere",
            edit(_SQUARE, "(x_t - means) ** 2", "gain * (x_t - alpha * means)", "gain * (x_t - means)"),
            r"At time $t$ the components stand at $\alpha m_k$, in the responsibilities and in the residual.",
        ),
        Mistake(
            "variance used as standard deviation in the responsibilities",
            edit("(2 * C)", "(2 * C**2)", "np.sqrt(2 * np.pi * C)", "C"),
            "In the responsibilities you gave the variance where a standard deviation is expected (`norm.pdf` takes "
            "the "
            "standard deviation).",
        ),
        Mistake(
            "no weights in the responsibilities",
            edit("weights * np.exp", "np.exp"),
            "In the responsibilities the weights are missing: Bayes' rule has a prior.",
        ),
        Mistake(
            "densities not normalised in the responsibilities",
            edit(_HEIGHT, ""),
            "In the responsibilities each Gaussian needs its factor $1/\\sqrt{C_{t,k}}$: they differ in width.",
        ),
        Mistake(
            "no half in the responsibilities' exponent",
            edit("(2 * C)", "C"),
            "In the responsibilities: what stands before the square in the exponent of a Gaussian?",
        ),
        *_WIDTHS[1:],  # without any noise the estimate is x_t/α, named above
    ],
    hints=[
        "Given the component, $x_0$ and $x_t$ are jointly Gaussian: appendix B, equation (B.7), gives "
        r"$\operatorname E[x_0\mid x_t, k]$.",
        "Then average over $k$ with the responsibilities of exercise 04.3.",
    ],
)
