"""What crosses the wall: a job goes in, reports come out. A message is two lengths, a JSON tree, and raw bytes.

Reports come from where a learner's code ran, which may have written them itself: each is read as a claim that is
checked for its form only. A forged one is worth no more than an honest one: it passes if it holds right values.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from utils.teaching.exercise import Choice, Exercise, Formula, Function, Number, Prediction
from utils.teaching.exercise.outcomes import Failure, Outcome, Ran

from .values import Malformed, Packer, Unpacker, text

_HEAD = struct.Struct("<QQ")
KINDS: dict[str, type[Exercise]] = {kind.__name__: kind for kind in (Choice, Formula, Function, Number, Prediction)}
PATIENCE = 4  # seconds by the clock for each of the processor: a busy machine is not the learner's doing
SET_UP = 10.0  # seconds of the processor that a set-up cell may always take
MOST_JSON, MOST_BYTES = 2**23, 2**26
LONGEST = 4000  # characters of a text that is shown


@dataclass(frozen=True)
class Job:
    """What a clone runs.

    setup, before, answer  source of the set-up cell, of helping cells, of the answer's cell
    id, kind, names        of the exercise: "02.1", "Function", its arguments' names
    batches                lists of inputs, each run after the other
    limit                  seconds of the processor for each helping cell, for the cell, and for each batch
    """

    setup: str
    before: Sequence[str]
    answer: str
    id: str
    kind: str
    names: Sequence[str] | None
    batches: Sequence[Sequence[Any]]
    limit: float


@dataclass(frozen=True)
class Report:
    """What a clone gave.

    ran    one entry a batch; fewer if one ended early
    setup  why the set-up cell failed, "" if it ran
    fault  why the run could not be made: an answer that cannot even be looked at
    odd    what came back was no report: the cells have written over it
    """

    ran: Sequence[Ran] = field(default=())
    setup: str = ""
    fault: str = ""
    odd: bool = False


def message(tree: Any, blob: bytes | bytearray = b"") -> bytes:
    body = json.dumps(tree).encode()
    return _HEAD.pack(len(body), len(blob)) + body + blob


def split(data: bytes) -> list[tuple[Any, bytes]]:
    """The messages that `data` holds, whole ones only. Raises Malformed."""
    found, at = [], 0
    while len(data) - at >= _HEAD.size:
        body, blob = _HEAD.unpack_from(data, at)
        if body > MOST_JSON or blob > MOST_BYTES:
            raise Malformed("more than may come back")
        start, end = at + _HEAD.size, at + _HEAD.size + body + blob
        if end > len(data):
            break
        try:
            tree = json.loads(data[start : start + body])
        except (ValueError, RecursionError):
            raise Malformed("no JSON") from None
        found.append((tree, data[start + body : end]))
        at = end
    return found


def job_message(job: Job) -> bytes:
    """Raises ValueError if an input cannot cross."""
    packer = Packer()
    fields = {**vars(job), "before": list(job.before), "names": job.names and list(job.names)}
    return message(fields | {"batches": [[packer.tree(one) for one in batch] for batch in job.batches]}, packer.blob)


def read_job(data: bytes) -> Job:
    ((tree, blob),) = split(data)
    unpacker = Unpacker(blob)
    return Job(**tree | {"batches": [[unpacker.value(one) for one in batch] for batch in tree["batches"]]})


def report_message(report: Report) -> bytes:
    packer = Packer(frozen=True)

    def told(one: Outcome) -> list:
        return [packer.tree(one.value), one.failure and vars(one.failure), packer.tree(one.arguments)]

    ran = [{**vars(one), "outcomes": [told(outcome) for outcome in one.outcomes]} for one in report.ran]
    return message({"ran": ran, "setup": report.setup, "fault": report.fault}, packer.blob)


def read_report(tree: Any, blob: bytes) -> Report:
    """Raises Malformed for what no clone sends of its own accord."""
    unpacker = Unpacker(blob, frozen=True)
    try:
        return Report(tuple(_ran(one, unpacker) for one in tree["ran"]), shown(tree["setup"]), shown(tree["fault"]))
    except Malformed:
        raise
    except Exception as error:
        raise Malformed(f"no report: {type(error).__name__}") from None


def _ran(tree: dict, unpacker: Unpacker) -> Ran:
    return Ran(
        outcomes=tuple(_outcome(unpacker, *one) for one in tree["outcomes"]),
        untouched=tree["untouched"] is True,
        refusal=shown(tree["refusal"]),
        stopped={"": "", "time": "time", "memory": "memory"}[tree["stopped"]],
        gap=tree["gap"] is True,
        printed=shown(tree["printed"]),
    )


def _outcome(unpacker: Unpacker, value: Any, failure: Any, arguments: Any) -> Outcome:
    if failure is None:
        return Outcome(unpacker.value(value), None, unpacker.value(arguments))
    line = failure["line"]
    if line is not None:
        if type(line[0]) is not int or not 0 <= line[0] < 10**6:
            raise Malformed("no number of a line")
        line = (line[0], shown(line[1]))
    return Outcome(failure=Failure(shown(failure["type"]), shown(failure["text"]), line, failure["unwritten"] is True))


def shown(value: Any) -> str:
    """A text for people, without addresses in memory, which are others each time. Raises Malformed for no text."""
    return re.sub(r" at 0x[0-9a-f]+>", ">", text(value)[:LONGEST])
