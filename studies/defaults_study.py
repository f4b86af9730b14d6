"""Defaults along random exposures; the four shapes of adoption, told apart or not; fire sales. For lecture 25.

    python -m studies.defaults_study [--scheduler ADDRESS] [--fresh]

Some minutes on one thread; it goes on where it was stopped. A task is one degree, one shape under one view, or one set
of banks. With --scheduler the same tasks run on Dask, with the same numbers.
"""

import argparse
import os
import sys
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from scipy.optimize import brentq

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.populations.economics.clearing import clearing_vector
from utils.populations.economics.default_cascades import contagion_chance, default_cascade, random_exposures
from utils.populations.economics.fire_sales import fire_sale
from utils.populations.economics.shapes import SHAPES, shape_likelihood, share
from utils.populations.estimation.fitting import fit

MODULES = [
    "studies/defaults_study.py",
    "studies/ensemble.py",
    *(
        f"utils/populations/{part}.py"
        for part in ("curves", "estimation/densities", "estimation/fitting", "estimation/likelihood")
    ),
    *(f"utils/populations/economics/{part}.py" for part in ("clearing", "default_cascades", "fire_sales", "shapes")),
    "utils/data/adoption.py",
]
SEED, BANKS, RUNS, LARGE = 2026, 500, 300, 0.05
DEGREES = (1, 1.5, 2, 3, 4, 5, 6, 7, 8)
TRUTHS, INTERVALS = 25, 20
# b of the truth, uniform in its logarithm, at a = 1. LOW: thresholds so low that nearly all act at once, as in inertia.
RANGES = {"inertia": (0.5, 2.0), "contagion": (5.0, 100.0), "influence": (0.16, 0.26), "learning": (0.5, 5.0)}
VIEWS = [(people, seen) for people in (100, 1000) for seen in (0.95, 0.25)]
LOW = ("influence", 0.05, 0.12)
REAL = ("medical innovation", "family planning", "hybrid corn")
SELLERS, ALPHAS, SETS = 60, (0.0, 0.3, 0.6, 0.9, 1.2, 2.0, 3.0), 40


def time_of(level: float, shape: str, b: float) -> float:
    """When this share has adopted, a = 1."""
    end = 1.0
    while share(shape, 1.0, b, [0.0, end])[-1] < level:
        end *= 1.5
    return brentq(lambda t: share(shape, 1.0, b, [0.0, t])[-1] - level, 1e-9, end)


def cascades(degree: str, rng: np.random.Generator) -> dict[str, Any]:
    """Of RUNS random networks: how often more than LARGE of all banks fail, and which share of them then."""
    sizes = np.array(
        [np.mean(default_cascade(random_exposures(BANKS, float(degree), rng), [0]) >= 0) for _ in range(RUNS)]
    )
    large = sizes > LARGE
    return {
        "chance": [large.mean(), np.sqrt(large.mean() * (1 - large.mean()) / RUNS)],
        "extent": float(sizes[large].mean()) if large.any() else None,
        "branching": contagion_chance(float(degree)),
    }


def told_apart(view: str, rng: np.random.Generator) -> dict[str, Any]:
    """Of TRUTHS curves of a shape: how often each of the four is found likeliest, and ℓ of the truth's shape less the
    best of the others. view: "people, share seen, shape, lowest b, highest b"."""
    people, seen, shape, *ends = view.split(", ")
    found, leads = dict.fromkeys(SHAPES, 0), []
    for _ in range(TRUTHS):
        b = float(np.exp(rng.uniform(*np.log([float(end) for end in ends]))))
        edges = np.linspace(0, time_of(float(seen), shape, b), INTERVALS + 1)
        F = share(shape, 1.0, b, edges)
        counts = rng.multinomial(int(people), np.append(np.diff(F), 1 - F[-1]))[:-1]
        series = Counts(edges[1:], counts, "years", population=int(people))
        best = {one: fit(shape_likelihood(series, one)).log_likelihood for one in SHAPES}
        found[max(best, key=lambda one: best[one])] += 1
        leads.append(best.pop(shape) - max(best.values()))
    return {"found": found, "lead": float(np.median(leads))}


