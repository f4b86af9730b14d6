"""Every public function of utils.networks, called with what it must refuse: see bad_input.

Add a row for each function you write, and `graph()` for its argument A; the names of what is not in the table, with the
reason, go into ELSEWHERE.
"""

import networkx
import numpy as np
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
from scipy import sparse

import utils.networks
from utils.networks import (
    cascades,
    communities,
    contagion,
    fairness,
    generators,
    graphs,
    influence,
    measures,
    message_passing,
    opinions,
    outbreaks,
    prediction,
    reinfection,
    reverse_reachable,
    rumours,
    seeding,
    sources,
    temporal,
    thresholds,
)

RING = graphs.from_edges(5, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)])
ARROWS = graphs.from_edges(5, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)], directed=True)
APART = graphs.from_edges(5, [(0, 1), (2, 3), (3, 4)])


def spoilt(i, j, value):
    """RING with another weight at [i, j] and [j, i]."""
    A = RING.toarray()
    A[i, j] = A[j, i] = value
    return sparse.csr_array(A)


def graph(A=RING, directed=True, connected=False, without=()):
    """A graph. directed=False: directed ones are refused; connected=True: those in several parts are."""
    twice = sparse.csr_array((np.ones(4), [1, 1, 0, 0], [0, 2, 4, 4, 4, 4]), shape=(5, 5))
    bad = ANYTHING | {
        "not square": sparse.csr_array(np.ones((2, 3))),
        "no node": np.zeros((0, 0)),
        "complex": RING * 1j,
        "a row": np.ones(5),
        "ragged": [[0, 1], [1]],
        "a self-loop": spoilt(2, 2, 1.0),
        "a negative weight": spoilt(0, 1, -1.0),
        "nan": spoilt(0, 1, np.nan),
        "infinity": spoilt(0, 1, np.inf),
        "a pair twice": twice,
    }
    bad |= {} if directed else {"directed": ARROWS}
    bad |= {"apart": APART} if connected else {}
    return argument(A, {name: one for name, one in bad.items() if name not in without})


def nodes(value, n=5):
    """Different nodes of 0 … n−1, one at least."""
    garbage = {"none": [], "unknown": [0, n], "negative": [-1], "twice": [1, 1], "floats": [0.5], "one number": 3}
    return argument(value, ANYTHING | garbage | {"truth values": [True], "rows": [[0, 1]]})


def a_file(folder, text):
    path = folder / "ties.txt"
    path.write_text(text, encoding="utf-8")
    return path


EDGES = argument(
    np.array([[0, 1], [1, 2]]),
    ANYTHING
    | {"floats": [[0.0, 1.0], [1.0, 2.0]], "unknown": [[0, 5], [1, 2]], "negative": [[-1, 0], [1, 2]]}
    | {"a loop": [[0, 1], [2, 2]], "a row": [0, 1], "twice": [[0, 1], [1, 0]], "three columns": [[0, 1, 2]]},
)
WEIGHTS = points([1.0, 2.0], optional=True)
WEIGHTS.bad.update({"zero": [1.0, 0.0], "negative": [-1.0, 1.0], "too few": [1.0]})
CROSSED = networkx.MultiGraph([(0, 1), (0, 1)])

CASES = [
    Case(
        graphs.adjacency,
        A=graph(),
        directed=argument(None, {"text": "x", "1": 1}),
        connected=flag(True),
    ),
    Case(graphs.is_directed, A=graph()),
    Case(graphs.from_edges, n=count(5), edges=EDGES, weights=WEIGHTS, directed=flag(False)),
    Case(graphs.edges_of, A=graph()),
    Case(graphs.to_networkx, A=graph()),
    Case(graphs.seeds_of, A=argument(RING, ANYTHING | {"dense": RING.toarray()}), seeds=nodes([3, 1])),
    Case(
        graphs.from_networkx,
        G=argument(
            networkx.path_graph(3),
            ANYTHING
            | {"a matrix": RING, "a loop": networkx.Graph([(0, 0)]), "twice": CROSSED, "no node": networkx.Graph()},
        ),
        weight=argument(None, {"a number": 1, "an object": object()}),
    ),
]
PLAIN, TIED = graph(directed=False), graph(directed=False, connected=True)
EMPTY = sparse.csr_array((5, 5))


