"""A hierarchy: leaves of level 0, their parents, and so on up to one root; and how much each leaf counts."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array

from utils.common.arrays import points, whole_numbers
from utils.common.checks import whole_number


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """A tree in levels 0 (leaves) to D (the root, alone).

    parents: D arrays of whole numbers; parents[l] (n_l,) holds π_l, the node of level l + 1 above each node of level l.
    masses (n_0,): m_0 ≥ 0, how much each leaf counts; 0 = missing, and its value may then be anything, nan included.
    names: D + 1 sequences of text, one name a node; None: nodes are called by level and number.

    An inner node's mass is that of its children together. All leaves are on level 0: a branch that ends early is
    continued down by only children. Other masses on the same tree: dataclasses.replace(tree, masses=...).
    Raises ValueError, naming the node, for one without a parent, a parent that is not on the next level, a node that
    has no child, a second root, a negative mass, and where every leaf is missing. The arrays are read-only.
    """

    parents: tuple[np.ndarray, ...]
    masses: np.ndarray
    names: tuple[tuple[str, ...], ...] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.parents, list | tuple) or not self.parents:
            raise ValueError(f"parents must hold an array for each level below the root, got {self.parents!r}")
        parents = tuple(whole_numbers(f"parents[{l}]", above, ("n",)) for l, above in enumerate(self.parents))
        sizes, names = (*map(len, parents), 1), self.names
        for l, (above, size) in enumerate(zip(parents, sizes[1:])):
            on = "be 0, the only root" if l == len(parents) - 1 else f"be one of the {size} nodes of level {l + 1}"
            each(f"parents[{l}]", above, above >= 0, "give each node a parent")
            each(f"parents[{l}]", above, above < size, on)
            children = np.bincount(above, minlength=size)
            each(f"parents[{l}]", children, children > 0, f"give each node of level {l + 1} a child")
        masses = points("masses", self.masses, (sizes[0],))
        each("masses", masses, masses >= 0, "be at least 0")
        if masses.max() == 0:
            raise ValueError(f"masses must leave a leaf with data, got 0 for all {len(masses)}")
        if names is not None and (not isinstance(names, list | tuple) or tuple(map(len, names)) != sizes):
            raise ValueError(f"names must hold {sizes} texts, got {names!r:.200}")
        for array in (*parents, masses):
            array.flags.writeable = False
        object.__setattr__(self, "parents", parents)
        object.__setattr__(self, "masses", masses)

    @property
    def depth(self) -> int:
        """D, how many steps from a leaf to the root."""
        return len(self.parents)

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0 ... n_D, the number of nodes of each level."""
        return (*map(len, self.parents), 1)

    @cached_property
    def node_masses(self) -> tuple[np.ndarray, ...]:
        """m_0 ... m_D, with m_{l+1} = P_lᵀ m_l: one array (n_l,) a level."""
        levels = zip(self.parents, self.sizes[1:])
        return tuple(accumulate(levels, lambda m, level: add_children(level[0], m, level[1]), initial=self.masses))

    @cached_property
    def copying(self) -> tuple[csr_array, ...]:
        """P_0 ... P_{D−1}: P_l (n_l, n_{l+1}) copies a parent's value to its children."""
        sizes = enumerate(pairwise(self.sizes))
        return tuple(csr_array((np.ones(n), self.parents[l], np.arange(n + 1)), (n, up)) for l, (n, up) in sizes)

    @cached_property
    def averaging(self) -> tuple[csr_array, ...]:
        """R_0 ... R_{D−1}: R_l = M_{l+1}⁻¹ P_lᵀ M_l (n_{l+1}, n_l) averages children by mass; R_l P_l = I.

        A node without mass has a row of 0.
        """
        masses = pairwise(self.node_masses)
        return tuple(
            csr_array(diags_array(1 / np.where(above > 0, above, 1)) @ P.T @ diags_array(m))
            for P, (m, above) in zip(self.copying, masses)
        )

    @cached_property
    def ancestors(self) -> tuple[np.ndarray, ...]:
        """D + 1 arrays (n_0,): the node of level l above each leaf, on level 0 the leaf itself."""
        return tuple(accumulate(self.parents, lambda found, above: above[found], initial=np.arange(self.sizes[0])))

    def line(self, leaf: int) -> np.ndarray:
        """(D + 1,): the leaf itself, its parent, ... and the root."""
        leaf = whole_number("leaf", leaf, least=0)
        if leaf >= self.sizes[0]:
            raise ValueError(f"leaf must be below {self.sizes[0]}, got {leaf}")
        return np.array(list(accumulate(self.parents, lambda node, above: above[node], initial=leaf)))


def add_children(above: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """P_lᵀ x_l: each node's sum over its children, one after the other in the order of their numbers.

    above (n_l,) parents, values (n_l,) or (n_l, k), size n_{l+1} → (n_{l+1},) or (n_{l+1}, k). The order of addition
    is part of the promise: whoever adds one node's children alone gets the same bits. Inner loop: arguments unchecked.
    """
    if values.ndim == 1:
        return np.bincount(above, values, size)
    k = values.shape[1]
    bins = above[:, None] * k + np.arange(k)  # one for each column of each parent
    return np.bincount(bins.ravel(), values.ravel(), size * k).reshape(size, k)


def one_or_each(name: str, value: Any, n: int) -> np.ndarray:
    """n numbers (n,): those given, or one number for all. ValueError names another number of them."""
    return points(name, np.full(n, value) if np.isscalar(value) else value, (n,))


def each(name: str, values: np.ndarray, right: Any, expected: str) -> None:
    """ValueError that names the first node where `right` does not hold, and its value."""
    wrong = np.flatnonzero(~right)
    if len(wrong):
        raise ValueError(f"{name} must {expected}, got {values[wrong[0]]} for node {wrong[0]}")
