"""Adoption by N people, one at a time: Bass as a Markov chain on 0..N. And Rogers' five categories of adopters."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common.checks import an_instance, not_negative, positive, whole_number
from utils.populations.curves import SCurve

CATEGORIES = ("innovators", "early adopters", "early majority", "late majority", "laggards")
CATEGORY_ENDS = (
    0.025,
    0.16,
    0.5,
    0.84,
)  # of all who adopt: Rogers' round figures, a normal law at −2, −1, 0, 1 sd


@dataclass(frozen=True)
class BassChain:
    """n adopters become n + 1 at rate (N − n)(p + q n/N): the chain whose limit for large N is curves.Bass.

    p > 0, q ≥ 0 per unit of time; N people. A model of processes.jumps: the state is (n,).
    Source: Niu 2002, A stochastic formulation of the Bass model of new-product diffusion.
    """

    p: float
    q: float
    N: int
    compartments = ("adopters",)
    changes = np.array([[1]])

    def __post_init__(self) -> None:
        positive("p", self.p), not_negative("q", self.q), whole_number("N", self.N)

    def rates(self, state: Any) -> tuple[Any]:
        """(N − n)(p + q n/N) for a state (1, ...)."""
        n = state[0]
        return ((self.N - n) * (self.p + self.q / self.N * n),)


def category_times(curve: SCurve) -> np.ndarray:
    """The four times at which one category ends and the next begins, (4,): F = .025, .16, .5 and .84."""
    return np.asarray(an_instance("curve", curve, SCurve).quantile(CATEGORY_ENDS))