def a_graph(one, **more):
    """With further graphs that are refused."""
    return argument(one.make, one.bad | more)


def a_share(value):
    return number(value, (-0.1, 1.1))


DEGREES = argument(
    [3, 2, 2, 2, 1],
    ANYTHING
    | {"floats": [1.0, 1.0], "none": [], "negative": [-1, 1], "odd": [2, 1], "too many": [4, 1, 1], "rows": [[1, 1]]},
)
BLOCKS = argument(
    [0, 0, 1, 1, 1],
    ANYTHING
    | {
        "floats": [0.0] * 5,
        "too few": [0, 1],
        "negative": [-1, 0, 0, 0, 0],
        "a gap": [0, 0, 2, 2, 2],
        "rows": [[0] * 5],
    },
)
DENSITIES = points([[0.5, 0.1], [0.1, 0.5]])
DENSITIES.bad.update({"above 1": np.full((2, 2), 1.5), "negative": -np.eye(2), "lopsided": [[0.5, 0.1], [0.2, 0.5]]})
CASES += [
    Case(generators.erdos_renyi, n=count(9, least=2), mean_degree=number(2.0, (-0.1, 8.1)), rng=numpy_rng()),
    Case(
        generators.block_model,
        sizes=argument([4, 5], ANYTHING | {"none": [], "a block of 0": [0, 9], "floats": [4.0, 5.0], "rows": [[4, 5]]}),
        densities=DENSITIES,
        rng=numpy_rng(),
    ),
    Case(generators.preferential_attachment, n=count(9, least=3), m=count(2), rng=numpy_rng()),
    Case(
        generators.small_world,
        n=count(9, least=5),
        k=argument(4, count(4, least=2).bad | {"odd": 3}),
        rewiring=a_share(0.5),
        rng=numpy_rng(),
    ),
    Case(
        generators.power_law_degrees,
        n=count(9),
        exponent=number(2.5, (1.0, 0.0, -2.0)),
        smallest=count(2),
        rng=numpy_rng(),
        largest=argument(5, {name: one for name, one in count(5, least=2).bad.items() if one is not None} | {"n": 9}),
    ),
    Case(generators.configuration, degrees=DEGREES, rng=numpy_rng()),
    Case(generators.rewire, A=graph(), swaps=count(9, least=0), rng=numpy_rng()),
    Case(generators.clustered, A=a_graph(PLAIN, weighted=2 * RING), aim=number(0.0, (-0.1, 0.9, 1.1)), rng=numpy_rng()),
    Case(measures.degrees, A=graph(), ties=word("in")),
    *(Case(one, A=PLAIN) for one in (measures.triangles, measures.clustering)),
    Case(measures.transitivity, A=a_graph(PLAIN, pairs=graphs.from_edges(4, [(0, 1), (2, 3)]))),
    *(Case(one, A=graph()) for one in (measures.largest_component, measures.spectral_radius)),
    Case(measures.path_lengths, A=graph(connected=True), rng=numpy_rng(), sources=count(3, least=2)),
    Case(measures.laplacian, A=a_graph(PLAIN, alone=EMPTY), kind=word("normalised")),
    Case(measures.fiedler, A=a_graph(TIED, single=np.zeros((1, 1))), kind=word("normalised")),
    Case(
        measures.assortativity,
        A=argument(lambda: graphs.from_edges(5, [(0, 1), (1, 2)]), PLAIN.bad | {"no tie": EMPTY}),
    ),
    Case(
        measures.degree_exponent,
        degrees=argument([1, 2, 2, 3], DEGREES.bad | {"all equal": [2, 2], "odd": [1], "too many": [0, 1]}),
        smallest=argument(1, {name: one for name, one in count(1).bad.items() if one is not None}),
    ),
    Case(communities.mixing, A=graph(), blocks=BLOCKS),
    Case(communities.modularity, A=a_graph(PLAIN, **{"no tie": EMPTY}), blocks=BLOCKS),
    Case(communities.louvain, A=PLAIN, rng=numpy_rng()),
]
ELSEWHERE = {
    "networks.measures.DegreeExponent": "a record made by degree_exponent",
    "networks.graphs.read_edges": "below: it needs a file",
}


