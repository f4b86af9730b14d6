"""How far one Gaussian is from another, exactly: Kullback–Leibler in nats, Wasserstein-2 in the units of x.

Both are written so that two nearly equal Gaussians keep their digits (the prior gap of a good schedule is tiny).
"""

from typing import Any

import numpy as np

from utils.common import arrays


def gaussian_kl(mean: Any, cov: Any, mean2: Any, cov2: Any) -> float:
    """KL(N(m₁, Σ₁) ‖ N(m₂, Σ₂)) in nats: what is lost by taking the second for the first. A float.

        ½ [ tr(Σ₂⁻¹ Σ₁) − d − log det(Σ₂⁻¹ Σ₁) + (m₂ − m₁)ᵀ Σ₂⁻¹ (m₂ − m₁) ]

    mean, mean2: (d,); cov, cov2: (d, d). In one dimension plain numbers will do: mean and VARIANCE.
    ∞ if Σ₁ is singular. Raises ValueError if shapes differ, or Σ₂ is singular, or a Σ is not a covariance.
    Source: Kullback 1959, Information Theory and Statistics, chapter 9.
    """
    mean, values, axes = _gaussian("mean", mean, "cov", cov)
    mean2, values2, axes2 = _gaussian("mean2", mean2, "cov2", cov2)
    _same_dimension(mean, mean2)
    if values2.min() == 0:
        raise ValueError(f"cov2 must be non-singular, got {cov2!r}")
    whiten = axes2 / np.sqrt(values2)  # whitenᵀ Σ₂ whiten = I
    half = whiten.T @ (axes * np.sqrt(values))
    ratios = np.linalg.svd(half, compute_uv=False) ** 2  # eigenvalues of Σ₂⁻¹ Σ₁, never negative
    shift = whiten.T @ (mean2 - mean)
    with np.errstate(divide="ignore"):  # a ratio of 0 gives ∞, which is meant
        return float(0.5 * (np.sum((ratios - 1) - np.log(ratios)) + shift @ shift))


def gaussian_w2(mean: Any, cov: Any, mean2: Any, cov2: Any) -> float:
    """Wasserstein-2 distance between N(m₁, Σ₁) and N(m₂, Σ₂), in the units of x. A float.

        W₂² = |m₁ − m₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₂^½ Σ₁ Σ₂^½)^½) = |m₁ − m₂|² + min_U ‖Σ₁^½ − Σ₂^½ U‖²

    with U over the orthogonal matrices; the second form, used here, has no cancellation. Arguments as in `gaussian_kl`;
    singular covariances are allowed. Note that the distance is returned, not its square.
    Source: Dowson & Landau 1982, The Fréchet Distance between Multivariate Normal Distributions; the best U is
    the solution of the orthogonal Procrustes problem.
    """
    mean, values, axes = _gaussian("mean", mean, "cov", cov)
    mean2, values2, axes2 = _gaussian("mean2", mean2, "cov2", cov2)
    _same_dimension(mean, mean2)
    root, root2 = (axes * np.sqrt(values)) @ axes.T, (axes2 * np.sqrt(values2)) @ axes2.T
    left, _, right = np.linalg.svd(root2 @ root)
    return float(np.sqrt(np.sum((mean - mean2) ** 2) + np.sum((root - root2 @ left @ right) ** 2)))


def _gaussian(mean_name: str, mean: Any, cov_name: str, cov: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean (d,) and the covariance as eigenvalues (d,) and eigenvectors (d, d), checked."""
    mean, cov = arrays.points(mean_name, mean), arrays.points(cov_name, cov)
    if mean.ndim == 0 and cov.ndim == 0:
        mean, cov = mean.reshape(1), cov.reshape(1, 1)
    arrays.check_shape(mean_name, mean.shape, ("d",))
    if cov.shape != (len(mean), len(mean)):
        wanted = (len(mean), len(mean))
        raise ValueError(f"{cov_name} must have shape {wanted} to fit {mean_name} {mean.shape}, got {cov.shape}")
    if not np.allclose(cov, cov.T, rtol=0, atol=1e-12 * np.abs(cov).max()):
        raise ValueError(f"{cov_name} must be symmetric, got {cov!r}")
    values, axes = np.linalg.eigh(cov)
    round_off = 1e-12 * np.abs(values).max()
    if values[0] < -round_off:
        raise ValueError(f"{cov_name} must have no negative eigenvalue, got {values[0]:.4g}")
    # Only what is below the accuracy of eigh itself is a zero.
    return mean, np.where(values <= np.finfo(float).eps * len(mean) * np.abs(values).max(), 0.0, values), axes


def _same_dimension(mean: np.ndarray, mean2: np.ndarray) -> None:
    if mean.shape != mean2.shape:
        raise ValueError(f"mean2 must have the dimension of mean, {len(mean)}, got {len(mean2)}")
