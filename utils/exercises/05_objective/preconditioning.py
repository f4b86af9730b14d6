"""05.7: a sixth prediction, the best of its kind."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 05.7 ----------------------------------------------------------------- a sixth prediction
def preconditioning(sigma, sigma_data):
    """c_skip and c_out of Karras et al. 2022 for x = x_0 + σ ε."""
    total = sigma**2 + sigma_data**2
    c_skip = sigma_data**2 / total
    c_out = sigma * sigma_data / np.sqrt(total)
    return c_skip, c_out


_SKIP = "sigma_data**2 / total"
_OUT = "sigma * sigma_data / np.sqrt(total)"
_SPREAD = (
    r"Compute the variance of $x_0-c_{\text{skip}}x$ with your own $c_{\text{skip}}$: "
    r"$(1-c)^2\sigma_{\text{data}}^2+c^2\sigma^2$."
)

SIXTH = Function(
    "05.7",
    title="A sixth prediction, the best of its kind",
    points=3,
    reference=preconditioning,
    inputs=lambda rng: (
        [(0.5, 0.8), (1.0, 1.0), (80.0, 0.5), (0.002, 0.5)]
        + [tuple(float(v) for v in rng.uniform(0.05, 4, size=2)) for _ in range(4)]
    ),
    rtol=1e-5,
    mistakes=[
        Mistake(
            "the noise is kept",
            edit(_SKIP, "sigma**2 / total"),
            r"With no noise $x$ is the answer: $c_{\text{skip}}$ must be 1 at $\sigma=0$.",
        ),
        Mistake(
            "the variance for the standard deviation",
            edit(_OUT, "sigma**2 * sigma_data**2 / total"),
            r"Your second number is the variance of $x_0-c_{\text{skip}}x$. $F$ should have variance 1 after dividing "
            r"by $c_{\text{out}}$.",
        ),
        Mistake(
            "no root below",
            edit("np.sqrt(total)", "total"),
            r"$c_{\text{out}}$ has the unit of the data. Yours has none: the root of the least variance is asked.",
        ),
        Mistake(
            "nothing skipped",
            edit(_SKIP, "0.0", _OUT, "sigma_data"),
            r"$c_{\text{skip}}=0$ predicts $x_0$ itself. A better $c_{\text{skip}}$ leaves less for $F$ to say.",
        ),
        Mistake(
            "all skipped",
            edit(_SKIP, "1.0", _OUT, "sigma"),
            r"$c_{\text{skip}}=1$ predicts the noise alone; with much noise that is far from the least "
            r"$c_{\text{out}}$.",
        ),
        Mistake(
            "roots in the skip",
            edit(_SKIP, "sigma_data / np.sqrt(total)"),
            r"Minimise $(1-c)^2\sigma_{\text{data}}^2+c^2\sigma^2$ over $c$: the solution is a ratio of variances.",
        ),
        Mistake(
            "standard deviations in the skip",
            edit(_SKIP, "sigma_data / (sigma + sigma_data)"),
            "Variances of independent parts add, standard deviations do not.",
        ),
        Mistake(
            "standard deviations added",
            edit(_SKIP, "sigma_data / (sigma + sigma_data)", _OUT, "sigma * sigma_data / (sigma + sigma_data)"),
            "Variances of independent parts add, standard deviations do not.",
        ),
        Mistake(
            "c_out of the whole",
            edit(_OUT, "np.sqrt(total)"),
            r"$\sqrt{\sigma^2+\sigma_{\text{data}}^2}$ is the standard deviation of $x$, the input. $c_{\text{out}}$ "
            r"is that of what $F$ has to explain.",
        ),
        Mistake(
            "the input's scaling",
            edit(_OUT, "1 / np.sqrt(total)"),
            r"$1/\sqrt{\sigma^2+\sigma_{\text{data}}^2}$ is $c_{\text{in}}$, which scales the network's input. "
            r"$c_{\text{out}}$ scales its output.",
        ),
        Mistake(
            "c_out upside down",
            edit(_OUT, "np.sqrt(total) / (sigma * sigma_data)"),
            r"$F=(x_0-c_{\text{skip}}x)/c_{\text{out}}$ has variance 1. So $c_{\text{out}}$ is the standard deviation "
            r"above, not one over it.",
        ),
        Mistake(
            "σ_data missing in c_out",
            edit(_OUT, "sigma / np.sqrt(total)"),
            _SPREAD,
        ),
        Mistake(
            "the data's spread taken for 1",
            edit("total = ", "sigma_data = 1.0\n    total = "),
            r"You used standard deviation 1 for the data. It is given: $\sigma_{\text{data}}$.",
        ),
        Mistake(
            "the two in the wrong order",
            edit("return c_skip, c_out", "return c_out, c_skip"),
            r"You returned $(c_{\text{out}}, c_{\text{skip}})$. $c_{\text{skip}}$ comes first.",
        ),
        Mistake(
            "c_skip alone",
            edit("return c_skip, c_out", "return c_skip"),
            r"You returned $c_{\text{skip}}$ alone. Two numbers are asked.",
        ),
        Mistake(
            "a negative c_out",
            edit(_OUT, "-sigma * sigma_data / np.sqrt(total)"),
            r"$c_{\text{out}}$ is positive, says the statement: of the two roots take the other one.",
        ),
        Mistake("c_out of the noise alone", edit(_OUT, "sigma"), _SPREAD),
        Mistake("c_out of the data alone", edit(_OUT, "sigma_data"), _SPREAD),
        Mistake(
            "the noise squared in c_out",
            edit(_OUT, "sigma**2 / np.sqrt(total)"),
            _SPREAD,
        ),
        Mistake(
            "the data squared in c_out",
            edit(_OUT, "sigma_data**2 / np.sqrt(total)"),
            _SPREAD,
        ),
        Mistake(
            "standard deviations of the parts added",
            edit(_OUT, "(1 - c_skip) * sigma_data + c_skip * sigma"),
            r"$x_0-cx=(1-c)x_0-c\sigma\varepsilon$ has two independent parts: their variances add, not their "
            "standard deviations.",
        ),
        Mistake(
            "the rest for c_out",
            edit(_OUT, "1 - c_skip"),
            r"The two need not add up to 1. $c_{\text{out}}$ is the standard deviation of $x_0-c_{\text{skip}}x$.",
        ),
        Mistake(
            "the noise forgotten in c_out",
            edit(_OUT, "(1 - c_skip) * sigma_data"),
            r"$x_0-cx=(1-c)x_0-c\sigma\varepsilon$ has two random parts. You counted the first only.",
        ),
        Mistake(
            "the data forgotten in c_out",
            edit(_OUT, "c_skip * sigma"),
            r"$x_0-cx=(1-c)x_0-c\sigma\varepsilon$ has two random parts. You counted the second only.",
        ),
        Mistake(
            "x₀ and x taken for independent",
            edit(_OUT, "np.sqrt(sigma_data**2 + c_skip**2 * total)"),
            r"$x$ contains $x_0$, so their variances do not add. Write $x_0-cx=(1-c)x_0-c\sigma\varepsilon$ first.",
        ),
    ],
    hints=[
        r"$x_0-cx=(1-c)x_0-c\sigma\varepsilon$. Its variance is $(1-c)^2\sigma_{\text{data}}^2+c^2\sigma^2$. Minimise "
        r"over $c$.",
        r"$c=\sigma_{\text{data}}^2/(\sigma^2+\sigma_{\text{data}}^2)$. Put it back to get the least variance; "
        r"$c_{\text{out}}$ is its root.",
    ],
)
