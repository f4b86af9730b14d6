"""Slips that every subject shares: found without being listed, and named all the same.

`places` changes the right answer in one place: a token (see `mutants`), or a factor dropped, a variable
squared, another taken. `WHOLE` changes the right result as a whole: its sign, its square, a factor.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from .exercise import Exercise
from .explain import rounds
from .mistakes import Mistake
from .mutants import Node, mutants
from .outcomes import Outcome

ROUNDED = "Right, but rounded. Return the result as it is: whoever computes with it needs all digits."
WORKED = "You give the value of one example for every input. Write how it follows from the input."
ONE_PLACE = "Yours gives what a right answer gives in which, in one place, "
PLACES = {
    "sign": ("a sign", "+ and − are exchanged. Go through your signs one by one."),
    "operator": ("multiplied for divided", "* and / are exchanged. What happens to the result if a quantity doubles?"),
    "root": ("a root", "a square root is missing or too many. Variance, or standard deviation?"),
    "power": ("another power", "another power stands. Check the exponents."),
    "constant": ("another number", "a constant is another one. Check each number of your formula."),
    "index": ("an index off by one", "an index or a bound is one off. Try the first and the last entry by hand."),
    "axis": ("the other axis", "the other axis is summed or stacked along. Which axis counts what?"),
    "comparison": ("a comparison", "a comparison is turned round, or the boundary is on its wrong side (< for ≤)."),
    "reduction": ("another summary", "two of sum, mean, product, extremes, spread, variance are exchanged."),
    "order": ("two things exchanged", "two quantities have changed places."),
    "factor": ("a factor missing", "a factor or divisor is missing. What if a quantity doubles?"),
    "term": ("a term missing", "a term is missing."),
    "two": ("a factor of 2", "something is twice or half as large."),
    "inverse": ("upside down", "a quantity is turned upside down."),
    "complement": ("the complement", "p stands where 1 − p belongs, or the reverse."),
    "function": ("a function missing", "a function (exp, log, the absolute value ...) is missing."),
    "variable": ("another variable", "another variable stands. Check which one each place needs."),
}
_RESULTS: tuple[tuple[str, str, Callable[[np.ndarray], Any]], ...] = (
    ("the sign of the result", "Everything is right but the sign.", np.negative),
    ("the result upside down", "You give 1 over what is asked.", lambda r: 1 / r),
    ("the result's complement", "You give 1 minus what is asked.", lambda r: 1 - r),
    ("the result squared", "You give the square of what is asked: a variance for a spread, say.", np.square),
    ("the root of the result", "You give the root of what is asked: a spread for a variance, say.", np.sqrt),
    ("a factor of 2 too many", "You give twice what is asked.", lambda r: 2 * r),
    ("a factor of 2 missing", "You give half of what is asked.", lambda r: r / 2),
    ("in per cent", "You give a hundred times what is asked. Is it in per cent?", lambda r: 100 * r),
    ("the logarithm of the result", "You give the logarithm of what is asked.", np.log),
    ("the exponential of the result", "You give e to the power of what is asked.", np.exp),
    ("the result transposed", "Rows and columns of your result are exchanged.", np.transpose),
    ("the result backwards", "Your result is right, but runs backwards.", lambda r: r[::-1]),
)  # fmt: skip

STEP = "One simple step leads from yours to what is asked: a sign, a factor, a square, a root, 1 over it, a logarithm."
ONE_STEP = Mistake("one step away", None, STEP)


@functools.cache
def places(exercise: Exercise) -> list[tuple[Mistake, Callable[[], Any]]]:
    """A slip, and how to make the answer that it gives, for each single change of the reference."""
    found: list[tuple[Mistake, Callable[[], Any]]] = []
    sources = set()
    for mutant in [*mutants(exercise), *mutants(exercise, _wider)]:
        if mutant.source not in sources:
            sources.add(mutant.source)
            name, hint = PLACES[mutant.kind]
            found.append((Mistake(name, None, ONE_PLACE + hint), functools.cache(mutant.answer)))
    return found


def _wider(node: Node, parent: Node) -> Iterator[tuple[str, Node]]:
    """Changes of more than a token that learners make: something left out, squared, doubled, or taken for another."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.MatMult(), right=right):
            yield from (("factor", left), ("factor", right))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            yield from (("factor", left), ("inverse", ast.BinOp(right, ast.Div(), left)))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from (("term", left), ("term", right))
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            one = isinstance(left, ast.Constant) and left.value == 1
            yield from (("term", left), ("complement" if one else "sign", right))
            yield "sign", ast.BinOp(right, ast.Sub(), left)
        case ast.BinOp(left=left, op=ast.Pow()):
            yield "power", left
        case ast.Call(args=[inner], keywords=[]) if not isinstance(parent, ast.Expr):
            yield "function", inner
    if _is_value(node, parent):
        two, unit = ast.Constant(2), ast.Constant(1)
        yield "power", ast.BinOp(node, ast.Pow(), two)
        yield "root", ast.BinOp(node, ast.Pow(), ast.Constant(0.5))
        yield "two", ast.BinOp(two, ast.Mult(), node)
        yield "two", ast.BinOp(node, ast.Div(), two)
        yield "sign", ast.UnaryOp(ast.USub(), node)
        yield "complement", ast.BinOp(unit, ast.Sub(), node)
        yield "inverse", ast.BinOp(unit, ast.Div(), node)


