"""Every public function of utils.populations.economics, called with what it must refuse: see bad_input."""

from dataclasses import replace

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, flag, missing, number, numpy_rng, points, positive, public, word

import utils.populations.economics
from utils.data.counts import Counts
from utils.data.technologies import load_generations
from utils.populations.curves import Bass
from utils.populations.economics import (
    clearing,
    default_cascades,
    fire_sales,
    generations,
    herding,
    news,
    price,
    shapes,
)

P, TIE = number(0.7, (0.5, 1.0, 0.2, -1.0, 2.0)), word("coin")
DEBTS = np.array([[0.0, 2.0], [1.0, 0.0]])
L = argument(
    DEBTS,
    points(DEBTS).bad | {"a negative claim": -DEBTS, "a bank that owes itself": np.eye(2), "oblong": np.zeros((2, 3))},
)
BANKS = points([0.5, 0.2])
BANKS.bad["one more"] = [0.5, 0.2, 0.1]
EXPOSED = np.array([[False, True], [True, False]])

NEW = Counts([1, 2, 3], [2, 5, 3], "years", population=20)
SERIES = ANYTHING | {"its counts": NEW.counts, "no population": Counts([1, 2, 3], [2, 5, 3], "years")}
PRESENT = Counts([1, 2, 3], [2, 5, 3], "years", "present", population=20)
FROM_0 = points([0.0, 1.0, 2.0])
FROM_0.bad.update({"from 1 on": [1.0, 2.0], "falling": [0.0, 2.0, 1.0]})

