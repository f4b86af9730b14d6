"""How large the shared package is, in lines of code: those with a word on them that is no comment or docstring.

`make size` prints the table, and test_size.py holds it to its budget.
"""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUBJECTS = ("data", "processes", "inference", "generative", "populations", "networks", "hierarchy")
SHARED = ("common", "teaching")
A_LECTURE, OF_SHARED = 360, 5_500  # the budgets
# Brackets alone say nothing, and how many lines they take is the formatter's business. (Python 3.12 splits f-strings.)
WORDS = {tokenize.NAME, tokenize.NUMBER, tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)}
WORDS.add(getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))


def lines_of_code(text: str) -> int:
    """The lines on which something stands that Python runs, brackets alone left out."""
    said: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in WORDS:
            said |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            said -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(said)


def package(name: str) -> int:
    """Lines of code of utils/NAME; 0 where there is no such folder yet."""
    return sum(lines_of_code(path.read_text(encoding="utf-8")) for path in (ROOT / "utils" / name).rglob("*.py"))


def lectures() -> int:
    """How many lectures there are."""
    return len(list((ROOT / "source" / "lectures").glob("*.py")))


if __name__ == "__main__":
    for names, budget, of_what in ((SUBJECTS, A_LECTURE, f"each of {lectures()} lectures"), (SHARED, OF_SHARED, "all")):
        counted = {name: package(name) for name in names}
        for name, number in counted.items():
            print(f"utils/{name:12s} {number:6d}")
        share = sum(counted.values()) / (lectures() if budget == A_LECTURE else 1)
        print(f"{'':18s} {sum(counted.values()):6d} in all, {share:.0f} of at most {budget} for {of_what}\n")
