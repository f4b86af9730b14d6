"""Couplings: which x_0 is paired with which x_1. Any pairing keeps both laws; the paths of the flow depend on it.

Cost of a coupling: E |x_1 − x_0|². Independent pairs have the largest of the couplings here, an optimal assignment the
least; `reflow` replaces pairs by the two ends of a flow's paths, which never costs more.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from utils.common import arrays
from utils.common.checks import whole_number
from utils.generative.backend import Points, as_points
from utils.generative.samplers import Step, sample


def cost(x0: Any, x1: Any) -> float:
    """Mean of |x_1 − x_0|² over the pairs; x0, x1 (n, ...) of one shape."""
    x0 = arrays.points("x0", x0)
    if x0.ndim < 2 or len(x0) == 0:
        raise ValueError(f"x0 must have shape (n, ...), got {x0.shape}")
    return float(np.sum((arrays.points("x1", x1, x0.shape) - x0) ** 2) / len(x0))


def optimal_order(x0: Any, x1: Any, block: int | None = None, labels: Any = None) -> np.ndarray:
    """The order (n,) of least cost: x0[order] is paired with x1, row by row.

        order = argmin over permutations π of Σ_i |x1_i − x0_π(i)|²

    x0, x1 (n, ...): one shape. block: pair only within blocks of so many rows, as they come (None: one block); the last
    may be smaller. labels (n,) of x0: pair only within a label, so that x1 has the same law for each of them; then row
    i of x1 keeps the label of row i of x0. Source: Tong et al. 2024 (OT-CFM); Pooladian et al. 2023.
    """
    x0 = arrays.points("x0", x0)
    if x0.ndim < 2 or len(x0) == 0:
        raise ValueError(f"x0 must have shape (n, ...), got {x0.shape}")
    x1 = arrays.points("x1", x1, x0.shape)
    n, block = len(x0), len(x0) if block is None else whole_number("block", block)
    kinds = np.zeros(n, int) if labels is None else arrays.whole_numbers("labels", labels, (n,))
    order, left, right = np.arange(n), x1.reshape(n, -1), x0.reshape(n, -1)
    for start in range(0, n, block):
        part = np.arange(start, min(start + block, n))
        for kind in np.unique(kinds[part]):
            rows = part[kinds[part] == kind]
            order[rows] = rows[linear_sum_assignment(cdist(left[rows], right[rows], "sqeuclidean"))[1]]
    return order


def reflow(step: Step, times: ArrayLike, x1: Points) -> tuple[Points, Points]:
    """(x0, x1): each x1 (n, ...) with the end of the path that leads from it along `times`, falling from 1 to 0.

    step: of a solver, see `samplers.sample`. Source: Liu, Gong & Liu 2023, Flow Straight and Fast.
    """
    x1 = as_points("x1", x1)
    *_, (_, x0) = sample(step, times, x1)
    return x0, x1
