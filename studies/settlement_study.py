"""What times of adoption on a settlement system tell, and what they tell of Wal-Mart's stores. For lecture 26.

    python -m studies.settlement_study [--scheduler ADDRESS] [--fresh]

Some five minutes on one thread; stop it when you like (Ctrl-C), it goes on where it was. Four questions: how do the
observables of the five modes differ (150 systems of 256 places); does a linear rule tell the modes apart on systems it
has not seen; does the likelihood recover (α, γ, c), with small places hidden too; and what does it find in the
openings, window by window, and how much of that hangs on which cities are listed and where they are said to lie.
"""

import argparse
import os
import sys
import zlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.spatial import cKDTree
from scipy.stats import chi2
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.stores import load_cities, load_stores
from utils.hierarchy.gravity import fit_gravity, log_likelihood
from utils.hierarchy.settlements import Settlements, christaller, rank_size
from utils.hierarchy.spreading import MODES, Mode, diffuse
from utils.hierarchy.telling import OBSERVABLES, observables

MODULES = (
    "studies/ensemble.py",
    "studies/settlement_study.py",
    "utils/data/stores.py",
    *(f"utils/hierarchy/{name}.py" for name in ("gravity", "settlements", "spreading", "telling")),
)
SEED, PLACES, SYSTEMS, TAUGHT, LATTICES, RECOVERED, HIDDEN = 2026, 256, 150, 100, 10, 60, 20
EXPANSION = [name for name in MODES if name != "relocation"]
SEEN = (*OBSERVABLES, "halfway", "reached", "abandoned", "fidelity")
SMALL_FIRST = Mode(0, -0.4, 1.75, "village")  # as the first window of the openings looks
LARGE_FIRST = Mode(0, 0.4, 1.75, "top")
YEARS = (1962, 1975, 1981.5, 1990, 1998, 2007)  # the edges of the windows; in mid 1981 a chain was taken over
WINDOWS = ("1962–74", "1975–mid 1981", "mid 1981–89", "1990–97", "1998–2006")
WITHIN = 25.0  # km from a listed city that a store is counted to
VARIANTS = {  # a name: smallest population, share of the cities kept, jitter in km, km a store may lie off
    "all listed cities": (0, 1, 0, WITHIN),
    "of 15 000 and more": (15_000, 1, 0, WITHIN),
    "of 30 000 and more": (30_000, 1, 0, WITHIN),
    "seven in ten, first draw": (0, 0.7, 0, WITHIN),
    "seven in ten, second draw": (0, 0.7, 0, WITHIN),
    "moved by 10 km": (0, 1, 10, WITHIN),
    "stores within 10 km only": (0, 1, 0, 10),
    "not where a store's town contradicts": (0, 1, 0, WITHIN),
}
FLOORS = (5000, 3500, 2500)  # populations down to which small towns are filled in


