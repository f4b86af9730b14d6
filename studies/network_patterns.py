"""What can be read off who adopted when on a network, and foretold from its first hour: contagion and prediction.

    python -m studies.network_patterns [--scheduler ADDRESS] [--fresh]

coverage     90 % intervals of the rate of contagion, over networks, in continuous time and in steps
faults       the transmission probability with right and with wrong denominators
tests        five worlds of the same aggregate curve: which tests call them contagion, and how often
power        the same, as contagion grows
first hour   the final size of a cascade from its first hour: mechanism against regressions, on held-out networks
score        whom to seed: a score learned on small networks, on others against degree and reverse-reachable sets

Some minutes on one thread; it goes on where it was stopped. Whatever is compared has an interval over networks. The
generators are named by part, kind and network: with --scheduler the same tasks run on Dask, with the same numbers.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any
from zlib import crc32

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.stats import binomtest, spearmanr, t
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.networks.communities import louvain
from utils.networks.contagion import Exposures, estimate, exposures, reversal_test, shuffle_test
from utils.networks.generators import (
    block_model,
    clustered,
    configuration,
    erdos_renyi,
    power_law_degrees,
    preferential_attachment,
    small_world,
)
from utils.networks.influence import discounted_degrees, rank_by
from utils.networks.measures import spectral_radius
from utils.networks.outbreaks import first_passage
from utils.networks.prediction import early_features, forecast, person_features
from utils.networks.reverse_reachable import reverse_reachable

SEED = 2026
PARTS = "cascades communities contagion generators graphs influence measures outbreaks prediction reverse_reachable"
MODULES = [
    "studies/ensemble.py",
    "studies/network_patterns.py",
    *(f"utils/networks/{part}.py" for part in PARTS.split()),
]


def power_law(n: int, rng: np.random.Generator) -> sparse.csr_array:
    return configuration(power_law_degrees(n, 2.5, 3, rng, largest=int(3 * n**0.5)), rng)


def communities(n: int, rng: np.random.Generator) -> sparse.csr_array:
    """Four blocks, of which the first is small and dense."""
    sizes = np.array([n // 10, n // 4, n // 4, n - n // 10 - 2 * (n // 4)])
    within_ties = np.array([16.0, 6, 6, 6])
    return block_model(sizes, np.diag((within_ties - 0.5) / sizes) + 0.5 / n, rng)


KINDS: dict[str, Callable] = {
    "random": lambda n, rng: erdos_renyi(n, 8.0, rng),
    "preferential attachment": lambda n, rng: preferential_attachment(n, 4, rng),
    "small world": lambda n, rng: small_world(n, 8, 0.1, rng),
    "power law": power_law,
    "communities": communities,
    "clustered": lambda n, rng: clustered(power_law(n, rng), 0.3, rng),
}


def share(successes: Iterable[bool]) -> list[float]:
    """[share, low, high]: Wilson's 95 % interval."""
    successes = np.array(list(successes), dtype=bool)
    ends = binomtest(int(successes.sum()), len(successes)).proportion_ci(0.95, "wilson")
    return [float(successes.mean()), float(ends.low), float(ends.high)]


def over_networks(values: Any) -> list[float]:
    """[mean, low, high]: Student's 95 % interval, one value a network."""
    values = np.asarray(values, dtype=float)
    half = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return [float(values.mean()), float(values.mean() - half), float(values.mean() + half)]


# Who adopted when -----------------------------------------------------------------------------------------------------


def adopt(A: sparse.csr_array, alpha: float, beta: float, end: float, rng: np.random.Generator) -> np.ndarray:
    """Times (n,) at which people adopt at rate α + β k, exactly: event by event up to end."""
    times, k, now = np.full(A.shape[0], np.inf), np.zeros(A.shape[0]), 0.0
    while True:
        hazard = np.cumsum(np.where(np.isinf(times), alpha + beta * k, 0.0))
        now += rng.exponential(1 / hazard[-1]) if hazard[-1] > 0 else np.inf
        if now > end:
            return times
        i = int(np.searchsorted(hazard, rng.random() * hazard[-1], side="right"))
        times[i] = now
        k[A.indices[A.indptr[i] : A.indptr[i + 1]]] += A.data[A.indptr[i] : A.indptr[i + 1]]


