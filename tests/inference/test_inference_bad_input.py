"""Every public function of utils.inference, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
from bad_input import (
    ANYTHING,
    Case,
    argument,
    count,
    flag,
    function,
    instance,
    missing,
    number,
    numpy_rng,
    points,
    positive,
    public,
    word,
)

import utils.inference
from utils.inference import diagnostics, samplers, target

NORMAL = target.Target(lambda x: -np.sum(x**2, axis=-1) / 2, ("a", "b"), lambda x: -x, vectorised=True)
CHAINS = samplers.metropolis(NORMAL, np.zeros((2, 2)), 20, np.random.default_rng(0), warm_up=0)
NAMES = argument(("a", "b"), ANYTHING | {"none": (), "numbers": (1, 2)})
THETA = points(np.ones((3, 2)))
STARTS = points(np.zeros((3, 2)))
SCALE = argument(np.eye(2), points(np.eye(2), optional=True).bad | {"upper": np.array([[1.0, 1.0], [0.0, 1.0]])})
SETTINGS = dict(warm_up=count(8, least=0), step=positive(0.5, optional=True), scale=SCALE)
RUN = dict(target=instance(NORMAL), start=STARTS, steps=count(3), rng=numpy_rng())
SAMPLES = points(np.random.default_rng(0).normal(size=(2, 20)), shape_matters=False)
FEW = argument(SAMPLES.make, SAMPLES.bad | {"one axis less": np.ones(20), "too few": np.ones((2, 7))})

CASES = [
    Case(
        target.Target,
        log_density=function(np.sum),
        names=NAMES,
        gradient=function(np.sum, optional=True),
        vectorised=flag(True),
    ),
    Case(NORMAL.log_densities, theta=THETA),
    Case(NORMAL.with_gradients, theta=THETA),
    Case(samplers.metropolis, **RUN, **SETTINGS),
    Case(samplers.mala, **RUN, **SETTINGS),
    Case(samplers.hmc, **RUN, length=positive(1.0), **SETTINGS),
    Case(diagnostics.split_rhat, samples=FEW),
    Case(diagnostics.effective_sample_size, samples=FEW, kind=word("tail")),
    Case(diagnostics.summary, chains=instance(CHAINS), probability=number(0.9, (0.0, 1.0))),
]
ELSEWHERE = {
    **{f"inference.moves.{name}": "called by the samplers" for name in ("random_walk", "langevin", "hamiltonian")},
    **{f"inference.moves.{name}": "made by the samplers" for name in ("Place", "Place.moved", "Move", "Move.take")},
    "inference.samplers.Chains": "made by the samplers",
    "inference.diagnostics.Summary": "made by summary",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.inference)) == []


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_log_density_that_is_no_number_is_an_error_and_says_where(value):
    odd = target.Target(lambda x: value if x[0] > 1 else -(x[0] ** 2), ("a",))
    with pytest.raises(ValueError, match=r"log_density must be finite, or −inf .* at θ = \[2.\]"):
        odd.log_densities([[0.0], [2.0]])


@pytest.mark.parametrize("wrong", [lambda x: x, lambda x: "x", lambda x: None])
def test_a_log_density_of_the_wrong_shape_is_an_error(wrong):
    with pytest.raises(ValueError, match="log_density must"):
        target.Target(wrong, ("a", "b")).log_densities(np.ones((3, 2)))


def test_a_gradient_of_the_wrong_shape_is_an_error():
    with pytest.raises(ValueError, match=r"gradient must have shape \(3, 2\), got \(3,\)"):
        target.Target(lambda x: 0.0, ("a", "b"), lambda x: x[0]).with_gradients(np.ones((3, 2)))


@pytest.mark.parametrize("sampler", [samplers.metropolis, samplers.mala, samplers.hmc])
def test_a_start_outside_the_support_is_an_error_that_says_which(sampler):
    half = target.Target(lambda x: -x[0] if x[0] > 0 else -np.inf, ("a",))
    with pytest.raises(ValueError, match=r"start must lie where log_density .* got \[-2.\]"):
        sampler(half, [[1.0], [-2.0]], 5, np.random.default_rng(0))
