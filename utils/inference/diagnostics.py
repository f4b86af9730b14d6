"""Have the chains met, and how many independent samples are they worth? Vehtari et al. 2021, with their warnings.

Each chain is split in two, so that one that drifts disagrees with itself, and values are replaced by normal scores of
their ranks, so that heavy tails do no harm:  z = Φ⁻¹((rank − 3/8)/(S + 1/4)) among all S samples.
Samples are (chains, steps) -> a number, or (chains, steps, d) -> (d,).
Chains must be independent of each other: walkers that learn from one another (emcee's) are not, and R-hat would be
too small.
Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Rank-normalization, folding, and localization: an improved
R-hat; Geyer 1992, Practical Markov chain Monte Carlo (where the sum of autocorrelations ends).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from utils.common import arrays
from utils.common.checks import an_instance, one_of, within
from utils.inference.samplers import Chains

HIGHEST_RHAT, LEAST_ESS = 1.01, 400


def split_rhat(samples: Any) -> Any:
    """R-hat, rank-normalised and split: 1 where the chains agree; above 1.01 they have not met.

        R̂ = √(((n − 1)/n · W + B/n)/W),    W the mean variance within chains of n, B/n the variance of their means

    The larger of two: of the ranks, and of the ranks of |θ − median|, which sees chains that differ in spread.
    """

    def one(values: np.ndarray) -> float:
        halves = _halves(values)
        return max(_rhat(_normal_scores(part)) for part in (halves, np.abs(halves - np.median(halves))))

    return _each(one, samples)


def effective_sample_size(samples: Any, kind: str = "bulk") -> Any:
    """How many independent samples would give means as good as these.

        ESS = S/τ,    τ = 1 + 2 Σ_t ρ_t,    ρ_t the autocorrelation at lag t, of all chains together

    kind: "bulk", of the ranks: for the middle of the law; "tail": the lesser of the two for the 5 % and 95 % quantile,
    for an interval's ends; "mean": of the values themselves, for the standard error sd/√ESS of their mean.
    At least 400 in bulk and tail, before R-hat or an interval is worth reading.
    """
    one_of("kind", kind, ("bulk", "tail", "mean"))

    def one(values: np.ndarray) -> float:
        halves = _halves(values)
        if kind == "tail":
            return min(_ess((halves <= end).astype(float)) for end in np.quantile(values, (0.05, 0.95)))
        return _ess(_normal_scores(halves) if kind == "bulk" else halves)

    return _each(one, samples)


@dataclass(frozen=True, eq=False)
class Summary:
    """Of each coordinate, (d,) each: mean, sd, central interval (low, high), R-hat, ESS of bulk and tail.

    warnings: sentences, one for each coordinate whose R-hat or ESS is bad; empty where all is well.
    """

    names: tuple[str, ...]
    mean: np.ndarray
    sd: np.ndarray
    low: np.ndarray
    high: np.ndarray
    rhat: np.ndarray
    ess_bulk: np.ndarray
    ess_tail: np.ndarray
    warnings: tuple[str, ...]

    @property
    def rows(self) -> list[tuple]:
        """One row a coordinate: name, mean, sd, low, high, R-hat, ESS of bulk and tail."""
        columns = (self.mean, self.sd, self.low, self.high, self.rhat, self.ess_bulk, self.ess_tail)
        return [(name, *map(float, row)) for name, row in zip(self.names, zip(*columns))]


def summary(chains: Chains, probability: float = 0.95) -> Summary:
    """Mean, sd and the central interval that holds `probability`, and whether these may be believed.

    Warns, in `warnings`, where R-hat > 1.01 or an ESS < 400: then nothing in that row may be.
    """
    chains, probability = an_instance("chains", chains, Chains), within("probability", probability, "(0, 1)")
    together = chains.samples.reshape(-1, len(chains.names))
    low, high = np.quantile(together, [(1 - probability) / 2, (1 + probability) / 2], axis=0)
    rhat, samples = split_rhat(chains.samples), chains.samples
    bulk, tail = (effective_sample_size(samples, kind) for kind in ("bulk", "tail"))
    warnings = tuple(line for row in zip(chains.names, rhat, bulk, tail) for line in _warnings(*row))
    return Summary(
        chains.names, together.mean(axis=0), together.std(axis=0, ddof=1), low, high, rhat, bulk, tail, warnings
    )


def _warnings(name: str, rhat: float, bulk: float, tail: float) -> list[str]:
    lines = []
    if not rhat <= HIGHEST_RHAT:  # nan too
        lines.append(f"{name}: R-hat is {rhat:.3f}, above {HIGHEST_RHAT}: the chains have not met; run them longer")
    for which, ess in (("bulk", bulk), ("tail", tail)):
        if not ess >= LEAST_ESS:
            lines.append(f"{name}: the effective sample size ({which}) is {ess:.0f}, below {LEAST_ESS}: run longer")
    return lines


def _each(one: Callable[[np.ndarray], float], samples: Any) -> Any:
    """one(values (chains, steps)) of each coordinate."""
    several = isinstance(samples, np.ndarray) and samples.ndim == 3
    values = arrays.points("samples", samples, ("chains", "steps", "d") if several else ("chains", "steps"))
    if values.shape[1] < 8:
        raise ValueError(f"samples must have at least 8 steps a chain, got {values.shape[1]}")
    return np.array([one(values[..., k]) for k in range(values.shape[2])]) if several else one(values)


def _halves(values: np.ndarray) -> np.ndarray:
    """(2 · chains, steps/2): first and second half of each chain; the middle of an odd number is left out."""
    half = values.shape[1] // 2
    return np.concatenate([values[:, :half], values[:, -half:]])


def _normal_scores(values: np.ndarray) -> np.ndarray:
    ranks = rankdata(values).reshape(values.shape)  # equal ones share their mean rank
    return ndtri((ranks - 0.375) / (values.size + 0.25))


def _rhat(values: np.ndarray) -> float:
    n = values.shape[1]
    if not np.any(np.ptp(values, axis=1)):  # nobody moved
        return np.inf if np.ptp(values) > 0 else np.nan
    within = values.var(axis=1, ddof=1).mean()
    return float(np.sqrt((n - 1) / n + values.mean(axis=1).var(ddof=1) / within))


def _ess(values: np.ndarray) -> float:
    """Autocorrelations ρ_t of all chains together, summed in pairs ρ_2k + ρ_2k+1 while they are positive and fall."""
    n = values.shape[1]
    if not np.any(np.ptp(values, axis=1)):
        return np.nan
    centred = values - values.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(centred, 2 * n, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, axis=1)[:, :n].mean(axis=0) / n
    within = covariance[0] * n / (n - 1)
    total = covariance[0] + values.mean(axis=1).var(ddof=1)
    rho = 1 - (within - covariance) / total
    rho[0] = 1.0
    pairs = rho[: (n - 1) // 2 * 2].reshape(-1, 2).sum(axis=1)
    kept = int(np.argmax(pairs <= 0)) if np.any(pairs <= 0) else len(pairs) - 1
    rest = max(rho[2 * kept], 0)  # the last even one, half a pair
    tau = max(-1 + 2 * np.minimum.accumulate(pairs[:kept]).sum() + rest, 1 / np.log10(values.size))
    return float(values.size / tau)
