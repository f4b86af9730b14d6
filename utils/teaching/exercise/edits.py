"""A mistake as an edit of the right answer: its own source, changed in one or two places.

    edit("np.sqrt(beta)", "beta")                         in the reference's source, or in its formula
    edit("np.sqrt(beta)", "beta", "1 - beta", "beta")     in two places
    edit("axis=0", "axis=1", of=helper)                   in a function that the reference calls by name

What is replaced must stand there exactly once (docstrings do not count), so that an edit can neither
miss nor hit twice when the reference is rewritten. The new source is kept for tracebacks and for `difference`.
"""

from __future__ import annotations
import __future__

import ast
import difflib
import functools
import inspect
import linecache
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class Edit:
    """Replacements (old, new) in the source of a reference, or of its helper `of`; see `edit`."""

    changes: tuple[tuple[str, str], ...]
    of: Callable | None = None
    _made: dict = field(default_factory=dict, repr=False)

    def source(self, reference: Any) -> tuple[str, str]:
        """What is edited, and what becomes of it. Raises ValueError unless all to replace is there exactly once."""
        before = reference if isinstance(reference, str) else source_of(self.of or reference)
        places = []
        for old, new in self.changes:
            if (count := before.count(old)) != 1:
                raise ValueError(f"edit({old!r}, ...): found {count} times, expected exactly once")
            places.append((before.index(old), old, new))
        after, end = "", 0
        for at, old, new in sorted(places):
            if at < end:
                raise ValueError(f"edit({old!r}, ...): overlaps with another replacement")
            after, end = after + before[end:at] + new, at + len(old)
        after += before[end:]
        try:
            ast.parse(after.strip())
        except SyntaxError as error:
            raise ValueError(f"edit({self.changes[0][0]!r}, ...): gives no Python ({error.msg})") from None
        return before, after

    def joined(self, other: Edit, reference: Any) -> Edit | None:
        """Both edits at once, or None if they are of two functions, or of one place."""
        both = Edit(self.changes + other.changes, self.of)
        try:
            both.source(reference)
        except ValueError:
            return None
        return both if self.of is other.of else None

    def applied(self, reference: Any, label: str) -> Any:
        """The wrong answer: a formula, or a function compiled in a copy of the reference's globals.

        label  the file name in tracebacks
        """
        if label not in self._made:
            _, after = self.source(reference)
            self._made[label] = after if isinstance(reference, str) else rewritten(reference, after, label, self.of)
        return self._made[label]

    def difference(self, reference: Any) -> str:
        """The lines that change: those taken out begin with "- ", those put in with "+ "."""
        before, after = (text.splitlines() for text in self.source(reference))
        lines = difflib.unified_diff(before, after, n=0, lineterm="")
        changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
        margin = min((len(line) - len(line[1:].lstrip()) - 1 for line in changed), default=0)
        return "\n".join(f"{line[0]} {line[1 + margin :]}" for line in changed)


def edit(*changes: str, of: Callable | None = None) -> Edit:
    """The reference's own source with old replaced by new, for each pair of `changes`: old, new, old, new, ...

    of  the function to edit instead, which the reference calls by its global name
    Raises ValueError if `changes` are no pairs, or change nothing.
    """
    if not changes or len(changes) % 2 or not all(isinstance(text, str) for text in changes):
        raise ValueError(f"edit{changes!r}: expected pairs of texts: old, new, old, new, ...")
    pairs = tuple(zip(changes[::2], changes[1::2]))
    for old, new in pairs:
        if not old or old == new:
            raise ValueError(f"edit({old!r}, {new!r}): expected two different texts, the first not empty")
    return Edit(pairs, of)


def rewritten(reference: Callable, source: str, label: str, of: Callable | None = None) -> Callable:
    """The function `reference` with its `source`, or that of the helper `of`, replaced; in a copy of its globals.

    label  the file name in tracebacks
    """
    linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
    home = inspect.unwrap(reference).__globals__
    space = dict(home)
    exec(compile(source, label, "exec", __future__.annotations.compiler_flag, dont_inherit=True), space)
    if of is None:
        return space[inspect.unwrap(reference).__name__]
    edited = inspect.unwrap(of).__name__
    for name, value in home.items():  # whoever calls the helper must meet the edited one
        if name != edited:
            space[name] = _moved(value, home, space)
    return _moved(reference, home, space)


@functools.cache
def source_of(function: Callable) -> str:
    """The source of a function defined by `def` at the top of a module, without its docstring.

    Raises ValueError for anything else.
    """
    try:
        text = inspect.getsource(function)
        node = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        node = None
    if not isinstance(node, ast.FunctionDef) or inspect.unwrap(function).__closure__:
        raise ValueError(f"edit(...) of {function!r}: expected a function defined by `def` at the top of a module")
    first = node.body[0]
    if ast.get_docstring(node) is None or len(node.body) == 1 or first.lineno == node.lineno:
        return text
    lines = text.splitlines(keepends=True)
    return "".join(lines[: first.lineno - 1] + lines[first.end_lineno :])


def _moved(value: Any, home: dict, space: dict) -> Any:
    """A function of the globals `home` as one of the globals `space`; anything else as it is."""
    if hasattr(value, "cache_parameters"):
        return functools.lru_cache(**value.cache_parameters())(_moved(value.__wrapped__, home, space))
    if not isinstance(value, types.FunctionType) or value.__globals__ is not home:
        return value
    moved = types.FunctionType(value.__code__, space, value.__name__, value.__defaults__, value.__closure__)
    moved.__kwdefaults__ = value.__kwdefaults__
    return moved