def on_sphere(positions: np.ndarray) -> np.ndarray:
    """(n, 3) points on the unit sphere, from longitude and latitude in degrees."""
    x, y = np.radians(positions).T
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def nearest(places: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of `points` the nearest of `places`, both longitude and latitude: which one, and how far, km."""
    chord, which = cKDTree(on_sphere(places)).query(on_sphere(points))
    return which, 2 * 6371 * np.arcsin(chord / 2)


def first_openings(places: np.ndarray, within: float = WITHIN) -> np.ndarray:
    """Years from the first store of all to the first that opened at each place (n, 2), np.inf if none did.

    A store is counted to the place nearest to it, or to none if that is farther than `within` km.
    """
    stores, times = load_stores(), np.full(len(places), np.inf)
    which, km = nearest(places, stores.positions)
    near = km <= within
    np.minimum.at(times, which[near], (stores.years - stores.years[0])[near])
    return times


def window(number: int) -> tuple[float, float]:
    """One window in years from the first store of all."""
    first = load_stores().years[0]
    return max(0.0, YEARS[number] - first), YEARS[number + 1] - first


def listed(smallest: float = 0, share: float = 1, jitter: float = 0, rng: Any = None) -> Any:
    """Positions and populations of the cities of at least this size, a share of them, moved by `jitter` km."""
    cities = load_cities()
    keep = cities.populations >= smallest
    if share < 1:
        keep &= rng.random(len(keep)) < share
    positions, populations = cities.positions[keep], cities.populations[keep]
    if jitter:
        per_degree = 111.2 * np.column_stack([np.cos(np.radians(positions[:, 1])), np.ones(len(positions))])
        positions = positions + rng.normal(0, jitter, positions.shape) / per_degree
    return positions, populations


def contradicted() -> np.ndarray:
    """(2716,) bool: cities that no store's town of that name lies within 50 km of, though there are such towns."""
    cities, stores = load_cities(), load_stores()
    where: dict[str, list[int]] = {}
    for i, town in enumerate(stores.towns):
        where.setdefault(town.rsplit(", ", 1)[0], []).append(i)
    return np.array(
        [
            name in where and nearest(stores.positions[where[name]], place[None])[1][0] > 50
            for name, place in zip(cities.names, cities.positions)
        ]
    )


def filled_in(floor: float, rng: np.random.Generator) -> Any:
    """Listed cities, and towns below them down to `floor` people: as many as the rank-size rule says.

    A store farther than 10 km from all listed cities has one where it stands. The others, without a store, lie 30 km
    (normal, each direction) from a listed city drawn at random. Populations are drawn by the rule, P(> x) ∝ 1/x.
    """
    positions, populations = listed()
    stores, smallest = load_stores(), populations.min()
    alone = np.unique(stores.positions[nearest(positions, stores.positions)[1] > 10], axis=0)
    rest = round(len(populations) * (smallest / floor - 1)) - len(alone)
    without, _ = listed(0, 1, 0)
    without = without[rng.integers(len(without), size=max(rest, 0))]
    without = without + rng.normal(0, 30, without.shape) / [88, 111]
    small = smallest / (1 + rng.random(len(alone) + len(without)) * (smallest / floor - 1))
    return np.concatenate([positions, alone, without]), np.append(populations, small)


def looks(system: Settlements, mode: str, rng: np.random.Generator) -> list[float]:
    """What is SEEN of one diffusion. halfway: the time by which half had adopted over that of the last."""
    found = diffuse(mode, system, rng)
    times = found.times[np.isfinite(found.times)]
    halfway = np.median(times) / times.max()
    return [*observables(system, found.times), halfway, len(times) / len(found.times), found.abandoned, found.fidelity]


def fitted(system: Settlements, times: np.ndarray, watch: tuple[float, float], free: bool = False) -> dict[str, Any]:
    """Estimates with α = 0, their errors, and by how much ℓ falls short without γ, c at its best.

    free: also with α free, and by how much each mode's own exponents fall short of that.
    """

    watch = max(watch[0], times.min()), watch[1]  # what comes before the first adoption is no part of it

    def value(*theta: float) -> float:
        return log_likelihood(system, times, theta, watch)

    found = fit_gravity(system, times, watch, alpha=0.0)
    plain = minimize_scalar(lambda c: -value(0.0, 0.0, c), bounds=(-1, 6), method="bounded", options={"xatol": 0.02})
    result = {
        "estimates": found.estimates.tolist(),
        "errors": found.errors.tolist(),
        "adoptions": found.adoptions,
        "without gamma": [float(plain.x), found.log_likelihood + float(plain.fun)],
    }
    if free:
        top = fit_gravity(system, times, watch)
        result["alpha free"] = [top.estimates.tolist(), top.errors.tolist(), top.log_likelihood - found.log_likelihood]
        result["modes fall short by"] = {
            name: float(top.log_likelihood - value(MODES[name].alpha, MODES[name].gamma, MODES[name].c))
            for name in EXPANSION
        }
    return result


def profile_covers(system: Settlements, times: np.ndarray, alpha: float) -> bool:
    """Whether the 95 % profile interval of α holds its true value."""
    top = fit_gravity(system, times)
    return 2 * (top.log_likelihood - fit_gravity(system, times, alpha=alpha).log_likelihood) <= chi2.ppf(0.95, 1)


def measure(key: str, rng: np.random.Generator) -> Any:
    """One task; its key is its kind and what that needs, with bars between."""
    kind, *what = key.split(" | ")
    if kind == "system":
        system = rank_size(PLACES, rng)
        return {mode: looks(system, mode, rng) for mode in MODES}
    if kind == "lattice":
        system = christaller(int(what[0]), {3: 5, 4: 4, 7: 3}[int(what[0])])
        return {mode: looks(system, mode, rng) for mode in MODES}
    if kind == "recovery":
        system = rank_size(PLACES, rng)
        times = diffuse(what[0], system, rng).times
        found = fit_gravity(system, times)
        covered = bool(profile_covers(system, times, MODES[what[0]].alpha))
        return [found.estimates.tolist(), found.errors.tolist(), covered]
    if kind == "hidden":
        return hidden(SMALL_FIRST if what[0] == "small first" else LARGE_FIRST, rng)
    if kind == "filled in":
        places = filled_in(float(what[0]), rng)
        return fitted(Settlements(*places, earth=True), first_openings(places[0], 10), window(int(what[1])))
    smallest, share, jitter, within = VARIANTS[what[0]]
    draw = np.random.default_rng([SEED, zlib.crc32(what[0].encode())])  # the same cities in each window
    places = listed(smallest, share, jitter, draw)
    if "contradicts" in what[0]:
        places = tuple(part[~contradicted()] for part in places)
    times, free = first_openings(places[0], within), what[0] in ("all listed cities", "stores within 10 km only")
    return fitted(Settlements(*places, earth=True), times, window(int(what[1])), free)


def hidden(mode: Mode, rng: np.random.Generator) -> dict[str, list[float]]:
    """γ and its error when all of 400 places are known; only the largest 120; and these, with what is near them.

    "counted to the next": a hidden place's adoption is counted to the nearest known one, as stores are, unless it is
    among the 23 % that lie farthest from one.
    """
    system = rank_size(400, rng)
    times = diffuse(mode, system, rng).times
    known = Settlements(system.positions[:120], system.populations[:120])
    far, to = system.distances[120:, :120].min(axis=1), system.distances[120:, :120].argmin(axis=1)
    near, counted = far <= np.quantile(far, 0.77), times[:120].copy()
    np.minimum.at(counted, to[near], times[120:][near])
    found = {}
    for name, part, seen in (
        ("all known", system, times),
        ("small ones hidden", known, times[:120] - times[:120].min()),
        ("counted to the next", known, counted - counted.min()),
    ):
        fit = fit_gravity(part, seen, alpha=0.0)
        found[name] = [float(fit.estimates[1]), float(fit.errors[1])]
    return found


def mean_sd(rows: Iterable[Any]) -> list[list[float]]:
    """[mean, standard deviation] of each column."""
    x = np.array(list(rows), dtype=float)
    return [[round(float(m), 4), round(float(s), 4)] for m, s in zip(x.mean(axis=0), x.std(axis=0, ddof=1))]


def verdicts(found: dict[str, Any], extra: bool) -> dict[str, Any]:
    """A linear rule learnt on the first systems, tried on the others, on lattices and on the openings."""
    columns = slice(len(OBSERVABLES) + extra)
    sets = {
        "taught": [f"system | {i}" for i in range(TAUGHT)],
        "held out": [f"system | {i}" for i in range(TAUGHT, SYSTEMS)],
        "lattices": [f"lattice | {K} | {i}" for K in (3, 4, 7) for i in range(LATTICES)],
    }
    x = {name: np.array([found[key][mode][columns] for key in keys for mode in MODES]) for name, keys in sets.items()}
    y = {name: np.array(list(MODES) * len(keys)) for name, keys in sets.items()}
    rule = LinearDiscriminantAnalysis(priors=np.full(len(MODES), 1 / len(MODES))).fit(x["taught"], y["taught"])
    result: dict[str, Any] = {}
    for name in ("held out", "lattices"):
        said = rule.predict(x[name])
        result[name] = {
            "accuracy": float(np.mean(said == y[name])),
            "confusion": {
                one: {other: int(((y[name] == one) & (said == other)).sum()) for other in MODES} for one in MODES
            },
        }
    if not extra:
        positions, populations = listed()
        seen = observables(Settlements(positions, populations, earth=True), first_openings(positions))
        result["openings"] = {
            "observables": dict(zip(OBSERVABLES, seen.tolist())),
            "probabilities": dict(zip(rule.classes_.tolist(), rule.predict_proba(seen[None])[0].tolist())),
        }
    return result


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """What the lecture reads."""
    truth = {mode: [MODES[mode].alpha, MODES[mode].gamma, MODES[mode].c] for mode in EXPANSION}
    recovery: dict[str, Any] = {}
    for mode in EXPANSION:
        ones = [found[f"recovery | {mode} | {i}"] for i in range(RECOVERED)]
        estimates, errors = np.array([one[0] for one in ones]), np.array([one[1] for one in ones])
        inside = abs(estimates - truth[mode]) <= 1.959964 * errors
        recovery[mode] = {
            "truth": truth[mode],
            "mean, sd": mean_sd(estimates),
            "mean error": errors.mean(axis=0).round(4).tolist(),
            "coverage": inside.mean(axis=0).round(4).tolist(),
            "coverage of α by profile": float(np.mean([one[2] for one in ones])),
        }

    def per_window(kind: str, name: Any, some: Iterable[int]) -> dict[str, Any]:
        return {WINDOWS[w]: found[f"{kind} | {name} | {w}"] for w in some}

    return {
        "settings": {"places": PLACES, "systems": SYSTEMS, "taught": TAUGHT, "lattices": 3 * LATTICES, "seen": SEEN}
        | {"recovered": RECOVERED, "hidden": HIDDEN, "windows": dict(zip(WINDOWS, pairwise(YEARS))), "within": WITHIN},
        "observables": {
            mode: dict(zip(SEEN, mean_sd(found[f"system | {i}"][mode] for i in range(SYSTEMS)))) for mode in MODES
        },
        "observables on lattices": {
            mode: dict(
                zip(SEEN, mean_sd(found[f"lattice | {K} | {i}"][mode] for K in (3, 4, 7) for i in range(LATTICES)))
            )
            for mode in MODES
        },
        "classifier": verdicts(found, False) | {"with halfway": verdicts(found, True)},
        "likelihood": recovery,
        "hidden": {
            order: {
                case: mean_sd([found[f"hidden | {order} | {i}"][case] for i in range(HIDDEN)])
                for case in ("all known", "small ones hidden", "counted to the next")
            }
            for order in ("small first", "large first")
        },
        "walmart": {name: per_window("openings", name, range(len(WINDOWS))) for name in VARIANTS}
        | {f"filled in down to {floor}": per_window("filled in", floor, (0, 1)) for floor in FLOORS},
    }


def report(result: dict[str, Any]) -> None:
    for name in ("observables", "observables on lattices"):
        for mode, row in result[name].items():
            print(f"{mode:22s}", *(f"{one} {m:+.2f} ({s:.2f})" for one, (m, s) in row.items()))
    print({name: result["classifier"][name]["accuracy"] for name in ("held out", "lattices")})
    print(result["classifier"]["with halfway"], result["classifier"]["openings"])
    for part in ("likelihood", "hidden"):
        for name, row in result[part].items():
            print(name, row)
    for name, row in result["walmart"].items():
        for when, one in row.items():
            pairs = (f"{x:+.2f} ({s:.2f})" for x, s in zip(one["estimates"], one["errors"]))
            print(
                f"{name:38s} {when}  {one['adoptions']:4d}",
                *pairs,
                one["without gamma"][1],
                one.get("alpha free"),
                one.get("modes fall short by"),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "settlement_study")
    windows = range(len(WINDOWS))
    keys = [f"system | {i}" for i in range(SYSTEMS)]
    keys += [f"lattice | {K} | {i}" for K in (3, 4, 7) for i in range(LATTICES)]
    keys += [f"recovery | {mode} | {i}" for mode in EXPANSION for i in range(RECOVERED)]
    keys += [f"hidden | {order} | {i}" for order in ("small first", "large first") for i in range(HIDDEN)]
    keys += [f"filled in | {floor} | {w}" for floor in FLOORS for w in (0, 1)]
    keys += [f"openings | {name} | {w}" for name in VARIANTS for w in windows]
    try:
        found = run(
            measure, keys, seed=SEED, partial=chosen.partial, code=code_hash(MODULES), scheduler=chosen.scheduler
        )
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    result = summary(found)
    report(result)
    command = "python -m studies.settlement_study"
    print("\nstored in", store("settlement_study", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
