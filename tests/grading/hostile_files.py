"""Files that attack whoever reads them: each function gives the bytes of a notebook; its docstring says what it tries.

Beside what is hostile every notebook holds one honest answer, to exercise 02.3, which is to be found where the file
is read at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable

KINDS: list[Callable[[], bytes]] = []
HONEST = 'from_step_1 = 0.19 * 0.64\nfrom_step_1 = check("02.3", from_step_1)'


def book(*sources: object, **more: object) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in (*sources, HONEST)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def hostile(kind: Callable[[], bytes]) -> Callable[[], bytes]:
    KINDS.append(kind)
    return kind


@hostile
def hundred_thousand_cells() -> bytes:
    """a hundred thousand cells"""
    return book(*['x = 1\ncheck("02.1", x)'] * 100_000)


@hostile
def five_thousand_checks() -> bytes:
    """as many cells as are read, each of which checks everything and needs all others"""
    return book(*[f"def f{n}(x=None): return f{n + 1}(x) + f{n // 2}(x)\ncheck('02.1', f{n})" for n in range(4900)])


@hostile
def sixty_megabytes() -> bytes:
    """sixty megabytes of output"""
    return book("x = 1", metadata={"x": "y" * (60 * 2**20)})


@hostile
def deep_json() -> bytes:
    """JSON nested a million deep"""
    return b'{"cells": ' + b"[" * 10**6


@hostile
def deep_metadata() -> bytes:
    """metadata nested ten thousand deep"""
    return book("x = 1").replace(b'"metadata": {}', b'"metadata": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 1)


@hostile
def long_number() -> bytes:
    """a number of a million digits in the JSON"""
    return book("x = 1").replace(b'"nbformat": 4', b'"nbformat": ' + b"9" * 10**6)


@hostile
def same_key() -> bytes:
    """every key twice, the second of another kind"""
    return book("x = 1").replace(b'"outputs": []', b'"outputs": [], "cell_type": "code", "outputs": {"a": 1}')


@hostile
def brackets() -> bytes:
    """a cell of a million brackets"""
    return book("(" * 10**6, 'check("02.1", ' + "(" * 10**5)


@hostile
def signs() -> bytes:
    """a cell of half a million minus signs, in which something is checked"""
    return book('check("02.1", ' + "-" * 500_000 + "1)")


@hostile
def sums() -> bytes:
    """a sum of two hundred thousand terms"""
    return book('check("02.1", ' + "1+" * 200_000 + "1)")


@hostile
def chains() -> bytes:
    """a chain of a hundred thousand calls and attributes"""
    return book('check("02.1", x' + ".a()" * 100_000 + ")")


@hostile
def nested_functions() -> bytes:
    """functions, classes and lambdas in each other"""
    nested = "".join(" " * n + f"def f{n}():\n" for n in range(95)) + " " * 95 + 'check("02.1", 1)'
    return book(nested, 'check("02.1", ' + "lambda: " * 2000 + "1)", 'f"{' * 90 + "1" + '}"' * 90)


@hostile
def blanks() -> bytes:
    """lines of a hundred thousand blanks beside a magic"""
    return book(
        "!ls\n" + " " * 100_000 + "x\n" + "a " * 50_000 + "?\n" + "a, " * 30_000 + "\n%time" + " " * 50_000 + "!"
    )


@hostile
def quotes() -> bytes:
    """a hundred thousand quotes and backslashes beside a magic"""
    return book("!ls\n" + "'\"" * 100_000, "%%time\n" + '\\"' * 100_000, "%%time\n" + "'''" * 99_999, "%" * 100_000)


@hostile
def calls() -> bytes:
    """text that looks like the beginning of a check, a hundred thousand times, in code that does not parse"""
    return book("for\n" + "check(" * 100_000, "for\n" + "check (   id  =  '" * 50_000, "check(" + " " * 200_000 + "5")


@hostile
def fences() -> bytes:
    """texts of a hundred thousand fences"""
    cell = {
        "cell_type": "markdown",
        "metadata": {},
        "source": "```\n" * 100_000 + 'check("02.1", 1)\n' + "``` " * 50_000,
    }
    made = json.loads(book("x = 1"))
    made["cells"].insert(0, cell)
    return json.dumps(made).encode()


@hostile
def odd_letters() -> bytes:
    """nulls, lone surrogates, marks that turn the text round, names in other alphabets"""
    return book("x = '\0'", "y = '\ud800'", "z = '\u202e'  # \u2066", "ſ = ﬁ = 1", "# -*- coding: utf-7 -*-\n+AGE-")


@hostile
def not_cells() -> bytes:
    """cells that are numbers, lists, null; sources that are objects; tags that are numbers"""
    made = json.loads(book(5, None, {"a": 1}, [1, None, ["x"]], True))
    made["cells"][0:0] = [1, None, [], "x", {"cell_type": ["code"], "source": 3, "metadata": {"tags": 5}}, {}]
    return json.dumps(made).encode()


@hostile
def cycle() -> bytes:
    """cells that need each other in a ring of a thousand"""
    return book(*[f"n{i} = n{(i + 1) % 1000}" for i in range(1000)], 'check("02.1", n0)')


@hostile
def html() -> bytes:
    """names and texts that are HTML, formulas of a spreadsheet, and escapes of a terminal"""
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>=cmd|'/C calc'!A0\x1b]0;owned\x07\x1b[2J"
    return book(
        f"def noise_step(x, beta, eps):\n    print({bad!r})\n    raise ValueError({bad!r})\n\ncheck('02.1', noise_step)"
    )
