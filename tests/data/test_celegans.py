"""The worm's nervous system: the file as it is, and a graph in which no synapse is lost or counted twice."""

import csv
from collections import Counter

import numpy as np
import pytest

from utils.data import CATALOGUE, celegans
from utils.data.celegans import NEURONS, PROVENANCE, load_celegans
from utils.data.provenance import checksum

WORM = load_celegans()
with celegans._FILE.open(encoding="utf-8", newline="") as FILE:
    ROWS = np.array([list(map(int, row)) for row in list(csv.reader(FILE))[1:]])


def test_its_record_is_in_the_catalogue_and_its_checksum_holds():
    assert PROVENANCE in CATALOGUE and PROVENANCE.rows == len(ROWS) == 2359 and PROVENANCE.checksum == checksum(ROWS)


def test_synapses_of_a_pair_in_two_lines_are_added():
    count = Counter()
    for source, target, synapses in ROWS.tolist():
        count[source, target] += synapses
    assert len(WORM.edges) == len(count) == 2345 and WORM.synapses.sum() == ROWS[:, 2].sum() == 8819
    assert {tuple(pair): n for pair, n in zip(WORM.edges.tolist(), WORM.synapses.tolist())} == count
    lines = Counter(map(tuple, ROWS[:, :2].tolist()))
    assert {tuple(pair) for pair in WORM.repeated.tolist()} == {pair for pair, n in lines.items() if n == 2}
    assert len(WORM.repeated) == 14 and max(lines.values()) == 2
    assert WORM.adjacency[142, 44] == 24  # 3 and 21
    different = sum(len(set(ROWS[(ROWS[:, :2] == pair).all(axis=1), 2])) == 2 for pair in WORM.repeated)
    assert different == 7 and np.all(np.diff(np.flatnonzero([lines[tuple(row)] == 2 for row in ROWS[:, :2]]))[::2] == 1)


def test_the_graph_has_every_neuron_no_self_loop_and_both_directions_apart():
    A = WORM.adjacency
    assert A.shape == (NEURONS, NEURONS) and A.nnz == 2345 and A.dtype == float and A.has_canonical_format
    assert not A.diagonal().any() and (A != A.T).nnz and (A + A.T).sum(axis=1).min() > 0
    np.testing.assert_array_equal(np.column_stack(A.nonzero()), WORM.edges)


def test_a_changed_file_is_refused(monkeypatch, tmp_path):
    text = celegans._FILE.read_text(encoding="utf-8")
    for old, new in (("0,1,1", "0,1,2"), ("synapses", "weight")):
        (tmp_path / "celegans.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setattr(celegans, "_FILE", tmp_path / "celegans.csv")
        with pytest.raises(ValueError, match=r"celegans\.csv must have checksum"):
            load_celegans()


def test_the_arrays_are_read_only():
    for array in (WORM.edges, WORM.synapses, WORM.repeated, WORM.adjacency.data):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
