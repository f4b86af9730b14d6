"""What becomes of an honest notebook on its way to the teacher: each function changes one, and no answer may be lost.

    for name, file, content in mangled("02"): ...

A function takes the solved notebook (see `honest.solved`) and returns the file's bytes, or the notebook changed;
its docstring says what happened. UNREADABLE are those of which nothing can be graded: they are named, with a reason.
"""

from __future__ import annotations

import copy
import io
import json
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator

import jupytext
import nbformat

from .honest import built, code, dumped, exercise_cells, setup_cell, short, solved

KINDS: list[Callable] = []
UNREADABLE: list[Callable] = []
MINE = """class Mine:
    kept = {}

    def keep(self, value):
        self.kept[1] = value
        return value


mine = Mine()
"""
SHOWN = """
from IPython.display import Markdown, display
import matplotlib.pyplot as plt
display(Markdown("hi"))
plt.plot([1, 2])
plt.show()
get_ipython().run_line_magic("who", "")
"""


def mangled(number: str, kinds: list[Callable] = KINDS) -> Iterator[tuple[str, str, bytes]]:
    """(what happened, file name, content) for each kind."""
    for kind in kinds:
        found = kind(solved(number))
        name, found = found if isinstance(found, tuple) else ("submitted.ipynb", found)
        yield kind.__doc__, name, found if isinstance(found, bytes) else dumped(found)


def honest(kind: Callable) -> Callable:
    KINDS.append(kind)
    return kind


def unreadable(kind: Callable) -> Callable:
    UNREADABLE.append(kind)
    return kind


def cell(source: str, kind: str = "code", **more: object) -> dict:
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source} | extra | more


def each(book: dict, change: Callable[[str], str]) -> dict:
    """The sources of the exercise cells changed."""
    for _, one in exercise_cells(book):
        one["source"] = change(code(one))
    return book


def spread(book: dict, change: Callable[[str, str], list[str]]) -> dict:
    """Each exercise cell replaced by several: change(id, source) gives their sources."""
    found = {id(one): number for number, one in exercise_cells(book)}
    cells = []
    for one in book["cells"]:
        parts = change(found[id(one)], code(one)) if id(one) in found else [code(one)]
        cells += [{**copy.deepcopy(one), "source": part} for part in parts]
    book["cells"] = cells
    return book


def parts(source: str) -> tuple[str, str]:
    """The answer, and the line that checks it."""
    lines = source.strip().splitlines()
    assert "check(" in lines[-1]
    return "\n".join(lines[:-1]).rstrip(), lines[-1]


def stubs(number: str) -> dict[str, str]:
    book = built(number) | {"number": number}
    return {id: code(one) for id, one in exercise_cells(book)}


# what was done to the cells ----------------------------------------------------------------------------------------


@honest
def untouched(book):
    """saved as it is"""
    return book


@honest
def added(book):
    """cells added between all others: notes, experiments, an error"""
    extra = [
        cell("1 / 0"),
        cell("x = ..."),
        cell("My notes on check('02.1', x)", "markdown"),
        cell("", "raw"),
        cell("this is no Python"),
    ]
    book["cells"] = [
        one for pair in ((c, copy.deepcopy(extra[i % 5])) for i, c in enumerate(book["cells"])) for one in pair
    ]
    return book


@honest
def backwards(book):
    """the order turned round"""
    book["cells"].reverse()
    return book


@honest
def shuffled(book):
    """the cells shuffled"""
    random.Random(0).shuffle(book["cells"])
    return book


@honest
def twice(book):
    """every cell there twice"""
    book["cells"] = [copy.deepcopy(one) for one in book["cells"] for _ in range(2)]
    return book


@honest
def stub_before(book):
    """the untouched exercise kept above the answer"""
    kept = stubs(book["number"])
    return spread(book, lambda id, source: [kept[id], source])


@honest
def stub_after(book):
    """the untouched exercise kept below the answer"""
    kept = stubs(book["number"])
    return spread(book, lambda id, source: [source, kept[id]])


@honest
def wrong_attempt_before(book):
    """wrong attempts above the answer, one of them without end of brackets"""
    return spread(book, lambda id, source: [f'check("{id}", 12345)', f'wrong = (1\ncheck("{id}", wrong', source])


@honest
def split(book):
    """the answer in one cell, its check in the next"""
    return spread(book, lambda id, source: list(parts(source)))