def adopt_in_steps(
    A: sparse.csr_array, q: float, p: float, steps: int, rng: np.random.Generator, once: bool = False
) -> np.ndarray:
    """Steps (n,) at which people adopt, ten from the start; p: of each contact a step; once: in one step only."""
    times = np.full(A.shape[0], np.inf)
    times[rng.choice(A.shape[0], 10, replace=False)] = 0
    for step in range(1, steps + 1):
        k = A.T @ ((times == step - 1) if once else (times < step)).astype(float)
        times[np.isinf(times) & (rng.random(len(times)) < 1 - (1 - q) * (1 - p) ** k)] = step
    return times


CLOCKS, ON = ("continuous", "steps", "one chance"), ("random", "preferential attachment", "small world")


def coverage(case: str, networks: int = 250) -> dict[str, Any]:
    """Share of 90 % intervals that contain the truth, the mean estimate, its standard deviation. case: clock, kind."""
    clock, kind = case.split(", ")
    inside, values, adopters = [], [], []
    for number in range(networks):
        rng = np.random.default_rng([SEED, 1, number])
        A = KINDS[kind](300, rng)
        if clock == "continuous":
            truth, times = 0.05, adopt(A, 0.02, 0.05, 6.0, rng)
            one = estimate(exposures(A, times, 6.0))
            value, low, high = one.beta, one.low, one.high
        else:
            once = clock == "one chance"
            truth, q = (0.2, 0.0) if once else (0.05, 0.02)
            times = adopt_in_steps(A, q, truth, 6, rng, once)
            table = exposures(A, times, 6, times + 1 if once else None, stepwise=True)
            value, low, high = estimate(table, spontaneous=not once).probability
        inside.append(low <= truth <= high), values.append(value), adopters.append(np.isfinite(times).sum())
    return {
        "truth": truth,
        "coverage": share(inside),
        "mean": over_networks(values),
        "sd": float(np.std(values, ddof=1)),
        "adopters": float(np.mean(adopters)),
    }


def tally(A: sparse.csr_array, times: np.ndarray, end: int, same_step: bool) -> Exposures:
    """By steps, from the definition. same_step: who adopts in the same step is counted as an exposure, wrongly."""
    n = int(A.sum(axis=0).max()) + 1
    adopted, at_risk = np.zeros(n), np.zeros(n)
    for step in range(1, end + 1):
        k = np.rint(A.T @ ((times <= step) if same_step else (times < step)).astype(float)).astype(int)
        at_risk += np.bincount(k[times >= step], minlength=n)
        adopted += np.bincount(k[times == step], minlength=n)
    seen = at_risk > 0
    return Exposures(np.flatnonzero(seen).astype(float), adopted[seen], at_risk[seen], True)


def faults(networks: int = 200, p: float = 0.05) -> dict[str, Any]:
    """Estimate over truth, [mean, low, high] over networks, with the right table and with wrong ones."""
    found: dict[str, list[float]] = {}
    for number in range(networks):
        rng = np.random.default_rng([SEED, 2, number])
        A = KINDS["preferential attachment"](300, rng)
        times, chance = adopt_in_steps(A, 0.0, p, 5, rng), adopt_in_steps(A, 0.0, 4 * p, 5, rng, once=True)
        right, here = exposures(A, times, 5, stepwise=True), np.isfinite(times)
        kept = exposures(A[here][:, here], times[here], 5, stepwise=True)
        once = exposures(A, chance, 5, chance + 1, stepwise=True)
        forever = exposures(A, chance, 5, stepwise=True)
        for name, value, truth in (
            ("right", own_rate(right), p),
            ("denominator: all who have not adopted", right.adopted.sum() / right.at_risk.sum(), p),
            ("one contact, however many neighbours", right.adopted[1:].sum() / right.at_risk[1:].sum(), p),
            ("same step counted as exposure", own_rate(tally(A, times, 5, same_step=True)), p),
            ("never-adopters dropped", own_rate(kept), p),
            ("one chance, right", own_rate(once), 4 * p),
            ("one chance, counted for ever", own_rate(forever), 4 * p),
        ):
            found.setdefault(name, []).append(value / truth)
    return {name: over_networks(values) for name, values in found.items()}


