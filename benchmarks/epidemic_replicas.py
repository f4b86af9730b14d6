"""Exact stochastic SIR: many replicas at once against a plain Python loop, in one run.

    python benchmarks/epidemic_replicas.py [--replicas 10000]

N = 1 000, R_0 = 2, 10 infectious at the start, every epidemic until it is over; seconds of processor time on one
thread, the best of some rounds that alternate. The rival is a tight loop over random.Random that keeps nothing but
the state; a second one also stores its path. The loops run fewer replicas, and their seconds are scaled up.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from utils.populations.epidemics import SIR, final_size
from utils.processes.gillespie import simulate

MODEL = SIR(beta=0.6, gamma=0.3, N=1_000)
INFECTIOUS = 10


def plain(replicas: int) -> float:
    """The mean number still susceptible at the end, one event after the other."""
    rng = random.Random(0)
    exponential, uniform = rng.expovariate, rng.random
    pair_rate, gamma, left = MODEL.beta / MODEL.N, MODEL.gamma, 0
    for _ in range(replicas):
        S, I, t = MODEL.N - INFECTIOUS, INFECTIOUS, 0.0
        while I:
            infection = pair_rate * S * I
            total = infection + gamma * I
            t += exponential(total)
            if uniform() * total < infection:
                S -= 1
                I += 1
            else:
                I -= 1
        left += S
    return left / replicas


def plain_with_paths(replicas: int) -> float:
    """The same loop, each path stored as three lists."""
    rng = random.Random(0)
    exponential, uniform = rng.expovariate, rng.random
    pair_rate, gamma, left = MODEL.beta / MODEL.N, MODEL.gamma, 0
    for _ in range(replicas):
        S, I, t = MODEL.N - INFECTIOUS, INFECTIOUS, 0.0
        times, susceptible, infectious = [t], [S], [I]
        while I:
            infection = pair_rate * S * I
            total = infection + gamma * I
            t += exponential(total)
            if uniform() * total < infection:
                S -= 1
                I += 1
            else:
                I -= 1
            times.append(t)
            susceptible.append(S)
            infectious.append(I)
        left += susceptible[-1]
    return left / replicas


def ours(replicas: int) -> float:
    start = MODEL.start(INFECTIOUS)
    return float(simulate(MODEL, start, [np.inf], replicas, np.random.default_rng(0))[:, 0, 0].mean())


def ours_at_100_times(replicas: int) -> float:
    days = np.append(np.arange(99.0), np.inf)
    return float(simulate(MODEL, MODEL.start(INFECTIOUS), days, replicas, np.random.default_rng(0))[:, -1, 0].mean())


def fastest(runs: dict[str, tuple[Callable[[int], float], int]], rounds: int) -> dict[str, tuple[float, float]]:
    """(seconds of processor time, the run's result) of each run's fastest round. Rounds alternate between the runs."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (run, replicas) in runs.items():
            begin = time.process_time()
            left = run(replicas)
            found[name].append((time.process_time() - begin, left))
    return {name: min(rounds) for name, rounds in found.items()}


def rows(replicas: int = 10_000, plain_replicas: int = 200, rounds: int = 7) -> list[tuple[str, str, str, str]]:
    """(what, value, target, whether met) of each run, as in table.py."""
    runs = {run.__name__: (run, replicas) for run in (ours, ours_at_100_times)}
    runs |= {run.__name__: (run, plain_replicas) for run in (plain, plain_with_paths)}
    found = {name: (s * replicas / runs[name][1], left) for name, (s, left) in fastest(runs, rounds).items()}
    share = INFECTIOUS / MODEL.N
    expected = MODEL.N * (1 - share - final_size(MODEL.R0, 1 - share, share))
    texts = {
        name: f"{seconds:.2f} s; {seconds / found['ours'][0]:.1f} × ours; {left:.0f} left (ODE {expected:.0f})"
        for name, (seconds, left) in found.items()
    }
    target = {"ours": ("< 5 s", found["ours"][0] < 5)}
    target["plain"] = ("≥ 20 × ours", found["plain"][0] >= 20 * found["ours"][0])
    out = []
    for name, text in texts.items():
        wanted, met = target.get(name, ("", None))
        yes = "" if met is None else "yes" if met else "NO"
        out.append((f"{replicas} stochastic SIR of {MODEL.N}: {name.replace('_', ' ')}", text, wanted, yes))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicas", type=int, default=10_000)
    parser.add_argument("--plain", type=int, default=200, help="replicas of the plain loops")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    print("| measured | value | target | met |\n|---|---|---|---|")
    for row in rows(options.replicas, options.plain, options.rounds):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
