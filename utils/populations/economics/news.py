"""News into prices: newswatchers take it up gradually, momentum traders chase the trend that this makes.

Each period brings news ε_t ~ N(0, σ²), independent. It reaches the newswatchers in z parts, one a period, so that the
price is P_t = Σ_s h_s ε_{t−s}, and its response h to one unit of news says everything.
Source: Hong & Stein 1999, A unified theory of underreaction, momentum trading, and overreaction in asset markets,
J. Finance 54: 2143–2184.
"""

from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.signal import lfilter

from utils.common import arrays
from utils.common.checks import number, positive, whole_number


def response(z: int, length: int, phi: float = 0.0, j: int = 1) -> np.ndarray:
    """The price (length,) at lags 0, 1, ... after one unit of news: 1 in the end is right, more is overreaction.

        h_t = min((t + 1)/z, 1) + φ (h_{t−1} − h_{t−1−j})

    z: periods until all newswatchers know. φ: how many shares each of the j generations of momentum traders, who hold
    for j periods, bought for a change of 1 in the price of the period before. φ = 0: newswatchers alone.
    """
    z, length, j, phi = whole_number("z", z), whole_number("length", length), whole_number("j", j), number("phi", phi)
    known = np.minimum(np.arange(1, length + 1) / z, 1.0)
    return lfilter([1.0], np.r_[1.0, -phi, np.zeros(j)] + np.r_[np.zeros(j + 1), phi], known)


def autocovariances(h: Any, lags: int, sigma: float = 1.0) -> np.ndarray:
    """cov(ΔP_t, ΔP_{t+k}) for k = 0, ..., lags, (lags + 1,): σ² Σ_s Δh_s Δh_{s+k}.

    h (length,): a response that has come to rest by its end. Newswatchers alone: σ² (z − k)/z² for k < z, 0 from z on;
    so the autocorrelation is (z − k)/z: price changes predict price changes.
    """
    h, sigma = arrays.points("h", h, ("length",)), positive("sigma", sigma)
    change = np.diff(h, prepend=0.0)
    padded = np.r_[change, np.zeros(whole_number("lags", lags, 0))]
    return sigma**2 * np.array([change @ padded[k : k + len(change)] for k in range(lags + 1)])


def momentum(z: int, j: int, sigma: float, gamma: float) -> float:
    """φ, by which momentum traders of risk tolerance γ do best given the price that they make together:

        φ = γ cov(P_{t+j} − P_t, ΔP_{t−1}) / (var(ΔP) var(P_{t+j} − P_t | ΔP_{t−1}))

    Raises ValueError where none below .49 is one, gamma being too large: from φ = 1/2 on a price need not come to rest.
    Source: Hong & Stein 1999, momentum traders' equilibrium.
    """
    z, j, sigma, gamma = whole_number("z", z), whole_number("j", j), positive("sigma", sigma), positive("gamma", gamma)

    def excess(phi: float) -> float:
        c = autocovariances(response(z, 200 * (z + j), phi, j), j + 1, sigma)
        forward = c[2:].sum()  # of the j changes after P_t with ΔP_{t−1}
        total = j * c[0] + 2 * np.arange(j - 1, 0, -1) @ c[1:j]
        return phi - gamma * forward / (c[0] * (total - forward**2 / c[0]))

    if excess(0.49) < 0:
        raise ValueError(f"gamma must be so small that φ stays below 0.49, got {gamma!r}")
    return float(brentq(excess, 0.0, 0.49, xtol=1e-12))
