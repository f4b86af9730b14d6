"""Every public function of utils.generative.discrete, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
import torch
from bad_input import (
    ANYTHING,
    Case,
    argument,
    count,
    instance,
    missing,
    number,
    numpy_rng,
    points,
    public,
    torch_rng,
    word,
)

import utils.generative.discrete
from utils.generative.discrete import exact, masked, tables, tokens
from utils.generative.networks import Net

LAW = np.array([[0.4, 0.1], [0.2, 0.3]])
CHAIN = tokens.uniform(2)
ROWS = np.column_stack([np.linspace(0, 1, 12), np.arange(12) % 3, np.arange(12) % 2])
DENOISER = masked.TokenDenoiser(Net(5, 4, 1, 2, generator=torch.Generator().manual_seed(0)), (3, 2))
GENERATORS = [
    tables.IndependentColumns((3, 2)),
    tables.SmoteNC((3, 2)),
    tables.MixedDiffusion((3, 2), steps=2, width=4, depth=1, batch=4, calls=2),
]


def share(value):
    return number(value, (-0.1, 1.1))


def law():
    """Numbers that are no law of whole sequences: of another size, negative, of another sum."""
    wrong = {"negative": [[1.1, -0.1], [0, 0]], "sum 2": 2 * LAW, "not square": [[0.5, 0.3, 0.2]]}
    kept = points(LAW, shape_matters=False)
    return argument(LAW, kept.bad | wrong)


def whole(value, bad=()):
    return argument(value, ANYTHING | {"floats": np.add(value, 0.5), "below": np.subtract(value, 9)} | dict(bad))


def many_alphas():
    bad = {
        "one": [0.0],
        "falling": [1.0, 0.5, 0.0],
        "not from 0": [0.1, 1.0],
        "not to 1": [0.0, 0.9],
        "twice": [0, 0, 1],
    }
    return argument([0.0, 0.5, 1.0], ANYTHING | bad)


CASES = [
    Case(tokens.uniform, values=count(3, least=2)),
    Case(tokens.absorbing, values=count(3, least=2)),
    Case(CHAIN.kernel, a=share(0.3)),
    Case(
        CHAIN.posterior,
        x_t=whole([0, 1], {"no such value": [0, 2]}),
        alpha_s=number(0.5, (0.0, 1.1)),
        alpha_t=number(0.2, (-0.1, 0.6)),
    ),
    Case(exact.noised, law=law(), chain=instance(CHAIN), alpha=number(0.3, (-0.1, 1.1))),
    Case(exact.denoiser, law=law(), chain=instance(CHAIN), alpha=number(0.3, (-0.1, 1.1))),
    Case(exact.step, law=law(), chain=instance(CHAIN), alpha_s=number(0.5, (1.1,)), alpha_t=number(0.2, (0.6,))),
    Case(exact.sampler_law, law=law(), chain=instance(CHAIN), alphas=many_alphas()),
    Case(exact.masked_bound, law=law()),
    Case(exact.path_bound, law=law(), chain=instance(CHAIN), nodes=count(3)),
    Case(exact.total_correlation, law=law()),
    Case(
        masked.TokenDenoiser,
        net=argument(DENOISER.net, ANYTHING),
        sizes=argument((3, 2), {"None": None, "a half": (3, 1.5), "one": (3, 1), "none": ()}),
    ),
    Case(
        masked.TokenDenoiser(DENOISER.net, (2, 2)).encode,
        tokens=whole([[0, 1], [-1, 0]], {"too large": [[2, 0]], "one": [[0]]}),
        numbers=points([[0.5], [1.0]]),
    ),
    Case(
        masked.bound,
        denoiser=instance(DENOISER),
        tokens=whole([[0, 1], [2, 0]], {"too large": [[3, 0]]}),
        generator=torch_rng(),
        labels=argument([0, 1], {"floats": [0.5, 1.5], "text": "x", "too large": [0, 2]}),
        repeats=count(1),
    ),
    Case(
        masked.reveal,
        denoiser=instance(DENOISER),
        n=count(2),
        steps=count(2),
        generator=torch_rng(),
        labels=argument([0, 1], {"floats": [0.5, 1.5], "text": "x", "too large": [0, 2]}),
        order=word("surest"),
    ),
    *(
        Case(one.fit, rows=points(ROWS, without=("one column more",)), rng=numpy_rng(), others=argument(None, {}))
        for one in GENERATORS
    ),
    *(Case(one.fit(ROWS, np.random.default_rng(0)).sample, n=count(4), rng=numpy_rng()) for one in GENERATORS),
    Case(
        tables.split,
        rows=points(ROWS, without=("one column more",)),
        sizes=argument((3, 2), {"a half": (3, 1.5), "one": (3, 1)}),
    ),
]
INNER = "called by training and by the functions of masked, with what encode made"
ELSEWHERE = {
    "generative.discrete.tokens.Chain": "made by uniform and absorbing",
    "generative.discrete.exact.checked_law": "a check of an argument itself: in every case of exact",
    **{f"generative.discrete.masked.TokenDenoiser.{name}": INNER for name in ("loss", "log_probabilities")},
    **{
        f"generative.discrete.tables.{name}": "its settings are checked by fit and sample"
        for name in ("MixedDiffusion", "IndependentColumns", "SmoteNC")
    },
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.generative.discrete)) == []
