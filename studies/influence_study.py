"""Whom to seed, by rule and structure; the winner's curse; fairness; money; blocks; consensus. For lecture 24.

    python -m studies.influence_study [--scheduler ADDRESS] [--fresh]

Some minutes on one thread; it goes on where it was stopped. A task is one network and one question. Everything is a
mean over networks, with its standard error; what seeds reach is always scored on fresh cascades. With --scheduler the
same tasks run on Dask, with the same numbers.
"""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from scipy import sparse

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.celegans import load_celegans
from utils.networks.cascades import cascade_sizes, complex_contagion, live_edges, mean_and_error, reached, spread
from utils.networks.generators import (
    block_model,
    configuration,
    erdos_renyi,
    power_law_degrees,
    preferential_attachment,
    small_world,
)
from utils.networks.graphs import from_edges, is_directed
from utils.networks.influence import discounted_degrees, greedy_by_simulation, greedy_on_snapshots, rank_by
from utils.networks.opinions import consensus
from utils.networks.reverse_reachable import reverse_reachable
from utils.networks.rumours import rumour
from utils.networks.seeding import affordable, budgeted, coverage, fair_seeds, gain_over

PARTS = "cascades generators influence opinions reverse_reachable rumours seeding"
MODULES = [
    "studies/ensemble.py",
    "studies/influence_study.py",
    "utils/data/celegans.py",
    *(f"utils/networks/{part}.py" for part in PARTS.split()),
]
SEED, N, K, FRESH = 2026, 1_000, 10, 4_000
NETWORKS = {"rules": 6, "curse": 10, "fair": 10, "money": 10, "blocks": 10, "opinions": 6}
SETS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
ACROSS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)  # share of ties between two blocks; .5: no blocks
Graph = sparse.csr_array


def dense_block(rng: np.random.Generator) -> Graph:
    """A block of 100 that holds the highest degrees, 25 each inside; 20 blocks of 45, of 5 ties each."""
    densities = np.full((21, 21), 0.0008) + np.diag([0.25] + [0.12] * 20)
    return block_model([100] + [45] * 20, densities, rng)


def shared_friends(rng: np.random.Generator) -> Graph:
    """20 hubs who choose 60 friends each from the same 300 people; 20 more with 30 of their own; 300 ties at random."""
    ties = {(hub, 20 + int(friend)) for hub in range(20) for friend in rng.choice(300, 60, replace=False)}
    ties |= {(320 + hub, 340 + 30 * hub + friend) for hub in range(20) for friend in range(30)}
    ties |= {tuple(sorted(rng.choice(940, 2, replace=False).tolist())) for _ in range(300)}
    return from_edges(940, sorted(ties))


KINDS: dict[str, tuple[Callable[[np.random.Generator], Graph], float]] = {  # how to draw it, and p
    "hubs": (lambda rng: preferential_attachment(N, 3, rng), 0.05),
    "heavy tail": (lambda rng: configuration(power_law_degrees(N, 2.5, 2, rng, largest=100), rng), 0.08),
    "random": (lambda rng: erdos_renyi(N, 6, rng), 0.1),
    "small world": (lambda rng: small_world(N, 6, 0.1, rng), 0.15),
    "dense block": (dense_block, 0.15),
    "shared friends": (shared_friends, 0.1),
    "worm": (lambda rng: load_celegans().adjacency, 0.05),
}


