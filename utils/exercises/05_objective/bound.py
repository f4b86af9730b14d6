"""05.2 and 05.5: telescoping, what the simple loss changes."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 05.2 ----------------------------------------------------------------- telescoping
def log_posteriors(log_forward, log_marginal):
    """Σ_{t=2}^T log q(x_{t−1} | x_t, x_0) from log q(x_t | x_{t−1}) and log q(x_t | x_0), t = 1, ..., T."""
    turned = log_forward[1:] + log_marginal[:-1] - log_marginal[1:]
    return np.sum(turned)


def path_inputs(rng):
    """The worked value; paths of 2 to 9 steps. log q(x_1 | x_0) is the first entry of both arrays."""
    inputs = [(np.array([-1.0, -0.5, -0.3]), np.array([-1.0, -1.4, -1.6]))]
    for T in (2, 3, 5, 9):
        forward, marginal = rng.normal(-1, 1, size=(2, T))
        marginal[0] = forward[0]
        inputs.append((forward, marginal))
    return inputs


def _return_in_loop(log_forward, log_marginal):
    total = 0.0
    for t in range(1, len(log_forward)):
        total += log_forward[t] + log_marginal[t - 1] - log_marginal[t]
        return total


def _neighbour_after(log_forward, log_marginal):
    total = 0.0
    for t in range(1, len(log_forward) - 1):
        total += log_forward[t] + log_marginal[t + 1] - log_marginal[t]
    return total


_TURNED = "log_forward[1:] + log_marginal[:-1] - log_marginal[1:]"
_EARLY = "The loop or slice stops one factor too early: the last one is that of $t=T$, entry $T-1$."

TELESCOPING = Function(
    "05.2",
    title="Telescoping",
    points=2,
    reference=log_posteriors,
    inputs=path_inputs,
    mistakes=[
        Mistake(
            "the noising path",
            edit("np.sum(turned)", "np.sum(log_forward)"),
            r"That is $\log q(x_1,\dots,x_T\mid x_0)$. The reverse conditionals make up all of it but one factor, "
            r"(5.5).",
        ),
        Mistake(
            "the forward factors alone",
            edit(_TURNED, "log_forward[1:]"),
            "That is the sum of the forward factors from $t=2$ on. (5.4) also has a ratio of two marginals, and the "
            "ratios do not all cancel.",
        ),
        Mistake(
            "the ratio upside down",
            edit("+ log_marginal[:-1] - log_marginal[1:]", "- log_marginal[:-1] + log_marginal[1:]"),
            "Check with (5.4): which of the two marginals stands in the denominator?",
        ),
        Mistake(
            "the first forward step counted too",
            edit("np.sum(turned)", "np.sum(turned) + log_forward[0]"),
            r"$q(x_1\mid x_0)$ is counted twice: the sum runs from $t=2$, so its forward factors begin with "
            r"$q(x_2\mid x_1)$.",
        ),
        Mistake(
            "the last forward factor left out",
            edit("log_forward[1:]", "log_forward[:-1]"),
            "You left out the last forward factor instead of the first. Entry 0 is $t=1$.",
        ),
        Mistake(
            "the last step left out",
            edit(_TURNED, "(log_forward[1:] + log_marginal[:-1] - log_marginal[1:])[:-1]"),
            _EARLY,
        ),
        Mistake(
            "the first step left out",
            edit(_TURNED, "(log_forward[1:] + log_marginal[:-1] - log_marginal[1:])[1:]"),
            "Your sum begins at $t=3$. Entry 0 is $t=1$, so $t=2$ is entry 1.",
        ),
        Mistake(
            "all marginals subtracted",
            edit(" + log_marginal[:-1] - log_marginal[1:]", " - log_marginal[1:]"),
            "Each fraction of (5.4) has two marginals, at $t$ and at $t-1$. All but two appear once above and once "
            "below, "
            "and cancel.",
        ),
        Mistake(
            "one marginal kept",
            edit("np.sum(turned)", "np.sum(log_forward[1:]) - log_marginal[-1]"),
            "Two marginals survive the telescope: one at each end.",
        ),
        Mistake(
            "the end added",
            edit("np.sum(turned)", "np.sum(log_forward[1:]) + log_marginal[0] + log_marginal[-1]"),
            "One of the two marginals that survive is divided by.",
        ),
        Mistake(
            "the surviving marginal at t = 2",
            edit("np.sum(turned)", "np.sum(log_forward[1:]) + log_marginal[1] - log_marginal[-1]"),
            "Entry 0 of the marginals is $t=1$. Which marginal stands below in the first fraction, $t=2$?",
        ),
        Mistake(
            "the marginal before the last",
            edit("np.sum(turned)", "np.sum(log_forward[1:]) + log_marginal[0] - log_marginal[-2]"),
            r"The marginal that is divided by is that of $t=T$, the last entry.",
        ),
        Mistake(
            "the neighbour on the other side",
            _neighbour_after,
            "In (5.4) the other marginal is that of $t-1$, not of $t+1$.",
        ),
        Mistake(
            "the steps, not their sum",
            edit("np.sum(turned)", "turned"),
            "You returned the factors one by one. Their sum is asked.",
        ),
        Mistake(
            "the mean",
            edit("np.sum(turned)", "np.mean(turned)"),
            "You returned the mean of the factors' logarithms. Their sum is asked.",
        ),
        Mistake(
            "the density for its logarithm",
            edit("np.sum(turned)", "np.exp(np.sum(turned))"),
            "The logarithm of the product is asked, not the product.",
        ),
        Mistake(
            "logarithms multiplied",
            edit("np.sum(turned)", "np.prod(log_forward[1:] * log_marginal[:-1] / log_marginal[1:])"),
            "The arguments are logarithms already: a product of densities is a sum of logarithms.",
        ),
        Mistake(
            "the sign",
            edit("np.sum(turned)", "-np.sum(turned)"),
            "Logarithms of densities are asked as they are, not as costs.",
        ),
        Mistake(
            "running sums",
            edit("np.sum(turned)", "np.cumsum(turned)"),
            "You returned running sums. The last of them is asked, one number.",
        ),
        Mistake(
            "the two ends in every term",
            edit(_TURNED, "log_forward[1:] + log_marginal[0] - log_marginal[-1]"),
            "You added the two surviving marginals to each term. They come in once: check the brackets.",
        ),
        Mistake(
            "the first marginal subtracted",
            edit("np.sum(turned)", "np.sum(log_forward[1:]) - log_marginal[0]"),
            r"$q(x_1\mid x_0)$ is not among the forward factors from $t=2$ on, so there is nothing to take off; and "
            "the last marginal is missing.",
        ),
        Mistake(
            "first and last forward factor left out",
            edit("np.sum(turned)", "np.sum(log_forward[1:-1]) + log_marginal[0] - log_marginal[-1]"),
            "The forward factors run from $t=2$ to $t=T$: entry 1 to the last one, which is included.",
        ),
        Mistake(
            "return in the loop",
            _return_in_loop,
            "Your function returns after the first step. Is `return` indented too far?",
        ),
    ],
    hints=[
        r"Take logarithms in (5.4), for $t=2,\dots,T$, and add up. Which marginals appear twice with opposite sign?",
        r"Two survive: $\log q(x_1\mid x_0)$ and $\log q(x_T\mid x_0)$. With which signs?",
    ],
)


# 05.5 ----------------------------------------------------------------- predict: what the simple loss changes
WHAT_IT_DROPS = Prediction(
    "05.5",
    title="Predict: what the simple loss changes",
    points=1,
    options={
        "a": "equal, about",
        "b": "the one at t = 2 about 10 times as much",
        "c": "the one at t = 2 about 100 times as much",
        "d": "the one at t = 500 about 10 times as much",
    },
    reference="c",
    mistakes=[
        Mistake("equal", "a", "Equal weights are what the simple loss has. The bound does not."),
        Mistake(
            "ten times",
            "b",
            "The weight is half the relative loss of SNR in a step. From $t=1$ to 2 the SNR more than halves; at "
            "$t=500$ a step loses 1 %.",
        ),
        Mistake(
            "the middle",
            "d",
            "In the middle one step changes the SNR by about 1 %. Near the data it more than halves it.",
        ),
    ],
    reveal=r"The weight of the noise error is $\frac12\left(\operatorname{SNR}(t-1)/\operatorname{SNR}(t)-1\right)$. "
    r"At $t=2$ that is 0.6, "
    "at $t=500$ it is 0.0055. The simple loss gives both weight 1, so beside the bound it neglects the last steps "
    "before the data.",
)
