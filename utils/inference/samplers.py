"""Three Markov chains whose stationary law is a target π: each proposes, then accepts or stays (moves.py).

    metropolis   θ' = θ + h z                          a random walk
    mala         θ' = θ + h ∇log π(θ) + √(2h) z        the Langevin step of lecture 06
    hmc          θ' = the end of a Hamiltonian path, in leapfrog steps of size h

All three walk in y = L⁻¹ θ, where L Lᵀ is the covariance that the warm-up estimated, so that one h suits all
coordinates. h and L change in the warm-up only: a chain that goes on adapting need not have π as its stationary law.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular

from utils.common import arrays
from utils.common.checks import an_instance, positive, whole_number
from utils.inference.moves import Move, Place, hamiltonian, langevin, random_walk
from utils.inference.target import Target

_WALK = 2.4  # /√d: the step of a random walk that is best for a Gaussian


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
    return _run(target, start, steps, rng, warm_up, step, scale, Move(random_walk, goal, _WALK / d**0.5, False))


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
    return _run(target, start, steps, rng, warm_up, step, scale, Move(langevin, 0.574, 1 / d ** (1 / 3)))


def hmc(
    target: Target,
    start: Any,
    steps: int,
    rng: np.random.Generator,
    *,
    length: float = np.pi / 2,
    warm_up: int = 500,
    step: float | None = None,
    scale: Any = None,
) -> Chains:
    """Hamiltonian Monte Carlo: a random momentum p ~ N(0, I), a path of leapfrog steps, then accept or stay.

        p ← p + (h/2) s(y),    y ← y + h p,    p ← p + (h/2) s(y);      accept by H = −log π(y) + ‖p‖²/2

    length: of a path, in ⌈length/h⌉ steps (at most 100), in units in which the target's covariance is I. A Gaussian
    then moves in circles: after π/2 a path has forgotten where it began, after 2π it is back there. Each path draws
    its own h, within 20 % of the step, so that no period fits all of them.
    Other arguments as for `metropolis`. Source: Duane et al. 1987; Neal 2011, MCMC using Hamiltonian dynamics.
    """
    d = len(an_instance("target", target, Target).names)
    path = partial(hamiltonian, length=positive("length", length))
    return _run(target, start, steps, rng, warm_up, step, scale, Move(path, 0.8, 1 / d**0.25))


def _run(
    target: Target, start: Any, steps: int, rng: np.random.Generator, warm_up: int, step: Any, scale: Any, move: Move
) -> Chains:
    d = len(target.names)
    theta, rng = arrays.points("start", start, ("chains", d)), arrays.numpy_generator("rng", rng)
    steps, warm_up = whole_number("steps", steps), whole_number("warm_up", warm_up, least=0)
    h = move.step if step is None else positive("step", step)
    L = _spread(theta) if scale is None else _a_scale(scale, d)
    here = _enter(target, move, theta, L)
    here, h, L = _warmed_up(target, move, here, h, L, warm_up, step is None and scale is None, rng)
    at = partial(_place, target, L, move.slope)
    samples, densities = np.empty((len(theta), steps, d)), np.empty((len(theta), steps))
    accepted = np.zeros(len(theta))
    for k in range(steps):
        before = here.y
        here, _ = move.take(at, here, h, rng)
        samples[:, k], densities[:, k] = here.y @ L.T, here.log_density
        accepted += np.any(here.y != before, axis=1)
    return Chains(samples, densities, accepted / steps, tuple(target.names), h, L)


def _warmed_up(
    target: Target,
    move: Move,
    here: Place,
    h: float,
    L: np.ndarray,
    steps: int,
    blind: bool,
    rng: np.random.Generator,
) -> tuple[Place, float, np.ndarray]:
    """Four quarters: each tunes h by Robbins and Monro's rule; after each but the last, L is that of its samples.

    blind: no h or L was given. The first quarter is then a random walk, which needs no good ones to find the bulk.
    """
    now, ends, window, sizes = move, [steps * k // 4 for k in (1, 2, 3)], [], []
    if blind and ends[0]:
        now = Move(random_walk, 0.25, _WALK / len(L) ** 0.5, move.slope)
        h = now.step
    for k in range(1, steps + 1):
        here, chance = now.take(partial(_place, target, L, move.slope), here, h, rng)
        window.append(here.y @ L.T)
        sizes.append(np.log(h))
        h *= np.exp((chance.mean() - now.goal) / len(sizes) ** 0.6)
        if k in ends:
            now, h, L = move, move.step, _covariance_root(np.concatenate(window), L)
            here, window, sizes = _enter(target, move, window[-1], L), [], []
    return here, float(np.exp(np.mean(sizes[len(sizes) // 2 :]))) if sizes else h, L


def _place(target: Target, L: np.ndarray, slope: bool, y: np.ndarray) -> Place:
    """log π and its gradient at y; −inf where they are not finite, so that nobody is accepted there."""
    theta, log_density, score = y @ L.T, np.full(len(y), -np.inf), np.zeros_like(y)
    there = np.isfinite(theta).all(axis=1)
    if there.any() and slope:
        log_density[there], slopes = target.with_gradients(theta[there])
        score[there] = slopes @ L
        log_density[~np.isfinite(score).all(axis=1)] = -np.inf
    elif there.any():
        log_density[there] = target.log_densities(theta[there])
    return Place(y, log_density, score)


def _enter(target: Target, move: Move, theta: np.ndarray, L: np.ndarray) -> Place:
    here = _place(target, L, move.slope, solve_triangular(L, theta.T, lower=True).T)
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
