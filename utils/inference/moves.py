"""One step of the chains: a proposal, and whether it is taken. The samplers' three proposals.

    accept with probability min(1, π(y') q(y | y') / (π(y) q(y' | y))),    else stay at y

So π(y) times the probability of y → y' is the same as of the way back (detailed balance), and π is stationary.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from utils.processes.langevin import langevin_step


@dataclass
class Place:
    """Where the chains are: y and s = ∇ log π(y), (chains, d) each, and log π(y), (chains,)."""

    y: np.ndarray
    log_density: np.ndarray
    score: np.ndarray

    def moved(self, there: "Place", accept: np.ndarray) -> "Place":
        """There, where accept (chains,) is True; here, where it is not."""
        pick = accept[:, None]
        return Place(
            np.where(pick, there.y, self.y),
            np.where(accept, there.log_density, self.log_density),
            np.where(pick, there.score, self.score),
        )


At = Callable[[np.ndarray], Place]


@dataclass(frozen=True)
class Move:
    """propose(at, here, h, rng): the place proposed, and log π(y') q(y | y') / (π(y) q(y' | y)), (chains,).

    goal: the share of acceptances that the warm-up aims at; step: the h to begin with; slope: whether ∇ log π is used.
    """

    propose: Callable[[At, Place, float, np.random.Generator], tuple[Place, np.ndarray]]
    goal: float
    step: float
    slope: bool = True

    def take(self, at: At, here: Place, h: float, rng: np.random.Generator) -> tuple[Place, np.ndarray]:
        """Where the chains are after one proposal, and the probability with which each was accepted, (chains,)."""
        with np.errstate(invalid="ignore", over="ignore"):  # a path that runs away is refused
            there, log_ratio = self.propose(at, here, h, rng)
            chance = np.exp(np.minimum(np.nan_to_num(log_ratio, nan=-np.inf), 0))
        return here.moved(there, rng.random(len(chance)) < chance), chance


def random_walk(at: At, here: Place, h: float, rng: np.random.Generator) -> tuple[Place, np.ndarray]:
    """y' = y + h z. As likely one way as back: q cancels."""
    there = at(here.y + h * rng.normal(size=here.y.shape))
    return there, there.log_density - here.log_density


def langevin(at: At, here: Place, h: float, rng: np.random.Generator) -> tuple[Place, np.ndarray]:
    """y' = y + h s(y) + √(2h) z, and log q(y' | y) = −‖y' − y − h s(y)‖²/(4h) + constant."""
    there = at(langevin_step(here.y, here.score, h, rng.normal(size=here.y.shape)))
    forth = -np.sum((there.y - here.y - h * here.score) ** 2, axis=1) / (4 * h)
    back = -np.sum((here.y - there.y - h * there.score) ** 2, axis=1) / (4 * h)
    return there, there.log_density - here.log_density + back - forth


def hamiltonian(at: At, here: Place, h: float, rng: np.random.Generator, length: float) -> tuple[Place, np.ndarray]:
    """⌈length/h⌉ leapfrog steps, at most 100, of a size within 20 % of h.

    Leapfrog keeps volume and runs backwards when the momentum is turned round, so only the energy's error counts.
    """
    momentum = rng.normal(size=here.y.shape)
    sizes = h * rng.uniform(0.8, 1.2, size=(len(here.y), 1))
    there, energy = here, np.sum(momentum**2, axis=1) / 2
    for _ in range(min(100, int(np.ceil(length / h)))):
        momentum = momentum + sizes / 2 * there.score
        there = at(there.y + sizes * momentum)
        momentum = momentum + sizes / 2 * there.score
    return there, there.log_density - here.log_density + energy - np.sum(momentum**2, axis=1) / 2
