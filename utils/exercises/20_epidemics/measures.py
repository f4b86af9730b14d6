"""20.5 and 20.6: what an early lockdown does, and when a short measure should begin."""

from __future__ import annotations

from functools import cache

import numpy as np

from utils.populations.epidemics import SIR
from utils.populations.interventions import Measure, Outcome, outcome
from utils.teaching.exercise import Mistake, Number, Prediction

# 20.5 ----------------------------------------------------------------- predict: an early lockdown
EARLY_LOCKDOWN = Prediction(
    "20.5",
    title="Predict: twenty days of lockdown",
    points=1,
    options={
        "a": "by less than a tenth",
        "b": "by about a quarter",
        "c": "by about a half",
        "d": "by more than 80 %",
    },
    reference="a",
    mistakes=[
        Mistake(
            "a quarter",
            "b",
            "Infections are not spread evenly over days: they come when the epidemic comes, and it comes after the "
            "lockdown.",
        ),
        Mistake("a half", "c", "The peak is *moved* by weeks, and hardly lowered: nearly all are still susceptible."),
        Mistake(
            "nearly all",
            "d",
            "While it lasts, yes. But some cases are left on day 35, and nearly everybody is still susceptible.",
        ),
    ],
    reveal="On day 35 some are still infectious, nearly all are susceptible and $R$ is 2 again: nearly the same "
    "epidemic runs, a month later.",
)


# 20.6 ----------------------------------------------------------------- the best day to begin
@cache
def by_day() -> tuple[Outcome, ...]:
    """The outcome for each day 0..80 on which half of the contacts may be taken off for 30 days."""
    city = SIR(0.5, 0.25, 10_000)
    return tuple(outcome(city, [Measure(d, d + 30, distancing=0.5)], city.start(10), 365) for d in range(81))


def best_day():
    """The day that leaves the fewest infected."""
    return int(np.argmin([one.infections for one in by_day()]))


def lowest_peak():
    return int(np.argmin([one.peak for one in by_day()]))


BEST_DAY = Number(
    "20.6",
    title="When should it begin?",
    points=2,
    reference=best_day,
    rtol=0.0,
    atol=0.1,
    mistakes=[
        Mistake(
            "the lowest peak",
            lowest_peak,
            "That day has the lowest *peak*. Fewest infections in all are asked; the two want different days.",
        ),
        Mistake(
            "at once", 0, "That only postpones: it ends with nearly all still susceptible. Look at the whole list."
        ),
        Mistake(
            "at the peak",
            27,
            "Day 27 is the peak without measures. By then the overshoot is under way: a little earlier.",
        ),
        Mistake("as late as possible", 80, "By day 80 it is over. `argmin`, not `argmax` or the last day."),
        Mistake("a day late", lambda: best_day() + 1, "One day off: days are counted from 0."),
        Mistake("a day early", lambda: best_day() - 1, "One day off: days are counted from 0."),
        Mistake(
            "the number of infections",
            lambda: by_day()[best_day()].infections,
            "That is how many are infected then. On which day does the measure begin?",
        ),
        Mistake("its last day", lambda: best_day() + 30, "That is the day on which it ends. When does it begin?"),
    ],
    hints=[
        "A list over `day in range(81)`, then the place of its smallest entry (`np.argmin`).",
        "`int(np.argmin([outcome(...).infections for day in range(81)]))`",
    ],
)
