"""Every way a notebook comes back mangled, and the honest answers in it are still found."""

import json

import pytest
from handed_in import NAMES, SETUP, STEP, STUB, TOTAL, book, cell, noted

from grading.cells import MOST_BYTES, MOST_CELLS
from grading.notebook import Unreadable, read

BODY = STEP.split("\n\n\n")[0]
CHECK = STEP.split("\n\n\n")[1]
FENCED = cell(f"```python\n{STEP}\n```", "markdown")
V3 = {
    "nbformat": 3,
    "worksheets": [
        {"cells": [{"cell_type": "code", "input": text, "language": "python"} for text in (SETUP, STEP, TOTAL)]}
    ],
}
PERCENT = f'# ---\n# jupyter: x\n# ---\n\n# %% tags=["setup"]\n{SETUP}\n\n# %% [markdown]\n# words\n\n# %%\n{STEP}\n\n# %%\n{TOTAL}\n'


def mangled():
    """Name -> (the file's text or bytes, its name's end)."""
    plain = book(SETUP, STEP, TOTAL)
    lines = [cell(text.splitlines(keepends=True)) for text in (SETUP, STEP, TOTAL)]
    unended = [cell(text.splitlines()) for text in (SETUP, STEP, TOTAL)]
    made = {
        "plain": plain,
        "source as lists": book(*lines),
        "lists without line ends": book(*unended),
        "tags": book(cell(SETUP, metadata={"tags": ["setup"]}), STEP, TOTAL),
        "CRLF": book(SETUP.replace("\n", "\r\n"), STEP.replace("\n", "\r\n"), TOTAL).replace("{", "{\r\n", 1),
        "a byte order mark": plain.encode("utf-8-sig"),
        "UTF-16": plain.encode("utf-16"),
        "UTF-16 without its mark": plain.encode("utf-16-le"),
        "Windows-1252": book(SETUP, "# Übung\n" + STEP, TOTAL).encode().replace(rb"\u00dc", b"\xdc"),
        "garbage after the end": plain + "\n}}<<<<<<< HEAD",
        "format 3": json.dumps(V3),
        "a bad cell": book(SETUP, STEP, TOTAL).replace(
            '"cells": [', '"cells": [null, 7, {"cell_type": "code", "source": 5}, ', 1
        ),
        "percent": PERCENT,
        "reversed": book(TOTAL, STEP, SETUP),
        "set-up deleted": book(STEP, TOTAL),
        "set-up merged": book(SETUP + "\n\n" + STEP, TOTAL),
        "set-up broken": book(SETUP + "\nimport", STEP, TOTAL),
        "everything in one cell": book("\n\n".join([SETUP, STEP, TOTAL])),
        "stub copied below": book(SETUP, STEP, TOTAL, STUB),
        "stub left above": book(SETUP, STUB, STEP, TOTAL),
        "%%time": book(SETUP, "%%time\n" + STEP, "\n# mine\n%%time\n" + TOTAL),
        "lines of IPython": book(
            "%matplotlib inline\n!pip install x\n" + SETUP,
            f"np.sqrt?\n!echo \"it's\n{STEP}\n?np",
            f"files = !ls\n{TOTAL}",
        ),
        "%time before the call": book(SETUP, f"{BODY}\n%time {CHECK}", TOTAL),
        "other spacing": book(SETUP, f"{BODY}\nnoise_step=check( '02.1' ,noise_step )", TOTAL),
        "keyword arguments": book(SETUP, f"{BODY}\nnoise_step = check(answer=noise_step, id='02.1')", TOTAL),
        "renamed import": book(
            SETUP.replace("check,", "check as c,"), STEP.replace("check", "c"), TOTAL.replace("check", "c")
        ),
        "renamed in another cell": book(SETUP, "grade = check", STEP.replace("check", "grade"), TOTAL),
        "the module": book(
            SETUP, f"import utils.exercises\n{BODY}\nutils.exercises.check('02.1', noise_step)", TOTAL
        ).replace(
            "import utils.exercises", "import sys; utils = type('u', (), {'exercises': sys.modules['utils.exercises']})"
        ),
        "in a function": book(SETUP, f"{BODY}\n\ndef go():\n    return check('02.1', noise_step)\n\ngo()", TOTAL),
        "in a function called elsewhere": book(
            SETUP, f"{BODY}\n\ndef go():\n    return check('02.1', noise_step)", "go()", TOTAL
        ),
        "a function told the id": book(
            SETUP, "def mine(k, a):\n    return check(k, a)", STEP.replace("check", "mine"), TOTAL
        ),
        "a loop": book(SETUP, f"{BODY}\nfor k, a in [('02.1', noise_step), ('02.2', 5)]:\n    check(k, a)"),
        "computed ids": book(SETUP, f"{BODY}\nfor k, a in enumerate([noise_step, 5], 1):\n    check(f'02.{{k}}', a)"),
        "partial": book(SETUP, f"import functools\n{BODY}\nfunctools.partial(check, '02.1')(noise_step)", TOTAL),
        "answer and check apart": book(SETUP, BODY, "x = 3", CHECK, TOTAL),
        "answer below its check": book(SETUP, CHECK, BODY, TOTAL),
        "helpers": book(
            SETUP,
            "def root(x):\n    return power(x, half)",
            "half = 0.5\n\ndef power(x, p):\n    return x**p",
            STEP.replace("np.sqrt", "root"),
            TOTAL,
        ),
        "a table filled elsewhere": book(
            SETUP, "tools = {}", "tools['root'] = np.sqrt", STEP.replace("np.sqrt", "tools['root']"), TOTAL
        ),
        "an import in an added cell": book(
            SETUP, "from math import sqrt as root\nimport cmath", STEP.replace("np.sqrt", "root"), TOTAL
        ),
        "future import": book(
            SETUP, "x = 1", "from __future__ import annotations\nroot = np.sqrt", STEP.replace("np.sqrt", "root"), TOTAL
        ),
        "became text": book(SETUP, cell(STEP, "markdown"), TOTAL),
        "became fenced text": book(SETUP, FENCED, cell(TOTAL, "raw")),
        "text became code": book(
            "# Lecture 2\nWhat is noise? It's", SETUP, "### Exercise 02.1\nWrite it, $x_t$", STEP, TOTAL
        ),
        "check deleted": book(SETUP, BODY, TOTAL.splitlines()[0]),
        "check commented out": book(SETUP, f"{BODY}\n# {CHECK}", TOTAL),
        "a broken cell beside": book(SETUP, "def f(:\n  'a", STEP, TOTAL),
        "a broken copy": book(SETUP, STEP, STEP + "\n)", TOTAL),
        "an old notebook's class": book(SETUP, STEP, TOTAL, nbformat_minor=0),
        "a huge output": book(SETUP, STEP, cell(TOTAL, outputs=[{"text": "x" * 10**6}])),
    }
    return {name: (text if isinstance(text, bytes) else text.encode()) for name, text in made.items()}


