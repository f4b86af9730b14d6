"""How much of the variation lives on which level, and how the levels depend on one another."""

import numpy as np

from utils.common.checks import an_instance, positive
from utils.hierarchy.passes import Analysis, up
from utils.hierarchy.tree import Hierarchy


def energies(analysis: Analysis) -> np.ndarray:
    """E_l = Σ_i m_l[i] d_l[i]² / m_D, (D,) or (D, k): the variance between siblings of level l.

    With H = I, Σ_l E_l = Σ_i m_i (x_i − x_D)² / m_D, the variance of the leaves (Parseval), and after heat for a time t
    each is e^{−2 λ_l t} E_l.
    """
    masses = an_instance("analysis", analysis, Analysis).tree.node_masses
    return np.array([m @ d**2 for m, d in zip(masses, analysis.details)]) / masses[-1]


def scale_profile(analysis: Analysis) -> np.ndarray:
    """E_l / Σ_l E_l, (D,) or (D, k): on which level the variation lives. 0 for a constant."""
    E = energies(analysis)
    return E / np.where(E.sum(axis=0) > 0, E.sum(axis=0), 1)


def level_features(analysis: Analysis) -> tuple[np.ndarray, np.ndarray]:
    """Numbers that describe a signal by levels, of order 1, (D,) or (D, k), and 2, (D(D + 1)/2,) or (..., k).

        order 1:  A_l = Σ_i m_l[i] |d_l[i]| / m_D          order 2:  E_l'(|d_l|),  l ≤ l' < D

    They sum to the energies, E_l = A_l² + Σ_l' E_l'(|d_l|). The modulus between two up-passes is essential: means of
    details are 0, and details of details are linear in x again.
    Source: the scattering transform of Bruna & Mallat 2013, with a tree's averages in place of wavelets.
    """
    tree = an_instance("analysis", analysis, Analysis).tree
    above = (Hierarchy(tree.parents[l:], m) for l, m in enumerate(tree.node_masses[:-1]))
    again = [up(one, abs(d)) for one, d in zip(above, analysis.details)]
    return np.array([one.values[-1][0] for one in again]), np.concatenate([energies(one) for one in again])


def noise_energies(tree: Hierarchy, sigma: float) -> np.ndarray:
    """What independent noise adds to each E_l on average, (D,): σ² (n_l⁺ − n_{l+1}⁺)/m_D, n⁺ the nodes with mass.

    sigma: the noise of a leaf of mass m has standard deviation σ/√m, as a mean of m measurements has.
    """
    known = [np.count_nonzero(mass) for mass in an_instance("tree", tree, Hierarchy).node_masses]
    return positive("sigma", sigma) ** 2 * -np.diff(known) / tree.node_masses[-1][0]


def denoising_gains(analysis: Analysis, sigma: float) -> np.ndarray:
    """g_l = s_l²/(s_l² + σ_l²), (D,) or (D, k): Tweedie's denoiser for `down`.

    Exact for Gaussian trees in which siblings have equal masses and s_l² is known.
    σ_l² = `noise_energies`, s_l² = max(0, E_l − σ_l²): the signal's energy on a level, judged by what was seen there.
    """
    seen = energies(analysis)
    noise = noise_energies(analysis.tree, sigma).reshape(-1, *[1] * (seen.ndim - 1))
    return np.maximum(seen - noise, 0) / np.where(seen > 0, seen, 1)
