"""Looking at a learner's function without calling it: is it still the stub, does it take
these arguments, and which of its lines raised."""

from __future__ import annotations

import dis
import inspect
import linecache
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

_OURS = [
    str(Path(__file__).resolve().parents[1]),
    *{sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib")},
]
_QUIET = {"RESUME", "NOP", "CACHE", "PRECALL", "COPY_FREE_VARS", "MAKE_CELL"}


def _outline(code: CodeType) -> list[tuple[str, Any]]:
    """The bytecode's steps; texts are left out, so that docstrings and messages do not count."""
    steps = [step for step in dis.get_instructions(code) if step.opname not in _QUIET]
    return [
        (step.opname, str if isinstance(step.argval, str) and "CONST" in step.opname else step.argval) for step in steps
    ]


def _stubs() -> list[list[tuple[str, Any]]]:
    bodies = [
        "...",
        "pass",
        "return ...",
        "raise NotImplementedError",
        "raise NotImplementedError()",
        "raise NotImplementedError('')",
    ]
    space: dict[str, Any] = {}
    outlines = []
    for body in bodies:
        exec(f"def stub(): {body}", space)  # compiled by this Python, so that the bytecode is comparable
        outlines.append(_outline(space["stub"].__code__))
    return outlines


_STUBS = _stubs()


def untouched(answer: Any) -> bool:
    """Whether nothing has been answered: None, ..., or a function whose body is a docstring and
    `...`, `pass` or `raise NotImplementedError`."""
    if answer is None or answer is Ellipsis:
        return True
    code = getattr(inspect.unwrap(answer) if callable(answer) else answer, "__code__", None)
    return isinstance(code, CodeType) and _outline(code) in _STUBS


def has_gap(answer: Callable) -> bool:
    """Whether the function's source still holds a line that is only `...` (some lines were given)."""
    try:
        lines = inspect.getsource(answer).splitlines()
    except (OSError, TypeError):
        return False
    return any(line.split("#")[0].strip() == "..." for line in lines)


def refuses(answer: Callable, names: Sequence[str]) -> str | None:
    """Why `answer` cannot even be called with arguments of these names, in order, in words, or None if it can."""
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some C functions have none
        return None
    try:
        signature.bind(*names)
    except TypeError:
        return (
            f"your function takes {signature}, but it is called with "
            f"{len(names)} argument{'s' * (len(names) != 1)}: ({', '.join(names)})"
        )
    return None


def line_of(answer: Any, traceback: TracebackType | None) -> tuple[int, str] | None:
    """(line number in its cell or file, the line's text) of the learner's last step, or None.

    The last frame in the answer's own cell; failing that, the last outside this package,
    the standard library and installed packages.
    """
    frames = []
    while traceback is not None:
        frames.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    home = getattr(getattr(answer, "__code__", None), "co_filename", None)
    own = [frame for frame in frames if frame[0] == home] or [
        frame for frame in frames if not frame[0].startswith(("<", *_OURS))
    ]
    if not own:
        return None
    file, number = own[-1]
    text = linecache.getline(file, number).strip()
    return number, text if len(text) <= 100 else text[:97] + "..."
