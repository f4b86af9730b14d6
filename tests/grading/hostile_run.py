"""The hostile corpus: cells that read, forge, steal, harm, escape and plant (hostile/*.py), each in an honest notebook.

    python -m tests.grading.hostile_run --outer bubblewrap [--only GROUP|WORD ...]

prints what got through, one line each. A file of the corpus is a py:percent text that nobody imports: a cell's mark
says which exercise's answer it stands for ("setup": the set-up cell) and what it tries. @NAME@ stands for a place that
is watched (see `ground`), and `breach(...)` reports that something forbidden was done.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grading.judge import grade
from grading.notebook import Answer, Notebook
from grading.wall import Wall, exchange
from grading.wall import wall as walls
from utils.teaching.exercise import Exercise
from utils.teaching.exercise.outcomes import Verdict

from .ground import Ground, ground
from .honest import code, exercise_cells, exercises, setup_cell, solved

MARK = re.compile(r"^# %% (?P<target>\S+) \| (?P<what>[^|\n]+?)(?: \| (?P<limit>\d+) s)?(?P<slow> \| slow)?\n", re.M)
BREACH = "def breach(what): print('BRE' 'ACH', what)\n"
LIMIT = 0.2  # seconds of the processor
MEMORY = 4 * 2**30  # bytes of address space
GRACE = 5.0  # by the clock, beyond four times the limit: what sleeps is waited for as long


@dataclass(frozen=True)
class Hostile:
    """One cell: the file it stands in, whose answer it takes the place of, what it tries, its code.

    limit  seconds of the processor
    slow   whether it takes many seconds until it fails: one of a sort is always tried, the rest by make test-grading
    """

    group: str
    target: str
    what: str
    code: str
    limit: float = LIMIT
    slow: bool = False

    def notebook(self, book: dict, ground: Ground) -> Notebook:
        """An honest notebook with this cell in it."""
        setup, answers = code(setup_cell(book)), {id: code(cell) for id, cell in exercise_cells(book)}
        cell = BREACH + ground.filled(self.code)
        if self.target == "setup":
            setup = f"{setup}\n{cell}"
        else:
            answers[self.target] = f"{cell}\n{_check(answers[self.target])}"
        return Notebook(setup, {id: Answer(source) for id, source in answers.items()})


def _check(source: str) -> str:
    return source.strip().splitlines()[-1]


def corpus() -> list[Hostile]:
    """Every hostile cell, in the order of the files."""
    found = []
    for path in sorted((Path(__file__).parent / "hostile").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        marks = list(MARK.finditer(text))
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        for mark, end in zip(marks, ends):
            body = text[mark.end() : end].strip("\n")
            found.append(
                Hostile(
                    path.stem, mark["target"], mark["what"], body, float(mark["limit"] or LIMIT), bool(mark["slow"])
                )
            )
    return found


@dataclass
class Found:
    """What came of the corpus."""

    wall: str = ""
    played: int = 0
    seconds: float = 0.0
    troubles: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)


def play(cells: Iterable[Hostile], beside: int = 99, **options: object) -> Found:
    """Grade a notebook for each hostile cell, after an honest one, all behind one wall.

    beside  of the honest answers in a notebook so many are graded, others in the next
    """
    found, book, every = Found(), solved("02"), exercises("02")
    begin, exchange.GRACE, walls.SET_UP = time.process_time(), GRACE, 0.5
    with ground() as place, Wall("02", **options) as wall:
        found.wall = wall.force
        alice = {id: Answer(f"mine = '{place.token}'\n{code(cell)}") for id, cell in exercise_cells(book)}
        found.troubles += list(_lost("Alice", _graded(wall, Notebook(code(setup_cell(book)), alice), every)))
        for turn, one in enumerate(cells):
            mixed = [exercise for exercise in every if exercise.id != one.target]
            chosen = [(mixed * 2)[(turn + i) % len(mixed)] for i in range(min(beside, len(mixed)))]
            chosen += [exercise for exercise in every if exercise.id == one.target]
            before = wall.spent, time.process_time(), time.monotonic()
            verdicts = _graded(wall, one.notebook(book, place), chosen, one.limit)
            about = f"{one.group} {one.target} | {one.what}"
            found.troubles += [f"{about}: {trouble}" for trouble in _troubles(one, verdicts, place)]
            found.played += 1
            spent = [now - then for now, then in zip((wall.spent, time.process_time(), time.monotonic()), before)]
            if max(spent[:2]) > 1 or spent[2] > 10:
                found.slow.append(f"{spent[0]:.1f} + {spent[1]:.1f} CPU s, {spent[2]:.1f} s: {about}")
        found.troubles += list(_lost("Alice, last", _graded(wall, Notebook(code(setup_cell(book)), alice), every)))
        found.seconds = wall.spent + time.process_time() - begin
    return found


def _graded(wall: Wall, notebook: Notebook, chosen: list[Exercise], limit: float = LIMIT) -> dict[str, Verdict]:
    return grade(wall, notebook, chosen, b"secret", "run", limit)


def _troubles(one: Hostile, verdicts: dict[str, Verdict], place: Ground) -> Iterator[str]:
    told = "\n".join(map(repr, verdicts.values()))
    if one.target != "setup" and verdicts[one.target].status == "passed":
        yield "passed"
    if "BREACH" in told:
        yield told[told.index("BREACH") :][:200]
    if place.token in told:
        yield "the secret was read"
    yield from _lost("beside it", {id: verdict for id, verdict in verdicts.items() if id != one.target})
    yield from place.harm()


def _lost(who: str, verdicts: dict[str, Verdict]) -> Iterator[str]:
    for id, verdict in verdicts.items():
        if verdict.status != "passed":
            yield f"lost {who}: {id} {verdict.status} {verdict.message[:200]} {verdict.note[:200]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outer", nargs="*", help="outer walls to try: bubblewrap, namespaces, landlock")
    parser.add_argument("--only", nargs="*", default=[""], help="groups, or words of what is tried")
    parser.add_argument("--beside", type=int, default=99, help="honest answers that are graded in each notebook")
    parser.add_argument("--quick", action="store_true", help="without those that are slow to fail")
    parser.add_argument("--every", type=int, default=1, help="of these, every n-th")
    options = parser.parse_args()
    cells = [one for one in corpus() if any(word == one.group or (word in one.what) for word in options.only)]
    cells = [one for one in cells if not (options.quick and one.slow)][:: options.every]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))  # the judge's: whoever fills it is found out
    found = play(cells, options.beside, **({"outer": options.outer} if options.outer else {}))
    print("\n".join(found.slow + found.troubles))
    print(f"{found.wall}: {found.played} played, {len(found.troubles)} troubles, {found.seconds:.1f} CPU s")
    sys.exit(bool(found.troubles))


if __name__ == "__main__":
    main()
