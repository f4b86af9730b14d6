"""What is mended in the HTML that Sphinx, myst-nb and furo write: for screen readers, and one thing for MathJax."""

from __future__ import annotations

import re
from typing import Any

EMPTY = r"<th\b[^>]*>(?:<p></p>)?</th>"
RULES = [
    # A table whose headings are all empty has no header row, and an empty heading is a cell.
    (re.compile(rf"<thead>\s*<tr[^>]*>\s*(?:{EMPTY}\s*)+</tr>\s*</thead>\s*"), ""),
    (re.compile(EMPTY), "<td></td>"),
    # What opens a fold has words of its own.
    (re.compile(r'<summary aria-label="Toggle hidden content">'), "<summary>"),
    # Sphinx puts every formula with a \\ into a split, which can hold no \tag.
    (re.compile(r"\\\[\\begin\{split\}(.*?)\\end\{split\}\\\]", re.S), r"\\[\1\\]"),
]


def mended(body: str) -> str:
    """The body of a page, mended."""
    for pattern, right in RULES:
        body = pattern.sub(right, body)
    return body


def _mend(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if "body" in context:
        context["body"] = mended(context["body"])
    tree = context.get("furo_navigation_tree", "")  # its captions are headings without a level
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Any) -> dict[str, bool]:
    app.connect("html-page-context", _mend, priority=900)  # after furo has made the tree
    return {"parallel_read_safe": True, "parallel_write_safe": True}
