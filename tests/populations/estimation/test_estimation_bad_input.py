"""Every public function of utils.populations.estimation, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, flag, instance, missing, number, points, positive, public, word

import utils.populations.estimation
from utils.data.counts import Counts
from utils.populations.estimation import adoption, densities, epidemics, fitting, profiles

Y = [3.0, 1.0]
NEGATIVE = {"a negative number": [3.0, -1.0]}
COUNTED = argument(Y, points(Y, without=("one axis less",)).bad | NEGATIVE)
WHOLE = argument(Y, COUNTED.bad | {"a half": [3.0, 1.5]})
EXPECTED = argument(Y, points(Y).bad | NEGATIVE | {"one more": [1.0, 2.0, 3.0]})
NEW = Counts(np.arange(1, 8), [2, 5, 9, 7, 3, 2, 1], "years", population=40)
ILL = Counts(np.arange(7), [1, 3, 9, 12, 6, 2, 1], "days", "present", population=60)
NOTHING = Counts([1, 2, 3, 4, 5], [0] * 5, "years", population=40)
UNKNOWN = Counts(ILL.times, ILL.counts, "days", "present")
A_SERIES = ANYTHING | {"its counts": NEW.counts, "nothing happened": NOTHING}
SMOOTH = adoption.adoption_likelihood(NEW, contagion=False)
FITTED, LARGER = fitting.fit(SMOOTH), fitting.fit(adoption.adoption_likelihood(NEW))

CASES = [
    Case(densities.least_squares, counts=COUNTED, expected=EXPECTED),
    Case(densities.poisson, counts=WHOLE, expected=EXPECTED),
    Case(densities.negative_binomial, counts=WHOLE, expected=EXPECTED, k=positive(3.0)),
    Case(
        densities.interval_censored,
        counts=COUNTED,
        shares=argument(
            [0.0, 0.2, 0.5], points([0.0, 0.2, 0.5]).bad | {"falls": [0.0, 0.5, 0.2], "2": [0.0, 0.2, 2.0]}
        ),
        never=number(3.0, (-0.1,)),
        ceiling=number(0.9, (-0.1, 1.1)),
    ),
    Case(
        adoption.sales_likelihood,
        series=argument(NEW, A_SERIES | {"present": ILL}),
        curve=word("Bass"),
        noise=word("poisson"),
    ),
    Case(
        adoption.adoption_likelihood,
        series=argument(NEW, A_SERIES | {"no population": Counts(NEW.times, NEW.counts, "years"), "present": ILL}),
        contagion=flag(True),
    ),
    Case(
        epidemics.outbreak_likelihood,
        series=argument(ILL, A_SERIES | {"no population": UNKNOWN}),
        noise=word("poisson"),
        infectious=positive(2.0, (60.0,), optional=True),
        begin=number(-2.0, (0.5,), optional=True),
        ratio=flag(False),
    ),
    Case(
        epidemics.exact_sir_likelihood,
        times=argument([0.0, 1.0], points([0.0, 1.0]).bad | {"falls": [1.0, 0.0], "one": [1.0]}),
        susceptible=argument([6, 5], points([6, 5]).bad | NEGATIVE | {"rises": [6, 7], "a half": [6, 5.5]}),
        infected=argument([2, 1], points([2, 1]).bad | NEGATIVE | {"from nowhere": [2, 4], "a half": [2, 1.5]}),
        population=count(9, least=8),
    ),
    Case(SMOOTH.__call__, theta=points([0.1, 0.5])),
    Case(fitting.fit, likelihood=instance(SMOOTH), most=count(50)),
    Case(FITTED.__getitem__, name=word("p")),
    Case(
        profiles.profile,
        likelihood=instance(SMOOTH),
        fitted=argument(FITTED, ANYTHING | {"of another": LARGER}),
        name=word("p"),
        level=number(0.9, (0.0, 1.0)),
    ),
    Case(
        profiles.likelihood_ratio,
        larger=instance(LARGER),
        smaller=argument(FITTED, ANYTHING | {"the larger": LARGER}),
    ),
]
INNER = "called at every step with what was checked at the start"
ELSEWHERE = {
    "populations.estimation.fitting.Fit": "a record made by fit",
    "populations.estimation.profiles.Profile": "a record made by profile",
    "populations.estimation.likelihood.Likelihood": "made by the functions above, which check",
    "populations.estimation.likelihood.Parameter": "made by the functions above",
    "populations.estimation.noise.noise_model": "the end of sales_likelihood and outbreak_likelihood",
    "populations.estimation.noise.usable": "a check itself: sales_likelihood and the others",
    "populations.estimation.likelihood.Likelihood.allowed_drop": "a step of profile, which checks",
    "populations.estimation.noise.uneven": "words about a series that was checked",
    **{f"populations.estimation.fitting.{name}": INNER for name in ("climb", "value_at", "slope", "curvature")},
    **{f"populations.estimation.likelihood.Likelihood.{name}": INNER for name in ("searched", "found")},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.populations.estimation)) == []
