"""Epidemics in a closed population of N people who mix evenly. Times in days, rates per day.

The models are of processes.jumps: `mean_field` gives the ODE, `reachable` the master equation, `gillespie.simulate`
paths. Who is removed is N less all the others.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import lambertw

from utils.common.checks import not_negative, positive, probability, whole_number


@dataclass(frozen=True)
class SIR:
    """Susceptible → infectious → removed; the state is (S, I).

        infection  β S I/N        removal  γ I        R_0 = β/γ

    beta ≥ 0: contacts a day that pass the infection on, gamma > 0: 1/γ is the mean time infectious. N: people.
    Source: Kermack & McKendrick 1927; the chain: Bartlett 1949.
    """

    beta: float
    gamma: float
    N: int
    compartments = ("susceptible", "infectious")
    changes = np.array([[-1, 1], [0, -1]])

    def __post_init__(self) -> None:
        not_negative("beta", self.beta), positive("gamma", self.gamma), whole_number("N", self.N)

    @property
    def R0(self) -> float:
        """How many one case infects where all others are susceptible."""
        return self.beta / self.gamma

    def start(self, infectious: int = 1, immune: int = 0) -> np.ndarray:
        """(S, I) with so many infectious and immune, all others susceptible."""
        return np.array([_others(self.N, infectious, immune), infectious])

    def rates(self, state: Any) -> tuple[Any, Any]:
        """Of infection and removal, for a state (2, ...)."""
        S, I = state
        return self.beta / self.N * S * I, self.gamma * I


@dataclass(frozen=True)
class SEIR:
    """Susceptible → exposed, not yet infectious → infectious → removed; the state is (S, E, I).

        infection  β S I/N        onset  σ E        removal  γ I        R_0 = β/γ

    sigma > 0: 1/σ is the mean latent time. It slows the epidemic down and leaves R_0 and the final size alone.
    """

    beta: float
    sigma: float
    gamma: float
    N: int
    compartments = ("susceptible", "exposed", "infectious")
    changes = np.array([[-1, 1, 0], [0, -1, 1], [0, 0, -1]])

    def __post_init__(self) -> None:
        not_negative("beta", self.beta), positive("sigma", self.sigma), positive("gamma", self.gamma)
        whole_number("N", self.N)

    @property
    def R0(self) -> float:
        """How many one case infects where all others are susceptible."""
        return self.beta / self.gamma

    @property
    def growth(self) -> float:
        """r, the rate at which a young epidemic grows: (1 + r/σ)(1 + r/γ) = R_0.

        Source: Wallinga & Lipsitch 2007, How generation intervals shape the relationship of R and r.
        """
        half = (self.sigma + self.gamma) / 2
        return float(np.sqrt(half**2 + self.sigma * self.gamma * (self.R0 - 1)) - half)

    def start(self, infectious: int = 1, immune: int = 0) -> np.ndarray:
        """(S, E, I) with so many infectious and immune, nobody exposed, all others susceptible."""
        return np.array([_others(self.N, infectious, immune), 0, infectious])

    def rates(self, state: Any) -> tuple[Any, Any, Any]:
        """Of infection, onset and removal, for a state (3, ...)."""
        S, E, I = state
        return self.beta / self.N * S * I, self.sigma * E, self.gamma * I


def final_size(R0: float, susceptible: float = 1.0, infectious: float = 0.0) -> float:
    """z, the share of the population infected in the whole epidemic, those infectious at the start not counted.

        ln(s_0/s_∞) = R_0 (s_0 + i_0 − s_∞),    z = s_0 − s_∞,    s_∞ = −W(−R_0 s_0 e^{−R_0 (s_0 + i_0)})/R_0

    W: Lambert's function, principal branch. R0 ≥ 0; the shares s_0, i_0 of the start, at most 1 together.
    i_0 = 0 is the limit of a few first cases: 0 for R_0 s_0 ≤ 1.
    Source: Kermack & McKendrick 1927; Ma & Earn 2006, Generality of the final size formula.
    """
    R0, s, i = not_negative("R0", R0), probability("susceptible", susceptible), probability("infectious", infectious)
    if s + i > 1 + 1e-12:
        raise ValueError(f"infectious must be at most 1 − susceptible = {1 - s:g}, got {infectious!r}")
    if R0 == 0 or (i == 0 and R0 * s <= 1):
        return 0.0
    left = -float(lambertw(-R0 * s * np.exp(-R0 * (s + i))).real) / R0
    return max(0.0, s - left)  # −1e−17 by round-off where next to nobody is infected


def herd_immunity(R0: float) -> float:
    """1 − 1/R_0, the share immune from which on cases dwindle; 0 for R_0 ≤ 1.

    It is not the final size: for R_0 = 2 they are .5 and .797.
    """
    return max(0.0, 1 - 1 / positive("R0", R0))


def extinction(R0: float, infectious: int = 1) -> float:
    """min(1, 1/R_0)^I: the probability that an outbreak dies out while nearly all are still susceptible.

    For SIR and SEIR as above, whose infectious time is exponential: a case infects n others with probability
    p (1 − p)^n, p = 1/(1 + R_0). R0 ≥ 0; infectious: the first cases I.
    Source: Kendall 1948; Whittle 1955, The outcome of a stochastic epidemic.
    """
    infectious = whole_number("infectious", infectious, least=0)
    return (1 / R0 if not_negative("R0", R0) > 1 else 1.0) ** infectious


def _others(N: int, infectious: Any, immune: Any) -> int:
    others = N - whole_number("infectious", infectious, least=0) - whole_number("immune", immune, least=0)
    if others < 0:
        raise ValueError(f"infectious and immune must be at most N = {N} together, got {infectious} + {immune}")
    return others
