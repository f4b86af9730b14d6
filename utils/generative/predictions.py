"""Five ways to say the same thing about x_t: what a network may be asked to predict.

    x0      x_0                          the clean point
    eps     ε                            the noise
    v       α ε − σ x_0                  the velocity along the circle α² + σ² = 1
    score   −ε/σ                         the gradient of log q(x_t | x_0); its mean is the score ∇ log p(x_t)
    flow    ε − x_0                      the velocity of the straight path from data to noise

Together with x_t = α x_0 + σ ε any one of them fixes the other four. Each is s_0 x_0 + s_1 ε with its own two
numbers (s_0, s_1), so converting is solving two linear equations; no formula has to be remembered.
Because the conversions are linear, they hold for the best predictions too: E[x_0 | x_t], E[ε | x_t], and so on.
"""

import numpy as np

KINDS = ("x0", "eps", "v", "score", "flow")


def coefficients(alpha, sigma, source, target):
    """(a, b) such that target = a x_t + b source, at signal level alpha and noise level sigma.

    Writing source = s_0 x_0 + s_1 ε and target = t_0 x_0 + t_1 ε, and eliminating x_0 and ε:

        a = (s_1 t_0 − s_0 t_1)/D,    b = (α t_1 − σ t_0)/D,    D = α s_1 − σ s_0

    alpha, sigma: numbers or arrays (...), not both 0; a, b have their shape. source, target: one of KINDS.
    Raises ValueError for an unknown kind, a score at σ = 0 (it is infinite), or a source that says nothing
    new there (D = 0): x0 at σ = 0, eps and score at α = 0.
    """
    alpha, sigma = _level("alpha", alpha), _level("sigma", sigma)
    if _any(alpha + sigma == 0):
        raise ValueError("alpha and sigma must not both be 0: then x_t says nothing")
    if source == target and source in KINDS:
        return 0.0 * alpha, 0.0 * alpha + 1.0
    s_0, s_1 = _parts("source", source, alpha, sigma)
    t_0, t_1 = _parts("target", target, alpha, sigma)
    determinant = alpha * s_1 - sigma * s_0
    if _any(determinant == 0):
        needed = "sigma" if source == "x0" else "alpha"
        raise ValueError(f"{needed} must be positive to convert {source!r}: at {needed} = 0 it says no more than x_t")
    return (s_1 * t_0 - s_0 * t_1) / determinant, (alpha * t_1 - sigma * t_0) / determinant


def convert(value, x_t, alpha, sigma, source, target):
    """The prediction `value` of kind `source` as kind `target`; shaped like x_t.

    value, x_t: (n, ...), numpy or torch. alpha, sigma: numbers, or arrays that broadcast with x_t, such as (n, 1).
    Raises ValueError as `coefficients`.
    Source for v: Salimans & Ho 2022, Progressive Distillation, appendix D.
    """
    if source == target and source in KINDS:
        return value
    a, b = coefficients(alpha, sigma, source, target)
    return a * x_t + b * value


def loss_weight(kind, alpha, sigma):
    """The weight w that a squared error of this kind puts on the error of x_0: |Δkind|² = w |Δx_0|².

        x0: 1    eps: α²/σ² = SNR    v: (α² + σ²)²/σ² (= SNR + 1 on a variance-preserving schedule)
        score: α²/σ⁴    flow: (α + σ)²/σ²

    alpha ≥ 0, sigma > 0: numbers or arrays (...). Returns that shape. Raises ValueError as `coefficients`.
    Source: Kingma & Gao 2023, Understanding Diffusion Objectives as the ELBO with Simple Data Augmentation.
    """
    return coefficients(alpha, sigma, "x0", kind)[1] ** 2


def levels(log_snr):
    """(α, σ) of the variance-preserving level with this log-SNR λ: α² = 1/(1 + e^{−λ}), σ² = 1/(1 + e^{λ}).

    log_snr: number or array (...), may be ±∞; two float64 results of that shape, accurate at both ends.
    """
    half = 0.5 * np.asarray(log_snr, dtype=float)
    return np.exp(-0.5 * np.logaddexp(0.0, -2 * half)), np.exp(-0.5 * np.logaddexp(0.0, 2 * half))


def _parts(name, kind, alpha, sigma):
    """(s_0, s_1) with kind = s_0 x_0 + s_1 ε."""
    if kind == "score":
        if _any(sigma == 0):
            raise ValueError(f"sigma must be positive for {name} 'score', which is infinite at sigma = 0")
        return 0.0, -1.0 / sigma
    parts = {"x0": (1.0, 0.0), "eps": (0.0, 1.0), "v": (-sigma, alpha), "flow": (-1.0, 1.0)}
    if kind not in parts:
        raise ValueError(f"{name} must be one of {', '.join(KINDS)}, got {kind!r}")
    return parts[kind]


def _level(name, value):
    """A level as float, array or tensor, checked to be at least 0 and finite."""
    value = np.asarray(value, dtype=float)[()] if not hasattr(value, "requires_grad") else value
    if not _all(value >= 0) or _any(value == np.inf):
        raise ValueError(f"{name} must be finite and at least 0, got {value}")
    return value


def _any(condition):
    return bool(condition.any()) if hasattr(condition, "any") else bool(condition)


def _all(condition):
    return bool(condition.all()) if hasattr(condition, "all") else bool(condition)
