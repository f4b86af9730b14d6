"""05.3: the bound of thirty steps that have DDPM's larger variance."""

from __future__ import annotations

import functools

import numpy as np

from utils.teaching.exercise import Mistake, Number, edit


@functools.cache
def above_the_entropy(T=30, variance="larger", shape=True):
    """Nats by which the bound is above H, by (5.12); each step's variance "larger", "smaller" or "best"."""
    from utils.generative import schedules
    from utils.generative.mixtures import bimodal
    from utils.generative.reverse import one_step_kl, step_coefficients

    chain = schedules.linear(T=T, beta_min=0.1 / T, beta_max=min(20 / T, 0.9))
    x, total = np.linspace(-7, 7, 1401), 0.0
    for t in chain.times[1:]:
        q_t = bimodal.noised(*chain(t)).density(x[:, None]) * (x[1] - x[0])
        _, B, std = step_coefficients(chain, t, t - 1)
        true = std**2 + B**2 * bimodal.posterior_cov(x[:, None], *chain(t))[:, 0, 0]
        last = 1 / chain.snr(1)
        nu = {
            "larger": chain.betas[t - 1] if t > 1 else last,
            "smaller": std**2 if t > 1 else last,
            "root": np.sqrt(chain.betas[t - 1]) if t > 1 else last,
            "best": q_t @ true,
        }[variance]
        total += shape * one_step_kl(bimodal, chain, t, t - 1) + q_t @ (true / nu - 1 - np.log(true / nu)) / 2
    return float(total)


def entropy():
    """H of the mixture, in nats."""
    from utils.generative.mixtures import bimodal

    x = np.linspace(-7, 7, 1401)
    log_q = bimodal.log_density(x[:, None])
    return -np.exp(log_q) @ log_q * (x[1] - x[0])


def larger_variance():
    """Nats of the bound above H, T = 30, with ν = β_t in every step but the last."""
    return above_the_entropy(30)


_CALL = "above_the_entropy(30)"

LARGER_VARIANCE = Number(
    "05.3",
    title="Change the experiment: the larger variance",
    points=2,
    reference=larger_variance,
    rtol=0.0,
    atol=1e-4,
    mistakes=[
        Mistake(
            "the variance part alone",
            edit(_CALL, "above_the_entropy(30, shape=False)"),
            "That is the second part of (5.12). The shape of the steps costs something too.",
        ),
        Mistake(
            "the shape alone",
            edit(_CALL, "above_the_entropy(30) - above_the_entropy(30, shape=False)"),
            "That is the first part of (5.12), the shape, which no variance changes. Add the second.",
        ),
        Mistake(
            "the variance of (5.8)",
            edit(_CALL, 'above_the_entropy(30, "smaller")'),
            r"That is the table's value for $\nu=\tilde\sigma^2$. Put $\beta_t$, the variance of the kernel, in its "
            "place.",
        ),
        Mistake(
            "the best constants",
            edit(_CALL, 'above_the_entropy(30, "best")'),
            r"That is the value for the best constant of each step. $\nu=\beta_t$ is asked.",
        ),
        Mistake(
            "√β_t for β_t",
            edit(_CALL, 'above_the_entropy(30, "root")'),
            r"$\nu$ is a variance: $\beta_t$, the square of what `kernel` returns.",
        ),
        Mistake("T = 10", edit(_CALL, "above_the_entropy(10)"), "That is the chain of ten steps. Thirty are asked."),
        Mistake("T = 100", edit(_CALL, "above_the_entropy(100)"), "That is the chain of 100 steps. Thirty are asked."),
        Mistake(
            "the bound itself",
            edit(_CALL, "above_the_entropy(30) + entropy()"),
            "That is the bound. By how much it is above $H$ is asked.",
        ),
        Mistake("bits", edit(_CALL, "above_the_entropy(30) / np.log(2)"), "Those are bits. Nats are asked."),
    ],
    hints=[
        r"In `variance_excess`, replace `std**2 if t > 1` by $\beta_t$, `schedule.betas[t - 1]`. The rest stays.",
        "Then add up what `losses` returns for the chain of 30 steps.",
    ],
)
