"""Reverse hierarchical diffusion in five steps: collect, preprocess, build, up, interpret.

Each function below is one kind of data, and reads as these steps; what they call is in the other modules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from utils.common.arrays import points
from utils.common.checks import an_instance, whole_number
from utils.hierarchy.builders import from_columns, merge_graph, quadtree
from utils.hierarchy.energies import scale_profile
from utils.hierarchy.passes import Analysis, up
from utils.hierarchy.streaming import Sums, along, analysed, gather, observe
from utils.hierarchy.tree import Hierarchy, each


@dataclass(frozen=True, eq=False)
class Reading:
    """What the five steps found. profile (D,): the share of the variance on each level.

    unusual: (level, node, name, score) of the nodes least like their siblings, the least alike first.
    """

    analysis: Analysis
    profile: np.ndarray
    unusual: list[tuple[int, int, str, float]]


def read_table(columns: dict[str, list[str]], values: Any, masses: Any) -> Reading:
    """What `collect` returns, such as counts of sites within counties within regions; a site may have many rows."""
    x = scaled(values, masses, "values")
    tree, leaves = from_columns(columns)
    return interpret(analysed(gather(tree, leaves, x, masses)))


def read_picture(pixels: Any) -> Reading:
    """Grey levels (height, width), nan where a pixel is missing; by blocks of 2 × 2."""
    pixels = points("pixels", pixels, ("height", "width"), finite=False)
    return _read(quadtree(pixels.shape), pixels.ravel(), "pixels")


def read_network(W: Any, values: Any, steps: int = 4) -> Reading:
    """A number for each person (n,), nan where unknown; W (n, n): their ties, which make the groups."""
    tree = merge_graph(W, steps)
    return _read(tree, points("values", values, tree.sizes[:1], finite=False), "values")


def read_stream(sums: Sums, observations: Iterable[tuple[int, float]]) -> Iterator[np.ndarray]:
    """(leaf, value) as they arrive → how far each is from what was known before, (D + 1,), from leaf to root.

        z_l = (x − x̄_l)/s_l,    x̄_l, s_l: mean and standard deviation of what was seen under its ancestor of level l

    nan where fewer than two different values were seen. Large at the leaf and small above: unusual only here.
    """
    an_instance("sums", sums, Sums)
    for leaf, value in observations:
        _, mean, deviation = along(sums, leaf).T
        yield np.divide(value - mean, deviation, out=np.full(len(mean), np.nan), where=deviation > 0)
        observe(sums, leaf, value)


def scaled(x: Any, masses: Any, name: str = "x") -> np.ndarray:
    """(x − median)/(1.4826 median |x − median|) over the x with mass, (n,): outliers move neither centre nor scale.

    Where more than half are equal that scale is 0, and the root mean square takes its place; constants become 0.
    name: what an error calls x.
    """
    x = points(name, x, ("n",), finite=False)
    masses = points("masses", masses, x.shape)
    each("masses", masses, masses >= 0, "be at least 0")
    known = masses > 0
    if not known.any():
        raise ValueError(f"{name} must hold a value with mass, got none among {len(x)}")
    off = np.where(known, x, 0) - np.median(points(name, x[known]))
    scale = 1.4826 * np.median(abs(off[known])) or np.sqrt(np.mean(off[known] ** 2)) or 1.0
    return np.where(known, off / scale, 0.0)


def interpret(analysis: Analysis, most: int = 5) -> Reading:
    """Where the variation lives, and who is unlike its siblings; `passes.path` then takes a leaf apart.

        score_i = √m_i d_l[i] / (Σ_k m_k d_l[k]² / n_l⁺)^½,    n_l⁺ the nodes of the level with mass

    a detail over what is usual on its level, a mean of more data having to vary less. Of one value a leaf.
    """
    tree, most = an_instance("analysis", analysis, Analysis).tree, whole_number("most", most)
    points("analysis", analysis.values[-1], (1,))  # else of several values a leaf
    found = []
    for l, (mass, d) in enumerate(zip(tree.node_masses, analysis.details)):
        score = np.sqrt(mass) * d
        score /= np.sqrt(np.mean(score[mass > 0] ** 2)) or 1.0
        for i in np.argsort(-abs(score), kind="stable")[:most]:
            found.append((l, int(i), tree.names[l][i] if tree.names else str(i), float(score[i])))
    return Reading(analysis, scale_profile(analysis), sorted(found, key=lambda one: -abs(one[3]))[:most])


def _read(tree: Hierarchy, values: np.ndarray, name: str) -> Reading:
    masses = np.isfinite(values) * tree.masses
    x = scaled(values, masses, name)
    return interpret(up(replace(tree, masses=masses), x))