@honest
def far_apart(book):
    """all answers first, all checks at the very end"""
    checks = [parts(code(one))[1] for _, one in exercise_cells(book)]
    book = each(book, lambda source: parts(source)[0])
    book["cells"] += [cell(text) for text in checks]
    return book


@honest
def one_cell_of_checks(book):
    """all checks in one last cell"""
    checks = [parts(code(one))[1] for _, one in exercise_cells(book)]
    book = each(book, lambda source: parts(source)[0])
    book["cells"].append(cell("\n".join(checks)))
    return book


@honest
def merged(book):
    """set-up and all exercises merged into one cell"""
    sources = [code(setup_cell(book)), *(code(one) for _, one in exercise_cells(book))]
    book["cells"] = [cell("\n\n".join(sources))]
    return book


@honest
def merged_in_pairs(book):
    """exercises merged two by two"""
    found = [one for _, one in exercise_cells(book)]
    for first, second in zip(found[::2], found[1::2]):
        first["source"] = code(first) + "\n\n\n" + code(second)
        second["source"] = ""
    return book


@honest
def helper_above(book):
    """a helper in a cell of its own above each answer"""
    name = lambda id: "helper_" + id.replace(".", "_")  # noqa: E731

    def change(id, source):
        answer, check = parts(source)
        return [f"def {name(id)}(value):\n    return value", f"{answer}\n{name(id)}({check.split(' = ')[0]})\n{check}"]

    return spread(book, change)


@honest
def helper_at_the_top(book):
    """answers written as methods of one class above the set-up, used by each exercise"""
    book["cells"].insert(
        0,
        cell(MINE),
    )
    return each(book, lambda s: re.sub(r"check\((\S+), (\w+)\)", r"check(\1, mine.keep(\2))", s))


@honest
def helper_below(book):
    """a helper defined in the last cell, as a notebook run out of order has it"""
    book["cells"].append(cell("def same(value):\n    return value"))
    return each(book, lambda s: re.sub(r"check\((\S+), (\w+)\)", r"check(\1, same(\2))", s))


@honest
def names_from_the_lecture(book):
    """a number from one of the learner's own cells, through a chain of three"""
    at = book["cells"].index(setup_cell(book)) + 1
    book["cells"][at:at] = [cell("first = 1"), cell("second = first + 0"), cell("third = second * 1")]
    return each(book, lambda s: f"assert third == 1\n{s}")


@honest
def setup_deleted(book):
    """the set-up cell deleted"""
    book["cells"].remove(setup_cell(book))
    return book


@honest
def setup_edited(book):
    """the set-up cell edited: more imports, which the answers use"""
    one = setup_cell(book)
    one["source"] = "import math, functools as ft\nfrom typing import Any\n" + code(one) + "\nDEBUG = False"
    return each(book, lambda s: f"assert math.pi and ft and Any and not DEBUG\n{s}")


@honest
def setup_broken(book):
    """the set-up cell with a syntax error at its end"""
    one = setup_cell(book)
    one["source"] = code(one) + "\n\nfor"
    return book


@honest
def setup_in_parts(book):
    """the set-up cell split into one cell a line, tags gone"""
    one = setup_cell(book)
    at = book["cells"].index(one)
    tree = __import__("ast").parse(code(one))
    book["cells"][at : at + 1] = [cell(__import__("ast").unparse(node)) for node in tree.body]
    return book


@honest
def setup_repeated(book):
    """the set-up cell copied before every exercise"""
    text = code(setup_cell(book))
    return spread(book, lambda id, source: [text, source])


@honest
def imports_in_cells(book):
    """the course's check imported again in each exercise"""
    return each(book, lambda s: f"from utils.exercises import check\nimport numpy as np\n{s}")


@honest
def check_renamed(book):
    """check imported under another name"""
    one = setup_cell(book)
    one["source"] = code(one) + "\nfrom utils.exercises import check as test_it"
    return each(book, lambda s: s.replace("check(", "test_it("))


@honest
def check_dotted(book):
    """check called through its module"""
    one = setup_cell(book)
    one["source"] = code(one) + "\nimport utils.exercises as ex"
    return each(book, lambda s: s.replace("check(", "ex.check("))


@honest
def check_not_assigned(book):
    """the check's result not assigned"""
    return each(book, lambda s: re.sub(r"^\w+ = check\(", "check(", s, flags=re.M))


