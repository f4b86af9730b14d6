"""The penguins and the names of colours: the files as they are, read with another reader, and refused when changed."""

import csv

import numpy as np
import pytest
from matplotlib import colors

from utils.data import CATALOGUE, colours, penguins
from utils.data.penguins import CATEGORIES, NUMBERS, load_penguins

BIRDS = load_penguins()
with penguins._FILE.open(encoding="utf-8", newline="") as FILE:
    ROWS = list(csv.DictReader(FILE))


def test_their_records_are_in_the_catalogue():
    assert {penguins.PROVENANCE, colours.PROVENANCE} <= set(CATALOGUE)
    assert penguins.PROVENANCE.rows == len(ROWS) == 344 and colours.PROVENANCE.rows == len(colors.XKCD_COLORS) == 949


def test_rows_with_a_missing_value_are_left_out_and_all_others_are_there_in_order():
    whole = [row for row in ROWS if "NA" not in row.values()]
    assert len(BIRDS.numbers) == len(whole) == 333 and BIRDS.left_out == 11
    for row, numbers, codes in zip(whole, BIRDS.numbers, BIRDS.codes):
        measured = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
        assert [float(row[name]) for name in measured] == numbers.tolist()
        assert [names[code] for names, code in zip(CATEGORIES.values(), codes)] == [row[name] for name in CATEGORIES]


def test_the_table_is_the_numbers_then_the_categories():
    assert BIRDS.table.shape == (333, len(NUMBERS) + len(CATEGORIES))
    np.testing.assert_array_equal(BIRDS.table, np.column_stack([BIRDS.numbers, BIRDS.codes]))
    for array in (BIRDS.numbers, BIRDS.codes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_changed_file_is_refused(monkeypatch, tmp_path):
    text = penguins._FILE.read_text(encoding="utf-8")
    (tmp_path / "penguins.csv").write_text(text.replace("39.1", "39.2", 1), encoding="utf-8")
    monkeypatch.setattr(penguins, "_FILE", tmp_path / "penguins.csv")
    with pytest.raises(ValueError, match=r"penguins\.csv must have checksum"):
        load_penguins()


def test_names_are_matplotlib_s_sorted_and_other_ones_are_refused(monkeypatch):
    names = colours.load_colour_names()
    assert list(names) == sorted(name[5:] for name in colors.XKCD_COLORS) and "light blue" in names
    monkeypatch.setattr(colors, "XKCD_COLORS", {"xkcd:red": "#ff0000"})
    with pytest.raises(ValueError, match="colour names must have checksum"):
        colours.load_colour_names()