# Epidemics: outbreaks, reinfection, temporal, thresholds.
OUTBREAK = outbreaks.first_passage(RING, [0], 1.0, 1.0, np.random.default_rng(0))
RATES = dict(beta=number(0.5, (-0.1,)), gamma=number(0.2, (-0.1,)))
SHARES = dict(p=number(0.5, (-0.1, 1.1)), recovery=number(0.2, (-0.1, 1.1)))
TIMES = points([0.0, 1.0, 2.0])
TIMES.bad.update({"before the start": [-1.0, 2.0], "falling": [2.0, 1.0]})
ACTIVITIES = points([0.5, 0.2, 0.0])
ACTIVITIES.bad.update({"negative": [0.5, -0.1], "above 1": [0.5, 1.1]})
DEGREES = argument(
    [3, 2, 2, 1], ANYTHING | {"negative": [3, -1], "floats": [2.5, 1.0], "none": [], "rows": [[1, 2]], "one": 3}
)
AN_OUTBREAK = argument(OUTBREAK, ANYTHING | {"times": OUTBREAK.infected})
CASES += [
    Case(
        outbreaks.first_passage,
        A=graph(),
        seeds=nodes([0, 2]),
        **RATES,
        rng=numpy_rng(),
        replicas=count(2, optional=True),
    ),
    Case(outbreaks.final_sizes, outbreak=AN_OUTBREAK),
    Case(outbreaks.curves, outbreak=AN_OUTBREAK, times=TIMES),
    Case(outbreaks.peaks, outbreak=AN_OUTBREAK),
    Case(
        reinfection.sis_paths,
        A=graph(),
        seeds=nodes([0, 2]),
        **RATES,
        times=TIMES,
        rng=numpy_rng(),
        replicas=count(2),
    ),
    Case(
        temporal.in_steps,
        A=graph(),
        seeds=nodes([0, 2]),
        **SHARES,
        steps=count(2),
        rng=numpy_rng(),
        immune=flag(True),
    ),
    Case(
        temporal.activity_driven,
        activities=ACTIVITIES,
        m=argument(1, count(1).bad | {"more than others": 3}),
        steps=count(2),
        rng=numpy_rng(),
    ),
    Case(
        temporal.activity_threshold,
        activities=ACTIVITIES,
        m=count(1),
    ),
    Case(thresholds.epidemic_threshold, A=graph()),
    Case(thresholds.branching_threshold, degrees=DEGREES),
    Case(thresholds.configuration_size, degrees=DEGREES, **RATES),
    Case(thresholds.outbreak_probability, degrees=DEGREES, **RATES),
]
ELSEWHERE["networks.outbreaks.Outbreak"] = "a record made by first_passage"


# Who adopted when: contagion.
def moments(value, optional=False):
    """When each of five did something: inf for never."""
    one = points(value, optional=optional, without=("infinity",))
    return argument(one.make, one.bad | {"negative": np.append(-1.0, value[1:]), "too few": value[:-1]})


ADOPTED = moments([0.0, 1.0, 2.0, 3.0, np.inf])
ADOPTED.bad["nobody adopts"] = [0.0, 0.0, np.inf, np.inf, np.inf]
STOPS = moments([1.0, 2.0, 3.0, 4.0, np.inf], optional=True)
STOPS.bad["before times"] = np.zeros(5)
LABELS = argument(np.zeros(5, int), {"text": "x", "floats": np.zeros(5) + 0.5, "too few": np.zeros(4, int)})
REACHED = moments([0.0, 1.0, 2.0, 3.0, np.inf])
REACHED.bad["nobody yet"] = np.full(5, np.inf)
STOPPED = moments([1.0, 2.0, 3.0, 4.0, np.inf])
STOPPED.bad["before infected"] = np.zeros(5)
PRIOR = argument((2.0, 3.0), ANYTHING | {"zero": (0.0, 1.0), "negative": (1.0, -1.0), "three": (1.0, 1.0, 1.0)})
HISTORY = dict(times=ADOPTED, end=positive(4.0))
CASES += [
    Case(contagion.exposures, A=graph(), **HISTORY, stops=STOPS, stepwise=flag(False)),
    Case(
        contagion.estimate,
        table=instance(contagion.exposures(RING, ADOPTED.make(), 4.0)),
        level=number(0.9, (0, 1)),
        spontaneous=flag(True),
    ),
    Case(contagion.shuffle_test, A=graph(), **HISTORY, rng=numpy_rng(), shuffles=count(3), within=LABELS),
    Case(contagion.reversal_test, A=graph(ARROWS), **HISTORY, rng=numpy_rng(), flips=count(3)),
]
FIRST_HOUR = dict(infected=REACHED, recovered=STOPPED, now=positive(1.5))
CASES += [
    Case(prediction.early_features, A=graph(directed=False), **FIRST_HOUR),
    Case(prediction.person_features, A=graph(directed=False), p=number(0.5, (-0.1, 0, 1.1))),
    Case(
        prediction.forecast,
        A=graph(),
        **FIRST_HOUR,
        gamma=number(1.0, (-0.1,)),
        prior=PRIOR,
        rng=numpy_rng(),
        samples=count(3),
    ),
]
ELSEWHERE |= {f"networks.contagion.{one}": "made by a function" for one in ("Exposures", "Contagion", "Randomised")}
ELSEWHERE["networks.contagion.moments"] = "a check, whose argument's name is an argument"

