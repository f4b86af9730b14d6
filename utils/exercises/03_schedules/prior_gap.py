"""03.4, 03.5 and 03.7: how far a chain is from its prior, what that costs, and how many steps are enough."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, Number, Prediction, edit


# 03.4 ----------------------------------------------------------------- the bound of a published schedule
def bound_T50():
    """L_T of 50 steps in two dimensions."""
    d, betas = 2, np.linspace(1e-4, 0.02, 50)
    alpha_bar = np.prod(1 - betas)
    return -d / 2 * np.log(1 - alpha_bar)


PRODUCT = r"$\bar\alpha_T$ is the product of the factors $1-\beta_s$"
HALF = "Half of the right value: either you left out the dimension $d = 2$, or you took $\\log\\sigma$ where "
HALF += r"$\log\sigma^2$ belongs."

PUBLISHED_GAP = Number(
    "03.4",
    title="The bound for a published schedule",
    points=2,
    reference=bound_T50,
    rtol=0.0,
    atol=5e-4,
    mistakes=[
        Mistake("half of it", edit("d / 2", "1 / 2"), HALF),
        Mistake("twice too large", edit("d / 2", "d"), r"Twice the right value: the $\frac12$ of (3.8) is missing."),
        Mistake(
            "α_T for ᾱ_T",
            edit("np.log(1 - alpha_bar)", "np.log(1 - np.sqrt(alpha_bar))"),
            r"You put $\alpha_T$ where its square $\bar\alpha_T$ belongs.",
        ),
        Mistake(
            "ᾱ_T squared",
            edit("np.log(1 - alpha_bar)", "np.log(1 - alpha_bar**2)"),
            r"$\bar\alpha_T$ is the square already: $\bar\alpha_T = \alpha_T^2$.",
        ),
        Mistake(
            "ᾱ_T itself",
            edit("-d / 2 * np.log(1 - alpha_bar)", "alpha_bar"),
            r"That is $\bar\alpha_{50}$. Put it into (3.8).",
        ),
        Mistake(
            "1 − ᾱ_T",
            edit("-d / 2 * np.log(1 - alpha_bar)", "1 - alpha_bar"),
            r"That is $\sigma_T^2$. Take its logarithm, as (3.8) says.",
        ),
        Mistake(
            "the first 50 steps of 1000",
            edit("0.02, 50)", "0.02, 1000)[:50]"),
            r"Those are the first 50 of 1000 steps. Here $\beta$ reaches 0.02 at step 50.",
        ),
        Mistake(
            "1000 steps",
            edit("0.02, 50)", "0.02, 1000)"),
            r"Almost 0: that is DDPM's chain of 1000 steps. (Or did you multiply the $\beta_s$ and not the "
            r"$1-\beta_s$?) "
            r"This one makes 50, so far more of the signal is left.",
        ),
        Mistake(
            "ᾱ_T taken as e^{−Σβ}",
            edit("np.prod(1 - betas)", "np.exp(-betas.sum())"),
            r"$e^{-\sum\beta}$ is only close to $\bar\alpha_T$. Multiply the factors $1-\beta$.",
        ),
        Mistake(
            "the β added up",
            edit("np.prod(1 - betas)", "1 - np.sum(betas)"),
            PRODUCT + r", not 1 minus the sum of the $\beta_s$.",
        ),
        Mistake(
            "only the last step",
            edit("np.prod(1 - betas)", "1 - betas[-1]"),
            r"That is one step, the last. " + PRODUCT + ", all 50 of them.",
        ),
        Mistake(
            "in bits",
            edit("np.log(", "np.log2("),
            "That is the value in bits. The unit asked for is nats: use the natural logarithm.",
        ),
        Mistake(
            "the logarithm to base 10",
            edit("np.log(", "np.log10("),
            "You took the logarithm to base 10. For nats it is the natural one.",
        ),
        Mistake(
            "the signal's logarithm",
            edit("np.log(1 - alpha_bar)", "np.log(alpha_bar)"),
            r"You took the logarithm of $\bar\alpha_T$. The gap comes from the noise variance, $1-\bar\alpha_T$.",
        ),
        Mistake(
            "the log-SNR",
            edit("-d / 2 * np.log(1 - alpha_bar)", "np.log(alpha_bar / (1 - alpha_bar))"),
            r"That is $\lambda_T$. The bound (3.8) has only the noise in it.",
        ),
        Mistake(
            "the SNR",
            edit("-d / 2 * np.log(1 - alpha_bar)", "alpha_bar / (1 - alpha_bar)"),
            r"That is the terminal SNR. The bound is (3.8).",
        ),
        Mistake(
            "one step short",
            edit("np.prod(1 - betas)", "np.prod(1 - betas[:-1])"),
            r"You used $\bar\alpha_{49}$. The last entry of the cumulative product is $\bar\alpha_{50}$.",
        ),
        Mistake(
            "49 values of β",
            edit("0.02, 50)", "0.02, 49)"),
            "Your table has 49 entries. With $T = 50$ there are 50.",
        ),
        Mistake(
            "added up over all t",
            edit("np.log(1 - alpha_bar)", "np.log(1 - np.cumprod(1 - betas)).sum()"),
            r"$L_T$ belongs to the last step alone: $\bar\alpha_{50}$.",
        ),
        Mistake(
            "T in place of d",
            edit("-d / 2", "-50 / 2"),
            "The factor is the number of dimensions over 2, not the number of steps.",
        ),
        Mistake("for 64 pixels", edit("-d / 2", "-64 / 2"), "Here the data are points in the plane: $d = 2$."),
        Mistake(
            "the sign",
            edit("-d / 2", "d / 2"),
            "A KL divergence is never negative. Mind the minus sign of (3.8).",
        ),
        Mistake(
            "the sign, in one dimension",
            edit("-d / 2", "0.5"),
            "A KL divergence is never negative. Mind the minus sign of (3.8), and that $d = 2$.",
        ),
    ],
    hints=[
        r"$\bar\alpha_T$ is the product of all 50 factors $1-\beta$. `np.linspace(1e-4, 0.02, 50)` gives the $\beta$.",
        r"With $d = 2$, (3.8) is $-\log(1-\bar\alpha_{50})$.",
    ],
)

# 03.5 ----------------------------------------------------------------- predict: which chain draws worst?
WORST_CHAIN = Prediction(
    "03.5",
    title="Predict: which chain gives the worst samples?",
    points=1,
    options={
        "a": "B and C alike: they have too few steps",
        "b": "B alone",
        "c": "C alone: its steps are too large",
        "d": "none: the reverse process is exact",
    },
    reference="b",
    mistakes=[
        Mistake(
            "too few steps",
            "a",
            "C has as few steps as B and samples as well as A: each step back is exact, however large.",
        ),
        Mistake(
            "too large steps",
            "c",
            r"Steps that are run back exactly are never too large. C's large $\beta$ bring it to noise.",
        ),
        Mistake(
            "none", "d", "The reverse process is exact, but it starts from $N(0, 1)$, and B's chain does not end there."
        ),
    ],
    reveal="B leaves 60 % of the signal's power at its last step, so $N(0, 1)$ is the wrong place to start from. "
    r"More steps helped A only because, at the same $\beta$, they are more noise.",
)


# 03.7 ----------------------------------------------------------------- the T at which the bound is 0.1 nats
def enough_steps():
    """The smallest T with L_T ≤ 0.1 nats in two dimensions."""
    d, T = 2, 1
    while -d / 2 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) > 0.1:
        T += 1
    return T


def table_cut_off():
    alpha_bar = np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))
    return 1 + int(np.argmax(-np.log(1 - alpha_bar) <= 0.1))


ENOUGH_STEPS = Number(
    "03.7",
    title="How many steps are enough?",
    points=2,
    reference=enough_steps,
    rtol=0.0,
    atol=1e-6,
    mistakes=[
        Mistake(
            "the bound of one dimension",
            edit("d / 2", "1 / 2"),
            r"You solved $-\frac12\log(1-\bar\alpha_T) \le 0.1$. With $d = 2$ the factor $d/2$ is 1.",
        ),
        Mistake("the bound of four dimensions", edit("d / 2", "d"), "The factor is $d/2 = 1$, not 2."),
        Mistake(
            "the table of T = 1000 cut off",
            table_cut_off,
            r"You cut off the table made for $T = 1000$. For every $T$ the $\beta$ are stretched anew from $10^{-4}$ "
            r"to 0.02.",
        ),
        Mistake(
            "ᾱ_T taken for α_T",
            edit("np.prod(1 - np.linspace(1e-4, 0.02, T))", "np.prod(1 - np.linspace(1e-4, 0.02, T)) ** 2"),
            r"You squared $\bar\alpha_T$. The bar already means a square: $\bar\alpha_T = \alpha_T^2$.",
        ),
        Mistake("one too many", edit("return T", "return T + 1"), "One less already satisfies the bound."),
        Mistake(
            "the last T that is not enough",
            edit("return T", "return T - 1"),
            "At this $T$ the bound is still just above 0.1. You need the first $T$ that satisfies it. "
            "(If you count from 0 in Python, add the one.)",
        ),
        Mistake("in bits", edit("np.log(", "np.log2("), "You used the logarithm to base 2. 0.1 is in nats."),
        Mistake("the logarithm to base 10", edit("np.log(", "np.log10("), "For nats take the natural logarithm."),
        Mistake(
            "the signal's power below 0.1",
            edit("-d / 2 * np.log(1 - np.prod", "(np.prod"),
            r"You required $\bar\alpha_T \le 0.1$. The bound is on $-\frac d2\log(1-\bar\alpha_T)$, which is a little "
            r"more.",
        ),
        Mistake(
            "the signal α below 0.1",
            edit(
                "-d / 2 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T)))",
                "np.sqrt(np.prod(1 - np.linspace(1e-4, 0.02, T)))",
            ),
            r"You required $\alpha_T \le 0.1$, which is $\bar\alpha_T \le 0.01$; or 0.01 nats in place of 0.1. "
            r"The bound is $-\frac d2\log(1-\bar\alpha_T) \le 0.1$.",
        ),
        Mistake(
            "α_T for ᾱ_T",
            edit("np.prod(1 - np.linspace(1e-4, 0.02, T))", "np.sqrt(np.prod(1 - np.linspace(1e-4, 0.02, T)))"),
            r"You put $\alpha_T$ where its square $\bar\alpha_T$ belongs.",
        ),
        Mistake(
            "the SNR below 0.1",
            lambda: next(T for T in range(1, 999) if 1 / (1 / np.prod(1 - np.linspace(1e-4, 0.02, T)) - 1) <= 0.1),
            r"You required a terminal SNR of at most 0.1. The bound is (3.8).",
        ),
        Mistake(
            "ᾱ_T taken as e^{−Σβ}",
            edit("np.prod(1 - np.linspace(1e-4, 0.02, T))", "np.exp(-np.linspace(1e-4, 0.02, T).sum())"),
            r"$e^{-\sum\beta}$ is only close to $\bar\alpha_T$. Multiply the factors $1-\beta$.",
        ),
        Mistake("for 64 pixels", edit("d / 2", "64 / 2"), "Here the data have two dimensions, $d = 2$."),
        Mistake(
            "the signal's logarithm",
            10,
            r"You required $-\log\bar\alpha_T \ge 0.1$, or $\bar\alpha_T \le e^{-0.1}$. The bound is on the noise, "
            r"$-\log(1-\bar\alpha_T)$.",
        ),
        Mistake(
            "the published numbers",
            1000,
            r"1000 steps are enough, as DDPM has them, but they are not the smallest $T$. Let a loop find it.",
        ),
    ],
    hints=[
        r"For every $T$ the $\beta$ are `np.linspace(1e-4, 0.02, T)`: the table changes with $T$, it is not cut off.",
        r"Loop over $T$ and stop at the first $-\log(1-\bar\alpha_T) \le 0.1$.",
    ],
)
