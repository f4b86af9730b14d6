"""When an epidemic can grow on a network, and how many it reaches: from the matrix, and from the degrees alone.

p_k: the share of nodes with k ties; ⟨·⟩: the mean over nodes. T = β/(β + γ): the probability that one who is infected
passes it along one tie before recovering. Two thresholds, which agree where all have the same k ≫ 1:

    SIS  β/γ > 1/λ_max(A)                  from every tie of a given network (`epidemic_threshold`)
    SIR  T   > ⟨k⟩/(⟨k²⟩ − ⟨k⟩)            from degrees, ties fixed; nobody infects his infector (`branching_threshold`)

They disagree on a star, where λ_max = √(n − 1) and ⟨k²⟩/⟨k⟩ = n/2, and wherever a few hubs hold the infection: with
p_k ~ k^{−α}, α > 3, the second stays above 0 for n → ∞, while λ_max grows as the root of the largest degree.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import brentq

from utils.common import arrays
from utils.common.checks import not_negative
from utils.networks.measures import spectral_radius


def epidemic_threshold(A: Any) -> float:
    """1/λ_max(A): for β/γ below it, SIS and SIR die out at rate γ − β λ_max or faster, whatever the network and start.

    The probability x_i of being infected obeys dx/dt ≤ (β Aᵀ − γ) x. Above it the mean-field equation has an endemic
    state, but the process on a finite network may still die soon. A (n, n), directed or not; np.inf for λ_max = 0.
    Source: Wang, Chakrabarti, Wang & Faloutsos 2003, Epidemic spreading in real networks: an eigenvalue viewpoint.
    """
    largest = spectral_radius(A)
    return 1 / largest if largest > 0 else np.inf


def branching_threshold(degrees: Any) -> float:
    """⟨k⟩/(⟨k²⟩ − ⟨k⟩), of T = β/(β + γ), for SIR on a large network that has these degrees and is random otherwise.

    The far end of a tie has k with probability k p_k/⟨k⟩, and k − 1 ties that lead on: one case infects
    T ⟨k² − k⟩/⟨k⟩ others. degrees: whole numbers (n,). np.inf where no tie leads on; above 1: no T suffices.
    Source: Newman 2002, Spread of epidemic disease on networks, Phys. Rev. E 66, 016128.
    """
    k = _degrees(degrees)
    onward = (k * (k - 1)).sum()
    return float(k.sum() / onward) if onward else np.inf


def configuration_size(degrees: Any, beta: float, gamma: float) -> float:
    """z, the share infected in a large SIR outbreak from few seeds, on a network random but for its degrees.

        u = G_1(1 − T + T u),    z = 1 − G_0(1 − T + T u),    G_0(x) = Σ_k p_k x^k,    G_1 = G_0'/⟨k⟩

    u: the probability that the far end of a tie is not infected by others. (With v = 1 − T + T u, that nothing comes
    along a tie: v = 1 − T + T G_1(v), z = 1 − G_0(v).) 0 up to the threshold. Exact for n → ∞.
    degrees: whole numbers (n,). beta, gamma ≥ 0: rates of passing it along one tie, and of recovery (0: SI).
    Source: Newman 2002.
    """
    T = _transmissibility(beta, gamma)
    return _reached(degrees, T, lambda u, most: (1 - T + T * u) ** np.arange(most + 1))


def outbreak_probability(degrees: Any, beta: float, gamma: float) -> float:
    """P, that one seed at random sets off a large outbreak: as `configuration_size`, the other way along the ties.

        u = Σ_k (k + 1) p_{k+1}/⟨k⟩ h_k(u),    P = 1 − Σ_k p_k h_k(u),    h_k = (γ + β k u h_{k−1})/(γ + β k),  h_0 = 1

    h_k(u): that nothing large comes from a case with k ties to pass it on, if it comes to nothing with probability u
    along one that carries: either the case recovers first, or one of the k carries. All ties of a case share its time
    to recovery: it often infects nobody, so P ≤ z. If each tie had its own, h_k = (1 − T + T u)^k and P = z (as
    Newman 2002 has it). Source: Kenah & Robins 2007, Phys. Rev. E 76, 036113.
    """
    T = _transmissibility(beta, gamma)

    def comes_to_nothing(u: float, most: int) -> np.ndarray:
        h = np.ones(most + 1)
        for k in range(1, most + 1):
            h[k] = (gamma + beta * k * u * h[k - 1]) / (gamma + beta * k)
        return h

    return _reached(degrees, T, comes_to_nothing)


def _reached(degrees: Any, T: float, h: Callable[[float, int], np.ndarray]) -> float:
    """1 − Σ_k p_k h_k(u) at the least root of u = Σ_k (k + 1) p_{k+1}/⟨k⟩ h_k(u). h(u, K): h_0 … h_K; h_k'(1) = k T."""
    if branching_threshold(degrees) >= T:  # the right side rises by at most 1 at u = 1: no other root
        return 0.0
    share = np.bincount(degrees) / len(degrees)
    onward = np.arange(1, len(share)) * share[1:] / (np.arange(len(share)) @ share)
    gap = lambda u: onward @ h(u, len(onward) - 1) - u  # noqa: E731  (convex)
    below_1 = 1 - 1e-9
    if gap(below_1) >= 0:  # as good as at the threshold
        return 0.0
    return float(1 - share @ h(brentq(gap, 0, below_1), len(onward)))


def _transmissibility(beta: float, gamma: float) -> float:
    beta, gamma = not_negative("beta", beta), not_negative("gamma", gamma)
    return beta / (beta + gamma) if beta else 0.0


def _degrees(value: Any) -> np.ndarray:
    k = arrays.whole_numbers("degrees", value, ("n",))
    if k.min() < 0:
        raise ValueError(f"degrees must be at least 0, got {k.min()}")
    return k
