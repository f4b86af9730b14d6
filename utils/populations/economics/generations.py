"""Generations of one technology: each new one wins its own users and takes those of the one before it.

    A₁ = m₁ F₁,  A_i = F_i (m_i + A_{i−1})        how many have reached generation i
    S_i = A_i (1 − F_{i+1})                       how many are there now; S_g = A_g for the newest

F_i is Bass' curve on the generation's own clock, t less its launch, 0 before. ΣS_i → Σm_i.
Source: Norton & Bass 1987, A diffusion theory model of adoption and substitution for successive generations of
high-technology products, Management Science 33, 1069–1086.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import least_squares, nnls

from utils.common import arrays
from utils.common.checks import an_instance, not_negative, positive, truth, whole_number
from utils.data.technologies import Generations

P_RANGE, Q_RANGE = (1e-6, 1.0), (1e-3, 5.0)  # searched, per year
STARTS = [(p, q) for p in (0.003, 0.02, 0.08) for q in (0.4, 0.8)]
SEEN = 2  # years of a generation before it is fitted


def norton_bass(t: Any, launches: Any, p: Any, q: Any, m: Any) -> np.ndarray:
    """S (n, g) at the times t (n,). launches (g,): increasing. p > 0, q ≥ 0, m ≥ 0: (g,), or a number for all."""
    t, launches = arrays.points("t", t, ("n",)), arrays.points("launches", launches, ("g",))
    if np.any(np.diff(launches) <= 0):
        raise ValueError(f"launches must increase, got {launches}")
    each = []
    for name, value, check in (("p", p, positive), ("q", q, not_negative), ("m", m, not_negative)):
        value = arrays.points(name, value, () if np.ndim(value) == 0 else launches.shape)
        check(name, value.min())
        each.append(np.broadcast_to(value, launches.shape))
    p, q, m = each
    return _present(_shares(t[:, None] - launches, p, q), m)


def _shares(age: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Bass' F (n, g) of all generations at once; 0 before the launch."""
    left = np.exp(-(p + q) * np.maximum(age, 0.0))
    return (1 - left) / (1 + q / p * left)


def _present(F: np.ndarray, m: np.ndarray) -> np.ndarray:
    """S (n, g) from the shares F (n, g)."""
    S, reached = np.empty_like(F), 0.0
    for i, share in enumerate(F.T):
        reached = share * (m[i] + reached)
        S[:, i] = reached
    S[:, :-1] *= 1 - F[:, 1:]
    return S


@dataclass(frozen=True, eq=False)
class GenerationsFit:
    """Least squares of the numbers reported, each in units of its generation's largest.

    p, q, m (g,). fitted (n, g): S. residuals (n, g): (reported − S)/largest, nan where nothing is reported.
    on_bound: the generations with m = 0, which open no market of their own: what m is there, these data do not tell.
    errors: standard errors of "log p", "log q" ((1,) if shared) and "m" (g,), nan for an m on its bound. By the delta
    method, which takes residuals for independent; from year to year they are not, so it is too narrow.
    aic: n log(mean squared residual) + 2 (number of parameters).
    """

    names: tuple[str, ...]
    launches: np.ndarray
    p: np.ndarray
    q: np.ndarray
    m: np.ndarray
    fitted: np.ndarray
    residuals: np.ndarray
    errors: dict[str, np.ndarray]
    relative_rmse: float
    aic: float

    @property
    def on_bound(self) -> tuple[str, ...]:
        """Names of the generations with m = 0."""
        return tuple(name for name, m in zip(self.names, self.m) if m == 0)

    def at(self, years: Any) -> np.ndarray:
        """S (k, g) in the calendar years (k,), each as it is when the year is over."""
        return norton_bass(arrays.points("years", years, ("k",)) + 1, self.launches, self.p, self.q, self.m)


