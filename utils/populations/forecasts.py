"""Forecasts of a series of counts, and how good they were: baselines, rolling origin, intervals from past errors.

A method is a function (past (o,), horizon H) → (H,): from the first o counts, the next H.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import a_function, whole_number, within

Method = Callable[[np.ndarray, int], np.ndarray]


def last_value(past: Any, horizon: int) -> np.ndarray:
    """ŷ_{o+h} = y_o: what is, remains. (H,)"""
    return np.full(whole_number("horizon", horizon), arrays.points("past", past, ("n",))[-1])


def linear_trend(past: Any, horizon: int, window: int | None = None) -> np.ndarray:
    """The least-squares line through the last `window` counts (None: through all), drawn on. (H,)

    It knows no bound: it may fall below 0.
    """
    past, horizon = arrays.points("past", past, ("n",), least=2), whole_number("horizon", horizon)
    y = past if window is None else past[-whole_number("window", window, least=2) :]
    t = np.arange(len(y)) - (len(y) - 1) / 2
    return y.mean() + (t @ y) / (t @ t) * (t[-1] + np.arange(1, horizon + 1))


def exponential_smoothing(past: Any, horizon: int, alpha: float | None = None, beta: float | None = None) -> np.ndarray:
    """Holt's: a level and a trend, each moved towards what the newest count says; ŷ_{o+h} = level + h trend. (H,)

        level_t = α y_t + (1 − α)(level_{t−1} + trend_{t−1})
        trend_t = β (level_t − level_{t−1}) + (1 − β) trend_{t−1}

    from level_1 = y_1, trend_1 = 0. alpha, beta within [0, 1]; None: of 0, .05, ..., 1 what makes the sum of squared
    one-step errors least. beta = 0 is simple exponential smoothing; alpha = 1, beta = 0 is the last value.
    Source: Holt 1957, Forecasting seasonals and trends by exponentially weighted moving averages.
    """
    past, horizon = arrays.points("past", past, ("n",), least=2), whole_number("horizon", horizon)
    grid = np.linspace(0, 1, 21)
    rates = [grid if r is None else [within(name, r, "[0, 1]")] for name, r in (("alpha", alpha), ("beta", beta))]
    a, b = (array.ravel() for array in np.meshgrid(*rates, indexing="ij"))
    level, trend, squares = np.full(a.size, past[0]), np.zeros(a.size), np.zeros(a.size)
    for y in past[1:]:
        expected = level + trend
        squares += (y - expected) ** 2
        level, before = expected + a * (y - expected), level
        trend = trend + b * (level - before - trend)
    best = np.argmin(squares)
    return level[best] + trend[best] * np.arange(1, horizon + 1)


@dataclass(frozen=True, eq=False)
class Rolled:
    """origins (k,): how many counts each forecast had seen. predicted, observed (k, H): nan after the series' end."""

    origins: np.ndarray
    predicted: np.ndarray
    observed: np.ndarray

    @property
    def errors(self) -> np.ndarray:
        """observed − predicted (k, H)."""
        return self.observed - self.predicted


def rolling_origin(series: Any, method: Method, first: int, horizon: int) -> Rolled:
    """Forecasts from every origin o = first, ..., n − 1, each from the first o counts alone.

    series (n,), n > first. Raises ValueError if a forecast is not horizon finite numbers.
    Source: Tashman 2000, Out-of-sample tests of forecasting accuracy.
    """
    method, horizon = a_function("method", method), whole_number("horizon", horizon)
    series = arrays.points("series", series, ("n",), least=2)
    if whole_number("first", first) >= len(series):
        raise ValueError(f"first must be less than the {len(series)} counts of the series, got {first}")
    origins = np.arange(first, len(series))
    padded = np.append(series, np.full(horizon, np.nan))
    predicted = np.array(
        [arrays.points("method's forecast", method(series[:o].copy(), horizon), (horizon,)) for o in origins]
    )
    observed = padded[origins[:, None] + np.arange(horizon)]
    return Rolled(origins, np.where(np.isnan(observed), np.nan, predicted), observed)


def interval_from_errors(predicted: Any, errors: Any, level: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    """(low, high), each (H,): predicted ± the ⌈(k + 1) level⌉-th smallest of k absolute errors made before.

    predicted (H,); errors (k, H), of the same method at the same horizon, nan where not known. Contains the next count
    with probability level or more if its error is exchangeable with those k: made on other series of the same kind.
    Raises ValueError if k < level/(1 − level), nine errors for 90 %: so few cannot promise it.
    Source: Lei and others 2018, Distribution-free predictive inference for regression (split conformal).
    """
    predicted, level = arrays.points("predicted", predicted, ("H",)), within("level", level, "(0, 1)")
    absolute = np.sort(np.abs(arrays.points("errors", errors, ("k", len(predicted)), finite=False)), axis=0)
    known = np.sum(np.isfinite(absolute), axis=0)  # nan is sorted to the end
    rank = np.ceil(np.round((known + 1) * level, 9)).astype(int)
    if np.any(rank > known):
        raise ValueError(
            f"errors must be at least {int(np.ceil(np.round(level / (1 - level), 9)))} at each horizon for level "
            f"{level:g}, got {known.min()}"
        )
    width = absolute[rank - 1, np.arange(len(predicted))]
    return predicted - width, predicted + width