def _is_value(node: Node, parent: Node) -> bool:
    """Whether a node is a quantity that is computed with: a name, a call, an entry, and no index, target or callee."""
    if (isinstance(parent, ast.Call) and parent.func is node) or isinstance(parent, (ast.Attribute, ast.keyword)):
        return False
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load) or isinstance(parent, (ast.Subscript, ast.Slice)):
        return False
    return isinstance(node, (ast.Name, ast.Call, ast.Subscript, ast.Attribute, ast.BinOp))


def _tried(change: Callable[[np.ndarray], Any], value: Any) -> Any:
    """The changed value, or None where it cannot be changed so: then nothing agrees with it."""
    try:
        return np.asarray(change(np.asarray(value, dtype=float)))
    except Exception:
        return None


WHOLE = [(Mistake(name, None, hint), functools.partial(_tried, change)) for name, hint, change in _RESULTS]


def constants(got: Sequence[Outcome], expected: Sequence[Outcome]) -> Iterator[tuple[Mistake, Callable[[Any], Any]]]:
    """All that was given rounded, or one worked value; or one factor or difference between it and what is asked."""
    try:
        mine, right = (np.concatenate([np.ravel(one.value).astype(float) for one in side]) for side in (got, expected))
    except (TypeError, ValueError):
        return
    if mine.shape != right.shape or not np.isfinite([mine, right]).all():
        return
    for digits in range(5 if mine.any() else 0):
        yield Mistake("rounded", None, ROUNDED), functools.partial(_tried, functools.partial(np.round, decimals=digits))
    if len(mine) == len(got) and rounds(mine[0], right[0]):
        yield Mistake("one worked value", None, WORKED), lambda value: np.asarray(mine[0])
    if len(np.unique(np.abs(right))) < 3:
        return
    at = np.argmax(np.abs(right))
    factor, difference = mine[at] / right[at], float(np.median(mine - right))
    if factor:
        hint = f"Everything you give is {factor:.4g} times what is asked: a factor is missing or too many."
        yield Mistake("a constant factor", None, hint), lambda value: np.asarray(factor * value)
    hint = f"Everything you give is {abs(difference):.4g} too {'large' if difference > 0 else 'small'}."
    yield Mistake("a constant difference", None, hint), lambda value: np.asarray(value + difference)


def joined(mistakes: Sequence[Mistake]) -> Mistake:
    """Several mistakes made at once, as one."""
    if len(mistakes) == 1:
        return mistakes[0]
    names, hints = (dict.fromkeys(texts) for texts in zip(*((one.name, one.hint) for one in mistakes)))
    return Mistake("; and ".join(names), None, " ".join(hints))
