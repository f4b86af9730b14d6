"""Stores and cities: the files as they are, every row kept or named, in order."""

import csv
from pathlib import Path

import numpy as np
import pytest

from utils.data import CATALOGUE, stores
from utils.data.provenance import checksum
from utils.data.stores import PROVENANCE, load_cities, load_stores

TEXTS = {one.name: Path(stores.__file__).with_name(f"{one.name}.csv").read_text(encoding="utf-8") for one in PROVENANCE}
ROWS = {name: list(csv.DictReader(text.splitlines())) for name, text in TEXTS.items()}
STORES, CITIES = load_stores(), load_cities()


def test_their_records_are_in_the_catalogue_and_their_checksums_hold():
    for record in PROVENANCE:
        assert record in CATALOGUE and record.rows == len(ROWS[record.name])
        assert record.checksum == checksum(np.frombuffer(TEXTS[record.name].encode(), np.uint8))


def test_every_store_is_kept_in_order_of_opening():
    assert len(STORES.years) == len(STORES.positions) == len(STORES.towns) == 2992
    assert np.all(np.diff(STORES.years) >= 0) and (STORES.towns[0], STORES.years[0]) == ("Rogers, AR", 1962 + 6.5 / 12)
    expected = sorted(
        (f"{r['city']}, {r['state']}", float(r["lon"]), float(r["lat"])) for r in ROWS["walmart_openings"]
    )
    assert sorted((town, *place) for town, place in zip(STORES.towns, STORES.positions.tolist())) == expected
    first = next(row for row in ROWS["walmart_openings"] if row["city"] == "Harrison")
    assert STORES.years[STORES.towns.index("Harrison, AR")] == int(first["year"]) + (int(first["month"]) - 0.5) / 12


def test_the_largest_city_at_each_spot_is_kept_and_the_others_are_named():
    assert len(CITIES.names) == 2716 and len(CITIES.left_out) == 512
    assert len({tuple(place) for place in CITIES.positions.tolist()}) == 2716
    assert np.all(np.diff(CITIES.populations) <= 0) and CITIES.populations.min() > 7000
    both = [*zip(CITIES.names, CITIES.populations.astype(int).tolist()), *CITIES.left_out]
    assert sorted(both) == sorted((row["name"], int(row["population"])) for row in ROWS["us_cities_2014"])
    assert CITIES.populations[CITIES.names.index("Austin")] == 839714 and ("Austin", 24800) in CITIES.left_out


def test_a_changed_file_is_refused(monkeypatch, tmp_path):
    for load, record in ((load_stores, PROVENANCE[0]), (load_cities, PROVENANCE[1])):
        (tmp_path / f"{record.name}.csv").write_text(
            TEXTS[record.name].replace("Austin", "Aust1n", 1), encoding="utf-8"
        )
        monkeypatch.setattr(stores, "__file__", str(tmp_path / "stores.py"))
        with pytest.raises(ValueError, match=rf"{record.name}\.csv must have checksum"):
            load()