MANGLED = mangled()


@pytest.mark.parametrize("kind", MANGLED)
def test_the_honest_answers_of_a_mangled_notebook_are_found(kind, tmp_path):
    file = tmp_path / ("handed in.py" if kind == "percent" else "handed in.ipynb")
    file.write_bytes(MANGLED[kind])
    notebook = read(file, NAMES)
    assert noted(notebook, "02.1")(1.0, 0.19, 1.0) == pytest.approx(0.9 + 0.19**0.5)
    assert noted(notebook, "02.2") == 5


def handed(tmp_path, *cells):
    (tmp_path / "a.ipynb").write_text(book(*cells), encoding="utf-8")
    return read(tmp_path / "a.ipynb", NAMES)


def test_of_two_answers_the_last_counts_and_it_is_said(tmp_path):
    notebook = handed(tmp_path, SETUP, TOTAL.replace("5", "4"), TOTAL, TOTAL.replace("5", "..."))
    assert noted(notebook, "02.2") == 5
    assert "cells 2 and 3: the last complete one counts, cell 3" in " ".join(notebook.remarks)


def test_what_was_not_attempted_stays_a_stub_and_nothing_is_remarked(tmp_path):
    notebook = handed(tmp_path, SETUP, STUB, "total_deviation = ...  # your code here\n" + TOTAL.splitlines()[1])
    assert set(notebook.answers) == {"02.1", "02.2"} and notebook.remarks == () and noted(notebook, "02.2") is ...


