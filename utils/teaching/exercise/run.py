"""Running an answer on an exercise's inputs; what comes back is plain data (`outcomes`).

Nothing here knows the reference: the learner's code may run where there is none.
"""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any

from . import sandbox
from .exercise import Exercise, Unusable
from .inspection import has_gap, line_of, refuses, untouched
from .outcomes import Failure, Outcome, Ran
from .plain import freeze
from .sandbox import TimeIsUp

UNLIMITED = "This Python cannot start threads, so your code ran without a time limit."


def run(
    kind: type[Exercise], answer: Any, inputs: Sequence, names: Sequence[str] | None = None, limit: float = 10.0
) -> Ran:
    """Run a learner's answer on `inputs`, which it may spoil, for at most `limit` seconds.

    names  what the text calls the arguments of a function
    """
    if untouched(answer):
        return Ran(untouched=True)
    try:
        call = kind.call(answer)
    except (Unusable, ValueError) as error:  # of another kind, or an iterator that may never end
        return Ran(refusal=str(error))
    if names is not None and (refusal := refuses(answer, names[: len(inputs[0])])):
        return Ran(refusal=refusal)
    ran = sandbox.run(lambda: outcomes(call, inputs, answer), limit)
    if ran.stopped:
        return Ran(stopped=ran.stopped, printed=ran.printed)
    if ran.error is not None:
        raise ran.error
    note = "" if ran.limited else UNLIMITED
    return Ran(tuple(ran.result), gap=callable(answer) and has_gap(answer), printed=ran.printed, note=note)


def outcomes(call: Callable[[Any], Any], inputs: Iterable, answer: Any = None) -> list[Outcome]:
    """The outcome of `call` on each input. Inputs are used as they are: pass copies."""
    found = []
    for one in inputs:
        try:
            value = freeze(call(one))
            found.append(Outcome(value, None, tuple(freeze(item) for item in _arguments(one))))
        except TimeIsUp:
            raise
        except BaseException as error:  # exit() too
            found.append(Outcome(failure=_failure(error, answer)))
    return found


def _arguments(one: tuple | dict) -> Iterable:
    return one.values() if isinstance(one, dict) else one


def _failure(error: BaseException, answer: Any) -> Failure:
    try:
        text = (str(error).strip().splitlines() or [""])[0][:200]
    except Exception:  # a learner's own exception class may fail to print
        text = ""
    stub = isinstance(error, NotImplementedError) and _raised_by(answer, error.__traceback__)
    name = type(error).__name__
    return Failure(name, text, line_of(answer, error.__traceback__), stub or "'ellipsis'" in text.lower())


def _raised_by(answer: Any, traceback: TracebackType | None) -> bool:
    """Whether a `raise` in the answer's own cell or file raised, and not something that it called."""
    if traceback is None:
        return False
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    code = traceback.tb_frame.f_code
    home = getattr(getattr(answer, "__code__", None), "co_filename", None)
    return code.co_filename == home and code.co_code[traceback.tb_lasti] == dis.opmap["RAISE_VARARGS"]