def own_rate(table: Exposures) -> float:
    """p̂, nobody adopting by themselves."""
    return estimate(table, spontaneous=False).probability[0]


def likes(n: int, rng: np.random.Generator, ahead: float = 0.5) -> tuple[sparse.csr_array, np.ndarray]:
    """A directed graph, 8 ties a person, between people of like trait, and the trait in [0, 1].

    j → i: i looks to j. ahead: the probability that the one looked to has the higher trait.
    """
    trait = np.sort(rng.random(n))
    near = np.triu(np.exp(-(trait[None] - trait[:, None]) / 0.05), 1)
    lower, higher = np.nonzero(rng.random((n, n)) < near * 4 * n / near.sum())
    up = rng.random(len(lower)) < ahead
    j, i = np.where(up, higher, lower), np.where(up, lower, higher)
    return sparse.csr_array((np.ones(len(j)), (j, i)), shape=(n, n)), trait


WORLDS = (
    "contagion",
    "anybody, at random",
    "likes adopt or do not",
    "likes adopt when likes do",
    "likes adopt when likes do, and look ahead",
)
TESTS = ("likelihood", "shuffle", "shuffle within the known trait", "shuffle within communities found", "reversal")


def history(world: str, rng: np.random.Generator, n: int = 300, alpha: float = 0.03, beta: float = 0.06) -> tuple:
    """(A, trait, times) of a world. All worlds have the adoption curve of an epidemic of contagion, to the last person:
    its moments are given to others."""
    A, trait = likes(n, rng, 0.85 if "ahead" in world else 0.5)
    times = adopt(A, alpha, beta, END, rng)
    moments, who = np.sort(times[np.isfinite(times)]), rng.permutation(n)
    if world == "contagion":
        return A, trait, times
    if world.startswith("likes"):  # hazards proportional to exp(20 trait): the order of exponential waits
        who = np.argsort(rng.exponential(np.exp(-20 * trait)))
    who = who[: len(moments)]
    if world == "likes adopt or do not":
        who = rng.permutation(who)
    times = np.full(n, np.inf)
    times[who] = moments
    return A, trait, times


END, SHUFFLES = 8.0, 99


def p_value(test: str, A: sparse.csr_array, trait: np.ndarray, times: np.ndarray, rng: np.random.Generator) -> float:
    if test == "likelihood":
        return estimate(exposures(A, times, END)).p_value
    if test == "reversal":
        return reversal_test(A, times, END, rng, SHUFFLES).p_value
    within = {"shuffle": None, "shuffle within the known trait": (40 * trait).astype(int)}
    labels = within[test] if test in within else louvain(A.maximum(A.T), rng)
    return shuffle_test(A, times, END, rng, SHUFFLES, labels).p_value


def contagion_tests(world: str, networks: int = 150) -> dict[str, Any]:
    """How often each test has p ≤ .05 in a world, with 95 % intervals."""
    p: dict[str, list[float]] = {test: [] for test in TESTS}
    adopters, rates = [], []
    for number in range(networks):
        rng = np.random.default_rng([SEED, 3, number])  # the same epidemic in every world
        A, trait, times = history(world, rng)
        adopters.append(np.isfinite(times).sum()), rates.append(estimate(exposures(A, times, END)).beta)
        for test in TESTS:
            p[test].append(p_value(test, A, trait, times, rng))
    shares = {test: share(np.array(values) <= 0.05) for test, values in p.items()}
    return shares | {"adopters": float(np.mean(adopters)), "estimated rate": over_networks(rates)}


def power(beta: str, networks: int = 80) -> dict[str, Any]:
    """How often each test finds contagion at this β, where α is .03."""
    p: dict[str, list[float]] = {test: [] for test in TESTS}
    for number in range(networks):
        rng = np.random.default_rng([SEED, 4, number])
        A, trait, times = history("contagion", rng, beta=float(beta))
        for test in TESTS:
            p[test].append(p_value(test, A, trait, times, rng))
    return {test: share(np.array(values) <= 0.05) for test, values in p.items()}


# The final size from the first hour ---------------------------------------------------------------------------------

NOW, GAMMA, LEAST, SAMPLES = 1.0, 1.0, 10, 40  # hours; 1/γ: how long one passes it on, on average; reached by NOW


