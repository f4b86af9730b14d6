"""Every public function of utils.hierarchy, called with what it must refuse: see bad_input."""

import numpy as np
import pandas as pd
import pytest
from bad_input import (
    ANYTHING,
    Case,
    argument,
    count,
    flag,
    instance,
    missing,
    number,
    numpy_rng,
    points,
    positive,
    public,
    word,
)

import utils.hierarchy
from utils.hierarchy import (
    builders,
    collect,
    energies,
    graph,
    gravity,
    passes,
    pipeline,
    reconcile,
    settlements,
    spreading,
    streaming,
    telling,
)
from utils.hierarchy.tree import Hierarchy

PARENTS = ([0, 0, 1, 1, 1], [0, 0])
TREE = Hierarchy(PARENTS, [1.0, 2.0, 0.0, 1.0, 1.0])
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
TIES = np.ones((5, 5)) - np.eye(5)
ANALYSIS = passes.up(TREE, X)
SUMS = streaming.gather(TREE, [0, 1, 3], [1.0, 2.0, 3.0])
SERIES = np.arange(8.0)
ERRORS = np.random.default_rng(0).normal(size=(9, 8))
COVARIANCE = reconcile.shrunk_covariance(ERRORS)[0]


def tree():
    return instance(TREE)


def analysis():
    return instance(ANALYSIS)


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

ROOTED = {
    "two roots": [-1, 0, -1, 2],
    "no root": [1, 0],
    "a cycle": [-1, 2, 1],
    "its own parent": [-1, 1],
    "no such node": [-1, 0, 9],
    "one node": [-1],
    "floats": [-1.0, 0.0],
}
FRAME = pd.DataFrame({"region": ["a", "a", "b"], "site": ["c", "d", "e"], "count": [1.0, 2.0, 4.0], "days": [1, 2, 1]})
RECORDS = collect.collect(FRAME, ("region", "site"), "count", "days")
TABLE = {"region": ["a", "a", "b"], "county": ["c", "d", "e"]}


def series(value):
    one = points(value, shape_matters=False)
    return argument(one.make, one.bad | {"one row too few": value[1:], "a table of tables": np.ones((8, 2, 2))})


TOWNS = settlements.rank_size(9, np.random.default_rng(0))
MODE = spreading.Mode(0.5, 0.5, 2.0)
ADOPTED = spreading.diffuse(MODE, TOWNS, np.random.default_rng(0)).times


def place():
    return argument(1, count(1, least=0).bad | {"no place": 9}, optional=True)


def adoption():
    one = points(ADOPTED, without=("infinity",))
    bad = {"before 0": ADOPTED - 1, "eight": ADOPTED[:8], "two adopted": np.append(ADOPTED[:2], [np.inf] * 7)}
    return argument(one.make, one.bad | bad)


WINDOWS = ANYTHING | {"before 0": (-1.0, 9.0), "empty": (2.0, 2.0), "after all": (1e8, 1e9), "nan": (np.nan, 1.0)}

