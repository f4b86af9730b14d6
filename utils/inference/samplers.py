"""Three Markov chains whose stationary law is a target π: each proposes, then accepts by Metropolis and Hastings' rule.

    θ' ~ q(· | θ),    accept with probability min(1, π(θ') q(θ | θ') / (π(θ) q(θ' | θ))),    else stay at θ

    metropolis   θ' = θ + h z                          a random walk
    mala         θ' = θ + h ∇log π(θ) + √(2h) z        the Langevin step of lecture 06
    hmc          θ' = the end of a Hamiltonian path, in leapfrog steps of size h

All three walk in y = L⁻¹ θ, where L Lᵀ is the covariance that the warm-up estimated, so that one h suits all
coordinates. h and L change in the warm-up only: a chain that goes on adapting need not have π as its stationary law.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular

from utils.common import arrays
from utils.common.checks import an_instance, positive, whole_number
from utils.inference.target import Target
from utils.processes.langevin import langevin_step


@dataclass(frozen=True, eq=False)
class Chains:
    """What a sampler returns; the warm-up is left out.

    samples (chains, steps, d), log_density (chains, steps), accepted (chains,): the share of proposals accepted.
    step: h, and scale: L (d, d), as they were used after the warm-up. names: of the d coordinates.
    """

    samples: np.ndarray
    log_density: np.ndarray
    accepted: np.ndarray
    names: tuple[str, ...]
    step: float
    scale: np.ndarray


def metropolis(
    target: Target,
    start: Any,
    steps: int,
    rng: np.random.Generator,
    *,
    warm_up: int = 500,
    step: float | None = None,
    scale: Any = None,
) -> Chains:
    """Random-walk Metropolis: y' = y + h z, accepted with probability min(1, π(θ')/π(θ)).

    start: (chains, d), spread out wider than the target, so that R-hat can tell whether they have met. steps: kept of
    each chain, after warm_up steps that tune `step` (h) and `scale` (L). Given both and warm_up=0, they are used as
    they are. The warm-up aims at the share of acceptances that is best for a Gaussian.
    Source: Metropolis et al. 1953; Roberts, Gelman & Gilks 1997 (the share).
    """
    d = len(an_instance("target", target, Target).names)
    goal = 0.44 if d == 1 else 0.35 if d == 2 else 0.25
    return _run(target, start, steps, rng, warm_up, step, scale, _Kind(_random_walk, goal, 2.4 / d**0.5, False))


def mala(
    target: Target,
    start: Any,
    steps: int,
    rng: np.random.Generator,
    *,
    warm_up: int = 500,
    step: float | None = None,
    scale: Any = None,
) -> Chains:
    """Metropolis-adjusted Langevin: y' = y + h s(y) + √(2h) z with s = ∇ log π(y), then accept or stay.

        log q(y' | y) = −‖y' − y − h s(y)‖²/(4h) + constant

    Arguments as for `metropolis`. Source: Roberts & Tweedie 1996; Roberts & Rosenthal 1998 (acceptance .574).
    """
    d = len(an_instance("target", target, Target).names)
    return _run(target, start, steps, rng, warm_up, step, scale, _Kind(_langevin, 0.574, 1 / d ** (1 / 3)))


def hmc(
    target: Target,
    start: Any,
    steps: int,
    rng: np.random.Generator,
    *,
    leaps: int = 8,
    warm_up: int = 500,
    step: float | None = None,
    scale: Any = None,
) -> Chains:
    """Hamiltonian Monte Carlo: a random momentum p ~ N(0, I), `leaps` leapfrog steps, then accept or stay.

        p ← p + (h/2) s(y),    y ← y + h p,    p ← p + (h/2) s(y);      accept by H = −log π(y) + ‖p‖²/2

    Each path draws its own h, within 20 % of the step, so that no path length fits a period of the target.
    Other arguments as for `metropolis`. Source: Duane et al. 1987; Neal 2011, MCMC using Hamiltonian dynamics.
    """
    d = len(an_instance("target", target, Target).names)
    move = partial(_hamiltonian, leaps=whole_number("leaps", leaps))
    return _run(target, start, steps, rng, warm_up, step, scale, _Kind(move, 0.8, 1 / d**0.25))


@dataclass
class _Place:
    """Where the chains are: y and s = ∇ log π(y), (chains, d) each, and log π(y), (chains,)."""

    y: np.ndarray
    log_density: np.ndarray
    score: np.ndarray

    def moved(self, there: "_Place", accept: np.ndarray) -> "_Place":
        pick = accept[:, None]
        return _Place(
            np.where(pick, there.y, self.y),
            np.where(accept, there.log_density, self.log_density),
            np.where(pick, there.score, self.score),
        )


At = Callable[[np.ndarray], _Place]
Move = Callable[[At, _Place, float, np.random.Generator], tuple[_Place, np.ndarray]]


@dataclass(frozen=True)
class _Kind:
    """A move: where each chain would go, and the logarithm of Metropolis and Hastings' ratio, (chains,).

    goal: the share of acceptances aimed at; step: the h to begin with, good for a Gaussian; slope: it uses ∇ log π.
    """

    move: Move
    goal: float
    step: float
    slope: bool = True


def _random_walk(at: At, here: _Place, h: float, rng: np.random.Generator) -> tuple[_Place, np.ndarray]:
    there = at(here.y + h * rng.normal(size=here.y.shape))
    return there, there.log_density - here.log_density


def _langevin(at: At, here: _Place, h: float, rng: np.random.Generator) -> tuple[_Place, np.ndarray]:
    there = at(langevin_step(here.y, here.score, h, rng.normal(size=here.y.shape)))
    forth = -np.sum((there.y - here.y - h * here.score) ** 2, axis=1) / (4 * h)
    back = -np.sum((here.y - there.y - h * there.score) ** 2, axis=1) / (4 * h)
    return there, there.log_density - here.log_density + back - forth


def _hamiltonian(at: At, here: _Place, h: float, rng: np.random.Generator, leaps: int) -> tuple[_Place, np.ndarray]:
    momentum = rng.normal(size=here.y.shape)
    sizes = h * rng.uniform(0.8, 1.2, size=(len(here.y), 1))
    there, energy = here, np.sum(momentum**2, axis=1) / 2
    for _ in range(leaps):
        momentum = momentum + sizes / 2 * there.score
        there = at(there.y + sizes * momentum)
        momentum = momentum + sizes / 2 * there.score
    return there, there.log_density - here.log_density + energy - np.sum(momentum**2, axis=1) / 2


def _run(
    target: Target, start: Any, steps: int, rng: np.random.Generator, warm_up: int, step: Any, scale: Any, kind: _Kind
) -> Chains:
    d = len(target.names)
    theta, rng = arrays.points("start", start, ("chains", d)), arrays.numpy_generator("rng", rng)
    steps, warm_up = whole_number("steps", steps), whole_number("warm_up", warm_up, least=0)
    h = kind.step if step is None else positive("step", step)
    L = _spread(theta) if scale is None else _a_scale(scale, d)
    here = _enter(target, kind, theta, L)
    ends, window, sizes = {warm_up * k // 8 for k in (1, 2, 4, 6)}, [], []
    for k in range(1, warm_up + 1):
        here, chance = _step(kind, partial(_place, target, L, kind.slope), here, h, rng)
        window.append(here.y @ L.T)
        sizes.append(np.log(h))
        h *= np.exp((chance.mean() - kind.goal) / len(sizes) ** 0.6)  # Robbins and Monro 1951
        if k in ends:
            L, h = _covariance_root(np.concatenate(window), L), kind.step
            here, window, sizes = _enter(target, kind, window[-1], L), [], []
    if sizes:
        h = float(np.exp(np.mean(sizes[len(sizes) // 2 :])))
    samples, densities = np.empty((steps, len(theta), d)), np.empty((steps, len(theta)))
    accepted = np.zeros(len(theta))
    for k in range(steps):
        before = here
        here, _ = _step(kind, partial(_place, target, L, kind.slope), here, h, rng)
        samples[k], densities[k] = here.y @ L.T, here.log_density
        accepted += np.any(here.y != before.y, axis=1)
    return Chains(samples.swapaxes(0, 1), densities.T, accepted / steps, tuple(target.names), h, L)


def _step(kind: _Kind, at: At, here: _Place, h: float, rng: np.random.Generator) -> tuple[_Place, np.ndarray]:
    """Where the chains are after one proposal, and with what probability each was accepted."""
    with np.errstate(invalid="ignore", over="ignore"):  # a path that runs away is refused
        there, log_ratio = kind.move(at, here, h, rng)
        chance = np.exp(np.minimum(np.nan_to_num(log_ratio, nan=-np.inf), 0))
    return here.moved(there, rng.random(len(chance)) < chance), chance


def _place(target: Target, L: np.ndarray, slope: bool, y: np.ndarray) -> _Place:
    """log π and its gradient at y; −inf where they are not finite, so that nobody is accepted there."""
    theta, log_density, score = y @ L.T, np.full(len(y), -np.inf), np.zeros_like(y)
    there = np.isfinite(theta).all(axis=1)
    if there.any():
        log_density[there] = target.log_densities(theta[there])
    if slope and (there := np.isfinite(log_density)).any():
        score[there] = target.gradients(theta[there]) @ L
        log_density[~np.isfinite(score).all(axis=1)] = -np.inf
    return _Place(y, log_density, score)


def _enter(target: Target, kind: _Kind, theta: np.ndarray, L: np.ndarray) -> _Place:
    here = _place(target, L, kind.slope, solve_triangular(L, theta.T, lower=True).T)
    if not np.all(np.isfinite(here.log_density)):
        at = theta[~np.isfinite(here.log_density)][0]
        raise ValueError(f"start must lie where log_density and its gradient are finite, got {at}")
    return here


def _spread(theta: np.ndarray) -> np.ndarray:
    """A first guess of L: the standard deviations of the starting points, 1 where they agree."""
    deviations = theta.std(axis=0)
    return np.diag(np.where(deviations > 0, deviations, 1.0))


def _covariance_root(samples: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """L with L Lᵀ the covariance of samples (n, d); `otherwise` where they do not span d directions."""
    covariance = np.atleast_2d(np.cov(samples.T))
    if np.linalg.matrix_rank(covariance) < len(covariance):
        return otherwise
    return np.linalg.cholesky(covariance)


def _a_scale(scale: Any, d: int) -> np.ndarray:
    L = arrays.points("scale", scale, (d, d))
    if np.any(np.triu(L, 1)) or np.any(L.diagonal() <= 0):
        raise ValueError(f"scale must be lower triangular with a positive diagonal, got {scale!r}")
    return L