@honest
def check_by_keyword(book):
    """the check called over several lines, in other quotes, with a comment"""
    return each(book, lambda s: re.sub(r'check\("([\d.]+)", (\w+)\)', r"check(  # mine\n    '\1',\n    \2,\n)", s))


@honest
def check_commented_out_once(book):
    """an old check left as a comment, a semicolon behind the new one"""
    return each(book, lambda s: re.sub(r"^(\w+ = check\(.*\))$", r"# \1\n\1;", s, flags=re.M))


@honest
def check_in_a_condition(book):
    """the check under `if True:`, in `try:` and in `with`"""

    def change(source):
        answer, check = parts(source)
        return f"{answer}\nif True:\n    try:\n        {check}\n    finally:\n        pass"

    return each(book, change)


@honest
def check_in_a_function(book):
    """the check in a function of the learner's, told the number"""
    book["cells"].insert(0, cell("def my_check(number, answer):\n    print(number)\n    return check(number, answer)"))
    return each(book, lambda s: s.replace("check(", "my_check("))


@honest
def check_in_a_loop(book):
    """all answers checked in one loop over a dict"""
    pairs = [re.search(r'check\(("[\d.]+"), (\w+)\)', code(one)).groups() for _, one in exercise_cells(book)]
    book = each(book, lambda s: parts(s)[0])
    table = ", ".join(f"{id}: {name}" for id, name in pairs)
    book["cells"].append(cell(f"for number, answer in {{{table}}}.items():\n    check(number, answer)"))
    return book


@honest
def checks_deleted(book):
    """every line that checks deleted, the answers left under their names"""
    return each(book, lambda s: parts(s)[0])


@honest
def other_name(book):
    """the answer under a name of the learner's"""
    return each(
        book,
        lambda s: re.sub(
            r"^(\w+) = check\((\S+), \w+\)", r"my_answer = \1\nmy_answer = check(\2, my_answer)", s, flags=re.M
        ),
    )


@honest
def turned_into_text(book):
    """the exercise cells turned into markdown cells by a slip of the keyboard"""
    for _, one in list(exercise_cells(book)):
        one["cell_type"] = "markdown"
        del one["outputs"], one["execution_count"]
    return book


@honest
def trailing_commas(book):
    """a comma behind each number, as it is copied from a list"""
    return each(book, lambda s: re.sub(r"\A(\w+ = [\d.() *+-]+)\n", r"\1,\n", s))


@honest
def magics(book):
    """cell and line magics, shell lines, help"""
    one = setup_cell(book)
    one["source"] = (
        "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n!pip install numpy\n"
        + code(one)
        + "\nnp.sqrt?\n?np.sqrt"
    )
    return each(book, lambda s: "%%time\n# my answer\n" + s + "\n%timeit 1 + 1\nfiles = !ls\n!echo {files}")


@honest
def other_magics(book):
    """%%capture and %%timeit above, a comment before the magic"""
    return each(book, lambda s: "# timing\n\n%%capture out\n" + s)


@honest
def displays(book):
    """display, plots and widgets in the exercise cells"""
    return each(book, lambda s: s + SHOWN)


@honest
def type_hints(book):
    """`from __future__ import annotations` on top, hints, tabs, form feeds and comments in other alphabets"""
    return each(
        book,
        lambda s: "from __future__ import annotations\n# Lösung, решение, 解答, 🎉\n\x0c\n" + s.replace("    ", "\t"),
    )


@honest
def decomposed_letters(book):
    """every letter decomposed, as some systems save names (α with its macron apart)"""
    for one in book["cells"]:
        one["source"] = unicodedata.normalize("NFD", code(one))
    return book


@honest
def from_the_solutions(book):
    """the solutions notebook handed in whole"""
    return built(book["number"], "solutions")


@honest
def pasted_from_solutions(book):
    """each exercise's cells pasted from the solutions under the stubs, at the end"""
    kept = stubs(book["number"])
    answers = [copy.deepcopy(one) for _, one in exercise_cells(book)]
    for id, one in exercise_cells(book):
        one["source"] = kept[id]
    book["cells"] += answers
    return book


# what was done to the file -----------------------------------------------------------------------------------------


@honest
def no_ids(book):
    """ids gone (format 4.4)"""
    for one in book["cells"]:
        one.pop("id", None)
    return book | {"nbformat_minor": 4}


@honest
def same_ids(book):
    """the same id everywhere"""
    for one in book["cells"]:
        one["id"] = "same"
    return book


