"""Forecasting a new technology from its first years: Bass beside baselines and learned rivals. For lecture 22.

    python -m studies.technology_forecasts [--fresh]

Some ten minutes on one thread. Three simulated worlds, whose truth is known, and seven real series. Errors are divided
by the largest count of the whole series, so that markets of any size can be averaged. --fresh: for the test's sake;
everything is computed anew in any case.
"""

import argparse
import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from studies.stored import store
from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.data.outbreaks import load_boarding_school
from utils.populations.calibration import central_interval
from utils.populations.curves import Bass, Gompertz
from utils.populations.estimation.adoption import sales_likelihood
from utils.populations.estimation.epidemics import outbreak_likelihood
from utils.populations.estimation.fitting import fit
from utils.populations.estimation.profiles import profile
from utils.populations.forecasts import exponential_smoothing, interval_from_errors, last_value, linear_trend
from utils.populations.learned import Learned, boosted_trees, learn, ridge
from utils.populations.scores import log_score

MODULES = [
    "studies/technology_forecasts.py",
    "utils/data/adoption.py",
    "utils/data/counts.py",
    "utils/data/outbreaks.py",
    "utils/populations/calibration.py",
    "utils/populations/curves.py",
    "utils/populations/epidemics.py",
    "utils/populations/estimation/adoption.py",
    "utils/populations/estimation/densities.py",
    "utils/populations/estimation/epidemics.py",
    "utils/populations/estimation/fitting.py",
    "utils/populations/estimation/likelihood.py",
    "utils/populations/estimation/noise.py",
    "utils/populations/estimation/profiles.py",
    "utils/populations/forecasts.py",
    "utils/populations/learned.py",
    "utils/populations/scores.py",
    "utils/processes/jumps.py",
]
WORLDS = ("Bass", "Gompertz", "Bass with replacements")
YEARS, ORIGINS, HORIZON, LAGS, LEVEL = 20, (5, 8, 11), 5, 4, 0.9
TRAIN, TEST = 120, 40  # series a world; as many as TEST once more, of the Bass world, for intervals
REAL = (
    "room air conditioners",
    "clothes dryers",
    "colour television",
    "medical innovation",
    "family planning",
    "hybrid corn",
)
SEED = 2026
SIZES = (5.0, 10.0, 25.0, 60.0, 150.0)  # of the negative binomial law


def technology(world: str, rng: np.random.Generator) -> np.ndarray:
    """Yearly counts (YEARS,) of one technology of a world, negative binomial of size 25: a fifth up or down."""
    edges, m = np.arange(YEARS + 1.0), np.exp(rng.uniform(np.log(3e3), np.log(3e5)))
    if world == "Gompertz":
        steepest = rng.uniform(4, 9)
        mean = Gompertz(rng.uniform(0.8, 2) / steepest, steepest, m).per_interval(edges)
    else:
        mean = Bass(np.exp(rng.uniform(np.log(0.002), np.log(0.03))), rng.uniform(0.25, 0.7), m).per_interval(edges)
    if world == "Bass with replacements":  # nine in ten are bought again, after 6 to 10 years
        for year in range(YEARS):
            mean[year] += 0.9 * sum(mean[year - age] for age in range(6, 11) if age <= year) / 5
    return rng.negative_binomial(25, 25 / (25 + np.maximum(mean, 1e-9))).astype(float)


