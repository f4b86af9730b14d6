"""From an exercise and an answer to a verdict: the answer runs (`run`), what came back is judged (`judge`).

The learner's answer runs first, in the sandbox, on deep copies of the inputs; then, with numpy as
it was at import, the reference and the mistakes run on the same inputs.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from .exercise import Exercise
from .isolation import pristine
from .judge import judge
from .outcomes import STATUSES, Verdict
from .run import run
from .sandbox import still

__all__ = ["STATUSES", "Verdict", "evaluate", "grade"]


def evaluate(exercise: Exercise, answer: Any, seed: int | None = None, limit: float = 10.0) -> Verdict:
    """Judge `answer`, which may run for `limit` seconds. Raises nothing but the user's KeyboardInterrupt."""
    try:
        with pristine():
            inputs = exercise.draw(seed)
            copies = [copy.deepcopy(one) for one in inputs]  # apart, so that spoiling one leaves the next whole
        ran = run(type(exercise), answer, copies, exercise.names(), limit)
        with pristine(), still():
            return judge(exercise, inputs, ran, limit)
    except Exception as error:
        return Verdict("error", f"The check itself failed, which is not your doing: {type(error).__name__}: {error}")


def grade(exercise: Exercise, answer: Any, seeds: Sequence[int], limit: float = 10.0) -> Verdict:
    """For hidden tests: the first verdict that is not "passed" over the usual seed and `seeds`, else the last."""
    for seed in (None, *seeds):
        verdict = evaluate(exercise, answer, seed, limit)
        if verdict.status != "passed":
            break
    return verdict
