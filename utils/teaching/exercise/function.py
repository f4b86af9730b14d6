"""The kind of exercise whose answer is a function."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from .compare import describe, differ, in_any_order
from .exercise import Comparison, Exercise, Unusable
from .explain import apart, named, no_number, off, rows, unlike
from .outcomes import Outcome, Verdict
from .plain import freeze


@dataclass(frozen=True, eq=False)
class Function(Exercise):
    """The learner writes a function; it is compared with `reference` on every input.

    inputs     rng -> list of tuples of arguments, the ends of the stated domain included
    any_order  the values it returns together may come in any order, in any kind of collection

    A reference of several values returns a tuple: messages then speak of "value 2 of 2", and an
    answer that gives them as a list or an array, or in the wrong order, is understood.
    """

    _: KW_ONLY
    inputs: Callable[..., Sequence[tuple]]  # type: ignore[misc]
    any_order: bool = False

    def require_parts(self) -> None:
        self.require(callable(self.reference), "reference", "a function")
        self.require(callable(self.inputs), "inputs", "a function of rng")

    def names(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.reference).parameters)

    @staticmethod
    def call(answer: Any) -> Callable[[tuple], Any]:
        if not callable(answer):
            raise Unusable(f"expected a function, got {describe(freeze(answer))}")
        return lambda one: answer(*one)

    def understood(self, value: Any) -> Any:
        return in_any_order(value) if self.any_order else value

    def unfinished(self, got: Sequence[Outcome], gap: bool) -> bool:
        failures = [one.failure for one in got if one.failure]
        if failures:
            return all(failure.unwritten for failure in failures)
        values = [one.value for one in got]
        parts = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
        return any(part is Ellipsis for part in parts) or (gap and all(value is None for value in values))

    def verdict(self, found: Comparison) -> Verdict:
        return super().verdict(found) if found.failing else self._harm(found) or super().verdict(found)

    def _harm(self, found: Comparison) -> Verdict | None:
        """A verdict if the values are right but an argument was changed that the reference leaves alone."""
        for one, mine, theirs in zip(found.inputs, found.got, found.expected):
            before = tuple(freeze(argument) for argument in one)
            if differ(mine.arguments, before, 0, 0) and not differ(theirs.arguments, before, 0, 0):
                return Verdict(
                    "wrong",
                    "The values are right, but your function changes its arguments in place, which "
                    "would spoil the caller's data. Make a new array (x = x * c, not x *= c).",
                )
        return None

    def failed(self, found: Comparison, crashed: Sequence[int]) -> Verdict:
        one, failure, total = found.inputs[crashed[0]], found.failure(crashed), len(found.inputs)
        message = f"{failure.type}: {failure.text}" if failure.text else failure.type
        case = apart(found.inputs, crashed, self.names(), zeros=True)
        message += f" (where {case})" if case else f" (on {len(crashed)} of {total} inputs)" * (len(crashed) < total)
        return Verdict("error", message, None, [("input", named(one, self.names()))] if one else [], line=failure.line)

    def beside(self, one: tuple, got: Outcome, expected: Outcome) -> list[tuple[str, str]]:
        return rows(named(one, self.names()), got, expected) if one else []

    def explain(self, found: Comparison) -> tuple[str, Sequence[tuple[str, str]]]:
        first = found.failing[0]
        one, got, expected = found.inputs[first], found.got[first], found.expected[first]
        detail = self.beside(one, got, expected)
        if got.value is None:
            reason = "your function returned None: is a `return` missing?"
        else:
            reason = self.differ(got.value, expected.value) or "the values differ"
        if not one and "you give" in reason:
            return self._unsaid(got.value, expected.value), ()
        case = apart(found.inputs, found.failing, self.names())
        return unlike(reason, got.value, len(found.failing), len(found.inputs), detail, case=case)

    def _unsaid(self, got: Any, expected: Any) -> str:
        """How far off a wrong value is where there is no input, without saying the right one."""
        if isinstance(expected, np.ndarray) and expected.shape == ():
            return no_number(got) or off(got, expected)
        pairs = itertools.product(expected, got) if self.any_order else zip(expected, got)
        right = sum(self.differ(mine, theirs) is None for theirs, mine in pairs)
        return f"Not a mistake I know: {right} of the {len(expected)} values {'is' if right == 1 else 'are'} right."