def bass_posterior(y: Any, rng: np.random.Generator, n: int = 2000, side: int = 40) -> np.ndarray:
    """(n, 4) samples of log p, log q, log m, log k given the counts y of the years 1, 2, ..., len(y).

    Negative binomial counts of size k; prior flat in log p, log q, log m within a box: p .0001 to .2, q .02 to 2, the
    ceiling m from what has been counted to 50 times as much; k 5, 10, 25, 60 or 150. Computed on a grid of side³
    points in log(p m), log q, log m, which is narrowed twice to where the posterior is above e⁻¹² of its largest value.
    """
    y = np.asarray(y, dtype=float)
    seen = np.log(max(y.sum(), 1.0))
    box = np.log([[1e-4, 0.2], [0.02, 2.0], [1.0, 50.0]]) + np.array([[0.0], [0.0], [seen]])
    low, high = box.T + np.array([[seen, 0, 0], [seen + np.log(50), 0, 0]])
    for _ in range(3):
        axes = [np.linspace(*ends, side) for ends in zip(low, high)]
        pm, q, m = (axis.ravel() for axis in np.meshgrid(*axes, indexing="ij"))
        theta = np.stack([pm - m, q, m], axis=1)
        inside = (theta[:, 0] > box[0, 0]) & (theta[:, 0] < box[0, 1])
        theta = theta[inside]
        expected = bass_means(theta, 0, len(y))
        heights = np.stack([log_kernel(y, expected, k) for k in SIZES], axis=1)
        near = heights.max(axis=1) > heights.max() - 12
        at, step = np.stack([pm, q, m], axis=1)[inside][near], (high - low) / (side - 1)
        low, high = np.maximum(at.min(axis=0) - step, low), np.minimum(at.max(axis=0) + step, high)
    weights = np.exp(heights - heights.max()).ravel()
    row, size = np.divmod(rng.choice(weights.size, n, p=weights / weights.sum()), len(SIZES))
    place = np.stack([theta[:, 0] + theta[:, 2], theta[:, 1], theta[:, 2]], axis=1)[row]
    place += rng.uniform(-0.5, 0.5, size=place.shape) * step  # anywhere in its cell
    log_p = np.clip(place[:, 0] - place[:, 2], *box[0])
    return np.stack([log_p, *np.clip(place[:, 1:], *box[1:].T).T, np.log(SIZES)[size]], axis=1)


def log_kernel(y: np.ndarray, mean: np.ndarray, k: float) -> np.ndarray:
    """Σ log p(y) of a negative binomial law of size k, (n,) for mean (n, len(y)): as scores.log_score, in less time."""
    constant = log_score(y, 1.0, k).sum() + np.sum((k + y) * np.log1p(1 / k))
    return constant - np.log1p(mean / k) @ (k + y) + np.log(mean) @ y


def bass_means(theta: np.ndarray, first: int, last: int) -> np.ndarray:
    """(n, last − first): what each of n rows (log p, log q, log m, ...) expects in years first + 1, ..., last."""
    p, q, m = np.exp(theta[:, :3]).T[..., None]
    left = np.exp(-(p + q) * np.arange(first, last + 1.0))
    return np.maximum(m * np.diff((1 - left) / (1 + q / p * left), axis=1), 1e-9)


def bass_predictive(y: Any, horizon: int, rng: np.random.Generator) -> np.ndarray:
    """(n, horizon) counts drawn from the posterior predictive law of the next years."""
    theta = bass_posterior(y, rng)
    mean, k = bass_means(theta, len(y), len(y) + horizon), np.exp(theta[:, 3:])
    return rng.negative_binomial(k, k / (k + mean)).astype(float)


def bass_fitted(past: np.ndarray, horizon: int) -> np.ndarray:
    """The maximum-likelihood curve, drawn on."""
    found = fit(sales_likelihood(Counts(np.arange(1, len(past) + 1), past, "years"), noise="negative binomial"))
    return Bass(*found.estimates[:3]).per_interval(np.arange(len(past), len(past) + horizon + 1.0))


BASELINES: dict[str, Callable] = {
    "last value": last_value,
    "linear trend": lambda past, horizon: np.maximum(linear_trend(past, horizon, 4), 0),
    "exponential smoothing": lambda past, horizon: np.maximum(exponential_smoothing(past, horizon), 0),
    "Bass, fitted": bass_fitted,
}


def rivals(panel: list[np.ndarray], horizon: int = HORIZON) -> dict[str, Learned]:
    """Both regressions, trained on a panel."""
    return {
        "ridge": learn(panel, ridge, LAGS, horizon),
        "boosted trees": learn(panel, boosted_trees, LAGS, horizon),
    }


