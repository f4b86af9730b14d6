"""1797 handwritten digits of 8 × 8 pixels: real pictures small enough for exact work on a laptop."""

from dataclasses import dataclass

import numpy as np

from utils.data.provenance import Provenance, checksum

PROVENANCE = Provenance(
    name="digits",
    source="Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits (test part), UCI Machine Learning "
    "Repository, doi.org/10.24432/C50P49; the copy shipped with scikit-learn",
    licence="CC BY 4.0",
    rows=1797,
    checksum="c93575ab2d1e91f49fd27b4a8f1b7d4f3f3bdf6578dbeb0fd0b5f47d9e8d5172",
)


@dataclass(frozen=True, eq=False)
class Digits:
    """images (1797, 8, 8): grey levels from −1 (paper) to 1 (ink). labels (1797,): the digit, 0 to 9."""

    images: np.ndarray
    labels: np.ndarray


def load_digits() -> Digits:
    """The digits, in the order of the file: pixels 0..16 become pixel/8 − 1, in [−1, 1]. The arrays are read-only.

    Raises ValueError if the installed copy differs from the one described in PROVENANCE.
    """
    from sklearn import datasets  # here, because it takes a second to import

    bunch = datasets.load_digits()
    found = checksum(bunch.images, bunch.target)
    if found != PROVENANCE.checksum:
        raise ValueError(f"digits must have checksum {PROVENANCE.checksum}, got {found} from this scikit-learn")
    images, labels = bunch.images / 8 - 1, bunch.target.astype(int)
    images.flags.writeable = labels.flags.writeable = False
    return Digits(images, labels)
