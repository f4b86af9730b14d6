"""Six ways to say the same thing about x_t: what a network may be asked to predict.

    x0      x_0                            the clean point
    eps     ε                              the noise
    v       (α ε − σ x_0)/r                the velocity along the circle of radius r = √(α² + σ²), 1 on most schedules
    score   −ε/σ                           the gradient of log q(x_t | x_0); its mean is the score ∇ log p(x_t)
    flow    ε − x_0                        the velocity of the straight path from data to noise
    edm     (σ x_0/σ_d − α σ_d ε)/s        a target of variance 1 for data of variance σ_d²; s² = α² σ_d² + σ²

Together with x_t = α x_0 + σ ε any one of them fixes all others. Each is s_0 x_0 + s_1 ε with its own two
numbers (s_0, s_1), so converting is solving two linear equations; no formula has to be remembered.
Because the conversions are linear, they hold for the best predictions too: E[x_0 | x_t], E[ε | x_t], and so on.
At σ_d = 1, edm is −v; that is why the first five are listed as KINDS.
Source: v: Salimans & Ho 2022, Progressive Distillation, appendix D. edm: Karras et al. 2022, table 1.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import one_of, positive
from utils.generative.backend import Points, as_points, is_tensor

KINDS = ("x0", "eps", "v", "score", "flow")
ALL_KINDS = (*KINDS, "edm")


def shares(kind: str, alpha: Any, sigma: Any, data_std: float = 1.0) -> tuple[Any, Any]:
    """(s_0, s_1) with kind = s_0 x_0 + s_1 ε, at signal level alpha and noise level sigma: numbers or arrays (...).

    data_std: σ_d, which "edm" alone depends on. Raises ValueError for an unknown kind, and for a score at σ = 0.
    """
    return _shares("kind", kind, _level("alpha", alpha), _level("sigma", sigma), positive("data_std", data_std))


def conversion(alpha: Any, sigma: Any, source: str, target: str, data_std: float = 1.0) -> tuple[Any, Any]:
    """(a, b) such that target = a x_t + b source, at signal level alpha and noise level sigma.

    Writing source = s_0 x_0 + s_1 ε and target = t_0 x_0 + t_1 ε, and eliminating x_0 and ε:

        a = (s_1 t_0 − s_0 t_1)/D,    b = (α t_1 − σ t_0)/D,    D = α s_1 − σ s_0

    alpha, sigma: numbers or arrays (...), not both 0; a, b have their shape. source, target: see the table above.
    Raises ValueError for an unknown kind, a score at σ = 0 (it is infinite), or a source that says nothing
    new there (D = 0): x0 at σ = 0, eps and score at α = 0.
    """
    alpha, sigma, data_std = _level("alpha", alpha), _level("sigma", sigma), positive("data_std", data_std)
    if _any(alpha + sigma == 0):
        raise ValueError("alpha and sigma must not both be 0: then x_t says nothing")
    one_of("source", source, ALL_KINDS)
    if source == target:
        return 0.0 * (alpha + sigma), 0.0 * (alpha + sigma) + 1.0
    s_0, s_1 = _shares("source", source, alpha, sigma, data_std)
    t_0, t_1 = _shares("target", target, alpha, sigma, data_std)
    determinant = alpha * s_1 - sigma * s_0
    if _any(determinant == 0):
        needed = "sigma" if source == "x0" else "alpha"
        raise ValueError(f"{needed} must be positive to convert {source!r}: at {needed} = 0 it says no more than x_t")
    return (s_1 * t_0 - s_0 * t_1) / determinant, (alpha * t_1 - sigma * t_0) / determinant


def convert(value: Points, x_t: Points, alpha: Any, sigma: Any, source: str, target: str) -> Points:
    """The prediction `value` of kind `source` as kind `target`; shaped like x_t.

    value, x_t: (n, ...), numpy or torch. alpha, sigma: numbers, or arrays that broadcast with x_t, such as (n, 1).
    "edm" is that for data of variance 1. Raises ValueError as `conversion`.
    """
    a, b = conversion(alpha, sigma, source, target)
    value, x_t = as_points("value", value), as_points("x_t", x_t)
    if value.shape != x_t.shape:
        raise ValueError(f"value must have the shape of x_t, {tuple(x_t.shape)}, got {tuple(value.shape)}")
    try:
        np.broadcast_shapes(np.shape(a), x_t.shape)
    except ValueError:
        raise ValueError(f"alpha and sigma must broadcast with x_t {tuple(x_t.shape)}, got {np.shape(a)}") from None
    return value if source == target else a * x_t + b * value


def loss_weight(kind: str, alpha: Any, sigma: Any) -> Any:
    """The weight w that a squared error of this kind puts on the error of x_0: |Δkind|² = w |Δx_0|².

        x0: 1    eps: α²/σ² = SNR    v: SNR + 1    score: α²/σ⁴    flow: (α + σ)²/σ²

    alpha ≥ 0, sigma > 0: numbers or arrays (...). Returns that shape. Raises ValueError as `conversion`.
    Source: Kingma & Gao 2023, Understanding Diffusion Objectives as the ELBO with Simple Data Augmentation.
    """
    one_of("kind", kind, ALL_KINDS)
    return conversion(alpha, sigma, "x0", kind)[1] ** 2


def levels(log_snr: ArrayLike) -> tuple[Any, Any]:
    """(α, σ) of the variance-preserving level with this log-SNR λ: α² = 1/(1 + e^{−λ}), σ² = 1/(1 + e^{λ}).

    log_snr: number or array (...), may be ±∞; two float64 results of that shape, accurate at both ends.
    """
    half = 0.5 * arrays.points("log_snr", log_snr, finite=False)
    if np.any(np.isnan(half)):
        raise ValueError(f"log_snr must be a number or ±∞, got {log_snr!r}")
    return np.exp(-0.5 * np.logaddexp(0.0, -2 * half)), np.exp(-0.5 * np.logaddexp(0.0, 2 * half))


def _shares(name: str, kind: str, alpha: Any, sigma: Any, data_std: float) -> tuple[Any, Any]:
    one_of(name, kind, ALL_KINDS)
    if kind == "x0":
        return 1.0, 0.0
    if kind == "eps":
        return 0.0, 1.0
    if kind == "v":
        r = (alpha**2 + sigma**2) ** 0.5
        return -sigma / r, alpha / r
    if kind == "score":
        if _any(sigma == 0):
            raise ValueError(f"sigma must be positive for {name} 'score', which is infinite at sigma = 0")
        return 0.0, -1.0 / sigma
    if kind == "flow":
        return -1.0, 1.0
    s = ((alpha * data_std) ** 2 + sigma**2) ** 0.5
    return sigma / (s * data_std), -alpha * data_std / s


def _level(name: str, value: Any) -> Any:
    """A level as float, array or tensor, checked to be at least 0 and finite."""
    value = as_points(name, value)
    value = value if is_tensor(value) else value[()]
    if _any(value < 0):
        raise ValueError(f"{name} must be finite and at least 0, got {value}")
    return value


def _any(condition: Any) -> bool:
    return bool(condition.any()) if hasattr(condition, "any") else bool(condition)
