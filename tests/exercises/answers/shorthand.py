"""A short way to write many answers to one exercise."""

from collections.abc import Callable
from textwrap import dedent, indent


def of(head: str) -> Callable[[str], str]:
    """of("f(x)")("return x") is the source of a function f(x) that returns x."""
    return lambda body: f"def {head}:\n" + indent(dedent(body).strip("\n"), "    ") + "\n"
