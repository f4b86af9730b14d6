"""What a cell of plain Python defines, needs, leaves open and checks, read off its syntax; nothing is run."""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

ID = re.compile(r"(?:\d\d|[A-Z])\.\d{1,9}")
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)  # what reading somebody's code may raise


@dataclass(frozen=True)
class Checks:
    """What a cell checks when it is run.

    ids      exercises it hands to `check`
    open     whether it hands over some whose ids only running would tell
    later    functions it defines that check when called -> the ids they check; None among them: what they are told
    """

    ids: frozenset[str] = frozenset()
    open: bool = False
    later: dict[str, frozenset[str | None]] = field(default_factory=dict)


class Code:
    """A cell's code, read once and only if asked. What cannot be read defines, needs and checks nothing by itself."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def tree(self) -> ast.Module | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # "\d" in a learner's text
                return ast.parse(self.source)
        except BROKEN:
            return None

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree)) if self.tree else []

    @cached_property
    def _names(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        binds: set[str] = set()
        needs: set[str] = set()
        changes: set[str] = set()
        try:
            for step in _steps(self.tree.body) if self.tree else ():
                needs |= set(_loaded(step)) - binds
                binds |= set(_bound(step))
                changes |= set(_changed(step))
            if self.tree:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    needs |= set(_of_functions(symtable.symtable(self.source, "cell", "exec"))) - binds
        except BROKEN:
            return frozenset(), frozenset(), frozenset()
        return frozenset(binds), frozenset(needs | (changes - binds)), frozenset(changes - binds)

    @property
    def binds(self) -> frozenset[str]:
        """Names that hold something new after the cell."""
        return self._names[0]

    @property
    def needs(self) -> frozenset[str]:
        """Names that must hold something before it, or before what it defines is called."""
        return self._names[1]

    @cached_property
    def loads(self) -> frozenset[str]:
        """Names looked up at once when it is run, its own among them."""
        try:
            return frozenset(name for statement in (self.tree.body if self.tree else ()) for name in _loaded(statement))
        except BROKEN:
            return frozenset()

    @property
    def changes(self) -> frozenset[str]:
        """Names whose objects it fills or changes: `parts["a"] = f`, `parts.append(f)`."""
        return self._names[2]

    @cached_property
    def gaps(self) -> int:
        """Places still to be filled: a `...` as a statement or a value, a `raise NotImplementedError`."""
        return sum(
            (isinstance(node, ast.Expr | ast.Assign | ast.Return) and _dots(node.value))
            or (isinstance(node, ast.Raise) and "NotImplementedError" in ast.dump(node))
            for node in self.nodes
        )

    @cached_property
    def bare(self) -> bool:
        """Whether a gap is all there is: a function's whole body, or the value of a name, and nothing computed."""
        kept = [n for n in self.nodes if isinstance(n, ast.stmt) and not _empty(n)]
        return self.gaps > 0 and all(isinstance(n, ast.FunctionDef) or _is_call(n) for n in kept)

    @cached_property
    def imports(self) -> bool:
        """Whether it imports something of the course's exercises."""
        return any(
            (isinstance(n, ast.ImportFrom) and (n.module or "").startswith("utils"))
            or (isinstance(n, ast.Import) and any(name.name.startswith("utils") for name in n.names))
            for n in self.nodes
        )

    def aliases(self) -> Iterator[str]:
        """Other names that the cell gives to `check`: `import check as c`, `c = check`."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("utils.exercises"):
                yield from (name.asname for name in node.names if name.name == "check" and name.asname)
            elif isinstance(node, ast.Assign) and _named(node.value) == "check":
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))

    def checks(self, checkers: Collection[str]) -> Checks:
        """What it checks, `checkers` being the names that `check` goes by."""
        now: set[str | None] = set()
        later: dict[str, frozenset[str | None]] = {}
        for statement in self.tree.body if self.tree else ():
            found = set(_ids(statement, checkers))
            if isinstance(statement, ast.FunctionDef) and found:
                later[statement.name] = frozenset(found)
            else:
                now |= found
        if None in now:  # the ids of a loop
            texts = [n.value for n in self.nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            now |= {text for text in texts if ID.fullmatch(text)}
        return Checks(frozenset(one for one in now if one), None in now, later)


def _ids(statement: ast.stmt, checkers: Collection[str]) -> Iterator[str | None]:
    """The ids in calls of a checker (or of what is given one, such as `partial`); None for one that is computed."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and any(_named(part) in checkers for part in (node.func, *node.args)):
            arguments = [*node.args, *(word.value for word in node.keywords)]
            texts = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            yield next((text for text in texts if ID.fullmatch(text)), None)


