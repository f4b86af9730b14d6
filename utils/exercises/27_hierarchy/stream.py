"""27.6: a stream whose means drift away from those of the batch."""

from __future__ import annotations

from functools import partial

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def arrive(mass, mean, parents, leaf, value):
    """One more observation: every node from the leaf to the root gets the observation itself."""
    mass, mean = mass.copy(), mean.copy()
    node = leaf
    while node >= 0:
        mass[node] += 1
        mean[node] += (value - mean[node]) / mass[node]
        node = parents[node]
    return mass, mean


def arrive_inputs(rng):
    """Empty and filled trees, an only child, leaves at several depths' ends, leaf and root far apart in value."""
    parents = np.array([4, 4, 5, 5, 6, 6, -1])
    cases = [(np.array([1.0, 1, 0, 0, 2, 0, 2]), np.array([2.0, 6, 0, 0, 4, 0, 4]), parents, 0, 8.0)]
    chain = np.array([3, 4, 5, 4, 6, 6, -1])  # node 5 has an only child
    for tree in (parents, chain):
        for n in (0, 1, 7, 30):
            mass, mean = np.zeros(7), np.zeros(7)
            for leaf, value in zip(rng.integers(0, 3, n), rng.normal(2, 3, n)):
                mass, mean = arrive(mass, mean, tree, int(leaf), float(value))
            cases.append((mass, mean, tree, int(rng.integers(0, 3)), float(rng.normal(5, 2))))
    return cases


def _from_children(mass, mean, parents, leaf, value, empty=False):
    """Each parent the unweighted mean of its children that have data, or with empty=True of all of them."""
    mass, mean = mass.copy(), mean.copy()
    mass[leaf] += 1
    mean[leaf] += (value - mean[leaf]) / mass[leaf]
    node = parents[leaf]
    while node >= 0:
        mass[node] += 1
        mean[node] = np.mean([mean[i] for i in range(len(parents)) if parents[i] == node and (empty or mass[i] > 0)])
        node = parents[node]
    return mass, mean


def _one_step(mass, mean, parents, leaf, value):
    """How far the value is from the leaf's mean, for all its ancestors."""
    mass, mean = mass.copy(), mean.copy()
    node, step = leaf, value - mean[leaf]
    while node >= 0:
        mass[node] += 1
        mean[node] += step / mass[node]
        node = parents[node]
    return mass, mean


def _every_node(mass, mean, parents, leaf, value):
    mass = mass + 1
    return mass, mean + (value - mean) / mass


EACH = "A node's mean is over *observations* under it, each of weight 1. "

ARRIVE = Function(
    "27.6",
    title="A stream that drifts",
    points=3,
    reference=arrive,
    inputs=arrive_inputs,
    mistakes=[
        Mistake(
            "as it was",
            edit("        node = parents[node]", "        value = mean[node]\n        node = parents[node]"),
            "That is the colleague's line. What does the parent learn: the child's *new mean*, or what arrived? "
            + EACH,
        ),
        Mistake(
            "means of means",
            _from_children,
            EACH + "Yours takes the plain mean of the children, so that a leaf seen once counts as much as one seen "
            "a thousand times.",
        ),
        Mistake(
            "means of means, the empty ones too",
            partial(_from_children, empty=True),
            EACH + "Yours takes the plain mean of the children, and counts the 0 of a child without any, too.",
        ),
        Mistake(
            "the leaf's step for all",
            _one_step,
            "How far `value` is from the mean differs from node to node: compare it with each node's own mean.",
        ),
        Mistake(
            "the leaf only",
            edit("        node = parents[node]", "        node = -1"),
            "Only the leaf has changed. Every one of its ancestors has one more observation under it, too; and if you "
            "compute parents from their children, go from the leaf up, or they are one observation late.",
        ),
        Mistake(
            "the root left out",
            edit("while node >= 0:", "while parents[node] >= 0:"),
            "Your loop ends before the root has been brought up to date. The root's parent is −1, and it is a node "
            "as well.",
        ),
        Mistake(
            "the old mass",
            edit(
                "(value - mean[node]) / mass[node]", "(value - mean[node]) / (mass[node] - 1 if mass[node] > 1 else 1)"
            ),
            "Divide by how many observations there are *now*, the new one included.",
        ),
        Mistake(
            "one too many",
            edit("(value - mean[node]) / mass[node]", "(value - mean[node]) / (mass[node] + 1)"),
            "The new observation is counted twice: `mass[node]` includes it already.",
        ),
        Mistake(
            "the mass forgotten",
            edit(
                "        mass[node] += 1\n        mean[node] += (value - mean[node]) / mass[node]",
                "        mean[node] += (value - mean[node]) / (mass[node] + 1)",
            ),
            "The means are right, but the masses stand still: the next observation will count too much.",
        ),
        Mistake(
            "the sign turned",
            edit("mean[node] += (value - mean[node])", "mean[node] -= (value - mean[node])"),
            "The mean moves *towards* what arrived. Check with a leaf that had one observation.",
        ),
        Mistake(
            "half of the way",
            edit("mean[node] += (value - mean[node]) / mass[node]", "mean[node] = (mean[node] + value) / 2"),
            "You take the middle of the old mean and the new value. The old mean stands for all observations before: "
            "the new one counts one part in `mass[node]`.",
        ),
        Mistake(
            "the old mean not taken off",
            edit("(value - mean[node]) / mass[node]", "value / mass[node]"),
            "The mean moves by a share of the *difference*, `(value - mean[node]) / mass[node]`.",
        ),
        Mistake(
            "every node",
            _every_node,
            "You bring every node up to date. The observation lies under the leaf and its ancestors only.",
        ),
        Mistake(
            "the leaf's weight for all",
            edit("(value - mean[node]) / mass[node]", "(value - mean[node]) / mass[leaf]"),
            "Each node divides by its *own* number of observations; the root has seen far more than the leaf.",
        ),
    ],
    hints=[
        "Follow two observations, 0 and then 8, of two leaves under one parent. What should the parent have, what "
        "does it get?",
        "One line tells the parent something else than the leaf was told.",
    ],
)
