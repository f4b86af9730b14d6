"""Who began it: message passing against centres, the exact posterior, privacy, false blame, doses. For lecture 28.

    python -m studies.source_study [--scheduler ADDRESS] [--fresh]

Some five minutes on one thread; it goes on where it was stopped. A task is one network and one question. A mean comes
with its standard error over networks, a ratio with a 95 % interval by bootstrap over networks and their snapshots.
With --scheduler the same tasks run on Dask, with the same numbers (but the seconds).
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import networkx
import numpy as np
from scipy import sparse

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.karate import load_karate
from utils.networks.cascades import mean_and_error
from utils.networks.fairness import RULES, attack_rates, doses, wrongly_accused
from utils.networks.generators import block_model, preferential_attachment, small_world
from utils.networks.graphs import adjacency, from_networkx
from utils.networks.message_passing import marginals, snapshot_posterior
from utils.networks.outbreaks import first_passage
from utils.networks.sources import CENTRES, centre, exact_posterior, reliability, verdict
from utils.networks.temporal import in_steps

PARTS = "fairness generators graphs message_passing outbreaks sources temporal"
MODULES = [
    "studies/ensemble.py",
    "studies/source_study.py",
    "utils/data/karate.py",
    *(f"utils/networks/{part}.py" for part in PARTS.split()),
]
SEED, LEAST = 2026, 10  # cases of a snapshot at least
Graph = sparse.csr_array
Draw = Callable[[np.random.Generator], Graph]

TREE = "random tree"
KINDS: dict[str, tuple[Draw, float, float, int]] = {  # how to draw it, p, recovery, age in steps
    "BA": (lambda rng: preferential_attachment(1_000, 2, rng), 0.3, 0.2, 5),
    "WS": (lambda rng: small_world(1_000, 4, 0.1, rng), 0.5, 0.2, 10),
    TREE: (lambda rng: from_networkx(networkx.random_labeled_tree(1_000, seed=int(rng.integers(2**32)))), 0.7, 0.1, 12),
}
SMALL: dict[str, Draw] = {
    "BA": lambda rng: preferential_attachment(200, 2, rng),
    "WS": lambda rng: small_world(200, 4, 0.1, rng),
    "karate": lambda rng: adjacency(load_karate().adjacency),
}
EPSILONS = (np.inf, 6.0, 4.0, 3.0, 2.0, 1.0, 0.5)
SIZES, K = (800, 200), 100  # a majority of 10.5 ties each, a minority of 6; doses
ACROSS = ("0.05", "0.1", "0.2", "0.5", "1", "2")  # how many of the 6 lead to the majority


def snapshot(A: Graph, p: float, recovery: float, steps: int, rng: np.random.Generator) -> tuple[int, np.ndarray]:
    """A source and everybody's state, of an outbreak of LEAST cases or more."""
    while True:
        source = int(rng.integers(A.shape[0]))
        states = in_steps(A, [source], p, recovery, steps, rng)[-1]
        if np.sum(states > 0) >= LEAST:
            return source, states


def suspicion(A: Graph, cases: np.ndarray, rule: str) -> np.ndarray:
    """Scores by one of CENTRES; a random case: all alike."""
    return np.zeros(len(cases)) if rule == "random case" else centre(A, cases, rule)


def judged(scores: np.ndarray, cases: np.ndarray, source: int) -> list[float]:
    """[hit, place in (0, 1)]: the middle place is ½ for a guess at random."""
    hit, rank = verdict(scores, cases, source)
    return [hit, (rank - 0.5) / len(cases)]


def search(kind: str, rng: np.random.Generator, snapshots: int = 80) -> dict[str, Any]:
    """By rule and snapshot [hit, place]; of message passing also its confidence and whether its first is the source."""
    draw, *outbreak = KINDS[kind]
    A, found = draw(rng), {rule: [] for rule in ("message passing", *CENTRES, "random case")}
    sizes, sure, seconds = [], [], []
    for _ in range(snapshots):
        source, states = snapshot(A, *outbreak, rng)
        cases, begin = np.flatnonzero(states), time.perf_counter()
        q = snapshot_posterior(A, states, *outbreak)
        seconds.append(time.perf_counter() - begin)
        sizes.append(len(cases))
        sure.append([float(q.max()), int(cases[q.argmax()] == source)])
        for rule in found:
            found[rule].append(judged(q if rule == "message passing" else suspicion(A, cases, rule), cases, source))
    return {"rules": found, "sure": sure, "cases": sizes, "seconds": seconds}


def exact(kind: str, rng: np.random.Generator, snapshots: int = 100, cases: int = 11) -> dict[str, Any]:
    """As `search`, for the exact posterior of SI after so many cases, on a small network."""
    A, found, sure = SMALL[kind](rng), {rule: [] for rule in ("exact", *CENTRES, "random case")}, []
    for _ in range(snapshots):
        source = int(rng.integers(A.shape[0]))
        ill = np.sort(np.argsort(first_passage(A, [source], 1.0, 0.0, rng).infected, kind="stable")[:cases])
        q = exact_posterior(A, ill)
        sure.append([float(q.max()), int(ill[q.argmax()] == source)])
        for rule in found:
            found[rule].append(judged(q if rule == "exact" else suspicion(A, ill, rule), ill, source))
    return {"rules": found, "sure": sure}


