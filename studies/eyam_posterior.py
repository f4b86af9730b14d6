"""Eyam's posterior by the exact master equation: on a fine grid, and by Metropolis' chains with the same likelihood.

    python -m studies.eyam_posterior [--points 61] [--chains 4] [--steps 2500]

Some ten minutes on one thread: a likelihood takes 30 to 45 ms. The prior is flat in log α and log β, as for rates of
unknown size; β is the rate of one pair a month, α the rate of removal. Lecture 21 reads results/eyam_posterior.json.
"""

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from scipy.interpolate import CubicSpline

from studies.stored import ROOT, store
from utils.data.outbreaks import load_eyam
from utils.inference.diagnostics import summary
from utils.inference.samplers import metropolis
from utils.inference.target import Target
from utils.populations.estimation.epidemics import exact_sir_likelihood

ALPHA, BETA = (2.0, 5.2), (0.0125, 0.0305)  # some five standard deviations either way
SEED = 21
MODULES = [
    "studies/eyam_posterior.py",
    "utils/data/outbreaks.py",
    *(f"utils/inference/{name}.py" for name in ("diagnostics", "moves", "samplers", "target")),
    "utils/populations/epidemics.py",
    "utils/populations/estimation/epidemics.py",
    "utils/processes/chains.py",
    "utils/processes/jumps.py",
]


def central(x: np.ndarray, density: np.ndarray) -> list[float]:
    """Of a density on a grid of logarithms x: mean of exp x, and its 2.5 %, 50 % and 97.5 % quantiles."""
    whole = CubicSpline(x, density).antiderivative()
    fine = np.linspace(x[0], x[-1], 20_001)
    share = whole(fine) / whole(x[-1])
    mean = CubicSpline(x, density * np.exp(x)).integrate(x[0], x[-1]) / whole(x[-1])
    return [float(mean), *(float(np.exp(np.interp(q, share, fine))) for q in (0.025, 0.5, 0.975))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=61, help="of the grid, each way")
    parser.add_argument("--chains", type=int, default=4)
    parser.add_argument("--steps", type=int, default=2500)
    options = parser.parse_args()
    eyam = load_eyam("A")
    likelihood = exact_sir_likelihood(eyam.times, eyam.susceptible, eyam.infected, eyam.population)

    def log_posterior(theta: np.ndarray) -> float:
        """θ = (log α, log β), flat on the grid's box."""
        alpha, beta = np.exp(theta)
        inside = ALPHA[0] <= alpha <= ALPHA[1] and BETA[0] <= beta <= BETA[1]
        return likelihood([beta * eyam.population, alpha]) if inside else -np.inf

    begin = time.process_time()
    a, b = (np.linspace(*np.log(ends), options.points) for ends in (ALPHA, BETA))
    grid = np.array([[likelihood([np.exp(y) * eyam.population, np.exp(x)]) for y in b] for x in a])
    weight = np.exp(grid - grid.max())
    print(f"grid: {time.process_time() - begin:.0f} s", flush=True)
    on_grid = {"alpha": central(a, weight.sum(axis=1)), "beta": central(b, weight.sum(axis=0))}
    print(on_grid, flush=True)

    begin, rng = time.process_time(), np.random.default_rng(SEED)
    start = np.log([3.2, 0.02]) + 0.15 * rng.normal(size=(options.chains, 2))
    chains = metropolis(Target(log_posterior, ("log alpha", "log beta")), start, options.steps, rng, warm_up=300)
    found = summary(chains)
    print(f"chains: {time.process_time() - begin:.0f} s; R-hat {found.rhat}, ESS {found.ess_bulk}, {found.warnings}")
    samples = np.exp(chains.samples.reshape(-1, 2))
    quantiles = np.quantile(samples, [0.025, 0.5, 0.975], axis=0)
    by_chains = {
        name: [float(samples[:, i].mean()), *map(float, quantiles[:, i])] for i, name in enumerate(("alpha", "beta"))
    }
    print(by_chains)
    coarse = slice(None, None, 2)  # enough for a picture
    kept = dict(
        columns=["mean", "2.5 %", "50 %", "97.5 %"],
        grid=on_grid,
        chains=by_chains,
        rhat=found.rhat.tolist(),
        ess_bulk=found.ess_bulk.tolist(),
        ess_tail=found.ess_tail.tolist(),
        accepted=float(chains.accepted.mean()),
        surface=dict(
            alpha=np.exp(a[coarse]).round(5).tolist(),
            beta=np.exp(b[coarse]).round(7).tolist(),
            log_likelihood=grid[coarse, coarse].round(3).tolist(),
        ),
        path=chains.samples[:4, :150].round(4).tolist(),
    )
    command = f"python -m studies.eyam_posterior --points {options.points} --chains {options.chains}"
    command += f" --steps {options.steps}"
    path = store("eyam_posterior", command=command, seeds=[SEED], modules=MODULES, result=kept)
    print(Path(path).relative_to(ROOT))


if __name__ == "__main__":
    main()
