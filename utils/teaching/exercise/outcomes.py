"""What running an answer gives, and what judging it gives: plain data, which can cross a wall between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .mistakes import Mistake

STATUSES = ("passed", "mistake", "wrong", "error", "timeout", "memory", "not attempted")


@dataclass(frozen=True)
class Failure:
    """An exception as plain text.

    type, text  its type's name, the first line of its message
    line        the learner's line that raised: (number in its cell, text)
    unwritten   it says that the answer is not written yet: the learner's own `raise NotImplementedError`,
                or a `...` that something was to be done with
    """

    type: str
    text: str
    line: tuple[int, str] | None = None
    unwritten: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a frozen value (see `compare`), or a failure; and its frozen arguments afterwards."""

    value: Any = None
    failure: Failure | None = None
    arguments: Any = None


@dataclass(frozen=True)
class Ran:
    """What running an answer gave.

    outcomes   one an input
    untouched  nothing has been answered: nothing was run
    refusal    why the answer could not be run, "" if it was
    stopped    "" or what was used up: "time" or "memory"
    gap        a line `...` is left in the answer's source
    printed    the beginning of what the learner's code printed
    note       what the learner should know of how it was run
    """

    outcomes: Sequence[Outcome] = ()
    untouched: bool = False
    refusal: str = ""
    stopped: str = ""
    gap: bool = False
    printed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    status   one of STATUSES
    message  one or two sentences
    mistake  the mistake recognised (predictions pass, and may name one all the same)
    detail   (label, text) pairs: the first failing input, what was got, what was expected
    points   points earned
    line     (number in its cell, text) of the learner's line that raised
    printed  the beginning of what the learner's code printed
    note     what the learner should know of how it was run
    """

    status: str
    message: str = ""
    mistake: Mistake | None = None
    detail: Sequence[tuple[str, str]] = ()
    points: int = 0
    line: tuple[int, str] | None = None
    printed: str = ""
    note: str = ""
