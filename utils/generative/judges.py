"""Classifiers as judges of generated pictures: features to measure on, and a forest taught by them.

scikit-learn is imported when a judge is called: it takes a second.
"""

import numpy as np


def accuracy_on_real(images, labels, real_images, real_labels, seed=0):
    """Share of real pictures a random forest names rightly when taught by `images` and `labels` alone.

    Taught by generated pictures it must find every class, in its variety: a missing class or a wrong label costs.
    images: (n, ...), labels: (n,). Compare with the same forest taught by as many real pictures.
    Source: Ravuri & Vinyals 2019, Classification Accuracy Score for Conditional Generative Models.
    """
    from sklearn.ensemble import RandomForestClassifier

    images, labels = _pairs("images", images, "labels", labels)
    real_images, real_labels = _pairs("real_images", real_images, "real_labels", real_labels)
    if real_images.shape[1] != images.shape[1]:
        raise ValueError(f"real_images must have {images.shape[1]} pixels each, got {real_images.shape[1]}")
    forest = RandomForestClassifier(500, random_state=seed).fit(images, labels)
    return float(np.mean(forest.predict(real_images) == real_labels))


class FeatureNet:
    """A small classifier of pictures, 64 ReLU units, taught once; `features` are what its hidden units say.

    images: (n, ...), labels: (n,), both real and not used elsewhere in the judging. seed: of its first weights.
    """

    def __init__(self, images, labels, seed=0):
        from sklearn.neural_network import MLPClassifier

        images, labels = _pairs("images", images, "labels", labels)
        self.size = images.shape[1]
        self.classifier = MLPClassifier((64,), max_iter=500, early_stopping=True, random_state=seed).fit(images, labels)

    def features(self, images):
        """(n, ...) -> (n, 64): max(0, W x + b) of the hidden layer, for `frechet_distance`."""
        return np.maximum(0, self._rows(images) @ self.classifier.coefs_[0] + self.classifier.intercepts_[0])

    def label(self, images):
        """(n, ...) -> (n,): the label it finds likeliest."""
        return self.classifier.predict(self._rows(images))

    def _rows(self, images):
        rows = np.asarray(images, dtype=float).reshape(len(images), -1)
        if rows.shape[1] != self.size:
            raise ValueError(f"images must have {self.size} pixels each, got {rows.shape[1]}")
        return rows


def _pairs(name, images, labels_name, labels):
    images, labels = np.asarray(images, dtype=float), np.asarray(labels)
    if images.ndim < 2 or len(images) == 0 or not np.all(np.isfinite(images)):
        raise ValueError(f"{name} must be finite, of shape (n, ...), got shape {images.shape}")
    if labels.shape != (len(images),):
        raise ValueError(f"{labels_name} must have shape ({len(images)},) to fit {name}, got {labels.shape}")
    return images.reshape(len(images), -1), labels
