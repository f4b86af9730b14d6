"""nbgrader's solution markers: the only markup in a master. Worked answer and learner's stub come from one text."""

from __future__ import annotations

import ast
from difflib import get_close_matches

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
STUB = "...  # your code here"


def regions(source: str) -> list[tuple[int, int]]:
    """[(first, last)] line indices of each BEGIN and END marker.

    Raises SyntaxError (lineno from 1 within `source`) for a marker without its partner, or one that is misspelt and
    would show the answer in the lecture.
    """
    found, start = [], None
    for number, line in enumerate(source.splitlines()):
        if line.strip() not in (BEGIN, END) and _like_a_marker(line):
            raise _at(number, f"{line.strip()!r} is no marker: write '{BEGIN}' or '{END}'")
        if line.strip() == BEGIN:
            if start is not None:
                raise _at(number, f"'{BEGIN}' inside another")
            start = number
        elif line.strip() == END:
            if start is None:
                raise _at(number, f"'{END}' without '{BEGIN}'")
            found.append((start, number))
            start = None
    if start is not None:
        raise _at(start, f"unclosed marker: '{BEGIN}' without '{END}'")
    return found


def worked(source: str) -> str:
    """The source with the answer in place and the marker lines gone."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in (BEGIN, END)).strip("\n")


def stub(source: str) -> str:
    """The source with each marked block replaced by one line, `...  # your code here`, indented alike.

    A block at the left margin that holds the only assignment to the checked name becomes
    `name = ...  # your code here`, so that the untouched cell runs and the check reads "not attempted".
    """
    lines, blocks = source.splitlines(), regions(source)
    for first, last in reversed(blocks):
        indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
        lines[first : last + 1] = [indent + STUB]
    bare = "\n".join(lines)
    try:
        name = checked_name(bare)
        if not name or name in _assigned(bare):
            return bare
    except SyntaxError:  # the caller parses the stub too, and says so with file and line
        return bare
    return "\n".join(f"{name} = {STUB}" if line == STUB else line for line in lines)


def checked_name(source: str, number: str | None = None) -> str | None:
    """The name in `name = check("02.1", name)` at the top level of this code; None without such a line.

    The assignment matters: what check returns works in the rest of the notebook, also where the answer does not.
    """
    for node in ast.parse(source).body:
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.Call)):
            continue
        call = node.value
        if _called(call.func) == "check" and len(call.args) >= 2:
            target, (id_, answer) = node.targets[0], call.args[:2]
            asked = number is None or (isinstance(id_, ast.Constant) and id_.value == number)
            if isinstance(target, ast.Name) and isinstance(answer, ast.Name) and target.id == answer.id and asked:
                return target.id
    return None


def _like_a_marker(line: str) -> bool:
    """Whether the line is a comment that was probably meant as one."""
    text = line.strip()
    return text.startswith("#") and bool(get_close_matches(text.upper(), (BEGIN, END), cutoff=0.8))


def _assigned(source: str) -> set[str]:
    """Names bound at the top level, other than by the check itself."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and not (
            isinstance(node.value, ast.Call) and _called(node.value.func) == "check"
        ):
            names |= {leaf.id for target in node.targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)}
    return names


def _called(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def _at(index: int, message: str) -> SyntaxError:
    return SyntaxError(message, (None, index + 1, None, None))