def by_rule(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """{rule: [people reached, standard error]} of ten seeds; reverse-reachable sets with their own estimate."""
    draw, p = KINDS[kind]
    A = draw(rng)
    n, live = A.shape[0], live_edges(A, p, 200, rng)
    chosen = {rule: rank_by(A, rule)[:K] for rule in ("degree", "core", "pagerank")}
    if not is_directed(A):
        chosen["discounted degree"] = discounted_degrees(A, p, K)
    chosen["greedy, snapshots"] = greedy_on_snapshots(live, K).seeds
    if kind in ("hubs", "worm"):
        chosen["greedy, simulations"] = greedy_by_simulation(A, p, K, rng, 200).seeds
    found = reverse_reachable(A, p, K, rng)
    chosen["reverse-reachable"] = found.seeds
    result: dict[str, Any] = {rule: list(spread(A, seeds, p, rng, FRESH)) for rule, seeds in chosen.items()}
    draws = [cascade_sizes(A, rng.choice(n, K, replace=False), p, 1, rng)[0] for _ in range(FRESH)]
    result["random"] = list(mean_and_error(draws))
    return result | {"sets": found.sets, "at least": found.at_least}


def curse(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """By number of sets: own estimate, the corrected one, and what the seeds reach on 20 000 further cascades."""
    draw, p = KINDS[kind]
    A, result = draw(rng), {}
    for sets in SETS:
        found = reverse_reachable(A, p, K, rng, sets)
        result[sets] = [found.own, found.corrected.mean, spread(A, found.seeds, p, rng, 5 * FRESH).mean]
    return result


def fair(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """A majority of 800, nine ties each, and a minority of 200, five ties each, one in twenty across. By rule: people
    reached in all, share of the majority, share of the minority, seeds in the minority."""
    within, across = np.diag([9 / 800, 5 / 200]), 0.25 / 800
    A, p, groups = block_model([800, 200], np.full((2, 2), across) + within, rng), 0.12, np.repeat([0, 1], [800, 200])
    live, fresh = live_edges(A, p, 200, rng), live_edges(A, p, FRESH // 2, rng)
    chosen = {
        "degree": rank_by(A, "degree")[:K],
        "degree within group": np.r_[rank_by(A[:800, :800], "degree")[:8], 800 + rank_by(A[800:, 800:], "degree")[:2]],
        "greedy": greedy_on_snapshots(live, K).seeds,
        "fair": fair_seeds(live, groups, K).seeds,
    }
    sizes = {rule: reached(fresh, seeds).sum(axis=1) for rule, seeds in chosen.items()}
    result = {
        rule: [float(sizes[rule].mean()), *coverage(fresh, seeds, groups).tolist(), int(groups[seeds].sum())]
        for rule, seeds in chosen.items()
    }
    return result | {"fair less greedy": list(gain_over(sizes["fair"], sizes["greedy"]))}


def money(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """Prices of 1 + .2 a tie, a budget of 30. By rule: seeds, spent, people reached, people a unit of money, and the
    gain over the cheapest seeds with its 95 % interval, on the same fresh snapshots."""
    draw, p = KINDS[kind]
    A = draw(rng)
    costs, budget, by_degree = 1 + 0.2 * np.diff(A.indptr), 30.0, rank_by(A, "degree")
    live, fresh = live_edges(A, p, 200, rng), live_edges(A, p, FRESH // 2, rng)
    chosen = {
        "cheapest": affordable(np.argsort(costs, kind="stable"), costs, budget),
        "random": affordable(rng.permutation(len(costs)), costs, budget),
        "degree": affordable(by_degree, costs, budget),
        "reverse-reachable": affordable(reverse_reachable(A, p, 30, rng, 30_000).seeds, costs, budget),
        "greedy a unit of money": budgeted(live, costs, budget).seeds,
    }
    sizes = {rule: reached(fresh, seeds).sum(axis=1) for rule, seeds in chosen.items()}
    return {
        rule: [
            len(seeds),
            float(costs[seeds].sum()),
            float(sizes[rule].mean()),
            float(sizes[rule].mean() / costs[seeds].sum()),
            *gain_over(sizes[rule], sizes["cheapest"]),
        ]
        for rule, seeds in chosen.items()
    }


def blocks(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """Two blocks of 500, seeds in the first. By share of ties across: [share of the first reached, of the second], for
    an independent cascade (8 ties, p = .15, 5 seeds) and where 35 % of all neighbours are needed (20 ties, 150 seeds;
    after Nematzadeh et al. 2014)."""
    groups, result = np.repeat([0, 1], 500), {}
    for across in ACROSS:
        densities = np.array([[1 - across, across], [across, 1 - across]]) / 500
        simple, wide = (block_model([500, 500], degree * densities, rng) for degree in (8, 20))
        some = coverage(live_edges(simple, 0.15, 500, rng), rng.choice(500, 5, replace=False), groups)
        active = complex_contagion(wide, rng.choice(500, 150, replace=False), fraction=0.35) >= 0
        result[across] = [some.tolist(), [float(active[:500].mean()), float(active[500:].mean())]]
    return result


SOCIETIES: dict[str, Callable[[np.random.Generator], Graph]] = {  # of 200, ten ties each
    "all know all": lambda rng: erdos_renyi(200, 199, rng),
    "random": lambda rng: erdos_renyi(200, 10, rng),
    "all of degree 10": lambda rng: configuration(np.full(200, 10), rng),
    "hubs": lambda rng: preferential_attachment(200, 5, rng),
    "small world": lambda rng: small_world(200, 10, 0.1, rng),
    "ring": lambda rng: small_world(200, 10, 0.0, rng),
    "two blocks": lambda rng: block_model([100, 100], np.array([[0.1, 0.002], [0.002, 0.1]]), rng),
}


def opinions(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """Of 40 runs each: time to consensus from half and half, beside n ⟨k⟩²/⟨k²⟩ ln 2; who never hears a rumour."""
    A = SOCIETIES[kind](rng)
    while sparse.csgraph.connected_components(A)[0] > 1:
        A = SOCIETIES[kind](rng)
    k = np.diff(A.indptr)
    times = consensus(A, rng.permutation(np.repeat([0, 1], 100)), 40, rng).times
    never = [np.isinf(rumour(A, [int(rng.integers(200))], rng).heard).mean() for _ in range(40)]
    return {
        "consensus": float(times.mean()),
        "by degrees": float(200 * k.mean() ** 2 / (k**2).mean() * np.log(2)),
        "never hear": float(np.mean(never)),
    }


QUESTIONS: dict[str, tuple[Callable[[str, np.random.Generator], dict[str, Any]], tuple[str, ...]]] = {
    "rules": (by_rule, tuple(KINDS)),
    "curse": (curse, ("hubs", "random")),
    "fair": (fair, ("majority and minority",)),
    "money": (money, ("hubs", "random")),
    "blocks": (blocks, ("two blocks",)),
    "opinions": (opinions, tuple(SOCIETIES)),
}


def measure(key: str, rng: np.random.Generator) -> dict[str, Any]:
    """One question on one network."""
    question, kind, _ = key.split(" | ")
    return QUESTIONS[question][0](kind, rng)


def over_networks(found: list) -> Any:
    """Same-shaped results as one: every number becomes [mean, standard error] over networks."""
    if isinstance(found[0], dict):
        return {name: over_networks([one[name] for one in found]) for name in found[0]}
    if isinstance(found[0], list):
        return [over_networks(list(values)) for values in zip(*found)]
    return [float(f"{x:.5g}") for x in mean_and_error(np.array(found, dtype=float))]


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """{question: {kind: ...}} with [mean, standard error] of every number; for rules also shares of greedy's reach."""
    table: dict[str, Any] = {}
    for question, (_, kinds) in QUESTIONS.items():
        table[question] = {}
        for kind in kinds:
            ones = [found[f"{question} | {kind} | {i}"] for i in range(NETWORKS[question])]
            if question == "rules":
                rules = [rule for rule in ones[0] if rule not in ("sets", "at least")]
                reach = [{rule: one[rule][0] for rule in rules} for one in ones]
                best = [one["greedy, snapshots"] for one in reach]
                ones = [
                    {"reach": a, "of greedy": {rule: x / b for rule, x in a.items()}}
                    | {name: one[name] for name in ("sets", "at least")}
                    for a, b, one in zip(reach, best, ones)
                ]
            elif question == "curse":
                ones = [
                    {sets: [own / true, new / true, true] for sets, (own, new, true) in one.items()} for one in ones
                ]
            table[question][kind] = over_networks(ones)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "influence_study")
    keys = [f"{q} | {kind} | {i}" for q, (_, kinds) in QUESTIONS.items() for kind in kinds for i in range(NETWORKS[q])]
    try:
        code = code_hash(MODULES)
        found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    settings = dict(nodes=N, seeds=K, fresh=FRESH, networks=NETWORKS, p={kind: p for kind, (_, p) in KINDS.items()})
    result = {"settings": settings, **summary(found)}
    for question in QUESTIONS:
        print(question, result[question])
    command = "python -m studies.influence_study"
    print("\nstored in", store("influence_study", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