@honest
def no_tags(book):
    """metadata gone from every cell and from the notebook"""
    for one in book["cells"]:
        one["metadata"] = {}
    return book | {"metadata": {}}


@honest
def no_metadata_at_all(book):
    """the keys metadata, outputs and execution_count gone, all that a strict reader asks for"""
    cells = [{"cell_type": one["cell_type"], "source": one["source"]} for one in book["cells"]]
    return json.dumps({"cells": cells}).encode()


@honest
def outputs_of_every_sort(book):
    """widgets' state, errors, HTML, images and 5 MB of text in the outputs"""
    outs = [
        {"output_type": "error", "ename": "E", "evalue": "\x1b[31m", "traceback": ["x" * 1000] * 50},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/html": "<script>1</script>"},
        },
        {"output_type": "stream", "name": "stdout", "text": ["check('02.1', 5)\n"] * 1000},
    ]
    for _, one in exercise_cells(book):
        one["outputs"] = outs
    book["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"1": {"x": "y" * 5_000_000}}}
    }
    return book


@honest
def source_as_text(book):
    """sources as one string each"""
    for one in book["cells"]:
        one["source"] = code(one)
    return book


@honest
def source_as_lines(book):
    """sources as lists of lines without their ends"""
    for one in book["cells"]:
        one["source"] = code(one).split("\n")
    return book


@honest
def source_with_returns(book):
    """\\r\\n inside the sources"""
    for one in book["cells"]:
        one["source"] = code(one).replace("\n", "\r\n")
    return book


@honest
def byte_order_mark(book):
    """UTF-8 with a byte order mark"""
    return b"\xef\xbb\xbf" + dumped(book)


@honest
def windows_lines(book):
    """\\r\\n at the ends of the file's lines"""
    return json.dumps(json.loads(dumped(book)), indent=1).replace("\n", "\r\n").encode()


@honest
def utf_16(book):
    """UTF-16 with its mark, as Windows' Notepad saves \"Unicode\""""
    return dumped(book).decode().encode("utf-16")


@honest
def utf_16_without_mark(book):
    """UTF-16 without its mark"""
    return dumped(book).decode().encode("utf-16-le")


@honest
def ascii_only(book):
    """every letter outside ASCII escaped, keys sorted, four spaces"""
    return json.dumps(json.loads(dumped(book)), indent=4, sort_keys=True).encode()


@honest
def latin_1(book):
    """saved in Windows' western encoding, letters it lacks lost"""
    return dumped(each(book, lambda s: s + "\n# Lösung")).decode().encode("cp1252", errors="replace")


@honest
def zeros_behind(book):
    """zeros and blanks behind the end, as a disk that was full leaves them"""
    return dumped(book) + b"\n\n" + b"\0" * 4096


@honest
def loose_json(book):
    """NaN and Infinity among the outputs, a key twice"""
    odd = '"x": NaN, "y": -Infinity, "x": 1e400, "z": %s, "cell_type"' % ("9" * 5000)
    return dumped(book).decode().replace('"cell_type"', odd).encode()


@honest
def control_letters(book):
    """raw tabs and control letters inside the texts"""
    return dumped(each(book, lambda s: s + "\n# tab:")).replace(b"# tab:", b"# tab:\t\x1b")


@honest
def format_3(book):
    """format 3: worksheets, `input`, `prompt_number`, heading cells"""
    cells = [
        {
            "cell_type": "code",
            "input": one["source"],
            "language": "python",
            "collapsed": False,
            "metadata": {},
            "outputs": [],
            "prompt_number": 1,
        }
        if one["cell_type"] == "code"
        else {"cell_type": "heading", "level": 2, "source": "x", "metadata": {}}
        for one in book["cells"]
    ]
    return json.dumps(
        {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells, "metadata": {}}]}
    ).encode()


@honest
def colab(book):
    """Colab's metadata, its forms and its ids"""
    for number, one in enumerate(book["cells"]):
        one.pop("id", None)
        one["metadata"] = {
            "id": f"aB{number}",
            "colab": {"base_uri": "https://localhost:8080/"},
            "outputId": "x",
            "cellView": "form",
        }
    book["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "accelerator": "GPU",
    }
    for _, one in _by_check(book):
        one["source"] = '#@title My answer { display-mode: "form" }\n' + code(one)
    return book


