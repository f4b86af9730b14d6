"""What happens to a small group: sharpened away, left out by a cautious start, uncovered, lost in resampling.

Closed forms first: each shrinks a minority without naming it. Groups are whole numbers 0, 1, ...
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from scipy.stats import binom, norm

from utils.common import arrays
from utils.common.checks import a_function, an_instance, positive, probability, whole_number, within
from utils.generative.metrics import nearest_distance
from utils.generative.mixtures import GaussianMixture
from utils.generative.tabular.scaling import checked_rows
from utils.generative.tabular.scores import wilson

Sample: TypeAlias = Callable[[int, np.random.Generator], np.ndarray]  # (n, rng) -> (n, ...)
Fit: TypeAlias = Callable[[np.ndarray], Sample]


def sharpened(mixture: GaussianMixture, g: float) -> GaussianMixture:
    """p^g, made a density again, for modes so far apart that they do not overlap: a mixture with

        weights ∝ w_k^g |Σ_k|^{(1 − g)/2},    means m_k,    covs Σ_k/g

    as ∫ N(x; m, Σ)^g dx = g^{−d/2} |2π Σ|^{(1 − g)/2}. g > 1: a low temperature 1/g; small and wide modes lose.
    What overlaps is left out: the cross terms of (Σ_k p_k)^g. Raises ValueError for g ≤ 0 or a singular Σ_k.
    """
    an_instance("mixture", mixture, GaussianMixture)
    g, (sign, log_det) = positive("g", g), np.linalg.slogdet(mixture.covs)
    if np.any(sign <= 0):
        raise ValueError(f"mixture must have non-singular covs, got a singular one in component {sign.argmin()}")
    weights = mixture.weights**g * np.exp(0.5 * (1 - g) * (log_det - log_det.mean()))
    return GaussianMixture(weights / weights.sum(), mixture.means, mixture.covs / g)


def after_shrunk_start(share: float, tau: float) -> float:
    """Φ(Φ⁻¹(share)/τ): the share of a group at the end of the line, when generation starts from τ z instead of z.

    On a line the flow keeps the order, so the group above the quantile 1 − share is made by z > Φ⁻¹(1 − share).
    share in (0, 1); τ > 0: the factor on the start's noise, below 1 a "truncation".
    """
    return float(norm.cdf(norm.ppf(within("share", share, "(0, 1)")) / positive("tau", tau)))


def group_coverage(real: Any, labels: Any, sample: Any, k: int = 5) -> np.ndarray:
    """(groups, 3): the share of each group's real rows with a sampled row nearer than their k-th nearest real one.

    real (n, d), labels (n,): their groups 0, 1, ...; sample (m, d). Neighbours are of any group; with the interval
    (low, high) of Wilson, 95 %, which is somewhat short: neighbours are covered together. A perfect generator with
    m = n covers 1 − 2^{−k} of every group, in the mean.
    Raises ValueError for an empty group: of it nothing can be said.
    Source: Naeem et al. 2020, Reliable Fidelity and Diversity Metrics for Generative Models, equation 10 (coverage).
    """
    from sklearn.neighbors import NearestNeighbors

    real = checked_rows("real", real, least=2)
    labels = arrays.whole_numbers("labels", labels, (len(real),))
    sample, counts = checked_rows("sample", sample, 2, real.shape[1], "real"), np.bincount(labels[labels >= 0])
    if labels.min() < 0 or counts.min() == 0 or whole_number("k", k) >= len(real):
        raise ValueError(f"labels must name every group 0, 1, ... and k be below {len(real)}, got {counts}, k = {k}")
    radii = NearestNeighbors(n_neighbors=k).fit(real).kneighbors()[0][:, -1]  # a row is no neighbour of its own
    covered = np.bincount(labels, nearest_distance(real, sample) < radii)
    return np.array([(hit / n, *wilson(hit, n)) for hit, n in zip(covered, counts)])


def extinction(share: float, size: int, rounds: int, fresh: float = 0.0) -> np.ndarray:
    """(rounds,): the chance that none of the group is left after 1, 2, ..., rounds generations of `size` rows.

        P(k → j) = Bin(j; size, (1 − fresh) k/size + fresh · share),    from k_0 = share · size

    Each row is of the group with the chance that the model gives it: the share before, or with chance `fresh` the
    truth's. Exact, by powers of the chain. share · size must be a whole number.
    Source: Fisher 1930 and Wright 1931, the chain of genetic drift; fresh is their migration from the mainland.
    """
    share, fresh = probability("share", share), probability("fresh", fresh)
    k = np.arange(whole_number("size", size) + 1)
    if abs(share * size - round(share * size)) > 1e-9:
        raise ValueError(f"share must make share · size a whole number, got {share} of {size}")
    step = binom.pmf(k, size, np.clip((1 - fresh) * k / size + fresh * share, 0, 1)[:, None])
    law = np.eye(size + 1)[round(share * size)]
    return np.array([(law := law @ step)[0] for _ in range(whole_number("rounds", rounds))])


def own_output(
    fit: Fit, rows: Any, rounds: int, rng: np.random.Generator, real: Sample | None = None, fresh: float = 0.0
) -> np.ndarray:
    """(rounds, n, ...): each generation of rows, made by the model fitted to the one before. rows (n, ...): the first.

    fit(rows) -> sample(n, rng). real(n, rng): rows of the truth, which replace a share `fresh` of each generation,
    rounded. A Gaussian refitted by greatest likelihood has mean variance (1 − 1/n)^r after r rounds: each multiplies it
    by an independent χ²_{n−1}/n, so the median falls faster.
    Source: Shumailov et al. 2024, AI Models Collapse When Trained on Recursively Generated Data; Alemohammad et al.
    2024, Self-Consuming Generative Models Go MAD (their "fresh data loop").
    """
    a_function("fit", fit), arrays.numpy_generator("rng", rng)
    rows, made = arrays.points("rows", rows), []
    if rows.size == 0 or rows.ndim == 0:
        raise ValueError(f"rows must have shape (n, ...) with n of at least 1, got {rows.shape}")
    new = round(probability("fresh", fresh) * len(rows))
    for _ in range(whole_number("rounds", rounds)):
        rows = fit(rows)(len(rows) - new, rng)
        rows = np.concatenate([rows, a_function("real", real)(new, rng)]) if new else rows
        made.append(rows)
    return np.array(made)
