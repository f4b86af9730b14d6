"""Four generators that have learnt nothing worth having, each made for a judge: copies, noisy copies, means, Gaussians.

Each is a function (images (n, ...), labels (n,), wanted (m,), rng) -> pictures (m, ...) of the wanted labels. It raises
ValueError for a wanted label with fewer than two images.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from utils.common import arrays
from utils.generative.rivals.rival import pictures

OfClass: TypeAlias = Callable[[np.ndarray, int, np.random.Generator], np.ndarray]


def copies(images: Any, labels: Any, wanted: Any, rng: np.random.Generator) -> np.ndarray:
    """Training pictures of the wanted labels, drawn with replacement."""
    return _by_class(lambda rows, n, rng: rows[rng.integers(len(rows), size=n)], images, labels, wanted, rng)


def noisy_copies(images: Any, labels: Any, wanted: Any, rng: np.random.Generator) -> np.ndarray:
    """`copies` plus N(0, 0.1²) in each pixel, 0.8 of a grey level: not one is a training picture any more."""
    made = copies(images, labels, wanted, rng)
    return made + 0.1 * rng.standard_normal(made.shape)


def class_means(images: Any, labels: Any, wanted: Any, rng: np.random.Generator) -> np.ndarray:
    """The mean picture of the label: as many different pictures as there are labels."""
    return _by_class(lambda rows, n, rng: np.tile(rows.mean(0), (n, 1)), images, labels, wanted, rng)


def class_gaussians(images: Any, labels: Any, wanted: Any, rng: np.random.Generator) -> np.ndarray:
    """N(mean, covariance) of the label's pictures, fitted in milliseconds."""

    def gaussian(rows: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
        return rng.multivariate_normal(rows.mean(0), np.atleast_2d(np.cov(rows.T)), n, method="eigh")

    return _by_class(gaussian, images, labels, wanted, rng)


FOOLS: dict[str, Callable[..., np.ndarray]] = {
    "copies": copies,
    "copies + noise": noisy_copies,
    "class means": class_means,
    "class Gaussians": class_gaussians,
}


def _by_class(make: OfClass, images: Any, labels: Any, wanted: Any, rng: np.random.Generator) -> np.ndarray:
    """Pictures made label by label from the training rows (k, d) of that label."""
    rng, images = arrays.numpy_generator("rng", rng), pictures("images", images)
    labels = arrays.whole_numbers("labels", labels, (len(images),))
    wanted = arrays.whole_numbers("wanted", wanted, ("m",))
    made = np.empty((len(wanted), *images.shape[1:]))
    for kind in np.unique(wanted):
        rows, places = images[labels == kind].reshape(-1, images[0].size), wanted == kind
        if len(rows) < 2:
            raise ValueError(f"wanted must be labels of at least 2 images each, got {kind} with {len(rows)}")
        made[places] = make(rows, int(places.sum()), rng).reshape(-1, *images.shape[1:])
    return made
