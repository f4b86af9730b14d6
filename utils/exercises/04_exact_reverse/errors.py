"""04.2: what becomes of an error of the denoiser that is the same in every step."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def drift(betas):
    """E[x_0]/δ of DDPM's samples when the denoiser of N(0, 1) errs by δ: Σ_t ᾱ_{t−1} β_t/(1 − ᾱ_t)."""
    bar = np.cumprod(1 - betas)
    before = np.append(1.0, bar[:-1])
    return float(np.sum(before * betas / (1 - bar)))


def drift_inputs(rng):
    """The worked value, one step, DDPM's own schedule at two lengths, any others."""
    linear = [np.linspace(0.1 / T, 20 / T, T) for T in (50, 1000)]
    return [(np.array([0.1, 0.2]),), (np.array([0.3]),), *((b,) for b in linear), (rng.uniform(0.01, 0.6, size=7),)]


def _without_the_data(betas):
    bar, mean = np.cumprod(1 - betas), 0.0
    before = np.append(1.0, bar[:-1])
    for beta, now, earlier in zip(betas[::-1], bar[::-1], before[::-1]):
        mean = (np.sqrt(1 - beta) * (1 - earlier) * mean + np.sqrt(earlier) * beta) / (1 - now)
    return mean


def _forward(betas):
    bar, mean = np.cumprod(1 - betas), 0.0
    before = np.append(1.0, bar[:-1])
    for beta, now, earlier in zip(betas, bar, before):
        mean = np.sqrt(1 - beta) * mean + np.sqrt(earlier) * beta / (1 - now)
    return mean


_FACTOR = "before * betas / (1 - bar)"

DRIFT = Function(
    "04.2",
    title="An error that is always the same",
    points=3,
    reference=drift,
    inputs=drift_inputs,
    mistakes=[
        Mistake(
            "the steps' errors added as they are",
            edit(_FACTOR, "np.sqrt(before) * betas / (1 - bar)"),
            "You added the $B_t$. What one step adds to the mean is shrunk by all the steps that come after it.",
        ),
        Mistake(
            "the estimate does not follow",
            _without_the_data,
            r"The estimate $\sqrt{\bar\alpha_t}\,x_t + \delta$ contains $x_t$ too: an error made earlier comes back "
            "through it, not through $A$ alone.",
        ),
        Mistake(
            "ᾱ_t for ᾱ_{t−1}",
            edit(_FACTOR, "bar * betas / (1 - bar)"),
            r"What step $t$ adds enters at $t-1$: both roots are of $\bar\alpha_{t-1}$, with $\bar\alpha_0 = 1$.",
        ),
        Mistake(
            "the last step left out",
            edit(_FACTOR, "(before * betas / (1 - bar))[1:]"),
            "The step from $t=1$ to 0 is missing: there $B_1=1$ and the whole error arrives.",
        ),
        Mistake(
            "one root at t, one at t − 1",
            edit(_FACTOR, "np.sqrt(before * bar) * betas / (1 - bar)"),
            r"In $B_t$ stands $\sqrt{\bar\alpha_{t-1}}$, not $\sqrt{\bar\alpha_t}$.",
        ),
        Mistake(
            "the start is not 0",
            edit(
                "float(np.sum(before * betas / (1 - bar)))",
                "float(np.sum(before * betas / (1 - bar)) + np.sqrt(bar[-1]))",
            ),
            r"You began with $m_T=1$. $x_T\sim N(0,1)$ has mean 0.",
        ),
        Mistake(
            "the steps in the order of noising",
            _forward,
            "The sampler goes from $T$ down to 1. You began with $\\beta_1$, so that the last errors shrink most.",
        ),
        Mistake(
            "the noise at the earlier time below",
            edit("(1 - bar)", "np.append(betas[0], 1 - bar[:-1])"),
            r"In $B = \sqrt{\bar\alpha_{t-1}}\,\beta_t/(1-\bar\alpha_t)$ the noise of the later time stands below.",
        ),
        Mistake(
            "shrunk without the root",
            edit(_FACTOR, "before**1.5 * betas / (1 - bar)"),
            r"One step multiplies the mean by $\sqrt{1-\beta}$, with the root: together $\sqrt{\bar\alpha_{t-1}}$.",
        ),
        Mistake(
            "the mean over the steps",
            edit("np.sum(", "np.mean("),
            "You averaged over the steps. Their contributions to the mean add up.",
        ),
    ],
    hints=[
        r"Write the mean of $x_{t-1}$ as a number times the mean of $x_t$, plus a number times $\delta$.",
        r"With (4.6), $A + B\sqrt{\bar\alpha_t} = \sqrt{1-\beta_t}$ for these data. So "
        r"$m_{t-1} = \sqrt{1-\beta_t}\,m_t + B_t$, from $m_T = 0$.",
    ],
)
