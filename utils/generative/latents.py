"""Latents: fewer numbers that stand for a picture, and the way there and back, with the scaling in one place.

    z = (E(x) − shift) / scale,    x ≈ D(scale · z + shift)

E and D are an encoder and a decoder: principal components (`pca`) or an autoencoder (`picture_vae.code`). Diffusion
sees z alone. Whoever decodes cannot forget the scale: `Latent.decode` undoes what `encode` did.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import a_function, truth, whole_number


@dataclass(frozen=True, eq=False)
class Latent:
    """encoder: rows (n, d) -> codes (n, k); decoder: codes -> rows. shift, scale: numbers or (k,), scale > 0."""

    encoder: Callable[[np.ndarray], np.ndarray]
    decoder: Callable[[np.ndarray], np.ndarray]
    shift: Any
    scale: Any

    def encode(self, x: Any) -> np.ndarray:
        """(n, ...) -> z (n, k). x: pictures or rows, flattened."""
        return (self.encoder(as_rows("x", x)) - self.shift) / self.scale

    def decode(self, z: Any) -> np.ndarray:
        """z (n, k) -> rows (n, d)."""
        return self.decoder(self.scale * arrays.points("z", z, ("n", "k")) + self.shift)


def as_rows(name: str, x: Any, least: int = 1) -> np.ndarray:
    """Pictures or rows (n, ...) as float64 (n, d), or ValueError."""
    x = arrays.points(name, x)
    if x.ndim < 2 or len(x) < least or x.size == 0:
        raise ValueError(f"{name} must have shape (n, ...) with n of at least {least}, got {x.shape}")
    return x.reshape(len(x), -1)


def fit_scale(encoder: Callable, decoder: Callable, rows: Any, each: bool = False) -> Latent:
    """The Latent whose codes of `rows` have mean 0 and variance 1: all k numbers together, or (`each`) each for itself.

    One number for all keeps the relative sizes of the codes. Raises ValueError if a code does not vary.
    Source: Rombach et al. 2022, High-Resolution Image Synthesis with Latent Diffusion Models, appendix G.
    """
    codes = a_function("encoder", encoder)(as_rows("rows", rows, 2))
    spread = codes.std(axis=0)
    scale = spread if truth("each", each) else np.sqrt(np.mean(spread**2))
    if np.any(scale == 0):
        raise ValueError("rows must have codes that vary, got a code with variance 0")
    return Latent(encoder, a_function("decoder", decoder), codes.mean(axis=0), scale)


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components: mean (d,), axes (d, d) with axis i in ROW i, variances λ (d,), falling.

    x = mean + Σ_i c_i axes_i, and Var c_i = λ_i (over n, not n − 1). Source: Jolliffe 2002, chapter 2.
    """

    mean: np.ndarray
    axes: np.ndarray = field(repr=False)
    variances: np.ndarray

    def dropped(self, k: int) -> float:
        """Σ_{i>k} λ_i: the mean squared distance between a row and what its first k components give back."""
        return float(self.variances[self._at_most_all(k) :].sum())

    def first(self, k: int, rows: Any, each: bool = False) -> Latent:
        """The Latent of the first k coordinates c = axes_k (x − mean), scaled by `fit_scale`. k ≥ 1."""
        axes = self.axes[: whole_number("k", self._at_most_all(k))]
        return fit_scale(lambda x: (x - self.mean) @ axes.T, lambda c: c @ axes + self.mean, rows, each)

    def rest(self, k: int, n: int, rng: np.random.Generator) -> np.ndarray:
        """n samples of what the first k leave out, taken for Gaussian: N(0, Σ_{i>k} λ_i a_i a_iᵀ), (n, d)."""
        k, shape = self._at_most_all(k), (whole_number("n", n), len(self.mean))
        z = arrays.numpy_generator("rng", rng).standard_normal(shape)
        return (z * np.sqrt(self.variances))[:, k:] @ self.axes[k:]

    def _at_most_all(self, k: int) -> int:
        if whole_number("k", k, least=0) > len(self.mean):
            raise ValueError(f"k must be at most {len(self.mean)}, the number of components, got {k}")
        return k


def pca(rows: Any) -> Components:
    """Principal components of rows (n, ...), flattened; the largest entry of each axis is positive."""
    rows = as_rows("rows", rows, 2)
    mean = rows.mean(axis=0)
    variances, axes = np.linalg.eigh((rows - mean).T @ (rows - mean) / len(rows))
    axes = axes.T[::-1]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return Components(mean, axes * np.sign(largest), np.maximum(variances[::-1], 0.0))
