"""19.5: what five years of colour television promised."""

from __future__ import annotations

from functools import cache

from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.populations.curves import Bass
from utils.populations.estimation.adoption import sales_likelihood
from utils.populations.estimation.fitting import fit
from utils.teaching.exercise import Mistake, Number, edit


def first_years(name, years):
    """The first years of a series."""
    series = load_adoption(name)
    return Counts(series.times[:years], series.counts[:years], series.unit)


@cache
def fitted(name, years):
    """Bass by least squares on the first years of a series."""
    return fit(sales_likelihood(first_years(name, years)))


def expected_so_far(name, years):
    """What this fit thinks was sold in these years."""
    return Bass(*fitted(name, years).estimates).adopted(float(years))


def still_to_be_sold():
    """What five years of colour television promised: the ceiling, less what these five years had sold."""
    name, years = "colour television", 5
    ceiling, sales = fitted(name, years)["m"], load_adoption(name).counts
    return ceiling - sales[:years].sum()


STILL_TO_BE_SOLD = Number(
    "19.5",
    title="What is still to be sold",
    points=2,
    reference=still_to_be_sold,
    rtol=2e-3,
    mistakes=[
        Mistake(
            "the ceiling itself",
            edit("ceiling - sales[:years].sum()", "ceiling"),
            "That is the ceiling $m$: all "
            "that will ever be sold. The sets sold in the first five years are among them.",
        ),
        Mistake(
            "less what the fit thinks was sold",
            edit("sales[:years].sum()", "expected_so_far(name, years)"),
            "You subtracted what the fit expects for the five years. Subtract what was really sold in them.",
        ),
        Mistake(
            "in sets",
            edit("ceiling - sales[:years].sum()", "(ceiling - sales[:years].sum()) * 1000"),
            "Right in sets. The series counts thousands, and so does the answer.",
        ),
        Mistake(
            "six years",
            edit('"colour television", 5', '"colour television", 6'),
            "You fitted six years. `counts[:5]` holds 1963 to 1967.",
        ),
        Mistake(
            "all eight years",
            edit('"colour television", 5', '"colour television", 8'),
            "You fitted all eight years. In 1967 the last three were not known.",
        ),
        Mistake(
            "all that had been sold by 1970 subtracted",
            edit("ceiling - sales[:years].sum()", "ceiling - sales.sum()"),
            "You subtracted the sales of all eight years: this fit had not expected so many. Subtract those of five.",
        ),
        Mistake(
            "the other way round",
            edit("ceiling - sales[:years].sum()", "sales[:years].sum() - ceiling"),
            "What is still to be sold is the ceiling less what has been sold.",
        ),
        Mistake(
            "what came, not what was forecast",
            edit("ceiling - sales[:years].sum()", "sales[years:].sum()"),
            "That is what the three years after really sold. What did the fit expect for all the years to come?",
        ),
        Mistake(
            "another durable",
            edit('"colour television"', '"clothes dryers"'),
            "Those are clothes dryers. The series asked for is colour television.",
        ),
        Mistake(
            "in millions",
            edit("ceiling - sales[:years].sum()", "(ceiling - sales[:years].sum()) / 1000"),
            "Right in millions of sets. The series counts thousands, and so does the answer.",
        ),
        Mistake(
            "sold so far",
            edit("ceiling - sales[:years].sum()", "sales[:years].sum()"),
            "That is what the five years had sold. The fit's ceiling is not in it.",
        ),
        Mistake(
            "only the last year subtracted",
            edit("sales[:years].sum()", "sales[years - 1]"),
            "Subtract the sales of all five years, not of the last alone.",
        ),
    ],
    hints=[
        "`Counts(tv.times[:5], tv.counts[:5], tv.unit)` are the first five years.",
        'The ceiling is `fit(sales_likelihood(first_five))["m"]`. Subtract what the five years sold.',
    ],
)
