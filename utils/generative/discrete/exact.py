"""A sequence of L tokens with K values each, so few that all K^L sequences can be enumerated: everything exact.

    law (K, ..., K), L axes        the data's: law[x] = q(x_0 = x)
    noised (S, ..., S)             q(x_t), each token noised on its own
    denoiser (L, S, ..., S, K)     p(x_0^l = k | x_t)

A sampler of T steps draws x_s token by token, each from its own q(x_s^l | x_t): what the tokens know of each other
within a step is lost. Its law is exact here too, and so is its KL divergence from the data's.
"""

from functools import reduce
from itertools import combinations, pairwise, product
from math import comb
from typing import Any

import numpy as np
from scipy.special import rel_entr

from utils.common import arrays
from utils.common.checks import an_instance, probability, whole_number
from utils.generative.discrete.tokens import Chain


def noised(law: Any, chain: Chain, alpha: float) -> np.ndarray:
    """q(x_t) (S, ..., S) where each token is kept with probability alpha."""
    law = checked_law(law, chain)
    return (law.ravel() @ _transitions(law, chain, alpha)).reshape((chain.states,) * law.ndim)


def denoiser(law: Any, chain: Chain, alpha: float) -> np.ndarray:
    """p(x_0^l = k | x_t) (L, S, ..., S, K), the exact one; 0 where x_t has probability 0. alpha: of x_t."""
    law = checked_law(law, chain)
    joint = law.reshape(-1, 1) * _transitions(law, chain, alpha)  # (x_0, x_t)
    tokens = np.indices(law.shape).reshape(law.ndim, -1)
    each = np.array([[joint[place == k].sum(axis=0) for k in range(chain.values)] for place in tokens])
    found = np.divide(each, joint.sum(axis=0), out=np.zeros_like(each), where=joint.sum(axis=0) > 0)
    return np.moveaxis(found, 1, 2).reshape(law.ndim, *(chain.states,) * law.ndim, chain.values)


def step(law: Any, chain: Chain, alpha_s: float, alpha_t: float) -> np.ndarray:
    """p(x_s | x_t) (S^L, S^L) of one step of the sampler with the exact denoiser: Π_l q(x_s^l | x_t).

    q(x_s^l | x_t) = Σ_k q(x_s^l | x_t^l, x_0^l = k) p(x_0^l = k | x_t). Sequences are counted as numpy ravels them.
    """
    L = checked_law(law, chain).ndim
    tokens = np.indices((chain.states,) * L).reshape(L, -1)
    back = chain.posterior(tokens, alpha_s, alpha_t)
    each = np.einsum("lnks,lnk->lns", back, denoiser(law, chain, alpha_t).reshape(*tokens.shape, chain.values))
    return reduce(lambda made, one: (made[:, :, None] * one[:, None, :]).reshape(len(one), -1), each)


def sampler_law(law: Any, chain: Chain, alphas: Any) -> np.ndarray:
    """The law (K, ..., K) of what the sampler ends with, from pure noise. alphas rise from 0 to 1, T + 1 of them.

    The sampler begins with tokens from π and has T steps; the last leads to α = 1, where every token is data.
    """
    law, alphas = checked_law(law, chain), arrays.points("alphas", alphas, ("T + 1",), least=2)
    if alphas[0] != 0 or alphas[-1] != 1 or np.diff(alphas).min() <= 0:
        raise ValueError(f"alphas must rise from 0 to 1, got {alphas}")
    now = reduce(np.multiply.outer, [chain.law] * law.ndim).ravel()
    for alpha_t, alpha_s in pairwise(alphas):
        now = now @ step(law, chain, alpha_s, alpha_t)
    return now.reshape((chain.states,) * law.ndim)[(slice(chain.values),) * law.ndim]


