"""What an exercise is: a reference answer plus the wrong answers people really give.

From one `Exercise` follow the learner's check and its diagnosis, the hidden tests of a grading run
(other seeds), the tests of the check itself, and the museum of bugs. Its kinds are in `kinds`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

import numpy as np

from .compare import describe, differ
from .edits import Edit
from .explain import sentence
from .mistakes import Mistake
from .outcomes import Failure, Outcome, Verdict
from .sandbox import still


class Unusable(Exception):
    """The answer is not of a kind that can be checked; the message says what is expected."""


@dataclass(frozen=True)
class Comparison:
    """A learner's outcomes beside the right ones, input by input.

    failing  numbers of the inputs on which they differ
    mistake  the mistake recognised in them
    """

    inputs: Sequence
    got: Sequence[Outcome]
    expected: Sequence[Outcome]
    failing: Sequence[int]
    mistake: Mistake | None = None

    def failure(self, where: Sequence[int]) -> Failure:
        """The first failure on the inputs with these numbers. Raises StopIteration if there is none."""
        return next(failure for i in where if (failure := self.got[i].failure))


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise; every kind of it is a subclass, which says how an answer is run and compared.

    id         "02.1": lecture number, a dot, number within the lecture
    reference  the right answer, in the form that `Mistake.wrong` has for this kind
    hints      opened one at a time, from a nudge to nearly the answer
    rtol, atol |answer - reference| <= atol + rtol |reference|, entry by entry
    reveal     shown once the exercise is passed: why the answer is right

    Raises ValueError, naming the field, if the parts do not fit together.
    """

    id: str
    _: KW_ONLY
    title: str
    points: int
    reference: Any
    mistakes: Sequence[Mistake] = ()
    hints: Sequence[str] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    reveal: str = ""

    inputs: ClassVar[Any] = None
    options: ClassVar[Any] = None
    one_input: ClassVar[type] = tuple  # what `inputs` gives a list of
    done: ClassVar[str] = "passed"  # the word for it
    general: ClassVar[bool] = True  # whether slips that every subject shares are looked for

    def __post_init__(self) -> None:
        object.__setattr__(self, "mistakes", tuple(self.mistakes))
        self.require(bool(re.fullmatch(r"(\d\d|[A-Z])\.\d+", str(self.id))), "id", 'like "02.1"')
        self.require(self.points > 0, "points", "a positive number")
        self.require(not isinstance(self.hints, str), "hints", "a tuple of strings")
        self.require(self.rtol >= 0, "rtol", "0 or more")
        self.require(self.atol >= 0, "atol", "0 or more")
        names = [mistake.name for mistake in self.mistakes]
        self.require(len(set(names)) == len(names), "mistakes", "different names")
        self.require_parts()
        for mistake in self.mistakes:
            if isinstance(mistake.wrong, Edit):
                try:
                    mistake.difference(self)
                except ValueError as error:
                    raise ValueError(f"exercise {self.id!r}, mistake {mistake.name!r}: {error}") from None

    def require(self, holds: bool, field: str, expected: str) -> None:
        """Raise ValueError, naming `field`, unless it holds."""
        if not holds:
            raise ValueError(f"exercise {self.id!r}: {field}={getattr(self, field)!r}, expected {expected}")

    def require_parts(self) -> None:
        """Raise ValueError if the parts of this kind do not fit together."""

    @property
    def lecture(self) -> str:
        """The lecture's number: "02" for "02.1"."""
        return self.id.split(".")[0]

    # the inputs ------------------------------------------------------------
    def draw(self, seed: int | None = None) -> list:
        """The inputs from `seed`; None is a seed fixed by the id, so that checks repeat.

        Raises ValueError if the exercise makes none, or of the wrong type.
        """
        if self.inputs is None:
            return [()]
        rng = np.random.default_rng(zlib.crc32(self.id.encode()) if seed is None else seed)
        with still():
            inputs = list(self.inputs(rng))
        if not inputs or not all(isinstance(one, self.one_input) for one in inputs):
            kinds = sorted({type(one).__name__ for one in inputs}) or "nothing"
            raise ValueError(f"inputs of exercise {self.id} gave {kinds}, expected {self.one_input.__name__}s")
        return inputs

    def names(self) -> tuple[str, ...] | None:
        """Names of a function's arguments, as the text gives them; None for what is no function."""
        return None

    # running ---------------------------------------------------------------
    @staticmethod
    def call(answer: Any) -> Callable[[Any], Any]:
        """A learner's answer as a function of one input. Raises Unusable if it has the wrong type."""
        return lambda one: answer

    def trusted(self, answer: Any) -> Callable[[Any], Any]:
        """A reference or a mistake as a function of one input: numbers may be computed."""
        return self.call(answer)

    # judging ---------------------------------------------------------------
    def understood(self, value: Any) -> Any:
        """A frozen result as it is compared. Raises Unusable if it means nothing here."""
        return value

    def differ(self, got: Any, expected: Any) -> str | None:
        """None if two results agree, else the first reason why not, in words."""
        return differ(got, expected, self.rtol, self.atol)

    def nearly(self, got: Any, expected: Any) -> Mistake | None:
        """What a wrong result that is almost right suggests."""
        return None

    def unfinished(self, got: Sequence[Outcome], gap: bool) -> bool:
        """Whether lines still to be written made the answer what it is (`gap`: one `...` is left)."""
        return False

    def verdict(self, found: Comparison) -> Verdict:
        """What the learner is told."""
        if not found.failing:
            return Verdict("passed", self.reveal, points=self.points)
        first = found.failing[0]
        if found.mistake is not None:
            detail = self.beside(found.inputs[first], found.got[first], found.expected[first])
            return Verdict("mistake", found.mistake.hint, found.mistake, detail)
        if crashed := [i for i in found.failing if found.got[i].failure]:
            return self.failed(found, crashed)
        message, rows = self.explain(found)
        return Verdict("wrong", message, None, rows)

    def failed(self, found: Comparison, crashed: Sequence[int]) -> Verdict:
        """The verdict on an answer that raised on the inputs with these numbers."""
        failure = found.failure(crashed)
        message = f"{failure.type}: {failure.text}" if failure.text else failure.type
        return Verdict("error", message, line=failure.line)

    def beside(self, one: Any, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
        """The rows input, got, expected; none where there is no input: its one right value is not given away."""
        return []

    def explain(self, found: Comparison) -> tuple[str, Sequence[tuple[str, str]]]:
        """(message, detail) for a wrong answer that is no known mistake."""
        return sentence(f"{describe(found.got[0].value)} is not the answer"), ()
