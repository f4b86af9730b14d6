"""A rival without a mechanism: log counts as a polynomial of time. More coefficients, and nothing to read from them.

log(y + ½) = a_0 + a_1 t + ... + a_g t^g + noise N(0, σ²)
"""

from typing import Any

import numpy as np
from scipy.stats import t as student

from utils.common import arrays
from utils.common.checks import whole_number


def polynomial_scores(times: Any, counts: Any, new_times: Any, new_counts: Any, degree: int) -> np.ndarray:
    """The log score of each new log count, (k,) in nats, under the polynomial fitted to the others by least squares.

        log(y + ½) at t ~ Student's t, n − g − 1 degrees of freedom, around x·â, scale σ̂ √(1 + xᵀ(XᵀX)⁻¹x)

    times, counts (n,), n ≥ degree + 3; new_times, new_counts (k,). The law is exact where the noise is normal, and
    contains how well the coefficients are known. Source: any textbook of linear regression, "prediction interval".
    """
    g, t = whole_number("degree", degree, least=0), arrays.points("times", times, ("n",), least=2)
    if len(t) < g + 3:
        raise ValueError(f"degree must be at most {len(t) - 3} for {len(t)} counts, got {g}")
    later = arrays.points("new_times", new_times, ("k",))
    y, new = _logs("counts", counts, len(t)), _logs("new_counts", new_counts, len(later))
    middle, half = (t.max() + t.min()) / 2, np.ptp(t) / 2
    if half == 0:
        raise ValueError(f"times must differ, got {t}")
    basis = lambda when: np.polynomial.legendre.legvander((when - middle) / half, g)  # noqa: E731, spans 1, t, ..., t^g
    X, x = basis(t), basis(later)
    b, *_ = np.linalg.lstsq(X, y, rcond=None)
    s = np.sqrt(np.sum((y - X @ b) ** 2) / (len(t) - g - 1))
    known = np.einsum("ij,jk,ik->i", x, np.linalg.inv(X.T @ X), x)
    return student.logpdf(new, len(t) - g - 1, x @ b, s * np.sqrt(1 + known))


def _logs(name: str, counts: Any, n: int) -> np.ndarray:
    y = arrays.points(name, counts, (n,))
    if y.min() < 0:
        raise ValueError(f"{name} must be at least 0, got {y.min():g}")
    return np.log(y + 0.5)