def with_error(values: Any) -> list[float]:
    """[mean, standard error] over series."""
    values = np.asarray(values, dtype=float)
    return [float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))]


def simulated() -> dict[str, Any]:
    """Errors and intervals in the three worlds: {world: {origin: {method: ...}}}."""
    series = {
        world: [technology(world, np.random.default_rng([SEED, k, i])) for i in range(TRAIN + 2 * TEST)]
        for k, world in enumerate(WORLDS)
    }
    taught = {world: rivals(one[:TRAIN]) for world, one in series.items()}
    before = {
        o: {name: relative_errors(series["Bass"][-TEST:], o, one) for name, one in (BASELINES | taught["Bass"]).items()}
        for o in ORIGINS
    }
    result: dict[str, Any] = {}
    for world in WORLDS:
        tests = series[world][TRAIN : TRAIN + TEST]
        methods = BASELINES | taught["Bass"]
        if world != "Bass":
            methods |= {f"{name}, trained on this world": one for name, one in taught[world].items()}
        result[world] = {}
        for o in ORIGINS:
            predicted = {name: np.array([one(y[:o], HORIZON) for y in tests]) for name, one in methods.items()}
            draws = [bass_predictive(y[:o], HORIZON, np.random.default_rng([SEED, o, i])) for i, y in enumerate(tests)]
            predicted["Bass, posterior median"] = np.median(draws, axis=1)
            own = np.array([central_interval(one, LEVEL) for one in draws]).swapaxes(0, 1)
            result[world][o] = {
                name: compared(tests, o, one, predicted, own if "posterior" in name else before[o].get(name))
                for name, one in predicted.items()
            }
        print(world, {o: {name: one["error"] for name, one in at.items()} for o, at in result[world].items()})
    return result


def relative_errors(tests: list[np.ndarray], o: int, method: Callable) -> np.ndarray:
    """(n, HORIZON): what came less the forecast from origin o, in units of the largest count so far."""
    return np.array([(y[o : o + HORIZON] - method(y[:o], HORIZON)) / y[:o].max() for y in tests])


def compared(
    tests: list[np.ndarray], o: int, forecast: np.ndarray, others: dict[str, np.ndarray], interval: np.ndarray | None
) -> dict[str, list]:
    """By horizon: absolute error over the peak, its excess over the last value's, coverage and width of 90 % intervals.

    interval: both ends (2, n, HORIZON), or relative errors (40, HORIZON) that a method made before, on fresh series of
    the Bass world: intervals are made of them. None: no intervals.
    """
    truth = np.array([y[o : o + HORIZON] for y in tests])
    peak, so_far = (np.array([part.max() for part in parts])[:, None] for parts in (tests, [y[:o] for y in tests]))
    error, last = (np.abs(one - truth) / peak for one in (forecast, others["last value"]))
    result = {
        "error": [with_error(column) for column in error.T],
        "median": np.median(error, axis=0).tolist(),
        "excess over last value": [with_error(column) for column in (error - last).T],
    }
    if interval is None:
        return result
    if interval.ndim == 2:
        interval = forecast + np.array(interval_from_errors(np.zeros(HORIZON), interval, LEVEL))[:, None] * so_far
    inside = (interval[0] <= truth) & (truth <= interval[1])
    widths = np.median((interval[1] - interval[0]) / peak, axis=0)
    return result | {"coverage": inside.mean(axis=0).tolist(), "median width": widths.tolist()}


