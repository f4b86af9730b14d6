"""A mistake: a wrong answer that people give, and the hint it deserves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .edits import Edit

if TYPE_CHECKING:
    from .exercise import Exercise


@dataclass(frozen=True, eq=False)
class Mistake:
    """One wrong answer that people give, and the hint it deserves.

    name   a few words: "standard deviation for variance"
    wrong  the wrong answer: an `edit` of the reference, or what a learner would hand in (a function,
           a number or a function of no arguments that computes it, a formula, a letter)
    hint   what to think about, shown to whoever makes it; not the answer
    """

    name: str
    wrong: Any
    hint: str

    def answer(self, exercise: Exercise) -> Any:
        """The wrong answer itself, with its edit applied."""
        if isinstance(self.wrong, Edit):
            return self.wrong.applied(exercise.reference, f"<exercise {exercise.id}: {self.name}>")
        return self.wrong

    def difference(self, exercise: Exercise) -> str:
        """The lines of the right answer that the mistake changes ("- ", "+ "); "" if it is no edit of it."""
        return self.wrong.difference(exercise.reference) if isinstance(self.wrong, Edit) else ""

    def change(self) -> str:
        """What the edit replaces and by what, in code, a line each; "" if it is no edit."""
        pairs = self.wrong.changes if isinstance(self.wrong, Edit) else ()
        return "\n".join(f"`{' '.join(old.split())}` → `{' '.join(new.split()) or '(nothing)'}`" for old, new in pairs)
