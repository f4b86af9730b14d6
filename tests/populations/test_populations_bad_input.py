"""Every public function of utils.populations, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, missing, number, numpy_rng, points, positive, public

import utils.populations
from utils.populations import (
    adoption,
    calibration,
    curves,
    epidemics,
    forecasts,
    groups,
    interventions,
    learned,
    learned_reverse,
    polynomials,
    renewal,
    rewind,
    rogers,
    scores,
    sensitivity,
)

BASS, LOGISTIC, GOMPERTZ = curves.Bass(0.02, 0.4, 90.0), curves.Logistic(0.5, 9.0), curves.Gompertz(0.5, 9.0)
SIR, SEIR = epidemics.SIR(0.6, 0.3, 100), epidemics.SEIR(0.6, 0.2, 0.3, 100)
MODEL, START = rogers.Rogers(9), np.array([98, 2])
SMALL = np.zeros((3, 5))
ANY = {"empty": lambda result: np.size(result) == 0}


def from_zero(value, **more):
    return number(value, (-0.1,), **more)


def times(value):
    return points(value, shape_matters=False, valid=ANY)


def later(value):
    """Any shape, from 0 on."""
    one = times(value)
    return argument(one.make, one.bad | {"before the launch": -1.0}, one.valid)


def shares(value):
    one = times(value)
    return argument(one.make, one.bad | {"0": 0.0, "1": 1.0}, one.valid)


def a_share(value):
    return number(value, (-0.1, 1.1))


def counts(value):
    bad = {"more than N": np.array([99, 2]), "fewer than none": np.array([98, -1]), "nan": np.array([98, np.nan])}
    return argument(value, ANYTHING | bad | {"one count": np.array([9]), "truth values": np.array([True, True])})


TIMELINE = argument(
    [interventions.Measure(1.0, 2.0)], ANYTHING | {"a measure": interventions.Measure(1, 2), "numbers": [1.0]}
)
GROUPS = argument(
    np.array([5, 6]),
    ANYTHING | {"floats": np.array([1.5, 2.0]), "negative": np.array([-1, 2]), "three": np.array([1, 2, 3])},
)
TWO = groups.GroupSIR(np.ones((2, 2)), 0.3, np.array([9, 9]))
WEIGHTS = points(np.array([0.0, 0.5, 0.5]))
WEIGHTS.bad.update({"a sum of 2": np.array([0.0, 1.0, 1.0]), "a negative one": np.array([0.0, -0.5, 1.5])})
GENERATION = argument(WEIGHTS.make(), WEIGHTS.bad | {"something on day 0": np.array([0.5, 0.5])})
MEASURES = dict(distancing=a_share(0.5), isolation=from_zero(0.1), tracing=a_share(0.5), vaccination=from_zero(0.1))
END = argument(5.0, ANYTHING | {"before the start": 0.5, "nan": np.nan, "a truth value": True, "0": 0.0})
PEOPLE = dict(N=count(9))
FIVE = points([0.1] * 5)
SERIES = np.array([5.0, 6, 8, 9, 11, 12, 12, 11, 9])
LEVEL = number(0.6, (-0.1, 0, 1, 1.5))
LEARNED = learned.learn([SERIES], learned.ridge, 3, 2)
DRAWS = np.arange(12.0).reshape(4, 3)


def function(value):
    return argument(lambda: value, ANYTHING | {"a number": 3.0})


def broadcast(value, without=(), **bad):
    """An array that broadcasts against the others."""
    one = points(value, shape_matters=False, without=without)
    return argument(one.make, one.bad | bad)


def series(value, least=1):
    one = points(value)
    return argument(one.make, one.bad | ({"one count": [1.0]} if least > 1 else {}))


def a_model(make):
    wrong = {
        "a number for all": lambda x: 3.0,
        "nan": lambda x: np.full(len(x), np.nan),
        "constant": lambda x: x[:, 0] * 0,
    }
    return argument(lambda: make, ANYTHING | wrong)


BOUNDS = argument(
    np.array([[0.0, 1.0], [2.0, 5.0]]),
    ANYTHING
    | {"turned round": [[1.0, 0.0]], "a point": [[1.0, 1.0]], "three ends": np.ones((2, 3)), "nan": [[0, np.nan]]},
)
PANEL = argument(
    [SERIES],
    ANYTHING
    | {"nothing": [], "a number": 3.0, "too short": [SERIES[:3]], "negative": [-SERIES], "nan": [SERIES * np.nan]},
)

CASES = [
    Case(curves.Bass, p=positive(0.02), q=from_zero(0.4), m=positive(9.0)),
    Case(curves.Logistic, r=positive(0.5), middle=number(3.0), m=positive(9.0)),
    Case(curves.Gompertz, r=positive(0.5), steepest=number(3.0), m=positive(9.0)),
    *(Case(one, t=later([1.0, 2.0])) for one in (BASS.share, BASS.density)),
    *(Case(one, t=times([1.0, 2.0])) for curve in (LOGISTIC, GOMPERTZ) for one in (curve.share, curve.density)),
    *(Case(curve.quantile, share=shares([0.2, 0.5])) for curve in (BASS, LOGISTIC, GOMPERTZ)),
    Case(adoption.BassChain, p=positive(0.02), q=from_zero(0.4), N=count(9)),
    Case(adoption.category_times, curve=argument(BASS, ANYTHING)),
    Case(rogers.Rogers, **PEOPLE, attributes=FIVE, media=FIVE, personal=FIVE, weights=points(np.ones((5, 5)))),
    Case(MODEL.hazards, adopted=times([0.1, 0.2])),
    Case(
        rogers.simulate_people,
        model=argument(MODEL, ANYTHING),
        attributes=points(SMALL),
        end=positive(1.0),
        rng=numpy_rng(),
        dt=positive(0.01, (5.0,)),
    ),
    Case(
        rogers.adoption_chances,
        model=argument(MODEL, ANYTHING),
        attributes=points(SMALL),
        shares=points([0.1, 0.2]),
        dt=positive(0.01),
    ),
    Case(epidemics.SIR, beta=from_zero(0.6), gamma=positive(0.3), N=count(9)),
    Case(epidemics.SEIR, beta=from_zero(0.6), sigma=positive(0.2), gamma=positive(0.3), N=count(9)),
    *(Case(model.start, infectious=count(2, least=0), immune=count(1, least=0)) for model in (SIR, SEIR)),
    Case(epidemics.final_size, R0=from_zero(2.0), susceptible=a_share(0.9), infectious=number(0.1, (-0.1, 0.2))),
    Case(epidemics.herd_immunity, R0=positive(2.0)),
    Case(interventions.Measure, start=from_zero(1.0), end=END, **MEASURES),
    Case(interventions.Under, epidemic=argument(SIR, ANYTHING), **MEASURES),
    Case(interventions.measures_at, epidemic=argument(SIR, ANYTHING), timeline=TIMELINE, day=from_zero(1.0)),
    Case(
        interventions.course,
        epidemic=argument(SIR, ANYTHING),
        timeline=TIMELINE,
        start=counts(START),
        times=points([1.0, 2.0]),
    ),
    Case(
        interventions.simulate_course,
        epidemic=argument(SIR, ANYTHING),
        timeline=TIMELINE,
        start=counts(START),
        times=points([1.0, 2.0], without=("infinity",)),
        replicas=count(2),
        rng=numpy_rng(),
    ),
    Case(
        interventions.outcome,
        epidemic=argument(SIR, ANYTHING),
        timeline=TIMELINE,
        start=counts(START),
        horizon=positive(9.0),
        costs=argument(interventions.Costs(), {"text": "x", "an object": object()}),
    ),
    Case(
        calibration.predictive_check,
        observed=points([1.0, 2.0, 3.0]),
        simulated=points(DRAWS),
        statistic=argument(lambda: np.max, ANYTHING | {"several": np.cumsum, "nan": lambda y: np.nan}),
    ),
    Case(calibration.pit, observed=points([1.0, 2.0, 3.0]), simulated=points(DRAWS), rng=numpy_rng()),
    Case(calibration.central_interval, simulated=points(DRAWS, without=("one column more",)), level=LEVEL),
    Case(
        calibration.coverage,
        observed=points([1.0, 2.0]),
        low=argument(np.array([0.0, 1.0]), points([0.0, 1.0]).bad | {"above high": np.array([9.0, 1.0])}),
        high=points([2.0, 3.0]),
        confidence=LEVEL,
    ),
    Case(
        scores.log_score,
        counts=broadcast([1.0, 2.0], negative=-1.0, halves=0.5),
        mean=broadcast([1.0, 2.0], zero=0.0, negative=-1.0),
        size=broadcast([1.0, 2.0], without=("infinity",), zero=0.0),
    ),
    Case(forecasts.last_value, past=series(SERIES), horizon=count(2)),
    Case(
        forecasts.linear_trend,
        past=series(SERIES, 2),
        horizon=count(2),
        window=number(3, (1, 0, -2, 2.5), optional=True),
    ),
    Case(
        forecasts.exponential_smoothing,
        past=series(SERIES, 2),
        horizon=count(2),
        alpha=number(0.5, (-0.1, 1.1), optional=True),
        beta=number(0.5, (-0.1, 1.1), optional=True),
    ),
    Case(
        forecasts.rolling_origin,
        series=points(SERIES),
        method=function(forecasts.last_value),
        first=argument(3, count(3).bad | {"the whole series": 9}),
        horizon=count(2),
    ),
    Case(
        forecasts.interval_from_errors,
        predicted=points([1.0, 2.0]),
        errors=points(DRAWS[:, :2], without=("infinity", "nan")),
        level=argument(0.6, LEVEL.bad | {"too high for so few": 0.9}),
    ),
    Case(learned.lagged, past=points(SERIES), lags=argument(3, count(3).bad | {"too many": 10})),
    Case(LEARNED.__call__, past=points(SERIES), horizon=argument(2, count(2).bad | {"too far": 3})),
    Case(learned.learn, panel=PANEL, regressor=function(learned.ridge), lags=count(3), horizon=count(2)),
    Case(
        polynomials.polynomial_scores,
        times=points(np.arange(9.0)),
        counts=argument(SERIES, points(SERIES).bad | {"negative": -SERIES}),
        new_times=points([9.0, 10.0]),
        new_counts=argument([9.0, 8.0], points([9.0, 8.0]).bad | {"negative": [-1.0, 2.0]}),
        degree=argument(2, count(2, least=0).bad | {"too high": 7}),
    ),
    Case(
        sensitivity.sobol_indices,
        model=a_model(lambda x: x[:, 0]),
        bounds=BOUNDS,
        n=argument(8, count(8).bad | {"no power of 2": 12}),
        rng=numpy_rng(),
        resamples=count(5, least=2),
    ),
    Case(
        sensitivity.morris_effects,
        model=a_model(lambda x: x[:, 0]),
        bounds=BOUNDS,
        paths=count(5, least=2),
        rng=numpy_rng(),
        levels=argument(4, count(4).bad | {"odd": 5}),
    ),
    Case(interventions.Costs, **dict.fromkeys(("dose", "isolated", "distancing", "infection"), from_zero(1.0))),
]
CASES += [
    Case(epidemics.extinction, R0=from_zero(2.0), infectious=count(2, least=0)),
    Case(groups.GroupSIR, beta=points(np.ones((2, 2))), gamma=positive(0.3), sizes=GROUPS),
    Case(
        TWO.start,
        infectious=GROUPS,
        immune=argument(np.array([1, 1]), {n: b for n, b in GROUPS.bad.items() if n != "None"}),
    ),
    Case(
        renewal.daily_weights,
        mean=positive(5.0, (90.0,)),
        sd=positive(2.0),
        days=count(20),
        same_day=argument(True, ANYTHING | {"1": 1}),
    ),
    Case(renewal.delayed, counts=points([3.0, 4.0, 5.0], shape_matters=False), weights=WEIGHTS),
    Case(renewal.growth_to_R, r=number(0.1), weights=GENERATION),
    Case(
        renewal.reproduction,
        counts=argument(
            np.arange(9.0), points(np.arange(9.0)).bad | {"negative": -np.arange(9.0), "too few": np.ones(3)}
        ),
        weights=GENERATION,
        window=count(3),
        dispersion=number(1.5, (0.9,)),
        level=number(0.9, (0, 1, -0.1, 1.1)),
        prior=argument((1.0, 5.0), ANYTHING | {"one": (1.0,), "0": (1.0, 0.0), "nan": (1.0, np.nan)}),
    ),
    Case(
        renewal.renewed,
        R=argument(np.ones(3), points(np.ones(3), shape_matters=False).bad | {"negative": -np.ones(3)}),
        weights=GENERATION,
        first=argument(np.ones(3), points(np.ones(3)).bad | {"negative": -np.ones(3)}),
        rng=numpy_rng(optional=True),
        dispersion=number(1.5, (0.9,)),
    ),
]
BIRTHS = argument(
    np.array([1.0, 2.0, 0.0]), points([1.0, 2.0, 0.0]).bad | {"a birth from N": np.array([1.0, 2.0, 3.0])}
)
BIRTHS.bad.update({"none from 1": np.array([1.0, 0.0, 0.0]), "one state": np.array([0.0])})
CELLS = points([0.0, 1.0, 2.0])
CELLS.bad.update({"not from 0": [0.5, 1.0, 2.0], "twice the same": [0.0, 1.0, 1.0], "one alone": [0.0]})
IN_CELLS = points(np.ones((2, 3)))
IN_CELLS.bad.update({"below 0": -np.ones((2, 3)), "a cell more": np.ones((3, 3))})
SQUARE = points(np.ones((3, 3)))
SQUARE.bad.update({"below 0": -np.ones((3, 3)), "a cell more": np.ones((4, 3))})
SHAPES = ("one column more", "a cell more")  # it is by the first that the others are measured
FREE = argument(IN_CELLS.make, {name: bad for name, bad in IN_CELLS.bad.items() if name not in SHAPES})
ANY_N = argument(IN_CELLS.make, {name: bad for name, bad in IN_CELLS.bad.items() if name != SHAPES[0]})
REACHED = argument(np.array([[0.0, 0.5, np.inf]]), ANYTHING | {"nan": np.array([[0.0, 0.5, np.nan]])})
REACHED.bad.update(
    {"falling": np.array([[0.0, 2.0, 1.0]]), "not from 0": np.array([[1.0, 2.0, 3.0]]), "a row": np.zeros(3)}
)
STATES = argument(np.array([0, 2]), ANYTHING | {"floats": np.array([0.5, 1.0]), "above N": np.array([0, 3])})
STATES.bad.update({"below 0": np.array([-1, 0]), "a number": 1})
CASES += [
    Case(
        rewind.reverse_generator,
        Q=points([[-1.0, 1.0], [2.0, -2.0]]),
        p=argument(np.array([0.5, 0.5]), points([0.5, 0.5]).bad | {"entered next": np.array([1.0, 0.0])}),
    ),
    Case(rewind.birth_paths, births=BIRTHS, starts=STATES, rng=numpy_rng()),
    Case(rewind.states_at, reached=REACHED, times=argument(CELLS.make, {"falling": np.array([2.0, 1.0])} | ANYTHING)),
    Case(rewind.reverse_rates, births=BIRTHS, laws=SQUARE, times=CELLS),
    Case(rewind.rewind, rates=ANY_N, times=CELLS, ends=STATES, rng=numpy_rng()),
    Case(rewind.jumps_and_occupancy, reached=REACHED, times=CELLS),
    Case(rewind.expected_jumps_and_occupancy, births=BIRTHS, laws=SQUARE, times=CELLS),
    Case(rewind.table_of_rates, jumps=FREE, occupancy=IN_CELLS),
    Case(rewind.implicit_score_entropy, rates=FREE, jumps=IN_CELLS, occupancy=IN_CELLS),
    Case(rewind.score_entropy, rates=IN_CELLS, truth=FREE, occupancy=IN_CELLS),
    Case(rewind.reversed_log_likelihood, rates=IN_CELLS, times=CELLS, reached=REACHED),
]
NET = argument(lambda: learned_reverse.LogRatio(2, 2.0, 4), ANYTHING | {"the class": learned_reverse.LogRatio})
AS_MANY = argument(BIRTHS.make, BIRTHS.bad | {"one too many": [1.0, 2.0, 1.0, 0.0]})
FEW = dict(net=NET, births=AS_MANY, times=CELLS)
CASES += [
    Case(learned_reverse.LogRatio, N=count(2), T=positive(2.0), width=count(4), seed=count(0, least=0)),
    Case(learned_reverse.learned_rates, **FEW),
    Case(learned_reverse.train, **FEW, jumps=IN_CELLS, occupancy=IN_CELLS, steps=count(2), lr=positive(0.1)),
]
INNER = "called at every step with what was checked at the start"
ELSEWHERE = {
    **{
        f"populations.{name}.rates": INNER
        for name in (
            "adoption.BassChain",
            "rogers.Rogers",
            "epidemics.SIR",
            "epidemics.SEIR",
            "interventions.Under",
            "groups.GroupSIR",
        )
    },
    "populations.curves.SCurve": "abstract",
    **{f"populations.curves.SCurve.{name}": "abstract" for name in ("share", "density", "quantile")},
    "populations.curves.SCurve.adopted": "m times share",
    "populations.curves.SCurve.per_interval": "below, for every curve",
    "populations.interventions.Outcome": "a record made by outcome",
    "populations.renewal.Reproduction": "a record made by reproduction",
    "populations.calibration.PredictiveCheck": "a record made by predictive_check",
    "populations.forecasts.Rolled": "a record made by rolling_origin",
    "populations.learned.Learned": "made by learn",
    **{f"populations.learned_reverse.{name}_network": "in test_learned_reverse" for name in ("save", "load")},
    **{f"populations.rewind.checked_{name}": "a check itself" for name in ("births", "times")},
    "populations.learned_reverse.LogRatio.forward": "called at every step by train and learned_rates",
    "populations.sensitivity.SobolIndices": "a record made by sobol_indices",
    "populations.sensitivity.MorrisEffects": "a record made by morris_effects",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


@pytest.mark.parametrize("curve", [BASS, LOGISTIC, GOMPERTZ])
def test_edges_that_do_not_increase_are_refused(curve):
    for edges in ([1.0], [1.0, 1.0], [2.0, 1.0], [[1.0, 2.0]], "x", [1.0, np.nan], None):
        with pytest.raises(ValueError, match="edges"):
            curve.per_interval(edges)


def test_every_public_function_is_in_the_table():
    own_tables = tuple(f"populations.{folder}." for folder in ("economics", "estimation"))
    here = {name for name in public(utils.populations) if not name.startswith(own_tables)}
    assert missing(CASES, ELSEWHERE, here) == []
