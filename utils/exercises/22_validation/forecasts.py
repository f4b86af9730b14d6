"""22.4 and 22.5: the rolling-origin test of the last value, and where the future leaks in."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Choice, Function, Mistake, edit


# 22.4 ----------------------------------------------------------------- a rolling origin
def last_value_errors(y, first, H):
    """Mean absolute errors of the last value, by horizon."""
    origins = range(first, len(y) - H + 1)
    errors = [np.abs(y[o : o + H] - y[o - 1]) for o in origins]
    return np.mean(errors, axis=0)


def rolling_inputs(rng):
    """The worked value; one origin only; one horizon; an early and a late first origin."""
    walk = np.cumsum(rng.normal(size=12)) * 10
    return [
        (np.array([1.0, 2, 4, 7]), 1, 2),
        (rng.gamma(2.0, 9.0, size=6), 3, 3),
        (walk, 1, 1),
        (walk, 4, 3),
        (rng.gamma(2.0, 30.0, size=15), 7, 5),
        (rng.gamma(2.0, 30.0, size=9), 2, 4),
    ]


def each_from_the_step_before(y, first, H):
    step = np.abs(np.diff(y))
    return np.mean([step[o - 1 : o - 1 + H] for o in range(first, len(y) - H + 1)], axis=0)


def as_many_as_there_are(y, first, H):
    return np.array([np.mean(np.abs(y[first - 1 + h :] - y[first - 1 : len(y) - h])) for h in range(1, H + 1)])


def one_origin(y, first, H):
    return np.abs(y[first : first + H] - y[first - 1])


def every_origin(y, first, H):
    return np.mean([np.abs(y[o : o + H] - y[o - 1]) for o in range(1, len(y) - H + 1)], axis=0)


LAST_VALUE = Function(
    "22.4",
    title="A rolling origin",
    points=3,
    reference=last_value_errors,
    inputs=rolling_inputs,
    mistakes=[
        Mistake(
            "the forecast knows the next count",
            edit("y[o - 1]", "y[o]"),
            "At origin $o$ the first $o$ counts are known, the last of them `y[o - 1]`. Your forecast is the count it "
            "should predict, so the error one step ahead is 0.",
        ),
        Mistake(
            "the last but one",
            edit("y[o - 1]", "y[o - 2]"),
            "At origin $o$ the last known count is `y[o - 1]`. Yours is a year old.",
        ),
        Mistake(
            "the horizon starts one late",
            edit("y[o : o + H]", "y[o + 1 : o + H + 1]"),
            "The first count after the first $o$ is `y[o]`: a horizon of 1. Yours begins with the one after.",
        ),
        Mistake(
            "the horizon starts one early",
            edit("y[o : o + H]", "y[o - 1 : o + H - 1]"),
            "`y[o - 1]` is known at origin $o$: its error is 0 by construction. Begin with `y[o]`.",
        ),
        Mistake(
            "the last origin left out",
            edit("len(y) - H + 1", "len(y) - H"),
            "`range` ends before its second number. The last origin is $n - H$.",
        ),
        Mistake(
            "the first origin left out",
            edit("range(first,", "range(first + 1,"),
            "`first` itself is an origin.",
        ),
        Mistake(
            "errors with their sign",
            edit("np.abs(y[o : o + H] - y[o - 1])", "y[o : o + H] - y[o - 1]"),
            "Errors of opposite sign cancel in your mean. Take their absolute values.",
        ),
        Mistake(
            "squared errors",
            edit("np.abs(y[o : o + H] - y[o - 1])", "(y[o : o + H] - y[o - 1]) ** 2"),
            "That is the mean squared error. Absolute errors are asked.",
        ),
        Mistake(
            "root mean squared errors",
            edit(
                "np.abs(y[o : o + H] - y[o - 1])",
                "(y[o : o + H] - y[o - 1]) ** 2",
                "np.mean(errors, axis=0)",
                "np.sqrt(np.mean(errors, axis=0))",
            ),
            "That is the root of the mean squared error. The mean of absolute errors is asked.",
        ),
        Mistake(
            "the mean of the past",
            edit("- y[o - 1])", "- np.mean(y[:o]))"),
            "You forecast the mean of all that was seen. The last value is asked.",
        ),
        Mistake(
            "one number for all horizons",
            edit("np.mean(errors, axis=0)", "np.mean(errors)"),
            "One mean over everything hides that errors grow with the horizon. Average over origins only.",
        ),
        Mistake(
            "averaged over horizons",
            edit("axis=0", "axis=1"),
            "You give one number an origin. Which axis counts the origins?",
        ),
        Mistake(
            "summed",
            edit("np.mean(errors", "np.sum(errors"),
            "You add the errors up over the origins. The mean is asked.",
        ),
        Mistake(
            "the median",
            edit("np.mean(errors", "np.median(errors"),
            "That is the median over origins. The mean is asked.",
        ),
        Mistake(
            "each count from the one before",
            each_from_the_step_before,
            "You forecast each count by the one just before it: $h$ times a step ahead. At origin $o$ nothing after "
            "`y[o - 1]` is known, for any horizon.",
        ),
        Mistake(
            "more origins for the short horizons",
            as_many_as_there_are,
            "You use every origin that has a count $h$ ahead, so short horizons see more origins. Here all "
            "horizons share the origins up to $n - H$.",
        ),
        Mistake(
            "one origin",
            one_origin,
            "That is the forecast from `first` alone. Move the origin forward, and average.",
        ),
        Mistake(
            "every origin from 1 on",
            every_origin,
            "You begin at origin 1. The first origin is `first`.",
        ),
    ],
    hints=[
        "At origin `o` the forecast is `y[o - 1]` for every horizon, and what came is `y[o : o + H]`.",
        "Collect one array of $H$ absolute errors an origin, then average over origins: `axis=0`.",
    ],
)

# 22.5 ----------------------------------------------------------------- where the future leaks in
LEAK = Choice(
    "22.5",
    title="Where does the future leak in?",
    points=2,
    reference="a",
    options={
        "a": "line A",
        "b": "line B",
        "c": "line C",
        "d": "line D",
    },
    mistakes=[
        Mistake(
            "the learning itself",
            "b",
            "Line B learns from the whole of every series of the panel, which is what a panel is for. Is the panel "
            "what it should be?",
        ),
        Mistake(
            "the forecast's past",
            "c",
            "`y[:o]` is what was known at origin $o$, and no more. The model gets nothing else from this line.",
        ),
        Mistake(
            "the unit",
            "d",
            "`y.max()` looks ahead, but only to report the error in a unit, after the forecast is made. The forecaster "
            "does not see it.",
        ),
    ],
    hints=["Which technologies are in `panel`, and which in `tests`? Write down the numbers."],
)
