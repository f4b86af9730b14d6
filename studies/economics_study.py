"""What generations and prices tell of memory chips, IBM's computers and photovoltaic modules. For lecture 25.

    python -m studies.economics_study

A few minutes on one thread. Numbers with a spread are [mean, standard error, how many].
"""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zlib import crc32

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from studies.stored import store
from utils.data.counts import Counts
from utils.data.technologies import Generations, load_generations
from utils.populations.curves import Bass
from utils.populations.economics.generations import GenerationsFit, block_bootstrap, fit_generations, forecast_from
from utils.populations.economics.price import fit_price, price_likelihood, priced_adopters
from utils.populations.estimation.adoption import sales_likelihood
from utils.populations.estimation.fitting import fit
from utils.populations.estimation.likelihood import Likelihood
from utils.populations.estimation.profiles import profile

ESTIMATION = "adoption densities fitting likelihood noise profiles"
MODULES = [
    "studies/economics_study.py",
    "utils/data/counts.py",
    "utils/data/technologies.py",
    "utils/populations/curves.py",
    "utils/populations/economics/generations.py",
    "utils/populations/economics/price.py",
    *(f"utils/populations/estimation/{part}.py" for part in ESTIMATION.split()),
]
SEED, HORIZON, RUNS, REPLICAS, BLOCK, LEVEL = 2026, 3, 200, 1000, 4, 0.9
TRUTH, BETA, NOISE = Bass(0.005, 0.6, 1000.0), -0.6, 0.05  # noise: over the largest yearly number
ORIGINS = {"dram": 1979, "ibm": 7}  # the first, after six years
DAMPING = 0.8
Forecast = Callable[[Generations, int], np.ndarray]


def stream(name: str) -> np.random.Generator:
    """Random numbers of their own for each part, the same in every run."""
    return np.random.default_rng([SEED, crc32(name.encode())])


def with_zeros(data: Generations) -> Generations:
    """As if nothing were sold of a generation once it left the table; it is not known to be so."""
    gone = ~np.isfinite(data.quantity) & (data.years[:, None] > data.launches)
    return replace(data, quantity=np.where(gone, 0.0, data.quantity))


def last_value(data: Generations, year: int) -> np.ndarray:
    """What is, remains. (HORIZON, g)"""
    return np.tile(data.quantity[year - data.years[0]], (HORIZON, 1))


