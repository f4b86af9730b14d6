"""Gradescope: a submission's record as its results.json, and what runs in its container, one submission at a time.

    python -m grading.gradescope            (by run_autograder; AUTOGRADER names another place than /autograder)

The container holds `source/` (what `autograder` packed), `submission/`, `submission_metadata.json`; `results/` is read.
Hidden inputs follow from the secret and the submission's number, so that a second try meets others.
Without a wall nothing is graded: the run ends with an error, which Gradescope shows to the teacher.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from utils.common.files import replacing
from utils.teaching.exercise import Exercise
from utils.teaching.exercise.outcomes import Verdict
from utils.teaching.exercise.verdicts import verdict_view

from . import lecture, submissions
from .cells import Unreadable
from .lecture import Lecture
from .records import GRADED, Record
from .work import Desk, Plan, Task


def results(lecture: Lecture, record: Record) -> dict[str, Any]:
    """results.json: one test an exercise. What cannot be read scores 0 there, and says so above everything else."""
    said = [*record.remarks]
    if record.force:
        said.append(f"Your code ran behind this wall: {record.force}.")
    if record.status != GRADED:
        said.insert(0, f"NOT GRADED, hand it in again: {record.reason}")
        return {"score": 0.0, "output": "\n".join(said), "stdout_visibility": "hidden", "tests": []}
    tests = [_test(exercise, record.verdicts[exercise.id]) for exercise in lecture.exercises]
    return {"output": "\n".join(said), "stdout_visibility": "hidden", "tests": tests}


def _test(exercise: Exercise, verdict: Verdict) -> dict[str, Any]:
    return {
        "name": f"Exercise {exercise.id} · {exercise.title}",
        "score": float(verdict.points),
        "max_score": float(exercise.points),
        "status": "passed" if verdict.status == "passed" else "failed",
        "output": verdict_view(exercise, verdict).text,
        "output_format": "text",
        "visibility": "visible",
    }


def main(place: Path | None = None) -> int:
    """Grade the one submission there; write results/results.json. Returns the exit status."""
    place = place or Path(os.environ.get("AUTOGRADER", "/autograder"))
    about = json.loads((place / "source" / "grading.json").read_text(encoding="utf-8"))
    folder = place / "source" / "exercises"
    graded = lecture.find(about["lecture"], folder if folder.is_dir() else None)
    metadata = _metadata(place / "submission_metadata.json")
    secret = (place / "source" / "secret").read_bytes().strip()
    plan = Plan(
        *(graded.name, graded.folder, graded.digest, secret, str(metadata.get("id", ""))),
        *(about["limit"], about["trusted"], (place / "source", place / "submission", place / "results")),
    )
    desk = Desk(plan)  # before the submission is looked at: without a wall all fail alike
    try:
        one = submissions.single(place / "submission", graded.name)
        try:
            raw, reason = one.read(), ""
        except Unreadable as error:
            raw, reason = b"", str(error)
        record = desk.grade(Task(one, raw, reason, ""))
    finally:
        desk.close()
    (place / "results").mkdir(exist_ok=True)
    with replacing(place / "results" / "results.json") as file:
        file.write(json.dumps(results(graded, record), ensure_ascii=False, indent=1).encode("utf-8", "replace"))
    return 0


def _metadata(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


if __name__ == "__main__":
    sys.exit(main())
