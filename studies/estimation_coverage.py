"""How often do intervals of lecture 21 hold the truth? 200 runs of each case, parameters known, 90 % intervals.

    python -m studies.estimation_coverage [--runs 200]

Some five minutes on one thread. Counts are drawn from a model with known parameters and fitted; a parameter's profile
interval holds its true value if ℓ, with that value held and the others at their best, is lower by no more than the
interval allows. The last two are fitted with the wrong noise on purpose. With the default number of
runs the table is stored in studies/results/estimation_coverage.json, which lecture 21 reads.
"""

import argparse
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from studies.stored import store
from utils.data.counts import Counts
from utils.populations.curves import Bass
from utils.populations.epidemics import SIR
from utils.populations.estimation.adoption import adoption_likelihood, sales_likelihood
from utils.populations.estimation.epidemics import outbreak_likelihood
from utils.populations.estimation.fitting import climb, fit
from utils.populations.estimation.likelihood import Likelihood
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field

MODULES = (
    "studies/estimation_coverage.py",
    *(f"utils/populations/{name}.py" for name in ("curves", "epidemics")),
    *(
        f"utils/populations/estimation/{name}.py"
        for name in ("adoption", "densities", "epidemics", "fitting", "likelihood", "noise")
    ),
    *(f"utils/processes/{name}.py" for name in ("gillespie", "jumps")),
)
RUNS, LEVEL = 200, 0.9
YEARS, DAYS = np.arange(21.0), np.arange(1.0, 15.0)
ADOPTION, SALES = Bass(0.03, 0.4, 0.8), Bass(0.01, 0.4, 5000.0)
SCHOOL, TOWN, K = SIR(1.7, 0.5, 763), SIR(0.8, 0.3, 2000), 12.0
ILL = mean_field(SCHOOL, SCHOOL.start(1), DAYS)[:, 1]


@dataclass(frozen=True)
class Case:
    """How counts are drawn, how they are fitted, and the true values whose intervals are looked at."""

    drawn: Callable[[np.random.Generator], Counts]
    fitted: Callable[[Counts], Likelihood]
    truth: dict[str, float]


def people(rng: np.random.Generator) -> Counts:
    """1000 people, who adopt by Bass with probability .8 in all, in 20 years."""
    cells = ADOPTION.per_interval(YEARS)
    return Counts(YEARS[1:], rng.multinomial(1000, [*cells, 1 - cells.sum()])[:-1], "years", population=1000)


def sold(rng: np.random.Generator) -> Counts:
    """Sales of 20 years, Poisson."""
    return Counts(YEARS[1:], rng.poisson(SALES.per_interval(YEARS)), "years")


def sold_unevenly(rng: np.random.Generator) -> Counts:
    """Sales of 20 years with normal errors of standard deviation 30."""
    errors = rng.normal(0, 30, size=len(YEARS) - 1)
    return Counts(YEARS[1:], np.maximum(SALES.per_interval(YEARS) + errors, 0), "years")


def ill(rng: np.random.Generator) -> Counts:
    """Boys in bed: negative binomial around the ODE."""
    counts = rng.negative_binomial(K, K / (K + ILL))
    return Counts(DAYS - 1, np.minimum(counts, SCHOOL.N), "days", "present", population=SCHOOL.N)


def lived(rng: np.random.Generator) -> Counts:
    """The infectious of a town on each of 30 days, counted without error: what varies is the epidemic itself."""
    path = simulate(TOWN, TOWN.start(10), np.arange(1.0, 31.0), 1, rng)[0]
    return Counts(np.arange(1.0, 31.0), path[:, 1], "days", "present", population=TOWN.N)


CASES = {
    "adoption times, censored": Case(people, adoption_likelihood, {"p": ADOPTION.p, "q": ADOPTION.q, "c": ADOPTION.m}),
    "Poisson sales, Poisson": Case(
        sold, lambda series: sales_likelihood(series, noise="poisson"), {"q": SALES.q, "m": SALES.m}
    ),
    "normal sales, least squares": Case(sold_unevenly, sales_likelihood, {"q": SALES.q, "m": SALES.m}),
    "overdispersed outbreak, negative binomial": Case(
        ill, lambda series: outbreak_likelihood(series, "negative binomial", ratio=True), {"R0": SCHOOL.R0}
    ),
    "overdispersed outbreak, Poisson": Case(
        ill, lambda series: outbreak_likelihood(series, "poisson", ratio=True), {"R0": SCHOOL.R0}
    ),
    "one path of the chain, negative binomial around the ODE": Case(
        lived, lambda series: outbreak_likelihood(series, "negative binomial", 10.0, 0.0, ratio=True), {"R0": TOWN.R0}
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each case")
    parser.add_argument("--fresh", action="store_true", help="as always: nothing is kept from earlier")
    runs, rows = parser.parse_args().runs, []
    for name, case in CASES.items():
        rng = np.random.default_rng([21, zlib.crc32(name.encode())])
        estimates: dict[str, list[float]] = {parameter: [] for parameter in case.truth}
        covered = dict.fromkeys(case.truth, 0)
        converged = 0
        for _ in range(runs):
            likelihood = case.fitted(case.drawn(rng))
            best = fit(likelihood)
            converged += best.converged
            for parameter, true in case.truth.items():
                held = best.estimates.copy()
                held[best.names.index(parameter)] = true
                x = likelihood.searched(held)
                there = climb(likelihood, x, fixed=best.names.index(parameter))[1]
                covered[parameter] += best.log_likelihood - there <= likelihood.allowed_drop(LEVEL)
                estimates[parameter].append(best[parameter])
        for parameter, true in case.truth.items():
            count, median = int(covered[parameter]), float(np.median(estimates[parameter]))
            rows.append(
                dict(
                    case=name,
                    parameter=parameter,
                    truth=true,
                    runs=runs,
                    covered=count,
                    converged=converged,
                    median=median,
                )
            )
            print(
                f"{name:57s}{parameter:3s} covered {count}/{runs}, {converged} converged, median {median:.4g}",
                flush=True,
            )
    if runs == RUNS:
        store(
            "estimation_coverage",
            command="python -m studies.estimation_coverage",
            seeds=[21],
            modules=MODULES,
            result=dict(level=LEVEL, rows=rows),
        )


if __name__ == "__main__":
    main()
