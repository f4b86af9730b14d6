"""The influenza posterior by the course's three samplers and by emcee, in one run: effective samples for each second.

    python benchmarks/samplers.py [--rounds 3]

Three parameters (log β, log γ, log k) of an SIR epidemic with negative binomial counts, the same vectorised density
for all, the slope by differences, far starts, warm-up included. Seconds of processor time on one thread. Effective
samples: the least of the three coordinates; emcee's by its own autocorrelation time, since its walkers are not
independent chains. Rounds alternate, each with its own seed.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "inference"))

import emcee
import numpy as np
from influenza import POSTERIOR, starts

from utils.inference.diagnostics import summary
from utils.inference.samplers import hmc, mala, metropolis

Run = Callable[[np.random.Generator], tuple[float, float]]


def ours(sampler: Callable, chains: int, warm_up: int, steps: int) -> Run:
    def run(rng: np.random.Generator) -> tuple[float, float]:
        found = summary(sampler(POSTERIOR, starts(chains, rng), steps, rng, warm_up=warm_up))
        return float(min(found.ess_bulk.min(), found.ess_tail.min())), float(found.rhat.max())

    return run


def rival(walkers: int, burn: int, steps: int) -> Run:
    def run(rng: np.random.Generator) -> tuple[float, float]:
        sampler = emcee.EnsembleSampler(walkers, 3, POSTERIOR.log_densities, vectorize=True)
        sampler._random = np.random.RandomState(int(rng.integers(2**31)))
        sampler.run_mcmc(starts(walkers, rng), burn + steps)
        kept = sampler.get_chain(discard=burn)
        return float(walkers * steps / emcee.autocorr.integrated_time(kept, quiet=True).max()), float("nan")

    return run


RUNS: dict[str, Run] = {
    "Metropolis": ours(metropolis, 8, 400, 2000),
    "MALA": ours(mala, 8, 300, 800),
    "HMC": ours(hmc, 8, 200, 300),
    "emcee, 8 walkers": rival(8, 400, 2000),
    "emcee, 60 walkers": rival(60, 400, 1000),
}


def rows(rounds: int = 3) -> list[tuple[str, str, str, str]]:
    """(what, value, target, whether met) of each run, as in table.py."""
    logging.getLogger("emcee").setLevel(logging.ERROR)  # that a chain is short: its ESS says so
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in RUNS}
    for seed in range(rounds):
        for name, run in RUNS.items():
            begin = time.process_time()
            ess, rhat = run(np.random.default_rng([21, seed]))
            found[name].append((time.process_time() - begin, ess, rhat))
    rates = {name: np.array([ess / seconds for seconds, ess, _ in runs]) for name, runs in found.items()}
    best = max(rates[name].mean() for name in rates if name.startswith("emcee"))
    out = []
    for name, runs in found.items():
        (seconds, ess, rhat), rate = np.mean(runs, axis=0), rates[name]
        text = f"{seconds:.1f} s; ESS at least {ess:.0f}; {rate.mean():.0f} ({rate.min():.0f} to {rate.max():.0f}) a "
        text += f"second, {rate.mean() / best:.2f} × emcee's best"
        own = not name.startswith("emcee")
        text += f"; R-hat {rhat:.3f}" if own else ""
        met = all(seconds < 15 and ess >= 400 for seconds, ess, _ in runs)
        out.append(
            (
                f"influenza posterior: {name}",
                text,
                *(("< 15 s, ESS ≥ 400", "yes" if met else "NO") if own else ("", "")),
            )
        )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    print("| measured | value | target | met |\n|---|---|---|---|")
    for row in rows(parser.parse_args().rounds):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
