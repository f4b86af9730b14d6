"""Mutation test of the inputs: every one-token change of a right answer is rejected, or explained.

For every exercise with inputs: functions and formulas.

    python -m tests.exercises.mutants             all exercises, as a table (make mutants)
    python -m tests.exercises.mutants 02          one lecture; 02.3: one exercise, with every survivor

A survivor passes on one of two draws of the inputs. Either the inputs gain a case that tells, or
`equivalent/e_NN.py` explains why the two are equal wherever the statement allows:
EQUIVALENT = {"02.3": {"text of the mutant": "reason"}}.
"""

from __future__ import annotations

import copy
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from utils.exercises import registry
from utils.teaching.exercise import Exercise, sandbox
from utils.teaching.exercise.exercise import Unusable
from utils.teaching.exercise.judge import agree, right_outcomes
from utils.teaching.exercise.mutants import Mutant, mutants
from utils.teaching.exercise.outcomes import Outcome
from utils.teaching.exercise.run import outcomes

SEEDS = (None, 1)
LIMIT = 5.0  # seconds a mutant may take on all inputs; one that takes longer is no survivor


@dataclass(frozen=True)
class Report:
    """What became of an exercise's mutants.

    survived   texts of mutants that pass on one of the draws, and are not explained
    explained  texts of mutants that pass, with the reason why
    stale      texts listed as equivalent that are rejected after all, or do not exist
    """

    exercise: str
    total: int
    survived: list[str]
    explained: dict[str, str]
    stale: list[str]


def examine(exercise: Exercise) -> Report:
    """Try every mutant of one exercise on two draws of its inputs."""
    reasons = equivalent(exercise.id)
    inputs = [exercise.draw(seed) for seed in SEEDS]
    right = [right_outcomes(exercise, one) for one in inputs]
    made = mutants(exercise)
    passed = [m.text for m in made if any(_passes(exercise, m, *pair) for pair in zip(inputs, right))]
    stale = [text for text in reasons if text not in passed]
    survived = [text for text in passed if text not in reasons]
    return Report(exercise.id, len(made), survived, {text: reasons[text] for text in passed if text in reasons}, stale)


def equivalent(id: str) -> dict[str, str]:
    """Mutants of an exercise that are equal to the reference on its domain, each with the reason."""
    lecture = id.split(".")[0]
    if not (Path(__file__).parent / "equivalent" / f"e_{lecture}.py").exists():
        return {}
    return importlib.import_module(f"tests.exercises.equivalent.e_{lecture}").EQUIVALENT.get(id, {})


def _passes(exercise: Exercise, mutant: Mutant, inputs: Sequence, right: Sequence[Outcome]) -> bool:
    def work() -> bool:
        call = exercise.trusted(mutant.answer())
        for one, expected in zip(inputs, right):  # one by one: most mutants fail the first
            (got,) = outcomes(call, [copy.deepcopy(one)])
            if got.failure is None:
                got = Outcome(exercise.understood(got.value))
            if not agree(exercise, got, expected):
                return False
        return True

    ran = sandbox.run(work, LIMIT)
    if ran.error is not None and not isinstance(ran.error, (Unusable, SyntaxError)):
        raise ran.error
    return bool(ran.result)


def main(words: Sequence[str]) -> int:
    """Print a table, and the survivors; 0 if there are none."""
    everything = [exercise for module in registry.modules() for exercise in registry.exercises(module)]
    chosen = [e for e in everything if e.inputs and (not words or e.id in words or e.lecture in words)]
    bad = 0
    print("exercise   mutants  explained  survived  stale")
    for exercise in chosen:
        report = examine(exercise)
        if report.total == 0:
            continue
        row = (report.total, len(report.explained), len(report.survived), len(report.stale))
        print(f"{report.exercise:8}" + "".join(f"{n:{width}}" for n, width in zip(row, (10, 11, 10, 7))), flush=True)
        for text in report.survived:
            print(f"    survived: {text}")
        for text in report.stale:
            print(f"    listed as equivalent, but rejected or gone: {text}")
        for text, reason in report.explained.items() if exercise.id in words else ():
            print(f"    explained: {text}\n               {reason}")
        bad += len(report.survived) + len(report.stale)
    print(f"{bad} mutants to be rejected or explained" if bad else "Every mutant is rejected or explained.")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
