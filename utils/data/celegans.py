"""The nervous system of a worm, Caenorhabditis elegans: 297 neurons, and who sends how many synapses to whom."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from utils.data.provenance import Provenance, checksum

if TYPE_CHECKING:
    from scipy import sparse

PROVENANCE = Provenance(
    name="celegans",
    source="White, Southgate, Thomson & Brenner 1986, The structure of the nervous system of the nematode "
    "Caenorhabditis elegans, Philosophical Transactions of the Royal Society B 314(1165), 1–340; compiled by Watts & "
    "Strogatz 1998, Nature 393, 440–442; file by Newman 2006. Neurons are numbers without names",
    licence="facts, none needed",
    rows=2359,
    checksum="b290ade90f0cc95b64c3ba8b0b778c7c78a1d71138917c40a9d5a566ffe60d6e",
)
NEURONS = 297

_FILE = Path(__file__).with_name("celegans.csv")


@dataclass(frozen=True, eq=False)
class Worm:
    """edges (2345, 2): from neuron, to neuron, each ordered pair once. synapses (2345,): how many.

    adjacency (297, 297): csr_array, directed, A[i, j] synapses from i to j. repeated (14, 2): pairs the file has twice.
    """

    edges: np.ndarray
    synapses: np.ndarray
    adjacency: sparse.csr_array
    repeated: np.ndarray


def load_celegans() -> Worm:
    """The file that comes with the course. Its arrays are read-only.

    The file has 2 359 lines. 14 ordered pairs stand in it twice, one line below the other, 7 of them with two different
    counts: their synapses are added, so that all 8 819 are kept. Whoever takes each line for a tie counts 14 too many.
    Raises ValueError if the file is not the one described in PROVENANCE.
    """
    from scipy import sparse

    header = _FILE.read_text(encoding="utf-8").partition("\n")[0]
    rows = np.loadtxt(_FILE, delimiter=",", skiprows=1, dtype=np.int64, encoding="utf-8")
    found = checksum(rows)
    if header != "source,target,synapses" or found != PROVENANCE.checksum:
        raise ValueError(f"{_FILE.name} must have checksum {PROVENANCE.checksum}, got {found}")
    edges, place, times = np.unique(rows[:, :2], axis=0, return_inverse=True, return_counts=True)
    synapses = np.bincount(place.ravel(), rows[:, 2]).astype(np.int64)
    repeated = edges[times > 1]
    adjacency = sparse.csr_array((synapses.astype(float), tuple(edges.T)), shape=(NEURONS, NEURONS))
    for array in (edges, synapses, repeated, adjacency.data, adjacency.indices, adjacency.indptr):
        array.flags.writeable = False
    return Worm(edges, synapses, adjacency, repeated)
