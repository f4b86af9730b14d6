"""Where and when Wal-Mart opened its stores, 1962 to 2006; and the larger cities of the United States, 2014."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.data.provenance import Provenance, checksum

_STORES = "1962_2006_walmart_store_openings.csv; originally compiled by T. J. Holmes"
_SUMS = (
    "6c569c8edbb3cc1826ef36aad153918f4a00c9422139deccc3f155cc1b924d1b",
    "d7e542d866833c17a27097f58310d6f9cd398354e8350c8086ae7e9d4531f827",
)
PROVENANCE = (
    Provenance("walmart_openings", f"plotly/datasets at 0c447c4, {_STORES}", "MIT", 2992, _SUMS[0]),
    Provenance("us_cities_2014", "plotly/datasets at 0c447c4, 2014_us_cities.csv", "MIT", 3228, _SUMS[1]),
)


@dataclass(frozen=True, eq=False)
class Stores:
    """years (2992,): of the opening, 1962.5 for the middle of 1962; months as they stand, the day taken as the middle.

    positions (2992, 2): longitude and latitude, degrees. towns: "Rogers, AR". In order of opening.
    """

    years: np.ndarray
    positions: np.ndarray
    towns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cities:
    """positions (2716, 2): longitude and latitude, degrees. populations (2716,), 2014. names. The largest first.

    left_out: name and population of the 512 cities of the file whose position is that of a larger one.
    """

    positions: np.ndarray
    populations: np.ndarray
    names: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]


def load_stores() -> Stores:
    """The file that comes with the course. Raises ValueError if it is not the one described in PROVENANCE."""
    rows = sorted(_rows(PROVENANCE[0]), key=lambda row: (int(row["year"]), int(row["month"])))
    years = np.array([int(row["year"]) + (int(row["month"]) - 0.5) / 12 for row in rows])
    return Stores(years, _positions(rows), tuple(f"{row['city']}, {row['state']}" for row in rows))


def load_cities() -> Cities:
    """The file that comes with the course. Raises ValueError if it is not the one described in PROVENANCE.

    Cities stand there by name, without a state, and namesakes at one position: a town in Minnesota lies where Austin,
    Texas, lies. At most one can be right. The largest is kept, which may be the wrong one.
    """
    kept, left_out = {}, []  # type: ignore[var-annotated]
    for row in sorted(_rows(PROVENANCE[1]), key=lambda row: -int(row["population"])):
        if kept.setdefault((row["lon"], row["lat"]), row) is not row:
            left_out.append((row["name"], int(row["population"])))
    rows = list(kept.values())
    populations = np.array([float(row["population"]) for row in rows])
    return Cities(_positions(rows), populations, tuple(row["name"] for row in rows), tuple(left_out))


def _rows(record: Provenance) -> list[dict[str, str]]:
    text = Path(__file__).with_name(f"{record.name}.csv").read_text(encoding="utf-8")
    found = checksum(np.frombuffer(text.encode(), np.uint8))
    if found != record.checksum:
        raise ValueError(f"{record.name}.csv must have checksum {record.checksum}, got {found}")
    return list(csv.DictReader(text.splitlines()))


def _positions(rows: list[dict[str, str]]) -> np.ndarray:
    return np.array([(float(row["lon"]), float(row["lat"])) for row in rows])