CASES = [
    *(Case(one, odds=positive(2.0), p=P, tie=TIE) for one in (herding.adopts, herding.outcomes)),
    Case(herding.cascade_chances, p=P, n=count(4), tie=TIE),
    Case(herding.cascade_formula, p=P, n=number(4, (0, -2, 1, 3, 2.5)), tie=TIE),
    Case(
        herding.watch,
        signals=argument([1, 0], ANYTHING | {"twos": [1, 2], "negative": [-1], "floats": [0.5], "rows": [[1, 0]]}),
        p=P,
        rng=numpy_rng(),
        tie=TIE,
    ),
    Case(news.response, z=count(3), length=count(9), phi=number(0.1), j=count(2)),
    Case(news.autocovariances, h=points([0.5, 1.0, 1.0]), lags=count(2, least=0), sigma=positive(1.0)),
    Case(news.momentum, z=count(12), j=count(3), sigma=positive(0.5), gamma=positive(0.01, (1e6,))),
    Case(clearing.obligations, L=L),
    Case(clearing.picard, L=L, e=BANKS, start=word("top")),
    Case(clearing.clearing_vector, L=L, e=BANKS),
    *(Case(one, n=count(3, least=2), debt=positive(1.0)) for one in (clearing.ring, clearing.complete)),
    Case(
        fire_sales.fire_sale,
        L=L,
        cash=BANKS,
        holdings=argument([1.0, 1.0], BANKS.bad | {"negative": [1.0, -1.0]}),
        alpha=number(0.1, (-0.1,)),
    ),
    Case(default_cascades.random_exposures, n=count(9, least=2), degree=number(2.0, (-0.1, 8.5)), rng=numpy_rng()),
    Case(
        default_cascades.default_cascade,
        X=argument(
            EXPOSED,
            ANYTHING | {"numbers": np.ones((2, 2)), "oblong": EXPOSED[:1], "itself": ~EXPOSED, "one row": EXPOSED[0]},
        ),
        first=argument([0], ANYTHING | {"unknown": [2], "negative": [-1], "nobody": [], "floats": [0.5], "one": 0}),
        interbank=positive(0.2),
        capital=positive(0.04),
    ),
    Case(
        default_cascades.contagion_chance, degree=number(2.0, (-0.1,)), interbank=positive(0.2), capital=positive(0.04)
    ),
    *(
        Case(shapes.share, shape=argument(one, word("inertia").bad), a=positive(0.5), b=positive(0.5), t=FROM_0)
        for one in shapes.SHAPES
    ),
    Case(shapes.shape_likelihood, series=argument(NEW, SERIES | {"present": PRESENT}), shape=word("influence")),
]
IBM, CHIPS = load_generations("ibm"), load_generations("dram").take(slice(0, 1))
IBM_FIT = generations.fit_generations(IBM)
SALES = Counts(np.arange(1, 13), CHIPS.quantity[:12, 0], "years")
PRICES = argument(
    np.append(CHIPS.price[0, 0], CHIPS.price[:12, 0]),
    points(np.ones(13)).bad | {"one too few": np.ones(12), "0": np.append(np.ones(12), 0.0)},
)
NO_SALES = ANYTHING | {
    "present": Counts(SALES.times, SALES.counts, "years", "present"),
    "nothing": Counts(SALES.times, np.zeros(12), "years"),
}
SPOILT = {
    "nothing reported": replace(IBM, quantity=IBM.quantity * np.nan),
    "zeros": replace(IBM, quantity=0 * IBM.quantity),
}
CLOCK = dict(
    t=argument([0.0, 1.0, 2.0], points([0.0, 1.0, 2.0]).bad | {"falling": [0.0, 2.0, 1.0], "one": [0.0]}),
    price=argument([3.0, 2.0, 1.0], points([3.0, 2.0, 1.0]).bad | {"0": [3.0, 2.0, 0.0], "two": [3.0, 2.0]}),
    beta=number(-0.5, (2.0,)),  # backwards
    advertising=argument([1.0, 2.0, 3.0], points(np.ones(3)).bad | {"0": [1.0, 0.0, 1.0]}),
    beta_advertising=number(0.5, (-9.0,)),
)
EACH = {"two": [0.1, 0.2], "negative": -0.1, "text": "x", "nan": [0.1, 0.1, np.nan], "None": None}
CASES += [
    Case(price.clock, **CLOCK),
    Case(price.priced_adopters, curve=argument(Bass(0.02, 0.4, 90.0), ANYTHING), **CLOCK),
    Case(price.price_likelihood, series=argument(SALES, NO_SALES), price=PRICES),
    Case(price.fit_price, series=argument(SALES, NO_SALES), price=PRICES, level=number(0.9, (0, 1, 1.1))),
    Case(
        generations.norton_bass,
        t=points([1.0, 2.0]),
        launches=argument([0.0, 3.0, 5.0], points(np.arange(3.0)).bad | {"falling": [3.0, 1.0, 5.0]}),
        p=argument(0.1, EACH | {"0": 0.0}),
        q=argument([0.1, 0.2, 0.3], EACH),
        m=argument(1.0, EACH),
    ),
    Case(
        generations.fit_generations,
        data=argument(IBM, ANYTHING | SPOILT | {"too few": IBM.until(2).take(slice(0, 1))}),
        shared=flag(True),
        start=argument(IBM_FIT, ANYTHING | {"of others": replace(IBM_FIT, names=("a", "b", "c", "d"))}, optional=True),
    ),
    Case(IBM_FIT.at, years=points([20.0, 30.0])),
    Case(
        generations.forecast_from,
        data=argument(IBM, ANYTHING),
        year=number(12, (0, 1)),
        horizon=count(2),
        shared=flag(True),
    ),
    Case(
        generations.block_bootstrap,
        fitted=argument(IBM_FIT, ANYTHING),
        data=argument(IBM, ANYTHING | {"others": load_generations("dram")}),
        rng=numpy_rng(),
        replicas=count(2),
        block=count(4),
    ),
]
ELSEWHERE = {
    "populations.economics.price.PriceFit": "a record made by fit_price",
    "populations.economics.generations.GenerationsFit": "a record made by fit_generations",
    "populations.economics.herding.Chances": "a record made by cascade_chances",
    "populations.economics.herding.Step": "a record made by watch",
    "populations.economics.clearing.Cleared": "a record made by clearing_vector",
    "populations.economics.fire_sales.Sale": "a record made by fire_sale",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_the_bank_that_errs_is_named():
    with pytest.raises(ValueError, match="bank 1 owes itself"):
        clearing.clearing_vector([[0, 1], [0, 3]], [1, 1])
    with pytest.raises(ValueError, match=r"L\[1, 0\] = -1: "):
        clearing.clearing_vector([[0, 1], [-1, 0]], [1, 1])


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.populations.economics)) == []