# Cascades and influence: cascades, influence, reverse_reachable.
LIVE = cascades.live_edges(RING, 0.5, 4, np.random.default_rng(0))
CHANCE = argument(
    0.3, ANYTHING | {"above 1": 1.1, "below 0": -0.1, "nan": np.nan, "too few": np.ones(3), "one": np.full(10, 1.5)}
)
PASSES = dict(A=graph(), p=CHANCE)
LIVES = argument(LIVE, ANYTHING | {"dense": LIVE.toarray(), "cut": LIVE[:7]})
UP_TO_5 = argument(2, count(2).bad | {"more than n": 6})
SHARE = number(1.0, (0, -0.1, 1.1))
CASES += [
    Case(cascades.chances, **PASSES),
    *(
        Case(one, **PASSES, seeds=nodes([0, 2]), replicas=count(3), rng=numpy_rng())
        for one in (cascades.independent_cascade, cascades.cascade_sizes)
    ),
    Case(cascades.spread, **PASSES, seeds=nodes([0, 2]), replicas=count(3, 2), rng=numpy_rng()),
    Case(cascades.mean_and_error, values=argument([1.0, 2.0], points([1.0, 2.0]).bad | {"one": [1.0]})),
    Case(cascades.live_edges, **PASSES, snapshots=count(3), rng=numpy_rng()),
    Case(cascades.threshold_edges, A=graph(), snapshots=count(3), rng=numpy_rng(), influence=SHARE),
    Case(cascades.reached, live=LIVES, seeds=nodes([0, 2])),
    Case(
        cascades.linear_threshold,
        A=graph(),
        seeds=nodes([0, 2]),
        replicas=count(3),
        rng=numpy_rng(),
        influence=SHARE,
    ),
    Case(cascades.snapshots_of, live=LIVES),
    Case(influence.centrality, A=graph(), rule=word("core")),
    Case(influence.rank_by, A=graph(), rule=word("degree")),
    Case(influence.discounted_degrees, A=graph(directed=False), p=number(0.1, (-0.1, 1.1)), k=UP_TO_5),
    Case(influence.greedy_by_simulation, **PASSES, k=UP_TO_5, rng=numpy_rng(), simulations=count(3, 2)),
    Case(influence.greedy_on_snapshots, live=LIVES, k=UP_TO_5),
    Case(influence.Coverage, live=LIVES),
    Case(
        reverse_reachable.reverse_reachable,
        **PASSES,
        k=UP_TO_5,
        rng=numpy_rng(),
        sets=argument(9, {name: bad for name, bad in count(9).bad.items() if name != "None"}),
        accuracy=number(0.1, (0, -0.1, 0.7)),
        fresh=count(3, 2),
    ),
    Case(reverse_reachable.reverse_sets, **PASSES, sets=count(3), rng=numpy_rng()),
]
INNER = "called many times with what was checked at the start"
ELSEWHERE |= {
    "networks.cascades.complex_contagion": "below: one of two arguments",
    "networks.cascades.Spread": "a record",
    "networks.influence.Chosen": "a record",
    "networks.reverse_reachable.Reversed": "a record",
    "networks.reverse_reachable.cover": INNER,
    **{f"networks.cascades.{name}": INNER for name in ("at_once", "each_with", "waves", "ties_from", "random_ties")},
    **{f"networks.influence.{name}": INNER for name in ("at_most", "celf", "Coverage.new", "Coverage.gain")},
    "networks.influence.Coverage.take": INNER,
}

