"""Where a data set comes from, what may be done with it, and how to tell that it is unchanged."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common.arrays import points
from utils.common.checks import whole_number


@dataclass(frozen=True)
class Provenance:
    """One line of the catalogue.

    rows: number of rows, or None where a formula draws as many as you ask for.
    checksum: SHA-256 (hexadecimal) of `checksum(...)`; for a drawn set, of 1000 rows from default_rng(0); for a set
    that is not shipped, of its file.
    size: bytes of that file, for a set that is not shipped; None for all others.
    """

    name: str
    source: str
    licence: str
    rows: int | None
    checksum: str
    size: int | None = None


def checksum(*arrays: Any, decimals: int = 6) -> str:
    """SHA-256 of the arrays' values rounded to `decimals` places, so that the last bit of a sine does not matter."""
    digest, decimals = hashlib.sha256(), whole_number("decimals", decimals, least=0)
    for array in arrays:
        digest.update(np.rint(points("arrays", array, finite=False) * 10**decimals).astype("<i8").tobytes())
    return digest.hexdigest()
