"""The instructor's guide: which lecture needs which, plans that respect it, and advice lecture by lecture.

Minutes and needs are read from `source/lectures`, points and mistakes from the registry; `advice` holds what a teacher
says and cuts, PLANS which lecture is taught when.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from utils.teaching.build.master import read
from utils.teaching.build.timing import reading_minutes
from utils.teaching.build.weave import lecture
from utils.teaching.notebook.html import View, rich, table

from .. import registry
from .advice import ADVICE, Advice

__all__ = ["ADVICE", "PLANS", "Advice", "Lecture", "Plan", "card", "early", "lectures"]
SOURCES = Path(__file__).parents[3] / "source" / "lectures"


@dataclass(frozen=True)
class Lecture:
    """One lecture, as its source describes it: minutes to read, and the lectures that its "You need" row links."""

    number: str
    title: str
    minutes: int
    needs: tuple[str, ...]

    @property
    def points(self) -> int:
        """What its exercises are worth in all."""
        return sum(exercise.points for exercise in _exercises(self.number))


@dataclass(frozen=True)
class Plan:
    """What is taught when: for each session the lectures taught in class and those read at home after it.

    room  minutes of a session in class, home  minutes after it; both are for reading and trying, breaks not included
    """

    name: str
    room: int
    home: int
    sessions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def order(self) -> list[str]:
        """The lectures in the order in which a learner meets them."""
        return [number for taught, read_later in self.sessions for number in (*taught, *read_later)]

    def minutes(self) -> list[tuple[int, int]]:
        """(in class, at home) of each session."""
        known = lectures()
        return [(sum(known[n].minutes for n in a), sum(known[n].minutes for n in b)) for a, b in self.sessions]


PLANS = (
    Plan("one day", 120, 0, ((("00", "02"), ()), (("03", "06"), ()), (("08", "01"), ()))),
    Plan(
        "four weeks",
        120,
        75,
        (
            (("00", "02"), ("01",)),
            (("03", "06"), ("04",)),
            (("05", "08"), ("07",)),
            (("09", "10"), ()),
            (("12", "17"), ("19",)),
            (("20",), ("21",)),
            (("23", "27"), ("24",)),
            (("28",), ()),
        ),
    ),
    Plan(
        "fourteen weeks",
        150,
        60,
        (
            (("00", "01"), ()),
            (("02", "03"), ()),
            (("04", "05"), ()),
            (("06", "07"), ()),
            (("08", "09"), ()),
            (("10", "11"), ()),
            (("12", "17"), ()),
            (("13", "14"), ()),
            (("15", "16"), ()),
            (("19", "20"), ()),
            (("21", "22"), ("18",)),
            (("23", "24"), ()),
            (("25", "26"), ()),
            (("27", "28"), ()),
        ),
    ),
)


@functools.cache
def lectures() -> dict[str, Lecture]:
    """Number -> lecture, in the course's order."""
    found = {}
    for path in sorted(SOURCES.glob("*.py")):
        master = read(path, registry.find)
        first = master.cells[0].source
        row = next(line for line in first.splitlines() if line.startswith("| **You need**"))
        needs = tuple(sorted(set(re.findall(r"\]\((\d\d)_\w+\.ipynb", row))))
        title = first.splitlines()[0].removeprefix("# ").split(" · ", 1)[1]
        minutes = reading_minutes(lecture(master, "lectures", ""))
        found[path.stem[:2]] = Lecture(path.stem[:2], title, minutes, needs)
    return found


def early(order: Sequence[str]) -> list[tuple[str, str]]:
    """(lecture, what it needs) for every need that is not met when a lecture comes in this order."""
    return [
        (number, need)
        for place, number in enumerate(order)
        for need in lectures()[number].needs
        if need not in order[:place]
    ]


def card(number: str) -> View:
    """The advice on one lecture, folded under its title."""
    one, advice = lectures()[number], ADVICE[number]
    separates = next(exercise for exercise in _exercises(number) if exercise.title == advice.separates)
    rows = [("ask before it is opened", question) for question in advice.ask]
    rows += [(f"separates: {separates.id}", f"{separates.title}. {advice.why}")]
    rows += [(f"expect in {exercise}", names) for exercise, names in _together(advice.expect)]
    rows += [("cut first", advice.cut), ("needs", ", ".join(one.needs) or "no other lecture")]
    head = f"{number} · {one.title} ({one.minutes} minutes, {one.points} points)"
    made = table(["what", "in this lecture"], rows)
    return View(f"<details><summary>{rich(head)}</summary>{made.html}</details>", f"{head}\n{made.text}")


def _together(expect: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(exercise, its mistakes in one line)."""
    joined: dict[str, list[str]] = {}
    for exercise, mistake in expect:
        joined.setdefault(exercise, []).append(mistake)
    return [(exercise, " · ".join(names)) for exercise, names in joined.items()]


def _exercises(number: str) -> list:
    module = next(name for name in registry.modules() if name.startswith(f"{number}_"))
    return registry.exercises(module)
