"""Gaussian mixtures: data whose noised density, score and denoiser are known exactly at every t.

    p(x_0) = Σ_k w_k N(x_0; m_k, Σ_k)
    x_t = α x_0 + σ ε   =>   p(x_t) = Σ_k w_k N(x_t; α m_k, α² Σ_k + σ² I)

Each Σ_k is held as Q diag(λ) Qᵀ. Noising leaves Q alone and turns λ into α²λ + σ², so nothing is ever
inverted, and a variance of zero (a mixture of points) is an ordinary case.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import not_negative, whole_number


@dataclass(frozen=True, eq=False)
class GaussianMixture:
    """Σ_k w_k N(m_k, Σ_k) in d dimensions.

    weights (K,): w_k ≥ 0 with sum 1. means (K, d): m_k. covs (K, d, d): Σ_k, symmetric, no negative eigenvalue.
    Points x are (..., d), of any numbers: for d = 1 write x[..., None]. Work and memory grow as (points)·K·d.
    Raises ValueError if the three do not fit together, or a point has another d, nan or infinity.
    """

    weights: Any
    means: Any
    covs: Any
    _spectrum: Any = field(default=None, repr=False)  # λ (K, d) and Q (K, d, d) of the covs; found where not given

    def __post_init__(self) -> None:
        means = arrays.points("means", self.means, ("K", "d"))
        K, d = means.shape
        weights, covs = arrays.points("weights", self.weights), arrays.points("covs", self.covs)
        if weights.shape != (K,):
            raise ValueError(f"weights must have shape ({K},) to fit the means, got {weights.shape}")
        if covs.shape != (K, d, d):
            raise ValueError(f"covs must have shape ({K}, {d}, {d}) to fit the means, got {covs.shape}")
        for name, array in (("weights", weights), ("means", means), ("covs", covs)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)  # the way to set a field of a frozen dataclass
        if weights.min() < 0 or abs(weights.sum() - 1) > 1e-9:
            raise ValueError(f"weights must be at least 0 and sum to 1, got {weights} with sum {weights.sum():.10g}")
        if not np.allclose(covs, np.swapaxes(covs, 1, 2), rtol=0, atol=1e-12 * np.abs(covs).max()):
            raise ValueError(
                "covs must be symmetric, got component "
                f"{np.abs(covs - np.swapaxes(covs, 1, 2)).max((1, 2)).argmax()}, which is not"
            )
        if self._spectrum is not None:
            return
        variances, axes = np.linalg.eigh(covs)
        lowest, highest = variances[:, [0, -1]].T
        if np.any(lowest < -1e-12 * np.abs(highest)):
            raise ValueError(
                f"covs must have no negative eigenvalue, got {lowest.min():.4g} in component {lowest.argmin()}"
            )
        round_off = np.finfo(float).eps * d * variances[:, -1:]  # a zero eigenvalue comes out as ±1e-17
        object.__setattr__(self, "_spectrum", (np.where(variances <= round_off, 0.0, variances), axes))

    @property
    def mean(self) -> np.ndarray:
        """E[x] = Σ_k w_k m_k, shape (d,)."""
        return self.weights @ self.means

    @property
    def cov(self) -> np.ndarray:
        """Cov[x] = Σ_k w_k (Σ_k + (m_k − E[x])(m_k − E[x])ᵀ): within plus between, shape (d, d)."""
        return _mixed_cov(self.weights, self.means, self.covs)

    def sample_labelled(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """n draws x (n, d) and the component each came from, (n,) whole numbers. rng: numpy Generator."""
        n, rng = whole_number("n", n, least=0), arrays.numpy_generator("rng", rng)
        labels = rng.choice(len(self.weights), size=n, p=self.weights)
        x = rng.standard_normal((n, self.means.shape[1]))
        variances, axes = self._spectrum
        for k in np.unique(labels):
            root = (axes[k] * np.sqrt(variances[k])) @ axes[k].T  # symmetric √Σ_k: the same on every machine
            x[labels == k] = self.means[k] + x[labels == k] @ root
        return x, labels

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """n draws, (n, d). rng: numpy Generator."""
        return self.sample_labelled(n, rng)[0]

    def noised(self, alpha: float, sigma: float) -> "GaussianMixture":
        """The mixture of x_t = α x_0 + σ ε: means α m_k, covs α² Σ_k + σ² I. alpha, sigma: numbers ≥ 0."""
        alpha, sigma = not_negative("alpha", alpha), not_negative("sigma", sigma)
        variances, axes = self._spectrum
        covs = alpha**2 * self.covs + sigma**2 * np.eye(self.means.shape[1])
        # Handing λ over keeps a tiny σ² exact: found afresh from the sum, it would drown in round-off.
        return GaussianMixture(self.weights, alpha * self.means, covs, (alpha**2 * variances + sigma**2, axes))

    def log_density(self, x: Any) -> Any:
        """log p(x) in nats, (..., d) -> (...). Raises ValueError if some Σ_k is singular (p is no density)."""
        return _log_sum_exp(self._log_terms(x))

    def density(self, x: Any) -> Any:
        """p(x), (..., d) -> (...)."""
        return np.exp(self.log_density(x))

    def responsibilities(self, x: Any) -> np.ndarray:
        """p(k | x) = w_k N(x; m_k, Σ_k) / p(x), (..., d) -> (..., K), summing to 1."""
        log_terms = self._log_terms(x)
        return np.exp(log_terms - _log_sum_exp(log_terms)[..., None])

    def score(self, x: Any) -> np.ndarray:
        """∇ log p(x) = −Σ_k p(k | x) Σ_k⁻¹ (x − m_k), (..., d) -> (..., d)."""
        responsibilities = self.responsibilities(x)
        variances, axes = self._spectrum
        pull = np.einsum("kij,...kj->...ki", axes, self._along_axes(x) / variances)  # Σ_k⁻¹ (x − m_k)
        return -np.einsum("...k,...ki->...i", responsibilities, pull)

    def posterior_mean(self, x_t: Any, alpha: float, sigma: float) -> np.ndarray:
        """E[x_0 | x_t], the best denoiser: (..., d) -> (..., d), for x_t = α x_0 + σ ε.

            E[x_0 | x_t] = Σ_k p(k | x_t) μ_k,    μ_k = m_k + α Σ_k (α² Σ_k + σ² I)⁻¹ (x_t − α m_k)

        At σ = 0 it is x_t/α; at α = 0 it is the mean of the mixture.
        """
        weights, means, _ = self.posterior(x_t, alpha, sigma)
        return np.einsum("...k,...ki->...i", weights, means)

    def posterior_cov(self, x_t: Any, alpha: float, sigma: float) -> np.ndarray:
        """Cov[x_0 | x_t] = Σ_k p(k | x_t) (C_k + (μ_k − E)(μ_k − E)ᵀ), (..., d) -> (..., d, d).

        C_k = σ² Σ_k (α² Σ_k + σ² I)⁻¹; μ_k and E = E[x_0 | x_t] as in `posterior_mean`. Zero at σ = 0.
        """
        return _mixed_cov(*self.posterior(x_t, alpha, sigma))

    def posterior(self, x_t: Any, alpha: float, sigma: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The mixture p(x_0 | x_t): its weights p(k | x_t) (..., K), means μ_k (..., K, d) and covs C_k (K, d, d).

        At α = 0 it is the mixture itself, at σ = 0 one point (K = 1).
        """
        alpha, sigma = not_negative("alpha", alpha), not_negative("sigma", sigma)
        x_t = arrays.points("x_t", x_t, (..., self.means.shape[1]))
        lead, (K, d) = x_t.shape[:-1], self.means.shape
        if alpha == 0:  # x_t says nothing about x_0: the prior
            return np.broadcast_to(self.weights, (*lead, K)), np.broadcast_to(self.means, (*lead, K, d)), self.covs
        if sigma == 0:  # x_t says everything, also where x_0 has no density: one point
            return np.ones((*lead, 1)), (x_t / alpha)[..., None, :], np.zeros((1, d, d))
        noised = self.noised(alpha, sigma)
        variances, axes = self._spectrum
        share = variances / noised._spectrum[0]  # Σ_k (α² Σ_k + σ² I)⁻¹ along the principal axes
        means = self.means + np.einsum("kij,...kj->...ki", axes, alpha * share * noised._along_axes(x_t))
        return noised.responsibilities(x_t), means, np.einsum("kij,kj,klj->kil", axes, sigma**2 * share, axes)

    def _along_axes(self, x: Any) -> np.ndarray:
        """Qᵀ (x − m_k): (..., d) -> (..., K, d)."""
        x = arrays.points("x", x, (..., self.means.shape[1]))
        return np.einsum("kij,...ki->...kj", self._spectrum[1], x[..., None, :] - self.means)

    def _log_terms(self, x: Any) -> np.ndarray:
        """log w_k + log N(x; m_k, Σ_k), (..., d) -> (..., K)."""
        variances, _ = self._spectrum
        if np.any(variances == 0):
            raise ValueError(
                f"covs must be non-singular for a density, got a variance of 0 in component "
                f"{variances.min(1).argmin()}: add noise with noised(alpha, sigma)"
            )
        squares = np.sum(self._along_axes(x) ** 2 / variances, axis=-1)
        with np.errstate(divide="ignore"):  # a weight of 0 is log w = −∞, which is meant
            return np.log(self.weights) - 0.5 * (squares + np.sum(np.log(2 * np.pi * variances), axis=-1))


# The course's own example on a line: two modes of unequal weight, with mean 0 and variance 1.
bimodal = GaussianMixture(weights=[0.3, 0.7], means=[[-1.4], [0.6]], covs=[[[0.16]], [[0.16]]])


def _log_sum_exp(log_terms: np.ndarray) -> Any:
    """log Σ_k exp(log_terms_k) over the last axis, safe because the largest term is taken out first."""
    largest = log_terms.max(axis=-1, keepdims=True)
    return largest[..., 0] + np.log(np.sum(np.exp(log_terms - largest), axis=-1))


def _mixed_cov(weights: np.ndarray, means: np.ndarray, covs: np.ndarray) -> np.ndarray:
    """Covariance within and between: weights (..., K), means (..., K, d), covs (K, d, d) -> (..., d, d)."""
    centred = means - np.einsum("...k,...ki->...i", weights, means)[..., None, :]
    return np.einsum("...k,kij->...ij", weights, covs) + np.einsum(
        "...k,...ki,...kj->...ij", weights, centred, centred, optimize=True
    )
