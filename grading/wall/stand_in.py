"""Behind the wall this file stands where the course's exercises stand: no references, no inputs, no verdicts.

`check` runs the answer to the exercise that is graded, when it is called, and hands it back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_run: dict[str, Callable[[Any], None]] = {}  # exercise id -> what to do with an answer to it


def check(id: str, answer: Any = None, limit: float = 10.0) -> Any:
    if id in _run:
        _run[id](answer)
    return answer


def hint(id: str) -> None:
    pass


def mistakes(id: str) -> None:
    pass


class _Empty:
    """A progress table of nothing."""

    rows = ()

    def to_csv(self, path: Any) -> None:
        pass


def progress(lecture: str | None = None) -> _Empty:
    return _Empty()


__all__ = ["check", "hint", "mistakes", "progress"]
