"""Every right answer with one token changed: what the inputs of an exercise must tell from it.

A mutant changes one operator, root, power, constant, index, axis, comparison, reduction, or exchanges
two arguments, in the reference or in a helper that it calls from its own module. Mutation testing asks
that each of them is rejected; the check asks whether one of them explains a wrong answer.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .edits import rewritten, source_of
from .exercise import Exercise

OPERATORS: dict[type, list[type]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.MatMult: [ast.Mult],
    ast.Mod: [ast.FloorDiv],
}
COMPARISONS: dict[type, list[type]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
EXCHANGED = "sum mean  max min  maximum minimum  argmax argmin  cumsum cumprod  std var  any all  floor ceil"
PAIRS = [pair.split() for pair in EXCHANGED.split("  ")]
REDUCTIONS = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])} | {"prod": "sum"}
BUILTIN = {"max", "min", "any", "all"}  # the reductions that have a plain name of their own
COUNTED = {"range", "arange"}  # functions whose arguments are where a loop begins and ends


@dataclass(frozen=True)
class Mutant:
    """A right answer with one change: its `kind` ("sign", "root", ...), the change as a text, the answer."""

    kind: str
    text: str
    source: str
    reference: Any
    helper: Callable | None = None

    def answer(self) -> Any:
        if isinstance(self.reference, str):
            return self.source
        return rewritten(self.reference, self.source, f"<mutant {self.text}>", self.helper)


Node = Any  # of a syntax tree
Variants = Callable[[Node, Node], Iterator[tuple[str, Node]]]


def mutants(exercise: Exercise, variants: Variants | None = None) -> list[Mutant]:
    """Every mutant of an exercise's reference; none if it is neither a formula nor a function written with `def`.

    variants  a node of the syntax tree, its parent -> (kind, other node); None: the changes of one token
    """
    variants = variants or _variants
    reference: Any = exercise.reference
    found: list[Mutant] = []
    if isinstance(reference, str):
        for kind, text, source in _mutated(ast.parse(reference, mode="eval"), variants):
            found.append(Mutant(kind, text, source, reference))
    elif callable(reference):
        for function in _written_here(reference):
            helper = None if function is reference else function
            prefix = f"{inspect.unwrap(function).__name__}: " if helper else ""
            for kind, text, source in _mutated(ast.parse(source_of(function)), variants):
                found.append(Mutant(kind, prefix + text, source, reference, helper))
    seen: Counter = Counter()
    for i, mutant in enumerate(found):
        seen[mutant.text] += 1
        if seen[mutant.text] > 1:
            found[i] = replace(mutant, text=f"{mutant.text} #{seen[mutant.text]}")
    return found


def _written_here(reference: Callable) -> list[Callable]:
    """The reference and the functions of its module that it calls by name, directly or not."""
    found: list[Callable] = []
    waiting = [reference]
    while waiting:
        function = waiting.pop(0)
        try:
            source_of(function)
        except ValueError:
            continue
        if any(function is other for other in found):
            continue
        found.append(function)
        plain = inspect.unwrap(function)
        for name in _names(plain.__code__):
            value = plain.__globals__.get(name)
            inner = inspect.unwrap(value) if callable(value) else None
            if inspect.isfunction(inner) and inner.__globals__ is plain.__globals__:
                waiting.append(value)
    return found


def _names(code: Any) -> list[str]:
    """Global names used in a function, in order, those of functions inside it included."""
    inner = [const for const in code.co_consts if inspect.iscode(const)]
    return [*code.co_names, *(name for one in inner for name in _names(one))]


def _mutated(tree: Node, variants: Variants) -> Iterator[tuple[str, str, str]]:
    """(kind, text of the change, whole source) for every mutant of a tree."""
    for parent, node, put in list(_places(tree)):
        for kind, new in variants(node, parent):
            around = node if not isinstance(node, (ast.Constant, ast.Name)) else parent
            before = _shown(around)
            put(new)
            after = _shown(new if around is node else around)
            source = ast.unparse(ast.fix_missing_locations(tree))
            put(node)
            yield kind, f"{before} -> {after}", source


def _shown(node: Node) -> str:
    return textwrap.shorten(" ".join(ast.unparse(node).split()), 160, placeholder=" ...")


def _places(node: Node) -> Iterator[tuple[Node, Node, Callable[[Node], None]]]:
    """(parent, node, how to put another in its place) for every expression and statement that runs."""
    for field, value in ast.iter_fields(node):
        if field in ("decorator_list", "annotation", "returns", "args") and not isinstance(node, ast.Call):
            continue  # what only describes a function
        items = value if isinstance(value, list) else [value]
        for i, item in enumerate(items):
            if not isinstance(item, ast.AST) or isinstance(item, (ast.Raise, ast.JoinedStr, ast.expr_context)):
                continue

            def put(new: Node, node: Any = node, field: str = field, value: Any = value, i: int = i) -> None:
                if isinstance(value, list):
                    value[i] = new
                else:
                    setattr(node, field, new)

            yield node, item, put
            yield from _places(item)


def _variants(node: Node, parent: Node) -> Iterator[tuple[str, Node]]:
    """(kind, new node) for each single change of a node."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for other in OPERATORS.get(type(op), ()):
                yield _operator(op), ast.BinOp(left, other(), right)
            if isinstance(op, ast.MatMult):
                yield "order", ast.BinOp(right, op, left)
        case ast.AugAssign(op=op):
            for other in OPERATORS.get(type(op), ()):
                yield _operator(op), ast.AugAssign(node.target, other(), node.value)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=inner):
            yield ("sign" if isinstance(node.op, ast.USub) else "comparison"), inner
        case ast.Compare(ops=[op, *_]):
            for other in COMPARISONS.get(type(op), ()):
                yield "comparison", ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators)
        case ast.BoolOp(op=op):
            yield "comparison", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.Subscript(slice=index):
            for new in _shifted(index):
                yield "index", ast.Subscript(node.value, new, node.ctx)
        case ast.Constant(value=bool() | str() | bytes() | None):
            return
        case ast.Constant(value=int() | float() as value):
            if isinstance(parent, ast.keyword) and parent.arg == "axis":
                yield "axis", ast.Constant(1 if value == 0 else 0)
                return
            kind = "index" if isinstance(parent, (ast.Slice, ast.Subscript)) else "constant"
            for step in (1, -1):
                yield kind, _number(value + step)
        case ast.Call():
            yield from _calls(node)


