"""Every public function of utils.hierarchy, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, instance, missing, number, points, positive, public

import utils.hierarchy
from utils.hierarchy import energies, graph, heat, passes
from utils.hierarchy.tree import Hierarchy

PARENTS = ([0, 0, 1, 1, 1], [0, 0])
TREE = Hierarchy(PARENTS, [1.0, 2.0, 0.0, 1.0, 1.0])
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
TIES = np.ones((5, 5)) - np.eye(5)
ANALYSIS = passes.up(TREE, X)


def tree():
    return instance(TREE)


def analysis():
    return instance(ANALYSIS)


def level(last):
    return argument(1, count(1, least=0).bad | {"above the last": last + 1})


def leaf():
    return argument(1, count(1, least=0).bad | {"no leaf": 5})


def masses(value):
    one = points(value)
    return argument(one.make, one.bad | {"negative": -np.asarray(value)})


def ties(value):
    one = points(value, without=("infinity",))
    bad = {"negative": -value, "one way": np.triu(value), "not square": value[:, :-1], "infinite": value + np.inf}
    return argument(one.make, one.bad | bad)


LEVELS = ANYTHING | {
    "nothing": [],
    "no parent": ([0, 0, -1, 1, 1], [0, 0]),
    "a skipped level": ([0, 0, 2, 1, 1], [0, 0]),
    "two roots": ([0, 0, 1, 1, 1], [0, 1]),
    "no child": ([0, 0, 0, 0, 0], [0, 0]),
    "floats": ([0.0, 0.0, 1.0, 1.0, 1.0], [0, 0]),
}
KAPPA = argument(
    lambda: [1.0, 2.0], ANYTHING | {"negative": -1.0, "three": [1.0, 2.0, 3.0], "nan": np.nan, "a complex number": 1j}
)

CASES = [
    Case(
        Hierarchy,
        parents=argument(PARENTS, LEVELS),
        masses=argument(np.ones(5), masses(np.ones(5)).bad | {"all missing": np.zeros(5), "four": np.ones(4)}),
        names=argument(None, {"too few": (("a",),), "text": "x", "a number": 3}),
    ),
    *(Case(one, level=level(1)) for one in (TREE.copying, TREE.averaging, TREE.above)),
    Case(TREE.ancestors, level=level(2)),
    Case(TREE.name, level=level(2), node=argument(1, count(1, least=0).bad | {"above the last": 2})),
    Case(
        passes.up,
        tree=tree(),
        x=argument(X, points(X, shape_matters=False).bad | {"too many axes": np.ones((5, 2, 2)), "four": X[:4]}),
        smoothers=argument(
            lambda: [np.copy] * 2, {"text": "x", "one": [np.copy], "numbers": [1, 2], "another shape": [np.mean] * 2}
        ),
    ),
    Case(
        passes.down,
        analysis=analysis(),
        gains=argument(
            lambda: [0.5, 0.5],
            ANYTHING | {"three": [1.0, 1, 1], "nan": [1.0, np.nan], "too few nodes": [np.ones(4), 1.0]},
        ),
    ),
    Case(passes.path, analysis=analysis(), leaf=leaf()),
    Case(heat.decay_rates, tree=tree(), kappa=KAPPA),
    Case(heat.tree_heat, analysis=analysis(), t=number(1.0, (-0.1,)), kappa=KAPPA),
    Case(heat.tree_laplacian, tree=tree(), kappa=KAPPA),
    Case(graph.coarse_ties, tree=tree(), W=ties(TIES)),
    Case(graph.laplacian, W=ties(TIES), masses=argument(np.ones(5), masses(np.ones(5)).bad | {"0": np.zeros(5)})),
    Case(graph.lazy_steps, tree=tree(), W=ties(TIES), steps=count(4, least=0)),
    *(Case(one, analysis=analysis()) for one in (energies.energies, energies.scale_profile, energies.level_features)),
    Case(energies.noise_energies, tree=tree(), sigma=positive(0.5)),
    Case(energies.denoising_gains, analysis=analysis(), sigma=positive(0.5)),
]
ELSEWHERE = {
    "hierarchy.tree.add_children": "an inner loop, whose arguments were checked by Hierarchy",
    "hierarchy.passes.Analysis": "a record made by up",
    "hierarchy.passes.Path": "a record made by path",
    "hierarchy.passes.leaf_values": "called by up",
    "hierarchy.passes.leaf_number": "called by path",
    "hierarchy.graph.conductances": "called by coarse_ties and laplacian",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.hierarchy)) == []
