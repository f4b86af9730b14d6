"""Ten seeds among 1 000 people: reverse-reachable sets against greedy choice (CELF), in one run.

    python benchmarks/influence_seeds.py [--graphs 5]

Every choice is scored on 20 000 fresh cascades. Seconds of processor time on one thread, for the whole choice: those of
reverse-reachable sets hold their own correction on 1 000 fresh cascades. The further a cascade goes, the more a set
holds, and the fewer are needed: 32 000 and 8 000. Left to itself, `reverse_reachable` draws sets, and as many to judge
the choice by, until the seeds are certified to reach 1 − 1/e − .05 of the best. `hubs`: preferential attachment, m = 3,
p = .05. `communities`: a dense block of 100 holds all of the highest degrees, beside 20 blocks of 45; p = .15.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from scipy.sparse import csr_array

from utils.networks.cascades import live_edges, spread
from utils.networks.generators import block_model, preferential_attachment
from utils.networks.influence import greedy_by_simulation, greedy_on_snapshots, rank_by
from utils.networks.reverse_reachable import reverse_reachable

K, SIMULATIONS, FRESH = 10, 200, 20_000
Choice = Callable[[csr_array, float, np.random.Generator], np.ndarray]


def hubs(seed: int) -> tuple[csr_array, float]:
    return preferential_attachment(1_000, 3, np.random.default_rng(seed)), 0.05


def communities(seed: int) -> tuple[csr_array, float]:
    densities = np.full((21, 21), 0.0008) + np.diag([0.25] + [0.12] * 20)
    return block_model([100] + [45] * 20, densities, np.random.default_rng(seed)), 0.15


CHOICES: dict[str, Choice] = {
    "CELF, 200 simulations": lambda A, p, rng: greedy_by_simulation(A, p, K, rng, SIMULATIONS).seeds,
    "CELF, 200 snapshots": lambda A, p, rng: greedy_on_snapshots(live_edges(A, p, SIMULATIONS, rng), K).seeds,
    "reverse-reachable sets": lambda A, p, rng: reverse_reachable(A, p, K, rng, 32_000 if p < 0.1 else 8_000).seeds,
    "sets until certified": lambda A, p, rng: reverse_reachable(A, p, K, rng).seeds,
    "top degrees": lambda A, p, rng: rank_by(A, "degree")[:K],
    "random": lambda A, p, rng: rng.choice(A.shape[0], K, replace=False),
}


def measured(kind: Callable[[int], tuple[csr_array, float]], graphs: int, choices: list[str]) -> dict[str, np.ndarray]:
    """{choice: (graphs, 2)}: seconds, and mean spread over fresh cascades."""
    found: dict[str, list] = {name: [] for name in choices}
    for seed in range(graphs):
        A, p = kind(seed)
        for name in choices:
            begin = time.process_time()
            seeds = CHOICES[name](A, p, np.random.default_rng([seed, 1]))
            seconds = time.process_time() - begin
            found[name].append((seconds, spread(A, seeds, p, np.random.default_rng([seed, 2]), FRESH).mean))
    return {name: np.array(values) for name, values in found.items()}


def rows(graphs: int = 5) -> list[tuple[str, str, str, str]]:
    """(what, value, target, whether met) of each choice, as in table.py."""
    by_simulation, on_snapshots, reverse, certified, degrees, _ = CHOICES
    out = []
    for kind, some in ((hubs, list(CHOICES)), (communities, [on_snapshots, reverse, certified, degrees, "random"])):
        found = measured(kind, graphs, some)
        seconds = {name: values[:, 0].mean() for name, values in found.items()}
        best = found[reverse]
        for name, values in found.items():
            share = values[:, 1] / best[:, 1]
            text = f"{values[:, 1].mean():.1f} people (sd {values[:, 1].std(ddof=1):.1f} over {graphs} graphs); "
            text += f"{share.mean():.3f} × reverse-reachable ({share.min():.3f} to {share.max():.3f})"
            text += f"; {seconds[name]:.3f} s"
            wanted, met = "", None
            if name == reverse:
                rivals = {one: limit for one, limit in ((by_simulation, 10), (on_snapshots, 3)) if one in found}
                quality = min((best[:, 1] / found[one][:, 1]).min() for one in rivals)
                faster = {one: seconds[one] / seconds[reverse] for one in rivals}
                text += f"; ≥ {quality:.3f} × each CELF, " + ", ".join(f"{x:.0f} × faster" for x in faster.values())
                wanted = "≥ .97 × each CELF on every graph; " + ", ".join(f"≥ {limit} ×" for limit in rivals.values())
                met = quality >= 0.97 and all(faster[one] >= limit for one, limit in rivals.items())
            elif name == degrees and kind is communities:
                wanted, met = "≤ .85 × on every graph", share.max() <= 0.85
            yes = "" if met is None else "yes" if met else "NO"
            out.append((f"ten seeds of 1 000, {kind.__name__}: {name}", text, wanted, yes))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graphs", type=int, default=5)
    print("| measured | value | target | met |\n|---|---|---|---|")
    for row in rows(parser.parse_args().graphs):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
