"""06.4: the least loss of a noise prediction for a mixture."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, Number, edit


def score_square(t=0.25):
    """σ_t and E|s_t|² of the course's mixture at time t of the cosine schedule, by quadrature."""
    from utils.generative import schedules
    from utils.generative.mixtures import bimodal

    alpha, sigma = schedules.cosine_vp()(t)
    x, dx = np.linspace(-6, 6, 2401, retstep=True)
    law = bimodal.noised(alpha, sigma)
    return float(sigma), float(law.density(x[:, None]) @ law.score(x[:, None])[:, 0] ** 2 * dx)


def least_loss():
    """E|ε − E[ε | x_t]|² = σ_t² C_t = 1 − σ_t² E|s_t|²."""
    sigma, mean_square = score_square(0.25)
    return 1 - sigma**2 * mean_square


_LOSS = "1 - sigma**2 * mean_square"

LEAST_LOSS = Number(
    "06.4",
    title="Change the experiment: the least loss",
    points=2,
    reference=least_loss,
    rtol=0.0,
    atol=6e-3,
    mistakes=[
        Mistake(
            "the score's constant",
            edit(_LOSS, "1 / sigma**2 - mean_square"),
            r"That is $C_t$, the least loss of the score. By (6.6) the noise is $-\sigma_t$ times the score.",
        ),
        Mistake(
            "σ for σ²",
            edit(_LOSS, "sigma * (1 / sigma**2 - mean_square)"),
            r"The errors differ by the factor $\sigma_t$, so their squares by $\sigma_t^2$.",
        ),
        Mistake(
            "what is explained",
            edit(_LOSS, "sigma**2 * mean_square"),
            r"That is $\operatorname E|\hat\varepsilon|^2$, the part that $x_t$ explains. The loss is the rest of 1.",
        ),
        Mistake(
            "the score's mean square",
            edit(_LOSS, "mean_square"),
            r"That is $\operatorname E\|s_t\|^2$. (6.11) subtracts it from $d/\sigma_t^2$.",
        ),
        Mistake(
            "one less the mean square",
            edit(_LOSS, "1 - mean_square"),
            r"The mean square of $\hat\varepsilon=-\sigma_ts_t$ has the factor $\sigma_t^2$.",
        ),
        Mistake(
            "as for Gaussian data",
            edit(_LOSS, "1 - sigma**2"),
            r"That is $\alpha_t^2$, right for $N(0,1)$. These data have two modes.",
        ),
        Mistake(
            "a perfect network has no loss",
            edit(_LOSS, "0.0"),
            "$x_t$ does not determine the noise in it: something is left that no network can remove.",
        ),
        Mistake(
            "at the level of section 3",
            edit("score_square(0.25)", "score_square(2 / np.pi * np.arctan(0.75))"),
            r"That is at $\alpha=0.8$, $\sigma=0.6$. The level here is that of $t=0.25$.",
        ),
        Mistake("t = 0.5", edit("0.25", "0.5"), "That is at $t=0.5$. The level here is that of $t=0.25$."),
    ],
    hints=[
        r"By (6.6) the least loss is $\sigma_t^2$ times the least loss of the score, $C_t$ of (6.11).",
        r"$\operatorname E\|s_t\|^2$ is an integral over $x$ of `density` times `score` squared, at "
        "`bimodal.noised(alpha, sigma)`.",
    ],
)