# Rumours, opinions, seeding.
OPINIONS = argument([0, 1, 1, 0, 2], ANYTHING | {"too few": [0, 1], "floats": np.full(5, 0.5)})
CONNECTED = graph(directed=False, connected=True)
TRUST = opinions.trust(RING, 0.2).toarray()
TRUSTS = argument(
    TRUST,
    ANYTHING
    | {"half": TRUST / 2, "negative": 2 * np.eye(2) - TRUST[:2, :2] * 0 - 1, "a row": TRUST[0], "cut": TRUST[:3]}
    | {"nan": TRUST * np.nan},
)
COSTS = argument(
    np.arange(1.0, 6), ANYTHING | {"free": np.arange(5.0), "negative": -np.ones(5), "nan": np.full(5, np.nan)}
)
PRICES = argument(COSTS.make(), COSTS.bad | {"too few": [1.0, 2.0]})
BUDGET = positive(4.0, (0.5,))
MEMBERS = argument(
    [0, 0, 1, 1, 2], ANYTHING | {"too few": [0, 1], "a gap": [0, 0, 2, 2, 2], "negative": [-1, 0, 0, 1, 1]}
)
CASES += [
    Case(
        rumours.rumour,
        A=graph(),
        seeds=nodes([0, 2]),
        rng=numpy_rng(),
        stifling=number(0.5, (0, -0.1, 1.1)),
        rule=word("Maki-Thompson"),
    ),
    Case(rumours.never_hear, stifling=number(0.5, (0, -0.1, 1.1))),
    Case(opinions.consensus, A=CONNECTED, opinions=OPINIONS, replicas=count(2), rng=numpy_rng()),
    Case(opinions.trust, A=graph(), own=number(0.2, (-0.1, 1))),
    Case(opinions.degroot, T=TRUSTS, x=points(np.arange(5.0)), steps=count(2, least=0)),
    Case(opinions.social_influence, T=TRUSTS),
    Case(
        seeding.affordable,
        order=argument([3, 1, 0], ANYTHING | {"floats": [0.5], "unknown": [9], "negative": [-1], "none": []}),
        costs=COSTS,
        budget=BUDGET,
    ),
    Case(seeding.budgeted, live=LIVES, costs=PRICES, budget=BUDGET),
    Case(
        seeding.gain_over,
        sizes=points([3.0, 4.0, 5.0]),
        rival=argument([2.0, 4.0, 4.0], points([1.0, 2.0, 3.0]).bad | {"too few": [1.0, 2.0]}),
        level=number(0.9, (0, 1, -0.1, 1.1)),
    ),
    Case(seeding.coverage, live=LIVES, seeds=nodes([0, 2]), groups=MEMBERS),
    Case(seeding.fair_seeds, live=LIVES, groups=MEMBERS, k=UP_TO_5),
]
ELSEWHERE |= {
    "networks.rumours.Rumour": "a record",
    "networks.opinions.Consensus": "a record",
    "networks.seeding.Gain": "a record",
}