def private(kind: str, rng: np.random.Generator, snapshots: int = 25) -> dict[str, Any]:
    """Everybody says whether they were ever ill, by randomised response. By ε and snapshot: [first, in the first five,
    place among all] of message passing; the coins for one ε are those for the others."""
    A, everybody, outbreak = small_world(300, 4, 0.1, rng), np.arange(300), (0.5, 0.2, 8)
    found: dict[str, list] = {str(epsilon): [] for epsilon in EPSILONS}
    for _ in range(snapshots):
        source, states = snapshot(A, *outbreak, rng)
        coin = rng.random(300)
        for epsilon in EPSILONS:
            kept = 1 / (1 + np.exp(-epsilon))
            reports = (states > 0) ^ (coin > kept)
            channel = [[kept, 1 - kept], [1 - kept, kept], [1 - kept, kept]]
            q = snapshot_posterior(A, reports.astype(int), *outbreak, everybody, channel)
            hit, rank = verdict(q, everybody, source)
            found[str(epsilon)].append([hit, float(rank <= 5), (rank - 0.5) / 300])
    return found


def blame(kind: str, rng: np.random.Generator, snapshots: int = 75) -> dict[str, Any]:
    """Hubs, the tenth of highest degree, of 300. By rule: the share of all wrong accusations that falls on them, and
    how often one is named if the source is none; how often the source is one, and what share of the cases are."""
    A, outbreak = preferential_attachment(300, 2, rng), (0.3, 0.2, 4)
    degree, rules = np.diff(A.indptr), ("message passing", *CENTRES, "random case")
    hub = np.isin(np.arange(300), np.argsort(-degree, kind="stable")[:30])
    wrong, on_hubs, innocent = (dict.fromkeys(rules, 0.0) for _ in range(3))
    sources, shares = [], []
    for _ in range(snapshots):
        source, states = snapshot(A, *outbreak, rng)
        cases = np.flatnonzero(states)
        sources.append(bool(hub[source]))
        shares.append(float(hub[cases].mean()))
        q = snapshot_posterior(A, states, *outbreak)
        for rule in rules:
            scores = q if rule == "message passing" else suspicion(A, cases, rule)
            accused = wrongly_accused(A, scores, cases, source)
            wrong[rule] += accused.sum()
            on_hubs[rule] += accused[hub].sum()
            innocent[rule] += 0.0 if hub[source] else accused[hub].sum()
    others = snapshots - sum(sources)
    return {rule: [on_hubs[rule] / wrong[rule], innocent[rule] / others] for rule in rules} | {
        "source a hub": sum(sources) / snapshots,
        "cases that are hubs": float(np.mean(shares)),
    }


def vaccination(kind: str, rng: np.random.Generator, runs: int = 10) -> dict[str, Any]:
    """Ten seeds, the same for all rules. By rule: share infected of the majority, of the minority, of all; doses to the
    minority."""
    c = float(kind)
    densities = np.array([[(10.5 - c / 4) / 800, c / 800], [c / 800, (6 - c) / 200]])
    A, groups, result = block_model(SIZES, densities, rng), np.repeat([0, 1], SIZES), {}
    seeds = [rng.choice(1_000, 10, replace=False) for _ in range(runs)]
    for rule in ("none", *RULES):
        who = np.array([], dtype=int) if rule == "none" else doses(A, groups, K, rule, rng)
        rates = np.concatenate([attack_rates(A, groups, who, some, 0.33, 1.0, rng, 1) for some in seeds]).mean(axis=0)
        result[rule] = [*rates.tolist(), float(rates @ SIZES / 1_000), int(groups[who].sum())]
    cost = np.array(result["degree within group"]) - result["degree"]
    return result | {"within group less degree": cost[:3].tolist()}


def bias(kind: str, rng: np.random.Generator, runs: int = 8_000) -> dict[str, Any]:
    """On networks of 100: the largest gap of a marginal to `runs` outbreaks, and in their standard deviations."""
    draws = {
        "BA": lambda: preferential_attachment(100, 2, rng),
        "WS": lambda: small_world(100, 4, 0.1, rng),
        TREE: lambda: from_networkx(networkx.random_labeled_tree(100, seed=int(rng.integers(2**32)))),
    }
    A, outbreak, seen, source = draws[kind](), KINDS[kind][1:], np.zeros((100, 3)), int(rng.integers(100))
    P = marginals(A, [source], *outbreak)[0]
    for _ in range(runs):
        seen[np.arange(100), in_steps(A, [source], *outbreak, rng)[-1]] += 1 / runs
    gap = np.abs(seen - P)
    return {"gap": float(gap.max()), "deviations": float((gap / np.sqrt(P * (1 - P) / runs + 1e-12))[P > 1e-3].max())}