def steady(A: sparse.csr_array, seed: int, beta: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The rate of passing on stays the same, as the mechanistic prediction supposes: times reached, times stopped."""
    run = first_passage(A, [seed], beta, GAMMA, rng)
    return run.infected, run.recovered


def fading(
    A: sparse.csr_array, seed: int, beta: float, rng: np.random.Generator, dt: float = 0.04
) -> tuple[np.ndarray, np.ndarray]:
    """News grows old: the rate is 2 β e^{−t/(1.5 h)}. In steps of dt; ends early where fewer than LEAST are reached."""
    n, now = A.shape[0], 0.0
    infected, recovered = np.full(n, np.inf), np.full(n, np.inf)
    infected[seed], recovered[seed] = 0.0, rng.exponential(1 / GAMMA)
    while np.any((infected <= now) & (now < recovered)) and (now < NOW or np.sum(infected <= NOW) >= LEAST):
        pressure = A.T @ ((infected <= now) & (now < recovered)).astype(float)
        new = np.isinf(infected) & (rng.random(n) < -np.expm1(-2 * beta * np.exp(-now / 1.5) * pressure * dt))
        now += dt
        infected[new], recovered[new] = now, now + rng.exponential(1 / GAMMA, new.sum())
    return infected, recovered


def cascades(world: Callable, kind: str, network: int, nodes: tuple[int, int], runs: int, stream: int) -> list[dict]:
    """Cascades of one network that have reached LEAST by NOW: features, forecast's and final size, as logarithms."""
    rng = np.random.default_rng([SEED, stream, crc32(kind.encode()), network])
    A, kept = KINDS[kind](int(rng.integers(*nodes)), rng), []
    while len(kept) < runs:
        beta = float(np.exp(rng.uniform(np.log(0.1), np.log(0.8))))
        infected, recovered = world(A, int(rng.integers(A.shape[0])), beta, rng)
        if np.sum(infected <= NOW) >= LEAST:
            whole = exposures(A, infected, 1e6, recovered)
            rate = whole.adopted.sum() / (whole.at_risk @ whole.exposure)
            kept.append({"A": A, "infected": infected, "recovered": recovered, "rate": rate, "kind": kind})
    for one in kept:
        one["size"] = np.log(np.isfinite(one["infected"]).sum())
        one["features"] = early_features(A, one["infected"], one["recovered"], NOW)
    return kept


def mechanism(one: dict, prior: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """ln of the median and of the ends of the central 90 % of the forecast."""
    sizes = forecast(one["A"], one["infected"], one["recovered"], NOW, GAMMA, prior, rng, SAMPLES)
    return np.log(np.quantile(sizes, [0.5, 0.05, 0.95]))


def ridge() -> Any:
    return make_pipeline(StandardScaler(), RidgeCV(np.logspace(-3, 3, 13)))


def boosting() -> Any:
    return HistGradientBoostingRegressor(
        loss="absolute_error", learning_rate=0.05, max_iter=200, max_leaf_nodes=8, min_samples_leaf=10, random_state=0
    )


def early(world: str, training: int = 6, test: int = 4, runs: int = 12) -> dict[str, Any]:
    """What is known of cascades in a world, in lists by use: to learn from; four more of each of these networks, kept
    back; on new networks of the same kinds. Of each: kind, features, true size, the mechanism's forecast."""
    spreads = {"steady": steady, "fading": fading}[world]
    old = [cascades(spreads, kind, k, (400, 1000), runs + 4, 5) for kind in KINDS for k in range(training)]
    new = [cascades(spreads, kind, k, (400, 1000), runs, 6) for kind in KINDS for k in range(test)]
    taught, kept_back = [one for net in old for one in net[:runs]], [net[runs:] for net in old]
    rates = np.array([one["rate"] for one in taught])
    prior = (float(rates.mean() ** 2 / rates.var()), float(rates.mean() / rates.var()))
    for k, one in enumerate([*taught, *(one for net in [*kept_back, *new] for one in net)]):
        one["mechanism"] = mechanism(one, prior, np.random.default_rng([SEED, 7, k])).tolist()
        one["features"], one["size"] = one["features"].tolist(), float(one["size"])
        for name in ("A", "infected", "recovered", "rate"):
            del one[name]
    return {"taught": [taught], "kept back": kept_back, "new": new}


def first_hour(data: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Mean |ln(predicted/true final size)| over the cascades of a network, [mean, low, high] over networks.

    data: world → what `early` gives. 'less the mechanism' is paired by network.
    """
    found: dict[str, Any] = {}
    for world, cases in data.items():
        (taught,), kept_back, new = cases["taught"], cases["kept back"], cases["new"]
        other = data["fading" if world == "steady" else "steady"]["taught"][0]
        learned = predictors(taught)
        without = {kind: predictors([one for one in taught if one["kind"] != kind]) for kind in KINDS}
        found[world] = {
            "held-out networks": errors(learned, new),
            "held-out cascades": errors(learned, kept_back),
            "trained in the other world": errors(predictors(other), new),
            "held-out kinds": errors(lambda one, by=without: by[one["kind"]](one), new),
            "90 % interval of the mechanism": over_networks(
                [np.mean([one["mechanism"][1] <= one["size"] <= one["mechanism"][2] for one in net]) for net in new]
            ),
            "median size": float(np.exp(np.median([one["size"] for net in new for one in net]))),
            "median reached": float(np.median([np.expm1(one["features"][0]) for net in new for one in net])),
        }
    return found


def predictors(taught: list[dict]) -> Callable[[dict], dict[str, float]]:
    """From a cascade to ln of its predicted final size, by each method."""
    X, y = np.array([one["features"] for one in taught]), np.array([one["size"] for one in taught])
    both = np.column_stack([X, [one["mechanism"][0] for one in taught]])
    models = {"ridge": ridge().fit(X, y), "boosting": boosting().fit(X, y)}
    counts, with_mechanism = boosting().fit(X[:, :2], y), boosting().fit(both, y)
    middle, growth = np.median(y), np.median(y - X[:, 0])

    def predict(one: dict) -> dict[str, float]:
        x = np.array(one["features"])[None]
        return {
            "the same for all": middle,
            "reached × factor": one["features"][0] + growth,
            "boosting, counts only": counts.predict(x[:, :2])[0],
            **{name: model.predict(x)[0] for name, model in models.items()},
            "mechanism": one["mechanism"][0],
            "boosting on the mechanism too": with_mechanism.predict(np.append(x, one["mechanism"][0])[None])[0],
        }

    return predict


def errors(predict: Callable[[dict], dict[str, float]], nets: list[list[dict]]) -> dict[str, dict[str, list[float]]]:
    """By method: mean |ln(predicted/true)| and how much more that is than the mechanism's, over networks."""
    each = [[{name: abs(v - one["size"]) for name, v in predict(one).items()} for one in net] for net in nets]
    means = {name: np.array([np.mean([one[name] for one in net]) for net in each]) for name in each[0][0]}
    return {
        name: {"error": over_networks(one), "less the mechanism": over_networks(one - means["mechanism"])}
        for name, one in means.items()
    }


# Whom to seed ---------------------------------------------------------------------------------------------------------


def percolated(A: sparse.csr_array, p: float, runs: int, rng: np.random.Generator) -> Iterable[tuple]:
    """Parts of an undirected graph whose ties are kept with probability p: label of each person, size of each part.

    Whom an independent cascade from a seed reaches is distributed as the seed's part: no tie is tried both ways.
    """
    upper = sparse.triu(A).tocoo()
    for _ in range(runs):
        kept = rng.random(len(upper.row)) < p
        live = sparse.coo_array((upper.data[kept], (upper.row[kept], upper.col[kept])), shape=A.shape)
        _, label = connected_components(live, directed=False)
        yield label, np.bincount(label)


def single_spread(A: sparse.csr_array, p: float, runs: int, rng: np.random.Generator) -> np.ndarray:
    """Expected size of the cascade from each person, (n,)."""
    return sum(sizes[label] for label, sizes in percolated(A, p, runs, rng)) / runs


def apart(order: np.ndarray, A: sparse.csr_array, k: int) -> np.ndarray:
    """The first k in order of whom none is tied to an earlier one."""
    chosen: list[int] = []
    for i in order:
        if len(chosen) < k and not set(A.indices[A.indptr[i] : A.indptr[i + 1]]) & set(chosen):
            chosen.append(int(i))
    return np.array(chosen)


def scores(training: int = 6, test: int = 8, small: int = 300, large: int = 1000, k: int = 10) -> dict[str, Any]:
    """A score learned where the spread of each single person is known, tried on larger networks it has not seen.

    p: .6 to 2 times 1/λ_max. rank: Spearman's correlation with the true spread of single persons. spread: of k seeds,
    over that of k found by reverse-reachable sets. [mean, low, high] over networks, in all and by kind.
    """
    X, y = [], []
    for kind in KINDS:
        for network in range(training):
            A, p, rng = case(kind, small, network, 8)
            X.append(person_features(A, p)), y.append(np.log(single_spread(A, p, 1000, rng)))
    models = {"boosting": boosting().fit(np.concatenate(X), np.concatenate(y))}
    models["ridge"] = ridge().fit(np.concatenate(X), np.concatenate(y))
    rank: dict[str, list[float]] = {}
    spread: dict[str, dict[str, list[float]]] = {}
    for kind in KINDS:
        for network in range(test):
            A, p, rng = case(kind, large, network, 9)
            features, truth = person_features(A, p), single_spread(A, p, 2000, rng)
            score = {name: model.predict(features) for name, model in models.items()}
            singles = score | {"degree": features[:, 4], "walks of 4 steps": features[:, 3]}
            for name, values in singles.items():
                rank.setdefault(name, []).append(float(spearmanr(values, truth).statistic))
            order = np.argsort(-score["boosting"], kind="stable")
            sets = {
                "reverse-reachable sets": reverse_reachable(A, p, k, rng, sets=20_000, fresh=2).seeds,
                "degree": rank_by(A, "degree")[:k],
                "degree, discounted": discounted_degrees(A, p, k),
                "PageRank": rank_by(A, "pagerank")[:k],
                "learned": order[:k],
                "learned, none tied": apart(order, A, k),
                "best single persons": np.argsort(-truth, kind="stable")[:k],
                "random": rng.choice(large, k, replace=False),
            }
            total = dict.fromkeys(sets, 0.0)
            for label, sizes in percolated(A, p, 2000, rng):
                for name, seeds in sets.items():
                    total[name] += sizes[np.unique(label[seeds])].sum()
            for name, one in total.items():
                spread.setdefault(name, {}).setdefault(kind, []).append(one / total["reverse-reachable sets"])
    found = {"rank": {name: over_networks(values) for name, values in rank.items()}, "spread": {}}
    for name, by in spread.items():
        whole = {"all": over_networks(np.concatenate(list(by.values())))}
        found["spread"][name] = whole | {kind: over_networks(values) for kind, values in by.items()}
    return found


def case(kind: str, n: int, network: int, stream: int) -> tuple[sparse.csr_array, float, np.random.Generator]:
    """A network, its transmission probability, its generator."""
    rng = np.random.default_rng([SEED, stream, crc32(kind.encode()), network])
    A = KINDS[kind](n, rng)
    return A, float(np.exp(rng.uniform(np.log(0.6), np.log(2.0))) / spectral_radius(A)), rng


PARTS_OF: dict[str, tuple[Callable[..., dict[str, Any]], tuple[str, ...]]] = {
    "coverage": (coverage, tuple(f"{clock}, {kind}" for clock in CLOCKS for kind in ON)),
    "faults": (faults, ()),
    "tests": (contagion_tests, WORLDS),
    "power": (power, ("0.0", "0.015", "0.03", "0.06", "0.12")),
    "first hour": (early, ("steady", "fading")),
    "score": (scores, ()),
}


def measure(key: str, rng: np.random.Generator) -> dict[str, Any]:
    """One part, or one case of it; the generators are the part's own."""
    part, *case_of_it = key.split(" | ")
    return PARTS_OF[part][0](*case_of_it)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "network_patterns")
    keys = [key for part, (_, cases) in PARTS_OF.items() for key in [f"{part} | {one}" for one in cases] or [part]]
    try:
        code = code_hash(MODULES)
        found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    result: dict[str, Any] = {}
    for part, (_, cases) in PARTS_OF.items():
        result[part] = {one: found[f"{part} | {one}"] for one in cases} if cases else found[part]
    result["first hour"] = first_hour(result["first hour"])
    command = "python -m studies.network_patterns"
    print("stored in", store("network_patterns", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
