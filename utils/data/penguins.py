"""Penguins of three species on three islands: a small table of numbers and categories."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.data.provenance import Provenance, checksum

PROVENANCE = Provenance(
    name="penguins",
    source="Gorman, Williams & Fraser 2014, Ecological sexual dimorphism and environmental variability within a "
    "community of Antarctic penguins (genus Pygoscelis), PLoS ONE 9(3), e90081; penguins.csv of palmerpenguins 0.1.6",
    licence="CC0 1.0",
    rows=344,
    checksum="61e46940e5188fb3fab1186ece5832781bd350d3e75693e28e7956ae5e97dfb4",
)
NUMBERS = ("bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)")
CATEGORIES = {
    "species": ("Adelie", "Chinstrap", "Gentoo"),
    "island": ("Biscoe", "Dream", "Torgersen"),
    "sex": ("female", "male"),
}

_FILE = Path(__file__).with_name("penguins.csv")


@dataclass(frozen=True, eq=False)
class Penguins:
    """numbers (n, 4): NUMBERS. codes (n, 3): places in the CATEGORIES. left_out: rows that lack a value."""

    numbers: np.ndarray
    codes: np.ndarray
    left_out: int

    @property
    def table(self) -> np.ndarray:
        """(n, 7): the numbers, then the codes."""
        return np.column_stack([self.numbers, self.codes])


def load_penguins() -> Penguins:
    """The 333 birds of the file of which every value is known; the year of the visit is not used. Read-only arrays.

    Raises ValueError if the file is not the one described in PROVENANCE.
    """
    text = _FILE.read_text(encoding="utf-8")
    found = checksum(np.frombuffer(text.encode(), np.uint8))
    if found != PROVENANCE.checksum:
        raise ValueError(f"{_FILE.name} must have checksum {PROVENANCE.checksum}, got {found}")
    known = np.array([line.split(",") for line in text.splitlines()[1:] if "NA" not in line])
    numbers = known[:, 2:6].astype(float)
    codes = np.column_stack([np.searchsorted(names, known[:, at]) for at, names in zip((0, 1, 6), CATEGORIES.values())])
    numbers.flags.writeable = codes.flags.writeable = False
    return Penguins(numbers, codes, text.count("\n") - 1 - len(known))
