"""The digits, and the catalogue that says where every data set comes from."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from utils.data import CATALOGUE, digits, toys
from utils.data.provenance import Provenance, checksum


def test_digits_are_sklearns_pixels_on_minus_one_to_one():
    ours, theirs = digits.load_digits(), datasets.load_digits()
    assert ours.images.shape == (1797, 8, 8) and ours.labels.shape == (1797,)
    assert ours.images.min() == -1 and ours.images.max() == 1 and ours.images.dtype == np.float64
    np.testing.assert_array_equal(8 * (ours.images + 1), theirs.images)
    np.testing.assert_array_equal(ours.labels, theirs.target)


def test_digits_are_read_only():
    with pytest.raises(ValueError, match="read-only"):
        digits.load_digits().images[:] = 0


def test_digits_that_changed_are_refused(monkeypatch):
    changed = datasets.load_digits()
    changed.images[0, 0, 0] += 1
    monkeypatch.setattr(datasets, "load_digits", lambda: changed)
    with pytest.raises(ValueError, match=f"digits must have checksum {digits.PROVENANCE.checksum}, got "):
        digits.load_digits()


def test_the_catalogue_is_complete_and_its_checksums_hold():
    drawn = {record.name: record for record in CATALOGUE if record.rows is None}
    shapes = {
        name
        for name, f in vars(toys).items()
        if getattr(f, "__module__", "") == toys.__name__ and callable(f) and not name.startswith("_")
    }
    assert set(drawn) == shapes
    for name, record in drawn.items():
        assert record.checksum == checksum(getattr(toys, name)(1000, np.random.default_rng(0))), name
    assert digits.PROVENANCE in CATALOGUE and digits.PROVENANCE.rows == len(digits.load_digits().labels)
    assert len({record.name for record in CATALOGUE}) == len(CATALOGUE)
    assert {record.name for record in CATALOGUE if record.size is not None} == {"creditcard"}  # all others are shipped
    for record in CATALOGUE:
        assert isinstance(record, Provenance) and record.source and record.licence and len(record.checksum) == 64


def test_a_checksum_sees_a_changed_value_but_not_the_last_bit():
    x = np.array([0.1, -0.25, 3.0])
    assert checksum(x) == checksum(np.nextafter(x, 9))
    assert checksum(x) != checksum(x + np.array([0, 1e-5, 0]))
    assert checksum(x) != checksum(x[::-1])


def test_importing_the_packages_loads_nothing_heavy():
    code = (
        "import sys, utils.data; from utils.generative import divergences, mixtures, schedules; "
        "print([m for m in ('sklearn', 'scipy', 'torch', 'matplotlib', 'diffusers', 'pandas') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60
    ).stdout
    assert out.strip() == "[]"