# Patient zero: sources.
NOT_CASES = ANYTHING | {"none": [], "unknown": [0, 5], "negative": [-1, 0], "twice": [1, 1], "floats": [0.5, 1.5]}
ILL = argument([0, 1, 2], NOT_CASES | {"one number": 3, "truth values": [True], "rows": [[0, 1]], "apart": [0, 2]})
SCORES = argument(
    [0.5, 0.2, 0.3],
    ANYTHING | {"none": [], "one number": 1.0, "rows": [[0.1]], "nan": [np.nan, 1.0, 1.0], "nobody": [-np.inf] * 3},
)
YES = argument(np.array([True, False]), ANYTHING | {"numbers": np.array([1, 0]), "too few": np.array([True])})
FORECASTS = points([0.2, 0.7])
FORECASTS.bad.update({"negative": [-0.1, 0.5], "above 1": [0.5, 1.1]})
CASES += [
    Case(sources.exact_posterior, A=PLAIN, cases=argument([0, 1, 2], ILL.bad)),
    Case(sources.histories, A=PLAIN, cases=ILL, samples=count(2), rng=numpy_rng()),
    Case(sources.centre, A=PLAIN, cases=ILL, rule=word("jordan")),
    Case(sources.named, scores=SCORES),
    Case(
        sources.verdict,
        scores=SCORES,
        cases=argument([4, 7, 2], ANYTHING | {"too few": [7, 2], "floats": [0.5] * 3}),
        source=count(7, least=0),
    ),
    Case(sources.detection, d=count(3, least=2), n=argument(5, {"0": 0, "negative": -1, "floats": 2.5, "text": "x"})),
    Case(sources.reliability, probabilities=FORECASTS, happened=YES, bins=count(2)),
]
ELSEWHERE |= {f"networks.sources.{one}": "a record" for one in ("Verdict", "Reliability")}
ELSEWHERE["networks.sources.nodes_of"] = "a check, whose argument's name is an argument"
OF_KNOWN_AGE = dict(
    p=number(0.5, (0, 1, -0.1, 1.1)), recovery=number(0.2, (-0.1, 1.1)), steps=argument(2, count(2).bad)
)
CASES += [
    Case(message_passing.marginals, A=PLAIN, sources=nodes([0, 2]), **OF_KNOWN_AGE),
    Case(
        message_passing.snapshot_posterior,
        A=PLAIN,
        reports=argument(
            [1, 1, 0, 0, 2],
            ANYTHING
            | {"floats": [0.5] * 5, "too few": [1, 1], "unknown": [3, 0, 0, 0, 0], "negative": [-1, 1, 0, 0, 0]}
            | {"no case": [0] * 5},
        ),
        **OF_KNOWN_AGE,
        suspects=argument(None, {name: one for name, one in nodes([0]).bad.items() if one is not None}),
        channel=argument(
            None, {"text": "x", "not 1": np.ones((3, 3)), "negative": [[2, -1]] * 3, "two rows": np.eye(2)}
        ),
    ),
]
IMMUNE = argument([1], {name: one for name, one in nodes([1]).bad.items() if name != "none"})
CASES += [
    Case(
        fairness.wrongly_accused,
        A=graph(),
        scores=SCORES,
        cases=argument([0, 1, 2], NOT_CASES),
        source=count(1, least=0),
    ),
    Case(fairness.doses, A=graph(), groups=MEMBERS, k=UP_TO_5, rule=word("degree within group"), rng=numpy_rng()),
    Case(
        fairness.attack_rates,
        A=graph(),
        groups=MEMBERS,
        immune=IMMUNE,
        seeds=nodes([0, 2]),
        **RATES,
        rng=numpy_rng(),
        replicas=count(2),
    ),
]


def test_a_source_that_is_no_case_and_too_many_cases_are_refused():
    with pytest.raises(ValueError, match="source must be one of the cases, got 3"):
        sources.verdict([0.5, 0.5], [1, 2], 3)
    with pytest.raises(ValueError, match="p must leave every tie a chance"):
        message_passing.marginals(100 * RING, [0], 0.9, 0.2, 3)
    with pytest.raises(ValueError, match="cases must be at most 18, got 19"):
        sources.exact_posterior(np.ones((20, 20)) - np.eye(20), np.arange(19))


def test_daley_kendall_s_rule_needs_an_undirected_graph():
    with pytest.raises(ValueError, match="A must be symmetric"):
        rumours.rumour(ARROWS, [0], np.random.default_rng(0), rule="Daley-Kendall")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_a_file_of_ties_is_refused_by_name_and_line(tmp_path):
    bad = {"no such file": "nowhere.txt", "a folder": tmp_path}
    path = argument(a_file(tmp_path, "0 1\n"), ANYTHING | bad)
    assert list(Case(graphs.read_edges, path=path, directed=flag(False)).faults()) == []


@pytest.mark.parametrize(
    "wrong",
    [{}, {"needed": 1, "fraction": 0.5}, {"needed": 0}, {"needed": 1.5}, {"needed": [1, 2]}, {"needed": "x"}]
    + [{"fraction": one} for one in (0.0, 1.2, np.nan, [0.5, 0.5], "x")],
)
def test_complex_contagion_takes_one_rule_within_its_range(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong), "needed or fraction")):
        cascades.complex_contagion(RING, [0], **wrong)
    with pytest.raises(ValueError, match="seeds"):
        cascades.complex_contagion(RING, [7], needed=1)
    with pytest.raises(ValueError, match="A must"):
        cascades.complex_contagion(np.ones(3), [0], needed=1)


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.networks)) == []