def damped_trend(data: Generations, year: int) -> np.ndarray:
    """log ŷ_{o+h} = log y_o + (φ + ... + φ^h) log(y_o/y_{o−1}), φ = DAMPING. (HORIZON, g)"""
    i = year - data.years[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.log(data.quantity[i]) - np.log(data.quantity[i - 1])
    return data.quantity[i] * np.exp(growth * np.cumsum(DAMPING ** np.arange(1, HORIZON + 1))[:, None])


def capped_trend(data: Generations, year: int) -> np.ndarray:
    """The same, never above the largest number that any generation had reached."""
    return np.minimum(damped_trend(data, year), np.nanmax(data.until(year).quantity))


def bass_each(data: Generations, year: int) -> np.ndarray:
    """Each generation's own Bass curve of yearly sales; the last value for fewer than four years. (HORIZON, g)"""
    ahead = last_value(data, year)
    for i, column in enumerate(data.until(year).quantity.T):
        y = column[np.isfinite(column)]
        if len(y) > 3:
            found = fit(sales_likelihood(Counts(np.arange(1, len(y) + 1), y, "years")))
            ahead[:, i] = Bass(*found.estimates).per_interval(np.arange(len(y), len(y) + HORIZON + 1.0))
    return ahead


METHODS: dict[str, Forecast] = {
    "shared p, q": lambda data, year: forecast_from(data, year, HORIZON),
    "own p, q": lambda data, year: forecast_from(data, year, HORIZON, shared=False),
    "own Bass each": bass_each,
    "last value": last_value,
    "damped log trend": damped_trend,
    "damped log trend, capped": capped_trend,
}


def rolling(name: str) -> dict[str, Any]:
    """Mean |error| over the generation's largest number, by method, ending and horizon; how far from "shared p, q".

    Scored from every origin: generations still reported then, for the second year or longer. "reported": only against
    what was reported; "zeros": against 0 after a generation left the table.
    """
    data = load_generations(name)
    filled, peak = with_zeros(data), np.nanmax(data.quantity, axis=0)
    methods = {one: method for one, method in METHODS.items() if name == "dram" or one != "own Bass each"}
    errors: dict[str, dict[str, list]] = {end: {one: [] for one in methods} for end in ("reported", "zeros")}
    for year in range(ORIGINS[name], data.years[-1]):
        i = year - data.years[0]
        scored = (np.isfinite(data.quantity[: i + 1]).sum(axis=0) >= 2) & (np.nan_to_num(data.quantity[i]) > 0)
        for one, method in methods.items():
            ahead = method(data, int(year))[:, scored]
            for end, came in (("reported", data), ("zeros", filled)):
                truth = np.full((HORIZON, len(data.names)), np.nan)
                next_years = came.quantity[i + 1 : i + 1 + HORIZON]
                truth[: len(next_years)] = next_years
                errors[end][one].append((np.abs(ahead - truth[:, scored]) / peak[scored]).T)
    table: dict[str, Any] = {}
    for end, by_method in errors.items():
        whole = {one: np.concatenate(parts) for one, parts in by_method.items()}
        table[end] = {
            one: {
                "error": [spread(column) for column in rows.T],
                "less shared": [spread(column) for column in (rows - whole["shared p, q"]).T],
                "largest": np.nanmax(rows, axis=0).tolist(),
            }
            for one, rows in whole.items()
        }
    return table


def spread(values: np.ndarray) -> list[float]:
    """[mean, standard error, how many], of those that are known. Neighbouring origins share years: se too small."""
    values = values[np.isfinite(values)]
    return [float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))), len(values)]


def described(found: GenerationsFit) -> dict[str, Any]:
    """A fit in plain numbers."""
    return {
        "relative rmse": found.relative_rmse,
        "aic": found.aic,
        "numbers": int(np.isfinite(found.residuals).sum()),
        **{name: getattr(found, name).tolist() for name in "pqm"},
        "on bound": list(found.on_bound),
    }


def lag_one(residuals: np.ndarray) -> float:
    """Correlation of neighbouring residuals, those that are known."""
    r = residuals[np.isfinite(residuals)]
    return float(np.corrcoef(r[1:], r[:-1])[0, 1])


def intervals(found: GenerationsFit, data: Generations, name: str) -> dict[str, Any]:
    """90 % intervals of p, q (shared) and of each m: by the delta method and by blocks of four years."""
    z, drawn = 1.6449, block_bootstrap(found, data, stream(name), REPLICAS, BLOCK)
    around = {
        "p": found.p[0] * np.exp(z * np.outer([-1, 1], found.errors["log p"])),
        "q": found.q[0] * np.exp(z * np.outer([-1, 1], found.errors["log q"])),
        "m": found.m + z * np.outer([-1, 1], found.errors["m"]),
    }
    ends = {one: np.quantile(draws, [0.05, 0.95], axis=0) for one, draws in drawn.items()}
    blocks = {one: (value if one == "m" else value[:, :1]).T.tolist() for one, value in ends.items()}
    return {
        "delta": {
            one: [[None if np.isnan(x) else x for x in row] for row in value.T.tolist()]
            for one, value in around.items()
        },
        "blocks": blocks,
        "lag-1 correlation": [lag_one(residuals) for residuals in found.residuals.T],
    }


