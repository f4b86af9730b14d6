"""Forecasts that a regression learned from other series: what came next, given the last counts.

Features at origin o, all of them ratios, so that the size of a market does not matter:

    log(y_{o−j}/y_o), j = 1..L − 1        log((y_1 + ... + y_o)/y_o)        log o            target: log(y_{o+h}/y_o)

with ½ added to every count, so that 0 has a logarithm. One regression for each horizon h.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from utils.common import arrays
from utils.common.checks import a_function, whole_number


def ridge() -> Any:
    """Linear regression with a penalty of 1 on squared coefficients of standardised features."""
    return make_pipeline(StandardScaler(), Ridge(1.0))


def boosted_trees() -> Any:
    """100 trees of depth 3, each fitted to what is left and added with weight .1; the same on every run."""
    return GradientBoostingRegressor(n_estimators=100, max_depth=3, learning_rate=0.1, subsample=0.7, random_state=0)


def lagged(past: Any, lags: int) -> np.ndarray:
    """The features (L + 1,) at the end of past (o,), o ≥ L."""
    y = _series("past", past) + 0.5
    if whole_number("lags", lags) > len(y):
        raise ValueError(f"lags must be at most the {len(y)} counts of the past, got {lags}")
    return np.log(np.concatenate([y[-2 : -lags - 1 : -1], [y.sum(), len(y) * y[-1]]]) / y[-1])


@dataclass(frozen=True, eq=False)
class Learned:
    """A method of forecasts.rolling_origin; made by `learn`. regressors: one for each horizon, h = 1 first."""

    regressors: tuple[Any, ...]
    lags: int

    def __call__(self, past: Any, horizon: int) -> np.ndarray:
        """y_{o+1}, ..., y_{o+H} (H,), at least 0. Raises ValueError if horizon is beyond what was learned."""
        horizon, most = whole_number("horizon", horizon), len(self.regressors)
        if horizon > most:
            raise ValueError(f"horizon must be at most the {most} learned, got {horizon}")
        past, row = _series("past", past, self.lags), lagged(past, self.lags)[None]
        ratios = np.exp([model.predict(row)[0] for model in self.regressors[:horizon]])
        return np.maximum((past[-1] + 0.5) * ratios - 0.5, 0.0)


def learn(panel: Sequence[Any], regressor: Callable[[], Any] = ridge, lags: int = 4, horizon: int = 5) -> Learned:
    """Fit regressor() to every origin of every series of the panel, once for each horizon 1..horizon.

    panel: series (n_i,) of counts; regressor: makes an object with fit(X, y) and predict(X). What the panel does not
    contain cannot be learned: a panel of rising series has seen no decline.
    Raises ValueError if no series has lags + horizon counts.
    """
    lags, horizon = whole_number("lags", lags), whole_number("horizon", horizon)
    if isinstance(panel, str | bytes) or not isinstance(panel, Sequence | np.ndarray) or not len(panel):
        raise ValueError(f"panel must be a sequence of series, got {panel!r}")
    series = [_series("panel", one) for one in panel]
    models = []
    for h in range(1, horizon + 1):
        ends = [(y, o) for y in series for o in range(lags, len(y) - h + 1)]
        if not ends:
            raise ValueError(f"panel must hold a series of at least lags + horizon = {lags + horizon} counts")
        X = np.array([lagged(y[:o], lags) for y, o in ends])
        target = np.log([(y[o + h - 1] + 0.5) / (y[o - 1] + 0.5) for y, o in ends])
        models.append(a_function("regressor", regressor)().fit(X, target))
    return Learned(tuple(models), lags)


def _series(name: str, value: Any, least: int = 1) -> np.ndarray:
    y = arrays.points(name, value, ("n",), least=least)
    if y.min() < 0:
        raise ValueError(f"{name} must hold counts of at least 0, got {y.min():g}")
    return y
