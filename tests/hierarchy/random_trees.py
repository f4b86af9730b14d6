"""Random hierarchies for property tests: unbalanced, with only children, missing leaves and whole branches missing."""

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from utils.hierarchy.tree import Hierarchy


@st.composite
def trees(draw, largest=24, missing=True):
    """Any number of levels, each with at least one child a node; some leaves without mass."""
    sizes = [draw(st.integers(1, largest))]
    while len(sizes) < 2 or (sizes[-1] > 1 and len(sizes) < 6):
        sizes.append(draw(st.integers(1, sizes[-1])))
    sizes += [1] * (sizes[-1] > 1)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parents = []
    for size, above in pairwise(sizes):
        parents.append(rng.permutation(np.append(np.arange(above), rng.integers(above, size=size - above))))
    masses = rng.uniform(0.1, 3, sizes[0])
    if missing:
        masses[rng.random(sizes[0]) < draw(st.sampled_from([0, 0.3, 0.8]))] = 0
        masses[rng.integers(sizes[0])] = 1
    return Hierarchy(tuple(parents), masses)


def signal(tree, seed=0, columns=None):
    """Values at the leaves, nan where the mass is 0."""
    shape = (tree.sizes[0],) if columns is None else (tree.sizes[0], columns)
    x = np.random.default_rng(seed).normal(size=shape) * 3 + 1
    x[tree.masses == 0] = np.nan
    return x


def ties(tree, seed=0):
    """Symmetric weights between leaves, some pairs untied."""
    rng = np.random.default_rng(seed)
    W = np.triu(rng.uniform(0, 2, 2 * tree.sizes[:1]) * (rng.random(2 * tree.sizes[:1]) < 0.4), 1)
    return W + W.T
