"""19.1 and 19.2: which change speeds adoption most, and what Bass expects to be sold in a calendar year."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 19.1 ----------------------------------------------------------------- predict: which change
SPEED = Prediction(
    "19.1",
    title="Predict: which change brings half of them soonest?",
    points=1,
    options={
        "a": "mass media twice as loud at the first stage, awareness",
        "b": "word of mouth twice as strong at every stage",
        "c": "complexity one standard deviation lower",
        "d": "relative advantage one standard deviation higher",
    },
    reference="d",
    mistakes=[
        Mistake(
            "more people hear of it",
            "a",
            "Hearing of it is one of five waits. Whoever hears a little earlier still waits through the other four.",
        ),
        Mistake(
            "more talk",
            "b",
            "Word of mouth needs adopters to come from. Before the first have adopted, twice nothing is nothing.",
        ),
        Mistake(
            "an easier innovation",
            "c",
            "Close: complexity too acts at several stages, but with smaller weights.",
        ),
    ],
    reveal="Relative advantage has the largest weights, and multiplies hazards from the first day on. "
    "With these default numbers, which are an illustration and no estimate.",
)


# 19.2 ----------------------------------------------------------------- sales of a calendar year
def yearly_sales(p, q, m, launch, years):
    """m (F(end of the year) − F(its beginning)), F of Bass, time counted from the launch."""
    begin = years - launch
    end = begin + 1

    def share(t):
        left = np.exp(-(p + q) * t)
        return (1 - left) / (1 + q / p * left)

    return m * (share(end) - share(begin))


def sales_inputs(rng):
    years = np.arange(1949, 1962)
    drawn = [
        (float(p), float(q), float(m), 1990, np.arange(1990 + late, 1996 + late))
        for p, q, m, late in zip(
            rng.uniform(0.01, 0.06, 3), rng.uniform(0.2, 0.6, 3), rng.uniform(50, 900, 3), [0, 2, 5]
        )
    ]
    return [
        (0.02, 0.4, 1000.0, 2000, np.array([2000, 2005])),
        (0.0094, 0.375, 18713.0, 1949, years),
        (0.0094, 0.375, 18713.0, 1946, years),
        (0.05, 0.3, 80.0, 2010.5, np.array([2011, 2013, 2020])),
        (0.1, 0.0, 500.0, 2000, np.array([2000, 2003])),
        (0.2, 0.1, 7.0, 2000, np.array([2003])),
        *drawn,
    ]


def _density_slip(time, with_p):
    """m × Bass' density at one time of the year, written as p (p+q)² e^{−(p+q)t}/(p + q e^{−(p+q)t})²."""

    def yearly_sales(p, q, m, launch, years):
        left = np.exp(-(p + q) * (years - launch + time))
        return m * (p if with_p else 1) * (p + q) ** 2 * left / (p + q * left) ** 2

    return yearly_sales


def _all_before_in_the_first(p, q, m, launch, years):
    t = years - launch + 1
    left = np.exp(-(p + q) * t)
    return np.diff(m * (1 - left) / (1 + q / p * left), prepend=0)


def _one_year_too_few(p, q, m, launch, years):
    t = years - launch
    left = np.exp(-(p + q) * t)
    return np.diff(m * (1 - left) / (1 + q / p * left))


_RETURN = "m * (share(end) - share(begin))"
_F = "(1 - left) / (1 + q / p * left)"
RATE = (
    "That is the rate of sales at one instant, in sets a year. A year's sales are what accumulates over the year: "
    "$m(F(\\text{end})-F(\\text{beginning}))$."
)
NO_P = (
    r"Your density lacks the factor $p$: $f=\frac{p\,(p+q)^2e^{-(p+q)t}}{(p+qe^{-(p+q)t})^2}$. A fit without it "
    r"gives the right $p$ and $q$, and $pm$ for the ceiling. (And a year's sales are a difference of $F$.)"
)
CLOCK = r"$F$ takes the time since launch. In the year 1949 a product launched in 1949 is not 1949 years old."
CLOSED = r"Look at (19.6) again: $F=\frac{1-e^{-(p+q)t}}{1+\frac qp\,e^{-(p+q)t}}$, with $F(0)=0$ and $F(\infty)=1$."

