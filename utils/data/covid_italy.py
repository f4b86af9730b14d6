"""COVID-19 in Italy, day by day from 24 February 2020 to 30 June 2021: in hospital, deaths, cases, tests."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from utils.common.checks import one_of, whole_number
from utils.data.counts import Counts
from utils.data.provenance import Provenance, checksum

PROVENANCE = Provenance(
    name="covid_italy",
    source="Presidenza del Consiglio dei Ministri, Dipartimento della Protezione Civile, COVID-19 Italia, national "
    "daily figures, github.com/pcm-dpc/COVID-19 at commit fc82987; five of its columns, named in English",
    licence="CC BY 4.0",
    rows=493,
    checksum="65a3b3e443ed9dd29da6ae9033477535d366f567a79cd1743a88a705ab7ad45c",
)
LOCKDOWN, EASED = np.datetime64("2020-03-10"), np.datetime64("2020-05-04")  # of the whole country
PRESENT, TOTALS = ("hospital", "icu"), ("deaths", "cases", "tests")

_FILE = Path(__file__).with_name("covid_italy.csv")
_COLUMNS = ("date", *PRESENT, *(f"{name}_total" for name in TOTALS))


@dataclass(frozen=True, eq=False)
class Covid:
    """dates (493,): days. hospital (493,): people in hospital that day, those in intensive care (icu) among them.

    deaths, cases, tests (493,): totals up to and with that day, as reported: a death stands on the day it became
    known, and a total may fall when the past is corrected.
    """

    dates: np.ndarray
    hospital: np.ndarray
    icu: np.ndarray
    deaths: np.ndarray
    cases: np.ndarray
    tests: np.ndarray

    def daily(self, column: str) -> np.ndarray:
        """(492,): what a total rose by on each of dates[1:]. Negative where the past was corrected: see `corrections`.

        Raises ValueError if column is not "deaths", "cases" or "tests".
        """
        return np.diff(getattr(self, one_of("column", column, TOTALS)))

    def corrections(self, column: str) -> tuple[tuple[str, int], ...]:
        """The days on which a total fell, with by how much (negative). Raises ValueError as `daily`."""
        steps = self.daily(column)
        return tuple((str(self.dates[i + 1]), int(steps[i])) for i in np.flatnonzero(steps < 0))

    def counts(self, column: str, first: Any, last: Any, days: int = 1) -> Counts:
        """A column from the day `first` to the day `last`, both included, as Counts in days since the eve of `first`.

        deaths, cases, tests: kind "new", one count for every `days` days (7: weeks), `before` the total on the eve.
        hospital, icu: kind "present", on every `days`-th day, the first being day `days`.
        first, last: "2020-03-10" or a datetime64 of days, within `dates` (deaths, cases, tests: not the very first).

        Nothing is mended or left out. Raises ValueError naming the argument if a date lies outside, if the days do not
        make up whole steps of `days`, or if a count is negative because a correction is larger than what was new:
        longer steps hold it, and so does another choice of days, or you mend it yourself, seen by all.
        """
        one_of("column", column, (*PRESENT, *TOTALS))
        step, new = whole_number("days", days), column in TOTALS
        i, j = self._day("first", first, least=int(new)), self._day("last", last, least=int(new))
        if j < i or (j - i + 1) % step:
            raise ValueError(
                f"last must be a whole number of steps of {step} days from {first}, got {last}: {j - i + 1} days"
            )
        times = np.arange(step, j - i + 2, step)
        here, labels = i - 1 + times, tuple(map(str, self.dates[i - 1 + times]))
        values = getattr(self, column)
        if not new:
            return Counts(times, values[here], "days", "present", labels=labels)
        steps = np.diff(values[np.concatenate([[i - 1], here])])
        if (low := np.flatnonzero(steps < 0)).size:
            known = ", ".join(f"{value} on {day}" for day, value in self.corrections(column))
            raise ValueError(
                f"days must be long enough to hold the corrections of {column} ({known}), got {step}: "
                f"{steps[low[0]]} up to {labels[low[0]]}"
            )
        return Counts(times, steps, "days", before=float(values[i - 1]), labels=labels)

    def _day(self, name: str, value: Any, least: int) -> int:
        """The row of a date."""
        try:
            day = np.datetime64(value, "D")
        except (ValueError, TypeError):
            day = np.datetime64("NaT")
        if not self.dates[least] <= day <= self.dates[-1]:  # NaT is nowhere
            raise ValueError(f"{name} must be a day from {self.dates[least]} to {self.dates[-1]}, got {value!r}")
        return int((day - self.dates[0]).astype(int))


def load_covid_italy() -> Covid:
    """The file that comes with the course. Its arrays are read-only.

    The whole country was locked down from 10 March (LOCKDOWN); on 4 May 2020 this was eased (EASED).
    Raises ValueError if the file is not the one described in PROVENANCE.
    """
    with _FILE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    dates = np.array([row[0] for row in rows], dtype="datetime64[D]")
    columns = [np.array(column, dtype=int) for column in list(zip(*rows))[1:]]
    found = checksum((dates - dates[0]).astype(int), *columns)
    if tuple(header) != _COLUMNS or found != PROVENANCE.checksum:
        raise ValueError(f"{_FILE.name} must have checksum {PROVENANCE.checksum}, got {found}")
    for array in (dates, *columns):
        array.flags.writeable = False
    return Covid(dates, *columns)
