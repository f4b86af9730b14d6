"""What an exercise is: a reference answer plus the wrong answers people really give.

From one `Exercise` follow the learner's check and its diagnosis (`evaluate`), the hidden
tests of a grading run (`grade`, other seeds), the tests of the check itself, and the
museum of bugs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("function", "number", "formula", "choice", "prediction")


@dataclass(frozen=True, eq=False)
class Mistake:
    """One wrong answer that people give, and the hint it deserves.

    name   a few words: "standard deviation for variance"
    wrong  the wrong answer itself: a function for kind "function", a number (or a function
           of no arguments that computes it) for "number", a formula string for "formula",
           a letter for "choice"
    hint   what to think about, shown to whoever makes it; not the answer
    """

    name: str
    wrong: Any
    hint: str


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise; build it with `function`, `number`, `formula`, `choice` or `prediction`.

    id         "02.1": lecture number, a dot, number within the lecture
    reference  the right answer, in the form that `Mistake.wrong` has for this kind
    inputs     rng -> list of inputs, edge cases included; an input is a tuple of arguments
               (function) or a dict from variable name to value (formula)
    hints      opened one at a time, from a nudge to nearly the answer
    rtol, atol |answer - reference| <= atol + rtol |reference|, entry by entry
    options    letter -> text (choice, and predictions by letter)
    reveal     shown once the exercise is passed: why the answer is right
    measure    result -> what is compared instead of the result (the moments of a sample,
               the outputs of a network); None compares results themselves

    Raises ValueError, naming the field, if the parts do not fit together.
    """

    id: str
    title: str
    points: int
    kind: str
    reference: Any
    inputs: Callable[..., Sequence] | None = None
    mistakes: Sequence[Mistake] = ()
    hints: Sequence[str] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    options: Mapping[str, str] | None = None
    reveal: str = ""
    measure: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        def require(holds: bool, field: str, expected: str) -> None:
            if not holds:
                value = getattr(self, field)
                raise ValueError(f"exercise {self.id!r}: {field}={value!r}, expected {expected}")

        require(bool(re.fullmatch(r"(\d\d|[A-Z])\.\d+", str(self.id))), "id", 'like "02.1"')
        require(self.kind in KINDS, "kind", f"one of {KINDS}")
        require(self.points > 0, "points", "a positive number")
        require(not isinstance(self.hints, str), "hints", "a tuple of strings")
        require(self.rtol >= 0, "rtol", "0 or more")
        require(self.atol >= 0, "atol", "0 or more")
        names = [mistake.name for mistake in self.mistakes]
        require(len(set(names)) == len(names), "mistakes", "different names")
        if self.kind == "function":
            require(callable(self.reference), "reference", "a function")
        if self.kind == "formula":
            require(isinstance(self.reference, str), "reference", "a formula as a string")
        if self.kind in ("function", "formula"):
            require(callable(self.inputs), "inputs", "a function of rng")
        if self.kind == "choice":
            require(bool(self.options), "options", "a dict from letter to text")
        if self.options is not None:
            require(self.reference in self.options, "reference", f"one of {list(self.options)}")
            for mistake in self.mistakes:
                if mistake.wrong not in self.options or mistake.wrong == self.reference:
                    raise ValueError(
                        f"exercise {self.id!r}: mistake {mistake.name!r} has wrong={mistake.wrong!r}, "
                        f"expected one of {list(self.options)} other than {self.reference!r}"
                    )

    @property
    def lecture(self) -> str:
        """The lecture's number: "02" for "02.1"."""
        return self.id.split(".")[0]


def function(
    id, title, points, reference, inputs, mistakes, hints=(), rtol=1e-6, atol=1e-9, reveal="", measure=None
) -> Exercise:
    """The learner writes a function; it is compared with `reference` on every input.

    A reference of several values returns a tuple: messages then speak of "value 2 of 2", and an
    answer that gives them as a list or an array, or in the wrong order, is understood.
    """
    return Exercise(
        id, title, points, "function", reference, inputs, tuple(mistakes), hints, rtol, atol, None, reveal, measure
    )


def number(id, title, points, reference, mistakes, hints=(), rtol=1e-3, atol=1e-12, reveal="") -> Exercise:
    """The learner finds a number; `reference` is the number or computes it when called."""
    return Exercise(id, title, points, "number", reference, None, tuple(mistakes), hints, rtol, atol, None, reveal)


def formula(id, title, points, reference, inputs, mistakes, hints=(), rtol=1e-6, atol=1e-9, reveal="") -> Exercise:
    """The learner writes a formula as a string, such as "sqrt(1 - beta_t)" (see `formula.py`)."""
    return Exercise(id, title, points, "formula", reference, inputs, tuple(mistakes), hints, rtol, atol, None, reveal)


def choice(id, title, points, options, reference, mistakes, hints=(), reveal="") -> Exercise:
    """The learner names one letter of `options`; give one mistake per wrong option."""
    return Exercise(
        id, title, points, "choice", reference, None, tuple(mistakes), hints, options=options, reveal=reveal
    )


def prediction(
    id, title, points, reference, mistakes, hints=(), rtol=0.1, atol=0.0, options=None, reveal=""
) -> Exercise:
    """The learner commits to a guess before running: a number, or a letter of `options`.

    Any guess earns the points; then the reveal is shown, and the tempting wrong answer is
    named if it was the one. A number within rtol, atol of the reference counts as close.
    """
    return Exercise(
        id, title, points, "prediction", reference, None, tuple(mistakes), hints, rtol, atol, options, reveal
    )