def masked_bound(law: Any) -> np.ndarray:
    """The continuous-time bound of the absorbing chain with the exact denoiser, in nats, for each sequence (K, ..., K):

        ∫_0^1 dt/t E[Σ_{l masked} −log p(x^l | rest)] = Σ_M (|M| − 1)! (L − |M|)!/L! Σ_{l ∈ M} −log p(x^l | not M)

    over all nonempty sets M of masked places: a set of k has the probability t^k (1 − t)^(L − k), and the integral is
    a Beta function. law > 0. It equals −log law. Source: Ou et al. 2024, arXiv 2406.03736; Shi et al. 2024, 2406.04329.
    """
    law = checked_law(law, positive=True)
    bound = np.zeros_like(law)
    for k in range(1, law.ndim + 1):
        for masked in combinations(range(law.ndim), k):
            for place in masked:
                alone = law.sum(axis=tuple(l for l in masked if l != place), keepdims=True)
                bound = bound - np.log(alone / law.sum(axis=masked, keepdims=True)) / (k * comb(law.ndim, k))
    return bound


def path_bound(law: Any, chain: Chain, nodes: int = 60) -> np.ndarray:
    """The continuous-time bound of any chain with the exact reverse rates, in nats, for each sequence (K, ..., K):

        ∫_0^1 dα/α E[Σ_y π(x_t^l) (ρ(y) − ρ_0(y) + ρ_0(y) log(ρ_0(y)/ρ(y)))],    ρ(y) = q(y)/q(x_t)

    y: x_t with its token l changed; ρ_0: the same ratio given x_0. It is lecture 28's (28.4) with the truth given x_0.
    law > 0. Gauss–Legendre in w, 1 − α = w⁴, with `nodes` of them.
    Source: Campbell et al. 2022, arXiv 2205.14987; Lou, Meng & Ermon 2024, arXiv 2310.16834, theorem 3.6.
    """
    law, L, S = checked_law(law, chain, positive=True), np.ndim(law), chain.states
    tokens, at = np.indices((S,) * L).reshape(L, -1), np.arange(S**L)
    w, weight = np.polynomial.legendre.leggauss(whole_number("nodes", nodes))
    total = np.zeros(law.size)
    for u, du in zip((w + 1) / 2, weight / 2):
        q_0 = _transitions(law, chain, 1 - u**4)  # (x_0, x_t)
        q = law.ravel() @ q_0
        for place, value in product(range(L), range(S)):
            y = at + (value - tokens[place]) * S ** (L - 1 - place)
            rate = chain.law[tokens[place]]
            flow, flow_0 = rate * q[y] / q * q_0, rate * q_0[:, y]  # π ρ q_0 and π ρ_0 q_0
            total += 4 * u**3 * du / (1 - u**4) * (flow - flow_0 + rel_entr(flow_0, flow)).sum(axis=1)
    return total.reshape(law.shape)


def total_correlation(law: Any) -> float:
    """KL of the law from the product of its tokens' laws, in nats: what is lost by drawing all tokens at once."""
    law = checked_law(law)
    singles = [law.sum(axis=tuple(m for m in range(law.ndim) if m != l)) for l in range(law.ndim)]
    return float(rel_entr(law, reduce(np.multiply.outer, singles)).sum())


def checked_law(value: Any, chain: Any = ..., positive: bool = False) -> np.ndarray:
    """A law (K, ..., K), with as many values a token as the chain, if there is one. positive: above 0 everywhere."""
    law = arrays.points("law", value)
    K = law.shape[:1] if chain is ... else (an_instance("chain", chain, Chain).values,)
    fits = law.ndim and set(law.shape) == set(K) and abs(law.sum() - 1) < 1e-8
    if not fits or law.min() < 0 or (positive and law.min() == 0):
        what = f"probabilities{positive * ' above 0'} (K, ..., K), K = {K}"
        raise ValueError(f"law must be {what}, got {law.shape}, lowest {law.min(initial=1):g}, sum {law.sum():.8g}")
    return law


def _transitions(law: np.ndarray, chain: Chain, alpha: float) -> np.ndarray:
    """q(x_t | x_0) (K^L, S^L): one kernel a token."""
    return reduce(np.kron, [chain.kernel(probability("alpha", alpha))[: chain.values]] * law.ndim)