def fit_generations(data: Generations, shared: bool = True, start: GenerationsFit | None = None) -> GenerationsFit:
    """One p and q for all generations, or (shared=False) each its own; an m for each.

    A generation's clock begins with the first year reported of it. For given p, q the model is linear in m ≥ 0, so m is
    found by non-negative least squares inside the search for log p and log q. start: a fit to begin from, instead of
    the six points of STARTS. Raises ValueError if there are not more numbers than parameters.
    """
    data, shared, g = an_instance("data", data, Generations), truth("shared", shared), len(data.names)
    if start is not None and an_instance("start", start, GenerationsFit).names != data.names:
        raise ValueError(f"data and start must be of the same generations, got {data.names} and {start.names}")
    reported, k = np.isfinite(data.quantity), 1 if shared else g
    peak = np.max(data.quantity, axis=0, where=reported, initial=0.0)
    if peak.min() <= 0:
        raise ValueError(
            f"data must have a number above 0 for each generation, got none of {data.names[peak.argmin()]}"
        )
    age, y = data.years[:, None] + 1.0 - data.launches, (data.quantity / peak)[reported]
    if len(y) <= (parameters := 2 * k + g):
        raise ValueError(f"data must have more numbers than the {parameters} parameters, got {len(y)}")

    def columns(theta: np.ndarray) -> np.ndarray:
        """(numbers, g): what one more unit of each m adds."""
        F = _shares(age, *np.exp(theta.reshape(2, k)))
        return np.stack([(_present(F, one) / peak)[reported] for one in np.eye(g)], axis=1)

    def misses(theta: np.ndarray) -> np.ndarray:
        X = columns(theta)
        return y - X @ nnls(X, y)[0]

    ends = np.log(np.repeat([P_RANGE, Q_RANGE], k, axis=0)).T
    begin = STARTS if start is None else [(start.p[:k], start.q[:k])]
    begin = [np.clip(np.log(np.concatenate([np.full(k, p), np.full(k, q)])), *ends) for p, q in begin]
    best = min((least_squares(misses, theta, bounds=ends) for theta in begin), key=lambda end: end.cost)
    X, squares, h = columns(best.x), float(2 * best.cost), 1e-5
    m = nnls(X, y)[0]
    slopes = [(columns(best.x + step) - columns(best.x - step)) @ m / (2 * h) for step in h * np.eye(2 * k)]
    J = np.column_stack([*slopes, X[:, m > 0]])
    sd = np.sqrt(np.diag(np.linalg.pinv(J.T @ J)) * squares / (len(y) - parameters))
    errors = {"log p": sd[:k], "log q": sd[k : 2 * k], "m": np.full(g, np.nan)}
    errors["m"][m > 0] = sd[2 * k :]
    p, q = np.broadcast_to(np.exp(best.x.reshape(2, k)), (2, g))
    fitted, mean = _present(_shares(age, p, q), m), squares / len(y)
    residuals, aic = (data.quantity - fitted) / peak, float(len(y) * np.log(mean) + 2 * parameters)
    return GenerationsFit(data.names, data.launches, p, q, m, fitted, residuals, errors, mean**0.5, aic)


def forecast_from(data: Generations, year: int, horizon: int, shared: bool = True) -> np.ndarray:
    """S (horizon, g) in the years year + 1, ..., from what had been reported up to `year`.

    nan for generations of which fewer than SEEN years had been reported: nobody foresees what does not exist yet.
    Raises ValueError if what had been reported is too little to fit.
    """
    data, horizon = an_instance("data", data, Generations), whole_number("horizon", horizon)
    past = data.until(year)
    known = np.sum(np.isfinite(past.quantity), axis=0) >= SEEN
    if not known.any():
        raise ValueError(f"year must leave {SEEN} reported years of some generation, got {year}")
    ahead = np.full((horizon, len(data.names)), np.nan)
    ahead[:, known] = fit_generations(past.take(known), shared).at(year + np.arange(1, horizon + 1))
    return ahead


def block_bootstrap(
    fitted: GenerationsFit, data: Generations, rng: np.random.Generator, replicas: int = 200, block: int = 4
) -> dict[str, np.ndarray]:
    """Refits of S plus residuals laid anew in blocks: {"p": (replicas, g), "q": ..., "m": ...}.

    Each generation's series of residuals is cut anew from its own, `block` neighbouring years at a time, so that what
    correlates from year to year stays together. Numbers below 0 become 0.
    Source: Künsch 1989, The jackknife and the bootstrap for general stationary observations.
    """
    fitted, data = an_instance("fitted", fitted, GenerationsFit), an_instance("data", data, Generations)
    rng, replicas = arrays.numpy_generator("rng", rng), whole_number("replicas", replicas)
    block, shared = whole_number("block", block), len(fitted.errors["log p"]) < len(fitted.names)
    if (data.names, data.quantity.shape) != (fitted.names, fitted.fitted.shape):
        raise ValueError(f"data must be what was fitted, {fitted.names}, got {data.names}")
    peak, rows = np.nanmax(data.quantity, axis=0), []
    for _ in range(replicas):
        quantity = data.quantity.copy()
        for i, residuals in enumerate(fitted.residuals.T):
            own = np.flatnonzero(np.isfinite(residuals))
            length = min(block, len(own))
            begins = rng.integers(0, len(own) - length + 1, size=-(-len(own) // length))
            drawn = residuals[own[(begins[:, None] + np.arange(length)).ravel()[: len(own)]]]
            quantity[own, i] = np.maximum(fitted.fitted[own, i] + peak[i] * drawn, 0.0)
        refit = fit_generations(replace(data, quantity=quantity), shared, fitted)
        rows.append((refit.p, refit.q, refit.m))
    return dict(zip("pqm", np.array(rows).swapaxes(0, 1)))
