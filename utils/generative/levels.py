"""One schedule a level: each coordinate of an orthonormal basis is noised on a schedule of its own.

    c_t = A_t c_0 + S_t ε,    A_t, S_t diagonal,  c_0 = U x_0 the coordinates of x_0

With all entries alike it is the noising of every other lecture, in a turned basis. Coarse first: the fine coordinates
are pure noise until the coarse ones are done.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import a_function, an_instance, whole_number
from utils.generative.mixtures import GaussianMixture


def posterior_mean(mixture: GaussianMixture, c_t: Any, alphas: Any, sigmas: Any) -> np.ndarray:
    """E[c_0 | c_t], (n, d) -> (n, d), for c_0 ~ mixture, with alphas, sigmas (d,): one pair a coordinate.

        E[c_0 | c_t] = Σ_k p(k | c_t) [m_k + Σ_k A (A Σ_k A + S²)⁻¹ (c_t − A m_k)]

    alphas ≥ 0, sigmas > 0. Levels may lie many powers of ten apart: each coordinate is first divided by its own size.
    """
    d = an_instance("mixture", mixture, GaussianMixture).means.shape[1]
    c_t = arrays.points("c_t", c_t, ("n", d))
    alphas, sigmas = arrays.points("alphas", alphas, (d,)), arrays.points("sigmas", sigmas, (d,))
    if np.any(alphas < 0) or np.any(sigmas <= 0):
        raise ValueError(f"alphas must be at least 0 and sigmas above 0, got {alphas} and {sigmas}")
    logs, means = [], []
    for weight, m, cov in zip(mixture.weights, mixture.means, mixture.covs):
        total = alphas[:, None] * cov * alphas + np.diag(sigmas**2)
        size = np.sqrt(np.diag(total))
        root = np.linalg.cholesky(total / np.outer(size, size))
        z = np.linalg.solve(root, ((c_t - alphas * m) / size).T)  # white noise, if this component is the right one
        with np.errstate(divide="ignore"):  # a weight of 0 is log w = −∞, which is meant
            logs.append(np.log(weight) - np.log(np.diag(root)).sum() - np.log(size).sum() - 0.5 * (z**2).sum(axis=0))
        means.append(m + np.linalg.solve(root.T, z).T / size @ (alphas[:, None] * cov))
    shares = np.exp(np.array(logs) - np.max(logs, axis=0))
    return np.einsum("kn,kni->ni", shares / shares.sum(axis=0), np.array(means))


def flow(denoise: Callable[[np.ndarray, np.ndarray], np.ndarray], sigmas: Any, c: Any) -> Iterator[np.ndarray]:
    """Euler steps of dc_i = (c_i − E[c_i | c]) dσ_i/σ_i with α = 1: states (n, d), the first one c itself.

    sigmas (steps + 1, d): noise of each coordinate, never rising; one at 0 stays. denoise(c, σ (d,)) -> (n, d).
    """
    a_function("denoise", denoise)
    sigmas = arrays.points("sigmas", sigmas, ("steps", "d"), least=2)
    c = arrays.points("c", c, ("n", sigmas.shape[1]))
    if np.any(sigmas < 0) or np.any(np.diff(sigmas, axis=0) > 0):
        raise ValueError("sigmas must be at least 0 and never rise from row to row, got one that does")
    return _states(denoise, sigmas, c)


def _states(denoise: Callable[[np.ndarray, np.ndarray], np.ndarray], sigmas: np.ndarray, c: Any) -> Iterator[Any]:
    yield c
    for now, then in pairwise(sigmas):
        change = np.divide(then - now, now, out=np.zeros_like(now), where=now > 0)
        c = c + change * (c - denoise(c, now))
        yield c


def block_basis(side: int) -> np.ndarray:
    """An orthonormal basis of side × side pictures, axes in rows: first the 2 × 2 blocks' sums/2, then the details.

    Each block of four pixels has one coarse coordinate (twice its mean) and three fine ones. side: even.
    Source: Haar 1910.
    """
    if whole_number("side", side, least=2) % 2:
        raise ValueError(f"side must be even, got {side}")
    pairs, half = np.eye(side // 2), np.sqrt(0.5)
    one = [np.kron(pairs, row) for row in ([half, half], [half, -half])]
    return np.concatenate([np.kron(a, b) for a in one for b in one])
