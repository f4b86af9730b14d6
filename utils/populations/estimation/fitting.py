"""The parameters under which the data are likeliest, and everything a reader must be told about them."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from utils.common.checks import an_instance, whole_number
from utils.populations.estimation.likelihood import Likelihood

CLIMBS = 6
_H = 3e-4  # step of the differences, in the coordinates of the search
_CLOSE = 1e-3  # to a bound; also in ℓ
_VAGUE = 0.7  # standard error of a logarithm above which a parameter is known to a factor only


@dataclass(frozen=True, eq=False)
class Fit:
    """A maximum of ℓ. fit["beta"] is its estimate.

    estimates (d,) in the order of `names`. errors (d,): standard errors from the curvature of ℓ, of log θ (of θ itself
    for linear parameters); nan where there is none. at_bound (d,): the search stopped at the end of its range.
    converged: the optimiser stopped by itself, and slope and curvature promise no gain in ℓ above .001.
    warnings: in words; read them.
    """

    names: tuple[str, ...]
    estimates: np.ndarray
    log_likelihood: float
    errors: np.ndarray
    at_bound: np.ndarray
    converged: bool
    warnings: tuple[str, ...]

    def __getitem__(self, name: str) -> float:
        if name not in self.names:
            raise ValueError(f"name must be one of {', '.join(self.names)}, got {name!r}")
        return float(self.estimates[self.names.index(name)])

    @property
    def aic(self) -> float:
        """2d − 2ℓ, lower is better. Source: Akaike 1974."""
        return 2 * len(self.names) - 2 * self.log_likelihood

    def __repr__(self) -> str:
        found = ", ".join(f"{name} {value:.4g}" for name, value in zip(self.names, self.estimates))
        return "\n".join(
            [f"Fit({found}; ℓ = {self.log_likelihood:.4f})", *(f"  Warning: {one}" for one in self.warnings)]
        )


def fit(likelihood: Likelihood, most: int = 500) -> Fit:
    """Climb from the best starting points (L-BFGS-B, in logarithms) until the two highest ends agree.

    most: iterations of each climb. Raises ValueError if there are no more observations than parameters.
    """
    likelihood, most = an_instance("likelihood", likelihood, Likelihood), whole_number("most", most)
    n, d = likelihood.observations, len(likelihood.parameters)
    if n <= d:
        raise ValueError(
            f"likelihood must have more observations than its {d} parameters, got {n}: nothing can be known"
        )
    starts = sorted(likelihood.starts, key=lambda x: value_at(likelihood, x), reverse=True)
    ends: list[tuple[np.ndarray, float, bool]] = []
    agreed = False
    for start in starts[:CLIMBS]:
        ends = sorted([*ends, climb(likelihood, start, most=most)], key=lambda end: -end[1])
        if agreed := len(ends) > 1 and ends[0][1] - ends[1][1] < _CLOSE:
            break
    return _described(likelihood, *ends[0], agreed)


def climb(
    likelihood: Likelihood, start: np.ndarray, fixed: int | None = None, most: int = 500
) -> tuple[np.ndarray, float, bool]:
    """(x, ℓ, whether it stopped by itself) from x = start, (d,) in the coordinates of the search.

    fixed: the index of a parameter that stays where it is.
    """
    free = np.arange(len(start)) != fixed
    if not free.any():
        return start, value_at(likelihood, start), True

    def whole(part: np.ndarray) -> np.ndarray:
        x = np.array(start, dtype=float)
        x[free] = part
        return x

    def downhill(part: np.ndarray) -> tuple[float, np.ndarray]:
        x = whole(part)
        return -value_at(likelihood, x), -slope(likelihood, x, free)

    limits = likelihood.bounds[free]
    begin = np.clip(np.asarray(start)[free], *limits.T)
    report = minimize(
        downhill, begin, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": most, "ftol": 1e-10}
    )
    return whole(report.x), -float(report.fun), report.status != 1  # 1: no steps left


def value_at(likelihood: Likelihood, x: np.ndarray) -> float:
    """ℓ at the coordinates x; −1e10 where it is −inf, so that an optimiser can turn round."""
    value = likelihood.function(likelihood.found(x))
    return value if np.isfinite(value) else -1e10


def slope(likelihood: Likelihood, x: np.ndarray, free: slice | np.ndarray = slice(None)) -> np.ndarray:
    """dℓ/dx (d,), or of the free coordinates alone, by central differences."""
    steps = _H * np.eye(len(x))[free]
    return np.array([(value_at(likelihood, x + s) - value_at(likelihood, x - s)) / (2 * _H) for s in steps])


def curvature(likelihood: Likelihood, x: np.ndarray) -> np.ndarray:
    """−d²ℓ/dx² (d, d), the observed information, by differences of slopes."""
    steps = _H * np.eye(len(x))
    H = np.array([(slope(likelihood, x + s) - slope(likelihood, x - s)) / (2 * _H) for s in steps])
    return -(H + H.T) / 2


def _described(likelihood: Likelihood, x: np.ndarray, height: float, success: bool, agreed: bool) -> Fit:
    low, high = likelihood.bounds.T
    at_bound = (x - low < _CLOSE) | (high - x < _CLOSE)
    theta, errors, gain, flat = likelihood.found(x), np.full(len(x), np.nan), 0.0, False
    if inside := np.flatnonzero(~at_bound).tolist():
        H, g = curvature(likelihood, x)[np.ix_(inside, inside)], slope(likelihood, x)[inside]
        flat = bool(np.linalg.eigvalsh(H).min() <= 1e-6)
        if not flat:
            covariance = np.linalg.inv(H)
            errors[inside], gain = np.sqrt(np.diag(covariance)), float(g @ covariance @ g) / 2
    converged = success and gain < _CLOSE and height > -1e10
    said = [] if converged else ["the fit did not converge: its numbers are where the search stopped, no estimates"]
    if not agreed:
        said.append("no two starting points led to the same height: a higher one may have been missed")
    said += [
        f"{one.name} = {value:.4g} is at the end of the searched range: these data do not identify it"
        for one, value, stuck in zip(likelihood.parameters, theta, at_bound)
        if stuck
    ]
    if flat:
        said.append("ℓ is flat in some direction: these parameters cannot be told apart by these data")
    said += [
        f"{one.name} is known only to a factor of {np.exp(2 * error):.2g} either way (two standard errors)"
        for one, error in zip(likelihood.parameters, errors)
        if not (one.linear or one.of_noise) and error > _VAGUE
    ]
    if likelihood.observations < 2 * len(x):
        said.append(
            f"{likelihood.observations} observations for {len(x)} parameters are too few: intervals are too short"
        )
    said += likelihood.cautions(theta)
    return Fit(likelihood.names, theta, height, errors, at_bound, converged, tuple(said))
