"""IPython's own syntax taken out of a cell, so that plain Python is left, line for line.

`%%time` goes and the body stays; `%%bash` and its like take the body along; `%time f()` becomes `f()`; `!ls`,
`%matplotlib inline`, `name?` become `pass`. Only where a statement starts: `(a\n% b)` and texts are left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

FOREIGN = {"bash", "sh", "script", "cmd", "html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG"} | {
    *("perl", "ruby", "writefile", "file", "python2", "pypy", "R", "sql", "cython", "writetemplate")
}  # cell magics whose body is no Python of the notebook's
TIMES = {"time"}  # line magics that run the rest of their line in the notebook
CELL = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*%%(\w+)[^\n]*")
STACKED, LONGEST = 10, 1000  # cell magics one above the other; letters of a line that is looked at
LINE = re.compile(r"(?:%(\w+)\s*(.*)|!.*|\?{1,2}[\w.*%]+|%{0,2}[\w.*]+(?:\[[^\]]*\])?\?{1,2})\s*;?\s*")
ASSIGNED = re.compile(r"([\w\s,.\[\]]*?[\w\]]\s*=\s*)(?:%|!).*")
CALLED = re.compile(r"((?:[\w, ]+=\s*)?)get_ipython\(\)\.\w+\(.*")
CELL_CALLED = re.compile(r"\s*get_ipython\(\)\.run_cell_magic\((.*)\)\s*", re.S)  # as nbconvert writes %%time
PIECE = re.compile(
    r"(?:[rbfuRBFU]{0,2})(\"\"\"|'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|#[^\n]*|([\[({])|([\])}])|(\\)$"
)


def without_magics(source: str) -> str:
    """The cell as Python, with as many lines as before."""
    if not any(sign in source for sign in ("%", "!", "?", "get_ipython")):
        return source
    if found := CELL_CALLED.fullmatch(source):
        try:
            name, options, body = ast.literal_eval(f"({found[1]})")
            source = f"%%{name} {options}\n{body}"
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return source
    for _ in range(STACKED):
        if not (found := CELL.match(source)):
            break
        if found[1] in FOREIGN:
            return "\n" * source.count("\n")
        source = "\n" * found[0].count("\n") + source[found.end() :]
    lines = source.split("\n")
    return "\n".join(_plain(line) if starts else line for line, starts in zip(lines, _starts(lines)))


def _plain(line: str) -> str:
    if len(line) > LONGEST:
        return line
    bare = line.lstrip()
    indent = line[: len(line) - len(bare)]
    if found := LINE.fullmatch(bare):
        return indent + (found[2] if found[1] in TIMES and found[2] else "pass")
    if found := ASSIGNED.fullmatch(bare) or CALLED.fullmatch(bare):
        return indent + found[1] + ("None" if "=" in found[1] else "pass")
    return line


def _starts(lines: list[str]) -> Iterator[bool]:
    """For each line, whether a statement starts there: no bracket, text or backslash is open."""
    depth, quote, carried = 0, "", False
    for line in lines:
        start = not (depth or quote or carried)
        yield start
        carried = False
        if len(line) > LONGEST or (start and _plain(line) != line):
            continue
        at = 0
        while at < len(line):
            if quote:
                end = line.find(quote, at)
                if end < 0:
                    break
                quote, at = "", end + 3
                continue
            piece = PIECE.search(line, at)
            if piece is None:
                break
            at = piece.end()
            if piece[1] in ('"""', "'''"):
                quote = piece[1]
            depth = max(0, depth + bool(piece[2]) - bool(piece[3]))
            carried = bool(piece[4])
