"""Every public function of utils.populations, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, missing, number, numpy_rng, points, positive, public

import utils.populations
from utils.populations import adoption, curves, epidemics, interventions, rogers

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
    Case(interventions.SIRUnder, sir=argument(SIR, ANYTHING), **MEASURES),
    Case(interventions.measures_at, sir=argument(SIR, ANYTHING), timeline=TIMELINE, day=from_zero(1.0)),
    Case(
        interventions.course,
        sir=argument(SIR, ANYTHING),
        timeline=TIMELINE,
        start=counts(START),
        times=points([1.0, 2.0]),
    ),
    Case(
        interventions.simulate_course,
        sir=argument(SIR, ANYTHING),
        timeline=TIMELINE,
        start=counts(START),
        times=points([1.0, 2.0], without=("infinity",)),
        replicas=count(2),
        rng=numpy_rng(),
    ),
    Case(
        interventions.outcome,
        sir=argument(SIR, ANYTHING),
        timeline=TIMELINE,
        start=counts(START),
        horizon=positive(9.0),
        costs=argument(interventions.Costs(), {"text": "x", "an object": object()}),
    ),
    Case(interventions.Costs, **dict.fromkeys(("dose", "isolated", "distancing", "infection"), from_zero(1.0))),
]
INNER = "called at every step with what was checked at the start"
ELSEWHERE = {
    **{
        f"populations.{name}.rates": INNER
        for name in ("adoption.BassChain", "rogers.Rogers", "epidemics.SIR", "epidemics.SEIR", "interventions.SIRUnder")
    },
    "populations.curves.SCurve": "abstract",
    **{f"populations.curves.SCurve.{name}": "abstract" for name in ("share", "density", "quantile")},
    "populations.curves.SCurve.adopted": "m times share",
    "populations.curves.SCurve.per_interval": "below, for every curve",
    "populations.interventions.Outcome": "a record made by outcome",
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