def generations() -> dict[str, Any]:
    """Fits of DRAM (seven generations, as reported and with zeros) and IBM; two ends of the search with own p, q."""
    dram, ibm = load_generations("dram").take(slice(0, 7)), load_generations("ibm")
    table = {}
    for name, data in (("dram, reported", dram), ("dram, zeros", with_zeros(dram)), ("ibm", ibm)):
        shared, own = fit_generations(data), fit_generations(data, shared=False)
        table[name] = {
            "names": list(data.names),
            "shared": described(shared),
            "own": described(own),
            "own, begun at shared": described(fit_generations(data, False, start=shared)),
            "intervals, shared": intervals(shared, data, name),
        }
        print(name, {key: table[name][key] for key in ("shared", "own")})
    return table


def priced(i: int, placed: str) -> tuple[Counts, np.ndarray, np.ndarray]:
    """A generation of DRAM: shipments, prices at the ends of years, and the years' mean prices.

    placed: "end": a year's mean price holds at its end, the first also at the beginning. "middle": it holds in the
    middle of its year; in between, and half a year beyond, log prices are interpolated.
    """
    dram = load_generations("dram")
    known = np.isfinite(dram.price[:, i])
    y, mean = dram.quantity[known, i], dram.price[known, i]
    t, middles = np.arange(len(y) + 1.0), np.arange(len(y)) + 0.5
    price = np.append(mean[0], mean) if placed == "end" else np.exp(np.interp(t, middles, np.log(mean)))
    return Counts(t[1:], y, "years"), price, mean


