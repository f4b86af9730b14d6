"""03.8: a schedule for larger pictures."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit

SQUARES = r"Variance preserving means $\alpha^2+\sigma^2 = 1$, not $\alpha+\sigma = 1$."


def alpha_sigma(log_snr):
    """α = √sigmoid(λ), σ = √sigmoid(−λ)."""
    return np.sqrt(1 / (1 + np.exp(-log_snr))), np.sqrt(1 / (1 + np.exp(log_snr)))


# 03.8 ----------------------------------------------------------------- a schedule for larger pictures
def shifted_alpha_sigma(log_snr, k):
    """α, σ at λ − 2 log k: after averaging k × k pixels the SNR is e^λ again."""
    alpha, sigma = alpha_sigma(log_snr - 2 * np.log(k))
    return alpha, sigma


def shift_inputs(rng):
    drawn = [(float(v), float(k)) for v, k in zip(rng.normal(0, 3, size=4), [2, 3, 4, 8])]
    return [(0.0, 2.0), (1.0, 1.0), (-3.0, 4.0), (0.7, 1.5), *drawn]


def noise_from_k(log_snr, k):
    sigma = k * np.sqrt(1 / (1 + np.exp(log_snr)))
    return np.sqrt(1 - sigma**2), sigma


def signal_from_k(log_snr, k):
    alpha = np.sqrt(1 / (1 + np.exp(-log_snr))) / k
    return alpha, np.sqrt(1 - alpha**2)


def signal_times_k(log_snr, k):
    alpha = k * np.sqrt(1 / (1 + np.exp(-log_snr)))
    return alpha, np.sqrt(1 - alpha**2)


def ratio_for_power(log_snr, k):
    power = np.exp(log_snr - 2 * np.log(k))
    return np.sqrt(power), np.sqrt(1 - power)


def noise_by_k(log_snr, k):
    sigma = np.sqrt(1 / (1 + np.exp(log_snr))) / k
    return np.sqrt(1 - sigma**2), sigma


def ratio_without_exp(log_snr, k):
    snr = log_snr / k**2
    return np.sqrt(snr / (1 + snr)), np.sqrt(1 / (1 + snr))


BLOCK = r"A block holds $k\cdot k$ pixels, so the variance of its mean noise is $\sigma^2/k^2$."
MORE = "Averaging removes noise. So before averaging there must be more of it than at $\\lambda$, not less."
LOG = r"Dividing the SNR by $k^2$ subtracts $\log k^2$ from its logarithm"
TOGETHER = r"Your SNR is right, but $\alpha^2+\sigma^2$ is no longer 1. Shift $\lambda$, then compute both from it."
TWICE = r"The *variance* changes by $k^2$, so $\sigma$ by $k$. And $\alpha^2+\sigma^2$ is no longer 1."
RENORMALISED = r"The SNR is a ratio: changing one of the two and then the other to fit changes it by more than $k^2$."

SHIFTED = Function(
    "03.8",
    title="A schedule for larger pictures",
    points=3,
    reference=shifted_alpha_sigma,
    inputs=shift_inputs,
    mistakes=[
        Mistake("shifted the wrong way", edit("- 2 * np", "+ 2 * np"), MORE),
        Mistake("log k where 2 log k belongs", edit("2 * np.log(k)", "np.log(k)"), BLOCK),
        Mistake("log k, and the wrong way", edit("- 2 * np.log(k)", "+ np.log(k)"), MORE + " " + BLOCK),
        Mistake(
            "4 log k",
            edit("2 * np.log(k)", "4 * np.log(k)"),
            r"The *variance* of a mean of $k^2$ noises is $\sigma^2/k^2$, not $\sigma^2/k^4$.",
        ),
        Mistake("half of log k", edit("2 * np.log(k)", "0.5 * np.log(k)"), BLOCK),
        Mistake(
            "no shift",
            edit(" - 2 * np.log(k)", ""),
            "Averaging removes noise, so after it your SNR is $k^2$ times too high.",
        ),
        Mistake("k² subtracted", edit("2 * np.log(k)", "k**2"), LOG + ", not $k^2$."),
        Mistake("2k subtracted", edit("2 * np.log(k)", "2 * k"), LOG + ", not $2k$."),
        Mistake("k subtracted", edit("2 * np.log(k)", "k"), LOG + ", not $k$."),
        Mistake("λ divided by k²", edit("log_snr - 2 * np.log(k)", "log_snr / k**2"), LOG + "; it does not divide it."),
        Mistake("λ divided by k", edit("log_snr - 2 * np.log(k)", "log_snr / k"), LOG + "; it does not divide it."),
        Mistake("λ multiplied by k²", edit("log_snr - 2 * np.log(k)", "log_snr * k**2"), LOG + "."),
        Mistake("log(2k)", edit("2 * np.log(k)", "np.log(2 * k)"), r"$\log k^2 = 2\log k$, not $\log 2k$."),
        Mistake("(log k)²", edit("2 * np.log(k)", "np.log(k) ** 2"), r"$\log k^2 = 2\log k$, not $(\log k)^2$."),
        Mistake(
            "the logarithm to base 10",
            edit("np.log(k)", "np.log10(k)"),
            r"$\lambda$ is a natural logarithm: shift it by one, `np.log`.",
        ),
        Mistake(
            "the logarithm to base 2",
            edit("np.log(k)", "np.log2(k)"),
            r"$\lambda$ is a natural logarithm: shift it by one, `np.log`.",
        ),
        Mistake(
            "only the signal divided",
            edit(" - 2 * np.log(k)", "", "return alpha", "return alpha / k"),
            TOGETHER,
        ),
        Mistake(
            "only the noise multiplied",
            edit(" - 2 * np.log(k)", "", "alpha, sigma\n", "alpha, k * sigma\n"),
            TOGETHER,
        ),
        Mistake(
            "only the noise divided",
            edit("log_snr - 2 * np.log(k)", "log_snr", "alpha, sigma\n", "alpha, sigma / k\n"),
            r"That is the noise after averaging a picture at $\lambda$. " + MORE,
        ),
        Mistake(
            "only the noise multiplied, by k²",
            edit(" - 2 * np.log(k)", "", "alpha, sigma\n", "alpha, k**2 * sigma\n"),
            TWICE,
        ),
        Mistake(
            "only the signal divided, by k²", edit(" - 2 * np.log(k)", "", "return alpha", "return alpha / k**2"), TWICE
        ),
        Mistake(
            "only the signal multiplied",
            edit(" - 2 * np.log(k)", "", "return alpha", "return k * alpha"),
            MORE + r" (And $\alpha^2+\sigma^2$ is no longer 1.)",
        ),
        Mistake(
            "λ multiplied by log k",
            edit("- 2 * np.log(k)", "* np.log(k)"),
            LOG + "; it does not multiply it.",
        ),
        Mistake("the noise multiplied, the signal made to fit", noise_from_k, RENORMALISED),
        Mistake("the signal divided, the noise made to fit", signal_from_k, RENORMALISED),
        Mistake("the signal multiplied, the noise made to fit", signal_times_k, MORE),
        Mistake("the noise divided, the signal made to fit", noise_by_k, MORE),
        Mistake(
            "the SNR taken for its logarithm",
            ratio_without_exp,
            r"You put $\lambda$ where the ratio belongs. $\lambda$ is its logarithm: the ratio is $e^\lambda$.",
        ),
        Mistake(
            "the squares returned",
            edit("return alpha, sigma", "return alpha**2, sigma**2"),
            r"These are $\alpha^2$ and $\sigma^2$. Take roots.",
        ),
        Mistake(
            "α not rooted, σ from it",
            edit("return alpha, sigma", "return alpha**2, np.sqrt(1 - alpha**4)"),
            r"$\operatorname{sigmoid}(\lambda)$ is $\alpha^2$, not $\alpha$.",
        ),
        Mistake(
            "α and σ exchanged",
            edit("return alpha, sigma", "return sigma, alpha"),
            r"Right values, in the wrong order: $\alpha$ comes first.",
        ),
        Mistake(
            "the ratio taken for α²",
            ratio_for_power,
            r"$e^{\lambda}$ is the ratio $\alpha^2/\sigma^2$, not $\alpha^2$: with "
            r"$\sigma^2 = 1-\alpha^2$ it follows that $\alpha^2 = \operatorname{sigmoid}(\lambda)$.",
        ),
        Mistake("σ taken as 1 − α", edit("return alpha, sigma", "return alpha, 1 - alpha"), SQUARES),
        Mistake("σ taken as √(1 − α)", edit("return alpha, sigma", "return alpha, np.sqrt(1 - alpha)"), SQUARES),
    ],
    hints=[
        r"The mean of $k^2$ independent noises of variance $\sigma^2$ has variance $\sigma^2/k^2$. "
        "The signal, equal over the block, is kept.",
        r"So SNR after averaging = $k^2\,\times$ SNR before. Take logarithms.",
    ],
)