def test_cells_that_an_answer_does_not_need_are_left_out(tmp_path):
    notebook = handed(tmp_path, SETUP, "x = [1, 2]\nnp = 3", STEP, TOTAL)
    assert [answer.before for answer in notebook.answers.values()] == [(), ()]


def test_a_name_that_the_cell_binds_before_it_uses_it_needs_no_other_cell(tmp_path):
    uses = (
        "for b in [1]:\n    y = b",
        "with open(x) as b:\n    b",
        "try:\n    y = 1\nexcept ValueError as b:\n    b",
        "match 1:\n    case b:\n        b",
        "[b for b in [1]]",
        "if (b := 1):\n    b",
        "while y and (b := y):\n    b",
        "lambda b: b",
        "def f(b):\n    return b",
        "import b\nb.x",
        "class b:\n    pass\nb()",
        "def f():\n    return b\nb = 2",
    )
    for use in uses:
        assert handed(tmp_path, SETUP, "b = 1 / 0", f"{use}\n{TOTAL}").answers["02.2"].before == (), use
    for use in ("y = b\nb = 1", "for y in b:\n    b = 1", "b += 1", "def f(x=b):\n    b = 1", "class A:\n    y = b"):
        assert handed(tmp_path, SETUP, "b = 1 / 0", f"{use}\n{TOTAL}").answers["02.2"].before, use


def test_a_cell_that_python_cannot_read_is_still_the_answer(tmp_path):
    notebook = handed(tmp_path, SETUP, STEP + "\n  )", TOTAL)
    assert notebook.answers["02.1"].source.endswith(")")


def test_magics_leave_lines_where_they_were_and_texts_alone(tmp_path):
    source = 'text = """\n%time\n!x\n"""\ny = (7\n% 4)\nif y:\n    %time z = 1\n' + TOTAL
    answer = handed(tmp_path, SETUP, source).answers["02.2"].source
    assert answer == source.replace("%time z", "z")


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "empty"),
        (b"%PDF-1.4 ...", "a PDF"),
        (b"PK\x03\x04", "zip or Office"),
        (b"<html></html>", "not a notebook"),
        (b'{"cells": [{"cell_type": "code", "source": "x', "stops in the middle"),
        (b"[]", "no cells"),
        (b'{"cells": 5}', "no cells"),
        (b'{"cells": []}', "no code cell"),
        (b'{"a":' * 10**5, "cannot be read"),
        (b'{"cells": [' + b'{"cell_type": "code", "source": ""},' * MOST_CELLS + b"{}]}", "cells; at most 5000"),
        (b'{"cells": [{"cell_type": "code", "source": "' + b"x" * 3 * 2**20 + b'"}]}', "MB of code"),
        (b" " * MOST_BYTES + b"{}", "larger than 50 MB"),
        (b"\xff\xfe{\x00}", "UTF-16"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, said, tmp_path):
    (tmp_path / "a.ipynb").write_bytes(data)
    with pytest.raises(Unreadable, match=said):
        read(tmp_path / "a.ipynb", NAMES)


def test_code_made_to_exhaust_the_reader_is_only_broken_code(tmp_path):
    quotes, blanks = "x = 1 % 2\n" + '\\"' * 10**5, "x = 1 % 2\ny" + " " * 10**5 + "\n" + " " * 10**5 + "z"
    wrapped = "\n".join(f"def c{n + 1}(k, a):\n    return c{n}(k, a)" for n in range(2000))
    chain = [f"def f{n}():\n    return f{n + 1}()" for n in range(300)]
    handed(tmp_path, SETUP, *chain, "f0()\n" + TOTAL)
    for bomb in (
        quotes,
        blanks,
        wrapped,
        "%%time\n" * 10**5,
        "(" * 10**5,
        "-" * 10**5 + "1",
        "+".join("x" * 10**4),
        "x = " + "[" * 5000,
        "if x:\n" * 200,
    ):
        notebook = handed(tmp_path, SETUP, bomb, STEP, TOTAL, f"{bomb}\nuse")
        assert noted(notebook, "02.2") == 5


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    with pytest.raises(Unreadable, match="could not be opened"):
        read(tmp_path / "none.ipynb")