def autoregressive_refits(series: Counts, price: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """β (RUNS,) of refits to the fitted curve plus errors that follow r_t = ρ r_{t−1} + e_t, e drawn again."""
    likelihood = price_likelihood(series, price)
    p, q, m, beta = fit(likelihood).estimates
    fitted = np.diff(priced_adopters(Bass(p, q, m), series.edges, price, beta))
    r = series.counts - fitted
    rho = r[1:] @ r[:-1] / (r @ r)
    shocks, found = r[1:] - rho * r[:-1], []
    for _ in range(RUNS):
        new = np.empty_like(r)
        new[0] = rng.choice(r)
        for k, shock in enumerate(rng.choice(shocks - shocks.mean(), len(r) - 1)):
            new[k + 1] = rho * new[k] + shock
        again = Counts(series.times, np.maximum(fitted + new, 0.0), "years")
        found.append(fit(price_likelihood(again, price))["beta"])
    return np.array(found)


def chips_and_prices() -> dict[str, Any]:
    """β of six DRAM generations, with the yearly price at the end and in the middle of its year."""
    names, table = load_generations("dram").names[:6], {}
    for placed in ("end", "middle"):
        table[placed] = {}
        for i, name in enumerate(names):
            series, price, mean = priced(i, placed)
            found = fit_price(series, price, LEVEL)
            refits = autoregressive_refits(series, price, stream(f"{placed} {name}"))
            table[placed][name] = {
                "beta": found.priced["beta"],
                "identified": bool(np.isfinite(found.beta)),
                "profile": [found.interval.low, found.interval.high],
                "AR(1) bootstrap": np.quantile(refits, [0.05, 0.95]).tolist(),
                "delta AICc": found.delta_aicc,
                "correlation of log price with time": float(np.corrcoef(np.arange(len(mean)), np.log(mean))[0, 1]),
            }
            print(placed, name, table[placed][name])
    return table


def recovery() -> dict[str, Any]:
    """Simulated sales, β = BETA, on real price paths and under constant decline: what a fit finds of it."""
    paths = {name: priced(i, "end")[1] for name, i in (("64K", 2), ("1M", 4))}
    rate = np.log(paths["64K"][-1] / paths["64K"][0]) / (len(paths["64K"]) - 1)
    steady = paths["64K"][0] * np.exp(rate * np.arange(len(paths["64K"])))
    paths |= {"constant decline": steady, "constant decline, flat first year": np.append(steady[1], steady[1:])}
    table = {}
    for name, price in paths.items():
        rng, t = stream(name), np.arange(len(price))
        exact = np.diff(priced_adopters(TRUTH, t, price, BETA))
        found = []
        for _ in range(RUNS):
            y = np.maximum(exact + NOISE * exact.max() * rng.normal(size=len(exact)), 0.0)
            found.append(fit_price(Counts(t[1:], y, "years"), price, LEVEL))
        identified = [one for one in found if np.isfinite(one.beta)]
        widths = [one.interval.high - one.interval.low for one in identified]
        inside = [one.interval.low <= BETA <= one.interval.high for one in identified]
        table[name] = {
            "runs": RUNS,
            "identified": len(identified),
            "covered, of the identified": sum(inside),
            "price preferred": sum(one.delta_aicc < 0 for one in found),
            "beta, 5 and 95 %": np.quantile([one.priced["beta"] for one in found], [0.05, 0.95]).tolist(),
            "interval's width, median of the identified": float(np.median(widths)) if widths else None,
            "profile open": sum(not np.isfinite(one.interval.low + one.interval.high) for one in found),
            "condition": found[0].condition if np.isfinite(found[0].condition) else None,
        }
        print(name, table[name])
    return table


def photovoltaics() -> dict[str, Any]:
    """Bass of yearly additions, errors of their logarithms, seen up to 2005, 2011, 2016: ceiling and β."""
    solar, table = load_generations("photovoltaics"), {}
    for end in (2005, 2011, 2016):
        capacity, price = (column[:, 0] for column in (solar.until(end).quantity, solar.until(end).price))
        y, change = np.diff(capacity), np.log(price / price[0])
        series, t = Counts(np.arange(1, len(y) + 1), y, "years", before=capacity[0]), np.arange(len(y) + 1.0)
        table[end] = {}
        for name, plain in (("without", sales_likelihood(series)), ("with price", price_likelihood(series, price))):

            def residuals(theta: np.ndarray, y=y, t=t, change=change) -> np.ndarray:
                X = np.maximum(t + (theta[3] if len(theta) > 3 else 0.0) * change, 0.0)
                return np.log(y) - np.log(np.maximum(np.diff(Bass(*theta[:3]).adopted(X)), 1e-9))

            def log_likelihood(theta: np.ndarray, residuals=residuals) -> float:
                r = residuals(theta)
                return float(-len(r) / 2 * (np.log(2 * np.pi * np.mean(r**2)) + 1))

            likelihood = Likelihood(log_likelihood, plain.parameters, len(y), spread_found=True)
            found = fit(likelihood)
            m = profile(likelihood, found, "m", LEVEL)
            table[end][name] = {
                "rmse of log": float(np.sqrt(np.mean(residuals(found.estimates) ** 2))),
                "m over installed": found["m"] / capacity[-1],
                "m's interval over installed": [
                    m.low / capacity[-1],
                    None if np.isinf(m.high) else m.high / capacity[-1],
                ],
                "warnings": list(found.warnings),
            }
            if name == "with price":
                beta = profile(likelihood, found, "beta", LEVEL)
                table[end][name] |= {"beta": found["beta"], "beta's profile": [beta.low, beta.high]}
        print(end, table[end])
    return table


def main() -> None:
    result = {
        "settings": dict(
            horizon=HORIZON,
            runs=RUNS,
            replicas=REPLICAS,
            block=BLOCK,
            level=LEVEL,
            noise=NOISE,
            beta=BETA,
            truth=dict(p=TRUTH.p, q=TRUTH.q, m=TRUTH.m),
            damping=DAMPING,
            first_origins=ORIGINS,
        ),
        "rolling": {name: rolling(name) for name in ORIGINS},
        "generations": generations(),
        "photovoltaics": photovoltaics(),
        "chips and prices": chips_and_prices(),
        "recovery": recovery(),
    }
    for name, table in result["rolling"].items():
        for end, methods in table.items():
            print(name, end, {one: [round(x[0], 3) for x in found["error"]] for one, found in methods.items()})
    command = "python -m studies.economics_study"
    print("\nstored in", store("economics_study", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
