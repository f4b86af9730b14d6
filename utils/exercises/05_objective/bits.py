"""05.4: what a picture of discrete grey levels costs, in bits per dimension."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from utils.teaching.exercise import Function, Mistake, edit


def bits_per_dimension(x0, mean, std, width):
    """Mean over i of −log₂ [Φ((x_i + Δ/2 − m_i)/s) − Φ((x_i − Δ/2 − m_i)/s)]."""
    upper = norm.cdf((x0 + width / 2 - mean) / std)
    lower = norm.cdf((x0 - width / 2 - mean) / std)
    return np.mean(-np.log2(upper - lower))


def bits_inputs(rng):
    """The worked value; 1 to 64 dimensions; bins wide and narrow beside the decoder's width."""
    worked = (np.array([0.5, -0.2]), np.array([0.4, 0.1]), 0.2, 0.1)
    shapes = [(1, 0.5, 1.0), (3, 0.3, 0.25), (64, 0.1, 2 / 255), (4, 0.2, 0.7)]
    others = []
    for d, std, width in shapes:
        x0 = width * np.round(rng.normal(0, 0.5, size=d) / width)
        others.append((x0, x0 + std * rng.uniform(-1.5, 1.5, size=d), std, width))
    return [worked, *others]


def _density(x0, mean, std, width):
    return np.mean(-np.log2(norm.pdf(x0, mean, std)))


def _density_times_width(x0, mean, std, width):
    return np.mean(-np.log2(norm.pdf(x0, mean, std) * width))


def _joint_bin(x0, mean, std, width):
    apart = np.linalg.norm(x0 - mean)
    return -np.log2(norm.cdf((apart + width / 2) / std) - norm.cdf((apart - width / 2) / std))


_COST = "np.mean(-np.log2(upper - lower))"

BITS = Function(
    "05.4",
    title="Bits per dimension",
    points=3,
    reference=bits_per_dimension,
    inputs=bits_inputs,
    mistakes=[
        Mistake(
            "nats",
            edit("np.log2", "np.log"),
            r"Your logarithm is natural, so these are nats. A bit is $\log 2$ nats: use `np.log2`.",
        ),
        Mistake(
            "nats in all",
            edit(_COST, "np.sum(-np.log(upper - lower))"),
            r"These are nats for the whole picture. Divide by $d\log 2$ for bits per dimension.",
        ),
        Mistake(
            "the sum, not the mean",
            edit("np.mean", "np.sum"),
            "These are the bits of the whole picture. Per dimension is asked: divide by $d$.",
        ),
        Mistake(
            "the logarithm of the mean",
            edit(_COST, "-np.log2(np.mean(upper - lower))"),
            "Take the logarithm of each coordinate's probability, then the mean. The probabilities of independent "
            "coordinates multiply.",
        ),
        Mistake(
            "the sign",
            edit("np.mean(-np", "np.mean(np"),
            "A probability is at most 1, so its logarithm is negative; a cost is minus that.",
        ),
        Mistake(
            "a bin twice as wide",
            edit("x0 + width / 2", "x0 + width", "x0 - width / 2", "x0 - width"),
            r"The bin reaches half a width to either side of its middle, from $x_0-\Delta/2$ to $x_0+\Delta/2$.",
        ),
        Mistake(
            "the bin above x₀",
            edit("x0 + width / 2", "x0 + width", "x0 - width / 2", "x0"),
            r"$x_0$ is the middle of its bin, not its lower edge.",
        ),
        Mistake(
            "one edge only",
            edit("upper - lower", "upper"),
            "That is the probability of all below the bin's upper edge. Subtract what lies below its lower edge.",
        ),
        Mistake(
            "the density",
            _density,
            "You took the logarithm of the density. A density is no probability: it changes with the unit of $x$, and "
            "the width of the bin is missing.",
        ),
        Mistake(
            "density times width",
            _density_times_width,
            r"Density times width is the probability of a *narrow* bin. Here it may be wide: use $\Phi$ at both edges.",
        ),
        Mistake(
            "divided by the variance",
            edit(
                "upper = norm.cdf((x0 + width / 2 - mean) / std)",
                "upper = norm.cdf((x0 + width / 2 - mean) / std**2)",
                "lower = norm.cdf((x0 - width / 2 - mean) / std)",
                "lower = norm.cdf((x0 - width / 2 - mean) / std**2)",
            ),
            r"$\Phi$ takes distances in standard deviations: divide by $s$, not by $s^2$.",
        ),
        Mistake(
            "one bin for the whole picture",
            _joint_bin,
            "Every coordinate has a bin of its own. Add their costs; do not measure the distance of the whole picture.",
        ),
    ],
    hints=[
        r"The probability of a bin is $\Phi$ at its upper edge less $\Phi$ at its lower edge, as in (5.10a): "
        "`norm.cdf((edge - mean) / std)`.",
        "Then minus the logarithm to base 2 of each, and the mean over the coordinates.",
    ],
)
