"""02.4: any step at once."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 02.4 ----------------------------------------------------------------- the closed form
def noised(x0, t, betas, eps):
    """x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε, with ᾱ_t = ∏_{s≤t} (1 − β_s)."""
    alpha_bar = np.prod(1 - betas[:t])
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps


def closed_form_inputs(rng):
    small = rng.uniform(0.02, 0.08, size=12)  # they sum to less than 1: the slip of adding them stays finite
    large = rng.uniform(0.2, 0.7, size=5)
    times = [(small, 3), (small, 0), (small, 1), (small, 12), (small, int(rng.integers(4, 12))), (large, 5), (large, 2)]
    arrays = [(rng.normal(size=(3, 2)), t, betas, rng.normal(size=(3, 2))) for betas, t in times]
    return [
        (1.0, 2, np.array([0.19, 0.36, 0.5]), 0.5),
        *arrays,
        (rng.normal(size=4), 1, np.array([0.3]), rng.normal(size=4)),
    ]


def one_noise_for_all(x0, t, betas, eps):
    x = x0
    for beta in betas[:t]:
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * eps
    return x


def noises_not_shrunk(x0, t, betas, eps):
    return np.sqrt(np.prod(1 - betas[:t])) * x0 + np.sqrt(np.sum(betas[:t])) * eps


def as_given(x0, t, betas, eps):
    alpha_bar = np.cumprod(1 - betas)[t]
    return np.sqrt(alpha_bar) * x0 + (1 - alpha_bar) * eps


def as_given_but_at_the_end(x0, t, betas, eps):
    return as_given(x0, min(t, len(betas) - 1), betas, eps)


STD = (
    r"$1-\bar\alpha_t$ is the variance of $x_t$ given $x_0$. Multiply $\varepsilon$ by the standard deviation, "
    r"$\sqrt{1-\bar\alpha_t}$. The two agree at $t = 0$, which is why this slip is easy to miss."
)
ROOT = (
    r"Each step multiplies $x$ by $\sqrt{1-\beta_s}$, so after $t$ steps $x_0$ carries the product of the roots: "
    r"$\sqrt{\bar\alpha_t}$."
)
BOTH = r"$\bar\alpha_t$ and $1-\bar\alpha_t$ are variances (of signal and noise). What multiplies is not the variance."
PRODUCT = r"$\bar\alpha_t$ is the product of the factors $1-\beta_s$"
FIRST = r"`betas[0]` is $\beta_1$: at $t$ steps you need `betas[0]` … `betas[t - 1]`, which Python writes `betas[:t]`."

CLOSED_FORM = Function(
    "02.4",
    title="Mend: any step at once",
    points=3,
    reference=noised,
    inputs=closed_form_inputs,
    mistakes=[
        Mistake(
            "as it was given",
            as_given_but_at_the_end,
            r"That is the faulty code itself. Which $\beta$ does `np.cumprod(1 - betas)[t]` contain last? And is "
            r"$1-\bar\alpha_t$ what multiplies $\varepsilon$?",
        ),
        Mistake(
            "as it was given, with the error at the end",
            as_given,
            r"That is the faulty code itself, which runs off the end of `betas` at $t = T$. Which $\beta$ does "
            r"`np.cumprod(1 - betas)[t]` contain last? And is $1-\bar\alpha_t$ what multiplies $\varepsilon$?",
        ),
        Mistake("noise multiplied by 1 − ᾱ_t", edit("np.sqrt(1 - alpha_bar)", "(1 - alpha_bar)"), STD),
        Mistake("signal multiplied by ᾱ_t", edit("np.sqrt(alpha_bar)", "alpha_bar"), ROOT),
        Mistake(
            "both roots missing",
            edit("np.sqrt(alpha_bar)", "alpha_bar", "np.sqrt(1 - alpha_bar)", "(1 - alpha_bar)"),
            BOTH,
        ),
        Mistake(
            "ᾱ_t taken for α_t",
            edit("np.sqrt(alpha_bar)", "alpha_bar", "np.sqrt(1 - alpha_bar)", "np.sqrt(1 - alpha_bar**2)"),
            r"You use $\bar\alpha_t$ as the factor of $x_0$, so that $\sigma^2 = 1-\bar\alpha_t^2$. " + ROOT,
        ),
        Mistake(
            "α_t taken for ᾱ_t in the noise",
            edit("np.sqrt(1 - alpha_bar)", "np.sqrt(1 - np.sqrt(alpha_bar))"),
            r"The noise has the variance $1-\bar\alpha_t$. You took $1-\alpha_t = 1-\sqrt{\bar\alpha_t}$.",
        ),
        Mistake(
            "noise multiplied by 1 − √ᾱ_t",
            edit("np.sqrt(1 - alpha_bar)", "(1 - np.sqrt(alpha_bar))"),
            r"The squares of the two factors add up to 1, not the factors: the noise has the variance "
            r"$1-\bar\alpha_t$.",
        ),
        Mistake(
            "signal and noise have changed places",
            edit(
                "np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar)", "np.sqrt(1 - alpha_bar) * x0 + np.sqrt(alpha_bar)"
            ),
            r"At $t = 0$, where $\bar\alpha_0 = 1$, yours returns pure noise. Which factor belongs to $x_0$?",
        ),
        Mistake(
            "the noise not scaled",
            edit("np.sqrt(1 - alpha_bar) * eps", "eps"),
            r"You add the whole $\varepsilon$ at every $t$, even at $t = 0$. Its variance at $t$ is $1-\bar\alpha_t$.",
        ),
        Mistake("no noise", edit(" + np.sqrt(1 - alpha_bar) * eps", ""), "You shrink $x_0$ but add no noise."),
        Mistake(
            "the signal not shrunk",
            edit("np.sqrt(alpha_bar) * x0", "x0"),
            r"You add noise but keep $x_0$ whole: the variance grows beyond 1. " + ROOT,
        ),
        Mistake(
            "a minus sign",
            edit("+ np.sqrt", "- np.sqrt"),
            r"Your noise is subtracted. The law is the same, but the given $\varepsilon$ is to be added.",
        ),
        Mistake(
            "one step too few",
            edit("betas[:t]", "betas[: t - 1]"),
            FIRST + r" Check $t = 1$: your result has no noise yet.",
        ),
        Mistake(
            "one step too many",
            edit("betas[:t]", "betas[: t + 1]"),
            r"Check $t = 0$: no step has been made, so $x_0$ must come back unchanged. " + FIRST,
        ),
        Mistake(
            "the first step left out",
            edit("betas[:t]", "betas[1:t]"),
            FIRST + " Yours starts at `betas[1]`, the second step.",
        ),
        Mistake(
            "all one step later",
            edit("betas[:t]", "betas[1 : t + 1]"),
            FIRST + " Yours starts at `betas[1]`, the second step.",
        ),
        Mistake(
            "last entry taken at t = 0",
            edit("np.prod(1 - betas[:t])", "np.cumprod(1 - betas)[t - 1]"),
            r"Right for $t \ge 1$. At $t = 0$ your index is $-1$, which in Python is the last entry. "
            r"Which $\bar\alpha$ belongs before the first step?",
        ),
        Mistake(
            "index t into cumprod",
            edit("np.prod(1 - betas[:t])", "np.cumprod(1 - betas)[t]"),
            r"`cumprod(1 - betas)[0]` is already $\bar\alpha_1$, so yours is one step ahead, "
            "and at $t = T$ it runs off the end.",
        ),
        Mistake(
            "all the steps",
            edit("betas[:t]", "betas"),
            "You multiplied all $T$ factors, whatever $t$ is. Stop at step $t$.",
        ),
        Mistake(
            "the last steps",
            edit("betas[:t]", "betas[t:]"),
            "`betas[t:]` holds the steps *after* $t$. The first $t$ are `betas[:t]`.",
        ),
        Mistake(
            "only step t made",
            edit("np.prod(1 - betas[:t])", "1 - betas[t - 1]"),
            "That is one single step, with $x_0$ in the place of $x_{t-1}$. The steps before it are missing.",
        ),
        Mistake(
            "only step t + 1 made",
            edit("np.prod(1 - betas[:t])", "1 - betas[t]"),
            r"`betas[t]` is $\beta_{t+1}$, one single step. The product of the first $t$ factors is needed.",
        ),
        Mistake(
            "one noise for every step",
            one_noise_for_all,
            r"You walked the steps with the same $\varepsilon$ each time. The noises of different steps are "
            r"independent: "
            "their variances add, not their values. Use the closed form.",
        ),
        Mistake(
            "old noises not shrunk",
            noises_not_shrunk,
            r"You added the variances $\beta_s$ as they are. But each later step shrinks the noise already there: "
            r"together they make $1-\bar\alpha_t$.",
        ),
        Mistake(
            "the β added up",
            edit("np.prod(1 - betas[:t])", "1 - np.sum(betas[:t])"),
            PRODUCT + r", not 1 minus the sum of the $\beta_s$, which passes 1 after enough steps.",
        ),
        Mistake(
            "the factors added up",
            edit("np.prod", "np.sum"),
            PRODUCT + ": multiply them, do not add them. Yours passes 1, and the root of a negative number is NaN.",
        ),
        Mistake(
            "e^{−Σβ}",
            edit("np.prod(1 - betas[:t])", "np.exp(-np.sum(betas[:t]))"),
            PRODUCT + r". $e^{-\sum\beta}$ is close to it for small $\beta$, and not for large ones.",
        ),
        Mistake(
            "the β multiplied",
            edit("1 - betas[:t]", "betas[:t]"),
            PRODUCT + r", not of the $\beta_s$.",
        ),
        Mistake(
            "1 minus the product of the β",
            edit("np.prod(1 - betas[:t])", "1 - np.prod(betas[:t])"),
            PRODUCT + r", not 1 minus the product of the $\beta_s$.",
        ),
        Mistake(
            "roots multiplied, then rooted again",
            edit("np.prod(1 - betas[:t])", "np.prod(np.sqrt(1 - betas[:t]))"),
            r"Your product of roots is $\alpha_t = \sqrt{\bar\alpha_t}$ already: you take its root once more. "
            r"(And the noise needs $\sqrt{1-\alpha_t^2}$.)",
        ),
        Mistake(
            "the mean of the factors",
            edit("np.prod", "np.mean"),
            PRODUCT + ": multiply them.",
        ),
        Mistake(
            "the noise of step t alone",
            edit("np.sqrt(1 - alpha_bar)", "np.sqrt(betas[t - 1])"),
            r"$\sqrt{\beta_t}$ is the noise of the last step. All $t$ of them are in $x_t$: together $1-\bar\alpha_t$.",
        ),
        Mistake(
            "the signal of step t alone",
            edit("np.sqrt(alpha_bar)", "np.sqrt(1 - betas[t - 1])"),
            r"$\sqrt{1-\beta_t}$ is what the last step leaves. $x_0$ has been through all $t$ of them: "
            r"$\sqrt{\bar\alpha_t}$.",
        ),
        Mistake(
            "every step like the last",
            edit("np.prod(1 - betas[:t])", "(1 - betas[t - 1]) ** t"),
            r"Your $\beta$ is the same in every step. Here each has its own: multiply the factors $1-\beta_s$.",
        ),
        Mistake(
            "noise of variance 1 − ᾱ²",
            edit("np.sqrt(1 - alpha_bar)", "np.sqrt(1 - alpha_bar**2)"),
            r"$\bar\alpha_t$ is already the square of what multiplies $x_0$: the noise has the variance "
            r"$1-\bar\alpha_t$.",
        ),
        Mistake(
            "the noise shrunk too",
            edit("x0 + np.sqrt(1 - alpha_bar) * eps", "(x0 + np.sqrt(1 - alpha_bar) * eps)"),
            r"Your bracket multiplies the noise by $\sqrt{\bar\alpha_t}$ as well. Shrink $x_0$ alone, then add.",
        ),
        Mistake(
            "the same root twice",
            edit("np.sqrt(1 - alpha_bar)", "np.sqrt(alpha_bar)"),
            r"You multiply both by $\sqrt{\bar\alpha_t}$. The noise has what is left of the variance, "
            r"$1-\bar\alpha_t$.",
        ),
        Mistake(
            "ε left out",
            edit("np.sqrt(1 - alpha_bar) * eps", "np.sqrt(1 - alpha_bar)"),
            r"You add the standard deviation itself. It multiplies $\varepsilon$.",
        ),
        Mistake(
            "x₀ and ε under the root",
            edit(
                "np.sqrt(alpha_bar) * x0",
                "np.sqrt(alpha_bar * x0)",
                "np.sqrt(1 - alpha_bar) * eps",
                "np.sqrt((1 - alpha_bar) * eps)",
            ),
            r"$x_0$ and $\varepsilon$ have come under the roots. Only $\bar\alpha_t$ and $1-\bar\alpha_t$ stand there.",
        ),
        Mistake(
            "** 1/2 without brackets",
            edit("np.sqrt(alpha_bar)", "alpha_bar**1 / 2", "np.sqrt(1 - alpha_bar)", "(1 - alpha_bar) ** 1 / 2"),
            "Python reads `c ** 1/2` as `(c ** 1) / 2`. Write `c ** 0.5` or `np.sqrt(c)`.",
        ),
        Mistake(
            "the whole list of ᾱ",
            edit("np.prod(1 - betas[:t])", "np.cumprod(1 - betas)"),
            r"`cumprod` gives $\bar\alpha_1, \dots, \bar\alpha_T$, all of them. Pick the one for $t$.",
        ),
        Mistake(
            "the noise of the step before",
            edit("np.sqrt(1 - alpha_bar)", "np.sqrt(1 - np.prod(1 - betas[: t - 1]))"),
            r"Signal and noise belong to the same $t$: use one $\bar\alpha_t$ in both.",
        ),
    ],
    hints=[
        r"$\bar\alpha_t$ is a product over the first $t$ entries of `betas`. `np.prod` of an empty array is 1, "
        "just what $t = 0$ needs.",
        r"What multiplies $x_0$ is $\sqrt{\bar\alpha_t}$, what multiplies $\varepsilon$ is $\sqrt{1-\bar\alpha_t}$.",
    ],
)
