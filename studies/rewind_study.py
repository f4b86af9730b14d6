"""Rewinding 100 people's adoption by true, spoilt and learned rates; R₀ from private counts. For lecture 28.

    python -m studies.rewind_study [--scheduler ADDRESS] [--fresh]

Some minutes on one thread; it goes on where it was stopped. A task of "rewind" is one time span, one number of forward
paths to learn from and one seed; of "privacy", one ε and one sensitivity. Total variation is that between where 20 000
rewound paths are at time 0 and the law they should have; "floor": of 20 000 samples of that law itself. Of a network
also: the mean of where they are, and the share of them between the two modes. Also written:
results/rewind_network.npz, the network of the first task.
"""

import argparse
import os
import sys
import time
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from scipy.optimize import least_squares
from scipy.stats import norm

from studies.ensemble import options, run
from studies.stored import RESULTS, code_hash, store
from utils.data.outbreaks import SCHOOL, load_boarding_school
from utils.populations.adoption import BassChain
from utils.populations.epidemics import SIR
from utils.populations.learned_reverse import LogRatio, learned_rates, save_network, train
from utils.populations.rewind import (
    birth_paths,
    jumps_and_occupancy,
    reverse_rates,
    rewind,
    states_at,
    table_of_rates,
)
from utils.processes.chains import from_transitions, uniformised
from utils.processes.jumps import mean_field
from utils.processes.privacy import laplace_counts

MODULES = [
    "studies/ensemble.py",
    "studies/rewind_study.py",
    "utils/data/outbreaks.py",
    "utils/populations/adoption.py",
    "utils/populations/epidemics.py",
    "utils/populations/learned_reverse.py",
    "utils/populations/rewind.py",
    "utils/processes/chains.py",
    "utils/processes/jumps.py",
    "utils/processes/privacy.py",
]
SEED, SEEDS, REWOUND = 2026, 3, 20_000
N, p, q = 100, 0.02, 1.2
MODES = ((0.6, 10, 2.5), (0.4, 35, 4))  # share, middle, standard deviation
BETWEEN = (16, 24)  # counts that are in neither mode
FINE, BINS, CELLS = 300, 40, 60  # cells of the true rates, of the table, of the network's losses
STEPS = (750, 1_500, 3_000)  # of training, the last is its end
SPANS, PATHS = (3, 6), (20_000, 4_000)
EPSILONS, SENSITIVITIES, DRAWS = (0.1, 0.3, 1.0, 3.0), (7, 1), 200
NETWORK = RESULTS / "rewind_network.npz"


def adoption() -> tuple[np.ndarray, Any, np.ndarray]:
    """births (N + 1,), Q and the law at time 0: two groups of beginners, around 10 and around 35 adopters."""
    counts = np.arange(N + 1.0)
    births = BassChain(p, q, N).rates(counts[None])[0]
    Q = from_transitions(N + 1, np.arange(N), np.arange(1, N + 1), births[:-1])
    modes = [(share, norm.pdf(counts, middle, sd)) for share, middle, sd in MODES]
    return births, Q, sum(share * mode / mode.sum() for share, mode in modes)


def spoilt(births: np.ndarray, laws: np.ndarray) -> dict[str, np.ndarray]:
    """Rates without the ratio, and with the ratio upside down. laws (k, N + 1): in the middle of each cell."""
    missing = np.tile(np.r_[0, births[:-1]], (len(laws), 1))
    inverted = missing.copy()
    inverted[:, 1:] *= np.minimum(laws[:, 1:] / np.maximum(laws[:, :-1], 1e-300), 1e6)  # a path is slower than that
    return {"missing": missing, "inverted": inverted}


def rewound(span: str, paths: str, rng: np.random.Generator) -> dict[str, Any]:
    """Total variation by kind of rates; of the network after each of STEPS, with the mean error of its ratio, seconds,
    and the mean and the share BETWEEN of where its paths began."""
    births, Q, start = adoption()
    T, one_thread = float(span), torch.get_num_threads()
    fine, bins, cells = (np.linspace(0, T, count + 1) for count in (FINE, BINS, CELLS))
    laws = uniformised(Q, start, fine, 1e-12)
    ends = rng.choice(N + 1, REWOUND, p=laws[-1] / laws[-1].sum())
    seen = birth_paths(births, rng.choice(N + 1, int(paths), p=start), rng)

    def off(counts: np.ndarray) -> float:
        return float(np.abs(np.bincount(counts, minlength=N + 1) / REWOUND - start).sum() / 2)

    def back(rates: np.ndarray, times: np.ndarray) -> np.ndarray:
        return states_at(rewind(rates, times, ends, rng), [0.0])[:, 0]

    truth = reverse_rates(births, laws, fine)
    rates = {"exact": truth, **spoilt(births, uniformised(Q, start, (fine[1:] + fine[:-1]) / 2, 1e-12))}
    found: dict[str, Any] = {"floor": off(rng.choice(N + 1, REWOUND, p=start))}
    found |= {name: off(back(one, fine)) for name, one in rates.items()}
    begin = time.perf_counter()
    table = table_of_rates(*jumps_and_occupancy(seen, bins))
    found["table"] = [off(back(table, bins)), time.perf_counter() - begin]
    visited = laws[1:, 1:] * (laws[1:, 1:] > 1e-8)
    net, begin = LogRatio(N, T, seed=int(rng.integers(1000))), time.perf_counter()
    torch.set_num_threads(1)
    for step, _ in enumerate(train(net, births, cells, *jumps_and_occupancy(seen, cells), STEPS[-1] + 1)):
        if step in STEPS:  # so many are done, and the loss of the next was computed
            guess, seconds = learned_rates(net, births, fine), time.perf_counter() - begin
            error = np.sum(visited * np.abs(guess[:, 1:] / np.maximum(truth[:, 1:], 1e-300) - 1)) / FINE
            began = back(guess, fine)
            between = np.mean((began >= BETWEEN[0]) & (began <= BETWEEN[1]))
            found[f"network {step}"] = [off(began), float(error), seconds, float(began.mean()), float(between)]
    torch.set_num_threads(one_thread)
    return found | {"weights": {name: weights.tolist() for name, weights in net.state_dict().items()}}