def _operator(op: ast.operator) -> str:
    return "sign" if isinstance(op, (ast.Add, ast.Sub)) else "power" if isinstance(op, ast.Pow) else "operator"


def _calls(node: ast.Call) -> Iterator[tuple[str, Node]]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "sqrt" and node.args:
        yield "root", node.args[0]
    if name in REDUCTIONS and (isinstance(node.func, ast.Attribute) or name in BUILTIN):
        func = copy.copy(node.func)
        setattr(func, "attr" if isinstance(func, ast.Attribute) else "id", REDUCTIONS[name])
        yield "reduction", ast.Call(func, node.args, node.keywords)
    plain = not any(isinstance(argument, ast.Starred) for argument in node.args)
    for i in range(len(node.args) - 1) if plain else ():
        args = list(node.args)
        args[i], args[i + 1] = args[i + 1], args[i]
        yield "order", ast.Call(node.func, args, node.keywords)
    for i, argument in enumerate(node.args) if name in COUNTED and plain else ():
        for new in _stepped(argument):
            yield "index", ast.Call(node.func, [*node.args[:i], new, *node.args[i + 1 :]], node.keywords)


def _shifted(index: Node) -> Iterator[Node]:
    """An index, or the first or last of a slice, one further on or back; constants have places of their own."""
    if isinstance(index, ast.Tuple):
        for i, part in enumerate(index.elts):
            for new in _shifted(part):
                yield ast.Tuple([*index.elts[:i], new, *index.elts[i + 1 :]], index.ctx)
    elif isinstance(index, ast.Slice):
        if index.step is not None or index.lower is index.upper is None:
            return  # backwards, or a whole axis
        for new in [ast.Constant(1)] if index.lower is None else _stepped(index.lower):
            yield ast.Slice(new, index.upper)
        for new in [_number(-1)] if index.upper is None else _stepped(index.upper):
            yield ast.Slice(index.lower, new)
    elif isinstance(index, (ast.Name, ast.BinOp)):
        yield from _stepped(index)


def _stepped(node: Node) -> Iterator[Node]:
    """One more and one less, unless a constant in it, which has mutants of its own, makes the same of it."""
    if not isinstance(getattr(node, "right", node), (ast.Constant, ast.UnaryOp)):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


def _number(value: float) -> Node:
    """A number as Python writes it: −1 is a minus before 1."""
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))
