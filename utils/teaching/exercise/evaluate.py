"""From an exercise and an answer to a verdict: the answer runs (`run`), what came back is judged (`judge`).

The learner's answer runs first, in the sandbox, on deep copies of the inputs; then, with numpy as
it was at import, the reference and the mistakes run on the same inputs.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

from .exercise import Exercise
from .isolation import pristine
from .judge import agree, judge, right_outcomes
from .mistakes import Mistake
from .outcomes import STATUSES, Verdict
from .recognise import Key
from .run import run
from .sandbox import still

__all__ = ["STATUSES", "Verdict", "evaluate", "grade"]

RESTLESS = Mistake(
    "another result each time",
    None,
    "Your function gives another result each time it is called, for the same input. Draw no random numbers in it: "
    "use what it is given, such as the noise.",
)


def evaluate(exercise: Exercise, answer: Any, seed: int | None = None, limit: float = 10.0) -> Verdict:
    """Judge `answer`, which may run for `limit` seconds. Raises nothing but the user's KeyboardInterrupt."""
    try:
        with pristine():
            key = answer_key(exercise, seed)
            copies = [copy.deepcopy(one) for one in key.inputs]  # apart, so that spoiling one leaves the next whole
        ran = run(type(exercise), answer, copies, exercise.names(), limit)
        with pristine(), still():
            verdict = judge(key, ran, limit)
        if verdict.status == "wrong" and callable(answer) and _restless(exercise, answer, key.inputs, limit):
            return dataclasses.replace(verdict, status="mistake", mistake=RESTLESS, message=RESTLESS.hint)
        return verdict
    except Exception as error:
        return Verdict("error", f"The check itself failed, which is not your doing: {type(error).__name__}: {error}")


@functools.lru_cache(maxsize=1)  # an exercise is tried again and again
def answer_key(exercise: Exercise, seed: int | None = None) -> Key:
    """What answers are judged by on the inputs from `seed`; the last one is kept."""
    inputs = exercise.draw(seed)
    return Key(exercise, inputs, functools.cache(lambda: right_outcomes(exercise, inputs)))


def _restless(exercise: Exercise, answer: Any, inputs: Sequence, limit: float) -> bool:
    """Whether a function that is called twice for each input gives two results (what is no data is not even itself)."""
    with pristine():
        copies = [copy.deepcopy(one) for one in (*inputs, *inputs)]
    found = run(type(exercise), answer, copies, exercise.names(), limit).outcomes
    with pristine():
        pairs = [(one, other) for one, other in zip(found, found[len(inputs) :]) if agree(exercise, one, one)]
        return any(not agree(exercise, one, other) for one, other in pairs)


def grade(exercise: Exercise, answer: Any, seeds: Sequence[int], limit: float = 10.0) -> Verdict:
    """For hidden tests: the first verdict that is not "passed" over the usual seed and `seeds`, else the last."""
    for seed in (None, *seeds):
        verdict = evaluate(exercise, answer, seed, limit)
        if verdict.status != "passed":
            break
    return verdict
