"""Classifiers as judges of generated pictures: features to measure on, and a forest taught by them.

scikit-learn is imported when a judge is called: it takes a second.
"""

from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import whole_number


def accuracy_on_real(images: Any, labels: Any, real_images: Any, real_labels: Any, seed: int = 0) -> float:
    """Share of real pictures a random forest names rightly when taught by `images` and `labels` alone.

    Taught by generated pictures it must find every class, in its variety: a missing class or a wrong label costs.
    images: (n, ...), labels: (n,). Compare with the same forest taught by as many real pictures.
    Source: Ravuri & Vinyals 2019, Classification Accuracy Score for Conditional Generative Models.
    """
    from sklearn.ensemble import RandomForestClassifier

    seed = whole_number("seed", seed, least=0)
    images, labels = _pairs("images", images, "labels", labels)
    real_images, real_labels = _pairs("real_images", real_images, "real_labels", real_labels)
    if real_images.shape[1] != images.shape[1]:
        raise ValueError(
            f"real_images must have {images.shape[1]} pixels each, as images have, got {real_images.shape[1]}"
        )
    forest = RandomForestClassifier(500, random_state=seed).fit(images, labels)
    return float(np.mean(forest.predict(real_images) == real_labels))


class FeatureNet:
    """A small classifier of pictures, 64 ReLU units, taught once; `features` are what its hidden units say.

    images: (n, ...), labels: (n,), both real and not used elsewhere in the judging. seed: of its first weights.
    """

    def __init__(self, images: Any, labels: Any, seed: int = 0) -> None:
        from sklearn.neural_network import MLPClassifier

        seed = whole_number("seed", seed, least=0)
        images, labels = _pairs("images", images, "labels", labels)
        self.size = images.shape[1]
        self.classifier = MLPClassifier((64,), max_iter=500, early_stopping=True, random_state=seed).fit(images, labels)

    def features(self, images: Any) -> np.ndarray:
        """(n, ...) -> (n, 64): max(0, W x + b) of the hidden layer, for `frechet_distance`."""
        return np.maximum(0, self._rows(images) @ self.classifier.coefs_[0] + self.classifier.intercepts_[0])

    def label(self, images: Any) -> np.ndarray:
        """(n, ...) -> (n,): the label it finds likeliest."""
        return self.classifier.predict(self._rows(images))

    def _rows(self, images: Any) -> np.ndarray:
        rows = _flat("images", images)
        if rows.shape[1] != self.size:
            raise ValueError(f"images must have {self.size} pixels each, got {rows.shape[1]}")
        return rows


def _pairs(name: str, images: Any, labels_name: str, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    rows = _flat(name, images)
    labels = arrays.whole_numbers(labels_name, labels)
    if labels.shape != (len(rows),):
        raise ValueError(f"{labels_name} must have shape ({len(rows)},) to fit {name}, got {labels.shape}")
    return rows, labels


def _flat(name: str, images: Any) -> np.ndarray:
    images = arrays.points(name, images)
    if images.ndim < 2 or images.size == 0:
        raise ValueError(f"{name} must have shape (n, ...) with n of at least 1, got {images.shape}")
    return images.reshape(len(images), -1)