def _named(node: ast.AST) -> str:
    """The name of a name, or the last part of a dotted one."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _dots(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _empty(node: ast.stmt) -> bool:
    """A statement that computes nothing: a docstring, `...`, `pass`, an import."""
    if isinstance(node, ast.Expr | ast.Assign | ast.Return):
        return isinstance(node.value, ast.Constant) or node.value is None
    return isinstance(node, ast.Pass | ast.Raise | ast.Import | ast.ImportFrom)


def _is_call(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call)


def _steps(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """The statements in the order they run, those with a body in parts: `for x in xs:` binds x for what follows."""
    for statement in body:
        parts = dict(ast.iter_fields(statement))
        if not parts.keys() & {"body", "cases"} or isinstance(statement, SCOPES):
            yield statement
            continue
        for part in (parts.get("test"), parts.get("iter"), parts.get("subject"), parts.get("target")):
            if part is not None:
                yield part
        yield from parts.get("items", ())
        yield from _steps(parts.get("body", ()))
        for inner in (*parts.get("handlers", ()), *parts.get("cases", ())):
            if isinstance(inner, ast.ExceptHandler):
                yield ast.ExceptHandler(inner.type, inner.name, [])
            else:
                yield inner.pattern
                yield from filter(None, [inner.guard])
            yield from _steps(inner.body)
        yield from _steps(parts.get("orelse", ()))
        yield from _steps(parts.get("finalbody", ()))


def _bound(statement: ast.AST) -> Iterator[str]:
    """Names a statement binds in the cell's own scope."""
    todo: list[ast.AST] = [statement]
    while todo:
        node = todo.pop()
        if isinstance(node, SCOPES):
            yield node.name
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        if not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            todo.extend(ast.iter_child_nodes(node))


def _loaded(statement: ast.AST) -> Iterator[str]:
    """Names that running a statement looks up at once: what stands in functions is looked up later."""
    walrus = {n.target.id for n in ast.walk(statement) if isinstance(n, ast.NamedExpr)}
    todo: list[tuple[ast.AST, frozenset[str]]] = [(statement, frozenset(walrus))]
    while todo:
        node, own = todo.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store) and node.id not in own:
            yield node.id
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            targets = [name for part in node.generators for name in ast.walk(part.target)]
            own = own | {name.id for name in targets if isinstance(name, ast.Name)}
        if isinstance(node, DEFERRED):
            parts = [*getattr(node, "decorator_list", ()), *node.args.defaults, *filter(None, node.args.kw_defaults)]
            todo.extend((part, own) for part in parts)
        else:
            todo.extend((part, own) for part in ast.iter_child_nodes(node))


def _of_functions(table: symtable.SymbolTable) -> Iterator[str]:
    """Names of the cell's scope, or of none, that its functions and classes look up."""
    for inner in table.get_children():
        yield from (symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global())
        yield from _of_functions(inner)


def _changed(statement: ast.AST) -> Iterator[str]:
    """Names whose objects a statement changes in place: an item or attribute set, a method called for its effect."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        targets = [statement.value.func]
    for target in targets:
        inner = target
        while isinstance(inner, ast.Subscript | ast.Attribute):
            inner = inner.value
        if isinstance(inner, ast.Name) and (inner is not target or isinstance(statement, ast.AugAssign)):
            yield inner.id
