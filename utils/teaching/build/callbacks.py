"""Callbacks that would break once the rest of the notebook has run: they read a global name that a later line assigns.

A knob's callback runs long after its cell. What it reads must still be what it was then: bound as a default argument
(`def draw(T, both=both)`), or under a name that nobody assigns again.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cells import Cell, MasterError
from .master import Master

TAKERS = ("controlled", "observe")  # calls whose first argument is kept and called later; any on_… too


@dataclass(frozen=True)
class Function:
    """A function of a cell, or a lambda handed over: its name, its line in the file, the global names it reads."""

    name: str
    line: int
    reads: frozenset[str]


def late(master: Master) -> list[str]:
    """`file:line: message` for every callback that reads, itself or by what it calls, a name assigned later."""
    functions: dict[str, Function] = {}
    given: list[tuple[int, Function]] = []  # line of the call that hands it over, callback
    assigned: list[tuple[int, str]] = []
    for cell in (cell for cell in master.cells if cell.kind == "code"):
        try:
            tree, table = ast.parse(cell.source), symtable.symtable(cell.source, master.name, "exec")
        except SyntaxError:  # a magic; or an error that running the cell shows
            continue
        tables = _tables(table)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions[node.name] = _function(cell, node, node.name, tables)
        assigned += [(cell.line + line - 1, name) for name, line in _assignments(tree)]
        for call, argument in _handed_over(tree):
            line = cell.line + call.lineno - 1
            for node in ast.walk(argument):
                if isinstance(node, ast.Lambda):
                    given.append((line, _function(cell, node, "lambda", tables)))
                elif isinstance(node, ast.Name) and node.id in functions:
                    given.append((line, functions[node.id]))
    found = []
    for line, callback in given:
        for name in sorted(_all_reads(callback, functions)):
            after = [where for where, target in assigned if target == name and where > line]
            if after:
                words = (
                    f"the callback {callback.name} reads {name!r}, which line {after[0]} assigns after line {line} has "
                    f"handed it over: bind what it reads (a default argument, {name}={name}), or rename the later one"
                )
                found.append(str(MasterError(master.path, callback.line, words)))
    return list(dict.fromkeys(found))


def _tables(table: symtable.SymbolTable) -> dict[tuple[str, int], set[str]]:
    """(name, line) of every function in a cell -> the global names that it and the functions inside it read."""
    found: dict[tuple[str, int], set[str]] = {}
    for child in table.get_children():
        inside = _tables(child)
        if child.get_type() == "function":
            names = {
                symbol.get_name() for symbol in child.get_symbols() if symbol.is_global() and symbol.is_referenced()
            }
            place = (child.get_name(), child.get_lineno())
            found[place] = found.get(place, set()) | names.union(*inside.values())
        for place, names in inside.items():
            found[place] = found.get(place, set()) | names
    return found


def _function(cell: Cell, node: ast.stmt | ast.expr, name: str, tables: dict[tuple[str, int], set[str]]) -> Function:
    return Function(name, cell.line + node.lineno - 1, frozenset(tables.get((name, node.lineno), ())))


def _all_reads(callback: Function, functions: dict[str, Function]) -> set[str]:
    """What it reads, and what the notebook's functions that it reads read in turn."""
    names, open_ends = set(callback.reads), list(callback.reads)
    while open_ends:
        function = functions.get(open_ends.pop())
        if function is not None:
            open_ends += function.reads - names
            names |= function.reads
    return names


def _handed_over(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    """(call, argument) wherever a function is given away to be called later."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if (name in TAKERS or name.startswith("on_")) and call.args:
            yield call, call.args[0]
        for keyword in call.keywords:
            if (keyword.arg == "make" and name in TAKERS) or (keyword.arg or "").startswith("on_"):
                yield call, keyword.value


def _assignments(tree: ast.Module) -> list[tuple[str, int]]:
    """[(name, line)] of every name bound at the top level of a cell, but by imports: these bind the same again."""
    found: list[tuple[str, int]] = []

    def visit(nodes: Sequence[ast.AST]) -> None:
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.append((node.name, node.lineno))
                shared = [name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names]
                found.extend((name, node.lineno) for name in shared)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                found.append((node.id, node.lineno))
            elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
                walrus = [inner.target for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr)]
                visit(walrus)  # all else that these bind is theirs alone
            elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
                found.append((node.name, node.lineno))
                visit(list(ast.iter_child_nodes(node)))
            else:
                visit(list(ast.iter_child_nodes(node)))

    visit(tree.body)
    return found
