"""03.1 and 03.2: the signal-to-noise ratio, and when it is 1."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 03.1 ----------------------------------------------------------------- signal-to-noise ratio
def snr(betas, t):
    """SNR(t) = ᾱ_t / (1 − ᾱ_t), t ≥ 1."""
    alpha_bar = np.prod(1 - betas[:t])
    return alpha_bar / (1 - alpha_bar)


def snr_inputs(rng):
    betas, large = rng.uniform(0.01, 0.2, size=20), rng.uniform(0.3, 0.8, size=4)
    times = [(betas, int(t)) for t in (1, 2, 20, *rng.integers(3, 20, size=2))]
    return [(np.array([0.19, 0.36, 0.5]), 2), *times, (large, 3), (np.array([0.25]), 1)]


def noises_not_shrunk(betas, t):
    return np.prod(1 - betas[:t]) / np.sum(betas[:t])


def noises_multiplied(betas, t):
    return np.prod(1 - betas[:t]) / np.prod(betas[:t])


POWERS = r"The SNR is a ratio of *powers*: $\alpha^2 = \bar\alpha$ over $\sigma^2 = 1-\bar\alpha$."
PRODUCT = r"$\bar\alpha_t$ is the product of the factors $1-\beta_s$"
FIRST = r"`betas[0]` is $\beta_1$: at step $t$ the product holds the first $t$ entries, `betas[:t]`."

SNR = Function(
    "03.1",
    title="Signal-to-noise ratio",
    points=2,
    reference=snr,
    inputs=snr_inputs,
    mistakes=[
        Mistake(
            "a ratio of amplitudes",
            edit("alpha_bar / (1 - alpha_bar)", "np.sqrt(alpha_bar / (1 - alpha_bar))"),
            r"You divided $\alpha$ by $\sigma$. " + POWERS,
        ),
        Mistake(
            "the powers squared",
            edit("alpha_bar / (1 - alpha_bar)", "(alpha_bar / (1 - alpha_bar)) ** 2"),
            r"$\bar\alpha$ and $1-\bar\alpha$ are the powers already: no square.",
        ),
        Mistake(
            "noise over signal",
            edit("alpha_bar / (1 - alpha_bar)", "(1 - alpha_bar) / alpha_bar"),
            "Your ratio grows with $t$. Signal goes on top.",
        ),
        Mistake(
            "σ in place of σ²",
            edit("(1 - alpha_bar)", "np.sqrt(1 - alpha_bar)"),
            r"$\bar\alpha$ is already $\alpha^2$, but you divided it by $\sigma$ and not by $\sigma^2 = 1-\bar\alpha$.",
        ),
        Mistake(
            "α in place of α²",
            edit("alpha_bar / (1 - alpha_bar)", "np.sqrt(alpha_bar) / (1 - alpha_bar)"),
            r"You divided $\alpha$ by $\sigma^2$. " + POWERS,
        ),
        Mistake(
            "ᾱ taken for α",
            edit("alpha_bar / (1 - alpha_bar)", "alpha_bar**2 / (1 - alpha_bar**2)"),
            r"You use $\bar\alpha$ as the factor of $x_0$ and square it. It is the square already: "
            r"$\bar\alpha = \alpha^2$.",
        ),
        Mistake(
            "only the signal squared",
            edit("alpha_bar / (1 - alpha_bar)", "alpha_bar**2 / (1 - alpha_bar)"),
            r"$\bar\alpha$ is the signal's power already: $\bar\alpha = \alpha^2$.",
        ),
        Mistake(
            "the logarithm",
            edit("alpha_bar / (1 - alpha_bar)", "np.log(alpha_bar / (1 - alpha_bar))"),
            r"That is $\lambda_t$, the logarithm. The ratio itself is asked.",
        ),
        Mistake(
            "in decibels",
            edit("alpha_bar / (1 - alpha_bar)", "10 * np.log10(alpha_bar / (1 - alpha_bar))"),
            "That is the ratio in decibels. The plain ratio is asked.",
        ),
        Mistake(
            "no brackets",
            edit("(1 - alpha_bar)", "1 - alpha_bar"),
            r"Python divides before it subtracts. Put brackets round $1-\bar\alpha$.",
        ),
        Mistake(
            "only the signal's power",
            edit(" / (1 - alpha_bar)", ""),
            r"That is $\bar\alpha_t$, the signal's power. Divide it by the noise's.",
        ),
        Mistake(
            "only the noise's power",
            edit("alpha_bar / (1 - alpha_bar)", "1 - alpha_bar"),
            r"That is $1-\bar\alpha_t$, the noise's power. The signal's power is divided by it.",
        ),
        Mistake(
            "the share of the signal",
            edit("alpha_bar / (1 - alpha_bar)", "alpha_bar / (alpha_bar + 1)"),
            r"The noise's power is $1-\bar\alpha$, not $1+\bar\alpha$.",
        ),
        Mistake("one step too few", edit("betas[:t]", "betas[: t - 1]"), FIRST),
        Mistake(
            "cumprod read one entry too far",
            edit("np.prod(1 - betas[:t])", "np.cumprod(1 - betas)[t]"),
            r"Entry 0 of the cumulative product is $\bar\alpha_1$, so $\bar\alpha_t$ is entry $t-1$.",
        ),
        Mistake("one step too many", edit("betas[:t]", "betas[: t + 1]"), FIRST),
        Mistake("the first step left out", edit("betas[:t]", "betas[1:t]"), FIRST + " Yours starts at the second."),
        Mistake("all one step later", edit("betas[:t]", "betas[1 : t + 1]"), FIRST + " Yours starts at the second."),
        Mistake("all the steps", edit("betas[:t]", "betas"), "You multiplied all $T$ factors. Stop at step $t$."),
        Mistake(
            "only the last step",
            edit("np.prod(1 - betas[:t])", "1 - betas[t - 1]"),
            r"$(1-\beta_t)/\beta_t$ is the ratio for one single step. The noise of all earlier steps counts too: "
            r"use $\bar\alpha_t$.",
        ),
        Mistake(
            "only the step after",
            edit("np.prod(1 - betas[:t])", "1 - betas[t]"),
            r"`betas[t]` is $\beta_{t+1}$, and one single step. Use $\bar\alpha_t$, the product of the first $t$ "
            r"factors.",
        ),
        Mistake(
            "the β added up",
            edit("np.prod(1 - betas[:t])", "1 - np.sum(betas[:t])"),
            r"The factors $1-\beta$ multiply; the $\beta$ do not add up.",
        ),
        Mistake(
            "e^{−Σβ}",
            edit("np.prod(1 - betas[:t])", "np.exp(-np.sum(betas[:t]))"),
            PRODUCT + r". $e^{-\sum\beta}$ is close to it for small $\beta$, and not for large ones.",
        ),
        Mistake("the factors added up", edit("np.prod", "np.sum"), PRODUCT + ": multiply them, do not add them."),
        Mistake("the mean of the factors", edit("np.prod", "np.mean"), PRODUCT + ": multiply them."),
        Mistake("the β multiplied", edit("1 - betas[:t]", "betas[:t]"), PRODUCT + r", not of the $\beta_s$."),
        Mistake(
            "1 minus the product of the β",
            edit("np.prod(1 - betas[:t])", "1 - np.prod(betas[:t])"),
            PRODUCT + r", not 1 minus the product of the $\beta_s$.",
        ),
        Mistake(
            "a product of roots",
            edit("1 - betas[:t]", "np.sqrt(1 - betas[:t])"),
            r"Your product of roots is $\alpha_t$. The power of the signal is its square, $\bar\alpha_t$.",
        ),
        Mistake(
            "σ taken as 1 − α",
            edit("(1 - alpha_bar)", "(1 - np.sqrt(alpha_bar)) ** 2"),
            r"$\sigma^2 = 1-\alpha^2 = 1-\bar\alpha$. You took $\sigma = 1-\alpha$.",
        ),
        Mistake(
            "a ratio of logarithms",
            edit("alpha_bar / (1 - alpha_bar)", "np.log(alpha_bar) / np.log(1 - alpha_bar)"),
            "The ratio itself is asked, of the powers and not of their logarithms.",
        ),
        Mistake(
            "the noise of the step before",
            edit("(1 - alpha_bar)", "(1 - np.prod(1 - betas[: t - 1]))"),
            r"Signal and noise belong to the same $t$: use one $\bar\alpha_t$ in both.",
        ),
        Mistake(
            "noises multiplied",
            noises_multiplied,
            r"Noise variances add, shrunk on the way; they do not multiply. Together they make $1-\bar\alpha_t$.",
        ),
        Mistake(
            "old noises not shrunk",
            noises_not_shrunk,
            r"You added the variances $\beta_s$ as they are. But each later step shrinks the noise already there: "
            r"together they make $1-\bar\alpha_t$.",
        ),
        Mistake(
            "the first t of them",
            edit("np.prod(1 - betas[:t])", "np.cumprod(1 - betas[:t])"),
            r"`cumprod` gives $\bar\alpha_1, \dots, \bar\alpha_t$. Only the last of them is asked.",
        ),
        Mistake(
            "the whole list",
            edit("np.prod(1 - betas[:t])", "np.cumprod(1 - betas)"),
            r"`cumprod` gives $\bar\alpha_1, \dots, \bar\alpha_T$, all of them. Pick the one for $t$.",
        ),
    ],
    hints=[
        r"$\bar\alpha_t = \prod (1-\beta_s)$ over the first $t$ steps. $\alpha_t^2 = \bar\alpha_t$. What is "
        r"$\sigma_t^2$?"
    ],
)

# 03.2 ----------------------------------------------------------------- predict: when is it half noise?
EARLY = r"Too early. The first $\beta$ are the smallest: after 200 steps 66 % of the power is still signal."
LATE = r"Too late. $\bar\alpha$ is a product of 1000 factors: after 500 steps only 8 % of the power is signal."


def half_noise():
    """The first step at which the noise has more power than the signal."""
    alpha_bar = np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))
    return 1 + int(np.argmax(alpha_bar < 0.5))


HALF_NOISE = Prediction(
    "03.2",
    title="Predict: when is it half noise?",
    points=1,
    reference=half_noise,
    rtol=0.0,
    atol=40,
    mistakes=[
        Mistake("halfway", 500, r"500 would be right if $\bar\alpha$ fell in a straight line. " + LATE),
        Mistake("at the very start", 20, EARLY),
        Mistake("a tenth of the way", 100, EARLY),
        Mistake("a fifth of the way", 180, EARLY),
        Mistake("a third of the way", 340, "A little too late: after 333 steps 32 % of the power is signal."),
        Mistake("before the middle", 420, LATE),
        Mistake("past the middle", 580, LATE),
        Mistake("two thirds of the way", 660, LATE),
        Mistake(
            "where half of the noise is added",
            707,
            r"At 707 half of $\sum\beta$ has passed. But $\sum\beta$ is about 10 in all, and $\log 2 = 0.69$ of it is "
            r"enough.",
        ),
        Mistake("three quarters", 787, LATE),
        Mistake("near the end", 867, LATE),
        Mistake("at nine tenths", 947, LATE),
        Mistake("at the end", 1000, LATE),
    ],
    reveal="Signal and noise are equal at step 260. Half of the signal's power has gone after a quarter of the steps; "
    "in the last third almost nothing is left to destroy.",
)
