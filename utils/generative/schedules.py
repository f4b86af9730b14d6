"""Ready schedules. Discrete: betas, linear, cosine, sigmoid. Continuous: Ornstein–Uhlenbeck, VP, EDM, flow.

Each function returns a `Schedule`: x_t = α(t) x_0 + σ(t) ε with ᾱ = α²; all but `edm` and `flow` have α² + σ² = 1.
A discrete one is a table of log ᾱ_0, ..., log ᾱ_T; a continuous one is a formula for log ᾱ(t).
All raise ValueError for an argument out of range, naming it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from utils.common import arrays
from utils.common.checks import an_instance, not_negative, positive, whole_number, within
from utils.generative.schedule import Schedule, one_minus_exp


def _discrete(name: str, log_alpha_bars: ArrayLike) -> Schedule:
    """A schedule from its table log ᾱ_0, ..., log ᾱ_T."""
    table = np.array(log_alpha_bars, dtype=float)
    table.flags.writeable = False
    return Schedule(name, len(table) - 1, True, lambda t: table[t.astype(int)])


def _checked_betas(betas: ArrayLike) -> np.ndarray:
    betas = arrays.points("betas", betas, ("T",), finite=False)
    bad = ~((betas >= 0) & ((betas < 1) | ((betas == 1) & (np.arange(len(betas)) == len(betas) - 1))))
    if bad.any():
        t = bad.argmax() + 1
        raise ValueError(f"betas must lie in [0, 1) (the last may be 1), got β_{t} = {betas[t - 1]:g}")
    return betas


def from_betas(betas: ArrayLike, name: str = "custom") -> Schedule:
    """Discrete schedule from its one-step variances: ᾱ_t = Π_{s≤t} (1 − β_s).

    betas: (T,), β_1, ..., β_T in [0, 1); only the last may be 1 (nothing is left to destroy after it).
    Source: Ho et al. 2020, Denoising Diffusion Probabilistic Models, equations 2 and 4.
    """
    betas, name = _checked_betas(betas), an_instance("name", name, str)
    with np.errstate(divide="ignore"):  # β_T = 1 gives log ᾱ_T = −∞, which is meant
        return _discrete(name, np.concatenate([[0.0], np.cumsum(np.log1p(-betas))]))


def _in_order(name: str, low: float, name2: str, high: float) -> None:
    if low > high:
        raise ValueError(f"{name} must not exceed {name2}, got {name} = {low:g} and {name2} = {high:g}")


def linear(T: int = 1000, beta_min: float = 1e-4, beta_max: float = 0.02) -> Schedule:
    """β_t rises evenly from beta_min at t = 1 to beta_max at t = T. Source: Ho et al. 2020, section 4.

    The end values are meant for T = 1000; with few steps much signal is left at T (the prior gap).
    """
    T, beta_min = whole_number("T", T), within("beta_min", beta_min, "(0, 1)")
    beta_max = within("beta_max", beta_max, "(0, 1)")
    _in_order("beta_min", beta_min, "beta_max", beta_max)
    return from_betas(np.linspace(beta_min, beta_max, T), "linear")


def _log_cosine(u: Any, s: float) -> np.ndarray:
    """log ᾱ = log[cos²(b)/cos²(a)], b = (u+s)/(1+s)·π/2, a = s/(1+s)·π/2, for 0 ≤ u ≤ 1.

    Two forms of the same number: 1 − ᾱ = sin(b−a) sin(b+a)/cos²(a) is exact near u = 0,
    cos(b) = sin(π/2 − b) is exact (and exactly 0) at u = 1.
    """
    h = 0.5 * np.pi / (1 + s)  # so that a = h s, b = h (u + s), π/2 − b = h (1 − u), cos(a) = sin(h)
    lost = np.sin(h * u) * np.sin(h * (u + 2 * s)) / np.sin(h) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):  # each form only where it is the accurate one
        return np.where(u < 0.5, np.log1p(-lost), 2 * np.log(np.sin(h * (1 - u)) / np.sin(h)))


def cosine(T: int = 1000, s: float = 0.008, beta_max: float = 0.999) -> Schedule:
    """ᾱ_t = f(t)/f(0), f(t) = cos²((t/T + s)/(1 + s)·π/2), then each β_t is capped at beta_max, as published.

    The cap touches the last step or two; without it ᾱ_T would be 0.
    Source: Nichol & Dhariwal 2021, Improved DDPM, equation 17.
    """
    T, s, beta_max = whole_number("T", T), not_negative("s", s), within("beta_max", beta_max, "(0, 1)")
    betas = one_minus_exp(np.diff(_log_cosine(np.arange(T + 1) / T, s)))
    return from_betas(np.minimum(betas, beta_max), "cosine")


def sigmoid(
    T: int = 1000, start: float = -3, end: float = 3, tau: float = 1.0, alpha_bar_min: float = 1e-9
) -> Schedule:
    """ᾱ_t = (S(z_T) − S(z_t)) / (S(z_T) − S(z_0)), z_t = (start + (end − start) t/T)/tau, S the logistic function.

    ᾱ_T would be 0; as published, ᾱ is kept at or above alpha_bar_min. A larger tau is closer to a straight line.
    Source: Jabri et al. 2022; Chen 2023, On the Importance of Noise Scheduling, algorithm 1.
    """
    T, tau, alpha_bar_min = whole_number("T", T), positive("tau", tau), within("alpha_bar_min", alpha_bar_min, "(0, 1)")
    largest = 700 * tau  # beyond, exp overflows
    start, end = (within(name, value, f"(-{largest}, {largest})") for name, value in (("start", start), ("end", end)))
    if start >= end:
        raise ValueError(f"start must be below end, got start = {start:g} and end = {end:g}")
    h = 0.5 * (start + (end - start) * np.arange(T + 1) / T) / tau
    # S(2b) − S(2a) = sinh(b − a) / (2 cosh a cosh b): no digits lost where the two are close.
    scale = np.sinh(h[-1] - h[0]) * np.cosh(h)
    lost = np.sinh(h - h[0]) * np.cosh(h[-1]) / scale
    kept = np.sinh(h[-1] - h) * np.cosh(h[0]) / scale
    kept = np.maximum(kept, alpha_bar_min)
    with np.errstate(divide="ignore"):
        return _discrete("sigmoid", np.where(lost < 0.5, np.log1p(-lost), np.log(kept)))


def zero_terminal(schedule: Schedule) -> Schedule:
    """Shift and scale √ᾱ so that √ᾱ_T = 0 and √ᾱ_1 stays: the last x_T is pure noise.

        √ᾱ'_t = √ᾱ_1 (√ᾱ_t − √ᾱ_T) / (√ᾱ_1 − √ᾱ_T)    for t = 1, ..., T

    Source: Lin et al. 2024, Common Diffusion Noise Schedules and Sample Steps are Flawed, algorithm 1.
    """
    if not an_instance("schedule", schedule, Schedule).discrete or schedule.T < 2:
        raise ValueError(f"schedule must be discrete with T of at least 2, got {schedule!r}")
    log_alpha_bar = schedule.log_alpha_bar(schedule.times)
    lost = one_minus_exp(0.5 * (log_alpha_bar[1:] - log_alpha_bar[1]))  # 1 − √(ᾱ_t/ᾱ_1)
    if lost[-1] == 0:
        raise ValueError(f"schedule must lose signal after t = 1, got {schedule!r} with ᾱ_T = ᾱ_1")
    with np.errstate(divide="ignore"):  # log 0 at t = T is meant
        rescaled = log_alpha_bar[1] + 2 * np.log1p(-lost / lost[-1])
    return _discrete(f"{schedule.name}, zero terminal", np.concatenate([[0.0], rescaled]))


def _preserving(
    name: str,
    T: float,
    curve: Callable[[np.ndarray], np.ndarray],
    alpha_rate: Callable[[np.ndarray], np.ndarray],
    sigma_rate_at_0: float = np.inf,
) -> Schedule:
    """A continuous schedule with σ² = 1 − α², from log ᾱ(t) and dα/dt. Then σ dσ/dt = −α dα/dt.

    At t = 0 that is 0 = −dα/dt: σ starts like √t, with infinite slope, unless dα/dt is 0 there.
    """

    def rates(t: np.ndarray) -> tuple:
        alpha, sigma, slope = np.exp(0.5 * curve(t)), np.sqrt(one_minus_exp(curve(t))), alpha_rate(t)
        with np.errstate(divide="ignore", invalid="ignore"):
            return slope, np.where(sigma > 0, -alpha * slope / sigma, sigma_rate_at_0)

    return Schedule(name, T, False, curve, None, rates)


def ornstein_uhlenbeck(T: float = 5.0) -> Schedule:
    """α = e^{−t}, σ = √(1 − e^{−2t}): the law of dX = −X dt + √2 dB started at x_0, for 0 ≤ t ≤ T."""
    return _preserving("Ornstein–Uhlenbeck", positive("T", T), lambda t: -2.0 * t, lambda t: -np.exp(-t))


def ou_times(betas: ArrayLike) -> np.ndarray:
    """Times τ_0 = 0, ..., τ_T at which Ornstein–Uhlenbeck is the DDPM with these betas: shape (T+1,).

    τ_n − τ_{n−1} = −½ log(1 − β_n),    because then e^{−2τ_n} = Π (1 − β_s) = ᾱ_n
    """
    betas = _checked_betas(betas)
    if betas[-1] == 1:
        raise ValueError("betas must all be below 1 (β_T = 1 is reached only at infinite time), got β_T = 1")
    return np.concatenate([[0.0], np.cumsum(-0.5 * np.log1p(-betas))])


def linear_vp(beta_min: float = 0.1, beta_max: float = 20.0) -> Schedule:
    """log ᾱ(t) = −∫_0^t β(u) du = −β_min t − ½ (β_max − β_min) t², on 0 ≤ t ≤ 1.

    The continuous limit of `linear`: dX = −½ β(t) X dt + √β(t) dB with β(t) = β_min + t (β_max − β_min).
    Source: Song et al. 2021, Score-Based Generative Modeling through SDEs, equation 33.
    """
    beta_min, beta_max = positive("beta_min", beta_min), positive("beta_max", beta_max)
    _in_order("beta_min", beta_min, "beta_max", beta_max)
    slope = beta_max - beta_min

    def curve(t: np.ndarray) -> np.ndarray:
        return -t * (beta_min + 0.5 * t * slope)

    return _preserving("linear VP", 1.0, curve, lambda t: -0.5 * (beta_min + t * slope) * np.exp(0.5 * curve(t)))


def cosine_vp(s: float = 0.0) -> Schedule:
    """α(t) = cos(πt/2), σ(t) = sin(πt/2) on 0 ≤ t ≤ 1: `cosine` in continuous time, without a cap.

    s > 0 shifts the start as in `cosine`: α(t) = cos((t+s)/(1+s)·π/2) / cos(s/(1+s)·π/2).
    """
    s = not_negative("s", s)
    h = 0.5 * np.pi / (1 + s)
    return _preserving(
        "cosine VP",
        1.0,
        lambda t: _log_cosine(t, s),
        lambda t: -h * np.sin(h * (t + s)) / np.cos(h * s),
        h if s == 0 else np.inf,
    )


def edm(sigma_max: float = 80.0) -> Schedule:
    """α(t) = 1, σ(t) = t on 0 ≤ t ≤ sigma_max: noise is added, the signal stays, and time is the noise level.

    It does not preserve variance (it "explodes"). With data of variance 1, x_T has variance 1 + sigma_max².
    Source: Karras et al. 2022, Elucidating the Design Space of Diffusion-Based Generative Models, table 1.
    """
    return Schedule("EDM", positive("sigma_max", sigma_max), False, np.zeros_like, lambda t: t, lambda t: (0.0, 1.0))


def flow() -> Schedule:
    """α(t) = 1 − t, σ(t) = t on 0 ≤ t ≤ 1: the straight path from data to noise, dx_t/dt = ε − x_0.

    Source: Lipman et al. 2023, Flow Matching for Generative Modeling; Liu et al. 2023, Rectified Flow
    (both run time the other way).
    """

    def curve(t: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):  # log 0 at t = 1 is meant
            return 2 * np.log1p(-t)

    return Schedule("flow", 1.0, False, curve, lambda t: t, lambda t: (-1.0, 1.0))
