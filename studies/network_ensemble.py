"""What structure alone does to an epidemic: SIR on many networks of every kind, all of mean degree 10. For lecture 23.

    python -m studies.network_ensemble [--scheduler ADDRESS] [--fresh]

Some minutes on one thread; stop it when you like (Ctrl-C), it goes on where it was. 5 000 nodes, 30 networks of each
kind, 20 outbreaks on each at every rate, from 10 infectious nodes chosen at random; recovery at rate γ = .2. With
--scheduler the same tasks, one for each network, run on Dask, with the same numbers. Change --networks, --nodes or
--outbreaks for a look: then the table is printed and not stored.
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
from utils.networks.generators import (
    block_model,
    clustered,
    configuration,
    erdos_renyi,
    power_law_degrees,
    preferential_attachment,
    small_world,
)
from utils.networks.outbreaks import final_sizes, first_passage, peaks

# What the numbers depend on. Not here: what only passes them on, checks or counts.
MODULES = (
    "studies/ensemble.py",
    "studies/network_ensemble.py",
    "utils/networks/generators.py",
    "utils/networks/outbreaks.py",
)
SEED, NODES, NETWORKS, OUTBREAKS, SEEDS = 2026, 5_000, 30, 20, 10
MEAN_DEGREE, GAMMA, BETAS = 10, 0.2, (0.02, 0.04, 0.08, 0.16)
BLOCKS, WITHIN = 5, 0.98  # blocks of equal size; share of ties within a block


def blocks(n: int, rng: np.random.Generator) -> sparse.csr_array:
    """Equal blocks, most ties within them."""
    size = n // BLOCKS
    inside, across = MEAN_DEGREE * WITHIN / (size - 1), MEAN_DEGREE * (1 - WITHIN) / (n - size)
    return block_model([size] * BLOCKS, across + (inside - across) * np.eye(BLOCKS), rng)


def heavy_tail(n: int, rng: np.random.Generator) -> sparse.csr_array:
    """P(k) ∝ k^−2.2 from 3 ties to 500, or all others, drawn fifty times; the mean nearest to 10. Random otherwise."""
    drawn = [power_law_degrees(n, 2.2, 3, rng, largest=min(500, n - 1)) for _ in range(50)]
    return configuration(min(drawn, key=lambda degrees: abs(degrees.mean() - MEAN_DEGREE)), rng)


KINDS: dict[str, Callable[[int, np.random.Generator], sparse.csr_array]] = {
    "ring": lambda n, rng: small_world(n, MEAN_DEGREE, 0.0, rng),
    "small world, 1 % rewired": lambda n, rng: small_world(n, MEAN_DEGREE, 0.01, rng),
    "small world, 10 % rewired": lambda n, rng: small_world(n, MEAN_DEGREE, 0.1, rng),
    "all of degree 10": lambda n, rng: configuration(np.full(n, MEAN_DEGREE), rng),
    "random": lambda n, rng: erdos_renyi(n, MEAN_DEGREE, rng),
    "random, clustered": lambda n, rng: clustered(erdos_renyi(n, MEAN_DEGREE, rng), 0.3, rng),
    "random, in five blocks": blocks,
    "preferential attachment": lambda n, rng: preferential_attachment(n, MEAN_DEGREE // 2, rng),
    "heavy tail": heavy_tail,
}


def key_of(kind: str, number: int, nodes: int, outbreaks: int) -> str:
    return f"{kind} | network {number} | {nodes} nodes, {outbreaks} outbreaks"


def measure(key: str, rng: np.random.Generator) -> dict[str, Any]:
    """One network: its mean degree, and for every rate the outcome of each outbreak."""
    kind, _, size = key.split(" | ")
    nodes, outbreaks = (int(part.split()[0]) for part in size.split(", "))
    A = KINDS[kind](nodes, rng)
    result: dict[str, Any] = {"degree": A.nnz / nodes}
    for beta in BETAS:
        found = [first_passage(A, rng.choice(nodes, SEEDS, replace=False), beta, GAMMA, rng) for _ in range(outbreaks)]
        when, height = np.array([peaks(one) for one in found]).T
        result[str(beta)] = {
            "final size": [int(final_sizes(one)) / nodes for one in found],
            "peak time": when.tolist(),
            "peak height": (height / nodes).tolist(),
        }
    return result


def summary(found: dict[str, Any], networks: int, nodes: int, outbreaks: int) -> dict[str, Any]:
    """By kind, rate and outcome: mean, sd over outbreaks on one network, sd of the networks' own means, standard error.

    The sd of the networks' means holds what differs between networks and what their finite number of outbreaks adds.
    """
    table: dict[str, Any] = {}
    for kind in KINDS:
        ones = [found[key_of(kind, number, nodes, outbreaks)] for number in range(networks)]
        degrees = [one["degree"] for one in ones]
        table[kind] = {"mean degree": [round(float(np.mean(degrees)), 4), round(float(np.std(degrees, ddof=1)), 4)]}
        for beta in map(str, BETAS):
            table[kind][beta] = {}
            for outcome in ones[0][beta]:
                x = np.array([one[beta][outcome] for one in ones])  # (networks, outbreaks)
                own = x.mean(axis=1)
                table[kind][beta][outcome] = {
                    "mean": round(float(own.mean()), 5),
                    "sd over outbreaks": round(float(np.sqrt(x.var(axis=1, ddof=1).mean())), 5),
                    "sd over networks": round(float(own.std(ddof=1)), 5),
                    "standard error": round(float(own.std(ddof=1) / np.sqrt(networks)), 5),
                }
    return table


def report(table: dict[str, Any]) -> None:
    for beta in map(str, BETAS):
        print(f"\nβ = {beta}, γ = {GAMMA}: mean (sd over outbreaks, sd over networks)")
        for kind, by in table.items():
            cells = (
                f"{outcome} {one['mean']:.3f} ({one['sd over outbreaks']:.3f}, {one['sd over networks']:.3f})"
                for outcome, one in by[beta].items()
            )
            print(f"{kind:28s} " + "   ".join(cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=NETWORKS, help="of each kind, two at least")
    parser.add_argument("--nodes", type=int, default=NODES)
    parser.add_argument("--outbreaks", type=int, default=OUTBREAKS, help="on each network, two at least")
    chosen = options(parser, "network_ensemble")
    settings = (chosen.networks, chosen.nodes, chosen.outbreaks)
    keys = [key_of(kind, number, *settings[1:]) for kind in KINDS for number in range(chosen.networks)]
    code = code_hash(MODULES)
    try:
        found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    table = summary(found, *settings)
    report(table)
    if settings == (NETWORKS, NODES, OUTBREAKS):
        result = {
            "settings": dict(
                nodes=NODES, networks=NETWORKS, outbreaks=OUTBREAKS, seeds=SEEDS, gamma=GAMMA, betas=BETAS
            ),
            "kinds": table,
        }
        command = "python -m studies.network_ensemble"
        print("\nstored in", store("network_ensemble", command=command, seeds=[SEED], modules=MODULES, result=result))


if __name__ == "__main__":
    main()