def reproduction(counts: np.ndarray, times: np.ndarray) -> float:
    """R₀ of an SIR by least squares through counts in bed, with γ and I, a day before the first count, free."""

    def residuals(theta: np.ndarray) -> np.ndarray:
        R0, gamma, I0 = np.exp(theta)
        return mean_field(SIR(R0 * gamma, gamma, SCHOOL), (SCHOOL - I0, I0), times + 1)[:, 1] - counts

    limits = np.log([[0.5, 0.05, 1e-3], [50, 10, 300]])
    return float(np.exp(least_squares(residuals, np.log([3, 0.5, 1]), bounds=limits).x[0]))


def private(epsilon: str, sensitivity: str, rng: np.random.Generator) -> list[float]:
    """R₀ from each of DRAWS noisy copies of the school's counts, negative ones set to 0: that costs no privacy."""
    school = load_boarding_school()
    return [
        reproduction(
            np.maximum(laplace_counts(school.counts, float(epsilon), float(sensitivity), rng), 0), school.times
        )
        for _ in range(DRAWS)
    ]


def measure(key: str, rng: np.random.Generator) -> Any:
    """One task."""
    question, one, other, *_ = key.split(" | ")
    return {"rewind": rewound, "privacy": private}[question](one, other, rng)


def rounded(value: Any) -> Any:
    """Four digits."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else float(f"{value:.4g}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "rewind_study")
    keys = [f"rewind | {T} | {paths} | {i}" for T in SPANS for paths in PATHS for i in range(SEEDS)]
    keys += [f"privacy | {epsilon} | {sensitivity}" for epsilon in EPSILONS for sensitivity in SENSITIVITIES]
    try:
        found = run(
            measure, keys, seed=SEED, partial=chosen.partial, code=code_hash(MODULES), scheduler=chosen.scheduler
        )
    except KeyboardInterrupt:
        sys.exit(f"stopped; what was finished is kept in {chosen.partial}: run this again.")
    net = LogRatio(N, SPANS[0])
    weights = found[keys[0]]["weights"]
    net.load_state_dict({name: torch.tensor(value, dtype=torch.float64) for name, value in weights.items()})
    save_network(NETWORK, net)
    rewinds = {
        f"{T} | {paths}": {
            name: [found[f"rewind | {T} | {paths} | {i}"][name] for i in range(SEEDS)]
            for name in found[f"rewind | {T} | {paths} | 0"]
            if name != "weights"
        }
        for T in SPANS
        for paths in PATHS
    }
    school = load_boarding_school()
    R0: dict[str, Any] = {"without noise": reproduction(school.counts, school.times)}
    for sensitivity in SENSITIVITIES:
        draws = {epsilon: np.array(found[f"privacy | {epsilon} | {sensitivity}"]) for epsilon in EPSILONS}
        R0[f"sensitivity {sensitivity}"] = {
            f"{epsilon:g}": [float(x) for x in (one.mean(), one.std(ddof=1), *np.quantile(one, (0.05, 0.95)))]
            for epsilon, one in draws.items()
        }
    settings = dict(
        N=N,
        p=p,
        q=q,
        modes=MODES,
        between=BETWEEN,
        rewound=REWOUND,
        cells=[FINE, BINS, CELLS],
        steps=STEPS,
        draws=DRAWS,
    )
    result = rounded({"rewind": rewinds, "R0": R0})
    for name, one in [*result["rewind"].items(), *result["R0"].items()]:
        print(name, one)
    stored = dict(command="python -m studies.rewind_study", seeds=[SEED], modules=MODULES)
    print("\nstored in", store("rewind_study", result={"settings": settings, **result}, **stored))


if __name__ == "__main__":
    main()
