"""Chains small enough to know everything of."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Decay:
    """Each of n atoms goes at rate 1: n(t) is binomial with probability e^{−t}."""

    N: int
    compartments = ("atoms",)
    changes = np.array([[-1]])

    def rates(self, state):
        return (state[0],)


@dataclass(frozen=True)
class Urns:
    """N balls in two urns; each ball changes its urn at rate `there` from the first and `back` from the second."""

    there: float
    back: float
    N: int
    compartments = ("first", "second")
    changes = np.array([[-1, 1], [1, -1]])

    def rates(self, state):
        return self.there * state[0], self.back * state[1]


def random_generator_matrix(n, rng, share=0.6):
    """Rates of all sizes, some of them 0."""
    Q = rng.exponential(size=(n, n)) * (rng.random((n, n)) < share)
    np.fill_diagonal(Q, 0)
    return Q - np.diag(Q.sum(axis=1))
