"""An epidemic in a population of groups that meet each other unequally, and are protected unequally."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import positive


@dataclass(frozen=True, eq=False)
class GroupSIR:
    """SIR in G groups; the state is (S_1..S_G, I_1..I_G). A model of processes.jumps.

        infection in group g    S_g Σ_h β_gh I_h/N_h        removal    γ I_g

    beta (G, G): rate per day at which a person of group g meets and is infected by group h, if all of h are
    infectious. Contacts are mutual: N_g β_gh = N_h β_hg where susceptibility is equal. sizes (G,): people.
    Source: Diekmann, Heesterbeek & Metz 1990, for R_0.
    """

    beta: Any
    gamma: float
    sizes: Any

    def __post_init__(self) -> None:
        sizes = arrays.whole_numbers("sizes", self.sizes, ("G",))
        beta = arrays.points("beta", self.beta, ("G", "G"))
        if beta.shape != (len(sizes), len(sizes)):
            raise ValueError(f"beta and sizes must be (G, G) and (G,), got {beta.shape} and {sizes.shape}")
        positive("gamma", self.gamma)
        if beta.min() < 0 or sizes.min() < 1:
            raise ValueError(f"beta must be at least 0 and sizes at least 1, got {beta.min():g} and {sizes.min()}")
        object.__setattr__(self, "sizes", sizes)  # the way to set a field of a frozen dataclass
        object.__setattr__(self, "beta", beta)

    @property
    def N(self) -> int:
        """People."""
        return int(self.sizes.sum())

    @property
    def compartments(self) -> tuple[str, ...]:
        """(S_1..S_G, I_1..I_G) by name."""
        groups = range(1, len(self.sizes) + 1)
        return (*(f"susceptible {g}" for g in groups), *(f"infectious {g}" for g in groups))

    @property
    def changes(self) -> np.ndarray:
        """Infections of each group, then removals, (2G, 2G)."""
        one, none = np.eye(len(self.sizes), dtype=int), np.zeros((len(self.sizes),) * 2, dtype=int)
        return np.block([[-one, one], [none, -one]])

    @property
    def R0(self) -> float:
        """The largest eigenvalue of K_gh = N_g β_gh/(γ N_h): how many of g one case of h infects."""
        K = self.beta * self.sizes[:, None] / self.sizes / self.gamma
        return float(np.abs(np.linalg.eigvals(K)).max())

    def start(self, infectious: Any, immune: Any = None) -> np.ndarray:
        """The state with so many infectious and immune (None: nobody) in each group, (G,) each."""
        G = (len(self.sizes),)
        infectious = arrays.whole_numbers("infectious", infectious, G)
        immune = np.zeros(G, dtype=int) if immune is None else arrays.whole_numbers("immune", immune, G)
        if min(infectious.min(), immune.min(), (self.sizes - infectious - immune).min()) < 0:
            raise ValueError(
                f"infectious and immune must be counts that fit the sizes {self.sizes}, got {infectious} and {immune}"
            )
        return np.concatenate([self.sizes - infectious - immune, infectious])

    def rates(self, state: Any) -> np.ndarray:
        """Of infection in each group, then of removal, (2G, ...), for a state (2G, ...)."""
        S, I = np.split(np.asarray(state, dtype=float), 2)
        pressure = np.tensordot(self.beta / self.sizes, I, axes=1)
        return np.concatenate([S * pressure, self.gamma * I])