def real() -> dict[str, Any]:
    """Six real series of yearly or monthly counts: mean absolute error over the peak, at horizons 1 and 3."""
    worlds = [technology(w, np.random.default_rng([SEED, k, i])) for k, w in enumerate(WORLDS) for i in range(TRAIN)]
    result = {}
    for name in REAL:
        y = np.array(load_adoption(name).counts)
        others = [np.array(load_adoption(other).counts) for other in REAL if other != name]
        methods = BASELINES | {f"{one}, trained on simulations": model for one, model in rivals(worlds, 3).items()}
        methods |= {f"{one}, trained on the other five": model for one, model in rivals(others, 3).items()}
        origins = range(5, len(y) - 2)
        errors = {
            method: np.array([np.abs(one(y[:o], 3) - y[o : o + 3]) for o in origins]) / y.max()
            for method, one in methods.items()
        }
        draws = [bass_predictive(y[:o], 3, np.random.default_rng([SEED, o])) for o in origins]
        truth = np.array([y[o : o + 3] for o in origins])
        errors["Bass, posterior median"] = np.abs(np.median(draws, axis=1) - truth) / y.max()
        ends = np.array([central_interval(one, LEVEL) for one in draws])
        inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
        result[name] = {
            "origins": len(origins),
            "error": {method: one.mean(axis=0).tolist() for method, one in errors.items()},
            "coverage of Bass, posterior": inside.mean(axis=0).tolist(),
        }
        print(name, result[name])
    return result


def computers() -> dict[str, Any]:
    """Households with a computer, from each survey to the next and the one after: errors in percentage points.

    Lagged features need even years: the level is interpolated between surveys, up to the origin. Bass needs no such
    thing: it is fitted to the change between surveys, from a launch in 1977.
    """
    survey = load_adoption("computers")
    years, level = np.array([int(label) for label in survey.labels]), np.array(survey.counts)
    methods: dict[str, Callable] = {name: one for name, one in BASELINES.items() if "Bass" not in name}
    worlds = [technology(w, np.random.default_rng([SEED, k, i])) for k, w in enumerate(WORLDS) for i in range(TRAIN)]
    methods |= rivals(worlds, 7)
    found: dict[str, list] = {name: [] for name in [*methods, "Bass, fitted"]}
    for k in range(3, len(years) - 2):
        ahead = years[k + 1 : k + 3] - years[k]
        grid = np.interp(np.arange(1977, years[k] + 1), [1977, *years[: k + 1]], [0, *level[: k + 1]])
        forecasts = {name: one(1000 * np.diff(grid), ahead[-1]) / 1000 for name, one in methods.items()}
        seen = Counts(years[: k + 1] - 1977, np.diff([0, *level[: k + 1]]), "years", population=100)
        curve = Bass(*fit(sales_likelihood(seen)).estimates)
        forecasts["Bass, fitted"] = curve.per_interval(years[k] - 1977 + np.arange(ahead[-1] + 1.0))
        for name, one in forecasts.items():
            found[name].append((level[k] + np.cumsum(one)[ahead - 1] - level[k + 1 : k + 3]).tolist())
    print(found)
    return {"origins": years[3:-2].tolist(), "errors": found}


def data_seen() -> dict[str, Any]:
    """90 % profile intervals by how much has been seen: the ceiling of air conditioners, R_0 of influenza."""
    sales, school = load_adoption("room air conditioners"), load_boarding_school("A")
    ceilings, R0s = {}, {}
    for o in range(6, 14):
        likelihood = sales_likelihood(Counts(sales.times[:o], sales.counts[:o], "years"), noise="negative binomial")
        one = profile(likelihood, fit(likelihood), "m")
        ceilings[o] = [one.estimate, one.low, one.high if np.isfinite(one.high) else None]
    for o in range(6, 15, 2):
        seen = Counts(school.times[:o], school.counts[:o], "days", "present", population=school.population)
        likelihood = outbreak_likelihood(seen, ratio=True)
        one = profile(likelihood, fit(likelihood), "R0")
        R0s[o] = [one.estimate, one.low, one.high if np.isfinite(one.high) else None]
    print(ceilings, R0s)
    return {"ceiling": ceilings, "R0": R0s}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fresh", action="store_true")
    parser.parse_args()
    result = {"computers": computers(), "data seen": data_seen(), "real": real(), "simulated": simulated()}
    store(
        "technology_forecasts",
        command="python -m studies.technology_forecasts",
        seeds=[SEED],
        modules=MODULES,
        result=result,
    )


if __name__ == "__main__":
    main()
