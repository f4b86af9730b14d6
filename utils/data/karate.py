"""A karate club of 34 members and the 78 ties among them: a real social network small enough for exact work."""

from dataclasses import dataclass

import numpy as np

from utils.data.provenance import Provenance

PROVENANCE = Provenance(
    name="karate",
    source="Zachary 1977, An information flow model for conflict and fission in small groups, Journal of "
    "Anthropological Research 33(4), 452–473, doi.org/10.1086/jar.33.4.3629752. The usual 78 ties: the paper's matrix "
    "is not symmetric for members 23 and 34 (here 22 and 33), and this tie is counted. Positions are ours",
    licence="facts, none needed",
    rows=78,
    checksum="eddc4329b4b888707f48ad61b78647332fd0327cd0ddcb0897a6fb936cde0401",
)

INSTRUCTOR, PRESIDENT = 0, 33  # the two who fell out; after the quarrel the club split in two

# Member -> members with a higher number seen with them outside the club's lessons. The paper counts from 1, we from 0.
_TIES = {
    0: (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31),
    1: (2, 3, 7, 13, 17, 19, 21, 30),
    2: (3, 7, 8, 9, 13, 27, 28, 32),
    3: (7, 12, 13),
    4: (6, 10),
    5: (6, 10, 16),
    6: (16,),
    8: (30, 32, 33),
    9: (33,),
    13: (33,),
    14: (32, 33),
    15: (32, 33),
    18: (32, 33),
    19: (33,),
    20: (32, 33),
    22: (32, 33),
    23: (25, 27, 29, 32, 33),
    24: (25, 27, 31),
    25: (31,),
    26: (29, 33),
    27: (33,),
    28: (31, 33),
    29: (32, 33),
    30: (32, 33),
    31: (32, 33),
    32: (33,),
}
_WITH_INSTRUCTOR = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21)

# Where to draw each member: no data, only a layout in which ties are short and no dot hides another.
_POSITIONS = (
    (-0.22, -0.06),
    (-0.05, -0.33),
    (0.28, 0.30),
    (-0.23, 0.28),
    (-0.67, -0.23),
    (-0.55, -0.46),
    (-0.72, -0.04),
    (-0.39, 0.15),
    (-0.06, -0.20),
    (0.33, 0.20),
    (-0.47, -0.16),
    (-0.62, 0.27),
    (-0.32, -0.02),
    (0.00, 0.27),
    (0.34, -0.37),
    (0.85, -0.02),
    (-1.00, -0.43),
    (-0.17, -0.34),
    (0.47, -0.10),
    (0.09, -0.10),
    (0.28, -0.16),
    (-0.31, -0.35),
    (0.65, -0.19),
    (0.65, 0.47),
    (-0.14, 0.57),
    (-0.12, 0.85),
    (0.45, -0.33),
    (0.31, 0.55),
    (0.13, 0.17),
    (0.52, 0.12),
    (0.16, -0.47),
    (-0.14, 0.23),
    (0.43, 0.01),
    (0.23, -0.06),
)


@dataclass(frozen=True, eq=False)
class Karate:
    """edges (78, 2): ties, lower number first. adjacency (34, 34): 1 where tied, symmetric. positions (34, 2): to draw.

    club (34,): which of the two clubs a member joined after the split, 0 the instructor's, 1 the president's.
    """

    edges: np.ndarray
    adjacency: np.ndarray
    club: np.ndarray
    positions: np.ndarray


def load_karate() -> Karate:
    """The club as Zachary recorded it. The arrays are read-only."""
    edges = np.array([(low, high) for low, others in _TIES.items() for high in others])
    adjacency = np.zeros((34, 34))
    adjacency[edges[:, 0], edges[:, 1]] = adjacency[edges[:, 1], edges[:, 0]] = 1
    club = np.ones(34, dtype=int)
    club[list(_WITH_INSTRUCTOR)] = 0
    positions = np.array(_POSITIONS)
    for array in (edges, adjacency, club, positions):
        array.flags.writeable = False
    return Karate(edges, adjacency, club, positions)