SALES = Function(
    "19.2",
    title="What is sold in a calendar year",
    points=3,
    reference=yearly_sales,
    inputs=sales_inputs,
    mistakes=[
        Mistake("density at the year's end", edit(_RETURN, "m * (p + q * share(end)) * (1 - share(end))"), RATE),
        Mistake(
            "density at the year's beginning", edit(_RETURN, "m * (p + q * share(begin)) * (1 - share(begin))"), RATE
        ),
        Mistake("density in mid-year", _density_slip(0.5, True), "Close, but a rectangle for an area. " + RATE),
        Mistake("density without p, at the end", _density_slip(1, False), NO_P),
        Mistake("density without p, at the beginning", _density_slip(0, False), NO_P),
        Mistake("density without p, in mid-year", _density_slip(0.5, False), NO_P),
        Mistake("calendar year as time", edit("years - launch", "years"), CLOCK),
        Mistake(
            "the age in whole years",
            edit("years - launch", "np.floor(years - launch)"),
            "You round the age down. A product launched in mid-2010 is half a year old when 2011 begins.",
        ),
        Mistake(
            "the launch moved to the beginning of its year",
            edit("years - launch", "years - np.floor(launch)"),
            "You round the launch down. 2010.5 is the middle of 2010: half a year old when 2011 begins.",
        ),
        Mistake(
            "the launch year as year 1",
            edit("years - launch", "years - launch + 1"),
            "At the beginning of its launch year a product is 0 years old. You count that year as already over.",
        ),
        Mistake(
            "each year ends where it begins",
            edit("years - launch", "years - launch - 1"),
            "In its launch year, yours would be sold between the times −1 and 0. The year runs from 0 to 1.",
        ),
        Mistake(
            "counted from the first year asked for",
            edit("years - launch", "years - years[0]"),
            "The series may start years after the launch: that is how published values of $p$ came out too large.",
        ),
        Mistake(
            "all that went before in the first year",
            _all_before_in_the_first,
            "Your first value holds everything since the launch, and a gap between two years goes to the later one. "
            "Take both ends of each year.",
        ),
        Mistake(
            "differences between the years asked for",
            _one_year_too_few,
            "`np.diff` of n values gives n − 1. Each year has its own beginning and end.",
        ),
        Mistake("all sold so far", edit(_RETURN, "m * share(end)"), "That is what has been sold since the launch."),
        Mistake("all sold before", edit(_RETURN, "m * share(begin)"), "That is what was sold before the year began."),
        Mistake("the ceiling left out", edit(_RETURN, "share(end) - share(begin)"), "A share. Times $m$, it is sales."),
        Mistake(
            "beginning less end", edit(_RETURN, "m * (share(begin) - share(end))"), "Sales below 0: end − beginning."
        ),
        Mistake(
            "a year from the middle of one to the next",
            edit("begin + 1", "begin + 0.5"),
            "Your year is half a year long.",
        ),
        Mistake("p/q for q/p", edit("q / p * left", "p / q * left"), CLOSED),
        Mistake("q for q/p", edit("q / p * left", "q * left"), CLOSED),
        Mistake("q/p left out: no imitation", edit("q / p * left", "left"), CLOSED),
        Mistake("1 + left above", edit("(1 - left) /", "(1 + left) /"), CLOSED),
        Mistake("1 − … below", edit("1 + q / p", "1 - q / p"), CLOSED),
        Mistake("the exponential without p", edit("-(p + q) * t", "-q * t"), CLOSED),
        Mistake("the exponential without q", edit("-(p + q) * t", "-p * t"), CLOSED),
        Mistake("p − q in the exponential", edit("-(p + q) * t", "-(q - p) * t"), CLOSED),
        Mistake("the exponential's sign", edit("-(p + q) * t", "(p + q) * t"), CLOSED),
        Mistake("the denominator forgotten", edit(_F, "(1 - left)"), CLOSED),
        Mistake("the denominator squared", edit("(1 + q / p * left)", "(1 + q / p * left) ** 2"), CLOSED),
        Mistake("the closed form upside down", edit(_F, "(1 + q / p * left) / (1 - left)"), CLOSED),
        Mistake(
            "logistic instead of Bass",
            edit(_F, "1 / (1 + q / p * left)"),
            r"A logistic curve: at the launch some would have adopted already. " + CLOSED,
        ),
    ],
    hints=[
        "Two times for each year, both counted from the launch: its beginning and its end.",
        r"$m\,(F(y+1-\text{launch})-F(y-\text{launch}))$ with $F$ from (19.6).",
    ],
)
