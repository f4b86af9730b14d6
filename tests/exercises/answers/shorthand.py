"""A short way to write many answers to one exercise."""

from collections.abc import Callable
from textwrap import dedent, indent


def of(head: str) -> Callable[[str], str]:
    """of("f(x)")("return x") is the source of a function f(x) that returns x."""
    return lambda body: f"def {head}:\n" + indent(dedent(body).strip("\n"), "    ") + "\n"


def slips(answer: str, *changes: tuple[str, ...]) -> list[str]:
    """The answer with old replaced by new wherever it stands, for each of the changes (old, new, old, new, ...)."""
    found = []
    for change in changes:
        slip = answer
        for old, new in zip(change[::2], change[1::2], strict=True):
            assert old in slip, f"{old!r} does not stand in\n{slip}"
            slip = slip.replace(old, new)
        found.append(slip)
    return found