def behind(name: str, rng: np.random.Generator) -> dict[str, float]:
    """ℓ of the likeliest shape less that of each, for real adopters."""
    best = {one: fit(shape_likelihood(load_adoption(name), one)).log_likelihood for one in SHAPES}
    return {one: max(best.values()) - value for one, value in best.items()}


def fire(_: str, rng: np.random.Generator) -> list[list[float]]:
    """[final price, defaults, defaults if the asset were worth 1 to the end] by α Σq, of one set of banks.

    Five debts a bank, exponential; q uniform on [.5, 1.5]; what a bank must raise is uniform on [−.5, 1] times q.
    """
    L = rng.exponential(size=(SELLERS, SELLERS)) * random_exposures(SELLERS, 5, rng)
    q = rng.uniform(0.5, 1.5, SELLERS)
    cash = L.sum(axis=1) - L.sum(axis=0) - q * rng.uniform(-0.5, 1, SELLERS)
    ends = [list(fire_sale(L, cash, q, alpha / q.sum()))[-1] for alpha in ALPHAS]
    calm = int(clearing_vector(L, cash + q).defaults.sum())
    return [[end.price, int(end.defaults.sum()), calm] for end in ends]


def measure(key: str, rng: np.random.Generator) -> Any:
    """One task, by its key "question | what"."""
    question, what = key.split(" | ")
    return {"cascades": cascades, "shapes": told_apart, "real": behind, "fire": fire}[question](what, rng)


def views() -> list[str]:
    every = [(people, seen, shape, *RANGES[shape]) for people, seen in VIEWS for shape in SHAPES]
    return [", ".join(map(str, view)) for view in (*every, (100, 0.95, *LOW), (1000, 0.95, *LOW))]


def rounded(value: Any) -> Any:
    """Numbers to 5 digits, however deep."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [rounded(one) for one in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """cascades: {degree: ...}. shapes: a row a view, with its range of b. real: {data set: {shape: nats behind}}.
    fire: {α Σq: [mean over sets, standard error] of each}."""
    shapes = []
    for view in views():
        people, seen, shape, *ends = view.split(", ")
        one = found[f"shapes | {view}"]
        shapes.append({"people": int(people), "seen": float(seen), "shape": shape, "b": list(map(float, ends))} | one)
    sets = np.array([found[f"fire | {i}"] for i in range(SETS)], dtype=float)
    mean, error = sets.mean(axis=0), sets.std(axis=0, ddof=1) / np.sqrt(SETS)
    sales = {
        str(alpha): {name: [mean[i, j], error[i, j]] for j, name in enumerate(("price", "defaults", "calm"))}
        for i, alpha in enumerate(ALPHAS)
    }
    return {
        "cascades": {str(degree): found[f"cascades | {degree}"] for degree in DEGREES},
        "shapes": shapes,
        "real": {name: found[f"real | {name}"] for name in REAL},
        "fire": sales,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "defaults_study")
    keys = [f"cascades | {degree}" for degree in DEGREES] + [f"shapes | {view}" for view in views()]
    keys += [f"real | {name}" for name in REAL] + [f"fire | {i}" for i in range(SETS)]
    try:
        code = code_hash(MODULES)
        found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    settings = dict(banks=BANKS, runs=RUNS, large=LARGE, truths=TRUTHS, intervals=INTERVALS, sellers=SELLERS, sets=SETS)
    result = rounded({"settings": settings, **summary(found)})
    for part in ("cascades", "shapes", "real", "fire"):
        for one in result[part].items() if isinstance(result[part], dict) else result[part]:
            print(part, one)
    command = "python -m studies.defaults_study"
    print("\nstored in", store("defaults_study", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
