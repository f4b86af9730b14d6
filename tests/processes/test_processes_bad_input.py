"""Every public function of utils.processes, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, labels, missing, number, numpy_rng, points, positive, public
from small_chains import Urns

import utils.processes
from utils.processes import chains, gillespie, jumps, langevin, privacy

Q = np.array([[-1.0, 1.0], [2.0, -2.0]])
MODEL, START = Urns(1.0, 2.0, 4), np.array([3, 1])
SPACE = jumps.reachable(MODEL, START)
A_MODEL = argument(MODEL, ANYTHING | {"a number": 3})
CHAIN = points(Q)
TIMES = points([0.5, 1.0])
NO_BOUND = labels([0, 0], 4, optional=True).bad | {"above 0": np.array([1, 0])}
COUNTS = argument(
    START, {**labels(START, 1).bad, "more than N": np.array([4, 1]), "fewer than none": np.array([5, -1])}
)
FINITE = {k: v for k, v in COUNTS.bad.items() if k not in ("floats", "too large", "too small")}
SHARES = points([0.1, 0.5], shape_matters=False, valid={"empty": lambda shares: shares.size == 0})
SHARES.bad.update({"above 1": 1.1, "below 0": [-0.1]})
DAYS = argument(
    np.array([0, 2]), ANYTHING | {"floats": np.array([0.5, 1]), "a table": np.ones((2, 2), int), "a number": 3}
)

CASES = [
    Case(chains.generator_matrix, Q=CHAIN),
    Case(
        chains.from_transitions,
        n=count(2),
        sources=labels([0, 1], 2),
        targets=labels([1, 0], 2),
        rates=points([1.0, 2.0]),
    ),
    Case(
        chains.uniformised,
        Q=CHAIN,
        P0=points([0.5, 0.5]),
        t=number(1.0, (-1.0,), valid={"two numbers": lambda laws: laws.shape == (2, 2)}),
        tolerance=number(1e-6, (0.0, 1.0, -1e-3)),
    ),
    Case(chains.stationary, Q=CHAIN),
    Case(chains.increasing_times, name=argument("name", {}), value=argument([1.0], {}), finite=argument(True, {})),
    Case(
        jumps.reachable,
        model=A_MODEL,
        start=COUNTS,
        most=count(10),
        lowest=argument(np.array([0, 0]), NO_BOUND),
    ),
    Case(SPACE.generator, model=A_MODEL),
    Case(jumps.mean_field, model=A_MODEL, start=argument(START, FINITE), times=TIMES),
    Case(
        gillespie.simulate,
        model=A_MODEL,
        start=COUNTS,
        times=points([0.5, 1.0], valid={}, without=("infinity",)),
        replicas=count(3),
        rng=numpy_rng(),
    ),
    Case(
        langevin.langevin_step,
        x=points([0.1, 0.2], shape_matters=False, without=("empty",)),  # of any shape: score and z have its shape
        score=points([0.3, 0.4]),
        h=positive(0.1),
        z=points([0.5, 0.6]),
    ),
    Case(
        privacy.laplace_counts,
        counts=points([3.0, 4.0], shape_matters=False, valid={"empty": lambda noisy: noisy.size == 0}),
        epsilon=positive(1.0),
        sensitivity=positive(1.0),
        rng=numpy_rng(),
    ),
    Case(privacy.gaussian_delta, epsilon=number(1.0, (-1.0,)), sigma=positive(1.0), sensitivity=positive(1.0)),
    Case(privacy.gaussian_sigma, epsilon=positive(1.0), delta=number(0.1, (0, 1)), sensitivity=positive(1.0)),
    Case(privacy.gaussian_tpr, fpr=SHARES, sigma=positive(1.0), sensitivity=positive(1.0)),
    Case(privacy.roc_bound, fpr=SHARES, epsilon=positive(1.0), delta=number(0.1, (-0.1, 1.1))),
    Case(
        privacy.randomised_response,
        reports=argument(np.array([0, 1]), ANYTHING | {"2": np.array([0, 2]), "floats": np.array([0.0, 1.0])}),
        epsilon=positive(1.0),
        rng=numpy_rng(),
    ),
    Case(
        privacy.response_total,
        total=number(5, (-1, 11), valid={"two numbers": lambda totals: totals.shape == (2,)}),
        n=count(10),
        epsilon=positive(1.0),
    ),
    Case(
        privacy.capped_presence,
        arrived=DAYS,
        stay=argument(DAYS.make, DAYS.bad | {"negative": np.array([1, -1])}),
        days=count(5),
        cap=count(3),
    ),
]
ELSEWHERE = {
    "processes.jumps.JumpModel": "a protocol",
    "processes.jumps.JumpModel.rates": "a protocol",
    "processes.jumps.StateSpace": "made by reachable",
    "processes.jumps.starting_counts": "a check itself: reachable, mean_field and simulate",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.processes)) == []
