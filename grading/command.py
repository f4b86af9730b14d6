"""The command line: what is asked for, and the last lines a teacher reads."""

from __future__ import annotations

import argparse
import functools
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from utils.common.files import replacing

from . import cluster, lecture, output, pool, submissions, trial
from .archive import Unsafe
from .autograder import autograder
from .records import GRADED, UNGRADED, UNREADABLE, Record, Results
from .run import grade_all
from .work import Plan

ALL_GRADED, SOME_NOT, REFUSED, STOPPED = 0, 1, 2, 130  # exit statuses


def parser() -> argparse.ArgumentParser:
    """What `python -m grading` takes."""
    made = argparse.ArgumentParser(prog="python -m grading", description="Grade a class's notebooks of one lecture.")
    made.add_argument("lecture", nargs="?", default="", help='such as "02"')
    made.add_argument("submissions", type=Path, nargs="?", help="a folder, or the zip downloaded from Moodle or Canvas")
    made.add_argument("--out", type=Path, metavar="RESULTS", help="folder for all that is written")
    made.add_argument("--worksheet", type=Path, metavar="CSV", help="the teacher's own export, to be filled")
    made.add_argument("--column", default="", help="header of the column to fill, where that is not clear")
    made.add_argument("--to", choices=("moodle", "canvas", "gradescope", "csv"), help="what to write for a platform")
    made.add_argument("--exercises", type=Path, metavar="FOLDER", help="your own exercises, from outside the course")
    made.add_argument("--try-exercises", type=Path, metavar="FOLDER", help="only check that your exercises work")
    made.add_argument("--secret", type=Path, metavar="FILE", help="what hidden inputs follow from (else made once)")
    made.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    made.add_argument("--scheduler", default="", metavar="ADDRESS", help="of Dask: grade on its workers")
    made.add_argument("--limit", type=float, default=10.0, help="CPU seconds an answer may take (10)")
    made.add_argument("--trust-submissions", action="store_true", help="run learners' code where there is no wall")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade; print what was found. Returns the exit status."""
    asked = parser().parse_args(arguments)
    try:
        return _tried(asked.try_exercises) if asked.try_exercises else _graded(asked)
    except (Unsafe, ValueError, pool.CannotGrade, OSError) as error:
        print(f"Nothing was graded: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nStopped. What was graded is kept: the same command goes on from there.", file=sys.stderr)
        return STOPPED


def _tried(folder: Path) -> int:
    faults = 0
    for name, found in trial.tried(folder):
        print(f"{name}: {'works' if not found else 'does NOT work'}")
        for fault in found:
            print(f"    {fault}")
        faults += bool(found)
    return SOME_NOT if faults else ALL_GRADED


def _graded(asked: argparse.Namespace) -> int:
    if not asked.lecture or asked.out is None:
        raise ValueError("give LECTURE and SUBMISSIONS, and --out RESULTS (see --help)")
    graded = lecture.find(asked.lecture, asked.exercises)
    results = Results(asked.out, graded.name, asked.secret)
    if asked.to == "gradescope":
        with replacing(asked.out / "autograder.zip") as file:
            file.write(autograder(graded, results.secret, asked.limit, asked.trust_submissions))
        print(f"{asked.out / 'autograder.zip'}: upload it under Configure Autograder (it holds the secret)")
        if asked.submissions is None:
            return ALL_GRADED
    if asked.submissions is None:
        raise ValueError("submissions: give the folder or zip to grade")
    found = submissions.find(asked.submissions, graded.name)
    if not found:
        raise ValueError(f"submissions: {asked.submissions} holds no submission")
    hidden = tuple(p.resolve() for p in (asked.submissions, asked.out, asked.exercises, asked.secret) if p)
    plan = Plan(
        *(graded.name, asked.exercises, graded.digest, results.secret, results.run),
        *(asked.limit, asked.trust_submissions, hidden),
    )
    if asked.scheduler:
        grader = functools.partial(cluster.graded, scheduler=asked.scheduler)
    else:
        grader = functools.partial(pool.graded, workers=max(1, asked.workers))
    with results.alone():
        records = grade_all(plan, results, found, grader)
        status = ALL_GRADED if all(record.status == GRADED for record in records) else SOME_NOT
        try:
            lines = output.write(asked.out, graded, records, asked.worksheet, asked.to or "", asked.column)
        except ValueError as error:
            lines, status = [f"All is written but the worksheet. {error}"], REFUSED
    for line in [*lines, *summary(records).splitlines()]:
        print(submissions.legible(line))
    return status


def summary(records: Sequence[Record]) -> str:
    """The last lines: who could not be graded and why, how many were, behind which wall."""
    lines = [f"{one.status}: {one.name}: {one.reason}" for one in records if one.status != GRADED]
    count = Counter(one.status for one in records)
    late = sum(one.late for one in records)
    walls = sorted({one.force for one in records if one.force})
    parts = [f"{count[GRADED]} graded"]
    parts += [f"{count[status]} {status}" for status in (UNREADABLE, UNGRADED) if count[status]]
    parts += [f"{late} late"] if late else []
    return "\n".join([*lines, f"{', '.join(parts)}. The wall: {'; '.join(walls) or 'none was needed'}."])