def _by_check(book):
    return [(None, one) for one in book["cells"] if one["cell_type"] == "code" and "= check(" in code(one)]


@honest
def vs_code(book):
    """VS Code's metadata, a language on each cell, tags gone"""
    for one in book["cells"]:
        one["metadata"] = {"vscode": {"languageId": "python"}}
    book["metadata"] = {"language_info": {"name": "python", "version": "3.12.1"}, "orig_nbformat": 4}
    return book


@honest
def with_nbgrader_metadata(book):
    """nbgrader's metadata on the exercise cells"""
    for id, one in exercise_cells(book):
        one["metadata"] = {
            "nbgrader": {
                "grade": True,
                "grade_id": id,
                "locked": False,
                "points": 1,
                "schema_version": 3,
                "solution": True,
            },
            "deletable": False,
        }
    return book


def _node(book):
    return nbformat.reads(dumped(book).decode(), as_version=4)


@honest
def percent_script(book):
    """saved by jupytext as a percent script"""
    return "submitted.py", jupytext.writes(_node(book), fmt="py:percent").encode()


@honest
def jupytext_and_back(book):
    """to markdown and back by jupytext"""
    return jupytext.writes(jupytext.reads(jupytext.writes(_node(book), fmt="md"), fmt="md"), fmt="ipynb").encode()


@honest
def light_script(book):
    """saved by jupytext as a light script"""
    return "submitted.py", jupytext.writes(_node(short(book["number"])), fmt="py:light").encode()


@honest
def nbconvert_script(book):
    """exported as a script by JupyterLab's menu"""
    blocks = [
        f"# In[{n}]:\n\n\n{code(one)}\n\n\n"
        if one["cell_type"] == "code"
        else "# " + code(one).replace("\n", "\n# ") + "\n\n"
        for n, one in enumerate(book["cells"], 1)
    ]
    return "submitted.py", ("#!/usr/bin/env python\n# coding: utf-8\n\n" + "".join(blocks)).encode()


@honest
def pycharm_script(book):
    """exported by PyCharm or Spyder: `#%%` without a space"""
    blocks = [
        f"#%%\n{code(one)}\n"
        if one["cell_type"] == "code"
        else '#%% md\n"""\n' + code(one).replace("\\", "") + '\n"""\n'
        for one in book["cells"]
    ]
    return "submitted.py", "".join(blocks).encode()


@honest
def colab_script(book):
    """downloaded from Colab as .py: texts in triple quotes, no marks between cells"""
    blocks = ['# -*- coding: utf-8 -*-\n"""Untitled\n\nOriginal file is located at\n    https://colab\n"""\n']
    blocks += [
        code(one) + "\n" if one["cell_type"] == "code" else '"""A text"""\n' for one in short(book["number"])["cells"]
    ]
    return "submitted.py", "\n".join(blocks).encode()


@honest
def another_ending(book):
    """named .ipynb.txt, as some browsers save it"""
    return "02_noising.ipynb.txt", dumped(book)


@honest
def json_ending(book):
    """named .json"""
    return "02 noising (1).json", dumped(book)


# what nothing can be read from -------------------------------------------------------------------------------------


@unreadable
def empty(book):
    """an empty file"""
    return b""


@unreadable
def no_cells(book):
    """a notebook without a cell"""
    return book | {"cells": []}


@unreadable
def cut_off(book):
    """a download that stopped"""
    return dumped(book)[:-5000]


@unreadable
def web_page(book):
    """the page exported as HTML under a notebook's name"""
    return b"<!DOCTYPE html><html><body>check('02.1', 5)</body></html>"


@unreadable
def pdf(book):
    """a PDF"""
    return b"%PDF-1.7\n" + b"\xff" * 1000


@unreadable
def zipped(book):
    """a zip under a notebook's name"""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("02_noising.ipynb", dumped(book))
    return file.getvalue()


@unreadable
def conflict(book):
    """git's conflict marks"""
    text = json.dumps(json.loads(dumped(book)), indent=1).splitlines()
    return "\n".join([*text[:20], "<<<<<<< HEAD", text[20], "=======", text[20], ">>>>>>> main", *text[21:]]).encode()


@unreadable
def rubbish(book):
    """random bytes"""
    return random.Random(0).randbytes(10_000)


@unreadable
def another_sort_of_json(book):
    """JSON that is no notebook"""
    return b'{"cells": 5, "a": [1, 2]}'
