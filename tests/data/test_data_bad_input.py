"""Every public function of utils.data, called with what it must refuse: see bad_input."""

from pathlib import Path

import numpy as np
import pytest
from bad_input import ANYTHING, Case, argument, count, flag, missing, number, numpy_rng, points, positive, public, word

import utils.data
from utils.data import (
    adoption,
    counts_file,
    covid_italy,
    fraud_generator,
    outbreaks,
    provenance,
    technologies,
    toys,
    transaction_table,
    transactions,
)
from utils.data.counts import Counts
from utils.data.transactions import draw_transactions

SMALL = draw_transactions(5, 3, np.random.default_rng(0))
NOWHERE = ANYTHING | {"a number": 3, "no such file": "nowhere.csv"}
SHAPES = [toys.two_moons, toys.swiss_roll, toys.spiral]
NUMBERS = points(SMALL.features, without=("one column more",))  # any number of columns makes a row
CLASSES = points(SMALL.labels)
OURS = Path(covid_italy.__file__).with_name("covid_italy.csv")
ITALY = covid_italy.load_covid_italy()
COLUMN = word("deaths")
DAY = argument("2020-03-10", ANYTHING | {"the day before": "2020-02-23", "after the last": "2021-07-01", "a number": 3})


def not_negative(value):
    return number(value, (-1.0,))


CASES = [
    *(Case(shape, n=count(5), rng=numpy_rng(), noise=not_negative(0.1)) for shape in SHAPES),
    Case(toys.checkerboard, n=count(5), rng=numpy_rng()),
    Case(toys.ring, n=count(5), rng=numpy_rng(), k=count(4, least=3), std=not_negative(0.1)),
    Case(draw_transactions, legitimate=count(5, least=0), frauds=count(3, least=0), rng=numpy_rng()),
    Case(fraud_generator.scale_moment, power=number(1.0)),
    Case(transaction_table.duplicate_groups, features=NUMBERS),
    Case(transaction_table.count_duplicates, features=NUMBERS, labels=CLASSES),
    Case(SMALL.column, name=argument("V1", {"None": None, "text": "V29", "a number": 1})),
    Case(
        Counts,
        times=points([1.0, 2.0, 3.0]),
        counts=points([3.0, 0.0, 5.0]),
        unit=word("days"),
        kind=word("new"),
        start=number(0.0, (1.0, 7.0)),
        before=not_negative(0.0),
        population=positive(10.0, (7.0,), optional=True),
        labels=argument((), {"too few": ("a",), "None": None, "a number": 3, "text": "abc", "numbers": (1, 2, 3)}),
    ),
    Case(adoption.load_adoption, name=word("computers")),
    Case(technologies.load_generations, name=word("dram")),
    Case(technologies.load_generations("ibm").until, year=number(3.0, (0,))),
    Case(outbreaks.load_boarding_school, copy=word("A"), column=word("in bed")),
    Case(outbreaks.load_eyam, copy=word("A")),
    Case(ITALY.daily, column=COLUMN),
    Case(ITALY.corrections, column=COLUMN),
    Case(ITALY.counts, column=COLUMN, first=DAY, last=DAY, days=count(1)),
    Case(
        counts_file.read_counts,
        path=argument(OURS, NOWHERE | {"a folder": OURS.parent}),
        time=argument("date", {"another": "day", "a number": 0, "the count": "hospital", "None": None}),
        count=argument("hospital", {"another": "day", "a number": 1, "None": None}),
        kind=word("present"),
        unit=argument(None, {"another word": "moons", "dates have one": "days", "a number": 1}),
        population=positive(1e6, (10.0,), optional=True),
        uneven=flag(False),
        least=count(5, least=2),
        separator=argument(",", {"another": "|", "not this file's": ";", "a number": 1}),
        decimal=word("."),
        encoding=argument("utf-8", {"unknown": "utf-7000", "None": None, "a number": 8}),
    ),
    Case(transactions.load_transactions, source=argument("synthetic", NOWHERE), cache=argument(None, {})),
]

ELSEWHERE = {
    "data.transaction_files.checked": "of a pandas table: test_transactions.py",
    "data.transaction_files.fetch_transactions": "needs the network: test_transactions.py",
    "data.transaction_files.read_transactions": "of a file: test_transactions.py",
    "data.transaction_table.Transactions": "test_transactions.py",
    "data.transaction_table.Transactions.take": "numpy's own indexing",
    "data.transaction_table.Transactions.without": "any number of names: test_transactions.py",
    "data.covid_italy.Covid": "a record made by the course",
    "data.technologies.Generations.take": "numpy's own indexing",
    "data.provenance.checksum": "any number of arrays: below",
    **dict.fromkeys(
        (
            "data.digits.Digits",
            "data.penguins.Penguins",
            "data.karate.Karate",
            "data.celegans.Worm",
            "data.provenance.Provenance",
            "data.outbreaks.Eyam",
            "data.stores.Cities",
            "data.stores.Stores",
            "data.technologies.Generations",
        ),
        "a record made by the course",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.data)) == []


def test_a_checksum_of_what_is_no_number_is_refused():
    for bad in ("x", None, [[1.0], [1.0, 2.0]], np.array([True])):
        with pytest.raises(ValueError, match="arrays must be an array of numbers"):
            provenance.checksum(bad)
    with pytest.raises(ValueError, match="decimals must be a whole number"):
        provenance.checksum([1.0], decimals=-1)
