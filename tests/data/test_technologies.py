"""Technologies by generation: as published, gaps where nothing is reported, a file that changed is refused."""

import numpy as np
import pytest

from utils.data import CATALOGUE, technologies
from utils.data.technologies import load_generations

DRAM, IBM, SOLAR = (load_generations(name) for name in ("dram", "ibm", "photovoltaics"))


def test_every_set_has_its_record():
    records = {record.name: record.rows for record in technologies.PROVENANCE}
    found = {
        name: np.isfinite(one.quantity).sum() for name, one in (("dram", DRAM), ("ibm", IBM), ("photovoltaics", SOLAR))
    }
    assert records == found and set(technologies.PROVENANCE) <= set(CATALOGUE)


def test_memory_chips_come_in_eight_sizes_and_the_largest_have_no_price():
    assert DRAM.names == ("4K", "16K", "64K", "256K", "1M", "4M", "16M", "64M")
    assert DRAM.launches.tolist() == [1974, 1976, 1978, 1982, 1985, 1988, 1991, 1994] and DRAM.years[
        [0, -1]
    ].tolist() == [1974, 1998]
    assert np.nanmax(DRAM.quantity, axis=0).tolist() == [73.3, 266.41, 854.61, 955.37, 827, 1649, 2115, 706]
    assert DRAM.price[0, 0] == 6101.3 and np.isnan(DRAM.price[:, 6:]).all()
    assert np.all(np.isfinite(DRAM.price[:, :6]) == np.isfinite(DRAM.quantity[:, :6]))
    assert DRAM.price[0, 0] * 4096 / 1e6 == pytest.approx(25, abs=0.1)  # dollars for a chip of 1974
    assert np.isnan(DRAM.quantity[12:, 1]).all() and DRAM.quantity[11, 1] == 51.29  # left the table in full sale


def test_computers_in_use_come_in_four_generations():
    assert IBM.names == ("G1", "G2", "G3", "G4") and IBM.launches.tolist() == [1, 6, 11, 16]
    assert np.isfinite(IBM.quantity).sum(axis=0).tolist() == [24, 19, 14, 9] and np.isnan(IBM.price).all()
    assert IBM.quantity[-1].tolist() == [0, 829, 5881, 32098] and np.nansum(IBM.quantity) == 468_135


def test_photovoltaic_capacity_never_falls_and_its_price_does_at_times():
    capacity, price = SOLAR.quantity[:, 0], SOLAR.price[:, 0]
    assert SOLAR.years.tolist() == list(range(1976, 2017)) and np.all(np.diff(capacity) > 0)
    assert (capacity[0], capacity[-1]) == (0.32, 291_064) and (round(price[0], 2), price[-1]) == (66.10, 0.62)
    assert np.sum(np.diff(price) > 0) == 9


def test_some_generations_and_some_years_can_be_taken():
    two = DRAM.take(slice(0, 2)).until(1977)
    assert two.names == ("4K", "16K") and two.quantity.shape == (4, 2) and two.quantity[2:, 1].tolist() == [0.68, 7.94]
    assert DRAM.until(1975).launches.tolist() == [1974, *[np.inf] * 7]
    assert IBM.take([3, 0]).names == ("G4", "G1") and IBM.take(IBM.launches > 6).names == ("G3", "G4")


def test_the_arrays_are_read_only():
    for array in (DRAM.years, DRAM.quantity, SOLAR.price):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_file_that_changed_is_refused(monkeypatch, tmp_path):
    for name in ("dram", "ibm"):
        text = (technologies.Path(technologies.__file__).with_name(f"{name}.csv")).read_text(encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(text.replace("4.77", "4.78").replace("190,", "191,"), encoding="utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(technologies, "__file__", str(tmp_path / "technologies.py"))
            with pytest.raises(ValueError, match=rf"{name}\.csv must have checksum"):
                load_generations(name)
