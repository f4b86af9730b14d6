"""Five shapes in the plane to noise and to generate.

Each function draws n independent points, (n, 2) float64, from an exact law. The law has mean 0 and standard
deviation 1 in each coordinate: it is shifted and scaled by constants worked out from its formula (given in each
docstring), never by the sample, so that points drawn in two calls lie on the same shape.
`noise` and `std` are in the units of the shape before scaling. rng: numpy Generator. Coordinates have no units.
"""

import numpy as np

from utils.common.arrays import numpy_generator
from utils.common.checks import not_negative, whole_number
from utils.data.provenance import Provenance


def two_moons(n: int, rng: np.random.Generator, noise: float = 0.05) -> np.ndarray:
    """Two half circles, (cos θ, sin θ) and (1 − cos θ, ½ − sin θ), each with chance ½; θ uniform on [0, π].

    Before scaling: means ½ and ¼, variances ¾ + noise² and 9/16 − 1/π + noise².
    """
    n, rng, noise = whole_number("n", n), numpy_generator("rng", rng), not_negative("noise", noise)
    theta, lower = np.pi * rng.random(n), rng.random(n) < 0.5
    x = np.where(lower, 1 - np.cos(theta), np.cos(theta))
    y = np.where(lower, 0.5 - np.sin(theta), np.sin(theta))
    return _standardised(x, y, (1 / 2, 1 / 4), (3 / 4, 9 / 16 - 1 / np.pi), noise, rng)


def swiss_roll(n: int, rng: np.random.Generator, noise: float = 0.5) -> np.ndarray:
    """One spiral, (θ cos θ, θ sin θ); θ uniform on [3π/2, 9π/2].

    Before scaling: means 2 and 2/(3π), variances 39π²/8 − 17/4 + noise² and 39π²/8 + 1/4 − 4/(9π²) + noise².
    """
    n, rng, noise = whole_number("n", n), numpy_generator("rng", rng), not_negative("noise", noise)
    theta = np.pi * (1.5 + 3 * rng.random(n))
    variances = (39 * np.pi**2 / 8 - 17 / 4, 39 * np.pi**2 / 8 + 1 / 4 - 4 / (9 * np.pi**2))
    return _standardised(theta * np.cos(theta), theta * np.sin(theta), (2, 2 / (3 * np.pi)), variances, noise, rng)


def spiral(n: int, rng: np.random.Generator, noise: float = 0.2) -> np.ndarray:
    """Two arms, ±(θ cos θ, θ sin θ), each with chance ½; θ = 3π√U, U uniform on [0, 1].

    Before scaling: means 0, variances 9π²/4 + ¾ + noise² and 9π²/4 − ¾ + noise².
    """
    n, rng, noise = whole_number("n", n), numpy_generator("rng", rng), not_negative("noise", noise)
    theta, sign = 3 * np.pi * np.sqrt(rng.random(n)), np.where(rng.random(n) < 0.5, -1.0, 1.0)
    variances = (9 * np.pi**2 / 4 + 3 / 4, 9 * np.pi**2 / 4 - 3 / 4)
    return _standardised(sign * theta * np.cos(theta), sign * theta * np.sin(theta), (0, 0), variances, noise, rng)


def checkerboard(n: int, rng: np.random.Generator) -> np.ndarray:
    """The 8 dark squares of a 4 × 4 board on [−2, 2]², uniformly; the lower left square is dark.

    Before scaling: means 0, variances 4/3 (each coordinate alone is uniform on [−2, 2]).
    """
    n, rng = whole_number("n", n), numpy_generator("rng", rng)
    column, pair = rng.integers(4, size=n), rng.integers(2, size=n)
    row = 2 * pair + column % 2
    x, y = column - 2 + rng.random(n), row - 2 + rng.random(n)
    return _standardised(x, y, (0, 0), (4 / 3, 4 / 3), 0.0, rng)


def ring(n: int, rng: np.random.Generator, k: int = 8, std: float = 0.05) -> np.ndarray:
    """k round Gaussians of standard deviation std, centred at (cos 2πj/k, sin 2πj/k), j = 0..k−1, equally likely.

    k ≥ 3. Before scaling: means 0, variances ½ + std². So the law is the Gaussian mixture with centres at
    radius 1/√(½ + std²) and standard deviation std/√(½ + std²).
    """
    n, rng, std = whole_number("n", n), numpy_generator("rng", rng), not_negative("std", std)
    k = whole_number("k", k, least=3)
    angle = 2 * np.pi * rng.integers(k, size=n) / k
    return _standardised(np.cos(angle), np.sin(angle), (0, 0), (1 / 2, 1 / 2), std, rng)


Pair = tuple[float, float]


def _standardised(
    x: np.ndarray, y: np.ndarray, means: Pair, variances: Pair, noise: float, rng: np.random.Generator
) -> np.ndarray:
    """Add Gaussian noise to both coordinates, then shift and scale by the law's own mean and deviation."""
    points = np.stack([x, y], axis=1) + noise * rng.standard_normal((len(x), 2))
    return (points - np.array(means)) / np.sqrt(np.array(variances) + noise**2)


def _record(name: str, checksum: str) -> Provenance:
    return Provenance(name, "formula in utils/data/toys.py, drawn on request", "none needed", None, checksum)


PROVENANCE = (
    _record("two_moons", "a6e51de8e3754c9a506fd4dbcca40781c8c72f169a35aff03985ff1a469b9642"),
    _record("swiss_roll", "4cdcbe6e77cdc22eb1054324acd6acfbbf60c30d32be085b40a6e401de8e089a"),
    _record("spiral", "1b4f0ba2d2b20fb165396f1f33fdaa80a609a4bc88b59a259e87c9f4acba19e0"),
    _record("checkerboard", "86f6ae0bb78cf6cb8ced0fd4548b13f9f3a2bc7f00893642a1dd377a7ee49780"),
    _record("ring", "58fdef9ad538a1b0912667924df7751edaa01ecf584e354ceb1fcb67253d90e2"),
)
