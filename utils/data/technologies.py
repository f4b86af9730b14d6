"""Technologies and what they cost: memory chips (DRAM) and IBM's computers by generation, photovoltaic modules."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from utils.common.checks import number, one_of
from utils.data.provenance import Provenance, checksum

# name: source, rows, checksum of the file
_SOURCES = {
    "dram": (
        "Victor & Ausubel 2002, DRAMs as model organisms for study of technological evolution, Technological "
        "Forecasting and Social Change 69, 243–262; as kept in Derek-Jones/ESEUR-code-data",
        86,
        "338a7dc35ea20608dc0c0b6f790425a318f3771c53e58ecf90d6e445e2f9539c",
    ),
    "ibm": (
        "Bass & Bass 2004, IT waves, working paper; as the set tsIbm of the R package diffusion",
        66,
        "5870b9f8310f68ec3152e06fd7ca75ead727fda560623757dd772ec39895e11c",
    ),
    "photovoltaics": (
        "Lafond and others 2017, How well do experience curves predict technological progress?, arXiv:1703.05979; 2015 "
        "and 2016 added by Our World in Data, owid/owid-datasets at ed44374",
        41,
        "1e994d50a072ad9aa39a12047f386168832e1de223cabd4b0b28ef60ff81a106",
    ),
}
PROVENANCE = tuple(
    Provenance(name, source, "facts, none needed", rows, digest) for name, (source, rows, digest) in _SOURCES.items()
)


@dataclass(frozen=True, eq=False)
class Generations:
    """n years and g generations of one technology, the oldest first; nan where nothing is reported.

    names (g,). years (n,). quantity, price (n, g): units as load_generations says. The arrays are read-only.
    """

    names: tuple[str, ...]
    years: np.ndarray
    quantity: np.ndarray
    price: np.ndarray

    @property
    def launches(self) -> np.ndarray:
        """(g,): the first year that is reported; inf if none is."""
        known = np.isfinite(self.quantity)
        return np.where(known.any(axis=0), self.years[np.argmax(known, axis=0)], np.inf)

    def take(self, which: Any) -> "Generations":
        """Some of the generations, by numpy's own indexing: numbers (from 0), a slice, truth values (g,)."""
        names = tuple(np.array(self.names)[which].tolist())
        return Generations(names, self.years, self.quantity[:, which], self.price[:, which])

    def until(self, year: float) -> "Generations":
        """What had been reported when `year` was over. Raises ValueError before the first year."""
        kept = self.years <= number("year", year)
        if not kept.any():
            raise ValueError(f"year must be at least {self.years[0]}, got {year}")
        return Generations(self.names, self.years[kept], self.quantity[kept], self.price[kept])


def load_generations(name: str) -> Generations:
    """ "dram", "ibm" or "photovoltaics". Raises ValueError for another name, or a file that is not the one described.

    "dram": eight sizes of memory chip, 4K to 64M bits, 1974–98: millions shipped in a year, and their price in
        millionths of a dollar a bit (none for 16M and 64M). Makers of computers buy them again every year: these are no
        first purchases. A size leaves the table while some are still sold: then nothing is reported, which is not 0.
    "ibm": four generations of computers in use (not sold) in the USA, years 1–24. No prices.
    "photovoltaics": one generation, "modules", the world, 1976–2016: megawatts installed so far, dollars a watt. 2015
        and 2016 are from other sources than the years before them.
    """
    source = _SOURCES[one_of("name", name, _SOURCES)]
    text = Path(__file__).with_name(f"{name}.csv").read_text(encoding="utf-8")
    if (found := checksum(np.frombuffer(text.encode(), np.uint8))) != source[2]:
        raise ValueError(f"{name}.csv must have checksum {source[2]}, got {found}")
    rows = list(csv.DictReader(text.splitlines()))
    names, times = tuple(dict.fromkeys(row["generation"] for row in rows)), [int(row["year"]) for row in rows]
    years = np.arange(min(times), max(times) + 1)
    table = np.full((2, len(years), len(names)), np.nan)
    for row, time in zip(rows, times):
        values = [float(row[column] or "nan") for column in ("quantity", "price")]
        table[:, time - years[0], names.index(row["generation"])] = values
    years.flags.writeable = table.flags.writeable = False
    return Generations(names, years, *table)
