"""Counts of people published with noise, so that they tell little of any one of them."""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import positive


def laplace_counts(counts: Any, epsilon: float, sensitivity: float, rng: np.random.Generator) -> np.ndarray:
    """counts + Laplace noise of scale sensitivity/epsilon, of the counts' shape: ε-differentially private.

    Whatever is published is at most e^ε times as probable with a person as without them, and the other way round.
    sensitivity: by how much leaving out one person can change all the counts together, Σ |change|: 1 where each is
    counted once, k where in each of k tables.
    epsilon > 0: small is private. The standard deviation of the noise is √2 sensitivity/epsilon.
    Source: Dwork, McSherry, Nissim & Smith 2006, Calibrating noise to sensitivity in private data analysis.
    """
    counts, rng = arrays.points("counts", counts), arrays.numpy_generator("rng", rng)
    scale = positive("sensitivity", sensitivity) / positive("epsilon", epsilon)
    return counts + rng.laplace(scale=scale, size=counts.shape)
