"""Every public function of utils.populations, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, missing, number, numpy_rng, points, positive, public

import utils.populations
from utils.populations import adoption, curves, epidemics, groups, interventions, renewal, rogers

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

CASES = [
    Case(curves.Bass, p=positive(0.02), q=from_zero(0.4), m=positive(9.0)),
    Case(curves.Logistic, r=positive(0.5), middle=number(3.0), m=positive(9.0)),
    Case(curves.Gompertz, r=positive(0.5), steepest=number(3.0), m=positive(9.0)),
    *(Case(one, t=later([1.0, 2.0])) for one in (BASS.share, BASS.density)),
    *(Case(one, t=times([1.0, 2.0])) for curve in (LOGISTIC, GOMPERTZ) for one in (curve.share, curve.density)),
    *(Case(curve.quantile, share=shares([0.2, 0.5])) for curve in (BASS, LOGISTIC, GOMPERTZ)),
    Case(adoption.BassChain, p=positive(0.02), q=from_zero(0.4), N=count(9)),
    Case(adoption.category_times, curve=argument(BASS, ANYTHING)),
    Case(adoption.adopter_categories, times=points([1.0, 2.0], without=("infinity",))),
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
    assert missing(CASES, ELSEWHERE, public(utils.populations)) == []