CASES = [
    Case(
        Hierarchy,
        parents=argument(PARENTS, LEVELS),
        masses=argument(np.ones(5), masses(np.ones(5)).bad | {"all missing": np.zeros(5), "four": np.ones(4)}),
        names=argument(None, {"too few": (("a",),), "text": "x", "a number": 3}),
    ),
    Case(TREE.line, leaf=leaf()),
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
    Case(passes.decay_rates, tree=tree(), kappa=KAPPA),
    Case(passes.tree_heat, analysis=analysis(), t=number(1.0, (-0.1,)), kappa=KAPPA),
    Case(graph.coarse_ties, tree=tree(), W=ties(TIES)),
    Case(graph.lazy_steps, tree=tree(), W=ties(TIES), steps=count(4, least=0)),
    *(Case(one, analysis=analysis()) for one in (energies.energies, energies.scale_profile, energies.level_features)),
    Case(energies.noise_energies, tree=tree(), sigma=positive(0.5)),
    Case(energies.denoising_gains, analysis=analysis(), sigma=positive(0.5)),
    Case(
        streaming.gather,
        tree=tree(),
        leaves=argument(
            [0, 1, 3], ANYTHING | {"no leaf": [0, 5, 1], "negative": [0, -1, 1], "floats": [0.0, 1.0, 2.0]}
        ),
        values=points([1.0, 2.0, 3.0]),
        masses=argument(
            np.ones(3), points(np.ones(3), shape_matters=False).bad | {"four": np.ones(4), "negative": -1.0}
        ),
    ),
    Case(
        streaming.observe,
        sums=instance(SUMS),
        leaf=leaf(),
        value=number(2.0),
        mass=number(1.0, (-0.1,)),
        anew=flag(True),
    ),
    Case(streaming.along, sums=instance(SUMS), leaf=leaf()),
    Case(streaming.analysed, sums=instance(SUMS)),
    Case(builders.from_parents, parents=argument([-1, 0, 0, 1], ANYTHING | ROOTED)),
    Case(builders.dominance_tree, dominators=argument([-1, 0, 0, 1], ANYTHING | ROOTED)),
    Case(builders.quadtree, shape=argument((4, 4), ANYTHING | {"none": (), "0": (0, 4), "floats": (4.0, 4), "one": 4})),
    Case(
        builders.dominators,
        positions=points(np.arange(6.0).reshape(3, 2)),
        populations=argument([3.0, 2.0, 1.0], points([3.0, 2.0, 1.0]).bad | {"0": [3.0, 0.0, 1.0]}),
    ),
    Case(
        builders.from_columns,
        columns=argument(
            TABLE,
            ANYTHING
            | {"none": {}, "unequal": TABLE | {"site": ["x"]}, "lists": list(TABLE.values()), "no rows": {"a": []}}
            | {"a gap": TABLE | {"county": ["c", "", "e"]}, "two places": TABLE | {"county": ["c", "d", "c"]}}
            | {"numbers": TABLE | {"county": [1, 2, 3]}},
        ),
    ),
    Case(
        builders.merge_graph,
        W=argument(TIES, ties(TIES).bad | {"a node untied": np.diag([1.0, 1, 1, 1], 1)[:4, :4] * 0}),
        steps=count(4),
        sizes=argument(
            [2, 1], {"text": "x", "rising": [1, 2], "not to 1": [3, 2], "as many": [5, 1], "floats": [2.0, 1.0]}
        ),
    ),
    Case(
        collect.collect,
        source=argument(
            FRAME, ANYTHING | {"no file": "none.csv", "no address": "http://127.0.0.1:1/", "empty": FRAME[:0]}
        ),
        levels=argument(("region", "site"), ANYTHING | {"no such column": ("region", "town"), "nothing": ()}),
        value=argument("count", ANYTHING | {"another": "sales"}),
        mass=argument("days", {"a number": 3, "another": "weight"}),
        query=argument(None, {"of no database": "select 1", "a number": 3}),
    ),
    Case(
        pipeline.read_table,
        columns=argument(RECORDS[0], ANYTHING | {"none": {}}),
        values=points(RECORDS[1]),
        masses=argument(RECORDS[2], points(RECORDS[2]).bad | {"negative": -RECORDS[2]}),
    ),
    Case(
        pipeline.read_picture,
        pixels=argument(
            np.eye(4),
            points(np.eye(4), without=("nan", "infinity", "one column more")).bad | {"all missing": np.nan * np.eye(4)},
        ),
    ),
    Case(
        pipeline.read_network,
        W=ties(TIES),
        values=argument(X, points(X, without=("nan", "infinity")).bad | {"four": X[:4], "all missing": X * np.nan}),
        steps=count(4),
    ),
    Case(
        pipeline.scaled,
        x=points(X),
        masses=argument(np.ones(5), points(np.ones(5)).bad | {"four": np.ones(4)}),
        name=argument("x", {}),
    ),
    Case(
        pipeline.interpret,
        analysis=argument(ANALYSIS, ANYTHING | {"two values a leaf": passes.up(TREE, np.column_stack([X, X]))}),
        most=count(5),
    ),
    Case(
        settlements.Settlements,
        positions=argument(
            lambda: [[0.0, 1.0], [90.0, 2.0]],
            points([[0.0, 1.0], [90.0, 2.0]]).bad
            | {"off the map": [[0, 91], [0, 0]], "west of it": [[-181, 0], [0, 0]], "one spot": np.zeros((2, 2))},
        ),
        populations=argument(lambda: [3.0, 2.0], points([3.0, 2.0]).bad | {"0": [3.0, 0.0], "negative": [-1.0, 2.0]}),
        earth=flag(True),
    ),
    Case(settlements.rank_size, n=count(9, least=2), rng=numpy_rng()),
    Case(settlements.christaller, K=number(3, (0, 5, 12)), levels=count(2)),
    Case(
        spreading.Mode,
        **{name: number(1.0, (9.1, -9.1)) for name in ("alpha", "gamma", "c")},
        start=word("top"),
        retention=number(0.5, (-0.1, 1.1)),
        carriers=count(3, least=0),
    ),
    Case(spreading.rates, system=instance(TOWNS), mode=instance(MODE)),
    Case(
        spreading.diffuse,
        mode=argument("relocation", ANYTHING | {"another word": "wandering", "a number": 1}),
        system=instance(TOWNS),
        rng=numpy_rng(),
        source=place(),
        until=positive(2.0),
    ),
    Case(spreading.climbing_time, depth=count(5), up=number(0.55, (0, 1.1))),
    Case(telling.observables, system=instance(TOWNS), times=adoption()),
    Case(
        gravity.log_likelihood,
        system=instance(TOWNS),
        times=adoption(),
        theta=points([1.0, 1.0, 1.0]),
        window=argument((0.0, 1e9), WINDOWS),
    ),
    Case(
        gravity.fit_gravity,
        system=instance(TOWNS),
        times=adoption(),
        window=argument((0.0, 1e9), WINDOWS),
        alpha=number(0.0, (9.1,), optional=True),
    ),
    Case(reconcile.summing, tree=tree()),
    Case(reconcile.bottom_up, tree=tree(), forecasts=series(SERIES)),
    Case(
        reconcile.top_down,
        tree=tree(),
        forecasts=series(SERIES),
        shares=argument(
            np.full(5, 0.2),
            points(np.full(5, 0.2)).bad | {"a sum of 2": np.full(5, 0.4), "negative": [-1, 0.5, 0.5, 0.5, 0.5]},
        ),
    ),
    Case(
        reconcile.mint,
        tree=tree(),
        forecasts=series(SERIES),
        W=argument(COVARIANCE, points(COVARIANCE).bad | {"singular": np.ones((8, 8)), "negative": -COVARIANCE}),
    ),
    Case(
        reconcile.shrunk_covariance,
        errors=argument(
            ERRORS, points(ERRORS, without=("one column more",)).bad | {"one time": ERRORS[:1], "0": 0 * ERRORS}
        ),
    ),
]
ELSEWHERE = {
    "hierarchy.tree.add_children": "an inner loop, whose arguments were checked by Hierarchy",
    "hierarchy.passes.Analysis": "a record made by up",
    "hierarchy.tree.each": "a check itself",
    "hierarchy.tree.one_or_each": "a check itself",
    "hierarchy.graph.conductances": "called by coarse_ties and merge_graph",
    "hierarchy.graph.laplacian": "its arguments were checked by its callers",
    "hierarchy.graph.walk": "an inner loop, whose arguments were checked by its callers",
    "hierarchy.spreading.Diffusion": "a record made by diffuse",
    "hierarchy.telling.adopted": "called by observables and by the likelihood",
    "hierarchy.gravity.GravityFit": "a record made by fit_gravity",
    "hierarchy.streaming.Sums": "a record made by gather",
    "hierarchy.builders.ward_tree": "an inner loop; sizes is checked, as by merge_graph",
    "hierarchy.pipeline.Reading": "a record made by interpret",
    "hierarchy.pipeline.read_stream": "takes what arrives one by one; observe checks it: test_pipeline.py",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.hierarchy)) == []