QUESTIONS: dict[str, tuple[Callable[..., dict[str, Any]], tuple[str, ...], int]] = {  # its kinds, networks of each
    "search": (search, tuple(KINDS), 10),
    "exact": (exact, tuple(SMALL), 10),
    "private": (private, ("WS",), 8),
    "blame": (blame, ("BA",), 12),
    "doses": (vaccination, ACROSS, 60),
    "bias": (bias, tuple(KINDS), 3),
}


def measure(key: str, rng: np.random.Generator) -> dict[str, Any]:
    """One question on one network."""
    question, kind, _ = key.split(" | ")
    return QUESTIONS[question][0](kind, rng)


def over_networks(values: Any) -> list[float]:
    """[mean, standard error] of one number a network."""
    return [float(f"{x:.5g}") for x in mean_and_error(np.array(values, dtype=float))]


def ratio(one: np.ndarray, rival: np.ndarray, rng: np.random.Generator, resamples: int = 10_000) -> list[float]:
    """[Σ one/Σ rival, its 95 % interval] of paired hits (networks, snapshots): networks drawn anew, and in each its
    snapshots."""
    g, m = one.shape
    network = rng.integers(g, size=(resamples, g))
    counts = rng.multinomial(m, np.full(m, 1 / m), size=(resamples, g))  # how often each snapshot comes
    sums = [(values[network] * counts).sum(axis=(1, 2)) for values in (one, rival)]
    low, high = np.quantile(sums[0] / sums[1], [0.025, 0.975])
    return [float(f"{x:.4g}") for x in (one.sum() / rival.sum(), low, high)]


def of_searches(ones: list[dict], first: str, rival: str) -> dict[str, Any]:
    """By rule: hit and place with their errors; the paired ratio; confidence, hits, reliability of the first rule."""
    hits = {rule: np.array([one["rules"][rule] for one in ones]) for rule in ones[0]["rules"]}
    sure = np.array([one["sure"] for one in ones])
    flat = sure.reshape(-1, 2)
    bins = reliability(np.minimum(flat[:, 0], 1), flat[:, 1] == 1, 5)
    result = {rule: [over_networks(x[..., i].mean(axis=1)) for i in (0, 1)] for rule, x in hits.items()}
    resampler = np.random.default_rng(SEED)
    gap = (hits[first][..., 0] - sure[..., 0]).mean(axis=1)
    return {
        "rules": result,
        "ratio": ratio(hits[first][..., 0], hits[rival][..., 0], resampler),
        "confidence": over_networks(sure[..., 0].mean(axis=1)),
        "hits less confidence": over_networks(gap),
        "reliability": {name: np.round(part, 4).tolist() for name, part in bins._asdict().items()},
        "snapshots": sure.shape[0] * sure.shape[1],
    }


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """{question: {kind: ...}}; see each question for what stands there."""
    table: dict[str, Any] = {}
    for question, (_, kinds, networks) in QUESTIONS.items():
        table[question] = {}
        for kind in kinds:
            ones = [found[f"{question} | {kind} | {i}"] for i in range(networks)]
            if question in ("search", "exact"):
                one = of_searches(ones, "message passing" if question == "search" else "exact", "jordan")
                if question == "search":
                    sizes, seconds = (np.concatenate([each[part] for each in ones]) for part in ("cases", "seconds"))
                    one["cases"] = np.quantile(sizes, [0, 0.5, 1]).tolist()
                    near = (sizes >= 70) & (sizes <= 130)
                    one["seconds"] = [float(f"{x:.2g}") for x in (seconds.mean(), seconds[near].mean(), seconds.max())]
            elif question == "private":
                values = {epsilon: np.array([each[epsilon] for each in ones]) for epsilon in ones[0]}
                one = {e: [over_networks(x[..., i].mean(axis=1)) for i in range(3)] for e, x in values.items()}
                one["snapshots"] = values["1.0"].shape[0] * values["1.0"].shape[1]
            else:
                one = {
                    name: [over_networks(x) for x in zip(*(each[name] for each in ones))]
                    if isinstance(ones[0][name], list)
                    else over_networks([each[name] for each in ones])
                    for name in ones[0]
                }
            table[question][kind] = one
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "source_study")
    keys = [
        f"{q} | {kind} | {i}"
        for q, (_, kinds, networks) in QUESTIONS.items()
        for kind in kinds
        for i in range(networks)
    ]
    try:
        code = code_hash(MODULES)
        found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    outbreaks = {kind: list(outbreak) for kind, (_, *outbreak) in KINDS.items()}
    settings = dict(least=LEAST, outbreaks=outbreaks, networks={q: n for q, (_, _, n) in QUESTIONS.items()}, doses=K)
    result = {"settings": settings, **summary(found)}
    for question in QUESTIONS:
        print(question, result[question])
    command = "python -m studies.source_study"
    print("\nstored in", store("source_study", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
