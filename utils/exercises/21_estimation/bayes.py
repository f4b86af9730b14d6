"""21.6 and 21.7: whether MALA's proposal is accepted, and a flat prior in other coordinates."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 21.6 ----------------------------------------------------------------- MALA's acceptance
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    """min(0, log π' − log π + log q(θ | θ') − log q(θ' | θ))."""
    forth = np.sum((theta_new - theta - h * score) ** 2)
    back = np.sum((theta - theta_new - h * score_new) ** 2)
    return min(0.0, log_pi_new - log_pi + (forth - back) / (4 * h))


def log_accept_inputs(rng):
    """The worked value; then steps of a skew law, Σ 3θ − e^θ, in one to four coordinates; one of them is accepted."""
    one = lambda x: np.array([x])  # noqa: E731
    rows = [
        (-0.125, -2.0, one(0.5), one(2.0), one(-0.5), one(-2.0), 1.0),
        (-2.0, -0.125, one(2.0), one(0.5), one(-2.0), one(-0.5), 1.0),  # and back: certain
        (-1.0, -0.7, one(0.0), one(1.0), one(2.0), one(0.53), 0.5),  # uphill, and refused at times all the same
        (-900.0, -901.0, one(0.2), one(0.6), one(1.0), one(-0.4), 0.3),
        (0.0, -1000.0, one(0.1), one(0.3), one(0.2), one(-0.3), 0.4),
    ]

    def log_q(to, of, slope, h):
        return -np.sum((to - of - h * slope) ** 2) / (4 * h)

    log_pi, score = lambda x: float(np.sum(3 * x - np.exp(x))), lambda x: 3 - np.exp(x)
    while len(rows) < 12:
        h, theta = float(rng.choice([0.06, 0.11, 0.23, 0.4])), rng.normal(1, 0.6, size=1 + len(rows) % 4)
        there = theta + h * score(theta) + np.sqrt(2 * h) * rng.normal(size=theta.shape)
        row = (log_pi(theta), log_pi(there), theta, there, score(theta), score(there), h)
        ratio = row[1] - row[0] + log_q(theta, there, row[5], h) - log_q(there, theta, row[4], h)
        if ratio > 0.01 if len(rows) == 8 else ratio < -0.01:
            rows.append(row)
    return rows


ACCEPT = Function(
    "21.6",
    title="Whether Langevin's step is accepted",
    points=3,
    reference=log_accept,
    inputs=log_accept_inputs,
    mistakes=[
        Mistake(
            "forth and back exchanged",
            edit("forth - back", "back - forth"),
            r"In (21.17) the way **back**, $q(\theta\mid\theta')$, stands above. Which of your two is it?",
        ),
        Mistake(
            "no correction",
            edit(" + (forth - back) / (4 * h)", ""),
            "That is Metropolis' rule for a proposal that is as likely one way as back. Langevin's is not: it drifts.",
        ),
        Mistake(
            "only the way forth",
            edit("(forth - back)", "forth"),
            r"The ratio has two proposal densities: $q(\theta\mid\theta')$ is missing.",
        ),
        Mistake(
            "only the way back",
            edit("(forth - back)", "-back"),
            r"The ratio has two proposal densities: $q(\theta'\mid\theta)$ is missing.",
        ),
        Mistake(
            "both added",
            edit("(forth - back)", "(-forth - back)"),
            "One of the two proposal densities stands below in (21.17); what becomes of it in the logarithm?",
        ),
        Mistake(
            "the old score on the way back",
            edit("h * score_new", "h * score"),
            r"The step back starts at $\theta'$, so it drifts with the score *there*.",
        ),
        Mistake(
            "the new score on the way forth",
            edit("- h * score)", "- h * score_new)"),
            r"The step forth starts at $\theta$, so it drifts with the score there, `score`.",
        ),
        Mistake(
            "variance h",
            edit("(4 * h)", "(2 * h)"),
            "The noise of (6.14) has variance $2h$. A Gaussian's exponent has twice its variance below.",
        ),
        Mistake(
            "h left out below",
            edit("(4 * h)", "4"),
            "The noise of (6.14) has variance $2h$: the smaller the step, the less likely a given distance.",
        ),
        Mistake(
            "2h as a standard deviation",
            edit("(4 * h)", "(8 * h**2)"),
            "The noise of (6.14) is $\\sqrt{2h}\\,z$: $2h$ is its variance, not its standard deviation.",
        ),
        Mistake(
            "the drift downhill",
            edit("- h * score)", "+ h * score)", "- h * score_new)", "+ h * score_new)"),
            r"$\theta'-\theta-h\,s$ is what the noise must have done: subtract the drift.",
        ),
        Mistake(
            "densities the wrong way round",
            edit("log_pi_new - log_pi", "log_pi - log_pi_new"),
            r"A place of higher density should be accepted: $\pi(\theta')$ stands above.",
        ),
        Mistake(
            "cut twice",
            edit("min(0.0, log_pi_new - log_pi + ", "min(0.0, min(0.0, log_pi_new - log_pi) + "),
            "You cut the ratio of the densities at 1 before you correct it. The minimum is of the whole product.",
        ),
        Mistake(
            "not cut at 0",
            edit(
                "min(0.0, log_pi_new - log_pi + (forth - back) / (4 * h))",
                "log_pi_new - log_pi + (forth - back) / (4 * h)",
            ),
            "A probability is at most 1. What is the largest value of its logarithm?",
        ),
        Mistake(
            "the probability itself",
            edit("min(0.0, log_pi_new", "min(1.0, np.exp(log_pi_new", "(4 * h))", "(4 * h)))"),
            "That is the probability. Its logarithm is asked for: the exponential can overflow.",
        ),
        Mistake(
            "the log-densities divided",
            edit("log_pi_new - log_pi", "log_pi_new / log_pi"),
            "The logarithm of a ratio is a difference.",
        ),
    ],
    hints=[
        r"Write $\log q(\theta'\mid\theta)$ and $\log q(\theta\mid\theta')$ first; the constants cancel.",
        r"The way back goes from $\theta'$ to $\theta$, and drifts with the score at $\theta'$.",
    ],
)


# 21.7 ----------------------------------------------------------------- flat in what?
def log_density_of_logs(ell, phi):
    """ℓ + Σ φ_i: a density picks up the derivative of the map."""
    return ell + np.sum(phi)


def log_density_of_logs_inputs(rng):
    """The worked value; one to four rates, small and large."""
    rows = [(-60.0, np.array([0.5, -0.6])), (-900.0, np.array([-1.1, 0.3]))]
    return rows + [
        (float(-rng.uniform(5, 90)), rng.normal(size=d) * size) for d, size in [(1, 1), (2, 3), (3, 0.4), (4, 2)]
    ]


JACOBIAN = Function(
    "21.7",
    title="Flat in what?",
    points=2,
    reference=log_density_of_logs,
    inputs=log_density_of_logs_inputs,
    mistakes=[
        Mistake(
            "no Jacobian",
            edit(" + np.sum(phi)", ""),
            "That is right for a prior that is flat in the *logarithms*. A density changes with its coordinate: "
            r"$p(\varphi)\,d\varphi = p(\beta)\,d\beta$.",
        ),
        Mistake(
            "the Jacobian upside down",
            edit("+ np.sum", "- np.sum"),
            r"$d\beta/d\varphi$ for $\beta = e^\varphi$, or $d\varphi/d\beta$? Which one multiplies $p(\beta)$?",
        ),
        Mistake(
            "the rates added, not their logarithms",
            edit("np.sum(phi)", "np.sum(np.exp(phi))"),
            r"The factor is $e^{\varphi}$ for each rate. You added it; the logarithm of it is to be added.",
        ),
        Mistake(
            "the rates multiplied, not their logarithms added",
            edit("np.sum(phi)", "np.prod(np.exp(phi))"),
            r"The factor is $\prod_ie^{\varphi_i}$. You added it to a logarithm: take its logarithm too.",
        ),
        Mistake(
            "multiplied by the Jacobian",
            edit("ell + np.sum(phi)", "ell * np.exp(np.sum(phi))"),
            "The density is multiplied by the derivative. `ell` is a logarithm: what happens to it?",
        ),
        Mistake(
            "the mean for the sum",
            edit("np.sum(phi)", "np.mean(phi)"),
            "There is one factor for each rate; in the logarithm they add.",
        ),
        Mistake(
            "one rate only",
            edit("np.sum(phi)", "phi[0]"),
            "There is one factor for each rate, not for the first alone.",
        ),
        Mistake(
            "the logarithm of a logarithm",
            edit("np.sum(phi)", "np.sum(np.log(np.abs(phi)))"),
            r"$\varphi$ *is* a logarithm already: $\log\left|d\beta/d\varphi\right| = \log e^\varphi$.",
        ),
        Mistake(
            "the sum of the rates for their product",
            edit("np.sum(phi)", "np.log(np.sum(np.exp(phi)))"),
            r"Each rate brings a factor $e^{\varphi_i}$: factors multiply.",
        ),
        Mistake(
            "the logarithm of a logarithm, subtracted",
            edit("+ np.sum(phi)", "- np.sum(np.log(np.abs(phi)))"),
            r"$\varphi$ *is* a logarithm already, and the factor is $d\beta/d\varphi$, not $d\varphi/d\beta$.",
        ),
        Mistake(
            "the standard normal prior of the section",
            edit("np.sum(phi)", "-np.sum(phi**2) / 2"),
            r"That is a normal prior of $\varphi$, as in (21.13) with $\theta_0 = 0$. Here it is flat in $e^\varphi$.",
        ),
    ],
    hints=[
        r"Probability is conserved: $p(\varphi)\,d\varphi = p(\beta)\,d\beta$ with $\beta = e^\varphi$.",
        "Take the logarithm of the product of one derivative for each rate.",
    ],
)
