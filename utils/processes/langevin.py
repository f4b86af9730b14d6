"""Langevin's step: it samples where the score leads, and it is the proposal of a Markov chain that is exact."""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import positive


def langevin_step(x: Any, score: Any, h: float, z: Any) -> np.ndarray:
    """x + h s(x) + √(2h) z: a step that leaves the density with score s = ∇ log q unchanged, up to O(h²).

    x: any shape; score: s(x), of that shape; z: standard normal noise of that shape; h > 0, in units of x².
    Lecture 06, (6.14). Source: Roberts & Tweedie 1996, Exponential convergence of Langevin distributions.
    """
    x, h = arrays.points("x", x), positive("h", h)
    score, z = arrays.points("score", score, x.shape), arrays.points("z", z, x.shape)
    return x + h * score + np.sqrt(2 * h) * z
