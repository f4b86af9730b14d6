"""What a schedule is: how much signal α(t) and how much noise σ(t) a picture holds at time t.

    x_t = α(t) x_0 + σ(t) ε,    ε ~ N(0, I)

A schedule that preserves variance, α² + σ² = 1, is one curve: log ᾱ(t), where ᾱ = α².
We store the logarithm, not ᾱ: near t = 0, ᾱ is so close to 1 that 1 − ᾱ loses its digits, while
σ² = 1 − ᾱ = −expm1(log ᾱ) keeps them. Any other schedule adds a second curve, σ(t).
Times and noise levels are plain numbers without units.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import whole_number
from utils.generative.backend import Points, as_points, column, is_tensor


def one_minus_exp(log_x: Any) -> Any:
    """1 − exp(log_x) for log_x ≤ 0, accurate near 0 (the absolute value avoids a result of −0.0)."""
    return np.abs(np.expm1(log_x))


@dataclass(frozen=True)
class Schedule:
    """α(t) and σ(t) on 0 ≤ t ≤ T. Make one with a constructor of `schedules`.

        alpha, sigma = schedule(t)

    name: str; T: last time; discrete: whether t must be a whole number.
    curve: t (float64 array within [0, T]) -> log ᾱ(t) = 2 log α(t), the same shape, 0 at t = 0 and never rising.
    sigma_curve: t -> σ(t), 0 at t = 0, with α/σ never rising. None: variance is preserved, σ² = 1 − α².
    rate_curves: t -> (dα/dt, dσ/dt). None: discrete, or the derivatives are not known.

    Every method takes t as a number or an array (...) and returns float64 of that shape.
    Raises ValueError if t is outside [0, T], or not whole where the schedule is discrete.
    """

    name: str
    T: int | float
    discrete: bool
    curve: Callable[[np.ndarray], np.ndarray] = field(repr=False)
    sigma_curve: Callable[[np.ndarray], np.ndarray] | None = field(default=None, repr=False)
    rate_curves: Callable[[np.ndarray], tuple] | None = field(default=None, repr=False)

    def __call__(self, t: ArrayLike) -> tuple[Any, Any]:
        """(α(t), σ(t)): two floats for one time, two arrays (...) for an array of times."""
        t = self._checked("t", t)
        alpha, sigma = np.exp(0.5 * self.curve(t)), self._sigma(t)
        return (alpha, sigma) if t.ndim else (float(alpha), float(sigma))

    def log_alpha_bar(self, t: ArrayLike) -> Any:
        """log ᾱ(t) = 2 log α(t); −∞ where no signal is left."""
        return self.curve(self._checked("t", t))

    def alpha_bar(self, t: ArrayLike) -> Any:
        """ᾱ(t) = α(t)²; where variance is preserved, the share of it that is signal."""
        return np.exp(self.log_alpha_bar(t))

    def alpha(self, t: ArrayLike) -> Any:
        """α(t) = √ᾱ(t), the factor on x_0."""
        return np.exp(0.5 * self.log_alpha_bar(t))

    def sigma(self, t: ArrayLike) -> Any:
        """σ(t), the standard deviation of the noise: √(1 − ᾱ(t)) where variance is preserved."""
        return self._sigma(self._checked("t", t))

    def snr(self, t: ArrayLike) -> Any:
        """Signal-to-noise ratio α²/σ², which is 1/expm1(−log ᾱ) where variance is preserved; ∞ where σ = 0."""
        t = self._checked("t", t)
        with np.errstate(divide="ignore", over="ignore"):
            if self.preserves_variance:
                return 1.0 / np.abs(np.expm1(-self.curve(t)))
            return np.exp(self.curve(t)) / self._sigma(t) ** 2

    def log_snr(self, t: ArrayLike) -> Any:
        """log SNR(t) = log α² − log σ²; +∞ where σ = 0, −∞ where α = 0."""
        t = self._checked("t", t)
        log_signal = self.curve(t)
        with np.errstate(divide="ignore"):
            if self.preserves_variance:
                return log_signal - np.log(one_minus_exp(log_signal))
            return log_signal - 2 * np.log(self._sigma(t))

    def kernel(self, s: ArrayLike, t: ArrayLike) -> tuple[Any, Any]:
        """(α_{t|s}, σ_{t|s}) of the step from s to t: x_t = α_{t|s} x_s + σ_{t|s} ε, for 0 ≤ s ≤ t ≤ T.

            α_{t|s} = α_t / α_s,    σ²_{t|s} = σ_t² − α²_{t|s} σ_s²

        s and t broadcast; s = t gives (1, 0). Where variance is preserved, σ²_{t|s} = 1 − ᾱ_t/ᾱ_s.
        Raises ValueError where s > t.
        Source: Kingma et al. 2021, Variational Diffusion Models, appendix A.1.
        """
        s, t = np.broadcast_arrays(self._checked("s", s), self._checked("t", t))
        if np.any(s > t):
            raise ValueError(f"s must not exceed t, got s = {s[s > t][0]:g} with t = {t[s > t][0]:g}")
        with np.errstate(invalid="ignore"):  # −∞ − (−∞) at s = t = T, replaced below
            log_ratio = np.where(s == t, 0.0, self.curve(t) - self.curve(s))
        if self.preserves_variance:
            return np.exp(0.5 * log_ratio), np.sqrt(one_minus_exp(log_ratio))
        alpha, sigma = np.exp(0.5 * log_ratio), self._sigma(t)
        left = alpha * self._sigma(s)
        with np.errstate(invalid="ignore"):  # 0/0 at s = t = 0, replaced
            # A difference of squares as a product keeps its digits; the absolute value is for a result of −1e-17.
            share = np.where(s == t, 0.0, np.abs((sigma - left) / sigma * ((sigma + left) / sigma)))
        return alpha, sigma * np.sqrt(share)

    def rates(self, t: ArrayLike) -> tuple[Any, Any]:
        """(dα/dt, dσ/dt); dσ/dt is ∞ where σ starts like √t. Continuous schedules only, else ValueError."""
        if self.rate_curves is None:
            raise ValueError(f"rates need a continuous schedule with known derivatives, got {self.name!r}")
        t = self._checked("t", t)
        alpha_rate, sigma_rate = self.rate_curves(t)
        return _shaped(alpha_rate, t), _shaped(sigma_rate, t)

    def sde(self, t: ArrayLike) -> tuple[Any, Any]:
        """(f, g) of dX = f(t) X dt + g(t) dB, the process whose law at every t is x_t = α x_0 + σ ε.

            f = (dα/dt)/α,    g² = dσ²/dt − 2 f σ²

        Where variance is preserved, g² = −2f. f is −∞ where α = 0. Continuous schedules only, else ValueError.
        Source: Kingma et al. 2021, Variational Diffusion Models, section 3 and appendix; Song et al. 2021, equation 5.
        """
        alpha_rate, sigma_rate = self.rates(t)
        sigma = self.sigma(t)
        with np.errstate(divide="ignore"):
            f = alpha_rate / self.alpha(t)
        g_squared = -2 * f if self.preserves_variance else 2 * sigma * (sigma_rate - f * sigma)
        return f, np.sqrt(g_squared)

    def noise(self, x0: Points, t: ArrayLike, eps: Points) -> Points:
        """x_t = α(t) x_0 + σ(t) ε.

        x0, eps: the same shape (n, ...), both numpy or both torch. t: one time, or an array matching x0's leading axes
        (one time for each of n pictures: shape (n,)). Returns x_t, shaped like x0: float64, or a tensor like x0.
        Raises ValueError if eps or t does not fit x0.
        """
        x0, eps = as_points("x0", x0), as_points("eps", eps)
        if is_tensor(x0) != is_tensor(eps):
            raise ValueError(f"eps must be of x0's kind, numpy or torch, got {type(eps).__name__}")
        if eps.shape != x0.shape:
            raise ValueError(f"eps must have x0's shape {tuple(x0.shape)}, got {tuple(eps.shape)}")
        alpha, sigma = self(t)
        lead = np.shape(alpha)
        if lead != tuple(x0.shape[: len(lead)]):
            raise ValueError(f"t must be one time or match x0's leading axes {tuple(x0.shape)}, got shape {lead}")
        return column(alpha, x0) * x0 + column(sigma, x0) * eps

    @property
    def times(self) -> np.ndarray:
        """The whole times 0, 1, ..., T, shape (T+1,). Raises ValueError if the schedule is continuous."""
        if not self.discrete:
            raise ValueError(f"times need a discrete schedule, got {self.name!r}, which is continuous: use grid(n)")
        return np.arange(self.T + 1)

    @property
    def betas(self) -> np.ndarray:
        """β_1, ..., β_T with β_t = 1 − ᾱ_t/ᾱ_{t−1}, shape (T,): betas[0] is β_1. Discrete schedules only."""
        if not self.discrete:
            raise ValueError(f"betas need a discrete schedule, got {self.name!r}, which is continuous")
        if not self.preserves_variance:
            raise ValueError(f"betas need a schedule that preserves variance, got {self.name!r}")
        return one_minus_exp(np.diff(self.log_alpha_bar(self.times)))

    def grid(self, n: int) -> np.ndarray:
        """n + 1 evenly spaced times from 0 to T. Continuous schedules only (discrete ones have `times`)."""
        if self.discrete:
            raise ValueError(f"grid needs a continuous schedule, got {self.name!r}, which is discrete: use times")
        return np.linspace(0.0, self.T, whole_number("n", n) + 1)

    @property
    def preserves_variance(self) -> bool:
        """Whether σ² = 1 − α² by construction, so that data of variance 1 keep it at every t."""
        return self.sigma_curve is None

    def _sigma(self, t: np.ndarray) -> Any:
        """σ at times already checked."""
        return np.sqrt(one_minus_exp(self.curve(t))) if self.sigma_curve is None else self.sigma_curve(t)[()]

    def _checked(self, name: str, t: ArrayLike) -> np.ndarray:
        times = arrays.points(name, t, finite=False)
        outside = ~((times >= 0) & (times <= self.T))  # written so that nan counts as outside
        if outside.any():
            raise ValueError(f"{name} must lie in [0, {self.T:g}], got {times[outside][0]:g}")
        if self.discrete and np.any(times % 1):
            raise ValueError(f"{name} must be whole for the discrete {self.name!r}, got {times[times % 1 > 0][0]:g}")
        return times


def _shaped(rate: ArrayLike, t: np.ndarray) -> Any:
    """A derivative, perhaps one number for all times, in the shape of t."""
    return np.broadcast_to(np.asarray(rate, float), t.shape).copy()[()]
