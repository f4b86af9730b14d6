"""03.3: the cosine schedule as a density over the log-SNR."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def cosine_density(log_snr):
    """p(λ) = |dt/dλ| = 1/(2π cosh(λ/2)) for λ = −2 log tan(πt/2), t uniform on [0, 1]."""
    return 1 / (2 * np.pi * np.cosh(log_snr / 2))


def density_inputs(rng):
    return [(2.0,), (0.0,), (-3.0,), (12.0,), (-9.0,), *((float(v),) for v in rng.normal(0, 3, size=3))]


def _over_the_angle(log_snr):
    return cosine_density(log_snr) * np.pi / 2


def _tangent_for_logarithm(log_snr):
    return 2 / np.pi / (1 + log_snr**2)


def _tangent_for_logarithm_and_a_factor(log_snr):
    return 1 / np.pi / (1 + log_snr**2)


def _time(log_snr):
    return 2 / np.pi * np.arctan(np.exp(-log_snr / 2))


def _inner_derivative_left_out(log_snr):
    return 1 / np.pi / (1 + np.exp(-log_snr))


def _sign_in_the_exponent(log_snr):
    return np.exp(log_snr / 2) / (1 + np.exp(-log_snr)) / np.pi


def _slope_at_lambda(log_snr):
    return np.sin(np.pi * log_snr) / (2 * np.pi)


def _share_below(log_snr):
    return 1 - 2 / np.pi * np.arctan(np.exp(-log_snr / 2))


DENSITY = Function(
    "03.3",
    title="Where the cosine schedule spends its steps",
    points=3,
    reference=cosine_density,
    inputs=density_inputs,
    mistakes=[
        Mistake(
            "the speed, not the density",
            edit("1 / (2 * np.pi * np.cosh(log_snr / 2))", "2 * np.pi * np.cosh(log_snr / 2)"),
            r"That is $|d\lambda/dt|$, how fast $\lambda$ moves. Where it moves fast, little time is spent: "
            r"$p = |dt/d\lambda|$.",
        ),
        Mistake(
            "the sign kept",
            edit("1 / (2", "-1 / (2"),
            r"$\lambda$ falls with $t$, so $dt/d\lambda$ is negative. A density is its absolute value.",
        ),
        Mistake(
            "the inner derivative forgotten",
            edit("(2 * np.pi", "(np.pi"),
            r"$t = \frac2\pi\arctan e^{-\lambda/2}$: the derivative of the exponent $-\lambda/2$ gives a factor ½.",
        ),
        Mistake(
            "λ for λ/2",
            edit("log_snr / 2", "log_snr"),
            r"$\tan\frac{\pi t}2 = e^{-\lambda/2}$, with half of $\lambda$ in the exponent.",
        ),
        Mistake(
            "λ for λ/2, and its derivative",
            edit("(2 * np.pi * np.cosh(log_snr / 2))", "(np.pi * np.cosh(log_snr))"),
            r"$\lambda = -2\log\tan\frac{\pi t}2$, so $\tan\frac{\pi t}2 = e^{-\lambda/2}$: the 2 was lost.",
        ),
        Mistake(
            "over the angle",
            _over_the_angle,
            r"Your density is that of the angle's share: $t$ is $\frac2\pi$ times the angle "
            r"$\arctan e^{-\lambda/2}$. Does yours integrate to 1?",
        ),
        Mistake(
            "the logistic density",
            edit("1 / (2 * np.pi * np.cosh(log_snr / 2))", "1 / (4 * np.cosh(log_snr / 2) ** 2)"),
            r"That belongs to $\alpha^2 = 1-t$. The cosine schedule has $\alpha = \cos\frac{\pi t}2$.",
        ),
        Mistake(
            "the logarithm forgotten",
            _tangent_for_logarithm,
            r"You inverted $\lambda = \tan$ of the angle. In (3.6) there is a logarithm: exponentiate first.",
        ),
        Mistake(
            "the logarithm forgotten, and a factor 2",
            _tangent_for_logarithm_and_a_factor,
            r"You inverted $\lambda = \tan$ of the angle. In (3.6) there is a logarithm: exponentiate first.",
        ),
        Mistake(
            "the time, not the density",
            _time,
            r"That is $t$ as a function of $\lambda$. The density is the size of its derivative, $|dt/d\lambda|$.",
        ),
        Mistake(
            "the chain rule cut short",
            _inner_derivative_left_out,
            r"The derivative of $e^{-\lambda/2}$ contains $e^{-\lambda/2}$ again, and it is missing. Is yours as large "
            r"at $-\lambda$ as at $\lambda$?",
        ),
        Mistake(
            "a sign in the exponent",
            _sign_in_the_exponent,
            r"The derivative of $e^{-\lambda/2}$ keeps the minus sign in its exponent. Does yours integrate to 1?",
        ),
        Mistake(
            "λ put in for t",
            _slope_at_lambda,
            r"$\frac{\sin \pi t}{2\pi}$ is the density at time $t$. Now put in the $t$ that belongs to $\lambda$.",
        ),
        Mistake(
            "the share of steps below λ",
            _share_below,
            r"That is the probability of a log-SNR below $\lambda$. Its derivative, the density, is asked.",
        ),
    ],
    hints=[
        r"Solve $\lambda = -2\log\tan\frac{\pi t}2$ for $t$, then differentiate with respect to $\lambda$.",
        r"$t = \frac2\pi\arctan e^{-\lambda/2}$, and $\arctan'(x) = 1/(1+x^2)$.",
    ],
)
