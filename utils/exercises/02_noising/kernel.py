"""02.5 and 02.6: from any time to any later one, and β from ᾱ."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, edit


# 02.5 ----------------------------------------------------------------- the kernel from s to t
def kernel(alpha_bar_s, alpha_bar_t):
    """Scale and standard deviation of q(x_t | x_s), s ≤ t."""
    scale = np.sqrt(alpha_bar_t / alpha_bar_s)
    variance = (1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)
    return scale, np.sqrt(variance)


def kernel_inputs(rng):
    s = rng.uniform(0.5, 0.99, size=3)
    drawn = [(float(a), float(a * f)) for a, f in zip(s, rng.uniform(0.1, 0.9, size=3))]
    return [(0.81, 0.36), (1.0, 0.36), (0.5, 0.5), (0.4, 1e-4), *drawn]


def kernel_from_t_to_s(alpha_bar_s, alpha_bar_t):
    scale = np.sqrt(alpha_bar_s / alpha_bar_t)
    return scale, np.sqrt(1 - scale**2)


def ratio_upside_down(alpha_bar_s, alpha_bar_t):
    ratio = alpha_bar_s / alpha_bar_t
    return np.sqrt(ratio), np.sqrt(ratio - 1)


def backward_deviation(alpha_bar_s, alpha_bar_t):
    scale = np.sqrt(alpha_bar_t / alpha_bar_s)
    return scale, np.sqrt((1 - alpha_bar_s) / (1 - alpha_bar_t) * (1 - scale**2))


RATIO = r"$\bar\alpha$ is the square of what multiplies $x_0$. Then what multiplies $x_s$ on the way to $t$?"
SHRUNK = (
    r"$(1-\bar\alpha_t) - (1-\bar\alpha_s)$ forgets that the noise already in $x_s$ is shrunk on the way to $t$: "
    r"its variance at $t$ is $\frac{\bar\alpha_t}{\bar\alpha_s}(1-\bar\alpha_s)$."
)
SUBTRACT = (
    "Standard deviations neither add nor subtract. Subtract variances, after shrinking the noise already there by the "
    "scale squared."
)

KERNEL = Function(
    "02.5",
    title="From any time to any later time",
    points=2,
    reference=kernel,
    inputs=kernel_inputs,
    atol=1e-7,
    mistakes=[
        Mistake(
            "standard deviations subtracted",
            edit("np.sqrt(variance)", "np.sqrt(1 - alpha_bar_t) - np.sqrt(1 - alpha_bar_s)"),
            SUBTRACT,
        ),
        Mistake(
            "standard deviations subtracted, the old one shrunk",
            edit("np.sqrt(variance)", "np.sqrt(1 - alpha_bar_t) - scale * np.sqrt(1 - alpha_bar_s)"),
            "Shrinking the old noise is right. But standard deviations do not subtract: subtract the variances.",
        ),
        Mistake("old noise not shrunk", edit("scale**2 * (1 - alpha_bar_s)", "(1 - alpha_bar_s)"), SHRUNK),
        Mistake(
            "the variance returned",
            edit("np.sqrt(variance)", "variance"),
            "Your second number is a variance. The standard deviation is asked.",
        ),
        Mistake("scale without the root", edit("return scale", "return scale**2"), RATIO),
        Mistake(
            "the ratio upside down, turned in both",
            ratio_upside_down,
            r"Your signal grows on the way from $s$ to the later $t$. Noising shrinks it: $\alpha_t\le\alpha_s$.",
        ),
        Mistake(
            "ᾱ taken for α",
            edit(
                "np.sqrt(alpha_bar_t / alpha_bar_s)",
                "alpha_bar_t / alpha_bar_s",
                "(1 - alpha_bar_t)",
                "(1 - alpha_bar_t**2)",
                "(1 - alpha_bar_s)",
                "(1 - alpha_bar_s**2)",
            ),
            r"You used $\bar\alpha$ as the factor of $x_0$. Its square root is.",
        ),
        Mistake(
            "ᾱ taken for α in the scale",
            edit("np.sqrt(alpha_bar_t / alpha_bar_s)", "alpha_bar_t / alpha_bar_s"),
            RATIO + " (Your wrong scale has spoiled the second number too.)",
        ),
        Mistake(
            "old noise not subtracted",
            edit(" - scale**2 * (1 - alpha_bar_s)", ""),
            r"$\sqrt{1-\bar\alpha_t}$ is all the noise in $x_t$. Part of it was already in $x_s$.",
        ),
        Mistake(
            "old noise added",
            edit("- scale**2", "+ scale**2"),
            "The noise at $t$ contains the old one. What is new is the difference, not the sum.",
        ),
        Mistake(
            "scale not squared",
            edit("scale**2 *", "scale *"),
            "In (2.8) the old variance is multiplied by the scale *squared*.",
        ),
        Mistake(
            "the ratio upside down",
            kernel_from_t_to_s,
            r"From $s$ to the later $t$ the signal shrinks, so the scale is below 1: "
            r"$\bar\alpha_t/\bar\alpha_s$, not $\bar\alpha_s/\bar\alpha_t$.",
        ),
        Mistake(
            "only the scale upside down",
            edit("return scale", "return 1 / scale"),
            r"From $s$ to the later $t$ the signal shrinks, so the scale is below 1.",
        ),
        Mistake(
            "1 minus the scale",
            edit("np.sqrt(variance)", "np.sqrt(1 - scale)"),
            "The squares add up to 1: scale² + std² = 1. You left the square out.",
        ),
        Mistake(
            "1 minus the scale, no root",
            edit("np.sqrt(variance)", "1 - scale"),
            "The squares add up to 1, not the numbers: scale² + std² = 1.",
        ),
        Mistake(
            "a difference in place of a ratio",
            edit(
                "np.sqrt(alpha_bar_t / alpha_bar_s)",
                "np.sqrt(alpha_bar_t) - np.sqrt(alpha_bar_s)",
                "(1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)",
                "1 - scale**2",
            ),
            r"Factors multiply: $\alpha_{t|s}\,\alpha_s = \alpha_t$. How do you get $\alpha_{t|s}$ out of it?",
        ),
        Mistake(
            "a product in place of a ratio",
            edit(
                "alpha_bar_t / alpha_bar_s",
                "alpha_bar_t * alpha_bar_s",
                "(1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)",
                "1 - scale**2",
            ),
            r"Factors multiply: $\alpha_{t|s}\,\alpha_s = \alpha_t$. Divide by $\alpha_s$.",
        ),
        Mistake(
            "a product in the scale",
            edit("alpha_bar_t / alpha_bar_s", "alpha_bar_t * alpha_bar_s"),
            r"Factors multiply: $\alpha_{t|s}\,\alpha_s = \alpha_t$. Divide by $\alpha_s$.",
        ),
        Mistake(
            "from time 0",
            edit("alpha_bar_t / alpha_bar_s", "alpha_bar_t", " - scale**2 * (1 - alpha_bar_s)", ""),
            "That goes from $x_0$ to $x_t$. Here the process starts from $x_s$.",
        ),
        Mistake(
            "a ratio of the noises",
            edit("np.sqrt(variance)", "np.sqrt((1 - alpha_bar_t) / (1 - alpha_bar_s))"),
            "Signals divide, because factors multiply. Noise variances add, so they subtract.",
        ),
        Mistake(
            "the deviation of the reverse step",
            backward_deviation,
            r"That is the standard deviation of $x_s$ when $x_t$ and $x_0$ are known (lecture 04). "
            r"Here only $x_s$ is known, and $x_t$ is asked.",
        ),
        Mistake(
            "standard deviation first",
            edit("return scale, np.sqrt(variance)", "return np.sqrt(variance), scale"),
            "Right values, in the wrong order: the scale comes first.",
        ),
        Mistake(
            "the noise already there",
            edit("np.sqrt(variance)", "np.sqrt(1 - alpha_bar_s)"),
            r"$\sqrt{1-\bar\alpha_s}$ is the noise that $x_s$ has already. What comes on top of it until $t$?",
        ),
        Mistake(
            "the difference, the wrong way round",
            edit("np.sqrt(variance)", "np.sqrt(alpha_bar_t - alpha_bar_s)"),
            r"$\bar\alpha$ falls with $t$, so you take the root of a negative number. " + SHRUNK,
        ),
        Mistake(
            "half a root in the scale",
            edit(
                "np.sqrt(alpha_bar_t / alpha_bar_s)",
                "np.sqrt(alpha_bar_t) / alpha_bar_s",
                "(1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)",
                "1 - scale**2",
            ),
            r"You rooted $\bar\alpha_t$ and not $\bar\alpha_s$. Both are squares.",
        ),
        Mistake(
            "β taken as a difference",
            edit(
                "alpha_bar_t / alpha_bar_s",
                "1 - (alpha_bar_s - alpha_bar_t)",
                "(1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)",
                "1 - scale**2",
            ),
            r"What the way from $s$ to $t$ keeps of the signal's power is a ratio, $\bar\alpha_t/\bar\alpha_s$.",
        ),
        Mistake(
            "the old noise of the wrong time",
            edit(
                "(1 - alpha_bar_t)", "(1 - alpha_bar_s)", "scale**2 * (1 - alpha_bar_s)", "scale**2 * (1 - alpha_bar_t)"
            ),
            r"In (2.8) $\sigma_t^2$ stands first, and $\sigma_s^2$ is what is shrunk. You have exchanged them.",
        ),
        Mistake(
            "scale squared twice",
            edit("scale**2 *", "scale**4 *"),
            "The scale is a root already: squared once it is the factor of the old variance.",
        ),
    ],
    hints=[
        r"Let $x_t = a\,x_s + b\,\varepsilon$. Put $x_s = \sqrt{\bar\alpha_s}\,x_0 + \dots$ into it: the factor before "
        r"$x_0$ "
        r"must be $\sqrt{\bar\alpha_t}$. That gives $a$.",
        r"The variance given $x_0$ must be $1-\bar\alpha_t$: $a^2(1-\bar\alpha_s) + b^2 = 1-\bar\alpha_t$. That gives "
        r"$b$.",
    ],
)


# 02.6 ----------------------------------------------------------------- β from ᾱ
def table_inputs(rng):
    drawn = [(float(a * f), float(a)) for a, f in zip(rng.uniform(0.2, 1.0, size=5), rng.uniform(0.5, 0.99, size=5))]
    return [dict(alpha_bar_t=a, alpha_bar_prev=b) for a, b in [(0.6, 0.8), (0.9, 1.0), (1e-4, 0.3), *drawn]]


LOSS = "The loss of the last step is a share of what was there before it."
DIVIDE = r"$\bar\alpha_t$ is a product. How do you get one factor of a product back?"

BETA_FROM_ALPHA_BAR = Formula(
    "02.6",
    title="β from ᾱ",
    points=1,
    reference="1 - alpha_bar_t / alpha_bar_prev",
    inputs=table_inputs,
    mistakes=[
        Mistake(
            "β taken as 1 − ᾱ_t",
            edit(" / alpha_bar_prev", ""),
            r"$1-\bar\alpha_t$ is the variance gathered over all $t$ steps. $\beta_t$ is what the last step alone "
            r"adds.",
        ),
        Mistake(
            "β taken as 1 − ᾱ_{t−1}",
            edit("alpha_bar_t / ", ""),
            r"$1-\bar\alpha_{t-1}$ is the variance gathered before this step. $\beta_t$ is what this step adds.",
        ),
        Mistake("a difference", "alpha_bar_prev - alpha_bar_t", DIVIDE),
        Mistake("a difference, the wrong way round", "alpha_bar_t - alpha_bar_prev", "Yours is negative. " + DIVIDE),
        Mistake(
            "1 − β given",
            edit("1 - ", ""),
            r"That is the last factor of the product. It is $1-\beta_t$.",
        ),
        Mistake(
            "the ratio upside down, 1 − β given",
            "alpha_bar_prev / alpha_bar_t",
            r"$\bar\alpha$ falls with $t$, so yours is above 1. And $\frac{\bar\alpha_t}{\bar\alpha_{t-1}}$ is "
            r"$1-\beta_t$.",
        ),
        Mistake("the sign", "alpha_bar_t / alpha_bar_prev - 1", r"Yours is negative. $\beta_t$ is a variance."),
        Mistake("a product", edit(" / ", " * "), "To undo a product, divide."),
        Mistake(
            "the standard deviation",
            "sqrt(1 - alpha_bar_t / alpha_bar_prev)",
            r"That is $\sqrt{\beta_t}$, the standard deviation of the step's noise.",
        ),
        Mistake(
            "the factor of the signal",
            "sqrt(alpha_bar_t / alpha_bar_prev)",
            r"That is $\sqrt{1-\beta_t}$, what multiplies the signal in this step.",
        ),
        Mistake("divided by the later", "(alpha_bar_prev - alpha_bar_t) / alpha_bar_t", LOSS),
        Mistake(
            "a root too many",
            "1 - sqrt(alpha_bar_t / alpha_bar_prev)",
            r"$\bar\alpha$ is the product of the $1-\beta_s$ themselves, not of their roots.",
        ),
        Mistake(
            "a square too many",
            "1 - (alpha_bar_t / alpha_bar_prev)**2",
            r"$\bar\alpha$ is the product of the $1-\beta_s$ themselves, not of their squares.",
        ),
        Mistake(
            "the ratio upside down",
            "1 - alpha_bar_prev / alpha_bar_t",
            r"$\bar\alpha$ falls with $t$, so $\bar\alpha_{t-1}/\bar\alpha_t$ is above 1 and your $\beta$ is negative.",
        ),
        Mistake(
            "brackets too early",
            "(1 - alpha_bar_t) / alpha_bar_prev",
            "Your bracket takes the 1 along. Divide first, then subtract from 1.",
        ),
        Mistake(
            "brackets too early, twice",
            "(1 - alpha_bar_t) / (1 - alpha_bar_prev)",
            r"You divided the gathered noise variances. It is the $\bar\alpha$ that are products.",
        ),
        Mistake(
            "1 minus the ratio of the noises",
            "1 - (1 - alpha_bar_t) / (1 - alpha_bar_prev)",
            r"You divided the gathered noise variances. It is the $\bar\alpha$ that are products.",
        ),
        Mistake(
            "the ratio of the noises, upside down",
            "(1 - alpha_bar_prev) / (1 - alpha_bar_t)",
            r"You divided the gathered noise variances. It is the $\bar\alpha$ that are products.",
        ),
        Mistake(
            "1 minus the ratio of the noises, upside down",
            "1 - (1 - alpha_bar_prev) / (1 - alpha_bar_t)",
            r"You divided the gathered noise variances. It is the $\bar\alpha$ that are products.",
        ),
        Mistake("a share of the noise before", "(alpha_bar_prev - alpha_bar_t) / (1 - alpha_bar_prev)", LOSS),
        Mistake(
            "the variance of the reverse step",
            "(1 - alpha_bar_prev) / (1 - alpha_bar_t) * (1 - alpha_bar_t / alpha_bar_prev)",
            r"That is $\tilde\beta_t$, the variance of the step *back* when $x_0$ is known (lecture 04).",
        ),
        Mistake(
            "a logarithm",
            "log(alpha_bar_prev / alpha_bar_t)",
            r"That is $-\log(1-\beta_t)$, which is near $\beta_t$ only while $\beta_t$ is small.",
        ),
        Mistake(
            "half a logarithm",
            "0.5 * log(alpha_bar_prev / alpha_bar_t)",
            r"That is the step's length $\Delta_t$ on the Ornstein–Uhlenbeck clock. $\beta_t$ itself is asked.",
        ),
        Mistake("1 minus the difference", "1 - (alpha_bar_prev - alpha_bar_t)", DIVIDE),
        Mistake("the root of the difference", "sqrt(alpha_bar_prev - alpha_bar_t)", DIVIDE + " And no root."),
        Mistake("both subtracted", "1 - alpha_bar_t - alpha_bar_prev", DIVIDE),
        Mistake(
            "the worked value",
            "0.25",
            r"That is $\beta_t$ for the worked value only. Write a formula in both $\bar\alpha$.",
        ),
    ],
    hints=[r"$\bar\alpha_t = (1-\beta_t)\,\bar\alpha_{t-1}$. Solve for $\beta_t$."],
)
