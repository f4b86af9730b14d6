"""The Schedule: how much signal α(t) and how much noise σ(t) a picture holds at time t.

    x_t = α(t) x_0 + σ(t) ε,    ε ~ N(0, I)

Every schedule here preserves variance, α² + σ² = 1, so one curve says it all: log ᾱ(t), where ᾱ = α².
We store the logarithm, not ᾱ: near t = 0, ᾱ is so close to 1 that 1 − ᾱ loses its digits, while
σ² = 1 − ᾱ = −expm1(log ᾱ) keeps them. Times and noise levels are plain numbers without units.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


def one_minus_exp(log_x):
    """1 − exp(log_x) for log_x ≤ 0, accurate near 0 (the absolute value avoids a result of −0.0)."""
    return np.abs(np.expm1(log_x))


def whole_number(name, value, least=1):
    """The argument called `name` as an int, or ValueError if it is not a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    return int(value)


@dataclass(frozen=True)
class Schedule:
    """A variance-preserving schedule on 0 ≤ t ≤ T. Make one with a constructor of `schedules`.

    name: str; T: last time; discrete: whether t must be a whole number.
    curve: t (float64 array within [0, T]) -> log ᾱ(t), the same shape, 0 at t = 0 and never rising.

    Every method takes t as a number or an array (...) and returns float64 of that shape.
    Raises ValueError if t is outside [0, T], or not whole where the schedule is discrete.
    """

    name: str
    T: int | float
    discrete: bool
    curve: Callable[[np.ndarray], np.ndarray] = field(repr=False)

    def log_alpha_bar(self, t):
        """log ᾱ(t) = 2 log α(t); −∞ where no signal is left."""
        return self.curve(self._checked("t", t))

    def alpha_bar(self, t):
        """ᾱ(t) = α(t)², the share of the variance that is signal."""
        return np.exp(self.log_alpha_bar(t))

    def alpha(self, t):
        """α(t) = √ᾱ(t), the factor on x_0."""
        return np.exp(0.5 * self.log_alpha_bar(t))

    def sigma(self, t):
        """σ(t) = √(1 − ᾱ(t)), the standard deviation of the noise."""
        return np.sqrt(one_minus_exp(self.log_alpha_bar(t)))

    def snr(self, t):
        """Signal-to-noise ratio α²/σ² = ᾱ/(1 − ᾱ) = 1/expm1(−log ᾱ); ∞ where σ = 0."""
        with np.errstate(divide="ignore", over="ignore"):
            return 1.0 / np.abs(np.expm1(-self.log_alpha_bar(t)))

    def log_snr(self, t):
        """log SNR(t) = log α² − log σ²; +∞ where σ = 0, −∞ where α = 0."""
        log_signal = self.log_alpha_bar(t)
        with np.errstate(divide="ignore"):
            return log_signal - np.log(one_minus_exp(log_signal))

    def kernel(self, s, t):
        """(α_{t|s}, σ_{t|s}) of the step from s to t: x_t = α_{t|s} x_s + σ_{t|s} ε, for 0 ≤ s ≤ t ≤ T.

            α_{t|s} = α_t / α_s,    σ²_{t|s} = σ_t² − α²_{t|s} σ_s² = 1 − ᾱ_t/ᾱ_s

        s and t broadcast; s = t gives (1, 0). Raises ValueError where s > t.
        Source: Kingma et al. 2021, Variational Diffusion Models, appendix A.1.
        """
        s, t = np.broadcast_arrays(self._checked("s", s), self._checked("t", t))
        if np.any(s > t):
            raise ValueError(f"s must not exceed t, got s = {s[s > t][0]:g} with t = {t[s > t][0]:g}")
        with np.errstate(invalid="ignore"):  # −∞ − (−∞) at s = t = T, replaced below
            log_ratio = np.where(s == t, 0.0, self.curve(t) - self.curve(s))
        return np.exp(0.5 * log_ratio), np.sqrt(one_minus_exp(log_ratio))

    def noise(self, x0, t, eps):
        """x_t = α(t) x_0 + σ(t) ε.

        x0, eps: the same shape (n, ...). t: one time, or an array matching x0's leading axes
        (one time for each of n pictures: shape (n,)). Returns x_t, shaped like x0.
        Raises ValueError if eps or t does not fit x0.
        """
        x0, eps, t = np.asarray(x0, float), np.asarray(eps, float), np.asarray(t)
        if eps.shape != x0.shape:
            raise ValueError(f"eps must have x0's shape {x0.shape}, got {eps.shape}")
        if t.shape != x0.shape[: t.ndim]:
            raise ValueError(f"t must be one time or match x0's leading axes {x0.shape}, got shape {t.shape}")
        column = t.shape + (1,) * (x0.ndim - t.ndim)  # (n,) -> (n, 1, 1): broadcasts over each picture
        return np.reshape(self.alpha(t), column) * x0 + np.reshape(self.sigma(t), column) * eps

    @property
    def times(self):
        """The whole times 0, 1, ..., T, shape (T+1,). Raises ValueError if the schedule is continuous."""
        if not self.discrete:
            raise ValueError(f"times need a discrete schedule, got {self.name!r}, which is continuous: use grid(n)")
        return np.arange(self.T + 1)

    @property
    def betas(self):
        """β_1, ..., β_T with β_t = 1 − ᾱ_t/ᾱ_{t−1}, shape (T,): betas[0] is β_1. Discrete schedules only."""
        if not self.discrete:
            raise ValueError(f"betas need a discrete schedule, got {self.name!r}, which is continuous")
        return one_minus_exp(np.diff(self.log_alpha_bar(self.times)))

    def grid(self, n):
        """n + 1 evenly spaced times from 0 to T. Continuous schedules only (discrete ones have `times`)."""
        if self.discrete:
            raise ValueError(f"grid needs a continuous schedule, got {self.name!r}, which is discrete: use times")
        return np.linspace(0.0, self.T, whole_number("n", n) + 1)

    def _checked(self, name, t):
        times = np.asarray(t)
        if times.dtype.kind not in "iuf":
            raise ValueError(f"{name} must be a number or an array of numbers, got {t!r}")
        times = times.astype(float)
        outside = ~((times >= 0) & (times <= self.T))  # written so that nan counts as outside
        if outside.any():
            raise ValueError(f"{name} must lie in [0, {self.T:g}], got {times[outside][0]:g}")
        if self.discrete and np.any(times % 1):
            raise ValueError(f"{name} must be whole for the discrete {self.name!r}, got {times[times % 1 > 0][0]:g}")
        return times
