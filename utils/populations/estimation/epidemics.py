"""Log-likelihoods of an epidemic: counts around the ODE, and exactly, by the master equation."""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import number, positive, truth, whole_number
from utils.data.counts import Counts
from utils.populations.epidemics import SIR
from utils.populations.estimation.likelihood import Likelihood, Parameter
from utils.populations.estimation.noise import noise_model, uneven, usable
from utils.processes.chains import uniformised
from utils.processes.jumps import mean_field, reachable


def outbreak_likelihood(
    series: Counts,
    noise: str = "negative binomial",
    infectious: float | None = 1.0,
    begin: float | None = None,
    ratio: bool = False,
) -> Likelihood:
    """Of counts around SIR's ODE: kind "present" around I(t_i), kind "new" around S(t_{i−1}) − S(t_i).

    Parameters beta, gamma (ratio: R0, gamma), then I0 where infectious is None, then k for the negative binomial.
    series: population known. infectious: how many at `begin`, all others susceptible. begin: None for one unit of time
    before the first count ("present"), for series.start ("new").
    """
    series, ratio = usable(series, "present", "new"), truth("ratio", ratio)
    if series.population is None or series.population != round(series.population):
        raise ValueError(f"series must have a population of so many people, got {series.population}: they run out")
    N, new = round(series.population), series.kind == "new"
    first = series.start if new else series.times[0]
    begin = (series.start if new else series.times[0] - 1.0) if begin is None else number("begin", begin)
    if begin > first:
        raise ValueError(f"begin must be at most the first time, {first:g}, got {begin}")
    if infectious is not None and positive("infectious", infectious) >= N:
        raise ValueError(f"infectious must be below the population of {N:g}, got {infectious!r}")
    times = (series.edges if new else series.times) - begin
    pace = _pace(series)
    rate = (
        Parameter("R0", 1e-3, 1e3, (1.5, 4.0))
        if ratio
        else Parameter("beta", 1e-4 * pace, 100 * pace, (pace, 3 * pace))
    )
    initial = () if infectious is not None else (Parameter("I0", 1e-4, N / 2, (1.0,), most=N),)

    def expected(theta: np.ndarray) -> np.ndarray:
        gamma, I0 = theta[1], theta[2] if infectious is None else infectious
        beta = theta[0] * gamma if ratio else theta[0]
        states = mean_field(SIR(beta, gamma, N), (N - I0, I0), times)
        return np.maximum(-np.diff(states[:, 0]) if new else states[:, 1], 1e-9)  # the ODE's error may be below 0

    def cautions(theta: np.ndarray) -> list[str]:
        said = uneven(series.edges) if new else []
        if series.counts.argmax() >= series.counts.size - 2 or expected(theta).argmax() >= series.counts.size - 2:
            said.append("the series ends before or at its peak: only the growth rate beta − gamma is known from it")
        return said

    parameters = (rate, Parameter("gamma", 1e-4 * pace, 100 * pace, (0.3 * pace, pace)), *initial)
    return noise_model(series, expected, parameters, noise, cautions)


def exact_sir_likelihood(times: Any, susceptible: Any, infected: Any, population: int) -> Likelihood:
    """Of S and I known at n + 1 times, exactly: the probability of each step, from the master equation of SIR.

        ℓ = Σ_i log P(S_i, I_i at t_i given S_{i−1}, I_{i−1} at t_{i−1}),    dP/dt = Qᵀ P

    times, susceptible, infected (n + 1,): whole people. Parameters beta, gamma; β/N is what a pair passes on.
    Work: the states with S ≥ S_i, so small steps are cheap.
    Source: Ho, Crawford & Suchard 2018, Direct likelihood-based inference for discretely observed stochastic
    compartmental models of infectious disease.
    """
    t, N = arrays.points("times", times, ("n",), least=2), whole_number("population", population)
    if np.any(np.diff(t) <= 0):
        raise ValueError(f"times must increase, got {t}")
    S, I = (_people(name, value, t.shape) for name, value in (("susceptible", susceptible), ("infected", infected)))
    if np.any(S + I > N):
        raise ValueError(f"susceptible and infected must be at most the population of {N} together, got {S + I}")
    if np.any(np.diff(S) > 0):
        raise ValueError(f"susceptible must never increase: nobody can be infected back, got {S}")
    if np.any(np.diff(S + I) > 0):
        raise ValueError(f"infected must not gain more than the susceptible lose, got {I}")
    spaces = [reachable(SIR(1.0, 1.0, N), (S[i], I[i]), lowest=(S[i + 1], 0)) for i in range(len(t) - 1)]
    ends = [
        int(np.flatnonzero(np.all(space.states == (S[i + 1], I[i + 1]), axis=1))[0]) for i, space in enumerate(spaces)
    ]
    starts = [np.eye(1, len(space.states))[0] for space in spaces]

    def function(theta: np.ndarray) -> float:
        model = SIR(theta[0], theta[1], N)
        steps = zip(spaces, starts, np.diff(t), ends)
        found = [uniformised(space.generator(model), P, dt)[end] for space, P, dt, end in steps]
        return float(np.sum(np.log(np.maximum(found, 1e-300))))

    pace = 3 / float(t[-1] - t[0])
    ranges = [(name, 1e-3 * pace, 1e2 * pace) for name in ("beta", "gamma")]
    return Likelihood(
        function, tuple(Parameter(name, low, high, (pace, 2 * pace)) for name, low, high in ranges), 2 * len(t) - 2
    )


def _pace(series: Counts) -> float:
    """A rate of the right order for a series: a few rounds of infection in its length."""
    return 8 / max(float(series.times[-1] - series.times[0]), 1e-12)


def _people(name: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    people = arrays.points(name, value, shape)
    if people.min() < 0 or np.any(people != np.round(people)):
        raise ValueError(f"{name} must be whole numbers of people, got {people}")
    return people.astype(np.int64)
